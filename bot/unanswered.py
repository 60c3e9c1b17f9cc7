"""What went unanswered: which topic, how often, on which day. Never in anybody's words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from bot.tables import unanswered

FEWEST = 3
"""Counts below this are shown to nobody: a rare topic on a known day can point to one asker."""
KEPT = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic that went unanswered so often; `topic` is the ledger's or the glossary's word, ""
    where the question touched none of them.
    """

    topic: str
    outcome: str
    count: int


class Unanswered:
    """The counts in the store; safe to use from several threads and processes."""

    def __init__(self, engine: sa.Engine, clock: Callable[[], float]) -> None:
        self._engine = engine
        self._clock = clock

    def add(self, topic: str, outcome: str) -> None:
        """Count one more question on a topic that ended so."""
        row = {"day": self._today(), "topic": topic[:200], "outcome": outcome}
        same = sa.and_(*(unanswered.c[name] == value for name, value in row.items()))
        more = unanswered.update().where(same).values(count=unanswered.c.count + 1)
        with self._engine.begin() as connection:
            if connection.execute(more).rowcount:
                return
        try:
            with self._engine.begin() as connection:
                connection.execute(unanswered.insert().values(row | {"count": 1}))
        except IntegrityError:
            with self._engine.begin() as connection:
                connection.execute(more)

    def since(self, day: date) -> list[Topic]:
        """Return what went unanswered since a day, most often first; rare ones are left out."""
        total = sa.func.sum(unanswered.c.count)
        found = (
            sa.select(unanswered.c.topic, unanswered.c.outcome, total)
            .where(unanswered.c.day >= day)
            .group_by(unanswered.c.topic, unanswered.c.outcome)
            .having(total >= FEWEST)
            .order_by(total.desc(), unanswered.c.topic, unanswered.c.outcome)
        )
        with self._engine.connect() as connection:
            return [Topic(t, outcome, int(n)) for t, outcome, n in connection.execute(found)]

    def forget_old(self) -> None:
        """Remove what is older than a year and a month."""
        with self._engine.begin() as connection:
            connection.execute(unanswered.delete().where(unanswered.c.day < self._today() - KEPT))

    def _today(self) -> date:
        return datetime.fromtimestamp(self._clock(), UTC).date()
