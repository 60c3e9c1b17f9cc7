"""Removing what has been kept long enough: events, what was said of answers, progress on the path.

What is still open stays whatever its age: feedback to be worked off, subscriptions, the audit.
"""

from dataclasses import dataclass

import sqlalchemy as sa

from bot.tables import feedback, progress, seen


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many events, pieces of feedback and marks of progress were removed."""

    events: int
    feedback: int
    progress: int

    @property
    def total(self) -> int:
        """How many things in all."""
        return self.events + self.feedback + self.progress


def forget_older(engine: sa.Engine, before: float, *, dry_run: bool = False) -> Forgotten:
    """Remove what was done with before a moment; return how much, without removing it in a dry
    run.
    """
    is_dealt_with = sa.or_(
        feedback.c.resolved < before, sa.and_(feedback.c.verdict != "bad", feedback.c.at < before)
    )
    old = (
        (seen, seen.c.at < before),
        (feedback, is_dealt_with),
        (progress, progress.c.at < before),
    )
    counts = []
    with engine.begin() as connection:
        for table, is_old in old:
            if dry_run:
                rows = sa.select(sa.func.count()).select_from(table).where(is_old)
                counts.append(int(connection.execute(rows).scalar_one()))
            else:
                counts.append(connection.execute(table.delete().where(is_old)).rowcount)
    return Forgotten(*counts)
