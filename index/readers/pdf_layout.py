"""From the words of a page to its lines in the order in which a person reads them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
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
_BARE = re.compile(r"^\d{1,3}$")
_LEADERS = re.compile(r"(?:\.\s?){5,}\s*\d{0,4}$|…{2,}\s*\d{0,4}$")
_FEW = 5
_EDGE = 0.075
"""Share of a page's height, at its head and foot, in which no column of text stands."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, or a row of a table (then `text` holds cells joined by a tab).

    `pieces` are the places (left, right) of what wide gaps separate; `edge` is where the lines of
    its column end. `hung` tells that a bare number stands apart at its beginning, `indent` where
    the text begins after a number that stands apart.
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
    hung: bool = False
    indent: float = 0.0


@dataclass(slots=True)
class _Piece:
    """Words that stand close together on one line, or in the place of a whole table."""

    words: list[Word]
    table: Table | None = None

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
    def place(self) -> float:
        """How far down it comes in reading: a table at its upper edge."""
        return self.top if self.table else self.middle

    @property
    def size(self) -> float:
        return median(word.size for word in self.words)

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


def lines_of(pages: Sequence[Page]) -> list[Line]:
    """Return the lines and table rows of a paper's pages in reading order."""
    pieces = []
    for page in pages:
        found, words = tables(page)
        pieces.append(_pieces(words) + [_in_place_of(table) for table in found])
    found_gutters = [
        _gutter([piece for piece in on_page if _is_in_body(piece, page)])
        for page, on_page in zip(pages, pieces, strict=True)
    ]
    usual = _usual(found_gutters)
    return [
        line
        for page, on_page, gutter in zip(pages, pieces, found_gutters, strict=True)
        for line in _page_lines(on_page, page, gutter or usual)
        if not _LEADERS.search(line.text)
    ]


def _usual(gutters: Sequence[float | None]) -> float | None:
    """Return where the columns of most pages part; a page with little on it is like the others."""
    found = [gutter for gutter in gutters if gutter is not None]
    if not found or len(found) < len(gutters) / 2:
        return None
    middle = median(found)
    alike = sum(abs(gutter - middle) < 8 for gutter in found)
    return middle if alike > 0.7 * len(found) else None


def _page_lines(pieces: Sequence[_Piece], page: Page, gutter: float | None) -> list[Line]:
    """Return a page's lines; what stands at its very edges goes across all columns."""
    body = [piece for piece in pieces if _is_in_body(piece, page)]
    edges = [piece for piece in pieces if not _is_in_body(piece, page)]
    head = [piece for piece in edges if piece.top < 0.5 * page.height]
    below = [piece for piece in edges if piece.top >= 0.5 * page.height]
    crossing = [piece for piece in body if gutter and piece.left < gutter < piece.right]
    columns = _columns(body, gutter if len(crossing) <= 0.35 * len(body) else None)
    lines = _flow(head, page, 0)
    for number, column in enumerate(columns):
        lines += _flow(column, page, number)
    return lines + _flow(below, page, max(0, len(columns) - 1))


def _is_in_body(piece: _Piece, page: Page) -> bool:
    return piece.bottom >= _EDGE * page.height and piece.top <= (1 - _EDGE) * page.height


def _in_place_of(table: Table) -> _Piece:
    box = Word("", table.left, table.top, table.right, table.bottom, 0.0)
    return _Piece([box], table)


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


def _flow(pieces: Sequence[_Piece], page: Page, column: int) -> list[Line]:
    """Return the lines of one column."""
    lines: list[Line] = []
    edge = max((piece.right for piece in pieces), default=0.0)
    printed = _same_line(pieces)
    for row_number, group in groupby(zip(_tabular(printed), printed, strict=True), _first):
        if row_number:
            lines.append(_row([line for _, line in group], page, column))
            continue
        for _, line in group:
            if line[0].table:
                lines += _rows(line[0].table, page, column)
            else:
                lines.append(replace(_line(line, page, column), edge=edge))
    return lines


def _first(pair: tuple[int, list[_Piece]]) -> int:
    return pair[0]


def _line(row: Sequence[_Piece], page: Page, column: int) -> Line:
    words = [word for piece in row for word in piece.words]
    return Line(
        text=" ".join(piece.text for piece in row),
        page=page.number,
        left=row[0].left,
        top=min(piece.top for piece in row),
        right=max(piece.right for piece in row),
        bottom=max(piece.bottom for piece in row),
        size=_size(words),
        bold=all(word.bold for word in words),
        edge=row[-1].right,
        pieces=len(row),
        column=column,
        hung=len(row) > 1 and bool(_BARE.match(row[0].text)),
        indent=row[1].left if len(row) > 1 and _is_mark(row[0]) else row[0].left,
    )


def _row(printed: Sequence[Sequence[_Piece]], page: Page, column: int) -> Line:
    """Return the lines of one row of a table without ruled lines as that row."""
    places = [piece.left for piece in printed[0]]
    cells: list[list[str]] = [[] for _ in places]
    for line in printed:
        for piece in line:
            nearest = min(range(len(places)), key=lambda at: abs(places[at] - piece.left))
            at = nearest if line is not printed[0] else line.index(piece)
            cells[at].append(piece.text)
    whole = _line([piece for line in printed for piece in line], page, column)
    text = "\t".join(" ".join(cell) for cell in cells)
    return replace(whole, text=text, row=True, hung=False)


def _columns(pieces: list[_Piece], gutter: float | None) -> list[list[_Piece]]:
    """Return the pieces by column in reading order; a piece across both columns ends a band."""
    if gutter is None:
        return [pieces] if pieces else []
    columns: list[list[_Piece]] = []
    band: list[_Piece] = []

    def finish() -> None:
        left = [piece for piece in band if piece.right <= gutter]
        right = [piece for piece in band if piece.right > gutter]
        columns.extend(part for side in (left, right) for part in _columns(side, _gutter(side)))
        band.clear()

    for piece in sorted(pieces, key=lambda piece: piece.place):
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
    # Only where some piece begins can a column begin,
    # and not where the text hangs beside its numbers.
    marks = [piece for piece in pieces if _is_mark(piece)]
    hanging = {round(p.left) for p in pieces if any(_hangs_on(mark, p) for mark in marks)}
    starts = sorted(
        start
        for start in {round(p.left) for p in pieces}
        if 0.25 < (start - left) / width < 0.75 and not hanging & {start - 1, start, start + 1}
    )
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
    # Numbers that hang beside paragraphs, and the cells of a table in a column, are not counted.
    sides = [
        [p for p in side if len(p.words) >= 3 and p.right - p.left >= 0.18 * width]
        for side in (before, after)
    ]
    for side, prose in zip((before, after), sides, strict=True):
        ink = sum(piece.right - piece.left for piece in side)
        if len(prose) < _FEW or sum(p.right - p.left for p in prose) < 0.6 * ink:
            return False
    shared = min(max(p.bottom for p in side) for side in sides) - max(
        min(p.top for p in side) for side in sides
    )
    return shared > 3 * median(piece.bottom - piece.top for piece in sides[0])


def _hangs_on(mark: _Piece, piece: _Piece) -> bool:
    """Whether a paragraph's text begins beside this number of it."""
    near = 0 < piece.left - mark.right < 5 * mark.size
    return near and abs(piece.middle - mark.middle) < 0.4 * mark.size


def _is_mark(piece: _Piece) -> bool:
    return len(piece.words) == 1 and bool(
        MARKER.match(piece.text) or BULLET.match(piece.text) or _BARE.match(piece.text)
    )


def _same_line(pieces: Iterable[_Piece]) -> list[list[_Piece]]:
    """Return the pieces of a column line by line."""
    lines: list[list[_Piece]] = []
    for piece in sorted(pieces, key=lambda piece: (piece.place, piece.left)):
        height = piece.bottom - piece.top
        if (
            lines
            and not piece.table
            and not lines[-1][0].table
            and abs(lines[-1][0].middle - piece.middle) < 0.4 * height
        ):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [sorted(line, key=lambda piece: piece.left) for line in lines]


def _tabular(rows: Sequence[Sequence[_Piece]]) -> list[int]:
    """Return for each line which row of a table without ruled lines it belongs to, 0 for none.

    Rows are lines of as many pieces at the same places; a line between them that begins at the
    place of one of their cells goes on that cell.
    """
    found = [0] * len(rows)
    start = number = 0
    while start < len(rows):
        members = {start} if _may_be_row(rows[start]) else set()
        end = start + 1
        while members and end < len(rows):
            if _may_be_row(rows[end]) and (
                _aligned(rows[start], rows[end])
                or _lacks_cells(rows[end], rows[start], rows[end - 1])
            ):
                members.add(end)
            elif not _goes_on_cells(rows[end], rows[start], rows[end - 1]):
                break
            end += 1
        if len(members) < 3:
            start += 1
            continue
        for place in range(start, end):
            number += place in members
            found[place] = number
        start = end
    return found


def _may_be_row(row: Sequence[_Piece]) -> bool:
    return (
        len(row) > 1
        and not any(piece.table for piece in row)
        and not any(MARKER.match(p.text) or BULLET.match(p.text) for p in row[:-1])
        and max(len(piece.words) for piece in row[1:]) <= 6
        # The small raised number of a footnote is no cell.
        and row[0].size > 0.8 * row[1].size
    )


def _lacks_cells(row: Sequence[_Piece], first: Sequence[_Piece], above: Sequence[_Piece]) -> bool:
    """Whether a line is a row of the table but for cells that are empty or those of one above."""
    apart = row[0].top - above[0].top > 1.6 * row[0].size
    return apart and 1 < len(row) < len(first) and _in_cells(row, first)


def _goes_on_cells(row: Sequence[_Piece], first: Sequence[_Piece], above: Sequence[_Piece]) -> bool:
    """Whether a line close below another begins where cells of the table do and stays in them."""
    if len(row) > len(first) or any(piece.table for piece in row):
        return False
    return row[0].top - above[0].top <= 1.6 * row[0].size and _in_cells(row, first)


def _in_cells(row: Sequence[_Piece], first: Sequence[_Piece]) -> bool:
    ends = [*(cell.left for cell in first[1:]), float("inf")]
    return all(
        any(
            abs(piece.left - cell.left) < 8 and piece.right < end
            for cell, end in zip(first, ends, strict=True)
        )
        for piece in row
    )


def _aligned(first: Sequence[_Piece], other: Sequence[_Piece]) -> bool:
    return len(first) == len(other) and all(
        abs(a.left - b.left) < 8 or abs(a.right - b.right) < 8
        for a, b in zip(first, other, strict=True)
    )


def _rows(table: Table, page: Page, column: int) -> list[Line]:
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
                column=column,
            )
        )
    return lines


def _reading(words: Sequence[Word]) -> list[_Piece]:
    return [piece for row in _same_line(_pieces(words)) for piece in row]


def _size(words: Sequence[Word]) -> float:
    return round(median(word.size for word in words), 1)
