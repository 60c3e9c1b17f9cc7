"""The path for new staff, and what the terms mean."""

from itertools import groupby

from starlette.responses import Response

from bot import wording_web
from bot.telling import start as told_start
from bot.web.visit import Visit


async def start(visit: Visit) -> Response:
    """Return the path for new staff."""
    return visit.page("start.html", steps=visit.shelf.edition.steps)


async def step(visit: Visit) -> Response:
    """Return one step of the path, with the passages behind it."""
    edition = visit.shelf.edition
    told = told_start(edition.steps, edition, visit.request.path_params["step"])
    if not told.step:
        return visit.said(wording_web.NO_STEP_HEADING, told.heading, 404)
    return visit.page("step.html", told=told, count=len(edition.steps), steps=edition.steps)


async def glossary(visit: Visit) -> Response:
    """Return the terms by their letters."""
    terms = sorted(visit.shelf.edition.glossary.terms, key=lambda each: each.term.casefold())
    letters = [
        (letter, list(its)) for letter, its in groupby(terms, key=lambda t: t.term[:1].upper())
    ]
    return visit.page("glossary.html", letters=letters)
