"""Whether questions are answered at all, and who did what that others may want to look up later."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from bot.tables import audit, pause

_ONLY = 1
"""The id of the one row that says that the bot is paused."""


@dataclass(frozen=True, slots=True)
class Pause:
    """That no question is answered: since when, by whom, and the sentence said instead ("" for the
    usual one).
    """

    at: float
    by: str
    saying: str = ""


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that a person did to the bot: when, who, what, about what."""

    at: float
    by: str
    what: str
    about: str = ""


class Switch:
    """The pause and the audit in the store; safe to use from several threads and processes."""

    def __init__(self, engine: sa.Engine, clock: Callable[[], float] = time.time) -> None:
        self._engine = engine
        self._clock = clock

    def paused(self) -> Pause | None:
        """Return the pause that holds now, None while questions are answered."""
        with self._engine.connect() as connection:
            row = connection.execute(sa.select(pause.c.at, pause.c.by, pause.c.saying)).first()
        return Pause(*row) if row else None

    def pause(self, by: str, saying: str = "") -> None:
        """Have no question answered from now on; a second pause only changes the sentence."""
        deed = Deed(self._clock(), by, "pause", saying)
        values = {"at": deed.at, "by": by, "saying": saying}
        try:
            with self._engine.begin() as connection:
                connection.execute(pause.insert().values(id=_ONLY, **values))
                self._note(connection, deed)
        except IntegrityError:
            with self._engine.begin() as connection:
                connection.execute(pause.update().values(values))
                self._note(connection, deed)

    def resume(self, by: str) -> bool:
        """Have questions answered again; False where they were."""
        with self._engine.begin() as connection:
            was_paused = connection.execute(pause.delete()).rowcount > 0
            if was_paused:
                self._note(connection, Deed(self._clock(), by, "resume"))
        return was_paused

    def note(self, by: str, what: str, about: str = "") -> None:
        """Keep that somebody did something."""
        with self._engine.begin() as connection:
            self._note(connection, Deed(self._clock(), by, what, about))

    def deeds(self) -> list[Deed]:
        """Return all that was noted, oldest first."""
        rows = sa.select(audit.c.at, audit.c.by, audit.c.what, audit.c.about)
        with self._engine.connect() as connection:
            return [Deed(*row) for row in connection.execute(rows.order_by(audit.c.id))]

    def _note(self, connection: sa.Connection, deed: Deed) -> None:
        values = {"at": deed.at, "by": deed.by, "what": deed.what, "about": deed.about}
        connection.execute(audit.insert().values(values))
