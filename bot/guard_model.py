"""What the guard's patterns miss: messages that sound like a live risk, a case or another matter.

Small networks over what the model makes of a message's words (see Ear), with how near it comes to
anything in the papers, and which of some thousand words and pairs of words stand in it, learnt from
our own messages by `review-bot calibrate-guard`; the weights stand in knowledge/guard.yaml. It acts
after the patterns and weighs what they found. An emergency or a number stays found; a name, or what
was noticed by its wording alone ("he's on his own"), is taken back where the message is a question
beyond doubt.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, get_args

import numpy as np

from bot.guard import BY_WORDING, EMERGENCY, GuardOutcome, Notice
from bot.learnt import (
    CalibrationError,
    array_in,
    array_in_steps,
    read,
    write,
    written,
    written_in_steps,
)
from bot.phrases import weight_of
from index.vectors import Matrix

ORDINARY = "ordinary"
OUTCOMES: tuple[GuardOutcome, ...] = get_args(GuardOutcome)
KINDS = (ORDINARY, *OUTCOMES)
EVEN = 1e-5
"""Added to a word's variance, so that one of equal numbers is not divided by nothing."""
RESEMBLES = "resembles"
"""The code of a message noticed by its likeness to others, not by a word in it."""
_LINE = 110
_NEVER = 1e-30
_URGENT_FROM = 0.3
"""Likelihood of a live risk from which a message is noticed, below the threshold too."""
_URGENT_COUNTS = 1.2
_URGENT_BESIDE_CASE = 2.0
"""Added to the log-likelihood of a live risk, more where it is else a case: better told once too
often than too seldom, and who wrote it is told what was noticed either way."""
_LEAST_URGENT = 0.05
"""Likelihood from which a live risk may outweigh a case at all, also where a pattern found one. By
weights learnt from other authors' messages 52 of 93 cases that a pattern took for a risk fall below
it, and 1 of 473 risks.
"""
_BEYOND_DOUBT = 0.9
"""Likelihood of a question from which a pattern was mistaken. By weights learnt from other authors'
messages, 33 of 66 questions that a pattern noticed reach it, none of 570 live risks, of 328 cases;
5 of 11 in which a name was noticed, none of 148 cases.
"""
_PATTERN_COUNTS = {"urgent": 9.0, "personal_data": 1.6, "out_of_scope": 2.4}
"""Added for what the patterns found; an order is hardly a case. That they found a case says nothing
against an alarm in it.
"""


@dataclass(frozen=True, slots=True)
class Ear:
    """Hears which of KINDS a message is by its words, as the model's layers make them.

    Of several networks, learnt alike but for chance, the mean counts: they seldom err together. Of
    each layer, each of `asks`, shape (networks, layers, asks, width), picks the words that it looks
    for and takes their weighed mean (attention with a learnt query: Bahdanau et al., 2015); the
    mean of all words stands beside these. `inner`, shape (networks, inner, layers * (asks + 1) *
    width), and `outer`, shape (networks, kinds, inner), weigh them, each with its bias.
    """

    asks: Matrix
    inner: Matrix
    inner_bias: Matrix
    outer: Matrix
    outer_bias: Matrix

    def heard(self, words: Matrix) -> Matrix:
        """Return the log-likelihoods, but for a constant, of words of shape (words, numbers) as in
        index.encoder.Heard; shape (kinds,).
        """
        networks, layers, count, width = self.asks.shape
        made = words.reshape(-1, layers, width).swapaxes(0, 1)
        made = made - made.mean(axis=2, keepdims=True)
        made /= np.sqrt(np.square(made).mean(axis=2, keepdims=True) + EVEN)
        fit = self.asks @ made.swapaxes(1, 2)
        weights = np.exp(fit - fit.max(axis=3, keepdims=True))
        weights /= weights.sum(axis=3, keepdims=True)
        parts = np.empty((networks, layers, count + 1, width), dtype=np.float32)
        parts[:, :, :count] = weights @ made
        parts[:, :, count] = made.mean(axis=1)
        inner = self.inner @ parts.reshape(networks, -1, 1) + self.inner_bias[:, :, None]
        outer = (self.outer @ np.maximum(inner, 0))[:, :, 0] + self.outer_bias
        found: Matrix = outer.mean(axis=0)
        return found

    @property
    def numbers(self) -> int:
        """How many numbers it needs of each word."""
        return int(self.asks.shape[1] * self.asks.shape[3])


@dataclass(frozen=True, slots=True)
class GuardModel:
    """What tells KINDS apart, in their order, for the embedding model of this name.

    `nearness` has a weight a kind for the cosine with the nearest view in the papers, `phrases` one
    a kind for each word and pair of words that counts. From `threshold` on a message that is likely
    no question is noticed (see is_noticed).
    """

    model: str
    ear: Ear
    threshold: float
    nearness: Matrix
    phrases: Mapping[str, Matrix] = field(default_factory=dict)

    def notice(
        self,
        text: str,
        words: Matrix,
        nearest: float,
        found: Notice | None = None,
        threshold: float | None = None,
    ) -> Notice | None:
        """Return what a message sounds like, None when it is a question.

        `words` is what the model makes of its words (see index.encoder.Heard), `nearest` the cosine
        of its vector with the nearest view, `found` what the patterns noticed in it; `threshold`
        one that holds for every kind.
        """
        if found and EMERGENCY in found.kinds:
            # Told in so few words that it sounds like a heading.
            return found
        likely = self.likely(text, words, nearest)
        is_question = likely[0] >= _BEYOND_DOUBT
        if found and is_question and BY_WORDING.issuperset(found.kinds):
            return None
        if threshold is None:
            is_likely = is_noticed(likely, self.threshold)
        else:
            is_likely = bool(1.0 - likely[0] >= threshold)
        if found is None and not is_likely:
            return None
        outcome = _outcome(likely, found)
        if found and found.outcome == outcome:
            return found
        return Notice(outcome, (RESEMBLES, *(found.kinds if found else ())))

    def likely(self, text: str, words: Matrix, nearest: float) -> Matrix:
        """Return the likelihoods of KINDS, shape (kinds,), of what `notice` is given."""
        total = self.ear.heard(words) + self.nearness * nearest + weight_of(text, self.phrases)
        likely = np.exp(total - total.max())
        found: Matrix = likely / likely.sum()
        return found


def _outcome(likely: Matrix, found: Notice | None) -> GuardOutcome:
    """Return which of OUTCOMES a message has that is not searched, by the likelihoods of its KINDS
    and what the patterns found in it.
    """
    by_kind = np.log(np.maximum(likely[1:], _NEVER)).tolist()
    scores: dict[GuardOutcome, float] = dict(zip(OUTCOMES, by_kind, strict=True))
    case = scores["personal_data"]
    if found:
        scores[found.outcome] += _PATTERN_COUNTS[found.outcome]
        if found.outcome == "personal_data":
            # A case with a number or a name in it is no other matter, whatever is asked with it.
            del scores["out_of_scope"]
    urgent = scores.pop("urgent")
    outcome = max(scores, key=scores.__getitem__)
    if outcome == "personal_data":
        may_be = likely[KINDS.index("urgent")] >= _LEAST_URGENT
        return "urgent" if may_be and urgent + _URGENT_BESIDE_CASE >= case else outcome
    return "urgent" if urgent + _URGENT_COUNTS >= scores[outcome] else outcome


def is_noticed(likely: Matrix, threshold: float) -> bool:
    """Return whether a message is noticed by the likelihoods of its KINDS, in their order: from
    `threshold` on for being no question, sooner as a live risk.
    """
    return bool(likely[KINDS.index("urgent")] >= _URGENT_FROM or 1.0 - likely[0] >= threshold)


def read_guard_model(path: Path) -> GuardModel:
    """Return the weights in a file; raises CalibrationError."""
    found = read(path, "calibrate-guard", _made)
    if not _is_whole(found):
        raise CalibrationError(f"{path.name}: the weights are not whole; restore the file.")
    return found


def write_guard_model(path: Path, found: GuardModel) -> None:
    """Write weights to a file, beside and renamed into place."""
    value = {
        "model": found.model,
        "threshold": found.threshold,
        "nearness": dict(zip(KINDS, _rounded(found.nearness), strict=True)),
        "words": {word: _rounded(weights) for word, weights in sorted(found.phrases.items())},
        "ear": {each.name: _written(getattr(found.ear, each.name)) for each in fields(Ear)},
    }
    head = "# Made by `review-bot calibrate-guard`; what it is for, stands in bot/guard_model.py.\n"
    write(path, head, value, width=_LINE, default_flow_style=None)


def _made(loaded: Mapping[str, Any]) -> GuardModel:
    return GuardModel(
        model=str(loaded["model"]),
        ear=Ear(**{each.name: _array_in(loaded["ear"][each.name]) for each in fields(Ear)}),
        threshold=float(loaded["threshold"]),
        nearness=np.array([loaded["nearness"][kind] for kind in KINDS], dtype=np.float32),
        phrases={
            str(word): np.array(weights, dtype=np.float32)
            for word, weights in loaded["words"].items()
        },
    )


def _is_whole(found: GuardModel) -> bool:
    """Whether the shapes fit each other, and all are numbers."""
    ear, kinds = found.ear, len(KINDS)
    if ear.asks.ndim != 4 or ear.inner.ndim != 3:
        return False
    networks, layers, asks, width = ear.asks.shape
    inner = ear.inner.shape[1]
    fits = (
        ear.inner.shape == (networks, inner, layers * (asks + 1) * width),
        ear.inner_bias.shape == (networks, inner),
        ear.outer.shape == (networks, kinds, inner),
        ear.outer_bias.shape == (networks, kinds),
        found.nearness.shape == (kinds,),
    )
    each = [
        *(getattr(ear, one.name) for one in fields(ear)),
        found.nearness,
        *found.phrases.values(),
    ]
    return (
        all(fits)
        and all(weights.shape == (kinds,) for weights in found.phrases.values())
        and all(np.isfinite(weights).all() for weights in each)
    )


def _written(array: Matrix) -> dict[str, Any]:
    # A network's biases are few, and stay as they are.
    return written_in_steps(array) if array.ndim > 2 else written(array)


def _array_in(given: Mapping[str, Any]) -> Matrix:
    return array_in_steps(given) if "steps" in given else array_in(given)


def _rounded(weights: Matrix) -> list[float]:
    return [round(float(weight), 2) for weight in weights]
