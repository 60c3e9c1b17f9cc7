"""Split a paper's blocks into passages, each under the locator by which a reader finds it in the
paper.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from index.readers.block import RUN_IN_LEVEL, Block

FRONT_PAGE = "Front page"
_SHORT_WORDS = 25
"""An unnumbered paragraph below this many words ("All.", an address line) joins the one before it.
"""

_NUMBER = re.compile(r"^[“\"]?(\d{1,3}(?:\.\d{1,3})*)[.)]?(?:\s+|$)")
_DECIMAL = re.compile(r"^(\d{1,2}(?:\.\d{1,3})+)\.?\s+(?=[^\W\d_a-z]|[“‘\"'(])")
_INTEGER = re.compile(r"^[“\"]?(\d{1,3})([.)])(?:\s+|$)")
_POINT = re.compile(r"^\(?([ivxl]{1,6}|[a-z])\)(?:\s+|$)")
_ROMANS = dict(i=1, v=5, x=10, l=50)
_REPLY = re.compile(r"^(?:reply|response|answer)\b", re.IGNORECASE)
_RESOLVED = re.compile(r"^resolved\b", re.IGNORECASE)
_RECOMMENDATIONS = re.compile(r"^recommendation(?:s|/s|\(s\))$", re.IGNORECASE)
_ASKED_BY = re.compile(r"^questions? (?:asked )?(?:by|from)\b", re.IGNORECASE)
_POINTS_RAISED = re.compile(r"following (?:points|comments|issues|matters) (?:were|was) \w+:$")
_ORDINALS = ("", "", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")


@dataclass(frozen=True, slots=True)
class Passage:
    """What we quote: the words of one numbered place in a paper.

    `paper` is the paper's id, `locator` says where in it ("2.10", "54(v)"), `heading` is the trail
    of headings above it with, for a point, the words that lead into the list. `source` tells
    whether `text` is the paper's own or our summary of it; `summary` is our summary of the same
    passage, if there is one, and `asked` are questions it answers as staff would put them.
    """

    paper: str
    locator: str
    heading: tuple[str, ...]
    text: str
    page: int | None = None
    source: str = "paper"
    summary: str = ""
    asked: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Which passage this is; the same when its words change."""
        return f"{self.paper}#{self.locator}"

    @property
    def digest(self) -> str:
        """Which words these are: 16 hex digits of SHA-256, white space collapsed."""
        return hashlib.sha256(" ".join(self.text.split()).encode()).hexdigest()[:16]


def split(paper: str, blocks: Sequence[Block]) -> list[Passage]:
    """Return a paper's passages in reading order, every locator different."""
    splitter = _Splitter(ahead=Counter(block.text for block in blocks if block.kind == "marker"))
    for block, follower in zip_longest(blocks, blocks[1:]):
        splitter.take(block, follower)
    return _told_apart(_questions_with_replies(splitter.drafts), paper)


@dataclass(slots=True)
class _Draft:
    """A passage in the making; its paragraphs may still grow. `reply` is the line that opens the
    replies.
    """

    locator: str
    heading: tuple[str, ...]
    paragraphs: list[str]
    page: int | None
    numbered: bool = False
    reply: str = ""


@dataclass(slots=True)
class _Splitter:
    """Walks the blocks once and knows where in the paper it stands, and which numbers that stand
    alone on their line are still to come.
    """

    ahead: Counter[str]
    drafts: list[_Draft] = field(default_factory=list)
    trail: list[tuple[int, str]] = field(default_factory=list)
    section: str = FRONT_PAGE
    item: str = ""
    item_title: str = ""
    integer: int = 0
    point: str = ""
    bullets: int = 0
    rows: int = 0
    replies: str = ""
    pending: str = ""
    titles: set[str] = field(default_factory=set)
    lead: str = ""
    opened: bool = False

    def take(self, block: Block, follower: Block | None) -> None:
        """Add one block to the passages."""
        if block.kind == "heading":
            self._heading(block, follower)
        elif block.kind == "label":
            self._label(block)
        elif block.kind == "row":
            self.rows += 1
            self._start(f"{self.section} table, row {self.rows}", block)
        elif block.kind == "marker":
            self.ahead[block.text] -= 1
            self._marker(block)
        else:
            self._text(block)

    def _heading(self, block: Block, follower: Block | None) -> None:
        if block.level == RUN_IN_LEVEL:
            self._descend(block.level, block.text)
            return
        leads_heading = follower is None or follower.kind == "heading"
        childless = follower is None or (leads_heading and follower.level <= block.level)
        number = _NUMBER.match(block.text)
        if not number and (childless or (leads_heading and not self._in_body())):
            self._title_line(block)
            return
        if _ASKED_BY.match(block.text) and not self._in_body():
            self._title_line(block)
        # A number tells the depth better than the looks, which conversions often get wrong.
        self._descend(number.group(1).count(".") + 1 if number else block.level, block.text)
        self.section = (number.group(1) if number else block.text).rstrip(":")
        if _RECOMMENDATIONS.match(self.section):
            self.section = "Recommendations"
        self.item = self.item_title = self.point = self.lead = ""
        self.bullets = self.rows = 0
        self.opened = True

    def _in_body(self) -> bool:
        """Whether the title page is behind us: something stands under a heading or a number."""
        return any(not draft.locator.startswith(FRONT_PAGE) for draft in self.drafts)

    def _title_line(self, block: Block) -> None:
        """Keep the words of a heading with nothing below it: on a title page they are the text."""
        if block.text in self.titles:
            return
        self.titles.add(block.text)
        if self._in_body():
            self._unnumbered(block)
        elif self.drafts and self.drafts[-1].locator == FRONT_PAGE:
            self.drafts[-1].paragraphs.append(block.text)
        else:
            self._start(FRONT_PAGE, block)

    def _descend(self, level: int, text: str) -> None:
        while self.trail and self.trail[-1][0] >= level:
            self.trail.pop()
        self.trail.append((level, text))

    def _label(self, block: Block) -> None:
        """A label opens a part of its own: those present, a resolution, replies, a signature."""
        if _REPLY.match(block.text):
            self.replies = block.text
            self.integer = 0
            return
        if _RESOLVED.match(block.text):
            if self.item and self.point:
                self._leave_run_in()
                self._start(f"{self.item} RESOLVED", block)
                self.drafts[-1].numbered = True
                self.point = "RESOLVED"
            elif self.drafts:
                self.drafts[-1].paragraphs.append(block.text)
            return
        self.section = (
            block.text.strip(".:").title() if block.text.isupper() else block.text.strip(".:")
        )
        self.trail = []
        self.item = self.item_title = self.point = ""
        self.bullets = 0

    def _marker(self, block: Block) -> None:
        """A number alone on its line: an item or a point if it fits the sequence, else a broken
        line.
        """
        integer = _INTEGER.match(block.text)
        if integer and not block.loose and not self._continues(int(integer.group(1))):
            self._continue(block.text)
        else:
            self.pending = block.text

    def _continues(self, number: int) -> bool:
        if self.integer:
            return number == self.integer + 1
        return self.ahead[f"{number + 1}."] > 0

    def _text(self, block: Block) -> None:
        marker, self.pending = self.pending, ""
        text = f"{marker} {block.text}" if marker else block.text
        if decimal := _DECIMAL.match(text):
            self._item(decimal.group(1), text[decimal.end() :], block)
        elif (integer := _INTEGER.match(text)) and self._starts_item(
            int(integer.group(1)), block, marker
        ):
            self._integer(integer, text[integer.end() :], block, bool(marker))
        elif (point := _POINT.match(text)) and (self.item or self.section != FRONT_PAGE):
            self._point(point.group(1), text[point.end() :], block)
        elif block.kind == "bullet":
            self.bullets += 1
            self._start(f"{self.item or self.section}, bullet {self.bullets}", block)
        else:
            self._unnumbered(block)

    def _starts_item(self, number: int, block: Block, marker: str) -> bool:
        """Whether "7." opens an item: a wrapped line may begin with a number that belongs to its
        sentence.
        """
        fits = number == self.integer + 1
        return block.loose or block.kind == "bullet" or bool(marker) or fits

    def _integer(self, match: re.Match[str], text: str, block: Block, alone: bool) -> None:
        number, mark = int(match.group(1)), match.group(2)
        if mark == ")":
            name = "Recommendation" if self.section == "Recommendations" else ""
            self.point = str(number)
            if name:
                self._start(f"{name} {number}", block, text)
            else:
                self._start(f"{self.item or self.section}({number})", block, text)
            return
        self._item(str(number), text, block)
        self.integer = number
        if alone:
            self.item_title = re.split(r"(?<=\.)\s", text, maxsplit=1)[0]

    def _item(self, locator: str, text: str, block: Block) -> None:
        self._leave_run_in()
        self.item, self.item_title, self.point, self.bullets = locator, "", "", 0
        self.lead = text
        self._start(locator, block, text)
        self.drafts[-1].numbered = True
        self.drafts[-1].reply = self.replies

    def _leave_run_in(self) -> None:
        """Forget the sub-heading between points: it belongs to the points just read."""
        self.trail = [entry for entry in self.trail if entry[0] != RUN_IN_LEVEL]

    def _point(self, name: str, text: str, block: Block) -> None:
        if self.point == "RESOLVED":
            self.drafts[-1].paragraphs.append(f"{name}) {text}")
            return
        self.point = name if _follows(self.point, name) else self.point
        if self.point != name:
            self._continue(f"{name}) {text}")
            return
        self._start(f"{self.item or self.section}({name})", block, text)

    def _unnumbered(self, block: Block) -> None:
        if self.drafts and self._breaks_off(block.text):
            self._continue(block.text)
        elif self.point == "RESOLVED":
            self.drafts[-1].paragraphs.append(block.text)
        elif self.item and (self.point or self.bullets):
            after = f"({self.point})" if self.point else f"bullet {self.bullets}"
            locator = f"{self.item}, after {after}"
            if self.drafts[-1].locator == locator:
                self.drafts[-1].paragraphs.append(block.text)
            else:
                self._start(locator, block)
        elif self.item and self.drafts[-1].numbered:
            self.drafts[-1].paragraphs.append(block.text)
            self.lead = block.text
        elif "\n" in block.text and (label := re.match(r"^([A-Z][\w ]+):", block.text)):
            self.trail = []
            self._start(label.group(1), block)
        elif self._joins(block.text):
            self.drafts[-1].paragraphs.append(block.text)
        else:
            self._start(self.section, block)
            self.lead = block.text

    def _joins(self, text: str) -> bool:
        if self.opened or not self.drafts or self.drafts[-1].locator != self.section:
            return False
        return len(text.split()) < _SHORT_WORDS or self.section == FRONT_PAGE

    def _breaks_off(self, text: str) -> bool:
        """Whether the paragraph before goes on here, a page break between."""
        before = self.drafts[-1].paragraphs[-1]
        return text[0].islower() and before[-1] not in ".!?:;"

    def _continue(self, text: str) -> None:
        if self.drafts:
            self.drafts[-1].paragraphs[-1] += f" {text}"

    def _start(self, locator: str, block: Block, text: str | None = None) -> None:
        heading = [words for _, words in self.trail if locator != FRONT_PAGE]
        if self.item_title and locator != self.item:
            runs_in = bool(self.trail) and self.trail[-1][0] == RUN_IN_LEVEL
            heading.insert(len(heading) - runs_in, self.item_title)
        below = locator.startswith(f"{self.item or self.section}") and locator != (
            self.item or self.section
        )
        if below and self.lead.endswith(":") and not _POINTS_RAISED.search(self.lead):
            heading.append(re.split(r"(?<=[.!?])\s+", self.lead)[-1])
        words = block.text if text is None else text
        self.opened = False
        self.drafts.append(_Draft(locator, tuple(heading), [words] if words else [], block.page))


def _follows(last: str, name: str) -> bool:
    """Whether point `name` can come after `last`: the next letter or numeral, or a first."""
    if name in ("a", "i"):
        return True
    if len(name) == 1 and len(last) == 1 and ord(name) == ord(last) + 1:
        return True
    return bool(last) and set(last) <= set(_ROMANS) and _roman(name) == _roman(last) + 1


def _roman(numeral: str) -> int:
    """Return the value of a Roman numeral of the letters i, v, x, l; 0 if it is none."""
    if not set(numeral) <= set(_ROMANS):
        return 0
    values = [_ROMANS[letter] for letter in numeral]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(value if value >= following else -value for value, following in pairs)


def _questions_with_replies(drafts: list[_Draft]) -> list[_Draft]:
    """Return the drafts with each numbered question and the reply of the same number made one."""
    replies = {draft.locator: draft for draft in drafts if draft.reply}
    if not replies:
        return drafts
    joined = []
    for draft in drafts:
        if draft.reply:
            continue
        reply = replies.pop(draft.locator, None) if draft.numbered else None
        if reply:
            draft.locator = f"Question {draft.locator} and reply"
            draft.paragraphs += [reply.reply, *reply.paragraphs]
        joined.append(draft)
    for draft in replies.values():
        draft.locator = f"Reply {draft.locator}"
    return joined + list(replies.values())


def _told_apart(drafts: list[_Draft], paper: str) -> list[Passage]:
    """Return the drafts as passages; a locator used again is told apart as "3.4 (second)"."""
    uses: Counter[str] = Counter()
    passages = []
    for draft in drafts:
        text = "\n".join(draft.paragraphs).strip()
        if not text:
            continue
        uses[draft.locator] += 1
        use = uses[draft.locator]
        ordinal = _ORDINALS[use] if use < len(_ORDINALS) else f"no. {use}"
        locator = draft.locator if use == 1 else f"{draft.locator} ({ordinal})"
        passages.append(Passage(paper, locator, draft.heading, text, draft.page))
    return passages
