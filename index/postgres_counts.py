"""Count the words of passages for a database, a part of them at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.held import Numbers
from index.lexical import stems
from index.passages import Passage
from index.postgres_words import FIELDS, MOST, POSTING, WORD

PART = 1 << 16
"""Passages counted at a time; their postings of one stem are one row."""
Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """The words of passages that follow each other: arrays of a row each stem of a field of a
    passage, by passage; `lengths` has how many stems their fields have, shape (passages, fields).
    """

    papers: Sequence[int]
    restricted: NDArray[np.bool_]
    first: int
    owner: Numbers
    field: Numbers
    stem: Numbers
    times: Numbers
    lengths: Numbers

    def by_passage(self) -> Iterator[Row]:
        """Yield paper, passage, whether restricted, and its words packed."""
        words = np.zeros(len(self.stem), dtype=WORD)
        words["stem"], words["field"] = self.stem, self.field
        words["times"] = np.minimum(self.times, MOST)
        ends = np.searchsorted(self.owner, np.arange(len(self.papers) + 1))
        for place, paper in enumerate(self.papers):
            packed = words[ends[place] : ends[place + 1]].tobytes()
            yield paper, self.first + place, bool(self.restricted[place]), packed

    def by_stem(self) -> Iterator[Row]:
        """Yield stem, field, part, whether of restricted passages, and the postings packed."""
        hidden = self.restricted[self.owner]
        keys = (self.stem * FIELDS + self.field) * 2 + hidden
        order = np.argsort(keys, kind="stable")
        postings = np.zeros(len(order), dtype=POSTING)
        postings["number"] = self.first + self.owner[order]
        postings["times"] = np.minimum(self.times[order], MOST)
        postings["length"] = np.minimum(self.lengths[self.owner, self.field][order], MOST)
        if not len(order):
            return
        found, starts = np.unique(keys[order], return_index=True)
        ends = [*starts[1:].tolist(), len(order)]
        for key, start, end in zip(found.tolist(), starts.tolist(), ends, strict=True):
            stem, of_field = divmod(key // 2, FIELDS)
            part, is_hidden = self.first // PART, bool(key % 2)
            yield stem, of_field, part, is_hidden, postings[start:end].tobytes()


class Counts:
    """The words of all passages counted so far."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        # Of all passages, and of public ones.
        self._having = [np.zeros((0, FIELDS), dtype=np.int64) for _ in range(2)]
        self._lengths = [np.zeros(FIELDS) for _ in range(2)]
        self._passages = [0, 0]

    def count(
        self, first: int, passages: Sequence[Passage], papers: Sequence[int], hidden: Sequence[bool]
    ) -> Counted:
        """Return the words of passages from a number on, of these papers, some of them hidden."""
        restricted = np.array(hidden, dtype=np.bool_)
        fields = [
            self._field([passage.own_words for passage in passages]),
            self._field([passage.said_of_it for passage in passages]),
        ]
        owner = np.concatenate([owners for owners, *_ in fields])
        order = np.argsort(owner, kind="stable")
        made = Counted(
            papers,
            restricted,
            first,
            owner[order],
            np.repeat(np.arange(FIELDS), [len(owners) for owners, *_ in fields])[order],
            np.concatenate([found for _, found, *_ in fields])[order],
            np.concatenate([times for *_, times, _ in fields])[order],
            np.stack([lengths for *_, lengths in fields], axis=1),
        )
        self._add(made)
        return made

    def stems(self) -> Iterator[Row]:
        """Yield stem, word, how many passages have it by field, and how many public ones."""
        whole, public = (having.tolist() for having in self._having)
        for word, stem in self._numbers.items():
            yield stem, word, whole[stem], public[stem]

    def lengths(self) -> tuple[list[float], list[float]]:
        """Return the mean number of stems by field, of all passages and of public ones."""
        whole, public = (
            (lengths / count).tolist() if count else [1.0] * FIELDS
            for lengths, count in zip(self._lengths, self._passages, strict=True)
        )
        return whole, public

    def _field(self, texts: Sequence[str]) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        """Return owners, stems and how often for each stem of each text, and the texts' lengths."""
        numbers, sizes, found = self._numbers, [], []
        for text in texts:
            said = stems(text)
            sizes.append(len(said))
            found += [numbers.setdefault(word, len(numbers)) for word in said]
        owners = np.repeat(np.arange(len(texts), dtype=np.int64), sizes)
        keys, times = np.unique(owners << 32 | np.array(found, dtype=np.int64), return_counts=True)
        # A text without any word counts as one of length one, as bm25s has it.
        return keys >> 32, keys & 0xFFFFFFFF, times, np.maximum(sizes, 1)

    def _add(self, made: Counted) -> None:
        for place, seen in enumerate((np.ones_like(made.restricted), ~made.restricted)):
            rows = seen[made.owner]
            keys = made.stem[rows] * FIELDS + made.field[rows]
            size = len(self._numbers) * FIELDS
            having = np.bincount(keys, minlength=size).reshape(-1, FIELDS)
            having[: len(self._having[place])] += self._having[place]
            self._having[place] = having
            self._lengths[place] += made.lengths[seen].sum(axis=0)
            self._passages[place] += int(seen.sum())
