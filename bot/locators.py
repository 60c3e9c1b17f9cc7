"""Passages asked for by where they stand: "54(v)", "paragraph 2.10 of the Kirklees report"."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from index.held import Held
from index.passages import Passage
from index.register import Paper

_ASKED = re.compile(
    r"(?<![\w£.,/-])(?:(q|question|para|paragraph|point|item|minute|page|pg)s?\.?\s*)?"
    r"(\d{1,3}(?:\.\d{1,2})?)\s?(?:\(([ivx]{1,6}|[a-z])\))?(?:,? bullet (\d))?(?![\w%/-]|[.,]\d)"
)
_AROUND = frozenset(
    (
        *("q", "question", "para", "paragraph", "point", "item", "minute", "bullet", "no", "page"),
        *("pg", "number", "paper", "report", "briefing", "text", "reply"),
        *("of", "in", "the", "from", "what", "whats", "wot", "does", "do", "say", "said", "and"),
        *("show", "me", "read", "give", "quote", "see", "find", "open", "look", "up", "at", "is"),
        *("tell", "about", "pls", "please", "can", "i", "you", "u", "on"),
    )
)
_SECOND = re.compile(r" \((?:second|third|fourth|fifth)\)$")
_BELOW = re.compile(r"(?:\(|, bullet |, after )")
"""What follows a paragraph's own locator in that of a passage below it."""


@dataclass(frozen=True, slots=True)
class Located:
    """The passages that a text asks for by their locators, with those below them, and the locators
    that no passage has, as they are said: "Paragraph 14".
    """

    passages: tuple[Passage, ...]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Locator:
    """A locator as it was typed, in small letters, "" for what was left out."""

    cue: str
    number: str
    letter: str
    bullet: str

    @property
    def is_plain(self) -> bool:
        """Whether it is one without a paper's name beside it; a bare number may be anything."""
        return bool(self.cue or self.letter or self.bullet or "." in self.number)

    @property
    def kind(self) -> str:
        """What the cue names it, written out."""
        written_out = {"q": "question", "pg": "page", "para": "paragraph", "": "paragraph"}
        return written_out.get(self.cue, self.cue)

    @property
    def said(self) -> str:
        """How it is said: "Paragraph 54(v)"."""
        letter = f"({self.letter})" if self.letter else ""
        bullet = f", bullet {self.bullet}" if self.bullet else ""
        return f"{self.kind.capitalize()} {self.number}{letter}{bullet}"

    def among(self, passages: Sequence[Passage]) -> list[Passage]:
        """Return those of the passages that it means, and those below them."""
        if self.kind == "page":
            return [each for each in passages if str(each.page) == self.number]
        wanted = f"question{self.number}" if self.kind == "question" else self.number + self.letter
        wanted += f"bullet{self.bullet}" if self.bullet else ""
        return [each for each in passages if wanted in _forms(each.locator)]


def located(
    edition: Held, text: str, named: tuple[Sequence[Paper], Collection[str]]
) -> Located | None:
    """Return what a text asks for by its locator and for nothing else, None where it asks for a
    subject. `named` are the papers it names, none for all, and its words beside them.
    """
    every = [_Locator(*found) for found in _ASKED.findall(text.lower())]
    asked = [each for each in every if each.is_plain]
    papers, words = named
    if not asked or set(words) - _AROUND - {each.letter for each in asked}:
        return None
    passages = [
        passage for paper in papers or edition.papers for passage in edition.of_paper(paper.id)
    ]
    found = {each: each.among(passages) for each in asked}
    missing = tuple(each.said for each, its in found.items() if not its)
    # "9.9" alone may be a figure.
    if len(missing) == len(found) and not (papers or any(each.cue for each in found)):
        return None
    return Located(tuple(passage for its in found.values() for passage in its), missing)


def _forms(locator: str) -> set[str]:
    """Return a locator, and those that it stands below, without what people leave out: "54(v)" as
    54v and 54, "Question 2 and reply" as question2.
    """
    first = _SECOND.sub("", locator.lower()).removesuffix(" and reply")
    below = (first[: each.start()] for each in _BELOW.finditer(first))
    return {re.sub(r"[\s(),]", "", form) for form in (first, *below)}
