"""Read a file in a process of its own, which a file that was made to do harm cannot outlive."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from index.readers.block import Block, Document, ReadError

_ROOT = Path(__file__).resolve().parents[2]
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from index.readers.isolated import work; work(sys.argv[2:])"
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost."""

    seconds: int = 120
    bytes: int = 1_500_000_000


LIMITS = Limits()


def read(path: Path, kind: str, limits: Limits = LIMITS) -> Document:
    """Return what a file of a kind holds; raises ReadError, also when it costs too much."""
    command = [sys.executable, "-I", "-B", "-c", _START, str(_ROOT), str(path.resolve()), kind]
    process = subprocess.Popen(
        [*command, str(limits.seconds), str(limits.bytes)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        # What reads a stranger's file needs none of our secrets.
        env={"LANG": "C.UTF-8"},
        start_new_session=True,
    )
    try:
        answer, _ = process.communicate(timeout=limits.seconds)
    except subprocess.TimeoutExpired as error:
        raise ReadError(
            f"{path.name}: it was not read after {limits.seconds} seconds; split it or save it "
            "anew and add that."
        ) from error
    finally:
        _end(process)
    return _document(answer, path.name, process.returncode, limits)


def work(arguments: list[str]) -> None:
    """Read one file and print it as JSON: what runs in the process apart."""
    path, kind, seconds, most = arguments
    answer = os.dup(1)
    # Libraries that warn on the standard output would break the answer.
    os.dup2(2, 1)
    _bound(int(seconds), int(most))
    try:
        document = _reader(kind)(Path(path).read_bytes(), Path(path).name)
        result: dict[str, Any] = asdict(document)
    except ReadError as error:
        result = {"error": str(error)}
    except MemoryError:
        result = {"error": _too_large(Path(path).name, int(most))}
    except RecursionError:
        result = {"error": f"{Path(path).name}: it is nested too deeply to be a paper."}
    with os.fdopen(answer, "wb") as out:
        out.write(json.dumps(result).encode())


def _reader(kind: str) -> Any:
    # Each alone, so that a Word file does not wait for the libraries of the others.
    if kind == "pdf":
        from index.readers.pdf import read_pdf

        return read_pdf
    if kind == "docx":
        from index.readers.docx import read_docx

        return read_docx
    if kind == "html":
        from index.readers.html import read_html

        return read_html
    from index.readers.text import read_text

    return lambda raw, name: Document(tuple(read_text(raw, name)))


def _bound(seconds: int, most: int) -> None:
    """Bound this process: its time, its memory, and no file written."""
    import resource

    for what, bound in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, most),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        # Some systems know a bound and cannot set it; the time is watched from outside as well.
        try:
            resource.setrlimit(what, (bound, bound))
        except (ValueError, OSError):
            continue


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill the process and what it started, and take its last output."""
    if process.poll() is None:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            process.kill()
    process.wait()
    if process.stdout:
        process.stdout.close()


def _document(answer: bytes, name: str, status: int, limits: Limits) -> Document:
    try:
        said = json.loads(answer)
    except ValueError as error:
        if status == -signal.SIGXCPU or status == -signal.SIGKILL:
            raise ReadError(_too_large(name, limits.bytes)) from error
        raise ReadError(
            f"{name}: it is damaged so that the reader broke off; fetch it again from its "
            "publisher, or save it anew."
        ) from error
    if "error" in said:
        raise ReadError(said["error"])
    return Document(
        blocks=tuple(Block(**block) for block in said["blocks"]),
        pages=said["pages"],
        heads=tuple(said["heads"]),
        properties=tuple((key, value) for key, value in said["properties"]),
        notes=tuple(said["notes"]),
    )


def _too_large(name: str, most: int) -> str:
    return (
        f"{name}: to read it takes more than {most // 10**6} MB of memory or too long; split it "
        "and add the parts."
    )
