"""Two councils side by side on a recommendation, each row with its passage."""

import pytest
from toys import answered, edition_of

from bot import wording
from bot.answer import Answer
from bot.gaps import Gap
from index.edition import Edition

ASHBY, OSTLEY = "ashby-2022-06-07", "ostley-2023-03-20"
PAPERS = {
    ASHBY: ("Ashby has not decided on wardens.", "Ashby likes kinship benches."),
    OSTLEY: ("Ostley welcomes wardens. It waits.", "Ostley counts homes."),
}
GLOSSARY = """
terms:
  - {term: Ashby, meaning: A council., kind: place}
  - {term: Ostley, meaning: A council., kind: place}
places: {common: [Derry]}
"""
POSITIONS = f"""
topics:
  - id: wardens
    name: Park wardens
    question: Will there be wardens?
    aliases: [the review]
    positions:
      - {{date: 2022-06-06, stage: government, status: noted, who: government,
         line: Ashby says that government looks., passage: "{ASHBY}#1"}}
      - {{date: 2022-06-07, stage: local, status: undecided, who: Ashby's chairman,
         line: Ashby has not decided., passage: "{ASHBY}#1"}}
      - {{date: 2023-03-20, stage: local, status: welcomed, who: Ostley officers,
         line: Ostley welcomes wardens., passage: "{OSTLEY}#1"}}
  - id: benches
    name: Park benches
    question: Will there be benches?
    positions:
      - {{date: 2022-06-07, stage: local, status: welcomed, who: Ashby's chairman,
         line: Ashby likes benches., passage: "{ASHBY}#2"}}
  - id: fences
    name: Park fences
    question: Will there be fences?
    positions:
      - {{date: 2022-06-08, stage: government, status: noted, who: government,
         line: Government counts., passage: "{OSTLEY}#2"}}
"""


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    folder = tmp_path_factory.mktemp("edition")
    return edition_of(folder, PAPERS, glossary=GLOSSARY, positions=POSITIONS)


def rows(answer: Answer) -> list[tuple[str, str]]:
    by_number = {citation.number: citation.publisher for citation in answer.citations}
    return [(by_number[stand.citation], stand.position.status) for stand in answer.stands]


@pytest.mark.parametrize(
    "text",
    [
        "compare Ostley and Ashby on park wardens",
        "how do Ostley and Ashby differ on the park wardens?",
        "Ostley versus Ashby on Park wardens",
        # Where no subject is named, on the review as a whole.
        "compare Ostley and Ashby",
        "how do Ostley and Ashby differ on the reforms?",
        "Ostley versus Ashby: how did each plan to respond?",
        "how do Ostley and Ashby differ in their reactions to the review?",
    ],
)
def test_each_side_says_what_it_said_in_the_order_named(edition: Edition, text: str) -> None:
    answer = answered(edition, text)

    assert answer.outcome == "answered"
    assert rows(answer) == [("Ostley Council", "welcomed"), ("Ashby Council", "undecided")]
    assert [sentence.text for sentence in answer.sentences] == [
        "Ostley welcomes wardens.",
        "Ashby has not decided on wardens.",
    ]


def test_a_side_with_nothing_to_say_is_named(edition: Edition) -> None:
    answer = answered(edition, "compare Ostley and Ashby on park benches")

    assert (answer.outcome, answer.gaps) == ("partly_answered", (Gap("side", "Ostley Council"),))
    assert rows(answer) == [("Ashby Council", "welcomed")]
    assert wording.lead(answer).startswith("The ledger has nothing from Ostley Council on this.")


def test_a_council_without_papers_is_named_too(edition: Edition) -> None:
    assert answered(edition, "compare Derry and Ashby on park wardens").gaps == (
        Gap("side", "Derry"),
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("where does Ashby stand on the park benches", [("Ashby Council", "welcomed")]),
        (
            "where do Ashby and Ostley stand on park wardens?",
            [("Ashby Council", "undecided"), ("Ostley Council", "welcomed")],
        ),
        ("where does Ashby stand?", [("Ashby Council", "undecided")]),
        ("where does Ashby stand on all this?", [("Ashby Council", "undecided")]),
        ("where does Ostley stand on park wardens", [("Ostley Council", "welcomed")]),
    ],
)
def test_where_a_council_stands_is_told_by_its_own_positions_where_it_has_some(
    edition: Edition, text: str, found: list[tuple[str, str]]
) -> None:
    assert rows(answered(edition, text)) == found


def test_the_article_stands_before_a_side_that_takes_one() -> None:
    gap = Gap("side", "Department for Education")

    assert wording.gap(gap) == "The ledger has nothing from the Department for Education on this."


@pytest.mark.parametrize(
    "text",
    [
        "Ostley and Ashby on park wardens",
        "compare Ostley on park wardens",
        "compare Ostley and Ashby on zebrafish",
        "where does Ostley stand on park benches",
        "where does Ostley stand on park fences",
        "where does Derry stand on park wardens",
        "where does Ashby's statue stand in the park",
    ],
)
def test_what_the_ledger_does_not_clearly_tell_is_searched(edition: Edition, text: str) -> None:
    assert len(answered(edition, text).citations) == 3


def test_a_list_of_all_that_government_did_is_asked_for_in_many_ways(edition: Edition) -> None:
    for text in ("list everything government rejected", "show me all that ministers accepted"):
        assert answered(edition, text).outcome == "nothing_found"


@pytest.mark.parametrize(
    "text",
    [
        "what has each council said about the review overall",
        "how did councils react to the review?",
        "what do the councils think of park wardens",
        "what did our councils make of the final report",
    ],
)
def test_what_councils_say_is_told_of_each_by_its_own_positions(
    edition: Edition, text: str
) -> None:
    found = [("Ashby Council", "undecided"), ("Ostley Council", "welcomed")]
    assert rows(answered(edition, text)) == found


@pytest.mark.parametrize(
    "text",
    [
        "what did the council say about the review",
        "what do councils say about zebrafish",
        "what do councils say",
        "what do councils in Derry say about the review",
        "what councils take part in park wardens",
        "how do councils make park benches work",
        "compare Ostley and Ashby on recommendations 5 and 6",
        "do councils hold reviews of wardens",
    ],
)
def test_what_only_looks_like_a_question_for_all_councils_is_searched(
    edition: Edition, text: str
) -> None:
    assert rows(answered(edition, text)) == []


def test_where_each_council_stands_names_those_that_say_nothing_too(edition: Edition) -> None:
    answer = answered(edition, "Where does each council stand on park benches?")

    assert rows(answer) == [("Ashby Council", "welcomed")]
    assert answer.gaps == (Gap("side", "Ostley Council"),)
    assert rows(answered(edition, "where do the councils stand on wardens")) == [
        ("Ashby Council", "undecided"),
        ("Ostley Council", "welcomed"),
    ]
    assert not answered(edition, "where does each council stand on fences").stands
    for other in ("the council", "the government and the councils"):
        one = answered(edition, f"where does {other} stand on park benches?")
        assert "side" not in [gap.kind for gap in one.gaps]
