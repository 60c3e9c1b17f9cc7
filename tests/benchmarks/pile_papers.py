"""Papers of fictional councils in every house style of numbering, with the truth about each."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

_WHO = (
    *("The panel", "Each home", "The service", "A carer", "The working group", "Our partner trust"),
    *("The lead officer", "Every school", "The cabinet", "One family in six", "The new team"),
    *("A young adult", "The district", "The youth forum", "The auditor", "The board of the trust"),
)
_DID = (
    *("has looked at", "asked for", "will pay for", "agreed with", "did not support", "set aside"),
    *("is waiting for", "wrote about", "heard of", "wishes to see", "has not yet begun", "praised"),
)
_WHAT = (
    *(
        "a plan for kinship care",
        "the cost of placements",
        "twelve more foster homes",
        "early help",
    ),
    *("the draft budget", "support at weekends", "a register of carers", "the pilot in Ostley"),
    *("places for 47 children", "a sum of £4,100 a week", "the well-being of staff", "training"),
    *("a follow-up visit", "the 2024 survey", "housing for care leavers", "speech therapy"),
    *("decision-making in the team", "the second phase", "independent visitors", "section 17 help"),
)
_MORE = (
    *("before the end of March", "in each of the four areas", "as paragraph 2.3 explains", "again"),
    *("for a third year", "with the help of volunteers", "although money is short", "this autumn"),
    *("after a visit to Wexmoor", "by a vote of 7 to 4", "since 13 May 2023", "without delay"),
    *("so that nobody has to move far from school", "at a cost of 2.5 million pounds", "in public"),
)
_SUBJECTS = (
    *("Homes for Children", "Carers and Kin", "Money and Staff", "Early Help", "What We Heard"),
    *("Legal Matters", "Risks", "Next Steps", "Purpose of the Report", "Background", "Equality"),
    *("Schools", "Housing", "Advice Received", "Young People’s Views", "Work with Partners"),
)
COUNCILS = ("Ostley", "Wexmoor", "Barrowmere", "Kirkford", "Marlow Vale", "Tenby Wold")

Kind = Literal[
    "title", "heading", "item", "plain", "bullet", "table", "reply", "note", "break", "lead"
]


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a paper: what is printed, and the locator a reader would look for.

    `number` stands before the text; `depth` is how far it is set in. An empty `locator` means that
    nobody would look for it by a number.
    """

    kind: Kind
    text: str
    number: str = ""
    locator: str = ""
    depth: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
    merged: bool = False


@dataclass(slots=True)
class Plan:
    """A paper before it is a file; `expects` maps each locator to its words."""

    council: str
    title: str
    style: str
    parts: list[Part] = field(default_factory=list)

    @property
    def expects(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for part in self.parts:
            if part.kind == "table":
                for number, row in enumerate(part.rows, 1):
                    found[f"{part.locator}, row {number}"] = "\t".join(c for c in row if c)
            elif part.locator and part.kind == "reply":
                found[part.locator] += f"\n{part.text}"
            elif part.locator and part.text:
                found[part.locator] = part.text
        return found


def paper(seed: int) -> Plan:
    """Return a paper, the same for the same seed; styles come round in turn."""
    chance = random.Random(seed)
    style = tuple(_STYLES)[seed % len(_STYLES)]
    council = chance.choice(COUNCILS)
    plan = Plan(council, f"{chance.choice(_SUBJECTS)} in {council}", style)
    # Most papers are of a few pages, some of many.
    plan.parts = list(_STYLES[style](chance, chance.choice((1, 1, 2, 6))))
    return plan


def sentence(chance: random.Random) -> str:
    """Return one sentence."""
    words = [chance.choice(_WHO), chance.choice(_DID), chance.choice(_WHAT)]
    words += chance.sample(_MORE, chance.randrange(3))
    return " ".join(words) + "."


def _prose(chance: random.Random, most: int = 5) -> str:
    return " ".join(sentence(chance) for _ in range(chance.randint(1, most)))


def _subjects(chance: random.Random, count: int) -> list[str]:
    return [
        name
        for _ in range(0, count, len(_SUBJECTS))
        for name in chance.sample(_SUBJECTS, min(count, len(_SUBJECTS)))
    ][:count]


_POINTS = {
    "a)": "abcdefghijkl",
    "(a)": "abcdefghijkl",
    "i)": ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"),
    "(i)": ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"),
    "a.": "abcdefghijkl",
}


def _points(chance: random.Random, above: str, form: str, depth: int = 1) -> Iterator[Part]:
    for name in _POINTS[form][: chance.randint(2, 8)]:
        shown = form.replace("a", name) if "a" in form else form.replace("i", name)
        text = _prose(chance, 2)
        yield Part("item", text, shown, f"{above}({name})", depth)


def _with_points(chance: random.Random, number: str, locator: str, form: str) -> Iterator[Part]:
    """Yield a numbered paragraph; now and then with points or bullets below it."""
    what = chance.random()
    if what < 0.25:
        yield Part("item", f"{_prose(chance, 2)} The points are:", number, locator)
        yield from _points(chance, locator, form)
    elif what < 0.35:
        yield Part("item", f"{_prose(chance, 2)} These are:", number, locator)
        for place in range(chance.randint(2, 4)):
            yield Part("bullet", _prose(chance, 1), "•", f"{locator}, bullet {place + 1}", 1)
    else:
        yield Part("item", _prose(chance), number, locator)


def _table(chance: random.Random, name: str) -> Part:
    """Return a table under a caption; where cells are merged an empty one belongs to that above."""
    columns = chance.randint(2, 4)
    wide = chance.random() < 0.4
    heads = ("Home", "Places", "Cost a week", "Change since May")[:columns]
    rows = [heads]
    for place in range(chance.randint(3, 7)):
        first = f"{chance.choice(COUNCILS)} House {place + 1}"
        if wide:
            first += f", {chance.choice(_WHAT)} {chance.choice(_MORE)}"
        cells = (first, str(chance.randint(2, 40)), f"£{chance.randint(2, 9)},100", "+3%")
        rows.append(cells[:columns])
    merged = columns > 2 and chance.random() < 0.4
    if merged:
        # The first cell of a row reaches over the next one as well.
        at = chance.randint(1, len(rows) - 2)
        rows[at + 1] = (rows[at][0], *rows[at + 1][1:])
    return Part("table", f"{name}: {_subjects(chance, 1)[0]}", "", name, 0, tuple(rows), merged)


def _decimal(chance: random.Random, length: int, dotted: bool = True) -> Iterator[Part]:
    """2.10 below "2. Money", or below "2 Money" without a dot."""
    form = chance.choice(list(_POINTS))
    mark, tail = ("." if dotted else ""), ("." if dotted and chance.random() < 0.2 else "")
    tables = 0
    for major, subject in enumerate(_subjects(chance, length * chance.randint(3, 7)), 1):
        yield Part("heading", subject, f"{major}{mark}")
        for minor in range(1, chance.randint(3, 14)):
            locator = f"{major}.{minor}"
            yield from _with_points(chance, locator + tail, locator, form)
        if chance.random() < 0.3:
            tables += 1
            yield _table(chance, f"Table {tables}")


def _undotted(chance: random.Random, length: int) -> Iterator[Part]:
    yield from _decimal(chance, length, dotted=False)


def _integer(chance: random.Random, length: int, mark: str = ".") -> Iterator[Part]:
    """7. counting on under headings without numbers, points below; also without the dot."""
    form = chance.choice([name for name in _POINTS if name != "a."])
    number = tables = 0
    for subject in _subjects(chance, length * chance.randint(3, 6)):
        yield Part("heading", subject)
        for _ in range(chance.randint(2, 7)):
            number += 1
            yield from _with_points(chance, f"{number}{mark}", str(number), form)
        if chance.random() < 0.3:
            tables += 1
            yield _table(chance, f"Table {tables}")


def _bare(chance: random.Random, length: int) -> Iterator[Part]:
    """7 without a dot, its paragraph set in behind it."""
    yield from _integer(chance, length, "")


def _minutes(chance: random.Random, length: int) -> Iterator[Part]:
    """54. Title, paragraphs, points v), RESOLVED."""
    number = chance.randint(1, 80)
    form = chance.choice(("i)", "(i)", "a)"))
    for subject in _subjects(chance, length * chance.randint(4, 9)):
        locator = str(number)
        yield Part("heading", subject, f"{number}.")
        yield Part("plain", f"{_prose(chance, 3)} The following points were made:", "", locator)
        yield from _points(chance, locator, form, 0)
        if chance.random() < 0.6:
            yield Part("lead", "RESOLVED:", "", f"{locator} RESOLVED")
            yield Part("reply", "That the report be noted.", "", f"{locator} RESOLVED")
        number += 1


def _agenda_items(chance: random.Random, length: int) -> Iterator[Part]:
    """(Item 4) below a title, then 1. with a."""
    for item, subject in enumerate(
        _subjects(chance, length * chance.randint(4, 8)), chance.randint(1, 6)
    ):
        yield Part("heading", subject)
        yield Part("plain", "", f"(Item {item})")
        for number in range(1, chance.randint(3, 6)):
            locator = f"Item {item}, {number}"
            yield from _with_points(chance, f"{number}.", locator, "a.")


def _recommendations(chance: random.Random, length: int) -> Iterator[Part]:
    """Recommendation 3: title, its words, and what was answered."""
    for number in range(1, length * chance.randint(6, 14)):
        name = f"Recommendation {number}"
        if chance.random() < 0.5:
            yield Part("heading", f"{name}: {_subjects(chance, 1)[0]}")
            yield Part("plain", _prose(chance, 3), "", name)
        else:
            yield Part("plain", _prose(chance, 3), f"{name}:", name)
        for _ in range(chance.randint(0, 2)):
            yield Part("plain", _prose(chance, 4))


def _questions(chance: random.Random, length: int) -> Iterator[Part]:
    """Question 3, who asks, what; Answer."""
    for number in range(1, length * chance.randint(5, 10)):
        name = f"Question {number} and reply"
        yield Part("heading", "", f"Question {number}")
        yield Part("lead", f"Question by {chance.choice(('Ada Fern', 'Cole Ash'))}", "", name)
        yield Part("reply", f"Will the council act? {_prose(chance, 3)}", "", name)
        yield Part("reply", "Answer", "", name, depth=-1)
        for _ in range(chance.randint(1, 3)):
            yield Part("reply", _prose(chance, 4), "", name)


def _roman(chance: random.Random, length: int) -> Iterator[Part]:
    """IV. Money, with 1. counting on below."""
    romans = ("I", "II", "III", "IV", "V", "VI", "VII")
    number = 0
    for roman, subject in zip(
        romans, _subjects(chance, length * chance.randint(3, 7)), strict=False
    ):
        yield Part("heading", subject, f"{roman}.")
        for _ in range(chance.randint(2, 6)):
            number += 1
            yield from _with_points(chance, f"{number}.", str(number), "(a)")


def _appendices(chance: random.Random, length: int) -> Iterator[Part]:
    """Decimals, then Appendix A with A.1, and Appendix B that counts from 1 anew."""
    yield from _decimal(chance, length)
    yield Part("break", "")
    yield Part("heading", f"Appendix A: {_subjects(chance, 1)[0]}")
    form = chance.choice(("A.{}", "A{}"))
    for number in range(1, chance.randint(4, 9)):
        name = form.format(number)
        yield Part("item", _prose(chance, 3), name, name)
    yield Part("break", "")
    yield Part("heading", f"Appendix B: {_subjects(chance, 1)[0]}")
    for number in range(1, chance.randint(4, 9)):
        yield Part("item", _prose(chance, 3), f"{number}.", f"Appendix B, {number}")


_STYLES: dict[str, Callable[[random.Random, int], Iterator[Part]]] = {
    "2.10": _decimal,
    "7. a)": _integer,
    "54. v)": _minutes,
    "2 and 2.1": _undotted,
    "7 bare": _bare,
    "(Item 4)": _agenda_items,
    "Recommendation 3": _recommendations,
    "Question 3": _questions,
    "IV. and 7.": _roman,
    "Appendix A": _appendices,
}
STYLES = tuple(_STYLES)
