"""A page of a PDF as its library gives it: words with their places, and the ruled lines."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its box in points, measured from the page's upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    bold: bool = False

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line across or down the page, from (left, top) to (right, bottom)."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page, its number in the file from 1.

    `images` tells whether a picture is on it; `askew` are words across it, such as a watermark.
    """

    number: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    images: bool = False
    askew: str = ""


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of a file and what it says of itself."""

    pages: list[Page]
    properties: tuple[tuple[str, str], ...] = ()


class LockedError(Exception):
    """The file is encrypted and the empty password does not open it."""


class DamagedError(Exception):
    """The library cannot make anything of the file."""
