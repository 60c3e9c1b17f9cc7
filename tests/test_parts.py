"""Several questions in one message are each looked for, and what is not said of them is told."""

import pytest

from bot.parts import questions_in


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        (
            "what is the grant and what's the allowance",
            ["what is the grant", "what's the allowance"],
        ),
        ("when does it close? and who won?", ["when does it close", "who won"]),
        (
            "the framework: when does it start, how long is it n is there pay",
            ["the framework: when does it start", "how long is it", "is there pay"],
        ),
        ("Who pays, and who decides", ["Who pays", "who decides"]),
        ("what is it and does it cost more", ["what is it", "does it cost more"]),
    ],
)
def test_a_message_with_several_questions_is_taken_apart(text: str, questions: list[str]) -> None:
    assert questions_in(text) == questions


@pytest.mark.parametrize(
    "text",
    [
        "when and where is the meeting",
        "what did they say and do",
        "carers and homes and what they cost",
        "who pays?",
        "What, if anything, can councils do?",
        "what support do kinship carers get and can expect",
        "Which services are funded and will be expanded?",
        "what of children who leave care, and have no home?",
        "",
        "who is a? who is b? who is c? who is d?",
    ],
)
def test_a_message_with_one_question_is_left_whole(text: str) -> None:
    assert questions_in(text) == []
