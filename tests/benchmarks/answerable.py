"""How well answerable questions are told from others on public sets, beside the top cosine alone.

    .venv/bin/python tests/benchmarks/answerable.py FOLDER [FOLDER ...]

Folders and cache as in public_sets.py. Our signals are learnt on four fifths of a set's questions
and judged on the last, five times; `--most` bounds how many questions of a set are asked.
"""

import argparse
import json
import random
from pathlib import Path

import numpy as np
from public_sets import load
from sklearn.metrics import roc_auc_score

from bot.answer import Answerer
from bot.calibrate import auroc
from bot.evaluate import Asked, Gold
from index.encoder import DEFAULT_MODEL, SentenceEncoder


def main() -> None:
    """Print a row a set."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--cache", type=Path, default=Path("var/benchmarks"))
    parser.add_argument("--most", type=int, default=2_400)
    options = parser.parse_args()
    encoder = SentenceEncoder(DEFAULT_MODEL)
    print(f"{'set':16}{'questions':>10}{'top cosine':>12}{'ours':>8}")
    for folder in options.folders:
        edition, _ = load(folder, options.cache)
        answerer = Answerer(edition, encoder)
        asked = _questions(folder / "queries.jsonl", options.most)
        whether = [bool(question.gold) for question in asked]
        top = [_top_cosine(answerer, question.question) for question in asked]
        by_cosine, ours = roc_auc_score(whether, top), auroc(answerer, asked)
        print(f"{folder.name:16}{len(asked):10}{by_cosine:12.3f}{ours:8.3f}", flush=True)


def _questions(path: Path, most: int) -> list[Asked]:
    """Return the questions, an answerable one with a gold that only says so."""
    entries = [json.loads(line) for line in path.open()]
    random.Random(1).shuffle(entries)
    some = (Gold(({"locator": ""},)),)
    return [
        Asked(
            id=entry["id"],
            persona="public",
            question=entry["text"],
            history=(),
            expected=("answered",),
            gold=some if entry["answerable"] else (),
            need_all=False,
            facts=(),
            groups=("all",),
        )
        for entry in entries[:most]
    ]


def _top_cosine(answerer: Answerer, question: str) -> float:
    vector = answerer.vector(question)
    return float(np.max(answerer.edition.vectors.nearest(vector[None], 1)[1]))


if __name__ == "__main__":
    main()
