"""Questions whether the papers speak of something, or which do ("which papers mention kinship
care?"), and whether somebody says anything in them.
"""

import re
from collections.abc import Callable, Sequence

from bot.leading import states_something
from index.held import Held
from index.passages import Passage
from index.search import Hit
from index.sentences import sentences

_ASKS = re.compile(
    r"\W*(?:(?:so|and|ok|hi)\b\W*)?"
    r"(?:(?:do|does|did) (?:it|they|you|this|these|any(?: of (?:it|this|these|them|the papers))?"
    r"|(?:any |the )(?:papers?|reports?|documents?)) mention|(?:is|are) there any mentions? of"
    r"|(?:which|what|wot|how many|do any|any|list)(?: of)?"
    r"(?: (?:the|your|these|all))?(?: (?:papers?|reports?|documents?|councils?|sources?|ones))"
    r"(?: (?:that|do|does|you have|here|in here))*"
    r" (?:mentions?|mentioned|mentioning|talk(?:s|ing)? about|speaks? of|discuss(?:es)?|covers?"
    r"|refers? to|deals? with|touch(?:es)? on|(?:are |is )about"
    r"|(?:says?|said|have|has|got)(?: (?:anything|something|owt|much|stuff))? (?:on|about)))"
    r"\b(?P<on>.{2,80}?)\W*",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r".{0,60}\b(?:say|says|said|saying|mention\w*|anything|owt|something) (?:about|on|of|re)\b"
    r"(?P<on>.{2,60}?)\W*",
    re.IGNORECASE,
)
_SPOKE = re.compile(
    r"\bwhat (?:did|does|has|was)\b.{0,20}?(?-i:\b(?:Mr|Mrs|Ms|Miss|Dr|Cllr|Councillor)\.? "
    r"(?:[A-Z][\w.’'-]* ){0,3}?(?P<name>[A-Z][a-z’'-]+)) "
    r"(?:say|said|ask|asked|think|raise|raised|want|wanted|tell|told|reply|replied|answer)\b",
    re.IGNORECASE,
)
_STATED = 6
"""Words of the shortest sentence in which somebody named is said to do something."""
_MOST_READ = 2_000
"""Passages of an edition up to which all are read; of a larger one those found."""


def subject_mentioned(text: str) -> str:
    """Return the subject of which a question asks whether or which papers speak of it, "" for
    another question.
    """
    found = _ASKS.fullmatch(text)
    return found["on"].strip() if found else ""


def subject_told_of(text: str) -> str:
    """Return the subject of which a question asks what is said, "" for another question."""
    found = _ABOUT.fullmatch(text)
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


def is_only_listed(edition: Held, asked: str) -> bool:
    """Whether a question asks what somebody said who is only listed in the papers, as present or by
    a post; False in a large edition, which is not read for it.
    """
    named = _SPOKE.search(asked)
    if not named or edition.about.passages > _MOST_READ:
        return False
    name = re.compile(rf"\b{re.escape(named['name'])}\b")
    told = [
        text
        for passage in edition.passages
        if name.search(passage.text)
        for text in sentences(passage.text)
        if name.search(text)
    ]
    return bool(told) and not any(
        states_something(text) and len(text.split()) >= _STATED for text in told
    )
