"""Papers are untrusted text: whatever stands in them, no page runs it, obeys it or breaks of it.

Everything that a paper, the ledger, the glossary or the path for new staff can hold is filled with
what browsers, templates and terminals obey elsewhere; then every page is opened in Chromium, with
the policy that forbids scripts and, as if that had failed, without it.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from toys import build_toy, edition_of

from bot.settings import DoorSettings
from bot.store import Feedback
from index import edition as editions
from tests.browser import needs_browser, played
from tests.test_admin import DOORS, PASSWORD
from tests.toy_pages import Pages, served, toy_pages

EVIL, MEEK = "evil-2023-03-01", "meek-2022-06-07"
PAYLOADS = (
    "<script>window.ran=1</script>",
    "<img src=x onerror=window.ran=1>",
    '"><svg onload=window.ran=1>',
    "' onmouseover='window.ran=1' x='",
    '" autofocus onfocus=window.ran=1 x="',
    "</title></textarea></style></script><script>window.ran=1</script>",
    "<style>*{display:none!important}</style>",
    "<a href=javascript:window.ran=1>kinship</a> javascript:window.ran=1",
    "data:text/html,<script>parent.ran=1</script>",
    "<iframe srcdoc='<script>parent.ran=1</script>'></iframe>",
    "<base href=//evil.example/><meta http-equiv=refresh content='0;url=//evil.example'>",
    "{{7*7}} ${7*7} {% include 'base.html' %} {# #}",
    "]]><!--<script>window.ran=1</script>--> &lt;script&gt;window.ran=1&lt;/script&gt;",
    "\u202egnp.exe\u202c \u2066x\u2069 \u200b\ufeff a\u0300\u0301\u0302" + "\u0310" * 60,
    "W" * 3_000,
    "=cmd|'/c calc'!A1 @SUM(1) +1 -1",
    "\x00\x07\x1b[31m\x7f\x9b31m NUL",
)
HELD = "kinship carers agency homes"

pytestmark = needs_browser


def _ledger() -> str:
    def position(paper: str, locator: str, number: int) -> dict[str, Any]:
        bad = PAYLOADS[number % len(PAYLOADS)]
        return {
            "stage": ("recommended", "government", "local", "national body")[number % 4],
            "status": ("recommended", "rejected", "being tested", "welcomed")[number % 4],
            "who": f"Who {bad}",
            "passage": f"{paper}#{locator}",
            "line": f"Line {bad}",
            "figure": f"£90 {bad}",
            "date_note": f"note {bad}",
        }

    topics = []
    for number, bad in enumerate(PAYLOADS):
        rows = [position(MEEK, "1", number + 1), position(EVIL, f"{number} {_line(bad)}", number)]
        dates = ("2022-06-07", "2023-03-01")
        topics.append(
            {
                "id": f"topic-{number}",
                "name": f"Topic {number} {bad}",
                "question": f"What of {bad}?",
                "aliases": [f"alias {number} {bad}"],
                "positions": [row | {"date": day} for row, day in zip(rows, dates, strict=True)],
            }
        )
    text = yaml.safe_dump({"topics": topics}, allow_unicode=True)
    for day in ("2022-06-07", "2023-03-01"):
        text = text.replace(f"'{day}'", day)
    return text


def _line(bad: str) -> str:
    """Return what of a payload can stand in a locator, on one line."""
    return " ".join(bad.split())[:200]


def _glossary() -> str:
    terms = [
        {
            "term": f"term {number} {bad}",
            "meaning": f"Meaning {bad}",
            "short": [f"T{number} {bad}"],
            "everyday": [f"word {number} {bad}"],
            "note": f"Note {bad}",
        }
        for number, bad in enumerate(PAYLOADS)
    ]
    return yaml.safe_dump({"terms": terms}, allow_unicode=True)


def _path() -> str:
    steps = [
        {
            "id": f"step-{number}",
            "title": f"Step {bad}",
            "text": f"Text {bad}",
            "passages": [f"{EVIL}#{number} {_line(bad)}"],
            "ask": f"kinship {bad}",
        }
        for number, bad in enumerate(PAYLOADS)
    ]
    return yaml.safe_dump({"steps": steps}, allow_unicode=True)


def _write_evil(folder: Path, more: str = "") -> None:
    """Write the hostile paper's summary; another edition has `more` in each passage."""
    entries = "".join(
        f"## Heading {_line(bad)}\n\n### {number} {_line(bad)}\n\nKinship carers {bad} get £90"
        f"{more}. Agency {bad}\n\nAsked:\n- kinship {_line(bad)}\n\n"
        for number, bad in enumerate(PAYLOADS)
    )
    summary = folder / "knowledge" / "summaries" / f"{EVIL}.md"
    summary.write_text(f"---\npaper: {EVIL}\n---\n\n{entries}", encoding="utf-8")


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[Pages]:
    """Yield the pages of two editions whose every word is hostile."""
    folder = tmp_path
    lines = tuple(f"Kinship {bad} homes." for bad in PAYLOADS if "\x00" not in bad)
    edition_of(folder, {EVIL: ("x",), MEEK: lines}, glossary=_glossary(), positions=_ledger())
    knowledge = folder / "knowledge"
    (knowledge / "onboarding.yaml").write_text(_path(), encoding="utf-8")
    register = yaml.safe_load((knowledge / "papers.yaml").read_text())
    for paper, bad in zip(register["papers"], PAYLOADS, strict=False):
        paper |= {"title": f"Title {' '.join(PAYLOADS[:13])}", "publisher": f"Publisher {bad}"}
        paper |= {"committee": f"Committee {bad}", "speaks_for": bad, "date_note": f"note {bad}"}
    (knowledge / "papers.yaml").write_text(yaml.safe_dump(register, allow_unicode=True))
    for more in ("", " and more"):
        _write_evil(folder, more)
        build_toy(knowledge, folder / "var")
        _poison(folder / "var")
    doors = DoorSettings(admin_password=DOORS.admin_password, questions_a_minute=100_000)
    with toy_pages(folder, doors) as made:
        for number, bad in enumerate(PAYLOADS):
            made.store.add_feedback(_feedback(number, bad))
            for _ in range(3):
                made.store.unanswered.add(f"{bad}"[:200], "nothing_found")
        yield made


def _poison(var: Path) -> None:
    """Give the papers of an edition addresses that no register would take."""
    path = var / "editions" / str(editions.current(var)) / "papers.json"
    papers = json.loads(path.read_text(encoding="utf-8"))
    assert {paper["id"] for paper in papers} == {EVIL, MEEK}
    for paper in papers:
        paper["url"] = "javascript:window.ran=1"
        paper["sources"] = ["data:text/html,<script>parent.ran=1</script>", "javascript:1.pdf"]
    path.write_text(json.dumps(papers), encoding="utf-8")


def _feedback(number: int, bad: str) -> Feedback:
    return Feedback(
        answer=f"a{number}",
        asker="lena",
        front="web",
        verdict="bad",
        outcome="answered",
        citations=(bad,),
        edition="toy",
        reason=bad[:32],
        comment=bad,
    )


def _paths(pages: Pages) -> list[str]:
    edition = pages.desk.library.inside.edition
    keys = [passage.key for passage in edition.passages if passage.paper == EVIL]
    assert len(keys) == len(PAYLOADS)
    found = ["/", "/papers", "/where", "/changes", "/changes?since=2020-01-01", "/start"]
    found += ["/glossary", "/nowhere", f"/papers/{MEEK}", f"/papers/{EVIL}", "/admin"]
    found += ["/where?status=%3Cscript%3Ewindow.ran%3D1%3C/script%3E&council=%22%3E%3Cb%3E"]
    found += [f"/p/{key}" for key in keys]
    found += [f"/where/topic-{number}" for number in range(len(PAYLOADS))]
    return found + [f"/start/{number}" for number in range(1, len(PAYLOADS) + 1)]


@pytest.mark.parametrize("policy", ["with", "without"])
def test_no_page_runs_obeys_or_breaks_of_what_papers_hold(pages: Pages, policy: str) -> None:
    with served(pages) as base:
        given = {
            "base": base,
            "paths": _paths(pages),
            "questions": [f"kinship carers {bad}" for bad in PAYLOADS],
            "password": PASSWORD,
            "bypass": policy == "without",
        }
        seen = played("hostile_pages.mjs", given, 280)
    assert seen["opened"] == 2 * (len(given["paths"]) + len(PAYLOADS))
    assert seen["troubles"] == [], "\n".join(seen["troubles"])


def test_what_templates_would_compute_is_shown_as_it_stands(pages: Pages) -> None:
    page = pages.get("/glossary").text
    assert "{{7*7}}" in page
    assert "Meaning 49" not in page
    for path in (f"/papers/{EVIL}", "/where", "/changes", "/start", "/papers"):
        assert re.findall(r'(?:href|src|action)="\s*(?!/|#|http)[^"]+', pages.get(path).text) == []


def test_what_programs_read_is_well_formed_and_has_no_address_that_runs(pages: Pages) -> None:
    feed = pages.get("/changes.atom")
    ElementTree.fromstring(feed.content)
    for path in ("/api/papers", f"/api/papers/{EVIL}", "/api/positions", "/api/changes"):
        answer = pages.get(path)
        assert answer.status_code == 200
        assert '"url":"javascript:' not in answer.text.replace(" ", "")
    answer = pages.post("/api/ask", json={"question": HELD}).json()
    assert {citation["url"] for citation in answer["citations"]} == {""}


def test_no_cell_of_the_table_is_a_formula(pages: Pages) -> None:
    import csv
    import io

    rows = list(csv.reader(io.StringIO(pages.get("/where.csv").content.decode("utf-8-sig"))))
    assert len(rows) == 2 * len(PAYLOADS) + 1
    assert [c for row in rows for c in row if c[:1] in ("=", "+", "-", "@", "\t", "\r")] == []
