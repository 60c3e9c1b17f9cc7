"""Several questions in one message, each with words of its own for what it asks."""

import re

_ASKS = r"(?:what|who|when|where|how)(?:['’]?s)?|wot|which|why"
# Without somebody after it, what "does" or "will" begins goes on with the question before.
_OF_SOMEBODY = (
    r"(?:is|are|was|were|does|do|did|will|has|have|can) (?:the|an?|it|there|they|this|that|these"
    r"|those|he|she|we|i|you|u|any\w*|gov\w*|councils?|ministers|dfe)"
)
_BETWEEN = re.compile(
    rf"(?:\?+\s*(?:(?:and|n|&|also|plus)\s+)?|,?\s+(?:and|n|&|plus)\s+(?:also\s+)?)"
    rf"(?=(?:{_ASKS}|{_OF_SOMEBODY})\b)|,\s+(?=(?:what|when|why|how)\b)",
    re.IGNORECASE,
)
_ASKING = re.compile(rf"\b(?:{_ASKS}|{_OF_SOMEBODY})\b", re.IGNORECASE)
_LEAST_WORDS, _MOST = 2, 3
ORDINALS = ("first", "second", "third")


def questions_in(text: str) -> list[str]:
    """Return the questions of a message that puts several, in order; empty where it puts one."""
    parts = [part.strip(" ,?") for part in _BETWEEN.split(text)]
    if not 2 <= len(parts) <= _MOST or not _ASKING.search(parts[0]):
        return []
    # "When and where is it?" is one question.
    return [] if any(len(part.split()) < _LEAST_WORDS for part in parts) else parts
