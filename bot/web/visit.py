"""One request for a page: who reads, what they may be shown, and how the page goes back."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response

from bot import log, wording_chat, wording_web
from bot.audience import EVERYBODY, Audience
from bot.dates import today
from bot.desk import Desk, fault_id
from bot.front import limited_body
from bot.library import Shelf
from bot.web.site import Site

NO_STORE = {"Cache-Control": "no-store"}
_MOST_FIELDS = 20


@dataclass(frozen=True, slots=True)
class Visit:
    """A request with the shelf its reader may be shown; taken once, so that a new edition that goes
    live meanwhile does not change half a page. `var` is where editions are.
    """

    request: Request
    desk: Desk
    site: Site
    shelf: Shelf
    var: Path | None

    def page(self, template: str, **values: Any) -> Response:
        """Return a page that is the same until the edition changes, or the day."""
        html = page_html(self.request, self.site, template, **values)
        return HTMLResponse(html, headers=self.kept())

    def passing(self, template: str, *, status: int = 200, **values: Any) -> Response:
        """Return a page that nobody keeps, such as an answer."""
        return HTMLResponse(
            page_html(self.request, self.site, template, **values), status, NO_STORE
        )

    def said(self, heading: str, text: str, status: int) -> Response:
        """Return a page that says one thing."""
        return said_page(self.request, self.site, text, status, heading)

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

    def kept(self) -> dict[str, str]:
        """Return the headers by which a browser keeps a page and asks each time whether it holds.

        What is in it follows from the edition, the shelf, the templates and the day.
        """
        about = self.shelf.edition.about
        version = f"{about.id}-{about.passages}-{self.site.version}-{today():%Y%m%d}"
        scope = "public" if _audience(self.request) == EVERYBODY else "private"
        return {"ETag": f'W/"{version}"', "Cache-Control": f"{scope}, no-cache"}

    def is_known(self) -> bool:
        """Whether the browser has this very page already."""
        given = self.request.headers.get("if-none-match", "")
        version = self.kept().get("ETag")
        is_read = self.request.method in ("GET", "HEAD")
        return is_read and version in [part.strip() for part in given.split(",")]


Handler = Callable[[Visit], Awaitable[Response]]
Endpoint = Callable[[Request], Awaitable[Response]]


def endpoint(desk: Desk, site: Site, handler: Handler) -> Endpoint:
    """Return a handler as Starlette calls it; what goes wrong is told with a number, and logged."""

    async def handle(request: Request) -> Response:
        try:
            library = desk.library
            shelf = library.shelf(_audience(request))
            if shelf is None:
                return said_page(request, site, wording_chat.NOTHING_PUBLIC, 403)
            visit = Visit(request, desk, site, shelf, library.var)
            if visit.is_known():
                return Response(status_code=304, headers=visit.kept())
            return await handler(visit)
        except ClientDisconnect:
            # Nobody is there to be told.
            return Response(status_code=400)
        except Exception as error:
            fault = fault_id()
            log.fault("fault", error, front="web", fault=fault)
            return said_page(request, site, wording_web.fault(fault), 500)

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
