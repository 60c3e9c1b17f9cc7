"""A Word file is read as Word shows it."""

import io
import zipfile
from typing import Any

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from made import add_list, numbered, strict, word

from index.passages import split
from index.readers.block import Block, ReadError
from index.readers.docx import read_docx


def blocks(build: Any) -> tuple[Block, ...]:
    return read_docx(word(build), "paper.docx").blocks


def lines(build: Any) -> list[str]:
    return [block.text for block in blocks(build)]


def report(document: Any) -> None:
    add_list(document, 50, ("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "(%3)"))
    document.sections[0].header.paragraphs[0].text = "Ostley Council"
    document.sections[0].footer.paragraphs[0].text = "Page 1"
    numbered(document, "Purpose", 50, 0, "Heading 1")
    numbered(document, "Homes are few.", 50, 1)
    numbered(document, "The panel asked for:", 50, 1)
    numbered(document, "a plan", 50, 2)
    numbered(document, "a date", 50, 2)
    numbered(document, "Money", 50, 0, "Heading 1")
    numbered(document, "A home costs £4,100 a week.", 50, 1)


def test_automatic_numbers_are_those_that_a_reader_sees() -> None:
    assert lines(report) == [
        "1. Purpose",
        "1.1 Homes are few.",
        "1.2 The panel asked for:",
        "(a) a plan",
        "(b) a date",
        "2. Money",
        "2.1 A home costs £4,100 a week.",
    ]


def test_paragraphs_numbered_by_word_are_found_by_their_numbers() -> None:
    assert [(p.locator, p.text, p.heading[0]) for p in split("paper", blocks(report))] == [
        ("1.1", "Homes are few.", "1. Purpose"),
        ("1.2", "The panel asked for:", "1. Purpose"),
        ("1.2(a)", "a plan", "1. Purpose"),
        ("1.2(b)", "a date", "1. Purpose"),
        ("2.1", "A home costs £4,100 a week.", "2. Money"),
    ]


def test_strict_ooxml_is_read_alike() -> None:
    assert [block.text for block in read_docx(strict(word(report)), "p.docx").blocks] == lines(
        report
    )


def test_roman_numerals_letters_after_z_and_bullets() -> None:
    def build(document: Any) -> None:
        add_list(document, 60, ("lowerRoman", "%1)"))
        add_list(document, 61, ("upperLetter", "%1."))
        add_list(document, 62, ("bullet", "·"))
        for text in ("one", "two", "three", "four"):
            numbered(document, text, 60)
        for place in range(28):
            numbered(document, f"letter {place}", 61)
        numbered(document, "point", 62)

    found = blocks(build)

    assert [b.text for b in found[:4]] == ["i) one", "ii) two", "iii) three", "iv) four"]
    assert [b.text for b in found[29:32]] == ["Z. letter 25", "AA. letter 26", "BB. letter 27"][:3]
    assert (found[-1].kind, found[-1].text) == ("bullet", "point")


def test_a_list_begun_anew_counts_from_where_it_says() -> None:
    def build(document: Any) -> None:
        add_list(document, 70, ("decimal", "%1)"))
        numbering = document.part.numbering_part.element
        numbering.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="71"><w:abstractNumId w:val="70"/>'
                '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
            )
        )
        for text, identity in (("a", 70), ("b", 70), ("c", 71), ("d", 71)):
            numbered(document, text, identity)

    assert lines(build) == ["1) a", "2) b", "1) c", "2) d"]


def test_deleted_words_are_left_out_and_inserted_ones_are_read() -> None:
    def build(document: Any) -> None:
        paragraph = document.add_paragraph("The sum is ")._p
        names = nsdecls("w")
        paragraph.append(
            parse_xml(
                f'<w:del {names} w:id="1" w:author="A"><w:r><w:delText>£9</w:delText></w:r></w:del>'
            )
        )
        paragraph.append(
            parse_xml(f'<w:ins {names} w:id="2" w:author="A"><w:r><w:t>£10</w:t></w:r></w:ins>')
        )

    assert lines(build) == ["The sum is £10"]


def test_tables_are_read_row_by_row() -> None:
    def build(document: Any) -> None:
        document.add_paragraph("Table 1: Homes")
        table = document.add_table(rows=2, cols=2)
        for cell, text in zip(
            (*table.rows[0].cells, *table.rows[1].cells),
            ("Home", "Places", "Elm", "4"),
            strict=True,
        ):
            cell.text = text

    assert [(p.locator, p.text) for p in split("paper", blocks(build))] == [
        ("Table 1", "Table 1: Homes"),
        ("Table 1, row 1", "Home\tPlaces"),
        ("Table 1, row 2", "Elm\t4"),
    ]


def test_a_table_in_a_section_without_caption_is_named_by_it() -> None:
    def build(document: Any) -> None:
        document.add_heading("Costs", 1)
        for cells in (("Elm", "4"), ("Oak", "6")):
            table = document.add_table(rows=1, cols=2)
            for cell, text in zip(table.rows[0].cells, cells, strict=True):
                cell.text = text
            document.add_paragraph("And then there is what follows from this table of the costs.")

    assert [p.locator for p in split("paper", blocks(build))] == [
        "Costs table, row 1", "Costs", "Costs table 2, row 1", "Costs (second)",
    ]  # fmt: skip


@pytest.mark.parametrize("cut", [10, 200, 3000])
def test_a_file_cut_short_is_told_in_a_sentence(cut: int) -> None:
    with pytest.raises(ReadError, match=r"paper.docx: the Word file is broken or cut short; "):
        read_docx(word(report)[:cut], "paper.docx")


def test_a_zip_that_unpacks_to_too_much_is_refused() -> None:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed,
        packed.open("word/document.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(410):
            part.write(b" " * 1_000_000)

    with pytest.raises(ReadError, match="unpacks to more than a paper can hold"):
        read_docx(out.getvalue(), "paper.docx")
