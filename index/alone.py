"""One build at a time: the lock that a build holds on its folder, whoever began it."""

import fcntl
import os
import platform
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from index.edition import EditionError

TRIES = 5
PAUSE = 0.1
"""Seconds between two tries: who only looks holds it for a moment, as does one that just died."""


class BuildRunningError(EditionError):
    """Another process is building; the message says which, and what to do."""

    def __init__(self, where: str) -> None:
        super().__init__(
            f"A build is running already ({where}). Wait until it has ended and try again; if it "
            "hangs, end that process: the edition before it goes on answering."
        )


@contextmanager
def alone(var: Path) -> Iterator[None]:
    """Hold a folder for a build; raises BuildRunningError where another process has it.

    The lock ends with its process, however that ends, so none has to be cleared away.
    """
    with _file(var).open("a+", encoding="utf-8") as file:
        if not _is_taken(file):
            file.seek(0)
            raise BuildRunningError(file.read().strip() or "it has only just begun")
        file.truncate(0)
        file.write(f"process {os.getpid()} on {platform.node()}")
        file.flush()
        yield


def is_building(var: Path) -> bool:
    """Whether any process builds in a folder."""
    try:
        with _file(var).open("a") as file:
            return not _is_taken(file)
    except FileNotFoundError:
        return False


def _file(var: Path) -> Path:
    return var / "building.lock"


def _is_taken(file: IO[str]) -> bool:
    """Whether the lock is ours now."""
    for _ in range(TRIES):
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(PAUSE)
        else:
            return True
    return False
