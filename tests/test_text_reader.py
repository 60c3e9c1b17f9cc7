"""Text and Markdown as they come: hard-wrapped, converted, half marked up."""

from pathlib import Path

import pytest

from index.readers import LARGEST_BYTES, ReadError, read
from index.readers.block import PLAIN_LEVEL, RUN_IN_LEVEL, TITLE_LEVEL
from index.readers.text import read_text


def blocks(text: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in read_text(text.encode(), "paper.txt")]


def levels(text: str) -> list[int]:
    return [block.level for block in read_text(text.encode(), "paper.txt")]


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    assert blocks("Homes are few\nand far\nbetween.\n\nCarers too.") == [
        ("paragraph", "Homes are few and far between."),
        ("paragraph", "Carers too."),
    ]


def test_a_page_number_broken_in_is_dropped() -> None:
    assert blocks("Homes are few,\n\n2\n\nPage 3 of 9\n\nand far.") == [
        ("paragraph", "Homes are few,"),
        ("paragraph", "and far."),
    ]


def test_a_figure_left_alone_by_wrapping_is_no_page_number() -> None:
    assert blocks("In May of that year, nothing was received under Order\n34.\nat all.") == [
        ("paragraph", "In May of that year, nothing was received under Order"),
        ("marker", "34."),
        ("paragraph", "at all."),
    ]
    assert blocks("They met in room\n34\nat noon.") == [
        ("paragraph", "They met in room 34 at noon."),
    ]


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("**Funding:** the *whole* of it", "Funding: the whole of it"),
        ("20<sup>th</sup> March 2024 was fine", "20th March 2024 was fine"),
        ("Carers &amp; homes cost &pound;5 more", "Carers & homes cost £5 more"),
        ("See [the whole strategy](#) for more.", "See the whole strategy for more."),
        ("<b>Bold <u>and under</u></b> is plain", "Bold and under is plain"),
        ("“Curly” and ‘quoted’ stay as they are.", "“Curly” and ‘quoted’ stay as they are."),
        ("A cost below < 5 & above stays.", "A cost below < 5 & above stays."),
    ],
)
def test_markup_is_removed_and_the_words_kept(marked: str, plain: str) -> None:
    assert blocks(marked) == [("paragraph", plain)]


def test_headings_are_known_by_marks_underlines_capitals_and_looks() -> None:
    text = (
        "## **Marked**\n\nUnderlined\n----------\n\nA REPORT ALL IN CAPITALS\n\n**Bold alone**\n\n"
        "Short and alone\n\nThis one ends as a sentence does.\n"
    )

    assert blocks(text) == [
        ("heading", "Marked"),
        ("heading", "Underlined"),
        ("heading", "A REPORT ALL IN CAPITALS"),
        ("heading", "Bold alone"),
        ("heading", "Short and alone"),
        ("paragraph", "This one ends as a sentence does."),
    ]
    assert levels(text)[:5] == [2, 2, TITLE_LEVEL, TITLE_LEVEL, PLAIN_LEVEL]


def test_a_title_above_a_lone_point_runs_in() -> None:
    text = "It was said:\nMoney Matters\nii)\n\nThere is none."

    assert blocks(text)[1:3] == [("heading", "Money Matters"), ("marker", "ii)")]
    assert levels(text)[1] == RUN_IN_LEVEL


@pytest.mark.parametrize("sign", ["-", "*", "•", "–"])
def test_bullets_of_any_sign_lose_it(sign: str) -> None:
    assert blocks(f"{sign} one\n{sign} two\nand more") == [
        ("bullet", "one"),
        ("bullet", "two and more"),
    ]


def test_lettered_points_keep_their_letter_with_or_without_a_bullet() -> None:
    assert blocks("Those are:\n - a) one\n - b) two\n c) three") == [
        ("paragraph", "Those are:"),
        ("bullet", "a) one"),
        ("bullet", "b) two"),
        ("paragraph", "c) three"),
    ]


def test_a_number_on_its_own_line_is_a_marker() -> None:
    assert blocks("47.\n\nMinutes.\n\niv)\n\nSo it was.") == [
        ("marker", "47."),
        ("paragraph", "Minutes."),
        ("marker", "iv)"),
        ("paragraph", "So it was."),
    ]


def test_each_row_of_a_table_is_a_block() -> None:
    assert blocks("<b>Key?</b>\t<b>No</b>\n") == [("row", "Key?\tNo")]
    assert blocks("| Year | Homes |\n|------|:-----:|\n| 2024 | 7 |") == [
        ("row", "Year\tHomes"),
        ("row", "2024\t7"),
    ]


@pytest.mark.parametrize("label", ["PRESENT", "In Attendance.", "RESOLVED:", "Reply by the Mayor:"])
def test_words_that_open_a_part_are_labels(label: str) -> None:
    assert blocks(f"It ended.\n{label}\nMore words here.")[1] == ("label", label)


def test_lines_that_are_labelled_keep_their_ends() -> None:
    assert blocks("Contact officer: Amber Fell\nPosition: Adviser") == [
        ("paragraph", "Contact officer: Amber Fell\nPosition: Adviser")
    ]


def test_a_new_page_and_windows_line_ends_are_line_ends() -> None:
    assert blocks("One\r\nline.\f\r\nTwo.") == [("paragraph", "One line."), ("paragraph", "Two.")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_encodings_that_say_what_they_are_are_read(encoding: str) -> None:
    read = read_text("Carers’ pay is £9.".encode(encoding), "paper.txt")

    assert [block.text for block in read] == ["Carers’ pay is £9."]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\xff", "paper.txt: this is not text"),
        (
            b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
            "paper.txt: the PDF is broken or cut short; fetch it",
        ),
        (b"words\x00words", "paper.txt: this is not text"),
        (b"", "paper.txt: the file is empty, there is no text in it"),
        (b" \n\n\t\n", "paper.txt: there is no text in it"),
        (b"x" * (LARGEST_BYTES + 1), "paper.txt: 20 MB is more than the 20 MB"),
    ],
    ids=["png", "pdf", "nul", "empty", "blank", "huge"],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(
    tmp_path: Path, raw: bytes, said: str
) -> None:
    path = tmp_path / "paper.txt"
    path.write_bytes(raw)

    with pytest.raises(ReadError) as caught:
        read(path)

    assert str(caught.value).startswith(said)


def test_a_file_of_another_kind_is_refused_by_its_ending(tmp_path: Path) -> None:
    path = tmp_path / "paper.xls"
    path.write_bytes(b"words")

    with pytest.raises(ReadError, match=r"paper.xls: files of this kind cannot be read yet; "):
        read(path)


def test_a_missing_file_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"paper.txt: cannot be opened \(No such file"):
        read(tmp_path / "paper.txt")
