"""How to reach a conversation again, and which answer a message carries, where a front's own ids do
not say: in Teams.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from bot.tables import answers, places

KEPT = 90 * 86_400.0
"""Seconds that an answer's reference is kept; a thumb that comes later is kept without it."""


@dataclass(frozen=True, slots=True)
class Place:
    """A conversation: its name in the store, and its id at the service that delivers to it.

    `asker` is whose own conversation it is, "" where others are in it too.
    """

    name: str
    conversation: str
    service: str
    asker: str = ""


class Places:
    """Conversations and answers in the store; safe to use from several threads and processes."""

    def __init__(self, engine: sa.Engine, clock: Callable[[], float] = time.time) -> None:
        self._engine = engine
        self._clock = clock

    def keep(self, place: Place) -> None:
        """Keep how to reach a conversation; its service may move."""
        if self.find(place.name) == place:
            return
        values = {
            "conversation": place.conversation,
            "service": place.service,
            "asker": place.asker,
        }
        try:
            with self._engine.begin() as connection:
                connection.execute(places.insert().values(name=place.name, **values))
        except IntegrityError:
            with self._engine.begin() as connection:
                mine = places.update().where(places.c.name == place.name)
                connection.execute(mine.values(values))

    def find(self, name: str) -> Place | None:
        """Return how to reach a conversation, None where that is not known."""
        with self._engine.connect() as connection:
            row = connection.execute(sa.select(places).where(places.c.name == name)).first()
        return Place(row.name, row.conversation, row.service, row.asker) if row else None

    def drop(self, name: str) -> None:
        """Forget a conversation that is gone."""
        with self._engine.begin() as connection:
            connection.execute(places.delete().where(places.c.name == name))

    def keep_reference(self, answer: str, reference: str) -> None:
        """Keep which answer a message carries."""
        values = {"answer": answer, "reference": reference, "at": self._clock()}
        try:
            with self._engine.begin() as connection:
                connection.execute(answers.insert().values(values))
        except IntegrityError:
            with self._engine.begin() as connection:
                mine = answers.update().where(answers.c.answer == answer)
                connection.execute(mine.values(values))

    def reference(self, answer: str) -> str:
        """Return the reference of the answer in a message, "" where it is not kept."""
        row = sa.select(answers.c.reference).where(answers.c.answer == answer)
        with self._engine.connect() as connection:
            return str(connection.execute(row).scalar() or "")

    def forget(self, asker: str) -> list[str]:
        """Remove somebody's own conversations; return their names."""
        theirs = places.c.asker == asker
        with self._engine.begin() as connection:
            names = connection.execute(sa.select(places.c.name).where(theirs)).scalars().all()
            connection.execute(places.delete().where(theirs))
        return list(names)

    def forget_old(self, seconds: float = KEPT) -> None:
        """Remove the references that are older; by default those too old to be asked for."""
        with self._engine.begin() as connection:
            connection.execute(answers.delete().where(answers.c.at < self._clock() - seconds))
