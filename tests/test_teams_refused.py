"""What the Teams app lets in: every token is checked, its tenant too, and nothing else is read."""

import asyncio
import base64
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jwt
import pytest

from bot.front import LARGEST_BODY
from bot.settings import SettingsError, TeamsSettings, serve_settings
from tests.teams_double import (
    CLIENT,
    ISSUER,
    KEY_ID,
    OTHER_KEY,
    OTHER_TENANT,
    TENANT,
    TeamsDouble,
    bot,
    message,
    post,
    quiet,
    settled,
    teams_double,
    token,
)

ASKED = "What are kinship carers paid?"
AN_HOUR = 3_600


@pytest.fixture(scope="module")
def running() -> Iterator[TeamsDouble]:
    """Teams' side of the wire, one for all tests here."""
    with teams_double() as double:
        yield double


@pytest.fixture
def teams(running: TeamsDouble) -> TeamsDouble:
    """The same, with nothing noted yet."""
    running.calls.clear()
    return running


def claims(service: str, **changed: Any) -> dict[str, Any]:
    now = int(time.time())
    made = {"iss": ISSUER, "aud": CLIENT, "nbf": now, "exp": now + AN_HOUR, "serviceurl": service}
    return made | changed


def unsigned(service: str) -> str:
    parts = ({"alg": "none", "typ": "JWT", "kid": KEY_ID}, claims(service))
    made = (base64.urlsafe_b64encode(json.dumps(each).encode()).decode() for each in parts)
    return ".".join(each.rstrip("=") for each in made) + "."


def signed_by(key: Any, algorithm: str, kid: str = KEY_ID) -> Callable[[str], str]:
    return lambda service: jwt.encode(claims(service), key, algorithm, headers={"kid": kid})


def agent_token(service: str) -> str:
    """Return a token of the platform whose tokens do not say where answers may go."""
    return token(service, iss=f"https://sts.windows.net/{TENANT}/", tid=TENANT, serviceurl=None)


BAD: dict[str, Callable[[str], str]] = {
    "expired": lambda service: token(service, exp=int(time.time()) - 2 * AN_HOUR),
    "not yet valid": lambda service: token(service, nbf=int(time.time()) + 2 * AN_HOUR),
    "for another bot": lambda service: token(service, aud="5c1e0d52-0000-4000-8000-0000000000b1"),
    "of another issuer": lambda service: token(service, iss="https://api.botframework.test"),
    "of another platform": agent_token,
    "signed with another key": signed_by(OTHER_KEY, "RS256"),
    "signed with a key nobody knows": signed_by(OTHER_KEY, "RS256", "other"),
    "not signed": unsigned,
    "signed with a shared secret": signed_by("x" * 64, "HS256"),
    "without where answers go": lambda service: token(service, serviceurl=None),
    "for answers elsewhere": lambda _service: token("https://elsewhere.test/teams"),
    "without an end": lambda service: token(service, exp=None, nbf=None),
    "no token at all": lambda _service: "rubbish",
}


@pytest.mark.parametrize("kind", BAD)
def test_a_wrong_token_is_refused_and_nothing_is_answered(
    tmp_path: Path, teams: TeamsDouble, capfd: pytest.CaptureFixture[str], kind: str
) -> None:
    async def scene() -> int:
        async with bot(tmp_path, teams) as client:
            refused = await post(client, teams, message(ASKED), BAD[kind](teams.service))
            await quiet(teams)
            return refused.status_code

    assert asyncio.run(scene()) == 401
    assert teams.calls == []
    assert "kinship" not in "".join(capfd.readouterr())


@pytest.mark.parametrize("header", [{}, {"authorization": ""}, {"authorization": "Basic eDp5"}])
def test_a_request_without_a_token_is_refused(
    tmp_path: Path, teams: TeamsDouble, header: dict[str, str]
) -> None:
    async def scene() -> int:
        async with bot(tmp_path, teams) as client:
            body = message(ASKED) | {"serviceUrl": teams.service}
            return (await client.post("/api/messages", json=body, headers=header)).status_code

    assert asyncio.run(scene()) == 401
    assert teams.calls == []


@pytest.mark.parametrize(
    "where",
    [
        {"conversation": {"id": "a:1", "tenantId": OTHER_TENANT, "conversationType": "personal"}},
        {"channelData": {"tenant": {"id": OTHER_TENANT}}},
        {"conversation": {"id": "a:1"}, "channelData": {}},
    ],
    ids=["conversation", "channel data", "neither"],
)
def test_another_tenant_is_refused(
    tmp_path: Path, teams: TeamsDouble, where: dict[str, Any]
) -> None:
    async def scene() -> int:
        async with bot(tmp_path, teams) as client:
            refused = await post(client, teams, message(ASKED) | where)
            await quiet(teams)
            return refused.status_code

    assert asyncio.run(scene()) == 403
    assert teams.calls == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"hello"',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"type": "message"}',
        b'{"type": 7, "serviceUrl": "https://x.test", "conversation": {"id": "a"}}',
        b'{"type": "message", "id": "1", "serviceUrl": "file:///x", "from": {"id": "u"},'
        b' "conversation": {"id": "a"}}',
        b'{"type": "message", "serviceUrl": "https://x.test", "from": {"id": "u"},'
        b' "conversation": {"id": "a"}}',
        b'{"type": "message", "id": "1", "serviceUrl": "https://x.test", "from": "u",'
        b' "conversation": "a"}',
    ],
)
def test_what_is_no_activity_cannot_be_read(
    tmp_path: Path, teams: TeamsDouble, body: bytes
) -> None:
    async def scene() -> int:
        async with bot(tmp_path, teams) as client:
            headers = {"authorization": f"Bearer {token(teams.service)}"}
            sent = await client.post("/api/messages", content=body, headers=headers)
            return sent.status_code

    assert asyncio.run(scene()) == 400
    assert teams.calls == []


def test_a_body_that_is_too_large_is_refused_unread(tmp_path: Path, teams: TeamsDouble) -> None:
    async def scene() -> int:
        async with bot(tmp_path, teams) as client:
            return (await post(client, teams, message("x" * LARGEST_BODY))).status_code

    assert asyncio.run(scene()) == 413


def test_keys_that_come_slowly_hold_nobody_else_up(tmp_path: Path, teams: TeamsDouble) -> None:
    async def scene() -> float:
        teams.keys_take = 1.5
        async with bot(tmp_path, teams) as client:
            asked = asyncio.create_task(post(client, teams, message(ASKED)))
            await asyncio.sleep(0.3)
            start = time.monotonic()
            assert (await client.get("/healthz")).status_code == 200
            took = time.monotonic() - start
            assert (await asked).status_code == 200
            await settled(teams)
        return took

    try:
        assert asyncio.run(scene()) < 1.0
    finally:
        teams.keys_take = 0.0


def test_no_setting_lets_an_unsigned_request_in(
    tmp_path: Path, teams: TeamsDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS", "true")
    folder = tmp_path / "started-in"
    folder.mkdir()
    (folder / ".env").write_text("DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS=true\n")
    monkeypatch.chdir(folder)

    async def scene() -> int:
        async with bot(tmp_path, teams) as client:
            body = message(ASKED) | {"serviceUrl": teams.service}
            return (await client.post("/api/messages", json=body)).status_code

    assert asyncio.run(scene()) == 401


@pytest.mark.parametrize("name", ["TEAMS_OPENID_METADATA", "TEAMS_LOGIN"])
def test_keys_and_login_come_over_https_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "http://keys.example/v1")

    with pytest.raises(SettingsError, match=f"{name} is .* must begin with https://"):
        serve_settings(tmp_path)


def test_teams_is_configured_when_all_three_are_set() -> None:
    assert TeamsSettings("id", "secret", "tenant")
    assert not TeamsSettings("id", "secret")
    assert not TeamsSettings("id", "", "tenant")
    assert "secret" not in repr(TeamsSettings("id", "the secret", "tenant")).replace(
        "client_secret", ""
    )
