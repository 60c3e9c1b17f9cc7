"""Find the passages nearest a question, by meaning and by words together."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.edition import VIEW_KINDS, Edition
from index.lexical import stems
from index.passages import Passage
from index.vectors import Matrix

Scores = NDArray[np.float32]

DENSE_WEIGHT = 0.5
"""Share of meaning in the score; the rest is words. Measured: see docs/evaluation.md."""
SAID_WEIGHT = 0.6
"""How much a word of our summary counts beside one of the passage itself."""
_CANDIDATES = 2_000
"""Nearest vectors looked at; a passage has some ten views, so these lead to hundreds of passages.
"""


@dataclass(frozen=True, slots=True)
class Sought:
    """A question as the index needs it: its vectors, shape (texts, dimensions), and its weighted
    words.

    Several vectors are several ways to put the same question; the nearest view to any of them
    counts.
    """

    vectors: Matrix
    words: Sequence[str]
    added_words: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its score, 0.0 to 1.0 among this question's hits, higher is nearer.

    `cosine` is that of its nearest view, `overlap` its share of the question's words by their
    rarity.
    """

    passage: Passage
    score: float
    cosine: float
    overlap: float


def search(edition: Edition, sought: Sought, limit: int) -> list[Hit]:
    """Return the nearest passages, best first, at most `limit`."""
    cosines = _cosines(edition, sought.vectors)
    words = _lexical(edition, sought)
    scores = DENSE_WEIGHT * _normalised(cosines) + (1 - DENSE_WEIGHT) * _normalised(words)
    order = np.argsort(-scores, kind="stable")[:limit]
    return [
        Hit(
            edition.passages[number],
            round(float(scores[number]), 4),
            float(cosines[number]),
            float(words[number]),
        )
        for number in order
    ]


def nearest_sentences(edition: Edition, sought: Sought, passage: Passage) -> dict[int, float]:
    """Return the cosine of each of a passage's sentences by its place in the passage."""
    number = next(n for n, known in enumerate(edition.passages) if known.id == passage.id)
    views = edition.views
    rows = np.flatnonzero((views.passage == number) & (views.kind == VIEW_KINDS.index("sentence")))
    matrix = edition.vectors.matrix()[rows]
    best = (matrix @ sought.vectors.T).max(axis=1) if len(rows) else np.zeros(0)
    found: dict[int, float] = {}
    for row, cosine in zip(rows, best, strict=True):
        place = int(views.sentence[row])
        found[place] = max(found.get(place, -1.0), float(cosine))
    return found


def _cosines(edition: Edition, vectors: Matrix) -> Scores:
    """Return each passage's best cosine over its views and the question's vectors, shape
    (passages,).
    """
    best = np.full(len(edition.passages), np.nan, dtype=np.float32)
    for vector in vectors:
        for number, cosine in edition.vectors.nearest(vector, _CANDIDATES):
            owner = edition.views.passage[number]
            if not best[owner] >= cosine:
                best[owner] = cosine
    # A passage none of whose views is among the nearest is at most as near as the farthest seen.
    best[np.isnan(best)] = np.nanmin(best)
    return best


def _lexical(edition: Edition, sought: Sought) -> Scores:
    scores = edition.words.scores(sought.words) + SAID_WEIGHT * edition.said.scores(sought.words)
    if sought.added_words:
        scores = scores + 0.5 * edition.words.scores(sought.added_words)
    return np.asarray(scores, dtype=np.float32)


def _normalised(scores: Scores) -> Scores:
    """Return scores brought between 0 and 1 over this question's candidates; all 0 where they are
    equal.
    """
    low, high = float(scores.min()), float(scores.max())
    if high <= low:
        return np.zeros_like(scores)
    return np.asarray((scores - low) / (high - low), dtype=np.float32)


def words_of(text: str) -> list[str]:
    """Return a text's stems, each once, in order."""
    return list(dict.fromkeys(stems(text)))
