"""Talk with PostgreSQL: a pool of connections, and its faults told in a sentence.

The only file that imports psycopg.
"""

import time
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from typing import Any, LiteralString, TypeVar

import numpy as np
import psycopg
from numpy.typing import NDArray
from psycopg.adapt import Dumper
from psycopg.pq import Format
from psycopg.types import TypeInfo
from psycopg_pool import ConnectionPool, PoolTimeout

from index.held import AwayError
from index.vectors import Matrix

_MOST = 8
"""Connections of one process; questions are answered two at a time, the rest is for builds."""
_WAIT_SECONDS = 3.0
_LOOK_SECONDS = 1.0
"""How long is waited for a connection, and how long where there was none the last time."""
_PAUSE_SECONDS = 0.2
"""Until it is looked again."""
_TRIES = 2
_STREAMED = 2_000
# Of another user's connections the database hides from where they come and when they began.
_HOLDER = """
SELECT coalesce(
    'from ' || coalesce(host(client_addr), 'the machine of the database') || ' since '
        || to_char(backend_start, 'YYYY-MM-DD HH24:MI'),
    'by another user of it'
)
FROM pg_locks JOIN pg_stat_activity USING (pid)
WHERE locktype = 'advisory' AND granted AND objid = %s
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
_ALIVE: dict[str, Any] = {"keepalives_idle": 20, "keepalives_interval": 5, "keepalives_count": 3}
"""A connection on which nothing comes for hours is asked whether it still stands."""

_Value = TypeVar("_Value")
Row = tuple[Any, ...]


class Postgres:
    """A database, safe to use from several threads; connects when it is first used."""

    def __init__(self, url: str) -> None:
        # SQLAlchemy's way to name its driver means nothing to PostgreSQL itself.
        self.url = url.replace("postgresql+psycopg://", "postgresql://", 1)
        self._is_away = False
        self._away_by: Exception = PoolTimeout()
        self._away_until = 0.0
        self._pool = ConnectionPool(
            self.url,
            min_size=0,
            max_size=_MOST,
            timeout=_WAIT_SECONDS,
            # It tries more and more seldom; given up, the next question makes it try anew at once.
            reconnect_timeout=1.0,
            open=False,
            configure=_prepare,
            check=ConnectionPool.check_connection,
            kwargs={"autocommit": True, "connect_timeout": 3},
        )

    def rows(self, query: str, *given: Any) -> list[Row]:
        """Return the rows of a query; raises AwayError where the database cannot be reached."""

        def ask(connection: psycopg.Connection) -> list[Row]:
            return connection.execute(_sql(query), given, binary=True).fetchall()

        return self._tried(ask)

    def rows_of(self, *asked: tuple[str, Sequence[Any]]) -> list[list[Row]]:
        """Return the rows of several queries with what each is given, asked for in one journey;
        raises AwayError.
        """

        def ask(connection: psycopg.Connection) -> list[list[Row]]:
            with connection.pipeline():
                cursors = [
                    connection.execute(_sql(query), given, binary=True) for query, given in asked
                ]
                return [cursor.fetchall() for cursor in cursors]

        return self._tried(ask)

    def stream(self, query: str, *given: Any) -> Iterator[Row]:
        """Yield the rows of a query a few thousand at a time, for what is too large to hold."""
        with (
            self._connected() as connection,
            connection.transaction(),
            connection.cursor("streamed", binary=True) as cursor,
        ):
            cursor.itersize = _STREAMED
            cursor.execute(_sql(query), given)
            yield from cursor

    @contextmanager
    def connection(self) -> Iterator["Writing"]:
        """Yield a connection of one's own, each statement for itself; for building."""
        with self._connected() as connection:
            _register_vectors(connection)
            yield Writing(connection)

    @contextmanager
    def lock(self, number: int, tries: int, pause: float) -> Iterator[str | None]:
        """Yield None while a lock is ours, else from where another holds it.

        It is held by a connection of its own, with which it ends.
        """
        with ExitStack() as held:
            try:
                connection = psycopg.connect(self.url, autocommit=True, connect_timeout=3, **_ALIVE)
                held.enter_context(closing(connection))
                other = _other_holder(connection, number, tries, pause)
            except psycopg.OperationalError as error:
                raise _away(error) from error
            yield other

    async def notices(self, channel: str) -> AsyncGenerator[None, None]:
        """Yield once a channel is listened to, and whenever it is told of something.

        It has a connection of its own; raises AwayError where that cannot be made or breaks.
        """
        try:
            connection = await psycopg.AsyncConnection.connect(
                self.url, autocommit=True, connect_timeout=3, **_ALIVE
            )
            async with connection:
                await connection.execute(_sql(f"LISTEN {channel}"))
                yield
                async for _ in connection.notifies():
                    yield
        except (psycopg.OperationalError, psycopg.InterfaceError) as error:
            raise _away(error) from error

    def close(self) -> None:
        """Give the connections back."""
        self._pool.close()

    def _tried(self, ask: Callable[[psycopg.Connection], _Value]) -> _Value:
        """Return what is asked; once more where a connection broke under the question."""
        for attempt in range(1, _TRIES + 1):
            try:
                with self._connected() as connection:
                    return ask(connection)
            except AwayError:
                if attempt == _TRIES:
                    raise
                time.sleep(0.05)
        raise AssertionError("unreachable")

    @contextmanager
    def _connected(self) -> Iterator[psycopg.Connection]:
        now = time.monotonic()
        if now < self._away_until:
            raise _away(self._away_by)
        wait = _WAIT_SECONDS
        if self._is_away:
            # One looks again, and the others need not wait for it, nor their askers for them.
            wait = _LOOK_SECONDS
            self._away_until = now + wait
        try:
            self._pool.open()
            with self._pool.connection(wait) as connection:
                self._is_away, self._away_until = False, 0.0
                yield connection
        except PoolTimeout as error:
            self._is_away, self._away_by = True, error
            self._away_until = time.monotonic() + _PAUSE_SECONDS
            raise _away(error) from error
        except (psycopg.OperationalError, psycopg.InterfaceError) as error:
            raise _away(error) from error


class Writing:
    """A connection that writes."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection

    def run(self, statement: str, *given: Any) -> list[Row]:
        """Do a statement, and return its rows where it has any."""
        cursor = self._connection.execute(_sql(statement), given)
        return cursor.fetchall() if cursor.description else []

    @contextmanager
    def together(self) -> Iterator[None]:
        """Do all that follows, or nothing of it."""
        with self._connection.transaction():
            yield

    def fill(self, table: str, kinds: Sequence[str], rows: Iterable[Row]) -> None:
        """Write rows into a table whose columns are of these types."""
        with (
            self._connection.cursor() as cursor,
            cursor.copy(_sql(f"COPY {table} FROM STDIN (FORMAT BINARY)")) as copy,
        ):
            copy.set_types(kinds)
            for row in rows:
                copy.write_row(row)


def as_vectors(received: Sequence[bytes]) -> Matrix:
    """Return vectors that were sent by halfvec_send, shape (vectors, dimensions)."""
    halves = np.frombuffer(b"".join(received), dtype=">f2").reshape(len(received), -1)
    # Two halves of each are its number of dimensions, and nothing.
    return np.ascontiguousarray(halves[:, 2:], dtype=np.float32)


def as_text(vector: NDArray[np.float32]) -> str:
    """Return a vector as PostgreSQL reads it."""
    return f"[{','.join(map(str, vector.tolist()))}]"


def _away(error: Exception) -> AwayError:
    if isinstance(error, psycopg.errors.DiskFull | psycopg.errors.OutOfMemory):
        return AwayError(
            f"The database that holds the papers has no room ({error.diag.message_primary}); make "
            "room (docs/scale.md) and try again. The edition before goes on answering."
        )
    return AwayError(
        f"The database that holds the papers cannot be reached ({type(error).__name__}); check "
        "that it runs, and its address in DATABASE_URL or REVIEW_BOT_ENGINE_URL."
    )


class _HalfVector(Dumper):
    """Sends a vector in half precision."""

    format = Format.BINARY

    def dump(self, obj: NDArray[np.float32]) -> bytes:
        """Return the bytes that halfvec_recv reads."""
        head = len(obj).to_bytes(2, "big") + b"\0\0"
        return head + obj.astype(">f2").tobytes()


def _register_vectors(connection: psycopg.Connection) -> None:
    info = TypeInfo.fetch(connection, "halfvec")
    if info is None:
        raise psycopg.OperationalError("the extension 'vector' is missing")
    info.register(connection)
    dumper = type("_HalfVectorHere", (_HalfVector,), {"oid": info.oid})
    connection.adapters.register_dumper(np.ndarray, dumper)


def _other_holder(
    connection: psycopg.Connection, number: int, tries: int, pause: float
) -> str | None:
    for _ in range(tries):
        row = connection.execute("SELECT pg_try_advisory_lock(%s)", (number,)).fetchone()
        if row and row[0]:
            return None
        time.sleep(pause)
    row = connection.execute(_sql(_HOLDER), (number,)).fetchone()
    return str(row[0]) if row else "it has only just ended"


def _prepare(connection: psycopg.Connection) -> None:
    """Let a graph over vectors give as many as are asked for, however few it finds at first, and
    however many of those a filter leaves out.
    """
    connection.execute("SET hnsw.ef_search = 400")
    connection.execute("SET hnsw.iterative_scan = relaxed_order")
    connection.execute("SET hnsw.max_scan_tuples = 200000")
    # What it has seen on its way is held here; where that is full it stops short.
    connection.execute("SET work_mem = '64MB'")
    # What is asked for all the time lies in memory: an index costs little more than its rows.
    connection.execute("SET random_page_cost = 1.1")
    # A plan that does not know how many are wanted may pass the graph by.
    connection.execute("SET plan_cache_mode = force_custom_plan")


def _sql(text: str) -> LiteralString:
    # Tables are named by numbers of our own; what readers write is only ever a parameter.
    return text
