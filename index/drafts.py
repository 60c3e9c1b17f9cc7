"""A passage in the making, and the headings that it stands below."""

from dataclasses import dataclass, field

from index.readers.block import RUN_IN_LEVEL


@dataclass(slots=True)
class Draft:
    """A passage in the making; its paragraphs may still grow. `reply` is the line that opens the
    replies.
    """

    locator: str
    heading: tuple[str, ...]
    paragraphs: list[str]
    page: int | None
    numbered: bool = False
    reply: str = ""


@dataclass(slots=True)
class Trail:
    """The headings above where one stands, the highest first."""

    _entries: list[tuple[int, str]] = field(default_factory=list)

    def descend(self, level: int, text: str) -> None:
        """Take a heading; those of its level and below end."""
        while self._entries and self._entries[-1][0] >= level:
            self._entries.pop()
        self._entries.append((level, text))

    def leave(self) -> None:
        """Forget all headings."""
        self._entries.clear()

    def leave_run_in(self) -> None:
        """Forget the sub-heading between points: it belongs to the points just read."""
        self._entries = [entry for entry in self._entries if entry[0] != RUN_IN_LEVEL]

    def runs_in(self) -> bool:
        """Whether the last heading is a sub-heading between points."""
        return bool(self._entries) and self._entries[-1][0] == RUN_IN_LEVEL

    def words(self) -> list[str]:
        """Return the words of the headings."""
        return [words for _, words in self._entries]
