"""From the words of a page to its lines in the order in which a person reads them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from index.readers.pdf_page import Page, Word
from index.readers.pdf_table import Table, tables

MARKER = re.compile(
    r"^[“\"]?(?:\d{1,2}(?:\.\d{1,3}){1,3}\.?|\d{1,3}[.)]|\(?[a-zA-Z][.)]|\(?[ivxl]{1,6}[.)]"
    r"|\(\d{1,2}\))$"
)
BULLET = re.compile(r"^[•●▪◦○■□➢✓–\-*o]$")
_BREAK = 1.3
"""A gap of this many times the size of the letters ends a piece of a line."""
_LEADERS = re.compile(r"(?:\.\s?){5,}\s*\d{0,4}$|…{2,}\s*\d{0,4}$")
_FEW = 5


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, or a row of a table (then `text` holds cells joined by a tab).

    `pieces` are the places (left, right) of what wide gaps separate; `edge` is where the lines of
    its column end.
    """

    text: str
    page: int
    left: float
    top: float
    right: float
    bottom: float
    size: float
    bold: bool
    edge: float
    pieces: int = 1
    row: bool = False
    column: int = 0


@dataclass(slots=True)
class _Piece:
    """Words that stand close together on one line."""

    words: list[Word]

    @property
    def left(self) -> float:
        return self.words[0].left

    @property
    def right(self) -> float:
        return self.words[-1].right

    @property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    @property
    def middle(self) -> float:
        return median(word.middle for word in self.words)

    @property
    def size(self) -> float:
        return median(word.size for word in self.words)

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


def lines_of(page: Page) -> list[Line]:
    """Return a page's lines and table rows in reading order."""
    found, words = tables(page)
    pieces = _pieces(words)
    ordered: list[Line] = []
    above = 0.0
    for table in sorted(found, key=lambda table: table.top):
        ordered += _flow([p for p in pieces if above <= p.middle < table.top], page)
        # Words beside a table stay in the flow, after it.
        above = table.top
        ordered += _rows(table, page)
    ordered += _flow([p for p in pieces if p.middle >= above], page)
    return [line for line in ordered if not _LEADERS.search(line.text)]


def _pieces(words: Iterable[Word]) -> list[_Piece]:
    """Return the words as pieces of lines, each from left to right."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.middle, word.left)):
        height = max(word.bottom - word.top, 1.0)
        for line in reversed(lines[-6:]):
            if abs(line[0].middle - word.middle) < 0.4 * min(height, line[0].bottom - line[0].top):
                line.append(word)
                break
        else:
            lines.append([word])
    pieces: list[_Piece] = []
    for line in lines:
        line.sort(key=lambda word: word.left)
        pieces.append(_Piece([line[0]]))
        for before, word in pairwise(line):
            if word.left - before.right > _BREAK * max(before.size, word.size):
                pieces.append(_Piece([word]))
            else:
                pieces[-1].words.append(word)
    return pieces


def _flow(pieces: Sequence[_Piece], page: Page) -> list[Line]:
    lines: list[Line] = []
    for number, column in enumerate(_columns(list(pieces))):
        edge = max(piece.right for piece in column)
        rows = [list(row) for row in _same_line(column)]
        tabular = _tabular(rows)
        for row, is_row in zip(rows, tabular, strict=True):
            text = ("\t" if is_row else " ").join(piece.text for piece in row)
            words = [word for piece in row for word in piece.words]
            lines.append(
                Line(
                    text=text,
                    page=page.number,
                    left=row[0].left,
                    top=min(piece.top for piece in row),
                    right=row[-1].right,
                    bottom=max(piece.bottom for piece in row),
                    size=_size(words),
                    bold=all(word.bold for word in words),
                    edge=edge,
                    pieces=len(row),
                    row=is_row,
                    column=number,
                )
            )
    return lines


def _columns(pieces: list[_Piece]) -> list[list[_Piece]]:
    """Return the pieces by column in reading order; a piece across both columns ends a band."""
    gutter = _gutter(pieces)
    if gutter is None:
        return [pieces] if pieces else []
    columns: list[list[_Piece]] = []
    band: list[_Piece] = []

    def finish() -> None:
        left = [piece for piece in band if piece.right <= gutter]
        right = [piece for piece in band if piece.right > gutter]
        columns.extend(part for side in (left, right) for part in _columns(side) if part)
        band.clear()

    for piece in sorted(pieces, key=lambda piece: piece.middle):
        if piece.left < gutter < piece.right:
            finish()
            columns.append([piece])
        else:
            band.append(piece)
    finish()
    return _joined_spans(columns, gutter)


def _joined_spans(columns: list[list[_Piece]], gutter: float) -> list[list[_Piece]]:
    """Return the columns with consecutive pieces that cross the gutter made one."""
    joined: list[list[_Piece]] = []
    for crosses, group in groupby(
        columns, key=lambda column: len(column) == 1 and column[0].left < gutter < column[0].right
    ):
        parts = list(group)
        joined += [[piece for column in parts for piece in column]] if crosses else parts
    return joined


def _gutter(pieces: Sequence[_Piece]) -> float | None:
    """Return where a page's columns part, None where it has but one."""
    if len(pieces) < 2 * _FEW:
        return None
    left, right = min(p.left for p in pieces), max(p.right for p in pieces)
    width = right - left
    if width < 150:
        return None
    best: tuple[int, float, float] | None = None
    # Only where some piece begins can a column begin.
    starts = sorted({round(p.left) for p in pieces if 0.25 < (p.left - left) / width < 0.75})
    for start in starts:
        place = start - 2.0
        crossing = sum(p.left < place < p.right for p in pieces)
        before = [p for p in pieces if p.right <= place]
        after = [p for p in pieces if p.left >= place]
        if crossing > 0.35 * len(pieces) or not _is_prose(before, after, width):
            continue
        if best is None or (crossing, -len(after)) < (best[0], best[1]):
            best = (crossing, -len(after), place)
    return best[2] if best else None


def _is_prose(before: Sequence[_Piece], after: Sequence[_Piece], width: float) -> bool:
    """Whether both sides are running text and not the cells of a table."""
    for side in (before, after):
        if len(side) < _FEW:
            return False
        if median(len(piece.words) for piece in side) < 3:
            return False
        if median(piece.right - piece.left for piece in side) < 0.18 * width:
            return False
    shared = min(max(p.bottom for p in side) for side in (before, after)) - max(
        min(p.top for p in side) for side in (before, after)
    )
    return shared > 3 * median(piece.bottom - piece.top for piece in before)


def _same_line(pieces: Iterable[_Piece]) -> list[list[_Piece]]:
    """Return the pieces of a column line by line."""
    lines: list[list[_Piece]] = []
    for piece in sorted(pieces, key=lambda piece: (piece.middle, piece.left)):
        height = piece.bottom - piece.top
        if lines and abs(lines[-1][0].middle - piece.middle) < 0.4 * height:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [sorted(line, key=lambda piece: piece.left) for line in lines]


def _tabular(rows: Sequence[Sequence[_Piece]]) -> list[bool]:
    """Return for each line whether it is a row of a table without ruled lines."""
    several = [
        len(row) > 1
        and not any(MARKER.match(p.text) or BULLET.match(p.text) for p in row[:-1])
        and max(len(piece.words) for piece in row[1:]) <= 6
        # The small raised number of a footnote is no cell.
        and row[0].size > 0.8 * row[1].size
        for row in rows
    ]
    found = [False] * len(rows)
    start = 0
    while start < len(rows):
        end = start
        while end < len(rows) and several[end] and _aligned(rows[start], rows[end]):
            end += 1
        if end - start >= 3:
            found[start:end] = [True] * (end - start)
        start = max(end, start + 1)
    return found


def _aligned(first: Sequence[_Piece], other: Sequence[_Piece]) -> bool:
    return len(first) == len(other) and all(
        abs(a.left - b.left) < 8 or abs(a.right - b.right) < 8
        for a, b in zip(first, other, strict=True)
    )


def _rows(table: Table, page: Page) -> list[Line]:
    lines = []
    for row in table.rows:
        words = [word for cell in row for word in cell]
        if not words:
            continue
        cells = [" ".join(piece.text for piece in _reading(cell)) for cell in row]
        lines.append(
            Line(
                text="\t".join(cell for cell in cells if cell),
                page=page.number,
                left=table.left,
                top=min(word.top for word in words),
                right=table.right,
                bottom=max(word.bottom for word in words),
                size=_size(words),
                bold=all(word.bold for word in words),
                edge=table.right,
                row=True,
            )
        )
    return lines


def _reading(words: Sequence[Word]) -> list[_Piece]:
    return [piece for row in _same_line(_pieces(words)) for piece in row]


def _size(words: Sequence[Word]) -> float:
    return round(median(word.size for word in words), 1)
