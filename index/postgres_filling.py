"""Write an edition into tables of its own, a part at a time: it may be larger than memory."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from index.held import Numbers
from index.in_memory import Edition
from index.postgres import Row, Writing
from index.postgres_counts import PART, Counts
from index.postgres_schema import (
    GRAPH,
    INDEXES,
    LAYOUT,
    PUBLIC_GRAPH,
    SEEN,
    TABLES,
)
from index.register import Paper

_AT_ONCE = 50_000
_MOSTLY = 0.5
"""Share of public views from which they need no graph of their own."""
_OF_GRAPH = 750
"""Bytes that a vector takes in a graph that is being made, beside itself; measured."""
_MOST_MEMORY = 4_096
"""Megabytes that the database may take to make one, where its own setting is lower."""


def fill(writing: Writing, schema: str, edition: Edition, exact: int) -> dict[str, Any]:
    """Write an edition into a schema of its own, with a graph where it has more views than are
    searched exactly; return what of it is kept in memory to answer.
    """
    writing.run(f"CREATE SCHEMA {schema}")
    for statement in _statements(TABLES, schema, dimensions=edition.dimensions):
        writing.run(statement)
    restricted = [paper.visibility != "public" for paper in edition.papers]
    place = {paper.id: number for number, paper in enumerate(edition.papers)}
    owners = np.array([place[passage.paper] for passage in edition.passages], dtype=np.int64)
    if (np.diff(owners) < 0).any():
        raise ValueError("an edition's passages must follow the order of its papers")
    _fill_papers(writing, schema, edition.papers)
    counts = Counts()
    for first in range(0, len(owners), PART):
        _fill_part(writing, schema, edition, counts, first, owners[first : first + PART].tolist())
    writing.fill(f"{schema}.stems", ("int4", "text", "int4[]", "int4[]"), counts.stems())
    writing.fill(
        f"{schema}.views",
        ("int4", "int4", "int4", "int2", "int4", "bool", "text", "halfvec"),
        _view_rows(edition, owners, restricted),
    )
    is_public = ~np.array(restricted, dtype=np.bool_)[owners]
    public_views = int(is_public[edition.views.passage].sum())
    views = len(edition.vectors)
    graphs = []
    if views > exact:
        graphs.append(GRAPH)
    # Where most is public, its nearest are found on the way through all.
    if exact < public_views < views * _MOSTLY:
        graphs.append(PUBLIC_GRAPH)
    # A graph that does not fit into memory while it is made takes many times as long.
    needed = views * (2 * edition.dimensions + _OF_GRAPH) >> 20
    own = "SELECT setting::bigint >> 10 FROM pg_settings WHERE name = 'maintenance_work_mem'"
    ((allowed,),) = writing.run(own)
    memory = max(allowed, min(needed + 64, _MOST_MEMORY))
    writing.run(f"SET maintenance_work_mem = '{memory}MB'")
    for script in (INDEXES, SEEN, *graphs):
        for statement in _statements(script, schema):
            writing.run(statement)
    writing.run("RESET maintenance_work_mem")
    lengths, public_lengths = counts.lengths()
    return {
        "layout": LAYOUT,
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


def _fill_part(
    writing: Writing, schema: str, edition: Edition, counts: Counts, first: int, papers: list[int]
) -> None:
    """Write the passages from a number on, of these papers, and their words."""
    passages = edition.passages[first : first + len(papers)]
    hidden = [edition.papers[paper].visibility != "public" for paper in papers]
    writing.fill(
        f"{schema}.passages",
        ("int4", "int4", "text", "text", "bool", "jsonb"),
        (
            (paper, number, p.key, p.id, is_hidden, asdict(p))
            for number, (paper, p, is_hidden) in enumerate(
                zip(papers, passages, hidden, strict=True), first
            )
        ),
    )
    counted = counts.count(first, passages, papers, hidden)
    writing.fill(f"{schema}.words", ("int4", "int4", "bool", "bytea"), counted.by_passage())
    writing.fill(f"{schema}.postings", ("int4", "int2", "int4", "bool", "bytea"), counted.by_stem())


def _view_rows(edition: Edition, owners: Numbers, restricted: Sequence[bool]) -> Iterator[Row]:
    views = edition.views
    for start in range(0, len(edition.vectors), _AT_ONCE):
        rows = range(start, min(start + _AT_ONCE, len(edition.vectors)))
        for row, vector in zip(rows, edition.vectors.between(rows.start, rows.stop), strict=True):
            number = int(views.passage[row])
            paper = int(owners[number])
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
