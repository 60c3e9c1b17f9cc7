"""Our search on public retrieval sets, beside each half alone and their plain sum, in one run.

    .venv/bin/python tests/benchmarks/public_sets.py FOLDER [FOLDER ...]

A folder holds corpus.jsonl (id, title, text), queries.jsonl (id, text, answerable) and qrels.tsv.
Vectors are kept in the folder given by --cache, so a second run takes seconds. Prints nDCG@10 and
the share of questions whose first passage is right.
"""

import argparse
import hashlib
import json
import math
import sys
from collections import defaultdict
from datetime import date
from pathlib import Path

import numpy as np

from index.edition import VIEW_KINDS, About, Edition, Views
from index.encoder import DEFAULT_MODEL, SentenceEncoder
from index.glossary import Glossary
from index.lexical import Lexical
from index.passages import Passage
from index.register import Paper
from index.search import Sought, search, words_of
from index.sentences import sentences
from index.vectors import Matrix, Vectors

_DEPTH = 10


def main() -> None:
    """Print a row a set and a way to search it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--cache", type=Path, default=Path("var/benchmarks"))
    options = parser.parse_args()
    print(f"{'set':16}{'way':22}{'nDCG@10':>9}{'P@1':>7}")
    for folder in options.folders:
        edition, ids = load(folder, options.cache)
        questions = [json.loads(line) for line in (folder / "queries.jsonl").open()]
        grades = _grades(folder / "qrels.tsv")
        questions = [question for question in questions if question["id"] in grades]
        vectors = cached([question["text"] for question in questions], options.cache)
        for way, ranked in rankings(edition, questions, vectors).items():
            scores = [
                _measured([ids[n] for n in numbers], grades[question["id"]])
                for question, numbers in zip(questions, ranked, strict=True)
            ]
            ndcg, first = np.mean(scores, axis=0)
            print(f"{folder.name:16}{way:22}{ndcg:9.3f}{first:7.3f}", flush=True)


def rankings(
    edition: Edition, questions: list[dict[str, str]], vectors: Matrix
) -> dict[str, list[list[int]]]:
    """Return, for each way to search, the numbers of the ten nearest passages of each question."""
    texts = np.flatnonzero(edition.views.kind == VIEW_KINDS.index("text"))
    whole = edition.vectors.rows(list(texts))
    found: dict[str, list[list[int]]] = defaultdict(list)
    for question, vector in zip(questions, vectors, strict=True):
        words = words_of(question["text"])
        cosines, lexical = whole @ vector, edition.words.scores(words)
        found["BM25"].append(_top(lexical))
        found["passage vectors"].append(_top(cosines))
        found["plain sum"].append(_top(_scaled(cosines) + _scaled(lexical)))
        hits = search(edition, Sought(vector[None], words), _DEPTH)
        found["ours"].append([hit.number for hit in hits])
    return found


def load(folder: Path, cache: Path) -> tuple[Edition, list[str]]:
    """Return a set's passages as an edition, and their ids by number."""
    documents = [json.loads(line) for line in (folder / "corpus.jsonl").open()]
    passages = [
        Passage(folder.name, entry["id"], (entry["title"],), entry["text"]) for entry in documents
    ]
    views = []
    for number, passage in enumerate(passages):
        title = passage.heading[0]
        views.append((number, "text", -1, f"{title} {passage.text}"))
        parts = sentences(passage.text)
        views += [
            (number, "sentence", place, f"{title} {part}") for place, part in enumerate(parts)
        ]
    matrix = cached([text for *_, text in views], cache)
    paper = Paper(folder.name, folder.name, "public set", date(2020, 1, 1), "other")
    edition = Edition(
        about=About("", "", DEFAULT_MODEL, "", 1, len(passages), len(views)),
        papers=(paper,),
        passages=tuple(passages),
        glossary=Glossary(),
        views=Views(
            np.array([number for number, *_ in views], dtype=np.int32),
            np.array([VIEW_KINDS.index(kind) for _, kind, *_ in views], dtype=np.int8),
            np.array([place for *_, place, _ in views], dtype=np.int32),
            np.array([""] * len(views)),
        ),
        vectors=Vectors.of(matrix),
        words=Lexical.of([f"{passage.heading[0]} {passage.text}" for passage in passages]),
        said=Lexical.of([""] * len(passages)),
    )
    return edition, [entry["id"] for entry in documents]


def cached(texts: list[str], cache: Path) -> Matrix:
    """Return the texts' vectors, encoded only where no earlier run has."""
    digest = hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]
    path = cache / f"{digest}.npy"
    if not path.is_file():
        cache.mkdir(parents=True, exist_ok=True)
        print(f"encoding {len(texts)} texts", file=sys.stderr, flush=True)
        np.save(path, SentenceEncoder(DEFAULT_MODEL).encode(texts))
    loaded: Matrix = np.load(path)
    return loaded


def _grades(path: Path) -> dict[str, dict[str, float]]:
    grades: dict[str, dict[str, float]] = defaultdict(dict)
    for line in path.read_text().splitlines()[1:]:
        question, document, grade = line.split("\t")
        grades[question][document] = float(grade)
    return grades


def _measured(ranked: list[str], grades: dict[str, float]) -> tuple[float, float]:
    """Return (nDCG@10, whether the first is right) of a ranking."""
    gains = [
        grades.get(document, 0.0) / math.log2(rank + 2) for rank, document in enumerate(ranked)
    ]
    ideal = sorted(grades.values(), reverse=True)[:_DEPTH]
    best = sum(grade / math.log2(rank + 2) for rank, grade in enumerate(ideal))
    return sum(gains) / best, float(grades.get(ranked[0], 0.0) > 0)


def _top(scores: Matrix) -> list[int]:
    return [int(number) for number in np.argsort(-scores, kind="stable")[:_DEPTH]]


def _scaled(scores: Matrix) -> Matrix:
    low, high = scores.min(), scores.max()
    return (scores - low) / ((high - low) or 1.0)


if __name__ == "__main__":
    main()
