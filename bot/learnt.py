"""What all files of weights have in common."""

import base64
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import yaml
from numpy.typing import DTypeLike

from index.vectors import Matrix

_Made = TypeVar("_Made")

# The C loader reads the same YAML ten times faster, where PyYAML was built with it.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DAMAGED = (
    *(OSError, yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError, OverflowError),
)
"""What reading a file of weights may raise where it is not what was written."""
_LINE = 100
_STEPS = 127
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
    return {"shape": list(array.shape), "numbers": _lines(array.astype("<f2").tobytes())}


def array_in(given: Mapping[str, Any]) -> Matrix:
    """Return what `written` wrote; raises ValueError, TypeError or KeyError."""
    found: Matrix = _numbers(given, "<f2").astype(np.float32)
    return found


def written_in_steps(array: Matrix) -> dict[str, Any]:
    """Return an array of several dimensions as a shape, a step for each row and its numbers counted
    in these: half as long as `written`, true to 1 in 254 of the greatest of a row.
    """
    greatest = np.abs(array).max(axis=-1, keepdims=True)
    # A row of nothing has any step.
    steps = np.where(greatest == 0, 1, greatest).astype(np.float32) / _STEPS
    counted = np.rint(array / steps).astype(np.int8)
    return {
        "shape": list(array.shape),
        "steps": steps.ravel().tolist(),
        "numbers": _lines(counted.tobytes()),
    }


def array_in_steps(given: Mapping[str, Any]) -> Matrix:
    """Return what `written_in_steps` wrote; raises ValueError, TypeError or KeyError."""
    counted = _numbers(given, np.int8)
    steps = np.array(given["steps"], dtype=np.float32).reshape(*counted.shape[:-1], 1)
    found: Matrix = counted * steps
    return found


def _lines(numbers: bytes) -> list[str]:
    text = base64.b64encode(numbers).decode()
    return [text[start : start + _LINE] for start in range(0, len(text), _LINE)]


def _numbers(given: Mapping[str, Any], kind: DTypeLike) -> Any:
    numbers = np.frombuffer(base64.b64decode("".join(given["numbers"])), dtype=kind)
    return numbers.reshape(given["shape"])
