"""The kinds of thing that a question asks for, and what in a text gives them."""

import pytest

from bot.kinds import asks_of, asks_overview, given_in, lacks, what_counts, what_gives


@pytest.mark.parametrize(
    ("asked", "kinds"),
    [
        ("what did they get in the end", {"what_happened"}),
        ("is there a template for it", {"detail"}),
        ("who runs the homes", {"who"}),
        ("which areas are in", {"which_places"}),
        ("what does a place cost", {"money", "any_money"}),
        ("any cash for it", {"any_money"}),
        ("when is it out", {"when"}),
        ("how many homes", {"count"}),
        ("the share of homes", {"share"}),
        ("what led to it", {"why"}),
        ("how often do they meet", {"how_often"}),
        ("what does each get", {"each"}),
        ("where is it", {"where"}),
        ("what did Ostley say", {"reply", "what_happened"}),
        ("what did the review say", {"reply"}),
        ("kinship carers", set()),
    ],
)
def test_what_is_asked_for_is_told_by_kind(asked: str, kinds: set[str]) -> None:
    assert asks_of(asked) == kinds


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("It got £9.", {"any_money"}),
        ("It starts in May.", {"when"}),
        ("They may see it.", set()),
        ("A third of them left.", {"share"}),
        ("There are twelve of them.", {"count"}),
        ("It is led by Ada Byron.", {"who"}),
        ("Lady B. spoke.", {"who"}),
        ("It is a quarterly paper.", {"how_often"}),
        ("It fell because of rain.", {"why"}),
        ("Homes are few.", set()),
    ],
)
def test_what_a_text_gives_is_told_by_kind(text: str, kinds: set[str]) -> None:
    assert given_in(text) == kinds


def test_a_text_lacks_only_what_is_asked_for_and_looked_at() -> None:
    asks = asks_of("when is it out, and what does it cost")

    assert lacks(asks, "Homes are few.", "when")
    assert lacks(asks, "It is out in May.", "when", "money")
    assert not lacks(asks, "It is out in May.", "when", "share")
    assert not lacks(asks, "It costs £9.", "share")


@pytest.mark.parametrize(
    ("asked", "text", "is_counted"),
    [
        ("how many foster carers left", "In all 9,000 carers left.", True),
        ("how many children are there", "There were 622 looked after children.", True),
        ("how many foster carers left", "For foster carers £27m was set aside.", False),
        ("how many foster carers left", "In 2023, many had left; carers wept.", False),
        ("how many foster carers left", "Ten carers left.", False),
    ],
)
def test_what_is_counted_has_its_number_before_it(asked: str, text: str, is_counted: bool) -> None:
    counts = what_counts(asked)

    assert counts
    assert bool(counts.search(text)) is is_counted


@pytest.mark.parametrize(
    ("asked", "is_of_all"),
    [
        ("sum up the final report", True),
        ("the main bits of it", True),
        ("the sum of it", False),
        ("is it up and running", False),
    ],
)
def test_all_of_something_in_brief_is_asked_for_in_many_ways(asked: str, is_of_all: bool) -> None:
    assert asks_overview(asked) is is_of_all


def test_what_asks_for_no_number_counts_nothing() -> None:
    assert what_counts("who left") is None


def test_who_chaired_is_given_by_the_chair_and_who_else_by_any_name() -> None:
    chair, name = "Mrs Fox (in the Chair)", "Mr Hare"

    (chaired,) = what_gives({"who"}, "who chaired it")
    assert (bool(chaired.search(chair)), bool(chaired.search(name))) == (True, False)
    (came,) = what_gives({"who"}, "who came")
    assert (bool(came.search(chair)), bool(came.search(name))) == (True, True)
