"""Slack's side of the wire for tests without a client: signs what it sends, notes what it gets."""

import asyncio
import json
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import httpx
import uvicorn
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.desk import Desk, Policy
from bot.library import Library
from bot.serve import fronts, web_app
from bot.settings import ServeSettings, SlackSettings
from bot.store import Store
from tests import toy_bot as toy
from tests.engines import store_url
from tests.local_slack import BOT, CHANNEL, LENA, SECRET, TEAM, free_port, is_up, until


@dataclass
class Call:
    """One call of the bot's to Slack, and when it came."""

    method: str
    body: dict[str, Any]
    at: float = field(default_factory=time.time)


@dataclass
class SlackDouble:
    """Slack's Web API: answers every call, and can be told to refuse some."""

    base: str
    calls: list[Call] = field(default_factory=list)
    refusals: dict[str, list[Response]] = field(default_factory=dict)
    replies: list[dict[str, Any]] = field(default_factory=list)

    def made(self, method: str) -> list[dict[str, Any]]:
        """Return the bodies of the calls of a method, in order."""
        return [call.body for call in list(self.calls) if call.method == method]

    async def answer(self, request: Request) -> Response:
        """Note a call, and answer it as Slack would."""
        method = request.path_params["method"]
        raw = await request.body()
        is_json = "json" in request.headers.get("content-type", "")
        body = json.loads(raw or b"{}") if is_json else dict(parse_qsl(raw.decode()))
        waiting = self.refusals.get(method)
        if waiting:
            return waiting.pop(0)
        self.calls.append(Call(method, body))
        if method == "auth.test":
            known = {"team_id": TEAM, "user_id": BOT, "bot_id": "B0REVIEW", "team": "Anyshire"}
            return JSONResponse({"ok": True, "url": "https://anyshire.test/"} | known)
        if method == "conversations.replies":
            return JSONResponse({"ok": True, "messages": self.replies})
        if method.startswith("views."):
            return JSONResponse({"ok": True, "view": {"id": "V1"}})
        return JSONResponse({"ok": True, "ts": f"{time.time():.6f}", "channel": CHANNEL})


@contextmanager
def slack_double() -> Iterator[SlackDouble]:
    """Run the double until the test is over."""
    port = free_port()
    double = SlackDouble(f"http://127.0.0.1:{port}")
    app = Starlette(routes=[Route("/api/{method:path}", double.answer, methods=["POST", "GET"])])
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until(lambda: is_up(f"{double.base}/api/api.test"))
    double.calls.clear()
    try:
        yield double
    finally:
        server.should_exit = True
        thread.join()


@asynccontextmanager
async def bot(
    folder: Path, double: SlackDouble, library: Library | None = None, **policy: Any
) -> AsyncIterator[httpx.AsyncClient]:
    """Run the bot in this process; what is sent to it goes as if over the network."""
    store = Store(store_url(folder))
    store.migrate()
    desk = Desk(library or toy.library(), store, Policy(**policy))
    async with bot_on(desk, folder, double) as client:
        yield client


@asynccontextmanager
async def bot_on(desk: Desk, folder: Path, double: SlackDouble) -> AsyncIterator[httpx.AsyncClient]:
    """Run the bot in this process on a desk of one's own."""
    app = web_app(desk, fronts(desk, settings(folder, double)))
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://bot.test") as client,
    ):
        yield client


def settings(folder: Path, double: SlackDouble) -> ServeSettings:
    """Return settings for HTTP mode against the double."""
    return ServeSettings(
        database=f"sqlite:///{folder / 'store.db'}",
        slack=SlackSettings("xoxb-test", SECRET, api=f"{double.base}/api/"),
    )


def signed(body: str, kind: str, at: float | None = None, secret: str = SECRET) -> dict[str, str]:
    """Return the headers of a request as Slack signs it."""
    timestamp = str(int(time.time() if at is None else at))
    signature = SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body)
    return {
        "content-type": kind,
        "x-slack-request-timestamp": timestamp,
        "x-slack-signature": str(signature),
    }


async def send_event(client: httpx.AsyncClient, body: dict[str, Any], **extra: str) -> int:
    """Send an event as Slack does; return the status."""
    text = json.dumps(body)
    headers = signed(text, "application/json") | extra
    return (await client.post("/slack/events", content=text, headers=headers)).status_code


async def send_form(client: httpx.AsyncClient, fields: dict[str, Any]) -> httpx.Response:
    """Send a command, or with the field "payload" a shortcut, press or window, as Slack does."""
    made = {k: json.dumps(v) if isinstance(v, dict) else v for k, v in fields.items()}
    text = urlencode(made)
    headers = signed(text, "application/x-www-form-urlencoded")
    return await client.post("/slack/events", content=text, headers=headers)


def mention(
    text: str, number: int = 1, user: str = LENA, channel: str = CHANNEL, **event: Any
) -> dict[str, Any]:
    """Return the event of a mention; `number` makes its id and ts."""
    ts = f"1700000000.{number:06d}"
    inner = {"type": "app_mention", "user": user, "team": TEAM, "channel": channel, "ts": ts}
    return {
        "type": "event_callback",
        "team_id": TEAM,
        "api_app_id": "A0REVIEW",
        "event_id": f"Ev{number}",
        "event": inner | {"text": f"<@{BOT}> {text}"} | event,
    }


def message(text: str, number: int = 1, channel: str = "D0LENA", **event: Any) -> dict[str, Any]:
    """Return the event of a message, direct unless a channel is named."""
    kind = "im" if channel[0] == "D" else "channel"
    made = mention("", number, channel=channel)
    made["event"] |= {"type": "message", "text": text, "channel_type": kind} | event
    return made


async def settled(double: SlackDouble, method: str, count: int = 1) -> list[dict[str, Any]]:
    """Return the calls of a method once there are so many."""
    for _ in range(400):
        if len(double.made(method)) >= count:
            break
        await asyncio.sleep(0.05)
    return double.made(method)


async def quiet(double: SlackDouble) -> None:
    """Wait a while for calls that should not come."""
    before = -1
    while len(double.calls) != before:
        before = len(double.calls)
        await asyncio.sleep(0.3)
