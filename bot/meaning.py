"""Questions what a short form means ("what's the CMA?"): the passages that write it out first, and
what the glossary says where no passage does.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.answerability import names, said_in
from bot.gaps import Gap
from bot.question import Question
from index.glossary import Term
from index.search import Hit

_ASKS = re.compile(
    r"\b(?:stands? for|short for|spell\w*|mean(?:s|ing)?|define|acronym|abbreviation|in full)\b"
    r"|^(?:what['’]?s|wh?[au]ts|wots|what (?:is|are)|who (?:is|are))(?: an?| the)? [\w&]+\W*$",
    re.IGNORECASE,
)
_SHORT_FORM = re.compile(r"\b[A-Z]{3,6}\b")
_LOOKED_AT, _MENTIONED_IN = 10, 3


def asked_meaning(question: Question) -> tuple[Term, ...]:
    """Return the terms whose short form a question asks the meaning of; none where it asks for
    something else.
    """
    if not _ASKS.search(question.asked):
        return ()
    said = set(re.findall(r"[\w&]+", question.asked.lower()))
    return tuple(
        term
        for term in question.terms
        if any(short.lower() in said or f"{short.lower()}s" in said for short in term.short)
    )


def asks_unknown(question: Question, hits: Sequence[Hit]) -> bool:
    """Whether a question asks the meaning of a short form that neither the glossary nor any of the
    first hits has: what is near it is about another one.
    """
    if not _ASKS.search(question.asked):
        return False
    known = {form for term in question.terms for form in term.forms}
    plain = " ".join(said_in(hit.passage) for hit in hits[:_MENTIONED_IN])
    return any(
        short not in known and short not in plain for short in _SHORT_FORM.findall(question.asked)
    )


def writing_out_first(hits: Sequence[Hit], terms: Sequence[Term]) -> list[Hit]:
    """Return the hits, the best of those that write one of the terms out moved to the front."""
    for place, hit in enumerate(hits[:_LOOKED_AT]):
        if any(term.term.lower() in hit.passage.text.lower() for term in terms):
            first = replace(hit, score=max(hit.score, hits[0].score))
            return [first, *hits[:place], *hits[place + 1 :]]
    return list(hits)


def unmentioned(terms: Sequence[Term], hits: Sequence[Hit]) -> tuple[Gap, ...]:
    """Return the terms that the first hits have in no form, with what the glossary says of each."""
    plain = " ".join(said_in(hit.passage) for hit in hits[:_MENTIONED_IN]).lower()
    return tuple(
        Gap("meaning", term.term, term.meaning)
        for term in terms
        if not names(plain, (term.term, *term.short, *term.also))
    )
