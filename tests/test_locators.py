"""A passage asked for by where it stands is quoted without a search."""

from pathlib import Path

import pytest
from toys import WordEncoder, answered, edition_of

from bot import wording
from bot.answer import Answerer
from bot.locators import Located, asks_neighbour, beside, items_of

PAPERS = {
    "ashby-2021-07-01": (
        "Homes are few.\n\n### 2.10\n\nThe budget fell. It fell again.\n\n### 2.10 (second)\n\n"
        "Carers left.",
    ),
    "barrow-2022-06-01": (
        "An officer spoke.\n\n### 2.10\n\nThe allowance rose.\n\n### 54(v)\n\nAgency staff.\n\n"
        "### Question 2 and reply\n\nFoster homes?\n\n### 2.11, bullet 2\n\nKinship.",
    ),
}


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    return Answerer(edition_of(tmp_path_factory.mktemp("edition"), PAPERS), WordEncoder())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("54(v)", ["barrow 54(v)"]),
        ("para 2.10", ["ashby 2.10", "ashby 2.10 (second)", "barrow 2.10"]),
        ("what does paragraph 2.10 of Barrow Council say?", ["barrow 2.10"]),
        ("show me 54 (v) and q2 pls", ["barrow 54(v)", "barrow Question 2 and reply"]),
        ("point 1 in Ashby Council", ["ashby 1"]),
        ("tell me about 54(v), 2.10 in Barrow Council", ["barrow 54(v)", "barrow 2.10"]),
        ("2.11, bullet 2", ["barrow 2.11, bullet 2"]),
        ("barrow council 2.11", ["barrow 2.11, bullet 2"]),
        ("para 54", ["barrow 54(v)"]),
    ],
)
def test_a_locator_leads_to_its_passage(answerer: Answerer, text: str, found: list[str]) -> None:
    answer = answerer.answer(text)

    assert answer.outcome == "answered"
    assert [f"{c.paper.split('-')[0]} {c.locator}" for c in answer.citations] == found


def test_of_few_passages_more_sentences_are_told_than_one(answerer: Answerer) -> None:
    of_two, of_three = (
        [sentence.text for sentence in answerer.answer(text).sentences]
        for text in ("2.10 of ashby council", "para 2.10")
    )

    assert of_two == ["The budget fell.", "It fell again.", "Carers left."]
    assert of_three == ["The budget fell.", "Carers left.", "The allowance rose."]


SECTIONS = {
    "corby-2023-03-01": (
        "Homes are few.\n\n### Recommendations\n\nThat Members:\n\n### Recommendation 1\n\nnote it."
        "\n\n### 4 RESOLVED\n\nThat it be noted.\n\n### Present\n\nAda Byron (in the Chair)",
    ),
    "derby-2022-06-01": ("An officer spoke.",),
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("what does the Corby Council report recommend?", ["Recommendations", "Recommendation 1"]),
        (
            "list the officers' recommendations, corby council",
            ["Recommendations", "Recommendation 1"],
        ),
        ("what is Corby Council asked to decide", ["Recommendations", "Recommendation 1"]),
        ("rec 1 of corby council", ["Recommendation 1"]),
        (
            "show me the 2 recommendations of the corby council report",
            ["Recommendations", "Recommendation 1"],
        ),
        ("what was decided in March 2023", ["4 RESOLVED"]),
        ("what did the Corby Council meeting resolve", ["4 RESOLVED"]),
        ("who chaired the March 2023 meeting", ["Present"]),
        ("who went to the Corby Council meeting in March 2023", ["Present"]),
        ("list of members present at Corby Council in March 2023", ["Present"]),
        ("who was present at the Corby Council scrutiny meeting?", ["Present"]),
        ("which councillors attended the Corby Council meeting", ["Present"]),
        ("who turned up to the corby council meeting in mar 2023", ["Present"]),
        ("who else was at the Corby Council panel", ["Present"]),
        ("names of the cllrs at the March 2023 meeting", ["Present"]),
    ],
)
def test_what_a_paper_recommends_or_resolved_is_quoted_whole(
    tmp_path: Path, text: str, found: list[str]
) -> None:
    answer = answered(edition_of(tmp_path, SECTIONS), text)

    assert [citation.locator for citation in answer.citations] == found


@pytest.mark.parametrize(
    "text",
    [
        "what does Corby Council recommend",
        "what did Corby Council decide",
        "what does the Corby Council report recommend on homes",
        "what does the Derby Council report recommend",
        "what was decided in 2021",
        "recommendation 1",
        "what did the chair of the March 2023 meeting say",
        "who attended the Derby Council meeting",
        "who came to speak at the Corby Council meeting",
        "which carers attended the Corby Council meeting",
        "give me 3 points from Corby Council",
    ],
)
def test_what_a_council_wants_is_searched(tmp_path: Path, text: str) -> None:
    encoder = WordEncoder()

    Answerer(edition_of(tmp_path, SECTIONS), encoder).answer(text)

    assert text in encoder.encoded


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("paragraph 14 in Ashby Council", "Paragraph 14"),
        ("Barrow Council 9.9", "Paragraph 9.9"),
        ("q 7 pls", "Question 7"),
        ("para 54(x)", "Paragraph 54(x)"),
    ],
)
def test_a_locator_that_no_passage_has_is_said(answerer: Answerer, text: str, missing: str) -> None:
    answer = answerer.answer(text)

    assert (answer.outcome, answer.citations) == ("nothing_found", ())
    assert wording.lead(answer) == f"The papers here do not say. {missing} was not found."


def test_where_no_page_is_known_that_is_said(answerer: Answerer) -> None:
    answer = answerer.answer("page 3 of Ashby Council")

    assert answer.outcome == "nothing_found"
    assert "held without page numbers; ask for a paragraph." in wording.lead(answer)


def test_of_two_locators_the_one_that_is_there_is_quoted(answerer: Answerer) -> None:
    answer = answerer.answer("paragraphs 54(v) and 54(x)")

    assert [citation.locator for citation in answer.citations] == ["54(v)"]
    assert wording.lead(answer).startswith("Paragraph 54(x) was not found. ")


@pytest.mark.parametrize(
    "text",
    ["10", "2.30pm", "£2.10", "2.10 million carers", "54(v) on budget", "9.9", "the 45m", "s47"],
)
def test_a_figure_or_a_subject_is_searched(answerer: Answerer, text: str) -> None:
    encoder = WordEncoder()

    Answerer(answerer.edition, encoder).answer(text)

    assert encoder.encoded == [text]


def test_nothing_is_encoded_for_it(tmp_path: Path) -> None:
    encoder = WordEncoder()

    Answerer(edition_of(tmp_path, PAPERS), encoder).answer("54(v)")

    assert encoder.encoded == []


def test_the_items_of_a_list_are_what_stands_below_it_and_no_namesake(tmp_path: Path) -> None:
    line = (
        "Agreed to:\n\n### 1(a)\n\nMeet.\n\n### 1(a), bullet 1\n\nSoon.\n\n### 1, after (a)\n\n"
        "It met.\n\n### 1 (second)\n\nNoted.\n\n### 10\n\nHomes."
    )
    held = edition_of(tmp_path, {"ashby-2021-07-01": (line,)})

    def items(locator: str) -> list[str]:
        passage = held.passage(f"ashby-2021-07-01#{locator}")
        return [item.locator for item in items_of(held, passage)]

    assert items("1") == ["1(a)", "1(a), bullet 1"]
    assert (items("1(a)"), items("1 (second)"), items("10")) == (
        ["1(a), bullet 1"],
        ["1(a)", "1(a), bullet 1"],
        [],
    )


def test_what_a_list_numbers_by_its_own_name_are_its_items(tmp_path: Path) -> None:
    line = (
        "That the panel:\n\n### Recommendations\n\nIt:\n\n### Recommendation 1\n\nMeets.\n\n"
        "### Recommendation 2\n\nNotes.\n\n### Recommendation\n\nHomes."
    )
    held = edition_of(tmp_path, {"ashby-2021-07-01": (line,)})

    items = items_of(held, held.passage("ashby-2021-07-01#Recommendations"))

    assert [item.locator for item in items] == ["Recommendation 1", "Recommendation 2"]


@pytest.mark.parametrize(
    ("thread", "found"),
    [
        (["54(v)", "and the next paragraph"], "Question 2 and reply"),
        (["54(v)", "next one please"], "Question 2 and reply"),
        (["54(v)", "next", "and the one before?"], "54(v)"),
        (["54(v)", "what's the previous one?"], "2.10"),
    ],
)
def test_the_next_paragraph_is_that_after_what_was_shown(
    answerer: Answerer, thread: list[str], found: str
) -> None:
    *before, asked = thread

    answer = answerer.answer(asked, before)

    assert [citation.locator for citation in answer.citations] == [found]


@pytest.mark.parametrize(
    "text", ["what are the next steps", "when is the next meeting", "and then?"]
)
def test_what_is_next_of_something_else_is_no_paragraph(text: str) -> None:
    assert asks_neighbour(text) == 0


def test_no_paragraph_stands_after_the_last_or_before_the_first(tmp_path: Path) -> None:
    held = edition_of(tmp_path, {"ashby-2021-07-01": ("Homes are few.", "Carers left.")})
    first, last = held.of_paper("ashby-2021-07-01")

    assert beside(held, Located((first,)), 1) == Located((last,))
    assert beside(held, Located((last,)), 1) is None
    assert beside(held, Located((first,)), -1) is None
    assert beside(held, Located(()), 1) is None
