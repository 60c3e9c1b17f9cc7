"""Slips are mended against the papers' words; names, English words and short words stay."""

from pathlib import Path

import pytest
from toys import edition_of

from bot.spelling import Speller

PAPERS = {
    "ashby-2023-03-01": (
        "The panel gave a recommendation on accommodation. Cllr Fostering Brindle agreed.",
        "Workers of the accommodation team met Ms Harrold.\n\nAsked:\n- wheres the acomodation lot",
    ),
}
GLOSSARY = """
terms:
  - {term: framework, meaning: A set of rules for practitioners., everyday: [frameworky]}
places: {common: [Ostleigh]}
"""


@pytest.fixture(scope="module")
def speller(tmp_path_factory: pytest.TempPathFactory) -> Speller:
    return Speller(edition_of(tmp_path_factory.mktemp("edition"), PAPERS, glossary=GLOSSARY))


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        ("recomendation", "recommendation"),
        ("what recomendations", "what recommendation"),
        ("Accomodation and the framwork", "accommodation and the framework"),
        ("accommdoation", "accommodation"),
        ("practicioners", "practitioners"),
        ("teh tema", "the team"),  # two letters swapped
        ("a pnel", "a panel"),  # one left out, in a word of the papers
    ],
)
def test_a_misspelt_word_becomes_the_nearest_word_of_the_papers_and_the_glossary(
    speller: Speller, typed: str, mended: str
) -> None:
    assert speller.mend(typed) == mended


@pytest.mark.parametrize(
    "typed",
    [
        "the grant for gritting roads",  # English, if not in the papers
        "ask Recomendation",  # a capital inside a sentence makes a name
        "ostleigh",
        "frameworky",
        "acomodation",  # as staff say it, so the papers' questions have it
        "tme",  # too short
        "hse",  # two letters swapped in what may be an acronym
        "tpyo",  # swapped, but no common word
        "harold",  # near to a name only
        "xylophoneish",
        "RECOMENDATION",
        "s47 2022 £3,000",
        "",
    ],
)
def test_names_and_words_that_are_right_stay(speller: Speller, typed: str) -> None:
    assert speller.mend(typed) == typed


def test_nothing_else_of_a_text_is_touched(speller: Speller) -> None:
    assert speller.mend("  a  framwork,\nor (framwork)?") == "  a  framework,\nor (framework)?"


def test_an_edition_without_a_glossary_mends_from_its_papers(tmp_path: Path) -> None:
    assert Speller(edition_of(tmp_path, PAPERS)).mend("accomodation framwork") == (
        "accommodation framwork"
    )
