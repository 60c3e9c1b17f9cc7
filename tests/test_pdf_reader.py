"""A PDF is read back as it was drawn: words, order, numbers and pages."""

import pytest
from made import columns, page, pdf, picture, table
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from index.passages import Passage, split
from index.readers import pdf_miner
from index.readers.block import ReadError
from index.readers.pdf import read_pdf


def passages(raw: bytes) -> list[Passage]:
    return split("paper", read_pdf(raw, "paper.pdf").blocks)


def texts(raw: bytes) -> dict[str, str]:
    return {passage.locator: passage.text for passage in passages(raw)}


REPORT = pdf(
    page(
        "# Homes for Children in Ostley",
        "",
        "**1. Purpose",
        "",
        "1.1  Ostley has twelve homes, of which four are small and",
        "      eight stand outside the town.",
        "",
        "1.2  The panel asked for:",
        "        a)  a plan for each home;",
        "        b)  a date by which it is done.",
        "",
        "**2. Money",
        "",
        "2.1  A home costs £4,100 a week, and the council has set aside a sum that will",
        head="Ostley Council, Families Panel",
        foot="Page 1 of 2",
    ),
    page(
        "      pay for three years.",
        "",
        "2.2  No other sum is asked for.",
        head="Ostley Council, Families Panel",
        foot="Page 2 of 2",
    ),
)


def test_numbered_paragraphs_are_read_with_their_pages() -> None:
    assert [(p.locator, p.page, p.text) for p in passages(REPORT)] == [
        ("Front page", 1, "Homes for Children in Ostley"),
        ("1.1", 1, "Ostley has twelve homes, of which four are small and eight stand outside "
         "the town."),
        ("1.2", 1, "The panel asked for:"),
        ("1.2(a)", 1, "a plan for each home;"),
        ("1.2(b)", 1, "a date by which it is done."),
        ("2.1", 1, "A home costs £4,100 a week, and the council has set aside a sum that will "
         "pay for three years."),
        ("2.2", 2, "No other sum is asked for."),
    ]  # fmt: skip


def test_page_heads_and_feet_are_no_text_and_are_kept_apart() -> None:
    document = read_pdf(REPORT, "paper.pdf")

    assert document.pages == 2
    assert document.heads == ("Ostley Council, Families Panel",)
    assert "Families Panel" not in " ".join(block.text for block in document.blocks)


def test_two_columns_are_read_one_after_the_other() -> None:
    counted = ("one", "two", "three", "four", "five", "six")
    left = [f"left line {word} of the first column" for word in counted]
    right = [f"right line {word} of the other column" for word in counted]

    text = " ".join(block.text for block in read_pdf(pdf(columns(left, right)), "p.pdf").blocks)

    assert text == " ".join((*left, *right))


def test_a_word_broken_at_the_end_of_a_line_is_mended_as_the_paper_writes_it() -> None:
    raw = pdf(
        page(
            "Carers are registered by the council, and registration lasts for a year of re-",
            "gistration work. A decision-making panel meets, and it leads the decision-",
            "making for homes.",
        )
    )

    assert "a year of registration work." in texts(raw)["Page 1, paragraph 1"]
    assert "leads the decision-making for homes." in texts(raw)["Page 1, paragraph 1"]


def test_a_word_that_stands_whole_elsewhere_in_the_paper_is_made_whole() -> None:
    raw = pdf(
        page(
            "The overspend is large, and it is over what was planned and over the last over-",
            "spend of the council.",
        )
    )

    assert texts(raw)["Page 1, paragraph 1"].endswith("the last overspend of the council.")


def test_a_ruled_table_is_read_row_by_row_under_its_caption() -> None:
    rows = [["Home", "Places", "Cost"], ["Elm House", "4", "£4,100"], ["Oak House", "6", "£5,200"]]

    assert texts(pdf(table(rows, "Table 2: Homes in Ostley"))) == {
        "Table 2": "Table 2: Homes in Ostley",
        "Table 2, row 1": "Home\tPlaces\tCost",
        "Table 2, row 2": "Elm House\t4\t£4,100",
        "Table 2, row 3": "Oak House\t6\t£5,200",
    }


def test_a_table_without_lines_or_caption_is_read_row_by_row_with_its_page() -> None:
    rows = [["Home", "Places"], ["Elm House", "4"], ["Oak House", "6"]]

    assert texts(pdf(table(rows, ruled=False))) == {
        "Page 1, table 1, row 1": "Home\tPlaces",
        "Page 1, table 1, row 2": "Elm House\t4",
        "Page 1, table 1, row 3": "Oak House\t6",
    }


def test_minutes_have_their_item_number_and_letter_as_locator() -> None:
    raw = pdf(
        page(
            "**Homes Update",
            "(Item 4)",
            "",
            "1.  Ms Ada Fern introduced the report:",
            "    a.  Six homes had opened.",
            "    b.  Two more were planned.",
            "",
            "2.  RESOLVED that the report be noted.",
            "",
            "**Carers Update",
            "(Item 5)",
            "",
            "1.  Forty carers had joined.",
        )
    )

    assert [(p.locator, p.heading[0]) for p in passages(raw)] == [
        ("Item 4, 1", "Homes Update"),
        ("Item 4, 1(a)", "Homes Update"),
        ("Item 4, 1(b)", "Homes Update"),
        ("Item 4, 2", "Homes Update"),
        ("Item 5, 1", "Carers Update"),
    ]


def test_a_question_stands_with_its_reply_over_a_page_break() -> None:
    raw = pdf(
        page("Question 1", "", "**Question by Cole Ash", "", "Are there homes?", "", "**Answer"),
        page("There are few.", "", "More will come."),
        page("Question 2", "", "Are there carers?", "", "**Answer", "", "There are none."),
    )

    assert [(p.locator, p.page, p.text) for p in passages(raw)] == [
        (
            "Question 1 and reply", 1,
            "Question by Cole Ash\nAre there homes?\nAnswer\nThere are few.\nMore will come.",
        ),
        ("Question 2 and reply", 3, "Are there carers?\nAnswer\nThere are none."),
    ]  # fmt: skip


def test_questions_that_count_with_the_pages_are_no_page_heads() -> None:
    raw = pdf(
        *(
            page(f"Question {number}", "", f"Why {letter}?", "", "**Answer", "", "So.", top=790)
            for number, letter in enumerate("abcde", 1)
        )
    )

    assert list(texts(raw)) == [f"Question {number} and reply" for number in range(1, 6)]


def test_recommendations_keep_their_numbers_and_the_response_its_page() -> None:
    raw = pdf(
        page("Recommendation 3: A plan for homes", "", "Each council should have one.", "",
             "The government agrees with this and will write to every council this year."),
        page("Recommendation 4: A plan for carers", "", "Carers should be asked first."),
    )  # fmt: skip

    assert [(p.locator, p.page) for p in passages(raw)] == [
        ("Recommendation 3", 1),
        ("Recommendation 3, page 1, paragraph 3", 1),
        ("Recommendation 4", 2),
    ]


def test_a_figure_that_begins_a_line_or_a_heading_is_no_number_of_a_paragraph() -> None:
    raw = pdf(
        page(
            "**30 Hours of Childcare",
            "",
            "The council pays for places. In the last year this came to a sum of about",
            "2.5 Million pounds, and the panel was content with the work that was done in",
            "47. homes.",
            "",
            "**13 March 2025",
            "",
            "The panel met.",
        )
    )

    assert list(texts(raw)) == ["Page 1, paragraph 1", "Page 1, paragraph 2"]


def test_contents_lines_do_not_take_the_place_of_what_they_lead_to() -> None:
    raw = pdf(
        page("Contents", "", "Recommendation 1: Homes ................... 2"),
        page("Recommendation 1: Homes", "", "Build them."),
    )

    assert texts(raw)["Recommendation 1"] == "Build them."


def test_blank_pages_are_passed_over_and_still_counted() -> None:
    raw = pdf(
        page("1.1  The first paragraph."),
        page("This page is intentionally left blank"),
        page(),
        page("1.2  The second paragraph."),
    )

    assert [(p.locator, p.page) for p in passages(raw)] == [("1.1", 1), ("1.2", 4)]


def test_a_page_on_its_side_is_read_as_a_person_would() -> None:
    def sideways(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.translate(595, 0)
        canvas.rotate(90)
        canvas.setFont("Helvetica", 11)
        canvas.drawString(72, 500, "1.1  The upper line of the page,")
        canvas.drawString(72, 485, "and the lower one.")

    assert texts(pdf(sideways)) == {"1.1": "The upper line of the page, and the lower one."}


def test_footnotes_are_kept_out_of_the_paragraph_above_them() -> None:
    def noted(canvas: Canvas) -> None:
        page("1.1  Homes are few, and the panel knows that they are not where they should",
             "1.2  They cost much.")(canvas)  # fmt: skip
        canvas.setFont("Helvetica", 8)
        canvas.drawString(72, 90, "1 Counted in May.")

    found = texts(pdf(noted))

    assert found["1.2"] == "They cost much."
    assert found["Page 1, footnote 1"] == "Counted in May."


def test_a_lock_that_the_empty_password_opens_is_no_lock() -> None:
    raw = pdf(page("1.1  The words."), encrypt=StandardEncryption("", "owner", canCopy=0))

    assert texts(raw) == {"1.1": "The words."}


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (pdf(page("Words."), encrypt=StandardEncryption("key", "owner")), "it is locked with a"),
        (pdf(picture()), "its pages are pictures of text, so it needs OCR first"),
        (pdf(page()), "there is no text in it"),
        (b"%PDF-1.7 and nothing more", "the PDF is broken or cut short"),
    ],
    ids=["locked", "picture", "blank", "broken"],
)
def test_what_cannot_be_read_is_told_in_a_sentence(raw: bytes, said: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_pdf(raw, "paper.pdf")

    assert str(caught.value).startswith(f"paper.pdf: {said}")


def test_pages_that_are_pictures_among_others_are_told() -> None:
    document = read_pdf(pdf(page("1.1 Words."), picture()), "paper.pdf")

    assert document.notes == ("1 of its 2 pages is a picture and could not be read without OCR",)


def test_the_second_library_sees_the_same_words_in_the_same_places() -> None:
    pages = pdf_miner.read_pages(REPORT).pages

    assert [page.number for page in pages] == [1, 2]
    assert "12 homes" not in " ".join(word.text for word in pages[0].words)
    assert [word.text for word in pages[1].words if word.size == 11][:4] == [
        "pay", "for", "three", "years.",
    ]  # fmt: skip
