"""What a person names when adding papers, made files: folders, patterns, zip packs, addresses."""

import glob
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from index.fetch import RULES, Fetcher, FetchError, Rules
from index.readers import SUFFIXES, ReadError
from index.web_pages import attachments, is_meeting

_MOST_FILES = 2_000
_MOST_UNPACKED = 1_000_000_000
_DEEPEST_PACK = 2
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Source:
    """A file to add, and where it came from as people would name it: never a machine's path."""

    path: Path
    name: str
    url: str = ""
    etag: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A file that is not added, and why; `refused` where that is a fault to tell in the status."""

    name: str
    why: str
    refused: bool = True


@contextmanager
def files_of(
    named: tuple[str, ...], rules: Rules = RULES, within: Path | None = None
) -> Iterator[list[Source | PassedOver]]:
    """Give the files that the names stand for; what is fetched or unpacked lies within a folder and
    is gone afterwards.
    """
    with room_in(within) as folder:
        room = _Room(folder, Fetcher(rules))
        found = list(
            islice((each for name in named for each in _expand(name, room)), _MOST_FILES + 1)
        )
        if len(found) > _MOST_FILES:
            found[-1] = PassedOver("the rest", f"more than {_MOST_FILES} files; add it in parts.")
        yield found


@contextmanager
def newer(
    known: Mapping[str, tuple[str, str]], rules: Rules = RULES, within: Path | None = None
) -> Iterator[list[Source | PassedOver]]:
    """Give what stands now at addresses known with (etag, modified); unchanged ones are skipped."""
    with room_in(within) as folder:
        room = _Room(folder, Fetcher(rules))
        yield [
            found
            for url, (etag, modified) in known.items()
            for found in _fetched(url, url, room, etag, modified)
        ]


@contextmanager
def room_in(within: Path | None) -> Iterator[Path]:
    """Give a new folder within another, the system's own for none; it is gone afterwards."""
    if within:
        within.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="papers-", dir=within) as folder:
        yield Path(folder)


@dataclass(slots=True)
class _Room:
    """Where packs are unpacked, and how much more may be."""

    folder: Path
    fetcher: Fetcher
    left: int = _MOST_UNPACKED
    files: int = 0

    def new(self, suffix: str) -> Path:
        """Return a path that is free; no name out of a pack ever becomes one."""
        self.files += 1
        return self.folder / f"{self.files}{suffix if suffix.isascii() else ''}"


def _expand(name: str, room: _Room) -> Iterator[Source | PassedOver]:
    path = Path(name)
    if name.startswith(("https://", "http://")):
        yield from _from_web(name, room)
    elif path.is_dir():
        for file in sorted(path.rglob("*")):
            if file.is_file() and not file.name.startswith((".", "~$")):
                yield from _one(file, _shown(str(file.relative_to(path))), room, named=False)
    elif not path.exists() and glob.has_magic(name):
        matches = sorted(glob.glob(name, recursive=True))
        if not matches:
            yield PassedOver(name, "no file has a name like that.")
        for match in matches:
            yield from _expand(match, room)
    else:
        yield from _one(path, path.name, room, named=True)


def _one(path: Path, name: str, room: _Room, named: bool) -> Iterator[Source | PassedOver]:
    if path.suffix.lower() == ".zip":
        yield from _unpacked(path, name, room, 1)
    elif named or path.suffix.lower() in SUFFIXES:
        yield Source(path, name)
    else:
        yield PassedOver(name, "files of this kind are no papers.", refused=False)


def _from_web(url: str, room: _Room) -> Iterator[Source | PassedOver]:
    """Yield what stands at an address; of a meeting's page the papers that it links to."""
    for found in _fetched(url, url, room):
        if isinstance(found, PassedOver) or not is_meeting(url):
            yield found
            continue
        page = found.path.read_bytes()
        links = attachments(page, url)
        # An agenda's page only lists its papers, that of minutes holds their text.
        if b"mgWordPara" in page or not links:
            yield found
        for address, words in links:
            yield from _fetched(address, _shown(words) or address, room)


def _fetched(
    url: str, name: str, room: _Room, etag: str = "", modified: str = ""
) -> Iterator[Source | PassedOver]:
    try:
        fetched = room.fetcher.fetch(url, etag, modified)
    except FetchError as error:
        yield PassedOver(name, str(error).removeprefix(f"{name}: "))
        return
    if fetched.body is None:
        yield PassedOver(name, "nothing has changed there.", refused=False)
        return
    suffix = _KINDS.get(fetched.kind) or PurePosixPath(urlsplit(fetched.url).path).suffix.lower()
    path = room.new(suffix if suffix in (*SUFFIXES, ".zip") else ".html")
    path.write_bytes(fetched.body)
    if path.suffix == ".zip":
        yield from _unpacked(path, name, room, 1)
    else:
        yield Source(path, name, url, fetched.etag, fetched.modified)


_KINDS = {
    "application/pdf": ".pdf",
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/zip": ".zip",
}


def _unpacked(pack: Path, name: str, room: _Room, depth: int) -> Iterator[Source | PassedOver]:
    """Yield the files of a zip pack, unpacked below a folder of our own under names of our own."""
    if depth > _DEEPEST_PACK:
        yield PassedOver(name, "a pack within a pack within a pack is not opened.")
        return
    try:
        with zipfile.ZipFile(pack) as packed:
            for entry in packed.infolist():
                # Some programs of Windows part folders in their own way.
                path = PurePosixPath(entry.filename.replace("\\", "/"))
                inner, suffix = f"{name}/{_shown(path.name)}", path.suffix.lower()
                if entry.is_dir() or path.name.startswith((".", "~$")):
                    continue
                if suffix not in (*SUFFIXES, ".zip"):
                    yield PassedOver(inner, "files of this kind are no papers.", refused=False)
                    continue
                target = room.new(suffix)
                if why := _extract(packed, entry, target, room):
                    yield PassedOver(inner, why)
                elif suffix == ".zip":
                    yield from _unpacked(target, inner, room, depth + 1)
                else:
                    yield Source(target, inner)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "is broken"
        yield PassedOver(name, f"the zip pack cannot be opened ({reason}); fetch it again.")


def _shown(name: str) -> str:
    """Return a name that somebody else gave, without what would move the cursor of a terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in name)[:200].strip()


def _extract(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path, room: _Room) -> str:
    """Write one file of a pack; return why not, empty when it was written."""
    if room.files > _MOST_FILES:
        return f"there are more than {_MOST_FILES} files; add them in parts."
    try:
        with packed.open(entry) as source, target.open("wb") as out:
            # What the pack says of its sizes may be a lie.
            while chunk := source.read(_CHUNK):
                room.left -= len(chunk)
                if room.left < 0:
                    return "what is packed takes too much room unpacked; add it in parts."
                out.write(chunk)
    except RuntimeError:
        return "it is locked with a password within its pack."
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, ReadError, ValueError):
        return "it is broken within its pack."
    except Exception as error:
        if type(error).__module__ == "zlib":
            return "it is broken within its pack."
        raise
    return ""
