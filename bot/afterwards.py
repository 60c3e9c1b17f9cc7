"""What can be done with an answer after it was given, for every chat front alike: made again from
its reference, copied for a record, shared, judged.
"""

from dataclasses import dataclass
from datetime import date

from bot import log, wording_chat
from bot.audience import EVERYBODY, Audience
from bot.citation import Citation
from bot.desk import Desk
from bot.record import record
from bot.reference import Recalled, named, recall
from bot.store import Feedback

LONGEST_COMMENT = 1_000


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer that somebody judges, on a front: both as marks that name nobody, its reference."""

    front: str
    answer: str
    asker: str
    reference: str


def recalled(desk: Desk, reference: str, audience: Audience) -> Recalled | None:
    """Return the answer of a reference as an audience may be shown it, None where it is gone."""
    shelf = desk.library.shelf(audience)
    return recall(reference, shelf) if shelf else None


def further(desk: Desk, reference: str, audience: Audience) -> tuple[Citation, ...]:
    """Return the passages behind "Show more passages"; none where the papers have changed."""
    found = recalled(desk, reference, audience)
    return found.found.further if found else ()


def whole(desk: Desk, reference: str, audience: Audience) -> Recalled | None:
    """Return the answer of a reference where all that was shown is still there."""
    found = recalled(desk, reference, audience)
    return found if found and found.is_whole else None


def copied(desk: Desk, reference: str, audience: Audience, today: date) -> str | None:
    """Return an answer as text for a record, None where the papers have changed."""
    found = whole(desk, reference, audience)
    return record(found.found.answer, today) if found else None


def shared(desk: Desk, reference: str, reader: Audience) -> Recalled | str:
    """Return an answer for all to read, or why it cannot be shown to all."""
    found = whole(desk, reference, EVERYBODY)
    if found:
        return found
    # Told apart only to somebody who was shown it.
    is_restricted = whole(desk, reference, reader) is not None
    return wording_chat.NOT_FOR_SHARING if is_restricted else wording_chat.PAPERS_CHANGED


async def keep_thumb(desk: Desk, judged: Judged, verdict: str) -> None:
    """Keep a thumb."""
    try:
        await desk.add_feedback(_feedback(desk, judged, verdict))
    except Exception as error:
        log.fault("feedback", error)


async def keep_reason(desk: Desk, judged: Judged, reason: str, comment: str) -> str:
    """Keep the reason with a thumbs-down; return what to say of it."""
    reason = reason if reason in wording_chat.REASONS else "other"
    given = _feedback(desk, judged, "bad", (reason, comment[:LONGEST_COMMENT]))
    try:
        await desk.add_feedback(given)
        said = wording_chat.THANKS_BAD
    except Exception as error:
        log.fault("feedback", error)
        said = wording_chat.NOT_KEPT
    log.event("feedback", verdict="bad", reason=reason, outcome=given.outcome)
    return said


def _feedback(
    desk: Desk, judged: Judged, verdict: str, why: tuple[str, str] = ("", "")
) -> Feedback:
    shelf = desk.library.inside
    outcome, citations = named(judged.reference, shelf)
    return Feedback(
        answer=judged.answer,
        asker=judged.asker,
        front=judged.front,
        verdict="good" if verdict == "good" else "bad",
        outcome=outcome,
        citations=citations,
        edition=shelf.edition.about.id,
        reason=why[0],
        comment=why[1],
    )
