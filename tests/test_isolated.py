"""A file that is broken, or was made to do harm, ends in a sentence and in bounded time."""

import os
import random
from pathlib import Path
from typing import Any

import pytest
from made import page, pdf, word

from index.readers import ReadError, read, read_document
from index.readers.isolated import Limits
from index.readers.isolated import read as read_apart

PAPER = pdf(*(page(f"1.{n}  Paragraph number {n} of the paper.") for n in range(1, 4)))


def letter(document: Any) -> None:
    for number in range(40):
        document.add_paragraph(f"Paragraph {number} of the letter.")


LETTER = word(letter)
QUICK = Limits(seconds=20)


def outcome(path: Path) -> str:
    """Return "read" or the sentence that says why not."""
    try:
        assert read_document(path, QUICK).blocks
    except ReadError as error:
        assert str(error).startswith(f"{path.name}: ")
        assert str(error).endswith(".")
        return str(error)
    return "read"


@pytest.mark.parametrize(("raw", "suffix"), [(PAPER, ".pdf"), (LETTER, ".docx")])
@pytest.mark.parametrize("seed", range(6))
def test_flipped_bits_end_in_text_or_a_sentence(
    tmp_path: Path, raw: bytes, suffix: str, seed: int
) -> None:
    chance = random.Random(seed)
    broken = bytearray(raw)
    for _ in range(30):
        broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
    path = tmp_path / f"paper{suffix}"
    path.write_bytes(broken)

    assert outcome(path)


@pytest.mark.parametrize(("raw", "suffix"), [(PAPER, ".pdf"), (LETTER, ".docx")])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9, 0.99])
def test_a_file_cut_short_ends_in_text_or_a_sentence(
    tmp_path: Path, raw: bytes, suffix: str, share: float
) -> None:
    path = tmp_path / f"paper{suffix}"
    path.write_bytes(raw[: int(share * len(raw))])

    assert outcome(path)


def test_a_reader_that_never_ends_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    os.mkfifo(path)

    with pytest.raises(ReadError, match=r"paper.pdf: it was not read after 1 seconds; split it"):
        read_apart(path, "pdf", Limits(seconds=1))


def test_a_file_that_takes_too_much_memory_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "paper.txt"
    path.write_bytes(b"words of a paper\n\n" * 900_000)

    with pytest.raises(ReadError, match=r"paper.txt: to read it takes more than 100 MB of memory"):
        read_document(path, Limits(bytes=100_000_000))


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("a.pdf", b"", "the file is empty, there is no text in it"),
        ("a.pdf", b"<!DOCTYPE html><html><body>Sorry</body></html>", "this is a web page though"),
        ("a.pdf", b"Only words.", "this is no PDF though its name says so"),
        ("a.docx", b"Only words.", "this is no Word file though its name says so"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "this is an older Word file"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "this is an older Word file"),
        ("a.rtf", b"{\\rtf1 words}", "this is rich text (RTF)"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "this is a picture, so it needs OCR first"),
        ("a.xyz", b"words", "files of this kind cannot be read yet"),
    ],
)
def test_each_file_of_the_wrong_kind_is_told_in_a_sentence(
    tmp_path: Path, name: str, raw: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(raw)

    assert outcome(path).startswith(f"{name}: {said}")


def test_a_paper_under_the_ending_of_another_kind_is_read_as_what_it_is(tmp_path: Path) -> None:
    for name, raw in (("paper.docx", PAPER), ("paper.txt", PAPER), ("paper.pdf", LETTER)):
        (tmp_path / name).write_bytes(raw)
        assert read(tmp_path / name)[0].text.startswith(("1.1 Paragraph", "Paragraph 0"))
