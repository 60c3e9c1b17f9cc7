"""Teams' side of the wire for tests: signs what it sends with a key set of its own, gives tokens,
and notes what the bot sends to it. What it checks is what Teams itself would refuse.
"""

import asyncio
import json
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
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

from bot.desk import Desk, Policy
from bot.library import Library
from bot.serve import fronts, web_app
from bot.settings import ServeSettings, TeamsSettings
from bot.store import Store
from tests import toy_bot as toy
from tests.engines import store_url
from tests.local_slack import free_port, is_up, until

CLIENT, SECRET = "5c1e0d52-0000-4000-8000-0000000000b0", "not-a-secret"
TENANT, OTHER_TENANT = (
    "7e9a0000-0000-4000-8000-00000000000a",
    "7e9a0000-0000-4000-8000-0000000000ff",
)
ISSUER = "https://api.botframework.com"
BOT = f"28:{CLIENT}"
LENA, OMAR = "29:lena", "29:omar"
CHANNEL = "19:general@thread.tacv2"
GROUP = "19:group@thread.v2"
MOST_BYTES, MOST_CARD, MOST_CITED = 80_000, 25_000, 20
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
KEY_ID = "test-key"


@dataclass
class Call:
    """One call of the bot's to Teams."""

    what: str
    conversation: str
    body: dict[str, Any]
    authorization: str = ""


@dataclass
class TeamsDouble:
    """The connector, the key set and the login: answers every call, and can be told to refuse."""

    base: str
    calls: list[Call] = field(default_factory=list)
    refusals: list[Response] = field(default_factory=list)
    """Answered to the next activities, one each, in place of taking them."""
    targeted_works: bool = True
    role: str = "user"
    keys_take: float = 0.0
    logins: int = 0
    next_id: int = 1_000

    @property
    def service(self) -> str:
        """Where answers go, as activities name it."""
        return f"{self.base}/teams"

    def sent(self, what: str = "message") -> list[dict[str, Any]]:
        """Return what the bot sent: messages, "typing", "targeted", "personal" or "member"."""
        return [call.body for call in list(self.calls) if call.what == what]

    async def keys(self, _request: Request) -> Response:
        """Give the key set."""
        await asyncio.sleep(self.keys_take)
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
        return JSONResponse({"keys": [public | {"kid": KEY_ID, "use": "sig", "alg": "RS256"}]})

    async def metadata(self, _request: Request) -> Response:
        """Say where the key set is."""
        return JSONResponse({"issuer": ISSUER, "jwks_uri": f"{self.base}/v1/.well-known/keys"})

    async def login(self, request: Request) -> Response:
        """Give a token for sending, to the one who knows the secret."""
        form = dict(parse_qsl((await request.body()).decode()))
        if form.get("client_secret") != SECRET or form.get("client_id") != CLIENT:
            return JSONResponse({"error": "invalid_client"}, 401)
        self.logins += 1
        return JSONResponse({"access_token": f"sending-{self.logins}", "expires_in": 3_600})

    async def activity(self, request: Request) -> Response:
        """Take an activity as Teams would: refuse what is too large or cites too much."""
        raw = await request.body()
        body = json.loads(raw or b"{}")
        authorization = request.headers.get("authorization", "")
        if not authorization.startswith("Bearer sending-"):
            return JSONResponse({"error": {"code": "Unauthorized"}}, 401)
        is_targeted = request.query_params.get("isTargetedActivity") == "true"
        if is_targeted and not self.targeted_works:
            return JSONResponse({"error": {"code": "NotSupported"}}, 400)
        if self.refusals and body.get("type") == "message":
            return self.refusals.pop(0)
        wrong = problems(body, len(raw))
        if wrong:
            return JSONResponse(
                {"error": {"code": "BadArgument", "message": "; ".join(wrong)}}, 400
            )
        what = "targeted" if is_targeted else str(body.get("type"))
        self.calls.append(Call(what, request.path_params["conversation"], body, authorization))
        self.next_id += 1
        return JSONResponse({"id": str(self.next_id)}, 201)

    async def create(self, request: Request) -> Response:
        """Open somebody's own conversation."""
        body = await request.json()
        self.calls.append(Call("personal", "", body))
        return JSONResponse({"id": f"a:own-{body['members'][0]['id']}"}, 201)

    async def member(self, request: Request) -> Response:
        """Say who somebody is."""
        person = request.path_params["person"]
        self.calls.append(Call("member", request.path_params["conversation"], {"id": person}))
        return JSONResponse({"id": person, "tenantId": TENANT, "userRole": self.role})


def problems(activity: dict[str, Any], length: int) -> list[str]:
    """Return why Teams would refuse an activity."""
    found = ["message too large"] if length > MOST_BYTES else []
    for attachment in activity.get("attachments") or []:
        if len(json.dumps(attachment["content"], ensure_ascii=False).encode()) > MOST_CARD:
            found.append("card too large")
    roots = [each for each in activity.get("entities") or [] if each.get("@type") == "Message"]
    found += ["several root entities"] if len(roots) > 1 else []
    claims = [claim for root in roots for claim in root.get("citation") or []]
    found += ["too many citations"] if len(claims) > MOST_CITED else []
    for claim in claims:
        look = claim["appearance"]
        if not look["name"].strip() or len(look["name"]) > 80 or len(look["abstract"]) > 160:
            found.append("citation out of bounds")
        if f"[{claim['position']}]" not in activity.get("text", ""):
            found.append("citation without its number in the text")
    if any(each.get("type") == "mention" for each in activity.get("entities") or []):
        found.append("a mention")
    if activity.get("type") == "message" and not (activity.get("text") or activity["attachments"]):
        found.append("nothing to show")
    return found


@contextmanager
def teams_double() -> Iterator[TeamsDouble]:
    """Run the double until the test is over."""
    port = free_port()
    double = TeamsDouble(f"http://127.0.0.1:{port}")
    conversation = "/teams/v3/conversations"
    routes = [
        Route("/v1/.well-known/openidconfiguration", double.metadata),
        Route("/v1/.well-known/keys", double.keys),
        Route("/{tenant}/oauth2/v2.0/token", double.login, methods=["POST"]),
        Route(f"{conversation}/{{conversation}}/activities", double.activity, methods=["POST"]),
        Route(f"{conversation}/{{conversation}}/members/{{person}}", double.member),
        Route(conversation, double.create, methods=["POST"]),
    ]
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=routes), port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until(lambda: is_up(f"{double.base}/v1/.well-known/keys"))
    try:
        yield double
    finally:
        server.should_exit = True
        thread.join()


def teams_settings(double: TeamsDouble) -> TeamsSettings:
    """Return settings that take their key set and login from the double; every check stays on."""
    return TeamsSettings(
        client_id=CLIENT,
        client_secret=SECRET,
        tenant_id=TENANT,
        openid_metadata=f"{double.base}/v1/.well-known/openidconfiguration",
        token_issuer=ISSUER,
        login=double.base,
    )


def environment(double: TeamsDouble) -> dict[str, str]:
    """Return the same as an environment, for a process of its own."""
    return {
        "TEAMS_CLIENT_ID": CLIENT,
        "TEAMS_CLIENT_SECRET": SECRET,
        "TEAMS_TENANT_ID": TENANT,
        "TEAMS_OPENID_METADATA": f"{double.base}/v1/.well-known/openidconfiguration",
        "TEAMS_TOKEN_ISSUER": ISSUER,
        "TEAMS_LOGIN": double.base,
    }


@asynccontextmanager
async def bot(
    folder: Path, double: TeamsDouble, library: Library | None = None, **policy: Any
) -> AsyncIterator[httpx.AsyncClient]:
    """Run the bot in this process; what is sent to it goes as if over the network."""
    settings = ServeSettings(database=store_url(folder), teams=teams_settings(double))
    store = Store(settings.database)
    store.migrate()
    desk = Desk(library or toy.library(), store, Policy(**policy))
    app = web_app(desk, fronts(desk, settings))
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://bot.test") as client,
    ):
        yield client


def token(service: str, **claims: Any) -> str:
    """Return a token as Teams signs it; a claim given as None is left out."""
    now = int(time.time())
    whole = {"iss": ISSUER, "aud": CLIENT, "nbf": now, "exp": now + 3_600, "serviceurl": service}
    kept = {name: value for name, value in (whole | claims).items() if value is not None}
    return jwt.encode(kept, KEY, algorithm="RS256", headers={"kid": KEY_ID})


async def post(
    client: httpx.AsyncClient, double: TeamsDouble, activity: dict[str, Any], bearer: str = ""
) -> httpx.Response:
    """Send an activity as Teams does."""
    bearer = bearer or token(double.service)
    body = {"serviceUrl": double.service} | activity
    headers = {"authorization": f"Bearer {bearer}"}
    return await client.post("/api/messages", json=body, headers=headers)


def message(text: str, number: int = 1, user: str = LENA, **activity: Any) -> dict[str, Any]:
    """Return a message in somebody's own conversation with the bot; `number` makes its id."""
    return {
        "type": "message",
        "id": f"{1_700_000_000_000 + number}",
        "channelId": "msteams",
        "timestamp": "2026-01-02T10:00:00Z",
        "from": {"id": user, "name": "Lena Marlow", "aadObjectId": f"aad-{user}"},
        "recipient": {"id": BOT, "name": "Review bot"},
        "conversation": {
            "id": f"a:chat-{user}",
            "tenantId": TENANT,
            "conversationType": "personal",
        },
        "channelData": {"tenant": {"id": TENANT}},
        "textFormat": "plain",
        "text": text,
    } | activity


def mention(
    text: str, number: int = 1, user: str = LENA, thread: int = 0, **activity: Any
) -> dict[str, Any]:
    """Return a mention in a channel, the beginning of a thread unless one is named."""
    root = f"{1_700_000_000_000 + (thread or number)}"
    return (
        message(f"<at>Review bot</at> {text}", number, user)
        | {
            "conversation": {
                "id": f"{CHANNEL};messageid={root}",
                "tenantId": TENANT,
                "conversationType": "channel",
                "isGroup": True,
            },
            "channelData": {
                "tenant": {"id": TENANT},
                "team": {"id": "19:team@thread.tacv2"},
                "channel": {"id": CHANNEL},
            },
            "entities": [
                {
                    "type": "mention",
                    "text": "<at>Review bot</at>",
                    "mentioned": {"id": BOT, "name": "Review bot"},
                }
            ],
        }
        | activity
    )


def in_group(text: str, number: int = 1, user: str = LENA) -> dict[str, Any]:
    """Return a mention in a group chat."""
    conversation = {"id": GROUP, "tenantId": TENANT, "conversationType": "groupChat"}
    data = {"tenant": {"id": TENANT}}
    return mention(text, number, user) | {"conversation": conversation, "channelData": data}


def invoke(name: str, value: Any, number: int = 1, **activity: Any) -> dict[str, Any]:
    """Return an invoke in somebody's own conversation with the bot."""
    made = message("", number) | {"type": "invoke", "name": name, "value": value}
    del made["text"]
    return made | activity


def press(verb: str, number: int = 1, **data: str) -> dict[str, Any]:
    """Return a press of a card's button."""
    action = {"type": "Action.Execute", "verb": verb, "data": data}
    return invoke("adaptiveCard/action", {"action": action}, number)


async def settled(
    double: TeamsDouble, count: int = 1, what: str = "message", seconds: float = 20.0
) -> list[dict[str, Any]]:
    """Return what the bot sent, once it is so much, or after so long."""
    for _ in range(round(seconds / 0.05)):
        if len(double.sent(what)) >= count:
            break
        await asyncio.sleep(0.05)
    return double.sent(what)


async def quiet(double: TeamsDouble) -> None:
    """Wait a while for calls that should not come."""
    before = -1
    while len(double.calls) != before:
        before = len(double.calls)
        await asyncio.sleep(0.3)


def card_of(sent: dict[str, Any]) -> dict[str, Any]:
    """Return the card in a message."""
    (attachment,) = sent["attachments"]
    return dict(attachment["content"])


def words(element: Any) -> str:
    """Return all that a card says."""
    found: list[str] = []

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            shown = (value.get(key) for key in ("text", "title", "label", "value"))
            found.extend(each for each in shown if isinstance(each, str))
            for each in value.values():
                walk(each)
        elif isinstance(value, list):
            for each in value:
                walk(each)

    walk(element)
    return "\n".join(found)
