"""From the words of a page to its lines in the order in which a person reads them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from statistics import median

from index.readers.pdf_columns import columns_of, gutter_of, usual_gutter
from index.readers.pdf_page import Page, Word
from index.readers.pdf_pieces import BARE, Piece, is_mark, pieces_of, same_line
from index.readers.pdf_rows import tabular
from index.readers.pdf_table import Table, tables

_LEADERS = re.compile(r"(?:\.\s?){5,}\s*\d{0,4}$|…{2,}\s*\d{0,4}$")
_CONTENTS = re.compile(r"^(?:table of )?contents(?: page)?:?$", re.IGNORECASE)
_LIST = 4
"""Lines with leaders that make a table of contents."""
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


def lines_of(pages: Sequence[Page]) -> list[Line]:
    """Return the lines and table rows of a paper's pages in reading order."""
    pieces = []
    for page in pages:
        found, words = tables(page)
        pieces.append(pieces_of(words) + [_in_place_of(table) for table in found])
    found_gutters = [
        gutter_of([piece for piece in on_page if _is_in_body(piece, page)])
        for page, on_page in zip(pages, pieces, strict=True)
    ]
    usual = usual_gutter(found_gutters)
    lines = [
        _page_lines(on_page, page, gutter or usual)
        for page, on_page, gutter in zip(pages, pieces, found_gutters, strict=True)
    ]
    return [line for on_page in lines for line in _without_contents(on_page)]


def _without_contents(lines: Sequence[Line]) -> list[Line]:
    """Return a page's lines less those of a table of contents, also what wraps between them."""
    led = [place for place, line in enumerate(lines) if _LEADERS.search(line.text)]
    if not led:
        return list(lines)
    # The word "Contents" stays, and says that the page has been read.
    title = next((n for n in range(led[0]) if _CONTENTS.match(lines[n].text)), led[0] - 1)
    first = title + 1
    whole = len(led) >= _LIST and len(led) >= 0.4 * (led[-1] + 1 - first)
    within = range(first, led[-1] + 1) if whole else ()
    return [line for place, line in enumerate(lines) if place not in within and place not in led]


def _page_lines(pieces: Sequence[Piece], page: Page, gutter: float | None) -> list[Line]:
    """Return a page's lines; what stands at its very edges goes across all columns."""
    body = [piece for piece in pieces if _is_in_body(piece, page)]
    edges = [piece for piece in pieces if not _is_in_body(piece, page)]
    head = [piece for piece in edges if piece.top < 0.5 * page.height]
    below = [piece for piece in edges if piece.top >= 0.5 * page.height]
    crossing = [piece for piece in body if gutter and piece.left < gutter < piece.right]
    columns = columns_of(body, gutter if len(crossing) <= 0.35 * len(body) else None)
    lines = _flow(head, page, 0)
    for number, column in enumerate(columns):
        lines += _flow(column, page, number)
    return lines + _flow(below, page, max(0, len(columns) - 1))


def _is_in_body(piece: Piece, page: Page) -> bool:
    return piece.bottom >= _EDGE * page.height and piece.top <= (1 - _EDGE) * page.height


def _in_place_of(table: Table) -> Piece:
    box = Word("", table.left, table.top, table.right, table.bottom, 0.0)
    return Piece([box], table)


def _flow(pieces: Sequence[Piece], page: Page, column: int) -> list[Line]:
    """Return the lines of one column."""
    lines: list[Line] = []
    edge = max((piece.right for piece in pieces), default=0.0)
    printed = same_line(pieces)
    for row_number, group in groupby(zip(tabular(printed), printed, strict=True), _first):
        if row_number:
            lines.append(_row([line for _, line in group], page, column))
            continue
        for _, line in group:
            if line[0].table:
                lines += _rows(line[0].table, page, column)
            else:
                lines.append(replace(_line(line, page, column), edge=edge))
    return lines


def _first(pair: tuple[int, list[Piece]]) -> int:
    return pair[0]


def _line(row: Sequence[Piece], page: Page, column: int) -> Line:
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
        hung=len(row) > 1 and bool(BARE.match(row[0].text)),
        indent=row[1].left if len(row) > 1 and is_mark(row[0]) else row[0].left,
    )


def _row(printed: Sequence[Sequence[Piece]], page: Page, column: int) -> Line:
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


def _reading(words: Sequence[Word]) -> list[Piece]:
    return [piece for row in same_line(pieces_of(words)) for piece in row]


def _size(words: Sequence[Word]) -> float:
    return round(median(word.size for word in words), 1)
