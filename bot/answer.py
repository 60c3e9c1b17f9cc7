"""Question in, Answer out: the sentences that answer, word for word, and the passages they stand
in.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from bot.question import Question, Vocabulary, understand
from index.edition import Edition
from index.encoder import Encoder
from index.passages import Passage
from index.search import Hit, Sought, nearest_sentences, search, words_of
from index.sentences import sentences

Outcome = Literal[
    "answered", "partly_answered", "nothing_found", "personal_data", "urgent", "out_of_scope"
]
DEFAULT_LIMIT = 3
LARGEST_LIMIT = 20
_POOL = 60
_MOST_SENTENCES = 3


@dataclass(frozen=True, slots=True)
class Citation:
    """What a reader can check; made from a passage, so it cannot be invented."""

    number: int
    paper: str
    title: str
    publisher: str
    published: date
    locator: str
    heading: tuple[str, ...]
    page: int | None
    source: str
    quote: str
    url: str
    score: float


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that answers, as it stands in the quote of the citation with this number."""

    text: str
    citation: int


@dataclass(frozen=True, slots=True)
class Searched:
    """What an answer was looked for in; `latest` is the date of the newest paper."""

    papers: int
    passages: int
    latest: date


@dataclass(frozen=True, slots=True)
class Answer:
    """What we send. `nearest` holds passages only when nothing was found."""

    question: str
    outcome: Outcome
    searched: Searched
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    nearest: tuple[Citation, ...] = ()


class Answerer:
    """Answers questions from one edition; keeps what is costly to make anew for each question."""

    def __init__(self, edition: Edition, encoder: Encoder) -> None:
        if edition.about.model != encoder.name:
            raise ValueError(f"edition of model {edition.about.model}, encoder {encoder.name}")
        self.edition = edition
        self._encoder = encoder
        self._vocabulary = Vocabulary(edition.glossary)

    def answer(self, asked: str, history: Sequence[str] = (), limit: int = DEFAULT_LIMIT) -> Answer:
        """Return the answer with at most `limit` citations; raises QuestionError for what is no
        question.
        """
        question = understand(asked, history, self._vocabulary)
        hits, sought = self._hits(question, limit)
        searched = Searched(
            len(self.edition.papers), len(self.edition.passages), self.edition.latest
        )
        citations = tuple(self._citation(number, hit) for number, hit in enumerate(hits[:limit], 1))
        if not _is_near(hits, question):
            return Answer(question.asked, "nothing_found", searched, nearest=citations)
        chosen = self._sentences(question, sought, hits[:limit])
        return Answer(question.asked, "answered", searched, chosen, citations)

    def _hits(self, question: Question, limit: int) -> tuple[list[Hit], Sought]:
        sought = Sought(self._encoder.encode(question.texts), question.words, question.added_words)
        return search(self.edition, sought, max(limit, _POOL)), sought

    def _citation(self, number: int, hit: Hit) -> Citation:
        passage = hit.passage
        paper = self.edition.paper(passage.paper)
        return Citation(
            number=number,
            paper=paper.id,
            title=paper.title,
            publisher=paper.publisher,
            published=paper.published,
            locator=passage.locator,
            heading=passage.heading,
            page=passage.page,
            source=passage.source,
            quote=passage.text,
            url=paper.url,
            score=hit.score,
        )

    def _sentences(
        self, question: Question, sought: Sought, hits: Sequence[Hit]
    ) -> tuple[Sentence, ...]:
        """Return the sentences that answer: the best of the best passage, then others nearly as
        good.
        """
        found: list[Sentence] = []
        for number, hit in enumerate(hits, 1):
            best = self._best_sentences(question, sought, hit.passage)
            if number == 1 or hit.score >= 0.85 * hits[0].score:
                found += [Sentence(text, number) for text in best[: 2 if number == 1 else 1]]
        return tuple(found[:_MOST_SENTENCES])

    def _best_sentences(self, question: Question, sought: Sought, passage: Passage) -> list[str]:
        cosines = nearest_sentences(self.edition, sought, passage)
        wanted = set(question.words) | set(question.added_words)
        scored = []
        for place, text in enumerate(sentences(passage.text)):
            shared = len(wanted & set(words_of(text))) / (len(wanted) or 1)
            scored.append((cosines.get(place, 0.0) + 0.5 * shared, place, text))
        scored.sort(reverse=True)
        if not scored:
            return []
        top = scored[0][0]
        # In reading order, so that "It has proposed ..." follows what "it" is.
        return [
            text
            for _, _, text in sorted(
                (s for s in scored[:2] if s[0] >= 0.8 * top), key=lambda s: s[1]
            )
        ]


def renumbered(citations: Sequence[Citation]) -> tuple[Citation, ...]:
    """Return citations numbered from 1 in the order given."""
    return tuple(replace(citation, number=number) for number, citation in enumerate(citations, 1))


def _is_near(hits: Sequence[Hit], question: Question) -> bool:
    """Whether anything is near enough to be an answer at all."""
    return bool(hits) and hits[0].cosine >= 0.35
