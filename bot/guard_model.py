"""What the guard's patterns miss: messages that sound like a live risk, a case or another matter.

Softmax regression on what a message sounds like (its vector, and what the middle of the model makes
of it), on how near it comes to anything in the papers, and on which of some thousand words and
pairs of words stand in it, learnt from our own messages by `review-bot calibrate-guard`; the
weights stand in knowledge/guard.yaml. It acts after the patterns and weighs what they found. A
number or a name stays found; what was noticed by its wording alone ("he's on his own") is taken
back where the message is a question beyond doubt.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

import numpy as np
import yaml

from bot.answerability import LOADER, CalibrationError
from bot.guard import BY_WORDING, GuardOutcome, Notice
from bot.phrases import weight_of
from index.vectors import Matrix

ORDINARY = "ordinary"
OUTCOMES: tuple[GuardOutcome, ...] = get_args(GuardOutcome)
KINDS = (ORDINARY, *OUTCOMES)
RESEMBLES = "resembles"
"""The code of a message noticed by its likeness to others, not by a word in it."""
_URGENT_FROM = 0.45
"""Likelihood of a live risk from which a message is noticed, below the threshold too."""
_OTHER_MATTER_FROM = 0.7
"""Likelihood of being no question from which it is another matter: a question held back is lost,
while of what is no question for the papers most is told, when searched, that they say nothing."""
_URGENT_COUNTS = 0.8
"""Added to the log-likelihood of a live risk: better told once too often than too seldom."""
_BEYOND_DOUBT = 0.95
"""Likelihood of a question from which a pattern was mistaken. By weights learnt from other authors'
messages, none of 148 live risks that a pattern noticed came near it, and 14 of 21 questions did."""
_PATTERN_COUNTS = {"urgent": 9.0, "personal_data": 1.0, "out_of_scope": 2.0}
"""Added for what the patterns found. A case told may hide an alarm; an order is hardly a case."""


@dataclass(frozen=True, slots=True)
class GuardModel:
    """Weights of shape (kinds, length) and intercepts (kinds,), in the order of KINDS.

    `nearness` has a weight a kind for the cosine with the nearest view in the papers, `words` one a
    kind for each word and pair of words that counts. From `threshold` on a message that is likely
    no question is noticed (see is_noticed).
    """

    model: str
    weights: Matrix
    intercepts: Matrix
    threshold: float
    nearness: Matrix
    words: Mapping[str, Matrix] = field(default_factory=dict)

    def notice(
        self,
        text: str,
        heard: Matrix,
        nearest: float,
        found: Notice | None = None,
        threshold: float | None = None,
    ) -> Notice | None:
        """Return what a message sounds like, None when it is a question.

        `heard` is what it sounds like (see index.encoder), `nearest` the cosine of its vector with
        the nearest view, `found` what the patterns noticed in it; `threshold` one that holds for
        every kind.
        """
        total = self.weights @ heard + self.nearness * nearest + self.intercepts
        total = total + weight_of(text, self.words)
        likely = np.exp(total - total.max())
        likely /= likely.sum()
        is_question = likely[0] >= _BEYOND_DOUBT
        if found and is_question and BY_WORDING.issuperset(found.kinds):
            return None
        if threshold is None:
            is_likely = is_noticed(likely, self.threshold)
        else:
            is_likely = bool(1.0 - likely[0] >= threshold)
        if found is None and not is_likely:
            return None
        scores: dict[GuardOutcome, float] = dict(zip(OUTCOMES, total[1:].tolist(), strict=True))
        scores["urgent"] += _URGENT_COUNTS
        if found:
            scores[found.outcome] += _PATTERN_COUNTS[found.outcome]
            if found.outcome == "personal_data":
                # A number or a name stays one, whatever is asked with it.
                del scores["out_of_scope"]
        outcome = max(scores, key=scores.__getitem__)
        if found and found.outcome == outcome:
            return found
        return Notice(outcome, (RESEMBLES, *(found.kinds if found else ())))


def is_noticed(likely: Matrix, threshold: float) -> bool:
    """Return whether a message is noticed by the likelihoods of its KINDS, in their order: from
    `threshold` on for being no question, sooner as a live risk, later as another matter.
    """
    if likely[KINDS.index("urgent")] >= _URGENT_FROM:
        return True
    is_other_matter = likely[1:].argmax() == OUTCOMES.index("out_of_scope")
    needed = max(threshold, _OTHER_MATTER_FROM) if is_other_matter else threshold
    return bool(1.0 - likely[0] >= needed)


def read_guard_model(path: Path) -> GuardModel:
    """Return the weights in a file; raises CalibrationError."""
    try:
        loaded: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)
        rows = [loaded["kinds"][kind] for kind in KINDS]
        found = GuardModel(
            model=str(loaded["model"]),
            weights=np.array([row["weights"] for row in rows], dtype=np.float32),
            intercepts=np.array([row["intercept"] for row in rows], dtype=np.float32),
            threshold=float(loaded["threshold"]),
            nearness=np.array([row["nearness"] for row in rows], dtype=np.float32),
            words={
                str(word): np.array(weights, dtype=np.float32)
                for word, weights in loaded["words"].items()
            },
        )
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise CalibrationError(
            f"{path.name}: the weights cannot be read; restore the file, or make it anew with "
            "'review-bot calibrate-guard'."
        ) from error
    is_whole = all(
        weights.shape == (len(KINDS),) and np.isfinite(weights).all()
        for weights in found.words.values()
    )
    if found.weights.ndim != 2 or not np.isfinite(found.weights).all() or not is_whole:
        raise CalibrationError(f"{path.name}: the weights are not whole; restore the file.")
    return found


def write_guard_model(path: Path, found: GuardModel) -> None:
    """Write weights to a file, beside and renamed into place."""
    value = {
        "model": found.model,
        "threshold": found.threshold,
        "kinds": {
            kind: {
                "intercept": round(float(found.intercepts[number]), 3),
                "nearness": round(float(found.nearness[number]), 3),
                "weights": [round(float(weight), 2) for weight in found.weights[number]],
            }
            for number, kind in enumerate(KINDS)
        },
        "words": {
            word: [round(float(weight), 2) for weight in weights]
            for word, weights in sorted(found.words.items())
        },
    }
    head = "# Made by `review-bot calibrate-guard`; what it is for, stands in bot/guard_model.py.\n"
    body = yaml.safe_dump(value, sort_keys=False, width=110, default_flow_style=None)
    beside = path.with_suffix(".new")
    beside.write_text(head + body, encoding="utf-8")
    beside.replace(path)
