"""What a question asks of an edition, wherever the edition is kept: in memory, or in a database.

One ranking (index/search.py) answers from every kind of edition. It needs only what lies near a
question, never all there is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from index.glossary import Glossary
from index.onboarding import Step
from index.passages import Passage
from index.positions import Topic
from index.register import Paper
from index.vectors import Matrix

if TYPE_CHECKING:
    from index.in_memory import About

Scores = NDArray[np.float32]
Numbers = NDArray[np.int64]

ADDED_WEIGHT = 0.3
"""What a word that only the glossary adds counts beside one that was typed."""


class AwayError(Exception):
    """Where the papers are kept cannot be reached just now; the message says what to look at."""


@dataclass(frozen=True, slots=True)
class Within:
    """Where to look: in these papers (by id), of this publisher, published from `since` to `until`.

    What is left empty does not narrow anything.
    """

    papers: frozenset[str] = frozenset()
    publisher: str = ""
    since: date | None = None
    until: date | None = None

    def has(self, paper: Paper) -> bool:
        """Whether a paper is among those to look in."""
        return (
            (not self.papers or paper.id in self.papers)
            and (not self.publisher or paper.publisher == self.publisher)
            and (self.since is None or paper.published >= self.since)
            and (self.until is None or paper.published <= self.until)
        )


@dataclass(frozen=True, slots=True)
class Sought:
    """A question as the index needs it: its vectors, shape (texts, dimensions), and its stems.

    Several vectors are several ways to put the same question; the nearest view to any counts.
    """

    vectors: Matrix
    words: Sequence[str]
    added_words: Sequence[str] = ()
    within: Within | None = None


@dataclass(frozen=True, slots=True)
class ByWords:
    """Passages by number, ascending, with their BM25 scores, and the lowest and highest score of
    all passages looked in, also of those not listed.
    """

    numbers: Numbers
    scores: Scores
    lowest: float
    highest: float


@dataclass(frozen=True, slots=True)
class OwnViews:
    """The views of one passage: kind (see VIEW_KINDS), which sentence, vectors (views, d)."""

    kind: NDArray[np.int8]
    sentence: NDArray[np.int32]
    vectors: Matrix


class Held(Protocol):
    """An edition that answers. A passage's number is its place in reading order over all papers."""

    @property
    def about(self) -> "About": ...

    @property
    def papers(self) -> tuple[Paper, ...]: ...

    @property
    def passages(self) -> Sequence[Passage]:
        """All passages in reading order; to go through them may take a while."""

    @property
    def glossary(self) -> Glossary: ...

    @property
    def topics(self) -> tuple[Topic, ...]: ...

    @property
    def steps(self) -> tuple[Step, ...]: ...

    @property
    def newest(self) -> Paper:
        """The newest paper it holds."""

    @property
    def latest(self) -> date:
        """The date of the newest paper it holds."""

    @property
    def dimensions(self) -> int:
        """How many numbers a vector has."""

    def paper(self, identity: str) -> Paper:
        """Return the paper of an id."""

    def passage(self, identity: str) -> Passage:
        """Return the passage of an id."""

    def keyed(self, key: str) -> Passage | None:
        """Return the passage of a key (see Passage.key), None where it is not held."""

    def of_paper(self, identity: str) -> Sequence[Passage]:
        """Return a paper's passages in reading order."""

    def passages_at(self, numbers: Sequence[int]) -> list[Passage]:
        """Return the passages of these numbers, in the order asked for."""

    def nearest_views(self, sought: Sought, limit: int) -> tuple[NDArray[np.int32], Scores]:
        """Return the passages' numbers and the cosines of the views nearest to any of the vectors,
        at most `limit`, best first, each view once.
        """

    def by_words(self, sought: Sought, among: NDArray[np.int32], best: int) -> ByWords:
        """Return the BM25 scores at least of these passages, of which some may come twice, and of
        the `best` by words; a passage's is its text's and that of what is said of it summed.
        """

    def views_of(self, number: int) -> OwnViews:
        """Return a passage's views in the order they were made."""

    def rarity(self, word: str) -> float:
        """Return how rare a stem is, where it is commoner: in the texts, or in what is said of
        them (see Lexical.rarity).
        """

    def has(self, word: str) -> bool:
        """Whether a stem stands in any passage or in what is said of it."""

    def public(self) -> "Held | None":
        """Return what of it everybody may see, itself where that is all; None for nothing."""
