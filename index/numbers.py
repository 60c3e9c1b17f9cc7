"""The numbers of paragraphs: which can follow which, and which are none."""

import re

_ROMANS = dict(i=1, v=5, x=10, l=50)
_ORDINALS = ("", "", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_HEADING = re.compile(r"^[“\"]?(\d{1,3}(?:\.\d{1,3})*)([.)]?)(?:\s+(\S+)|$)")
_MONTHS = re.compile(r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*,?$", re.IGNORECASE)
_MOST_MISSED = 10


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


def follows(last: str, name: str) -> bool:
    """Whether point `name` can come after `last`: the next letter or numeral, or a first."""
    if name in ("a", "i"):
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
