"""What the review wanted beside what government answered, from the ledger."""

import pytest
from toys import answered, edition_of

from bot.gaps import Gap
from bot.moved import answered_whole, moved
from bot.question import Vocabulary, understand
from index.edition import Edition

REPORT, REPLY = "report-2022-05-23", "reply-2023-02-02"
PAPERS = {
    REPORT: ("Wardens should have whistles.", "Benches should be green.", "Homes should grow."),
    REPLY: ("Wardens get no whistles.", "Ostley has green benches.", "Keys are looked at."),
}
GLOSSARY = """
terms:
  - {term: Ostley, meaning: A council., kind: place}
"""
POSITIONS = f"""
topics:
  - id: wardens
    name: Wardens of parks
    question: Will there be wardens?
    aliases: [park keepers]
    positions:
      - {{date: 2022-05-23, stage: recommended, status: recommended, who: the review,
         line: Wardens should have whistles., passage: "{REPORT}#1"}}
      - {{date: 2023-02-02, stage: government, status: rejected, who: government,
         line: Wardens get no whistles., passage: "{REPLY}#1"}}
      - {{date: 2023-03-20, stage: local, status: welcomed, who: Ostley officers,
         line: Ostley has green benches., passage: "{REPLY}#2"}}
  - id: park-benches
    name: Green benches
    question: Will there be benches?
    positions:
      - {{date: 2022-05-23, stage: recommended, status: recommended, who: the review,
         line: Benches should be green., passage: "{REPORT}#2"}}
      - {{date: 2023-02-02, stage: government, status: not mentioned, who: government,
         line: Of benches nothing is said., passage: "{REPLY}#3"}}
  - id: homes
    name: Homes
    question: Will homes grow?
    positions:
      - {{date: 2022-05-23, stage: recommended, status: recommended, who: the review,
         line: Homes should grow., passage: "{REPORT}#3"}}
"""


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    folder = tmp_path_factory.mktemp("edition")
    return edition_of(folder, PAPERS, glossary=GLOSSARY, positions=POSITIONS)


@pytest.mark.parametrize(
    "text",
    [
        "wardens of parks: review v gov",
        "what changed on wardens between the care review and the government's answer",
        "Park keepers - the final report vs Stable Homes, Built on Love",
        "what did macalister want on park keepers n did ministers agree",
        "did dfe go along with josh's review on wardens?",
    ],
)
def test_what_was_wanted_stands_beside_what_was_answered(edition: Edition, text: str) -> None:
    answer = answered(edition, text)

    assert answer.outcome == "answered"
    assert [stand.position.status for stand in answer.stands] == ["recommended", "rejected"]
    assert [(citation.paper, citation.locator) for citation in answer.citations] == [
        (REPORT, "1"),
        (REPLY, "1"),
    ]
    assert [sentence.text for sentence in answer.sentences] == [
        "Wardens should have whistles.",
        "Wardens get no whistles.",
    ]


def test_where_government_says_nothing_that_is_told(edition: Edition) -> None:
    answer = answered(edition, "park benches: what did the review say and what did government say")

    assert answer.outcome == "partly_answered"
    assert answer.gaps == (Gap("government"),)
    assert [stand.position.status for stand in answer.stands] == ["recommended", "not mentioned"]


@pytest.mark.parametrize(
    "text",
    [
        # One of the two only.
        "what did the review want on wardens",
        "what did government answer on wardens",
        # More is asked of it.
        "how many wardens did the review want and did government agree",
        "wardens in Ostley: review v gov",
        "wardens in 2022: review v gov",
        "wardens and green benches: review v gov",
        # No topic, and one of which the ledger has no answer.
        "review v gov",
        "homes: review v gov",
    ],
)
def test_no_other_question_is_told_by_these_two_alone(edition: Edition, text: str) -> None:
    question = understand(text, [], Vocabulary(edition.glossary))

    assert moved(question, edition.topics) is None


IN_BRIEF = (
    "main points of the gov response",
    "what's in Stable Homes Built on Love?",
    "Sum up the government's 2023 answer to the review for me please",
)


@pytest.mark.parametrize("text", IN_BRIEF)
def test_all_that_government_answered_is_told_in_brief(edition: Edition, text: str) -> None:
    answer = answered(edition, text)

    assert answer.outcome == "answered"
    assert [stand.topic for stand in answer.stands] == ["Wardens of parks"]
    assert [sentence.text for sentence in answer.sentences] == ["Wardens get no whistles."]


@pytest.mark.parametrize(
    "text",
    [
        "main points of the gov response on keys",
        "main points of the gov response in Ostley",
        "main points of the 2022 gov response",
        "main points of the review",
        "what did government say",
    ],
)
def test_a_part_of_it_is_searched(edition: Edition, text: str) -> None:
    question = understand(text, [], Vocabulary(edition.glossary))

    assert answered_whole(question, edition) == []
