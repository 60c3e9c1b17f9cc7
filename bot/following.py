"""Subscriptions: what somebody asks to be told of, and the digests that tell it."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from bot import log, wording_chat
from bot import wording_changes as changing
from bot.desk import Desk
from bot.digest import Published, digest
from bot.followers import Subscription, Turn
from bot.ledger import meant
from bot.news import News
from bot.store import hashed
from bot.telling import Told, lines_of
from index import edition as editions
from index.edition import EditionError
from index.positions import Topic

_RHYTHM = re.compile(r"\s*\b(weekly|every week|on change|when it changes)\s*$", re.IGNORECASE)
_ALL = ("", "all", "everything")


class PlaceGoneError(Exception):
    """A conversation is not there any more, or we are not in it."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of the digests that were due: how many were sent, put off, and stopped for good."""

    sent: int = 0
    put_off: int = 0
    stopped: int = 0

    def __add__(self, other: "Sent") -> "Sent":
        return Sent(
            self.sent + other.sent, self.put_off + other.put_off, self.stopped + other.stopped
        )


Post = Callable[[str, Told, str, bool], Awaitable[None]]
"""Posts a digest to a place: (place, what to tell, a mark that is its alone, whether it may have
been posted before). Raises PlaceGoneError where nobody will ever get it.
"""


async def follow(desk: Desk, word: str, said: str, reader: tuple[str, str]) -> Told:
    """Do what "subscribe", "unsubscribe" or "subscriptions" says; `reader` is (place, asker)."""
    place, asker = reader
    if word == "subscriptions":
        return Told(_listed(await desk.subscriptions(place), desk.library.topics))
    found = _RHYTHM.search(said)
    weekly = bool(found) and str(found and found.group(1)).lower() in ("weekly", "every week")
    name = _RHYTHM.sub("", said).strip()
    if word == "unsubscribe" and name.lower() in _ALL:
        ended = await desk.unsubscribe(place, None)
        return Told(wording_chat.UNSUBSCRIBED if ended else wording_chat.NOT_SUBSCRIBED)
    topic = None
    if name.lower() not in _ALL:
        near = meant(desk.library.topics, name)
        if len(near.topics) != 1:
            rest = found.group() if found else ""
            offered = [each.name for each in near.topics or near.nearest]
            more = tuple((f"{word} {each}{rest}", each) for each in offered)
            return Told(wording_chat.WHICH if near.topics else wording_chat.NO_TOPIC, more=more)
        topic = near.topics[0]
    if word == "unsubscribe":
        ended = await desk.unsubscribe(place, topic.id if topic else "")
        return Told(wording_chat.UNSUBSCRIBED if ended else wording_chat.NOT_SUBSCRIBED)
    told = desk.library.current()
    if told is None:
        return Told(wording_chat.NO_EDITION)
    wanted = Subscription(place, topic.id if topic else "", asker, weekly, told)
    await desk.subscribe(wanted)
    return Told(wording_chat.subscribed(topic.name if topic else "", weekly))


async def send_due(desk: Desk, front: str, post: Post) -> Sent:
    """Send the digests that a front's places are due, each once; return what came of them.

    They quote papers as answers do, so while the bot is paused they wait.
    """
    var, edition = desk.library.var, desk.library.current()
    if var is None or edition is None or await desk.paused():
        return Sent()
    sent = put_off = stopped = 0
    for turn in await desk.turns(front, edition):
        place = hashed(turn.subscription.place)
        try:
            told = await asyncio.to_thread(digest_told, var, turn.subscription, edition)
            if told is None:
                await desk.told(turn, edition, is_sent=False)
                continue
            if not await desk.begin_sending(turn):
                continue
            may_be_there = turn.was_sending or turn.subscription.tries > 0
            await post(turn.subscription.place, told, _mark(turn, edition), may_be_there)
            await desk.told(turn, edition, is_sent=True)
            log.event("digest_sent", place=place, edition=edition)
            sent += 1
        except PlaceGoneError as error:
            await desk.unsubscribe(turn.subscription.place, turn.subscription.topic)
            log.event("digest_stopped", place=place, why=str(error))
            stopped += 1
        except Exception as error:
            await desk.put_off(turn)
            log.fault("digest_put_off", error, place=place)
            put_off += 1
    return Sent(sent, put_off, stopped)


def digest_told(var: Path, subscription: Subscription, edition: str) -> Told | None:
    """Return what a place has not heard of yet as a page, None where that is nothing.

    Where the edition it was last told of is forgotten, the oldest that is remembered stands for it.
    """
    after = editions.contents(var, edition)
    try:
        before = editions.contents(var, subscription.told)
    except EditionError:
        before = editions.contents(var, editions.remembered(var)[0])
    found = digest(before, after, subscription.topic)
    if found is None:
        return None
    day = before.about.moment.date()
    news = News(day, found.topic, Published(), after, before, found.changes)
    return Told(
        wording_chat.digest_heading(found.topic.name if found.topic else ""),
        changing.index_heading(before.about.moment, after.about.moment),
        tuple(lines_of(news, found.changes)),
        wording_chat.DIGEST_NOTE,
    )


def _mark(turn: Turn, edition: str) -> str:
    """Return what a digest can be known by when it may have been posted before."""
    return hashed(f"{turn.subscription.id}:{turn.subscription.told}:{edition}")


def _listed(held: list[Subscription], topics: tuple[Topic, ...]) -> str:
    names = {topic.id: topic.name for topic in topics}
    if not held:
        return wording_chat.NOT_SUBSCRIBED
    each = [wording_chat.subscription(names.get(s.topic, s.topic), s.weekly) for s in held]
    return wording_chat.SUBSCRIPTIONS.format(each="; ".join(each))
