"""One web process for every front, with its health beside it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot import log
from bot.desk import Desk
from bot.settings import ServeSettings
from bot.slack.app import SlackFront

_LARGEST_BODY = 1_000_000
"""Bytes; Slack's largest events are far below."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen."""

    host: str
    port: int


def serve(desk: Desk, settings: ServeSettings, address: Address) -> None:
    """Serve until told to stop."""
    log.to_stream()
    log.event("serving", host=address.host, port=address.port)
    uvicorn.run(
        web_app(desk, settings),
        host=address.host,
        port=address.port,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=20,
    )


def web_app(desk: Desk, settings: ServeSettings) -> Starlette:
    """Return the web application: the fronts that are configured, /healthz and /readyz."""
    slack = SlackFront(desk, settings)

    async def healthz(_request: Request) -> Response:
        return JSONResponse({"ok": True})

    async def readyz(_request: Request) -> Response:
        parts = {"papers": True, "store": await desk.is_ready(), "slack": await slack.is_ready()}
        return JSONResponse(parts, status_code=200 if all(parts.values()) else 503)

    async def slack_events(request: Request) -> Response:
        body = bytearray()
        async for piece in request.stream():
            body += piece
            if len(body) > _LARGEST_BODY:
                return Response("This request is too large.", 413)
        status, kind, text = await slack.receive(bytes(body), dict(request.headers))
        return Response(text, status, media_type=kind)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        await slack.start()
        yield
        await slack.stop()
        desk.close()

    routes = [Route("/healthz", healthz), Route("/readyz", readyz)]
    if slack.takes_http:
        routes.append(Route("/slack/events", slack_events, methods=["POST"]))
    return Starlette(routes=routes, lifespan=lifespan)
