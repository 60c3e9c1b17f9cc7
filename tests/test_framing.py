"""What stands around a question and is no part of it."""

import time

import pytest

from bot.framing import unframed


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("I'm new here, what is the panel?", "what is the panel?"),
        ("hi im new to the team and so who chairs panels", "so who chairs panels"),
        ("can you explain what a panel is, im new", "can you explain what a panel is"),
        ("A carer asked if fees are up, what do I tell her?", "fees are up?"),
        ("one of our carers wants to know when panels meet", "when panels meet"),
        ("carer on my caseload just asked me about new fee bands", "new fee bands"),
        ("my manager keeps asking what the panel said", "what the panel said"),
        ("are fees going up. so what should we say to my manager", "are fees going up"),
        (
            "What did the panel say? I need two or three lines for the note.",
            "What did the panel say?",
        ),
        ("Need this for a talk. What did the panel say?", "What did the panel say?"),
    ],
)
def test_a_question_is_what_stays_without_what_stands_around_it(typed: str, asked: str) -> None:
    assert unframed(typed) == asked


@pytest.mark.parametrize(
    "typed",
    [
        "I'm new here",
        "I need two lines for the note",
        "what do I tell her?",
        "what do new staff need for the panel",
        "is there a new panel here",
        "the panel asked what carers cost",
        "who asked what carers cost",
        "my council asked for a cap",
        "some councils asked about fees, which ones?",
        "a Derry councillor asked whether fees are up",
        "what should I tell the panel about fees and homes",
        "",
    ],
)
def test_nothing_else_is_left_out_and_what_says_nothing_more_stays(typed: str) -> None:
    assert unframed(typed) == typed


@pytest.mark.parametrize(
    "piece",
    [
        "need a ",
        "i need this for a ",
        "x, im new ",
        "what do i tell ",
        "my carer just ",
        ",-",
        "I'm new ,",
    ],
)
def test_it_takes_no_longer_than_the_length_of_a_message(piece: str) -> None:
    def seconds(length: int) -> float:
        text, best = (piece * length)[:length], 1.0
        for _ in range(5):
            start = time.perf_counter()
            unframed(text)
            best = min(best, time.perf_counter() - start)
        return best

    assert seconds(32_000) < 40 * seconds(4_000) + 0.01
