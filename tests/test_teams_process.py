"""Teams beside the other fronts in one process, and its SDK kept in bounds."""

import asyncio
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from bot.answer import Answerer
from bot.desk import Desk, Policy
from bot.library import Library
from bot.serve import fronts, web_app
from bot.settings import ServeSettings, SettingsError
from bot.store import Store
from tests import slack_double as slack
from tests import toy_bot as toy
from tests.conftest import HOME, Cli
from tests.teams_double import bot, message, post, settled, teams_double, teams_settings

ASKED = "What are kinship carers paid?"


def run(script: str, folder: Path, **environment: str) -> str:
    """Return what a script prints that runs in a folder of its own."""
    given = os.environ | {"PYTHONPATH": str(HOME)} | environment
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=folder, env=given, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2_000:]
    return done.stdout.strip()


def test_the_sdk_is_imported_only_where_teams_is_configured(tmp_path: Path) -> None:
    script = """
import sys
from pathlib import Path
from bot.serve import fronts
from bot.desk import Desk, Policy
from bot.settings import serve_settings
from bot.store import Store
from tests import toy_bot
settings = serve_settings(Path("var"))
store = Store(settings.database)
made = fronts(Desk(toy_bot.library(), store, Policy()), settings)
names = [front.name for front in made if front.name != "web"]
print(names, "microsoft_teams" in sys.modules)
"""
    slack_keys = {"SLACK_BOT_TOKEN": "xoxb-test", "SLACK_SIGNING_SECRET": "secret"}
    teams_keys = {
        "TEAMS_CLIENT_ID": "id",
        "TEAMS_CLIENT_SECRET": "secret",
        "TEAMS_TENANT_ID": "tenant",
    }

    assert run(script, tmp_path, **slack_keys).endswith("['slack'] False")
    assert run(script, tmp_path, **slack_keys, **teams_keys).endswith("['slack', 'teams'] True")


def test_a_file_of_settings_where_the_bot_is_started_is_not_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("FROM_A_FILE=1\n")
    script = "import os, bot.teams.sdk; print(os.environ.get('FROM_A_FILE'))"

    assert run(script, tmp_path) == "None"


def test_slack_teams_and_the_pages_answer_the_same_in_one_process(tmp_path: Path) -> None:
    async def scene() -> None:
        store = Store(f"sqlite:///{tmp_path / 'store.db'}")
        store.migrate()
        desk = Desk(toy.library(), store, Policy())
        settings = ServeSettings(
            database="",
            slack=slack.settings(tmp_path, in_slack).slack,
            teams=teams_settings(in_teams),
        )
        app = web_app(desk, fronts(desk, settings))
        transport = httpx.ASGITransport(app)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://bot.test") as client,
        ):
            assert (await client.get("/readyz")).json() == {
                "papers": True,
                "store": True,
                "slack": True,
                "teams": True,
                "web": True,
            }
            await slack.send_event(client, slack.mention(ASKED))
            await post(client, in_teams, message(ASKED))
            await slack.settled(in_slack, "chat.postMessage")
            await settled(in_teams)

    with slack.slack_double() as in_slack, teams_double() as in_teams:
        asyncio.run(scene())
        (there,) = in_slack.made("chat.postMessage")
        (here,) = in_teams.sent()
    first = "Kinship carers are paid a fee. [1]"
    assert there["text"].splitlines()[0] == here["text"].splitlines()[0] == first


def test_a_slow_answer_comes_after_the_request_was_acknowledged(tmp_path: Path) -> None:
    async def scene() -> float:
        async with bot(tmp_path, teams, library) as client:
            start = time.monotonic()
            assert (await post(client, teams, message(ASKED))).status_code == 200
            took = time.monotonic() - start
            assert teams.sent() == []
            await settled(teams)
        return took

    library = Library(Answerer(toy.edition(), toy.SlowEncoder(1.5)), toy.STARTERS)
    with teams_double() as teams:
        assert asyncio.run(scene()) < 1.4
        assert len(teams.sent()) == 1


def test_what_is_being_answered_is_answered_before_the_process_ends(tmp_path: Path) -> None:
    async def scene() -> None:
        async with bot(tmp_path, teams, library) as client:
            assert (await post(client, teams, message(ASKED))).status_code == 200

    library = Library(Answerer(toy.edition(), toy.SlowEncoder(1.0)), toy.STARTERS)
    with teams_double() as teams:
        asyncio.run(scene())
        assert len(teams.sent()) == 1


def test_the_log_says_what_was_refused_and_nothing_of_what_was_asked(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    script = f"""
import asyncio
from pathlib import Path
from bot import log
from tests.teams_double import *
log.to_stream()
async def scene():
    with teams_double() as double:
        async with bot(Path({str(tmp_path)!r}), double) as client:
            await post(client, double, message("What are zebrafish paid?"), "rubbish")
            await post(client, double, message("What are zebrafish paid?", 2))
            await settled(double)
asyncio.run(scene())
"""
    given = os.environ | {"PYTHONPATH": str(HOME)}
    done = subprocess.run(
        [sys.executable, "-c", script], env=given, capture_output=True, text=True, check=True
    )
    events = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")]
    said = {each["event"] for each in events}
    assert {"token_refused", "unsigned", "answered"} <= said
    assert "zebrafish" not in done.stderr + done.stdout


def test_half_a_configuration_says_what_is_missing(
    built_cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEAMS_CLIENT_ID", "id")
    done = built_cli("serve")

    assert done.exit_code == 1
    assert "Teams is only half configured: set TEAMS_CLIENT_ID, TEAMS_CLIENT_SECRET" in done.output
    assert not isinstance(done.exception, SettingsError)
