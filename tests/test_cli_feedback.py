"""The commands around chat: working off feedback, and refusing to serve what is not set up."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.settings import database_url
from bot.store import Feedback, Store


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with one thumbs-down in its store, and no settings from outside."""
    for name in ("DATABASE_URL", "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    store = Store(database_url(tmp_path))
    store.migrate()
    given = Feedback(
        "a1", "lena", "slack", "bad", "answered", ("kirkford#2.1",), "e", "out_of_date"
    )
    store.add_feedback(given)
    store.close()
    return tmp_path


def run(var: Path, *words: str) -> tuple[int, str]:
    """Return exit status and output of the command."""
    result = CliRunner().invoke(main, ["--var", str(var), *words])
    return result.exit_code, result.output


def test_feedback_is_listed_and_worked_off(var: Path) -> None:
    status, out = run(var, "feedback", "list", "--json")
    (row,) = json.loads(out)
    assert status == 0
    assert (row["id"], row["reason"], row["citations"]) == (1, "It is out of date", "kirkford#2.1")
    assert "asker" not in row and "answer" not in row
    assert run(var, "feedback", "resolve", "1", "newer paper added") == (
        0,
        "Feedback 1 is resolved.\n",
    )
    assert run(var, "feedback", "list") == (0, "There is no feedback to deal with.\n")
    (done,) = json.loads(run(var, "feedback", "list", "--all", "--json")[1])
    assert (done["resolved"], done["resolution"]) == (True, "newer paper added")


def test_feedback_that_is_not_there_cannot_be_resolved(var: Path) -> None:
    status, out = run(var, "feedback", "resolve", "9", "x")
    assert status == 1 and "There is no feedback 9" in out


def test_serving_nothing_says_what_to_set(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REVIEW_BOT_WEB", "off")
    status, out = run(var, "serve")
    assert status == 1 and "Set SLACK_BOT_TOKEN, and SLACK_SIGNING_SECRET" in out


def test_older_names_of_a_database_are_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    for old in ("postgres", "postgresql"):
        monkeypatch.setenv("DATABASE_URL", f"{old}://u:p@h/d")
        assert database_url(Path("var")) == "postgresql+psycopg://u:p@h/d"
