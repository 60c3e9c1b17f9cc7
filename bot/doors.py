"""What the pages keep of those who come in: how fast each asks, and who is signed in.

Nobody is named in it: a reader is a keyed hash, and so is a session.
"""

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from bot.tables import keys, paces, sessions

KEPT = 3_600.0
"""Seconds that a pace is kept after it has run out, for telling replicas with slow clocks alike."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How often something may be done: once every `seconds`, after a first run of `burst`."""

    name: str
    seconds: float
    burst: int


class Doors:
    """Keys, paces and sessions in the store; safe to use from several threads and processes."""

    def __init__(self, engine: sa.Engine, clock: Callable[[], float] = time.time) -> None:
        self._engine = engine
        self._clock = clock

    def key(self, name: str) -> str:
        """Return a secret of 64 hex digits, the same in every process; made when first asked for.

        It never leaves the store but into hashes.
        """
        named = sa.select(keys.c.value).where(keys.c.name == name)
        with self._engine.connect() as connection:
            known = connection.execute(named).scalar()
        if known is not None:
            return str(known)
        try:
            with self._engine.begin() as connection:
                made = secrets.token_hex(32)
                connection.execute(keys.insert().values(name=name, value=made))
                return made
        except IntegrityError:
            with self._engine.connect() as connection:
                return str(connection.execute(named).scalar_one())

    def wait(self, reader: str, pace: Pace) -> float:
        """Return 0.0 and count where a reader may go on, else the seconds until they may.

        What is kept is when the reader will have used up nothing: one row, whatever the pace.
        """
        now, identity = self._clock(), _sha(f"{pace.name} {reader}")
        with self._engine.begin() as connection:
            if connection.execute(self._counted(identity, now, pace)).scalar() is not None:
                return 0.0
            due = connection.execute(sa.select(paces.c.due).where(paces.c.id == identity)).scalar()
        return max(float(due or now) - now - pace.seconds * (pace.burst - 1), 0.001)

    def forget_old(self) -> None:
        """Remove paces that have run out and sessions that have ended."""
        now = self._clock()
        with self._engine.begin() as connection:
            connection.execute(paces.delete().where(paces.c.due < now - KEPT))
            connection.execute(sessions.delete().where(sessions.c.ends < now))

    def sign_in(self, rights: str, seconds: float) -> str:
        """Begin a session and return its token, which is not kept; `rights` says what it rests on,
        so that it ends with a changed password.
        """
        token = secrets.token_urlsafe(32)
        values = {"id": _sha(token), "rights": _sha(rights), "ends": self._clock() + seconds}
        with self._engine.begin() as connection:
            connection.execute(sessions.insert().values(values))
        return token

    def is_signed_in(self, token: str, rights: str) -> bool:
        """Whether a token is that of a session that has not ended and rests on these rights."""
        row = sa.select(sessions.c.rights, sessions.c.ends).where(sessions.c.id == _sha(token))
        with self._engine.connect() as connection:
            found = connection.execute(row).first()
        if found is None or found.ends < self._clock():
            return False
        return hmac.compare_digest(found.rights, _sha(rights))

    def sign_out(self, token: str) -> None:
        """End a session."""
        with self._engine.begin() as connection:
            connection.execute(sessions.delete().where(sessions.c.id == _sha(token)))

    def _counted(self, identity: str, now: float, pace: Pace) -> Any:
        """Return the statement that counts one more, and returns nothing where that is too soon."""
        insert = postgresql.insert if self._engine.dialect.name == "postgresql" else sqlite.insert
        row = insert(paces).values(id=identity, due=now + pace.seconds)
        begins = sa.case((paces.c.due > now, paces.c.due), else_=now)
        return row.on_conflict_do_update(
            index_elements=[paces.c.id],
            set_={"due": begins + pace.seconds},
            where=paces.c.due <= now + pace.seconds * (pace.burst - 1),
        ).returning(paces.c.due)


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
