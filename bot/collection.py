"""Questions about the collection itself ("which councils do you hold?"): what is held."""

import re

from index.edition import Edition
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


def front_pages(edition: Edition) -> list[Passage]:
    """Return the first passage of each paper, the newest paper first."""
    first: dict[str, Passage] = {}
    for passage in edition.passages:
        if passage.paper not in first or passage.locator == FRONT_PAGE:
            first[passage.paper] = passage
    papers = sorted(edition.papers, key=lambda paper: (paper.published, paper.id), reverse=True)
    return [first[paper.id] for paper in papers if paper.id in first]


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and len(word) > 3 else word
