"""What stands around every page: who reads, how much and how often, from where, and the headers.

Pure ASGI: requests and answers pass through as they come, piece by piece.
"""

import asyncio
import hashlib
import hmac
import re
import secrets
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from functools import partial
from http.cookies import CookieError, SimpleCookie
from math import ceil
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot import log, wording_doors
from bot.desk import Desk
from bot.doors import Pace
from bot.settings import DoorSettings
from bot.web.came import Came, came

LARGEST_BODY = 262_144
"""Bytes; a form with a question and all before it is a tenth of that."""
_BODY_SECONDS = 30.0
_PAGES = Pace("page", 0.25, 240)
_PORTS = {"http": "80", "https": "443"}
_SAFE = ("GET", "HEAD", "OPTIONS")
_SECRET = re.compile(r"[\w-]{22}")
_YEAR = 31_536_000
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors {framers}"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    # Not no-referrer: with that, browsers send forms with "Origin: null".
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

Refuse = Callable[[Request, "Refusal"], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request goes no further: a status, a sentence, and for how many seconds."""

    status: int
    text: str
    wait: int = 0

    @property
    def headers(self) -> dict[str, str]:
        """What the answer must carry."""
        return {"Retry-After": str(self.wait)} if self.wait else {}


class FormToken:
    """What a form of ours carries: tied to a cookie that only our own pages' forms send back.

    The cookie is set only where the token was written into a page.
    """

    def __init__(self, key: str, cookie: str) -> None:
        self._key = key
        self._known = cookie if _SECRET.fullmatch(cookie) else ""
        self._secret = self._known
        self.is_used = False

    def __str__(self) -> str:
        """Return the token, to stand in a form."""
        self.is_used = True
        self._secret = self._secret or secrets.token_urlsafe(16)
        return self._of(self._secret)

    def is_ours(self, given: str) -> bool:
        """Whether a form that carries this was made for whoever sent it."""
        return bool(self._known) and hmac.compare_digest(
            given.encode(), self._of(self._known).encode()
        )

    def renew(self) -> None:
        """Give out another one from now on, as when somebody signs in."""
        self._secret = secrets.token_urlsafe(16)
        self.is_used = True

    @property
    def cookie(self) -> str:
        """The cookie to be set, "" where the reader has it or needs none."""
        return self._secret if self.is_used and self._secret != self._known else ""

    def _of(self, secret: str) -> str:
        return hmac.new(self._key.encode(), secret.encode(), hashlib.sha256).hexdigest()


class Guard:
    """An application with the guard around it."""

    def __init__(self, app: ASGIApp, desk: Desk, settings: DoorSettings, refuse: Refuse) -> None:
        self._app = app
        self._desk = desk
        self._settings = settings
        self._refuse = refuse
        self._key = ""
        a_minute = settings.questions_a_minute
        self._questions = Pace("question", 60.0 / a_minute, a_minute)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        who = came(_peer(scope), scope["scheme"], scope["headers"], self._settings)
        cookies = _cookies(Headers(scope=scope).getlist("cookie"))
        token = FormToken(await self._secret(), cookies.get(cookie_name("form", who.is_https), ""))
        inner = dict(scope) | {
            "scheme": "https" if who.is_https else "http",
            "client": None,
            "headers": _without(scope["headers"], self._settings.user_header),
            "state": {
                **scope.get("state", {}),
                "came": who,
                "audience": who.audience,
                "form_token": token,
                "cookies": cookies,
                "wait": partial(self.wait, who.identity),
                "wait_for_all": partial(self.wait, "all"),
            },
        }
        body = _Body(receive)
        dressed = _Dressed(send, self._headers(who, scope["path"]), token, who.is_https)
        refusal = await self._refusal(inner, who)
        if refusal is None:
            refusal = await self._answered(inner, body, dressed)
        if refusal:
            response = await self._refuse(Request(inner), refusal)
            response.headers.update(refusal.headers)
            await response(inner, receive, dressed.send)

    async def _answered(self, scope: Scope, body: "_Body", dressed: "_Dressed") -> Refusal | None:
        """Let the application answer; return a refusal where the body kept it from that."""

        async def send(message: Message) -> None:
            # What the application says of a body that was cut off is not for the reader.
            if body.refusal is None or dressed.has_begun:
                await dressed.send(message)

        try:
            await self._app(scope, body.receive, send)
        except Exception:
            if body.refusal is None or dressed.has_begun:
                raise
        return None if dressed.has_begun else body.refusal

    async def _refusal(self, scope: Scope, who: Came) -> Refusal | None:
        """Return why a request goes no further, None where it may."""
        headers = Headers(scope=scope)
        found = self._misplaced(headers) or self._foreign(scope, headers) or _too_large(headers)
        if found is None:
            found = await self._too_often(scope, who)
        if found:
            log.event("refused", front="web", status=found.status)
        return found

    def _misplaced(self, headers: Headers) -> Refusal | None:
        own = self._settings.address
        if own and _host(headers.get("host", ""), urlsplit(own).scheme) != _host_of(own):
            return Refusal(400, wording_doors.other_host(own))
        return None

    def _foreign(self, scope: Scope, headers: Headers) -> Refusal | None:
        """Return a refusal where another site's page sends something in a reader's name.

        Programs send neither header; what changes anything asks them for a form's token all the
        same.
        """
        if scope["method"] in _SAFE:
            return None
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        own = self._settings.address or f"{scope['scheme']}://{headers.get('host', '')}"
        is_ours = site in ("same-origin", "none") if site else origin in (None, _origin(own))
        return None if is_ours else Refusal(403, wording_doors.OTHER_SITE)

    async def _too_often(self, scope: Scope, who: Came) -> Refusal | None:
        path = scope["path"]
        if path.startswith("/static/"):
            return None
        is_question = scope["method"] == "POST" and path in ("/", "/api/ask")
        wait = await self.wait(who.identity, self._questions if is_question else _PAGES)
        seconds = ceil(wait)
        return Refusal(429, wording_doors.too_often(seconds), seconds) if wait else None

    async def wait(self, who: str, pace: Pace) -> float:
        """Return 0.0 and count where somebody may go on, else the seconds until they may."""
        reader = hmac.new(self._key.encode(), who.encode(), hashlib.sha256).hexdigest()
        try:
            return await self._desk.in_store(lambda store: store.doors.wait(reader, pace))
        except Exception as error:
            # Without its store the bot still answers; counting nobody then is the lesser evil.
            log.fault("pace", error)
            return 0.0

    async def _secret(self) -> str:
        """Return the key of readers and forms; one of this process alone without the store."""
        if not self._key:
            try:
                self._key = await self._desk.in_store(lambda store: store.doors.key("pages"))
            except Exception as error:
                log.fault("key", error)
                return secrets.token_hex(32)
        return self._key

    def _headers(self, who: Came, path: str) -> dict[str, str]:
        may_frame = self._settings.framed_by if not path.startswith("/admin") else ()
        framers = " ".join(may_frame) or "'none'"
        found = _HEADERS | {"Content-Security-Policy": _POLICY.format(framers=framers)}
        if not may_frame:
            found["X-Frame-Options"] = "DENY"
        if who.is_https:
            found["Strict-Transport-Security"] = f"max-age={_YEAR}"
        return found


def cookie_name(name: str, is_https: bool) -> str:
    """Return a cookie's name: over https one that no other host, and no plain http, can set."""
    return f"__Host-{name}" if is_https else name


def cookie(name: str, value: str, is_https: bool, seconds: int | None = None) -> str:
    """Return a cookie that scripts cannot read and other sites' pages do not send."""
    parts = [f"{cookie_name(name, is_https)}={value}", "Path=/", "HttpOnly", "SameSite=Strict"]
    parts += ["Secure"] if is_https else []
    parts += [f"Max-Age={seconds}"] if seconds is not None else []
    return "; ".join(parts)


class _Dressed:
    """Sends an answer on with the headers that every answer has."""

    def __init__(
        self, send: Send, headers: dict[str, str], token: FormToken, is_https: bool
    ) -> None:
        self._send = send
        self._headers = headers
        self._token = token
        self._is_https = is_https
        self.has_begun = False

    async def send(self, message: Message) -> None:
        """Send a message on."""
        if message["type"] == "http.response.start":
            self.has_begun = True
            headers = MutableHeaders(raw=list(message["headers"]))
            for name, value in self._headers.items():
                headers.setdefault(name, value)
            headers.setdefault("Cache-Control", "no-store")
            if self._token.is_used:
                # A page with a token in it is one reader's own.
                headers["Cache-Control"] = "no-store"
                del headers["ETag"]
            if value := self._token.cookie:
                headers.append("Set-Cookie", cookie("form", value, self._is_https))
            message = {**message, "headers": headers.raw}
        await self._send(message)


class _Body:
    """Receives a request's body as long as it keeps within bounds."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._left = LARGEST_BODY
        self._end = time.monotonic() + _BODY_SECONDS
        self._is_whole = False
        self.refusal: Refusal | None = None

    async def receive(self) -> Message:
        """Return the next message; a body out of bounds ends as if the reader had gone."""
        if self._is_whole:
            return await self._receive()
        try:
            async with asyncio.timeout(max(self._end - time.monotonic(), 0.0)):
                message = await self._receive()
        except TimeoutError:
            return self._cut(Refusal(408, wording_doors.TOO_SLOW))
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            return self._cut(Refusal(413, wording_doors.TOO_LARGE))
        self._is_whole = not message.get("more_body", False)
        return message

    def _cut(self, refusal: Refusal) -> Message:
        self.refusal = refusal
        log.event("refused", front="web", status=refusal.status)
        return {"type": "http.disconnect"}


def _too_large(headers: Headers) -> Refusal | None:
    given = headers.get("content-length", "")
    is_too_large = given.isdecimal() and (len(given) > 12 or int(given) > LARGEST_BODY)
    return Refusal(413, wording_doors.TOO_LARGE) if is_too_large else None


def _peer(scope: Scope) -> str:
    client: Any = scope.get("client")
    return str(client[0]) if client else ""


def _without(headers: Iterable[tuple[bytes, bytes]], name: str) -> list[tuple[bytes, bytes]]:
    """Return headers without the one that names people, so that nobody reads it past this."""
    dropped = name.lower().encode("latin-1")
    return [(key, value) for key, value in headers if not dropped or key.lower() != dropped]


def _cookies(lines: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in (part for line in lines for part in line.split(";")):
        try:
            jar = SimpleCookie(part.strip())
        except CookieError:
            continue
        found |= {name: morsel.value for name, morsel in jar.items()}
    return found


def _origin(address: str) -> str:
    """Return an address as browsers name it: lower case, without what stands behind the host."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}".lower()


def _host_of(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return _host(parts.netloc, parts.scheme)


def _host(given: str, scheme: str) -> tuple[str, str]:
    """Return a host and its port, the scheme's own where none is named."""
    host, separator, port = given.lower().rpartition(":")
    if not separator or not port.isdecimal():
        host, port = given.lower(), _PORTS.get(scheme, "")
    return host, port
