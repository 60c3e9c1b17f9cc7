"""Who follows which topic and was told of which edition, and how far new staff have read.

A digest is decided, sent and noted in three steps, so that two processes never send it twice and a
process that dies between them loses none.
"""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from bot.tables import progress, subscriptions

WEEK = 7 * 86_400.0
LEASE = 300.0
"""Seconds after which a digest that was decided and never noted as sent is taken up again; Slack
can hold a message up for minutes.
"""
_WAIT = 60.0
_LONGEST_WAIT = 3_600.0


@dataclass(frozen=True, slots=True)
class Subscription:
    """A conversation that is told what changes, on a topic of the ledger or on all ("").

    `told` is the id of the edition it was last told of; `place` names front and conversation.
    """

    place: str
    topic: str
    asker: str
    weekly: bool
    told: str
    id: int = 0
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """The right to tell one conversation; `was_sending` if a process may have died sending it."""

    subscription: Subscription
    token: str
    was_sending: bool


class Followers:
    """Subscriptions and progress in the store; safe to use from several threads and processes."""

    def __init__(self, engine: sa.Engine, clock: Callable[[], float] = time.time) -> None:
        self._engine = engine
        self._clock = clock

    def subscribe(self, wanted: Subscription) -> None:
        """Keep a subscription; one on the same topic in the same place takes its rhythm."""
        now = self._clock()
        values = {
            "place": wanted.place,
            "topic": wanted.topic,
            "asker": wanted.asker,
            "weekly": wanted.weekly,
            "told": wanted.told,
            "told_at": now,
            "state": "idle",
            "due": now,
        }
        same = sa.and_(subscriptions.c.place == wanted.place, subscriptions.c.topic == wanted.topic)
        try:
            with self._engine.begin() as connection:
                connection.execute(subscriptions.insert().values(values))
        except IntegrityError:
            with self._engine.begin() as connection:
                connection.execute(subscriptions.update().where(same).values(weekly=wanted.weekly))

    def unsubscribe(self, place: str, topic: str | None = None) -> int:
        """End a place's subscription on a topic, or all of its; return how many there were."""
        mine = subscriptions.c.place == place
        if topic is not None:
            mine = sa.and_(mine, subscriptions.c.topic == topic)
        with self._engine.begin() as connection:
            return connection.execute(subscriptions.delete().where(mine)).rowcount

    def of(self, place: str) -> list[Subscription]:
        """Return a place's subscriptions, oldest first."""
        mine = sa.select(subscriptions).where(subscriptions.c.place == place)
        with self._engine.connect() as connection:
            rows = connection.execute(mine.order_by(subscriptions.c.id)).all()
        return [_subscription(row) for row in rows]

    def turns(self, front: str, edition: str) -> list[Turn]:
        """Return whom of a front to tell of an edition now; each is one process's for a lease."""
        now = self._clock()
        c = subscriptions.c
        ripe = sa.or_(c.weekly.is_(False), c.told_at <= now - WEEK)
        waiting = sa.or_(
            sa.and_(c.state == "idle", c.due <= now), sa.and_(c.state != "idle", c.due <= now)
        )
        due = sa.and_(c.place.startswith(front, autoescape=True), c.told != edition, ripe, waiting)
        found = []
        with self._engine.begin() as connection:
            for row in connection.execute(sa.select(subscriptions).where(due)).all():
                token = uuid.uuid4().hex
                same = sa.and_(c.id == row.id, c.token == row.token, c.state == row.state)
                taken = connection.execute(
                    subscriptions.update()
                    .where(same)
                    .values(state="decided", token=token, due=now + LEASE)
                )
                if taken.rowcount == 1:
                    found.append(Turn(_subscription(row), token, row.state == "sending"))
        return found

    def begin_sending(self, turn: Turn) -> bool:
        """Whether a digest may be sent: not when another process took the turn over."""
        c = subscriptions.c
        mine = sa.and_(c.token == turn.token, c.state == "decided")
        values = {"state": "sending", "due": self._clock() + LEASE}
        with self._engine.begin() as connection:
            moved = connection.execute(subscriptions.update().where(mine).values(values))
        return moved.rowcount == 1

    def told(self, turn: Turn, edition: str, *, is_sent: bool) -> None:
        """Note that a conversation knows an edition now; the week counts from what was sent."""
        now = self._clock()
        values: dict[str, object] = {"told": edition, "state": "idle", "due": now, "tries": 0}
        values |= {"told_at": now} if is_sent else {}
        mine = subscriptions.c.token == turn.token
        with self._engine.begin() as connection:
            connection.execute(subscriptions.update().where(mine).values(values))

    def put_off(self, turn: Turn) -> None:
        """Note that a digest could not be sent; it is tried again, less and less often."""
        wait = min(_WAIT * 2**turn.subscription.tries, _LONGEST_WAIT)
        values = {
            "state": "idle",
            "due": self._clock() + wait,
            "tries": turn.subscription.tries + 1,
        }
        mine = subscriptions.c.token == turn.token
        with self._engine.begin() as connection:
            connection.execute(subscriptions.update().where(mine).values(values))

    def step(self, asker: str) -> int:
        """Return the last step of the path that somebody has read, 0 for none."""
        row = sa.select(progress.c.step).where(progress.c.asker == asker)
        with self._engine.connect() as connection:
            return int(connection.execute(row).scalar() or 0)

    def set_step(self, asker: str, step: int) -> None:
        """Note that somebody has read the path up to a step; never back."""
        mine, now = progress.c.asker == asker, self._clock()
        try:
            with self._engine.begin() as connection:
                connection.execute(progress.insert().values(asker=asker, step=step, at=now))
        except IntegrityError:
            with self._engine.begin() as connection:
                further = sa.and_(mine, progress.c.step < step)
                connection.execute(progress.update().where(further).values(step=step, at=now))

    def forget(self, asker: str, place: str = "") -> int:
        """Remove somebody's progress and what is sent to their own conversation; return how many.

        What they subscribed a channel to stays for the channel, without their mark.
        """
        c = subscriptions.c
        with self._engine.begin() as connection:
            gone = connection.execute(progress.delete().where(progress.c.asker == asker)).rowcount
            if place:
                gone += connection.execute(subscriptions.delete().where(c.place == place)).rowcount
            connection.execute(subscriptions.update().where(c.asker == asker).values(asker=""))
        return gone


def _subscription(row: sa.Row[tuple[object, ...]]) -> Subscription:
    values = row._mapping
    return Subscription(
        place=values["place"],
        topic=values["topic"],
        asker=values["asker"],
        weekly=values["weekly"],
        told=values["told"],
        id=values["id"],
        tries=values["tries"],
    )
