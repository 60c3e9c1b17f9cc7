"""What a paper says of itself: title, committee, council, date, agenda item, status, and where."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from index.readers.block import TITLE_LEVEL, Block, Document

Sureness = Literal["sure", "likely", "a guess"]
FIELDS = ("title", "publisher", "committee", "published", "agenda_item", "status", "kind")
_FRONT = 30
_TITLE_LINES = 12
_OFTEN = 3
"""Paragraphs that must name a council before it may be the one whose paper it is."""

_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
_MONTH = "|".join(f"{month[:3]}(?:{month[3:]})?" for month in _MONTHS)
_LONG_DATE = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({_MONTH})\.?,? ((?:19|20)\d\d)\b", re.IGNORECASE
)
_SHORT_DATE = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.]((?:19|20)?\d\d)\b")
_ISO_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_]?(\d\d)[-_]?(\d\d)(?!\d)")
_DATE_LABEL = re.compile(
    r"^(?:(?:meeting |publication |report )?date(?: of (?:meeting|report|publication|decision))?"
    r"|published)\s*[:\t]",
    re.IGNORECASE,
)
_TITLE_LABEL = re.compile(
    r"^(?:report )?(?:title(?: of (?:the )?report)?|subject(?: matter)?)\s*[:\t]\s*(\S.+)$",
    re.IGNORECASE,
)
_COMMITTEE_LABEL = re.compile(
    r"^(?:report to|to|name of meeting|meeting(?: of)?|committee|decision[ -]maker)\s*[:\t]\s*"
    r"(?:the )?(\S.+)$",
    re.IGNORECASE,
)
_COMMITTEE = re.compile(
    r"\b(?:committee|sub-committee|panel|board|cabinet|commission|forum|working group)\b",
    re.IGNORECASE,
)
_COUNCIL_LABEL = re.compile(r"^(?:council|authority|publisher)\s*[:\t]\s*(\S.+)$", re.IGNORECASE)
_KIND_OF_COUNCIL = (
    r"(?:County|City|Borough|District|Metropolitan|Unitary|Town)(?: Borough| District)?"
)
_NAME = r"[A-Z][\w’'-]+(?:,? (?:and |of |upon |on |the |& )?[A-Z][\w’'-]+){0,3}?"
_COUNCIL = re.compile(
    rf"\b(?:London Borough of {_NAME}(?: Council)?|Royal Borough of {_NAME}(?: Council)?"
    rf"|{_NAME} {_KIND_OF_COUNCIL} Council|{_NAME} Council|HM Government|Local Government"
    r" Association|Department (?:for|of) [A-Z]\w+(?:(?:,| and)? [A-Z]\w+){0,3})\b"
)
_NO_COUNCIL = re.compile(
    r"^(?:the|full|our|this|each|every|parish|county|city|borough|district|local|children|youth"
    r"|in|of|for|by|at|and|care|british|general|national|works|school)\b",
    re.IGNORECASE,
)
_ITEM = re.compile(r"\b(?:agenda )?item(?: no\.?| number)?\s*[:\t]?\s*(\d{1,3}[a-z]?)\b", re.I)
_ITEM_LINE = re.compile(r"^(?:agenda )?item(?: no\.?| number)?\s*[:\t]?\s*\d{1,3}[a-z]?$", re.I)
_STATUS_LABEL = re.compile(r"^status\s*[:\t]\s*(\S.{0,40})$", re.IGNORECASE)
_STATUS_LINE = re.compile(
    r"^\W*(draft|final|final draft|for (?:decision|information|consultation|publication)"
    r"|approved|superseded|unconfirmed minutes|draft minutes)\W*$",
    re.IGNORECASE,
)
_KINDS = (
    ("minutes", re.compile(r"\bminutes\b", re.IGNORECASE)),
    ("member questions", re.compile(r"\bquestions?\b.*\b(?:member|council|answer)", re.I)),
    ("case for change", re.compile(r"\bcase for change\b", re.IGNORECASE)),
    ("briefing", re.compile(r"\bbriefing\b", re.IGNORECASE)),
    ("government response update", re.compile(r"\bgovernment\b.*\bresponse\b", re.IGNORECASE)),
    ("report", re.compile(r"\breport\b", re.IGNORECASE)),
)
_BAD_PROPERTY = re.compile(r"microsoft word|untitled|\.(?:docx?|pdf|indd)\b|^[\w-]+_[\w-]+$", re.I)
_NO_TITLE = re.compile(
    r"^(?:(?:answer|reply|response|decision)\b|agenda item|item \d|apologies|present|question by"
    r"|report of|report to|contents|minutes of the (?:last|previous)|direct dial|dear )|@|https?:",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"^(?:(?:Is|Are|Was|Were|Does|Did|Can|Will|Has|Leader|Chair|Member|Director|UK|Cabinet|Of"
    r"|Of the)\b(?:-\w+)? ?(?:of |the )*)+",
)
_PACK = re.compile(r"^\(public pack\)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Finding:
    """A value that a paper gives for a field, where it stands and how sure it is."""

    field: str
    value: str
    where: str
    sure: Sureness


def find_metadata(document: Document, name: str) -> dict[str, Finding]:
    """Return what was found by field; a field that is nowhere is not in it, nothing is invented."""
    front = list(_lines(document.blocks[:_FRONT]))
    candidates = (
        _title(document, front),
        _publisher(document, front),
        _committee(document, front),
        _published(document, front, name),
        _agenda_item(document, front),
        _status(front),
    )
    found = {finding.field: finding for finding in candidates if finding}
    if kind := _kind(found.get("title"), front):
        found["kind"] = kind
    return found


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    where: str
    heading: bool
    level: int
    first: bool


def _lines(blocks: Sequence[Block]) -> Iterator[_Line]:
    page = blocks[0].page if blocks else None
    for block in blocks:
        for text in block.text.split("\n"):
            where = f"page {block.page}" if block.page else "the beginning"
            yield _Line(text, where, block.kind == "heading", block.level, block.page == page)


def _title(document: Document, front: Sequence[_Line]) -> Finding | None:
    for line in front:
        if label := _TITLE_LABEL.match(line.text):
            return Finding("title", label.group(1), f"the label on {line.where}", "sure")
    # Without pages a title is looked for at the very beginning only.
    lines = front if document.pages else front[:_TITLE_LINES]
    headings = [line for line in lines if line.heading and line.first]
    titles = [line for line in headings if _may_be_title(line.text)]
    # A heading told by its size goes before one in bold, and a line with the date between them.
    large = [line for line in titles if line.level < TITLE_LEVEL]
    dated = [line for line in headings if _is_dateline(line.text) and _without_date(line.text)]
    best = min(large, key=lambda line: line.level) if large else next(iter([*dated, *titles]), None)
    if best:
        return Finding("title", best.text, f"the heading on {best.where}", "likely")
    said = dict(document.properties).get("Title", "")
    said = _PACK.sub("", said).strip()
    if len(said.split()) > 1 and not _BAD_PROPERTY.search(said):
        return Finding("title", said, "the file's properties", "a guess")
    return None


def _may_be_title(text: str) -> bool:
    return not (
        _is_dateline(text)
        or _NO_TITLE.search(text)
        or _COUNCIL.fullmatch(_cased(text))
        or re.match(r"^\d{1,2}[.)]?\s", text)
    )


def _publisher(document: Document, front: Sequence[_Line]) -> Finding | None:
    for line in front:
        if label := _COUNCIL_LABEL.match(line.text):
            return Finding("publisher", label.group(1), f"the label on {line.where}", "sure")
    for text, where, sure in (
        *((head, "the page heads", "sure") for head in document.heads),
        *((line.text, line.where, "likely") for line in front if len(line.text.split()) <= 10),
    ):
        if council := _council(text):
            return Finding("publisher", council, where, "sure" if sure == "sure" else "likely")
    named = Counter(
        council
        for block in document.blocks
        for council in [_council(block.text)]
        # Government is named in papers of every council.
        if council.endswith("Council")
    )
    for council, times in named.most_common(1):
        if times < _OFTEN:
            break
        return Finding("publisher", council, f"named in {times} paragraphs", "a guess")
    return None


def _council(text: str) -> str:
    for match in _COUNCIL.finditer(_cased(text)):
        name = _NO_NAME.sub("", match.group())
        if not _NO_COUNCIL.match(name) and len(name.split()) > 1:
            return name
    return ""


def _committee(document: Document, front: Sequence[_Line]) -> Finding | None:
    for line in front:
        if (label := _COMMITTEE_LABEL.match(line.text)) and _COMMITTEE.search(label.group(1)):
            value = _without_date(label.group(1))
            return Finding("committee", value, f"the label on {line.where}", "sure")
    for text in document.heads:
        if _COMMITTEE.search(text) and len(text.split()) <= 12 and _part(text):
            return Finding("committee", _part(text), "the page heads", "likely")
    for line in front:
        short = len(line.text.split()) <= 12 and not line.text.endswith(".")
        if short and _COMMITTEE.search(line.text) and (line.heading or _is_dateline(line.text)):
            return Finding("committee", _part(line.text), line.where, "likely")
    return None


def _part(text: str) -> str:
    """Return the part of a line that names a committee, less the council and the date."""
    parts = re.split(r"\s*[,–|]\s*|\s+-\s+", _without_date(text))
    named = next((part for part in parts if _COMMITTEE.search(part)), "")
    named = re.sub(
        r"^(?:draft )?(?:minutes|agenda|report)s? (?:of|for|to) (?:the )?", "", named, flags=re.I
    )
    return _cased(named).strip(" -–:,")


def _without_date(text: str) -> str:
    for form in (_LONG_DATE, _SHORT_DATE):
        text = form.sub("", text)
    text = re.sub(
        r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b,?", "", text, flags=re.IGNORECASE
    )
    return " ".join(text.split()).strip(" -–:,")


def _published(document: Document, front: Sequence[_Line], name: str) -> Finding | None:
    for line in front:
        if _DATE_LABEL.match(line.text) and (day := first_date(line.text)):
            return Finding("published", day.isoformat(), f"the label on {line.where}", "sure")
    for line in front:
        # A date that is a line of its own may stand on an inner title page.
        alone = line.first or not _without_date(line.text)
        if alone and _is_dateline(line.text) and (day := first_date(line.text)):
            return Finding("published", day.isoformat(), line.where, "likely")
    for head in document.heads:
        if day := first_date(head):
            return Finding("published", day.isoformat(), "the page heads", "likely")
    for match in _ISO_DATE.finditer(name):
        if day := _day(match.group(1), match.group(2), match.group(3)):
            return Finding("published", day.isoformat(), "the file's name", "likely")
    for line in front:
        if line.first and (day := first_date(line.text)):
            return Finding(
                "published", day.isoformat(), f"the first date on {line.where}", "a guess"
            )
    return None


def first_date(text: str) -> date | None:
    """Return the first full date in a text that a calendar has, None where there is none."""
    for match in _LONG_DATE.finditer(text):
        month = next(
            number
            for number, known in enumerate(_MONTHS, 1)
            if known.startswith(match.group(2).lower()[:3])
        )
        if day := _day(match.group(3), month, match.group(1)):
            return day
    for match in _SHORT_DATE.finditer(text):
        year = match.group(3) if len(match.group(3)) == 4 else f"20{match.group(3)}"
        if day := _day(year, match.group(2), match.group(1)):
            return day
    return None


def _day(year: str | int, month: str | int, number: str | int) -> date | None:
    try:
        return date(int(year), int(month), int(number))
    except ValueError:
        return None


def _is_dateline(text: str) -> bool:
    """Whether a line is there for its date: little else stands in it."""
    return first_date(text) is not None and len(_without_date(text).split()) <= 8


def _agenda_item(document: Document, front: Sequence[_Line]) -> Finding | None:
    for head in document.heads:
        if _ITEM_LINE.match(head) and (item := _ITEM.search(head)):
            return Finding("agenda_item", item.group(1), "the page heads", "sure")
    for line in front:
        if line.first and _ITEM_LINE.match(line.text) and (item := _ITEM.search(line.text)):
            return Finding("agenda_item", item.group(1), line.where, "sure")
    return None


def _status(front: Sequence[_Line]) -> Finding | None:
    for line in front:
        if label := _STATUS_LABEL.match(line.text):
            return Finding("status", label.group(1).strip().lower(), line.where, "sure")
        if mark := _STATUS_LINE.match(line.text):
            return Finding("status", mark.group(1).lower(), line.where, "likely")
    return None


def _kind(title: Finding | None, front: Sequence[_Line]) -> Finding | None:
    texts = ([title.value] if title else []) + [line.text for line in front if line.heading][:4]
    for text in texts:
        for kind, form in _KINDS:
            if form.search(text):
                return Finding("kind", kind, "the title", "a guess")
    return None


def _cased(text: str) -> str:
    """Return words written in capitals as names are written; others as they are."""
    if not text.isupper():
        return text
    small = {"of", "and", "the", "for", "on", "upon", "in"}
    words = [word.capitalize() for word in text.lower().split()]
    return " ".join(
        word.lower() if place and word.lower() in small else word
        for place, word in enumerate(words)
    )
