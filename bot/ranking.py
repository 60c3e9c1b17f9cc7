"""Which of the passages found come first: a few signals, weighed by a small model that can be read.

The weights stand in knowledge/ranking.yaml and are made by `review-bot calibrate-ranking` from
our own questions: logistic regression of whether a passage is one that the question needs.
Questions about how things moved need passages of several papers, and have weights of their own.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np

from bot.coverage import is_of_any_place, share_of, words_of_passage
from bot.kinds import KINDS_GIVEN, given_in
from bot.learnt import CalibrationError, read, write
from bot.over_time import is_over_time
from bot.question import Question
from index.held import Held
from index.passages import Passage
from index.positions import Topic
from index.register import Paper
from index.search import Hit
from index.vectors import Matrix

SIGNALS = (
    "score",
    "cosine",
    "behind_first",
    "place",
    "by_words",
    "covered",
    "place_in_paper",
    "other_paper",
    "topic_of_first",
    "topic_of_part",
    "first_of_part",
    "place_by_part",
    "place_in_paper_by_part",
    "year_of_paper",
    "year_of_another",
    "paper_named",
    "another_named",
    "place_in_speaker",
    "another_speaks",
    "stage_asked_for",
    "another_stage",
    "in_ledger",
    "kind_missing",
    "near_alone",
    "behind_alone",
    "front_page",
    "length",
)
"""Places count as 1 / place. `kind_missing`: a sum, a day, a name is asked for, and none is there.
`near_alone`: cosine with a follow-up without what it leans on; `behind_alone`: how far behind the
passage nearest to that, since "what about agency?" asks for another passage than the one before.
`place_in_speaker`, `another_speaks`: of the papers of whoever is named where it is asked what they
say.
"""
_in_order = itemgetter(*SIGNALS)
_CANDIDATES, _OF_A_PART = 20, 8
_FEW_WORDS = 5
_UNPLACED = 60
_ASKED_OF = {
    "government": re.compile(
        r"\b(?:gov\w*|ministers?|dfe|department for education|whitehall|respon\w*|strategy"
        r"|stable homes)\b",
        re.IGNORECASE,
    ),
    "recommended": re.compile(
        r"\b(?:josh|macalister|review\w*|recommend\w*|report|proposed|wanted|called for"
        r"|asked for)\b",
        re.IGNORECASE,
    ),
    "finding": re.compile(r"\b(?:case for change|found|finding\w*|early)\b", re.IGNORECASE),
    "national body": re.compile(
        r"\b(?:lga|local government association|association|town halls)\b", re.IGNORECASE
    ),
    "local": re.compile(r"\b(?:councils?|local|region|we|our|us)\b", re.IGNORECASE),
}
"""By the ledger's stages, how people say whose position they ask for."""
_SAYS = re.compile(
    r"\b(?:say\w*|said|think\w*|thought|views?|line|position|stance|reckon\w*|told|tell\w*"
    r"|mention\w*|rais\w*|note[ds]?|respon\w*|repl\w*|answer\w*|feel\w*|according)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Weighing:
    """What each signal weighs, and what is added to their sum."""

    weights: Mapping[str, float]
    intercept: float

    def likely(self, values: Matrix) -> Matrix:
        """Return how likely passages are to be needed, 0.0 to 1.0, by their signals, shape
        (passages, SIGNALS); shape (passages,).
        """
        weights = np.array([self.weights[name] for name in SIGNALS], dtype=np.float32)
        found: Matrix = 1 / (1 + np.exp(-(values @ weights + self.intercept)))
        return found


@dataclass(frozen=True, slots=True)
class Ranking:
    """How passages are weighed for a question about how things moved, and for any other, for the
    embedding model of this name.
    """

    model: str
    over_time: Weighing
    other: Weighing

    def of(self, asked: str) -> Weighing:
        """Return how passages are weighed for a question."""
        return self.over_time if is_over_time(asked) else self.other


_BY_SCORE = Weighing({name: 14.0 * (name == "score") for name in SIGNALS}, -13.0)
BY_SCORE = Ranking("", _BY_SCORE, _BY_SCORE)
"""How passages are weighed where nothing was learnt: as near as they are found, one with nine
tenths of the best score being half as likely to be needed."""


def read_ranking(path: Path) -> Ranking:
    """Return the weights in a file; raises CalibrationError."""
    found = read(path, "calibrate-ranking", _made)
    for weighing in (found.over_time, found.other):
        if strangers := weighing.weights.keys() ^ set(SIGNALS):
            raise CalibrationError(
                f"{path.name}: '{min(strangers)}' is not among both the signals there and those "
                "here; run 'review-bot calibrate-ranking'."
            )
        if not all(map(math.isfinite, (*weighing.weights.values(), weighing.intercept))):
            raise CalibrationError(f"{path.name}: a weight is no number; restore the file.")
    return found


def write_ranking(path: Path, ranking: Ranking) -> None:
    """Write weights to a file, beside and renamed into place."""
    value = {
        "model": ranking.model,
        **{
            name: {
                "intercept": round(weighing.intercept, 4),
                "weights": {signal: round(weighing.weights[signal], 4) for signal in SIGNALS},
            }
            for name, weighing in (("over_time", ranking.over_time), ("other", ranking.other))
        },
    }
    head = (
        "# Made by `review-bot calibrate-ranking`; what each signal is, stands in bot/ranking.py.\n"
    )
    write(path, head, value)


class Ranker:
    """Ranks one edition's passages, with its ledger."""

    def __init__(self, edition: Held, topics: Sequence[Topic]) -> None:
        self._edition = edition
        self._stages: dict[str, set[str]] = defaultdict(set)
        self._topics: dict[str, set[str]] = defaultdict(set)
        for topic in topics:
            for position in topic.positions:
                self._stages[position.passage].add(position.stage)
                self._topics[position.passage].add(topic.id)

    def ranked(
        self,
        ranking: Ranking,
        question: Question,
        hits: Sequence[Hit],
        by_part: Sequence[Sequence[Hit]],
        alone: Matrix | None = None,
    ) -> list[Hit]:
        """Return the hits that may come first, the likeliest to be needed first, their scores a
        share of the first's.

        `by_part` are the hits of each part of a question that asks for several things, `alone` the
        vector of a follow-up without what it leans on.
        """
        if not hits:
            return []
        candidates, values = self.measured(question, hits, by_part, alone)
        likely = ranking.of(question.asked).likely(values)
        order = np.argsort(-likely, kind="stable")
        shares = (likely / likely.max()).astype(float).round(4).tolist()
        ranked = [(candidates[place], shares[place]) for place in order.tolist()]
        return [
            Hit(hit.passage, share, hit.number, hit.cosine, hit.lexical) for hit, share in ranked
        ]

    def measured(
        self,
        question: Question,
        hits: Sequence[Hit],
        by_part: Sequence[Sequence[Hit]],
        alone: Matrix | None = None,
    ) -> tuple[list[Hit], Matrix]:
        """Return the hits that may come first, in their order, and their SIGNALS, shape (hits,
        SIGNALS).
        """
        near = [*hits[:_CANDIDATES], *(hit for part in by_part for hit in part[:_OF_A_PART])]
        # Of the question's own hits where it has one, that is what its score and cosine are of.
        own = {hit.number: hit for hit in hits}
        candidates = list({hit.number: own.get(hit.number, hit) for hit in near}.values())
        first = hits[0]
        about = _About(self._edition, question)
        places, in_paper = _places(hits)
        of_speaker = [hit.number for hit in hits if hit.passage.paper in about.speakers]
        in_speaker = {number: place for place, number in enumerate(of_speaker, 1)}
        parts = [_places(part) for part in by_part]
        firsts = [part[0] for part in by_part if part]
        topics = self._topics_of(first)
        topics_of_parts = {topic for hit in firsts for topic in self._topics_of(hit)}
        most_by_words = max(hit.lexical for hit in hits) or 1.0
        near_alone = [0.0 if alone is None else self._nearness(hit, alone) for hit in candidates]
        nearest_alone = max(near_alone)
        found = []
        for hit, alike in zip(candidates, near_alone, strict=True):
            number, passage = hit.number, hit.passage
            read = _read(self._edition.paper(passage.paper), passage)
            stages = self._stages.get(passage.id, set())
            its_topics = self._topics_of(hit)
            is_asked = bool(stages & about.stages)
            values = {
                "score": hit.score if number in own else 0.0,
                "cosine": hit.cosine,
                "behind_first": hit.cosine - first.cosine,
                "place": 1 / places.get(number, _UNPLACED),
                "by_words": hit.lexical / most_by_words,
                "covered": share_of(about.rarity, read.words),
                "place_in_paper": 1 / in_paper.get(number, _CANDIDATES),
                "other_paper": passage.paper != first.passage.paper,
                "topic_of_first": number != first.number and bool(topics & its_topics),
                "topic_of_part": bool(topics_of_parts & its_topics),
                "first_of_part": any(number == part.number for part in firsts),
                "place_by_part": max(
                    (1 / part[number] for part, _ in parts if number in part), default=0.0
                ),
                "place_in_paper_by_part": max(
                    (1 / paper[number] for _, paper in parts if number in paper), default=0.0
                ),
                "year_of_paper": passage.paper in about.of_years,
                "year_of_another": bool(question.years) and passage.paper not in about.of_years,
                "paper_named": passage.paper in about.named,
                "another_named": bool(question.places) and passage.paper not in about.named,
                "place_in_speaker": 1 / in_speaker[number] if number in in_speaker else 0.0,
                "another_speaks": bool(about.speakers) and passage.paper not in about.speakers,
                "stage_asked_for": is_asked,
                "another_stage": bool(about.stages and stages) and not is_asked,
                "in_ledger": bool(stages),
                "kind_missing": not about.wanted <= read.given,
                "near_alone": alike,
                "behind_alone": alike - nearest_alone,
                "front_page": read.is_front_page,
                "length": read.length,
            }
            found.append(_in_order(values))
        return candidates, np.array(found, dtype=np.float32)

    def _nearness(self, hit: Hit, vector: Matrix) -> float:
        """Return the best cosine of a passage's views with a vector."""
        return float((self._edition.views_of(hit.number).vectors @ vector).max())

    def _topics_of(self, hit: Hit) -> set[str]:
        return self._topics.get(hit.passage.id, set())


class _About:
    """What of a question bears on every passage alike."""

    def __init__(self, edition: Held, question: Question) -> None:
        self.rarity = {word: edition.rarity(word) for word in question.words}
        self.wanted = question.asks & KINDS_GIVEN
        self.stages = {stage for stage, said in _ASKED_OF.items() if said.search(question.asked)}
        if question.places and "national body" not in self.stages:
            self.stages.add("local")
        self.of_years = {p.id for p in edition.papers if p.published.year in question.years}
        self.named = {
            paper.id for paper in edition.papers if is_of_any_place(paper, question.places)
        }
        whole = question.texts[-1]
        # "Kirklees on pay" is as short as what somebody says is asked for.
        is_said = _SAYS.search(whole) or len(whole.split()) <= _FEW_WORDS
        self.speakers = self.named if is_said else set()


def _places(hits: Sequence[Hit]) -> tuple[dict[int, int], dict[int, int]]:
    """Return each hit's place from 1, by its number, among all and among those of its paper."""
    in_paper: Counter[str] = Counter()
    among: dict[int, int] = {}
    for hit in hits:
        in_paper[hit.passage.paper] += 1
        among[hit.number] = in_paper[hit.passage.paper]
    return {hit.number: place for place, hit in enumerate(hits, 1)}, among


@dataclass(frozen=True, slots=True)
class _Read:
    """What of a passage is the same for every question: its stems, the kinds of thing it gives,
    whether it is a front page, and the logarithm of its length.
    """

    words: frozenset[str]
    given: frozenset[str]
    is_front_page: bool
    length: float


@lru_cache(2_048)
def _read(paper: Paper, passage: Passage) -> _Read:
    return _Read(
        words_of_passage(paper, passage)[0],
        given_in(f"{passage.text} {passage.summary}"),
        passage.locator.startswith("Front page"),
        math.log(len(passage.text) + 1),
    )


def _made(loaded: Mapping[str, Any]) -> Ranking:
    return Ranking(str(loaded["model"]), _weighing(loaded["over_time"]), _weighing(loaded["other"]))


def _weighing(loaded: Mapping[str, Any]) -> Weighing:
    weights = {str(name): float(weight) for name, weight in loaded["weights"].items()}
    return Weighing(weights, float(loaded["intercept"]))
