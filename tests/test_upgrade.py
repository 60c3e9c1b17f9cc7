"""What older programs left behind is taken over: stores, editions, backups (tests/fixtures)."""

import shutil
import sqlite3
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from toys import TOY_MODEL, build_toy, write_knowledge, write_toy_export

from bot.backup import Place, restore
from bot.followers import Subscription
from bot.opening import open_answerer
from bot.settings import Settings
from bot.store import Event, Feedback, Store
from index import edition as editions
from index.build import is_stale
from index.edition import FORMAT, EditionError
from tests.test_store import postgres

__all__ = ["postgres"]
KEPT = Path(__file__).parent / "fixtures"
GIVEN = Feedback(
    "a1",
    "lena",
    "slack",
    "bad",
    "answered",
    ("kirkford-2023#2.1",),
    "toy-1",
    "out_of_date",
    "Kirkford has a newer paper",
    id=7,
    at=1_700_000_000.0,
)


def laid_out(revision: str, folder: Path) -> Store:
    """Return a store as an older program left it."""
    with sqlite3.connect(folder / "store.db") as connection:
        connection.executescript((KEPT / f"store-{revision}.sql").read_text(encoding="utf-8"))
    return Store(f"sqlite:///{folder / 'store.db'}")


def moved_to(postgres: str, store: Store, folder: Path, revision: str) -> Store:
    """Return the same store, still as the older program left it, in PostgreSQL."""
    with sa.create_engine(postgres).begin() as connection:
        connection.execute(sa.text("DROP SCHEMA public CASCADE"))
        connection.execute(sa.text("CREATE SCHEMA public"))
    (folder / "out").mkdir()
    assert store.copy.write(folder / "out") == revision
    made = Store(postgres)
    made.copy.replace(folder / "out", revision)
    return made


@pytest.mark.parametrize("revision", ["0001", "0002"])
@pytest.mark.parametrize("kind", ["sqlite", pytest.param("pg", marks=pytest.mark.postgres)])
def test_an_older_store_keeps_all_and_does_what_is_new(
    tmp_path: Path, revision: str, kind: str, request: pytest.FixtureRequest
) -> None:
    store = laid_out(revision, tmp_path)
    if kind == "pg":
        store = moved_to(request.getfixturevalue("postgres"), store, tmp_path, revision)

    store.migrate()

    assert store.feedback() == [GIVEN]
    assert store.follows("slack:C0KIRKFORD") is True
    assert store.claim(Event("Ev1")) is None
    held = Subscription("slack:C0KIRKFORD", "wardens", "lena", True, "toy-1", id=1)
    assert store.followers.of("slack:C0KIRKFORD") == ([held] if revision == "0002" else [])
    assert store.followers.step("lena") == (3 if revision == "0002" else 0)
    # What is new: progress counts from the upgrade, nobody is paused, things can be added.
    assert store.forget_older(60).progress == 0
    assert store.followers.step("lena") == (3 if revision == "0002" else 0)
    assert store.switch.paused() is None
    store.switch.pause("Lena")
    assert store.switch.deeds()[0].at == pytest.approx(time.time(), abs=60)
    store.add_feedback(GIVEN)
    assert [given.id for given in store.feedback()] == [7]
    assert store.health().is_current
    store.close()


def kept_edition(format_: int, var: Path) -> str:
    """Put a kept edition where the current one is; return its id."""
    shutil.copytree(KEPT / f"edition-{format_}", var / "editions")
    (identity,) = (path.name for path in (var / "editions").iterdir())
    (var / "current").write_text(identity + "\n")
    write_toy_export(var)
    return identity


@pytest.mark.parametrize(
    "format_", sorted(int(path.name.rpartition("-")[2]) for path in KEPT.glob("edition-*"))
)
def test_a_kept_edition_answers_or_says_to_build_and_then_answers(
    knowledge: Path, var: Path, format_: int
) -> None:
    identity = kept_edition(format_, var)
    chosen = Settings(knowledge, var, TOY_MODEL)
    if format_ < FORMAT:
        with pytest.raises(EditionError) as caught:
            open_answerer(chosen)
        assert str(caught.value) == (
            f"Edition {identity} was made by an older review-bot: it has format {format_}, this "
            f"program reads {FORMAT}. Run 'review-bot build' to make it anew from the knowledge "
            "folder; nothing is lost."
        )
        # So that 'review-bot run' and 'build --if-stale' make a new one by themselves.
        assert is_stale(knowledge, var, TOY_MODEL)
        build_toy(knowledge, var)
        assert identity in editions.history(var)

    answer = open_answerer(chosen).answer("kinship carers allowance")

    assert answer.citations[0].quote == (
        "Each kinship carers' household in Barrowmere gets an allowance of £90 a week."
    )


def test_an_edition_of_a_newer_program_says_what_to_do(var: Path) -> None:
    identity = kept_edition(0, var)
    about = var / "editions" / identity / "about.json"
    about.write_text(about.read_text().replace('"format": 0', '"format": 99'))

    with pytest.raises(EditionError, match="was made by a newer review-bot: it has format 99"):
        editions.load(var)


def test_a_backup_of_the_first_format_is_restored(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'var' / 'store.db'}")
    place = Place(tmp_path / "knowledge", tmp_path / "var", store.copy)

    restore(KEPT / "backup-1.tar.gz", place)

    assert store.feedback() == [GIVEN]
    write_toy_export(tmp_path / "var")
    if is_stale(place.knowledge, place.var, TOY_MODEL):
        build_toy(place.knowledge, place.var)
    chosen = Settings(place.knowledge, place.var, TOY_MODEL)
    assert open_answerer(chosen).answer("kinship carers allowance").outcome == "answered"
    written = write_knowledge(tmp_path / "again")
    assert (place.knowledge / "papers.yaml").read_text() == (written / "papers.yaml").read_text()
