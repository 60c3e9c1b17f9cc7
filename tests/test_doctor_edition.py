"""The doctor on the edition: whether it is there, whole, of today's knowledge, and found by."""

import json
from itertools import count
from pathlib import Path

import psycopg
import pytest
from conftest import Cli
from toys import TOY_MODEL, WordEncoder, write_toy_export

from bot.doctor.edition import edition
from bot.settings import Settings
from index.build import build
from index.postgres_editions import PostgresEditions
from tests.vector_server import Server

_numbers = count()


@pytest.fixture
def url(vector_server: Server) -> str:
    """The address of an empty database."""
    return vector_server.fresh(f"doctor_{next(_numbers)}")


def build_there(url: str, knowledge: Path) -> None:
    """Build in the database, on another machine, with nothing taken from the edition before."""
    builder = knowledge.parent / "builder"
    keeper = PostgresEditions(url, builder)
    build(
        knowledge,
        builder,
        model=TOY_MODEL,
        keep=2,
        fresh=True,
        encoder=WordEncoder(),
        keeper=keeper,
    )
    keeper.close()


@pytest.fixture
def there(cli: Cli, url: str, knowledge: Path, var: Path, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """The command with an edition in the database, built by another machine."""
    monkeypatch.setenv("REVIEW_BOT_ENGINE", "postgres")
    monkeypatch.setenv("REVIEW_BOT_ENGINE_URL", url)
    write_toy_export(var)
    build_there(url, knowledge)
    return cli


def told(cli: Cli) -> list[tuple[str, str, str]]:
    """Return state, words and advice of each line on the edition."""
    found = json.loads(cli("doctor", "--json").output)
    return [(f["state"], f["says"], f["do"]) for f in found if f["name"] == "edition"]


@pytest.mark.postgres
def test_an_edition_in_the_database_is_examined_there(there: Cli, var: Path) -> None:
    assert not (var / "current").exists()

    database, loads = told(there)

    assert database[0] == loads[0] == "ok"
    assert " with pgvector 0." in database[1] and " keeps the editions, " in database[1]
    assert "loads: 2 papers, 5 passages, built 0 days ago." in loads[1]


@pytest.mark.postgres
def test_before_any_build_there_it_says_what_to_do(
    cli: Cli, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REVIEW_BOT_ENGINE", "postgres")
    monkeypatch.setenv("REVIEW_BOT_ENGINE_URL", url)

    assert [line[:2] for line in told(cli)] == [
        ("mend", "Nothing has been built yet; run 'review-bot build' first.")
    ]


@pytest.mark.postgres
def test_an_edition_there_of_an_older_knowledge_is_told(there: Cli, knowledge: Path) -> None:
    (knowledge / "glossary.yaml").write_text("terms: []\n")

    assert told(there)[-1] == (
        "mend",
        "The knowledge folder was edited since it was built.",
        "Run 'review-bot build'.",
    )


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("DELETE FROM {}.passages WHERE number = 1", "it lacks 1 of 5 passages."),
        ("DELETE FROM {}.words WHERE number = 1", "it lacks the words of 1 of 5 passages."),
        ("DELETE FROM {}.papers", "it lacks 2 of 2 papers."),
        ("DROP TABLE {}.stems, {}.postings CASCADE", "it lacks its table 'postings', its table 's"),
        ("DELETE FROM {}.postings", "of its words stand."),
        ("DROP SCHEMA {} CASCADE", "it lacks its table 'papers', "),
    ],
)
def test_an_edition_that_is_not_whole_there_must_be_mended(
    there: Cli, url: str, knowledge: Path, harm: str, said: str
) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(harm.replace("{}", "review_edition_1").encode())

    ((state, says, do),) = told(there)

    assert state == "mend" and said in says
    assert says.startswith("The edition in the database is not whole: ")
    assert do == "Run 'review-bot build --fresh', or restore a backup."
    build_there(url, knowledge)
    assert [line[0] for line in told(there)] == ["ok", "ok"]


@pytest.mark.postgres
def test_an_edition_whose_own_words_do_not_lead_to_it_must_be_mended(there: Cli, url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(b"UPDATE review_edition_1.views SET number = 5 - number, paper = 7")

    assert "finds none of them" in told(there)[-1][1]


def test_no_line_on_a_database_where_editions_are_in_a_folder(built_cli: Cli) -> None:
    assert [line[0] for line in told(built_cli)] == ["ok"]


@pytest.mark.postgres
def test_a_database_out_of_reach_is_told(knowledge: Path, var: Path) -> None:
    nowhere = "postgresql://nobody@127.0.0.1:1/none"
    (found,) = edition(Settings(knowledge, var, TOY_MODEL, engine="postgres", engine_url=nowhere))

    assert found.state == "mend" and "cannot be used" in found.says
