"""One request for a page: who reads, what they may be shown, and how the page goes back."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot import log, wording_chat
from bot.audience import EVERYBODY, Audience
from bot.desk import Desk, NothingPublicError, fault_id
from bot.front import limited_body
from bot.library import Shelf
from bot.web.site import Site

NO_STORE = {"Cache-Control": "no-store"}
_MOST_FIELDS = 20


@dataclass(frozen=True, slots=True)
class Visit:
    """A request with the shelf its reader may be shown; taken once, so that a new edition that goes
    live meanwhile does not change half a page.
    """

    request: Request
    desk: Desk
    site: Site
    shelf: Shelf

    def page(self, template: str, *, extra: str = "", status: int = 200, **values: Any) -> Response:
        """Return a page that is the same until the edition changes, or `extra` does."""
        version = f'W/"{self.shelf.edition.about.id}-{self.site.version}{extra and "-" + extra}"'
        scope = "public" if _audience(self.request) == EVERYBODY else "private"
        headers = {"ETag": version, "Cache-Control": f"{scope}, no-cache"}
        if status == 200 and version in _known(self.request):
            return Response(status_code=304, headers=headers)
        return HTMLResponse(self._html(template, values), status, headers)

    def passing(self, template: str, *, status: int = 200, **values: Any) -> Response:
        """Return a page that nobody keeps, such as an answer."""
        return HTMLResponse(self._html(template, values), status, NO_STORE)

    def said(self, heading: str, text: str, status: int) -> Response:
        """Return a page that says one thing."""
        return self.passing("said.html", status=status, heading=heading, text=text)

    async def form(self) -> list[tuple[str, str]] | None:
        """Return what a form sent, None where that is too much to be one."""
        body = await limited_body(self.request)
        if body is None:
            return None
        try:
            text = body.decode("utf-8", "replace")
            return parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
        except ValueError:
            return None

    def _html(self, template: str, values: dict[str, Any]) -> str:
        return page_html(self.request, self.site, template, **values)


Handler = Callable[[Visit], Awaitable[Response]]
Endpoint = Callable[[Request], Awaitable[Response]]


def endpoint(desk: Desk, site: Site, handler: Handler) -> Endpoint:
    """Return a handler as Starlette calls it; what goes wrong is told with a number, and logged."""

    async def handle(request: Request) -> Response:
        try:
            shelf = desk.shelf(_audience(request))
            return await handler(Visit(request, desk, site, shelf))
        except NothingPublicError:
            return said_page(request, site, wording_chat.NOTHING_PUBLIC, 403)
        except Exception as error:
            fault = fault_id()
            log.fault("fault", error, front="web", fault=fault)
            return said_page(request, site, wording_chat.FAULT.format(fault=fault), 500)

    return handle


def said_page(request: Request, site: Site, text: str, status: int, heading: str = "") -> Response:
    """Return a page that says one thing, also where no paper may be shown."""
    html = page_html(request, site, "said.html", heading=heading, text=text)
    return HTMLResponse(html, status, NO_STORE)


def page_html(request: Request, site: Site, template: str, **values: Any) -> str:
    """Return a page's text. `form_token` stands in every form that changes
    something; a page in which it stands is not kept."""
    token = getattr(request.state, "form_token", "")
    return site.html(template, path=request.url.path, form_token=token, **values)


def _audience(request: Request) -> Audience:
    """Return who reads: as the security middleware found it, and outside where it found nobody."""
    return cast(Audience, getattr(request.state, "audience", EVERYBODY))


def _known(request: Request) -> list[str]:
    given = request.headers.get("if-none-match", "")
    return [part.strip() for part in given.split(",")]
