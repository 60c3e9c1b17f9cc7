"""What is new on a topic, and that a digest is never empty."""

from dataclasses import replace
from datetime import date

import pytest
from toys import KINSHIP, MINUTES, make_paper, make_passage

from bot.digest import Digest, Published, digest, on_topic, published_since
from index.changes import Changes, Rewording, TopicChange
from index.edition import About, Contents
from index.passages import Passage
from index.positions import Position, Topic

WANTED = Position(date(2022, 5, 1), "recommended", "recommended", "a review", f"{KINSHIP}#1", "Yes")
TRIED = Position(date(2024, 5, 1), "government", "being tested", "government", f"{KINSHIP}#1", "So")
BENCHES = Topic("benches", "Park benches", "Will they come?", ("seats",), (WANTED,))
MOVED = replace(BENCHES, positions=(WANTED, TRIED))
TREES = Topic("trees", "Oak trees", "And trees?", (), ())
PAPER, MINUTES_PAPER = make_paper(), make_paper(id=MINUTES, published=date(2023, 2, 10))
CITED = make_passage("They are to be green.", "1")
SEATS = make_passage("Each seat costs a lot.", "2")
OAKS = make_passage("Every oak tree was counted.", "3")
SEATLESS = make_passage("A seatless train passed.", "4")


def holding(
    name: str, *passages: Passage, topics: tuple[Topic, ...] = (BENCHES, TREES)
) -> Contents:
    papers = tuple(p for p in (PAPER, MINUTES_PAPER) if any(x.paper == p.id for x in passages))
    return Contents(About(name, "then", "toy", "", 0, 0, 0), papers, passages, topics)


def test_a_digest_holds_what_is_new_between_two_editions() -> None:
    before, after = holding("a", CITED), holding("b", CITED, SEATS)

    assert digest(before, after) == Digest(None, before.about, after.about, Changes(added=(SEATS,)))


def test_a_digest_of_nothing_new_is_none() -> None:
    assert digest(holding("a", CITED), holding("b", CITED)) is None


@pytest.mark.parametrize(
    ("topic", "is_there"), [("benches", False), ("trees", True), ("bins", False)]
)
def test_a_digest_of_a_topic_is_none_when_only_others_changed(topic: str, is_there: bool) -> None:
    found = digest(holding("a", CITED), holding("b", CITED, OAKS), topic)

    assert bool(found) == is_there


def test_a_topic_that_left_the_ledger_is_told_once_more() -> None:
    found = digest(holding("a", CITED), holding("b", CITED, topics=()), "benches")

    assert found is not None
    assert found.changes == Changes(topics=(TopicChange(BENCHES, None),))


def test_a_ledger_move_alone_makes_a_digest() -> None:
    after = holding("b", CITED, topics=(MOVED, TREES))

    found = digest(holding("a", CITED), after, "benches")

    assert found is not None
    assert (found.topic, found.changes) == (MOVED, Changes(topics=(TopicChange(BENCHES, MOVED),)))


def test_changes_on_a_topic_are_its_passages_and_those_that_name_it() -> None:
    other = make_passage("Their colour is to be red.", "1")
    changes = Changes(
        papers_added=(MINUTES_PAPER,),
        added=(SEATS, OAKS, SEATLESS, make_passage("Bins.", paper=MINUTES)),
        removed=(make_passage("The bench in the park.", "9"), make_passage("Park benches.", "8")),
        reworded=(Rewording(CITED, other), Rewording(OAKS, SEATLESS)),
        topics=(TopicChange(None, TREES), TopicChange(BENCHES, MOVED)),
    )

    assert on_topic(changes, BENCHES) == Changes(
        added=(SEATS,),
        removed=(make_passage("Park benches.", "8"),),
        reworded=(Rewording(CITED, other),),
        topics=(TopicChange(BENCHES, MOVED),),
    )


def test_a_passage_that_only_now_names_a_topic_is_on_it() -> None:
    changes = Changes(reworded=(Rewording(OAKS, SEATS), Rewording(SEATS, OAKS)))

    assert on_topic(changes, BENCHES) == changes


def test_a_passage_that_a_topic_stood_on_before_is_on_it() -> None:
    old = replace(BENCHES, positions=(replace(WANTED, passage=SEATLESS.id),))
    changes = Changes(removed=(SEATLESS,), topics=(TopicChange(old, BENCHES),))

    assert on_topic(changes, BENCHES) == changes


def test_a_new_paper_is_on_a_topic_when_a_passage_of_it_is() -> None:
    named = make_passage("Seats are wanted.", paper=MINUTES)
    changes = Changes(papers_added=(MINUTES_PAPER,), added=(named, replace(OAKS, paper=MINUTES)))

    assert on_topic(changes, BENCHES) == Changes(papers_added=(MINUTES_PAPER,), added=(named,))


def test_what_was_published_since_a_day_is_told_oldest_first() -> None:
    held = holding("a", CITED, replace(OAKS, paper=MINUTES), topics=(MOVED, TREES))
    tried = replace(BENCHES, positions=(TRIED,))

    assert published_since(held, date(2023, 2, 10)) == Published((MINUTES_PAPER, PAPER), (tried,))
    assert published_since(held, date(2023, 2, 11)) == Published((PAPER,), (tried,))
    assert published_since(held, date(2024, 5, 2)) == Published()
    assert published_since(held, date(2023, 1, 1), MOVED) == Published((PAPER,), (tried,))
    assert published_since(held, date(2023, 1, 1), TREES) == Published((MINUTES_PAPER,))


def test_a_date_of_which_only_the_month_is_known_counts_to_its_end() -> None:
    month = "month known, day not"
    paper = replace(PAPER, date_note=month)
    topic = replace(BENCHES, positions=(replace(TRIED, date_note=f"of the paper: {month}"),))
    held = replace(holding("a", CITED, topics=(topic,)), papers=(paper,))

    assert published_since(held, date(2024, 5, 31)) == Published((paper,), (topic,))
    assert published_since(held, date(2024, 6, 1)) == Published()
