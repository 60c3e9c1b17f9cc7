"""Break papers in thousands of ways and read them; print each way that ends in anything but text
or a sentence.

    .venv/bin/python tests/benchmarks/fuzz.py [--from 0] [--count 10000]

A file that ends its process is read once more as the program reads it, apart: then it must end in
a sentence.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

_TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(_TESTS), str(_TESTS.parent)]

from broken import SECONDS, mutation, read_all  # noqa: E402

from index.readers import ReadError, read_document  # noqa: E402
from index.readers.isolated import Limits  # noqa: E402

_AT_ONCE = 200


def main() -> None:
    """Print what became of all the files, and the seeds of those that a reader did not foresee."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--from", dest="start", type=int, default=0)
    parser.add_argument("--count", type=int, default=10_000)
    options = parser.parse_args()
    kinds: Counter[str] = Counter()
    longest = (0.0, "")
    begun = time.perf_counter()
    last = options.start + options.count
    for start in range(options.start, last, _AT_ONCE):
        with tempfile.TemporaryDirectory() as room:
            paths = []
            for seed in range(start, min(start + _AT_ONCE, last)):
                suffix, raw = mutation(seed)
                paths.append(Path(room) / f"{seed}{suffix}")
                paths[-1].write_bytes(raw)
            before = sorted(Path(room).iterdir())
            for found in read_all(paths):
                kinds[_kind(found.said)] += 1
                longest = max(longest, (found.seconds, found.path.name))
                if found.said.startswith(("UNEXPECTED", "ENDED", "HANGS")):
                    print(f"{found.path.name}: {found.said}; apart: {_apart(found.path)}")
            if sorted(Path(room).iterdir()) != before:
                print(f"{start}: a file was written")
    seconds = time.perf_counter() - begun
    print(
        f"{options.count} files in {seconds:.0f} s, the longest {longest[0]:.1f} s ({longest[1]})"
    )
    for kind, count in kinds.most_common():
        print(f"{count:7} {kind}")


def _apart(path: Path) -> str:
    try:
        read_document(path, Limits(seconds=int(SECONDS)))
    except ReadError as error:
        return str(error)
    return "read"


def _kind(said: str) -> str:
    """Return the sentence without the file's name."""
    return said.partition(": ")[2][:70] if ": " in said and said[0].isdigit() else said[:70]


if __name__ == "__main__":
    main()
