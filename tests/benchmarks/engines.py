"""Both engines side by side: the same answers? how fast, how large?

    .venv/bin/python tests/benchmarks/engines.py --passages 10000 --questions 500

PostgreSQL is started for it in a folder that is thrown away, or taken from --url, where an empty
database is needed. Passages are drawn as in large.py; questions are our own and those that the
passages that ship are known to answer.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TypeVar

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE.parent)]

import numpy as np  # noqa: E402
from benchmarks.large import drawn  # noqa: E402

from bot.answer import Answerer  # noqa: E402
from bot.evaluate import read_questions  # noqa: E402
from bot.opening import open_answerer  # noqa: E402
from bot.settings import settings  # noqa: E402
from index import edition as editions  # noqa: E402
from index.held import Held, Sought, Within  # noqa: E402
from index.postgres_editions import PostgresEditions  # noqa: E402
from index.search import search, words_of  # noqa: E402
from tests.vector_server import server  # noqa: E402

_QUESTIONS = Path(__file__).parents[1] / "questions" / "tuning.yaml"
_FEW = 200
_Value = TypeVar("_Value")


def main() -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--passages", type=int, default=10_000)
    parser.add_argument("--questions", type=int, default=500)
    parser.add_argument("--url", default="")
    parser.add_argument("--restricted", type=int, default=10, help="one paper in so many; 0: none")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        url = (
            options.url
            or stack.enter_context(server(Path(folder) / "postgres", "shared_buffers=1GB")).url
        )
        _measure(Path(folder), url, options)


def _measure(folder: Path, url: str, options: argparse.Namespace) -> None:
    answerer = open_answerer(settings(), restricted=True)
    asked = asked_of(answerer, options.questions)
    large = drawn(answerer.edition, options.passages, options.restricted)
    kept = PostgresEditions(url, folder / "kept")
    print(f"{options.passages} passages, {len(large.vectors)} vectors", flush=True)
    _timed("faiss: saving", lambda: editions.save(large, folder / "var", keep=1))
    _timed("postgres: saving, with its indexes", lambda: kept.save(large, keep=1))
    print(f"faiss: {_size(folder / 'var')} MB on disk")
    print(f"postgres: {kept.megabytes()} MB in the database")
    own = _timed("faiss: loading", lambda: editions.load(folder / "var", restricted=True))
    far = _timed("postgres: loading", lambda: kept.load(restricted=True))
    for name, held in (("faiss", own), ("postgres", far)):
        _print_times(name, held, [(t, answerer.vector(t)) for t in asked[:_FEW]])
    first, five, same = agreement(answerer.over(own), answerer.over(far), asked)
    print(f"{len(asked)} questions: first citation the same {first:.1%}, first five {five:.1%}")
    print(f"the same outcome {same:.1%}")
    kept.close()


def asked_of(answerer: Answerer, count: int) -> list[str]:
    """Return so many questions: our own, then those that passages are known to answer."""
    known = [question.question for question in read_questions(_QUESTIONS)]
    listed = [asked for passage in answerer.edition.passages for asked in passage.asked]
    return list(dict.fromkeys([*known, *listed]))[:count]


def agreement(one: Answerer, other: Answerer, asked: Sequence[str]) -> tuple[float, float, float]:
    """Return in which share of questions both give the same first citation, the same first five in
    any order, and the same outcome.
    """
    found = []
    for text in asked:
        mine, theirs = one.answer(text, limit=5), other.answer(text, limit=5)
        ours, those = (
            [(c.paper, c.locator) for c in a.citations or a.nearest] for a in (mine, theirs)
        )
        found.append(
            (ours[:1] == those[:1], set(ours) == set(those), mine.outcome == theirs.outcome)
        )
    first, five, outcome = np.mean(found, axis=0)
    return float(first), float(five), float(outcome)


def _print_times(name: str, held: Held, asked: Sequence[tuple[str, np.ndarray]]) -> None:
    narrowed = Within(publisher="Kirkford Council")
    for what, within in (("", None), (", within a publisher", narrowed)):
        times = []
        for text, vector in asked:
            sought = Sought(vector[None], words_of(text), within=within)
            start = time.perf_counter()
            search(held, sought, 60)
            times.append(time.perf_counter() - start)
        low, high = np.quantile(times, [0.5, 0.95]) * 1_000
        print(f"{name}: one search{what}: p50 {low:.1f} ms, p95 {high:.1f} ms")


def _timed(what: str, work: Callable[[], _Value]) -> _Value:
    start = time.perf_counter()
    done = work()
    print(f"{what}: {time.perf_counter() - start:.1f} s", flush=True)
    return done


def _size(folder: Path) -> int:
    found = subprocess.run(["du", "-sm", str(folder)], capture_output=True, text=True, check=True)
    return int(found.stdout.split()[0])


if __name__ == "__main__":
    main()
