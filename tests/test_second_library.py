"""Files on which the first library fails are read by the second; letters in any encoding."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from made import page, pdf, word

from index.readers import read_document
from index.readers.docx import read_docx


def test_a_pdf_whose_catalogue_is_lost_is_read_by_the_second_library(tmp_path: Path) -> None:
    raw = pdf(page("1.1  Homes are few.", "1.2  Carers are few."))
    catalogue = re.compile(rb"\d+ 0 obj\n(?=<<\n/PageMode)")
    (tmp_path / "paper.pdf").write_bytes(catalogue.sub(b" " * 8, raw))

    document = read_document(tmp_path / "paper.pdf")

    assert document.notes == ("it is damaged and was read by the second library",)
    assert [block.text for block in document.blocks] == [
        "1.1 Homes are few.", "1.2 Carers are few.",
    ]  # fmt: skip


def without(part: str, raw: bytes) -> bytes:
    """Return a Word file that lacks one of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as source, zipfile.ZipFile(out, "w") as target:
        for entry in source.infolist():
            if entry.filename != part:
                target.writestr(entry.filename, source.read(entry))
    return out.getvalue()


@pytest.mark.parametrize("part", ["docProps/core.xml", "word/styles.xml", "[Content_Types].xml"])
def test_a_word_file_that_lacks_a_part_is_read_by_the_second_library(
    tmp_path: Path, part: str
) -> None:
    raw = word(lambda document: document.add_paragraph("Homes are few."))
    (tmp_path / "paper.docx").write_bytes(without(part, raw))

    document = read_document(tmp_path / "paper.docx")

    assert document.notes == (
        "it is damaged and was read by the second library; Word's own numbers may be missing",
    )
    assert [block.text for block in document.blocks] == ["Homes are few."]


WORDS = "Carers’ pay is £9 – “so it is”, at the café. Homes are few and the council knows it."


@pytest.mark.parametrize(
    ("suffix", "encoding"),
    [
        *(
            (".txt", e)
            for e in ("utf-8", "cp1252", "utf-16-le", "utf-16-be", "utf-32", "mac_roman")
        ),
        *((".html", e) for e in ("utf-8", "cp1252", "utf-16", "utf-32", "mac_roman")),
        (".md", "cp1252"),
    ],
)
def test_letters_are_told_in_whatever_encoding(tmp_path: Path, suffix: str, encoding: str) -> None:
    text = f"<html><body><p>{WORDS}</p></body></html>" if suffix == ".html" else WORDS
    (tmp_path / f"paper{suffix}").write_bytes(text.encode(encoding))

    assert [block.text for block in read_document(tmp_path / f"paper{suffix}").blocks] == [WORDS]


def test_moved_and_deleted_paragraphs_are_where_the_changes_leave_them() -> None:
    names = nsdecls("w")
    mark = f'{names} w:id="1" w:author="A"'

    def build(document: Any) -> None:
        document.add_paragraph("Before.")._p.addnext(
            parse_xml(f"<w:p {names}><w:pPr><w:rPr><w:del {mark}/></w:rPr></w:pPr><w:del {mark}>"
                      "<w:r><w:delText>Gone.</w:delText></w:r></w:del></w:p>")
        )  # fmt: skip
        document.add_paragraph()._p.append(
            parse_xml(f"<w:moveFrom {mark}><w:r><w:t>Moved.</w:t></w:r></w:moveFrom>")
        )
        document.add_paragraph("After.")
        document.add_paragraph()._p.append(
            parse_xml(f"<w:moveTo {mark}><w:r><w:t>Moved.</w:t></w:r></w:moveTo>")
        )

    found = read_docx(word(build), "paper.docx").blocks

    assert [block.text for block in found] == ["Before.", "After.", "Moved."]


def test_a_merged_cell_of_a_word_table_stands_in_every_row_that_it_reaches_over() -> None:
    def build(document: Any) -> None:
        table = document.add_table(rows=3, cols=3)
        for row, texts in enumerate((("Home", "Year", "Places"), ("Elm", "2023", "4"),
                                     ("", "2024", "6"))):  # fmt: skip
            for cell, text in zip(table.rows[row].cells, texts, strict=True):
                cell.text = text
        table.cell(1, 0).merge(table.cell(2, 0)).text = "Elm"

    assert [block.text for block in read_docx(word(build), "p.docx").blocks] == [
        "Home\tYear\tPlaces", "Elm\t2023\t4", "Elm\t2024\t6",
    ]  # fmt: skip


def test_a_merged_cell_of_a_web_table_stands_in_every_row_that_it_reaches_over(
    tmp_path: Path,
) -> None:
    rows = (
        "<tr><th>Home</th><th>Year</th><th>Places</th></tr>"
        "<tr><td rowspan='2'>Elm</td><td>2023</td><td>4</td></tr><tr><td>2024</td><td>6</td></tr>"
        "<tr><td>Oak</td><td rowspan='x'>2024</td><td>1</td></tr>"
    )
    page = f"<html><body><div class='govspeak'><table>{rows}</table></div></body></html>"
    (tmp_path / "paper.html").write_text(page, "utf-8")

    assert [b.text for b in read_document(tmp_path / "paper.html").blocks if b.kind == "row"] == [
        "Home\tYear\tPlaces", "Elm\t2023\t4", "Elm\t2024\t6", "Oak\t2024\t1",
    ]  # fmt: skip
