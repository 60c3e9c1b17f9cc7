"""Ask: the question box, and the answer with its passages beside it. No question is in an address,
a title or a log.
"""

import time
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from bot import log, wording_chat
from bot.answer import SEARCHED
from bot.citation import Citation
from bot.dates import today
from bot.desk import PausedError, milliseconds_since
from bot.excerpt import clean, marked
from bot.library import Found, Shelf
from bot.question import LONGEST, QuestionError
from bot.record import record
from bot.reference import reference
from bot.threads import KEPT_QUESTIONS
from bot.web.feedback import mark
from bot.web.visit import Visit

_EXAMPLES = 4


@dataclass(frozen=True, slots=True)
class Card:
    """A passage beside an answer: its citation, its words in pieces, those that answer marked."""

    citation: Citation
    pieces: tuple[tuple[str, bool], ...]
    said: tuple[str, ...] = ()


async def ask(visit: Visit) -> Response:
    """Return the page with the question box, or the answer to what it sent."""
    if visit.request.method == "POST":
        return await _answered(visit)
    return visit.page("ask.html", **_box(visit.shelf))


async def _answered(visit: Visit) -> Response:
    """Return the answer to what the form sent, with a box for a follow-up."""
    start = time.perf_counter()
    form = await visit.form()
    fields = form or []
    question = next((value for name, value in fields if name == "question"), "")
    history = [value for name, value in fields if name == "before" and len(value) <= LONGEST]
    history = history[-KEPT_QUESTIONS:]
    try:
        found = await visit.desk.ask(question, history, visit.shelf, "web")
    except QuestionError as error:
        is_paused = isinstance(error, PausedError)
        log.event("answered", front="web", outcome="paused" if is_paused else "no_question")
        return visit.passing(
            "ask.html",
            status=503 if is_paused else 422,
            **_box(visit.shelf, question=question, problem=str(error), history=history),
        )
    outcome = found.answer.outcome
    log.event("answered", front="web", outcome=outcome, ready_ms=milliseconds_since(start))
    values = _shown(found, visit) | {"earlier": history}
    if outcome in SEARCHED:
        history = [*history, found.answer.question][-KEPT_QUESTIONS:]
    return visit.passing("answer.html", **values, history=history)


def _box(
    shelf: Shelf, *, question: str = "", problem: str = "", history: list[str] | None = None
) -> dict[str, Any]:
    return {
        "question": question,
        "problem": problem,
        "history": history or [],
        "examples": _examples(shelf),
        "newest": shelf.edition.newest,
    }


def _examples(shelf: Shelf) -> list[str]:
    """Return four questions to begin with, of every kind of reader in turn."""
    groups = [group.questions for group in shelf.starters]
    longest = max((len(group) for group in groups), default=0)
    in_turn = [group[n] for n in range(longest) for group in groups if n < len(group)]
    return in_turn[:_EXAMPLES]


def _shown(found: Found, visit: Visit) -> dict[str, Any]:
    answer = found.answer
    shown = answer.citations or answer.nearest
    # What a row of the ledger rests on stands beside it, however far down it was found.
    rested_on = {stand.citation for stand in answer.stands}
    leant_on = [citation for citation in found.further if citation.number in rested_on]
    lead = wording_chat.PARTLY if answer.outcome == "partly_answered" and not answer.gaps else ""
    return {
        "answer": answer,
        "lead": lead,
        "is_searched": answer.outcome in SEARCHED,
        "question": answer.question,
        "cards": [_card(found, citation) for citation in (*shown, *leant_on)],
        "further": [_card(found, c) for c in found.further if c not in leant_on],
        "reference": reference(found, visit.shelf),
        "mark": mark(),
        "topic_ids": {topic.name: topic.id for topic in visit.shelf.edition.topics},
        "record": record(answer, today()),
        "ask_whom": wording_chat.whom_to_ask(visit.desk.policy.ask_whom),
    }


def _card(found: Found, citation: Citation) -> Card:
    said = tuple(s.text for s in found.answer.sentences if s.citation == citation.number)
    pieces = marked(clean(citation.quote), [clean(text) for text in said])
    return Card(citation, tuple(pieces), said)
