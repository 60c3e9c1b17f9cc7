"""A passage by the key of a citation made long ago: what it said then, and what it says now."""

import threading
from dataclasses import dataclass, replace
from pathlib import Path

from index import edition as editions
from index.changes import Rewording, compare
from index.edition import About, Contents, EditionError
from index.held import Held
from index.passages import Passage


@dataclass(frozen=True, slots=True)
class Then:
    """A passage as an older edition had it, that edition, and the passage that it is now, if any.

    `is_moved` tells that only its place in the paper is another one.
    """

    passage: Passage
    edition: About
    now: Passage | None = None
    is_moved: bool = False

    @property
    def rewording(self) -> Rewording | None:
        """Both together, where there are two."""
        return Rewording(self.passage, self.now) if self.now else None


class Past:
    """Which remembered edition last held the passage of a key; each edition is read once."""

    def __init__(self) -> None:
        self._last: dict[str, str] = {}
        self._read: set[str] = set()
        self._reading = threading.Lock()

    def find(self, key: str, var: Path, shelf: Held) -> Then | None:
        """Return what a key meant before, of a paper that stands on the reader's shelf now; None
        for a key that never was, or is not for this reader. Reads files.
        """
        identity = self._edition_of(key, var)
        if identity is None:
            return None
        sees_all = any(paper.visibility != "public" for paper in shelf.papers)
        try:
            held = editions.contents(var, identity, restricted=sees_all)
        except EditionError:
            return None
        known = {paper.id for paper in shelf.papers}
        found = next((p for p in held.passages if p.key == key), None)
        # A paper that has been taken away since was perhaps taken away for what it said.
        if found is None or found.paper not in known:
            return None
        return _since(found, held, shelf)

    def _edition_of(self, key: str, var: Path) -> str | None:
        with self._reading:
            for identity in editions.remembered(var):
                if identity in self._read:
                    continue
                self._read.add(identity)
                try:
                    held = editions.contents(var, identity, restricted=True)
                except EditionError:
                    continue
                self._last.update((passage.key, identity) for passage in held.passages)
            return self._last.get(key)


def _since(passage: Passage, held: Contents, shelf: Held) -> Then:
    """Return what became of a passage."""
    before = tuple(each for each in held.passages if each.paper == passage.paper)
    after = tuple(shelf.of_paper(passage.paper))
    moved = next((p for p in after if p.digest == passage.digest), None)
    if moved:
        return Then(passage, held.about, moved, is_moved=True)
    paper = tuple(known for known in shelf.papers if known.id == passage.paper)
    changes = compare(
        replace(held, papers=paper, passages=before, topics=()),
        Contents(shelf.about, paper, after),
    )
    pair = next((p for p in changes.reworded if p.before.id == passage.id), None)
    return Then(passage, held.about, pair.after if pair else None)
