"""Tables without ruled lines, told by how their cells stand below each other."""

from collections.abc import Sequence

from index.readers.pdf_pieces import BULLET, MARKER, Piece


def tabular(rows: Sequence[Sequence[Piece]]) -> list[int]:
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


def _may_be_row(row: Sequence[Piece]) -> bool:
    return (
        len(row) > 1
        and not any(piece.table for piece in row)
        and not any(MARKER.match(p.text) or BULLET.match(p.text) for p in row[:-1])
        and max(len(piece.words) for piece in row[1:]) <= 6
        # The small raised number of a footnote is no cell.
        and row[0].size > 0.8 * row[1].size
    )


def _lacks_cells(row: Sequence[Piece], first: Sequence[Piece], above: Sequence[Piece]) -> bool:
    """Whether a line is a row of the table but for cells that are empty or those of one above."""
    apart = row[0].top - above[0].top > 1.6 * row[0].size
    return apart and 1 < len(row) < len(first) and _in_cells(row, first)


def _goes_on_cells(row: Sequence[Piece], first: Sequence[Piece], above: Sequence[Piece]) -> bool:
    """Whether a line close below another begins where cells of the table do and stays in them."""
    if len(row) > len(first) or any(piece.table for piece in row):
        return False
    return row[0].top - above[0].top <= 1.6 * row[0].size and _in_cells(row, first)


def _in_cells(row: Sequence[Piece], first: Sequence[Piece]) -> bool:
    ends = [*(cell.left for cell in first[1:]), float("inf")]
    return all(
        any(
            abs(piece.left - cell.left) < 8 and piece.right < end
            for cell, end in zip(first, ends, strict=True)
        )
        for piece in row
    )


def _aligned(first: Sequence[Piece], other: Sequence[Piece]) -> bool:
    return len(first) == len(other) and all(
        abs(a.left - b.left) < 8 or abs(a.right - b.right) < 8
        for a, b in zip(first, other, strict=True)
    )
