"""Which questions somebody put, as a paper records them with their replies."""

import pytest
from toys import WordEncoder, build_toy

from bot.answer import Answerer
from index.edition import load

REGISTER = """
papers:
  - {id: ashby-2022-06-07, title: Questions, publisher: Ashby Council, published: 2022-06-07,
     kind: report, visibility: public}
  - {id: ashby-2020-01-21, title: Minutes, publisher: Ashby Council, published: 2020-01-21,
     kind: report, visibility: public}
  - {id: barrow-2022-07-05, title: Questions, publisher: Barrow Council, published: 2022-07-05,
     kind: report, visibility: public}
"""
ASHBY = """---
paper: ashby-2022-06-07
---

### Front page

Ashby scrutiny in June.

### Question 1 and reply

Question asked by Mr Ned Rudge CC.

How many foster carers are there? Are they paid?

Reply by the Chairman:

There are enough.

### Question 2 and reply

Ned Rudge asked about kinship.
"""
BARROW = """---
paper: barrow-2022-07-05
---

### Question 1 and reply

Question put by Ida Finch.

Will there be homes?

Reply: Yes.

### Question 2 and reply

Question put by Jo Vole.

Will there be budgets?

Reply: No.
"""
ASKED = ["How many foster carers are there? Are they paid?", "Ned Rudge asked about kinship."]


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    knowledge = tmp_path_factory.mktemp("knowledge")
    (knowledge / "summaries").mkdir()
    (knowledge / "papers.yaml").write_text(REGISTER, encoding="utf-8")
    for name, text in (("ashby-2022-06-07", ASHBY), ("barrow-2022-07-05", BARROW)):
        (knowledge / "summaries" / f"{name}.md").write_text(text, encoding="utf-8")
    build_toy(knowledge, knowledge / "var")
    return Answerer(load(knowledge / "var"), WordEncoder())


def told(answerer: Answerer, *thread: str) -> list[str]:
    *history, text = thread
    return [sentence.text for sentence in answerer.answer(text, history).sentences]


@pytest.mark.parametrize(
    "thread",
    [
        ("what did Mr Rudge ask",),
        ("Ned Rudge - what did he want",),
        ("what did that Ned Rudge bloke want to know?",),
        ("which questions did Rudge put to the committee",),
        ("ashby - what two things got asked in june 2022",),
        ("who is Ned Rudge", "what did he ask"),
    ],
)
def test_what_somebody_asked_is_told_question_by_question(
    answerer: Answerer, thread: tuple[str, ...]
) -> None:
    assert told(answerer, *thread) == ASKED


def test_the_questions_of_another_paper_are_told_without_their_replies(answerer: Answerer) -> None:
    both = ["Will there be homes?", "Will there be budgets?"]

    assert told(answerer, "what did Ida Finch ask?") == both[:1]
    assert told(answerer, "which questions were put in Barrow?") == both


@pytest.mark.parametrize(
    "text",
    [
        "what did Mr Rudge ask about kinship",
        "who asked in Ashby",
        "how many questions did Rudge ask",
        "what can I ask about Ashby",
        "what did Josh ask",
        "which councillor put the questions in Ashby",
        "which elected member asked the questions in June 2022",
        "what was asked",
        "what did Ashby ask for",
        "what did Ashby raise",
        "what did Mr Rudge ask in 2020",
        "what did Mr Rudge ask in Barrow",
    ],
)
def test_any_other_question_is_searched(answerer: Answerer, text: str) -> None:
    assert told(answerer, text) != ASKED
