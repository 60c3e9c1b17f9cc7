"""Choose the sentences that answer, word for word, from the passages found."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from operator import itemgetter

from bot.asked_for import what_gives
from bot.question import Question
from index.glossary import Term
from index.held import Held
from index.search import Hit, Sought, sentence_scores, words_of
from index.sentences import sentences

MOST_SENTENCES = 3
_NO_STATEMENT = 0.4
"""What a question, a label or a bare heading loses as a sentence that answers."""
_NEARLY_AS_GOOD = 0.9
"""Share of the best score from which another passage's sentence is shown beside the best one's."""
_TURN = re.compile(r"(?:Instead|However|Nevertheless|Nonetheless|But|Yet)\b")
"""How a sentence begins that takes back or replaces what the one before it says."""
_REPLY = re.compile(r"(?:Reply|Replies|Response|Answer)(?: by| from|:)")
"""What stands before it in a passage was asked, and answers nothing."""
_GIVES = 0.2
"""What a sentence gains that has a sum, a day or a name where one is asked for."""
_HEADING_WORDS = 3
_SHARED_WORDS = 0.3
"""What all of the question's words in a sentence add to its score, beside two cosines."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that answers, as it stands in the quote of the citation with this number."""

    text: str
    citation: int


class Chooser:
    """Chooses from the passages found for one question; `meant` are the terms whose meaning it asks
    for.
    """

    def __init__(
        self, edition: Held, question: Question, sought: Sought, meant: Sequence[Term]
    ) -> None:
        self._edition = edition
        self._sought = sought
        self._gives = what_gives(question.asked)
        self._words = set(question.words)
        self._forms = [term.term.lower() for term in meant]

    def choose(self, hits: Sequence[Hit], beside: Collection[int]) -> tuple[Sentence, ...]:
        """Return the sentences that answer: the best passage's, then those of others as good, or
        that have to stand `beside` it (by number).
        """
        found: list[Sentence] = []
        # Numbered before any is left out: what the ledger moved up may be less good than the next.
        as_good = [
            (number, hit)
            for number, hit in enumerate(hits, 1)
            if hit.score >= _NEARLY_AS_GOOD * hits[0].score or hit.number in beside
        ]
        # A front page is found by its headings, which say nothing beside another's sentence.
        as_good = [
            (number, hit)
            for number, hit in as_good
            if number == 1 or any(map(_states_something, sentences(hit.passage.text)))
        ]
        as_good.sort(key=lambda pair: pair[0] > 1 and pair[1].number not in beside)
        few = len(as_good) > 2 and bool(beside)
        for number, hit in sorted(as_good[:MOST_SENTENCES], key=itemgetter(0)):
            most = MOST_SENTENCES if len(as_good) == 1 else 1 if number > 1 or few else 2
            found += [Sentence(text, number) for text in self._best(hit, most)]
        return tuple(found[:MOST_SENTENCES])

    def _best(self, hit: Hit, most: int) -> list[str]:
        """Return a passage's sentences that answer best, in reading order, at most `most`."""
        scores = sentence_scores(self._edition, self._sought, hit)
        texts = sentences(hit.passage.text)
        replied = next((n for n, text in enumerate(texts) if _REPLY.match(text)), 0)
        for place, text in enumerate(texts):
            shared = len(self._words.intersection(words_of(text))) / (len(self._words) or 1)
            lost = 0.0 if _states_something(text) and place >= replied else _NO_STATEMENT
            lost -= _GIVES * any(pattern.search(text) for pattern in self._gives)
            meant = any(form in text.lower() for form in self._forms)
            scores[place] = scores.get(place, 0.0) + _SHARED_WORDS * shared - lost + meant
        best: list[range] = []
        for place in sorted(scores, key=lambda place: (-scores[place], place)):
            together = _said_together(texts, place)
            if together not in best:
                best.append(together)
            if len(best) == most:
                break
        # In reading order, so that "It has proposed ..." follows what "it" is.
        best.sort(key=lambda together: together.start)
        return [_as_it_stands(hit.passage.text, texts, together) for together in best]


def nearest_to(line: str, quote: str) -> str:
    """Return the sentence of a quote that shares most words with a line of the ledger."""
    texts = sentences(quote)
    return _as_it_stands(quote, texts, _said_together(texts, _nearest(line, texts)))


def _nearest(line: str, texts: Sequence[str]) -> int:
    words = set(words_of(line))
    return max(range(len(texts)), key=lambda place: len(words.intersection(words_of(texts[place]))))


def _said_together(texts: Sequence[str], place: int) -> range:
    """Return the places of a sentence and of those that would be half the truth without it."""
    first = last = place
    while first and _TURN.match(texts[first]):
        first -= 1
    while last + 1 < len(texts) and _TURN.match(texts[last + 1]):
        last += 1
    return range(first, last + 1)


def _as_it_stands(passage: str, texts: Sequence[str], together: range) -> str:
    """Return these sentences of a passage word for word, with the space between them."""
    begin = end = 0
    for place, text in enumerate(texts[: together.stop]):
        at = passage.index(text, end)
        end = at + len(text)
        begin = at if place == together.start else begin
    return passage[begin:end]


def _states_something(sentence: str) -> bool:
    """Whether a sentence can be an answer: no question, label ("RESOLVED:") or bare heading."""
    is_heading = len(sentence.split()) <= _HEADING_WORDS or sentence.isupper()
    return sentence.rstrip("”’\"'")[-1:] not in "?:" and not is_heading
