"""A paper that says it must not be shared is noticed; one that says the opposite is not."""

from pathlib import Path
from typing import Any

import pytest
from made import page, pdf, word
from reportlab.pdfgen.canvas import Canvas

from index.gate import Mark, marks
from index.readers import read_document
from index.readers.block import Block, Document
from index.readers.docx import read_docx
from index.readers.pdf import read_pdf

_ROOT = Path(__file__).parents[1].parent / "shared"


def marked(text: str, **more: object) -> list[str]:
    document = Document((Block("Homes", "heading", 1), Block(text, page=4)), **more)  # type: ignore[arg-type]
    return [mark.words for mark in marks(document)]


@pytest.mark.parametrize(
    "text",
    [
        "CONFIDENTIAL",
        "Private and Confidential",
        "EXEMPT",
        "Exempt Report",
        "Exempt Appendix A",
        "PART 2",
        "Part II - Exempt",
        "PART 2 (PRIVATE)",
        "NOT FOR PUBLICATION",
        "Not for publication by virtue of paragraphs 1 and 2 of Part 1",
        "This report is exempt under paragraph 3.",
        "This report contains exempt information.",
        "The appendix is confidential.",
        "By virtue of Schedule 12A of the Local Government Act 1972",
        "Information as defined in Schedule 12(A)",
        "Status: Part 2",
        "Classification: Confidential",
        "OFFICIAL - SENSITIVE",
        "This is a Part 2 report.",
        "Exempt: Yes",
        "Private?\tYes",
        "Access to information: Exempt",
        "Item 9 (Exempt)",
        "Homes in Ostley (Part 2)",
        "Budget (Part Exempt)",
        "PART EXEMPT",
        "Restricted: contains personal data",
        "This item is to be considered in private",
        "EXEMPT APPENDIX 1",
        "NOT TO BE PUBLISHED",
        "CONFIDENTIAL – NOT FOR PUBLICATION",
    ],
)
def test_what_must_not_be_shared_is_noticed(text: str) -> None:
    assert marked(text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "This report contains no exempt or confidential information.",
        "The report does not contain exempt information.",
        "For publication [Do not include what is exempt under schedule 12A of the Act]",
        "Exempt information: None",
        "Confidential or exempt: No",
        "The service is confidential and free for children.",
        "Young people spoke in confidential meetings with an advocate.",
        "Academies are exempt from the duty.",
        "Part 2: What children told us",
        "Data protection and confidentiality of records",
        "The confidentiality of children’s records must be kept.",
        "Confidential records are kept in a safe.",
        "Exempt supported accommodation is housing for people with needs.",
        "Private Fostering Annual Report",
        "Open report – not exempt",
        "Is the report exempt?\tNo",
        "Exempt: No",
        "Is this report confidential? Yes No",
        "Part 2 of the Children Act 1989 is about homes.",
        "The council is exempt from the charge (section 9).",
        "Children may be seen in private.",
        "The report is restricted to three pages.",
        "Part 1",
    ],
)
def test_what_may_be_shared_is_not_held_back(text: str) -> None:
    assert marked(text) == []


def test_a_mark_is_given_with_its_page_and_page_heads_count() -> None:
    document = Document((Block("Words. This report is confidential.", page=7),), heads=("EXEMPT",))

    assert marks(document) == [Mark("EXEMPT"), Mark("This report is confidential.", 7)]


@pytest.mark.skipif(not _ROOT.is_dir(), reason="the shared papers are not beside this checkout")
def test_none_of_the_papers_we_know_to_be_public_is_held_back() -> None:
    files = [*(_ROOT / "papers").glob("*.txt"), *(_ROOT / "documents").glob("kent*.pdf")]

    assert {file.name: marks(read_document(file)) for file in files} == {
        file.name: [] for file in files
    }


def test_a_watermark_across_a_pdf_is_no_text_and_is_noticed() -> None:
    def stamped(canvas: Canvas) -> None:
        page("1.1  Homes are few in the town.")(canvas)
        canvas.translate(200, 300)
        canvas.rotate(45)
        canvas.drawString(0, 0, "CONFIDENTIAL")

    document = read_pdf(pdf(stamped), "paper.pdf")

    assert [block.text for block in document.blocks] == ["1.1 Homes are few in the town."]
    assert marks(document) == [Mark("CONFIDENTIAL")]


def test_the_head_of_a_word_file_is_no_text_and_is_noticed() -> None:
    def build(file: Any) -> None:
        file.sections[0].header.paragraphs[0].text = "Exempt Report"
        file.add_paragraph("Homes are few.")

    document = read_docx(word(build), "paper.docx")

    assert [block.text for block in document.blocks] == ["Homes are few."]
    assert marks(document) == [Mark("Exempt Report")]


def test_the_title_that_a_file_carries_counts() -> None:
    raw = pdf(page("Homes are few."), title="Exempt Appendix")

    assert marks(read_pdf(raw, "paper.pdf")) == [Mark("Exempt Appendix")]
