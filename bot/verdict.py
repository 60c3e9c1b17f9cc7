"""Whether what was found answers, and which of several questions in one it does not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.answerability import Weights, signals
from bot.coverage import words_of_passage
from bot.finding import Found
from bot.gaps import Gap, gap_of, later_terms
from bot.ledger import Ledger
from bot.meaning import lacks_provision
from bot.over_time import asks_government, is_about_change
from bot.question import Question
from index.held import Held
from index.search import Hit, words_of

_NOWHERE_NEAR = 0.3
"""Cosine below which even the nearest view is about something else, whatever the model."""
_NEARLY = 0.85
"""Share of the bar from which the likeliest of several is answered, where none comes over it."""
_LOOKED_AT = 3
_OF_A_POSITION = frozenset(("reply", "what_happened"))
"""Kinds of thing asked for that a position is."""
_ASKING = frozenset(
    words_of(
        "government govt gov minister dfe department education whitehall say said saying think "
        "agree accept back reject respond response reply answer done doing decide commit view "
        "position stand anything something owt"
    )
)
"""Stems that ask for it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether what was found answers, wholly, perhaps in part, or not; `unsaid` are those of
    several questions in one that it does not answer, `parts` what was found for the others.
    """

    outcome: Literal["answered", "partly_answered", "nothing_found"]
    unsaid: tuple[Gap, ...] = ()
    parts: tuple[Found, ...] = ()


class Judge:
    """Judges what is found in one edition, by weights that were learnt; without them whatever is
    near answers.
    """

    def __init__(self, edition: Held, ledger: Ledger, weights: Weights | None) -> None:
        self._edition = edition
        self._ledger = ledger
        self._weights = weights

    def verdict(self, found: Found) -> Verdict:
        """Return whether what was found for a question answers it."""
        parts = found.parts
        if not found.hits or found.hits[0].cosine < _NOWHERE_NEAR:
            return Verdict("nothing_found")
        if not found.is_several and self._cannot_say(found):
            return Verdict("nothing_found")
        weights = self._weights
        if weights is None:
            return Verdict("answered", parts=parts)
        bars, whole = weights.bars, self._likelihood(weights, found)
        of_parts = [self._likelihood(weights, part) for part in parts]
        bar = bars.unsaid
        if whole >= bars.nothing and max(of_parts, default=0.0) >= _NEARLY * bars.unsaid:
            bar = min(bar, max(of_parts))
        judged = list(zip(parts, of_parts, strict=True))
        unsaid = [part for part, likely in judged if found.is_several and likely < bar]
        is_none_said = 0 < len(unsaid) == len(parts)
        # Two questions in one are seldom near any passage together: each part is judged too.
        if max([whole, *of_parts]) < bars.nothing or (is_none_said and whole < bars.partly):
            if self._is_in_ledger(found):
                return Verdict("partly_answered", parts=parts)
            return Verdict("nothing_found")
        if unsaid and not is_none_said:
            said = tuple(part for part, likely in judged if likely >= bar)
            return Verdict("partly_answered", tuple(gap_of(part.named) for part in unsaid), said)
        in_parts = min(of_parts, default=0.0)
        is_doubtful = is_none_said or max(whole, in_parts) < bars.partly
        if is_doubtful and (hit := self.government_in(found)):
            is_doubtful = not self._is_only_its_position(found.question, hit)
        if is_doubtful or self.is_silent_on_government(found.question, found.hits):
            return Verdict("partly_answered", parts=parts)
        return Verdict("answered", parts=parts)

    def government_in(self, found: Found) -> Hit | None:
        """Return the hit that gives government's position, where just that is asked for, and not
        when it was given.
        """
        question = found.question
        if found.is_several or "when" in question.asks or not asks_government(question.asked):
            return None
        return self._ledger.government_in(question.all_words, found.hits)

    def _is_only_its_position(self, question: Question, hit: Hit) -> bool:
        """Whether nothing but the position in a passage is asked for: no word that the passage has
        not, and no sum, reason, year or place beside it.
        """
        if question.asks - _OF_A_POSITION or question.years or question.places:
            return False
        said, _ = words_of_passage(self._edition.paper(hit.passage.paper), hit.passage)
        return set(question.words) <= said | _ASKING

    def is_silent_on_government(self, question: Question, hits: Sequence[Hit]) -> bool:
        """Whether it asks for government's answer to what the papers give no such answer to."""
        return asks_government(question.asked) and self._ledger.lacks_government(
            question.all_words, [hits[0].passage.id]
        )

    def _likelihood(self, weights: Weights, found: Found) -> float:
        """Return how likely it is that the papers answer what was found for, 0.0 to 1.0: what the
        register knows is sure, and so is what they cannot say.
        """
        if found.tells:
            return 1.0
        if self._cannot_say(found):
            return 0.0
        values = signals(self._edition, found.question, found.sought, found.hits)
        return weights.probability(values, found.sound, found.question.asked)

    def _cannot_say(self, found: Found) -> bool:
        """Whether it asks for what came after the papers, or for a section of an Act that none of
        the nearest passages has.
        """
        is_later = bool(later_terms(self._edition, found.question))
        return is_later or lacks_provision(found.question, found.hits)

    def _is_in_ledger(self, found: Found) -> bool:
        """Whether it asks how a topic moved of which the ledger has several positions at hand.

        The year or place that a question names may be just what the papers lack.
        """
        question = found.question
        if question.years or question.places or not is_about_change(question.asked):
            return False
        nearest = [hit.passage.id for hit in found.hits[:_LOOKED_AT]]
        return bool(self._ledger.standing(question.all_words, nearest))
