"""Whether a message may be searched: what the patterns find in it, and what it sounds like."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from bot.courtesy import courtesy, is_polite
from bot.guard import Notice, notice
from bot.guard.names import may_name_person
from bot.guard_model import RESEMBLES, GuardModel
from bot.question import Question, content_words
from index.encoder import Heard
from index.vectors import Matrix

_PIECE_END = re.compile(r"(?<=[.?!])\s+")
_MOST_PIECES = 8
_SURELY_ALARMING = 0.85
"""Likelihood from which a single sentence of several makes the whole message one not to search:
alone, a sentence tells little of what it is about."""
_MAY_BE_CASE = frozenset({RESEMBLES, "case_decision"})
"""Kinds of another matter that a name makes a case; what a pattern knows as off topic stays so."""
_FRAGMENT = 1
"""Content words up to which a follow-up tells too little by itself to be another matter."""

Hear = Callable[[str], Heard]
"""Hears a text as it was typed, its slips mended."""


@dataclass(frozen=True)
class Hearing:
    """Hears messages for one edition; `is_word` tells English words and those of the papers,
    `mended` puts slips right, `nearest` gives the cosine of a vector with the view nearest to it.
    """

    guard: GuardModel | None
    known_names: Collection[str]
    is_word: Callable[[str], bool]
    mended: Callable[[str], str]
    nearest: Callable[[Matrix], float]

    def texts(self, message: str) -> tuple[str, ...]:
        """Return what of a message is heard, to be encoded together with what is sought."""
        if self.guard is None:
            return ()
        return tuple(self.mended(text) for text in (message, *_pieces(message)))

    def found(self, message: str) -> Notice | None:
        """Return what the patterns find in a message."""
        return notice(message, self.known_names)

    def noticed(
        self,
        message: str,
        found: Notice | None,
        hear: Hear,
        question: Question,
        *,
        is_known: Callable[[], bool],
    ) -> Notice | None:
        """Return why a message must not be searched, None for a question.

        `found` is what the patterns find in it, `question` the message understood with those before
        it, for a fragment; `is_known` tells, where it is asked for, whether the glossary or the
        ledger knows just what it asks.
        """
        # "Any details?" in a thread is no greeting.
        if polite := courtesy(message):
            return Notice("out_of_scope", (polite,))
        noticed = self._heard(message, found, hear)
        if noticed and noticed.outcome == "out_of_scope" and not found:
            if is_known():
                return None
            if question.is_follow_up and len(content_words(message)) <= _FRAGMENT:
                noticed = self._sounds_like(question.texts[-1], None, hear)
        if noticed is None or noticed.outcome != "out_of_scope":
            return noticed
        # What is to be done with somebody by name is a case, however little it tells.
        is_case = _MAY_BE_CASE.issuperset(noticed.kinds) and may_name_person(
            self.mended(message), self.known_names, self.is_word
        )
        return Notice("personal_data", ("name", *noticed.kinds)) if is_case else noticed

    def _heard(self, message: str, found: Notice | None, hear: Hear) -> Notice | None:
        """Return what the patterns find in a message and what it sounds like, weighed together."""
        if self.guard is None:
            return found
        pieces = _pieces(message)
        heard = self._sounds_like(message, found, hear)
        if pieces:
            # A long question beside an alarm drowns it; and what a pattern found stays found.
            heard = heard or found
            for piece in pieces if heard is None or heard.outcome == "out_of_scope" else ():
                alarm = self._sounds_like(piece, self.found(piece), hear, _SURELY_ALARMING)
                if alarm and alarm.outcome != "out_of_scope":
                    return alarm
        return heard

    def _sounds_like(
        self, text: str, found: Notice | None, hear: Hear, threshold: float | None = None
    ) -> Notice | None:
        """Return what a text sounds like beside what the patterns found in it."""
        if self.guard is None:
            return found
        heard = hear(text)
        nearest = self.nearest(heard.vector)
        return self.guard.notice(text, heard.words, nearest, found, threshold)


def _pieces(message: str) -> tuple[str, ...]:
    """Return a message's sentences where it has several, of a long one some together."""
    each = [
        piece
        for piece in _PIECE_END.split(message.strip())
        # "Hi all." says nothing to hear.
        if content_words(piece) and not is_polite(piece)
    ]
    if len(each) < 2:
        return ()
    together = -(-len(each) // _MOST_PIECES)
    return tuple(" ".join(each[n : n + together]) for n in range(0, len(each), together))
