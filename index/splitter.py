"""Walk a paper's blocks and know where in it one stands: which item, point, table or question."""

import re
from collections import Counter
from dataclasses import dataclass, field

from index import patterns
from index.drafts import Draft, Trail
from index.numbers import (
    Appendix,
    bare_number,
    fits_decimal,
    fits_integer,
    follows,
    heading_number,
)
from index.readers.block import PLAIN_LEVEL, RUN_IN_LEVEL, TITLE_LEVEL, Block

FRONT_PAGE = "Front page"
_SHORT_WORDS = 25
"""An unnumbered paragraph of fewer words ("All.", an address line) joins the one before it."""
_TITLE_PAGE_WORDS = 15
_CAPTION_WORDS = 30
_HEADING_WORDS = 24


@dataclass(slots=True)
class Splitter:
    """Walks the blocks once and knows where in the paper it stands, and which numbers that stand
    alone on their line are still to come.
    """

    ahead: Counter[str]
    bare: frozenset[int] = frozenset()
    drafts: list[Draft] = field(default_factory=list)
    trail: Trail = field(default_factory=Trail)
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
    anchor: str = ""
    in_numbered: bool = False
    question: Draft | None = None
    question_level: int = TITLE_LEVEL
    appendix: Appendix = field(default_factory=Appendix)
    decimal: str = ""
    table: str = ""
    tables: Counter[str] = field(default_factory=Counter)
    after_row: bool = False
    paragraphs: Counter[int] = field(default_factory=Counter)
    base: str = ""
    used: set[str] = field(default_factory=set)

    def take(self, block: Block, follower: Block | None) -> None:
        """Add one block to the passages."""
        if block.kind == "paragraph" and block.page:
            self.paragraphs[block.page] += 1
        if self._named(block, follower):
            pass
        elif block.kind == "heading":
            self._heading(block, follower)
        elif block.kind == "label":
            self._label(block)
        elif block.kind == "row":
            self._row(block)
        elif block.kind == "marker":
            self.ahead[block.text] -= 1
            self._marker(block)
        else:
            self._text(block)
        self.after_row = block.kind == "row"

    def _named(self, block: Block, follower: Block | None) -> bool:
        """Whether the block was a named place ("Question 3", "(Item 4)") or belongs to a question
        that is open.
        """
        if question := patterns.QUESTION.match(block.text):
            self._leave_section()
            self._start(f"Question {question.group(1)}", block, "")
            self.question = self.drafts[-1]
            self.question_level = min(block.level or TITLE_LEVEL, TITLE_LEVEL - 1)
            return True
        if self.question and self._belongs_to_question(block):
            if patterns.ANSWER.match(block.text) and not self.question.locator.endswith("reply"):
                self.question.locator += " and reply"
            self.question.paragraphs.append(block.text)
            return True
        self.question = None
        if item := patterns.ITEM.match(block.text):
            self._leave_section()
            self.appendix.leave()
            self.anchor = self.section = f"Item {item.group(1) or item.group(2)}"
            return True
        if recommendation := patterns.RECOMMENDATION.match(block.text):
            return self._recommendation(recommendation, block)
        table = patterns.TABLE.match(block.text)
        leads_rows = follower is not None and follower.kind == "row" and block.kind != "row"
        if table and leads_rows and len(block.text.split()) <= _CAPTION_WORDS:
            self.table, self.rows = f"Table {table.group(1)}", 0
            self._start(self.table, block)
            return True
        return False

    def _belongs_to_question(self, block: Block) -> bool:
        if block.kind == "label" and patterns.FOOTNOTE.search(block.text):
            return False
        within = block.kind != "heading" or block.level > self.question_level
        return within or bool(patterns.ANSWER.match(block.text))

    def _recommendation(self, match: re.Match[str], block: Block) -> bool:
        words = block.text.split()
        name = f"Recommendation {match.group(1)}"
        if block.kind == "bullet" or block.kind == "row":
            return False
        self._leave_section()
        self.anchor = self.section = name
        self.opened = True
        if len(words) <= _HEADING_WORDS and words[-1][-1] not in ".;":
            self.trail.descend(min(block.level or TITLE_LEVEL, TITLE_LEVEL), block.text)
        else:
            self._start(name, block, block.text[match.end() :] or block.text)
        return True

    def _leave_section(self) -> None:
        self.item = self.item_title = self.point = self.lead = self.anchor = self.base = ""
        self.integer = self.bullets = self.rows = 0
        self.table = self.decimal = ""

    def _row(self, block: Block) -> None:
        captioned = self.table.startswith("Table") and self.rows == 0
        if not self.after_row and not captioned:
            self.rows = 0
            where = f"Page {block.page}, table" if block.page else f"{self.section} table"
            self.tables[where] += 1
            count = self.tables[where]
            self.table = f"{where} {count}" if block.page or count > 1 else where
        self.rows += 1
        self._start(f"{self.table}, row {self.rows}", block)

    def _heading(self, block: Block, follower: Block | None) -> None:
        if block.level == RUN_IN_LEVEL:
            self.trail.descend(block.level, block.text)
            return
        leads_heading = follower is None or follower.kind == "heading"
        childless = follower is None or (leads_heading and follower.level <= block.level)
        by_looks = bool(block.page) or block.level == PLAIN_LEVEL
        number = heading_number(block.text, self.decimal, strict=by_looks)
        if not number and (childless or (leads_heading and not self._in_body())):
            self._title_line(block)
            return
        if patterns.ASKED_BY.match(block.text) and not self._in_body():
            self._title_line(block)
        # A number tells the depth better than the looks, which conversions often get wrong.
        self.trail.descend(number.count(".") + 1 if number else block.level, block.text)
        begins_item = follower is not None and patterns.ITEM.match(follower.text)
        if self.anchor and not number and not begins_item and block.level >= TITLE_LEVEL:
            # A heading within an item or a recommendation does not end it.
            self.base = ""
            return
        self.anchor = self.base = self.table = ""
        self.decimal = number or self.decimal
        if not number:
            self.appendix.enter(block.text, block.level)
        elif self.bare and number.isdigit():
            self.integer = int(number)
        self.section = self.appendix.place(number) if number else block.text.rstrip(":")
        self.in_numbered = bool(number)
        if patterns.RECOMMENDATIONS.match(self.section):
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
        if block.page:
            self.paragraphs[block.page] += 1
        if self._in_body():
            self._unnumbered(block)
        elif self.drafts and self.drafts[-1].locator == FRONT_PAGE:
            self.drafts[-1].paragraphs.append(block.text)
        else:
            self._start(FRONT_PAGE, block)

    def _label(self, block: Block) -> None:
        """A label opens a part of its own: those present, a resolution, replies, a signature."""
        if patterns.REPLY.match(block.text):
            self.replies = block.text
            self.integer = 0
            return
        if patterns.RESOLVED.match(block.text):
            place = self.item if self.point else ""
            if not self.item and (self.anchor or self.in_numbered):
                place = self.section
            if place:
                self.trail.leave_run_in()
                self._start(f"{place} RESOLVED", block)
                self.drafts[-1].numbered = True
                self.point = "RESOLVED"
            elif self.drafts:
                self.drafts[-1].paragraphs.append(block.text)
            return
        self.section = (
            block.text.strip(".:").title() if block.text.isupper() else block.text.strip(".:")
        )
        self.trail.leave()
        self.item = self.item_title = self.point = self.anchor = ""
        self.bullets = 0
        self.in_numbered = True

    def _marker(self, block: Block) -> None:
        """A number alone on its line: an item or a point if it fits, else a broken line."""
        integer = patterns.INTEGER.match(block.text)
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
        decimal = patterns.DECIMAL.match(text)
        if decimal and (not block.page or fits_decimal(decimal.group(1), self.decimal)):
            self.decimal = decimal.group(1)
            self._item(self.appendix.place(decimal.group(1)), text[decimal.end() :], block)
        elif (integer := patterns.INTEGER.match(text)) and self._starts_item(
            int(integer.group(1)), block, marker
        ):
            self._integer(integer, text[integer.end() :], block, bool(marker))
        elif self.bare and (number := bare_number(text)) in self.bare and number > self.integer:
            self._item(self.appendix.place(str(number)), text.partition(" ")[2].lstrip(), block)
            self.integer = number
        elif (lettered := self.appendix.lettered_number(text))[0]:
            self._item(lettered[0], text[lettered[1] :], block)
        elif (point := patterns.POINT.match(text)) and (self.item or self.section != FRONT_PAGE):
            self._point(point.group(1), text[point.end() :], block)
        elif (dotted := patterns.DOTTED_POINT.match(text)) and self._is_point(dotted.group(1)):
            self._point(dotted.group(1), text[dotted.end() :], block)
        elif block.kind == "bullet":
            self.bullets += 1
            above = self.item or self.base or (self._page_place(block) if block.page else "")
            self._start(f"{above or self.section}, bullet {self.bullets}", block)
        else:
            self._unnumbered(block)

    def _starts_item(self, number: int, block: Block, marker: str) -> bool:
        """Whether "7." opens an item: a wrapped line may begin with a number that belongs to its
        sentence.
        """
        fits = number == self.integer + 1
        if block.page and not fits_integer(number, self.integer):
            return False
        return block.loose or block.kind == "bullet" or bool(marker) or fits

    def _integer(self, match: re.Match[str], text: str, block: Block, alone: bool) -> None:
        number, mark = int(match.group(1)), match.group(2)
        # Numbers that begin anew below this heading are those of the recommendations.
        is_recommendation = self.section == "Recommendations" and (
            mark == ")" or number == 1 or (self.point.isdigit() and number == int(self.point) + 1)
        )
        if mark == ")" or is_recommendation:
            name = "Recommendation" if is_recommendation else ""
            self.point = str(number)
            if name:
                self._start(f"{name} {number}", block, text)
            else:
                self._start(f"{self.item or self.section}({number})", block, text)
            return
        place = self.appendix.place(str(number))
        self._item(f"{self.anchor}, {number}" if self.anchor else place, text, block)
        self.integer = number
        if alone:
            self.item_title = re.split(r"(?<=\.)\s", text, maxsplit=1)[0]

    def _item(self, locator: str, text: str, block: Block) -> None:
        self.trail.leave_run_in()
        self.item, self.item_title, self.point, self.bullets = locator, "", "", 0
        self.lead = text
        self._start(locator, block, text)
        self.drafts[-1].numbered = True
        self.drafts[-1].reply = self.replies

    def _is_point(self, name: str) -> bool:
        """Whether "a." opens a point: an initial or an abbreviation ends in a dot as well."""
        return bool(self.item) and follows(self.point, name)

    def _point(self, name: str, text: str, block: Block) -> None:
        if self.point == "RESOLVED":
            self.drafts[-1].paragraphs.append(f"{name}) {text}")
            return
        self.point = name if follows(self.point, name) else self.point
        if self.point != name:
            self._continue(f"{name}) {text}")
            return
        self._start(f"{self.item or self.base or self.section}({name})", block, text)

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
            self.trail.leave()
            self._start(label.group(1), block)
        elif self._joins(block):
            self.drafts[-1].paragraphs.append(block.text)
        else:
            place = self._place(block)
            if block.page:
                self.base = place
                self.bullets = 0
                self.point = ""
            self._start(place, block)
            self.lead = block.text

    def _place(self, block: Block) -> str:
        """Return the locator of a paragraph without a number."""
        if not block.page or (self.section == FRONT_PAGE and self._is_title_page(block)):
            return self.section
        if self.anchor or self.in_numbered:
            first = self.section not in self.used
            page = self._page_place(block)
            return self.section if first else f"{self.section}, {page[0].lower()}{page[1:]}"
        return self._page_place(block)

    def _page_place(self, block: Block) -> str:
        """Return the page and which of the paragraphs that begin on it; the page alone for none."""
        number = self.paragraphs[block.page or 0]
        return f"Page {block.page}, paragraph {number}" if number else f"Page {block.page}"

    def _joins(self, block: Block) -> bool:
        if self.opened or not self.drafts or self.drafts[-1].locator != self.section:
            return False
        if self.section == FRONT_PAGE:
            return self._is_title_page(block)
        if self.section.startswith("Recommendation "):
            # What answers a recommendation is said by somebody else.
            return False
        return len(block.text.split()) < _SHORT_WORDS

    def _is_title_page(self, block: Block) -> bool:
        """Whether words above all headings belong to the title page and are no paragraph yet."""
        if not block.page:
            return True
        first = self.drafts[0].page if self.drafts else block.page
        return block.page == first and len(block.text.split()) < _TITLE_PAGE_WORDS

    def _breaks_off(self, text: str) -> bool:
        """Whether the paragraph before goes on here, a page break between."""
        before = self.drafts[-1].paragraphs[-1]
        return text[0].islower() and before[-1] not in ".!?:;"

    def _continue(self, text: str) -> None:
        if self.drafts:
            self.drafts[-1].paragraphs[-1] += f" {text}"

    def _start(self, locator: str, block: Block, text: str | None = None) -> None:
        heading = self.trail.words() if locator != FRONT_PAGE else []
        if self.item_title and locator != self.item:
            heading.insert(len(heading) - self.trail.runs_in(), self.item_title)
        below = locator.startswith(f"{self.item or self.section}") and locator != (
            self.item or self.section
        )
        if below and self.lead.endswith(":") and not patterns.POINTS_RAISED.search(self.lead):
            heading.append(re.split(r"(?<=[.!?])\s+", self.lead)[-1])
        words = block.text if text is None else text
        self.opened = False
        self.used.add(locator)
        self.drafts.append(Draft(locator, tuple(heading), [words] if words else [], block.page))
