"""What stands around every page: who reads, from where, how much and how often, which headers."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.audience import EVERYBODY, Audience
from bot.desk import Desk, Policy
from bot.settings import DoorSettings, SettingsError, serve_settings
from bot.store import Store
from bot.web.came import came
from bot.web.security import LARGEST_BODY, Guard, Refusal
from tests.toy_bot import library

PROXY = "10.0.0.5"
BEHIND = DoorSettings(
    address="https://bot.kirkford.example",
    trusted_proxies=(ip_network("10.0.0.0/24"),),
    user_header="X-Auth-User",
)
AT = "https://bot.kirkford.example"


async def _who(request: Request) -> Response:
    state = request.state
    said = {
        "person": state.audience.person,
        "outside": state.audience.is_outside,
        "scheme": request.url.scheme,
        "headers": [name for name, _ in request.headers.items()],
        "sees": request.client is not None,
    }
    return JSONResponse(said)


async def _form(request: Request) -> Response:
    return PlainTextResponse(f"{request.state.form_token}", headers={"ETag": '"1"'})


async def _take(request: Request) -> Response:
    given = (await request.body()).decode()
    return PlainTextResponse("taken" if request.state.form_token.is_ours(given) else "not ours")


async def _renew(request: Request) -> Response:
    request.state.form_token.renew()
    return PlainTextResponse("renewed")


async def _size(request: Request) -> Response:
    return PlainTextResponse(str(len(await request.body())))


async def _refuse(_request: Request, refusal: Refusal) -> Response:
    return PlainTextResponse(refusal.text, refusal.status)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(f"sqlite:///{tmp_path / 'store.db'}")
    made.migrate()
    yield made
    made.close()


def app(store: Store, settings: DoorSettings = BEHIND) -> Guard:
    routes = [
        Route("/", _who, methods=["GET", "POST"]),
        Route("/form", _form),
        Route("/take", _take, methods=["POST"]),
        Route("/renew", _renew, methods=["POST"]),
        Route("/size", _size, methods=["POST"]),
        Route("/admin", _who),
    ]
    return Guard(Starlette(routes=routes), Desk(library(), store, Policy()), settings, _refuse)


def call(
    to: Guard, method: str = "GET", path: str = "/", peer: str = PROXY, **more: Any
) -> httpx.Response:
    """Return the answer to one request from a peer."""

    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(to, client=(peer, 40_000))
        base = more.pop("base", AT)
        async with httpx.AsyncClient(transport=transport, base_url=base) as client:
            return await client.request(method, path, **more)

    return asyncio.run(send())


def test_every_answer_has_its_headers(store: Store) -> None:
    answer = call(app(store), headers={"X-Forwarded-Proto": "https"})
    assert dict(answer.headers) == {
        "content-length": answer.headers["content-length"],
        "content-type": "application/json",
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "content-security-policy": (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
            "base-uri 'none'; frame-ancestors 'none'"
        ),
        "x-frame-options": "DENY",
        "strict-transport-security": "max-age=31536000",
        "cache-control": "no-store",
    }


def test_a_refusal_and_a_missing_page_have_them_too(store: Store) -> None:
    for answer in (
        call(app(store), path="/nowhere"),
        call(app(store), base="https://other.example"),
    ):
        assert answer.status_code in (404, 400)
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


def test_https_is_promised_only_behind_https(store: Store) -> None:
    plain = call(app(store, DoorSettings()), base="http://127.0.0.1:3000")
    assert "strict-transport-security" not in plain.headers
    # Nobody but a trusted proxy says that it is https.
    said = call(app(store), peer="203.0.113.9", headers={"X-Forwarded-Proto": "https"}, base=AT)
    assert "strict-transport-security" in said.headers  # the request itself came by https
    said = call(
        app(store, DoorSettings()),
        peer="203.0.113.9",
        headers={"X-Forwarded-Proto": "https"},
        base="http://127.0.0.1:3000",
    )
    assert "strict-transport-security" not in said.headers


def test_only_sites_that_settings_name_may_frame_pages_and_none_the_admins(
    store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("REVIEW_BOT_FRAMED_BY", "teams, https://intranet.kirkford.example")
    framed = app(store, serve_settings(tmp_path).doors)
    page = call(framed, base="http://127.0.0.1")
    assert page.headers["content-security-policy"].endswith(
        "frame-ancestors https://teams.microsoft.com https://*.teams.microsoft.com "
        "https://*.cloud.microsoft https://intranet.kirkford.example"
    )
    assert "x-frame-options" not in page.headers
    admin = call(framed, path="/admin", base="http://127.0.0.1")
    assert admin.headers["content-security-policy"].endswith("frame-ancestors 'none'")
    assert admin.headers["x-frame-options"] == "DENY"


def test_another_name_of_the_server_is_pointed_to_the_address(store: Store) -> None:
    assert call(app(store)).status_code == 200
    assert call(app(store), base="https://BOT.kirkford.example:443").status_code == 200
    for other in ("https://evil.example", "https://bot.kirkford.example:8443", "https://10.0.0.9"):
        answer = call(app(store), base=other)
        assert (answer.status_code, answer.text) == (
            400,
            "The pages are at https://bot.kirkford.example; open that address.",
        )
    # Without an address of its own it is known by any.
    assert call(app(store, DoorSettings()), base="http://any.example").status_code == 200


def test_a_name_counts_from_a_trusted_proxy_only(store: Store) -> None:
    named = {"X-Auth-User": "lena@kirkford.example"}
    assert call(app(store), headers=named).json()["person"] == "web:lena@kirkford.example"
    assert call(app(store), headers=named).json()["outside"] is False
    assert call(app(store), headers=named, peer="10.0.1.5").json()["person"] == ""
    assert call(app(store), headers=named, peer="10.0.1.5").json()["outside"] is True
    # Nor does anybody read it past the guard.
    assert "x-auth-user" not in call(app(store), headers=named).json()["headers"]
    assert "x-auth-user" not in call(app(store), headers=named, peer="1.2.3.4").json()["headers"]
    assert call(app(store)).json()["sees"] is False


def test_a_name_given_twice_or_of_no_kind_is_no_name(store: Store) -> None:
    twice = [("X-Auth-User", "lena"), ("x-auth-user", "amir")]
    assert call(app(store), headers=twice).json()["person"] == ""
    for odd in ("", " ", "lena,amir", "web:lena", "le\tna", "x" * 201):
        assert call(app(store), headers={"X-Auth-User": odd}).json()["person"] == "", odd
    assert call(app(store), headers={"X-Auth-User": "Lena Fell"}).json()["person"] == (
        "web:Lena Fell"
    )
    accented = [(b"X-Auth-User", "Zoë".encode())]
    assert call(app(store), headers=accented).json()["person"] == "web:Zoë"


def test_who_came_is_read_from_the_right_of_what_proxies_say() -> None:
    def address(peer: str, said: str) -> str:
        return came(peer, "http", [(b"x-forwarded-for", said.encode())], BEHIND).address

    assert address(PROXY, "203.0.113.7") == "203.0.113.7"
    # What the client itself wrote stands left of what the proxy saw.
    assert address(PROXY, "198.51.100.1, 203.0.113.7") == "203.0.113.7"
    assert address(PROXY, "203.0.113.7, 10.0.0.9") == "203.0.113.7"
    assert address("203.0.113.7", "198.51.100.1") == "203.0.113.7"
    assert address(PROXY, "10.0.0.9") == PROXY
    assert address(PROXY, "") == "unknown"
    assert address(PROXY, "203.0.113.7:5123") == "203.0.113.7"
    assert address("::ffff:10.0.0.5", "203.0.113.7") == "203.0.113.7"
    # An IPv6 home has more addresses than anybody can count.
    assert address(PROXY, "2001:db8:1:2:3::4") == "2001:db8:1:2::/64"
    assert address(PROXY, "[2001:db8:1:2:ffff::1]:443") == "2001:db8:1:2::/64"
    assert address(PROXY, "nonsense") == "unknown"


def test_the_audience_of_a_named_reader_is_theirs_alone() -> None:
    known = came(PROXY, "http", [(b"X-Auth-User", b"lena")], BEHIND)
    assert known.audience == Audience(is_outside=False, person="web:lena", is_private=True)
    assert known.identity == "name lena"
    assert came(PROXY, "http", [], BEHIND).audience == EVERYBODY
    assert came("", "http", [], DoorSettings()).identity == "address unknown"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Origin": AT}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": AT}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://bot.kirkford.example"}, 403),
    ],
)
def test_what_another_sites_page_sends_is_refused(
    store: Store, headers: dict[str, str], status: int
) -> None:
    answer = call(app(store), "POST", headers=headers)
    assert answer.status_code == status
    # Reading changes nothing and may begin anywhere.
    assert call(app(store), headers=headers).status_code == 200


def test_the_address_may_be_written_with_capitals_and_a_path(store: Store) -> None:
    written = DoorSettings(address="https://Bot.Kirkford.example/bot")
    answer = call(app(store, written), "POST", headers={"Origin": AT})
    assert answer.status_code == 200


def test_a_form_is_ours_with_its_token_and_its_cookie_only(store: Store) -> None:
    to = app(store)
    page = call(to, path="/form")
    token, given = page.text, page.headers["set-cookie"]
    assert given == (f"__Host-form={given[12:34]}; Path=/; HttpOnly; SameSite=Strict; Secure")
    mine = {"Cookie": f"__Host-form={given[12:34]}"}
    assert call(to, "POST", "/take", headers=mine, content=token).text == "taken"
    assert call(to, "POST", "/take", content=token).text == "not ours"
    assert call(to, "POST", "/take", headers=mine, content="").text == "not ours"
    assert call(to, "POST", "/take", headers=mine, content="é" * 64).text == "not ours"
    other = call(to, path="/form").text
    assert call(to, "POST", "/take", headers=mine, content=other).text == "not ours"
    # Another process takes it as well: the key is the store's.
    assert call(app(store), "POST", "/take", headers=mine, content=token).text == "taken"
    # The token is the same as long as the cookie is, and no second cookie is set.
    again = call(to, path="/form", headers=mine)
    assert (again.text, "set-cookie" in again.headers) == (token, False)


def test_a_renewed_token_leaves_the_old_one_behind(store: Store) -> None:
    to = app(store)
    page = call(to, path="/form")
    old = {"Cookie": page.headers["set-cookie"].partition(";")[0]}
    renewed = call(to, "POST", "/renew", headers=old)
    new = {"Cookie": renewed.headers["set-cookie"].partition(";")[0]}
    assert new != old
    assert call(to, "POST", "/take", headers=new, content=page.text).text == "not ours"


def test_pages_without_a_form_set_no_cookie_and_those_with_one_are_not_kept(store: Store) -> None:
    assert "set-cookie" not in call(app(store)).headers
    page = call(app(store), path="/form")
    assert page.headers["cache-control"] == "no-store"
    assert "etag" not in page.headers


def test_over_plain_http_the_cookie_has_a_plain_name(store: Store) -> None:
    page = call(app(store, DoorSettings()), path="/form", base="http://127.0.0.1:3000")
    assert page.headers["set-cookie"].startswith("form=")
    assert page.headers["set-cookie"].endswith("; Path=/; HttpOnly; SameSite=Strict")


def test_a_body_may_be_so_large_and_no_larger(store: Store) -> None:
    to = app(store)
    assert call(to, "POST", "/size", content=b"x" * LARGEST_BODY).text == str(LARGEST_BODY)
    answer = call(to, "POST", "/size", content=b"x" * (LARGEST_BODY + 1))
    assert (answer.status_code, answer.text) == (
        413,
        "That is too much to be a question. Send less.",
    )

    async def unannounced() -> AsyncIterator[bytes]:
        for _ in range(5):
            yield b"x" * 65_536

    assert call(to, "POST", "/size", content=unannounced()).status_code == 413
    huge = call(to, "POST", "/size", content=b"x", headers={"Content-Length": "9" * 30})
    assert huge.status_code == 413


def test_a_body_that_does_not_come_is_not_waited_for(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.security._BODY_SECONDS", 0.05)

    async def slow() -> AsyncIterator[bytes]:
        yield b"x"
        await asyncio.sleep(1)
        yield b"x"

    answer = call(app(store), "POST", "/size", content=slow())
    assert (answer.status_code, answer.text) == (
        408,
        "That took too long to arrive. Check your connection and send it again.",
    )


def test_questions_have_a_pace_for_each_reader(store: Store) -> None:
    to = app(store, DoorSettings(trusted_proxies=BEHIND.trusted_proxies, questions_a_minute=2))

    def ask(address: str) -> httpx.Response:
        return call(to, "POST", headers={"X-Forwarded-For": address}, base="http://b.example")

    assert [ask("203.0.113.7").status_code for _ in range(3)] == [200, 200, 429]
    refused = ask("203.0.113.7")
    assert refused.headers["retry-after"] == "30"
    assert refused.text == "That was a lot at once. Please wait 30 seconds, then try again."
    assert ask("203.0.113.8").status_code == 200
    # Somebody who writes a chain of their own is still who the proxy saw.
    assert ask("1.1.1.1, 203.0.113.7").status_code == 429
    # A second process counts on from where the first one is.
    to = app(store, DoorSettings(trusted_proxies=BEHIND.trusted_proxies, questions_a_minute=2))
    assert ask("203.0.113.7").status_code == 429
    # Reading goes on.
    assert call(to, headers={"X-Forwarded-For": "203.0.113.7"}).status_code == 200


def test_pages_have_a_pace_too(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.doors import Pace

    monkeypatch.setattr("bot.web.security._PAGES", Pace("page", 0.25, 2))
    to = app(store)
    assert [call(to).status_code for _ in range(3)] == [200, 200, 429]
    assert call(to).headers["retry-after"] == "1"


def test_without_its_store_it_still_answers(store: Store) -> None:
    to = app(store)
    with store._engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE paces")
        connection.exec_driver_sql("DROP TABLE keys")
    assert call(to).status_code == 200


def test_what_is_refused_is_logged_without_who_and_what(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    call(
        app(store),
        "POST",
        "/take",
        content="question=Kinship",
        headers={"Origin": "https://evil.example", "X-Forwarded-For": "203.0.113.7"},
    )
    fields = [record.__dict__.get("fields") for record in caplog.records]
    assert {"front": "web", "status": 403} in fields
    assert "203.0.113.7" not in json.dumps(fields)
    assert "Kinship" not in caplog.text


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            {"REVIEW_BOT_WEB_USER_HEADER": "X-Auth-User"},
            "REVIEW_BOT_WEB_USER_HEADER is set and REVIEW_BOT_TRUSTED_PROXIES is not; name the "
            "address of the proxy that signs people in, or anybody could write that header.",
        ),
        (
            {"REVIEW_BOT_ADMINS": "lena"},
            "REVIEW_BOT_ADMINS is set and REVIEW_BOT_WEB_USER_HEADER is not; name the header in "
            "which your proxy says who was signed in, or set REVIEW_BOT_ADMIN_PASSWORD instead.",
        ),
        (
            {"REVIEW_BOT_TRUSTED_PROXIES": "10.0.0.5, proxy"},
            "REVIEW_BOT_TRUSTED_PROXIES has 'proxy'; write addresses parted by commas: 10.0.0.5, "
            "10.1.0.0/16.",
        ),
        (
            {"REVIEW_BOT_ADMIN_PASSWORD": "plain words"},
            "REVIEW_BOT_ADMIN_PASSWORD is not a hash; run 'review-bot admin password' and set "
            "what it prints.",
        ),
        (
            {"REVIEW_BOT_FRAMED_BY": "http://x; script-src *"},
            "REVIEW_BOT_FRAMED_BY has 'http://x; script-src *'; write teams, or addresses like "
            "https://intranet.example.",
        ),
    ],
)
def test_settings_that_cannot_be_meant_are_told_in_a_sentence(
    settings: dict[str, str], said: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as raised:
        serve_settings(tmp_path)
    assert str(raised.value) == said
