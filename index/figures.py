"""The figures in a text, however they are written: '£45m' and '£45 million' are the same."""

import re

_UNITS = {"million": "m", "m": "m", "billion": "bn", "bn": "bn", "thousand": "k", "k": "k"}
_UNITS |= {"per cent": "%", "percent": "%", "%": "%"}
_FIGURE = re.compile(
    r"(?<![\w.])(£?)(\d[\d,]*(?:\.\d+)?)(?:\s?(%|per cent\b|percent\b|(?:million|billion|thousand|"
    r"bn|m|k)\b))?",
    re.IGNORECASE,
)
# As they are typed, too, which papers never print.
_MILLIONS = re.compile(r"(?<=\d)[\s-]?(?:millions?|mill?|mn|m)\b")
_BILLIONS = re.compile(r"(?<=\d)[\s-]?(?:billions?|bn)\b")
_COUNTED = """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty
"""
_WORDS = {word: str(number) for number, word in enumerate(_COUNTED.split(), 1)}
_WORD = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b", re.IGNORECASE)


def figures(text: str, *, words: bool = True) -> set[str]:
    """Return the figures of a text in one way of writing, those in words too unless told not to."""
    if words:
        text = _WORD.sub(lambda match: _WORDS[match.group().lower()], text)
    return {
        pound + number.replace(",", "") + _UNITS.get((unit or "").lower(), "")
        for pound, number, unit in _FIGURE.findall(text)
    }


def with_short_units(text: str) -> str:
    """Return a text in lower case with its millions and billions written short: "45 million" is
    asked for what a paper prints as "45m".
    """
    return _BILLIONS.sub("bn", _MILLIONS.sub("m", text))
