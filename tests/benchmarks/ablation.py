"""What each part of the search adds, each step measured alone, as a Markdown table.

    .venv/bin/python tests/benchmarks/ablation.py [--var FOLDER] FILE [FILE ...]

FILE holds questions whose passages are known (tests/questions/held.yaml). Prints, for each step on
top of those before it, the share of questions whose first passage is right and recall@5 by group.
"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from bot.answer import Answerer
from bot.citation import cite
from bot.evaluate import Asked, Gold, read_questions
from bot.judges import Judges
from bot.question import Question
from bot.ranking import read_ranking
from bot.seams import read_seams
from bot.settings import settings
from index import edition as editions
from index import search as searching
from index.edition import VIEW_KINDS
from index.encoder import load_encoder
from index.search import Sought, words_of

_GROUPS = ("all", "overlap low", "what_changed", "multi_turn", "paraphrase")
_DEPTH = 5
Scores = np.ndarray


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--var", type=Path)
    options = parser.parse_args()
    chosen = settings(var=options.var)
    edition = editions.load(chosen.var)
    judges = Judges(
        ranking=read_ranking(chosen.knowledge / "ranking.yaml"),
        seams=read_seams(chosen.knowledge / "seams.yaml"),
    )
    bench = _Bench(Answerer(edition, load_encoder(chosen.var, edition.about.model), judges))
    asked = [question for file in options.files for question in read_questions(file)]
    asked = [question for question in asked if question.gold]
    print(f"| | first right | {' | '.join(_GROUPS)} |")
    print("|---|" + "---|" * (len(_GROUPS) + 1))
    for name, step in bench.steps():
        found = [(question, _found(bench, question, step(question))) for question in asked]
        first = np.mean([first for _, (first, _) in found])
        recalls = [
            np.mean([whole for question, (_, whole) in found if group in question.groups])
            for group in _GROUPS
        ]
        print(f"| {name} | {first:.2f} | {' | '.join(f'{recall:.2f}' for recall in recalls)} |")


class _Bench:
    """The ways to rank an edition's passages, from the plainest to all of ours."""

    def __init__(self, answerer: Answerer) -> None:
        self.answerer = answerer
        self.edition = answerer.edition
        self._vectors = self.edition.vectors.matrix()
        self._seen: dict[str, tuple[Question, Sought]] = {}

    def steps(self) -> list[tuple[str, Callable[[Asked], Sequence[int]]]]:
        """Return (name, ranking) of each step; a ranking gives passages' numbers, best first."""
        own, all_kinds = ("text", "sentence"), VIEW_KINDS
        return [
            ("BM25", lambda q: _ranked(self._bm25(q, said=False))),
            ("passage vectors", lambda q: _ranked(self._cosines(q, ("text",)))),
            ("their sum, half and half", lambda q: self._summed(q, ("text",), 0.5, False)),
            ("+ sentences", lambda q: self._summed(q, own, 0.5, False)),
            ("+ our summaries and asked lines", lambda q: self._summed(q, all_kinds, 0.5, True)),
            ("+ meaning weighs .65", lambda q: self._summed(q, all_kinds, 0.65, True)),
            ("+ glossary, several near views", self._ours),
            ("+ ranking learnt (parts, papers, the ledger)", self._all),
        ]

    def _understood(self, asked: Asked) -> tuple[Question, Sought]:
        if asked.id not in self._seen:
            found = self.answerer.find(asked.question, asked.history)
            question, sought = found.question, found.sought
            self._seen[asked.id] = question, sought
        return self._seen[asked.id]

    def _bm25(self, asked: Asked, said: bool) -> Scores:
        words = words_of(" ".join((*asked.history, asked.question)))
        scores = self.edition.words.scores(words)
        return scores + self.edition.said.scores(words) if said else scores

    def _cosines(self, asked: Asked, kinds: Sequence[str]) -> Scores:
        _, sought = self._understood(asked)
        cosines = self._vectors @ sought.vectors[-1]
        among = np.isin(self.edition.views.kind, [VIEW_KINDS.index(kind) for kind in kinds])
        best = np.full(len(self.edition.passages), -1.0, dtype=np.float32)
        np.maximum.at(best, self.edition.views.passage[among], cosines[among])
        return best

    def _summed(
        self, asked: Asked, kinds: Sequence[str], weight: float, said: bool
    ) -> Sequence[int]:
        meaning, words = _scaled(self._cosines(asked, kinds)), _scaled(self._bm25(asked, said))
        return _ranked(weight * meaning + (1 - weight) * words)

    def _ours(self, asked: Asked) -> Sequence[int]:
        _, sought = self._understood(asked)
        hits = searching.search(self.edition, sought, len(self.edition.passages))
        return [hit.number for hit in hits]

    def _all(self, asked: Asked) -> Sequence[int]:
        return [hit.number for hit in self.answerer.find(asked.question, asked.history).hits]


def _found(bench: _Bench, asked: Asked, ranking: Sequence[int]) -> tuple[bool, bool]:
    """Return whether the first passage is right, and whether the first five hold what is needed."""
    passages = [bench.edition.passages[number] for number in ranking[:_DEPTH]]
    citations = [cite(bench.edition, passage.id) for passage in passages]

    def place(gold: Gold) -> int:
        return next((n for n, citation in enumerate(citations) if gold.is_met_by(citation)), 99)

    places = [place(gold) for gold in asked.gold]
    met = [found < _DEPTH for found in places]
    return min(places) == 0, all(met) if asked.need_all else any(met)


def _ranked(scores: Scores) -> Sequence[int]:
    return [int(number) for number in np.argsort(-scores, kind="stable")]


def _scaled(scores: Scores) -> Scores:
    low, high = scores.min(), scores.max()
    return (scores - low) / ((high - low) or 1.0)


if __name__ == "__main__":
    main()
