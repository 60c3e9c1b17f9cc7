"""A real Slack client run on this machine, and the toy bot beside it, for scenario tests."""

import asyncio
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import aiohttp
import httpx
import yaml

HOME = Path(__file__).resolve().parent.parent
SECRET = "not-a-real-signing-secret"
TEAM, BOT = "T0ANYSHIRE", "U0REVIEW"
LENA, OMAR = "U0LENA", "U0OMAR"
CHANNEL, OTHER_CHANNEL = "C0TEAM", "C0OTHER"
_Value = TypeVar("_Value")


def client_program() -> str | None:
    """Return where the client is: REVIEW_BOT_LOCAL_SLACK, or below node_modules; None if absent."""
    given = os.environ.get("REVIEW_BOT_LOCAL_SLACK")
    path = HOME / "node_modules" / "local-slack-linux-x64" / "bin" / "local-slack"
    return given or (str(path) if path.is_file() else shutil.which("local-slack"))


@dataclass
class LocalSlack:
    """The running client, driven and read over its control interface."""

    base: str
    http: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=30))

    def say(self, text: str, channel: str = CHANNEL, user: str = LENA, thread: str = "") -> str:
        """Have a user write a message; return its ts."""
        body = {"channel": channel, "user": user, "text": text}
        body |= {"thread_ts": thread} if thread else {}
        return str(self._post("message", body)["message"]["ts"])

    def command(self, text: str, user: str = LENA) -> None:
        """Have a user type /review."""
        self._post(
            "command", {"channel": CHANNEL, "user": user, "command": "/review", "text": text}
        )

    def press(self, message: dict[str, Any], action: dict[str, Any], user: str = LENA) -> None:
        """Have a user press a button of a message."""
        place = {"channel": message["channel"], "messageTs": message["ts"]}
        self._post("interact", place | {"user": user, "action": action})

    def open_home(self, user: str = LENA) -> None:
        """Have a user open App Home."""
        self._post("open-home", {"user": user})

    def reset(self) -> None:
        """Forget all messages."""
        self._post("reset", {})

    def messages(self, channel: str = CHANNEL) -> list[dict[str, Any]]:
        """Return a channel's messages, those that only one user sees among them."""
        found = self.http.get(f"{self.base}/_control/messages/{channel}").json()["messages"]
        return [message | {"channel": channel} for message in found]

    def replies(self, thread: str, channel: str = CHANNEL) -> list[dict[str, Any]]:
        """Return the bot's messages in a thread."""
        return [
            m for m in self.messages(channel) if m.get("thread_ts") == thread and m["user"] == BOT
        ]

    def private(self, channel: str = CHANNEL) -> list[dict[str, Any]]:
        """Return the bot's messages that only one user sees."""
        return [m for m in self.messages(channel) if m.get("subtype") == "ephemeral"]

    def log(self) -> list[dict[str, Any]]:
        """Return all envelopes, calls and acknowledgements, as the client noted them."""
        return list(self.http.get(f"{self.base}/_control/log").json()["log"])

    def direct_channel(self, user: str = LENA) -> str:
        """Return the channel of a user's direct messages with the bot."""
        state = self.http.post(
            f"{self.base}/api/conversations.open",
            headers={"authorization": "Bearer xoxb-test"},
            json={"users": user},
        )
        return str(state.json()["channel"]["id"])

    def page(self) -> dict[str, Any]:
        """Return what the client's own page would show: the open windows, App Home."""
        return asyncio.run(self._page([]))

    def send_window(self, values: dict[str, Any], user: str = LENA) -> dict[str, Any]:
        """Have a user send the open window; return what the page shows then."""
        return asyncio.run(self._page([{"t": "view_submit", "user": user, "values": values}]))

    async def _page(self, steps: list[dict[str, Any]]) -> dict[str, Any]:
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(f"{self.base}/ui", max_msg_size=0) as page,
        ):
            state: dict[str, Any] = json.loads((await page.receive()).data)["state"]
            for step in steps:
                await page.send_str(json.dumps(step))
                with suppress(asyncio.TimeoutError):
                    while True:
                        heard = json.loads((await page.receive(timeout=3)).data)
                        state.setdefault("heard", []).append(heard)
                        if heard["t"] in ("view", "view_errors"):
                            break
            return state

    def _post(self, what: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = self.http.post(f"{self.base}/_control/{what}", json=body)
        answer.raise_for_status()
        return dict(answer.json())


@contextmanager
def local_slack(folder: Path, mode: str, bot_port: int) -> Iterator[LocalSlack]:
    """Run the client until the test is over."""
    port = free_port()
    config = {
        "workspace": {"name": "Anyshire", "domain": "anyshire", "teamId": TEAM},
        "app": {
            "appId": "A0REVIEW",
            "botUserId": BOT,
            "botName": "review-bot",
            "botToken": "xoxb-test",
            "appToken": "xapp-test",
            "signingSecret": SECRET,
            "mode": mode,
            "requestUrl": f"http://127.0.0.1:{bot_port}/slack/events",
        },
        "users": [
            {"id": LENA, "name": "lena", "real_name": "Lena Marsh", "email": "lena@anyshire.test"},
            {"id": OMAR, "name": "omar", "real_name": "Omar Reed", "email": "omar@anyshire.test"},
        ],
        "channels": [
            {"id": CHANNEL, "name": "team", "members": [LENA, OMAR, BOT]},
            {"id": OTHER_CHANNEL, "name": "other", "members": [LENA, OMAR, BOT]},
        ],
    }
    path = folder / "slack.yaml"
    path.write_text(yaml.safe_dump(config), encoding="utf-8")
    program = client_program()
    assert program is not None
    command = [program, "--config", str(path), "--port", str(port), "--base-host", "127.0.0.1"]
    with running(command, {}, folder / "client.log"):
        base = f"http://127.0.0.1:{port}"
        until(lambda: is_up(f"{base}/_control/state"))
        yield LocalSlack(base)


@contextmanager
def toy_bot(folder: Path, port: int, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run the toy bot, ready to answer, until the test is over."""
    with running(
        [sys.executable, "-m", "tests.toy_bot", str(port)], environment, folder / "bot.log"
    ) as p:
        until(lambda: is_up(f"http://127.0.0.1:{port}/readyz"))
        yield p


@contextmanager
def running(
    command: list[str], environment: dict[str, str], log: Path, folder: Path = HOME
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program in a folder with its output in a file, and end it afterwards."""
    with log.open("ab") as out:
        process = subprocess.Popen(
            command, cwd=folder, env=os.environ | environment, stdout=out, stderr=out
        )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def until(what: Callable[[], _Value], seconds: float = 20) -> _Value:
    """Return the first value of `what` that is true; fails after a good while."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = what()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("That did not come about.")


def is_up(url: str) -> bool:
    """Whether an address answers well."""
    try:
        return httpx.get(url, timeout=2).status_code == 200
    except httpx.HTTPError:
        return False


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def words(message: dict[str, Any]) -> str:
    """Return all that a message's or view's blocks say."""
    found: list[str] = []

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            if isinstance(value.get("text"), str):
                found.append(value["text"])
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    walk(message.get("blocks"))
    return " ".join(found)
