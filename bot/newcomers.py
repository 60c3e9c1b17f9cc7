"""What somebody new asks for: where to start, and the steps of the path (the review as a whole, the
order of events, who is who).
"""

import re
from collections.abc import Iterable, Sequence

from bot.collection import singular_words, words_and_years
from index.lexical import STOP_WORDS
from index.onboarding import Step
from index.search import words_of

_STARTING = frozenset(
    (
        *("start", "begin", "reading", "read", "looking", "learning", "new", "newbie", "here"),
        *("best", "place", "first", "good", "team", "job", "joined", "starter", "day", "week"),
        *("hi", "hello", "hey", "all", "help", "today", "really", "think", "shall", "should"),
        "paper",
    )
)
_ASKING = re.compile(r"\b(?:wh?[ao]t|who|when|how|which|explain|tell|give)\b", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[.,;:!?]\s+")
_NEW = re.compile(
    r"\b(?:new|newbie|start(?:ed|ing|er)|joined|first (?:day|week|month))\b", re.IGNORECASE
)
_THE_REVIEW = re.compile(
    r"\b(?:(?:independent|josh|macalister(?:['’]?s)?) ){0,3}"
    r"(?:review (?:of|into) children['’]?s social care"
    r"|(?:children['’]?s )?(?:social )?care review|review)\b"
)
_FILLERS = frozenset(
    (
        *("the", "a", "an", "of", "in", "on", "for", "to", "it", "this", "that", "all", "so"),
        *("is", "are", "was", "were", "did", "do", "does", "has", "been", "they", "them"),
        *("what", "wot", "which", "how", "about", "thing", "whole", "main", "key", "overall"),
        *("give", "show", "list", "tell", "me", "us", "please", "pls", "hi", "hello", "quick"),
        *("from", "as"),
    )
)
"""What may stand in a message beside what it asks of the review; no person, time or subject."""
_POLITELY = re.compile(
    r"\b(?:can|could|would|will) (?:you|u)\b|\bin (?:plain|simple) (?:words|english|terms)\b"
)
_ITS_CHAIR = frozenset(("josh", "macalister"))
_AS_A_WHOLE = re.compile(
    r"\b(?:all|everything|whole|overall|full|of (?:the |this )?review"
    r"|list (?:\w+ ){0,3}(?:recommendations|recs|proposals))\b"
)
_REFERRING = frozenset(("that", "this", "it", "those", "these"))


class AskedSteps:
    """The steps of the path for new staff, by the words in which each is asked for."""

    def __init__(self, steps: Iterable[Step]) -> None:
        self._asked = {_of_the_review(message): step for step in steps for message in step.asked}
        self._asked.pop(frozenset(), None)

    def asked_for(self, text: str, before: Sequence[str] = ()) -> Step | None:
        """Return the step that a message asks for, and for nothing else: but for fillers it has the
        words of one of the messages listed for that step. Where others stand `before` it in the
        thread it must ask of the whole, or for a list of the recommendations, since "what did it
        recommend?" may be of these; or all of it refers to one that asked for the step ("list them
        all").
        """
        if before and words_and_years(text) and _FILLERS.issuperset(words_and_years(text)):
            return self.asked_for(before[-1], before[:-1])
        if before and not _is_of_whole(text):
            return None
        asked = self._asked.get(_of_the_review(text))
        # "New here, started Monday. What was the review?"
        if asked or not says_is_new(text):
            return asked
        last = next(filter(_ASKING.search, reversed(_told(text))), "")
        return self._asked.get(_of_the_review(last))


def asks_where_to_start(text: str) -> bool:
    """Whether somebody new asks where to start, and of no subject, whatever they tell before."""
    return _asks_where(text) or (says_is_new(text) and _asks_where(_told(text)[-1]))


def says_is_new(text: str) -> bool:
    """Whether somebody says that they are new."""
    return bool(_NEW.search(text))


def _told(text: str) -> list[str]:
    """Return a message's clauses."""
    return _CLAUSE_END.split(text.rstrip(" ?!."))


def _asks_where(text: str) -> bool:
    words = set(singular_words(text))
    is_new = bool(words & {"new", "newbie", "starter", "joined", "reading", "i", "we"})
    is_asked = "where" in words and bool(words & {"start", "begin"})
    is_asked = is_asked or ({"read", "first"} <= words and bool(words & {"what", "which"}))
    # "Where should we start on this?" is of what stands before.
    return is_new and is_asked and words - STOP_WORDS <= _STARTING and not words & _REFERRING


def _of_the_review(text: str) -> frozenset[str]:
    """Return the words of what a message asks of the review, which is left out beside others."""
    plain = _THE_REVIEW.sub("review", _POLITELY.sub("", text.lower()))
    words = frozenset(words_and_years(plain))
    # "What did Josh want?" asks of the review, "who is Josh?" of him.
    asked = words - _FILLERS - {"review"} - (frozenset() if "who" in words else _ITS_CHAIR)
    return frozenset(_stem(word) for word in asked) or words & {"review"}


def _is_of_whole(text: str) -> bool:
    """Whether a message says that it asks of the whole review, and not of what stands before."""
    plain = _THE_REVIEW.sub("review", text.lower())
    return bool(_AS_A_WHOLE.search(plain)) and _REFERRING.isdisjoint(singular_words(plain))


def _stem(word: str) -> str:
    """Return a word's stem; of a stop word, which has none, the word."""
    return next(iter(words_of(word)), word)
