"""All that a machine must have to answer as before, in one file: store, editions, knowledge."""

import gzip
import hashlib
import json
import os
import shutil
import tarfile
import tempfile
import time
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Protocol

from bot.backup_built import BUILT, CURRENT, Editions, save, stage
from bot.backup_error import BackupError
from index.alone import BuildRunningError, alone_at_all

FORMAT = 1
_MANIFEST = "manifest.json"
_STORE, _VAR, _KNOWLEDGE = "store", "var", "knowledge"
_PIECE = 1 << 20
_LARGEST_MANIFEST = 100_000_000
_DAMAGED = (
    "{name} is damaged or no backup of review-bot ({why}); nothing was changed. Take another."
)


class Copying(Protocol):
    """What is needed of the store; see bot/store_copy.py."""

    def write(self, folder: Path) -> str:
        """Write the tables into a folder; return which step of the migrations they are at."""
        ...

    def knows(self, revision: str) -> bool:
        """Whether tables at that step can be brought up to date."""
        ...

    def is_empty(self) -> bool:
        """Whether nothing is kept."""
        ...

    def replace(self, folder: Path, revision: str) -> None:
        """Put written tables in the place of those that are there."""
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """Where everything is on this machine; `editions` where they are in a database, of which `keep`
    stay there.
    """

    knowledge: Path
    var: Path
    store: Copying
    editions: Editions | None = None
    keep: int = 1


@dataclass(frozen=True, slots=True)
class Kept:
    """One file of a backup."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds: its files by name, the current edition ("" for none), and which step of
    the migrations the store was at.
    """

    made: str
    revision: str
    edition: str
    files: dict[str, Kept]
    format: int = FORMAT

    @property
    def bytes(self) -> int:
        """How large all files are together."""
        return sum(kept.bytes for kept in self.files.values())


def back_up(place: Place, target: Path) -> Manifest:
    """Write everything into one file, also while it is served; raises BackupError."""
    try:
        place.var.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place.var, prefix=".backup-") as room:
            staged = Path(room)
            (staged / _STORE).mkdir()
            revision = place.store.write(staged / _STORE)
            edition = stage(place.var, place.editions, staged / _VAR)
            return _write(place, staged, target, revision, edition)
    except OSError as error:
        raise BackupError(
            f"The backup cannot be written ({error.strerror}: {error.filename}); make room, or "
            "name another file. A backup made before is untouched."
        ) from error


def examine(archive: Path) -> Manifest:
    """Return what a backup holds, having read all of it; raises BackupError where it is damaged,
    hostile or of a newer program.
    """
    found: dict[str, Kept] = {}
    wrong = ""
    raw = b""
    with _reading(archive) as members:
        for member, content in members:
            if content is None or not _is_safe(member.name):
                wrong = wrong or f"it holds '{member.name[:80]}', which no backup does"
            elif member.name == _MANIFEST:
                raw = content.read(_LARGEST_MANIFEST)
            else:
                found[member.name] = _digest(content)
    manifest = _manifest(archive, raw)
    if wrong:
        raise BackupError(_DAMAGED.format(name=archive.name, why=wrong))
    if manifest.files != found:
        odd = next(n for n in {**found, **manifest.files} if found.get(n) != manifest.files.get(n))
        raise BackupError(
            _DAMAGED.format(name=archive.name, why=f"{odd[:80]} is not as it was written")
        )
    return manifest


def restore(archive: Path, place: Place, *, force: bool = False) -> Manifest:
    """Put a backup's store, editions and knowledge in place; raises BackupError, before anything is
    changed, where it is not whole, a build runs or, without `force`, something stands in its place.
    """
    manifest = examine(archive)
    if not place.store.knows(manifest.revision):
        raise BackupError(
            f"{archive.name} was made by a newer review-bot (store at step {manifest.revision}); "
            "upgrade this one first. Nothing was changed."
        )
    try:
        with _alone(place):
            if not force and (in_the_way := _in_the_way(place, manifest)):
                raise BackupError(
                    f"There is something here already: {', '.join(in_the_way)}. Nothing was "
                    "changed; --force replaces it (what the knowledge folder held is kept aside in "
                    "it)."
                )
            _restore(archive, manifest, place)
    except OSError as error:
        raise BackupError(
            f"The backup cannot be put in place ({error.strerror}: {error.filename}); mend that "
            "and restore again with --force."
        ) from error
    return manifest


def _write(place: Place, staged: Path, target: Path, revision: str, edition: str) -> Manifest:
    files: dict[str, Kept] = {}
    beside = target.with_name(f".{target.name}.part")
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        # For its owner alone: it holds papers that are not public and what readers wrote.
        with (
            os.fdopen(os.open(beside, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as out,
            tarfile.open(fileobj=out, mode="w:gz", compresslevel=1) as archive,
        ):
            for name, path in _sources(place, staged):
                files[name] = _add(archive, name, path)
            manifest = Manifest(
                datetime.now(UTC).isoformat(timespec="seconds"), revision, edition, files
            )
            # Last, so that a file cut short is known by its absence.
            text = staged / _MANIFEST
            text.write_text(json.dumps(asdict(manifest)), encoding="utf-8")
            _add(archive, _MANIFEST, text)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    return manifest


def _sources(place: Place, staged: Path) -> Iterator[tuple[str, Path]]:
    for root, prefix in ((staged, ""), (place.knowledge, f"{_KNOWLEDGE}/")):
        for path in sorted(root.rglob("*")):
            inside = path.relative_to(root)
            is_hidden = any(part.startswith(".") for part in inside.parts)
            if path.is_file() and not is_hidden:
                yield f"{prefix}{inside.as_posix()}", path


def _add(archive: tarfile.TarFile, name: str, path: Path) -> Kept:
    with path.open("rb") as file:
        member = tarfile.TarInfo(name)
        member.size = os.fstat(file.fileno()).st_size
        member.mtime = int(time.time())
        member.mode = 0o600
        content = _Digested(file)
        archive.addfile(member, content)
        return Kept(member.size, content.digest.hexdigest())


class _Digested:
    """A file that is digested as it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        piece = self._file.read(size)
        self.digest.update(piece)
        return piece


@contextmanager
def _reading(archive: Path) -> Iterator[Iterator[tuple[tarfile.TarInfo, IO[bytes] | None]]]:
    """Yield each member with its content, None for what is no plain file; the file is read to its
    end, where its own checksum stands.
    """
    try:
        packed = archive.open("rb")
    except OSError as error:
        raise BackupError(f"{archive} cannot be read ({error.strerror}); name the file.") from error
    try:
        with packed, gzip.open(packed) as plain, tarfile.open(fileobj=plain, mode="r|") as opened:
            yield (
                (member, opened.extractfile(member) if member.isreg() else None)
                for member in opened
            )
            while plain.read(_PIECE):
                pass
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        why = "it cannot be read to its end"
        raise BackupError(_DAMAGED.format(name=archive.name, why=why)) from error


def _is_safe(name: str) -> bool:
    """Whether a name stays below the folders that a backup has, whatever system reads it."""
    parts = name.split("/")
    if name == _MANIFEST:
        return True
    is_plain = ":" not in name and "\\" not in name and "\0" not in name
    is_below = len(parts) > 1 and parts[0] in (_STORE, _VAR, _KNOWLEDGE)
    return is_plain and is_below and all(part and not part.startswith(".") for part in parts)


def _manifest(archive: Path, raw: bytes) -> Manifest:
    try:
        said: dict[str, Any] = json.loads(raw)
        made_by = int(said["format"])
        if made_by > FORMAT:
            raise BackupError(
                f"{archive.name} was made by a newer review-bot (format {made_by}, this one reads "
                f"up to {FORMAT}); upgrade this one first. Nothing was changed."
            )
        files = {str(name): Kept(**kept) for name, kept in said["files"].items()}
        return Manifest(
            str(said["made"]), str(said["revision"]), str(said["edition"]), files, made_by
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        why = "its list of contents is missing"
        raise BackupError(_DAMAGED.format(name=archive.name, why=why)) from error


def _digest(content: IO[bytes]) -> Kept:
    digest, size = hashlib.sha256(), 0
    while piece := content.read(_PIECE):
        digest.update(piece)
        size += len(piece)
    return Kept(size, digest.hexdigest())


def _in_the_way(place: Place, manifest: Manifest) -> list[str]:
    found = []
    if not place.store.is_empty():
        found.append("a store with something in it")
    if (place.var / CURRENT).exists():
        found.append(f"an edition in {place.var}")
    if place.editions and place.editions.current():
        found.append("an edition in the database")
    register = place.knowledge / "papers.yaml"
    if register.is_file():
        kept = manifest.files.get(f"{_KNOWLEDGE}/papers.yaml")
        with register.open("rb") as file:
            if _digest(file) != kept:
                found.append(f"another register in {place.knowledge}")
    return found


@contextmanager
def _alone(place: Place) -> Iterator[None]:
    """Keep builds out, which would make current what is being replaced; raises BackupError where
    one runs.
    """
    place.var.mkdir(parents=True, exist_ok=True)
    with ExitStack() as held:
        try:
            held.enter_context(alone_at_all(place.var, place.editions))
        except BuildRunningError as error:
            raise BackupError(f"{error} Nothing was changed.") from error
        yield


def _restore(archive: Path, manifest: Manifest, place: Place) -> None:
    for folder in (place.var, place.knowledge):
        folder.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(place.var).free < manifest.bytes:
        raise BackupError(
            f"The backup needs {manifest.bytes // 1_000_000} MB and there is less room below "
            f"{place.var}; make room. Nothing was changed."
        )
    with (
        tempfile.TemporaryDirectory(dir=place.var, prefix=".restore-") as built,
        tempfile.TemporaryDirectory(dir=place.knowledge, prefix=".restore-") as known,
    ):
        # Beside where they will stand, so that putting them there is a rename.
        rooms = {_STORE: Path(built), _VAR: Path(built), _KNOWLEDGE: Path(known)}
        _extract(archive, manifest, rooms)
        (Path(built) / _STORE).mkdir(exist_ok=True)
        place.store.replace(Path(built) / _STORE, manifest.revision)
        aside = place.knowledge / f".replaced-{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
        _put(Path(known) / _KNOWLEDGE, place.knowledge, aside)
        if place.editions:
            save(place.editions, Path(built) / _VAR, place.keep)
        _put(Path(built) / _VAR, place.var, Path(built) / "replaced", (*BUILT, CURRENT))
    if place.editions:
        place.editions.mirror()


def _extract(archive: Path, manifest: Manifest, rooms: dict[str, Path]) -> None:
    with _reading(archive) as members:
        for member, content in members:
            if member.name == _MANIFEST:
                continue
            kept = manifest.files.get(member.name)
            if content is None or kept is None or not _is_safe(member.name):
                raise BackupError(
                    _DAMAGED.format(name=archive.name, why="it changed while it was read")
                )
            path = rooms[member.name.partition("/")[0]] / member.name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                shutil.copyfileobj(content, file, _PIECE)
                file.flush()
                os.fsync(file.fileno())


def _put(staged: Path, folder: Path, aside: Path, names: tuple[str, ...] = ()) -> None:
    """Move what stands in a folder aside, all of it without `names`, and what was staged there."""
    standing = [folder / name for name in names] if names else sorted(folder.glob("[!.]*"))
    for path in standing:
        if path.exists():
            aside.mkdir(exist_ok=True)
            path.replace(aside / path.name)
    staged_paths = sorted(staged.iterdir()) if staged.is_dir() else []
    # The name of the current edition goes last: until it is there, nothing is served from here.
    for path in sorted(staged_paths, key=lambda path: path.name == CURRENT):
        path.replace(folder / path.name)
