"""Questions about the collection itself: what is held ("which councils do you hold?"), and of when
and whom the paper just cited is ("what date was that meeting?").
"""

import re

from index.held import Held
from index.lexical import STOP_WORDS
from index.passages import Passage
from index.splitter import FRONT_PAGE

_KINDS = frozenset(
    ("paper", "document", "report", "council", "authority", "minute", "source", "publication")
)
_HOLDING = frozenset(
    (
        *("hold", "held", "have", "got", "know", "index", "cover", "include", "search", "read"),
        *("your", "you", "u", "ya", "bot", "here", "database", "library", "collection", "based"),
        *("available", "loaded", "use", "using", "look", "base"),
    )
)
_BESIDE = frozenset(
    (
        *("list", "show", "tell", "give", "all", "many", "how", "local", "recent", "newest", "new"),
        *("latest", "date", "up", "name", "actually", "got", "currently", "now", "far", "info"),
        *("information", "knowledge", "answer", "from", "hi", "hello", "pls", "ok", "so"),
    )
)
_MADE = frozenset(
    (
        *("date", "day", "month", "year", "old", "write", "wrote", "written", "author"),
        *("publish", "published", "publisher", "title", "called", "committee", "meeting"),
        *("meet", "met", "sat", "happen", "happened", "held", "place", "come", "came", "council"),
    )
)
_THE_ONE = frozenset(("that", "this", "it", "those", "these", "the"))
_OF_THE_BOT = re.compile(
    r"\W*(?:(?:hi|hello|hey|so|ok)\W+)?(?:what|wot|wat|which)\s+(?:(?:sort|kind) of\s+)?"
    r"(?:(?:things?|questions?|stuff)\s+)?(?:(?:can|could|should) (?:i|we) ask(?:\s+(?:you|u|ya))?"
    r"|(?:can|could|do) (?:you|u|ya) (?:answer|do|know|tell (?:me|us)|help(?: (?:me|us))? with))"
    r"(?:\s+(?:about|then|here|on))?\W*",
    re.IGNORECASE,
)
_SHORTENED = re.compile(r"['’](?:s|ve|re|ll|d|m)\b")


def is_about_collection(text: str) -> bool:
    """Whether a question asks only what is held or can be asked, and for no subject in it."""
    if _OF_THE_BOT.fullmatch(text):
        return True
    plain = _SHORTENED.sub("", text.lower())
    words = {_singular(word) for word in re.findall(r"[a-z]+", plain)}
    content = words - STOP_WORDS - _BESIDE
    holding = words & _HOLDING
    return bool(words & _KINDS) and bool(holding) and content <= _KINDS | _HOLDING


def is_about_paper_before(text: str) -> bool:
    """Whether a follow-up asks only when, where or by whom the paper before it was made."""
    plain = _SHORTENED.sub("", text.lower())
    words = [_singular(word) for word in re.findall(r"[a-z]+", plain)]
    content = {word for word in words if word not in STOP_WORDS} - _BESIDE
    asks = {"when", "where", "who", "what", "which", "how"} & set(words)
    return (
        bool(asks)
        and bool(_THE_ONE & set(words))
        and bool(set(words) & _MADE or "when" in words)
        and content <= _MADE | _KINDS
    )


def front_pages(edition: Held, limit: int) -> list[Passage]:
    """Return the first passage of each paper that has any, the newest paper first."""
    papers = sorted(edition.papers, key=lambda paper: (paper.published, paper.id), reverse=True)
    found: list[Passage] = []
    for paper in papers:
        if edition.of_paper(paper.id) and len(found) < limit:
            found.append(front_page(edition, paper.id))
    return found


def front_page(edition: Held, paper: str) -> Passage:
    """Return the passage of a paper that says what it is: its front page, else its first."""
    pages = edition.of_paper(paper)
    return next((page for page in reversed(pages) if page.locator == FRONT_PAGE), pages[0])


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and len(word) > 3 else word
