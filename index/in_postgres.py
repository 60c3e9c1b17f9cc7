"""An edition that stays in PostgreSQL: a question fetches only what lies near it.

Papers, the ledger, the glossary and the words' statistics are small and held in memory.
"""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Any, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from index.glossary import Glossary
from index.held import ADDED_WEIGHT, ByWords, Numbers, OwnViews, Scores, Sought, Within
from index.in_memory import About
from index.onboarding import Step
from index.passages import Passage
from index.positions import Topic
from index.postgres import Postgres, as_text, as_vectors
from index.postgres_words import Asked, Stems, Sums
from index.register import Paper
from index.values import passage_of

_WEIGHED = 4
"""Passages at the head of a search whose sentences an answer weighs, as a rule."""
_WEIGHED_REMEMBERED = 2_000
_READ = 200_000
"""Postings that a question may read; measured, see docs/scale.md."""
_TRIED = 2_000
"""Passages that its rarer words found, which are scored by all of its words."""
_REMEMBERED = 20_000
"""Passages kept in memory once they were fetched: a busy day asks for the same ones again."""
_Value = TypeVar("_Value")


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
    exact: int
    """Views up to which all are looked at."""
    outside: "InPostgres | None" = None
    """What of it everybody may see; None for nothing, or where this is that."""
    _seen: OrderedDict[int, Passage] = field(default_factory=OrderedDict, repr=False)
    _weighed: OrderedDict[int, OwnViews] = field(default_factory=OrderedDict, repr=False)

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
        """Return the passages of these numbers, in the order asked for.

        The views of the first few come along: an answer weighs these next.
        """
        known = {n: passage for n in numbers if (passage := self._seen.get(n))}
        new = [number for number in numbers if number not in known]
        weighed = [number for number in numbers[:_WEIGHED] if number not in self._weighed]
        if new or weighed:
            rows, views = self.database.rows_of(
                self._wanted("p.number, p.whole", "passages", new), self._views_wanted(weighed)
            )
            known |= {number: passage_of(whole) for number, whole in rows}
            _remember(self._seen, known, _REMEMBERED)
            _remember(self._weighed, _by_passage(views), _WEIGHED_REMEMBERED)
        return [known[number] for number in numbers]

    def nearest_views(self, sought: Sought, limit: int) -> tuple[NDArray[np.int32], Scores]:
        """Return the owners and cosines of the views nearest to any of the vectors, at most
        `limit`, best first.
        """
        where, given = self._within(sought.within)
        # What is ordered by a sum the planner cannot order by the graph.
        exactly = "" if self._by_graph(sought.within) else " + 0"
        one = (
            f"(SELECT number, view, (vector <#> %s::halfvec){exactly} AS minus_cosine "
            f"FROM {self._table('views')} v WHERE {where} ORDER BY minus_cosine LIMIT %s)"
        )
        asked = [as_text(vector) for vector in sought.vectors]
        rows = self.database.rows(
            " UNION ALL ".join([one] * len(asked)),
            *(value for text in asked for value in (text, *given, limit)),
        )
        if not rows:
            return np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.float32)
        numbers, views, minus = (np.array(column) for column in zip(*rows, strict=True))
        order = np.argsort(minus, kind="stable")
        # A view near several of the vectors counts once, by the nearest.
        _, first = np.unique(views[order], return_index=True)
        kept = order[np.sort(first)[:limit]]
        return numbers[kept].astype(np.int32), -minus[kept].astype(np.float32)

    def by_words(self, sought: Sought, among: NDArray[np.int32], best: int) -> ByWords:
        """Return the BM25 scores of these passages and of the `best` by words.

        Where a question's words stand in very many passages, only its rarer ones find any; the
        best of those, and the passages near by meaning, are scored by all of its words.
        """
        wanted: Numbers = np.unique(among).astype(np.int64)
        asked = self._asked(sought)
        looked_in = self._count(sought.within)
        read = asked if asked.counts.sum() <= _READ else asked.rarest(_READ)
        is_whole = len(read) == len(asked)
        if not is_whole and looked_in <= _TRIED:
            numbers, scores = self._of_all(asked, sought.within)
            is_whole = True
        else:
            numbers, scores = self._read(read, sought.within)
        if not is_whole:
            likely = numbers[np.argsort(-scores, kind="stable")[:_TRIED]]
            numbers, scores = self._scored(asked, np.union1d(wanted, likely))
        if not len(numbers):
            return ByWords(wanted, np.zeros(len(wanted), dtype=np.float32), 0.0, 0.0)
        # One that shares no word with the question is not there, and scores nothing.
        lowest = float(scores.min()) if is_whole and len(numbers) == looked_in else 0.0
        highest = float(scores.max())
        listed = np.union1d(wanted, numbers[np.argsort(-scores, kind="stable")[:best]])
        place = np.minimum(np.searchsorted(numbers, listed), len(numbers) - 1)
        found = np.where(numbers[place] == listed, scores[place], 0.0)
        return ByWords(listed, found.astype(np.float32), lowest, highest)

    def views_of(self, number: int) -> OwnViews:
        """Return a passage's views in the order they were made."""
        found = self._weighed.get(number)
        if found is None:
            query, given = self._views_wanted([number])
            found = _by_passage(self.database.rows(query, *given))[number]
            _remember(self._weighed, {number: found}, _WEIGHED_REMEMBERED)
        return found

    def rarity(self, word: str) -> float:
        """Return how rare a stem is where it is commoner, in the texts or in what is said."""
        count = self.about.passages
        _, having = self.stems.of(word) or (0, (0,))
        most = max(having)
        return float(np.log1p(count / most)) if most else float(np.log1p(2 * count))

    def has(self, word: str) -> bool:
        """Whether a stem stands in any passage or in what is said of it."""
        return self.stems.of(word) is not None

    def public(self) -> "InPostgres | None":
        """Return what of it everybody may see, itself where that is all."""
        return self if self.is_public else self.outside

    @cached_property
    def _by_id(self) -> dict[str, Paper]:
        return {paper.id: paper for paper in self.papers}

    def _table(self, name: str) -> str:
        return f"{self.schema}.{'public_' if self.is_public else ''}{name}"

    def _papers_of(self, numbers: Sequence[int] | Numbers) -> list[int]:
        """Return the numbers of the papers that passages are of."""
        found: list[int] = (np.searchsorted(self.starts, numbers, side="right") - 1).tolist()
        return found

    def _wanted(self, what: str, table: str, numbers: Sequence[int]) -> tuple[str, list[Any]]:
        """Return the query for columns of a table by passages' numbers, and what it is given."""
        query = (
            f"SELECT {what} FROM {self._table(table)} p "
            "JOIN unnest(%s::integer[], %s::integer[]) AS wanted (paper, number) "
            "ON p.paper = wanted.paper AND p.number = wanted.number"
        )
        return query, [self._papers_of(numbers), list(numbers)]

    def _views_wanted(self, numbers: Sequence[int]) -> tuple[str, list[Any]]:
        what = "p.number, p.kind, p.sentence, halfvec_send(p.vector)"
        query, given = self._wanted(what, "views", numbers)
        return f"{query} ORDER BY p.number, p.view", given

    def _passages_where(self, condition: str, given: Any) -> list[Passage]:
        rows = self.database.rows(
            f"SELECT whole FROM {self._table('passages')} WHERE {condition} ORDER BY number", given
        )
        return [passage_of(whole) for (whole,) in rows]

    def _read(self, asked: Asked, within: Within | None) -> tuple[Numbers, Sums]:
        """Return the passages that have any of these stems, and what the stems score in them."""
        if not len(asked):
            return np.zeros(0, dtype=np.int64), np.zeros(0)
        rows = self.database.rows(
            f"SELECT v.stem, v.field, v.packed FROM {self._table('postings')} v "
            "JOIN unnest(%s::integer[], %s::smallint[]) AS asked (stem, field) "
            "ON v.stem = asked.stem AND v.field = asked.field",
            asked.stems.tolist(),
            asked.fields.tolist(),
        )
        numbers, scores = asked.of_postings(rows)
        if within is None:
            return numbers, scores
        # By the papers' own numbers, which count also those that this audience may not see.
        papers = [self.places[paper.id][0] for paper in self.papers if within.has(paper)]
        kept = np.isin(self._papers_of(numbers), papers)
        return numbers[kept], scores[kept]

    def _scored(self, asked: Asked, numbers: Numbers) -> tuple[Numbers, Sums]:
        """Return those of the passages that have any of the stems, and their whole scores."""
        query, given = self._wanted("p.number, p.packed", "words", numbers.tolist())
        return asked.of_passages(self.database.rows(query, *given))

    def _of_all(self, asked: Asked, within: Within | None) -> tuple[Numbers, Sums]:
        """Return all passages looked in that have any of the stems, and their whole scores."""
        where, given = self._within(within)
        rows = self.database.rows(
            f"SELECT number, packed FROM {self._table('words')} v WHERE {where}", *given
        )
        return asked.of_passages(rows)

    def _within(self, within: Within | None) -> tuple[str, list[Any]]:
        """Return the condition that keeps a query within papers, and what it is given."""
        if within is None:
            return "true", []
        papers = [self.places[paper.id][0] for paper in self.papers if within.has(paper)]
        return "v.paper = ANY (%s::integer[])", [papers]

    def _by_graph(self, within: Within | None) -> bool:
        """Whether to find the nearest by the graph, of which one in so many is looked in."""
        share = self._count(within) / self.about.passages
        return self.about.views * share**2 > self.exact

    def _count(self, within: Within | None) -> int:
        """Return how many passages are looked in."""
        if within is None:
            return self.about.passages
        return sum(self.places[paper.id][1] for paper in self.papers if within.has(paper))

    def _asked(self, sought: Sought) -> Asked:
        """Return what is asked for as BM25 weighs it."""
        weights: dict[str, float] = {}
        for words, weight in ((sought.words, 1.0), (sought.added_words, ADDED_WEIGHT)):
            for word in words:
                weights[word] = weights.get(word, 0.0) + weight
        count, rows = self.about.passages, []
        for word, weight in weights.items():
            number, having = self.stems.of(word) or (0, ())
            for place, has in enumerate(having):
                if has:
                    rarity = float(np.log(1 + (count - has + 0.5) / (has + 0.5)))
                    rows.append((number, place, has, weight * rarity, self.stems.lengths[place]))
        return Asked.of(rows)


def _by_passage(rows: Sequence[tuple[Any, ...]]) -> dict[int, OwnViews]:
    """Return the views of passages by number; a row is number, kind, sentence and vector."""
    found = {}
    for number, own in groupby(rows, key=lambda row: int(row[0])):
        _, kinds, sentences, vectors = zip(*own, strict=True)
        found[number] = OwnViews(
            np.array(kinds, dtype=np.int8), np.array(sentences, np.int32), as_vectors(vectors)
        )
    return found


def _remember(seen: OrderedDict[int, _Value], new: dict[int, _Value], most: int) -> None:
    seen.update(new)
    while len(seen) > most:
        seen.popitem(last=False)


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
