"""Where every chat question passes: taken once, not too often, answered off the event loop."""

import asyncio
import secrets
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from typing import ParamSpec, TypeVar

from bot import log, metrics, wording_chat
from bot.answer import DEFAULT_LIMIT, Answer, Answerer
from bot.audience import Audience
from bot.followers import Subscription, Turn
from bot.library import Found, Library, Shelf
from bot.meanwhile import Meanwhile
from bot.pausing import Pausing
from bot.places import Place
from bot.question import QuestionError
from bot.retention import Forgotten
from bot.store import Claim, Event, Feedback, Interrupted, Store, is_away
from bot.switch import Pause
from bot.threads import Threads
from bot.touched import touched
from index.held import AwayError

_LISTEN_AGAIN = 2.0
"""Seconds until a connection that broke is tried again."""
_MOST_UNCOUNTED = 1_000
"""Questions that wait to be counted at most, while the store is away."""
_Given = ParamSpec("_Given")
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Policy:
    """What an operator sets about answering: the pace, whom readers can turn to, and the address of
    the pages where they can read on.
    """

    questions_a_minute: int = 10
    ask_whom: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what was asked before it, and how many citations are wanted at most."""

    question: str
    history: tuple[str, ...] = ()
    limit: int = DEFAULT_LIMIT


class NothingPublicError(Exception):
    """Somebody asks who may be shown none of the papers."""


class PausedError(QuestionError):
    """No question is answered for now; the message is what is said instead.

    A QuestionError, so that every front that answers those in their words obeys a pause as well.
    """


class PapersAwayError(QuestionError):
    """The database that holds the papers is out of reach; the message is what is said instead."""


class Desk:
    """Answers for every front alike; holds what they share."""

    def __init__(
        self,
        library: Library,
        store: Store,
        policy: Policy,
        reopen: Callable[[], Library] | None = None,
    ) -> None:
        self.library = library
        self._reopen = reopen
        # What is open, not what is current: a build may have ended since it was opened.
        self._opened: str = library.inside.edition.about.id
        self._refreshing = asyncio.Lock()
        self._uncounted: list[tuple[Answerer, str, str]] = []
        self.policy = policy
        self.threads = Threads()
        self._store = store
        # Answering is arithmetic, which more threads than processors only slow down.
        self._answering = ThreadPoolExecutor(2, "answer")
        self._storing = ThreadPoolExecutor(4, "store")
        self._meanwhile = Meanwhile()
        self._followed: dict[str, bool] = {}
        self._pausing = Pausing(partial(self._stored, store.switch.paused))

    async def refresh(self) -> None:
        """Answer from the current edition, where a build has made a newer one since.

        What is being answered ends on the edition that it began on. One that cannot be opened
        leaves the older one answering, and is not tried again; where its database cannot be
        reached, it is.
        """
        async with self._refreshing:
            await self._settle()
            if self._reopen is not None:
                await self._look(self._reopen)
            await self._stored(self._count)

    async def listen(self) -> None:
        """Refresh as soon as an edition is made elsewhere, until cancelled; over at once where none
        is made elsewhere.

        Where nothing can be heard it goes on trying, and whoever refreshes by the clock still does.
        """
        elsewhere, is_told = self.library.elsewhere, False
        while elsewhere:
            try:
                async with aclosing(elsewhere.notices()) as notices:
                    async for _ in notices:
                        is_told = False
                        await self.try_to_refresh()
            except Exception as error:
                if not is_told:
                    log.fault("not_listening", error)
                is_told = True
            await asyncio.sleep(_LISTEN_AGAIN)

    async def try_to_refresh(self) -> None:
        """Refresh; what hinders that is told in the log."""
        try:
            await self.refresh()
        except Exception as error:
            log.fault("refresh", error)

    async def _look(self, reopen: Callable[[], Library]) -> None:
        await asyncio.to_thread(self.library.look)
        current = self.library.current()
        if current is None or current == self._opened:
            return
        before, self._opened = self._opened, current
        try:
            self.library = await asyncio.to_thread(reopen)
        except AwayError:
            self._opened = before
            raise
        except Exception as error:
            log.fault("edition_not_opened", error, edition=current)
            return
        self._opened = self.library.inside.edition.about.id
        log.event("edition_opened", edition=self._opened)

    def shelf(self, audience: Audience) -> Shelf:
        """Return what an audience may be shown; raises NothingPublicError."""
        shelf = self.library.shelf(audience)
        if shelf is None:
            raise NothingPublicError
        return shelf

    async def ask(
        self, asked: str, history: Sequence[str], shelf: Shelf, front: str = "other"
    ) -> Found:
        """Return the answer; raises QuestionError for what is no question, while paused, and while
        the papers are out of reach.
        """
        return await self._answered(partial(shelf.ask, asked, history), shelf, front)

    async def answer(self, asked: Asked, shelf: Shelf, front: str = "other") -> Answer:
        """Return the answer with as many citations as wanted; raises QuestionError as `ask`."""

        def work() -> Found:
            return Found(shelf.answerer.answer(asked.question, asked.history, asked.limit))

        return (await self._answered(work, shelf, front)).answer

    async def paused(self) -> Pause | None:
        """Return the pause that holds now, None while questions are answered."""
        return await self._pausing.now()

    async def _answered(self, work: Callable[[], Found], shelf: Shelf, front: str) -> Found:
        start, outcome = time.perf_counter(), "fault"
        try:
            if pause := await self.paused():
                raise PausedError(wording_chat.paused(pause.saying))
            loop = asyncio.get_running_loop()
            found = await loop.run_in_executor(self._answering, work)
            outcome = found.answer.outcome
        except AwayError as error:
            outcome = "papers_away"
            log.fault(outcome, error)
            raise PapersAwayError(wording_chat.PAPERS_AWAY) from error
        except QuestionError as error:
            outcome = "paused" if isinstance(error, PausedError) else "no_question"
            raise
        finally:
            metrics.asked(front, outcome, time.perf_counter() - start)
        self._note(found.answer, shelf)
        return found

    def _note(self, answer: Answer, shelf: Shelf) -> None:
        """Have a question that was not wholly answered counted once its answer went out."""
        if answer.outcome in ("nothing_found", "partly_answered"):
            self._uncounted.append((shelf.answerer, answer.question, answer.outcome))
            del self._uncounted[:-_MOST_UNCOUNTED]

    def _count(self) -> None:
        """Count what was not wholly answered under the topics of ours that it touched."""
        while self._uncounted:
            answerer, question, outcome = self._uncounted[0]
            try:
                self._store.unanswered.add(touched(answerer, question), outcome)
            except Exception as error:
                if isinstance(error, AwayError) or is_away(error):
                    raise
                log.fault("not_counted", error)
            del self._uncounted[0]

    async def claim(self, event: Event) -> Claim | None:
        """Return the right to handle an event, None where that has happened or is happening."""
        try:
            claim = await self._stored(self._store.claim, event)
        except Exception as error:
            _only_if_away(error)
            return self._meanwhile.claim(event)
        self._meanwhile.note(event, claim)
        return claim

    async def is_open(self, event: Event) -> bool:
        """Whether an event is taken and not answered yet."""
        try:
            return await self._stored(self._store.is_open, event)
        except Exception as error:
            _only_if_away(error)
            return self._meanwhile.is_open(event)

    def is_too_often(self, claim: Claim) -> bool:
        """Whether this question is over its asker's number a minute."""
        return claim.asked > self.policy.questions_a_minute

    async def begin_posting(self, claim: Claim) -> bool:
        """Whether the answer may be sent."""
        if self._meanwhile.is_ours(claim):
            return self._meanwhile.begin_posting(claim)
        try:
            return await self._stored(self._store.begin_posting, claim)
        except Exception as error:
            # It is ours, and nobody can take it over from a store that is away.
            _only_if_away(error)
            return self._meanwhile.begin_posting(claim)

    async def finish(self, claim: Claim) -> None:
        """Note that an event is dealt with."""
        is_stored = not self._meanwhile.is_ours(claim)
        try:
            if is_stored:
                await self._stored(self._store.finish, claim)
        except Exception as error:
            _only_if_away(error)
            is_stored = False
        self._meanwhile.finish(claim, is_stored=is_stored)

    async def interrupted(self, front: str) -> list[Interrupted]:
        """Return a front's questions that were lost with their process, and forget what is old."""
        await self._stored(self._store.forget_old)
        return await self._stored(self._store.interrupted, front)

    async def may_follow_up(self, channel: str, thread: str) -> bool:
        """Whether an untagged message in a thread is for us: joined before, and switched on."""
        try:
            self._followed[channel] = await self._stored(self._store.follows, channel)
            if not self._followed[channel]:
                return False
            return await self._stored(self._store.has_joined, channel, thread)
        except Exception as error:
            _only_if_away(error)
            was_asked_here = bool(self.threads.before(f"{channel}:{thread}"))
            return self._followed.get(channel, False) and was_asked_here

    async def set_follow(self, channel: str, follow: bool) -> None:
        """Switch untagged follow-ups in a channel on or off."""
        await self._stored(self._store.set_follow, channel, follow)

    async def add_feedback(self, given: Feedback) -> None:
        """Keep what a reader thought of an answer."""
        metrics.told(given.front, given.verdict)
        await self._stored(self._store.add_feedback, given)

    async def subscribe(self, wanted: Subscription) -> None:
        """Keep a subscription."""
        await self._stored(self._store.followers.subscribe, wanted)

    async def unsubscribe(self, place: str, topic: str | None) -> int:
        """End a place's subscription on a topic, or all; return how many there were."""
        return await self._stored(self._store.followers.unsubscribe, place, topic)

    async def subscriptions(self, place: str) -> list[Subscription]:
        """Return a place's subscriptions."""
        return await self._stored(self._store.followers.of, place)

    async def turns(self, front: str, edition: str) -> list[Turn]:
        """Return whom of a front to tell of an edition now."""
        return await self._stored(self._store.followers.turns, front, edition)

    async def begin_sending(self, turn: Turn) -> bool:
        """Whether a digest may be sent."""
        return await self._stored(self._store.followers.begin_sending, turn)

    async def told(self, turn: Turn, edition: str, *, is_sent: bool) -> None:
        """Note that a place knows an edition now."""
        await self._stored(self._store.followers.told, turn, edition, is_sent=is_sent)

    async def put_off(self, turn: Turn) -> None:
        """Note that a digest could not be sent yet."""
        await self._stored(self._store.followers.put_off, turn)

    async def step(self, asker: str) -> int:
        """Return the last step of the path that somebody has read."""
        return await self._stored(self._store.followers.step, asker)

    async def set_step(self, asker: str, step: int) -> None:
        """Note that somebody has read a step."""
        await self._stored(self._store.followers.set_step, asker, step)

    async def keep_place(self, place: Place) -> None:
        """Keep how to reach a conversation."""
        await self._stored(self._store.places.keep, place)

    async def place(self, name: str) -> Place | None:
        """Return how to reach a conversation, None where that is not known."""
        return await self._stored(self._store.places.find, name)

    async def drop_place(self, name: str) -> None:
        """Forget a conversation that is gone, and what it subscribed to."""
        await self._stored(self._store.places.drop, name)
        await self._stored(self._store.followers.unsubscribe, name, None)

    async def keep_reference(self, answer: str, reference: str) -> None:
        """Keep which answer a message carries."""
        await self._stored(self._store.places.keep_reference, answer, reference)

    async def reference(self, answer: str) -> str:
        """Return the reference of the answer in a message, "" where it is not kept."""
        return await self._stored(self._store.places.reference, answer)

    async def forget(self, asker: str, place: str) -> int:
        """Remove all there is about somebody; return how many things that were."""
        return await self._stored(self._store.forget, asker, place)

    async def forget_older(self, seconds: float) -> Forgotten:
        """Remove what is older and dealt with; return how much that was."""
        return await self._stored(self._store.forget_older, seconds)

    async def in_store(self, work: Callable[[Store], _Value]) -> _Value:
        """Return what a piece of work in the store returns, done off the event loop."""
        return await self._stored(work, self._store)

    async def is_ready(self) -> bool:
        """Whether the store can be reached."""
        return await self._stored(self._store.is_reachable)

    def close(self) -> None:
        """Let the work in hand end, and give everything back."""
        self._answering.shutdown()
        self._storing.shutdown()
        try:
            self._count()
        except Exception as error:
            log.fault("not_counted", error)
        self._store.close()

    async def _settle(self) -> None:
        """Tell the store what was dealt with while it was away."""
        for event in self._meanwhile.owed():
            await self._stored(self._store.settle, event)
            self._meanwhile.settled(event)

    async def _stored(
        self, work: Callable[_Given, _Value], *args: _Given.args, **kwargs: _Given.kwargs
    ) -> _Value:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._storing, partial(work, *args, **kwargs))


def _only_if_away(error: Exception) -> None:
    """Go on where the store cannot be reached; any other fault is raised again."""
    if not is_away(error):
        raise error
    log.event("store_away", kind=log.kind_of(error))


def fault_id() -> str:
    """Return a short id that stands both in a message and in the log."""
    return secrets.token_hex(4)


def milliseconds_since(start: float) -> int:
    """Return the time since a `time.perf_counter()` reading."""
    return round((time.perf_counter() - start) * 1_000)
