"""Questions what a short form means ("what's the CMA?"): the passages that write it out first."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.question import Question
from index.search import Hit

_ASKS = re.compile(
    r"\b(?:stands? for|short for|spell\w*|mean(?:s|ing)?|define|acronym|abbreviation|in full)\b"
    r"|^(?:what['’]?s|wh?[au]ts|wots|what (?:is|are)|who (?:is|are))(?: an?| the)? [\w&]+\W*$",
    re.IGNORECASE,
)
_LOOKED_AT = 10


def written_out(question: Question) -> tuple[str, ...]:
    """Return what is written out of the short forms that a question asks the meaning of, in lower
    case; empty where it asks for something else.
    """
    if not _ASKS.search(question.asked):
        return ()
    said = set(re.findall(r"[\w&]+", question.asked.lower()))
    return tuple(
        term.term.lower()
        for term in question.terms
        if any(short.lower() in said or f"{short.lower()}s" in said for short in term.short)
    )


def writing_out_first(hits: Sequence[Hit], forms: Sequence[str]) -> list[Hit]:
    """Return the hits, the best of those that hold one of the forms moved to the front."""
    for place, hit in enumerate(hits[:_LOOKED_AT]):
        if any(form in hit.passage.text.lower() for form in forms):
            first = replace(hit, score=max(hit.score, hits[0].score))
            return [first, *hits[:place], *hits[place + 1 :]]
    return list(hits)
