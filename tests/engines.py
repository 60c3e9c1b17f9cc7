"""Which engine and which store the scenes of the fronts are played on, by the environment.

    REVIEW_BOT_TEST_ENGINE=postgres REVIEW_BOT_TEST_STORE=postgres pytest tests/test_slack_signed.py

Without either they are played on the defaults, an edition in memory and SQLite. The server is
started once for all tests (tests/conftest.py), and its address left in REVIEW_BOT_TEST_SERVER.
"""

import hashlib
import os
import tempfile
from pathlib import Path

import psycopg
from psycopg.errors import DuplicateDatabase

from index.edition import Edition, EditionError
from index.held import Held
from index.postgres_editions import PostgresEditions

ENGINE, STORE = "REVIEW_BOT_TEST_ENGINE", "REVIEW_BOT_TEST_STORE"
SERVER = "REVIEW_BOT_TEST_SERVER"
_ROOM = Path(tempfile.gettempdir())


def is_server_wanted() -> bool:
    """Whether either is to be PostgreSQL."""
    return "postgres" in (os.environ.get(ENGINE), os.environ.get(STORE))


def store_url(folder: Path) -> str:
    """Return the address of the store of the scenes in a folder, each time the same."""
    if os.environ.get(STORE) != "postgres":
        return f"sqlite:///{folder / 'store.db'}"
    address = _database(f"store_{_digest(str(folder))}")
    return address.replace("postgresql://", "postgresql+psycopg://", 1)


def held(edition: Edition) -> Held:
    """Return an edition as the engine holds it."""
    if os.environ.get(ENGINE) != "postgres":
        return edition
    said = repr((edition.about, edition.papers, edition.passages, edition.topics))
    kept = PostgresEditions(_database(f"edition_{_digest(said)}"), _ROOM / f"kept-{os.getpid()}")
    try:
        return kept.load(restricted=True)
    except EditionError:
        kept.save(edition, keep=1)
        return kept.load(restricted=True)


def _database(name: str) -> str:
    """Return the address of a database of the server, made where it is not there yet."""
    server = os.environ[SERVER]
    try:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
    except DuplicateDatabase:
        pass
    return f"{server.rpartition('/')[0]}/{name}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
