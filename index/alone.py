"""One build at a time: the lock that a build holds on its folder, whoever began it."""

import fcntl
import os
import platform
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import IO, Protocol

from index.edition import EditionError

TRIES = 5
PAUSE = 0.1
"""Seconds between two tries: who only looks holds it for a moment, as does one that just died."""


class Lockable(Protocol):
    """What keeps editions elsewhere than in a folder."""

    def alone(self) -> AbstractContextManager[None]:
        """Hold it for a build; raises BuildRunningError where another process has it."""


class BuildRunningError(EditionError):
    """Another process is building; the message says which, and what to do."""

    def __init__(self, where: str) -> None:
        super().__init__(
            f"A build is running already ({where}). Wait until it has ended and try again; if it "
            "hangs, end that process: the edition before it goes on answering."
        )


@contextmanager
def alone(var: Path) -> Iterator[None]:
    """Hold a folder for a build; raises BuildRunningError where another process has it, and OSError
    where its lock cannot be written.

    The lock ends with its process, however that ends, so none has to be cleared away.
    """
    with _file(var).open("a+", encoding="utf-8") as file:
        if not _is_taken(file, fcntl.LOCK_EX):
            file.seek(0)
            raise BuildRunningError(file.read().strip() or "it has only just begun")
        file.truncate(0)
        file.write(f"process {os.getpid()} on {platform.node()}")
        file.flush()
        yield


@contextmanager
def alone_at_all(var: Path, kept: Lockable | None) -> Iterator[None]:
    """Hold a folder for a build, and what keeps editions elsewhere too; raises as `alone` does."""
    with alone(var), kept.alone() if kept else nullcontext():
        yield


def is_building(var: Path) -> bool:
    """Whether any process builds in a folder; False also where that cannot be looked up."""
    try:
        # Only read, and shared: who may not write here may look too, and hinders no one who looks.
        with _file(var).open(encoding="utf-8") as file:
            return not _is_taken(file, fcntl.LOCK_SH)
    except OSError:
        return False


def _file(var: Path) -> Path:
    return var / "building.lock"


def _is_taken(file: IO[str], how: int) -> bool:
    """Whether the lock is ours now."""
    for _ in range(TRIES):
        try:
            fcntl.flock(file, how | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(PAUSE)
        else:
            return True
    return False
