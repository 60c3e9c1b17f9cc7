"""Tables of a page, told by the lines that rule them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.readers.pdf_page import Page, Rule, Word

_NEAR = 3.0
_MOST_RULES = 800
_LONG_CELL = 60
"""Words; a row that is one cell of more is a frame around text, not a row."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table's place, and the words of each cell, row by row."""

    left: float
    top: float
    right: float
    bottom: float
    rows: list[list[list[Word]]]


def tables(page: Page) -> tuple[list[Table], list[Word]]:
    """Return the tables ruled on a page and the words outside of them."""
    found: list[Table] = []
    words = page.words
    for group in _touching(page.rules[:_MOST_RULES]):
        table, rest = _table(group, words)
        if table:
            found.append(table)
            words = rest
    return found, words


def _touching(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Return the rules in groups of those that meet."""
    groups: list[list[Rule]] = []
    for rule in rules:
        meets = [group for group in groups if any(_meet(rule, other) for other in group)]
        merged = [rule, *(other for group in meets for other in group)]
        groups = [group for group in groups if not any(group is met for met in meets)]
        groups.append(merged)
    return groups


def _meet(one: Rule, other: Rule) -> bool:
    return (
        one.left - _NEAR <= other.right
        and other.left - _NEAR <= one.right
        and one.top - _NEAR <= other.bottom
        and other.top - _NEAR <= one.bottom
    )


def _table(rules: Sequence[Rule], words: list[Word]) -> tuple[Table | None, list[Word]]:
    """Return the table that the rules make, None if they make none, and the words outside it."""
    across = [rule for rule in rules if rule.right - rule.left > rule.bottom - rule.top]
    down = [rule for rule in rules if rule.right - rule.left <= rule.bottom - rule.top]
    if len(across) < 3 or len(down) < 3:
        return None, words
    walls = _distinct(rule.left for rule in down)
    if len(walls) < 3:
        return None, words
    left, right = min(r.left for r in across), max(r.right for r in across)
    edges = _edges(across, walls, left, right)
    if len(edges) < 3:
        return None, words
    inside = [w for w in words if _within(w, left, edges[0], right, edges[-1])]
    rows: list[list[list[Word]]] = []
    parting: list[float] = []
    above: list[_Cell] = []
    for top, bottom in pairwise(edges):
        in_row = [word for word in inside if top <= word.middle < bottom]
        places = _distinct(r.left for r in down if r.top <= (top + bottom) / 2 <= r.bottom)
        inner = [x for x in places if left + _NEAR < x < right - _NEAR]
        cells = _cells(in_row, [left, *inner, right])
        _reach_over(cells, above, across, top)
        if len(cells) == 1 and len(in_row) > _LONG_CELL:
            cells = []
        elif in_row:
            rows.append([cell.words for cell in cells])
            parting += inner
        above = cells
    if sum(len([cell for cell in row if cell]) > 1 for row in rows) < 2 or not _shared(parting):
        return None, words
    taken = {id(word) for row in rows for cell in row for word in cell}
    table = Table(left, edges[0], right, edges[-1], rows)
    return table, [word for word in words if id(word) not in taken]


def _shared(walls: Iterable[float]) -> bool:
    """Whether some wall parts the cells of several rows; marked lines of a text share none."""
    return any(other - wall <= _NEAR for wall, other in pairwise(sorted(walls)))


@dataclass(slots=True)
class _Cell:
    """A cell of one row, and the words that stand in it; one that reaches over several rows is in
    each of them, with the same list of words.
    """

    left: float
    right: float
    words: list[Word]


def _edges(
    across: Sequence[Rule], walls: Sequence[float], left: float, right: float
) -> list[float]:
    """Return the heights at which a rule parts rows: it covers the table or whole cells of it."""
    places = _distinct(rule.top for rule in across)
    return [
        y
        for y in places
        if _covered(across, y) >= 0.6 * (right - left)
        or (y not in (places[0], places[-1]) and _parts_cells(across, walls, y))
    ]


def _parts_cells(across: Sequence[Rule], walls: Sequence[float], y: float) -> bool:
    """Whether the rules at a height go from wall to wall; the line below a word does not."""
    at = [rule for rule in across if abs(rule.top - y) <= _NEAR]
    start, end = min(rule.left for rule in at), max(rule.right for rule in at)
    return all(any(abs(wall - x) <= _NEAR for wall in walls) for x in (start, end)) and (
        _covered(across, y) >= 0.95 * (end - start)
    )


def _cells(words: Sequence[Word], walls: Sequence[float]) -> list[_Cell]:
    cells = [_Cell(left, right, []) for left, right in pairwise(walls)]
    for word in words:
        middle = (word.left + word.right) / 2
        cells[sum(wall <= middle for wall in walls[1:-1])].words.append(word)
    return cells


def _reach_over(
    cells: Sequence[_Cell], above: Sequence[_Cell], across: Sequence[Rule], top: float
) -> None:
    """Give a cell that no rule parts from the one above the words of both, and so the other."""
    at = [rule for rule in across if abs(rule.top - top) <= _NEAR]
    for cell in cells:
        same = [
            other
            for other in above
            if abs(other.left - cell.left) <= _NEAR and abs(other.right - cell.right) <= _NEAR
        ]
        parted = any(
            min(rule.right, cell.right) - max(rule.left, cell.left) > 0.5 * (cell.right - cell.left)
            for rule in at
        )
        if same and not parted:
            same[0].words += cell.words
            cell.words = same[0].words


def _covered(across: Sequence[Rule], y: float) -> float:
    """Return how much of the width the rules at this height cover."""
    end = -1.0
    total = 0.0
    for rule in sorted((r for r in across if abs(r.top - y) <= _NEAR), key=lambda r: r.left):
        total += max(0.0, rule.right - max(rule.left, end))
        end = max(end, rule.right)
    return total


def _distinct(places: Iterable[float]) -> list[float]:
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > _NEAR:
            found.append(place)
    return found


def _within(word: Word, left: float, top: float, right: float, bottom: float) -> bool:
    return left <= (word.left + word.right) / 2 <= right and top <= word.middle < bottom
