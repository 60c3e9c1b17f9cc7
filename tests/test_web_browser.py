"""Scenes on the bot's own pages in a real browser, against a real process."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import pypdfium2
import pytest
from local_slack import free_port
from toys import TOY_MODEL, build_toy, edition_of, write_toy_export

from bot.store import Store
from index.edition import load
from tests.test_web_ledger import ONBOARDING
from tests.toy_pages import ASHBY, GLOSSARY, OSTLEY, POSITIONS

HOME = Path(__file__).resolve().parent.parent
BROWSER = Path("/usr/bin/chromium")
STARTERS = """starters:
  - readers: Carers
    questions: ["What allowance do kinship carers get?"]
"""
FILLER = tuple(
    f"Line {n} of the report is on benches, lamps and the paths of the park." for n in range(29)
)
PAID = (
    "Kinship carers get an allowance of £90 a week. The allowance of kinship carers ends at "
    "eighteen. Panels meet on Fridays."
)
PAPERS = {
    ASHBY: (*FILLER, PAID, *FILLER),
    OSTLEY: ("The review recommended an allowance for kinship carers.", "Agency staff cost more."),
}
MARKED = [
    "Kinship carers get an allowance of £90 a week.",
    "The allowance of kinship carers ends at eighteen.",
]
"""The two best sentences; the third is left unmarked."""
SENTENCES = [
    *(f"{text} passage 1" for text in MARKED),
    "The review recommended a weekly allowance for kinship carers. passage 2",
]

pytestmark = [
    pytest.mark.client,
    pytest.mark.skipif(
        not (
            BROWSER.is_file()
            and shutil.which("node")
            and (HOME / "node_modules" / "playwright-core").is_dir()
            and (HOME / "node_modules" / "axe-core").is_dir()
        ),
        reason="Chromium, node, playwright-core or axe-core is missing, so no scene was played.",
    ),
]


@dataclass
class Stage:
    """The pages, served by a process of their own from editions in a folder."""

    base: str
    folder: Path

    def play(self, scene: str, *given: str) -> dict[str, Any]:
        """Return what was seen in a scene, in which nothing was out of order."""
        done = subprocess.run(
            ["node", str(HOME / "tests" / "web_browser.mjs"), self.base, scene, *given],
            capture_output=True,
            text=True,
            timeout=400,
            cwd=HOME,
        )
        assert done.returncode == 0, done.stderr
        seen: dict[str, Any] = json.loads(done.stdout)
        assert seen.pop("troubles") == []
        return seen


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Yield the pages of two fictional papers, one of which was reworded in the last edition."""
    folder, port = tmp_path_factory.mktemp("pages"), free_port()
    knowledge, var = folder / "knowledge", folder / "var"
    positions = POSITIONS.replace(f"{ASHBY}#1", f"{ASHBY}#30")
    edition_of(
        folder,
        PAPERS,
        positions=positions,
        glossary=GLOSSARY,
        onboarding=ONBOARDING.replace(f"{ASHBY}#1", f"{ASHBY}#30"),
        starters=STARTERS,
    )
    summary = knowledge / "summaries" / f"{OSTLEY}.md"
    summary.write_text(summary.read_text().replace("an allowance", "a weekly allowance"))
    build_toy(knowledge, var)
    write_toy_export(var)
    environment = os.environ | {
        "PYTHONPATH": str(HOME),
        "REVIEW_BOT_MODEL": TOY_MODEL,
        "REVIEW_BOT_KNOWLEDGE": str(knowledge),
        "REVIEW_BOT_VAR": str(var),
    }
    command = [
        sys.executable,
        "-c",
        "from bot.cli import main; main()",
        "serve",
        "--port",
        str(port),
    ]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    base = f"http://127.0.0.1:{port}"
    try:
        _reached(base)
        yield Stage(base, folder)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _reached(base: str) -> None:
    for _ in range(300):
        try:
            httpx.get(base, timeout=10)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("nothing is served")


def test_a_question_is_answered_in_place_and_read_out(stage: Stage) -> None:
    assert stage.play("ask") == {
        "url": f"{stage.base}/",
        "title": "From the papers – Review bot",
        "sentences": SENTENCES,
        "marks": [*MARKED, "The review recommended a weekly allowance for kinship carers."],
        "focus": "answer",
        "added": 0,
    }


def test_a_follow_up_knows_what_was_asked_before(stage: Stage) -> None:
    seen = stage.play("followUp")
    assert seen["url"] == f"{stage.base}/"
    assert seen["earlier"] == ["Asked before in this conversation (1)"]
    assert "The review recommended a weekly allowance for kinship carers." in seen["passages"]


def test_an_example_is_asked_at_a_press(stage: Stage) -> None:
    assert stage.play("example") == {
        "heading": "You asked What allowance do kinship carers get?",
        "url": f"{stage.base}/",
    }


def test_a_citation_opens_the_paper_with_the_sentence_marked_and_in_view(stage: Stage) -> None:
    key = _key(stage)
    assert stage.play("citation") == {
        "url": f"{stage.base}/papers/{ASHBY}?at={key}&s=0.1#p-30",
        "marks": MARKED,
        "inView": True,
        "scrolled": True,
    }


def test_the_short_address_of_a_passage_opens_it_too(stage: Stage) -> None:
    key = _key(stage)
    assert stage.play("key", key) == {
        "url": f"{stage.base}/papers/{ASHBY}?at={key}&s=0#p-30",
        "inView": True,
        "marks": MARKED[:1],
    }


def test_everything_works_without_javascript(stage: Stage) -> None:
    seen = stage.play("withoutScript")
    assert seen["sentences"] == SENTENCES
    assert seen["record"].startswith("From the papers on the children's social care review, copied")
    assert seen["copy"] is False
    assert seen["earlier"] == ["Asked before in this conversation (1)"]
    assert seen["answered"] == f"{stage.base}/"
    assert seen["inView"] is True and seen["scrolled"] is True


def test_the_ledger_is_filtered(stage: Stage) -> None:
    assert stage.play("filters") == {
        "all": ["Recommended", "Welcomed"],
        "welcomed": ["Welcomed"],
        "ostley": ["Recommended"],
        "kept": "June 2022",
    }


def test_what_changed_is_told_apart_without_colour(stage: Stage) -> None:
    assert stage.play("changes") == {
        "marks": {"went": "line-through", "came": "underline"},
        "url": f"{stage.base}/changes?since=&topic=allowance",
        "came": ["came: a weekly"],
    }


def test_the_record_is_copied_at_a_press(stage: Stage) -> None:
    assert stage.play("copy") == {"copied": True}


def test_what_did_not_help_is_told_without_leaving_the_answer(stage: Stage) -> None:
    assert stage.play("feedback") == {
        "why": [],
        "stays": SENTENCES,
        "headings": ["You asked what allowance do kinship carers get?"],
        "focus": "Thank you",
    }
    kept = Store(f"sqlite:///{stage.folder / 'var' / 'store.db'}").feedback()
    assert [each.reason for each in kept] == ["out_of_date"]


@pytest.mark.parametrize("scene", ["narrow", "zoomed"])
def test_nothing_has_to_be_scrolled_sideways(stage: Stage, scene: str) -> None:
    seen = stage.play(scene)
    assert {path: wider for path, wider in seen["wider"].items() if wider > 0} == {}
    assert seen["scrolled"] is True and seen["marks"] == MARKED


def test_the_keyboard_alone_is_enough(stage: Stage) -> None:
    seen = stage.play("keyboard")
    assert seen["record"] is True
    assert seen["read"].startswith(f"{stage.base}/papers/{ASHBY}?at=")
    assert seen["picture"] == {"isLink": True, "ring": "2.5px"}


def test_axe_finds_nothing_on_any_page_in_light_and_dark(stage: Stage) -> None:
    found = stage.play("axe", "/p/" + _old_key(stage))
    assert {page: troubles for page, troubles in found.items() if troubles} == {}
    assert len(found) == 2 * (14 + 4 + 1)


def test_printed_an_answer_has_its_passages_in_full_and_nothing_to_press(
    stage: Stage, tmp_path: Path
) -> None:
    file = tmp_path / "answer.pdf"
    seen = stage.play("print", str(file))
    assert seen["chrome"] == [False, False, False, False]
    document = pypdfium2.PdfDocument(file)
    text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    words = " ".join(text.split())
    assert PAID in words
    assert "Ashby Council, Report, 1 March 2023, paragraph 30" in words
    assert "Ask a follow-up" not in words and "Where it stands" not in words


def _key(stage: Stage) -> str:
    return load(stage.folder / "var").passage(f"{ASHBY}#30").key


def _old_key(stage: Stage) -> str:
    now = load(stage.folder / "var").passage(f"{OSTLEY}#1")
    return replace(now, text=now.text.replace("a weekly allowance", "an allowance")).key
