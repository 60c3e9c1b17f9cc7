"""What of a question the passages do not cover, as far as that can be told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.answerability import asks_figure, has_figure
from bot.coverage import is_held_from, names, said_of
from bot.parts import ORDINALS
from bot.question import Question
from index.glossary import Term
from index.held import Held
from index.search import Hit

Kind = Literal[
    "place",
    "silent",
    "held",
    "year",
    "later",
    "figure",
    "government",
    "side",
    "meaning",
    "part",
    "from",
    "locator",
    "page",
]

_LOOKED_AT = 3


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing asked for that the passages do not have; `named` is what was asked for, `meaning`
    what the glossary says of it where a meaning was asked for.

    Only what the glossary knows, years and locators are named: another word typed could be a
    person's name.
    """

    kind: Kind
    named: str = ""
    meaning: str = ""

    @property
    def is_of_part(self) -> bool:
        """Whether it is one of several things asked for, by its ordinal, by whom it is asked, or by
        where it stands.
        """
        return self.kind in ("part", "from", "locator")


def gaps(
    edition: Held, question: Question, hits: Sequence[Hit], *, is_government_silent: bool
) -> tuple[Gap, ...]:
    """Return what the first passages found do not have of what the question names."""
    found: list[Gap] = []
    plain = " ".join(said_of(edition, hit.passage) for hit in hits[:_LOOKED_AT])
    later = later_terms(edition, question)
    months = [_month(term.since) for term in later]
    found += [Gap("later", month) for month in dict.fromkeys(months)]
    found += [Gap("meaning", term.term, term.meaning) for term in later]
    found += [
        Gap("silent" if is_held_from(edition.papers, place) else "place", place[0])
        for place in question.places
        if not names(plain, place)
    ]
    for year in question.years:
        if any(month.endswith(str(year)) for month in months):
            continue
        if year > edition.latest.year:
            found.append(Gap("later", str(year)))
        elif str(year) not in plain:
            found.append(Gap("year", str(year)))
    if is_government_silent:
        found.append(Gap("government"))
    return tuple(found)


def gap_of(named: str) -> Gap:
    """Return that one of several questions is not covered, by its ordinal or by its side."""
    return Gap("part" if named in ORDINALS else "from", named)


def later_terms(edition: Held, question: Question) -> list[Term]:
    """Return what a question names that came to be after the newest paper, which can say nothing of
    it; of a follow-up what it names itself, where it names something.
    """
    newest = f"{edition.latest:%Y-%m}"
    own = [term for term in question.terms if names(question.own.lower(), term.forms)]
    return [term for term in own or question.terms if term.since > newest]


def _month(since: str) -> str:
    """Return a month as it is said: "2024-12" as December 2024."""
    return f"{date.fromisoformat(f'{since}-01'):%B %Y}"


def lacks_figure(question: Question, shown: Sequence[str]) -> bool:
    """Whether a question asks for a figure that none of the sentences shown for it has."""
    return asks_figure(question.asked) and not any(map(has_figure, shown))
