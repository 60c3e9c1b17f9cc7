"""The numbers of paragraphs: which can follow which, and which are none."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest

_ROMANS = dict(i=1, v=5, x=10, l=50)
_ORDINALS = ("", "", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_HEADING = re.compile(r"^[“\"]?(\d{1,3}(?:\.\d{1,3})*)([.)]?)(?:\s+(\S+)|$)")
_MONTHS = re.compile(
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)[.,]?$",
    re.IGNORECASE,
)
_MOST_MISSED = 10
_BARE = re.compile(r"^(\d{1,3})\s+([A-Z“‘\"'(]\S*)")
_APPENDIX = re.compile(
    r"^((?:appendix|annex|annexe)) ([A-Z]|\d{1,2})(?:\s*[:.–-]|\s|$)", re.IGNORECASE
)
_LETTERED = re.compile(r"^([A-Z])(\.?)(\d{1,2})\.?\s+(?=[A-Z“‘\"'(])")
_ENOUGH_BARE = 3


def heading_number(text: str, last: str, strict: bool = False) -> str:
    """Return the number that a heading begins with, empty where what it begins with is none.

    `last` is the number before it: "4 Views" follows 3, "30 Hours of Childcare" does not. Where
    headings are known by their looks alone, `strict`, the first number must be 1.
    """
    match = _HEADING.match(text)
    if not match:
        return ""
    number, mark, word = match.groups()
    if mark or not word:
        return number
    if _MONTHS.match(word) or word[0].islower() or word[0] in "%–-/":
        return ""
    if "." in number or not (last or strict):
        return number
    if not last:
        return number if number == "1" else ""
    major = int(last.split(".")[0])
    return number if int(number) in (1, major, major + 1) else ""


def fits_decimal(number: str, last: str) -> bool:
    """Whether "2.5" can be the number of a paragraph after that of the last, and is no figure."""
    if not last or "." not in last:
        return True
    parts = [int(part) for part in number.split(".")]
    before = [int(part) for part in last.split(".")]
    if parts[-1] <= 1:
        return True
    if parts[0] == before[0]:
        return len(parts) != len(before) or 0 < parts[-1] - before[-1] <= _MOST_MISSED
    return before[0] < parts[0] <= before[0] + 2


def fits_integer(number: int, last: int) -> bool:
    """Whether "34." can be the number of an item after that of the last."""
    return not last or number == 1 or 0 < number - last <= _MOST_MISSED


def bare_number(text: str) -> int:
    """Return the number that stands before a text without a mark, 0 where it can be none."""
    match = _BARE.match(text)
    return 0 if match is None or _MONTHS.match(match.group(2)) else int(match.group(1))


def bare_numbers(texts: Iterable[str]) -> frozenset[int]:
    """Return the numbers of a paper that counts its paragraphs 1, 2, 3 without a mark, else none.

    Some may be missing where the one after goes on; a paper in which many others begin so counts
    nothing.
    """
    begun = [(number, text) for text in texts if (number := bare_number(text))]
    found: list[str] = []
    numbers: set[int] = set()
    last = 0
    for (number, text), after in zip_longest(begun, begun[1:], fillvalue=(0, "")):
        goes_on = bool(last) and 0 < number - last <= _MOST_MISSED and after[0] == number + 1
        if number == last + 1 or goes_on:
            last = number
            numbers.add(number)
            found.append(text)
    # What is numbered without a sentence is a list of names or places.
    ended = sum(text[-1] in ".:;?" for text in found)
    few = len(begun) - len(found) <= len(found) // 4
    enough = len(found) >= _ENOUGH_BARE and few and ended > len(found) // 2
    return frozenset(numbers) if enough else frozenset()


@dataclass(slots=True)
class Appendix:
    """Which appendix one stands in, so that numbers that begin anew in it can be told apart.

    `before` is the highest number that was reached ahead of it, `last` the last one within, `anew`
    whether its numbers begin anew.
    """

    name: str = ""
    level: int = 0
    before: int = 0
    last: int = 0
    anew: bool = False
    lettered: int = 0

    def enter(self, heading: str, level: int) -> None:
        """Take a heading: it opens an appendix, ends the one before or stands within it."""
        if match := _APPENDIX.match(heading):
            self.before = max(self.before, self.last)
            self.name = f"{match.group(1).capitalize()} {match.group(2).upper()}"
            self.level, self.last, self.lettered = level, 0, 0
        elif self.name and level <= self.level:
            self.leave()

    def leave(self) -> None:
        """Forget the appendix."""
        self.before, self.name, self.last = max(self.before, self.last), "", 0

    def place(self, number: str) -> str:
        """Return a number as it is to be found: "Appendix B, 1" where 1 stands elsewhere too."""
        major = int(number.split(".")[0])
        if self.name and major < self.last:
            # Another paper of the same file begins, or a list within.
            self.leave()
        if self.name and not self.last:
            self.anew = not self.before or major <= self.before
        self.last = max(self.last, major)
        return f"{self.name}, {number}" if self.name and self.anew else number

    def lettered_number(self, text: str) -> tuple[str, int]:
        """Return ("A.1", where its text begins) for the next number of this appendix's own letter,
        else ("", 0).
        """
        match = _LETTERED.match(text)
        if not match or not self.name.endswith(f" {match.group(1)}"):
            return "", 0
        number = int(match.group(3))
        if not 0 < number - self.lettered <= _MOST_MISSED or (not self.lettered and number > 1):
            return "", 0
        self.lettered = number
        return "".join(match.groups()), match.end()


def follows(last: str, name: str) -> bool:
    """Whether point `name` can come after `last`: the next letter or numeral, or a first."""
    if name in ("a", "i", "A"):
        return True
    if len(name) == 1 and len(last) == 1 and ord(name) == ord(last) + 1:
        return True
    return bool(last) and set(last) <= set(_ROMANS) and _roman(name) == _roman(last) + 1


def ordinal(use: int) -> str:
    """Return which use of a number this is: second, third, no. 10."""
    return _ORDINALS[use] if use < len(_ORDINALS) else f"no. {use}"


def _roman(numeral: str) -> int:
    """Return the value of a Roman numeral of the letters i, v, x, l; 0 if it is none."""
    if not set(numeral) <= set(_ROMANS):
        return 0
    values = [_ROMANS[letter] for letter in numeral]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(value if value >= following else -value for value, following in pairs)
