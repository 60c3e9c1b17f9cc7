"""What the passages do not cover is said: a place, a year, a figure, government's answer."""

from pathlib import Path

import pytest
from toys import WordEncoder, edition_of, weights_of

from bot import wording
from bot.answer import Answerer
from bot.gaps import Gap
from bot.judges import Judges
from index.edition import Edition

PAPERS = {
    "ashby-2023-03-01": (
        "Kinship carers in Ashby get an allowance of £90.",
        "Agency staff drain the budget.",
        "Foster homes were few in 2021.",
    ),
}
GLOSSARY = """
terms:
  - {term: Ashby, meaning: A council., kind: place}
  - {term: Kinship Care Act, meaning: A later act., since: 2024-12}
  - {term: Agency Rules, meaning: Rules of ours., since: 2023-03}
places: {common: [Ostley]}
"""
POSITIONS = """
topics:
  - id: agency
    name: agency staff
    question: Should agency staff go?
    positions:
      - {date: 2023-03-01, stage: local, status: concern raised, who: Ashby, line: They cost.,
         passage: "ashby-2023-03-01#2"}
"""


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    folder = tmp_path_factory.mktemp("edition")
    return edition_of(folder, PAPERS, glossary=GLOSSARY, positions=POSITIONS)


def asked(edition: Edition, text: str, **bars: float) -> tuple[Gap, ...]:
    weights = weights_of(bars.get("nothing", 0.1), bars.get("partly", 0.9))
    return Answerer(edition, WordEncoder(), Judges(weights)).answer(text).gaps


@pytest.mark.parametrize(
    ("text", "gap", "said"),
    [
        (
            "kinship allowance in Ostley",
            Gap("place", "Ostley"),
            "These passages do not mention Ostley.",
        ),
        ("foster homes in 2019", Gap("year", "2019"), "These passages do not mention 2019."),
        ("foster homes in 2024", Gap("later", "2024"), "No paper here goes up to 2024."),
        ("how many agency staff", Gap("figure"), "These sentences give no figure."),
        (
            "did government agree on agency staff",
            Gap("government"),
            "The papers here hold no answer from government to this.",
        ),
    ],
)
def test_what_is_not_covered_is_named(edition: Edition, text: str, gap: Gap, said: str) -> None:
    assert asked(edition, text) == (gap,)
    assert wording.gap(gap) == said


def test_a_place_whose_papers_say_nothing_of_it_is_told_so(tmp_path: Path) -> None:
    homes = ("Foster homes are few.", "Foster homes are fewer.", "Foster homes are dear.")
    papers = {"ashby-2021-07-01": ("The panel met.",), "barrow-2022-06-01": homes}
    held = edition_of(tmp_path, papers, glossary=GLOSSARY)

    gaps = asked(held, "foster homes in Ashby")

    assert gaps == (Gap("silent", "Ashby"),)
    assert wording.gap(*gaps) == "What is held from Ashby is not about this."


@pytest.mark.parametrize("text", ["kinship allowance in Ashby", "foster homes in 2021", "agency"])
def test_nothing_is_named_where_the_passages_have_it(edition: Edition, text: str) -> None:
    assert asked(edition, text) == ()


def test_a_whole_answer_has_no_gaps(edition: Edition) -> None:
    assert asked(edition, "kinship allowance in Ostley", partly=0.2) == ()


def test_what_is_missing_leads_where_nothing_was_found(edition: Edition) -> None:
    judged = Answerer(edition, WordEncoder(), Judges(weights_of(0.8, 0.9)))
    answer = judged.answer("kinship allowance in Ostley in 2030")

    assert answer.outcome == "nothing_found"
    assert wording.lead(answer) == (
        "The papers here do not say. These passages do not mention Ostley. "
        "No paper here goes up to 2030."
    )


def test_what_came_after_the_newest_paper_is_not_answered_by_what_is_near(edition: Edition) -> None:
    judged = Answerer(edition, WordEncoder(), Judges(weights_of(0.1, 0.9)))
    answer = judged.answer("does the Kinship Care Act change the kinship allowance")

    assert answer.outcome == "nothing_found"
    assert wording.lead(answer) == (
        "The papers here do not say. No paper here goes up to December 2024. From our glossary, "
        "not from a paper: Kinship Care Act – A later act."
    )
    again = judged.answer("what did the Kinship Care Act of 2024 change")
    assert [gap.kind for gap in again.gaps] == ["later", "meaning"]
    before = ["what is the Kinship Care Act"]
    assert judged.answer("what did that change", before).gaps == answer.gaps
    assert judged.answer("and the Agency Rules on the budget?", before).gaps == ()
    assert judged.answer("do the Agency Rules change the budget").gaps == ()
