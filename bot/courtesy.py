"""Messages that ask nothing of the papers: a greeting, thanks, or how to use the bot."""

import re

from bot.question import content_words

COURTESY, THANKS = "courtesy", "thanks"
"""The codes of a message that only greets, or asks how to begin, and of one that only thanks."""
_THANKED = frozenset(
    (
        *("thank", "thanks", "thankyou", "thx", "cheers", "ta", "ok", "okay", "great", "lovely"),
        *("perfect", "brilliant", "fab", "nice", "cool", "understood", "appreciated"),
    )
)
_GREETED = frozenset(
    ("hi", "hello", "hey", "hiya", "morning", "afternoon", "evening", "sorry", "goodbye", "bye")
)
_BESIDE = frozenset(
    (
        *("good", "all", "team", "folks", "everyone", "everybody", "bot", "please", "quick", "one"),
        *("question", "again", "details", "mate", "pal", "duck", "much", "very", "really", "lot"),
        *("lots", "many", "s", "helpful", "useful", "help", "now", "ever", "answer", "no"),
    )
)
"""What people say around a greeting, thanks or a question; alone it is none of them."""
_HELLO = r"\W*(?:(?:hi|hello|hey|hiya|ok|so|sorry)\b\W*)?"
_ASKED = re.compile(
    r"\b(?:what|who|why|when|where|which)\b|^\W*(?:is|are|was|were)\b", re.IGNORECASE
)
_USE = re.compile(
    _HELLO + r"(?:help(?: me)?|(?:i )?need (?:some )?help"
    r"|(?:can|could|will|would) (?:you|u|ya|someone|anyone) (?:please )?help"
    r"(?: (?:me|us))?(?: out)?"
    r"|how (?:do|can|would|should) (?:i|we) (?:use|work|talk to|ask) (?:you|u|this bot|the bot)"
    r"|how (?:do|does) (?:you|u|the bot|this bot) work|(?:who|what) (?:are|r) (?:you|u)"
    r"|what(?:['’]?s| is) this bot|what (?:do|does|can) (?:you|u|this bot|the bot) do)"
    r"(?:\W+(?:please|pls|then|for|exactly|here))*\W*",
    re.IGNORECASE,
)


def courtesy(text: str) -> str | None:
    """Return COURTESY or THANKS for a message that is only that, None for any other."""
    if _USE.fullmatch(text):
        return COURTESY
    words = set(content_words(text))
    if _ASKED.search(text) or not is_polite(text) or not words & (_THANKED | _GREETED):
        return None
    return THANKS if words & _THANKED else COURTESY


def is_polite(text: str) -> bool:
    """Return whether a text says nothing but what people say around a question."""
    return {*content_words(text)} <= _THANKED | _GREETED | _BESIDE
