"""What an edition of many passages costs: memory, size, and the time of a search.

    .venv/bin/python tests/benchmarks/large.py --passages 100000 [--build 10000]

Passages are sentences of our summaries thrown together; their vectors are drawn near real ones.
With --build, so many passages are written as a knowledge folder and built twice with the real
encoder, in a folder that is thrown away; each stage is timed.
"""

import argparse
import cProfile
import pstats
import random
import resource
import tempfile
import time
from datetime import date
from pathlib import Path

import numpy as np
import yaml

from bot.evaluate import read_questions
from bot.opening import open_unjudged
from bot.settings import settings
from index import build as building
from index import edition as editions
from index.edition import VIEW_KINDS, About, Edition, Views
from index.encoder import DEFAULT_MODEL
from index.lexical import Lexical
from index.passages import Passage
from index.register import Paper
from index.search import Sought, search, words_of
from index.sentences import sentences
from index.vectors import Matrix, Vectors

_QUESTIONS = Path(__file__).parents[1] / "questions" / "tuning.yaml"
_AT_ONCE, _IN_A_PAPER = 50_000, 100
_PUBLISHERS = ("Anyshire Council", "Kirkford Council", "Marlow Council")


def main() -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--build", type=int, default=0)
    options = parser.parse_args()
    if options.build:
        _measure_build(options.build)
    if options.passages:
        _measure_search(options.passages)


def _measure_search(count: int) -> None:
    answerer = open_unjudged(settings())
    small = answerer.edition
    asked = [question.question for question in read_questions(_QUESTIONS)]
    vectors = [answerer.vector(text) for text in asked]
    before = _memory()
    start = time.perf_counter()
    large = drawn(small, count)
    print(f"{count} passages, {len(large.vectors)} vectors, made in {_since(start)} s")
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        editions.save(large, Path(folder), keep=1)
        print(f"saved in {_since(start)} s, {_size(Path(folder))} MB on disk")
        start = time.perf_counter()
        large = editions.load(Path(folder), restricted=True)
        print(f"loaded in {_since(start)} s; memory grew by {_memory() - before} MB at most")
    times, own = [], []
    for text, vector in zip(asked, vectors, strict=True):
        sought = Sought(vector[None], words_of(text))
        start = time.perf_counter()
        search(large, sought, 60)
        times.append(time.perf_counter() - start)
        start = time.perf_counter()
        answerer.vector(text)
        own.append(time.perf_counter() - start)
    for name, seconds in (("search", times), ("encoding the question", own)):
        low, high = np.quantile(seconds, [0.5, 0.95]) * 1_000
        print(f"{name}: p50 {low:.1f} ms, p95 {high:.1f} ms")


def _measure_build(count: int) -> None:
    said = [passage.text for passage in open_unjudged(settings()).edition.passages]
    with tempfile.TemporaryDirectory() as folder:
        knowledge, var = Path(folder) / "knowledge", Path(folder) / "var"
        _write(knowledge, said, count)
        spent = []
        for name in ("first", "second"):
            profile = cProfile.Profile()
            start = time.perf_counter()
            profile.enable()
            built = building.build(knowledge, var, model=DEFAULT_MODEL, keep=2)
            profile.disable()
            spent.append(time.perf_counter() - start)
            print(
                f"{name} build of {built.about.passages} passages: {spent[-1]:.1f} s, "
                f"{built.encoded} vectors made, {built.reused} reused, {_size(var)} MB on disk, "
                f"at most {_memory()} MB"
            )
            _print_stages(profile)
        print(f"the second is {spent[0] / spent[1]:.0f} times as fast")


def _print_stages(profile: cProfile.Profile) -> None:
    stages = ("_read_all", "_views", "_known_vectors", "_encode", "of", "save", "compare")
    for (file, _, name), (_, _, _, spent, _) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        if name in stages and "/index/" in file:
            print(f"    {Path(file).stem}.{name}: {spent:.2f} s")


def _write(knowledge: Path, said: list[str], count: int) -> None:
    """Write papers of a hundred passages each, of sentences thrown together."""
    (knowledge / "summaries").mkdir(parents=True)
    draw = random.Random(1)
    known = [sentence for text in said for sentence in sentences(text)]
    papers = []
    for number in range(count // 100):
        identity = f"paper-{number}"
        papers.append(
            {
                "id": identity,
                "title": f"Report {number}",
                "publisher": "Anyshire Council",
                "published": "2023-01-01",
                "kind": "report",
                "visibility": "public",
            }
        )
        entries = [
            f"### {n}\n\nIn year {number * 100 + n}: {' '.join(draw.sample(known, 3))}\n"
            for n in range(1, 101)
        ]
        summary = knowledge / "summaries" / f"{identity}.md"
        summary.write_text(f"---\npaper: {identity}\n---\n\n" + "\n".join(entries))
    (knowledge / "papers.yaml").write_text(yaml.safe_dump({"papers": papers}))


def drawn(small: Edition, count: int, restricted: int = 10, views: int = 4) -> Edition:
    """Return an edition of so many passages of three sentences, a hundred a paper, each with so
    many views: its text and its first sentences; one paper in so many is restricted, none for 0.
    """
    draw, rng = random.Random(1), np.random.default_rng(1)
    known = [sentence for passage in small.passages for sentence in sentences(passage.text)]
    papers = tuple(_paper(number, restricted) for number in range(max(1, count // _IN_A_PAPER)))
    passages = tuple(
        Passage(
            papers[min(number // _IN_A_PAPER, len(papers) - 1)].id,
            f"{number}",
            (),
            f"{number}. {' '.join(draw.sample(known, 3))}",
        )
        for number in range(count)
    )
    kinds = [VIEW_KINDS.index("text")] + [VIEW_KINDS.index("sentence")] * (views - 1)
    return Edition(
        about=About(
            "drawn", "2023-01-01T00:00:00", DEFAULT_MODEL, "", len(papers), count, count * views
        ),
        papers=papers,
        passages=passages,
        glossary=small.glossary,
        views=Views(
            np.repeat(np.arange(count, dtype=np.int32), views),
            np.tile(np.array(kinds, dtype=np.int8), count),
            np.tile(np.arange(-1, views - 1, dtype=np.int32), count),
            np.zeros(count * views, dtype="U1"),
        ),
        vectors=Vectors.of(near(small.vectors.matrix(), count * views, rng)),
        words=Lexical.of([passage.own_words for passage in passages]),
        said=Lexical.of([passage.said_of_it for passage in passages]),
    )


def _paper(number: int, restricted: int) -> Paper:
    is_restricted = bool(restricted) and number % restricted == restricted - 1
    return Paper(
        id=f"paper-{number}",
        title=f"Report {number}",
        publisher=_PUBLISHERS[number % len(_PUBLISHERS)],
        published=date(2015 + number % 10, 1 + number % 12, 1),
        kind="report",
        visibility="restricted" if is_restricted else "public",
    )


def near(real: Matrix, count: int, rng: np.random.Generator) -> Matrix:
    """Return unit vectors between two real ones each, with a little noise, shape (count, d)."""
    made = np.empty((count, real.shape[1]), dtype=np.float32)
    for start in range(0, count, _AT_ONCE):
        some = min(_AT_ONCE, count - start)
        one, other = (real[rng.integers(0, len(real), some)] for _ in range(2))
        drawn = 0.75 * one + 0.45 * other + rng.normal(0, 0.03, one.shape)
        made[start : start + some] = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
    return made


def _memory() -> int:
    """Return the most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1_024


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) // 1_000_000


def _since(start: float) -> float:
    return round(time.perf_counter() - start, 1)


if __name__ == "__main__":
    main()
