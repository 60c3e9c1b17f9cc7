"""Which page is where."""

from collections.abc import Sequence

from starlette.routing import Route

from bot.desk import Desk
from bot.web import changing, learning, matrix, reading
from bot.web.asking import ask
from bot.web.feedback import feedback
from bot.web.past import Past
from bot.web.site import Site
from bot.web.visit import Handler, endpoint


def page_routes(desk: Desk, site: Site) -> Sequence[Route]:
    """Return the pages that everybody may open."""
    pages: dict[str, Handler] = {
        "/papers": reading.papers,
        "/papers/{paper}": reading.paper,
        "/p/{key}": reading.by_key(Past()),
        "/where": matrix.where,
        "/where.csv": matrix.table,
        "/where/{topic}": matrix.topic,
        "/changes": changing.changes,
        "/changes.atom": changing.feed,
        "/start": learning.start,
        "/start/{step}": learning.step,
        "/glossary": learning.glossary,
    }
    return [
        Route("/", endpoint(desk, site, ask), methods=["GET", "POST"]),
        Route("/feedback", endpoint(desk, site, feedback), methods=["POST"]),
        *(Route(path, endpoint(desk, site, page)) for path, page in pages.items()),
    ]
