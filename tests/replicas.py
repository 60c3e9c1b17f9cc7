"""Two replicas behind nginx, asked as Slack asks: signed, and again when not acknowledged."""

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import psycopg
from toys import TOY_MODEL, build_toy, write_knowledge, write_toy_export

from index.postgres_editions import PostgresEditions
from tests.local_slack import SECRET, free_port, is_up, running, until
from tests.slack_double import SlackDouble, mention, signed, slack_double
from tests.vector_server import Server, server

_ACK_SECONDS = 3.0
_CHANNELS = 60
OLD, NEW = "£90 a week", "£95 a week"
RESTARTED = "I was restarted"


def nginx_program() -> str | None:
    """Return where nginx is."""
    return shutil.which("nginx") or shutil.which("/usr/sbin/nginx")


@dataclass
class Replicas:
    """Two running replicas; `port` is nginx's, `ports` are their own. With editions in a database
    each has a folder of its own beside.
    """

    folder: Path
    environment: dict[str, str]
    editions_at: str = ""
    port: int = 0
    ports: list[int] = field(default_factory=list)
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, number: int) -> None:
        """Start a replica, or start it again."""
        out = (self.folder / f"replica{number}.log").open("ab")
        command = [sys.executable, "-m", "tests.replica", str(self.ports[number])]
        own = {"REVIEW_BOT_VAR": str(self.var(number))}
        process = subprocess.Popen(
            command, env=os.environ | self.environment | own, stdout=out, stderr=out
        )
        out.close()
        self.processes[number : number + 1] = [process]

    def wait(self, number: int) -> None:
        """Wait until a replica is ready."""
        until(lambda: is_up(f"http://127.0.0.1:{self.ports[number]}/readyz"), 60)

    def var(self, number: int) -> Path:
        """Return the folder of what a replica builds or, from a database, has heard of."""
        return self.folder / (f"var{number}" if self.editions_at else "var")

    def build(self) -> None:
        """Build an edition; where it goes into a database, on a machine that does not answer."""
        knowledge, keeper = self.folder / "knowledge", None
        if self.editions_at:
            keeper = PostgresEditions(self.editions_at, self.folder / "builder")
        build_toy(knowledge, self.folder / ("builder" if keeper else "var"), keeper=keeper)
        if keeper:
            keeper.close()

    def swap(self) -> None:
        """Build a new edition, in which an allowance is higher."""
        summary = next((self.folder / "knowledge" / "summaries").glob("barrowmere*"))
        summary.write_text(summary.read_text().replace(OLD, NEW))
        self.build()

    def log(self) -> str:
        """Return what all of them logged."""
        return "".join(path.read_text() for path in sorted(self.folder.glob("replica*.log")))


@contextmanager
def replicas(
    folder: Path, double: SlackDouble, database: str, lease: float, engine: str = "faiss"
) -> Iterator[Replicas]:
    """Run two replicas on one store and one folder of editions, or on editions in the store's
    database, with nginx before them.
    """
    write_knowledge(folder / "knowledge")
    environment = {
        "SLACK_BOT_TOKEN": "xoxb-test",
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": f"{double.base}/api/",
        "REVIEW_BOT_KNOWLEDGE": str(folder / "knowledge"),
        "REVIEW_BOT_ENGINE": engine,
        "REVIEW_BOT_MODEL": TOY_MODEL,
        "REVIEW_BOT_QUESTIONS_A_MINUTE": "100000",
        "DATABASE_URL": database,
        "REPLICA_LEASE": str(lease),
    }
    editions_at = database if engine == "postgres" else ""
    made = Replicas(folder, environment, editions_at, free_port(), [free_port(), free_port()])
    for var in {made.var(number) for number in range(2)}:
        write_toy_export(var)
    made.build()
    program = nginx_program()
    assert program is not None
    config = folder / "nginx.conf"
    config.write_text(_nginx(made, folder), encoding="utf-8")
    with ExitStack() as stack:
        stack.callback(_end, made)
        for number in range(2):
            made.start(number)
        for number in range(2):
            made.wait(number)
        command = [program, "-p", str(folder), "-e", str(folder / "nginx.log"), "-c", str(config)]
        stack.enter_context(running(command, {}, folder / "nginx.out"))
        until(lambda: is_up(f"http://127.0.0.1:{made.port}/readyz"))
        yield made


@contextmanager
def on_trial(engine: str, lease: float) -> Iterator[tuple[Replicas, SlackDouble, Server]]:
    """Run two replicas with a database and a Slack of their own, in folders thrown away after."""
    # Ended by a time limit, it must not leave its servers behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with (
        tempfile.TemporaryDirectory() as room,
        tempfile.TemporaryDirectory() as data,
        slack_double() as double,
    ):
        Path(data).chmod(0o755)
        with (
            server(Path(data) / "postgres") as database,
            replicas(Path(room), double, database.url, lease, engine) as made,
        ):
            yield made, double, database


@dataclass
class Attempt:
    """One sending of an event: when it began and ended, and the status, 0 for none."""

    begun: float
    ended: float
    status: int


@dataclass
class Run:
    """What came of a load; moments are seconds since the epoch. Between `killed` and `gone` the
    system takes the replica down.
    """

    attempts: dict[int, list[Attempt]]
    killed: float = 0.0
    gone: float = 0.0

    @property
    def failed(self) -> list[Attempt]:
        """The first sendings that were not acknowledged."""
        return [each[0] for each in self.attempts.values() if each[0].status != 200]

    @property
    def failed_otherwise(self) -> list[Attempt]:
        """Those of them that were not in flight at the kill."""
        return [each for each in self.failed if each.ended < self.killed or each.begun > self.gone]


async def load(
    made: Replicas, rate: int, seconds: int, retries: tuple[float, ...], restart_after: float
) -> Run:
    """Ask at a rate for a while; kill a replica after a third, swap the edition after a half, start
    the replica again. `retries` are the waits before an event is sent again.
    """
    found = Run({})

    async def disturb() -> None:
        await asyncio.sleep(seconds / 3)
        found.killed = time.time()
        os.kill(made.processes[0].pid, signal.SIGKILL)
        await asyncio.to_thread(made.processes[0].wait)
        found.gone = time.time()
        await asyncio.sleep(restart_after)
        await asyncio.to_thread(made.start, 0)
        await asyncio.sleep(max(0.0, found.killed + seconds / 6 - time.time()))
        await asyncio.to_thread(made.swap)

    found.attempts, _ = await asyncio.gather(ask(made, rate, seconds, retries), disturb())
    return found


async def ask(
    made: Replicas, rate: int, seconds: int, retries: tuple[float, ...]
) -> dict[int, list[Attempt]]:
    """Ask at a rate for a while; return the sendings of each question."""
    found: dict[int, list[Attempt]] = {}
    url = f"http://127.0.0.1:{made.port}/slack/events"
    timeout = aiohttp.ClientTimeout(total=_ACK_SECONDS)
    # Not httpx, whose pool takes ever longer the more requests wait for it.
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as client:

        async def one(number: int, start: float) -> None:
            await asyncio.sleep(max(0.0, start + number / rate - time.monotonic()))
            found[number] = attempts = [await _send(client, url, number, 0)]
            for retry, wait in enumerate(retries, 1):
                if attempts[-1].status == 200:
                    return
                await asyncio.sleep(wait)
                attempts.append(await _send(client, url, number, retry))

        start = time.monotonic()
        await asyncio.gather(*(one(number, start) for number in range(rate * seconds)))
    return found


def threads(double: SlackDouble) -> tuple[Counter[int], Counter[int]]:
    """Return how often each event was answered, and how often its asker was told to ask again."""
    answered: Counter[int] = Counter()
    told: Counter[int] = Counter()
    for call in double.made("chat.postMessage"):
        number = int(call["thread_ts"].rpartition(".")[2])
        (told if RESTARTED in call["text"] else answered)[number] += 1
    return answered, told


def states(url: str) -> dict[str, int]:
    """Return how many events the store has in which state."""
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT state, count(*) FROM seen GROUP BY state").fetchall()
    return {str(state): int(number) for state, number in rows}


def wait_for_all(double: SlackDouble, count: int, seconds: float) -> None:
    """Wait until every event was answered or its asker told, and a while for any too many."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        answered, told = threads(double)
        if len(answered.keys() | told.keys()) >= count:
            break
        time.sleep(0.5)
    time.sleep(2)


async def _send(client: aiohttp.ClientSession, url: str, number: int, retry: int) -> Attempt:
    text = json.dumps(_event(number))
    headers = signed(text, "application/json")
    if retry:
        headers |= {"x-slack-retry-num": str(retry), "x-slack-retry-reason": "http_error"}
    begun, status = time.time(), 0
    with suppress(aiohttp.ClientError, TimeoutError):
        async with client.post(url, data=text, headers=headers) as answer:
            await answer.read()
            status = answer.status
    return Attempt(begun, time.time(), status)


def _event(number: int) -> dict[str, object]:
    place = f"C{number % _CHANNELS}"
    return mention("kinship carers allowance", number, user=f"U{number}", channel=place)


def _nginx(made: Replicas, folder: Path) -> str:
    servers = "\n".join(f"    server 127.0.0.1:{port} max_fails=0;" for port in made.ports)
    temporary = "\n".join(
        f"  {name}_temp_path {folder}/{name};"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.geteuid() == 0 else ""
    return f"""daemon off;
{user}
pid {folder}/nginx.pid;
events {{ worker_connections 512; }}
http {{
  access_log off;
{temporary}
  upstream replicas {{
{servers}
    keepalive 16;
  }}
  server {{
    listen 127.0.0.1:{made.port};
    location / {{
      proxy_pass http://replicas;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_connect_timeout 1s;
    }}
  }}
}}
"""


def _end(made: Replicas) -> None:
    for process in made.processes:
        if process.poll() is None:
            process.terminate()
    for process in made.processes:
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
