"""The words of a message, and pairs of them, that weights are learnt for."""

import re
from collections.abc import Iterator
from itertools import pairwise

_WORD = re.compile(r"[a-z0-9']+")


def phrases(text: str) -> Iterator[str]:
    """Yield a text's words and pairs of words next to each other, in lower case."""
    words = _WORD.findall(text.lower().replace("’", "'"))
    yield from words
    yield from map(" ".join, pairwise(words))
