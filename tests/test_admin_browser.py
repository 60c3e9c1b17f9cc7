"""The administrator's page in a real browser, with keyboard, without scripts, light and dark."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from toys import TOY_MODEL, write_toy_export

from bot.report import as_page
from bot.settings import DoorSettings
from bot.store import Feedback
from tests.browser import needs_browser, played
from tests.test_admin import HASH, PASSWORD
from tests.toy_pages import ASHBY, Pages, served, toy_pages

pytestmark = needs_browser


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pages]:
    """Yield the pages with something of everything that an administrator works off."""
    monkeypatch.setenv("REVIEW_BOT_MODEL", TOY_MODEL)
    with toy_pages(tmp_path, DoorSettings(admin_password=HASH)) as made:
        write_toy_export(tmp_path / "var")
        (tmp_path / "var" / "evaluation").mkdir()
        (tmp_path / "var" / "evaluation" / "dev.html").write_text(as_page("dev", [], []))
        made.store.add_feedback(
            Feedback(
                answer="a1",
                asker="x",
                front="web",
                verdict="bad",
                outcome="answered",
                citations=(f"{ASHBY}#1",),
                edition="toy",
                reason="out_of_date",
                comment="It is £95 now.",
            )
        )
        for topic in ("family hub", "", "kinship allowance"):
            for _ in range(3):
                made.store.unanswered.add(topic, "nothing_found")
        yield made


def test_an_administrator_comes_in_and_works_and_nobody_else(pages: Pages) -> None:
    with served(pages) as base:
        folder = os.environ.get("ADMIN_SCREENSHOTS", "")
        given = {"base": base, "password": PASSWORD, "folder": folder}
        found = played("admin_browser.mjs", given, 240)
    assert found["troubles"] == []
    seen = found["seen"]
    assert seen["refused"] == {
        "problem": "That is not the password.",
        "cookies": ["form"],
        "builds": 0,
    }
    assert seen["let in"] == {
        "cookie": {"httpOnly": True, "sameSite": "Strict", "expires": True},
        "read": "",
        "feedback": "Feedback to deal with There is no feedback to deal with.",
        # Its own style was let through by its digest.
        "drawn": "25.6px",
        "out": 1,
    }
    assert seen["build"]["running"] == 1
    assert "The last build ended well" in seen["build"]["said"]
    assert "2 papers, 5 passages; it goes live within half a minute." in seen["build"]["said"]
    assert (seen["looks light"], seen["looks dark"]) == ("Administration", "Administration")
