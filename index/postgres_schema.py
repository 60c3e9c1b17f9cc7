"""The tables of an edition, and the migrations of those that name the editions.

The migrations are a chain of their own beside the store's: the store also lives in SQLite, and the
editions may live in another database than the store.
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy.exc import SQLAlchemyError

from index.held import AwayError

EXACT = 60_000
"""Views up to which all are looked at; measured, see docs/scale.md."""
LAYOUT = 2
"""Of the tables below; an edition laid out otherwise has to be built anew."""

# Each edition has a schema of its own, so that it is whole or not there, and goes by one command.
# Rows of a paper have its number in their key, so that all of them can lie on one machine; those of
# a stem have the stem. What is packed is small numbers, which to compress only takes time.
TABLES = """
CREATE TABLE {schema}.papers (
    paper integer PRIMARY KEY,
    id text NOT NULL,
    publisher text NOT NULL,
    published date NOT NULL,
    restricted boolean NOT NULL
);
CREATE TABLE {schema}.passages (
    paper integer NOT NULL,
    number integer NOT NULL,
    key text NOT NULL,
    id text NOT NULL,
    restricted boolean NOT NULL,
    whole jsonb NOT NULL
);
CREATE TABLE {schema}.views (
    paper integer NOT NULL,
    number integer NOT NULL,
    view integer NOT NULL,
    kind smallint NOT NULL,
    sentence integer NOT NULL,
    restricted boolean NOT NULL,
    digest text NOT NULL,
    vector halfvec({dimensions}) NOT NULL
);
ALTER TABLE {schema}.views ALTER COLUMN vector SET STORAGE PLAIN;
CREATE TABLE {schema}.words (
    paper integer NOT NULL,
    number integer NOT NULL,
    restricted boolean NOT NULL,
    packed bytea NOT NULL
);
CREATE TABLE {schema}.postings (
    stem integer NOT NULL,
    field smallint NOT NULL,
    part integer NOT NULL,
    restricted boolean NOT NULL,
    packed bytea NOT NULL
);
ALTER TABLE {schema}.words ALTER COLUMN packed SET STORAGE EXTERNAL;
ALTER TABLE {schema}.postings ALTER COLUMN packed SET STORAGE EXTERNAL;
CREATE TABLE {schema}.stems (
    stem integer PRIMARY KEY,
    word text NOT NULL,
    passages integer[] NOT NULL,
    public_passages integer[] NOT NULL
);
"""
# What an audience may see is chosen by the name of the table: a query cannot forget to ask.
SEEN = """
CREATE VIEW {schema}.public_passages AS SELECT * FROM {schema}.passages WHERE NOT restricted;
CREATE VIEW {schema}.public_views AS SELECT * FROM {schema}.views WHERE NOT restricted;
CREATE VIEW {schema}.public_words AS SELECT * FROM {schema}.words WHERE NOT restricted;
CREATE VIEW {schema}.public_postings AS SELECT * FROM {schema}.postings WHERE NOT restricted;
"""
INDEXES = """
ALTER TABLE {schema}.passages ADD PRIMARY KEY (paper, number);
CREATE INDEX ON {schema}.passages (key, paper);
CREATE INDEX ON {schema}.passages (id, paper);
ALTER TABLE {schema}.views ADD PRIMARY KEY (paper, number, view);
ALTER TABLE {schema}.words ADD PRIMARY KEY (paper, number);
ALTER TABLE {schema}.postings ADD PRIMARY KEY (stem, field, part, restricted);
ANALYZE {schema}.papers, {schema}.passages, {schema}.views, {schema}.words, {schema}.postings;
"""
GRAPH = """
CREATE INDEX ON {schema}.views USING hnsw (vector halfvec_ip_ops)
    WITH (m = 16, ef_construction = 64);
"""
PUBLIC_GRAPH = """
CREATE INDEX ON {schema}.views USING hnsw (vector halfvec_ip_ops)
    WITH (m = 16, ef_construction = 64) WHERE NOT restricted;
"""


def migrate(url: str) -> None:
    """Bring the tables that name the editions up to date; raises AwayError."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "postgres_migrations"))
    address = sa.make_url(url).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(address, hide_parameters=True)
    try:
        with engine.begin() as connection:
            # Two processes that start at once take turns.
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7310418)")
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except SQLAlchemyError as error:
        raise AwayError(
            f"The database for the papers cannot be used ({type(error).__name__}); check "
            "DATABASE_URL or REVIEW_BOT_ENGINE_URL, that the database runs, that its extension "
            "'vector' (pgvector 0.7 or newer) is installed, and that tables may be made in it."
        ) from error
    finally:
        engine.dispose()
