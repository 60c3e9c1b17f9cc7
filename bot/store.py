"""What must outlive a restart: events seen, feedback, channel settings. Never a question's text.

SQLAlchemy is imported here, in bot/tables.py, bot/migrations, and in the parts of the store that
have their own module: bot/followers.py, bot/places.py, bot/doors.py,
bot/unanswered.py, bot/switch.py, bot/retention.py, bot/store_copy.py, bot/store_health.py,
bot/migrating.py.
"""

import hashlib
import sqlite3
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.doors import Doors
from bot.followers import Followers
from bot.migrating import migrate
from bot.places import Places
from bot.retention import Forgotten, forget_older
from bot.store_copy import StoreCopy
from bot.store_error import StoreError
from bot.store_health import Health, health
from bot.switch import Switch
from bot.tables import channels, feedback, metadata, seen
from bot.unanswered import Unanswered

LEASE = 30.0
"""Seconds after which an event that nobody has begun to answer may be taken over. Below Slack's
second retry, which comes after a minute.
"""
_LEASES_UNTIL_TOLD = 4
_LEASES_POSTING = 20
"""How many leases until a question counts as interrupted; rate limits can hold an answer that is
being sent up for minutes.
"""
KEPT = 30 * 86_400.0
"""Seconds that a seen event is kept; Slack's last retry comes after five minutes."""
_MINUTE = 60.0
_TRIES = 100


@dataclass(frozen=True, slots=True)
class Event:
    """Something that must be handled once: its id, and for a question where and by whom.

    `message` tells two events about one message apart from two messages; `asker` counts towards the
    questions a minute and is left empty for what is no question.
    """

    id: str
    message: str = ""
    asker: str = ""
    channel: str = ""
    thread: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to handle an event; `asked` is how many questions its asker put this minute."""

    token: str
    asked: int = 0


@dataclass(frozen=True, slots=True)
class Interrupted:
    """A question that was acknowledged and never answered, for telling its asker."""

    channel: str
    thread: str
    was_posting: bool


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a reader thought of an answer; `id` and `resolved` are the store's to give."""

    answer: str
    asker: str
    front: str
    verdict: str
    outcome: str
    citations: tuple[str, ...]
    edition: str
    reason: str = ""
    comment: str = ""
    id: int = 0
    at: float = 0.0
    resolved: float | None = None
    resolution: str = ""


def hashed(text: str) -> str:
    """Return 16 hex digits that stand for a user, channel or message without naming it."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class Store:
    """The store at a database URL; safe to use from several threads and processes."""

    def __init__(
        self, url: str, lease: float = LEASE, clock: Callable[[], float] = time.time
    ) -> None:
        self.lease = lease
        self._clock = clock
        try:
            self._engine = _engine(url)
        except (SQLAlchemyError, ImportError, OSError) as error:
            raise StoreError(_unusable(error)) from error
        self.followers = Followers(self._engine, clock)
        self.switch = Switch(self._engine, clock)
        self.copy = StoreCopy(self._engine)
        self.places = Places(self._engine, clock)
        self.doors = Doors(self._engine, clock)
        self.unanswered = Unanswered(self._engine, clock)

    def migrate(self) -> None:
        """Bring the tables up to date; raises StoreError where that cannot be."""
        try:
            migrate(self._engine)
        except (SQLAlchemyError, OSError) as error:
            raise StoreError(_unusable(error)) from error

    def is_reachable(self) -> bool:
        """Whether the store answers and has its tables."""
        try:
            with self._engine.connect() as connection:
                connection.execute(sa.select(seen.c.id).limit(1))
        except SQLAlchemyError:
            return False
        return True

    def health(self) -> Health:
        """Return how the database is; raises StoreError where it does not answer."""
        try:
            return health(self._engine)
        except (SQLAlchemyError, OSError) as error:
            raise StoreError(_unusable(error)) from error

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    def claim(self, event: Event) -> Claim | None:
        """Return the right to handle an event, None where somebody has it or has handled it.

        An event taken longer than the lease ago, and never answered, is taken over: its process
        died before the answer, and Slack sends it again.
        """
        token, now = uuid.uuid4().hex, self._clock()
        values = {
            "id": event.id,
            "message": event.message or None,
            "asker": event.asker or None,
            "channel": event.channel or None,
            "thread": event.thread or None,
            "state": "taken",
            "token": token,
            "at": now,
        }
        try:
            with self._engine.begin() as connection:
                connection.execute(seen.insert().values(values))
                # Counted before others can add theirs: each question counts those before it.
                return Claim(token, _asked_lately(connection, event.asker, now))
        except IntegrityError:
            return Claim(token) if self._take_over(event, token, now) else None

    def is_open(self, event: Event) -> bool:
        """Whether an event, or another about the same message, is taken and not answered yet."""
        open_ones = sa.select(seen.c.id).where(_same(event), seen.c.state == "taken")
        with self._engine.connect() as connection:
            return connection.execute(open_ones.limit(1)).first() is not None

    def begin_posting(self, claim: Claim) -> bool:
        """Whether the answer may be sent: once only, and not when the claim was taken over."""
        return self._move(claim, "taken", "posting")

    def finish(self, claim: Claim) -> None:
        """Note that the event is dealt with."""
        with self._engine.begin() as connection:
            connection.execute(
                seen.update().where(seen.c.token == claim.token).values(state="done")
            )

    def settle(self, event: Event) -> None:
        """Note that an event is dealt with, whether or not it was ever claimed here."""
        with self._engine.begin() as connection:
            done = seen.update().where(_same(event)).values(state="done", at=self._clock())
            if connection.execute(done).rowcount:
                return
            connection.execute(
                seen.insert().values(
                    id=event.id,
                    message=event.message or None,
                    channel=event.channel or None,
                    thread=event.thread or None,
                    state="done",
                    token=uuid.uuid4().hex,
                    at=self._clock(),
                )
            )

    def interrupted(self, front: str) -> list[Interrupted]:
        """Return the questions whose process died with them, of channels whose name begins so; each
        is returned once.

        One that Slack sends again afterwards is answered all the same, unless it was being sent.
        """
        now = self._clock()
        stale = sa.or_(
            sa.and_(seen.c.state == "taken", seen.c.at < now - _LEASES_UNTIL_TOLD * self.lease),
            sa.and_(seen.c.state == "posting", seen.c.at < now - _LEASES_POSTING * self.lease),
        )
        mine = seen.c.channel.startswith(front, autoescape=True)
        found = []
        with self._engine.begin() as connection:
            columns = (seen.c.id, seen.c.channel, seen.c.thread, seen.c.state, seen.c.token)
            for row in connection.execute(sa.select(*columns).where(mine, stale)).all():
                after = "told" if row.state == "taken" else "done"
                same = seen.update().where(seen.c.id == row.id, seen.c.token == row.token)
                moved = connection.execute(same.values(state=after, token=uuid.uuid4().hex))
                if moved.rowcount == 1:
                    found.append(Interrupted(row.channel, row.thread, row.state == "posting"))
        return found

    def has_joined(self, channel: str, thread: str) -> bool:
        """Whether a question of this thread was answered before."""
        joined = sa.select(seen.c.id).where(seen.c.channel == channel, seen.c.thread == thread)
        with self._engine.connect() as connection:
            return connection.execute(joined.limit(1)).first() is not None

    def forget_old(self) -> None:
        """Remove the events that can no longer come again, and what has run out."""
        with self._engine.begin() as connection:
            connection.execute(seen.delete().where(seen.c.at < self._clock() - KEPT))
        self.places.forget_old()
        self.doors.forget_old()
        self.unanswered.forget_old()

    def forget_older(self, seconds: float, *, dry_run: bool = False) -> Forgotten:
        """Remove what is older and dealt with; return how much that is, also of a dry run."""
        if not dry_run:
            self.places.forget_old(seconds)
        return forget_older(self._engine, self._clock() - seconds, dry_run=dry_run)

    def follows(self, channel: str) -> bool:
        """Whether untagged follow-ups are answered in a channel; off until switched on."""
        row = sa.select(channels.c.follow).where(channels.c.channel == channel)
        with self._engine.connect() as connection:
            return bool(connection.execute(row).scalar())

    def set_follow(self, channel: str, follow: bool) -> None:
        """Switch untagged follow-ups in a channel on or off."""
        mine = channels.c.channel == channel
        with self._engine.begin() as connection:
            changed = connection.execute(channels.update().where(mine).values(follow=follow))
            if not changed.rowcount:
                connection.execute(channels.insert().values(channel=channel, follow=follow))

    def add_feedback(self, given: Feedback) -> None:
        """Keep what a reader thought of an answer; a later word replaces the earlier one."""
        values = {
            "answer": given.answer,
            "asker": given.asker,
            "front": given.front,
            "at": self._clock(),
            "verdict": given.verdict,
            "reason": given.reason,
            "comment": given.comment,
            "outcome": given.outcome,
            "citations": list(given.citations),
            "edition": given.edition,
            "resolved": None,
            "resolution": "",
        }
        same = sa.and_(feedback.c.answer == given.answer, feedback.c.asker == given.asker)
        try:
            with self._engine.begin() as connection:
                connection.execute(feedback.insert().values(values))
        except IntegrityError:
            with self._engine.begin() as connection:
                connection.execute(feedback.update().where(same).values(values))

    def feedback(self, everything: bool = False) -> list[Feedback]:
        """Return the feedback to be worked off, oldest first; with `everything`, all there is."""
        rows = sa.select(feedback).order_by(feedback.c.id)
        if not everything:
            rows = rows.where(feedback.c.verdict == "bad", feedback.c.resolved.is_(None))
        with self._engine.connect() as connection:
            return [_feedback(row._mapping) for row in connection.execute(rows)]

    def forget(self, asker: str, place: str = "") -> int:
        """Remove all there is about an asker, and what is sent to their own conversation; return
        how many things that were. Marks of events keep no asker, so that none is answered twice.
        """
        with self._engine.begin() as connection:
            gone = connection.execute(feedback.delete().where(feedback.c.asker == asker)).rowcount
            theirs = seen.update().where(seen.c.asker == asker)
            done = theirs.where(seen.c.state == "done")
            connection.execute(done.values(channel=None, thread=None))
            connection.execute(theirs.values(asker=None))
        for own in self.places.forget(asker):
            gone += 1 + self.followers.unsubscribe(own)
        return gone + self.followers.forget(asker, place)

    def resolve(self, number: int, resolution: str, by: str = "") -> bool:
        """Note what became of a piece of feedback, also in the audit; False where there is none of
        that number.
        """
        row = feedback.update().where(feedback.c.id == number)
        with self._engine.begin() as connection:
            done = connection.execute(row.values(resolved=self._clock(), resolution=resolution))
        if done.rowcount == 1:
            self.switch.note(by, "resolve feedback", f"{number}: {resolution}")
        return done.rowcount == 1

    def _take_over(self, event: Event, token: str, now: float) -> bool:
        stale = sa.or_(seen.c.state == "told", seen.c.at < now - self.lease)
        mine = seen.update().where(_same(event), seen.c.state.in_(("taken", "told")), stale)
        with self._engine.begin() as connection:
            taken = connection.execute(mine.values(state="taken", token=token, at=now))
        return taken.rowcount == 1

    def _move(self, claim: Claim, before: str, after: str) -> bool:
        mine = seen.update().where(seen.c.token == claim.token, seen.c.state == before)
        with self._engine.begin() as connection:
            moved = connection.execute(mine.values(state=after, at=self._clock()))
        return moved.rowcount == 1


def is_away(error: BaseException) -> bool:
    """Whether a fault is that the database cannot be reached just now, and nothing else."""
    if isinstance(error, PoolTimeoutError):
        return True
    # SQLite is a file here: what fails there is broken, not away.
    return isinstance(error, (OperationalError, InterfaceError)) and not isinstance(
        error.orig, sqlite3.Error
    )


def _same(event: Event) -> sa.ColumnElement[bool]:
    """Return the condition for an event, and for others about the same message."""
    same = seen.c.id == event.id
    return sa.or_(same, seen.c.message == event.message) if event.message else same


def _asked_lately(connection: sa.Connection, asker: str, now: float) -> int:
    if not asker:
        return 0
    lately = sa.select(sa.func.count()).select_from(seen)
    lately = lately.where(seen.c.asker == asker, seen.c.at > now - _MINUTE)
    return int(connection.execute(lately).scalar_one())


def _feedback(row: Any) -> Feedback:
    values = dict(row)
    return Feedback(**(values | {"citations": tuple(values["citations"])}))


def _engine(url: str) -> sa.Engine:
    parsed = sa.make_url(url)
    if parsed.get_backend_name() != "sqlite":
        # A server that does not answer must not hold up a question for minutes.
        patience = {"connect_timeout": 3} if parsed.get_backend_name() == "postgresql" else {}
        return sa.create_engine(
            parsed, pool_pre_ping=True, hide_parameters=True, connect_args=patience
        )
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    # Parameters stay out of error texts, so that no comment of a reader can reach a log.
    engine = sa.create_engine(parsed, hide_parameters=True, connect_args={"timeout": 30})
    sa.event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # Readers and one writer at a time, also across processes; a writer waits instead of failing.
    cursor = connection.cursor()
    cursor.execute("PRAGMA busy_timeout=30000")
    _write_ahead(cursor)
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.close()


def _write_ahead(cursor: Any) -> None:
    """Switch to a write-ahead log. Two processes doing so at once get an error, not a wait."""
    for _ in range(_TRIES):
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            time.sleep(0.05)
        else:
            return
    cursor.execute("PRAGMA journal_mode=WAL")


def _unusable(error: Exception) -> str:
    return (
        f"The store cannot be used ({type(error).__name__}); check DATABASE_URL, and that the "
        "database runs or the folder can be written to."
    )


def tables() -> Sequence[str]:
    """Return the names of the tables, for comparing them with the migrations."""
    return sorted(metadata.tables)
