"""Where editions are kept: in PostgreSQL, each whole or not at all, for any number of replicas."""

import json
import zlib
from collections import Counter
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np

from index import edition as editions
from index.alone import PAUSE, TRIES, BuildRunningError
from index.edition import EditionError
from index.in_memory import FORMAT, About, Contents, Edition
from index.in_postgres import InPostgres, Stems
from index.lexical import stems
from index.passages import Passage
from index.postgres import Postgres, Row, Writing, as_vectors
from index.postgres_schema import (
    GRAPH,
    INDEXES,
    PUBLIC_GRAPH,
    SEEN,
    TABLES,
    migrate,
)
from index.postgres_whole import missing, taken_out
from index.register import Paper
from index.values import glossary_of, paper_of, passage_of, step_of, topic_of
from index.vectors import Matrix
from index.visible import public_steps, public_topics

EXACT = 60_000
"""Views up to which all are looked at; measured, see docs/scale.md."""
_BUILDERS = 7310419
"""The lock on writing, so that two do not clear away each other's tables."""
_BUILDING = 7310420
"""The lock that a build holds from its beginning."""
_MADE = "review_bot_edition_made"
"""The channel on which a build tells every replica of its edition."""
_AT_ONCE = 50_000
_OF_GRAPH = 500
"""Bytes that a vector takes in a graph that is being made, beside itself."""
_MOST_MEMORY = 4_096
"""Megabytes that the database may take to make one."""
_SCHEMA = "review_edition_"
_CURRENT = "SELECT number, about, known FROM review_editions JOIN review_current_edition USING (id)"


class PostgresEditions:
    """The editions in a database. Builds leave their account in the folder `var` too, where what
    changed between editions is compared.
    """

    def __init__(self, url: str, var: Path) -> None:
        self._database = Postgres(url)
        self._var = var
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
        current = self.current()
        if current and current != editions.current(self._var):
            editions.make_current(self._var, current)

    def notices(self) -> AsyncGenerator[None, None]:
        """Yield at once, and whenever an edition was made current; see Postgres.notices."""
        return self._database.notices(_MADE)

    def load(self, *, restricted: bool = False) -> InPostgres:
        """Return the current edition; only what is public is in it, unless `restricted`."""
        rows = self._database.rows(_CURRENT)
        if not rows:
            raise EditionError("Nothing has been built yet; run 'review-bot build' first.")
        number, said, known = rows[0]
        whole = self._opened(number, _about(said), known)
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
        number, said, _ = rows[0]
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

        All but the newest `keep` can no longer be searched; what they said is kept for comparing.
        """
        with self._database.connection() as writing:
            writing.run("SELECT pg_advisory_lock(%s)", _BUILDERS)
            try:
                _clear(writing)
                ((number,),) = writing.run("SELECT nextval('review_edition_numbers')")
                schema = f"{_SCHEMA}{number}"
                known = _fill(writing, schema, edition)
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
                    # Heard when the transaction ends, so by nobody before there is the edition.
                    writing.run("SELECT pg_notify(%s, %s)", _MADE, edition.about.id)
                _clear(writing)
            finally:
                writing.run("SELECT pg_advisory_unlock(%s)", _BUILDERS)
        self.mirror()

    def _opened(self, number: int, about: About, known: dict[str, Any]) -> InPostgres:
        papers = tuple(paper_of(entry) for entry in known["papers"])
        counts: list[int] = known["passages"]
        schema = f"{_SCHEMA}{number}"
        words = self._database.rows(
            f"SELECT word, stem, passages, public_passages FROM {schema}.stems"
        )
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
            stems=Stems(
                {word: (stem, tuple(having)) for word, stem, having, _ in words if any(having)},
                tuple(known["lengths"]),
            ),
            dimensions=known["dimensions"],
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
            stems=Stems(
                {word: (stem, tuple(having)) for word, stem, _, having in words if any(having)},
                tuple(known["public_lengths"]),
            ),
            _seen=type(whole._seen)(),
        )
        return replace(whole, outside=outside)


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


def _fill(writing: Writing, schema: str, edition: Edition) -> dict[str, Any]:
    """Write an edition into a schema of its own; return what of it is kept in memory to answer."""
    writing.run(f"CREATE SCHEMA {schema}")
    for statement in _statements(TABLES, schema, dimensions=edition.dimensions):
        writing.run(statement)
    restricted = [paper.visibility != "public" for paper in edition.papers]
    place = {paper.id: number for number, paper in enumerate(edition.papers)}
    owners = [place[passage.paper] for passage in edition.passages]
    if owners != sorted(owners):
        raise ValueError("an edition's passages must follow the order of its papers")
    _fill_papers(writing, schema, edition.papers)
    writing.fill(
        f"{schema}.passages",
        ("int4", "int4", "text", "text", "bool", "jsonb"),
        (
            (paper, number, p.key, p.id, restricted[paper], asdict(p))
            for number, (paper, p) in enumerate(zip(owners, edition.passages, strict=True))
        ),
    )
    writing.fill(
        f"{schema}.views",
        ("int4", "int4", "int4", "int2", "int4", "bool", "text", "halfvec"),
        _view_rows(edition, owners, restricted),
    )
    counts = _Counts(edition.passages, [restricted[paper] for paper in owners])
    writing.fill(
        f"{schema}.postings",
        ("int4", "int4", "int4", "int2", "int4", "int4", "bool"),
        counts.postings(owners),
    )
    writing.fill(f"{schema}.stems", ("int4", "text", "int4[]", "int4[]"), counts.stems())
    public_views = int((~np.array(restricted)[np.array(owners)][edition.views.passage]).sum())
    scripts = [INDEXES, SEEN]
    if len(edition.vectors) > EXACT:
        # A graph that does not fit into memory while it is made takes many times as long.
        needed = len(edition.vectors) * (2 * edition.dimensions + _OF_GRAPH) >> 20
        writing.run(f"SET maintenance_work_mem = '{min(needed + 64, _MOST_MEMORY)}MB'")
        scripts.append(GRAPH)
    if public_views > EXACT and any(restricted):
        scripts.append(PUBLIC_GRAPH)
    for script in scripts:
        for statement in _statements(script, schema):
            writing.run(statement)
    writing.run("RESET maintenance_work_mem")
    lengths, public_lengths = counts.lengths()
    return {
        "papers": [asdict(paper) for paper in edition.papers],
        "passages": np.bincount(owners, minlength=len(edition.papers)).tolist(),
        "glossary": asdict(edition.glossary),
        "topics": [asdict(topic) for topic in edition.topics],
        "steps": [asdict(step) for step in edition.steps],
        "lengths": lengths,
        "public_lengths": public_lengths,
        "public_views": public_views,
        "dimensions": edition.dimensions,
    }


def _statements(script: str, schema: str, **more: Any) -> list[str]:
    whole = script.format(schema=schema, **more)
    return [statement for part in whole.split(";") if (statement := part.strip())]


def _fill_papers(writing: Writing, schema: str, papers: Sequence[Paper]) -> None:
    writing.fill(
        f"{schema}.papers",
        ("int4", "text", "text", "date", "bool"),
        (
            (number, paper.id, paper.publisher, paper.published, paper.visibility != "public")
            for number, paper in enumerate(papers)
        ),
    )


def _view_rows(
    edition: Edition, owners: Sequence[int], restricted: Sequence[bool]
) -> Iterator[Row]:
    views = edition.views
    for start in range(0, len(edition.vectors), _AT_ONCE):
        rows = range(start, min(start + _AT_ONCE, len(edition.vectors)))
        for row, vector in zip(rows, edition.vectors.rows(rows), strict=True):
            number = int(views.passage[row])
            paper = owners[number]
            yield (
                paper,
                number,
                row,
                int(views.kind[row]),
                int(views.sentence[row]),
                restricted[paper],
                str(views.digest[row]),
                vector,
            )


class _Counts:
    """The words of all passages counted, for BM25: as the in-memory index counts them."""

    def __init__(self, passages: Sequence[Passage], restricted: Sequence[bool]) -> None:
        self._restricted = restricted
        # A text without any word counts as one of length one, as bm25s has it.
        self._said = [
            tuple(stems(text) or [""] for text in (p.own_words, p.said_of_it)) for p in passages
        ]
        self._numbers: dict[str, int] = {}
        for said in self._said:
            for found in said:
                for word in found:
                    self._numbers.setdefault(word, len(self._numbers))

    def postings(self, owners: Sequence[int]) -> Iterator[Row]:
        """Yield paper, passage, stem, field, how often, length of the field, whether restricted."""
        for number, said in enumerate(self._said):
            for place, found in enumerate(said):
                for word, times in Counter(found).items():
                    if word:
                        stem, length = self._numbers[word], len(found)
                        hidden = self._restricted[number]
                        yield owners[number], number, stem, place, times, length, hidden

    def stems(self) -> Iterator[Row]:
        """Yield stem, word, how many passages have it by field, and how many public ones."""
        having: tuple[Counter[str], ...] = (Counter(), Counter())
        public: tuple[Counter[str], ...] = (Counter(), Counter())
        for hidden, said in zip(self._restricted, self._said, strict=True):
            for place, found in enumerate(said):
                having[place].update(set(found))
                if not hidden:
                    public[place].update(set(found))
        for word, stem in self._numbers.items():
            if word:
                yield stem, word, [h[word] for h in having], [h[word] for h in public]

    def lengths(self) -> tuple[list[float], list[float]]:
        """Return the mean number of stems by field, of all passages and of public ones."""
        whole = np.array([[len(found) for found in said] for said in self._said], dtype=np.float64)
        shown = whole[~np.array(self._restricted, dtype=np.bool_)]
        of_shown = shown.mean(axis=0).tolist() if len(shown) else [1.0, 1.0]
        return whole.mean(axis=0).tolist(), of_shown


def _packed(edition: Edition | Contents) -> bytes:
    held = {
        "papers": [asdict(paper) for paper in edition.papers],
        "passages": [asdict(passage) for passage in edition.passages],
        "topics": [asdict(topic) for topic in edition.topics],
    }
    return zlib.compress(json.dumps(held, ensure_ascii=False, default=str).encode())


def _unpacked(about: About, packed: bytes) -> Contents:
    held = json.loads(zlib.decompress(packed))
    return Contents(
        about,
        tuple(paper_of(entry) for entry in held["papers"]),
        tuple(passage_of(entry) for entry in held["passages"]),
        tuple(topic_of(entry) for entry in held["topics"]),
    )
