"""Passages asked for by where they stand: "54(v)", "paragraph 2.10 of the Kirklees report"."""

import re
from collections.abc import Collection, Sequence

from index.held import Held
from index.passages import Passage
from index.register import Paper

_ASKED = re.compile(
    r"(?<![\w£.,/-])(?:(q|question|para|paragraph|point|item|minute)s?\.?\s*)?"
    r"(\d{1,3}(?:\.\d{1,2})?)\s?(?:\(([ivx]{1,6}|[a-z])\))?(?:,? bullet (\d))?(?![\w%/-]|[.,]\d)"
)
_AROUND = frozenset(
    (
        *("q", "question", "para", "paragraph", "point", "item", "minute", "bullet", "no"),
        *("number", "paper", "report", "briefing", "text", "reply"),
        *("of", "in", "the", "from", "what", "whats", "wot", "does", "do", "say", "said", "and"),
        *("show", "me", "read", "give", "quote", "see", "find", "open", "look", "up", "at", "is"),
        *("tell", "about", "pls", "please", "can", "i", "you", "u"),
    )
)
_SECOND = re.compile(r" \((?:second|third|fourth|fifth)\)$")


def located(
    edition: Held, text: str, named: tuple[Sequence[Paper], Collection[str]]
) -> list[Passage]:
    """Return the passages that a text asks for by their locators and nothing else, none where it
    asks for a subject. `named` are the papers it names, none for all, and its words beside them.
    """
    asked = [
        (cue, number, letter, bullet)
        for cue, number, letter, bullet in _ASKED.findall(text.lower())
        # A bare number may be anything.
        if cue or letter or bullet or "." in number
    ]
    papers, words = named
    if not asked or set(words) - _AROUND - {letter for _, _, letter, _ in asked}:
        return []
    wanted = [
        f"question{number}"
        if cue.startswith("q")
        else number + letter + (f"bullet{bullet}" if bullet else "")
        for cue, number, letter, bullet in asked
    ]
    passages = [
        passage for paper in papers or edition.papers for passage in edition.of_paper(paper.id)
    ]
    return [each for one in wanted for each in passages if _plain(each.locator) == one]


def _plain(locator: str) -> str:
    """Return a locator without what people leave out: "54(v)" as 54v, "Question 2 and reply"."""
    first = _SECOND.sub("", locator.lower()).removesuffix(" and reply")
    return re.sub(r"[\s(),]", "", first)
