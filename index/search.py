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

MEANING_WEIGHT = 0.65
"""Share of meaning in the score, the rest is words; measured, see docs/evaluation.md."""
_ADDED_WEIGHT = 0.3
"""What a word that only the glossary adds counts beside one that was typed."""
_CANDIDATES = 2_000
"""Nearest views looked at; a passage has some ten, so these lead to hundreds of passages."""
_BEST_VIEWS = 5
"""More would favour passages with many views over those of a paper just added."""
_SOFTNESS = 0.08
"""Of the soft maximum over a passage's best views: several near ones beat one, a little."""
_POOL = 60
_FROM_ANY_PAPER = 3
_OTHER_PAPER = 0.7
"""Share of the best score from which a paper not yet there is moved up to the fourth place."""
_BRIDGES = 3
_BRIDGE_SOFTNESS = 0.05


@dataclass(frozen=True, slots=True)
class Sought:
    """A question as the index needs it: its vectors, shape (texts, dimensions), and its stems.

    Several vectors are several ways to put the same question; the nearest view to any counts.
    """

    vectors: Matrix
    words: Sequence[str]
    added_words: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its score, 0.0 to 1.0 among this question's hits, higher is nearer.

    `number` is its place in the edition, `cosine` its nearest view's, `lexical` its BM25 score.
    """

    passage: Passage
    score: float
    number: int
    cosine: float
    lexical: float


def search(edition: Edition, sought: Sought, limit: int) -> list[Hit]:
    """Return the nearest passages, best first, at most `limit`."""
    owners, cosines = _nearest_views(edition, sought.vectors)
    meaning, nearest = _by_passage(owners, cosines, len(edition.passages))
    words = _lexical(edition, sought)
    scores = MEANING_WEIGHT * _normalised(meaning) + (1 - MEANING_WEIGHT) * _normalised(words)
    hits = [
        Hit(
            edition.passages[number],
            round(float(scores[number]), 4),
            int(number),
            float(nearest[number]),
            float(words[number]),
        )
        for number in _best(scores, max(limit, _POOL))
    ]
    return _diverse(hits)[:limit]


def sentence_scores(edition: Edition, sought: Sought, hit: Hit) -> dict[int, float]:
    """Return how well each of a passage's sentences answers, by its place in the passage.

    A sentence counts by its own cosine with the question and by those with the questions and
    summary sentences of the same passage that are nearest to the question: they often share the
    asker's words where the paper does not.
    """
    start, end = np.searchsorted(edition.views.passage, [hit.number, hit.number + 1])
    kinds = edition.views.kind[start:end]
    vectors = edition.vectors.rows(range(start, end))
    own = (vectors @ sought.vectors.T).max(axis=1)
    is_sentence = kinds == VIEW_KINDS.index("sentence")
    bridges = np.flatnonzero(~is_sentence & (kinds != VIEW_KINDS.index("text")))
    bridges = bridges[np.argsort(-own[bridges])][:_BRIDGES]
    scores = own.copy()
    if len(bridges):
        weights = np.exp((own[bridges] - own[bridges[0]]) / _BRIDGE_SOFTNESS)
        scores = own + vectors @ vectors[bridges].T @ (weights / weights.sum())
    found: dict[int, float] = {}
    for place, score in zip(
        edition.views.sentence[start:end][is_sentence], scores[is_sentence], strict=True
    ):
        found[int(place)] = max(found.get(int(place), -1.0), float(score))
    return found


def words_of(text: str) -> list[str]:
    """Return a text's stems, each once, in order."""
    return list(dict.fromkeys(stems(text)))


def _nearest_views(edition: Edition, vectors: Matrix) -> tuple[NDArray[np.int32], Scores]:
    """Return the owners and cosines of the views nearest to any of the vectors, best first."""
    found = [edition.vectors.nearest(vector, _CANDIDATES) for vector in vectors]
    numbers = np.concatenate([numbers for numbers, _ in found])
    cosines = np.concatenate([cosines for _, cosines in found])
    order = np.argsort(-cosines, kind="stable")
    # A view near several of the vectors counts once, by the nearest.
    _, first = np.unique(numbers[order], return_index=True)
    kept = order[np.sort(first)]
    return edition.views.passage[numbers[kept]], cosines[kept]


def _by_passage(owners: NDArray[np.int32], cosines: Scores, passages: int) -> tuple[Scores, Scores]:
    """Return each passage's soft maximum over its best views and its best cosine, both (passages,).

    A passage none of whose views is among the nearest gets the lowest of those seen.
    """
    order = np.argsort(owners, kind="stable")
    owners, cosines = owners[order], cosines[order]
    starts = np.flatnonzero(np.r_[True, owners[1:] != owners[:-1]])
    ranks = np.arange(len(owners)) - np.repeat(starts, np.diff(np.r_[starts, len(owners)]))
    among = ranks < _BEST_VIEWS
    sums = np.zeros(passages)
    np.add.at(sums, owners[among], np.exp((cosines[among] - 1) / _SOFTNESS))
    seen = sums > 0
    soft = np.full(passages, np.nan)
    soft[seen] = _SOFTNESS * np.log(sums[seen])
    soft[~seen] = soft[seen].min()
    nearest = np.full(passages, cosines.min(), dtype=np.float32)
    nearest[owners[starts]] = cosines[starts]
    return soft.astype(np.float32), nearest


def _lexical(edition: Edition, sought: Sought) -> Scores:
    """Return each passage's BM25 score, its words' and our summary's summed, (passages,)."""
    scores = edition.words.scores(sought.words) + edition.said.scores(sought.words)
    added = edition.words.scores(sought.added_words) + edition.said.scores(sought.added_words)
    return np.asarray(scores + _ADDED_WEIGHT * added, dtype=np.float32)


def _best(scores: Scores, count: int) -> NDArray[np.int64]:
    """Return the numbers of the best scores, best first, of equal ones the first first."""
    if len(scores) > 2 * count:
        # Sorting all of a hundred thousand would take longer than finding them.
        least = np.partition(scores, len(scores) - count)[len(scores) - count]
        among = np.flatnonzero(scores >= least)
        return among[np.argsort(-scores[among], kind="stable")][:count]
    return np.argsort(-scores, kind="stable")[:count]


def _diverse(hits: list[Hit]) -> list[Hit]:
    """Return the hits with the best of papers not among the first few moved up behind those.

    So one paper cannot fill an answer where another says something nearly as near.
    """
    first, rest = hits[:_FROM_ANY_PAPER], hits[_FROM_ANY_PAPER:]
    seen = {hit.passage.paper for hit in first}
    moved: list[Hit] = []
    for hit in rest:
        if hit.passage.paper not in seen and hit.score >= _OTHER_PAPER * hits[0].score:
            seen.add(hit.passage.paper)
            moved.append(hit)
    return [*first, *moved, *(hit for hit in rest if hit not in moved)]


def _normalised(scores: Scores) -> Scores:
    """Return scores brought between 0 and 1 over all passages; 0 where all are equal."""
    low, high = float(scores.min()), float(scores.max())
    if high <= low:
        return np.zeros_like(scores)
    return np.asarray((scores - low) / (high - low), dtype=np.float32)
