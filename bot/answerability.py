"""Whether the papers answer a question: a few signals, weighed by a small model.

The weights stand in knowledge/answerability.yaml and are made by `review-bot calibrate` from our
own questions: of the signals below, brought to mean 0 and deviation 1, of words of the question,
and of what it sounds like (see index.encoder), which tell what kind of thing is asked; and a few
units that see all of these together (to ask for a year needs a nearer passage than to ask what a
word means).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from operator import mul
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np

from bot.asked_for import asked_for, reasons_asked_for, years_asked_for
from bot.coverage import (
    is_held_from,
    is_of_any_place,
    names,
    said_in,
    sentences_with_words,
    share_of,
    words_of_passage,
)
from bot.learnt import CalibrationError, array_in, read
from bot.listed import MOST_LISTED, like_listed
from bot.over_time import is_over_time, parts_of
from bot.phrases import weight_of
from bot.question import Question
from index.edition import VIEW_KINDS
from index.held import Held
from index.search import Hit, Sought, words_of
from index.sentences import sentences
from index.vectors import Matrix, best_of

SIGNALS = (
    "cosine_asked",
    "cosine_said",
    "cosine_lead",
    "covered",
    "covered_by_sentence",
    "covered_by_three",
    "question_covered",
    "rarest_missing",
    "one_paper",
    "unknown_words",
    "place_missing",
    "place_elsewhere",
    "year_missing",
    "year_later",
    "asks_outcome",
    "negated",
    "figure_missing",
    "follow_up",
    "terms_missing",
    "terms_missing_in_three",
    "lead_in_ten",
    "named_behind",
    "in_parts",
    "asks_what_happened",
    "asks_detail",
    "asks_who",
    "asks_which_places",
    "asks_money",
    "asks_when",
    "asks_count",
    "asks_share",
    "share_missing",
    "kind_missing",
    "kind_missing_there",
    "body_missing",
    "name_missing",
    "year_after_paper",
    "year_of_paper",
    "year_there",
    "asks_why",
    "why_missing",
    "person_missing",
    "asks_how_often",
    "how_often_missing",
    "asks_each",
    "asks_where",
    "asks_reply",
    "covered_by_listed",
    "covered_by_few_listed",
    "covered_by_many_listed",
    "kind_unlisted",
    "kind_unlisted_in_many",
    "manner_unlisted",
    "manner_unlisted_in_many",
)
_ASKS_FIGURE = re.compile(
    r"\b(?:how (?:many|much|often|long|old|big)|percentage|number of|cost)\b|%"
    r"|\bwhat (?:share|percent\w*|proportion|figure|number|amount|rate)\b",
    re.IGNORECASE,
)
_ASKS_OUTCOME = re.compile(
    r"\b(?:ever|actually|in the end|so far|eventually|turn(?:ed)? out|by now|since then|these days"
    r"|nowadays|currently|today|now|latest|(?:got|were|was) chosen|selected|picked|went live"
    r"|happened|c[oa]me in(?:to force)?|result|outcome)\b",
    re.IGNORECASE,
)
_HAS_FIGURE = re.compile(
    r"\d|%|£|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|quarter"
    r"|third|no)\b",
    re.IGNORECASE,
)
_NEGATES = re.compile(r"\b(?:not|no|never|without|nobody|none|non|un\w{4,})\b|n['’]?t\b", re.I)
_LOOKED_AT, _SAME_LOOKED_AT = 3, 10


@dataclass(frozen=True, slots=True)
class Signal:
    """How a signal counts: what it is brought to size by, and its weight."""

    weight: float
    mean: float
    deviation: float


@dataclass(frozen=True, slots=True)
class Units:
    """A layer of rectified units that see a question's sound, its signals, brought to size, and its
    words.

    `inner`, shape (units, numbers of a sound + signals), `words`, shape (units, words), and `bias`,
    shape (units,), are what each looks for; `outer`, shape (units,), what it weighs.
    """

    inner: Matrix
    words: Matrix
    bias: Matrix
    outer: Matrix

    def weighed(self, given: Matrix, said: Matrix) -> float:
        """Return what the units make of sound and signals, shape (numbers of a sound + signals,),
        and of what its words are to them, shape (units,).
        """
        return float(self.outer @ np.maximum(self.inner @ given + said + self.bias, 0))


@dataclass(frozen=True, slots=True)
class Bars:
    """How likely an answer must be: below `nothing` the papers don't say, below `partly` they may
    not say all, below `unsaid` they don't say one of several things asked for.
    """

    nothing: float
    partly: float
    unsaid: float


@dataclass(frozen=True)
class Weights:
    """What speaks for an answer and how much, for the embedding model of this name.

    `question` has a weight for each number of what a question sounds like, `words` one for each
    word and pair of words that counts, in the order in which the units see them.
    """

    model: str
    signals: Mapping[str, Signal]
    question: Matrix
    words: Mapping[str, float]
    units: Units
    intercept: float
    bars: Bars

    def probability(self, values: Mapping[str, float], sound: Matrix, asked: str) -> float:
        """Return how likely it is that the papers answer what is asked, 0.0 to 1.0."""
        each = [self.signals[name] for name in SIGNALS]
        sizes = [
            (values[name] - signal.mean) / signal.deviation
            for name, signal in zip(SIGNALS, each, strict=True)
        ]
        total = self.intercept + float(sound @ self.question)
        total += sum(map(mul, sizes, (signal.weight for signal in each)))
        # Where none of its words counts, that is 0 of each.
        said = np.zeros(1 + len(self.units.outer)) + weight_of(asked, self._of_words)
        given = np.concatenate([sound, np.array(sizes, dtype=np.float32)])
        total += float(said[0]) + self.units.weighed(given, said[1:].astype(np.float32))
        return float(1 / (1 + np.exp(-total)))

    @cached_property
    def _of_words(self) -> dict[str, Matrix]:
        """The weight of each word, and after it what it is to the units, shape (1 + units,)."""
        each = zip(self.words.items(), self.units.words.T, strict=True)
        return {word: np.concatenate([[weight], seen]) for (word, weight), seen in each}


def read_weights(path: Path) -> Weights:
    """Return the weights in a file; raises CalibrationError."""
    weights = read(path, "calibrate", _made)
    # Put so that NaN, which is neither above nor below 0, is refused too.
    if not all(signal.deviation > 0 for signal in weights.signals.values()):
        raise CalibrationError(f"{path.name}: deviations must be above 0; restore the file.")
    strangers = weights.signals.keys() ^ set(SIGNALS)
    if strangers:
        raise CalibrationError(
            f"{path.name}: '{min(strangers)}' is not among both the signals there and those here; "
            "run 'review-bot calibrate'."
        )
    if not _is_whole(weights):
        raise CalibrationError(f"{path.name}: the weights are not whole; restore the file.")
    return weights


def _made(loaded: Mapping[str, Any]) -> Weights:
    return Weights(
        model=str(loaded["model"]),
        signals={
            str(name): Signal(
                float(row["weight"]),
                float(row["mean"]),
                float(row["deviation"]),
            )
            for name, row in loaded["signals"].items()
        },
        question=np.array(loaded["question"], dtype=np.float32),
        words={str(word): float(weight) for word, weight in loaded["words"].items()},
        units=Units(**{each.name: array_in(loaded["units"][each.name]) for each in fields(Units)}),
        intercept=float(loaded["intercept"]),
        bars=Bars(*(float(loaded[bar.name]) for bar in fields(Bars))),
    )


def _is_whole(weights: Weights) -> bool:
    """Whether the shapes fit each other, and all are numbers."""
    units, question = weights.units, weights.question
    if question.ndim != 1 or units.outer.ndim != 1:
        return False
    count, seen = len(units.outer), len(question) + len(SIGNALS)
    fits = (
        units.inner.shape == (count, seen)
        and units.words.shape == (count, len(weights.words))
        and units.bias.shape == (count,)
    )
    plain = [
        weights.intercept,
        *(getattr(weights.bars, bar.name) for bar in fields(Bars)),
        *(number for signal in weights.signals.values() for number in (signal.weight, signal.mean)),
        *weights.words.values(),
    ]
    arrays = (np.array(plain), question, *(getattr(units, each.name) for each in fields(Units)))
    return fits and all(bool(np.isfinite(array).all()) for array in arrays)


def signals(
    edition: Held, question: Question, sought: Sought, hits: Sequence[Hit]
) -> dict[str, float]:
    """Return what speaks for and against the hits answering the question, one number a signal."""
    top = hits[0]
    kinds, listed = _nearest_views(edition, sought, top)
    near = [hit.passage for hit in hits[:_LOOKED_AT]]
    texts = [words_of_passage(edition.paper(passage.paper), passage) for passage in near]
    rarity = {word: edition.rarity(word) for word in question.words}
    unknown = {word for word in question.words if not edition.has(word)}
    first = texts[0][0]
    whole = {word for word in rarity if any(word in words for words, _ in texts)}
    plain = texts[0][1]
    each = sentences_with_words(said_in(top.passage)) or (("", frozenset()),)
    by_sentence = [share_of(rarity, words) for _, words in each]
    named = [term.forms for term in question.terms if not term.kind.startswith("place")]
    known = [
        " ".join((said, *passage.asked)).lower()
        for (_, said), passage in zip(texts, near, strict=True)
    ]
    in_question = set(words_of(_question_in(question.asked)))
    missing = [rarity[word] for word in question.words if word not in first]
    same = sum(hit.passage.paper == top.passage.paper for hit in hits[:_SAME_LOOKED_AT])
    return {
        "cosine_asked": kinds["asked"],
        # Not told apart: without the original, our summary is the passage's text.
        "cosine_said": max(kinds["text"], kinds["sentence"], kinds["summary"]),
        "cosine_lead": top.cosine - fmean([hit.cosine for hit in hits[5:20]] or [0.0]),
        "covered": share_of(rarity, first),
        "covered_by_sentence": max(by_sentence),
        "covered_by_three": share_of(rarity, whole),
        "question_covered": share_of({w: r for w, r in rarity.items() if w in in_question}, first),
        "rarest_missing": max(missing, default=0.0) / (max(rarity.values(), default=0.0) or 1.0),
        "one_paper": same / min(len(hits), _SAME_LOOKED_AT),
        "unknown_words": share_of(rarity, unknown),
        "place_missing": float(
            bool(question.places) and not any(names(plain, place) for place in question.places)
        ),
        "place_elsewhere": float(
            not all(is_held_from(edition.papers, place) for place in question.places)
        ),
        "year_missing": float(
            bool(question.years) and not any(str(year) in plain for year in question.years)
        ),
        "year_later": float(any(year > edition.latest.year for year in question.years)),
        "asks_outcome": float(bool(_ASKS_OUTCOME.search(question.asked))),
        "negated": float(bool(_NEGATES.search(question.asked))),
        "figure_missing": float(
            asks_figure(question.asked)
            and not has_figure(f"{top.passage.text} {top.passage.summary}")
        ),
        "follow_up": float(bool(question.alone)),
        "terms_missing": _unnamed(named, known[:1]),
        "terms_missing_in_three": _unnamed(named, known),
        "lead_in_ten": top.cosine - max([hit.cosine for hit in hits[1:10]] or [0.0]),
        "named_behind": _named_behind(edition, question, hits),
        "in_parts": float(is_over_time(question.asked) and bool(parts_of(question.asked))),
        **asked_for(question, known[0], each),
        **years_asked_for(question, said_in(top.passage), edition.paper(top.passage.paper)),
        **reasons_asked_for(question.asks, top.passage),
        **like_listed(question.asks, rarity, top.passage, listed),
    }


def _named_behind(edition: Held, question: Question, hits: Sequence[Hit]) -> float:
    """Return how far behind the nearest passage the nearest one of the places named is, 0.0 where
    none is named: what another council says is not what this one says.
    """
    if not question.places:
        return 0.0
    of_place = [
        hit.cosine
        for hit in hits
        if is_of_any_place(edition.paper(hit.passage.paper), question.places)
    ]
    return max(hit.cosine for hit in hits) - max(of_place, default=0.0)


def asks_figure(asked: str) -> bool:
    """Whether a question asks how many or how much."""
    return bool(_ASKS_FIGURE.search(asked))


def has_figure(text: str) -> bool:
    """Whether a text holds any number."""
    return bool(_HAS_FIGURE.search(text))


def _unnamed(named: Sequence[Sequence[str]], known: Sequence[str]) -> float:
    """Return the share of the terms, each as its forms, that no text, in lower case, names."""
    lacked = (not any(names(plain, forms) for plain in known) for forms in named)
    return sum(lacked) / (len(named) or 1)


def _question_in(asked: str) -> str:
    """Return what is asked, of a message that tells a story around it."""
    asking = [text for text in sentences(asked) if text.rstrip().endswith("?")]
    return " ".join(asking) or asked


def _nearest_views(edition: Held, sought: Sought, hit: Hit) -> tuple[dict[str, float], list[int]]:
    """Return the best cosine of each kind of view of a passage, a kind it lacks taking the best,
    and the places of the nearest questions listed under it, best first.
    """
    views = edition.views_of(hit.number)
    own, kinds = (views.vectors @ sought.vectors.T).max(axis=1), views.kind
    of_kind = {name: own[kinds == number] for number, name in enumerate(VIEW_KINDS)}
    best = float(own.max())
    cosines = {name: float(each.max()) if len(each) else best for name, each in of_kind.items()}
    return cosines, best_of(of_kind["asked"], MOST_LISTED).tolist()
