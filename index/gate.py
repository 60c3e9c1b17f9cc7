"""Whether a paper says that it must not be shared: exempt, confidential, not for publication."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.readers.block import Block, Document

_FRONT = 12
"""Blocks looked at for marks that a long public report may carry as the title of a part."""

_LINE = re.compile(
    r"^\W*(?:strictly |private (?:and|&) |official[ -:–]+)*"
    r"(?:confidential|exempt(?: (?:report|item|paper|appendix|annex|information))?|restricted"
    r"|sensitive(?: personal)?|private (?:report|item|session)|closed (?:report|item|session))\b"
    r"(?: (?:report|item|paper|appendix|annex|minutes?|information|[a-z0-9]))?\W*$",
    re.IGNORECASE,
)
_PART_TWO = re.compile(
    r"^\W*part (?:2|ii|two|b)\b\W*(?:private|exempt|confidential|closed|\(.{0,40}\)|report|item"
    r"|agenda|paper)?(?: (?:report|item|agenda|paper|business))?\W*$",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\((?:wholly |partly |part )?(?:exempt|confidential|private|not for publication)"
    r"(?: (?:report|item|appendix|annex|information))?\)\W*$|^\W*part(?:ly|ially)?[ -]exempt\W*$",
    re.IGNORECASE,
)
_TAIL_PART_TWO = re.compile(r"\(part (?:2|ii|two)\)\W*$", re.IGNORECASE)
_SAYS = (
    re.compile(r"\bnot (?:for|to be) (?:public(?:ation|ly)?|publish\w*|public release)\b", re.I),
    re.compile(r"\bschedule 12 ?\(?a\)?(?![\w])", re.IGNORECASE),
    re.compile(r"\bexempt (?:from|under) (?:publication|paragraph|part|section|schedule)\b", re.I),
    re.compile(
        r"\b(?:this|the) (?:report|paper|document|item|appendix|annex)(?: [a-z0-9])?"
        r" (?:is|are|contains?|includes?)\b[^.]{0,40}\b(?:exempt|confidential)\b",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:contains?|includes?) (?:exempt|confidential) information\b", re.IGNORECASE),
    re.compile(r"\bpart (?:2|ii|two) (?:report|item|paper|of the agenda)\b", re.IGNORECASE),
    re.compile(
        r"\b(?:status|classification|access(?: to information)?|exempt|publication)\s*:?\s*\t?\s*"
        r"(?:part (?:2|ii|two)|exempt|confidential|not public|private|restricted)\b",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:exempt|confidential|private)\b[^.;]{0,30}[:?\t]\s*yes\b(?!\W*no\b)", re.I),
    re.compile(
        r"^\W*(?:exempt|confidential|restricted)\s*[:–-]\s*"
        r"(?:contains|by virtue|under|personal|not)\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:this|the) (?:item|report|paper|matter) (?:is|was|will be|is to be)"
        r" (?:considered|discussed|taken) in (?:private|closed session)\b",
        re.IGNORECASE,
    ),
)
_DENIES = re.compile(
    r"\b(?:no|not|none|nor|without|never|isn['’]t|doesn['’]t|do not include|does not)\b"
    r"[^.;]{0,60}\b(?:exempt|confidential|schedule 12)|\bnone of\b|^for publication\b"
    r"|\b(?:exempt|confidential)[^.;\t]{0,60}[:?\t]\s*(?:no|none|n/?a|not applicable)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mark:
    """What a paper says of itself, word for word, and the page where it says so."""

    words: str
    page: int | None = None


def marks(document: Document, limit: int = 3) -> list[Mark]:
    """Return where a paper says that it must not be shared; empty when it does not."""
    found: list[Mark] = []
    for mark in _marks(document):
        if len(found) < limit and mark.words not in {other.words for other in found}:
            found.append(mark)
    return found


def _marks(document: Document) -> Iterator[Mark]:
    title = dict(document.properties).get("Title", "")
    for head in (*document.heads, title):
        if _LINE.match(head) or _TAIL.search(head) or _is_part_two(head) or _said(head):
            yield Mark(head)
    for number, block in enumerate(document.blocks):
        for line in block.text.split("\n"):
            # What stands small in the running text of a late page is no mark of the paper.
            marked = _stands_alone(block) and (_LINE.match(line) or _TAIL.search(line))
            if marked or (number < _FRONT and _is_part_two(line)):
                yield Mark(line, block.page)
            elif words := _said(line):
                yield Mark(words, block.page)


def _is_part_two(line: str) -> bool:
    short = len(line.split()) <= 12
    return bool(_PART_TWO.match(line) or (short and _TAIL_PART_TWO.search(line)))


def _stands_alone(block: Block) -> bool:
    return block.kind != "row" and len(block.text.split()) <= 12


def _said(line: str) -> str:
    """Return the sentence of a line that says it, empty where none does or it is denied."""
    for sentence in re.split(r"(?<=[.;!])\s+", line):
        if any(says.search(sentence) for says in _SAYS):
            denied = _DENIES.search(sentence)
            if not denied or re.search(r"\bnot for publication\b", sentence, re.IGNORECASE):
                return sentence.strip()
    return ""
