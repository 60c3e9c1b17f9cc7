"""The doctor says of each part whether it is well, and what to do where it is not."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
import sqlalchemy as sa
import uvicorn
from conftest import Cli
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.doctor import must_be_mended
from bot.doctor.finding import Finding
from bot.doctor.fronts import slack, teams, web
from bot.doctor.reach import Reach
from bot.doctor.store import clock, database
from bot.settings import ServeSettings, SlackSettings, TeamsSettings
from bot.store import Store
from tests.local_slack import free_port, is_up, until
from tests.test_store import postgres

__all__ = ["postgres"]
SECRET = "f00dfacef00dfacef00dfacef00dface"
TENANT = "11111111-2222-3333-4444-555555555555"
SCOPES = "app_mentions:read,assistant:write,chat:write,commands,im:history"


@dataclass
class World:
    """An address that answers as it is told to, and notes who asked with which token."""

    base: str
    answers: dict[str, Response] = field(default_factory=dict)
    asked: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)

    async def answer(self, request: Request) -> Response:
        path = request.url.path
        form = dict(parse_qsl((await request.body()).decode()))
        self.asked.append((path, request.headers.get("authorization", ""), form))
        return self.answers.get(path) or JSONResponse({"ok": False, "error": "unknown"}, 404)


@pytest.fixture
def world() -> Iterator[World]:
    with running_world() as found:
        yield found


@contextmanager
def running_world() -> Iterator[World]:
    port = free_port()
    made = World(f"http://127.0.0.1:{port}")
    made.answers["/healthz"] = JSONResponse({"ok": True})
    app = Starlette(routes=[Route("/{path:path}", made.answer, methods=["GET", "POST"])])
    # Its own date, where a test gives one, goes before the server's.
    config = uvicorn.Config(app, port=port, log_level="error", date_header=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until(lambda: is_up(f"{made.base}/healthz"))
    made.asked.clear()
    yield made
    server.should_exit = True
    thread.join()


def of_slack(world: World, **keys: str) -> ServeSettings:
    given = {"bot_token": "xoxb-1-abc", "signing_secret": SECRET, "api": f"{world.base}/api/"}
    return ServeSettings(database="", slack=SlackSettings(**(given | keys)))


def told(found: list[Finding]) -> list[tuple[str, str]]:
    return [(finding.state, finding.says) for finding in found]


def knows_slack(world: World, **headers: str) -> None:
    answer = {"ok": True, "team": "Anyshire"}
    world.answers["/api/auth.test"] = JSONResponse(answer, headers=headers)


def test_slack_is_asked_whether_it_knows_the_token(world: World) -> None:
    knows_slack(world, **{"x-oauth-scopes": SCOPES})

    assert told(slack(of_slack(world), Reach())) == [("ok", "Slack knows the bot in 'Anyshire'.")]
    assert world.asked == [("/api/auth.test", "Bearer xoxb-1-abc", {})]


def test_a_token_that_slack_refuses_must_be_mended(world: World) -> None:
    world.answers["/api/auth.test"] = JSONResponse({"ok": False, "error": "invalid_auth"})

    (found,) = slack(of_slack(world), Reach())

    assert found.state == "mend"
    assert found.says == "Slack refuses the bot token (invalid_auth)."
    assert found.do.startswith("Copy SLACK_BOT_TOKEN anew")


def test_missing_scopes_are_named(world: World) -> None:
    knows_slack(world, **{"x-oauth-scopes": "chat:write,commands,assistant:write"})

    assert told(slack(of_slack(world), Reach()))[1] == (
        "mend",
        "The app lacks the scopes app_mentions:read, im:history.",
    )


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"ok": True, "url": "wss://x"}, ("ok", "Slack opens a socket for the app token.")),
        (
            {"ok": False, "error": "not_allowed_token_type"},
            ("mend", "Slack refuses the app token (not_allowed_token_type)."),
        ),
    ],
)
def test_the_app_token_is_tried_as_well(
    world: World, answer: dict[str, Any], said: tuple[str, str]
) -> None:
    knows_slack(world)
    world.answers["/api/apps.connections.open"] = JSONResponse(answer)
    wanted = of_slack(world, app_token="xapp-1-abc", signing_secret="")

    assert told(slack(wanted, Reach()))[1] == said
    assert world.asked[1][1] == "Bearer xapp-1-abc"


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"bot_token": ""}, "SLACK_BOT_TOKEN is not set."),
        ({"signing_secret": ""}, "SLACK_SIGNING_SECRET or SLACK_APP_TOKEN is not set."),
        (
            {"bot_token": "xapp-1-abc"},
            "SLACK_BOT_TOKEN does not begin with xoxb- or holds what no token holds.",
        ),
        (
            {"app_token": "xoxb-1-abc"},
            "SLACK_APP_TOKEN does not begin with xapp- or holds what no token holds.",
        ),
        (
            {"bot_token": "xoxb-1-abc\n"},
            "SLACK_BOT_TOKEN does not begin with xoxb- or holds what no token holds.",
        ),
        (
            {"signing_secret": "short"},
            "SLACK_SIGNING_SECRET is too short or holds what no secret holds.",
        ),
    ],
)
def test_keys_of_the_wrong_shape_are_told_without_asking_anybody(
    world: World, keys: dict[str, str], said: str
) -> None:
    assert told(slack(of_slack(world, **keys), Reach())) == [("mend", said)]
    assert world.asked == []


def test_what_cannot_be_reached_is_said_to_be_so() -> None:
    nowhere = World(f"http://127.0.0.1:{free_port()}")
    keys = TeamsSettings(TENANT, "s", TENANT, login=nowhere.base)
    wanted = ServeSettings(database="", address=nowhere.base, teams=keys)

    for found in (
        slack(of_slack(nowhere), Reach()),
        teams(wanted, Reach()),
        web(wanted, Reach()),
    ):
        assert found[0].state == "unknown"
        assert found[0].says.endswith(" could not be reached.")
        assert found[0].do.startswith("See that this machine may call out to it")
        assert not must_be_mended(found)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({}, ("off", "Teams is not set up.")),
        ({"client_id": TENANT}, ("mend", "Not set: TEAMS_CLIENT_SECRET, TEAMS_TENANT_ID.")),
        (
            {"client_id": "me", "client_secret": "s", "tenant_id": TENANT},
            ("mend", "TEAMS_CLIENT_ID is no id of 8-4-4-4-12 characters."),
        ),
        (
            {"client_id": TENANT, "client_secret": "bad", "tenant_id": TENANT},
            ("mend", "Microsoft refuses the keys (invalid_client)."),
        ),
        (
            {"client_id": TENANT, "client_secret": "good", "tenant_id": TENANT},
            ("ok", "Microsoft knows the app and its secret."),
        ),
    ],
)
def test_teams_is_tried_by_signing_in(
    world: World, keys: dict[str, str], said: tuple[str, str]
) -> None:
    is_good = keys.get("client_secret") == "good"
    answer = {"access_token": "t"} if is_good else {"error": "invalid_client"}
    path = f"/{TENANT}/oauth2/v2.0/token"
    world.answers[path] = JSONResponse(answer, 200 if is_good else 401)
    given = TeamsSettings(**keys, login=world.base)

    assert told(teams(ServeSettings(database="", teams=given), Reach())) == [said]


def test_our_own_address_is_tried(world: World) -> None:
    here = ServeSettings(database="", address=world.base)
    there = ServeSettings(database="", address=f"{world.base}/elsewhere")

    assert told(web(here, Reach())) == [("ok", f"The service answers at {world.base}.")]
    assert told(web(there, Reach())) == [
        ("mend", f"{world.base}/elsewhere answers with 404 where the service would say it runs.")
    ]
    assert web(ServeSettings(database=""), Reach())[0].state == "off"


@pytest.mark.parametrize(
    ("ahead", "state", "says"),
    [
        (0, "ok", "The clock agrees with that of an address in use."),
        (400, "mend", "This machine's clock is 400 seconds behind that of an address in use."),
        (-400, "mend", "This machine's clock is 400 seconds ahead of that of an address in use."),
    ],
)
def test_the_clock_is_compared_with_an_address_in_use(
    world: World, ahead: float, state: str, says: str
) -> None:
    world.answers["/healthz"] = Response(
        headers={"date": formatdate(time.time() + ahead, usegmt=True)}
    )
    reach = Reach()
    web(ServeSettings(database="", address=world.base), reach)

    found = clock("sqlite:///x", reach)

    assert (found.state, found.says.replace("399", "400").replace("401", "400")) == (state, says)


@pytest.mark.postgres
def test_the_clock_is_compared_with_the_database(postgres: str) -> None:
    assert clock(postgres, Reach()) == Finding(
        "clock", "ok", "The clock agrees with the database's."
    )


def test_a_clock_that_nothing_is_there_to_compare_with_is_said_to_be_so() -> None:
    found = clock("sqlite:///x", Reach())

    assert (found.state, found.do) == (
        "unknown",
        "See that this machine keeps network time (NTP).",
    )


def test_the_database_is_looked_at_without_being_changed(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    assert database(url).says == "The store is a file that is not there yet."
    assert list(tmp_path.iterdir()) == []

    store = Store(url)
    store.migrate()
    assert database(url).says == "The store answers, has today's tables, and can be written to."
    with sa.create_engine(url).begin() as connection:
        assert "doctor_was_here" not in sa.inspect(connection).get_table_names()
    store.switch.pause("Lena")
    assert "The bot is paused." in database(url).says
    with sa.create_engine(url).begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0002'"))
    assert database(url).says == "The store answers, can be written to, and is at step 0002."
    with sa.create_engine(url).begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0999'"))
    found = database(url)
    assert (found.state, found.do) == ("mend", "Upgrade review-bot on this machine.")


@pytest.mark.postgres
def test_a_database_that_may_only_be_read_must_be_mended(postgres: str) -> None:
    store = Store(postgres)
    store.migrate()
    assert database(postgres).state == "ok"
    with sa.create_engine(postgres).begin() as connection:
        connection.execute(sa.text("DROP ROLE IF EXISTS reader"))
        connection.execute(sa.text("CREATE ROLE reader LOGIN"))
        connection.execute(sa.text("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader"))

    found = database(postgres.replace("postgres@", "reader@"))

    assert (found.state, found.says) == ("mend", "The store can be read and not written to.")
    with sa.create_engine(postgres).begin() as connection:
        connection.execute(sa.text("DROP OWNED BY reader"))
        connection.execute(sa.text("DROP ROLE reader"))


def test_a_database_that_is_gone_must_be_mended() -> None:
    found = database("postgresql+psycopg://nobody@127.0.0.1:1/none")

    assert found.state == "mend"
    assert "check DATABASE_URL" in found.says


def lines(cli: Cli) -> dict[str, list[dict[str, str]]]:
    by_name: dict[str, list[dict[str, str]]] = {}
    for finding in json.loads(cli("doctor", "--json").output):
        by_name.setdefault(finding["name"], []).append(finding)
    return by_name


def test_a_house_in_order_ends_with_status_0(built_cli: Cli) -> None:
    said = built_cli("doctor")

    assert said.exit_code == 0, said.output
    assert said.output.startswith("ok   settings   Every variable that is set is one that I know.")
    assert said.output.endswith("Nothing to mend, 1 could not be told.\n")


@pytest.mark.parametrize(
    ("break_it", "name", "says"),
    [
        (lambda knowledge, var: (var / "current").unlink(), "edition", "Nothing has been built"),
        (
            lambda knowledge, var: (knowledge / "glossary.yaml").write_text("terms: []\n"),
            "edition",
            "The knowledge folder was edited since it was built.",
        ),
        (
            lambda knowledge, var: (knowledge / "papers.yaml").write_text("papers: 3\n"),
            "knowledge",
            "papers.yaml",
        ),
        (
            lambda knowledge, var: next((var / "editions").glob("*/vectors.faiss")).unlink(),
            "edition",
            "cannot be used: part of it is missing or damaged",
        ),
    ],
    ids=["unbuilt", "stale", "register", "damaged"],
)
def test_what_is_broken_is_told_and_ends_with_status_1(
    built_cli: Cli, knowledge: Path, var: Path, break_it: Any, name: str, says: str
) -> None:
    break_it(knowledge, var)

    assert any(f["state"] == "mend" and says in f["says"] for f in lines(built_cli)[name])
    assert built_cli("doctor").exit_code == 1


def test_a_setting_that_nobody_reads_is_told(
    built_cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REVIEW_BOT_QUESTION_A_MINUTE", "5")

    (found,) = lines(built_cli)["settings"]

    assert found["state"] == "mend"
    assert found["says"] == "I know no setting REVIEW_BOT_QUESTION_A_MINUTE; it does nothing."
    assert found["do"] == "Did you mean REVIEW_BOT_QUESTIONS_A_MINUTE?"


@pytest.mark.parametrize("name", ["PORT", "REVIEW_BOT_EDITIONS_KEPT"])
def test_a_setting_that_cannot_be_used_is_told(
    built_cli: Cli, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "many")

    said = built_cli("doctor")

    assert said.exit_code == 1
    assert f"MEND settings   {name} is 'many'; it must be a whole number" in said.output


def test_a_published_model_that_was_changed_is_told(
    built_cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    from index import encoder

    monkeypatch.setenv("REVIEW_BOT_MODEL", encoder.DEFAULT_MODEL)
    monkeypatch.setitem(encoder._DEFAULT_HASHES, "tokenizer.json", "0" * 64)

    found = lines(built_cli)

    assert found["model"][0]["state"] == "mend"
    assert "tokenizer.json is missing or not the published one" in found["model"][0]["says"]
    assert any("built with the model 'toy-words'" in f["says"] for f in found["edition"])


def test_no_secret_is_ever_printed(
    built_cli: Cli, monkeypatch: pytest.MonkeyPatch, world: World
) -> None:
    secrets = {
        "SLACK_BOT_TOKEN": "xoxb-hush-1",
        "SLACK_APP_TOKEN": "xapp-hush-2",
        "SLACK_SIGNING_SECRET": "hush3hush3hush3hush3hush3hush3hu",
        "TEAMS_CLIENT_ID": TENANT,
        "TEAMS_TENANT_ID": TENANT,
        "TEAMS_CLIENT_SECRET": "hush-4",
        "REVIEW_BOT_METRICS_TOKEN": "hush-5",
        "DATABASE_URL": "postgresql://me:hush-6@127.0.0.1:1/none",
    }
    for name, value in secrets.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("SLACK_API_URL", f"{world.base}/api/")
    monkeypatch.setenv("TEAMS_LOGIN", f"{world.base}/")
    # A service that repeats what it was given must not make us repeat it.
    echo = JSONResponse({"ok": False, "error": "xoxb-hush-1 is no token"})
    world.answers |= {"/api/auth.test": echo, f"/{TENANT}/oauth2/v2.0/token": echo}

    for said in (built_cli("doctor"), built_cli("doctor", "--json")):
        assert "Slack refuses the bot token (status 200)." in said.output
        assert "hush" not in said.output and "hush" not in str(said.exception)
