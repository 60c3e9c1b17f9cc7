"""What was built, brought together for a backup and put back; also where it is in a database."""

import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from bot.backup_error import BackupError
from index import edition as editions
from index.alone import Lockable
from index.edition import Contents, Edition, EditionError

BUILT = ("encoder", "past", "editions")
CURRENT = "current"
_TRIES = 10


class Editions(Lockable, Protocol):
    """What is needed of editions that are in a database; see index/postgres_editions.py."""

    def current(self) -> str | None:
        """Return the id of the current edition, None where there is none."""
        ...

    def mirror(self) -> None:
        """Bring the folder `var` up to date with what the editions say."""
        ...

    def whole(self) -> Edition | None:
        """Return the current edition, None where there is none."""
        ...

    def save(self, edition: Edition, keep: int) -> None:
        """Write an edition and make it current."""
        ...

    def remember(self, contents: Contents) -> None:
        """Keep what a past edition said."""
        ...


def stage(var: Path, kept: Editions | None, staged: Path) -> str:
    """Bring what was built together; return the id of the current edition, "" for none."""
    if kept is None:
        return _stage_folders(var, staged)
    kept.mirror()
    _link_built(var, staged, ("encoder", "past"))
    whole = kept.whole()
    if whole is None:
        return ""
    # As a folder, so that either engine can take it up.
    editions.save(whole, staged, keep=1)
    shutil.rmtree(staged / "past" / whole.about.id, ignore_errors=True)
    return whole.about.id


def _stage_folders(var: Path, staged: Path) -> str:
    """Bring what was built together without copying it; return the id of the current edition.

    A build may remove an older edition meanwhile: linked, its files stay until they are read.
    """
    for _ in range(_TRIES):
        shutil.rmtree(staged, ignore_errors=True)
        current = editions.current(var) or ""
        if current:
            # First of all: with builds one after the other it may be the next to be removed.
            _link_folder(var / "editions" / current, staged / "editions" / current)
        _link_built(var, staged, BUILT)
        if not current:
            return ""
        if (staged / "editions" / current / "about.json").is_file():
            (staged / CURRENT).write_text(current + "\n", encoding="utf-8")
            return current
    raise BackupError(
        "The current edition is missing or cannot be read; run 'review-bot doctor', then try again."
    )


def _link_built(var: Path, staged: Path, names: Sequence[str]) -> None:
    staged.mkdir(exist_ok=True)
    for name in names:
        for folder in sorted((var / name).glob("[!.]*")) if (var / name).is_dir() else ():
            if not (staged / name / folder.name).exists():
                _link_folder(folder, staged / name / folder.name)


def _link_folder(folder: Path, into: Path) -> None:
    try:
        shutil.copytree(folder, into, copy_function=_link)
    except (shutil.Error, OSError):
        shutil.rmtree(into, ignore_errors=True)


def _link(source: str, target: str) -> str:
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:
        # Not every file system knows links.
        shutil.copy2(source, target)
    return target


def save(kept: Editions, staged: Path, keep: int) -> None:
    """Put editions that are staged as folders into a database, and leave the rest staged."""
    current = editions.current(staged)
    for identity in editions.remembered(staged):
        # One of another format can be neither compared nor searched; the doctor says what to do.
        with suppress(EditionError):
            if identity == current:
                kept.save(editions.load(staged, restricted=True), keep)
            else:
                kept.remember(editions.contents(staged, identity, restricted=True))
    shutil.rmtree(staged / "editions", ignore_errors=True)
    (staged / CURRENT).unlink(missing_ok=True)
