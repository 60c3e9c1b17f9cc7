"""Questions about what is held are told from questions about a subject."""

from pathlib import Path

import pytest
from toys import WordEncoder, edition_of

from bot.answer import Answerer
from bot.collection import front_pages, is_about_collection, is_about_paper_before

PAPERS = {
    "ashby-2021-07-01": ("Homes are few. Carers are fewer.", "The budget fell."),
    "corby-2023-03-01": ("An agency report.",),
    "barrow-2022-06-01": ("An officer spoke.", "The allowance rose."),
}


@pytest.mark.parametrize(
    "text",
    [
        "what papers do you have?",
        "which councils do you hold",
        "what documents u got",
        "list all the reports you know",
        "How many papers are in your library?",
        "what's the latest report you've got",
        "what’s the newest paper you’re using",
        "which minutes are loaded here",
        "what sources are you using",
        "what can I ask you",
        "hi, wot can u tell me about?",
    ],
)
def test_a_question_about_what_is_held(text: str) -> None:
    assert is_about_collection(text)


@pytest.mark.parametrize(
    "text",
    [
        "what papers do you have on foster care?",
        "what does the report say about carers",
        "do councils have to report on kinship care",
        "what have you got",
        "the council",
        "which recommendations were rejected?",
        "",
        "what should we do then",
        "what can you tell me about kinship",
    ],
)
def test_a_question_about_a_subject_is_searched(text: str) -> None:
    assert not is_about_collection(text)


@pytest.mark.parametrize(
    "text",
    [
        "what date was that meeting?",
        "who wrote that",
        "when was it published",
        "which committee was the report for",
        "when's that from?",
        "how old is that paper",
    ],
)
def test_a_follow_up_about_the_paper_before(text: str) -> None:
    assert is_about_paper_before(text)


@pytest.mark.parametrize(
    "text",
    [
        "when will the pilots begin?",
        "what happened to the allowance",
        "what does the council say about it",
        "who gets the money",
        "and that?",
        "the meeting",
    ],
)
def test_a_follow_up_about_a_subject(text: str) -> None:
    assert not is_about_paper_before(text)


def test_the_paper_of_the_answer_before_says_of_when_it_is(tmp_path: Path) -> None:
    front = ("The allowance rose.\n\n### Front page\n\nA report of May. It went to cabinet.",)
    held = edition_of(tmp_path, PAPERS | {"barrow-2022-06-01": front})
    answerer = Answerer(held, WordEncoder())

    answer = answerer.answer("what date was that meeting?", ["did the allowance rise"])

    before = answerer.answer("did the allowance rise")
    assert before.citations[0].paper == "barrow-2022-06-01"
    assert answer.outcome == "answered"
    assert [sentence.text for sentence in answer.sentences] == [
        "A report of May.",
        "It went to cabinet.",
    ]
    assert [(c.locator, str(c.published)) for c in answer.citations] == [
        ("Front page", "2022-06-01")
    ]


def test_every_paper_is_shown_by_its_first_passage_the_newest_first(tmp_path: Path) -> None:
    pages = front_pages(edition_of(tmp_path, PAPERS), 9)

    assert [page.id for page in pages] == [
        "corby-2023-03-01#1",
        "barrow-2022-06-01#1",
        "ashby-2021-07-01#1",
    ]


def test_a_front_page_is_shown_wherever_it_stands(tmp_path: Path) -> None:
    lines = ("The budget fell.\n\n### Front page\n\nA report on homes.",)

    pages = front_pages(edition_of(tmp_path, {"ashby-2021-07-01": lines}), 9)

    assert [page.text for page in pages] == ["A report on homes."]


def test_a_paper_without_a_passage_is_not_shown(tmp_path: Path) -> None:
    pages = front_pages(edition_of(tmp_path, PAPERS | {"derry-2024-01-01": ()}), 9)

    assert len(pages) == 3


def test_what_is_held_is_answered_whole_without_a_search(tmp_path: Path) -> None:
    edition, encoder = edition_of(tmp_path, PAPERS), WordEncoder()

    answer = Answerer(edition, encoder).answer("which papers do you hold?", limit=1)

    assert encoder.encoded == []
    assert answer.outcome == "answered"
    assert [(citation.number, citation.publisher) for citation in answer.citations] == [
        (1, "Corby Council"),
        (2, "Barrow Council"),
        (3, "Ashby Council"),
    ]
    assert [sentence.text for sentence in answer.sentences] == [
        "An agency report.",
        "An officer spoke.",
        "Homes are few.",
    ]
