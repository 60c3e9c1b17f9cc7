"""Learn when the papers answer a question. The only place that imports scikit-learn."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import yaml

from bot.answer import Answerer
from bot.answerability import SIGNALS, CalibrationError, signals
from bot.evaluate import Asked
from bot.guard_model import KINDS, ORDINARY, GuardModel, phrases, write_guard_model

try:
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.feature_selection import SelectKBest, chi2
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import StratifiedKFold, cross_val_predict
except ImportError as error:
    raise CalibrationError("Calibrating needs the whole installation; this one is slim.") from error

_REGULARISATION = 0.01
_SIGNALS_SCALE = 3.0
"""The few signals are let weigh more than the many numbers of a question's vector."""
_REFUSED, _DOUBTED = 0.01, 0.1
"""Shares of the answerable questions that may be told 'nothing found' and at most 'partly'."""
_GUARD_REGULARISATION = 2.0
_VECTOR_SCALE, _NEARNESS_SCALE = 2.0, 3.0
"""How much a message's vector, and how near it comes to the papers, count beside the phrases in
it; chosen by cross-validation."""
_PHRASES = 800
_GUARD_THRESHOLD = 0.7
"""Chosen so that about one ordinary question in a hundred is held back."""
_SAME = 0.995
"""Cosine from which a view is the very text looked for."""
_FOLDS = 5
_LEAST_DEVIATION = 0.01
"""A signal that hardly ever differs must not be blown up, nor rounded to nothing in the file."""
_LEAST_SPREAD = 0.01
"""A number that is nearly the same in all vectors must not get a weight of hundreds."""


def calibrate(answerer: Answerer, questions: Sequence[Asked], path: Path) -> dict[str, float]:
    """Write weights learnt from questions with known answers, and return how well they do.

    The figures come from cross-validation: each question is judged by weights that never saw it.
    Raises CalibrationError when there are too few of either kind for that.
    """
    answerable = sum(bool(asked.gold) for asked in questions)
    if min(answerable, len(questions) - answerable) < _FOLDS:
        raise CalibrationError(
            f"There are {answerable} questions with passages and {len(questions) - answerable} "
            f"that the papers do not answer; calibration needs at least {_FOLDS} of each."
        )
    values, vectors, is_answered = _measured(answerer, questions)
    mean, deviation, size = _scales(values, vectors)
    inputs = _inputs(values, vectors)
    model = _model()
    judged = _cross_validated(inputs, is_answered)
    model.fit(inputs, is_answered)
    of_vector = model.coef_[0][: vectors.shape[1]] / size
    of_signals = model.coef_[0][vectors.shape[1] :] * _SIGNALS_SCALE
    nothing = float(np.quantile(judged[is_answered], _REFUSED))
    partly = float(np.quantile(judged[is_answered], _DOUBTED))
    _write(
        path,
        {
            "model": answerer.edition.about.model,
            "nothing": round(nothing, 4),
            "partly": round(partly, 4),
            "intercept": round(float(model.intercept_[0] - vectors.mean(axis=0) @ of_vector), 4),
            "signals": {
                name: {
                    "weight": round(float(of_signals[number]), 4),
                    "mean": round(float(mean[number]), 4),
                    "deviation": round(float(deviation[number]), 4),
                }
                for number, name in enumerate(SIGNALS)
            },
            "question": [round(float(weight), 3) for weight in of_vector],
        },
    )
    return {
        "questions": len(questions),
        "auroc": round(float(roc_auc_score(is_answered, judged)), 3),
        "unanswerable told nothing found": _below(judged[~is_answered], nothing),
        "unanswerable told nothing or partly": _below(judged[~is_answered], partly),
        "answerable told nothing found": _below(judged[is_answered], nothing),
        "answerable told nothing or partly": _below(judged[is_answered], partly),
    }


def auroc(answerer: Answerer, questions: Sequence[Asked]) -> float:
    """Return how well answerable questions are told from others, 0.5 by chance, 1.0 always.

    Each question is judged by weights learnt from the others, as in `calibrate`; nothing is kept.
    """
    values, vectors, is_answered = _measured(answerer, questions)
    judged = _cross_validated(_inputs(values, vectors), is_answered)
    return float(roc_auc_score(is_answered, judged))


def calibrate_guard(
    answerer: Answerer, messages: Sequence[tuple[str, str]], path: Path
) -> dict[str, float]:
    """Write weights learnt from (message, kind) pairs, kinds as in bot.guard_model.KINDS.

    A third of the questions listed under our summaries are counted in as ordinary ones. Returns,
    by cross-validation, the share noticed of each kind; of the ordinary ones it should be none.
    """
    listed = [asked for passage in answerer.edition.passages for asked in passage.asked][::3]
    pairs = [*messages, *((asked, ORDINARY) for asked in listed)]
    vectors = np.concatenate([answerer.vector(text)[None] for text, _ in pairs])
    kinds = np.array([KINDS.index(kind) for _, kind in pairs])
    nearness = np.array([[_nearest_other(answerer, vector)] for vector in vectors])
    chosen, said = _telling_phrases([text for text, _ in pairs], kinds)
    inputs = np.hstack([vectors * _VECTOR_SCALE, nearness * _NEARNESS_SCALE, said])
    model = LogisticRegression(C=_GUARD_REGULARISATION, max_iter=5000)
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=1)
    judged = cross_val_predict(model, inputs, kinds, cv=folds, method="predict_proba")
    model.fit(inputs, kinds)
    weights = model.coef_.astype(np.float32)
    size = vectors.shape[1]
    learnt = GuardModel(
        answerer.edition.about.model,
        weights[:, :size] * _VECTOR_SCALE,
        model.intercept_.astype(np.float32),
        _GUARD_THRESHOLD,
        weights[:, size] * _NEARNESS_SCALE,
        {word: weights[:, size + 1 + number] for number, word in enumerate(chosen)},
    )
    write_guard_model(path, learnt)
    noticed = 1 - judged[:, 0] >= _GUARD_THRESHOLD
    return {kind: round(float(noticed[kinds == n].mean()), 3) for n, kind in enumerate(KINDS)}


def _nearest_other(answerer: Answerer, vector: np.ndarray) -> float:
    """Return the cosine with the nearest view but the text's own, as it is for a new message."""
    cosines = answerer.nearest(vector, 8)
    return next((cosine for cosine in cosines if cosine < _SAME), cosines[-1])


def _telling_phrases(texts: Sequence[str], kinds: np.ndarray) -> tuple[list[str], np.ndarray]:
    """Return the phrases that tell the kinds apart best, and which texts have them.

    The second has shape (texts, phrases); a text's row is of unit length, or 0.
    """
    counter = CountVectorizer(analyzer=lambda text: list(phrases(text)), binary=True, min_df=2)
    counts = counter.fit_transform(texts)
    select = SelectKBest(chi2, k=min(_PHRASES, counts.shape[1])).fit(counts, kinds)
    chosen = counter.get_feature_names_out()[select.get_support()]
    said = select.transform(counts).toarray().astype(float)
    length = np.sqrt(said.sum(axis=1, keepdims=True))
    return [str(word) for word in chosen], said / np.maximum(length, 1)


def _model() -> LogisticRegression:
    return LogisticRegression(C=_REGULARISATION, class_weight="balanced", max_iter=2000)


def _scales(values: np.ndarray, vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return each signal's mean and deviation, and the deviation of each number of a vector."""
    deviation = np.maximum(values.std(axis=0), _LEAST_DEVIATION)
    return values.mean(axis=0), deviation, np.maximum(vectors.std(axis=0), _LEAST_SPREAD)


def _inputs(values: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    """Return what is learnt from: each vector brought to size, then its question's signals."""
    mean, deviation, size = _scales(values, vectors)
    # A vector's numbers are small (unit length over hundreds of dimensions): bring them to size.
    return np.hstack(
        [(vectors - vectors.mean(axis=0)) / size, (values - mean) / deviation * _SIGNALS_SCALE]
    )


def _cross_validated(inputs: np.ndarray, is_answered: np.ndarray) -> np.ndarray:
    """Return each question's probability by weights learnt from the other folds."""
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=1)
    judged: np.ndarray = cross_val_predict(
        _model(), inputs, is_answered, cv=folds, method="predict_proba"
    )
    return judged[:, 1]


def _measured(
    answerer: Answerer, questions: Sequence[Asked]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return signals (questions, signals), vectors (questions, dimensions) and what is answered."""
    values, vectors, is_answered = [], [], []
    for asked in questions:
        found = answerer.find(asked.question, asked.history)
        measured = signals(answerer.edition, found.question, found.sought, found.hits)
        values.append([measured[name] for name in SIGNALS])
        vectors.append(found.sought.vectors[-1])
        is_answered.append(bool(asked.gold))
    return np.array(values), np.array(vectors), np.array(is_answered)


def _below(judged: np.ndarray, bar: float) -> float:
    return round(float((judged < bar).mean()), 3)


def _write(path: Path, weights: dict[str, object]) -> None:
    head = (
        "# Made by `review-bot calibrate`; what each signal is, stands in bot/answerability.py.\n"
    )
    body = yaml.safe_dump(weights, sort_keys=False, width=110, default_flow_style=None)
    beside = path.with_suffix(".new")
    beside.write_text(head + body, encoding="utf-8")
    beside.replace(path)
