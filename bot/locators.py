"""Passages asked for by where they stand: "54(v)", "paragraph 2.10 of the Kirklees report"."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.gaps import Gap
from index.held import Held
from index.lexical import STOP_WORDS
from index.passages import Passage
from index.register import Paper

_ASKED = re.compile(
    r"(?<![\w£.,/-])(?:(q|question|para|paragraph|point|item|minute|page|pg|recommendation|rec)s?\.?\s*)?"
    r"(\d{1,3}(?:\.\d{1,2})?)\s?(?:\(([ivx]{1,6}|[a-z])\))?(?:,? bullet (\d))?(?![\w%/-]|[.,]\d)"
)
_AROUND = frozenset(
    (
        *("q", "question", "para", "paragraph", "point", "item", "minute", "bullet", "no", "page"),
        *("recommendation", "rec", "pg", "number", "paper", "report", "briefing", "text", "reply"),
        *("of", "in", "the", "from", "what", "whats", "wot", "does", "do", "say", "said", "and"),
        *("show", "me", "read", "give", "quote", "see", "find", "open", "look", "up", "at", "is"),
        *("tell", "about", "pls", "please", "can", "i", "you", "u", "on"),
    )
)
_RECOMMENDS = frozenset(("recommend", "recommended", "recommendation", "rec"))
_ASKED_TO = re.compile(r"(?i)\basked (?:\w+ ){0,2}to (?:do|make|decide|agree|consider|note)\b")
_RESOLVES = frozenset(
    ("decide", "decided", "decision", "resolve", "resolved", "resolution", "agreed", "outcome")
)
_ATTENDS = frozenset(
    ("chair", "chaired", "chairing", "attend", "attended", "attendance", "present", "sat", "went")
)
_PEOPLE = frozenset(("who", "member", "name", "attendance", "councillor", "cllr"))
"""Without one of these, who was there is not asked for."""
_WAS_AT = re.compile(
    r"\b(?:(?:who|(?:which|what) (?:\w+ )?(?:councillor|cllr|member))(?: (?:all|else))?"
    r" (?:(?:was|were|came|turned up|showed up)(?: there)?|attended)"
    r"|name (?:of|for)(?: (?:the|all))* (?:\w+ )?(?:councillor|cllr|member))"
    r" (?:at|to|in|on|for)\b"
)
"""How people ask who was there without a word for it, in singular words."""
_OF_PAPER = re.compile(
    r"(?i)\b(?:paper|report|briefing|meeting|minute|officer|member|committee|panel|asked|20\d\d)s?\b"
)
_BESIDE = frozenset(
    (
        *("officer", "member", "committee", "panel", "meeting", "council", "made", "make", "list"),
        *("taken", "took", "came", "come", "key", "main", "all", "there", "out", "were", "own"),
        *("being", "scrutiny", "overview", "name", "put", "set", "give", "gave", "given"),
        *("councillor", "cllr", "beside", "besides", "else"),
    )
)
_RECOMMENDATIONS = re.compile(r"(?im)^(?!reason)(?!.*\breason/?s for)(?:.*\b)?recommendation")
_RESOLUTIONS = re.compile(r"\bRESOLVED\b")
_ATTENDANCE = re.compile(r"(?im)^(?:present|in attendance)$")
_SECTIONS = {_RECOMMENDS: _RECOMMENDATIONS, _RESOLVES: _RESOLUTIONS, _ATTENDS: _ATTENDANCE}
_CUES = frozenset[str]().union(*_SECTIONS)
_COUNTED = re.compile(r"\s*(?:main |key )?[a-z]+s\b")
"""What follows a number of things: "3 recommendations"."""
_SECOND = re.compile(r" \((?:second|third|fourth|fifth)\)$")
_AFTER_LIST = ", after "
_BELOW = re.compile(r"(?:\(|, bullet |, after )")
"""What follows a paragraph's own locator in that of a passage below it."""


_NEIGHBOUR = re.compile(
    r"\W*(?:(?:and|so|ok|now)\W+)*"
    r"(?:(?:what(?:['’]?s| is| about| does)?|(?:show|read|give) me)\W+)?(?:the )?"
    r"(?P<which>next|following|previous|one before)"
    r"(?: (?:one|para|paragraph|point|passage))?(?: says?| please| pls)*\W*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Located:
    """The passages that a text asks for by their locators, with those below them, and the locators
    that no passage has.
    """

    passages: tuple[Passage, ...]
    missing: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class _Locator:
    """A locator as it was typed, in small letters, "" for what was left out."""

    cue: str
    number: str
    letter: str
    bullet: str

    @property
    def is_plain(self) -> bool:
        """Whether it is one with no paper named beside it, where a bare number may be anything, and
        a recommendation the review's.
        """
        is_cued = self.cue and self.kind != "recommendation"
        return bool(is_cued or self.letter or self.bullet or "." in self.number)

    @property
    def kind(self) -> str:
        """What the cue names it, written out."""
        written_out = {"q": "question", "pg": "page", "rec": "recommendation"}
        written_out |= {"para": "paragraph", "": "paragraph"}
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
        named = self.kind if self.kind in ("question", "recommendation") else ""
        wanted = f"{named}{self.number}{self.letter}"
        wanted += f"bullet{self.bullet}" if self.bullet else ""
        return [each for each in passages if wanted in _forms(each.locator)]


def located(
    edition: Held, text: str, named: tuple[Sequence[Paper], Collection[str]]
) -> Located | None:
    """Return what a text asks for by its locator and for nothing else, None where it asks for a
    subject. `named` are the papers it names, none for all, and its words beside them.
    """
    papers, words = named
    plain = text.lower()
    every = [(_Locator(*each.groups("")), each.end()) for each in _ASKED.finditer(plain)]
    asked = [
        each
        for each, end in every
        if each.is_plain or (papers and (each.cue or not _COUNTED.match(plain, end)))
    ]
    if not asked or set(words) - _AROUND - {each.letter for each in asked}:
        return None
    passages = [
        passage for paper in papers or edition.papers for passage in edition.of_paper(paper.id)
    ]
    found = {each: each.among(passages) for each in asked}
    has_pages = any(passage.page for passage in passages)
    missing = tuple(
        Gap("page") if each.kind == "page" and not has_pages else Gap("locator", each.said)
        for each, its in found.items()
        if not its
    )
    is_none = len(missing) == len(found)
    # "9.9" alone may be a figure, and so may "Ashby 622".
    if is_none and not any(each.cue or (papers and each.is_plain) for each in found):
        return None
    return Located(tuple(passage for its in found.values() for passage in its), missing)


def asks_neighbour(text: str) -> int:
    """Return 1 for a message that asks only for the next passage, -1 for the one before, else 0."""
    found = _NEIGHBOUR.fullmatch(text)
    if not found:
        return 0
    return 1 if found["which"].lower() in ("next", "following") else -1


def beside(edition: Held, shown: Located, step: int) -> Located | None:
    """Return the passage that stands after what was shown, or before it, in its paper; None where
    there is none.
    """
    if not shown.passages:
        return None
    last = shown.passages[-1 if step > 0 else 0]
    every = edition.of_paper(last.paper)
    place = [each.id for each in every].index(last.id) + step
    return Located((every[place],)) if 0 <= place < len(every) else None


def section(
    edition: Held, text: str, named: tuple[Sequence[Paper], Collection[str]]
) -> Located | None:
    """Return what the papers that a text names recommend to their readers, what was resolved in
    them, or who was there, where it asks for just that; None where it asks for something else or
    no paper has it.
    """
    papers, rest = named
    plain = _WAS_AT.sub("who attended", _ASKED_TO.sub("recommended", " ".join(rest)))
    words = set(plain.split())
    if not papers or not words <= _AROUND | _BESIDE | _CUES | STOP_WORDS:
        return None
    cued = next((cues for cues in _SECTIONS if words & cues), None)
    # What a council recommends or decides may be said anywhere; what its report does, there.
    if cued is None or not _OF_PAPER.search(text) or (cued is _ATTENDS and not words & _PEOPLE):
        return None
    wanted = _SECTIONS[cued]
    found = tuple(
        passage
        for paper in papers
        for passage in edition.of_paper(paper.id)
        if wanted.search(f"{' '.join(passage.heading[-1:])}\n{passage.locator}")
    )
    return Located(found) if found else None


def items_of(edition: Held, passage: Passage) -> tuple[Passage, ...]:
    """Return the passages that stand below one in its paper: the items of a list it opens."""
    own = _form(_plain(passage.locator))
    # "Recommendation 1" stands below "Recommendations".
    numbered = re.compile(rf"{re.escape(own[:-1])}\d+") if own.endswith("s") else None
    return tuple(
        each
        for each in edition.of_paper(passage.paper)
        if _AFTER_LIST not in each.locator
        and (
            own in _forms(each.locator) - {_form(_plain(each.locator))}
            or (numbered and numbered.fullmatch(_form(each.locator.lower())))
        )
    )


def _forms(locator: str) -> set[str]:
    """Return a locator, and those that it stands below, without what people leave out: "54(v)" as
    54v and 54, "Question 2 and reply" as question2.
    """
    own = _plain(locator)
    below = (own[: each.start()] for each in _BELOW.finditer(own))
    return {_form(each) for each in (own, *below)}


def _plain(locator: str) -> str:
    return _SECOND.sub("", locator.lower()).removesuffix(" and reply")


def _form(locator: str) -> str:
    return re.sub(r"[\s(),]", "", locator)
