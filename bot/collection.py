"""Questions about the collection itself ("which councils do you hold?"): what is held."""

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
_SHORTENED = re.compile(r"['’](?:s|ve|re|ll|d|m)\b")


def is_about_collection(text: str) -> bool:
    """Whether a question asks only what is held, and for no subject in it."""
    plain = _SHORTENED.sub("", text.lower())
    words = {_singular(word) for word in re.findall(r"[a-z]+", plain)}
    content = words - STOP_WORDS - _BESIDE
    holding = words & _HOLDING
    return bool(words & _KINDS) and bool(holding) and content <= _KINDS | _HOLDING


def front_pages(edition: Held, limit: int) -> list[Passage]:
    """Return the first passage of each paper that has any, the newest paper first."""
    papers = sorted(edition.papers, key=lambda paper: (paper.published, paper.id), reverse=True)
    found: list[Passage] = []
    for paper in papers:
        pages = edition.of_paper(paper.id)
        if pages and len(found) < limit:
            found.append(next((p for p in reversed(pages) if p.locator == FRONT_PAGE), pages[0]))
    return found


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and len(word) > 3 else word
