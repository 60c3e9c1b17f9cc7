"""The ledger: on each recommendation or finding, who took which position when, and in which
passage.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from index.figures import figures
from index.lexical import Lexical, stems
from index.passages import Passage
from index.register import Paper
from index.team_file import TeamFileError, entries_of, field_problems

STAGES = ("finding", "recommended", "government", "national body", "local")
NOT_MENTIONED = "not mentioned"
STATUSES = (
    "recommended",
    "accepted",
    "accepted in part",
    "rejected",
    "being tested",
    "consulted on",
    "funded",
    "noted",
    "welcomed",
    "concern raised",
    "undecided",
    NOT_MENTIONED,
)
MENTIONED = 0.5
"""Share of a name's own BM25 score from which a passage counts as mentioning it.

In the five papers, names of what a paper treats reach 0.5 to 1.0 in it, others 0.0 to 0.47.
"""
_TOPIC_FIELDS = ("id", "name", "question", "positions")
_POSITION_FIELDS = ("date", "stage", "status", "who", "passage", "line")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Position:
    """One row of the ledger: who said what, when, in which passage.

    `passage` is a Passage's id; `line` says it in our words; `figure` is the sum or number it
    turns on, if it does; `date_note` says what the date is where it is not the position's own day.
    """

    date: date
    stage: str
    status: str
    who: str
    passage: str
    line: str
    figure: str = ""
    date_note: str = ""

    @property
    def paper(self) -> str:
        """The id of the paper that the passage stands in."""
        return self.passage.partition("#")[0]


@dataclass(frozen=True, slots=True)
class Topic:
    """A recommendation or finding, under the names people give it, and its positions by date."""

    id: str
    name: str
    question: str
    aliases: tuple[str, ...]
    positions: tuple[Position, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The name first, then the aliases."""
        return (self.name, *self.aliases)


class PositionsError(TeamFileError):
    """The ledger cannot be used; `problems` holds one plain sentence for each thing wrong."""


def read_positions(path: Path) -> tuple[Topic, ...]:
    """Return the topics of a ledger in its own order, none if there is no file; raises
    PositionsError with every problem.
    """
    if not path.is_file():
        return ()
    entries = entries_of(path, "topics", PositionsError)
    problems = [
        problem for number, entry in enumerate(entries, 1) for problem in _problems(entry, number)
    ]
    if problems:
        raise PositionsError(problems)
    topics = tuple(_topic(entry) for entry in entries)
    if repeated := _repeated(topics):
        raise PositionsError(repeated)
    return topics


def standing_on(topics: Iterable[Topic], passages: Iterable[Passage]) -> tuple[Topic, ...]:
    """Return the topics with only those positions whose passage is there; none without any."""
    known = {passage.id for passage in passages}
    kept = (
        replace(topic, positions=tuple(p for p in topic.positions if p.passage in known))
        for topic in topics
    )
    return tuple(topic for topic in kept if topic.positions)


def unsupported(
    topics: Iterable[Topic], papers: Iterable[Paper], passages: Sequence[Passage]
) -> list[str]:
    """Return one sentence for each thing that a position says and its paper does not bear out.

    A paper of which there is no passage at all is not judged: what ails it is said elsewhere.
    """
    ground = _Ground(
        {paper.id: paper for paper in papers}, {passage.id: passage for passage in passages}
    )
    return [
        problem
        for topic in topics
        for position in topic.positions
        for problem in ground.problems(topic, position)
    ]


@dataclass(slots=True)
class _Ground:
    """The papers and passages that positions stand on."""

    papers: dict[str, Paper]
    passages: dict[str, Passage]

    def problems(self, topic: Topic, position: Position) -> list[str]:
        """Return what is wrong with one position, a sentence each."""
        name = f"Ledger, '{topic.id}', {position.status} of {position.date}"
        paper = self.papers.get(position.paper)
        if paper is None:
            return [f"{name}: the register has no paper '{position.paper}'."]
        passage = self.passages.get(position.passage)
        if passage is None and not any(p.paper == paper.id for p in self.passages.values()):
            return []
        if passage is None:
            locator = position.passage.partition("#")[2]
            return [f"{name}: the paper '{position.paper}' has no passage '{locator}'."]
        found = []
        if position.date > paper.published:
            found.append(f"{name}: its paper is of {paper.published}, earlier than the position.")
        there = figures(passage.text)
        found += [
            f"{name}: the figure '{figure}' does not stand in {passage.id}."
            for figure in sorted(figures(position.figure) - there)
        ]
        if position.status == NOT_MENTIONED:
            return found + [f"{name}: {where}." for where in self._mentions(topic, passage)]
        return found + [
            f"{name}: the line says '{figure}', which does not stand in {passage.id}."
            for figure in sorted(figures(position.line, words=False) - there)
        ]

    def _mentions(self, topic: Topic, cited: Passage) -> list[str]:
        """Return where else in the cited passage's paper the topic is mentioned after all."""
        others = [
            passage
            for passage in self.passages.values()
            if passage.paper == cited.paper and passage.id != cited.id
        ]
        texts = [(passage.locator, passage.text) for passage in others]
        texts += [(passage.locator, passage.summary) for passage in others if passage.summary]
        for name in topic.names:
            locator, share = _nearest(name, texts)
            if share >= MENTIONED:
                return [f"the paper does mention '{name}', in {locator}"]
        return []


def _nearest(name: str, texts: Sequence[tuple[str, str]]) -> tuple[str, float]:
    """Return the place nearest to a name, and its score as a share of the name's own."""
    if not texts:
        return "", 0.0
    scores = Lexical.of([*(text for _, text in texts), name]).scores(stems(name))
    best = int(scores[:-1].argmax())
    return texts[best][0], float(scores[best] / scores[-1]) if scores[-1] > 0 else 0.0


def _problems(entry: Any, number: int) -> list[str]:
    """Return one sentence for each thing wrong with the shape of a topic."""
    name = f"Ledger topic {number}"
    if isinstance(entry, dict) and entry.get("id"):
        name = f"Ledger topic '{entry['id']}'"
    found = field_problems(name, entry, _TOPIC_FIELDS, ("aliases",))
    if found:
        return found
    if not isinstance(entry["id"], str) or not _ID.fullmatch(entry["id"]):
        found.append(f"{name}: an id is made of a-z, 0-9 and hyphens only.")
    aliases = entry.get("aliases") or []
    if not isinstance(aliases, list) or not all(isinstance(alias, str) for alias in aliases):
        found.append(f"{name}: aliases must be a list of names, in quotes where they are numbers.")
    if not isinstance(entry["positions"], list):
        return [*found, f"{name}: positions must be a list."]
    for place, position in enumerate(entry["positions"], 1):
        found += _position_problems(f"{name}, position {place}", position)
    if found:
        return found
    for place, (before, after) in enumerate(pairwise(entry["positions"]), 2):
        if after["date"] < before["date"]:
            found.append(
                f"{name}, position {place}: {after['date']} comes after {before['date']}; put "
                "positions in order of date."
            )
    return found


def _position_problems(name: str, entry: Any) -> list[str]:
    found = field_problems(name, entry, _POSITION_FIELDS, ("figure", "date_note"))
    if found:
        return found
    if type(entry["date"]) is not date:
        found.append(f"{name}: '{entry['date']}' is no date; write it as YYYY-MM-DD.")
    if entry["stage"] not in STAGES:
        found.append(f"{name}: '{entry['stage']}' is no stage; known are {', '.join(STAGES)}.")
    if entry["status"] not in STATUSES:
        found.append(f"{name}: '{entry['status']}' is no status; known are {', '.join(STATUSES)}.")
    if "#" not in str(entry["passage"]):
        found.append(f"{name}: a passage is the paper's id, '#' and the locator, in quotes.")
    figure = entry.get("figure")
    if figure and not figures(str(figure)):
        found.append(f"{name}: the figure '{figure}' has no number in it.")
    return found


def _repeated(topics: Sequence[Topic]) -> list[str]:
    """Return a sentence for each id or name that two topics share."""
    owner: dict[str, str] = {}
    found = []
    for topic in topics:
        for name in dict.fromkeys(plain(name) for name in (topic.id, *topic.names)):
            if owner.setdefault(name, topic.id) != topic.id:
                found.append(f"Ledger: '{name}' names both '{owner[name]}' and '{topic.id}'.")
    ids = [topic.id for topic in topics]
    found += [
        f"Ledger: the id '{i}' is used twice." for i in dict.fromkeys(ids) if ids.count(i) > 1
    ]
    return found


def plain(name: str) -> str:
    """Return a name as names are compared: lower case, no punctuation, single spaces."""
    return " ".join(re.findall(r"[a-z0-9£.%]+", re.sub(r"['’]", "", name.lower())))


def _topic(entry: dict[str, Any]) -> Topic:
    return Topic(
        id=entry["id"],
        name=str(entry["name"]),
        question=str(entry["question"]),
        aliases=tuple(entry.get("aliases") or ()),
        positions=tuple(_position(position) for position in entry["positions"]),
    )


def _position(entry: dict[str, Any]) -> Position:
    return Position(
        date=entry["date"],
        stage=entry["stage"],
        status=entry["status"],
        who=str(entry["who"]),
        passage=str(entry["passage"]),
        line=str(entry["line"]).strip(),
        figure=str(entry.get("figure") or ""),
        date_note=str(entry.get("date_note") or ""),
    )
