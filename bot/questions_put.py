"""The questions that a paper records with their replies, where it is asked which were put."""

import re
from functools import lru_cache

from bot.collection import Register, singular_words
from bot.coverage import said_in
from bot.question import Question
from index.held import Held
from index.lexical import STOP_WORDS
from index.passages import Passage
from index.register import Paper

_LOCATOR = re.compile(r"Question \w+ and reply")
"""That of a question with its reply (see index.passages)."""
_PUT_BY = re.compile(
    r"\b(?:(?:ask|put|rais|tabl)\w*|came|questions) (?:by|from) (?P<who>(?:[A-Z][\w.’'-]*\s?){1,5})"
)
_ASKING = frozenset(
    ("ask", "asked", "question", "query", "raise", "raised", "put", "know", "want", "wanted")
)
_WHICH = frozenset(("what", "whats", "wot", "which", "list", "show", "his", "her"))
_OTHERWISE = frozenset(("who", "when", "where", "why", "how", "many", "if", "whether", "do", "can"))
_OF_ANOTHER = re.compile(
    r"\b(?:which|what) (?:\w+ )?"
    r"(?:councillor|cllr|member|politician|person|man|woman|committee)s?\b"
    r"|\bask(?:ed|ing|s)? for\b",
    re.IGNORECASE,
)
"""Who asked, or what was demanded."""
_WERE_PUT = re.compile(
    r"\b(?:questions?|qs|quer(?:y|ies))\b|\b(?:got|was|were|been) (?:\w+ )?(?:asked|put|raised)\b",
    re.IGNORECASE,
)
"""How a paper's own questions are asked for, where nobody who put them is named."""
_BESIDE = frozenset(
    (
        *("thing", "bloke", "man", "chap", "guy", "fella", "woman", "lady"),
        *("mr", "mrs", "cllr", "councillor", "member", "elected", "chair", "chairman", "got"),
        *("committee", "scrutiny", "meeting", "council", "one", "two", "three", "four", "five"),
        *("six", "all", "exactly", "actually", "so", "get", "tell", "give", "please", "pls"),
    )
)
"""What may stand beside it in a message that wants nothing else."""


def questions_put(edition: Held, register: Register, question: Question) -> tuple[Passage, ...]:
    """Return the passages that record the questions of whom a message names, or of the paper that
    it names, where it asks which they were and nothing else; none for another message.
    """
    words = set(singular_words(question.own))
    if not (words & _ASKING and words & _WHICH) or words & _OTHERWISE:
        return ()
    if _OF_ANOTHER.search(question.own):
        return ()
    _, rest = register.named(question.own)
    beyond = set(rest) - STOP_WORDS - _ASKING - _WHICH - _BESIDE
    papers, _ = register.named(question.texts[-1])
    whole = frozenset(singular_words(question.texts[-1]))
    is_of_paper = bool(papers and _WERE_PUT.search(question.own))
    found: list[Passage] = []
    for paper in edition.papers:
        is_dated = not question.years or paper.published.year in question.years
        if not is_dated or (papers and paper not in papers):
            continue
        pages = edition.of_paper(paper.id)
        recorded = [page for page in pages if _LOCATOR.fullmatch(page.locator)]
        if not recorded:
            continue
        names = frozenset().union(*(_names(said_in(page)) for page in pages))
        if not beyond <= names | _dated(paper):
            continue
        if whole & names:
            each = ((page, _names(said_in(page))) for page in recorded)
            found += [page for page, by in each if not by or by & whole]
        elif is_of_paper:
            found += recorded
    return tuple(found)


@lru_cache(2_048)
def _names(text: str) -> frozenset[str]:
    """Return the words, in lower case, of the names of those by whom something was asked."""
    each = (singular_words(found["who"]) for found in _PUT_BY.finditer(text))
    return frozenset(word for words in each for word in words) - STOP_WORDS - _BESIDE


def _dated(paper: Paper) -> frozenset[str]:
    return frozenset(f"{paper.published:%B %b}".lower().split())
