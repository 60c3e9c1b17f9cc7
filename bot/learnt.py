"""What all files of weights have in common."""

import base64
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import yaml

from index.vectors import Matrix

_Made = TypeVar("_Made")

# The C loader reads the same YAML ten times faster, where PyYAML was built with it.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DAMAGED = (
    *(OSError, yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError, OverflowError),
)
"""What reading a file of weights may raise where it is not what was written."""
_LINE = 100
NEEDS_ALL = "Calibrating needs the whole installation; this one is slim."


class CalibrationError(Exception):
    """The weights cannot be used, or not be learnt; the message says what to do."""


def read(path: Path, command: str, made: Callable[[dict[str, Any]], _Made]) -> _Made:
    """Return what is made of a file of weights; raises CalibrationError, which names the command
    that makes such a file.
    """
    try:
        return made(yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER))
    except _DAMAGED as error:
        raise CalibrationError(
            f"{path.name}: the weights cannot be read; restore the file, or make it anew with "
            f"'review-bot {command}'."
        ) from error


def write(path: Path, head: str, value: Mapping[str, Any], **layout: Any) -> None:
    """Write weights to a file under a line of comment, beside and renamed into place; `layout` is
    YAML's.
    """
    beside = path.with_suffix(".new")
    beside.write_text(head + yaml.safe_dump(value, sort_keys=False, **layout), encoding="utf-8")
    beside.replace(path)


def written(array: Matrix) -> dict[str, Any]:
    """Return an array as a shape and its numbers in half precision, in base64 by the line."""
    text = base64.b64encode(array.astype("<f2").tobytes()).decode()
    lines = [text[start : start + _LINE] for start in range(0, len(text), _LINE)]
    return {"shape": list(array.shape), "numbers": lines}


def array_in(given: Mapping[str, Any]) -> Matrix:
    """Return what `written` wrote; raises ValueError, TypeError or KeyError."""
    numbers = np.frombuffer(base64.b64decode("".join(given["numbers"])), dtype="<f2")
    return numbers.reshape(given["shape"]).astype(np.float32)
