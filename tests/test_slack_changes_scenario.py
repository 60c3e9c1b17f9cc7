"""An edited paragraph and an added paper, told in a real Slack client and on the command line."""

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from toys import TOY_MODEL, build_toy, edition_of, write_toy_export

from bot.cli import main
from tests.local_slack import (
    BOT,
    CHANNEL,
    SECRET,
    client_program,
    free_port,
    is_up,
    local_slack,
    running,
    until,
    words,
)
from tests.test_telling import OSTLEY, PAPERS, POSITIONS

pytestmark = [
    pytest.mark.client,
    pytest.mark.skipif(
        client_program() is None,
        reason="The local Slack client is not installed, so the scene was not played.",
    ),
]
NEW = "barrowmere-2024-05-01"
ADDED = "Paper added: Barrowmere Council, Report, 1 May 2024 (2 passages)"
REWORDED = "Benches will be tested in [-two-] {+three+} parks."


def test_exactly_what_changed_is_told_in_slack_and_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    edition_of(tmp_path, PAPERS, positions=POSITIONS)
    write_toy_export(tmp_path / "var")
    knowledge = tmp_path / "knowledge"
    settings = {
        "REVIEW_BOT_MODEL": TOY_MODEL,
        "REVIEW_BOT_KNOWLEDGE": str(knowledge),
        "REVIEW_BOT_VAR": str(tmp_path / "var"),
        "SLACK_BOT_TOKEN": "xoxb-test",
        "SLACK_SIGNING_SECRET": SECRET,
    }
    with local_slack(tmp_path, "events", port) as slack:
        settings["SLACK_API_URL"] = f"{slack.base}/api/"
        command = [sys.executable, "-c", "from bot.cli import main; main()", "serve"]
        with running([*command, "--port", str(port)], settings, tmp_path / "bot.log"):
            until(lambda: is_up(f"http://127.0.0.1:{port}/readyz"), seconds=60)
            slack.command("subscribe")
            until(lambda: [m for m in slack.private() if words(m).startswith("Done. What changes")])

            _edit(knowledge)
            build_toy(knowledge, tmp_path / "var")

            (digest,) = until(
                lambda: [m for m in slack.messages() if m["user"] == BOT and "subtype" not in m],
                seconds=60,
            )
            # The digest tells of what can be asked about by then.
            slack.command("ask where are the swings and slides of Barrowmere?")
            until(lambda: [m for m in slack.private() if "Swings are new." in words(m)])
            slack.command("changed")
            page = until(lambda: [m for m in slack.private() if "Published since" in words(m)])[0]

    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    printed = CliRunner().invoke(main, ["changes"]).output
    for told in (words(digest), words(page), printed):
        assert ADDED in told
        assert REWORDED in told
        assert told.count("Reworded") == 1
        assert "Wardens" not in told
    assert digest["channel"] == CHANNEL


def _edit(knowledge: Path) -> None:
    """Change one paragraph of one paper and add another paper."""
    path = knowledge / "summaries" / f"{OSTLEY}.md"
    path.write_text(path.read_text().replace("two parks", "three parks"))
    register = knowledge / "papers.yaml"
    register.write_text(
        register.read_text()
        + f"  - {{id: {NEW}, title: Report, publisher: Barrowmere Council, published: 2024-05-01,"
        " kind: report, visibility: public}\n"
    )
    entries = "### 1\n\nSwings are new.\n\n### 2\n\nSlides are old.\n"
    (knowledge / "summaries" / f"{NEW}.md").write_text(f"---\npaper: {NEW}\n---\n\n{entries}")
