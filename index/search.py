"""Find the passages nearest a question, by meaning and by words together."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.edition import VIEW_KINDS
from index.held import Held, Numbers, Scores, Sought, Within
from index.lexical import stems
from index.passages import Passage
from index.vectors import best_of

__all__ = ["Hit", "Sought", "Within", "search", "sentence_scores", "words_of"]

MEANING_WEIGHT = 0.65
"""Share of meaning in the score, the rest is words; measured, see docs/evaluation.md."""
_CANDIDATES = 2_000
"""Nearest views looked at; a passage has some ten, so these lead to hundreds of passages."""
_BEST_VIEWS = 5
"""More would favour passages with many views over those of a paper just added."""
_SOFTNESS = 0.08
"""Of the soft maximum over a passage's best views: several near ones beat one, a little."""
_POOL = 60
_FEW = 1 << 16
"""Passages whose numbers two bytes hold."""
_BRIDGES = 3
_BRIDGE_SOFTNESS = 0.05
_BRIDGED = 0.25
"""What a sentence's cosines with these count beside its own with the question."""


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


def search(held: Held, sought: Sought, limit: int) -> list[Hit]:
    """Return the nearest passages, best first, at most `limit`."""
    owners, cosines = held.nearest_views(sought, _CANDIDATES)
    if not len(owners):
        return []
    count = max(limit, _POOL)
    # None but these can be among the first: what is not near by meaning ranks by its words alone.
    words = held.by_words(sought, owners, count)
    meaning, nearest = _by_passage(owners, cosines, words.numbers)
    by_meaning = _normalised(meaning, float(meaning.min()), float(meaning.max()))
    by_words = _normalised(words.scores, words.lowest, words.highest)
    scores = MEANING_WEIGHT * by_meaning + (1 - MEANING_WEIGHT) * by_words
    best = best_of(scores, limit)
    numbers = words.numbers[best].tolist()
    values = (scores[best].astype(float).round(4), nearest[best], words.scores[best])
    each = zip(held.passages_at(numbers), numbers, *(of.tolist() for of in values), strict=True)
    return [
        Hit(passage, score, number, cosine, lexical)
        for passage, number, score, cosine, lexical in each
    ]


def sentence_scores(held: Held, sought: Sought, hit: Hit) -> dict[int, float]:
    """Return how well each of a passage's sentences answers, by its place in the passage.

    A sentence counts by its own cosine with the question and a little by those with the questions
    and summary sentences of the same passage that are nearest to the question: they often share
    the asker's words where the paper does not.
    """
    views = held.views_of(hit.number)
    own = (views.vectors @ sought.vectors.T).max(axis=1)
    is_sentence = views.kind == VIEW_KINDS.index("sentence")
    scores = own[is_sentence]
    bridges = np.flatnonzero(~is_sentence & (views.kind != VIEW_KINDS.index("text")))
    if len(bridges):
        bridges = bridges[best_of(own[bridges], _BRIDGES)]
        weights = np.exp((own[bridges] - own[bridges[0]]) / _BRIDGE_SOFTNESS)
        bridge = weights @ views.vectors[bridges] / weights.sum()
        scores = scores + _BRIDGED * (views.vectors[is_sentence] @ bridge)
    found: dict[int, float] = {}
    for place, score in zip(views.sentence[is_sentence].tolist(), scores.tolist(), strict=True):
        found[place] = max(found.get(place, -1.0), score)
    return found


def words_of(text: str) -> list[str]:
    """Return a text's stems, each once, in order."""
    return list(dict.fromkeys(stems(text)))


def _by_passage(
    owners: NDArray[np.int32], cosines: Scores, numbers: Numbers
) -> tuple[Scores, Scores]:
    """Return the soft maximum over each passage's best views and its best cosine, both (numbers,).

    A passage none of whose views is among the nearest gets the lowest of those seen.
    """
    # Where all are looked at, a number is its own place.
    is_all = len(numbers) == numbers[-1] + 1
    places = owners if is_all else np.searchsorted(numbers, owners)
    # Of so few different ones, small numbers are sorted many times as fast.
    order = np.argsort(places.astype(np.uint16 if len(numbers) < _FEW else np.int64), kind="stable")
    places, cosines = places[order], cosines[order]
    is_first = np.ones(len(places), dtype=np.bool_)
    np.not_equal(places[1:], places[:-1], out=is_first[1:])
    starts = np.flatnonzero(is_first)
    ranks = np.arange(len(places)) - starts[np.cumsum(is_first) - 1]
    among = ranks < _BEST_VIEWS
    near = np.exp((cosines[among] - 1) / _SOFTNESS)
    sums = np.bincount(places[among], weights=near, minlength=len(numbers))
    seen = sums > 0
    soft = np.full(len(numbers), np.nan)
    soft[seen] = _SOFTNESS * np.log(sums[seen])
    soft[~seen] = soft[seen].min()
    nearest = np.full(len(numbers), cosines.min(), dtype=np.float32)
    nearest[places[starts]] = cosines[starts]
    return soft.astype(np.float32), nearest


def _normalised(scores: Scores, low: float, high: float) -> Scores:
    """Return scores brought between 0 and 1 from the lowest to the highest of all passages; 0 where
    all are equal.
    """
    if high <= low:
        return np.zeros_like(scores)
    return np.asarray((scores - low) / (high - low), dtype=np.float32)
