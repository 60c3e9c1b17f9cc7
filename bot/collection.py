"""Questions about the collection itself: what is held ("which councils do you hold?"), and when and
by whom a paper was made ("who wrote the Kirklees paper?", "what date was that meeting?").
"""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence

from bot.question import YEAR
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
_NEWEST = frozenset(("newest", "latest", "last", "recent"))
_OLDEST = frozenset(("oldest", "earliest"))
_MADE = frozenset(
    (
        *("date", "day", "month", "year", "old", "write", "wrote", "written", "author"),
        *("publish", "published", "publisher", "title", "called", "committee", "meeting"),
        *("meet", "met", "sat", "happen", "happened", "held", "place", "come", "came", "council"),
        *("go", "went", "presented", "taken"),
        *("link", "url", "done"),
    )
)
_ASKS = frozenset(("when", "where", "who", "what", "which", "how"))
_SURELY_MADE = frozenset(
    (
        *("write", "wrote", "written", "author", "publish", "published", "publisher", "title"),
        *("called", "link", "url"),
    )
)
"""What is asked of nothing but a paper."""
_OF_PAPER = frozenset(
    ("paper", "document", "report", "minute", "briefing", "publication", "meeting", "committee")
)
_DATED = frozenset(("date", "day", "month", "year", "old"))
_ASKS_OF_PAPER = frozenset(("when", "where", "who", "which")) | _DATED
_ANYTHING = frozenset(("any", "anything", "owt", "something", "stuff"))
_OURS = frozenset(
    ("we", "you", "u", "ya", "ye", "your", "yer", "ur", "here", "one", "held", "list")
)
_COUNCIL = re.compile(r" (?:(?:county|city|borough|district|metropolitan) )*council$")
_THE_ONE = frozenset(("that", "this", "it", "those", "these", "the"))
_OF_THE_BOT = re.compile(
    r"\W*(?:(?:hi|hello|hey|so|ok)\W+)?(?:what|wot|wat|which)\s+(?:(?:sort|kind) of\s+)?"
    r"(?:(?:things?|questions?|stuff)\s+)?(?:(?:can|could|should) (?:i|we) ask(?:\s+(?:you|u|ya))?"
    r"|(?:can|could|do) (?:you|u|ya) (?:answer|do|know|tell (?:me|us)|help(?: (?:me|us))? with))"
    r"(?:\s+(?:about|then|here|on))?\W*",
    re.IGNORECASE,
)
_OF_ALL = re.compile(
    r"\W*(?:(?:which|what|wot) (?:local )?(?:councils?|authorit(?:y|ies)) (?:are|is|r) in"
    r"|whose (?:are|r)(?: all)?) (?:these|the|your|ur) (?:papers|documents|docs|reports)\W*"
    r"|\W*whose (?:papers|documents|docs|reports) (?:are|r) (?:these|they|those)\W*",
    re.IGNORECASE,
)
_HAD_TO = re.compile(r"\b(?:ha(?:ve|s|d) to|must|should|needs? to)\b", re.IGNORECASE)
"""Of a day set for somebody, not of a paper's."""
_DEMANDED = re.compile(r"\bcall(?:ed|s|ing)? (?:for|on)\b")
"""Of a demand, not of a name."""
Called = tuple[tuple[Paper, ...], list[str]]
"""The papers that a text names, and its words beside their names."""
_SHORTENED = re.compile(r"['’](?:s|ve|re|ll|d|m)\b")


class Register:
    """What an edition's papers are called, and which of them a question about them asks for."""

    def __init__(self, papers: Sequence[Paper]) -> None:
        self._newest_first = sorted(papers, key=lambda p: (p.published, p.id), reverse=True)
        self._called: dict[tuple[str, ...], list[Paper]] = defaultdict(list)
        for paper in self._newest_first:
            short = _COUNCIL.sub("", paper.publisher.lower())
            month = (f"{paper.published:%B %Y}", f"{paper.published:%b %Y}")
            called = (paper.publisher, short, *month, *paper.aliases)
            for name in {_tokens(each) for each in called}:
                self._called[name].append(paper)
        self._longest = max(map(len, self._called), default=0)

    def asked_for(self, text: str, found: Called | None = None) -> tuple[Paper, ...] | None:
        """Return the papers that a question only about papers asks for, the newest first; none
        where none is of the year asked for. None for a question about a subject. `found` is what it
        names, where that is known.
        """
        named, rest = found or self.named(text)
        if not named:
            return self._held(text) if is_about_collection(text) else None
        if _DEMANDED.search(text.lower()):
            return None
        words = set(rest)
        content = words - STOP_WORDS - _BESIDE
        if not words and YEAR.search(text):
            return self._of(text, named) or None
        if not content <= _MADE | _KINDS | _HOLDING:
            return None
        every = set(singular_words(text))
        # "What has Kirklees got?" asks for no paper; "have you got the Kirklees one?" does.
        is_held = bool(content & _HOLDING or (words & _HOLDING and every & _ANYTHING))
        is_held = is_held and bool(words & _OURS)
        is_of_age = bool(every & _OF_PAPER and words & (_NEWEST | _OLDEST))
        if is_held or is_of_age or _asks_of_paper(every):
            return self._of(text, named)
        return None

    def asked_for_beside(self, text: str, whole: str) -> tuple[Paper, ...] | None:
        """Return the same for one of several questions in a message, where it names papers, or says
        "that paper"; `whole` is it with the one that it leans on, which names the paper then ("what
        does the LGA say, and who wrote that paper?"). Who wrote "it" may be of anything.
        """
        if (found := self.named(text))[0]:
            return self.asked_for(text, found)
        is_of_paper = not _OF_PAPER.isdisjoint(singular_words(text)) and is_about_paper_before(text)
        return self.named(whole)[0] or None if is_of_paper else None

    def before(self, messages: Sequence[str]) -> tuple[Paper, ...]:
        """Return the papers named last in a thread, none where none was named."""
        return next((named for m in reversed(messages) if (named := self.named(m)[0])), ())

    def _held(self, text: str) -> tuple[Paper, ...]:
        minutes = [paper for paper in self._newest_first if paper.kind == "minutes"]
        return self._of(text, minutes if "minute" in singular_words(text) else self._newest_first)

    def _of(self, text: str, among: Sequence[Paper]) -> tuple[Paper, ...]:
        """Return the papers of the years named, of those the newest or oldest where only that is
        asked for.
        """
        years, words = {int(year) for year in YEAR.findall(text)}, set(singular_words(text))
        found = [p for p in among if not years or p.published.year in years]
        if words & _OF_PAPER and words & _OLDEST:
            return tuple(found[-1:])
        return tuple(found[:1] if words & _NEWEST else found)

    def named(self, text: str) -> Called:
        """Return the papers that a text names, and its words beside their names."""
        tokens = _tokens(text)
        found: list[list[Paper]] = []
        rest: list[str] = []
        start = 0
        while start < len(tokens):
            lengths = range(min(self._longest, len(tokens) - start), 0, -1)
            length = next((n for n in lengths if tokens[start : start + n] in self._called), 0)
            if length:
                found.append(self._called[tokens[start : start + length]])
            elif not tokens[start].isdecimal():
                rest.append(tokens[start])
            start += length or 1
        if not found:
            return (), rest
        # "The Leicestershire minutes" is one of two that are Leicestershire's.
        common = [paper for paper in found[0] if all(paper in each for each in found)]
        any_named = {paper.id for each in found for paper in each}
        return tuple(
            common or (paper for paper in self._newest_first if paper.id in any_named)
        ), rest


def is_about_collection(text: str) -> bool:
    """Whether a question asks only what is held or can be asked, and for no subject in it."""
    if _OF_THE_BOT.fullmatch(text) or _OF_ALL.fullmatch(text):
        return True
    words = set(singular_words(text))
    content = words - STOP_WORDS - _BESIDE
    asks = (words & _HOLDING and words & _OURS) or words & (_NEWEST | _OLDEST)
    is_of_them = bool(words & (_KINDS | {"date"}))
    return is_of_them and bool(asks) and content <= _KINDS | _HOLDING


def asks_if_held(text: str) -> bool:
    """Whether a question, without the place that it names, asks whether a paper from there is
    held: "do you have anything from", "any papers in here?".
    """
    words = set(singular_words(text))
    content = words - STOP_WORDS - _BESIDE
    is_of_papers = "from" in words or bool(words & _KINDS)
    asks = bool(words & _HOLDING and words & _OURS)
    return is_of_papers and asks and content <= _KINDS | _HOLDING


def is_about_paper_before(text: str) -> bool:
    """Whether a follow-up asks only when, where or by whom the paper before it was made."""
    words = set(singular_words(text))
    content = words - STOP_WORDS - _BESIDE
    if not (words & _ASKS and words & _THE_ONE and content <= _MADE | _KINDS):
        return False
    if _HAD_TO.search(text):
        return False
    return _asks_of_paper(words) or ("when" in words and not content)


def _asks_of_paper(words: Collection[str]) -> bool:
    """Whether words ask when, where or by whom a paper was made, and not what came of it."""
    asked = set(words)
    return bool(asked & _SURELY_MADE or (asked & _OF_PAPER and asked & _ASKS_OF_PAPER))


def front_page(edition: Held, paper: str) -> Passage | None:
    """Return the passage of a paper that says what it is: its front page, else its first; None
    where it has no passages.
    """
    pages = edition.of_paper(paper)
    first = next(iter(pages), None)
    return next((page for page in reversed(pages) if page.locator == FRONT_PAGE), first)


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and len(word) > 3 and not word.endswith("ss") else word


def singular_words(text: str) -> tuple[str, ...]:
    """Return a text's words in lower case and singular; figures are none."""
    return tuple(each for each in words_and_years(text) if not each.isdecimal())


def _tokens(text: str) -> tuple[str, ...]:
    """Return a name's words, and the years in it, without the article before it."""
    tokens = words_and_years(text)
    return tokens[1:] if tokens[:1] == ("the",) and len(tokens) > 1 else tokens


def words_and_years(text: str) -> tuple[str, ...]:
    """Return a text's words in lower case, singular but for stop words, and its years."""
    plain = _SHORTENED.sub("", text.lower())
    each = re.findall(rf"[a-z]+|{YEAR.pattern}", plain)
    return tuple(word if word in STOP_WORDS else _singular(word) for word in each)
