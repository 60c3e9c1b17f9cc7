"""Where editions are kept: each in one folder that is never changed once written."""

import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from index.in_memory import FORMAT, VIEW_KINDS, About, Contents, Edition, Views
from index.lexical import Lexical
from index.values import glossary_of, paper_of, passage_of, step_of, topic_of
from index.vectors import Vectors

__all__ = [
    "FORMAT",
    "VIEW_KINDS",
    "About",
    "Contents",
    "Edition",
    "EditionError",
    "Views",
    "about",
    "built_before",
    "contents",
    "current",
    "history",
    "keep_contents",
    "load",
    "make_current",
    "remembered",
    "save",
]

PAST_KEPT = 200
"""Of how many older editions the texts are kept; those of five papers are a quarter megabyte."""
_CONTENTS = ("about.json", "papers.json", "passages.json", "positions.json")


class EditionError(Exception):
    """There is no edition that can answer; the message says what to do."""


def save(edition: Edition, var: Path, keep: int) -> None:
    """Write an edition beside the others and make it current.

    All but the newest `keep` can no longer be searched; what they said is kept for comparing.
    """
    editions = var / "editions"
    try:
        editions.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(dir=editions, prefix=".new-"))
        try:
            _write(edition, beside)
            beside.chmod(0o755)
            beside.replace(editions / edition.about.id)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
        make_current(var, edition.about.id)
    except OSError as error:
        raise EditionError(
            f"The edition cannot be written to {var} ({error.strerror}); "
            "make room or name another folder with --var. The edition before is untouched."
        ) from error
    _prune(var, edition.about.id, keep)


def keep_contents(found: Contents, var: Path) -> None:
    """Write what an edition says among those of the past, where nothing is searched; one that is
    kept already stays as it is, also where another process keeps it at the same time.
    """
    past = var / "past"
    past.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(dir=past, prefix=".new-"))
    try:
        _write_contents(found, beside)
        _write_json(beside / "about.json", asdict(found.about))
        beside.chmod(0o755)
        try:
            beside.replace(past / found.about.id)
        except OSError:
            # Who kept the same a moment before has done what is wanted.
            if not (past / found.about.id).exists():
                raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def current(var: Path) -> str | None:
    """Return the id of the edition that answers now, None if there is none yet."""
    try:
        return (var / "current").read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None
    except OSError as error:
        raise EditionError(
            f"{var / 'current'} cannot be read ({error.strerror}); name another folder with --var."
        ) from error
    except UnicodeDecodeError as error:
        raise EditionError(
            f"{var / 'current'} does not name an edition; run 'review-bot build'."
        ) from error


def history(var: Path) -> list[str]:
    """Return the ids of all editions kept, oldest first."""
    return _folders(var / "editions")


def remembered(var: Path) -> list[str]:
    """Return the ids of all editions whose contents are kept, oldest first."""
    return sorted({*history(var), *_folders(var / "past")})


def built_before(var: Path, moment: datetime) -> str | None:
    """Return the id of the last edition built before a moment, None where none is remembered."""
    for identity in reversed(remembered(var)):
        try:
            if about(var, identity).moment < moment:
                return identity
        except (EditionError, ValueError):
            # One that cannot be read is as good as gone: the one before it answers.
            continue
    return None


def contents(var: Path, identity: str | None = None, *, restricted: bool = False) -> Contents:
    """Return what an edition says, the current one by default, also one that is no longer searched;
    of its public papers unless `restricted`. Raises EditionError.
    """
    identity = identity or _current(var)
    said_of_itself = about(var, identity)
    try:
        from index.visible import public_contents

        found = _read_contents(_folder(var, identity), said_of_itself)
        return found if restricted else public_contents(found)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise EditionError(
            f"Edition {identity} cannot be compared: part of it is missing or damaged. "
            "Name another edition."
        ) from error


def about(var: Path, identity: str) -> About:
    """Return what an edition says of itself; raises EditionError when it cannot be used here."""
    path = _folder(var, identity) / "about.json"
    try:
        loaded = _read_json(path)
        # Asked first, since another format may hold other fields.
        if loaded["format"] != FORMAT:
            raise EditionError(_of_another_format(identity, int(loaded["format"])))
        return About(**loaded)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise EditionError(_broken(identity, "it does not say what it is")) from error


def load(var: Path, identity: str | None = None, *, restricted: bool = False) -> Edition:
    """Return an edition, the current one by default, once its counts agree; raises EditionError.

    Only what is public is in it, unless `restricted` asks for all: whoever forgets to ask leaks
    nothing.
    """
    identity = identity or _current(var)
    said_of_itself = about(var, identity)
    folder = var / "editions" / identity
    try:
        edition = _read(folder, said_of_itself)
    except Exception as error:
        # Damage shows itself as whatever the library that reads the part happens to raise.
        raise EditionError(_broken(identity, "part of it is missing or damaged")) from error
    counts = {
        len(edition.passages),
        edition.words.count,
        edition.said.count,
        said_of_itself.passages,
    }
    views = {len(edition.vectors), len(edition.views.passage), said_of_itself.views}
    if len(counts) > 1 or len(views) > 1:
        raise EditionError(_broken(identity, "its parts do not belong together"))
    if restricted:
        return edition
    public = edition.public()
    if public is None:
        raise EditionError("No paper that has been added is public; add one and build.")
    return public


def _current(var: Path) -> str:
    identity = current(var)
    if identity is None:
        raise EditionError("Nothing has been built yet; run 'review-bot build' first.")
    return identity


def _folders(folder: Path) -> list[str]:
    if not folder.is_dir():
        return []
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def _folder(var: Path, identity: str) -> Path:
    """Return where an edition lies, among those that are searched or those of the past."""
    past = var / "past" / identity
    return past if past.is_dir() else var / "editions" / identity


def _broken(identity: str, why: str) -> str:
    mend = "Run 'review-bot build --fresh' to make a new one."
    return f"Edition {identity} cannot be used: {why}. {mend}"


def _of_another_format(identity: str, format_: int) -> str:
    reads = f"it has format {format_}, this program reads {FORMAT}"
    if format_ < FORMAT:
        return (
            f"Edition {identity} was made by an older review-bot: {reads}. Run 'review-bot build' "
            "to make it anew from the knowledge folder; nothing is lost."
        )
    return (
        f"Edition {identity} was made by a newer review-bot: {reads}. Upgrade this one, or run "
        "'review-bot build' to make one that it reads."
    )


def _write(edition: Edition, folder: Path) -> None:
    _write_contents(edition, folder)
    _write_json(folder / "glossary.json", asdict(edition.glossary))
    _write_json(folder / "onboarding.json", [asdict(step) for step in edition.steps])
    views = edition.views
    np.savez(
        folder / "views.npz",
        passage=views.passage,
        kind=views.kind,
        sentence=views.sentence,
        digest=views.digest,
    )
    edition.vectors.save(folder / "vectors.faiss")
    edition.words.save(folder / "words")
    edition.said.save(folder / "said")
    # Last, so that a folder without it is known to be half written.
    _write_json(folder / "about.json", asdict(edition.about))


def _write_contents(said: Edition | Contents, folder: Path) -> None:
    _write_json(folder / "papers.json", [asdict(paper) for paper in said.papers])
    _write_json(folder / "passages.json", [asdict(passage) for passage in said.passages])
    _write_json(folder / "positions.json", [asdict(topic) for topic in said.topics])


def _write_json(path: Path, value: Any) -> None:
    with path.open("w", encoding="utf-8") as file:
        json.dump(value, file, ensure_ascii=False, default=str)
        file.flush()
        os.fsync(file.fileno())


def _read(folder: Path, said_of_itself: About) -> Edition:
    with np.load(folder / "views.npz") as views:
        columns = Views(views["passage"], views["kind"], views["sentence"], views["digest"])
    said = _read_contents(folder, said_of_itself)
    return Edition(
        about=said_of_itself,
        papers=said.papers,
        passages=said.passages,
        glossary=glossary_of(_read_json(folder / "glossary.json")),
        views=columns,
        vectors=Vectors.load(folder / "vectors.faiss"),
        words=Lexical.load(folder / "words"),
        said=Lexical.load(folder / "said"),
        topics=said.topics,
        steps=tuple(step_of(entry) for entry in _read_json(folder / "onboarding.json")),
    )


def _read_contents(folder: Path, said_of_itself: About) -> Contents:
    return Contents(
        about=said_of_itself,
        papers=tuple(paper_of(entry) for entry in _read_json(folder / "papers.json")),
        passages=tuple(passage_of(entry) for entry in _read_json(folder / "passages.json")),
        topics=tuple(topic_of(entry) for entry in _read_json(folder / "positions.json")),
    )


def _read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def make_current(var: Path, identity: str) -> None:
    """Let an edition answer from now on."""
    descriptor, name = tempfile.mkstemp(dir=var, prefix=".current-")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(identity + "\n")
        file.flush()
        os.fsync(file.fileno())
    Path(name).chmod(0o644)
    Path(name).replace(var / "current")


def _prune(var: Path, current_id: str, keep: int) -> None:
    others = [identity for identity in history(var) if identity != current_id]
    surplus: Sequence[str] = others[: max(0, len(others) - max(0, keep - 1))]
    for identity in surplus:
        _retire(var, identity)
    for identity in _folders(var / "past")[:-PAST_KEPT]:
        shutil.rmtree(var / "past" / identity, ignore_errors=True)


def _retire(var: Path, identity: str) -> None:
    """Keep what an edition said, and remove what it was searched with."""
    past = var / "past" / identity
    try:
        past.parent.mkdir(exist_ok=True)
        (var / "editions" / identity).replace(past)
    except OSError:
        # An edition too many does no harm, and the next build tries again.
        return
    for path in past.iterdir():
        if path.name not in _CONTENTS:
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink()
