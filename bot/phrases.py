"""The words of a message, and pairs of them, that weights are learnt for."""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import TypeVar

from index.vectors import Matrix

_Weight = TypeVar("_Weight", float, Matrix)

_WORD = re.compile(r"[a-z0-9']+")


def phrases(text: str) -> Iterator[str]:
    """Yield a text's words and pairs of words next to each other, in lower case."""
    words = _WORD.findall(text.lower().replace("’", "'"))
    yield from words
    yield from map(" ".join, pairwise(words))


def weight_of(text: str, weights: Mapping[str, _Weight]) -> _Weight | float:
    """Return what a text's phrases weigh together, 0.0 where none has a weight.

    They count as a vector of unit length, however many they are.
    """
    said = [weights[phrase] for phrase in set(phrases(text)) if phrase in weights]
    return sum(said) / len(said) ** 0.5 if said else 0.0
