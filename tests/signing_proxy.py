"""Microsoft's place between a Teams client and the bot: signs what goes in, notes the rest."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import httpx
import jwt
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.local_slack import free_port, is_up, until
from tests.teams_double import CLIENT, ISSUER, KEY, KEY_ID, SECRET, TENANT, token


@dataclass
class Passed:
    """An activity that went to the bot, and the status that it answered with."""

    activity: dict[str, Any]
    status: int


@dataclass
class Call:
    """A call of the bot's for a client, as it went over the wire."""

    client: str
    path: str
    query: dict[str, str]
    content: bytes


@dataclass
class SigningProxy:
    """Stands between the clients and the bot; `answers` are statuses to give the bot instead of
    passing its next calls on. `last_id` is that of the message sent last: Teams gives every message
    an id, and names it where a thumb is under it; the client does neither.
    """

    base: str
    bot: str
    clients: dict[str, str] = field(default_factory=dict)
    passed: list[Passed] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    unsigned: int = 0
    last_id: str = ""
    http: httpx.AsyncClient = field(default_factory=lambda: httpx.AsyncClient(timeout=60))

    @property
    def metadata(self) -> str:
        """Return where the bot finds the keys."""
        return f"{self.base}/v1/.well-known/openidconfiguration"

    @property
    def environment(self) -> dict[str, str]:
        """Return the settings with which the bot takes this for Microsoft."""
        return {
            "TEAMS_CLIENT_ID": CLIENT,
            "TEAMS_CLIENT_SECRET": SECRET,
            "TEAMS_TENANT_ID": TENANT,
            "TEAMS_OPENID_METADATA": self.metadata,
            "TEAMS_LOGIN_URL": f"{self.base}/login",
        }

    def service_url(self, client: str) -> str:
        """Return where the bot's calls to a client go."""
        return f"{self.base}/connector/{client}"

    def send(self, activity: dict[str, Any]) -> int:
        """Send an activity to the bot once more, as Microsoft does; return the status."""
        headers = {"authorization": f"Bearer {token(str(activity['serviceUrl']))}"}
        return httpx.post(self.bot, json=activity, headers=headers, timeout=60).status_code

    async def to_bot(self, request: Request) -> Response:
        """Pass a client's activity on to the bot, signed."""
        activity = await request.json()
        if activity.get("name") == "message/submitAction":
            activity["replyToId"] = self.last_id
        headers = {"authorization": f"Bearer {token(activity['serviceUrl'])}"}
        try:
            answer = await self.http.post(self.bot, json=activity, headers=headers)
        except httpx.TransportError:
            return JSONResponse({"error": "the bot is not there"}, 502)
        self.passed.append(Passed(activity, answer.status_code))
        kind = answer.headers.get("content-type", "application/json")
        return Response(answer.content, answer.status_code, media_type=kind)

    async def to_client(self, request: Request) -> Response:
        """Pass a call of the bot's on to the client that it is for."""
        client, path = request.path_params["client"], request.path_params["path"]
        if request.headers.get("authorization") != "Bearer for-sending":
            self.unsigned += 1
            return JSONResponse({"error": "no token"}, 401)
        content = await request.body()
        query = dict(request.query_params)
        self.calls.append(Call(client, path, query, content))
        if self.answers:
            return JSONResponse({}, self.answers.pop(0), headers={"retry-after": "1"})
        answer = await self.http.request(
            request.method,
            f"{self.clients[client]}/_connector/{path}",
            content=content,
            params=query,
            headers={"content-type": request.headers.get("content-type", "application/json")},
        )
        if answer.is_success and json.loads(content or b"{}").get("type") == "message":
            self.last_id = str(len(self.calls))
            return JSONResponse({"id": self.last_id}, 201)
        kind = answer.headers.get("content-type", "application/json")
        return Response(answer.content, answer.status_code, media_type=kind)

    async def published(self, request: Request) -> Response:
        """Return the metadata, or the key set that it leads to."""
        if request.url.path.endswith("/keys"):
            key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
            return JSONResponse({"keys": [key | {"kid": KEY_ID, "use": "sig", "alg": "RS256"}]})
        return JSONResponse({"issuer": ISSUER, "jwks_uri": f"{self.base}/v1/.well-known/keys"})

    async def login(self, request: Request) -> Response:
        """Return a token for the bot's own calls, to who knows the secret."""
        asked = dict(parse_qsl((await request.body()).decode()))
        mine = (request.path_params["tenant"], asked["client_id"], asked["client_secret"])
        if mine != (TENANT, CLIENT, SECRET) or asked["grant_type"] != "client_credentials":
            return JSONResponse({"error": "invalid_client"}, 401)
        return JSONResponse({"access_token": "for-sending", "expires_in": 3_600})


@contextmanager
def signing_proxy(bot: str) -> Iterator[SigningProxy]:
    """Run the proxy until the test is over; `bot` is where the bot takes activities."""
    port = free_port()
    proxy = SigningProxy(f"http://127.0.0.1:{port}", bot)
    every = ["GET", "POST", "PUT", "DELETE"]
    routes = [
        Route("/v1/.well-known/openidconfiguration", proxy.published),
        Route("/v1/.well-known/keys", proxy.published),
        Route("/login/{tenant}/oauth2/v2.0/token", proxy.login, methods=["POST"]),
        Route("/messages", proxy.to_bot, methods=["POST"]),
        Route("/connector/{client}/{path:path}", proxy.to_client, methods=every),
    ]
    app = Starlette(routes=routes)
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until(lambda: is_up(proxy.metadata))
    try:
        yield proxy
    finally:
        server.should_exit = True
        thread.join()
