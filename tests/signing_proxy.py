"""Microsoft's place between a Teams client and the bot: signs what goes in, notes the rest."""

import base64
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import httpx
import jwt
import uvicorn
from cryptography.hazmat.primitives.asymmetric import rsa
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.local_slack import free_port, is_up, until

APP_ID = "11111111-2222-4333-8444-555555555555"
TENANT = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
ISSUER = "https://api.botframework.com"
KEY_ID = "test-key"
SECRET = "not-a-real-client-secret"


class Keys:
    """A key set of this run, and what is signed with it."""

    def __init__(self) -> None:
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def token(self, service_url: str, **claims: Any) -> str:
        """Return a token as Microsoft's, with claims of the test's own; None takes one out."""
        now = int(time.time())
        usual = {"iss": ISSUER, "aud": APP_ID, "serviceurl": service_url}
        usual |= {"iat": now, "nbf": now - 5, "exp": now + 3600}
        made = {name: value for name, value in (usual | claims).items() if value is not None}
        return jwt.encode(made, self._key, algorithm="RS256", headers={"kid": KEY_ID})

    def public(self) -> dict[str, Any]:
        """Return the key set as it is published."""
        numbers = self._key.public_key().public_numbers()
        key = {"kty": "RSA", "use": "sig", "alg": "RS256", "kid": KEY_ID}
        return {"keys": [key | {"n": _text(numbers.n), "e": _text(numbers.e)}]}


@dataclass
class Passed:
    """An activity that went to the bot, and the status that it answered with."""

    activity: dict[str, Any]
    status: int


@dataclass
class SigningProxy:
    """Stands between the clients and the bot; `answers` are statuses to give the bot instead of
    passing its next calls on.
    """

    base: str
    bot: str
    keys: Keys = field(default_factory=Keys)
    clients: dict[str, str] = field(default_factory=dict)
    passed: list[Passed] = field(default_factory=list)
    calls: list[tuple[str, str]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    unsigned: int = 0
    http: httpx.AsyncClient = field(default_factory=lambda: httpx.AsyncClient(timeout=60))

    @property
    def metadata(self) -> str:
        """Return where the bot finds the keys."""
        return f"{self.base}/v1/.well-known/openidconfiguration"

    @property
    def environment(self) -> dict[str, str]:
        """Return the settings with which the bot takes this for Microsoft."""
        return {
            "TEAMS_CLIENT_ID": APP_ID,
            "TEAMS_CLIENT_SECRET": SECRET,
            "TEAMS_TENANT_ID": TENANT,
            "TEAMS_OPENID_METADATA": self.metadata,
            "TEAMS_LOGIN": f"{self.base}/login",
        }

    def service_url(self, client: str) -> str:
        """Return where the bot's calls to a client go."""
        return f"{self.base}/connector/{client}"

    def send(self, activity: dict[str, Any], **claims: Any) -> httpx.Response:
        """Send an activity to the bot as Microsoft would, with claims of the test's own."""
        token = self.keys.token(str(activity.get("serviceUrl", "")), **claims)
        headers = {"authorization": f"Bearer {token}"}
        return httpx.post(self.bot, json=activity, headers=headers, timeout=60)

    async def to_bot(self, request: Request) -> Response:
        """Pass a client's activity on to the bot, signed."""
        activity = await request.json()
        token = self.keys.token(activity["serviceUrl"])
        headers = {"authorization": f"Bearer {token}"}
        answer = await self.http.post(self.bot, json=activity, headers=headers)
        self.passed.append(Passed(activity, answer.status_code))
        kind = answer.headers.get("content-type", "application/json")
        return Response(answer.content, answer.status_code, media_type=kind)

    async def to_client(self, request: Request) -> Response:
        """Pass a call of the bot's on to the client that it is for."""
        client, path = request.path_params["client"], request.path_params["path"]
        if not request.headers.get("authorization", "").startswith("Bearer "):
            self.unsigned += 1
            return JSONResponse({"error": "no token"}, 401)
        self.calls.append((request.method, path))
        if self.answers:
            return JSONResponse({}, self.answers.pop(0), headers={"retry-after": "1"})
        answer = await self.http.request(
            request.method,
            f"{self.clients[client]}/_connector/{path}",
            content=await request.body(),
            params=dict(request.query_params),
            headers={"content-type": request.headers.get("content-type", "application/json")},
        )
        kind = answer.headers.get("content-type", "application/json")
        return Response(answer.content, answer.status_code, media_type=kind)

    async def published(self, request: Request) -> Response:
        """Return the metadata, or the key set that it leads to."""
        if request.url.path.endswith("/keys"):
            return JSONResponse(self.keys.public())
        return JSONResponse(
            {
                "issuer": ISSUER,
                "jwks_uri": f"{self.base}/v1/.well-known/keys",
                "id_token_signing_alg_values_supported": ["RS256"],
            }
        )

    async def token(self, request: Request) -> Response:
        """Return a token for the bot's own calls, to who knows the secret."""
        asked = dict(parse_qsl((await request.body()).decode()))
        mine = (request.path_params["tenant"], asked["client_id"], asked["client_secret"])
        if mine != (TENANT, APP_ID, SECRET) or asked["grant_type"] != "client_credentials":
            return JSONResponse({"error": "invalid_client"}, 401)
        made = self.keys.token("", aud=ISSUER, jti=uuid.uuid4().hex)
        return JSONResponse({"access_token": made, "token_type": "Bearer", "expires_in": 3600})


@contextmanager
def signing_proxy(bot: str) -> Iterator[SigningProxy]:
    """Run the proxy until the test is over; `bot` is where the bot takes activities."""
    port = free_port()
    proxy = SigningProxy(f"http://127.0.0.1:{port}", bot)
    every = ["GET", "POST", "PUT", "DELETE"]
    routes = [
        Route("/v1/.well-known/openidconfiguration", proxy.published),
        Route("/v1/.well-known/keys", proxy.published),
        Route("/login/{tenant}/oauth2/v2.0/token", proxy.token, methods=["POST"]),
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


def _text(number: int) -> str:
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
