"""Where a message that asks for several things falls apart, by weights that were learnt.

A seam is what stands between two words where one question may end and another begin: punctuation,
"and", "btw", or nothing before a word that asks. The weights stand in knowledge/seams.yaml and are
made by `review-bot calibrate-seams` from our own messages: logistic regression on signs, the words
beside the seam and their kinds, and what stands in the message before it and after.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from bot.learnt import CalibrationError, read, write

FIRST_SIDE = 0xE000
SIDE = "[\ue000-\uf8ff]"
"""While a text is taken apart, each of its sides stands in it as one character of nobody's
script."""
_THING = (
    r"(?:numbers?|amounts?|costs?|prices?|fees?|names?|titles?|dates?|days?|years?|yr|ages?|waits?"
    r"|figures?|shares?|percentages?|growth|rise|salar(?:y|ies)|wages?|e-?mails?|phone|address"
    r"|deadlines?|budgets?|timetables?|reasons?|rates?|money|funding|size)"
)
_NUMBERING = r"(?<![\w(])\(?\b(?:\d|[a-d])\)"
_TOKEN = re.compile(
    rf"{_NUMBERING}|"
    r"[\w£%\ue000-\uf8ff]+(?:['’&.-][\w\ue000-\uf8ff]+)*|[^\w\s]"
)
_JOINS = re.compile(
    rf"{_NUMBERING}|"
    r"(?:and|n|an|plus|also|or|oh|btw|then|nor|but|while)|[^\w\s£%'\"’“”*#@\ue000-\uf8ff]",
    re.IGNORECASE,
)
_KINDS = (
    ("side", rf"{SIDE}.*"),
    (
        "asking",
        r"(?:what|who|when|where|how)(?:['’]?s)?|wots?|which|why|whose|whether",
    ),
    (
        "doing",
        r"(?:is|are|was|were|does|do|did|would|could|should|has|have|had)(?:n['’]?t)?"
        r"|will|can|may|must|won['’]?t|can['’]?t|r",
    ),
    ("pointing", r"the|an?|th(?:is|at|ese|ose)|its|their|his|her|our|any|some|no|each|every"),
    (
        "somebody",
        r"it|they|he|she|we|i|you|u|them|there|one|i['’]?[md]|any(?:one|body)|same",
    ),
    (
        "leading",
        r"of|for|in|on|at|by|from|to|with|about|bout|under|since|per|into|over|than|as|if",
    ),
    ("number", r"[\d£].*"),
    ("thing", _THING),
)
_KIND = re.compile("|".join(f"(?P<{kind}>{words})$" for kind, words in _KINDS), re.I)
_ASKING = ("asking", "doing")
_SORTS = {"asks": _ASKING, "sides": ("side",), "things": ("thing",)}
_START, _END = "^", "$"

Sign = tuple[str, str]
"""What tells about a seam: the name of a sign and its value."""


@dataclass(frozen=True, slots=True)
class Seam:
    """A place, from `start` to `end` of a masked text, where it may fall apart, with its signs."""

    start: int
    end: int
    signs: tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class Seams:
    """What each sign of a seam weighs; a text falls apart where they come to `bar` or more."""

    weights: Mapping[str, Mapping[str, float]]
    intercept: float
    bar: float

    def cuts(self, masked: str) -> list[tuple[int, int]]:
        """Return where a masked text falls apart, each from where to where, in order."""
        return [
            (seam.start, seam.end) for seam in seams_in(masked) if self.likely(seam) >= self.bar
        ]

    def likely(self, seam: Seam) -> float:
        """Return how likely it is that one question ends at a seam and another begins."""
        none: Mapping[str, float] = {}
        found = (self.weights.get(name, none).get(value, 0.0) for name, value in seam.signs)
        return 0.5 * (1 + math.tanh((self.intercept + sum(found)) / 2))


NO_SEAMS = Seams({}, -1.0, 1.0)
"""Where nothing was learnt: no text falls apart."""


def read_seams(path: Path) -> Seams:
    """Return the weights in a file; raises CalibrationError."""
    found = read(path, "calibrate-seams", _made)
    numbers = [
        found.intercept,
        found.bar,
        *(w for each in found.weights.values() for w in each.values()),
    ]
    if not all(map(math.isfinite, numbers)) or not 0 < found.bar <= 1:
        raise CalibrationError(f"{path.name}: the weights are not whole; restore the file.")
    return found


def write_seams(path: Path, seams: Seams) -> None:
    """Write weights to a file, beside and renamed into place."""
    head = "# Made by `review-bot calibrate-seams`; what each sign is, stands in bot/seams.py.\n"
    value = {
        "bar": seams.bar,
        "intercept": round(seams.intercept, 3),
        "weights": {
            name: dict(sorted(each.items())) for name, each in sorted(seams.weights.items())
        },
    }
    write(path, head, value, width=110, default_flow_style=None, allow_unicode=True)


def _made(loaded: Mapping[str, Any]) -> Seams:
    return Seams(
        {
            str(name): {str(value): float(weight) for value, weight in values.items()}
            for name, values in loaded["weights"].items()
        },
        float(loaded["intercept"]),
        float(loaded["bar"]),
    )


def seams_in(masked: str) -> list[Seam]:
    """Return the seams of a text whose sides are masked, in order, in a time linear in it."""
    text = _Text(masked)
    gaps = list(_gaps(text.words, text.kinds))
    nexts = [*(start for start, _ in gaps), len(text.words)][1:]
    found, before = [], 0
    for number, ((start, end), following) in enumerate(zip(gaps, nexts, strict=True)):
        place = _Place(number, len(gaps), before, start, end, following)
        found.append(Seam(text.ends[start - 1], text.starts[end], tuple(_signs(text, place))))
        before = end
    return found


class _Text:
    """A text's tokens with where they stand, their kinds, and of each of three sorts of word how
    many stand before each token.
    """

    def __init__(self, masked: str) -> None:
        tokens = list(_TOKEN.finditer(masked))
        self.starts = [token.start() for token in tokens]
        self.ends = [token.end() for token in tokens]
        self.kinds = [_kind(token.group()) for token in tokens]
        self.words = [
            "SIDE" if kind == "side" else re.sub(_NUMBERING, "1)", token.group().lower())
            for token, kind in zip(tokens, self.kinds, strict=True)
        ]
        self.sorts = {
            sort: [0, *accumulate(kind in kinds for kind in self.kinds)]
            for sort, kinds in _SORTS.items()
        }


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a seam lies: its number among how many, where the clause before it begins, the tokens
    that it is, and where the clause after it ends.
    """

    number: int
    among: int
    before: int
    start: int
    end: int
    following: int


def _gaps(words: Sequence[str], kinds: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield from which token to which a text's seams are, those between two words."""
    joins = [bool(_JOINS.fullmatch(word)) for word in words]
    for place in range(1, len(words)):
        # "I'd also like the date" goes on, ", also the date" begins anew.
        joins[place] &= words[place] != "also" or joins[place - 1]
    start = 0
    for place in range(1, len(words)):
        if joins[place]:
            start = start if joins[place - 1] else place
        elif joins[place - 1]:
            if start:
                yield start, place
        elif kinds[place] in _ASKING:
            yield place, place


def _signs(text: _Text, place: _Place) -> Iterator[Sign]:
    words, kinds = text.words, text.kinds
    joint = " ".join(words[place.start : place.end])
    last = words[place.start - 1]
    before = words[place.start - 2] if place.start > 1 else _START
    first, second, third = [*words[place.end : place.end + 3], _END, _END][:3]
    kind = kinds[place.start - 1]
    kinds_after = [*kinds[place.end : place.end + 3], _END, _END][:3]
    yield "joint", joint
    yield "last", last
    yield "last two", f"{before} {last}"
    yield "first", first
    yield "first two", f"{first} {second}"
    yield "first three", f"{first} {second} {third}"
    yield "joint, first", f"{joint} {first}"
    yield "last, joint", f"{last} {joint}"
    yield "joint, kind", f"{joint} {kinds_after[0]}"
    yield "joint, kinds", f"{joint} {kinds_after[0]} {kinds_after[1]}"
    yield "kind, joint", f"{kind} {joint}"
    yield "kind, joint, kind", f"{kind} {joint} {kinds_after[0]}"
    yield "kinds", " ".join(kinds_after)
    yield "kind, kinds", " ".join((kind, *kinds_after[:2]))
    stand = {sort: _standing(count, place) for sort, count in text.sorts.items()}
    for sort, where in stand.items():
        yield sort, where
        yield f"{sort}, joint", f"{where} {joint}"
    yield "asks, sides", f"{stand['asks']} {stand['sides']}"
    long, short = _size(place.start - place.before), _size(place.following - place.end)
    yield "words before", long
    yield "words before, joint", f"{long} {joint}"
    yield "words after", short
    yield "words after, joint", f"{short} {joint}"
    yield "words in all before", _size(place.start)
    yield "words in all after", _size(len(words) - place.end)
    yield "seams before", str(min(place.number, 3))
    yield "seams", str(min(place.among, 6))
    yield "begins with", words[0]
    yield "begins with kind", kinds[0]


def _standing(count: Sequence[int], place: _Place) -> str:
    """Return whether words of a sort stand in the clause before a seam, in all before it, in the
    clause after it, and in all after it.
    """
    spans = (
        (place.before, place.start),
        (0, place.start),
        (place.end, place.following),
        (place.end, len(count) - 1),
    )
    return "".join("01"[count[end] > count[start]] for start, end in spans)


def _size(words: int) -> str:
    return str(words) if words < 4 else "4 to 6" if words < 7 else "7 or more"


def _kind(word: str) -> str:
    found = _KIND.match(word)
    return found.lastgroup or "word" if found else "word"
