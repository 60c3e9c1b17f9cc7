"""What is found for a question, and for each part of one that asks for several things."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bot.hears_once import HearsOnce
from bot.over_time import is_over_time, parts_of
from bot.parts import ORDINALS, questions_in
from bot.question import Question, Vocabulary, understand
from bot.ranking import Ranker, Ranking
from index.held import Held
from index.search import Hit, Sought, search
from index.vectors import Matrix

_POOL, _PART_POOL = 30, 20


@dataclass(frozen=True, slots=True)
class Found:
    """A question understood, as it was sought, with the nearest passages, best first.

    `sound` is what it sounds like (see index.encoder.Heard), `alone` the vector of a follow-up
    without what it leans on. `parts` are the same for each part of a question that asks for several
    things, `is_several` says that these are questions themselves.
    """

    question: Question
    sought: Sought
    sound: Matrix
    hits: list[Hit]
    parts: tuple["Found", ...] = ()
    is_several: bool = False
    alone: Matrix | None = None


class Finder:
    """Finds in one edition, what is likeliest to be needed first by a ranking."""

    def __init__(self, edition: Held, vocabulary: Vocabulary, ranking: Ranking) -> None:
        self._edition = edition
        self._vocabulary = vocabulary
        self._ranking = ranking
        self._ranker = Ranker(edition, edition.topics)

    def find(self, question: Question, history: Sequence[str], encode: HearsOnce) -> Found:
        """Return what is found for a question, the likeliest to be needed first."""
        found = self._sought(question, history, encode)
        by_part = [part.hits for part in found.parts]
        hits = self._ranker.ranked(self._ranking, question, found.hits, by_part, found.alone)
        return replace(found, hits=hits)

    def measured(
        self, question: Question, history: Sequence[str], encode: HearsOnce
    ) -> tuple[list[Hit], Matrix]:
        """Return the passages that may come first, and what speaks for each (see bot.ranking)."""
        found = self._sought(question, history, encode)
        by_part = [part.hits for part in found.parts]
        return self._ranker.measured(question, found.hits, by_part, found.alone)

    def _sought(self, question: Question, history: Sequence[str], encode: HearsOnce) -> Found:
        """Return what is found for a question, the nearest first."""
        several = [] if is_over_time(question.asked) else questions_in(question.asked)
        parts = self._parts(question, several, history)
        vectors = encode([*question.texts, *(part.texts[0] for part in parts)])
        own = len(question.texts)
        sought = Sought(vectors[:own], question.words, question.added_words)
        hits = search(self._edition, sought, _POOL)
        of_parts = []
        for vector, part in zip(vectors[own:], parts, strict=True) if hits else ():
            by_part = Sought(vector[None], part.words, part.added_words)
            near = search(self._edition, by_part, _PART_POOL)
            if several:
                near = self._ranker.ranked(self._ranking, part, near, (), _alone(part, encode))
            of_parts.append(Found(part, by_part, encode.hear(part.texts[0]).sound, near))
        return Found(
            question,
            sought,
            encode.hear(question.texts[-1]).sound,
            hits,
            tuple(of_parts),
            bool(several),
            _alone(question, encode),
        )

    def _parts(
        self, question: Question, several: Sequence[str], history: Sequence[str]
    ) -> list[Question]:
        """Return the parts of a question understood; of several questions the later ones may lean
        on the first ("what is it, and when does it start?").
        """
        if not several:
            parts = parts_of(question.asked) if is_over_time(question.asked) else []
            return [understand(part, history, self._vocabulary) for part in parts]
        first, *others = several
        return [
            understand(first, history, self._vocabulary),
            *(understand(part, (*history, first), self._vocabulary) for part in others),
        ]


def without(found: Found, silent: Collection[str]) -> Found:
    """Return what was found, but for the questions of several, by their ordinals, that the papers
    are silent on.
    """
    each = zip(ORDINALS, found.parts, strict=False)
    return replace(found, parts=tuple(part for ordinal, part in each if ordinal not in silent))


def first_of_each(found: Found, hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits with the nearest to each of several questions in front, in their order."""
    by_number = {hit.number: hit for hit in hits}
    first = {
        part.hits[0].number: by_number.get(part.hits[0].number, part.hits[0])
        for part in found.parts
        if part.hits
    }
    # Each is the best for its question, whatever the others are for theirs.
    best = [replace(hit, score=hits[0].score) for hit in first.values()]
    return [*best, *(hit for hit in hits if hit.number not in first)]


def _alone(question: Question, encode: HearsOnce) -> Matrix | None:
    return encode([question.alone])[0] if question.alone else None
