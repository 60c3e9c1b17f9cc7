"""Where editions are kept: in PostgreSQL, each whole or not at all, for any number of replicas."""

import json
import zlib
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np

from index import edition as editions
from index.alone import PAUSE, TRIES, BuildRunningError
from index.edition import PAST_KEPT, EditionError
from index.in_memory import FORMAT, About, Contents, Edition
from index.in_postgres import InPostgres
from index.postgres import Postgres, Writing, as_vectors
from index.postgres_filling import fill
from index.postgres_schema import EXACT, LAYOUT, migrate
from index.postgres_whole import missing, taken_out
from index.postgres_words import Stems, hashed
from index.values import glossary_of, paper_of, passage_of, step_of, topic_of
from index.vectors import Matrix
from index.visible import public_steps, public_topics

_BUILDERS = 7310419
"""The lock on writing, so that two do not clear away each other's tables."""
_BUILDING = 7310420
"""The lock that a build holds from its beginning."""
_MADE = "review_bot_edition_made"
"""The channel on which a build tells every replica of its edition."""
_SCHEMA = "review_edition_"
_STEM = np.dtype([("hash", "u8"), ("stem", "i4"), ("passages", "i4", (2,)), ("public", "i4", (2,))])
_PIECE = 1 << 16
"""Bytes of what past editions said that are unpacked at a time."""
_FORGET = """
DELETE FROM review_editions WHERE id IN (
    SELECT id FROM review_editions WHERE NOT is_searched ORDER BY id COLLATE "C" DESC OFFSET %s
)
"""
"""Of past editions as many are kept as in a folder; their ids begin with when they were built."""
_CURRENT = "SELECT number, about, known FROM review_editions JOIN review_current_edition USING (id)"


class PostgresEditions:
    """The editions in a database. Builds leave their account in the folder `var` too, where what
    changed between editions is compared.
    """

    def __init__(self, url: str, var: Path, exact: int = EXACT) -> None:
        self._database = Postgres(url)
        self._var = var
        self._exact = exact
        migrate(url)

    def close(self) -> None:
        """Give the connections back."""
        self._database.close()

    def current(self) -> str | None:
        """Return the id of the edition that answers now, None if there is none yet."""
        rows = self._database.rows("SELECT id FROM review_current_edition")
        return rows[0][0] if rows else None

    def megabytes(self) -> int:
        """Return how large the database is."""
        return int(self._database.rows("SELECT pg_database_size(current_database())")[0][0]) >> 20

    def mirror(self) -> None:
        """Bring the folder up to date with what the editions say, without what they are searched
        with.
        """
        rows = self._database.rows("SELECT id, about FROM review_editions ORDER BY number")
        known = {identity: said for identity, said in rows if said["format"] == FORMAT}
        for identity in known.keys() - set(editions.remembered(self._var)):
            ((packed,),) = self._database.rows(
                "SELECT contents FROM review_editions WHERE id = %s", identity
            )
            editions.keep_contents(_unpacked(About(**known[identity]), packed), self._var)
        rows = self._database.rows(
            "SELECT id FROM review_editions JOIN review_current_edition USING (id) "
            "WHERE known ->> 'layout' = %s",
            str(LAYOUT),
        )
        if not rows:
            # So that one that this version cannot search is known to need a build.
            (self._var / "current").unlink(missing_ok=True)
        elif rows[0][0] != editions.current(self._var):
            editions.make_current(self._var, rows[0][0])

    def notices(self) -> AsyncGenerator[None, None]:
        """Yield at once, and whenever an edition was made current; see Postgres.notices."""
        return self._database.notices(_MADE)

    def load(self, *, restricted: bool = False) -> InPostgres:
        """Return the current edition; only what is public is in it, unless `restricted`."""
        rows = self._database.rows(_CURRENT)
        if not rows:
            raise EditionError("Nothing has been built yet; run 'review-bot build' first.")
        number, said, known = rows[0]
        about = _about(said)
        if known.get("layout") != LAYOUT:
            raise EditionError(
                f"Edition {about.id} was laid out in the database by another version of "
                "review-bot. Run 'review-bot build'."
            )
        whole = self._opened(number, about, known)
        found = whole if restricted else whole.public()
        if found is None:
            raise EditionError("No paper that has been added is public; add one and build.")
        return found

    def whole(self) -> Edition | None:
        """Return the current edition in memory, with what is restricted; None if there is none."""
        with self._database.connection() as writing:
            # So that no build clears its tables away while they are read.
            writing.run("SELECT pg_advisory_lock_shared(%s)", _BUILDERS)
            try:
                if not (rows := self._database.rows(_CURRENT)):
                    return None
                number, said, known = rows[0]
                schema = f"{_SCHEMA}{number}"
                return taken_out(self._database, schema, _about(said), known)
            finally:
                writing.run("SELECT pg_advisory_unlock_shared(%s)", _BUILDERS)

    def missing(self) -> list[str]:
        """Return what the current edition should have and has not, a phrase each."""
        rows = self._database.rows(_CURRENT)
        if not rows:
            return []
        number, said, known = rows[0]
        if known.get("layout") != LAYOUT:
            # It lacks what it never had; loading it says what to do.
            return []
        return missing(self._database, f"{_SCHEMA}{number}", _about(said))

    def versions(self) -> tuple[str, str]:
        """Return the versions of PostgreSQL and of pgvector."""
        ((server, vectors),) = self._database.rows(
            "SELECT current_setting('server_version'), "
            "(SELECT extversion FROM pg_extension WHERE extname = 'vector')"
        )
        return server.split()[0], vectors

    def remember(self, contents: Contents) -> None:
        """Keep what a past edition said, where it is not known yet."""
        with self._database.connection() as writing:
            writing.run(
                "INSERT INTO review_editions (id, number, about, known, is_searched, contents) "
                "VALUES (%s, nextval('review_edition_numbers'), %s::jsonb, '{}', false, %s) "
                "ON CONFLICT (id) DO NOTHING",
                contents.about.id,
                json.dumps(asdict(contents.about)),
                _packed(contents),
            )

    def known_vectors(self, model: str) -> dict[str, Matrix]:
        """Return the current edition's vectors by text digest; none if of another model."""
        rows = self._database.rows(
            "SELECT number, about FROM review_editions JOIN review_current_edition USING (id)"
        )
        if not rows or rows[0][1]["model"] != model:
            return {}
        views = f"{_SCHEMA}{rows[0][0]}.views"
        query = f"SELECT DISTINCT ON (digest) digest, halfvec_send(vector) FROM {views}"
        return {digest: as_vectors([sent])[0] for digest, sent in self._database.stream(query)}

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the database for a build; raises BuildRunningError where another process has it."""
        with self._database.lock(_BUILDING, TRIES, PAUSE) as other:
            if other is not None:
                raise BuildRunningError(f"into this database, {other}")
            yield

    def save(self, edition: Edition, keep: int) -> None:
        """Write an edition beside the others and make it current in one step.

        All but the newest `keep` can no longer be searched; what the newest of them said is kept
        for comparing.
        """
        with self._database.connection() as writing:
            writing.run("SELECT pg_advisory_lock(%s)", _BUILDERS)
            try:
                _clear(writing)
                ((number,),) = writing.run("SELECT nextval('review_edition_numbers')")
                schema = f"{_SCHEMA}{number}"
                known = fill(writing, schema, edition, self._exact)
                with writing.together():
                    writing.run(
                        "INSERT INTO review_editions (id, number, about, known, contents) "
                        "VALUES (%s, %s, %s::jsonb, %s::jsonb, %s) "
                        # One that was backed up comes back under its own name.
                        "ON CONFLICT (id) DO UPDATE SET number = excluded.number, "
                        "about = excluded.about, known = excluded.known, "
                        "contents = excluded.contents, is_searched = true",
                        edition.about.id,
                        number,
                        json.dumps(asdict(edition.about)),
                        json.dumps(known, default=str),
                        _packed(edition),
                    )
                    writing.run(
                        "INSERT INTO review_current_edition (id) VALUES (%s) "
                        "ON CONFLICT (is_the_one) DO UPDATE SET id = excluded.id",
                        edition.about.id,
                    )
                    writing.run(
                        "UPDATE review_editions SET is_searched = false WHERE number NOT IN "
                        "(SELECT number FROM review_editions ORDER BY number DESC LIMIT %s)",
                        max(1, keep),
                    )
                    writing.run(_FORGET, PAST_KEPT)
                    # Heard when the transaction ends, so by nobody before there is the edition.
                    writing.run("SELECT pg_notify(%s, %s)", _MADE, edition.about.id)
                _clear(writing)
            finally:
                writing.run("SELECT pg_advisory_unlock(%s)", _BUILDERS)
        if edition.about.id not in editions.remembered(self._var):
            # What is at hand need not be fetched and unpacked.
            said = Contents(edition.about, edition.papers, edition.passages, edition.topics)
            editions.keep_contents(said, self._var)
        self.mirror()

    def _opened(self, number: int, about: About, known: dict[str, Any]) -> InPostgres:
        papers = tuple(paper_of(entry) for entry in known["papers"])
        counts: list[int] = known["passages"]
        schema = f"{_SCHEMA}{number}"
        stems, public_stems = self._stems(schema, known)
        places = {
            paper.id: (place, count)
            for place, (paper, count) in enumerate(zip(papers, counts, strict=True))
        }
        whole = InPostgres(
            database=self._database,
            schema=schema,
            is_public=all(paper.visibility == "public" for paper in papers),
            about=about,
            papers=papers,
            places=places,
            starts=np.cumsum([0, *counts[:-1]]),
            glossary=glossary_of(known["glossary"]),
            topics=tuple(topic_of(entry) for entry in known["topics"]),
            steps=tuple(step_of(entry) for entry in known["steps"]),
            stems=stems,
            dimensions=known["dimensions"],
            exact=self._exact,
        )
        if whole.is_public:
            return whole
        shown = tuple(paper for paper in papers if paper.visibility == "public")
        passages = sum(places[paper.id][1] for paper in shown)
        if not passages:
            return whole
        public = {paper.id for paper in shown}
        outside = replace(
            whole,
            is_public=True,
            about=replace(about, papers=len(shown), passages=passages, views=known["public_views"]),
            papers=shown,
            topics=public_topics(whole.topics, public),
            steps=public_steps(whole.steps, public),
            stems=public_stems,
            _seen=type(whole._seen)(),
            _weighed=type(whole._weighed)(),
        )
        return replace(whole, outside=outside)

    def _stems(self, schema: str, known: dict[str, Any]) -> tuple[Stems, Stems]:
        """Return the statistics of all passages' words, and those of the public ones."""
        query = (
            "SELECT word, stem, passages[1], passages[2], public_passages[1], public_passages[2] "
            f"FROM {schema}.stems"
        )
        rows = self._database.stream(query)
        found = np.fromiter(
            ((hashed(word), stem, (a, b), (c, d)) for word, stem, a, b, c, d in rows), dtype=_STEM
        )
        found.sort(order="hash")
        hashes, numbers = found["hash"].copy(), found["stem"].copy()
        return (
            Stems(hashes, numbers, found["passages"].copy(), tuple(known["lengths"])),
            Stems(hashes, numbers, found["public"].copy(), tuple(known["public_lengths"])),
        )


def _about(said: dict[str, Any]) -> About:
    if said["format"] != FORMAT:
        raise EditionError(
            f"Edition {said['id']} has format {said['format']}, this program reads {FORMAT}. "
            "Run 'review-bot build'."
        )
    return About(**said)


def _clear(writing: Writing) -> None:
    """Remove the tables of editions that are not searched, and of builds that never ended."""
    rows = writing.run(
        "SELECT nspname FROM pg_namespace WHERE nspname ~ %s EXCEPT "
        "SELECT %s || number FROM review_editions WHERE is_searched",
        f"^{_SCHEMA}[0-9]+$",
        _SCHEMA,
    )
    for (schema,) in rows:
        writing.run(f"DROP SCHEMA IF EXISTS {schema} CASCADE")


def _packed(edition: Edition | Contents) -> bytes:
    """Return what an edition says, compressed: its papers and the ledger in the first line, then a
    line a passage, so that nobody has to hold all of it as text.
    """
    first = {
        "papers": [asdict(paper) for paper in edition.papers],
        "topics": [asdict(topic) for topic in edition.topics],
    }
    packing = zlib.compressobj()
    packed = [packing.compress(_line(first))]
    packed += [packing.compress(_line(asdict(passage))) for passage in edition.passages]
    return b"".join((*packed, packing.flush()))


def _line(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, default=str).encode() + b"\n"


def _unpacked(about: About, packed: bytes) -> Contents:
    lines = _lines(packed)
    first = json.loads(next(lines))
    # Editions of before have their passages in it too.
    passages = [passage_of(entry) for entry in first.get("passages", ())]
    passages += [passage_of(json.loads(line)) for line in lines]
    return Contents(
        about,
        tuple(paper_of(entry) for entry in first["papers"]),
        tuple(passages),
        tuple(topic_of(entry) for entry in first["topics"]),
    )


def _lines(packed: bytes) -> Iterator[bytes]:
    unpacking, rest = zlib.decompressobj(), b""
    for start in range(0, len(packed), _PIECE):
        *lines, rest = (rest + unpacking.decompress(packed[start : start + _PIECE])).split(b"\n")
        yield from lines
    rest += unpacking.flush()
    if rest:
        yield rest
