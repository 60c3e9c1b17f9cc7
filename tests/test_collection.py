"""Questions about what is held are told from questions about a subject."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from toys import WordEncoder, answered, edition_of, make_paper

from bot import wording
from bot.answer import Answerer
from bot.choosing import opening
from bot.collection import (
    Register,
    front_page,
    is_about_collection,
    is_about_paper_before,
)
from bot.library import Shelf
from bot.reference import recall, reference
from index.register import Paper

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
        "which councils are in these papers",
        "Which local authorities are in the papers?",
        "whose papers are these",
        "whose are these documents?",
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
        "what does the council paper say",
        "which councils are in these pathfinders",
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
        "when does it come in?",
        "what has the council done about it?",
        "who are the officers",
        "which council has done this",
        "when will it happen",
        "what happened to the allowance",
        "what does the council say about it",
        "who gets the money",
        "and that?",
        "the meeting",
        "when did it have to be in by",
        "when must it be published",
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


def test_a_front_page_is_shown_wherever_it_stands(tmp_path: Path) -> None:
    lines = ("The budget fell.\n\n### Front page\n\nA report on homes.",)
    held = edition_of(tmp_path, {"ashby-2021-07-01": lines})

    assert front_page(held, "ashby-2021-07-01").text == "A report on homes."


def paper(identity: str, *aliases: str, **given: Any) -> Paper:
    """Return a paper named after its council and day."""
    council, day = identity.split("-", 1)
    return make_paper(
        id=identity,
        title=f"On {council}",
        publisher=f"{council.title()} Council",
        published=date.fromisoformat(day),
        aliases=aliases,
        **given,
    )


ASHBY = paper("ashby-2021-07-01", "ashby minutes", "ashby")
LATER = paper("ashby-2022-06-01", "ashby questions", "ashby")
MINUTES = paper("derby-2020-01-01", "the 2020 minutes", kind="minutes")
CORBY = paper("corby-2023-03-01", "corby report", by="Ada Byron, who signed it")
REGISTER = Register((ASHBY, LATER, CORBY, MINUTES))


@pytest.mark.parametrize(
    ("text", "papers"),
    [
        ("which papers do you hold?", (CORBY, LATER, ASHBY, MINUTES)),
        ("what papers have you got from 2022", (LATER,)),
        ("any papers in here from 1999?", ()),
        ("newest paper?", (CORBY,)),
        ("which is the oldest report", (MINUTES,)),
        ("who wrote the corby report", (CORBY,)),
        ("link to the Corby Council one pls", (CORBY,)),
        ("do you hold the ashby one?", (LATER, ASHBY)),
        ("when was the ashby report", (LATER, ASHBY)),
        ("when did the ashby minutes come out", (ASHBY,)),
        ("who wrote the 2022 ashby questions", (LATER,)),
        ("when was the corby report and the ashby minutes published", (CORBY, ASHBY)),
        ("who wrote the Corby paper", (CORBY,)),
        ("latest ashby paper", (LATER,)),
        ("have you got any minutes", (MINUTES,)),
        ("who are the ashby questions by then, the author", (LATER,)),
        ("july 2021", (ASHBY,)),
        ("corby 2023", (CORBY,)),
        ("who wrote the Jun 2022 paper", (LATER,)),
        ("which meeting did the Corby report go to and on what date", (CORBY,)),
        ("what date was the corby report presented", (CORBY,)),
    ],
)
def test_papers_are_asked_for_by_name_year_and_age(text: str, papers: tuple[Paper, ...]) -> None:
    assert REGISTER.asked_for(text) == papers


@pytest.mark.parametrize(
    "text",
    [
        "what does ashby say on foster care",
        "what has ashby got",
        "ashby",
        "the corby report",
        "who wrote the strategy",
        "when did ashby recruit carers",
        "what happened in Corby",
        "what has Corby council done",
        "how many officers has Corby got",
        "when were the 2022 minutes published",
        "what have councils got now",
        "do councils cover this",
        "latest report on homes",
        "list what Corby called for",
        "what happened in July 2021",
        "ashby 2019",
    ],
)
def test_a_subject_is_not_taken_for_a_paper(text: str) -> None:
    assert REGISTER.asked_for(text) is None


def test_a_thread_speaks_of_the_paper_it_named_last() -> None:
    assert REGISTER.before(["the ashby minutes on homes", "and fees?"]) == (ASHBY,)
    assert REGISTER.before(["the ashby minutes", "corby report"]) == (CORBY,)
    assert REGISTER.before(["homes", "what about the minutes and the question of pay"]) == ()


def test_one_of_several_questions_asks_for_the_paper_that_another_names() -> None:
    whole = "what does the corby report say, who wrote it"

    assert REGISTER.asked_for_beside("who wrote that paper", whole) == (CORBY,)
    assert REGISTER.asked_for_beside("who wrote it", whole) is None
    assert REGISTER.asked_for_beside("which papers do you hold", whole) is None
    assert REGISTER.asked_for_beside("who wrote the ashby minutes", whole) == (ASHBY,)
    assert REGISTER.asked_for_beside("who wrote that paper", "what of homes") is None
    assert REGISTER.asked_for_beside("when was that", whole) is None


def test_the_register_says_whose_and_of_when_papers_are() -> None:
    assert wording.held((CORBY,)) == (
        "“On corby”, briefing: Corby Council, 1 March 2023. By Ada Byron, who signed it."
    )
    assert wording.held((CORBY, ASHBY)).endswith(
        "“On ashby”, briefing: Ashby Council, 1 July 2021."
    )
    assert wording.held((CORBY, LATER, ASHBY)) == (
        "3 papers: Ashby Council (2) and Corby Council; the newest dated 1 March 2023, the oldest "
        "dated 1 July 2021."
    )


def test_a_year_of_which_nothing_is_held_is_told_so(tmp_path: Path) -> None:
    answerer = Answerer(edition_of(tmp_path, PAPERS), WordEncoder())

    assert answerer.answer("which papers have you got from 1999").outcome == "nothing_found"


def test_who_made_the_paper_named_before_is_told_however_near_another_is(tmp_path: Path) -> None:
    answerer = Answerer(edition_of(tmp_path, PAPERS), WordEncoder())

    answer = answerer.answer("who wrote that paper", ["what does Corby Council say on homes"])

    assert [paper.id for paper in answer.papers] == ["corby-2023-03-01"]


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


def test_of_a_question_with_its_reply_the_reply_is_what_opens_it() -> None:
    asked = (
        "Is the council in favour? Will it say so? Reply by the Chair: It is too early. We wait."
    )

    assert opening(asked, 1) == ("Reply by the Chair: It is too early.",)
    assert opening("Homes are few. Carers are fewer.", 1) == ("Homes are few.",)
    assert opening("Homes", 2) == ("Homes",)


def test_a_shared_answer_still_says_what_is_held(tmp_path: Path) -> None:
    shelf = Shelf(Answerer(edition_of(tmp_path, PAPERS), WordEncoder()), ())
    found = shelf.ask("which papers do you hold?")

    recalled = recall(reference(found, shelf), shelf)

    assert recalled is not None
    assert wording.lead(recalled.found.answer) == wording.lead(found.answer)
    assert wording.lead(found.answer).startswith("3 papers: Ashby Council, Barrow Council and")


@pytest.mark.parametrize(
    "asked",
    ["do you have anything from Derby", "any Derby papers in here?", "do we hold owt from Derby"],
)
def test_a_council_of_which_nothing_is_held_is_told_so(tmp_path: Path, asked: str) -> None:
    held = edition_of(tmp_path, PAPERS, glossary="terms: []\nplaces: {common: [Derby]}\n")

    answer = answered(held, asked)

    assert answer.outcome == "nothing_found"
    assert wording.lead(answer) == "No paper here is from Derby; ask which papers are held."


@pytest.mark.parametrize(
    "asked", ["do you have anything on homes in Derby", "what do you have about Derby"]
)
def test_what_a_council_elsewhere_does_is_searched(tmp_path: Path, asked: str) -> None:
    held = edition_of(tmp_path, PAPERS, glossary="terms: []\nplaces: {common: [Derby]}\n")
    encoder = WordEncoder()

    Answerer(held, encoder).answer(asked)

    assert encoder.encoded
