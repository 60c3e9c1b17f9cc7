"""The whole store as files, one a table, the same for SQLite and PostgreSQL; and back again."""

import json
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.migrating import known_revisions, one_at_a_time, revision_of, upgrade
from bot.tables import metadata

_VERSION_TABLE = "alembic_version"
_ROWS = 1_000


class StoreCopy:
    """Copies the store out while it is served, and puts a copy in its place."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def write(self, folder: Path) -> str:
        """Write each table as JSON lines into a folder, all as of one moment; return which step of
        the migrations they are at, "" where there are none.
        """
        with self._one_moment() as connection:
            for table in _tables(connection).values():
                with (folder / f"{table.name}.jsonl").open("w", encoding="utf-8") as file:
                    for row in connection.execute(sa.select(table)).mappings():
                        file.write(json.dumps(dict(row), ensure_ascii=False) + "\n")
            return revision_of(connection)

    def knows(self, revision: str) -> bool:
        """Whether this program can bring tables at that step up to date."""
        return revision in ("", *known_revisions())

    def is_empty(self) -> bool:
        """Whether nothing is kept."""
        with self._engine.connect() as connection:
            return not any(
                connection.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first()
                for table in _tables(connection).values()
            )

    def replace(self, folder: Path, revision: str) -> None:
        """Put what `write` wrote in the place of all that is kept, brought up to date; wholly or
        not at all.
        """
        with one_at_a_time(self._engine) as connection:
            for table in [*_tables(connection).values(), sa.Table(_VERSION_TABLE, sa.MetaData())]:
                table.drop(connection, checkfirst=True)
            if revision:
                upgrade(connection, revision)
                for table in _tables(connection).values():
                    _fill(connection, table, folder / f"{table.name}.jsonl")
            upgrade(connection)

    @contextmanager
    def _one_moment(self) -> Iterator[sa.Connection]:
        """Yield a connection that sees the store as it is now, whatever is written meanwhile."""
        if self._engine.dialect.name != "sqlite":
            frozen = self._engine.execution_options(isolation_level="REPEATABLE READ")
            with frozen.connect() as connection:
                yield connection.execution_options(yield_per=_ROWS)
            return
        with tempfile.TemporaryDirectory() as room:
            path = Path(room) / "store.db"
            with closing(sqlite3.connect(path)) as beside, self._engine.connect() as connection:
                original = connection.connection.driver_connection
                assert isinstance(original, sqlite3.Connection)
                original.backup(beside)
            copied = sa.create_engine(f"sqlite:///{path}")
            with copied.connect() as connection:
                yield connection
            copied.dispose()


def _tables(connection: sa.Connection) -> dict[str, sa.Table]:
    """Return those of our tables that are there, as they are there: an older program made them
    otherwise.
    """
    there = set(sa.inspect(connection).get_table_names())
    found = sa.MetaData()
    found.reflect(connection, only=sorted(there.intersection(metadata.tables)))
    return dict(found.tables)


def _fill(connection: sa.Connection, table: sa.Table, path: Path) -> None:
    if not path.is_file():
        return
    rows: list[dict[str, Any]] = []
    with path.open(encoding="utf-8") as file:
        for line in file:
            rows.append(json.loads(line))
            if len(rows) == _ROWS:
                connection.execute(table.insert(), rows)
                rows.clear()
    if rows:
        connection.execute(table.insert(), rows)
    counted = [c for c in table.primary_key if isinstance(c.type, sa.Integer)]
    if connection.dialect.name != "sqlite" and counted:
        _count_on(connection, table, counted[0].name)


def _count_on(connection: sa.Connection, table: sa.Table, column: str) -> None:
    """Have PostgreSQL number new rows after those put in; SQLite does so by itself."""
    last = sa.select(sa.func.max(table.c[column])).scalar_subquery()
    sequence = sa.func.pg_get_serial_sequence(table.name, column)
    connection.execute(sa.select(sa.func.setval(sequence, sa.func.coalesce(last, 1))))
