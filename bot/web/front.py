"""The web front: every page of the bot's own, gathered under one application."""

from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.datastructures import URLPath
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, NoMatchFound, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot import wording_api, wording_web
from bot.desk import Desk
from bot.settings import DoorSettings, Settings, WebSettings
from bot.web.admin import Office, admin_routes
from bot.web.api import api_routes, is_for_programs, problem
from bot.web.pages import page_routes
from bot.web.security import Guard, Refusal
from bot.web.site import Site
from bot.web.visit import said_page

_FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}


class WebFront:
    """The running pages; a Front. It answers every path that no other front took, so it comes last.

    The guard says who reads in `request.state.audience`, and what a form that changes something
    must send back in `request.state.form_token`.
    """

    name = "web"

    def __init__(
        self,
        desk: Desk,
        settings: WebSettings,
        doors: DoorSettings | None = None,
        papers: Settings | None = None,
    ) -> None:
        self._desk = desk
        self._settings = settings
        self._doors = doors or DoorSettings()
        self._papers = papers
        self._site = Site()

    def routes(self) -> Sequence[BaseRoute]:
        """Return where its requests come in."""
        routes: list[BaseRoute] = [
            *page_routes(self._desk, self._site),
            *api_routes(self._desk),
            *admin_routes(Office(self._desk, self._site, self._doors, self._papers)),
            Route("/static/{name}", self._static),
        ]
        application = Starlette(routes=routes, exception_handlers={HTTPException: self._refused})
        return (_Everything(Guard(application, self._desk, self._doors, self._turned_away)),)

    async def start(self) -> None:
        """Begin to work."""

    async def stop(self) -> None:
        """Take nothing new."""

    async def sweep(self) -> None:
        """Forget what has run out."""
        await self._desk.in_store(lambda store: store.forget_old())

    async def is_ready(self) -> bool:
        """Whether questions reach us."""
        return True

    async def _static(self, request: Request) -> Response:
        asset = self._site.asset(request.path_params["name"])
        if asset is None:
            raise HTTPException(404)
        return Response(asset.content, headers=_FOR_EVER, media_type=asset.media_type)

    async def _turned_away(self, request: Request, refusal: Refusal) -> Response:
        if is_for_programs(request):
            return problem(refusal.text, refusal.status)
        return said_page(request, self._site, refusal.text, refusal.status)

    async def _refused(self, request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        if is_for_programs(request):
            text = wording_api.WRONG_METHOD if status == 405 else wording_api.NO_ADDRESS
            response = problem(text, status)
        else:
            text = wording_web.NO_PAGE if status == 404 else wording_web.REFUSED
            response = said_page(request, self._site, text, status)
        response.headers.update((isinstance(error, HTTPException) and error.headers) or {})
        return response


class _Everything(BaseRoute):
    """Takes every request; a Mount lets those pass whose path has a line feed in it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Return that it is taken."""
        return (Match.FULL if scope["type"] == "http" else Match.NONE), {}

    def url_path_for(self, name: str, /, **path_params: object) -> URLPath:
        """Raise NoMatchFound: nothing is found by name."""
        raise NoMatchFound(name, path_params)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request over."""
        await self._app(scope, receive, send)
