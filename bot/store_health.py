"""How a database is: which tables it has, whether it can be written to, what time it has."""

import time
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from bot.migrating import known_revisions, revision_of
from bot.tables import pause


@dataclass(frozen=True, slots=True)
class Health:
    """The step of the tables ("" for none), and what follows; `seconds_ahead` is how far the
    database's clock is ahead of this machine's, None where it has none of its own.
    """

    revision: str
    is_known: bool
    is_current: bool
    is_writable: bool
    is_paused: bool
    seconds_ahead: float | None


def health(engine: sa.Engine) -> Health:
    """Return how the database of an engine is; raises SQLAlchemyError where it does not answer."""
    with engine.connect() as connection:
        revision = revision_of(connection)
        ahead = None
        if engine.dialect.name == "postgresql":
            start = time.time()
            there = connection.exec_driver_sql("SELECT extract(epoch FROM clock_timestamp())")
            ahead = float(there.scalar_one()) - (start + time.time()) / 2
    known = known_revisions()
    is_current = revision == known[-1]
    return Health(
        revision=revision,
        is_known=revision in ("", *known),
        is_current=is_current,
        is_writable=_is_writable(engine),
        is_paused=is_current and _is_paused(engine),
        seconds_ahead=ahead,
    )


def _is_writable(engine: sa.Engine) -> bool:
    """Whether a table can be made; it is taken back at once."""
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "sqlite":
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            connection.exec_driver_sql("CREATE TABLE doctor_was_here (id INTEGER)")
            connection.rollback()
    except SQLAlchemyError:
        return False
    return True


def _is_paused(engine: sa.Engine) -> bool:
    with engine.connect() as connection:
        return connection.execute(sa.select(pause.c.id)).first() is not None
