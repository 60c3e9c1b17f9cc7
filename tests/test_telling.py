"""Where a recommendation stands, what changed, the path for new staff: pages for any front."""

from datetime import date
from pathlib import Path

import pytest
from toys import build_toy, edition_of

from bot.telling import Told, changed, start, where
from index.edition import Edition, load

ASHBY, OSTLEY = "ashby-2022-05-23", "ostley-2023-02-02"
PAPERS = {
    ASHBY: ("Wardens should look after kinship gardens.", "Benches cost £90 each."),
    OSTLEY: ("Wardens are rejected.", "Benches will be tested in two parks."),
}
POSITIONS = f"""
topics:
  - id: wardens
    name: Park wardens
    question: Will there be park wardens?
    aliases: [rangers]
    positions:
      - {{date: 2022-05-23, stage: recommended, status: recommended, who: the review,
         line: Wants wardens., passage: "{ASHBY}#1"}}
      - {{date: 2023-02-02, stage: government, status: rejected, who: government,
         line: Turned them down., passage: "{OSTLEY}#1"}}
  - id: benches
    name: Park benches
    question: Will there be benches?
    positions:
      - {{date: 2023-02-02, stage: government, status: being tested, who: government,
         line: Tries them., passage: "{OSTLEY}#2"}}
"""
ONBOARDING = f"""
steps:
  - {{id: what, title: What it was, text: A look at parks., passages: ["{ASHBY}#1"],
     ask: what are wardens}}
  - {{id: next, title: What came next, text: An answer., passages: ["{OSTLEY}#1"], ask: and then}}
"""
TODAY = date(2026, 1, 15)
AS_OF = "As of 2 February 2023, the date of the newest paper; later events are not covered."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("edition")
    edition_of(made, PAPERS, positions=POSITIONS, onboarding=ONBOARDING)
    return made


@pytest.fixture(scope="module")
def edition(folder: Path) -> Edition:
    return load(folder / "var")


def lines(told: Told) -> list[tuple[str, str]]:
    return [(line.lead, line.text) for line in told.lines]


def test_all_recommendations_stand_a_line_each(edition: Edition) -> None:
    told = where(edition, "")

    assert lines(told) == [
        ("Park wardens", "recommended → rejected"),
        ("Park benches", "being tested"),
    ]
    assert told.note == AS_OF


@pytest.mark.parametrize("name", ["Park wardens", "rangers", "wardens", "park warden"])
def test_one_is_told_in_order_of_date_each_row_with_its_passage(
    edition: Edition, name: str
) -> None:
    told = where(edition, name)

    assert (told.heading, told.text, told.note) == (
        "Park wardens",
        "Will there be park wardens?",
        AS_OF,
    )
    assert lines(told) == [
        ("May 2022, the review: recommended", "Wants wardens."),
        ("Feb 2023, government: rejected", "Turned them down."),
    ]
    assert [(line.citation.paper, line.citation.locator) for line in told.lines if line.citation]
    assert [line.citation.quote for line in told.lines if line.citation] == [
        PAPERS[ASHBY][0],
        PAPERS[OSTLEY][0],
    ]


def test_a_name_that_may_mean_several_is_asked_back_with_a_way_to_each(edition: Edition) -> None:
    assert where(edition, "park").more == (
        ("where Park wardens", "Park wardens"),
        ("where Park benches", "Park benches"),
    )


def test_a_name_that_means_nothing_offers_the_nearest(edition: Edition) -> None:
    told = where(edition, "zebrafish")

    assert told.heading == "The ledger has nothing under that name. The nearest are:"
    assert told.lines == () and len(told.more) == 2


def test_what_was_published_is_told_apart_from_what_came_to_the_index(tmp_path: Path) -> None:
    edition_of(tmp_path, PAPERS, positions=POSITIONS)
    summary = tmp_path / "knowledge" / "summaries" / f"{ASHBY}.md"
    summary.write_text(summary.read_text().replace("£90", "£95"))
    build_toy(tmp_path / "knowledge", tmp_path / "var")

    told = changed(tmp_path / "var", "", TODAY)
    marks = [(line.lead, line.quote) for line in told.lines if line.quote]
    assert marks == [("Reworded", "Benches cost [-£90-] {+£95+} each.")]

    since = changed(tmp_path / "var", "since 2023", TODAY)
    assert since.heading == "Published since 1 January 2023"
    assert lines(since)[:3] == [
        ("", "Ostley Council, Report, 2 February 2023"),
        ("Park wardens", "rejected"),
        ("Park benches", "being tested"),
    ]


def test_changes_on_a_topic_are_only_its_own(folder: Path) -> None:
    told = changed(folder / "var", "on rangers since June 2022", TODAY)

    assert told.heading == "Park wardens: published since 1 June 2022"
    assert lines(told)[:2] == [
        ("", "Ostley Council, Report, 2 February 2023"),
        ("Park wardens", "rejected"),
    ]


@pytest.mark.parametrize(
    ("said", "heading"),
    [
        ("since the moon fell", "'the moon fell' could not be read as a date; write it like"),
        ("zebrafish", "The ledger has nothing under that name. The nearest are:"),
        ("park since 2023", "That may mean several; choose one:"),
    ],
)
def test_what_cannot_be_read_says_what_to_write(folder: Path, said: str, heading: str) -> None:
    assert changed(folder / "var", said, TODAY).heading.startswith(heading)


def test_a_choice_of_topics_keeps_the_date(folder: Path) -> None:
    assert changed(folder / "var", "park since 2023", TODAY).more[0] == (
        "changed Park wardens since 2023",
        "Park wardens",
    )


def test_without_an_edition_it_says_what_to_do(tmp_path: Path) -> None:
    assert "review-bot build" in changed(tmp_path, "", TODAY).heading


def test_the_path_shows_how_far_somebody_has_read(edition: Edition) -> None:
    told = start(edition.steps, edition, "", done=1)

    assert lines(told) == [("1. What it was", "read"), ("2. What came next", "")]
    assert told.more == (("start 2", "Go on to step 2"),)
    assert start(edition.steps, edition, "").more == (("start 1", "Begin"),)


@pytest.mark.parametrize("name", ["1", "what", " WHAT "])
def test_a_step_has_its_passages_a_question_to_try_and_leads_on(
    edition: Edition, name: str
) -> None:
    told = start(edition.steps, edition, name)

    assert (told.heading, told.text) == ("Step 1 of 2: What it was", "A look at parks.")
    assert [line.citation.locator for line in told.lines if line.citation] == ["1"]
    assert (told.ask, told.step) == ("what are wardens", 1)
    assert told.more == (("start 2", "Go on to step 2"),)


def test_the_last_step_leads_nowhere_and_a_wrong_one_says_which_there_are(
    edition: Edition,
) -> None:
    assert start(edition.steps, edition, "2").more == ()
    assert start(edition.steps, edition, "9").heading == (
        "There is no step '9'; name one from 1 to 2, or its id."
    )
    assert start((), edition, "1").heading == "There is no path for new staff here."
