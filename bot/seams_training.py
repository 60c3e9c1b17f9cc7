"""Learn where a message that asks for several things falls apart."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.answer import Answerer
from bot.calibrate import folds
from bot.evaluate import SEVERAL, Asked
from bot.learnt import NEEDS_ALL, CalibrationError
from bot.seams import Seam, Seams, Sign, seams_in, write_seams

try:
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression
except ImportError as error:
    raise CalibrationError(NEEDS_ALL) from error

_REGULARISATION = 1.0
_LEAST_TIMES = 3
_BAR = 0.3
"""Chosen so that as many messages as can be fall apart just where they should."""
_LEAST_WEIGHT = 0.02
_LEAST_MESSAGES = 10
_OF = ": "
"""Between a sign's name and its value, where both are one word for scikit-learn."""


def calibrate_seams(
    answerer: Answerer, questions: Sequence[Asked], path: Path
) -> list[dict[str, object]]:
    """Write weights that tell where a message falls apart, learnt from messages whose parts are
    known and from others, which have one; return how well they do by cross-validation: of the
    messages of several parts and of one, the share that fell apart just where they should.

    Raises CalibrationError when there are too few of either.
    """
    known = [found for asked in questions if (found := _known(answerer, asked))]
    is_several = np.array([any(each.is_cut) for each in known], dtype=bool)
    if min(is_several.sum(), (~is_several).sum()) < _LEAST_MESSAGES:
        raise CalibrationError(
            f"There are {is_several.sum()} messages of several parts and {(~is_several).sum()} of "
            f"one; calibration needs at least {_LEAST_MESSAGES} of each."
        )
    is_right = np.zeros(len(known), dtype=bool)
    for learnt_from, new in folds(is_several):
        seams = _learnt([known[row] for row in learnt_from])
        is_right[new] = [_falls_right(seams, known[row]) for row in new]
    write_seams(path, _learnt(known))
    return [
        {
            "messages": name,
            "count": int(kind.sum()),
            "as they should": round(float(is_right[kind].mean()), 3),
        }
        for name, kind in (("of several parts", is_several), ("of one", ~is_several))
    ]


@dataclass(frozen=True)
class _Known:
    """A message's seams, and at which of them it falls apart."""

    seams: list[Seam]
    is_cut: list[bool]


def _known(answerer: Answerer, asked: Asked) -> _Known | None:
    """Return a message's seams with what is known of them; None where it has parts that are not
    told, or that, their slips mended, cannot be found in it.
    """
    if SEVERAL in asked.groups and not asked.parts:
        return None
    masked, places = answerer.masked(asked.question, asked.parts)
    if places is None:
        return None
    seams = seams_in(masked)
    cuts = {_cut_before(seams, start) for start in places[1:]}
    return None if None in cuts else _Known(seams, [n in cuts for n in range(len(seams))])


def _cut_before(seams: Sequence[Seam], start: int) -> int | None:
    """Return the number of the seam that ends at a place, or that it lies in; None without one."""
    here = [number for number, seam in enumerate(seams) if seam.start <= start <= seam.end]
    return here[-1] if here else None


def _learnt(known: Sequence[_Known]) -> Seams:
    signs = [seam.signs for each in known for seam in each.seams]
    times = Counter(sign for each in signs for sign in each)
    inputs = [{_key(sign): 1 for sign in each if times[sign] >= _LEAST_TIMES} for each in signs]
    vectorizer = DictVectorizer()
    model = LogisticRegression(C=_REGULARISATION, max_iter=3000)
    model.fit(vectorizer.fit_transform(inputs), [cut for each in known for cut in each.is_cut])
    weights: dict[str, dict[str, float]] = {}
    for key, weight in zip(vectorizer.get_feature_names_out(), model.coef_[0], strict=True):
        name, value = key.split(_OF, 1)
        if abs(weight) >= _LEAST_WEIGHT:
            weights.setdefault(name, {})[value] = round(float(weight), 2)
    return Seams(weights, float(model.intercept_[0]), _BAR)


def _key(sign: Sign) -> str:
    return _OF.join(sign)


def _falls_right(seams: Seams, known: _Known) -> bool:
    return [seams.likely(seam) >= seams.bar for seam in known.seams] == known.is_cut
