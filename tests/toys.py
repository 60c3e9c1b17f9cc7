"""Tiny fictional papers, and an encoder whose rankings can be checked by eye."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.normalizers import Lowercase
from tokenizers.pre_tokenizers import Whitespace

from bot.answer import Answer, Answerer
from bot.answerability import SIGNALS, Bars, Signal, Units, Weights
from bot.guard_model import KINDS, Ear, GuardModel
from bot.learnt import written
from bot.seams import Seams
from index.build import Built, Keeper, build
from index.edition import Edition, load
from index.encoder import OUTPUTS, Heard, export_folder
from index.passages import Passage
from index.register import Paper
from index.vectors import Matrix

TOY_MODEL = "toy-words"
WORDS = ("kinship", "carers", "allowance", "foster", "homes", "agency", "officer", "budget")
_JOINED = (f"{comma}and {kind}" for comma in ("", ", ") for kind in ("asking", "doing"))
SEAMS = Seams({"joint, kind": dict.fromkeys(_JOINED, 2.0)}, -1.0, 0.5)
"""By these a message falls apart only at an "and" before a word that asks."""
KINSHIP, MINUTES = "barrowmere-2024-05-01-kinship", "ostley-2023-02-10-minutes"

_REGISTER = f"""papers:
  - id: {KINSHIP}
    title: Kinship Care in Barrowmere
    publisher: Barrowmere Council
    committee: Families Panel
    published: 2024-05-01
    kind: briefing
    url: https://barrowmere.example/kinship
    visibility: public

  - id: {MINUTES}
    title: Minutes of the Families Panel
    publisher: Ostley Council
    published: 2023-02-10
    kind: minutes
    visibility: public
"""
_GLOSSARY = """terms:
  - term: kinship carers
    meaning: Relatives who bring up a child.
    everyday: [nans bringing up kids]
  - term: agency social worker
    meaning: Somebody hired through a firm.
    short: [ASW]
spellings:
  wot: what
"""
_KINSHIP_SUMMARY = f"""---
paper: {KINSHIP}
---

## Money

### 1

Barrowmere wants more kinship carers. It has forty today.

Asked:
- how many nans are there

### 2

Each kinship carers' household in Barrowmere gets an allowance of £90 a week.

### 2(a)

The allowance ends when the child turns eighteen.
"""
_MINUTES_SUMMARY = f"""---
paper: {MINUTES}
---

### 5

Ostley's panel noted that agency staff cost a tenth of the budget.

### 6

Ostley's panel put off the visit to the children's homes.
"""
KINSHIP_ORIGINAL = """Money

1. Barrowmere is short of kinship carers: it counts forty.
2. The weekly allowance of kinship carers is £90, and these rules hold:
 a) It stops at eighteen.
"""


class WordEncoder:
    """Counts the words it knows, one dimension each; the last dimension is a tenth in every text.

    Two texts are as near as the known words they share; none shared leaves them nearly at right
    angles.
    """

    name = TOY_MODEL

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Matrix:
        """Return one unit vector a text, shape (texts, known words + 1)."""
        self.encoded += texts
        said = [re.findall(r"\w+", text.lower()) for text in texts]
        counts = np.array([[*(words.count(word) for word in WORDS), 0.1] for words in said])
        if progress:
            progress(len(texts))
        return (counts / np.linalg.norm(counts, axis=1, keepdims=True)).astype(np.float32)

    def hear(self, texts: Sequence[str]) -> list[Heard]:
        """Return the vector for all: that is all it hears."""
        return [Heard(vector, vector, vector[None]) for vector in self.encode(texts)]


def write_toy_export(var: Path) -> Path:
    """Write WordEncoder as an export, so that the command line answers with it; return its folder.

    It is what index.encoder would write for a model that counts words.
    """
    folder = export_folder(var, TOY_MODEL)
    folder.mkdir(parents=True)
    vocabulary = {"[PAD]": 0} | {word: number for number, word in enumerate(WORDS, 1)}
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[PAD]"))
    tokenizer.normalizer = Lowercase()
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    onnx.save(_counting_model(), str(folder / "model.onnx"))
    size = (folder / "model.onnx").stat().st_size
    about = {"model": TOY_MODEL, "inputs": ["input_ids"], "outputs": OUTPUTS, "longest": 512}
    about["bytes"] = size
    (folder / "about.json").write_text(json.dumps(about), encoding="utf-8")
    return folder


def make_paper(**changes: Any) -> Paper:
    """Return a fictional paper."""
    values: dict[str, Any] = {
        "id": KINSHIP,
        "title": "Kinship Care in Barrowmere",
        "publisher": "Barrowmere Council",
        "published": date(2024, 5, 1),
        "kind": "briefing",
    }
    return Paper(**values | changes)


def make_passage(text: str, locator: str = "1", **changes: Any) -> Passage:
    """Return a passage of the fictional paper."""
    return Passage(**{"paper": KINSHIP, "locator": locator, "heading": (), "text": text} | changes)


def write_knowledge(folder: Path) -> Path:
    """Write a knowledge folder of two fictional papers, five passages, and return it."""
    (folder / "summaries").mkdir(parents=True)
    (folder / "papers").mkdir()
    (folder / "papers.yaml").write_text(_REGISTER, encoding="utf-8")
    (folder / "glossary.yaml").write_text(_GLOSSARY, encoding="utf-8")
    (folder / "summaries" / f"{KINSHIP}.md").write_text(_KINSHIP_SUMMARY, encoding="utf-8")
    (folder / "summaries" / f"{MINUTES}.md").write_text(_MINUTES_SUMMARY, encoding="utf-8")
    return folder


def build_toy(
    knowledge: Path,
    var: Path,
    *,
    keep: int = 5,
    fresh: bool = False,
    keeper: Keeper | None = None,
) -> Built:
    """Build an edition with the toy encoder."""
    return build(
        knowledge,
        var,
        model=TOY_MODEL,
        keep=keep,
        fresh=fresh,
        encoder=WordEncoder(),
        keeper=keeper,
    )


def toy_edition(folder: Path) -> Edition:
    """Return the edition of the fictional papers, built below a folder."""
    build_toy(write_knowledge(folder / "knowledge"), folder / "var")
    return load(folder / "var")


def edition_of(folder: Path, papers: Mapping[str, Sequence[str]], **files: str) -> Edition:
    """Return an edition of papers, by ids such as "ashby-2023-03-01", and the lines of each.

    Lines are passages "1", "2" and so on; a paper without any is only in the register. `files` are
    further files of the knowledge folder ("glossary", "positions") as YAML.
    """
    knowledge = folder / "knowledge"
    (knowledge / "summaries").mkdir(parents=True)
    register = "papers:\n"
    for identity, lines in papers.items():
        place, published = identity.split("-", 1)
        register += (
            f"  - {{id: {identity}, title: Report, publisher: {place.title()} Council, "
            f"published: {published}, kind: report, visibility: public}}\n"
        )
        entries = "".join(f"### {number}\n\n{line}\n\n" for number, line in enumerate(lines, 1))
        if lines:
            summary = knowledge / "summaries" / f"{identity}.md"
            summary.write_text(f"---\npaper: {identity}\n---\n\n{entries}", encoding="utf-8")
    for name, text in ({"papers": register} | files).items():
        (knowledge / f"{name}.yaml").write_text(text, encoding="utf-8")
    build_toy(knowledge, folder / "var")
    return load(folder / "var")


def answered(edition: Edition, text: str) -> Answer:
    """Return what is answered from an edition by the toy encoder."""
    return Answerer(edition, WordEncoder()).answer(text)


def weights_of(nothing: float, partly: float, model: str = TOY_MODEL, **signal: float) -> Weights:
    """Return weights by which an answer is as likely as not; only the signals named move that.

    One of several questions in one is not said where a question alone would not be.
    """
    return Weights(
        model=model,
        signals={name: Signal(signal.get(name, 0.0), 0.0, 1.0) for name in SIGNALS},
        question=np.zeros(len(WORDS) + 1, dtype=np.float32),
        words={},
        units=unit(len(WORDS) + 1, {}),
        intercept=0.0,
        bars=Bars(nothing, partly, nothing),
    )


def unit(
    numbers: int,
    looks_for: Mapping[str, float],
    bias: float = 0.0,
    outer: float = 0.0,
    words: Sequence[float] = (),
) -> Units:
    """Return a layer of one unit that sees a sound of so many numbers, and looks for signals and
    words.
    """
    inner = [0.0] * numbers + [looks_for.get(name, 0.0) for name in SIGNALS]
    each = ([inner], [list(words)], [bias], [outer])
    return Units(*(np.array(one, dtype=np.float32) for one in each))


def units_written(units: Units) -> dict[str, Any]:
    """Return units as they stand in a file."""
    return {each.name: written(getattr(units, each.name)) for each in fields(Units)}


def guard_leaning_to(kind: str, by: float, words: Mapping[str, Matrix] | None = None) -> GuardModel:
    """Return a guard of toy vectors that takes what it hears, whatever it is, for one kind."""
    size, kinds = len(WORDS) + 1, len(KINDS)
    leaning = np.zeros((1, kinds), dtype=np.float32)
    leaning[0, KINDS.index(kind)] = by
    deaf = (*map(np.zeros, ((1, 1, 0, size), (1, 1, size), (1, 1), (1, kinds, 1))),)
    return GuardModel(TOY_MODEL, Ear(*deaf, leaning), 0.5, np.zeros(kinds), words or {})


def _counting_model() -> onnx.ModelProto:
    size = len(WORDS) + 1
    one_word_each = np.vstack([np.zeros(size), np.eye(size)[:-1]]).astype(np.float32)
    always = np.array([[0.0] * len(WORDS) + [0.1]], dtype=np.float32)
    constants = [
        numpy_helper.from_array(one_word_each, "one_word_each"),
        numpy_helper.from_array(always, "always"),
        numpy_helper.from_array(np.array([1], dtype=np.int64), "tokens"),
    ]
    nodes = [
        helper.make_node("Gather", ["one_word_each", "input_ids"], ["each"]),
        helper.make_node("ReduceSum", ["each", "tokens"], ["counts"], keepdims=0),
        helper.make_node("Add", ["counts", "always"], ["whole"]),
        helper.make_node("LpNormalization", ["whole"], ["vector"], axis=1, p=2),
        helper.make_node("Identity", ["vector"], ["sound"]),
        helper.make_node("Unsqueeze", ["vector", "tokens"], ["words"]),
    ]
    shapes = ([None, size], [None, size], [None, 1, size])
    graph = helper.make_graph(
        nodes,
        "counting",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["texts", "tokens"])],
        [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
            for name, shape in zip(OUTPUTS, shapes, strict=True)
        ],
        constants,
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
