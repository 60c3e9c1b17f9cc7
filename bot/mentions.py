"""Questions which of the papers speak of something: "which papers mention kinship care?"."""

import re
from collections.abc import Callable, Sequence

from index.held import Held
from index.passages import Passage
from index.search import Hit

_ASKS = re.compile(
    r"\W*(?:(?:so|and|ok|hi)\b\W*)?(?:which|what|wot|how many|do any|any|list)(?: of)?"
    r"(?: (?:the|your|these|all))?(?: (?:papers?|reports?|documents?|councils?|sources?|ones))"
    r"(?: (?:that|do|does|you have|here|in here))*"
    r" (?:mentions?|mentioned|mentioning|talk(?:s|ing)? about|speaks? of|discuss(?:es)?|covers?"
    r"|refers? to|deals? with|touch(?:es)? on|(?:are |is )about"
    r"|(?:says?|said|have|has|got)(?: (?:anything|something|owt|much|stuff))? (?:on|about))"
    r"\b(?P<on>.{2,80}?)\W*",
    re.IGNORECASE,
)
_MOST_READ = 2_000
"""Passages of an edition up to which all are read; of a larger one those found."""


def subject_mentioned(text: str) -> str:
    """Return the subject of which a question asks which papers speak of it, "" for another one."""
    found = _ASKS.fullmatch(text)
    return found["on"].strip() if found else ""


def mentioning(edition: Held, tells: Callable[[str], bool], hits: Sequence[Hit]) -> list[Passage]:
    """Return the first passage of each paper whose text `tells` what is looked for, the newest
    paper first; in a large edition among the passages found only.
    """
    newest_first = sorted(edition.papers, key=lambda paper: paper.published, reverse=True)
    if edition.about.passages <= _MOST_READ:
        each = [edition.of_paper(paper.id) for paper in newest_first]
    else:
        each = [
            [hit.passage for hit in hits if hit.passage.paper == paper.id] for paper in newest_first
        ]
    first = (next((one for one in passages if tells(one.text)), None) for passages in each)
    return [passage for passage in first if passage]
