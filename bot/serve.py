"""One web process for every front, with its health beside it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot import log
from bot.desk import Desk
from bot.front import Front
from bot.settings import ServeSettings, UpkeepSettings
from bot.upkeep import Upkeep

_SWEEP_SECONDS = 15.0
_NO_UPKEEP = UpkeepSettings()
Server = uvicorn.Server


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
        web_app(desk, fronts(desk, settings), settings.upkeep),
        host=address.host,
        port=address.port,
        log_config=None,
        access_log=False,
        server_header=False,
        # Which proxies are believed is for bot/web/came.py to say.
        proxy_headers=False,
        timeout_graceful_shutdown=20,
    )


def server(desk: Desk, fronts: Sequence[Front]) -> Server:
    """Return a server that does not run yet; nothing is logged unless somebody says where to."""
    return Server(
        uvicorn.Config(
            web_app(desk, fronts),
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=5,
        )
    )


def fronts(desk: Desk, settings: ServeSettings) -> list[Front]:
    """Return the fronts that are configured; the libraries of the others are not even imported."""
    found: list[Front] = []
    if settings.slack:
        from bot.slack.app import SlackFront

        found.append(SlackFront(desk, settings.slack))
    if settings.teams:
        from bot.teams.app import TeamsFront

        found.append(TeamsFront(desk, settings.teams))
    if settings.web:
        from bot.web.front import WebFront

        # Last: it answers every path that no other front took.
        found.append(WebFront(desk, settings.web, settings.doors, settings.papers))
    return found


def web_app(
    desk: Desk, fronts: Sequence[Front], settings: UpkeepSettings = _NO_UPKEEP
) -> Starlette:
    """Return the web application: the fronts, /healthz, /readyz and /metrics."""
    upkeep = Upkeep(desk, settings)

    async def healthz(_request: Request) -> Response:
        return JSONResponse({"ok": True})

    async def readyz(_request: Request) -> Response:
        parts = {"papers": True, "store": await desk.is_ready()}
        parts |= {front.name: await front.is_ready() for front in fronts}
        return JSONResponse(parts, status_code=200 if all(parts.values()) else 503)

    async def sweep() -> None:
        while True:
            for work in (desk.refresh, upkeep.sweep, *(front.sweep for front in fronts)):
                try:
                    await work()
                except Exception as error:
                    log.fault("sweep", error)
            await asyncio.sleep(_SWEEP_SECONDS)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        for front in fronts:
            await front.start()
        tasks = [asyncio.create_task(work) for work in (sweep(), desk.listen())]
        yield
        for task in tasks:
            task.cancel()
        for front in fronts:
            await front.stop()
        desk.close()

    routes = [Route("/healthz", healthz), Route("/readyz", readyz), *upkeep.routes()]
    return Starlette(
        routes=[*routes, *(route for front in fronts for route in front.routes())],
        lifespan=lifespan,
        middleware=[Middleware(_Named)],
    )


class _Named:
    """Has the log name the request that its lines belong to."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            log.in_request(Headers(scope=scope).get("x-request-id", ""))
        await self._app(scope, receive, send)
