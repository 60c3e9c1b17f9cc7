"""Two builds never run at once, whoever began them; one that died stands in nobody's way."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest
from conftest import Cli
from toys import TOY_MODEL, WordEncoder, build_toy, write_toy_export

from bot import background
from bot.settings import Settings
from index import edition as editions
from index.alone import BuildRunningError, is_building
from index.build import build
from index.postgres import Postgres
from index.postgres_editions import PostgresEditions
from tests.local_slack import until
from tests.vector_server import Server

HOME = Path(__file__).parent.parent
_numbers = count()
_SLOW = """
import sys, time
from pathlib import Path
sys.path.insert(0, "tests")
from toys import TOY_MODEL, WordEncoder
from index.build import build
from index.postgres_editions import PostgresEditions

class Slow(WordEncoder):
    def encode(self, texts, progress=None):
        print("at work", flush=True)
        time.sleep(120)

knowledge, var, url = sys.argv[1:]
keeper = PostgresEditions(url, Path(var)) if url else None
build(
    Path(knowledge), Path(var), model=TOY_MODEL, keep=2, fresh=True, encoder=Slow(), keeper=keeper
)
"""


@contextmanager
def building(knowledge: Path, var: Path, url: str = "") -> "Iterator[subprocess.Popen[bytes]]":
    """Run a build that takes its time in another process."""
    command = [sys.executable, "-c", _SLOW, str(knowledge), str(var), url]
    process = subprocess.Popen(command, cwd=HOME, stdout=subprocess.PIPE)
    assert process.stdout
    try:
        assert process.stdout.readline() == b"at work\n"
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def test_a_second_build_says_which_one_runs_and_what_to_do(
    cli: Cli, knowledge: Path, var: Path
) -> None:
    write_toy_export(var)
    build_toy(knowledge, var)
    before = editions.current(var)
    with building(knowledge, var) as other:
        said = cli("build")

        assert said.exit_code == 1
        assert f"A build is running already (process {other.pid} on " in said.output
        assert "Wait until it has ended and try again" in said.output
        assert editions.current(var) == before
        # Only another folder may be built in meanwhile.
        build_toy(knowledge, var.parent / "another")
        other.send_signal(signal.SIGKILL)
        other.wait()
        assert cli("build").exit_code == 0
    assert editions.current(var) != before
    assert not is_building(var)


def test_a_lock_that_cannot_be_written_is_told_in_a_sentence(
    cli: Cli, knowledge: Path, var: Path
) -> None:
    write_toy_export(var)
    (var / "building.lock").mkdir()
    said = cli("build")

    assert said.exit_code == 1
    assert "cannot be written to (Is a directory); make room or name another" in said.output
    assert "Traceback" not in said.output
    assert not is_building(var)


def test_nothing_is_restored_while_a_build_runs(
    cli: Cli, knowledge: Path, var: Path, tmp_path: Path
) -> None:
    write_toy_export(var)
    build_toy(knowledge, var)
    assert cli("backup", tmp_path / "b.tar.gz").exit_code == 0
    build_toy(knowledge, var)
    before = editions.current(var)
    with building(knowledge, var) as other:
        said = cli("restore", tmp_path / "b.tar.gz", "--force")

        assert said.exit_code == 1
        assert f"A build is running already (process {other.pid} on " in said.output
        assert "Nothing was changed." in said.output
        assert editions.current(var) == before
    assert cli("restore", tmp_path / "b.tar.gz", "--force").exit_code == 0
    assert editions.current(var) != before


def test_the_administrators_page_begins_none_beside_one_of_the_command_line(
    knowledge: Path, var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REVIEW_BOT_MODEL", TOY_MODEL)
    write_toy_export(var)
    build_toy(knowledge, var)
    chosen = Settings(knowledge, var, TOY_MODEL)
    with building(knowledge, var):
        assert not background.start("build", chosen)
        assert background.last("build", var) is None
        assert background.start("check", chosen)
    assert background.start("build", chosen)
    until(lambda: not background.is_running("build", var), 60)
    ended = background.last("build", var)
    assert ended and ended.outcome == "done"


@pytest.mark.postgres
def test_two_machines_that_build_into_one_database_take_turns(
    knowledge: Path, tmp_path: Path, vector_server: Server
) -> None:
    url = vector_server.fresh(f"alone_{next(_numbers)}")
    keeper = PostgresEditions(url, tmp_path / "mine")

    def build_here() -> str:
        made = build(
            knowledge,
            tmp_path / "mine",
            model=TOY_MODEL,
            keep=2,
            encoder=WordEncoder(),
            keeper=keeper,
        )
        return made.about.id

    with building(knowledge, tmp_path / "theirs", url) as other:
        with pytest.raises(
            BuildRunningError, match=r"running already \(into this database, from 127\.0\.0\.1 sin"
        ):
            build_here()
        assert keeper.current() is None
        other.kill()
        other.wait()
        assert build_here() == keeper.current()
    # Of another user's connection the database tells less.
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP ROLE IF EXISTS onlooker")
        connection.execute("CREATE ROLE onlooker LOGIN")
    onlooker = Postgres(url.replace("postgres@", "onlooker@"))
    with keeper.alone(), onlooker.lock(7310420, 1, 0.0) as holder:
        assert holder == "by another user of it"
    assert build_here() == keeper.current()


@pytest.mark.postgres
def test_the_administrators_page_builds_into_the_database_that_is_set(
    knowledge: Path, var: Path, vector_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = vector_server.fresh(f"alone_{next(_numbers)}")
    monkeypatch.setenv("REVIEW_BOT_MODEL", TOY_MODEL)
    monkeypatch.setenv("REVIEW_BOT_ENGINE", "postgres")
    monkeypatch.setenv("REVIEW_BOT_ENGINE_URL", url)
    write_toy_export(var)
    keeper = PostgresEditions(url, var)
    build_toy(knowledge, var, keeper=keeper)
    before = keeper.current()

    assert background.start("build", Settings(knowledge, var, TOY_MODEL))
    until(lambda: not background.is_running("build", var), 60)

    ended = background.last("build", var)
    assert ended and ended.outcome == "done", ended
    assert keeper.current() != before
    assert list((var / "editions").iterdir()) == []
