"""What all files of weights have in common."""

import base64
from collections.abc import Mapping
from typing import Any

import numpy as np
import yaml

from index.vectors import Matrix

# The C loader reads the same YAML ten times faster, where PyYAML was built with it.
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DAMAGED = (
    *(OSError, yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError, OverflowError),
)
"""What reading a file of weights may raise where it is not what was written."""
_LINE = 100
NEEDS_ALL = "Calibrating needs the whole installation; this one is slim."


class CalibrationError(Exception):
    """The weights cannot be used, or not be learnt; the message says what to do."""


def written(array: Matrix) -> dict[str, Any]:
    """Return an array as a shape and its numbers in half precision, in base64 by the line."""
    text = base64.b64encode(array.astype("<f2").tobytes()).decode()
    lines = [text[start : start + _LINE] for start in range(0, len(text), _LINE)]
    return {"shape": list(array.shape), "numbers": lines}


def array_in(given: Mapping[str, Any]) -> Matrix:
    """Return what `written` wrote; raises ValueError, TypeError or KeyError."""
    numbers = np.frombuffer(base64.b64decode("".join(given["numbers"])), dtype="<f2")
    return numbers.reshape(given["shape"]).astype(np.float32)
