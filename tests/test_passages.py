"""Every numbered place in a paper becomes a passage under the locator a reader would look for."""

import pytest
from toys import make_passage

from index.passages import Passage, split
from index.readers.text import read_text


def passages(text: str) -> list[Passage]:
    return split("paper", read_text(text.encode(), "paper.txt"))


def texts(text: str) -> dict[str, str]:
    return {passage.locator: passage.text for passage in passages(text)}


def headings(text: str) -> dict[str, tuple[str, ...]]:
    return {passage.locator: passage.heading for passage in passages(text)}


def test_decimal_paragraphs_stand_under_their_numbered_section() -> None:
    text = "## 2. Facts\n\n2.1 Homes are few.\n\n- 2.2 **Pay:** Carers want more.\n\n2.10 The end."

    assert texts(text) == {
        "2.1": "Homes are few.",
        "2.2": "Pay: Carers want more.",
        "2.10": "The end.",
    }
    assert headings(text)["2.2"] == ("2. Facts",)


def test_a_numbered_heading_names_the_paragraph_below_it() -> None:
    text = "### **3 Effects**\n\n#### **3.1 People**\n\nWe listen.\n\n## **4 Views**\n\nNone yet."

    assert texts(text) == {"3.1": "We listen.", "4": "None yet."}
    assert headings(text) == {"3.1": ("3 Effects", "3.1 People"), "4": ("4 Views",)}


def test_a_number_used_twice_gives_two_locators() -> None:
    text = "#### **3.4 Climate**\n\nNo effect.\n\n### **3.4 Children**\n\nA great one."

    assert texts(text) == {"3.4": "No effect.", "3.4 (second)": "A great one."}


def test_a_number_used_often_still_gives_different_locators() -> None:
    text = "".join("\n\n## 7 Again\n\nThe words." for _ in range(12))

    locators = [passage.locator for passage in passages(text)]

    assert locators[1:3] == ["7 (second)", "7 (third)"]
    assert locators[9:] == ["7 (no. 10)", "7 (no. 11)", "7 (no. 12)"]


def test_lettered_points_stand_below_their_paragraph() -> None:
    text = "7. The main points are:\n - a) Homes.\n - b) Carers.\n\n8. That was all."

    assert texts(text) == {
        "7": "The main points are:",
        "7(a)": "Homes.",
        "7(b)": "Carers.",
        "8": "That was all.",
    }
    assert headings(text)["7(b)"] == ("The main points are:",)


def test_the_letter_i_after_h_is_a_letter_and_not_a_one() -> None:
    letters = "abcdefghij"
    text = "9. All of:\n" + "".join(f" - {letter}) Word {letter}.\n" for letter in letters)

    assert list(texts(text)) == ["9", *(f"9({letter})" for letter in letters)]


def test_words_after_the_points_stand_after_them() -> None:
    text = "7. The points:\n - a) Homes.\n - b) Carers.\n\nMore can be read elsewhere.\n\n8. End."

    assert list(texts(text)) == ["7", "7(a)", "7(b)", "7, after (b)", "8"]


def test_bullets_are_counted_below_their_paragraph() -> None:
    text = "3. It says:\n- one home\n- two homes\n\n4. And:\n\n- three homes"

    assert texts(text) == {
        "3": "It says:",
        "3, bullet 1": "one home",
        "3, bullet 2": "two homes",
        "4": "And:",
        "4, bullet 1": "three homes",
    }


def test_minute_items_have_roman_points_sub_headings_and_a_resolution() -> None:
    text = (
        "54.\n\nMoney Plan.\nThe panel read a report.\nMoney Saved\ni)\n\nSome was.\n\n"
        "Growth\nii)\n\nNone was.\n\nAll agreed that it was good.\n"
        "RESOLVED:\na) That it be noted;\nb) That it end.\n"
        "55.\n\nNext Meeting.\nIt is in May.\nRESOLVED:\nThat it be so.\n"
    )

    assert texts(text) == {
        "54": "Money Plan. The panel read a report.",
        "54(i)": "Some was.",
        "54(ii)": "None was.",
        "54, after (ii)": "All agreed that it was good.",
        "54 RESOLVED": "RESOLVED:\na) That it be noted;\nb) That it end.",
        "55": "Next Meeting. It is in May.\nRESOLVED:\nThat it be so.",
    }
    assert headings(text)["54(ii)"] == ("Money Plan.", "Growth")
    assert headings(text)["54 RESOLVED"] == ("Money Plan.",)


def test_each_question_is_one_passage_with_the_reply_of_its_number() -> None:
    text = (
        "Question asked by Mr Cole Ash\n\n1. Are there homes?\n2. Are there carers?\n\n"
        "Reply by the Mayor:\n\n1. There are few.\n\nMore will come.\n2. There are none."
    )

    assert texts(text) == {
        "Front page": "Question asked by Mr Cole Ash",
        "Question 1 and reply": (
            "Are there homes?\nReply by the Mayor:\nThere are few.\nMore will come."
        ),
        "Question 2 and reply": "Are there carers?\nReply by the Mayor:\nThere are none.",
    }


def test_a_reply_without_its_question_is_kept() -> None:
    text = "1. Are there homes?\n\nReply by the Mayor:\n\n1. Few.\n2. Nobody asked this."

    assert texts(text)["Reply 2"] == "Nobody asked this."


def test_numbered_recommendations_have_their_own_name() -> None:
    text = "## **RECOMMENDATION/S**\n\nThat the panel:\n\n- 1) reads this\n- 2) agrees to it"

    assert texts(text) == {
        "Recommendations": "That the panel:",
        "Recommendation 1": "reads this",
        "Recommendation 2": "agrees to it",
    }
    assert headings(text)["Recommendation 2"] == ("RECOMMENDATION/S",)


def test_recommendations_numbered_anew_with_dots_have_their_own_name() -> None:
    text = (
        "1. Homes are few.\n\n2. They cost much.\n\n## Recommendations\n\nThat the panel:\n\n"
        "1. reads this\n\n2. agrees to it\n\n## Next\n\n3. We meet in May."
    )

    assert texts(text) == {
        "1": "Homes are few.",
        "2": "They cost much.",
        "Recommendations": "That the panel:",
        "Recommendation 1": "reads this",
        "Recommendation 2": "agrees to it",
        "3": "We meet in May.",
    }


def test_paragraphs_that_count_on_below_recommendations_keep_their_numbers() -> None:
    text = "7. Homes are few.\n\n## Recommendations\n\n8. That it be noted.\n\n9. That is all."

    assert list(texts(text)) == ["7", "8", "9"]


def test_a_front_page_and_the_rows_of_its_table_are_passages() -> None:
    text = (
        "**Date:** 1 May 2024\n\n**Title:** Homes\n\nKey?\tNo\nPrivate?\tNo\n\n## 1. Begin\n\n"
        "1.1 Now."
    )

    assert texts(text) == {
        "Front page": "Date: 1 May 2024\nTitle: Homes",
        "Front page table, row 1": "Key?\tNo",
        "Front page table, row 2": "Private?\tNo",
        "1.1": "Now.",
    }


def test_a_paragraph_broken_by_a_page_goes_on() -> None:
    assert texts("2.1 As a learning\n\n3\n\nplace we learn.") == {
        "2.1": "As a learning place we learn."
    }


def test_a_wrapped_line_that_begins_with_a_number_opens_nothing() -> None:
    text = "47.\n\nQuestions.\nNone came under Order\n34.\nThat is all.\n\n48.\n\nEnd.\nIt ended."

    assert list(texts(text)) == ["47", "48"]
    assert "34." in texts(text)["47"]


def test_a_decimal_in_a_sentence_opens_nothing() -> None:
    assert list(texts("2.1 It grew by\n2.5 per cent.\n\n2.2 So it did.")) == ["2.1", "2.2"]


def test_no_blocks_are_no_passages() -> None:
    assert split("paper", []) == []


def test_the_id_says_where_and_the_digest_which_words() -> None:
    before = make_passage("Forty  carers\nwere there.", "2.1")
    moved, changed = make_passage("Forty carers were there.", "2.2"), make_passage("Fifty.", "2.1")

    assert before.id == changed.id == "barrowmere-2024-05-01-kinship#2.1"
    assert before.digest == moved.digest
    assert before.digest != changed.digest


@pytest.mark.parametrize("ending", [".", ";", ":"])
def test_small_letters_after_an_end_begin_their_own_paragraph(ending: str) -> None:
    assert texts(f"2.1 It stopped{ending}\n\nthen it went on") == {
        "2.1": f"It stopped{ending}\nthen it went on"
    }
