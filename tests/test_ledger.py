"""Which topic a name means, which positions are wanted, and where a topic stands."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.ledger import (
    Meant,
    Side,
    Standing,
    Wanted,
    compared,
    meant,
    papers_named,
    select,
    standing,
)
from index.positions import Position, Topic, read_positions
from index.register import Paper

SHIPPED = read_positions(Path(__file__).parent.parent / "knowledge" / "positions.yaml")


def _position(when: date, stage: str, status: str) -> Position:
    return Position(when, stage, status, "somebody", "ashby-2023#1", "They said so.")


FOUND = _position(date(2021, 7, 1), "finding", "concern raised")
ASKED = _position(date(2022, 5, 1), "recommended", "recommended")
PROMISED = _position(date(2022, 6, 1), "government", "accepted in part")
LOCAL = _position(date(2023, 3, 1), "local", "welcomed")
TESTED = _position(date(2023, 2, 1), "government", "being tested")
SILENT = _position(date(2023, 3, 1), "government", "not mentioned")


def _topic(identity: str, *names: str, positions: tuple[Position, ...] = (ASKED,)) -> Topic:
    return Topic(identity, names[0], "What of it?", names[1:], positions)


WARDENS = _topic("park-wardens", "Park wardens", "wardens", "rangers")
PAY = _topic("warden-pay", "Pay of park wardens", "warden pay")
BENCHES = _topic("benches", "Benches", "seats in parks")
TOPICS = (WARDENS, PAY, BENCHES)
PAPERS = (
    Paper(
        *("ostley-2020", "Minutes", "Ostley Borough Council", date(2020, 1, 1), "minutes"),
        aliases=("OBC minutes",),
    ),
    Paper("ostley-2023", "The plan", "Ostley Borough Council", date(2023, 1, 1), "report"),
    Paper("corby-2023", "The answer", "Corby Council", date(2023, 2, 1), "report"),
)


@pytest.mark.parametrize("name", ["park-wardens", "Park Wardens", "RANGERS", " wardens? "])
def test_an_id_a_name_and_an_alias_each_mean_their_topic(name: str) -> None:
    assert meant(TOPICS, name) == Meant((WARDENS,))


def test_a_name_that_is_one_topics_own_is_not_asked_about_again() -> None:
    assert meant(TOPICS, "warden pay") == Meant((PAY,))


@pytest.mark.parametrize("name", ["bences", "the benches please"])
def test_a_misspelt_or_wordy_name_still_means_its_topic(name: str) -> None:
    assert meant(TOPICS, name) == Meant((BENCHES,))


def test_a_name_that_may_mean_two_topics_gives_both() -> None:
    assert meant(TOPICS, "park") == Meant((WARDENS, PAY))


def test_a_name_unlike_any_gives_the_nearest_instead() -> None:
    found = meant(TOPICS, "zeppelin")

    assert found.topics == ()
    assert {topic.id for topic in found.nearest} == {"park-wardens", "warden-pay", "benches"}


def test_an_empty_ledger_means_nothing() -> None:
    assert meant((), "wardens") == Meant(())


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [
        (Wanted(), (ASKED, PROMISED, TESTED, LOCAL)),
        (Wanted(status="being tested"), (TESTED,)),
        (Wanted(stage="government"), (PROMISED, TESTED)),
        (Wanted(since=date(2023, 2, 1)), (TESTED, LOCAL)),
        (Wanted(stage="government", since=date(2022, 6, 2)), (TESTED,)),
    ],
)
def test_only_the_positions_wanted_are_kept(wanted: Wanted, kept: tuple[Position, ...]) -> None:
    topic = _topic("trees", "Trees", positions=(ASKED, PROMISED, TESTED, LOCAL))

    assert select([topic], wanted) == (_topic("trees", "Trees", positions=kept),)


def test_only_the_positions_that_stand_in_the_papers_wanted_are_kept() -> None:
    elsewhere = replace(LOCAL, passage="corby-2023#4")
    topic = _topic("trees", "Trees", positions=(ASKED, elsewhere))

    found = select([topic], Wanted(papers=frozenset({"corby-2023"})))

    assert found == (_topic("trees", "Trees", positions=(elsewhere,)),)


def test_a_position_of_which_only_the_month_is_known_counts_to_its_end() -> None:
    topic = _topic("trees", "Trees", positions=(replace(ASKED, date_note="month known, day not"),))

    assert select([topic], Wanted(since=date(2022, 5, 31))) == (topic,)
    assert select([topic], Wanted(since=date(2022, 6, 1))) == ()


def test_councils_are_compared_side_by_side_and_a_silent_one_is_there_too() -> None:
    here, there = replace(LOCAL, passage="ostley-2020#1"), replace(LOCAL, passage="ostley-2023#2")
    topic = _topic("trees", "Trees", positions=(ASKED, here, there))

    found = compared(topic, {name: papers_named(PAPERS, name) for name in ("Ostley", "corby")})

    assert found == (Side("Ostley", (here, there)), Side("corby", ()))


@pytest.mark.parametrize(
    ("name", "papers"),
    [
        ("Ostley", ["ostley-2020", "ostley-2023"]),
        ("ostley borough council", ["ostley-2020", "ostley-2023"]),
        ("ostley-2020", ["ostley-2020"]),
        ("The Plan", ["ostley-2023"]),
        ("OBC minutes", ["ostley-2020"]),
        ("CORBY?", ["corby-2023"]),
        ("Ost", []),
        ("", []),
    ],
)
def test_papers_are_named_by_who_published_them_and_by_their_own_names(
    name: str, papers: list[str]
) -> None:
    assert [paper.id for paper in papers_named(PAPERS, name)] == papers


def test_a_topic_without_a_position_wanted_is_left_out() -> None:
    assert select(TOPICS, Wanted(status="rejected")) == ()


@pytest.mark.parametrize(
    ("positions", "stands"),
    [
        ((ASKED,), Standing(("recommended",), (ASKED,))),
        (
            (ASKED, PROMISED, TESTED, LOCAL),
            Standing(("recommended", "accepted in part", "being tested"), (TESTED,)),
        ),
        ((ASKED, SILENT), Standing(("recommended", "not mentioned"), (SILENT,))),
        (
            (ASKED, PROMISED, SILENT),
            Standing(("recommended", "accepted in part"), (PROMISED,)),
        ),
        ((LOCAL,), Standing(("welcomed",), (LOCAL,))),
        ((FOUND, LOCAL), Standing(("concern raised",), (FOUND,))),
    ],
)
def test_a_topic_stands_where_government_last_put_it(
    positions: tuple[Position, ...], stands: Standing
) -> None:
    assert standing(_topic("trees", "Trees", positions=positions)) == stands


def test_two_statuses_of_one_day_are_one_step() -> None:
    funded = _position(date(2023, 2, 1), "government", "funded")

    stands = standing(_topic("trees", "Trees", positions=(ASKED, funded, TESTED)))

    assert stands == Standing(("recommended", "funded, being tested"), (funded, TESTED))


def test_a_proposal_known_only_from_its_answer_still_comes_before_it() -> None:
    proposed = _position(TESTED.date, "national body", "recommended")

    stands = standing(_topic("trees", "Trees", positions=(proposed, TESTED)))

    assert stands == Standing(("recommended", "being tested"), (TESTED,))


@pytest.mark.parametrize(
    ("said", "identity"),
    [
        ("family help", "family-help"),
        ("child protection lead practitioners", "child-protection-lead-practitioners"),
        ("multi-agency teams", "multi-agency-teams"),
        ("information sharing", "information-sharing"),
        ("FGCs", "family-networks"),
        ("kinship carers", "kinship-care"),
        ("kinship allowance", "kinship-allowance"),
        ("legal aid", "kinship-legal-aid"),
        ("foster carer recruitment", "foster-carer-recruitment"),
        ("RCCs", "regional-care-cooperatives"),
        ("national commissioning body", "national-commissioning-body"),
        ("financial oversight", "provider-oversight"),
        ("profit making", "profit-making"),
        ("windfall tax", "windfall-tax"),
        ("IROs", "independent-reviewing-officers"),
        ("reg 44", "regulation-44-visitors"),
        ("conference chairs", "child-protection-conference-chairs"),
        ("advocacy", "advocacy"),
        ("protected characteristic", "care-experience"),
        ("corporate parenting", "corporate-parenting"),
        ("leaving care grant", "leaving-care-grant"),
        ("bursary", "apprenticeship-bursary"),
        ("mentoring", "relationships"),
        ("ASYE", "early-career-framework"),
        ("expert practitioners", "expert-practitioners"),
        ("apprentices", "apprentices"),
        ("locums", "agency-social-work"),
        ("national pay scales", "national-pay-scales"),
        ("100 hours", "direct-practice"),
        ("national framework", "national-framework"),
        ("Ofsted", "ofsted"),
        ("funding", "funding"),
        ("scorecards", "data-and-scorecards"),
        ("regional commissioners", "regional-commissioners"),
        ("youth justice", "youth-justice"),
    ],
)
def test_the_ledger_that_ships_knows_each_topic_as_people_say_it(said: str, identity: str) -> None:
    assert [topic.id for topic in meant(SHIPPED, said).topics] == [identity]


def test_the_ledger_that_ships_tells_what_government_rejected() -> None:
    rejected = select(SHIPPED, Wanted(status="rejected", stage="government"))

    assert [(topic.id, topic.positions[0].passage.partition("#")[2]) for topic in rejected] == [
        ("independent-reviewing-officers", "2.10"),
        ("care-experience", "2.18"),
        ("national-pay-scales", "2.6"),
        ("direct-practice", "2.7"),
    ]
