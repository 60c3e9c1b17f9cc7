"""Two councils or bodies side by side on a recommendation, as the ledger has it."""

import re
from collections.abc import Sequence

from bot.ledger import Side, compared, meant, papers_named
from bot.question import Question
from index.positions import Topic
from index.register import Paper

_COMPARES = re.compile(r"\b(?:compar\w*|differ\w*|versus|vs|side by side)\b", re.IGNORECASE)
_ON = re.compile(r".*\b(?:on|about|regarding)\s+(?:the\s+)?(.+?)[\s?.!]*$", re.IGNORECASE)
_FEWEST = 2


def comparison(
    question: Question, topics: Sequence[Topic], papers: Sequence[Paper]
) -> tuple[Topic, tuple[Side, ...]] | None:
    """Return what is compared and each side's positions on it, None for no such question.

    A side may have no positions; None as well where not even two sides or no topic is clear.
    """
    if not _COMPARES.search(question.asked):
        return None
    on = _ON.match(question.asked)
    found = meant(topics, on.group(1)) if on else None
    if found is None or len(found.topics) != 1:
        return None
    named = [*question.places, *(term.forms for term in question.terms if term.kind == "body")]
    sides: dict[str, tuple[Paper, ...]] = {}
    for forms in named:
        its = next((its for form in forms if (its := papers_named(papers, form))), ())
        sides[its[0].publisher if its else forms[0]] = its
    if len(sides) < _FEWEST or not any(sides.values()):
        return None
    return found.topics[0], compared(found.topics[0], sides)
