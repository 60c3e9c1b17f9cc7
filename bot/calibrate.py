"""Learn which passages a question needs, and when the papers answer it."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np

from bot.answer import Answerer
from bot.answerability import SIGNALS, Bars, Units, signals
from bot.citation import cite
from bot.evaluate import SEVERAL, Asked
from bot.finding import Found
from bot.learnt import NEEDS_ALL, CalibrationError, write, written
from bot.network import Network, learn
from bot.over_time import is_over_time
from bot.phrases import phrases
from bot.ranking import SIGNALS as RANKED_BY
from bot.ranking import Ranking, Weighing, write_ranking

try:
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.feature_selection import SelectKBest, chi2
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import KFold, StratifiedKFold
except ImportError as error:
    raise CalibrationError(NEEDS_ALL) from error

_SIGNALS_SCALE, _WORDS_SCALE = 3.0, 10.0
"""The few signals, and the words, are let weigh more than the many numbers of a question's sound;
chosen by learning from some authors' questions and judging others'."""
_WORDS, _LEAST_TIMES = 1_200, 4
_REFUSED = 0.03
"""Share of the answerable questions that may be told 'nothing found'."""
_DOUBTED = 0.42
"""Likelihood below which an answer is told to be 'partly': by weights learnt from other authors'
questions 9% of the answerable ones lie below, 83% of the others."""
_UNSAID = 0.08
"""Share of what is answered of several questions in one that may be told not to be."""
_FOLDS = 5
_LEAST_DEVIATION = 0.01
"""A signal that hardly ever differs must not be blown up, nor rounded to nothing in the file."""
_LEAST_SPREAD = 0.01
"""A number that is nearly the same for all questions must not get a weight of hundreds."""
_RANKING_REGULARISATION = 0.3
_DEPTH = 5


def calibrate_ranking(
    answerer: Answerer, questions: Sequence[Asked], path: Path
) -> list[dict[str, object]]:
    """Write weights that tell which passages a question needs, and return how well they do: of
    questions how things moved and of others, the share with what is needed among the first five,
    and with one of it first, as found and as ranked by weights that never saw the question.

    Raises CalibrationError when there are too few.
    """
    found = [_found(answerer, asked) for asked in questions if asked.gold]
    if len(found) < _FOLDS:
        raise CalibrationError(
            f"There are {len(found)} questions with passages; calibration needs at least {_FOLDS}."
        )
    learnt, rows = [], []
    for kind, over_time in (("over time", True), ("other", False)):
        alike = [each for each in found if each.is_over_time == over_time]
        # Of a handful nothing could be learnt that all together do not tell better.
        alike = alike if len(alike) >= _FOLDS else found
        learnt.append(_weighing(alike))
        ranked = [each.as_found for each in alike]
        for known, new in KFold(_FOLDS, shuffle=True, random_state=1).split(alike):
            weighing = _weighing([alike[row] for row in known])
            for row in new:
                likely = weighing.likely(alike[row].values)
                ranked[row] = [int(place) for place in np.argsort(-likely, kind="stable")]
        rows.append(
            {
                "kind": kind,
                "questions": len(alike),
                "recall@5 as found": _share([each.has_all(each.as_found) for each in alike]),
                "recall@5": _share([e.has_all(r) for e, r in zip(alike, ranked, strict=True)]),
                "first right as found": _share([bool(each.needed[0]) for each in alike]),
                "first right": _share(
                    [bool(e.needed[r[0]]) for e, r in zip(alike, ranked, strict=True)]
                ),
            }
        )
    write_ranking(path, Ranking(answerer.edition.about.model, learnt[0], learnt[1]))
    return rows


@dataclass(frozen=True)
class _Found:
    """What may come first for one question, in the order it was found: signals (passages,
    signals), and which of the things needed each passage is.
    """

    is_over_time: bool
    need_all: bool
    things: int
    values: np.ndarray
    needed: list[set[int]]

    @property
    def as_found(self) -> list[int]:
        return list(range(len(self.needed)))

    def has_all(self, ranked: Sequence[int]) -> bool:
        """Whether what is needed is among the first five of a ranking."""
        first = set().union(*(self.needed[place] for place in ranked[:_DEPTH]))
        return len(first) == self.things if self.need_all else bool(first)


def _found(answerer: Answerer, asked: Asked) -> _Found:
    hits, values = answerer.measured(asked.question, asked.history)
    cited = [cite(answerer.edition, hit.passage.id) for hit in hits]
    return _Found(
        is_over_time(asked.question),
        asked.need_all,
        len(asked.gold),
        values,
        [{n for n, gold in enumerate(asked.gold) if gold.is_met_by(c)} for c in cited],
    )


def _weighing(found: Sequence[_Found]) -> Weighing:
    values = np.concatenate([each.values for each in found])
    is_needed = np.array([bool(things) for each in found for things in each.needed])
    if is_needed.all() or not is_needed.any():
        raise CalibrationError(
            "The questions' passages are all, or none, among what is found for them; check that "
            "the papers they name are the ones held."
        )
    mean, deviation = values.mean(axis=0), np.maximum(values.std(axis=0), _LEAST_DEVIATION)
    model = LogisticRegression(C=_RANKING_REGULARISATION, max_iter=3000)
    model.fit((values - mean) / deviation, is_needed)
    weights = model.coef_[0] / deviation
    return Weighing(
        dict(zip(RANKED_BY, map(float, weights), strict=True)),
        float(model.intercept_[0] - weights @ mean),
    )


def _share(met: Sequence[bool]) -> float:
    return round(float(np.mean(met)), 3)


def calibrate(answerer: Answerer, questions: Sequence[Asked], path: Path) -> dict[str, float]:
    """Write weights learnt from questions with known answers, and return how well they do.

    The figures come from cross-validation: each question is judged by weights that never saw it,
    nor most of those that stand near it in the files, which one author wrote: the weights are surer
    of what somebody asks whose other questions they know. Raises CalibrationError when there are
    too few of either kind for that.
    """
    answerable = sum(bool(asked.gold) for asked in questions)
    if min(answerable, len(questions) - answerable) < _FOLDS:
        raise CalibrationError(
            f"There are {answerable} questions with passages and {len(questions) - answerable} "
            f"that the papers do not answer; calibration needs at least {_FOLDS} of each."
        )
    told = [each for question in questions for each in _judged(answerer, question)]
    asked = _measured(answerer, told)
    in_order = StratifiedKFold(_FOLDS).split(asked.values, asked.is_answered)
    judged = _cross_validated(asked, in_order)
    whole, parts = (judged[asked.is_answered & part] for part in (~asked.is_part, asked.is_part))
    nothing = float(np.quantile(whole, _REFUSED))
    partly = max(nothing, _DOUBTED)
    unsaid = float(np.quantile(parts, _UNSAID)) if len(parts) else nothing
    _write(path, answerer.edition.about.model, *_learnt(asked), Bars(nothing, partly, unsaid))
    others = judged[~asked.is_answered & ~asked.is_part]
    return {
        "questions": len(judged),
        "auroc": round(float(roc_auc_score(asked.is_answered, judged)), 3),
        "unanswerable told nothing found": _below(others, nothing),
        "unanswerable told nothing or partly": _below(others, partly),
        "answerable told nothing found": _below(whole, nothing),
        "answerable told nothing or partly": _below(whole, partly),
        "of several, unanswerable told not said": _below(
            judged[~asked.is_answered & asked.is_part], unsaid
        ),
    }


def auroc(answerer: Answerer, questions: Sequence[Asked]) -> float:
    """Return how well answerable questions are told from others, 0.5 by chance, 1.0 always.

    Each question is judged by weights learnt from the others, in shuffled folds since nothing is
    known here of who wrote them; nothing is kept.
    """
    told = [each for question in questions for each in _judged(answerer, question)]
    asked = _measured(answerer, [each for each in told if not each.is_part])
    judged = _cross_validated(asked, folds(asked.is_answered))
    return float(roc_auc_score(asked.is_answered, judged))


def folds(kinds: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield the rows to learn from and those to judge, five times; each row is judged once."""
    yield from StratifiedKFold(_FOLDS, shuffle=True, random_state=1).split(kinds, kinds)


def telling_phrases(
    texts: Sequence[str], kinds: np.ndarray, most: int, least_times: int
) -> list[str]:
    """Return the phrases that tell the kinds apart best, of those that stand in enough texts."""
    counter = CountVectorizer(
        analyzer=lambda text: list(phrases(text)), binary=True, min_df=least_times
    )
    try:
        counts = counter.fit_transform(texts)
    except ValueError:
        # Among a handful of questions no phrase comes often enough.
        return []
    select = SelectKBest(chi2, k=min(most, counts.shape[1])).fit(counts, kinds)
    return [str(word) for word in counter.get_feature_names_out()[select.get_support()]]


def phrases_in(texts: Sequence[str], chosen: Sequence[str]) -> np.ndarray:
    """Return which texts have which phrases, shape (texts, phrases); rows of unit length, or 0."""
    place = {word: number for number, word in enumerate(chosen)}
    said = np.zeros((len(texts), len(chosen)))
    for row, text in zip(said, texts, strict=True):
        row[[place[word] for word in set(phrases(text)) if word in place]] = 1.0
    found: np.ndarray = said / np.maximum(np.sqrt(said.sum(axis=1, keepdims=True)), 1)
    return found


@dataclass(frozen=True)
class _Asked:
    """Questions measured: their texts, signals (questions, signals), what they sound like
    (questions, length), which the papers answer, and which are one of several in a message.
    """

    texts: list[str]
    values: np.ndarray
    sound: np.ndarray
    is_answered: np.ndarray
    is_part: np.ndarray

    def those(self, rows: np.ndarray) -> "_Asked":
        return _Asked(
            [self.texts[row] for row in rows],
            self.values[rows],
            self.sound[rows],
            self.is_answered[rows],
            self.is_part[rows],
        )


@dataclass(frozen=True)
class _Sizes:
    """What signals and sounds are brought to size by before they are weighed, and which words are
    looked for.
    """

    mean: np.ndarray
    deviation: np.ndarray
    centre: np.ndarray
    spread: np.ndarray
    words: list[str]

    def inputs(self, asked: _Asked) -> np.ndarray:
        """Return what is weighed: the sound, signals and words, each brought to size."""
        values = (asked.values - self.mean) / self.deviation
        words = phrases_in(asked.texts, self.words)
        found: np.ndarray = np.hstack([asked.sound - self.centre, values, words]) * self.factors
        return found

    @property
    def factors(self) -> np.ndarray:
        """What the sound less its centre, the standardised signals and the words are times."""
        return np.concatenate(
            [
                1 / self.spread,
                np.full(len(self.mean), _SIGNALS_SCALE),
                np.full(len(self.words), _WORDS_SCALE),
            ]
        )


def _learnt(asked: _Asked) -> tuple[_Sizes, Network]:
    sizes = _Sizes(
        asked.values.mean(axis=0),
        np.maximum(asked.values.std(axis=0), _LEAST_DEVIATION),
        asked.sound.mean(axis=0),
        np.maximum(asked.sound.std(axis=0), _LEAST_SPREAD),
        telling_phrases(asked.texts, asked.is_answered, _WORDS, _LEAST_TIMES),
    )
    return sizes, learn(sizes.inputs(asked), asked.is_answered)


def _cross_validated(asked: _Asked, parted: Iterator[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    """Return each question's probability by weights learnt from the other folds; of each fold come
    the rows to learn from and those to judge.
    """
    judged = np.zeros(len(asked.texts))
    for known, new in parted:
        sizes, network = _learnt(asked.those(known))
        judged[new] = network.likely(sizes.inputs(asked.those(new)))
    return judged


@dataclass(frozen=True)
class _Judged:
    """What was found for a question, or for one of several in one, and whether it is answered."""

    found: Found
    is_answered: bool
    is_part: bool = False


def _judged(answerer: Answerer, asked: Asked) -> Iterator[_Judged]:
    """Yield what is found for a question and for each of several in one; of a message that the
    papers answer in part only its parts.
    """
    found = answerer.find(asked.question, asked.history)
    if not asked.unsaid:
        yield _Judged(found, bool(asked.gold))
    # What the papers don't say as a whole they may say in part, unless the question tells that.
    if found.is_several and (asked.gold or SEVERAL in asked.groups) and _is_as_told(found, asked):
        unsaid = {name for ways in asked.unsaid for name in ways}
        for part in (each for each in found.parts if not each.tells):
            yield _Judged(part, bool(asked.gold) and part.named not in unsaid, is_part=True)


def _is_as_told(found: Found, asked: Asked) -> bool:
    """Whether a message fell apart into the parts that are told of it, as far as they are told."""
    named = {part.named for part in found.parts}
    is_each_there = all(named.intersection(ways) for ways in asked.unsaid)
    return is_each_there and len(asked.parts) in (0, len(found.parts))


def _measured(answerer: Answerer, judged: Sequence[_Judged]) -> _Asked:
    values = []
    for found in (each.found for each in judged):
        measured = signals(answerer.edition, found.question, found.sought, found.hits)
        values.append([measured[name] for name in SIGNALS])
    return _Asked(
        [each.found.question.asked for each in judged],
        np.array(values),
        np.array([each.found.sound for each in judged]),
        np.array([each.is_answered for each in judged]),
        np.array([each.is_part for each in judged]),
    )


def _below(judged: np.ndarray, bar: float) -> float:
    return round(float((judged < bar).mean()), 3) if len(judged) else 0.0


def _write(path: Path, model: str, sizes: _Sizes, network: Network, bars: Bars) -> None:
    """Write the weights, each as it counts beside the input before that was brought to size."""
    count = len(sizes.centre)
    ends = [count, count + len(SIGNALS)]
    # What brings each to size is put into its weight, and into what the units look for.
    of_sound, of_signals, of_words = np.split(network.weights * sizes.factors, ends)
    inner, seen_words = np.split(network.inner * sizes.factors, ends[1:], axis=1)
    bias = network.bias - inner[:, :count] @ sizes.centre
    order = np.argsort(sizes.words)
    units = Units(inner, seen_words[:, order], bias, network.outer)
    weights = {
        "model": model,
        **{name: round(bar, 4) for name, bar in asdict(bars).items()},
        "intercept": round(network.intercept - float(sizes.centre @ of_sound), 4),
        "signals": {
            name: {
                "weight": round(float(of_signals[number]), 4),
                "mean": round(float(sizes.mean[number]), 4),
                "deviation": round(float(sizes.deviation[number]), 4),
            }
            for number, name in enumerate(SIGNALS)
        },
        "words": {sizes.words[number]: round(float(of_words[number]), 3) for number in order},
        "question": [round(float(weight), 3) for weight in of_sound],
        "units": {each.name: written(getattr(units, each.name)) for each in fields(Units)},
    }
    head = (
        "# Made by `review-bot calibrate`; what each signal is, stands in bot/answerability.py.\n"
    )
    write(path, head, weights, width=110, default_flow_style=None)
