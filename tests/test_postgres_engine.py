"""Editions kept in PostgreSQL: the same answers, each whole, and restricted stays restricted."""

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path

import numpy as np
import psycopg
import pytest
from benchmarks.engines import agreement, asked_of
from benchmarks.large import drawn
from conftest import Cli
from toys import TOY_MODEL, WordEncoder, write_knowledge, write_toy_export

from bot.answer import Answerer
from bot.cli_run import answer_lines
from bot.desk import Desk, PapersAwayError, Policy
from bot.library import Library
from bot.settings import SettingsError, settings
from bot.store import Store
from index import edition as editions
from index import postgres_counts, postgres_editions, postgres_filling
from index.build import build
from index.edition import Edition, EditionError
from index.held import AwayError, Held, Sought, Within
from index.in_postgres import InPostgres
from index.passages import Passage
from index.postgres_editions import PostgresEditions
from index.search import search, words_of
from tests import toy_bot as toy
from tests.local_slack import until
from tests.vector_server import Server

pytestmark = pytest.mark.postgres
_FULL = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
    $$BEGIN RAISE 'could not extend file' USING ERRCODE = 'disk_full'; END$$;
CREATE TRIGGER full_disk BEFORE INSERT ON review_editions EXECUTE FUNCTION full_disk();
"""
QUESTIONS = (
    "What are kinship carers paid?",
    "How long is a visit?",
    "what is the secret kinship fee",
    "Where are the homes?",
    "does the agency money change school",
)
WITHIN = (
    Within(publisher="Marlow Council"),
    Within(papers=frozenset([toy.KIRKFORD.id])),
    Within(since=date(2023, 1, 1)),
    Within(until=date(2022, 12, 31)),
    Within(publisher="Kirkford Council", since=date(2023, 4, 1)),
    Within(publisher="Nobody"),
)
_numbers = count()


@pytest.fixture
def url(vector_server: Server) -> str:
    """The address of an empty database."""
    return vector_server.fresh(f"engine_{next(_numbers)}")


@pytest.fixture
def kept(url: str, tmp_path: Path) -> PostgresEditions:
    """An empty place for editions."""
    return PostgresEditions(url, tmp_path / "kept")


@pytest.fixture
def secret(kept: PostgresEditions) -> InPostgres:
    """An edition one of whose papers is restricted, whole."""
    kept.save(toy.secret_edition(), keep=2)
    return kept.load(restricted=True)


def sought(text: str, **more: object) -> Sought:
    return Sought(toy.WordEncoder().encode([text]), words_of(text), **more)  # type: ignore[arg-type]


def found(held: Held, what: Sought) -> list[str]:
    return [hit.passage.id for hit in search(held, what, 9)]


def named(edition: Edition, identity: str) -> Edition:
    return replace(edition, about=replace(edition.about, id=identity))


@pytest.mark.parametrize("text", QUESTIONS)
@pytest.mark.parametrize("is_public", [False, True])
def test_both_engines_give_the_same_answer(secret: InPostgres, text: str, is_public: bool) -> None:
    mine: Held | None = toy.secret_edition()
    theirs: Held | None = secret
    if is_public:
        mine, theirs = toy.secret_edition().public(), secret.public()
    assert mine and theirs
    one, other = (Answerer(held, toy.WordEncoder()).answer(text) for held in (mine, theirs))

    assert [c.quote for c in other.citations] == [c.quote for c in one.citations]
    assert other.sentences == one.sentences
    assert (other.outcome, other.searched) == (one.outcome, one.searched)
    assert [c.score for c in other.citations] == pytest.approx(
        [c.score for c in one.citations], abs=0.001
    )


@pytest.mark.model
def test_of_a_thousand_passages_the_same_are_cited(
    shipped: Answerer, kept: PostgresEditions
) -> None:
    large = drawn(shipped.edition, 1_000)
    kept.save(large, keep=1)
    asked = asked_of(shipped, 50)

    first, five, outcome = agreement(
        shipped.over(large), shipped.over(kept.load(restricted=True)), asked
    )

    assert first >= 0.99 and five >= 0.97 and outcome >= 0.97


@pytest.mark.parametrize("added", ["", "homes fee"])
def test_words_are_weighed_alike(secret: InPostgres, added: str) -> None:
    what = sought("the kinship fee of secret homes", added_words=words_of(added))
    for mine, theirs in ((toy.secret_edition(), secret), (toy.edition(), secret.public())):
        assert theirs is not None
        every = np.arange(len(mine.passages), dtype=np.int32)
        one, other = mine.by_words(what, every, 5), theirs.by_words(what, every, 5)
        assert other.scores == pytest.approx(one.scores, abs=1e-5)
        assert (other.lowest, other.highest) == pytest.approx((one.lowest, one.highest), abs=1e-5)
        for word in ("kinship", "secret", "fee", "zebra"):
            assert theirs.has(word) is mine.has(word)
            assert theirs.rarity(word) == pytest.approx(mine.rarity(word))


@pytest.mark.parametrize("place", range(3))
def test_a_question_is_kept_within_papers_on_both_engines(
    kept: PostgresEditions, place: int
) -> None:
    papers, of_kirkford = [toy.KIRKFORD, toy.MARLOW], 3
    papers.insert(place, toy.CLOSED)
    passages = list(toy.PASSAGES)
    passages.insert((0, of_kirkford, len(passages))[place], toy.SECRET)
    mine = toy.edition(papers, passages)
    kept.save(mine, keep=1)
    whole = kept.load(restricted=True)

    for one, other in ((mine, whole), (mine.public(), whole.public())):
        assert one and other
        for within in WITHIN:
            what = sought("kinship homes and the secret fee", within=within)
            hits, true = search(other, what, 9), search(one, what, 9)
            assert [hit.passage.id for hit in hits] == [hit.passage.id for hit in true]
            scores = [hit.score for hit in true]
            assert [hit.score for hit in hits] == pytest.approx(scores, abs=0.001)
            assert all(within.has(other.paper(hit.passage.paper)) for hit in hits)


def test_a_part_without_any_word_is_built_like_others(
    kept: PostgresEditions, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (postgres_filling, postgres_counts):
        monkeypatch.setattr(module, "PART", 1)
    passages = [Passage(toy.KIRKFORD.id, "1", (), "…"), *toy.PASSAGES]
    mine = toy.edition(passages=passages)
    kept.save(mine, keep=1)

    what = sought("What are kinship carers paid?")
    assert found(kept.load(), what) == found(mine, what)


def test_nothing_of_a_restricted_paper_comes_out_of_the_public_part(secret: InPostgres) -> None:
    public = secret.public()
    assert public is not None
    number = len(toy.PASSAGES)
    assert secret.passages_at([number]) == [toy.SECRET]
    assert secret.keyed(toy.SECRET.key) == toy.SECRET

    what = sought("the secret kinship fee is doubled")
    owners, _ = public.nearest_views(what, 2_000)
    assert number not in owners and number in secret.nearest_views(what, 2_000)[0]
    assert number not in public.by_words(what, owners, 60).numbers
    # Also asked for by its number, no score of it is told.
    assert public.by_words(what, np.array([number], dtype=np.int32), 60).scores[-1] == 0.0
    assert toy.SECRET.id not in found(public, what)
    assert toy.SECRET not in list(public.passages) and len(public.passages) == len(toy.PASSAGES)
    assert public.keyed(toy.SECRET.key) is None
    assert list(public.of_paper(toy.CLOSED.id)) == []
    assert public.has("secret") is False
    for ask in (
        lambda: public.passage(toy.SECRET.id),
        lambda: public.passages_at([number]),
        lambda: public.paper(toy.CLOSED.id),
        lambda: public.views_of(number),
    ):
        with pytest.raises(KeyError):
            ask()


def test_no_public_table_has_a_restricted_row(secret: InPostgres, url: str) -> None:
    with psycopg.connect(url) as connection:
        for name in ("passages", "views", "postings"):
            rows = "SELECT count(*) FILTER (WHERE restricted), count(*) FROM"
            of_all, of_public = (
                connection.execute(f"{rows} {secret.schema}.{table}".encode()).fetchone()
                for table in (name, f"public_{name}")
            )
            assert of_all and of_all[0] > 0
            assert of_public == (0, of_all[1] - of_all[0])


def test_a_library_shows_outsiders_only_what_is_public(secret: InPostgres) -> None:
    library = Library(Answerer(secret, toy.WordEncoder()), toy.STARTERS)
    assert library.outside and library.outside is not library.inside
    answer = library.outside.ask("what is the secret kinship fee").answer

    assert "secret" not in " ".join(c.quote for c in answer.citations)
    assert answer.searched.papers == 2
    assert library.outside.passage(toy.SECRET.key) is None


def test_an_edition_of_restricted_papers_alone_is_not_opened_to_all(
    kept: PostgresEditions,
) -> None:
    kept.save(toy.edition((toy.CLOSED,), (toy.SECRET,)), keep=1)
    with pytest.raises(EditionError, match="No paper that has been added is public"):
        kept.load()
    assert kept.load(restricted=True).public() is None


def test_before_any_build_it_says_what_to_do(kept: PostgresEditions) -> None:
    assert kept.current() is None
    with pytest.raises(EditionError, match="run 'review-bot build' first"):
        kept.load()


def test_a_build_that_fails_leaves_the_edition_before_and_no_rubbish(
    kept: PostgresEditions, url: str
) -> None:
    kept.save(named(toy.edition(), "first"), keep=2)
    mixed = toy.edition((toy.MARLOW, toy.KIRKFORD), toy.PASSAGES)
    with pytest.raises(ValueError, match="follow the order of its papers"):
        kept.save(named(mixed, "second"), keep=2)
    assert (kept.current(), kept.load().about.id) == ("first", "first")
    assert len(schemas(url)) == 2

    kept.save(named(toy.edition(), "third"), keep=2)
    assert kept.current() == "third"
    assert len(schemas(url)) == 2


def test_old_editions_go_by_the_setting_and_what_they_said_stays(
    kept: PostgresEditions, url: str, tmp_path: Path
) -> None:
    for identity in ("a", "b", "c"):
        kept.save(named(toy.secret_edition(), identity), keep=2)

    assert len(schemas(url)) == 2
    var = tmp_path / "kept"
    assert editions.remembered(var) == ["a", "b", "c"] and editions.current(var) == "c"
    assert len(editions.contents(var, "a").passages) == len(toy.PASSAGES)
    assert len(editions.contents(var, "a", restricted=True).passages) == len(toy.PASSAGES) + 1


def test_of_past_editions_only_the_newest_are_kept(
    kept: PostgresEditions, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_editions, "PAST_KEPT", 2)
    for identity in "abcde":
        kept.save(named(toy.edition(), identity), keep=2)

    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT id, is_searched FROM review_editions ORDER BY id")
        assert rows.fetchall() == [("b", False), ("c", False), ("d", True), ("e", True)]


def test_a_database_without_room_is_told_as_one_and_the_edition_before_answers(
    kept: PostgresEditions, url: str
) -> None:
    kept.save(named(toy.edition(), "first"), keep=2)
    with psycopg.connect(url) as connection:
        connection.execute(_FULL)

    with pytest.raises(AwayError) as caught:
        kept.save(named(toy.edition(), "second"), keep=2)

    assert str(caught.value) == (
        "The database that holds the papers has no room (could not extend file); make room "
        "(docs/scale.md) and try again. The edition before goes on answering."
    )
    assert kept.current() == kept.load().about.id == "first"


def test_another_replica_answers_from_a_new_edition_after_a_look(
    kept: PostgresEditions, url: str, tmp_path: Path
) -> None:
    kept.save(named(toy.edition(), "a"), keep=2)
    other = PostgresEditions(url, tmp_path / "replica")
    other.mirror()

    def library() -> Library:
        answerer = Answerer(other.load(restricted=True), toy.WordEncoder())
        return Library(answerer, (), tmp_path / "replica", elsewhere=other)

    store = Store(f"sqlite:///{tmp_path / 'store.db'}")
    store.migrate()
    desk = Desk(library(), store, Policy(), library)
    kept.save(named(toy.secret_edition(), "b"), keep=2)
    asyncio.run(desk.refresh())

    assert desk.library.inside.edition.about.id == "b"
    assert desk.library.current() == "b"
    desk.close()


def test_a_second_build_takes_its_vectors_from_the_database(
    kept: PostgresEditions, tmp_path: Path
) -> None:
    knowledge = write_knowledge(tmp_path / "knowledge")
    made = [
        build(
            knowledge,
            tmp_path / name,
            model=TOY_MODEL,
            keep=2,
            encoder=WordEncoder(),
            keeper=kept,
        )
        for name in ("one", "two")
    ]

    assert (made[0].reused, made[1].encoded) == (0, 0)
    assert made[1].reused == made[0].encoded
    assert kept.current() == made[1].about.id
    assert not (tmp_path / "two" / "current").exists()


def test_two_processes_may_start_and_build_at_once(url: str, tmp_path: Path) -> None:
    faults: list[BaseException] = []

    def work(name: str) -> None:
        try:
            PostgresEditions(url, tmp_path / name).save(named(toy.edition(), name), keep=5)
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(schemas(url)) == 4


def test_stopped_it_says_so_and_started_it_answers_again(
    vector_server: Server, kept: PostgresEditions, tmp_path: Path
) -> None:
    kept.save(toy.edition(), keep=1)
    library = Library(Answerer(kept.load(), toy.WordEncoder()))
    store = Store(f"sqlite:///{tmp_path / 'store.db'}")
    store.migrate()
    desk = Desk(library, store, Policy())

    async def ask() -> str:
        found = await desk.ask("What are kinship carers paid?", (), library.inside)
        return found.answer.citations[0].quote

    first = asyncio.run(ask())
    vector_server.stop()
    try:
        with pytest.raises(PapersAwayError, match="I cannot reach the papers just now"):
            asyncio.run(ask())
        with pytest.raises(AwayError, match="check that it runs"):
            kept.current()
    finally:
        vector_server.start()
    assert asyncio.run(ask()) == first
    desk.close()


def test_stopped_it_is_told_at_the_prompt_and_what_is_typed_next_is_heard(
    vector_server: Server, kept: PostgresEditions, capsys: pytest.CaptureFixture[str]
) -> None:
    kept.save(toy.edition(), keep=1)
    answerer = Answerer(kept.load(), toy.WordEncoder())
    vector_server.stop()
    try:
        assert answer_lines(["homes near school", "kinship fee"], lambda: answerer) == 2
    finally:
        vector_server.start()
    assert capsys.readouterr().out.count("cannot be reached") == 2


def test_while_it_is_stopped_one_looks_and_the_others_are_told_at_once(
    vector_server: Server, kept: PostgresEditions
) -> None:
    kept.save(toy.edition(), keep=1)
    vector_server.stop()
    end = time.monotonic() + 8

    def ask() -> list[float]:
        waited = []
        while (start := time.monotonic()) < end:
            with pytest.raises(AwayError):
                kept.current()
            waited.append(time.monotonic() - start)
            time.sleep(0.02)
        return waited

    try:
        with ThreadPoolExecutor(4) as pool:
            waited = [future.result() for future in [pool.submit(ask) for _ in range(4)]]
    finally:
        vector_server.start()
    # At first each waits as long as a connection may take; then one in four at most.
    first = min(each[0] for each in waited)
    later = sorted(seconds for each in waited for seconds in each[1:])
    assert later[len(later) // 2] < first / 5
    assert sum(seconds > first / 5 for seconds in later) <= len(later) / 4
    until(lambda: _current(kept) == "toy-1", 3)


def _current(kept: PostgresEditions) -> str | None:
    try:
        return kept.current()
    except AwayError:
        return None


def test_the_command_builds_and_answers_by_one_setting(
    cli: Cli, url: str, knowledge: Path, var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REVIEW_BOT_ENGINE", "postgres")
    monkeypatch.setenv("DATABASE_URL", url)
    write_toy_export(var)
    kept = PostgresEditions(url, var)
    build(knowledge, var, model=TOY_MODEL, keep=2, encoder=WordEncoder(), keeper=kept)
    again = cli("build")

    assert (again.exit_code, "0 vectors made" in again.output) == (0, True)
    assert cli("build", "--if-stale").output == ""
    answer = cli("ask", "What is the allowance of kinship carers?")
    assert answer.exit_code == 0
    assert "gets an allowance of £90 a week" in answer.output
    assert list((var / "editions").iterdir()) == []
    changes = cli("changes")
    assert changes.exit_code == 0 and "Nothing" in changes.output


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"REVIEW_BOT_ENGINE": "elastic"}, "REVIEW_BOT_ENGINE is 'elastic'; set it to faiss or"),
        ({"REVIEW_BOT_ENGINE": "postgres"}, "needs a PostgreSQL database: set DATABASE_URL"),
        (
            {"REVIEW_BOT_ENGINE": "postgres", "DATABASE_URL": "sqlite:///store.db"},
            "needs a PostgreSQL database: set DATABASE_URL",
        ),
    ],
)
def test_a_setting_that_cannot_be_used_says_what_it_takes(
    given: dict[str, str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=said):
        settings()


def test_a_database_out_of_reach_is_told_in_a_sentence(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REVIEW_BOT_ENGINE", "postgres")
    monkeypatch.setenv("REVIEW_BOT_ENGINE_URL", "postgresql://nobody@127.0.0.1:1/none")
    said = cli("ask", "What are kinship carers paid?")

    assert said.exit_code == 1
    assert "The database for the papers cannot be used" in said.output
    assert "Traceback" not in said.output


def schemas(url: str) -> list[str]:
    """Return the schemas of editions that are there."""
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'review_edition_%' ORDER BY 1"
        ).fetchall()
    return [str(name) for (name,) in rows]
