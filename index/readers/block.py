"""What every reader makes of a file: blocks of plain text in reading order."""

from dataclasses import dataclass
from typing import Literal

TITLE_LEVEL = 6
"""Level of a heading known only by its capitals."""
PLAIN_LEVEL = 7
"""Level of a heading known only by standing short and alone on its line."""
RUN_IN_LEVEL = 9
"""Level of a sub-heading that stands between the points of one item and does not end the item."""


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a paper as it stands on the page, markup removed.

    `kind` says what it is: a heading (with its level, 1 the highest), a paragraph, a bullet, a
    table row (cells joined by a tab), or a marker, which is a number alone on its line. `loose` is
    true where a blank line stands before it. A `label` opens a part of its own without being a
    heading of what follows in the sense of a level: "Present", "RESOLVED:", "Reply by the
    Chairman:".
    """

    text: str
    kind: Literal["heading", "paragraph", "bullet", "row", "marker", "label"] = "paragraph"
    level: int = 0
    page: int | None = None
    loose: bool = True


@dataclass(frozen=True, slots=True)
class Document:
    """What a file holds, as read.

    `heads` are the lines that repeat at the edges of its pages, which are no part of the text;
    `title` and the rest of `properties` are what the file says of itself; `notes` are sentences on
    what a person should know of the reading.
    """

    blocks: tuple[Block, ...]
    pages: int | None = None
    heads: tuple[str, ...] = ()
    properties: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()


class ReadError(Exception):
    """A paper's file cannot be read; the message says why and what to do next."""
