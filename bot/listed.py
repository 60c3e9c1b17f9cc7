"""The questions listed under a passage: do those nearest to what is asked ask for the same?"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache

from bot.coverage import share_of
from bot.kinds import KINDS_GIVEN, MANNERS, asks_of
from index.passages import Passage
from index.search import words_of

MOST_LISTED = 8
"""How many of the questions nearest to what is asked are looked at."""
_NEAREST = 3


@dataclass(frozen=True, slots=True)
class _Listed:
    """A question under a passage: its stems, and what it asks for (see bot.asked_for)."""

    words: frozenset[str]
    asks: frozenset[str]


def like_listed(
    asks: AbstractSet[str], rarity: Mapping[str, float], passage: Passage, places: Sequence[int]
) -> dict[str, float]:
    """Return how a question is like those listed under a passage, one number a signal.

    `asks` is what it asks for, `rarity` has its stems; `places` are those of the listed questions
    nearest to it, best first. Where none is listed, nothing speaks against the passage.
    """
    listed = _listed(passage)
    near = [listed[place] for place in places] or [_Listed(frozenset(rarity), frozenset(asks))]
    first = near[:_NEAREST]
    few, many = (frozenset().union(*(one.words for one in each)) for each in (first, near))
    unlisted, unlisted_in_many = (
        asks - frozenset().union(*(one.asks for one in each)) for each in (first, near)
    )
    return {
        "covered_by_listed": max(share_of(rarity, one.words) for one in first),
        "covered_by_few_listed": share_of(rarity, few),
        "covered_by_many_listed": share_of(rarity, many),
        "kind_unlisted": float(bool(unlisted & KINDS_GIVEN)),
        "kind_unlisted_in_many": float(bool(unlisted_in_many & KINDS_GIVEN)),
        "manner_unlisted": float(bool(unlisted & MANNERS)),
        "manner_unlisted_in_many": float(bool(unlisted_in_many & MANNERS)),
    }


@lru_cache(2_048)
def _listed(passage: Passage) -> tuple[_Listed, ...]:
    return tuple(_Listed(frozenset(words_of(text)), asks_of(text)) for text in passage.asked)
