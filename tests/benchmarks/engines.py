"""Both engines side by side: the same answers? how fast, how large?

    .venv/bin/python tests/benchmarks/engines.py --passages 10000 --questions 500
    .venv/bin/python tests/benchmarks/engines.py --passages 1000000 --views 2

PostgreSQL is started for it in a folder that is thrown away, or taken from --url, where an empty
database is needed. Passages are drawn as in large.py; questions are our own and those that the
passages that ship are known to answer. Each step has a process of its own, so that its memory can
be told. With --exact so few views are looked at one by one, and more of them have a graph.
"""

import argparse
import multiprocessing
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE.parent)]

import numpy as np  # noqa: E402
import psycopg  # noqa: E402
from benchmarks.large import drawn  # noqa: E402

from bot.answer import Answerer  # noqa: E402
from bot.evaluate import read_questions  # noqa: E402
from bot.opening import open_answerer  # noqa: E402
from bot.settings import settings  # noqa: E402
from index import edition as editions  # noqa: E402
from index.held import Held, Sought, Within  # noqa: E402
from index.postgres_editions import PostgresEditions  # noqa: E402
from index.postgres_schema import EXACT  # noqa: E402
from index.search import search, words_of  # noqa: E402
from tests.vector_server import server  # noqa: E402

_QUESTIONS = Path(__file__).parents[1] / "questions" / "tuning.yaml"
_FEW, _NEAREST = 200, 2_000
_FILTERS = {
    "": None,
    ", a publisher": Within(publisher="Kirkford Council"),
    ", two papers": Within(papers=frozenset(["paper-3", "paper-4"])),
}
_Value = TypeVar("_Value")


@dataclass(frozen=True)
class Run:
    """What is measured, and where it lies."""

    folder: Path
    url: str
    passages: int
    views: int
    questions: int
    restricted: int
    exact: int

    def own(self) -> Held:
        """Return the edition that a folder keeps."""
        return editions.load(self.folder / "var", restricted=True)

    def kept(self) -> PostgresEditions:
        """Return the editions in the database."""
        return PostgresEditions(self.url, self.folder / "kept", self.exact)

    def far(self) -> Held:
        """Return the edition that the database keeps."""
        return self.kept().load(restricted=True)


def main() -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--passages", type=int, default=10_000)
    parser.add_argument("--views", type=int, default=4, help="vectors a passage")
    parser.add_argument("--questions", type=int, default=500)
    parser.add_argument("--url", default="")
    parser.add_argument("--folder", default="", help="where all of it may lie")
    parser.add_argument("--restricted", type=int, default=10, help="one paper in so many; 0: none")
    parser.add_argument("--exact", type=int, default=EXACT, help="views looked at one by one")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder or None) as name, ExitStack() as stack:
        folder = Path(name)
        settings_ = ("shared_buffers=2GB", "max_wal_size=8GB")
        url = options.url or stack.enter_context(server(folder / "postgres", *settings_)).url
        run = Run(
            folder,
            url,
            options.passages,
            options.views,
            options.questions,
            options.restricted,
            options.exact,
        )
        for step in (_draw, _save, _open_own, _open_far, _ask):
            _apart(step, run)


def _apart(step: Callable[[Run], None], run: Run) -> None:
    """Do a step in a process of its own, which gives its memory back."""
    process = multiprocessing.get_context("spawn").Process(target=step, args=(run,))
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(f"{step.__name__} ended with {process.exitcode}")


def _draw(run: Run) -> None:
    small = open_answerer(settings(), restricted=True).edition
    large = _timed(
        "drawing and indexing in memory",
        lambda: drawn(small, run.passages, run.restricted, run.views),
    )
    print(f"{run.passages} passages, {len(large.vectors)} vectors", flush=True)
    _timed("faiss: saving", lambda: editions.save(large, run.folder / "var", keep=1))
    print(f"faiss: {_size(run.folder / 'var')} MB on disk; {_memory()}", flush=True)


def _save(run: Run) -> None:
    edition, kept = editions.load(run.folder / "var", restricted=True), run.kept()
    print(f"before saving, with the edition in memory: {_memory()}", flush=True)
    _timed("postgres: saving, with its indexes", lambda: kept.save(edition, keep=1))
    print(f"postgres: {kept.megabytes()} MB in the database; while saving: {_memory()}")
    with psycopg.connect(run.url) as connection:
        for name, size in connection.execute(
            "SELECT c.relname, pg_table_size(c.oid) >> 20 FROM pg_class c "
            "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'i') "
            "AND n.nspname LIKE 'review_edition_%' ORDER BY 2 DESC LIMIT 12"
        ):
            print(f"    {name}: {size} MB")


def _open_own(run: Run) -> None:
    _open("faiss", run.own, run)


def _open_far(run: Run) -> None:
    _open("postgres", run.far, run)


def _open(name: str, load: Callable[[], Held], run: Run) -> None:
    answerer = open_answerer(settings(), restricted=True)
    asked, before = asked_of(answerer, 50), _memory()
    held = _timed(f"{name}: opening", load)
    opened = _timed(f"{name}: going through its passages once", lambda: answerer.over(held))
    for text in asked:
        opened.answer(text)
    print(f"{name}: memory of the process before {before}, after 50 questions {_memory()}")


def _ask(run: Run) -> None:
    answerer = open_answerer(settings(), restricted=True)
    asked = asked_of(answerer, run.questions)
    own, far = run.own(), run.far()
    vectors = [(text, answerer.vector(text)) for text in asked[:_FEW]]
    for what, within in _FILTERS.items():
        _print_times(what, (own, far), vectors, within)
    _print_nearest(own, far, vectors)
    print(f"postgres: its processes hold {_memory_of_server(run.url)} MB", flush=True)
    first, five, same = agreement(answerer.over(own), answerer.over(far), asked)
    print(f"{len(asked)} questions: first citation the same {first:.1%}, first five {five:.1%}")
    print(f"the same outcome {same:.1%}", flush=True)


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


def _print_times(
    what: str, both: Sequence[Held], asked: Sequence[tuple[str, np.ndarray]], within: Within | None
) -> None:
    """Print how long a search takes, each question asked of one engine and then of the other."""
    times: list[list[float]] = [[], []]
    for text, vector in asked:
        sought = Sought(vector[None], words_of(text), within=within)
        for held, spent in zip(both, times, strict=True):
            start = time.perf_counter()
            search(held, sought, 60)
            spent.append(time.perf_counter() - start)
    for name, spent in zip(("faiss", "postgres"), times, strict=True):
        low, high = np.quantile(spent, [0.5, 0.95]) * 1_000
        print(f"{name}: one search{what}: p50 {low:.1f} ms, p95 {high:.1f} ms", flush=True)


def _print_nearest(own: Held, far: Held, asked: Sequence[tuple[str, np.ndarray]]) -> None:
    """Print which share of the truly nearest views each engine finds."""
    matrix = own.vectors.matrix()  # type: ignore[attr-defined]
    shares = []
    for _, vector in asked:
        sought = Sought(vector[None], ())
        exact = np.sort(matrix @ vector)[::-1][:100]
        found = [np.sort(held.nearest_views(sought, _NEAREST)[1])[::-1] for held in (own, far)]
        # Half precision moves a cosine in its fourth place.
        shares.append(
            [min(1.0, (each > exact[n - 1] - 2e-4).sum() / n) for each in found for n in (10, 100)]
        )
    for name, (ten, hundred) in zip(
        ("faiss", "postgres"), np.mean(shares, axis=0).reshape(2, 2).tolist(), strict=True
    ):
        print(f"{name}: of the nearest 10 found {ten:.3f}, of 100 {hundred:.3f}", flush=True)


def _timed(what: str, work: Callable[[], _Value]) -> _Value:
    start = time.perf_counter()
    done = work()
    print(f"{what}: {time.perf_counter() - start:.1f} s", flush=True)
    return done


def _memory() -> str:
    """Return how much memory this process holds, and the most that it held."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    return f"{pages * 4_096 >> 20} MB, at most {most} MB"


def _memory_of_server(url: str) -> int:
    """Return what the processes of a server on this machine hold in MB, what they share once."""
    others = "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
    with psycopg.connect(url) as connection:
        pids = connection.execute(others).fetchall()
    found = [path for (pid,) in pids if (path := Path(f"/proc/{pid}/smaps_rollup")).exists()]
    rollups = [path.read_text() for path in found]
    shares = [line.split()[1] for text in rollups for line in text.splitlines() if "Pss:" in line]
    return sum(map(int, shares)) >> 10


def _size(folder: Path) -> int:
    found = subprocess.run(["du", "-sm", str(folder)], capture_output=True, text=True, check=True)
    return int(found.stdout.split()[0])


if __name__ == "__main__":
    main()
