"""Which papers speak of something is told paper by paper, with the words that do."""

from pathlib import Path

import pytest
from toys import answered, edition_of

from bot import wording
from bot.answer import Answer
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
        ("does it mention fees", "fees"),
        ("does any paper mention fees", "fees"),
        ("Does any of this mention fees or rent?", "fees or rent"),
        ("is there any mention of fees in here", "fees in here"),
        ("any documents on fees", ""),
        ("what does it mention", ""),
        ("which papers do you hold", ""),
        ("what does the paper say about fees", ""),
        ("which report says early help was cut", ""),
    ],
)
def test_a_question_which_papers_speak_of_something_is_told(text: str, subject: str) -> None:
    assert subject_mentioned(text) == subject


def asked(tmp_path: Path, text: str) -> Answer:
    return answered(edition_of(tmp_path, PAPERS, glossary=GLOSSARY), text)


def test_each_paper_that_names_it_is_listed_with_the_sentence_that_does(tmp_path: Path) -> None:
    answer = asked(tmp_path, "which papers mention kinship care")

    assert [paper.id for paper in answer.papers] == ["corby-2023-03-01", "ashby-2021-07-01"]
    assert [(s.text, s.citation) for s in answer.sentences] == [
        ("Nans who care are praised.", 1),
        ("Kinship carers are paid.", 2),
    ]
    assert wording.lead(answer).startswith("“Report”, report: Corby Council, 1 March 2023.")


def test_words_that_are_no_term_are_told_where_one_sentence_has_them_all(tmp_path: Path) -> None:
    answer = asked(tmp_path, "does it mention an officer of homes")

    assert [(s.text, s.citation) for s in answer.sentences] == [("An officer spoke of homes.", 1)]
    assert [paper.id for paper in answer.papers] == ["barrow-2022-06-01"]


def test_what_is_no_subject_is_in_no_paper(tmp_path: Path) -> None:
    assert asked(tmp_path, "does it mention it at all").papers == ()


def test_what_no_paper_has_a_word_of_is_not_mentioned_whatever_is_near(tmp_path: Path) -> None:
    answer = asked(tmp_path, "does any of this mention homes on Mars")

    assert (answer.outcome, answer.sentences) == ("nothing_found", ())
    assert answer.nearest[0].quote == "Homes are few."


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("what did Cllr Upton say about homes", "nothing_found"),
        ("What did Mr U. V. Weston ask about homes?", "nothing_found"),
        ("what did Mrs Young say about homes", "answered"),
    ],
)
def test_of_whom_papers_only_list_it_is_not_told_what_they_said(
    tmp_path: Path, text: str, outcome: str
) -> None:
    listed = "Cllr A. Upton Mr U. V. Weston Mrs B. Young. Portfolio of Cllr Upton."
    papers = {"ashby-2021-07-01": (listed, "Homes are few, as Mrs Young said at length.")}

    answer = answered(edition_of(tmp_path, papers), text)

    assert answer.outcome == outcome


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("what do they say about adoption", "nothing_found"),
        ("have they said owt on adoption?", "nothing_found"),
        ("what do they say about kinship care", "answered"),
        ("what do they say about homes", "answered"),
        ("what do they say about adoption of homes", "answered"),
    ],
)
def test_a_term_that_no_paper_names_is_not_answered_by_what_is_near(
    tmp_path: Path, text: str, outcome: str
) -> None:
    terms = f"{GLOSSARY}  - {{term: adoption, also: [adopted children], meaning: A new family.}}\n"
    papers = {"ashby-2021-07-01": ("An early adopter of kinship care for homes.",)}

    answer = answered(edition_of(tmp_path, papers, glossary=terms), text)

    assert answer.outcome == outcome


@pytest.mark.parametrize("subject", ["homes of kinship care", "kinship care in homes"])
def test_a_subject_of_which_no_sentence_has_all_words_is_searched(
    tmp_path: Path, subject: str
) -> None:
    answer = asked(tmp_path, f"which papers mention {subject}")

    assert answer.papers == ()
    assert answer.citations
