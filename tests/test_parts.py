"""Several questions in one message are each looked for, and what is not said of them is told."""

import re
from pathlib import Path

import pytest
import timing
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.parts import Side, put_to, questions_in
from bot.question import Vocabulary
from bot.seams import read_seams
from index.glossary import Glossary, Term

SEAMS = read_seams(Path(__file__).parents[1] / "knowledge" / "seams.yaml")
COUNCILS = ("Ostley", "Barrow", "Derry")
BODIES = ("government", "inspectorate")
PIECES = """
? ! . , ; : - ( / & and n or both also by if so what is does the number of anything x in ...
's paper Ostley Barrow government
"""


def sides(text: str) -> list[Side]:
    return [
        Side(*match.span(), match.group(), match.group() in COUNCILS, match.group() != BODIES[1])
        for match in re.finditer("|".join((*COUNCILS, *BODIES)), text)
    ]


def taken_apart(text: str) -> list[tuple[str, str]]:
    return [(part.named, part.text) for part in questions_in(text, sides(text), SEAMS.cuts)]


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        (
            "what is the grant and what's the allowance",
            ["what is the grant", "what's the allowance"],
        ),
        ("when does it close? and who won?", ["when does it close", "who won"]),
        ("Who pays, and who decides", ["Who pays", "who decides"]),
        ("what is it and does it cost more", ["what is it", "does it cost more"]),
        ("1) who pays 2) by when", ["who pays", "by when"]),
        (
            "Barrow (1) how many homes are there (2) who pays for them",
            ["Barrow (1) how many homes are there", "who pays for them"],
        ),
        (
            "is it just Ostley that pays, or Barrow as well",
            ["is it just Ostley that pays", "Barrow as well"],
        ),
        ("what are the names and ages of carers", ["what are the names", "ages of carers"]),
        (
            "what did Ostley think of fees, and did Barrow say owt",
            ["what did Ostley think of fees", "did Barrow say owt"],
        ),
        ("Ostley on fees, n Barrow?", ["Ostley on fees", "Barrow"]),
        (
            "fees: is there a cap in Ostley, is there one in Barrow",
            ["fees: is there a cap in Ostley", "fees: is there one in Barrow"],
        ),
        ("number of carers in Barrow n start date", ["number of carers in Barrow", "start date"]),
    ],
)
def test_a_message_with_several_questions_is_taken_apart(text: str, questions: list[str]) -> None:
    assert taken_apart(text) == list(zip(("first", "second"), questions, strict=True))


def test_three_questions_are_each_about_what_is_named_before_them() -> None:
    assert taken_apart("the framework: when does it start, how long is it n is there pay") == [
        ("first", "the framework: when does it start"),
        ("second", "the framework: how long is it"),
        ("third", "the framework: is there pay"),
    ]
    assert taken_apart("carers: what does Ostley say and what does Barrow say") == [
        ("first", "carers: what does Ostley say"),
        ("second", "carers: what does Barrow say"),
    ]


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("what did Ostley and Barrow say on fees?", "what did {} say on fees"),
        ("do Derry, Barrow n Ostley both worry bout fees", "do {} worry bout fees"),
        ("fees in the Barrow paper and in the Ostley one", "fees in the {}"),
        ("do Ostley, Barrow, Derry and the inspectorate", "do {}"),
        ("fees - Ostley, Barrow, Derry, owt", "fees - {}, owt"),
    ],
)
def test_one_question_put_to_several_is_asked_of_each(text: str, questions: str) -> None:
    named = [side.name for side in sides(text)]
    said = [name if name in COUNCILS else f"the {name}" for name in named]

    each = [questions.format(name) for name in said]
    assert taken_apart(text) == list(zip(named, each, strict=True))


def test_a_message_is_judged_for_each_council_that_it_names() -> None:
    assert taken_apart("is Ostley paying what the Barrow ones are likewise") == [
        ("Ostley", "is Ostley paying what the ones are likewise"),
        ("Barrow", "is paying what the Barrow ones are likewise"),
    ]


def test_a_question_may_be_put_to_several_beside_another() -> None:
    assert taken_apart("who pays, and do Ostley and Barrow agree?") == [
        ("first", "who pays"),
        ("Ostley", "do Ostley agree"),
        ("Barrow", "do Barrow agree"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "when and where is the meeting",
        "what did they say and do",
        "who pays?",
        "What, if anything, can councils do?",
        "who if anyone decides",
        "does Ostley have an inspectorate",
        "agency staff, Barrow",
        "and Barrow?",
        "",
        "what did Ostley say about Barrow",
        "how much money did the government give Barrow for fees?",
        "did Ostley or Ostley pay",
        "I'm in Barrow. What is a fee?",
        "As a new worker in Ostley, what should I read?",
        "thanks, and what does Ostley say?",
        "\ue000 and \ue001 and Barrow",
    ],
)
def test_a_message_with_one_question_is_left_whole(text: str) -> None:
    assert taken_apart(text) == []


def test_more_than_four_questions_are_not_taken_apart() -> None:
    text = "what is the fee and who pays and when does it end and why is it so"

    assert len(taken_apart(text)) == 4
    assert taken_apart(f"{text} and where does it go") == []


@pytest.mark.parametrize(
    ("question", "follow_up", "whole"),
    [
        ("what did Ostley say on fees?", "n Barrow?", "what did Barrow say on fees"),
        ("do Ostley and Derry pay", "and Barrow", "do Barrow pay"),
        (
            "what did the government say on fees",
            "did Barrow say owt",
            "what did Barrow say on fees",
        ),
        ("did Ostley pay", "and the government?", "did government pay"),
        ("what did Ostley say", "and the government?", "what did government say"),
        ("is the inspectorate here", "and in Barrow?", "is the inspectorate here in Barrow"),
        ("is the inspectorate in Ostley", "and Barrow?", "is the inspectorate in Barrow"),
        ("who pays?", "and in Barrow?", "who pays in Barrow"),
    ],
)
def test_a_question_is_put_to_another_side(question: str, follow_up: str, whole: str) -> None:
    assert put_to(question, sides(question), follow_up, sides(follow_up)[0]) == whole


def seconds(text: str) -> float:
    def work() -> None:
        each = sides(text)
        questions_in(text, each, SEAMS.cuts)
        put_to(text, each, "Barrow", Side(0, 6, "Barrow"))

    return timing.seconds(work)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES.split()), min_size=1, max_size=4), st.sampled_from(["", " "])
)
def test_four_times_the_text_takes_about_four_times_as_long(parts: list[str], gap: str) -> None:
    pattern = gap.join(parts) + gap
    short, long = ((pattern * size)[:size] for size in (2_500, 10_000))

    # Sixteen would be quadratic; a busy machine is forgiven by trying again.
    assert any(seconds(long) < 8 * seconds(short) + 0.002 for _ in range(3))


def test_a_message_does_not_fall_apart_within_a_term() -> None:
    text = "what do they say on fees and who wrote the Homes and what does that mean Act"
    act = Term("Homes and what does that mean Act", "An act.")

    apart = Vocabulary(Glossary(), seams=SEAMS).questions_in(text)
    whole = Vocabulary(Glossary((act,)), seams=SEAMS).questions_in(text)

    assert [part.text for part in apart] == [
        "what do they say on fees",
        "who wrote the Homes",
        "what does that mean Act",
    ]
    assert [part.text for part in whole] == [
        "what do they say on fees",
        "who wrote the Homes and what does that mean Act",
    ]
