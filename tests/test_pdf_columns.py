"""Pages of a PDF with columns, tables and notes in them are read as a person would."""

from made import page, pdf
from reportlab.pdfgen.canvas import Canvas

from index.passages import split
from index.readers.pdf import read_pdf


def texts(raw: bytes) -> dict[str, str]:
    return {p.locator: p.text for p in split("paper", read_pdf(raw, "paper.pdf").blocks)}


def put(canvas: Canvas, x: float, y: float, *lines: str) -> float:
    for line in lines:
        canvas.drawString(x, y, line)
        y -= 13
    return y


LEFT = ("The first column says that homes are few,", "and that carers are few as well. It says",
        "so at some length, for the column is long", "and has to be filled with words to the end",
        "of the page, where the next one begins.")  # fmt: skip
RIGHT = ("The second column says what homes cost,", "which is much, and what carers are paid,",
         "which is little. It says so at length, for", "it has to be filled with words as well to",
         "the end of the page and of the paper.")  # fmt: skip


def test_paragraphs_whose_numbers_hang_beside_them_in_two_columns() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        for x, lines, numbers in ((60, LEFT, (1, 2)), (315, RIGHT, (3, 4))):
            y = 700.0
            for number in numbers:
                canvas.drawString(x, y, f"{number}.")
                y = put(canvas, x + 26, y, *lines) - 8

    assert texts(pdf(draw)) == {
        "1": " ".join(LEFT), "2": " ".join(LEFT), "3": " ".join(RIGHT), "4": " ".join(RIGHT),
    }  # fmt: skip


def rule(canvas: Canvas, x: float, top: float, width: float) -> None:
    for row in range(4):
        canvas.line(x, top - 20 * row, x + width, top - 20 * row)
    for wall in range(3):
        canvas.line(x + wall * width / 2, top, x + wall * width / 2, top - 60)


def test_a_table_in_one_of_two_columns_stays_in_it() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        put(canvas, 60, 700, *LEFT)
        put(canvas, 60, 620, *LEFT)
        rule(canvas, 315, 710, 200)
        for row, cells in enumerate((("Home", "Places"), ("Elm", "4"), ("Oak", "6"))):
            canvas.drawString(320, 696 - 20 * row, cells[0])
            canvas.drawString(420, 696 - 20 * row, cells[1])
        put(canvas, 315, 620, *RIGHT)

    assert list(texts(pdf(draw)).values()) == [
        " ".join(LEFT), " ".join(LEFT), "Home\tPlaces", "Elm\t4", "Oak\t6", " ".join(RIGHT),
    ]  # fmt: skip


def test_a_note_below_the_first_column_does_not_swallow_the_second() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        put(canvas, 60, 300, *LEFT)
        put(canvas, 315, 300, *RIGHT)
        canvas.setFont("Helvetica", 7)
        canvas.drawString(60, 90, "1 Counted in May.")

    assert list(texts(pdf(draw)).values()) == [
        " ".join(LEFT), " ".join(RIGHT), "Counted in May.",
    ]  # fmt: skip


def test_a_cell_that_reaches_over_rows_stands_in_each_of_them() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 11)
        canvas.drawString(72, 740, "Table 1: Homes")
        for y, left in ((720, 72), (700, 72), (680, 172), (660, 72)):
            canvas.line(left, y, 372, y)
        for x in (72, 172, 272, 372):
            canvas.line(x, 720, x, 660)
        for x, y, text in (
            (76, 706, "Home"), (176, 706, "Year"), (276, 706, "Places"), (76, 676, "Elm House"),
            (176, 686, "2023"), (276, 686, "4"), (176, 666, "2024"), (276, 666, "6"),
        ):  # fmt: skip
            canvas.drawString(x, y, text)

    assert texts(pdf(draw)) == {
        "Table 1": "Table 1: Homes",
        "Table 1, row 1": "Home\tYear\tPlaces",
        "Table 1, row 2": "Elm House\t2023\t4",
        "Table 1, row 3": "Elm House\t2024\t6",
    }


def test_cells_that_wrap_in_a_table_without_lines_are_one_row() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 11)
        canvas.drawString(72, 740, "Table 1: Homes")
        for x, y, text in (
            (72, 720, "Home"), (272, 720, "Places"),
            (72, 697, "Elm House, which is"), (272, 697, "4"), (72, 684, "out of town"),
            (72, 661, "Oak House"), (272, 661, "6"),
        ):  # fmt: skip
            canvas.drawString(x, y, text)

    assert texts(pdf(draw)) == {
        "Table 1": "Table 1: Homes",
        "Table 1, row 1": "Home\tPlaces",
        "Table 1, row 2": "Elm House, which is out of town\t4",
        "Table 1, row 3": "Oak House\t6",
    }


def test_numbers_without_a_dot_that_hang_beside_their_paragraphs() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 11)
        y = 700.0
        for number, lines in enumerate(
            (("Homes are few in the whole of the district, and there are no more than",
              "30 of them."), ("Carers are few.",), ("Money is short.",)), 1
        ):  # fmt: skip
            canvas.drawString(72, y, str(number))
            y = put(canvas, 100, y, *lines) - 8

    assert texts(pdf(draw)) == {
        "1": "Homes are few in the whole of the district, and there are no more than 30 of them.",
        "2": "Carers are few.",
        "3": "Money is short.",
    }


def test_a_sum_or_a_reference_at_the_beginning_of_a_line_begins_nothing() -> None:
    raw = pdf(
        page(
            "4.1   The panel heard of the cost of homes, which is explained in paragraph",
            "        2.3 of the report, and agreed by a vote of seven to",
            "        4. It then went home.",
            "4.2   That was all.",
        )
    )

    assert texts(raw) == {
        "4.1": "The panel heard of the cost of homes, which is explained in paragraph 2.3 of the "
        "report, and agreed by a vote of seven to 4. It then went home.",
        "4.2": "That was all.",
    }


def test_a_resolution_close_below_a_point_is_a_resolution() -> None:
    raw = pdf(
        page(
            "**54.  Homes", "", "The panel read a report. It was said that:",
            "i)  homes were few.", "ii)  carers were few.", "RESOLVED:", "That it be noted.",
        )
    )  # fmt: skip

    assert texts(raw)["54 RESOLVED"] == "RESOLVED:\nThat it be noted."


def test_an_entry_of_the_contents_that_wraps_is_no_recommendation() -> None:
    contents = page(
        "# Contents",
        "Foreword ........................ 2",
        "Recommendation 1: A plan for homes in",
        "the town ........................ 2",
        "Recommendation 2: Carers ........ 3",
        "Each council should have a plan for",
        "carers .......................... 3",
        "Annex ........................... 4",
    )
    raw = pdf(
        contents,
        page("**Recommendation 1: A plan for homes in the town", "", "Each should have one."),
        page("**Recommendation 2: Carers", "", "They should be asked."),
    )

    assert [(p.locator, p.page, p.text) for p in split("p", read_pdf(raw, "p.pdf").blocks)] == [
        ("Recommendation 1", 2, "Each should have one."),
        ("Recommendation 2", 3, "They should be asked."),
    ]


def test_lines_marked_with_colour_are_text_and_no_table() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 11)
        lines = (
            "1.1  Some words. The panel wants a plan for",
            "each of the homes in the town, and it",
            "wants it soon. It says so in public.",
        )
        for number, (line, left, right) in enumerate(
            zip(lines, (140, 72, 72), (300, 220, 150), strict=True)
        ):
            canvas.setFillGray(0.8)
            canvas.rect(left, 697 - 14 * number, right - left, 12, stroke=0, fill=1)
            canvas.setFillGray(0)
            canvas.drawString(72, 700 - 14 * number, line)

    assert texts(pdf(draw)) == {
        "1.1": "Some words. The panel wants a plan for each of the homes in the town, and it wants "
        "it soon. It says so in public."
    }


def test_a_small_line_that_begins_with_a_number_after_no_other_is_no_footnote() -> None:
    def draw(canvas: Canvas) -> None:
        page("1.1  Homes are few, and the panel knows it well.")(canvas)
        canvas.setFont("Helvetica", 8)
        canvas.drawString(72, 300, "9 A plan for homes in the town (pages 1 to 4)")

    assert "footnote" not in " ".join(texts(pdf(draw)))
