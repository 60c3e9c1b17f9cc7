"""An edition made elsewhere answers within seconds, on PostgreSQL because the build says so."""

import asyncio
import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import httpx
import psycopg
import pytest
from conftest import Cli
from toys import TOY_MODEL, WordEncoder, write_knowledge, write_toy_export

from bot.answer import Answerer
from bot.desk import Desk, Policy
from bot.followers import Subscription
from bot.library import Library
from bot.store import Store
from index.build import build
from index.postgres_editions import PostgresEditions
from tests import toy_bot as toy
from tests.local_slack import free_port, is_up, until
from tests.slack_double import slack_double
from tests.vector_server import Server

pytestmark = pytest.mark.postgres
HOME = Path(__file__).parent.parent
SOON = 5.0
"""Seconds; whoever only looks by the clock takes up to 15."""
OLD, NEW = "£90 a week", "£95 a week"
_numbers = count()


@pytest.fixture
def url(vector_server: Server) -> Iterator[str]:
    """The address of an empty database."""
    yield vector_server.fresh(f"heard_{next(_numbers)}")
    vector_server.start()


def save(kept: PostgresEditions, identity: str) -> None:
    made = toy.edition()
    kept.save(replace(made, about=replace(made.about, id=identity)), keep=3)


async def answers_from(desk: Desk, identity: str) -> None:
    end = time.monotonic() + SOON
    while desk.library.inside.edition.about.id != identity:
        assert time.monotonic() < end, f"{identity} was not heard of"
        await asyncio.sleep(0.02)


def desk_on(kept: PostgresEditions, var: Path) -> Desk:
    kept.mirror()

    def library() -> Library:
        return Library(Answerer(kept.load(), toy.WordEncoder()), (), var, elsewhere=kept)

    store = Store(f"sqlite:///{var / 'store.db'}")
    store.migrate()
    return Desk(library(), store, Policy(), library)


def listeners(url: str) -> list[int]:
    """Return the database's processes that wait for notices."""
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE query LIKE 'LISTEN%' "
            "AND datname = current_database()"
        ).fetchall()
    return [pid for (pid,) in rows]


def test_a_replica_hears_of_an_edition_and_of_one_made_while_it_could_not_listen(
    vector_server: Server, url: str, tmp_path: Path
) -> None:
    builder = PostgresEditions(url, tmp_path / "builder")
    save(builder, "a")
    desk = desk_on(PostgresEditions(url, tmp_path / "replica"), tmp_path / "replica")

    async def scene() -> None:
        listening = asyncio.create_task(desk.listen())
        await asyncio.to_thread(until, lambda: len(listeners(url)) == 1)
        await asyncio.to_thread(save, builder, "b")
        await answers_from(desk, "b")

        with psycopg.connect(url, autocommit=True) as connection:
            for pid in listeners(url):
                connection.execute("SELECT pg_terminate_backend(%s)", (pid,))
        await asyncio.to_thread(save, builder, "c")
        await answers_from(desk, "c")

        await asyncio.to_thread(vector_server.stop)
        await asyncio.sleep(0.5)
        await asyncio.to_thread(vector_server.start)
        await asyncio.to_thread(save, builder, "d")
        await answers_from(desk, "d")
        assert len(await asyncio.to_thread(listeners, url)) == 1
        listening.cancel()
        await asyncio.wait([listening])
        await asyncio.to_thread(until, lambda: listeners(url) == [])

    asyncio.run(scene())
    desk.close()


def test_nobody_hears_of_an_edition_before_it_is_current(url: str, tmp_path: Path) -> None:
    builder = PostgresEditions(url, tmp_path)
    broken = toy.edition((toy.MARLOW, toy.KIRKFORD), toy.PASSAGES)

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("LISTEN review_bot_edition_made")
        with pytest.raises(ValueError, match="follow the order of its papers"):
            builder.save(broken, keep=1)
        save(builder, "whole")
        told = [notice.payload for notice in connection.notifies(timeout=SOON, stop_after=1)]
        assert connection.execute("SELECT id FROM review_current_edition").fetchone() == ("whole",)
    assert told == ["whole"]


class Machines:
    """A machine that builds and one that answers, with a database in common and no folder."""

    def __init__(self, folder: Path, url: str) -> None:
        self.knowledge = write_knowledge(folder / "knowledge")
        self.builder, self.var = folder / "builder", folder / "var"
        write_toy_export(self.var)
        self.url = url
        self.environment = {
            "PYTHONPATH": str(HOME),
            "REVIEW_BOT_MODEL": TOY_MODEL,
            "REVIEW_BOT_KNOWLEDGE": str(self.knowledge),
            "REVIEW_BOT_VAR": str(self.var),
            "REVIEW_BOT_ENGINE": "postgres",
            "REVIEW_BOT_ENGINE_URL": url,
            "TERM": "dumb",
        }

    def build(self) -> None:
        """Build on the machine that builds."""
        keeper = PostgresEditions(self.url, self.builder)
        build(
            self.knowledge,
            self.builder,
            model=TOY_MODEL,
            keep=2,
            encoder=WordEncoder(),
            keeper=keeper,
        )
        keeper.close()

    def build_again(self) -> None:
        """Build with a higher allowance."""
        summary = next((self.knowledge / "summaries").glob("barrowmere*"))
        summary.write_text(summary.read_text().replace(OLD, NEW))
        self.build()

    def run(self, *words: str, **more: object) -> "subprocess.Popen[bytes]":
        """Run review-bot on the machine that answers."""
        command = [sys.executable, "-c", "from bot.cli import main; main()", *words]
        outside = {n: v for n, v in os.environ.items() if "DISPLAY" not in n}
        given = {"env": outside | self.environment, "stderr": subprocess.DEVNULL}
        return subprocess.Popen(command, **(given | more))  # type: ignore[call-overload]


@pytest.fixture
def machines(tmp_path: Path, url: str) -> Machines:
    made = Machines(tmp_path / "machines", url)
    made.build()
    return made


def answer_at(port: int) -> str:
    body = {"question": "what allowance do kinship carers get?"}
    return httpx.post(f"http://127.0.0.1:{port}/api/ask", json=body, timeout=30).text


@pytest.mark.parametrize("command", ["serve", "run"])
def test_both_commands_answer_from_what_another_machine_builds(
    machines: Machines, command: str
) -> None:
    port = free_port()
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
    process = machines.run(command, "--port", str(port), **quiet)
    try:
        until(lambda: is_up(f"http://127.0.0.1:{port}/readyz"), 60)
        assert OLD in answer_at(port)
        until(lambda: len(listeners(machines.url)) == 1)
        machines.build_again()
        until(lambda: NEW in answer_at(port), SOON)
    finally:
        process.terminate()
        process.wait(60)


def test_so_does_the_prompt_where_no_pages_are_served(machines: Machines) -> None:
    mine, theirs = pty.openpty()
    machines.environment["REVIEW_BOT_WEB"] = "off"
    process = machines.run("run", stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    said = b""

    def hears(words: str) -> Callable[[], bool]:
        def look() -> bool:
            nonlocal said
            if select.select([mine], [], [], 0.1)[0]:
                said += os.read(mine, 65_536)
            return words.encode() in said

        return look

    try:
        until(hears("> "), 60)
        os.write(mine, b"what allowance do kinship carers get?\n")
        until(hears("£90"), 60)
        machines.build_again()
        os.write(mine, b"what allowance do kinship carers get?\n")
        until(hears("£95"), 60)
    finally:
        process.kill()
        process.wait()
        os.close(mine)


def test_so_does_the_command_that_sends_digests(
    machines: Machines, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in machines.environment.items():
        monkeypatch.setenv(name, value)
    first = PostgresEditions(machines.url, machines.var).current()
    store = Store(f"sqlite:///{machines.var / 'store.db'}")
    store.migrate()
    store.followers.subscribe(Subscription("slack:C1", "", "lena", False, first or ""))
    machines.build_again()

    with slack_double() as double:
        monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-test")
        monkeypatch.setenv("SLACK_API_URL", f"{double.base}/api/")
        said = cli("digest")
        posted = [str(call["blocks"]) for call in double.made("chat.postMessage")]

    assert (said.exit_code, len(posted)) == (0, 1), said.output
    assert "£95" in posted[0]
