"""BM25 over stemmed words: finds the passages that share a question's rarer words."""

import math
import re
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import bm25s
import numpy as np
import Stemmer
from numpy.typing import NDArray

from index.figures import with_short_units

_WORD = re.compile(r"[a-z0-9]+(?:['.,][a-z0-9]+)*")
_STEMMER = Stemmer.Stemmer("english")
_COMMONEST = """
    a about an and are as at be been but by can did do does for from had has have he her his
    how i if in into is it its me my of on or our she so that the their them then there these
    they this to us was we were what when where which who whom why will with would you your
    any some am im just please
"""
STOP_WORDS = frozenset(_COMMONEST.split())


class Lexical:
    """A BM25 index over texts; a text's number is its place in the list it was made of."""

    def __init__(self, index: bm25s.BM25) -> None:
        self._index = index

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Lexical":
        """Return an index over the texts."""
        index = bm25s.BM25()
        index.index([stems(text) or [""] for text in texts], show_progress=False)
        return cls(index)

    @classmethod
    def load(cls, folder: Path) -> "Lexical":
        """Return the index saved in a folder."""
        return cls(bm25s.BM25.load(str(folder), show_progress=False))

    def save(self, folder: Path) -> None:
        """Write the index into a folder."""
        self._index.save(str(folder), show_progress=False)

    @property
    def count(self) -> int:
        """How many texts it holds."""
        return int(self._index.scores["num_docs"])

    def rarity(self, word: str) -> float:
        """Return the inverse document frequency of a stem, log(1 + texts / texts that have it)."""
        number = self._index.vocab_dict.get(word)
        return math.log1p(2 * self.count) if number is None else self._rarities[number]

    @cached_property
    def _rarities(self) -> list[float]:
        """The rarity of each stem."""
        having = np.diff(self._index.scores["indptr"])
        # A stem of no text counts as one of half a text.
        found: list[float] = np.log1p(self.count / np.maximum(having, 0.5)).tolist()
        return found

    def has(self, word: str) -> bool:
        """Whether any text has the stem."""
        return word in self._index.vocab_dict

    def scores(self, words: Sequence[str]) -> NDArray[np.float32]:
        """Return each text's BM25 score for these stems, shape (texts,); 0 where none is shared."""
        known = [word for word in words if word in self._index.vocab_dict]
        if not known:
            return np.zeros(self.count, dtype=np.float32)
        return np.asarray(self._index.get_scores(known), dtype=np.float32)


def stems(text: str) -> list[str]:
    """Return a text's words in order, lower case, stemmed, without the commonest ones."""
    words = _WORD.findall(with_short_units(text.lower().replace("’", "'").replace("£", "")))
    words = [word.removesuffix("'s").replace(",", "").replace("'", "") for word in words]
    return [
        str(stem) for stem in _STEMMER.stemWords([word for word in words if word not in STOP_WORDS])
    ]
