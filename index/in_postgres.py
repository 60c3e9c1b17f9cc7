"""An edition that stays in PostgreSQL: a question fetches only what lies near it.

Papers, the ledger, the glossary and the words' statistics are small and held in memory.
"""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from index.glossary import Glossary
from index.held import ADDED_WEIGHT, ByWords, OwnViews, Scores, Sought, Within
from index.in_memory import About
from index.onboarding import Step
from index.passages import Passage
from index.positions import Topic
from index.postgres import Postgres, as_text, as_vectors
from index.register import Paper
from index.values import passage_of

K1, B = 1.5, 0.75
"""What bm25s takes, so that both engines weigh words alike."""
_REMEMBERED = 20_000
"""Passages kept in memory once they were fetched: a busy day asks for the same ones again."""


@dataclass(frozen=True, slots=True)
class Stems:
    """The statistics of an audience's words: number and, by field, how many passages have each;
    `lengths` is the mean number of stems a passage by field.
    """

    by_word: dict[str, tuple[int, tuple[int, ...]]]
    lengths: tuple[float, ...]


@dataclass(frozen=True)
class InPostgres:
    """An edition in a schema of a database, as one audience may see it; a Held."""

    database: Postgres
    schema: str
    is_public: bool
    about: About
    papers: tuple[Paper, ...]
    places: dict[str, tuple[int, int]]
    """By a paper's id its number and how many passages it has."""
    starts: NDArray[np.int64]
    """The number of the first passage of every paper, by the paper's number."""
    glossary: Glossary
    topics: tuple[Topic, ...]
    steps: tuple[Step, ...]
    stems: Stems
    dimensions: int
    outside: "InPostgres | None" = None
    """What of it everybody may see; None for nothing, or where this is that."""
    _seen: OrderedDict[int, Passage] = field(default_factory=OrderedDict, repr=False)

    @property
    def newest(self) -> Paper:
        """The newest paper it holds."""
        return max(self.papers, key=lambda paper: paper.published)

    @property
    def latest(self) -> date:
        """The date of the newest paper it holds."""
        return self.newest.published

    @property
    def passages(self) -> Sequence[Passage]:
        """All passages in reading order, fetched as they are gone through."""
        return _Passages(self)

    def paper(self, identity: str) -> Paper:
        """Return the paper of an id."""
        return self._by_id[identity]

    def passage(self, identity: str) -> Passage:
        """Return the passage of an id."""
        found = self._passages_where("id = %s", identity)
        if not found:
            raise KeyError(identity)
        return found[0]

    def keyed(self, key: str) -> Passage | None:
        """Return the passage of a key, None where it is not held."""
        return next(iter(self._passages_where("key = %s", key)), None)

    def of_paper(self, identity: str) -> Sequence[Passage]:
        """Return a paper's passages in reading order."""
        place = self.places.get(identity)
        return self._passages_where("paper = %s", place[0]) if place else []

    def passages_at(self, numbers: Sequence[int]) -> list[Passage]:
        """Return the passages of these numbers, in the order asked for."""
        known = {n: passage for n in numbers if (passage := self._seen.get(n))}
        new = [number for number in numbers if number not in known]
        if new:
            rows = self.database.rows(
                f"SELECT p.number, p.whole FROM {self._table('passages')} p "
                "JOIN unnest(%s::integer[], %s::integer[]) AS wanted (paper, number) "
                "ON p.paper = wanted.paper AND p.number = wanted.number",
                self._papers_of(new),
                new,
            )
            known |= {number: passage_of(whole) for number, whole in rows}
            self._seen.update(known)
        while len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)
        return [known[number] for number in numbers]

    def nearest_views(self, sought: Sought, limit: int) -> tuple[NDArray[np.int32], Scores]:
        """Return the owners and cosines of the views nearest to any of the vectors, best first."""
        best: dict[tuple[int, int], float] = {}
        where, given = self._within(sought.within)
        for vector in sought.vectors:
            text = as_text(vector)
            rows = self.database.rows(
                f"SELECT number, view, vector <#> %s::halfvec FROM {self._table('views')} v "
                f"WHERE {where} ORDER BY vector <#> %s::halfvec LIMIT %s",
                text,
                *given,
                text,
                limit,
            )
            for number, view, minus_cosine in rows:
                known = best.get((number, view), -2.0)
                best[number, view] = max(known, -minus_cosine)
        ordered = sorted(best.items(), key=lambda entry: -entry[1])
        return (
            np.array([number for (number, _), _ in ordered], dtype=np.int32),
            np.array([cosine for _, cosine in ordered], dtype=np.float32),
        )

    def by_words(self, sought: Sought, among: NDArray[np.int32], best: int) -> ByWords:
        """Return the BM25 scores of these passages and of the `best` by words."""
        numbers = np.unique(among).astype(np.int64)
        asked = self._weights(sought)
        where, given = self._within(sought.within)
        rows = self.database.rows(
            "SELECT number, score, lowest, highest, counted FROM ("
            "  SELECT number, score, min(score) OVER () AS lowest, max(score) OVER () AS highest,"
            "    count(*) OVER () AS counted,"
            "    row_number() OVER (ORDER BY score DESC, number) AS place FROM ("
            "    SELECT v.paper, v.number,"
            "      sum(asked.weight * v.times / (v.times + asked.base + asked.slope * v.length))"
            "        AS score"
            "    FROM unnest(%s::integer[], %s::smallint[], %s::float8[], %s::float8[],"
            "      %s::float8[]) AS asked (stem, field, weight, base, slope)"
            f"   JOIN {self._table('postings')} v"
            "      ON v.stem = asked.stem AND v.field = asked.field"
            f"   WHERE {where} GROUP BY v.paper, v.number) AS scored) AS ranked "
            "WHERE place <= %s OR number = ANY (%s::integer[])",
            *asked,
            *given,
            best,
            numbers.tolist(),
        )
        if not rows:
            return ByWords(numbers, np.zeros(len(numbers), dtype=np.float32), 0.0, 0.0)
        scored = {number: score for number, score, *_ in rows}
        *_, lowest, highest, counted = rows[0]
        numbers = np.union1d(numbers, np.array(list(scored), dtype=np.int64))
        scores = np.array([scored.get(number, 0.0) for number in numbers.tolist()], np.float32)
        # One that shares no word with the question has no row, and scores nothing.
        is_every_one = counted == self._count(sought.within)
        return ByWords(numbers, scores, float(lowest) if is_every_one else 0.0, float(highest))

    def views_of(self, number: int) -> OwnViews:
        """Return a passage's views in the order they were made."""
        rows = self.database.rows(
            f"SELECT kind, sentence, halfvec_send(vector) FROM {self._table('views')} "
            "WHERE paper = %s AND number = %s ORDER BY view",
            self._papers_of([number])[0],
            number,
        )
        if not rows:
            raise KeyError(number)
        kinds, sentences, vectors = zip(*rows, strict=True)
        return OwnViews(
            np.array(kinds, dtype=np.int8), np.array(sentences, np.int32), as_vectors(vectors)
        )

    def rarity(self, word: str) -> float:
        """Return how rare a stem is where it is commoner, in the texts or in what is said."""
        count = self.about.passages
        _, having = self.stems.by_word.get(word, (0, (0,)))
        most = max(having)
        return float(np.log1p(count / most)) if most else float(np.log1p(2 * count))

    def has(self, word: str) -> bool:
        """Whether a stem stands in any passage or in what is said of it."""
        return word in self.stems.by_word

    def public(self) -> "InPostgres | None":
        """Return what of it everybody may see, itself where that is all."""
        return self if self.is_public else self.outside

    @cached_property
    def _by_id(self) -> dict[str, Paper]:
        return {paper.id: paper for paper in self.papers}

    def _table(self, name: str) -> str:
        return f"{self.schema}.{'public_' if self.is_public else ''}{name}"

    def _papers_of(self, numbers: Sequence[int]) -> list[int]:
        """Return the numbers of the papers that passages are of."""
        found: list[int] = (np.searchsorted(self.starts, numbers, side="right") - 1).tolist()
        return found

    def _passages_where(self, condition: str, given: Any) -> list[Passage]:
        rows = self.database.rows(
            f"SELECT whole FROM {self._table('passages')} WHERE {condition} ORDER BY number", given
        )
        return [passage_of(whole) for (whole,) in rows]

    def _within(self, within: Within | None) -> tuple[str, list[Any]]:
        """Return the condition that keeps a query within papers, and what it is given."""
        if within is None:
            return "true", []
        conditions: list[str] = []
        given: list[Any] = []
        for condition, value in (
            ("id = ANY (%s)", sorted(within.papers) or None),
            ("publisher = %s", within.publisher or None),
            ("published >= %s", within.since),
            ("published <= %s", within.until),
        ):
            if value is not None:
                conditions.append(condition)
                given.append(value)
        among = " AND ".join(conditions) or "true"
        return f"v.paper IN (SELECT paper FROM {self.schema}.papers WHERE {among})", given

    def _count(self, within: Within | None) -> int:
        """Return how many passages are looked in."""
        if within is None:
            return self.about.passages
        return sum(self.places[paper.id][1] for paper in self.papers if within.has(paper))

    def _weights(self, sought: Sought) -> tuple[list[Any], ...]:
        """Return for each stem asked for and each field: stem, field, weight, base and slope of the
        length in BM25.
        """
        asked: dict[str, float] = {}
        for words, weight in ((sought.words, 1.0), (sought.added_words, ADDED_WEIGHT)):
            for word in words:
                asked[word] = asked.get(word, 0.0) + weight
        count, rows = self.about.passages, []
        for word, weight in asked.items():
            number, having = self.stems.by_word.get(word, (0, ()))
            for place, has in enumerate(having):
                if has:
                    rarity = float(np.log(1 + (count - has + 0.5) / (has + 0.5)))
                    slope = K1 * B / self.stems.lengths[place]
                    rows.append((number, place, weight * rarity, K1 * (1 - B), slope))
        return tuple(list(column) for column in zip(*rows, strict=True)) or ([],) * 5


class _Passages(Sequence[Passage]):
    """All passages of an edition, fetched when they are asked for."""

    def __init__(self, edition: InPostgres) -> None:
        self._edition = edition

    def __len__(self) -> int:
        return self._edition.about.passages

    def __iter__(self) -> Iterator[Passage]:
        return self._first(None)

    @overload
    def __getitem__(self, place: int) -> Passage: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Passage]: ...

    def __getitem__(self, place: int | slice) -> Passage | Sequence[Passage]:
        if isinstance(place, slice):
            start, stop, step = place.indices(len(self))
            return list(self._first(stop))[start::step]
        return list(self._first(place + 1))[place]

    def _first(self, count: int | None) -> Iterator[Passage]:
        table = self._edition._table("passages")
        query = f"SELECT whole FROM {table} ORDER BY paper, number LIMIT %s"
        for (whole,) in self._edition.database.stream(query, count):
            yield passage_of(whole)
