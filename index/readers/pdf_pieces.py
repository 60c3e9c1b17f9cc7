"""Words of a page that stand close together, the stuff of its lines."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from index.readers.pdf_page import Word
from index.readers.pdf_table import Table

MARKER = re.compile(
    r"^[“\"]?(?:\d{1,2}(?:\.\d{1,3}){1,3}\.?|\d{1,3}[.)]|\(?[a-zA-Z][.)]|\(?[ivxl]{1,6}[.)]"
    r"|\(\d{1,2}\))$"
)
BULLET = re.compile(r"^[•●▪◦○■□➢✓–\-*o]$")
BARE = re.compile(r"^\d{1,3}$")
_BREAK = 1.3
"""A gap of this many times the size of the letters ends a piece of a line."""


@dataclass(slots=True)
class Piece:
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


def pieces_of(words: Iterable[Word]) -> list[Piece]:
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
    pieces: list[Piece] = []
    for line in lines:
        line.sort(key=lambda word: word.left)
        pieces.append(Piece([line[0]]))
        for before, word in pairwise(line):
            if word.left - before.right > _BREAK * max(before.size, word.size):
                pieces.append(Piece([word]))
            else:
                pieces[-1].words.append(word)
    return pieces


def same_line(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Return the pieces of a column line by line."""
    lines: list[list[Piece]] = []
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


def is_mark(piece: Piece) -> bool:
    return len(piece.words) == 1 and bool(
        MARKER.match(piece.text) or BULLET.match(piece.text) or BARE.match(piece.text)
    )
