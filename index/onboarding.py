"""The path for new staff: about ten steps, each a few sentences in our words with the passages
behind them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from index.passages import Passage
from index.team_file import TeamFileError, entries_of, field_problems

_REQUIRED = ("id", "title", "text", "ask")


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what to know, the ids of the passages that say it, and a question to try; `asked`
    are messages that ask for just this.
    """

    id: str
    title: str
    text: str
    passages: tuple[str, ...]
    ask: str
    asked: tuple[str, ...] = ()


class OnboardingError(TeamFileError):
    """The path cannot be used; `problems` holds one plain sentence for each thing wrong."""


def read_onboarding(path: Path) -> tuple[Step, ...]:
    """Return the steps of a path in order, none if there is no file; raises OnboardingError."""
    if not path.is_file():
        return ()
    entries = entries_of(path, "steps", OnboardingError)
    problems = [
        problem for number, entry in enumerate(entries, 1) for problem in _problems(entry, number)
    ]
    if problems:
        raise OnboardingError(problems)
    steps = tuple(_step(entry) for entry in entries)
    ids = [step.id for step in steps]
    if repeated := [i for i in dict.fromkeys(ids) if ids.count(i) > 1]:
        raise OnboardingError([f"Onboarding: the id '{i}' is used twice." for i in repeated])
    return steps


def with_passages(steps: Iterable[Step], passages: Iterable[Passage]) -> tuple[Step, ...]:
    """Return the steps, each with only those of its passages that are there."""
    known = {passage.id for passage in passages}
    return tuple(
        replace(step, passages=tuple(identity for identity in step.passages if identity in known))
        for step in steps
    )


def missing(steps: Iterable[Step], passages: Iterable[Passage]) -> list[str]:
    """Return one sentence for each passage that a step names and no paper has."""
    known = {passage.id for passage in passages}
    return [
        f"Onboarding step '{step.id}': there is no passage '{identity}'."
        for step in steps
        for identity in step.passages
        if identity not in known
    ]


def _problems(entry: Any, number: int) -> list[str]:
    name = f"Onboarding step {number}"
    if isinstance(entry, dict) and entry.get("id"):
        name = f"Onboarding step '{entry['id']}'"
    found = field_problems(name, entry, _REQUIRED, ("passages", "asked"))
    if found:
        return found
    passages = entry.get("passages") or []
    if not isinstance(passages, list) or not all("#" in str(passage) for passage in passages):
        return [f"{name}: passages must be a list of ids: the paper's id, '#' and the locator."]
    if not isinstance(entry.get("asked") or [], list):
        return [f"{name}: asked must be a list of messages that ask for this step."]
    return []


def _step(entry: dict[str, Any]) -> Step:
    return Step(
        id=str(entry["id"]),
        title=str(entry["title"]),
        text=" ".join(str(entry["text"]).split()),
        passages=tuple(str(passage) for passage in entry.get("passages") or ()),
        ask=str(entry["ask"]),
        asked=tuple(str(message) for message in entry.get("asked") or ()),
    )
