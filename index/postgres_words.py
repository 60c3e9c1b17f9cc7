"""Words as a database keeps them for BM25, twice: by stem, and by passage.

By stem they are read as long as these are not too many. A stem that stands in much of a large
collection is only looked up in the passages that something else speaks for, so that no question
reads more than so much, however many passages there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from index.held import Numbers

FIELDS = 2
"""What a stem stands in: the passage's own words, or what is said of it."""
POSTING = np.dtype([("number", "<i4"), ("times", "<u2"), ("length", "<u2")])
"""A stem in a field of a passage: which, how often, and how many stems the field has."""
WORD = np.dtype([("stem", "<i4"), ("field", "<u2"), ("times", "<u2")])
"""A stem of a passage: in which field, and how often."""
MOST = 0xFFFF
"""What these can count to; nothing that is quoted has as many words."""
K1, B = 1.5, 0.75
"""What bm25s takes, so that both engines weigh words alike."""
Sums = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Stems:
    """Which stems there are, and in how many passages an audience finds each; `lengths` is the mean
    number of stems a passage by field.

    A large collection has a million, so they are held as the hashes of their words, ascending, each
    with its number and its counts by field, shape (stems, fields).
    """

    hashes: NDArray[np.uint64]
    numbers: NDArray[np.int32]
    having: NDArray[np.int32]
    lengths: tuple[float, ...]

    def of(self, word: str) -> tuple[int, tuple[int, ...]] | None:
        """Return a stem's number and how many passages have it by field, None where none has."""
        sought = hashed(word)
        place = int(np.searchsorted(self.hashes, sought))
        if place == len(self.hashes) or self.hashes[place] != sought:
            return None
        having = tuple(self.having[place].tolist())
        return (int(self.numbers[place]), having) if any(having) else None


def hashed(word: str) -> np.uint64:
    """Return a hash of 64 bits: that two of a million share one is not to be expected."""
    return np.uint64(int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "big"))


@dataclass(frozen=True, slots=True)
class Asked:
    """Stems asked for, each with a field: how many passages have it there, its weight, and the mean
    length of that field.
    """

    stems: NDArray[np.int64]
    fields: NDArray[np.int64]
    counts: NDArray[np.int64]
    weights: Sums
    lengths: Sums

    @classmethod
    def of(cls, rows: Sequence[tuple[int, int, int, float, float]]) -> "Asked":
        """Return what rows of stem, field, count, weight and mean length ask for."""
        stems, fields, counts, weights, lengths = zip(*rows, strict=True) if rows else ([],) * 5
        return cls(
            np.array(stems, dtype=np.int64),
            np.array(fields, dtype=np.int64),
            np.array(counts, dtype=np.int64),
            np.array(weights, dtype=np.float64),
            np.array(lengths, dtype=np.float64),
        )

    def __len__(self) -> int:
        return len(self.stems)

    def rarest(self, most: int) -> "Asked":
        """Return the rarest of them, whose counts together are no more than `most`."""
        order = np.argsort(self.counts, kind="stable")
        kept = order[np.cumsum(self.counts[order]) <= most]
        return Asked(
            self.stems[kept],
            self.fields[kept],
            self.counts[kept],
            self.weights[kept],
            self.lengths[kept],
        )

    def of_postings(self, rows: Sequence[tuple[int, int, bytes]]) -> tuple[Numbers, Sums]:
        """Return the passages in postings, ascending, each once, with what these score; a row is a
        stem, a field, and postings packed.
        """
        pairs = zip(self.stems.tolist(), self.fields.tolist(), strict=True)
        places = {pair: place for place, pair in enumerate(pairs)}
        found = [np.frombuffer(packed, dtype=POSTING) for *_, packed in rows]
        whole = np.concatenate([np.zeros(0, dtype=POSTING), *found])
        which = np.repeat(
            np.array([places[stem, field] for stem, field, _ in rows], dtype=np.int64),
            [len(each) for each in found],
        )
        scores = self._scores(which, whole["times"], whole["length"])
        numbers, places_of = np.unique(whole["number"].astype(np.int64), return_inverse=True)
        sums: Sums = np.bincount(places_of, weights=scores, minlength=len(numbers)).astype(
            np.float64
        )
        return numbers, sums

    def of_passages(self, rows: Sequence[tuple[int, bytes]]) -> tuple[Numbers, Sums]:
        """Return passages, ascending, with their scores; a row is a number, and all words of that
        passage packed. One that has none of the stems is left out.
        """
        found = [np.frombuffer(packed, dtype=WORD) for _, packed in rows]
        whole = np.concatenate([np.zeros(0, dtype=WORD), *found])
        owner = np.repeat(np.arange(len(rows)), [len(each) for each in found])
        of_field = owner * FIELDS + whole["field"]
        lengths = np.bincount(of_field, weights=whole["times"], minlength=len(rows) * FIELDS)
        order = np.argsort(self.stems * FIELDS + self.fields)
        keys = (self.stems * FIELDS + self.fields)[order]
        own = whole["stem"].astype(np.int64) * FIELDS + whole["field"]
        place = np.searchsorted(keys, own)
        place[place == len(keys)] = 0
        asked = np.flatnonzero(keys[place] == own)
        scores = self._scores(order[place[asked]], whole["times"][asked], lengths[of_field[asked]])
        sums: Sums = np.bincount(owner[asked], weights=scores, minlength=len(rows)).astype(
            np.float64
        )
        numbers = np.array([number for number, _ in rows], dtype=np.int64)
        sharing = np.flatnonzero(sums)
        sharing = sharing[np.argsort(numbers[sharing])]
        return numbers[sharing], sums[sharing]

    def _scores(
        self, which: Numbers, times: NDArray[np.uint16], lengths: NDArray[np.generic]
    ) -> Sums:
        often = times.astype(np.float64)
        norms = K1 * (1 - B + B * lengths.astype(np.float64) / self.lengths[which])
        found: Sums = self.weights[which] * often / (often + norms)
        return found
