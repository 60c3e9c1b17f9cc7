"""Choose the sentences that answer, word for word, from the passages found."""

import math
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.coverage import names, sentences_with_words
from bot.kinds import what_counts, what_gives
from bot.leading import asks_contact, is_contact, lists_documents, states_something
from bot.meaning import writes_out
from bot.question import Question
from index.glossary import Term
from index.held import Held
from index.search import Hit, Sought, sentence_scores, words_of

MOST_SENTENCES = 3
_NO_STATEMENT = 0.6
"""What a question, a label or a bare heading loses as a sentence that answers."""
_ANSWERS_NOTHING = 1.0
"""What a sentence loses that a reply follows: it was asked, and is wanted only by who asks what was
asked.
"""
_OF_QUESTIONS = re.compile(r"\b(?:ask(?:s|ed|ing)?|questions?|quer(?:y|ies))\b", re.IGNORECASE)
_LESS_NEEDED = 0.3
"""What a sentence loses for each time (by e) that its passage is less likely to be needed than the
best."""
_LEAST_SHARE = 1e-3
_FAR_WORSE = 0.7
"""How far below the best one no sentence is shown."""
_AS_GOOD = 0.05
"""How far below the best one a sentence leads that stands before it."""
_TURN = re.compile(r"(?:Instead|However|Nevertheless|Nonetheless|But|Yet)\b")
"""How a sentence begins that takes back or replaces what the one before it says."""
_OF_ONE_BEFORE = re.compile(
    r"(?:This|These|They|Such|It(?! (?:is|was|has been|had been|will be|would be)\b))\b"
    r"|.{0,60}?\b(?:that|what|how|whether) (?:this|these)\b|.{0,60}?\bsuch cases\b"
)
"""How a sentence begins that speaks of what the one before it names, which "it was noted" does not,
but "it is likely that this will" does.
"""
_REPLY = re.compile(r"(?:Reply|Replies|Response|Answer)(?: by| from|:)")
"""What stands before it in a passage was asked, and answers nothing."""
_LABEL = re.compile(r"(?:Question|Asked)\b[^?]*$")
"""What says that something was asked, and by whom."""
_SHORT_REPLY = 2
"""Sentences of a reply of which half may be half the truth: "it's for government", "too early"."""
_GIVES = 0.4
"""What a sentence gains that has a sum, a day or a name where one is asked for."""
_CONTACT_LINES = 6
"""Lines of a passage that says how somebody is reached and nothing else."""
_COUNTS = 0.3
"""What it gains besides that has a number of just what is to be counted."""
_WHO_IS = re.compile(r"\bwho(?:['’]?s| is| are| was| were)\b", re.IGNORECASE)
_INTRODUCES = 0.3
"""What the first sentence of a passage gains that names a person of whom it is asked who it is."""
_SETS_OUT = 0.05
"""What the first sentence of a passage loses, but where somebody replies: it names what the others
are about, and so sounds near whatever is asked of that.
"""
_SHARED_WORDS = 0.6
"""What all of the question's words in a sentence add to its score, beside its cosines."""


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
        self._gives = what_gives(question.asks, question.asked)
        self._counts = what_counts(question.asked)
        self._is_of_contact = asks_contact(question.asked)
        self._asks_who = "who" in question.asks
        persons = (term.forms for term in question.terms if term.kind == "person")
        is_of_whom = _WHO_IS.search(question.asked)
        self._persons = [form for forms in persons for form in forms] if is_of_whom else []
        self._words = set(question.words)
        self._asked_loses = 0.0 if _OF_QUESTIONS.search(question.asked) else _ANSWERS_NOTHING
        self._meant = meant

    def choose(self, hits: Sequence[Hit], beside: Collection[int]) -> tuple[Sentence, ...]:
        """Return the sentences that answer best, at most three, passage by passage, of each the
        best one first and the others in reading order: one at least of the best passage and of each
        that has to stand `beside` it (by number).
        """
        needed: list[_Candidate] = []
        others: list[_Candidate] = []
        for number, hit in enumerate(hits, 1):
            read = _read(hit.passage.text)
            is_beside = hit.number in beside
            # A front page is found by its headings, which say nothing beside another's sentence,
            # and neither does a list of documents; of those present one may be asked for.
            is_empty = not any(read.states) and not (is_beside and self._asks_who)
            if number > 1 and (is_empty or lists_documents(hit.passage.text)):
                continue
            share = 1.0 if is_beside else max(hit.score / (hits[0].score or 1.0), _LEAST_SHARE)
            lost = _LESS_NEEDED * math.log(share)
            its = [
                _Candidate(score + lost, number, read.texts, together)
                for score, together in self._best(hit, read)
            ]
            take = 1 if number == 1 or is_beside else 0
            needed += its[:take]
            others += [one for one in its[take:] if any(read.states[n] for n in one.together)]
        best = max(candidate.score for candidate in needed)
        others = [one for one in others if one.score >= best - _FAR_WORSE]
        others.sort(key=lambda one: -one.score)
        chosen = [*needed, *others][:MOST_SENTENCES]
        leads = _leading(chosen)
        chosen.sort(key=lambda one: (one.number, one is not leads[one.number], one.together.start))
        quotes = [hit.passage.text for hit in hits]
        return tuple(
            Sentence(_as_it_stands(quotes[one.number - 1], one.texts, one.together), one.number)
            for one in chosen
        )

    def _best(self, hit: Hit, read: "_Read") -> list[tuple[float, range]]:
        """Return a passage's sentences that answer best, each with its score and those said with
        it, best first.
        """
        scores = sentence_scores(self._edition, self._sought, hit)
        naming = (n for n, text in enumerate(read.texts) if names(text.lower(), self._persons))
        introduces = next(naming, -1) if self._persons else -1
        for place, text in enumerate(read.texts):
            shared = len(self._words.intersection(read.words[place])) / (len(self._words) or 1)
            states = read.states[place] or (self._is_of_contact and is_contact(text))
            lost = 0.0 if states else _NO_STATEMENT
            lost += self._asked_loses if place < read.replied else 0.0
            lost += _SETS_OUT * (place == 0 and not read.replied)
            lost -= _GIVES * any(pattern.search(text) for pattern in self._gives)
            lost -= _COUNTS * bool(self._counts and self._counts.search(text))
            lost -= _INTRODUCES * (place == introduces)
            meant = any(writes_out(text, term) for term in self._meant)
            scores[place] = scores.get(place, 0.0) + _SHARED_WORDS * shared - lost + meant
        best: dict[range, float] = {}
        for place in sorted(scores, key=lambda place: (-scores[place], place)):
            together, score = read.together(place), scores[place]
            is_short = len(read.texts) <= _CONTACT_LINES
            if self._is_of_contact and is_short and is_contact(read.texts[place]):
                # A name is told with its number.
                together = range(len(read.texts))
            # Nothing is said twice: what shares a sentence with what is chosen goes on with it.
            for other in [one for one in best if set(one) & set(together)]:
                score = max(score, best.pop(other))
                together = range(
                    min(one[0] for one in (other, together)), max(other.stop, together.stop)
                )
            best[together] = score
            if len(best) == MOST_SENTENCES:
                break
        return sorted(
            ((score, together) for together, score in best.items()),
            reverse=True,
            key=lambda one: one[0],
        )


def opening(passage: str, most: int) -> tuple[str, ...]:
    """Return the first sentences of a passage that state something, of a reply where it has one;
    where none does, its first.
    """
    read = _read(passage)
    replied = range(read.replied, len(read.texts))
    said = [read.texts[place] for place in replied if read.states[place]]
    return tuple(said or read.texts)[:most]


def asked_in(passage: str) -> str:
    """Return what was asked in a passage that has the reply too, else its first sentence."""
    read = _read(passage)
    asked = [place for place in range(read.replied) if not _LABEL.match(read.texts[place])]
    if not asked:
        return opening(passage, 1)[0]
    return _as_it_stands(passage, read.texts, range(asked[0], read.replied))


@dataclass(frozen=True, slots=True)
class _Read:
    """A passage's sentences, the stems of each, which state something, and where a reply begins."""

    texts: tuple[str, ...]
    words: tuple[frozenset[str], ...]
    states: tuple[bool, ...]
    replied: int

    def together(self, place: int) -> range:
        """Return the places of a sentence and of those to be said with it: of a short reply all."""
        first = self.replied + self.texts[self.replied].endswith(":")
        if self.replied and place >= first and len(self.texts) - first <= _SHORT_REPLY:
            return range(first, len(self.texts))
        return _said_together(self.texts, place)


@lru_cache(2_048)
def _read(passage: str) -> _Read:
    each = sentences_with_words(passage)
    texts = tuple(text for text, _ in each)
    return _Read(
        texts,
        tuple(words for _, words in each),
        tuple(map(states_something, texts)),
        next((place for place, text in enumerate(texts) if _REPLY.match(text)), 0),
    )


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Sentences said together that may be shown: which of a passage's `texts`, and its number."""

    score: float
    number: int
    texts: Sequence[str]
    together: range


def _leading(chosen: Sequence[_Candidate]) -> dict[int, _Candidate]:
    """Return which of the chosen of each passage leads: the best, or the first about as good."""
    best: dict[int, float] = {}
    for one in chosen:
        best[one.number] = max(one.score, best.get(one.number, one.score))
    backwards = sorted(chosen, key=lambda one: -one.together.start)
    return {one.number: one for one in backwards if one.score >= best[one.number] - _AS_GOOD}


def nearest_to(line: str, quote: str, tells: Callable[[str], object] | None = None) -> str:
    """Return the sentence of a quote that shares most words with a line of the ledger, of those
    that `tells` takes where there are such, and of a reply where it has one.
    """
    read = _read(quote)
    texts, words = read.texts, frozenset(words_of(line))

    def fits(place: int) -> tuple[bool, bool, int]:
        told = bool(tells and tells(texts[place]))
        return told, place >= read.replied, len(words & read.words[place])

    return _as_it_stands(quote, texts, read.together(max(range(len(texts)), key=fits)))


def _said_together(texts: Sequence[str], place: int) -> range:
    """Return the places of a sentence and of those that would be half the truth without it."""
    first = last = place
    while first and (_TURN.match(texts[first]) or _speaks_of_one_before(texts, first)):
        first -= 1
    while last + 1 < len(texts) and _TURN.match(texts[last + 1]):
        last += 1
    return range(first, last + 1)


def _speaks_of_one_before(texts: Sequence[str], place: int) -> bool:
    return bool(_OF_ONE_BEFORE.match(texts[place])) and states_something(texts[place - 1])


def _as_it_stands(passage: str, texts: Sequence[str], together: range) -> str:
    """Return these sentences of a passage word for word, with the space between them."""
    begin = end = 0
    for place, text in enumerate(texts[: together.stop]):
        at = passage.index(text, end)
        end = at + len(text)
        begin = at if place == together.start else begin
    return passage[begin:end]
