"""A recommendation's positions as a picture: time runs down, every stage has its own line."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from bot import wording
from bot.wording_web import who_says
from index.positions import STAGES, Position

WIDTH = 360
"""Units, which are pixels on a phone; letters are then as large as the page's own."""
_LANE, _FIRST_LANE = 22, 14
_TOP, _DATE, _LINE, _ROW = 8, 30, 16, 28
_LEAST_GAP, _MOST_GAP, _DAYS_A_UNIT = 8, 44, 12
_LETTERS = 7.4
_MOST_LINES = 2


@dataclass(frozen=True, slots=True)
class Moment:
    """A date at its height."""

    y: int
    text: str


@dataclass(frozen=True, slots=True)
class Node:
    """A position: where its mark and its words are, and where its passage is shown."""

    x: int
    y: int
    height: int
    status: str
    lines: tuple[str, ...]
    address: str


@dataclass(frozen=True, slots=True)
class Lane:
    """The line that joins what was said at one stage."""

    x: int
    top: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """What is drawn, in units of a picture that is WIDTH wide."""

    height: int
    text_x: int
    moments: tuple[Moment, ...]
    lanes: tuple[Lane, ...]
    nodes: tuple[Node, ...]


def timeline(stood: Sequence[tuple[Position, str]]) -> Timeline:
    """Return the picture of positions in order of date, each with its passage's address."""
    stages = [stage for stage in STAGES if any(p.stage == stage for p, _ in stood)]
    lane_of = {stage: _FIRST_LANE + n * _LANE for n, stage in enumerate(stages)}
    text_x = _FIRST_LANE + len(stages) * _LANE
    letters = int((WIDTH - text_x) / _LETTERS)
    moments: list[Moment] = []
    nodes: list[Node] = []
    y, before = _TOP, None
    for day, group in groupby(stood, key=lambda each: each[0].date):
        if before:
            y += min(_MOST_GAP, _LEAST_GAP + (day - before).days // _DAYS_A_UNIT)
        before = day
        positions = list(group)
        moments.append(Moment(y + 14, wording.dated(day, positions[0][0].date_note)))
        y += _DATE
        for position, address in positions:
            who = who_says(position)
            lines = tuple(textwrap.wrap(who, letters, max_lines=_MOST_LINES, placeholder=" …"))
            height = _ROW + _LINE * len(lines)
            nodes.append(Node(lane_of[position.stage], y, height, position.status, lines, address))
            y += height
    lanes = []
    for x in lane_of.values():
        heights = [node.y for node in nodes if node.x == x]
        lanes.append(Lane(x, min(heights), max(heights)))
    return Timeline(y + _TOP, text_x, tuple(moments), tuple(lanes), tuple(nodes))
