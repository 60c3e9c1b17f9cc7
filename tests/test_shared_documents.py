"""The ten real files: what each must give. They are not ours to ship, so these tests run only where
a checkout stands beside them, and quote nothing of them but numbers and pages.
"""

import re
import shutil
from pathlib import Path

import pytest
from conftest import Cli

from index.passages import Passage, split
from index.readers import Document, ReadError, read_document

_FILES = Path(__file__).parents[1].parent / "shared" / "documents"
MINUTES = "kent-2024-10-29-corporate-parenting-panel-minutes.pdf"
PACK = "kent-2025-01-30-decision-pack-blank-pages.pdf"
QUESTIONS = "kent-2025-03-13-questions-and-answers.pdf"
RESPONSE = "ukgov-numbered-recommendations-response.pdf"

pytestmark = pytest.mark.skipif(
    not _FILES.is_dir(), reason="the ten files are not beside this checkout (../shared/documents)"
)


def document(name: str) -> Document:
    return read_document(_FILES / name)


def passages(name: str) -> list[Passage]:
    return split("paper", document(name).blocks)


def test_each_question_stands_with_its_reply_on_the_page_where_it_begins() -> None:
    found = passages(QUESTIONS)

    assert [(p.locator, p.page) for p in found] == [
        (f"Question {number} and reply", page)
        for number, page in enumerate((1, 3, 4, 5, 6, 8, 9, 11, 13, 14, 16, 17), 1)
    ]
    for passage in found:
        lines = passage.text.split("\n")
        assert lines[0].startswith("Question by ")
        assert [line for line in lines if re.fullmatch(r"answer:?", line, re.I)] == ["Answer"]


def test_page_heads_of_the_questions_are_gone() -> None:
    read = document(QUESTIONS)

    assert read.pages == 17
    assert read.heads == ("COUNTY COUNCIL", "Thursday 13 March 2025")
    assert not [p for p in passages(QUESTIONS) if "COUNTY COUNCIL" in p.text]


def points(last: str) -> list[str]:
    return [f"({chr(code)})" for code in range(ord("a"), ord(last) + 1)] if last else []


def test_minutes_have_item_number_and_letter_and_no_other() -> None:
    # Of each item its numbered minutes, in order, each by the last of its letters.
    items = {
        2: ["", ""],
        4: ["c", "", "b", "", ""],
        5: ["e", "", "", ""],
        6: ["d", "", "c", ""],
        7: ["e", "f", ""],
        8: ["", "c", "e", ""],
        9: ["", "", "", "", "", "d", ""],
        10: ["", "", "a", ""],
        11: ["", "d", ""],
    }
    expected = ["Page 1, paragraph 1", *(f"Page 1, paragraph {n}" for n in (2, 3, 4))]
    for item in range(1, 13):
        if item in (1, 3, 9, 12):
            expected.append(f"Item {item}")
        for number, last in enumerate(items.get(item, []), 1):
            place = f"Item {item}, {number}"
            expected += [place, *(f"{place}{point}" for point in points(last))]

    found = passages(MINUTES)

    assert [p.locator for p in found] == expected
    first = {p.locator.partition(",")[0]: p.page for p in reversed(found)}
    assert [first[f"Item {n}"] for n in range(1, 13)] == [1, 1, 1, 2, 3, 3, 4, 6, 7, 8, 8, 9]


def test_a_pack_keeps_the_files_pages_and_passes_over_the_blank_ones() -> None:
    read, found = document(PACK), passages(PACK)

    assert read.pages == 6
    assert {p.page for p in found} == {1, 3, 4, 5}
    assert read.heads == ("Agenda Item 9", "Page 2", "Page 3")
    assert [(p.locator, p.page) for p in found if re.match(r"\d", p.locator)] == [
        ("1.1", 3), ("1.2", 3), ("1.3", 3), ("2.1", 3), ("3.1", 4), ("3.2", 4), ("3.3", 4),
        ("3.4", 5), ("4.1", 5), ("5.1", 5),
    ]  # fmt: skip
    rows = [p.locator for p in found if "row" in p.locator]
    assert rows == [f"Page 4, table {table}, row {row}" for table in (1, 2, 3) for row in (1, 2)]
    assert not [p for p in found if re.search(r"intentionally left blank|footnote", p.text, re.I)]


def test_each_recommendation_has_its_number_on_the_page_where_it_is_answered() -> None:
    read, found = document(RESPONSE), passages(RESPONSE)

    assert read.pages == 40
    whole = [p for p in found if re.fullmatch(r"Recommendation \d+", p.locator)]
    assert [(p.locator, p.page) for p in whole] == [
        (f"Recommendation {number}", page)
        for number, page in enumerate((11, 13, 16, 19, 22, 29, 31, 33, 35, 37), 1)
    ]  # fmt: skip
    # The page of contents says nothing of its own, and the second is as good as empty.
    assert [(p.page, p.text) for p in found if p.page in (2, 5)] == [(5, "Contents")]
    assert not [p for p in found if "(second)" in p.locator or "table" in p.locator]


def test_a_lock_that_the_empty_password_opens_is_read() -> None:
    read = document("encrypted-empty-user-password.pdf")

    assert read.pages == 2
    assert {block.page for block in read.blocks} == {1, 2}
    assert sum(len(block.text.split()) for block in read.blocks) > 700


def test_word_numbers_are_those_that_word_shows() -> None:
    blocks = document("numbered-headings-lists.docx").blocks

    assert [(b.kind, b.level) for b in blocks] == [
        ("heading", 2), ("heading", 3), ("bullet", 0), ("bullet", 0), ("heading", 2),
        *[("bullet", 0)] * 5,
    ]  # fmt: skip
    assert [b.text.split()[0] for b in blocks if b.kind == "heading"][1:] == ["1.", "1."]


def test_heads_and_feet_of_a_word_file_are_no_text() -> None:
    read = document("headers-footers.docx")

    assert [b.kind for b in read.blocks] == [
        "heading", "paragraph", "paragraph", "heading", "paragraph",
    ]  # fmt: skip
    assert len(read.heads) == 4
    assert not {b.text for b in read.blocks} & set(read.heads)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("scanned-rotated.pdf", "its pages are pictures of text, so it needs OCR first; run it"),
        ("zero-bytes.pdf", "the file is empty, there is no text in it; fetch it again from"),
        ("truncated.docx", "the Word file is broken or cut short; fetch it again from its"),
    ],
)
def test_what_cannot_be_read_is_named_and_told(name: str, said: str) -> None:
    with pytest.raises(ReadError) as caught:
        document(name)

    assert str(caught.value).startswith(f"{name}: {said}")


def test_of_the_whole_folder_all_that_can_be_read_is_added(
    cli: Cli, knowledge: Path, tmp_path: Path
) -> None:
    shutil.copytree(_FILES, tmp_path / "in", ignore=shutil.ignore_patterns("README.md"))

    result = cli("papers", "add", tmp_path / "in", "--published", "2024-06-03")

    assert result.exit_code == 1
    assert "7 read, 0 skipped, 3 refused." in result.stdout
    refused = [
        line.split(":")[1].strip() for line in result.stderr.splitlines() if "Not added" in line
    ]
    assert refused == ["scanned-rotated.pdf", "truncated.docx", "zero-bytes.pdf"]
    assert len(list((knowledge / "papers").glob("*.*"))) == 7
