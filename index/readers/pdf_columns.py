"""Which columns of text a page has, and where they part."""

from collections.abc import Sequence
from itertools import groupby
from statistics import median

from index.readers.pdf_pieces import Piece

_FEW = 5


def columns_of(pieces: list[Piece], gutter: float | None) -> list[list[Piece]]:
    """Return the pieces by column in reading order; a piece across both columns ends a band."""
    if gutter is None:
        return [pieces] if pieces else []
    columns: list[list[Piece]] = []
    band: list[Piece] = []

    def finish() -> None:
        left = [piece for piece in band if piece.right <= gutter]
        right = [piece for piece in band if piece.right > gutter]
        columns.extend(part for side in (left, right) for part in columns_of(side, gutter_of(side)))
        band.clear()

    for piece in sorted(pieces, key=lambda piece: piece.place):
        if piece.left < gutter < piece.right:
            finish()
            columns.append([piece])
        else:
            band.append(piece)
    finish()
    return _joined_spans(columns, gutter)


def _joined_spans(columns: list[list[Piece]], gutter: float) -> list[list[Piece]]:
    """Return the columns with consecutive pieces that cross the gutter made one."""
    joined: list[list[Piece]] = []
    for crosses, group in groupby(
        columns, key=lambda column: len(column) == 1 and column[0].left < gutter < column[0].right
    ):
        parts = list(group)
        joined += [[piece for column in parts for piece in column]] if crosses else parts
    return joined


def gutter_of(pieces: Sequence[Piece]) -> float | None:
    """Return where a page's columns part, None where it has but one."""
    if len(pieces) < 2 * _FEW:
        return None
    left, right = min(p.left for p in pieces), max(p.right for p in pieces)
    width = right - left
    if width < 150:
        return None
    best: tuple[int, float, float] | None = None
    # Only where some piece begins can a column begin.
    starts = sorted(
        start for start in {round(p.left) for p in pieces} if 0.25 < (start - left) / width < 0.75
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


def _is_prose(before: Sequence[Piece], after: Sequence[Piece], width: float) -> bool:
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


def usual_gutter(gutters: Sequence[float | None]) -> float | None:
    """Return where the columns of most pages part; a page with little on it is like the others."""
    found = [gutter for gutter in gutters if gutter is not None]
    if not found or len(found) < len(gutters) / 2:
        return None
    middle = median(found)
    alike = sum(abs(gutter - middle) < 8 for gutter in found)
    return middle if alike > 0.7 * len(found) else None
