"""Questions to begin with, a few for each kind of reader: only such as the papers answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.answer import Answerer
from bot.question import QuestionError

EACH = 4
LONGEST = 75
"""Characters; Slack's buttons hold no more."""
_TRIED = 40


@dataclass(frozen=True, slots=True)
class Group:
    """A kind of reader, and questions that such a reader asks."""

    readers: str
    questions: tuple[str, ...]


Starters = tuple[Group, ...]


class StartersError(Exception):
    """The file of starter questions cannot be used; the message says what to mend."""


def read_starters(path: Path) -> Starters:
    """Return the candidates in a file, none if there is no file; raises StartersError."""
    if not path.is_file():
        return ()
    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
        return tuple(
            Group(str(entry["readers"]), tuple(str(question) for question in entry["questions"]))
            for entry in loaded["starters"]
        )
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError) as error:
        raise StartersError(
            f"{path.name}: it must hold a list named 'starters', each entry with 'readers' and a "
            f"list 'questions' ({type(error).__name__})."
        ) from error


def choose_starters(answerer: Answerer, candidates: Starters) -> Starters:
    """Return up to four questions a group that these papers answer, the file's own first.

    Where too few of them are answered, questions that our summaries name fill up the last group.
    """
    chosen = [
        Group(group.readers, tuple(_answered(answerer, group.questions))) for group in candidates
    ]
    taken = {question for group in chosen for question in group.questions}
    if chosen and len(chosen[-1].questions) < EACH:
        indexed = (q for passage in answerer.edition.passages for q in passage.asked)
        plain = [q for q in dict.fromkeys(indexed) if q not in taken][:_TRIED]
        last = chosen[-1]
        more = (*last.questions, *_answered(answerer, plain))[:EACH]
        chosen[-1] = Group(last.readers, more)
    return tuple(group for group in chosen if group.questions)


def _answered(answerer: Answerer, questions: Iterable[str]) -> Iterable[str]:
    found = 0
    for question in questions:
        if found == EACH:
            return
        if len(question) <= LONGEST and _is_answered(answerer, question):
            found += 1
            yield question


def _is_answered(answerer: Answerer, question: str) -> bool:
    try:
        return answerer.answer(question).outcome == "answered"
    except QuestionError:
        return False
