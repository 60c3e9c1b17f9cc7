"""Long work beside the pages, each kind in one process at a time: a build, a check of the papers.

Run as a program it does the work: python -m bot.background KIND KNOWLEDGE VAR. A lock that ends
with its process says whether it runs, so that nothing has to be cleaned up after one that died.
"""

import fcntl
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from bot import wording_admin, wording_changes
from bot.settings import Settings, settings
from index.alone import is_building

Kind = Literal["build", "check"]
KINDS: tuple[Kind, ...] = ("build", "check")
_TRIES = 5
_EVERY = 20
"""Texts encoded between two notes of how far a build is."""


@dataclass(frozen=True, slots=True)
class Work:
    """How far a piece of work is, or how it ended: `outcome` is "" while it runs, "done", "failed",
    or "stopped" where its process died.
    """

    began: str
    done: int = 0
    total: int = 0
    outcome: str = ""
    ended: str = ""
    lines: tuple[str, ...] = ()


def start(kind: Kind, chosen: Settings) -> bool:
    """Begin a piece of work in a process of its own; False where one of its kind runs already, also
    a build that somebody began at the command line.
    """
    if kind == "build" and is_building(chosen.var):
        return False
    with _lock(kind, chosen.var) as lock:
        if lock is None:
            return False
        _write(kind, chosen.var, Work(_now()))
        command = [sys.executable, "-m", "bot.background", kind]
        nowhere = subprocess.DEVNULL
        process = subprocess.Popen(
            [*command, str(chosen.knowledge), str(chosen.var)],
            stdin=nowhere,
            stdout=nowhere,
            stderr=nowhere,
            start_new_session=True,
            # The lock goes with the process, and ends when that does, however it ends.
            pass_fds=(lock,),
        )
    # Only so that the system can forget it once it has ended.
    threading.Thread(target=process.wait, daemon=True).start()
    return True


def is_running(kind: Kind, var: Path) -> bool:
    """Whether a piece of work is being done now, by whichever process."""
    with _lock(kind, var) as lock:
        return lock is None


def last(kind: Kind, var: Path) -> Work | None:
    """Return how the last piece of work of a kind stands, None where there never was one."""
    runs = is_running(kind, var)
    try:
        found = json.loads(_note(kind, var).read_text(encoding="utf-8"))
        work = Work(**(found | {"lines": tuple(found["lines"])}))
    except (OSError, ValueError, TypeError, KeyError):
        return Work(_now()) if runs else None
    return work if runs or work.outcome else replace(work, outcome="stopped")


def main(kind: Kind, chosen: Settings) -> None:
    """Do a piece of work; `start` has seen to it that nobody else does."""
    os.nice(10)
    work = Work(_now())
    does = {"build": _build, "check": _check}[kind]
    try:
        lines = does(chosen, lambda done, total: _heard((kind, chosen.var), work, done, total))
        ended = replace(work, outcome="done", lines=tuple(lines))
    except Exception as error:
        ended = replace(work, outcome="failed", lines=(_said(error),))
    _write(kind, chosen.var, replace(ended, ended=_now()))


def _build(chosen: Settings, heard: Callable[[int, int], None]) -> list[str]:
    from bot.opening import bring_up_to_date, editions_elsewhere
    from index.build import build

    bring_up_to_date(chosen)
    made = build(
        chosen.knowledge,
        chosen.var,
        model=chosen.model,
        keep=chosen.editions_kept,
        progress=heard,
        keeper=editions_elsewhere(chosen),
    )
    said = [wording_admin.built(made.about.papers, made.about.passages)]
    return said + ([wording_changes.since_before(made.changes)] if made.changes else [])


def _check(chosen: Settings, _heard: Callable[[int, int], None]) -> list[str]:
    from index.check import problems

    return problems(chosen.knowledge)


def _heard(where: tuple[Kind, Path], work: Work, done: int, total: int) -> None:
    if done % _EVERY < _EVERY // 2 or done == total:
        _write(*where, replace(work, done=done, total=total))


def _said(error: Exception) -> str:
    from bot.cli_options import PERSON_MUST_ACT

    if isinstance(error, PERSON_MUST_ACT):
        return str(error)
    return wording_admin.failed(type(error).__name__)


@contextmanager
def _lock(kind: Kind, var: Path) -> Iterator[int | None]:
    """Yield the lock on a kind of work, None where another holds it."""
    path = _note(kind, var).with_suffix(".lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        for _ in range(_TRIES):
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                # Whoever only looks holds it for a moment as well.
                time.sleep(0.01)
            else:
                yield file.fileno()
                return
        yield None


def _write(kind: Kind, var: Path, work: Work) -> None:
    path = _note(kind, var)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{kind}-")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(asdict(work), file, ensure_ascii=False)
    Path(beside).replace(path)


def _note(kind: Kind, var: Path) -> Path:
    return var / "background" / f"{kind}.json"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


if __name__ == "__main__":
    _kind: Kind = "build" if sys.argv[1] == "build" else "check"
    main(_kind, settings(Path(sys.argv[2]), Path(sys.argv[3])))
