"""Question in, Answer out: the sentences that answer, word for word, and the passages they stand
in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.answerability import Weights, signals
from bot.collection import front_pages, is_about_collection
from bot.guard import notice
from bot.known_names import known_names
from bot.question import Question, Vocabulary, as_question, understand
from index.edition import Edition, public_part
from index.encoder import Encoder
from index.search import Hit, Sought, search, sentence_scores, words_of
from index.sentences import sentences

Outcome = Literal[
    "answered", "partly_answered", "nothing_found", "personal_data", "urgent", "out_of_scope"
]
DEFAULT_LIMIT = 3
LARGEST_LIMIT = 20
_POOL = 60
_NOWHERE_NEAR = 0.3
"""Cosine below which even the nearest view is about something else, whatever the model."""
_MOST_SENTENCES = 3
_NEARLY_AS_GOOD = 0.9
"""Share of the best score from which another passage's sentence is shown beside the best one's."""
_SHARED_WORDS = 0.3
"""What all of the question's words in a sentence add to its score, beside two cosines."""


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
    """What we send. `nearest` holds passages only when nothing was found.

    `noticed` says by codes why a message was not searched (see bot.guard), never in its words.
    """

    question: str
    outcome: Outcome
    searched: Searched
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    nearest: tuple[Citation, ...] = ()
    noticed: tuple[str, ...] = ()


class Answerer:
    """Answers questions from one edition; keeps what is costly to make anew for each question."""

    def __init__(
        self,
        edition: Edition,
        encoder: Encoder,
        weights: Weights | None = None,
        *,
        restricted: bool = False,
    ) -> None:
        if edition.about.model != encoder.name:
            raise ValueError(f"edition of model {edition.about.model}, encoder {encoder.name}")
        # Papers for some readers only are looked at for them alone, and then on purpose.
        self.edition = edition = edition if restricted else public_part(edition)
        self._encoder = encoder
        # Weights learnt on another model's cosines would judge at random.
        self._weights = weights if weights and weights.model == encoder.name else None
        self._vocabulary = Vocabulary(edition.glossary)
        self._known_names = known_names(edition)

    def answer(self, asked: str, history: Sequence[str] = (), limit: int = DEFAULT_LIMIT) -> Answer:
        """Return the answer with at most `limit` citations.

        Raises QuestionError for what is no question. A message with case details, a live risk or
        another matter is never searched.
        """
        text = as_question(asked)
        searched = Searched(
            len(self.edition.papers), len(self.edition.passages), self.edition.latest
        )
        if noticed := notice(text, self._known_names):
            return Answer(text, noticed.outcome, searched, noticed=noticed.kinds)
        if is_about_collection(text):
            return self._collection(text, searched)
        question, sought, hits = self.find(text, self._safe(history))
        outcome = self._outcome(question, sought, hits)
        citations = tuple(self._citation(number, hit) for number, hit in enumerate(hits[:limit], 1))
        if outcome == "nothing_found":
            return Answer(text, outcome, searched, nearest=citations)
        chosen = self._sentences(question, sought, hits[:limit])
        return Answer(text, outcome, searched, chosen, citations)

    def find(self, asked: str, history: Sequence[str]) -> tuple[Question, Sought, list[Hit]]:
        """Return the question understood, as it was sought, and the nearest passages."""
        question = understand(asked, history, self._vocabulary)
        vectors = self._encoder.encode(question.texts)
        sought = Sought(vectors, question.words, question.added_words)
        return question, sought, search(self.edition, sought, _POOL)

    def _safe(self, history: Sequence[str]) -> list[str]:
        """Return the earlier messages that may be searched with."""
        return [message for message in history if not notice(message, self._known_names)]

    def _outcome(self, question: Question, sought: Sought, hits: Sequence[Hit]) -> Outcome:
        """Return whether the hits answer, wholly, perhaps in part, or not."""
        if not hits or hits[0].cosine < _NOWHERE_NEAR:
            return "nothing_found"
        if self._weights is None:
            return "answered"
        values = signals(self.edition, question, sought, hits)
        probability = self._weights.probability(values, sought.vectors[-1])
        if probability < self._weights.nothing:
            return "nothing_found"
        return "partly_answered" if probability < self._weights.partly else "answered"

    def _collection(self, text: str, searched: Searched) -> Answer:
        """Return what is held: every paper by its first passage, the newest first."""
        hits = [Hit(page, 1.0, 0, 1.0, 0.0) for page in front_pages(self.edition)[:LARGEST_LIMIT]]
        citations = tuple(self._citation(number, hit) for number, hit in enumerate(hits, 1))
        chosen = tuple(Sentence(sentences(c.quote)[0], c.number) for c in citations)
        return Answer(text, "answered", searched, chosen, citations)

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
        """Return the sentences that answer: the best passage's, then those of others as good."""
        found: list[Sentence] = []
        as_good = [hit for hit in hits if hit.score >= _NEARLY_AS_GOOD * hits[0].score]
        for number, hit in enumerate(as_good[:_MOST_SENTENCES], 1):
            most = 1 if number > 1 else _MOST_SENTENCES if len(as_good) == 1 else 2
            found += [Sentence(text, number) for text in self._best(question, sought, hit, most)]
        return tuple(found[:_MOST_SENTENCES])

    def _best(self, question: Question, sought: Sought, hit: Hit, most: int) -> list[str]:
        """Return a passage's sentences that answer best, in reading order, at most `most`."""
        scores = sentence_scores(self.edition, sought, hit)
        texts = sentences(hit.passage.text)
        words = set(question.words)
        for place, text in enumerate(texts):
            shared = len(words.intersection(words_of(text))) / (len(words) or 1)
            scores[place] = scores.get(place, 0.0) + _SHARED_WORDS * shared
        best = sorted(scores, key=lambda place: (-scores[place], place))[:most]
        # In reading order, so that "It has proposed ..." follows what "it" is.
        return [texts[place] for place in sorted(best)]
