"""Papers set as PDF in many looks: columns, heads, hyphens, merged cells, footnotes, watermarks."""

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from pile_papers import Part, Plan, sentence
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas


@dataclass(frozen=True, slots=True)
class Look:
    """How a paper is set; everything that programs differ in."""

    font: str
    size: float
    leading: float
    space: float
    columns: int
    wide: bool
    justified: bool
    hyphens: bool
    hanging: bool
    head: bool
    foot: str
    printed_from: int
    watermark: bool
    contents: bool
    notes: bool
    ruled: bool
    by_word: bool
    heads_bold: bool

    @classmethod
    def of(cls, chance: random.Random) -> "Look":
        """Return a look drawn by chance."""
        columns = 2 if chance.random() < 0.25 else 1
        size = chance.choice((10, 11, 12)) if columns == 1 else 9.5
        return cls(
            font=chance.choice(("Helvetica", "Times-Roman")),
            size=size,
            leading=size * chance.choice((1.15, 1.25, 1.5)),
            space=size * chance.choice((0.6, 1.0)),
            columns=columns,
            wide=chance.random() < 0.15,
            justified=chance.random() < 0.4,
            hyphens=chance.random() < 0.3,
            hanging=chance.random() < 0.75,
            head=chance.random() < 0.7,
            foot=chance.choice(("", "{}", "Page {} of {}", "- {} -", "Page {}")),
            printed_from=chance.choice((1, 1, 1, 43, 7)),
            watermark=chance.random() < 0.2,
            contents=chance.random() < 0.25,
            notes=chance.random() < 0.3,
            ruled=chance.random() < 0.7,
            by_word=chance.random() < 0.2,
            heads_bold=chance.random() < 0.7,
        )

    @property
    def bold(self) -> str:
        return {"Helvetica": "Helvetica-Bold", "Times-Roman": "Times-Bold"}[self.font]


@dataclass(slots=True)
class Set:
    """A paper as set: its bytes, the page on which each locator begins, its number of pages.

    `bare` are the rows whose first cell only its place above gives away: no line shows that it
    reaches over them.
    """

    raw: bytes
    pages: dict[str, int]
    count: int
    bare: set[str]


def as_pdf(plan: Plan, seed: int) -> Set:
    """Return a paper as PDF."""
    chance = random.Random(seed * 7 + 1)
    look = Look.of(chance)
    if plan.style == "7 bare":
        # A number without a dot is one only by standing apart.
        look = Look(**{name: getattr(look, name) for name in look.__slots__} | {"hanging": True})
    # The number of pages stands in the feet, so it must be known before.
    count = _Press(look, random.Random(seed), plan, 0).run().count
    return _Press(look, random.Random(seed), plan, count).run()


_BREAKS = ("placements", "weekends", "independent", "explains", "volunteers", "housing", "training")


@dataclass(slots=True)
class _Press:
    """Sets one paper from top to bottom."""

    look: Look
    chance: random.Random
    plan: Plan
    count: int
    page: int = 0
    column: int = 0
    y: float = 0.0
    top: float = 0.0
    where: dict[str, int] = field(default_factory=dict)
    noted: list[str] = field(default_factory=list)
    notes: int = 0
    bare: set[str] = field(default_factory=set)
    out: io.BytesIO = field(default_factory=io.BytesIO)
    canvas: Canvas = field(init=False)

    def run(self) -> Set:
        """Set the whole paper."""
        self.size = landscape(A4) if self.look.wide else A4
        self.canvas = Canvas(self.out, pagesize=self.size, invariant=True)
        self._new_page()
        self._front()
        for part in self.plan.parts:
            self._part(part)
        self._end_page()
        self.canvas.save()
        return Set(self.out.getvalue(), self.where, self.page, self.bare)

    size: tuple[float, float] = A4

    # -- the page

    def _new_page(self) -> None:
        self.page += 1
        self.column = 0
        self.noted = []
        width, height = self.size
        self.top = self.y = height - 80
        if self.look.watermark:
            self.canvas.saveState()
            self.canvas.setFont("Helvetica", 70)
            self.canvas.setFillGray(0.85)
            self.canvas.translate(width / 4, height / 4)
            self.canvas.rotate(45)
            self.canvas.drawString(0, 0, "DRAFT")
            self.canvas.restoreState()
        self.canvas.setFont(self.look.font, 9)
        if self.look.head:
            self.canvas.drawString(60, height - 40, f"{self.plan.council} Council")
            self.canvas.drawRightString(width - 60, height - 40, self.plan.title)
        if self.look.foot:
            printed = self.page + self.look.printed_from - 1
            last = self.count + self.look.printed_from - 1
            self.canvas.drawCentredString(width / 2, 30, self.look.foot.format(printed, last))

    def _end_page(self) -> None:
        y = 62 + 9 * len(self.noted)
        for note in self.noted:
            self.canvas.setFont(self.look.font, 7.5)
            self.canvas.drawString(60, y, note)
            y -= 9
        self.canvas.showPage()

    @property
    def _bottom(self) -> float:
        return 76 + 9 * len(self.noted) + (9 if self.look.notes else 0)

    @property
    def _left(self) -> float:
        return 60 + self.column * (self._width + 24)

    @property
    def _width(self) -> float:
        whole = self.size[0] - 120
        return whole if self.look.columns == 1 else (whole - 24) / 2

    def _room(self, height: float) -> None:
        """Go on in the next column or on the next page where there is not so much room left."""
        if self.y - height >= self._bottom:
            return
        if self.column + 1 < self.look.columns:
            self.column += 1
            self.y = self.top
            return
        self._end_page()
        self._new_page()

    # -- the parts

    def _front(self) -> None:
        self._heading(self.plan.title, 17)
        self._paragraph(Part("plain", f"{self.plan.council} Council"))
        self._paragraph(Part("plain", "3 June 2024"))
        if self.look.contents:
            self._heading("Contents", self.look.size + 3)
            for part in self.plan.parts:
                if part.kind == "heading":
                    words = f"{part.number} {part.text}".strip()
                    self._room(self.look.leading)
                    dots = "." * int((self._width - 30 - self._wide(words)) / self._wide("."))
                    self._line(self._left, f"{words} {dots} {self.chance.randint(1, 20)}")
            self._end_page()
            self._new_page()
        elif self.look.columns == 2:
            self.top = self.y

    def _part(self, part: Part) -> None:
        if part.kind == "break":
            self._end_page()
            self._new_page()
        elif part.kind == "heading":
            self._heading(part.text, self.look.size + (0 if self.look.heads_bold else 3),
                          part.number)  # fmt: skip
        elif part.kind == "table":
            self._table(part)
        elif part.depth < 0:
            self._heading(part.text, self.look.size)
        else:
            self._paragraph(part)
            if self.look.notes and self.chance.random() < 0.08 and len(self.noted) < 4:
                self.notes += 1
                self.noted.append(f"{self.notes} {sentence(self.chance)}")

    def _heading(self, text: str, size: float, number: str = "") -> None:
        words = f"{number}  {text}".strip()
        lines = self._wrapped(words, self._width, self.look.bold, size, False)
        self._room(len(lines) * size * 1.2 + 3 * self.look.leading)
        self.y -= 0.6 * size
        for line in lines:
            self._line(self._left, line, self.look.bold, size, size * 1.2)
        self.y -= self.look.space

    def _paragraph(self, part: Part) -> None:
        look = self.look
        step = 2.6 * look.size
        left = step * part.depth
        if part.number and look.hanging:
            indent = left + max(step, self._wide(part.number) + 1.4 * look.size)
            lines = self._wrapped(part.text, self._width - indent)
        else:
            indent = left
            words = f"{part.number} {part.text}" if part.number else part.text
            lines = self._wrapped(words, self._width - indent)
        self._room(look.leading * min(2, len(lines)))
        if part.locator and part.kind != "reply":
            self.where.setdefault(part.locator, self.page)
        if part.number and look.hanging:
            self._line(self._left + left, part.number, down=0)
        for place, line in enumerate(lines):
            self._room(look.leading)
            full = look.justified and place + 1 < len(lines)
            self._line(self._left + indent, line, fill=self._width - indent if full else 0)
        self.y -= look.space

    def _line(
        self,
        x: float,
        text: str,
        font: str = "",
        size: float = 0,
        down: float = -1,
        fill: float = 0,
    ) -> None:
        font, size = font or self.look.font, size or self.look.size
        gap = 0.0
        wide = stringWidth(text, font, size)
        if fill and text.count(" ") and fill - wide < 0.25 * fill:
            gap = (fill - wide) / text.count(" ")
        self.canvas.setFont(font, size)
        if self.look.by_word or gap:
            for word in text.split(" "):
                self.canvas.drawString(x, self.y, word)
                x += stringWidth(word + " ", font, size) + gap
        else:
            self.canvas.drawString(x, self.y, text)
        self.y -= self.look.leading if down < 0 else down

    def _wide(self, text: str) -> float:
        return float(stringWidth(text, self.look.font, self.look.size))

    def _wrapped(
        self, text: str, width: float, font: str = "", size: float = 0, hyphens: bool = True
    ) -> list[str]:
        font, size = font or self.look.font, size or self.look.size
        lines = [""]
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            if stringWidth(longer, font, size) <= width:
                lines[-1] = longer
            elif hyphens and self.look.hyphens and word.strip(".,") in _BREAKS:
                half = f"{lines[-1]} {word[:5]}-".strip()
                if stringWidth(half, font, size) <= width:
                    lines[-1] = half
                    lines.append(word[5:])
                else:
                    lines.append(word)
            else:
                lines.append(word)
        return lines

    # -- tables

    def _table(self, part: Part) -> None:
        look = self.look
        if look.columns == 2 and self.column == 0 and self.y < self.top:
            self._room(self.y)
        width = self._width / len(part.rows[0])
        cells = [
            [self._wrapped(cell, width - 14, hyphens=False) for cell in row] for row in part.rows
        ]
        heights = self._heights(part, cells)
        self._room(sum(heights) + 3 * look.leading)
        self._line(self._left, part.text)
        self.where[part.locator] = self.page
        top = self.y + look.leading - 6
        for place, row in enumerate(cells):
            self.where[f"{part.locator}, row {place + 1}"] = self.page
            over = _over(part, place)
            if not look.ruled and over:
                self.bare.add(f"{part.locator}, row {place + 1}")
            for number, cell in list(enumerate(row))[over:]:
                self.y = top - look.size - 1
                for line in cell:
                    self._line(self._left + number * width + 5, line)
            if look.ruled:
                self._rules(top, heights[place], width, over)
            top -= heights[place]
        if look.ruled:
            self.canvas.line(self._left, top, self._left + self._width, top)
        self.y = top - 2 * look.leading

    def _heights(self, part: Part, cells: list[list[list[str]]]) -> list[float]:
        look = self.look
        heights: list[float] = []
        for place, row in enumerate(cells):
            over = _over(part, place)
            own = max(len(cell) for cell in row[over:])
            heights.append(own * look.leading + (6 if look.ruled else 0.7 * look.leading))
            if over:
                # A merged cell must fit into the rows that it reaches over.
                needed = len(row[0]) * look.leading + 8
                heights[place] = max(heights[place], needed - heights[place - 1])
        return heights

    def _rules(self, top: float, height: float, width: float, over: bool) -> None:
        self.canvas.line(self._left + over * width, top, self._left + self._width, top)
        for wall in range(round(self._width / width) + 1):
            x = self._left + wall * width
            self.canvas.line(x, top, x, top - height)


def _over(part: Part, place: int) -> bool:
    """Whether the first cell of a row is that of the row above, reaching over both."""
    rows: Sequence[tuple[str, ...]] = part.rows
    return part.merged and place > 1 and rows[place][0] == rows[place - 1][0]
