"""Files that are broken or made to do harm, and a process that reads many of them in turn."""

import io
import json
import random
import re
import select
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from made import columns, page, pdf, table, word

ROOT = Path(__file__).parents[1]
SECONDS = 20.0
"""Longest that one small file may take; a loaded machine is slow."""

_WORKER = """
import json, sys, time, resource
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from index.readers.block import ReadError
from index.readers.isolated import _bound, _reader
from index.readers.kinds import kind_of
out = open(1, "w", closefd=False)
_bound(100_000, 1_500_000_000)
for line in sys.stdin:
    path = Path(line.rstrip("\\n"))
    begun = time.perf_counter()
    try:
        raw = path.read_bytes()
        kind = kind_of(raw[:4096], path)
        said = "read" if _reader(kind)(raw, path.name).blocks else "nothing"
    except ReadError as error:
        said = str(error)
    except (RecursionError, MemoryError) as error:
        said = type(error).__name__
    except Exception as error:
        said = f"UNEXPECTED {type(error).__name__}: {error}"[:300]
    print(json.dumps([said, time.perf_counter() - begun]), file=out, flush=True)
"""


@dataclass(frozen=True, slots=True)
class Read:
    """What became of a file: "read", a sentence, or what ended its process."""

    path: Path
    said: str
    seconds: float


def read_all(paths: Sequence[Path]) -> Iterator[Read]:
    """Yield what becomes of each file, read one after another within the bounds of a reader.

    A file that ends the process, or that is not read in time, says so; the rest goes on in a new
    process.
    """
    worker = _start()
    try:
        for path in paths:
            assert worker.stdin and worker.stdout
            worker.stdin.write(f"{path}\n".encode())
            worker.stdin.flush()
            begun = time.perf_counter()
            ready, _, _ = select.select([worker.stdout], [], [], SECONDS)
            line = worker.stdout.readline() if ready else b""
            if line:
                said, seconds = json.loads(line)
                yield Read(path, said, seconds)
                continue
            worker.kill()
            ended = worker.wait()
            yield Read(path, f"ENDED {ended}" if ready else "HANGS", time.perf_counter() - begun)
            worker = _start()
    finally:
        worker.kill()
        worker.communicate()


def _start() -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-I", "-B", "-c", _WORKER, str(ROOT)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
    )


def seeds() -> list[tuple[str, bytes]]:
    """Return small papers of every kind to break: (ending, bytes)."""

    def letter(document: Any) -> None:
        document.add_heading("Homes in Ostley", 1)
        for number in range(12):
            document.add_paragraph(f"Paragraph {number} of the letter.", style="List Number")
        document.add_table(2, 2).cell(0, 0).text = "Places"

    lines = [f"1.{n}  Paragraph number {n} of the paper." for n in range(1, 9)]
    web = "".join(f"<h2>{n}. Part</h2><p>1.{n} Words of it.</p>" for n in range(1, 9))
    items = "".join(
        f'<tr><td class="mgItemNumberCell"><p>{n}.</p></td><td><p class="mgAiTitleTxt">Item</p>'
        f'<div class="mgWordPara"><p>Said.</p></div></td></tr>'
        for n in range(1, 6)
    )
    return [
        (".pdf", pdf(page(*lines, head="Ostley Council", foot="Page 1"), page(*lines))),
        (".pdf", pdf(table([["Home", "Places"], ["Elm", "4"], ["Oak", "6"]], "Table 1: Homes"))),
        (".pdf", pdf(columns(lines, lines, "Across both"))),
        (".docx", word(letter)),
        (".html", f"<html><head><title>Homes</title></head><body>{web}</body></html>".encode()),
        (".html", f"<html><body><table>{items}</table></body></html>".encode()),
        (".txt", "\n\n".join(lines).encode("utf-16")),
        (".md", ("# Homes\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n" + "\n".join(lines)).encode()),
    ]


def mutation(seed: int) -> tuple[str, bytes]:
    """Return one broken file, the same for the same seed: (ending, bytes)."""
    chance = random.Random(seed)
    suffix, raw = chance.choice(_SEEDS)
    change = chance.choice(_CHANGES)
    if suffix == ".docx" and chance.random() < 0.6:
        raw = _within(raw, chance, change)
    else:
        raw = change(raw, chance)
    if chance.random() < 0.05:
        suffix = chance.choice((".pdf", ".docx", ".html", ".txt", ".md"))
    return suffix, raw


def _within(raw: bytes, chance: random.Random, change: Callable[..., bytes]) -> bytes:
    """Return a Word file, whole as a zip, with one of its parts broken."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as source, zipfile.ZipFile(out, "w") as target:
        names = [entry.filename for entry in source.infolist()]
        wanted = [n for n in names if n.startswith("word/") and n.endswith(".xml")]
        chosen = chance.choice(wanted if chance.random() < 0.8 else names)
        for name in names:
            data = source.read(name)
            target.writestr(name, change(data, chance) if name == chosen else data)
    return out.getvalue()


def _cut(raw: bytes, chance: random.Random) -> bytes:
    return raw[: chance.randrange(1, len(raw))]


def _flip(raw: bytes, chance: random.Random) -> bytes:
    broken = bytearray(raw)
    for _ in range(chance.choice((1, 5, 40))):
        broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
    return bytes(broken)


def _shuffle(raw: bytes, chance: random.Random) -> bytes:
    size = chance.choice((16, 128, 1024))
    parts = [raw[start : start + size] for start in range(0, len(raw), size)]
    chance.shuffle(parts)
    return b"".join(parts)


def _repeat(raw: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(raw))
    end = min(len(raw), start + chance.choice((10, 200, 2000)))
    return raw[:end] + raw[start:end] * chance.choice((2, 50, 400)) + raw[end:]


def _blank(raw: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(raw))
    end = min(len(raw), start + chance.choice((4, 64, 1000)))
    return raw[:start] + bytes([chance.choice((0, 32, 255))]) * (end - start) + raw[end:]


def _splice(raw: bytes, chance: random.Random) -> bytes:
    other = chance.choice(_SEEDS)[1]
    return raw[: chance.randrange(len(raw))] + other[chance.randrange(len(other)) :]


def _other_numbers(raw: bytes, chance: random.Random) -> bytes:
    """Point references and sizes elsewhere, so that they lead in circles or out of the file."""

    def other(found: "re.Match[bytes]") -> bytes:
        if chance.random() > 0.08:
            return found.group()
        return str(chance.choice((0, 1, 2, 3, 5, 7, -1, 65535, 2**31, 2**63, 10**30))).encode()

    return re.sub(rb"\d+", other, raw)


def _other_words(raw: bytes, chance: random.Random) -> bytes:
    """Put one name of the file where another stood."""
    names = re.findall(rb"[/<\w:]{3,20}", raw)[:400] or [b"x"]
    for _ in range(chance.randint(1, 8)):
        raw = raw.replace(chance.choice(names), chance.choice(names), 1)
    return raw


_SEEDS = seeds()
_CHANGES = (_cut, _flip, _shuffle, _repeat, _blank, _splice, _other_numbers, _other_words)
