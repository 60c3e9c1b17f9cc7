"""Which FAISS index finds the nearest vectors best for its time: all, cells, a graph, 8 bits.

    .venv/bin/python tests/benchmarks/vector_indexes.py --vectors 400000

Vectors are drawn near those of what ships, as in large.py; asked are our own questions, for the
2,000 nearest, as a search does.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import faiss

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE.parent)]

import numpy as np  # noqa: E402
from benchmarks.large import near  # noqa: E402

from bot.evaluate import read_questions  # noqa: E402
from bot.opening import open_unjudged  # noqa: E402
from bot.settings import settings  # noqa: E402
from index import edition as editions  # noqa: E402
from index.vectors import Matrix  # noqa: E402

_QUESTIONS = Path(__file__).parents[1] / "questions" / "tuning.yaml"
_ASKED = 2_000


def main() -> None:
    """Print a row for each index."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--vectors", type=int, default=400_000)
    options = parser.parse_args()
    answerer, chosen = open_unjudged(settings()), settings()
    asked = [question.question for question in read_questions(_QUESTIONS)]
    questions = np.stack([answerer.vector(text) for text in asked])
    real = editions.load(chosen.var, restricted=True).vectors.matrix()
    rows = near(real, options.vectors, np.random.default_rng(1))
    exact = _nearest(faiss.IndexFlatIP(rows.shape[1]), rows, questions)
    for name, index in _indexes(rows):
        start = time.perf_counter()
        if not index.is_trained:
            index.train(rows[: min(len(rows), 60_000)])
        index.add(rows)
        made, times, found = time.perf_counter() - start, [], []
        for question in questions:
            start = time.perf_counter()
            found.append(index.search(question[None], _ASKED)[1][0])
            times.append(time.perf_counter() - start)
        shares = [_shared(exact, found, depth) for depth in (10, 100, _ASKED)]
        print(
            f"| {name} | {made:.0f} s | {np.median(times) * 1_000:.1f} ms | "
            + " | ".join(f"{share:.3f}" for share in shares),
            flush=True,
        )


def _indexes(rows: Matrix) -> Iterator[tuple[str, faiss.Index]]:
    size, cells = rows.shape[1], round(1.6 * len(rows) ** 0.5)
    yield "all, exact", faiss.IndexFlatIP(size)
    kind = faiss.ScalarQuantizer.QT_8bit
    yield (
        "all, 8 bits a number",
        faiss.IndexScalarQuantizer(size, kind, faiss.METRIC_INNER_PRODUCT),
    )
    for looked_into in (cells // 64, cells // 12):
        index = faiss.IndexIVFFlat(faiss.IndexFlatIP(size), size, cells, faiss.METRIC_INNER_PRODUCT)
        index.nprobe = looked_into
        yield f"{cells} cells, {looked_into} looked into", index
    for depth in (256, _ASKED):
        graph = faiss.IndexHNSWFlat(size, 32, faiss.METRIC_INNER_PRODUCT)
        graph.hnsw.efConstruction, graph.hnsw.efSearch = 80, depth
        yield f"graph of 32 links, {depth} looked at", graph


def _nearest(index: faiss.Index, rows: Matrix, questions: Matrix) -> list[np.ndarray]:
    index.add(rows)
    return [index.search(question[None], _ASKED)[1][0] for question in questions]


def _shared(exact: list[np.ndarray], found: list[np.ndarray], depth: int) -> float:
    pairs = zip(exact, found, strict=True)
    return float(np.mean([len(set(e[:depth]) & set(f[:depth])) / depth for e, f in pairs]))


if __name__ == "__main__":
    main()
