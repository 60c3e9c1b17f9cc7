"""A backup holds the edition also where it is in PostgreSQL, and either engine takes it up."""

from itertools import count
from pathlib import Path

import pytest
from conftest import Cli

from bot.answer import Answer
from bot.backup import BackupError, back_up, examine, restore
from index import edition as editions
from index.build import is_stale
from index.postgres_editions import PostgresEditions
from tests.test_backup import House
from tests.test_postgres_engine import schemas
from tests.vector_server import Server

pytestmark = pytest.mark.postgres
_numbers = count()


@pytest.fixture
def fresh(vector_server: Server) -> "type[_Databases]":
    """Gives addresses of empty databases."""
    _Databases.server = vector_server
    return _Databases


class _Databases:
    server: Server

    @classmethod
    def of(cls, engine: str) -> str:
        """Return where an engine keeps editions, "" for a folder."""
        return cls.server.fresh(f"backup_{next(_numbers)}") if engine == "postgres" else ""


def shown(answers: list[Answer]) -> list[object]:
    """Return what of answers a reader sees."""
    return [(a.outcome, a.sentences, [c.quote for c in a.citations], a.searched) for a in answers]


@pytest.mark.parametrize(
    ("first", "second"),
    [("postgres", "postgres"), ("postgres", "faiss"), ("faiss", "postgres")],
)
def test_an_empty_machine_answers_as_before_without_a_build(
    tmp_path: Path, fresh: "type[_Databases]", first: str, second: str
) -> None:
    house = House(tmp_path / "first", editions_at=fresh.of(first)).furnish()
    manifest = back_up(house.place, tmp_path / "b.tar.gz")
    other = House(tmp_path / "second", editions_at=fresh.of(second))

    restore(tmp_path / "b.tar.gz", other.place)
    other.store.migrate()

    assert shown(other.answers()) == shown(house.answers())
    if first == second:
        assert other.answers() == house.answers()
    assert other.kept() == house.kept()
    assert editions.current(other.var) == editions.current(house.var) == manifest.edition
    assert editions.remembered(other.var) == editions.remembered(house.var)
    assert len(editions.remembered(other.var)) == 2
    assert not is_stale(other.knowledge, other.var, other.settings.model)
    # A later build takes its vectors from it, and nothing is left lying twice.
    other.build(keep=1)
    assert len(editions.remembered(other.var)) == 3
    if second == "postgres":
        assert list((other.var / "editions").iterdir()) == []
        assert len(schemas(other.settings.engine_url)) == 1
        replica = tmp_path / "replica"
        PostgresEditions(other.settings.engine_url, replica).mirror()
        assert editions.remembered(replica) == editions.remembered(other.var)
    else:
        assert len(editions.history(other.var)) == 1


def test_the_backup_holds_the_edition_as_a_folder_with_what_is_restricted(
    tmp_path: Path, fresh: "type[_Databases]"
) -> None:
    house = House(tmp_path / "first", editions_at=fresh.of("postgres"))
    house.furnish()
    register = house.knowledge / "papers.yaml"
    register.write_text(
        register.read_text().replace("visibility: public", "visibility: restricted", 1)
    )
    house.build(keep=1)
    back_up(house.place, tmp_path / "b.tar.gz")
    other = House(tmp_path / "second")
    restore(tmp_path / "b.tar.gz", other.place)

    whole = editions.load(other.var, restricted=True)
    assert len(whole.passages) == whole.about.passages == 5
    assert len(editions.load(other.var).passages) < 5
    assert f"var/editions/{whole.about.id}/vectors.faiss" in examine(tmp_path / "b.tar.gz").files


def test_an_edition_in_the_database_is_only_replaced_by_force(
    tmp_path: Path, fresh: "type[_Databases]"
) -> None:
    url = fresh.of("postgres")
    house = House(tmp_path / "first", editions_at=url).furnish()
    back_up(house.place, tmp_path / "b.tar.gz")
    backed_up, answers = house.editions.current(), house.answers()  # type: ignore[union-attr]
    house.build(keep=1)
    bare = House(tmp_path / "second", editions_at=url)

    with pytest.raises(BackupError, match=r"already: an edition in the database. Nothing was"):
        restore(tmp_path / "b.tar.gz", bare.place)
    assert bare.editions.current() != backed_up  # type: ignore[union-attr]

    for _ in range(2):
        restore(tmp_path / "b.tar.gz", bare.place, force=True)
        assert bare.editions.current() == backed_up  # type: ignore[union-attr]
        assert bare.answers() == answers


def test_an_empty_database_is_backed_up_as_one(tmp_path: Path, fresh: "type[_Databases]") -> None:
    house = House(tmp_path / "first", editions_at=fresh.of("postgres"))
    house.knowledge.mkdir(parents=True)
    assert back_up(house.place, tmp_path / "b.tar.gz").edition == ""
    other = House(tmp_path / "second", editions_at=fresh.of("postgres"))
    restore(tmp_path / "b.tar.gz", other.place)
    assert other.editions.current() is None  # type: ignore[union-attr]


def test_the_commands_take_the_edition_from_one_database_to_another(
    cli: Cli,
    knowledge: Path,
    var: Path,
    tmp_path: Path,
    fresh: "type[_Databases]",
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("REVIEW_BOT_ENGINE", "postgres")
    monkeypatch.setenv("REVIEW_BOT_ENGINE_URL", fresh.of("postgres"))
    house = House(tmp_path / "other", editions_at=fresh.of("postgres")).furnish()
    house.knowledge.joinpath("starters.yaml").unlink()
    back_up(house.place, tmp_path / "b.tar.gz")

    done = cli("restore", tmp_path / "b.tar.gz")

    assert done.exit_code == 0, done.output
    assert f"edition {house.editions.current()}, " in done.output  # type: ignore[union-attr]
    assert "Restart every replica" in done.output
    assert "gets an allowance of £90" in cli("ask", "kinship carers allowance").output
    assert cli("backup", tmp_path / "again.tar.gz").exit_code == 0
    again = examine(tmp_path / "again.tar.gz")
    assert again.edition == house.editions.current()  # type: ignore[union-attr]
