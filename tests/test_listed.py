"""Whether a question asks for the same as those listed under a passage."""

from collections.abc import Sequence

import pytest

from bot.kinds import asks_of
from bot.listed import like_listed
from index.passages import Passage

LISTED = (
    "how much do carers get",
    "when is the allowance paid",
    "who pays carers",
    "which councils pay an allowance",
)
CARERS = Passage("p", "1", (), "Carers get an allowance.", asked=LISTED)
ALL = range(len(LISTED))


def like(asked: str, rarity: dict[str, float], places: Sequence[int] = ALL) -> dict[str, float]:
    return like_listed(asks_of(asked), rarity, CARERS, places)


def test_a_question_that_is_listed_is_like_it_in_every_way() -> None:
    values = like("when is the allowance paid", {"allow": 2.0, "paid": 1.0})

    assert values == {
        "covered_by_listed": 1.0,
        "covered_by_few_listed": 1.0,
        "covered_by_many_listed": 1.0,
        "kind_unlisted": 0.0,
        "kind_unlisted_in_many": 0.0,
        "manner_unlisted": 0.0,
        "manner_unlisted_in_many": 0.0,
    }


def test_words_in_two_listed_questions_are_covered_by_both_together_and_half_by_either() -> None:
    values = like("do carers get the allowance", {"carer": 1.0, "allow": 1.0})

    assert values["covered_by_listed"] == 0.5
    assert values["covered_by_few_listed"] == 1.0


def test_rare_words_that_are_listed_nowhere_count_against_it_as_they_are_rare() -> None:
    values = like("carers in jersey", {"carer": 1.0, "jersey": 3.0})

    assert values["covered_by_many_listed"] == 0.25


def test_what_no_listed_question_asks_for_is_noticed() -> None:
    assert like("why pay carers", {"carer": 1.0})["kind_unlisted_in_many"] == 1
    assert like("who pays", {"pay": 1.0})["kind_unlisted_in_many"] == 0


def test_only_the_nearest_count_where_few_are_looked_at() -> None:
    asked = "which councils pay"

    far, near = (like(asked, {"council": 1.0}, places) for places in (ALL, [3, 0]))

    assert (far["manner_unlisted"], far["manner_unlisted_in_many"]) == (1.0, 0.0)
    assert near["manner_unlisted"] == 0.0
    assert (far["covered_by_few_listed"], near["covered_by_few_listed"]) == (0.0, 1.0)


@pytest.mark.parametrize("asked", ["why do carers get it", "how much", "which councils"])
def test_where_nothing_is_listed_nothing_speaks_against_the_passage(asked: str) -> None:
    values = like_listed(
        asks_of(asked), {"carer": 1.0}, Passage("p", "1", (), "Carers get £90."), []
    )

    assert values["covered_by_many_listed"] == 1.0
    assert values["kind_unlisted"] == values["manner_unlisted"] == 0.0
