"""An edition in memory: everything the bot knew at one build, ready to be searched."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.glossary import Glossary
from index.held import ADDED_WEIGHT, ByWords, OwnViews, Scores, Sought, Within
from index.lexical import Lexical
from index.onboarding import Step
from index.passages import Passage
from index.positions import Topic
from index.register import Paper
from index.vectors import Vectors

FORMAT = 2
VIEW_KINDS = ("text", "sentence", "summary", "asked")
"""What a vector can be a view of: a whole passage, a sentence of it, our summary of it, a question
it answers.
"""


@dataclass(frozen=True, slots=True)
class About:
    """What an edition was made of; `inputs` and `built` tell whether it is stale."""

    id: str
    built: str
    model: str
    inputs: str
    papers: int
    passages: int
    views: int
    format: int = FORMAT

    @property
    def moment(self) -> datetime:
        """When it was built."""
        built = datetime.fromisoformat(self.built)
        return built if built.tzinfo else built.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Views:
    """For each vector: its passage's number, its kind (see VIEW_KINDS), which sentence."""

    passage: NDArray[np.int32]
    kind: NDArray[np.int8]
    sentence: NDArray[np.int32]
    digest: NDArray[np.str_]


@dataclass(frozen=True)
class Edition:
    """What one build knew, ready to be searched; a Held that has all of it in memory.

    `words` is BM25 over the passages' own words, `said` over our summaries and the questions they
    answer. Every passage that `topics` (the ledger) and `steps` (for new staff) name is there.
    """

    about: About
    papers: tuple[Paper, ...]
    passages: tuple[Passage, ...]
    glossary: Glossary
    views: Views
    vectors: Vectors
    words: Lexical
    said: Lexical
    topics: tuple[Topic, ...] = ()
    steps: tuple[Step, ...] = ()

    @property
    def newest(self) -> Paper:
        """The newest paper it holds."""
        return max(self.papers, key=lambda paper: paper.published)

    @property
    def latest(self) -> date:
        """The date of the newest paper it holds."""
        return self.newest.published

    @property
    def dimensions(self) -> int:
        """How many numbers a vector has."""
        return self.vectors.dimensions

    def paper(self, identity: str) -> Paper:
        """Return the paper of an id."""
        return self._papers[identity]

    def passage(self, identity: str) -> Passage:
        """Return the passage of an id."""
        return self._passages[identity]

    def keyed(self, key: str) -> Passage | None:
        """Return the passage of a key (see Passage.key), None where it is not held."""
        return self._keyed.get(key)

    def of_paper(self, identity: str) -> Sequence[Passage]:
        """Return a paper's passages in reading order."""
        return self._of_papers.get(identity, ())

    def passages_at(self, numbers: Sequence[int]) -> list[Passage]:
        """Return the passages of these numbers, in the order asked for."""
        return [self.passages[number] for number in numbers]

    def nearest_views(self, sought: Sought, limit: int) -> tuple[NDArray[np.int32], Scores]:
        """Return the owners and cosines of the views nearest to any of the vectors, at most
        `limit`, best first.
        """
        among = self._is_within(sought.within)
        rows = None if among is None else among[self.views.passage]
        numbers, cosines = self.vectors.nearest(sought.vectors, limit, rows)
        return self.views.passage[numbers], cosines

    def by_words(self, sought: Sought, among: NDArray[np.int32], best: int) -> ByWords:
        """Return the BM25 scores of these passages and of the `best` by words; a passage's are its
        words' and our summary's summed.
        """
        scores = self.words.scores(sought.words) + self.said.scores(sought.words)
        if sought.added_words:
            added = self.words.scores(sought.added_words) + self.said.scores(sought.added_words)
            scores = np.asarray(scores + ADDED_WEIGHT * added, dtype=np.float32)
        within = self._is_within(sought.within)
        # To pick some out would take as long as to go on with all.
        numbers = np.arange(len(scores)) if within is None else np.flatnonzero(within)
        found = scores[numbers]
        return ByWords(numbers, found, float(found.min()), float(found.max()))

    def views_of(self, number: int) -> OwnViews:
        """Return a passage's views in the order they were made."""
        start, end = self._first_views[number : number + 2]
        own = slice(start, end)
        vectors = self.vectors.between(start, end)
        return OwnViews(self.views.kind[own], self.views.sentence[own], vectors)

    def rarity(self, word: str) -> float:
        """Return how rare a stem is where it is commoner, in the texts or in what is said."""
        return min(self.words.rarity(word), self.said.rarity(word))

    def has(self, word: str) -> bool:
        """Whether a stem stands in any passage or in what is said of it."""
        return self.words.has(word) or self.said.has(word)

    def public(self) -> "Edition | None":
        """Return the edition of its public papers, itself where all are; None for nothing."""
        from index.visible import public_part

        return public_part(self)

    def _is_within(self, within: Within | None) -> NDArray[np.bool_] | None:
        """Return which passages are to be looked in, None for all."""
        if within is None:
            return None
        papers = {paper.id for paper in self.papers if within.has(paper)}
        return np.array([passage.paper in papers for passage in self.passages], dtype=np.bool_)

    @cached_property
    def _first_views(self) -> list[int]:
        """The number of each passage's first view, and after them how many views there are."""
        each = np.arange(len(self.passages) + 1)
        first: list[int] = np.searchsorted(self.views.passage, each).tolist()
        return first

    @cached_property
    def _papers(self) -> dict[str, Paper]:
        return {paper.id: paper for paper in self.papers}

    @cached_property
    def _passages(self) -> dict[str, Passage]:
        return {passage.id: passage for passage in self.passages}

    @cached_property
    def _keyed(self) -> dict[str, Passage]:
        return {passage.key: passage for passage in self.passages}

    @cached_property
    def _of_papers(self) -> dict[str, list[Passage]]:
        found: dict[str, list[Passage]] = {}
        for passage in self.passages:
            found.setdefault(passage.paper, []).append(passage)
        return found


@dataclass(frozen=True, slots=True)
class Contents:
    """What an edition says, without what it is searched with."""

    about: About
    papers: tuple[Paper, ...]
    passages: tuple[Passage, ...]
    topics: tuple[Topic, ...] = ()
