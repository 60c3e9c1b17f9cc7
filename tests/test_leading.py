"""What goes first of the passages found: nothing that another council says of itself, no heading or
name, and no list of documents where it is asked what one says.
"""

from pathlib import Path

import pytest
from toys import WordEncoder, answered, edition_of

from bot.answer import Answerer
from bot.leading import says_nothing

GLOSSARY = """
terms:
  - {term: Ashby, meaning: A council., also: [Ashby Council], kind: place}
  - {term: Corby, meaning: A council., also: [Corby Council], kind: place}
"""
PAPERS = {
    "ashby-2023-03-01": ("Our foster homes are few, and so are carers.",),
    "corby-2022-03-01": (
        "Foster homes and foster carers.",
        "Foster homes are as few here as those of Ashby Council.",
    ),
    "national-2021-03-01": ("The agency budget of all councils rose.",),
}


def first_of(folder: Path, asked: str) -> str:
    answer = answered(edition_of(folder, PAPERS, glossary=GLOSSARY), asked)
    return f"{answer.citations[0].publisher} {answer.citations[0].locator}"


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("foster homes and foster carers", "Corby Council 1"),
        ("what does Corby say of foster homes and foster carers", "Corby Council 1"),
        ("what does Ashby say of foster homes and foster carers", "Ashby Council 1"),
        ("Ashby on the agency budget", "National Council 1"),
    ],
)
def test_another_council_does_not_lead_what_one_is_asked(
    tmp_path: Path, asked: str, first: str
) -> None:
    assert first_of(tmp_path, asked) == first


def test_another_council_leads_where_it_speaks_of_the_one_asked(tmp_path: Path) -> None:
    papers = {**PAPERS, "ashby-2023-03-01": ("The panel met.",)}
    held = edition_of(tmp_path, papers, glossary=GLOSSARY)

    answer = answered(held, "how few are foster homes in Ashby")

    assert answer.citations[0].locator == "2"


REVIEW = (
    "terms:\n- {term: the panel's study, meaning: A study., also: [Care Review], since: 2021-01}\n"
)


@pytest.mark.parametrize(
    ("asked", "outcome", "first"),
    [
        ("what does the review say about foster homes", "answered", "new-2022-03-01"),
        ("foster homes in the care review", "answered", "new-2022-03-01"),
        ("foster homes before the care review", "answered", "old-2020-03-01"),
        ("foster homes", "answered", "old-2020-03-01"),
        ("what does the review say about the agency budget", "nothing_found", "new-2022-03-01"),
        ("the agency budget", "answered", "old-2020-03-01"),
    ],
)
def test_an_older_paper_says_nothing_of_what_came_later(
    tmp_path: Path, asked: str, outcome: str, first: str
) -> None:
    papers = {
        "old-2020-03-01": ("Foster homes.", "The agency budget."),
        "new-2022-03-01": ("Foster foster homes rose.",),
    }
    held = edition_of(tmp_path, papers, glossary=REVIEW)

    answer = answered(held, asked)

    of_whom = (answer.citations or answer.nearest)[0]
    assert (answer.outcome, of_whom.paper) == (outcome, first)


def test_where_all_papers_are_older_nothing_is_said(tmp_path: Path) -> None:
    held = edition_of(tmp_path, {"old-2020-03-01": ("Foster homes.",)}, glossary=REVIEW)
    answerer = Answerer(held, WordEncoder())

    assert answerer.answer("what does the review say about foster homes").outcome == "nothing_found"
    assert answerer.answer("foster homes").outcome == "answered"


@pytest.mark.parametrize(
    ("asked", "leads"),
    [
        ("where is the foster homes summary", "Foster homes summary: foster-homes.pdf (ashby)"),
        ("what does the foster homes summary say", "Homes are too few here."),
    ],
)
def test_a_list_of_documents_leads_only_where_it_is_asked_for(
    tmp_path: Path, asked: str, leads: str
) -> None:
    lines = ("Foster homes summary: foster-homes.pdf (ashby)", "Homes are too few here.")
    held = edition_of(tmp_path, {"ashby-2023-03-01": lines})

    assert answered(held, asked).sentences[0].text == leads


@pytest.mark.parametrize(
    ("text", "is_empty"),
    [
        ("Inspection of Foster Homes and Carers.", True),
        (
            "Foster Homes. The Committee considered a report of the Director on foster homes. A "
            "copy of the report is filed with these minutes. Arising from discussion, these "
            "points were raised:",
            True,
        ),
        ("RESOLVED: a) That the report on foster homes be noted;", True),
        ("Contact officer: Mel Meggs", True),
        ("Phone no: 0000", True),
        ("T: 0000 000 000 000", True),
        ("E-safety: homes are few here.", False),
        ("RESOLVED: That foster homes be closed.", False),
        ("Government agreed to:", False),
        ("All", False),
        ("Foster homes are few.", False),
        ("", False),
    ],
)
def test_headings_names_and_words_of_form_say_nothing(text: str, is_empty: bool) -> None:
    assert says_nothing(text) is is_empty


NAMED = ("Foster Carers and Homes Officer Mel Meggs", "Homes and carers are fewer.")
MEANT = ("The purpose of this report is foster homes.", "Homes cost more.")


@pytest.mark.parametrize(
    ("lines", "asked", "leads"),
    [
        (NAMED, "foster homes and foster carers", NAMED[1]),
        (NAMED, "who is the foster carers officer", NAMED[0]),
        (MEANT, "what of the foster homes", MEANT[1]),
        (MEANT, "what is the report on foster homes about", MEANT[0]),
    ],
)
def test_a_name_or_what_a_paper_is_for_leads_only_where_it_is_asked_for(
    tmp_path: Path, lines: tuple[str, ...], asked: str, leads: str
) -> None:
    held = edition_of(tmp_path, {"ashby-2023-03-01": lines})

    assert answered(held, asked).sentences[0].text == leads


def test_what_is_asked_in_just_the_words_listed_for_a_passage_is_led_by_it(tmp_path: Path) -> None:
    far = "Foster homes are what the panel spoke of on every one of those long days of that year."
    near = "Foster homes, foster homes, foster homes, agency, the panel."
    papers = {"ashby-2023-03-01": (near, far, "An officer spoke of the budget.")}

    answer = answered(edition_of(tmp_path, papers), "panel: foster homes")

    assert answer.citations[0].locator == "2"


@pytest.mark.parametrize(
    ("asked", "leads"),
    [
        ("when did government respond on foster homes", "corby"),
        ("what did government say on foster homes", "ashby"),
    ],
)
def test_when_government_did_something_is_led_by_the_newest_that_is_as_near(
    tmp_path: Path, asked: str, leads: str
) -> None:
    papers = {
        "ashby-2022-06-01": ("Government will respond on foster homes by May 2022.",),
        "corby-2023-03-01": ("Government will respond on foster homes by June 2023.",),
    }

    answer = answered(edition_of(tmp_path, papers), asked)

    assert answer.citations[0].paper.startswith(leads)


def test_whom_to_call_is_told_with_the_number(tmp_path: Path) -> None:
    line = "The officer for foster homes is Mel Meggs. T: 0000 000. E: mel@ashby.example."
    papers = {"ashby-2022-06-01": (line, "The panel met.")}

    answer = answered(edition_of(tmp_path, papers), "phone the officer")

    assert answer.sentences[0].text == line


@pytest.mark.parametrize(
    ("asked", "leads"),
    [
        ("who do I ring at Ashby about foster homes", "Ashby Council 2"),
        ("contact details for foster homes in Corby", "Corby Council 2"),
        ("who do I ring about foster homes", "Ashby Council 2"),
        ("who counts foster homes", "National Council 1"),
        ("who should have contact with foster homes", "Ashby Council 1"),
        # Of a council that gives nobody, nobody else's is told.
        ("who do I ring at Derry about foster homes", "National Council 1"),
    ],
)
def test_whom_to_ring_is_led_by_the_contact_that_the_one_asked_of_gives(
    tmp_path: Path, asked: str, leads: str
) -> None:
    lines = ("Foster homes are few.\n\n## Contact officer", "Elm Reed speaks of homes.")
    papers = {
        "national-2021-03-01": ("The panel counts foster homes.",),
        "ashby-2023-03-01": lines,
        "corby-2022-03-01": lines,
    }
    glossary = f"{GLOSSARY}  - {{term: Derry, meaning: A council., kind: place}}\n"
    held = edition_of(tmp_path, papers, glossary=glossary)

    answer = answered(held, asked)

    first, *_ = (*answer.citations, *answer.nearest)
    assert f"{first.publisher} {first.locator}" == leads


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("is Ida Finch still the director of foster homes", "2"),
        ("who is cllr Finch of foster homes", "2"),
        # Of what she says others may tell better.
        ("does Ida Finch want foster homes", "1"),
        ("is the director of foster homes there", "1"),
    ],
)
def test_whom_one_asks_about_is_named_by_what_leads(tmp_path: Path, asked: str, first: str) -> None:
    glossary = "terms:\n- {term: Ida Finch, meaning: Somebody., also: [Finch], kind: person}\n"
    papers = {
        "ashby-2023-03-01": (
            "The director wants more foster homes, and foster carers want them.",
            "Ida Finch, Director",
        )
    }
    held = edition_of(tmp_path, papers, glossary=glossary)

    answer = answered(held, asked)

    assert (answer.citations or answer.nearest)[0].locator == first
