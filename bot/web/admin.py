"""The administrator's page: what went unanswered, feedback, papers with problems, builds."""

import asyncio
import base64
import hashlib
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot import background, log, wording_admin, wording_chat, wording_doors
from bot.dates import today
from bot.desk import Desk, fault_id
from bot.doors import Pace
from bot.passwords import is_right
from bot.settings import DoorSettings, Settings
from bot.store import Feedback
from bot.web.came import Came
from bot.web.security import cookie, cookie_name
from bot.web.site import Site
from bot.web.visit import page_html, said_page

HOURS = 8
_EACH = Pace("sign in", 30.0, 5)
_ALL = Pace("sign in, all", 5.0, 60)
"""However many addresses somebody guesses from, they guess no faster than this."""
_LOOKS_BACK = timedelta(days=90)
_LONGEST_NOTE = 500
_NAME = re.compile(r"[\w-][\w.-]*")
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Office:
    """What the administrator's page works with; `papers` are the folders, where they are known."""

    desk: Desk
    site: Site
    doors: DoorSettings
    papers: Settings | None


Handler = Callable[[Office, Request, Mapping[str, str]], Awaitable[Response]]


def admin_routes(office: Office) -> Sequence[Route]:
    """Return where the administrator's page is; nowhere unless it is set up."""
    if not (office.doors.admin_password or office.doors.admins):
        return ()
    # One at a time: each guess takes 64 MB.
    guessing = asyncio.Semaphore(1)

    async def sign_in(office: Office, request: Request, form: Mapping[str, str]) -> Response:
        return await _sign_in(office, request, form, guessing)

    post: dict[str, Handler] = {
        "/admin/sign-in": sign_in,
        "/admin/sign-out": _sign_out,
        "/admin/feedback/{number:int}": _resolve,
        "/admin/work/{kind}": _work,
    }
    return [
        Route("/admin", _endpoint(office, _page, is_open=True), methods=["GET"]),
        Route("/admin/evaluation/{name}", _endpoint(office, _evaluation), methods=["GET"]),
        *(
            Route(path, _endpoint(office, each, is_open=each is sign_in), methods=["POST"])
            for path, each in post.items()
        ),
    ]


def _endpoint(
    office: Office, handler: Handler, *, is_open: bool = False
) -> Callable[[Request], Awaitable[Response]]:
    """Return a handler as Starlette calls it: for administrators, and with a form of ours only."""

    async def handle(request: Request) -> Response:
        try:
            form: dict[str, str] = {}
            if request.method == "POST":
                form = _fields(await request.body())
                if not request.state.form_token.is_ours(form.get("token", "")):
                    return said_page(request, office.site, wording_doors.OLD_FORM, 403)
            if not is_open and not await _is_admin(office, request):
                return RedirectResponse("/admin", 303)
            return await handler(office, request, form)
        except ClientDisconnect:
            # Nobody is there to be told.
            return Response(status_code=400)
        except Exception as error:
            fault = fault_id()
            log.fault("fault", error, front="admin", fault=fault)
            return said_page(request, office.site, wording_chat.FAULT.format(fault=fault), 500)

    return handle


def _fields(body: bytes) -> dict[str, str]:
    try:
        return dict(parse_qsl(body.decode("utf-8", "replace"), max_num_fields=10))
    except ValueError:
        return {}


async def _is_admin(office: Office, request: Request) -> bool:
    who: Came = request.state.came
    if who.name and who.name in office.doors.admins:
        return True
    token, rights = _session(request), office.doors.admin_password
    if not token or not rights:
        return False
    return await office.desk.in_store(lambda store: store.doors.is_signed_in(token, rights))


def _session(request: Request) -> str:
    cookies: dict[str, str] = request.state.cookies
    return cookies.get(cookie_name("admin", request.state.came.is_https), "")


async def _page(office: Office, request: Request, _form: Mapping[str, str]) -> Response:
    """Return the page, or the way in to it."""
    if not await _is_admin(office, request):
        return _way_in(office, request)
    return await _shown(office, request)


def _way_in(office: Office, request: Request, problem: str = "", status: int = 200) -> Response:
    if not office.doors.admin_password:
        return said_page(request, office.site, wording_admin.NOT_AN_ADMIN, 403)
    html = page_html(request, office.site, "admin_sign_in.html", problem=problem, a=wording_admin)
    return HTMLResponse(html, status)


async def _sign_in(
    office: Office, request: Request, form: Mapping[str, str], guessing: asyncio.Semaphore
) -> Response:
    kept = office.doors.admin_password
    if not kept:
        return said_page(request, office.site, wording_admin.NOT_AN_ADMIN, 403)
    wait = await request.state.wait(_EACH) or await request.state.wait_for_all(_ALL)
    if wait:
        response = _way_in(office, request, wording_doors.too_often(int(wait) + 1), 429)
        response.headers["Retry-After"] = str(int(wait) + 1)
        return response
    async with guessing:
        if not await asyncio.to_thread(is_right, form.get("password", ""), kept):
            log.event("admin", did="wrong_password")
            return _way_in(office, request, wording_admin.WRONG_PASSWORD, 403)
    log.event("admin", did="sign_in")
    token = await office.desk.in_store(lambda store: store.doors.sign_in(kept, HOURS * 3_600.0))
    request.state.form_token.renew()
    response = RedirectResponse("/admin", 303)
    response.headers.append(
        "Set-Cookie", cookie("admin", token, request.state.came.is_https, HOURS * 3_600)
    )
    return response


async def _sign_out(office: Office, request: Request, _form: Mapping[str, str]) -> Response:
    token = _session(request)
    await office.desk.in_store(lambda store: store.doors.sign_out(token))
    log.event("admin", did="sign_out")
    response = RedirectResponse("/admin", 303)
    response.headers.append("Set-Cookie", cookie("admin", "", request.state.came.is_https, 0))
    return response


async def _resolve(office: Office, request: Request, form: Mapping[str, str]) -> Response:
    number: int = request.path_params["number"]
    note = " ".join(form.get("resolution", "").split())[:_LONGEST_NOTE]
    if not note:
        return await _shown(office, request, wording_admin.NO_RESOLUTION, 422)
    if not await office.desk.in_store(lambda store: store.resolve(number, note, "admin page")):
        return await _shown(office, request, wording_admin.GONE, 404)
    log.event("admin", did="resolve")
    return RedirectResponse("/admin#feedback", 303)


async def _work(office: Office, request: Request, _form: Mapping[str, str]) -> Response:
    kind, papers = request.path_params["kind"], office.papers
    if kind not in background.KINDS or papers is None:
        return said_page(request, office.site, wording_admin.NO_PLACE, 404)
    if not await asyncio.to_thread(background.start, kind, papers):
        return await _shown(office, request, wording_admin.ALREADY[kind], 409)
    log.event("admin", did=kind)
    return RedirectResponse(f"/admin#{kind}", 303)


async def _shown(
    office: Office, request: Request, problem: str = "", status: int = 200
) -> Response:
    edition = office.desk.library.inside.edition
    since = today() - _LOOKS_BACK
    values: dict[str, Any] = {
        "a": wording_admin,
        "problem": problem,
        "about": edition.about,
        "unanswered": await office.desk.in_store(lambda store: store.unanswered.since(since)),
        "feedback": [
            _told(each) for each in await office.desk.in_store(lambda store: store.feedback())
        ],
        "has_password": bool(_session(request)),
        "works": await asyncio.to_thread(_works, office),
        "evaluations": await asyncio.to_thread(_evaluations, office),
    }
    return HTMLResponse(page_html(request, office.site, "admin.html", **values), status)


def _told(given: Feedback) -> dict[str, Any]:
    """Return feedback without who gave it and on which message."""
    return {
        "id": given.id,
        "at": wording_admin.stamp(given.at),
        "front": given.front,
        "reason": wording_chat.REASONS.get(given.reason, given.reason),
        "comment": given.comment,
        "outcome": given.outcome.replace("_", " "),
        "citations": given.citations,
    }


def _works(office: Office) -> list[tuple[str, background.Work | None]]:
    if office.papers is None:
        return []
    return [(kind, background.last(kind, office.papers.var)) for kind in background.KINDS]


def _folder(office: Office) -> Path | None:
    return office.papers.var / "evaluation" if office.papers else None


def _evaluations(office: Office) -> list[str]:
    folder = _folder(office)
    found = sorted(folder.glob("*.html")) if folder else []
    return [path.stem for path in found if _NAME.fullmatch(path.stem)]


async def _evaluation(office: Office, request: Request, _form: Mapping[str, str]) -> Response:
    """Return a page of plots as `evaluate --out` wrote it, cut off from all others."""
    name, folder = request.path_params["name"], _folder(office)
    if folder is None or name not in _evaluations(office):
        return said_page(request, office.site, wording_admin.NO_EVALUATION, 404)
    page = await asyncio.to_thread((folder / f"{name}.html").read_text, encoding="utf-8")
    hashes = [hashlib.sha256(style.encode()).digest() for style in _STYLE.findall(page)]
    styles = [f"'sha256-{base64.b64encode(made).decode()}'" for made in hashes] or ["'none'"]
    policy = "default-src 'none'; style-src {}; frame-ancestors 'none'; sandbox"
    return HTMLResponse(page, headers={"Content-Security-Policy": policy.format(" ".join(styles))})
