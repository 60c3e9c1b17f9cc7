"""Which papers speak of something is told paper by paper, with the words that do."""

from pathlib import Path

import pytest
from toys import WordEncoder, edition_of

from bot import wording
from bot.answer import Answer, Answerer
from bot.mentions import subject_mentioned

PAPERS = {
    "ashby-2021-07-01": ("Homes are few.", "Carers meet. Kinship carers are paid."),
    "barrow-2022-06-01": ("An officer spoke of homes.",),
    "corby-2023-03-01": ("Nans who care are praised.", "Kinship care grows."),
}
GLOSSARY = """
terms:
  - {term: kinship care, also: [kinship carers], everyday: [nans], meaning: Care by relatives.}
"""


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("which papers mention kinship care?", "kinship care"),
        ("What reports that you have talk about homes", "homes"),
        ("so which of the councils say anything about fees", "fees"),
        ("any documents on fees", ""),
        ("which papers do you hold", ""),
        ("what does the paper say about fees", ""),
        ("which report says early help was cut", ""),
    ],
)
def test_a_question_which_papers_speak_of_something_is_told(text: str, subject: str) -> None:
    assert subject_mentioned(text) == subject


def asked(tmp_path: Path, text: str) -> Answer:
    return Answerer(edition_of(tmp_path, PAPERS, glossary=GLOSSARY), WordEncoder()).answer(text)


def test_each_paper_that_names_it_is_listed_with_the_sentence_that_does(tmp_path: Path) -> None:
    answer = asked(tmp_path, "which papers mention kinship care")

    assert [paper.id for paper in answer.papers] == ["corby-2023-03-01", "ashby-2021-07-01"]
    assert [(s.text, s.citation) for s in answer.sentences] == [
        ("Nans who care are praised.", 1),
        ("Kinship carers are paid.", 2),
    ]
    assert wording.lead(answer).startswith("“Report”, report: Corby Council, 1 March 2023.")


@pytest.mark.parametrize("subject", ["homes", "homes of kinship care", "kinship care in homes"])
def test_a_subject_that_is_more_than_a_term_is_searched(tmp_path: Path, subject: str) -> None:
    answer = asked(tmp_path, f"which papers mention {subject}")

    assert answer.papers == ()
    assert answer.citations
