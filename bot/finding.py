"""What is found for a question, and for each part of one that asks for several things."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.collection import Register, front_page
from bot.hears_once import HearsOnce
from bot.leading import led
from bot.over_time import is_over_time, parts_of
from bot.parts import Part
from bot.question import (
    Question,
    Vocabulary,
    content_words,
    only_names,
    refers_back,
    understand,
)
from bot.ranking import Ranker, Ranking
from index.held import Held, Within
from index.register import Paper
from index.search import Hit, Sought, search
from index.vectors import Matrix

_POOL, _PART_POOL = 30, 20
_OF_A_PAPER, _MOST_PAPERS = 500, 3
"""Passages of one paper among which its front page is looked for, and how many are."""


@dataclass(frozen=True, slots=True)
class Found:
    """A question understood, as it was sought, with the nearest passages, best first.

    `sound` is what it sounds like (see index.encoder.Heard), `alone` the vector of a follow-up
    without what it leans on. `parts` are the same for each part of a question that asks for several
    things; one that is a question itself is `named` by its ordinal or by the side that it is put
    to, and where it asks who wrote a paper, or when, the front page `tells` that.
    """

    question: Question
    sought: Sought
    sound: Matrix
    hits: list[Hit]
    parts: tuple["Found", ...] = ()
    alone: Matrix | None = None
    named: str = ""
    tells: bool = False

    @property
    def is_several(self) -> bool:
        """Whether several questions were asked in one."""
        return any(part.named for part in self.parts)


@dataclass(frozen=True, slots=True)
class Parts:
    """What a question asks for, where that is several things: each understood, with its name where
    it is a question itself, else "".
    """

    questions: tuple[Question, ...]
    names: tuple[str, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts that are encoded to find them."""
        return tuple(
            text for part in self.questions for text in (part.texts[0], part.alone) if text
        )


class Finder:
    """Finds in one edition, what is likeliest to be needed first by a ranking."""

    def __init__(
        self, edition: Held, vocabulary: Vocabulary, ranking: Ranking, register: Register
    ) -> None:
        self._edition = edition
        self.vocabulary = vocabulary
        self._ranking = ranking
        self.register = register
        self._ranker = Ranker(edition, edition.topics)

    def parts(self, question: Question, history: Sequence[str]) -> Parts:
        """Return what a question asks for, where that is several things, each understood; of
        several questions the others may lean on the first ("what is it, and when does it start?").
        """
        several = self.vocabulary.questions_in(question.own)
        if not several:
            parts = parts_of(question.asked) if is_over_time(question.asked) else []
            each = tuple(understand(part, history, self.vocabulary) for part in parts)
            return Parts(each, ("",) * len(each))
        leading = self._that_leads(several)
        # As the whole: "are chairs going" of a message that tells by itself what it asks.
        before = history if question.alone or refers_back(leading.text) else ()
        led = understand(leading.text, before, self.vocabulary).texts[-1]
        asked = tuple(
            understand(part.text, before, self.vocabulary)
            if part.clause == leading.clause
            else understand(part.text, self._led_to(part, led), self.vocabulary, is_part=True)
            for part in several
        )
        return Parts(asked, tuple(part.named for part in several))

    def _led_to(self, part: Part, led: str) -> tuple[str]:
        """Return what one of several questions may lean on: the leading one, without whom it is
        put to where this names its own ("what did Ostley say of fees, and what did ministers", but
        not "did it welcome the review").
        """
        sides = self.vocabulary.sides_in(part.text)
        if not sides or only_names(part.text, sides[0]) or refers_back(part.text[: sides[0].start]):
            return (led,)
        return (self.vocabulary.without_sides(led),)

    def _that_leads(self, several: Sequence[Part]) -> Part:
        """Return the one of several questions that the others lean on: the first, unless it tells
        little of what it is about ("what would be the pay, and the role, of a lead worker").
        """
        first, *_ = several
        if not self.vocabulary.tells_little(first.text):
            return first
        return max(several, key=lambda part: len(content_words(part.text)))

    def find(self, question: Question, parts: Parts, encode: HearsOnce) -> Found:
        """Return what is found for a question, the likeliest to be needed first."""
        found = self._sought(question, parts, encode)
        by_part = [part.hits for part in found.parts]
        hits = self._ranker.ranked(self._ranking, question, found.hits, by_part, found.alone)
        return replace(found, hits=led(self._edition, question, hits))

    def measured(
        self, question: Question, parts: Parts, encode: HearsOnce
    ) -> tuple[list[Hit], Matrix]:
        """Return the passages that may come first, and what speaks for each (see bot.ranking)."""
        found = self._sought(question, parts, encode)
        by_part = [part.hits for part in found.parts]
        return self._ranker.measured(question, found.hits, by_part, found.alone)

    def _sought(self, question: Question, parts: Parts, encode: HearsOnce) -> Found:
        """Return what is found for a question, the nearest first."""
        sought = Sought(encode(question.texts), question.words, question.added_words)
        hits = search(self._edition, sought, _POOL)
        each = zip(parts.questions, parts.names, strict=True) if hits else ()
        return Found(
            question,
            sought,
            encode.hear(question.texts[-1]).sound,
            hits,
            tuple(self._of_part(part, named, encode) for part, named in each),
            alone=_alone(question, encode),
        )

    def _of_part(self, part: Question, named: str, encode: HearsOnce) -> Found:
        """Return what is found for one of several things asked for, ranked where it is a question
        itself, which has a name; where it asks who wrote papers, or when, their front pages.
        """
        heard = encode.hear(part.texts[0])
        sought = Sought(heard.vector[None], part.words, part.added_words)
        beside = self.register.asked_for_beside(part.own, part.texts[-1]) if named else None
        papers = beside or ()
        each = (self._front_page(paper, sought) for paper in papers[:_MOST_PAPERS])
        if pages := [page for page in each if page]:
            return Found(part, sought, heard.sound, pages, named=named, tells=True)
        hits = search(self._edition, sought, _PART_POOL)
        if named:
            hits = self._ranker.ranked(self._ranking, part, hits, (), _alone(part, encode))
            hits = led(self._edition, part, hits)
        return Found(part, sought, heard.sound, hits, named=named)

    def _front_page(self, paper: Paper, sought: Sought) -> Hit | None:
        """Return the hit of a paper's front page, None where the paper has no passages, or so many
        that it is not among those looked at.
        """
        page = front_page(self._edition, paper.id)
        if page is None:
            return None
        within = replace(sought, within=Within(frozenset({paper.id})))
        hits = search(self._edition, within, _OF_A_PAPER)
        return next((hit for hit in hits if hit.passage.id == page.id), None)


def first_of_each(parts: Sequence[Found], hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits with the nearest to each of several questions in front, in their order, and
    then what else tells of one of them.
    """
    by_number = {hit.number: hit for hit in hits}
    first = [part.hits[0] for part in parts if part.hits]
    further = [hit for part in parts if part.tells for hit in part.hits[1:]]
    # Each is the best for its question, whatever the others are for theirs.
    best = {
        hit.number: replace(by_number.get(hit.number, hit), score=hits[0].score)
        for hit in (*first, *further)
    }
    return [*best.values(), *(hit for hit in hits if hit.number not in best)]


def _alone(question: Question, encode: HearsOnce) -> Matrix | None:
    return encode([question.alone])[0] if question.alone else None
