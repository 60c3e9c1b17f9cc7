"""Keep what was read of each file, so that a build reads only what is new."""

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from index.readers import read
from index.readers.block import Block

_READERS = 3
"""Raised whenever a reader gives other blocks than before."""


def read_once(path: Path, folder: Path) -> list[Block]:
    """Return the blocks of a file, from the folder if the same bytes were read before; raises
    ReadError.
    """
    kept = folder / _name(path)
    try:
        return [Block(**block) for block in json.loads(kept.read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError):
        # Never read, or half written: read it now.
        blocks = read(path)
    folder.mkdir(parents=True, exist_ok=True)
    descriptor, beside = tempfile.mkstemp(dir=folder, prefix=".new-")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump([asdict(block) for block in blocks], file, ensure_ascii=False)
    Path(beside).replace(kept)
    return blocks


def forget_others(folder: Path, paths: Iterable[Path]) -> None:
    """Remove what was read of files other than these."""
    names = {_name(path) for path in paths}
    for path in folder.glob("*"):
        if path.name not in names:
            path.unlink(missing_ok=True)


def _name(path: Path) -> str:
    # The ending decides which reader reads a file, so the same bytes may be read in two ways.
    ending = path.suffix.lower().removeprefix(".")
    try:
        return f"{hashlib.sha256(path.read_bytes()).hexdigest()[:32]}-{ending}-{_READERS}.json"
    except OSError:
        return "none"
