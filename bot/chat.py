"""A question in a chat, from its claim to its answer: once, not too often, never in silence. What
every chat front does alike; a front only reads what comes and draws what is said.
"""

import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from bot import log, wording_chat
from bot.answer import UNKEPT
from bot.audience import Audience
from bot.desk import Desk, NothingPublicError, PausedError, fault_id, milliseconds_since
from bot.library import Found, Shelf
from bot.question import QuestionError
from bot.reference import reference
from bot.store import Claim, Event, Interrupted, hashed


class Asked(Protocol):
    """A question as a front has read it: its mark, its words, and who will read the answer."""

    @property
    def event(self) -> Event: ...

    @property
    def text(self) -> str: ...

    @property
    def audience(self) -> Audience: ...


_Asked = TypeVar("_Asked", bound=Asked)


@dataclass(frozen=True, slots=True)
class Taken(Generic[_Asked]):
    """A question that is ours to answer; without a claim where the store failed."""

    asked: _Asked
    claim: Claim | None
    error: Exception | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What to say: an answer with the reference that its buttons carry, or else a sentence."""

    outcome: str
    text: str = ""
    found: Found | None = None
    reference: str = ""


class Room(Protocol):
    """Where one question is answered, as a front has it."""

    async def history(self) -> Sequence[str]:
        """Return the questions asked here before, oldest first."""
        ...

    async def show_working(self) -> None:
        """Show that work is being done, where the front can; never raises."""
        ...

    async def send(self, reply: Reply) -> None:
        """Send what is said, to where the question came from."""
        ...


async def take(desk: Desk, asked: _Asked) -> Taken[_Asked] | None:
    """Return the right to answer a question, None for one that is known.

    To be had before the front hears that we took it: what is acknowledged is then never forgotten.
    """
    try:
        claim = await desk.claim(asked.event)
    except Exception as error:
        return Taken(asked, None, error)
    if claim is None:
        log.event("duplicate", **_facts(asked))
        return None
    return Taken(asked, claim)


async def answer(desk: Desk, taken: Taken[_Asked], room: Room) -> None:
    """Answer a question taken; never in silence, and never with an exception."""
    start = time.perf_counter()
    asked, claim = taken.asked, taken.claim
    facts = _facts(asked)
    if claim is None:
        await _say_fault(room, taken.error or RuntimeError(), facts)
        return
    try:
        reply = await _reply(desk, asked, claim, room)
        if not await desk.begin_posting(claim):
            log.event("taken_over", **facts)
            return
        ready = milliseconds_since(start)
        await room.send(reply)
        await desk.finish(claim)
        sent = milliseconds_since(start)
        log.event("answered", **facts, outcome=reply.outcome, ready_ms=ready, sent_ms=sent)
    except Exception as error:
        await _say_fault(room, error, facts)
        # Told, it is dealt with; left open, it would later be told again as interrupted.
        with suppress(Exception):
            await desk.finish(claim)


async def answer_alone(desk: Desk, asked: Asked) -> Reply | None:
    """Return what to say to one person outside of any thread, None for what was done before."""
    start = time.perf_counter()
    facts = _facts(asked)
    try:
        claim = await desk.claim(asked.event)
        if claim is None:
            log.event("duplicate", **facts)
            return None
        reply = _too_often(desk, claim)
        if reply is None:
            shelf = desk.shelf(asked.audience)
            found = await desk.ask(asked.text, (), shelf, _front(asked))
            reply = Reply(found.answer.outcome, found=found, reference=reference(found, shelf))
        await desk.finish(claim)
    except (NothingPublicError, QuestionError) as error:
        return _unanswered(error)
    except Exception as error:
        return Reply("fault", fault_told(error, facts))
    log.event("answered", **facts, outcome=reply.outcome, ready_ms=milliseconds_since(start))
    return reply


async def tell_interrupted(
    desk: Desk, front: str, say: Callable[[Interrupted, str], Awaitable[None]]
) -> None:
    """Tell those of a front whose question was lost with a process that it was."""
    for lost in await desk.interrupted(front):
        text = wording_chat.INTERRUPTED_POSTING if lost.was_posting else wording_chat.INTERRUPTED
        place = hashed(lost.channel)
        try:
            await say(lost, text)
            log.event("interrupted", channel=place)
        except Exception as error:
            log.fault("interrupted", error, channel=place)


def fault_told(error: Exception, facts: dict[str, Any]) -> str:
    """Log a fault; return the sentence that tells of it, with the number it has in the log."""
    return wording_chat.FAULT.format(fault=_logged(error, facts))


def thread_of(event: Event) -> str:
    """Return the name under which a thread's questions are remembered."""
    return f"{event.channel}:{event.thread}"


async def _reply(desk: Desk, asked: Asked, claim: Claim, room: Room) -> Reply:
    late = _too_often(desk, claim)
    if late:
        return late
    try:
        shelf = desk.shelf(asked.audience)
        if not asked.text:
            return Reply("empty", _greeting(shelf))
        await room.show_working()
        found = await desk.ask(asked.text, await room.history(), shelf, _front(asked))
    except (NothingPublicError, QuestionError) as error:
        return _unanswered(error)
    if found.answer.outcome not in UNKEPT:
        desk.threads.add(thread_of(asked.event), asked.text)
    return Reply(found.answer.outcome, found=found, reference=reference(found, shelf))


def _unanswered(error: NothingPublicError | QuestionError) -> Reply:
    """Return what is said where a question is not answered, and that is no fault."""
    if isinstance(error, NothingPublicError):
        return Reply("nothing_public", wording_chat.NOTHING_PUBLIC)
    return Reply("paused" if isinstance(error, PausedError) else "no_question", str(error))


def _too_often(desk: Desk, claim: Claim) -> Reply | None:
    if not desk.is_too_often(claim):
        return None
    limit = desk.policy.questions_a_minute
    return Reply("too_often", wording_chat.TOO_OFTEN.format(limit=limit))


def _greeting(shelf: Shelf) -> str:
    questions = [question for group in shelf.starters for question in group.questions]
    example = questions[0] if questions else wording_chat.ASK_PLACEHOLDER
    return wording_chat.EMPTY_MENTION.format(example=example)


async def _say_fault(room: Room, error: Exception, facts: dict[str, Any]) -> None:
    fault = _logged(error, facts)
    try:
        await room.send(Reply("fault", wording_chat.FAULT.format(fault=fault)))
    except Exception as worse:
        log.fault("fault_untold", worse, **facts, fault=fault)


def _logged(error: Exception, facts: dict[str, Any]) -> str:
    """Log a fault; return its number."""
    fault = fault_id()
    log.fault("fault", error, **facts, fault=fault)
    return fault


def _front(asked: Asked) -> str:
    return (asked.audience.channel or asked.audience.person).partition(":")[0]


def _facts(asked: Asked) -> dict[str, Any]:
    return {"id": asked.event.id, "channel": hashed(asked.audience.channel)}
