"""The five papers themselves: every locator, every word. They are not ours to ship, so these tests
run only where a checkout stands beside them.
"""

import html
import re
import unicodedata
from pathlib import Path

import pytest

from index.passages import Passage, split
from index.readers import read
from index.summaries import disagreements, read_summary

_ROOT = Path(__file__).parents[1]
_PAPERS = _ROOT.parent / "shared" / "papers"
_TENS, _UNITS = ("", "x", "xx"), ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_ROMANS = [tens + unit for tens in _TENS for unit in _UNITS][1:]

pytestmark = pytest.mark.skipif(
    not _PAPERS.is_dir(), reason="the five papers are not beside this checkout (../shared/papers)"
)


def numbers(first: int, last: int, form: str = "{}") -> list[str]:
    return [form.format(number) for number in range(first, last + 1)]


def letters(item: str, last: str) -> list[str]:
    return [f"{item}({chr(code)})" for code in range(ord("a"), ord(last) + 1)]


def minute(item: int, points: int) -> list[str]:
    """Return an item with its points, what was said after them, and its resolution."""
    last = _ROMANS[points - 1]
    named = [f"{item}({roman})" for roman in _ROMANS[:points]]
    return [str(item), *named, f"{item}, after ({last})", f"{item} RESOLVED"]


LOCATORS = {
    "kirklees-2023-03-20-stable-homes": [
        "Front page",
        *numbers(1, 5, "Front page table, row {}"),
        "Front page (second)",
        *("1.1", *numbers(1, 3, "1.1, bullet {}"), "1.2"),
        *numbers(1, 19, "2.{}"),
        *("3.1", "3.2", "3.3", "3.4", "3.4 (second)", "3.5", "3.6"),
        *numbers(4, 9),
    ],
    "lga-2022-06-review": [
        *("Front page", "Purpose of report", "Summary", "Recommendation", "Action"),
        "Contact officer",
        *(*numbers(1, 7), *letters("7", "j"), "7, after (j)"),
        *("8", *letters("8", "d"), "9", *letters("9", "f")),
        *numbers(10, 12),
    ],
    "nottinghamshire-2021-07-26-case-for-change": [
        "Front page",
        *(*numbers(1, 3), *numbers(1, 4, "3, bullet {}")),
        *("4", *numbers(1, 5, "4, bullet {}")),
        *("5", "6", *numbers(1, 4, "6, bullet {}")),
        *numbers(7, 11),
        *("Recommendations", *numbers(1, 3, "Recommendation {}"), "Signature"),
        "For any enquiries about this report please contact",
        *("12", "13"),
        "Background Papers and Published Documents",
        "Electoral Division(s) and Member(s) Affected",
    ],
    "leicestershire-2020-01-21-minutes": [
        *("Front page", "Present", "In Attendance"),
        *numbers(47, 53),
        *(locator for locator in minute(54, 23) if "after" not in locator),
        "55",
        *minute(56, 5),
        *minute(57, 4),
        *minute(58, 3),
        *minute(59, 3),
        *numbers(60, 62),
        "Close of meeting",
    ],
    "leicestershire-2022-06-07-questions": [
        "Front page",
        *numbers(1, 5, "Question {} and reply"),
    ],
}

each_paper = pytest.mark.parametrize("paper", LOCATORS)


def passages(paper: str) -> list[Passage]:
    return split(paper, read(_PAPERS / f"{paper}.txt"))


def normal(text: str) -> str:
    """Return the text with compatibility characters, quotation marks and white space made alike."""
    text = unicodedata.normalize("NFKC", text)
    return " ".join(re.sub("[“”]", '"', re.sub("[‘’]", "'", text)).split())


def bare(published: str) -> str:
    """Return a paper's text without markup, page numbers and the signs of bullets; written apart
    from the reader that is under test.
    """
    text = re.sub(r"\n[ \t]*\n[ \t]*\d{1,3}[ \t]*(?=\n|$)", "\n", published)
    text = re.sub(r"\[([^\]]*)\]\([^)\s]*\)", r"\1", re.sub(r"</?\w+[^>]*>", "", text))
    text = re.sub(r"(?m)^\s*(?:#{1,6}|[-•])\s+", "", text).replace("*", "")
    text = re.sub(r"\\([()])", r"\1", text)
    return normal(html.unescape(text))


@each_paper
def test_every_locator_of_the_paper_is_there_in_order_and_no_other(paper: str) -> None:
    assert [passage.locator for passage in passages(paper)] == LOCATORS[paper]


@each_paper
def test_every_passage_stands_word_for_word_in_its_paper(paper: str) -> None:
    published = bare((_PAPERS / f"{paper}.txt").read_text(encoding="utf-8"))

    # A question and its reply stand apart in the paper, as do the lines of a front page.
    missing = [
        (passage.locator, paragraph)
        for passage in passages(paper)
        for paragraph in passage.text.split("\n")
        if normal(paragraph) not in published
    ]

    assert missing == []


@each_paper
def test_a_passage_that_is_not_put_together_stands_in_its_paper_as_a_whole(paper: str) -> None:
    published = bare((_PAPERS / f"{paper}.txt").read_text(encoding="utf-8"))
    put_together = ("Question", "Front page", "Contact officer", "Signature")

    missing = [
        passage.locator
        for passage in passages(paper)
        if not passage.locator.startswith(put_together) and normal(passage.text) not in published
    ]

    assert missing == []


@each_paper
def test_no_word_of_the_paper_is_left_out(paper: str) -> None:
    found = passages(paper)
    kept = normal(" ".join(" ".join((*p.heading, p.locator, p.text)) for p in found)).lower()
    published = bare((_PAPERS / f"{paper}.txt").read_text(encoding="utf-8")).lower()

    lost = set(re.findall(r"[^\W\d_]{4,}|\d[\d,.]*\d", published)) - set(
        re.findall(r"[^\W\d_]{4,}|\d[\d,.]*\d", kept)
    )

    assert lost == set()


@each_paper
def test_our_summary_has_the_locators_of_the_original(paper: str) -> None:
    entries = read_summary(_ROOT / "knowledge" / "summaries" / f"{paper}.md")

    assert disagreements(passages(paper), entries) == []
    assert [entry.locator for entry in entries] == LOCATORS[paper]


def test_the_headings_above_a_passage_tell_its_subject() -> None:
    headings = {
        f"{passage.paper.split('-')[0]} {passage.locator}": passage.heading
        for paper in LOCATORS
        for passage in passages(paper)
    }

    assert headings["kirklees 3.4"][-1].endswith("Climate Change and Air Quality")
    assert headings["kirklees 3.4 (second)"][-1].endswith("Improving outcomes for children")
    assert headings["leicestershire 54(v)"][-1] == "Growth"
    assert headings["leicestershire 54(xx)"][-1] == "High Needs"
    assert "Final report" in headings["lga 7(e)"]
    assert headings["nottinghamshire 11"][-1] == "Financial Implications"
