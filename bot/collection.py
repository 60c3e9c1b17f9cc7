"""Questions about the collection itself: what is held ("which councils do you hold?"), and when and
by whom a paper was made ("who wrote the Kirklees paper?", "what date was that meeting?").
"""

import re
from collections import defaultdict
from collections.abc import Sequence

from index.held import Held
from index.lexical import STOP_WORDS
from index.passages import Passage
from index.register import Paper
from index.splitter import FRONT_PAGE

_KINDS = frozenset(
    ("paper", "document", "report", "council", "authority", "minute", "source", "publication")
)
_HOLDING = frozenset(
    (
        *("hold", "held", "have", "got", "know", "index", "cover", "include", "search", "read"),
        *("your", "you", "u", "ya", "ye", "yer", "ur", "bot", "here", "database", "library"),
        *("collection", "based"),
        *("available", "loaded", "use", "using", "look", "base"),
    )
)
_BESIDE = frozenset(
    (
        *("list", "show", "tell", "give", "all", "many", "how", "local", "recent", "newest", "new"),
        *("latest", "date", "up", "name", "actually", "got", "currently", "now", "far", "info"),
        *("information", "knowledge", "answer", "from", "hi", "hello", "pls", "ok", "so"),
        *("any", "anything", "owt", "one", "oldest", "earliest", "first", "last", "please", "out"),
    )
)
_NEWEST, _OLDEST = frozenset(("newest", "latest")), frozenset(("oldest", "earliest"))
_MADE = frozenset(
    (
        *("date", "day", "month", "year", "old", "write", "wrote", "written", "author"),
        *("publish", "published", "publisher", "title", "called", "committee", "meeting"),
        *("meet", "met", "sat", "happen", "happened", "held", "place", "come", "came", "council"),
        *("link", "url", "address", "contact", "officer", "behind", "done"),
    )
)
_ASKS = frozenset(("when", "where", "who", "what", "which", "how"))
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DATED = frozenset(("date",))
_OURS = frozenset(("you", "u", "ya", "ye", "your", "yer", "ur", "here", "one"))
_THE_ONE = frozenset(("that", "this", "it", "those", "these", "the"))
_OF_THE_BOT = re.compile(
    r"\W*(?:(?:hi|hello|hey|so|ok)\W+)?(?:what|wot|wat|which)\s+(?:(?:sort|kind) of\s+)?"
    r"(?:(?:things?|questions?|stuff)\s+)?(?:(?:can|could|should) (?:i|we) ask(?:\s+(?:you|u|ya))?"
    r"|(?:can|could|do) (?:you|u|ya) (?:answer|do|know|tell (?:me|us)|help(?: (?:me|us))? with))"
    r"(?:\s+(?:about|then|here|on))?\W*",
    re.IGNORECASE,
)
_SHORTENED = re.compile(r"['’](?:s|ve|re|ll|d|m)\b")


class Register:
    """What an edition's papers are called, and which of them a question about them asks for."""

    def __init__(self, papers: Sequence[Paper]) -> None:
        self._newest_first = sorted(papers, key=lambda p: (p.published, p.id), reverse=True)
        self._called: dict[tuple[str, ...], list[Paper]] = defaultdict(list)
        for paper in self._newest_first:
            for name in {_words(each) for each in (paper.publisher, *paper.aliases)}:
                self._called[name].append(paper)
        self._longest = max(map(len, self._called), default=0)

    def asked_for(self, text: str) -> tuple[Paper, ...] | None:
        """Return the papers that a question only about papers asks for, the newest first; none
        where none is of the year asked for. None for a question about a subject.
        """
        named, rest = self.named(text)
        if not named:
            return self._of(text) if is_about_collection(text) else None
        words = set(rest)
        content = words - STOP_WORDS - _BESIDE
        if not content <= _MADE | _KINDS | _HOLDING:
            return None
        # "What has Kirklees got?" asks for no paper; "have you got the Kirklees one?" does.
        is_held = bool(content & _HOLDING and words & _OURS)
        is_made = bool(content & (_MADE - _KINDS) or ("when" in words and content & _KINDS))
        return named if is_held or is_made else None

    def before(self, messages: Sequence[str]) -> tuple[Paper, ...]:
        """Return the papers named last in a thread, none where none was named."""
        return next((named for m in reversed(messages) if (named := self.named(m)[0])), ())

    def _of(self, text: str) -> tuple[Paper, ...]:
        """Return the papers of the years named, of those the newest or oldest where only that is
        asked for.
        """
        years = {int(year) for year in _YEAR.findall(text)}
        found = [p for p in self._newest_first if not years or p.published.year in years]
        words = set(_words(text))
        if words & _KINDS and words & _OLDEST:
            return tuple(found[-1:])
        return tuple(found[:1] if words & _NEWEST else found)

    def named(self, text: str) -> tuple[tuple[Paper, ...], list[str]]:
        """Return the papers that a text names, and its words beside their names."""
        words = _words(text)
        found: list[list[Paper]] = []
        rest: list[str] = []
        start = 0
        while start < len(words):
            lengths = range(min(self._longest, len(words) - start), 0, -1)
            length = next((n for n in lengths if words[start : start + n] in self._called), 0)
            if length:
                found.append(self._called[words[start : start + length]])
            else:
                rest.append(words[start])
            start += length or 1
        if not found:
            return (), rest
        # "The Leicestershire minutes" is one of two that are Leicestershire's.
        common = [paper for paper in found[0] if all(paper in each for each in found)]
        return tuple(common or dict.fromkeys(p for each in found for p in each)), rest


def is_about_collection(text: str) -> bool:
    """Whether a question asks only what is held or can be asked, and for no subject in it."""
    if _OF_THE_BOT.fullmatch(text):
        return True
    words = set(_words(text))
    content = words - STOP_WORDS - _BESIDE
    asks = words & (_HOLDING | _NEWEST | _OLDEST)
    return bool(words & (_KINDS | _DATED)) and bool(asks) and content <= _KINDS | _HOLDING


def is_about_paper_before(text: str) -> bool:
    """Whether a follow-up asks only when, where or by whom the paper before it was made."""
    words = set(_words(text))
    content = words - STOP_WORDS - _BESIDE
    return (
        bool(words & _ASKS)
        and bool(_THE_ONE & words)
        and bool(words & _MADE or "when" in words)
        and content <= _MADE | _KINDS
    )


def front_page(edition: Held, paper: str) -> Passage:
    """Return the passage of a paper that says what it is: its front page, else its first."""
    pages = edition.of_paper(paper)
    return next((page for page in reversed(pages) if page.locator == FRONT_PAGE), pages[0])


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and len(word) > 3 else word


def _words(text: str) -> tuple[str, ...]:
    """Return a text's words in lower case and singular; figures are none."""
    plain = _SHORTENED.sub("", text.lower())
    words = re.findall(r"[a-z]+", plain)
    return tuple(word if word in STOP_WORDS else _singular(word) for word in words)
