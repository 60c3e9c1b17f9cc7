"""Editions in PostgreSQL that are too large to look at all of: a graph, and words read in part."""

import json
import zlib
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date
from itertools import count
from pathlib import Path

import numpy as np
import psycopg
import pytest
from benchmarks.engines import agreement, asked_of
from benchmarks.large import drawn

from bot.answer import Answerer
from index import edition as editions
from index import in_postgres
from index.edition import Edition, EditionError
from index.held import Sought, Within
from index.in_postgres import InPostgres
from index.postgres_editions import PostgresEditions
from index.search import search, words_of
from tests import toy_bot as toy
from tests.local_slack import until
from tests.vector_server import Server

pytestmark = pytest.mark.postgres
_PASSAGES = 1_500
_numbers = count()


@pytest.fixture(scope="module")
def large(shipped: Answerer) -> Edition:
    """An edition of 6,000 views, one in ten of its papers restricted."""
    return drawn(shipped.edition, _PASSAGES)


@pytest.fixture(scope="module")
def url(vector_server: Server) -> str:
    """The address of a database."""
    return vector_server.fresh("scale")


@pytest.fixture(scope="module")
def by_graph(
    large: Edition, url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[InPostgres]:
    """The same edition in a database, of which only some hundred views are looked at one by one."""
    kept = PostgresEditions(url, tmp_path_factory.mktemp("graph"), exact=300)
    kept.save(large, keep=1)
    yield kept.load(restricted=True)
    kept.close()


def sought(answerer: Answerer, text: str, within: Within | None = None) -> Sought:
    return Sought(answerer.vector(text)[None], words_of(text), within=within)


@pytest.mark.model
def test_by_a_graph_the_same_are_cited(
    shipped: Answerer, large: Edition, by_graph: InPostgres, url: str
) -> None:
    first, five, outcome = agreement(
        shipped.over(large), shipped.over(by_graph), asked_of(shipped, 100)
    )

    assert first >= 0.99 and five >= 0.97 and outcome >= 0.97
    with psycopg.connect(url, autocommit=True) as connection:
        looked_up = "SELECT idx_scan FROM pg_stat_user_indexes WHERE indexrelname LIKE '%vector%'"
        until(lambda: connection.execute(looked_up).fetchone() > (100,))


@pytest.mark.model
@pytest.mark.parametrize(
    "within",
    [
        None,
        Within(publisher="Kirkford Council"),
        Within(since=date(2019, 1, 1)),
        Within(papers=frozenset(["paper-3"])),
        Within(papers=frozenset(["paper-3", "paper-4"]), until=date(2018, 12, 31)),
        Within(publisher="Nobody"),
    ],
)
def test_by_a_graph_as_many_are_found_as_are_asked_for_and_only_where_they_are_looked_for(
    shipped: Answerer, large: Edition, by_graph: InPostgres, within: Within | None
) -> None:
    what = sought(shipped, "what are kinship carers paid", within)
    owners, cosines = by_graph.nearest_views(what, 1_000)
    true, exact = large.nearest_views(what, 1_000)

    assert len(owners) == len(true)
    assert len(set(owners.tolist()) & set(true.tolist())) >= 0.95 * len(set(true.tolist()))
    assert cosines[:10] == pytest.approx(exact[:10], abs=0.001)
    if within:
        papers = {by_graph.passages_at([int(number)])[0].paper for number in owners[:50]}
        assert all(within.has(by_graph.paper(paper)) for paper in papers)


@pytest.mark.model
def test_by_a_graph_nothing_restricted_is_found(shipped: Answerer, by_graph: InPostgres) -> None:
    public = by_graph.public()
    assert public is not None and public is not by_graph
    hidden = {paper.id for paper in by_graph.papers if paper.visibility == "restricted"}
    what = sought(shipped, "what are kinship carers paid")

    of_all, _ = by_graph.nearest_views(what, 2_000)
    of_public, _ = public.nearest_views(what, 2_000)
    assert len(of_public) == 2_000
    assert {p.paper for p in by_graph.passages_at(of_all.tolist())} & hidden
    assert not {p.paper for p in by_graph.passages_at(of_public.tolist())} & hidden
    assert not {hit.passage.paper for hit in search(public, what, 60)} & hidden


@pytest.mark.model
@pytest.mark.parametrize("text", ["what do children in kinship care need", "will IROs be scrapped"])
@pytest.mark.parametrize("read", [0, 300, 1_000])
def test_words_that_stand_in_many_passages_count_in_full_though_not_all_are_read(
    shipped: Answerer,
    large: Edition,
    by_graph: InPostgres,
    text: str,
    read: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(in_postgres, "_READ", read)
    monkeypatch.setattr(in_postgres, "_TRIED", 200)
    what, among = sought(shipped, text), np.arange(0, _PASSAGES, 5, dtype=np.int32)
    true = large.by_words(what, among, 20)
    found = by_graph.by_words(what, among, 20)

    assert set(among.tolist()) <= set(found.numbers.tolist())
    assert found.scores == pytest.approx(true.scores[found.numbers], abs=1e-4)
    assert found.lowest == 0.0
    if read:
        assert found.highest == pytest.approx(true.highest, abs=1e-4)
        assert found.numbers[found.scores.argmax()] == true.numbers[true.scores.argmax()]


@pytest.mark.model
def test_within_few_passages_every_word_counts_however_common(
    shipped: Answerer, large: Edition, by_graph: InPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_postgres, "_READ", 10)
    within = Within(papers=frozenset(["paper-3", "paper-9"]))
    what = sought(shipped, "what do children in care need", within)
    among = np.array([310], dtype=np.int32)
    true, found = (held.by_words(what, among, 300) for held in (large, by_graph))

    assert (found.lowest, found.highest) == pytest.approx((true.lowest, true.highest), abs=1e-4)
    assert set(found.numbers.tolist()) <= set(true.numbers.tolist())


def test_an_edition_laid_out_by_another_version_has_to_be_built_anew(
    vector_server: Server, tmp_path: Path
) -> None:
    address = vector_server.fresh(f"scale_{next(_numbers)}")
    kept = PostgresEditions(address, tmp_path / "kept")
    kept.save(toy.edition(), keep=1)
    assert editions.current(tmp_path / "kept") == toy.edition().about.id
    with psycopg.connect(address) as connection:
        connection.execute("UPDATE review_editions SET known = known - 'layout'")
        connection.execute("DROP TABLE review_edition_1.stems")
    kept.mirror()

    assert editions.current(tmp_path / "kept") is None
    with pytest.raises(EditionError, match="was laid out in the database by another version"):
        kept.load()
    # That it lacks what only a later version has is no damage.
    assert kept.missing() == []
    kept.save(replace(toy.edition(), about=replace(toy.edition().about, id="toy-2")), keep=1)
    assert kept.load().about.id == editions.current(tmp_path / "kept") == "toy-2"


def test_what_an_edition_of_before_said_is_still_read(
    vector_server: Server, tmp_path: Path
) -> None:
    address = vector_server.fresh(f"scale_{next(_numbers)}")
    PostgresEditions(address, tmp_path / "kept").save(toy.edition(), keep=1)
    said = {
        name: [asdict(each) for each in getattr(toy.edition(), name)]
        for name in ("papers", "passages", "topics")
    }
    packed = zlib.compress(json.dumps(said, default=str).encode())
    with psycopg.connect(address) as connection:
        connection.execute("UPDATE review_editions SET contents = %s", (packed,))

    for name in ("kept", "replica"):
        PostgresEditions(address, tmp_path / name).mirror()
        read = editions.contents(tmp_path / name, toy.edition().about.id)
        assert read.passages == toy.PASSAGES
