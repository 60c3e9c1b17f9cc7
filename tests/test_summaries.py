"""Summaries, alone and beside the originals they are of."""

from pathlib import Path

import pytest
from toys import make_passage

from index.passages import Passage
from index.summaries import SummaryError, disagreements, lay_upon, read_summary

HEAD = "---\npaper: ostley\n---\n\n"


def written(folder: Path, text: str, name: str = "ostley.md") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_each_entry_is_a_passage_under_its_locator(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        HEAD
        + "## Money\n\n### 2.1\n\nOstley pays\ncarers.\n\nEvery week.\n\nAsked:\n- who pays nans\n"
        + "- when is it paid\n\n### 2.2\nIt ends.\n\n## End\n### 3\nNo more.\n",
    )

    assert read_summary(path) == [
        Passage(
            "ostley",
            "2.1",
            ("Money",),
            "Ostley pays carers. Every week.",
            source="summary",
            asked=("who pays nans", "when is it paid"),
        ),
        Passage("ostley", "2.2", ("Money",), "It ends.", source="summary"),
        Passage("ostley", "3", ("End",), "No more.", source="summary"),
    ]


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    text = (HEAD + "### 1\nIt ends.\n").replace("\n", "\r\n")
    path = tmp_path / "ostley.md"
    path.write_bytes(text.encode("utf-8-sig"))

    assert [entry.text for entry in read_summary(path)] == ["It ends."]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("### 1\nIt ends.", "ostley.md: it must open with '---', a line 'paper: ID' and '---'."),
        ("---\npaper: other\n---\n### 1\nIt.", "it says it is of 'other'; name and paper must"),
        (
            HEAD + "Words.\n",
            "ostley.md, line 5: text outside an entry; put '### LOCATOR'",
        ),
        (HEAD + "### 1\n\n### 2\nIt.\n", "ostley.md, line 5: the entry '1' has no text."),
        (HEAD + "### 1\nAsked:\n- who\n", "ostley.md, line 5: the entry '1' has no text."),
        (HEAD + "### 1\nA.\n### 1\nB.\n", "the locator '1' has two entries; keep one."),
        (HEAD, "ostley.md: it has no entry; write '### LOCATOR' and text below it."),
        ("", "ostley.md: it must open with"),
    ],
)
def test_a_broken_summary_is_refused_in_a_sentence(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SummaryError) as caught:
        read_summary(written(tmp_path, text))

    assert said in str(caught.value)


def test_a_summary_of_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ostley.md"
    path.write_bytes((HEAD + "### 1\nCarers’ pay.\n").encode("cp1252"))

    with pytest.raises(SummaryError, match=r"ostley.md: its letters are not UTF-8 \(byte 36\)"):
        read_summary(path)


def test_an_original_keeps_its_words_and_gains_the_summary_of_its_locator() -> None:
    original = [make_passage("The panel pays.", "1"), make_passage("It stops.", "2")]
    entries = [make_passage("Ostley pays.", "1", source="summary", asked=("who pays",))]

    first, second = lay_upon(original, entries)

    assert (first.text, first.source) == ("The panel pays.", "paper")
    assert (first.summary, first.asked) == ("Ostley pays.", ("who pays",))
    assert second == original[1]


def test_locators_that_only_one_of_them_has_are_told() -> None:
    original = [make_passage("a", "1"), make_passage("b", "2")]
    entries = [make_passage("a", "1"), make_passage("c", "3")]

    assert disagreements(original, entries) == [
        "barrowmere-2024-05-01-kinship: the original has '2', the summary has no entry for it.",
        "barrowmere-2024-05-01-kinship: the summary has '3', the original has no such place.",
    ]
    assert disagreements(original, original) == []
