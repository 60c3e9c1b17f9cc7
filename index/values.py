"""The values of an edition from the JSON that they are kept as."""

from datetime import date
from typing import Any, TypeVar

from index.glossary import Glossary, Term
from index.onboarding import Step
from index.passages import Passage
from index.positions import Position, Topic
from index.register import Paper

_Value = TypeVar("_Value")


def paper_of(entry: dict[str, Any]) -> Paper:
    """Return a paper."""
    return _tuples(Paper, entry | {"published": date.fromisoformat(entry["published"])})


def passage_of(entry: dict[str, Any]) -> Passage:
    """Return a passage."""
    return _tuples(Passage, entry)


def topic_of(entry: dict[str, Any]) -> Topic:
    """Return a topic of the ledger with its positions."""
    positions = [
        _tuples(Position, position | {"date": date.fromisoformat(position["date"])})
        for position in entry["positions"]
    ]
    return _tuples(Topic, entry | {"positions": positions})


def step_of(entry: dict[str, Any]) -> Step:
    """Return a step of the path for new staff."""
    return _tuples(Step, entry)


def glossary_of(entry: dict[str, Any]) -> Glossary:
    """Return the glossary."""
    return Glossary(
        terms=tuple(_tuples(Term, term) for term in entry["terms"]),
        spellings=tuple((said, meant) for said, meant in entry["spellings"]),
        places=tuple(entry["places"]),
        proper_places=tuple(entry["proper_places"]),
    )


def _tuples(kind: type[_Value], entry: dict[str, Any]) -> _Value:
    """Return a value of a dataclass from JSON, whose lists become the tuples that they were."""
    return kind(
        **{
            name: tuple(value) if isinstance(value, list) else value
            for name, value in entry.items()
        }
    )
