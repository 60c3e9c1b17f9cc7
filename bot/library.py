"""What each reader may be shown: public papers, restricted ones where the settings say so."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from bot.answer import Answer, Answerer
from bot.audience import Access, Audience
from bot.citation import Citation
from bot.starters import Starters, choose_starters
from index import edition as editions
from index.held import Held
from index.passages import Passage
from index.positions import Topic

NOBODY = Access()
SHOWN = 3
"""Passages under an answer; what a reader takes in between two visits."""
FOUND = 10
"""Passages looked up for each question; those not shown stand behind "Show more passages"."""


@dataclass(frozen=True, slots=True)
class Found:
    """An answer as it is shown, and the further passages that are there for the asking."""

    answer: Answer
    further: tuple[Citation, ...] = ()


class Shelf:
    """The papers that one kind of reader may be shown, ready to answer."""

    def __init__(self, answerer: Answerer, candidates: Starters) -> None:
        self.answerer = answerer
        self.edition: Held = answerer.edition
        self.starters = choose_starters(answerer, candidates)

    def ask(self, asked: str, history: Sequence[str] = ()) -> Found:
        """Return the answer; raises QuestionError for what is no question. Takes some 20 ms."""
        return _parted(self.answerer.answer(asked, history, FOUND))

    def passage(self, key: str) -> Passage | None:
        """Return the passage of a key, None where it is not (or no longer) on this shelf."""
        return self.edition.keyed(key)


class Elsewhere(Protocol):
    """Where editions are made known that are not made in the folder `var`."""

    def mirror(self) -> None:
        """Bring the folder `var` up to date; raises AwayError."""

    def notices(self) -> AsyncGenerator[None, None]:
        """Yield at once, and whenever an edition was made; raises AwayError."""


class Library:
    """Both shelves: `outside` of public papers, None where there are none, and `inside` of all.

    `var` is where editions are, or where those that are made `elsewhere` are named.
    """

    def __init__(
        self,
        answerer: Answerer,
        candidates: Starters = (),
        var: Path | None = None,
        access: Access = NOBODY,
        elsewhere: Elsewhere | None = None,
    ) -> None:
        self.var = var
        self.elsewhere = elsewhere
        self._access = access
        edition = answerer.edition
        public = edition.public()
        self.inside = Shelf(answerer, candidates)
        self.outside: Shelf | None
        if public is edition:
            self.outside = self.inside
        else:
            self.outside = Shelf(answerer.over(public), candidates) if public else None

    def shelf(self, audience: Audience) -> Shelf | None:
        """Return what an audience may be shown, None where that is nothing at all."""
        return self.inside if self._access.is_for(audience) else self.outside

    @property
    def topics(self) -> tuple[Topic, ...]:
        """The ledger's topics that everybody may hear of."""
        return self.outside.edition.topics if self.outside else ()

    def look(self) -> None:
        """Bring `var` up to date where editions are made elsewhere; raises AwayError."""
        if self.elsewhere:
            self.elsewhere.mirror()

    def current(self) -> str | None:
        """Return the id of the current edition on disk, which may be newer than these shelves."""
        return editions.current(self.var) if self.var else None


def _parted(answer: Answer) -> Found:
    """Return an answer with the passages to be shown, the others apart.

    A passage that a sentence stands in is always shown.
    """
    cited = {sentence.citation for sentence in answer.sentences}
    shown = tuple(c for c in answer.citations if c.number <= SHOWN or c.number in cited)
    further = tuple(c for c in answer.citations if c not in shown)
    nearest, beyond = answer.nearest[:SHOWN], answer.nearest[SHOWN:]
    return Found(replace(answer, citations=shown, nearest=nearest), further + beyond)
