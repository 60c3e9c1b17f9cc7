"""Several questions in one message, each with words of its own for what it asks."""

import re

_ASKS = (
    r"what(?:['’]?s)?|wot|whats?|who(?:['’]?s)?|when(?:['’]?s)?|where(?:['’]?s)?|which|why"
    r"|how(?:['’]?s)?|is there|are there|does|did|will|has|have|can"
)
_BETWEEN = re.compile(
    rf"(?:\?+\s*(?:(?:and|n|&|also|plus)\s+)?|,?\s+(?:and|n|&|plus)\s+(?:also\s+)?|,\s+)(?=(?:{_ASKS})\b)",
    re.IGNORECASE,
)
_ASKING = re.compile(rf"\b(?:{_ASKS})\b", re.IGNORECASE)
_LEAST_WORDS, _MOST = 2, 4
ORDINALS = ("first", "second", "third", "fourth")


def questions_in(text: str) -> list[str]:
    """Return the questions of a message that puts several, in order; empty where it puts one."""
    parts = [part.strip(" ,?") for part in _BETWEEN.split(text)]
    if not 2 <= len(parts) <= _MOST or not _ASKING.search(parts[0]):
        return []
    # "When and where is it?" is one question.
    return [] if any(len(part.split()) < _LEAST_WORDS for part in parts) else parts
