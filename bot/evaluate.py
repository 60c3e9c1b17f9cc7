"""Measure answers on questions with known passages: which are found, where, and which are rightly
refused.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.answer import Answer, Answerer
from bot.citation import Citation
from bot.gaps import Gap

DEPTHS = (1, 5, 10)
SEVERAL = "in_parts"
"""The tag of a message that asks for several things, of which each part's answer is known."""
# How the public questions name what should happen, in our outcomes.
_OUTCOMES = {
    "answer": "answered",
    "abstain": "nothing_found",
    "refuse_personal_data": "personal_data",
    "signpost": "out_of_scope",
}
_ALSO = {"abstain": ("out_of_scope", "partly_answered"), "signpost": ("urgent", "personal_data")}


class EvaluationError(Exception):
    """The file of questions cannot be used; the message says what to mend."""


@dataclass(frozen=True, slots=True)
class Gold:
    """One thing that must be found: any of these passages, each by locator or by words."""

    ways: tuple[dict[str, str], ...]

    def is_met_by(self, citation: Citation) -> bool:
        """Whether a citation is one of the passages."""
        return any(_matches(way, citation) for way in self.ways)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what should come of it.

    `parts` are the stretches of it that each ask for one of several things, in order; `unsaid`
    those that the papers don't cover, each by the ways to name it: its ordinal, or the side that it
    is put to.
    """

    id: str
    persona: str
    question: str
    history: tuple[str, ...]
    expected: tuple[str, ...]
    gold: tuple[Gold, ...]
    need_all: bool
    facts: tuple[str, ...]
    groups: tuple[str, ...]
    unsaid: tuple[tuple[str, ...], ...] = ()
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one question: `ranks` is each gold's place from 1, None where not found;
    `tells_unsaid` says that the parts named as not covered are just those that the papers don't,
    `fact_leads` that the first sentence shown holds one of the facts.
    """

    asked: Asked
    outcome: str
    ranks: tuple[int | None, ...]
    facts_in_sentences: bool
    tells_unsaid: bool = True
    fact_leads: bool = False

    @property
    def is_right_outcome(self) -> bool:
        """Whether the outcome is one of those expected, and tells what is not covered."""
        return self.outcome in self.asked.expected and self.tells_unsaid

    @property
    def is_answered(self) -> bool:
        """Whether it was answered, if only in part."""
        return self.outcome in ("answered", "partly_answered")

    def found_by(self, depth: int) -> bool:
        """Whether what is needed stands among the first `depth` citations."""
        met = [rank is not None and rank <= depth for rank in self.ranks]
        return bool(met) and (all(met) if self.asked.need_all else any(met))

    @property
    def reciprocal_rank(self) -> float:
        """1 / the place of the first right citation, 0.0 if there is none."""
        places = [rank for rank in self.ranks if rank is not None]
        return 1 / min(places) if places else 0.0


def read_questions(path: Path) -> list[Asked]:
    """Return the questions of a YAML file, in the public form or ours; raises EvaluationError."""
    try:
        items = yaml.safe_load(path.read_text(encoding="utf-8"))["items"]
        return [_asked(item) for item in items]
    except (
        OSError,
        UnicodeDecodeError,
        yaml.YAMLError,
        KeyError,
        TypeError,
        AttributeError,
    ) as error:
        raise EvaluationError(
            f"{path}: no file of questions ({type(error).__name__}: {error}); "
            "it needs a list 'items', each with id, question and expected."
        ) from error


def evaluate(
    answerer: Answerer, questions: Iterable[Asked], heard: Callable[[], None] = lambda: None
) -> list[Result]:
    """Return what came of each question, asked for ten citations."""
    results = []
    for asked in questions:
        answer = answerer.answer(asked.question, asked.history, limit=max(DEPTHS))
        results.append(_result(asked, answer))
        heard()
    return results


def table(results: Sequence[Result]) -> list[dict[str, Any]]:
    """Return one row a group of questions: recall at each depth, MRR, facts shown and right
    outcomes.
    """
    groups: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        for group in result.asked.groups:
            groups[group].append(result)
    return [_row(name, groups[name]) for name in groups]


def _row(name: str, results: Sequence[Result]) -> dict[str, Any]:
    with_gold = [result for result in results if result.asked.gold]
    with_facts = [result for result in with_gold if result.asked.facts]
    row: dict[str, Any] = {"group": name, "questions": len(results)}
    for depth in DEPTHS:
        row[f"recall@{depth}"] = _share(result.found_by(depth) for result in with_gold)
    row["first_right"] = _share(1 in result.ranks for result in with_gold)
    row["mrr"] = _mean([result.reciprocal_rank for result in with_gold])
    row["fact_leads"] = _share(result.fact_leads for result in with_facts)
    row["facts_shown"] = _share(result.facts_in_sentences for result in with_facts)
    row["partly"] = _share(result.outcome == "partly_answered" for result in with_gold)
    row["refused"] = _share(not result.is_answered for result in with_gold)
    row["outcome"] = _share(result.is_right_outcome for result in results)
    return row


def _share(values: Iterable[bool]) -> float | None:
    return _mean([float(value) for value in values])


def _mean(values: Sequence[float]) -> float | None:
    return round(sum(values) / len(values), 3) if values else None


def _result(asked: Asked, answer: Answer) -> Result:
    # A passage offered only as "nearest" was found, but not relied on; the outcome tells that.
    citations = answer.citations or answer.nearest
    ranks = tuple(
        next((c.number for c in citations if gold.is_met_by(c)), None) for gold in asked.gold
    )
    each = [normal(sentence.text).lower() for sentence in answer.sentences]
    facts, shown = [normal(fact).lower() for fact in asked.facts], " ".join(each)
    return Result(
        asked,
        answer.outcome,
        ranks,
        all(fact in shown for fact in facts),
        _tells(asked.unsaid, answer.gaps),
        any(fact in sentence for sentence in each[:1] for fact in facts),
    )


def _tells(unsaid: Sequence[Sequence[str]], told: Sequence[Gap]) -> bool:
    """Whether what is told as not covered names each part that is not, and no other part."""
    named = {gap.named for gap in told}
    parts = {gap.named for gap in told if gap.is_of_part}
    each = {name for ways in unsaid for name in ways}
    return all(named & set(ways) for ways in unsaid) and parts <= each


def normal(text: str) -> str:
    """Return a text with compatibility characters, quotation marks and white space made alike."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"[‘’]", "'", re.sub(r"[“”]", '"', text))
    return " ".join(text.split())


def _matches(way: dict[str, str], citation: Citation) -> bool:
    paper = way.get("paper") or Path(way.get("file", "")).stem
    if paper != citation.paper:
        return False
    if "locator" in way:
        return way["locator"] == citation.locator
    return normal(way["quote"]) in normal(citation.quote)


def _asked(item: dict[str, Any]) -> Asked:
    expected = item["expected"]
    also = [*_ALSO.get(expected, ()), *item.get("also_ok", ())]
    persona = item.get("persona", "message")
    groups = ["all", persona]
    groups += [f"overlap {item['overlap']}"] if item.get("overlap") else []
    groups += list(item.get("tags", ())) + ([item["kind"]] if item.get("kind") else [])
    return Asked(
        id=str(item["id"]),
        persona=persona,
        question=str(item["question"]),
        history=tuple(str(message) for message in item.get("history", ())),
        expected=tuple(_OUTCOMES.get(name, name) for name in (expected, *also)),
        gold=tuple(Gold((gold, *gold.get("alt", ()))) for gold in item.get("gold", ())),
        need_all=item.get("need") == "all",
        facts=tuple(str(fact) for fact in item.get("facts", ())),
        groups=tuple(groups),
        unsaid=tuple((n,) if isinstance(n, str) else tuple(n) for n in item.get("unsaid", ())),
        parts=tuple(str(part) for part in item.get("parts", ())),
    )
