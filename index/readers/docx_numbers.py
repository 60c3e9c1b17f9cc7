"""The numbers that Word shows before paragraphs and keeps out of their text."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BULLET = "•"
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list is numbered; `text` is Word's pattern, "%1.%2"."""

    form: str
    text: str
    start: int
    legal: bool = False
    restart: int | None = None


@dataclass(slots=True)
class Numbering:
    """Counts a document's lists as Word does, paragraph by paragraph."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    overrides: dict[tuple[str, int], int] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def label(self, list_id: str, level: int) -> str:
        """Return what Word shows before the next paragraph of a list: "2.1", "(a)", a bullet."""
        abstract = self.lists.get(list_id, "")
        known = self.levels.get(abstract, {})
        if level not in known:
            return ""
        counts = self._counts[abstract]
        if (list_id, level) in self.overrides and (list_id, level) not in self._begun:
            counts[level] = self.overrides[list_id, level] - 1
        self._begun.add((list_id, level))
        counts[level] = counts.get(level, known[level].start - 1) + 1
        for deeper in range(level + 1, _LEVELS):
            restart = known[deeper].restart if deeper in known else None
            if restart is None or (restart and level < restart):
                counts.pop(deeper, None)
        shown = known[level]
        if shown.form == "bullet":
            return BULLET
        if shown.form == "none":
            return ""
        text = shown.text
        for number in range(_LEVELS):
            if f"%{number + 1}" not in text:
                continue
            above = known.get(number, shown)
            count = counts.get(number, above.start)
            form = "decimal" if shown.legal else above.form
            text = text.replace(f"%{number + 1}", _written(count, form))
        return " ".join(text.split())


def read_numbering(root: Any) -> Numbering:
    """Return the numbering of the numbering part's root element, empty where there is none."""
    found = Numbering()
    if root is None:
        return found
    for abstract in root.iterfind(f"{_W}abstractNum"):
        found.levels[abstract.get(f"{_W}abstractNumId")] = {
            int(level.get(f"{_W}ilvl")): _level(level) for level in abstract.iterfind(f"{_W}lvl")
        }
    linked = {
        link.get(f"{_W}val"): abstract.get(f"{_W}abstractNumId")
        for abstract in root.iterfind(f"{_W}abstractNum")
        if (link := abstract.find(f"{_W}styleLink")) is not None
    }
    for abstract in root.iterfind(f"{_W}abstractNum"):
        link = abstract.find(f"{_W}numStyleLink")
        target = linked.get(link.get(f"{_W}val")) if link is not None else None
        if target:
            found.levels[abstract.get(f"{_W}abstractNumId")] = found.levels[target]
    for number in root.iterfind(f"{_W}num"):
        identity = number.get(f"{_W}numId")
        found.lists[identity] = _value(number, "abstractNumId")
        for override in number.iterfind(f"{_W}lvlOverride"):
            level = int(override.get(f"{_W}ilvl"))
            start = _value(override, "startOverride")
            if start:
                found.overrides[identity, level] = int(start)
            own = override.find(f"{_W}lvl")
            if own is not None:
                base = dict(found.levels.get(found.lists[identity], {}))
                base[level] = _level(own)
                found.levels[f"own {identity}"] = base
                found.lists[identity] = f"own {identity}"
    return found


def _level(level: Any) -> _Level:
    restart = _value(level, "lvlRestart")
    legal = level.find(f"{_W}isLgl")
    return _Level(
        form=_value(level, "numFmt") or "decimal",
        text=_value(level, "lvlText"),
        start=int(_value(level, "start") or 1),
        legal=legal is not None and legal.get(f"{_W}val", "1") not in ("0", "false"),
        restart=int(restart) if restart else None,
    )


def _value(element: Any, name: str) -> str:
    child = element.find(f"{_W}{name}")
    return str(child.get(f"{_W}val") or "") if child is not None else ""


def _written(count: int, form: str) -> str:
    return _FORMS.get(form, str)(count)


def _letters(count: int) -> str:
    # Word goes on after z with aa, bb, cc.
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1) if count > 0 else "0"


def _roman(count: int) -> str:
    steps = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
    signs = ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i")
    text = ""
    for step, sign in zip(steps, signs, strict=True):
        text += sign * (count // step)
        count %= step
    return text


def _ordinal(count: int) -> str:
    teen = 10 <= count % 100 <= 20
    return f"{count}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(count % 10, 'th')}"


_FORMS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda count: f"{count:02}",
    "lowerLetter": _letters,
    "upperLetter": lambda count: _letters(count).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda count: _roman(count).upper(),
    "ordinal": _ordinal,
}
