"""The words of children's social care: terms, their short forms, and what people say instead."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

_FIELDS = ("term", "short", "also", "everyday", "meaning", "note", "kind", "since")
_MONTH = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Term:
    """One entry: the standard term, its other forms, everyday words for it, and a plain meaning.

    `since` is the month ("2024-12") in which what it names came to be, "" where that is not told:
    no older paper says anything of it.
    """

    term: str
    meaning: str
    short: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    everyday: tuple[str, ...] = ()
    note: str = ""
    kind: str = "term"
    since: str = ""

    @property
    def forms(self) -> tuple[str, ...]:
        """The term and every other way to say it."""
        return (self.term, *self.short, *self.also, *self.everyday)


@dataclass(frozen=True, slots=True)
class Glossary:
    """The terms, chat spellings ("wd") with the plain words they stand for, and further places.

    `proper_places` are names that are everyday words too ("Reading"): they count only capitalised.
    """

    terms: tuple[Term, ...] = ()
    spellings: tuple[tuple[str, str], ...] = ()
    places: tuple[str, ...] = ()
    proper_places: tuple[str, ...] = ()

    def forms_of(self, kind: str) -> list[tuple[str, ...]]:
        """Return all ways to say each term of a kind."""
        return [term.forms for term in self.terms if term.kind == kind]


class GlossaryError(Exception):
    """The glossary cannot be used; the message says what to mend."""


def read_glossary(path: Path) -> Glossary:
    """Return the glossary in a file, an empty one if there is no file; raises GlossaryError."""
    if not path.is_file():
        return Glossary()
    try:
        loaded = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise GlossaryError(
            f"{path.name}: this is not valid YAML; mend it ({_first_line(error)})."
        ) from error
    if not isinstance(loaded, dict) or not isinstance(loaded.get("terms"), list):
        raise GlossaryError(f"{path.name}: it must hold a list named 'terms'.")
    terms = [_term(path.name, number, entry) for number, entry in enumerate(loaded["terms"], 1)]
    repeated = {
        term.term.lower()
        for term in terms
        if [t.term.lower() for t in terms].count(term.term.lower()) > 1
    }
    if repeated:
        raise GlossaryError(f"{path.name}: '{sorted(repeated)[0]}' has two entries; keep one.")
    places = loaded.get("places") or {}
    return Glossary(
        terms=tuple(terms),
        spellings=_spellings(path.name, loaded.get("spellings") or {}),
        places=_words(f"{path.name}: places: common", places.get("common") or []),
        proper_places=_words(f"{path.name}: places: proper", places.get("proper") or []),
    )


# The C loader reads the same YAML ten times faster, where PyYAML was built with it.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _first_line(error: Exception) -> str:
    return str(error).replace("\n", " ")[:120]


def _term(name: str, number: int, entry: Any) -> Term:
    if not isinstance(entry, dict) or not entry.get("term") or not entry.get("meaning"):
        raise GlossaryError(f"{name}: entry {number} needs at least a term and a meaning.")
    unknown = sorted(set(entry) - set(_FIELDS))
    if unknown:
        raise GlossaryError(f"{name}: '{entry['term']}' has the unknown field '{unknown[0]}'.")
    lists = {
        field: _words(f"{name}: '{entry['term']}': {field}", entry.get(field) or [])
        for field in ("short", "also", "everyday")
    }
    since = str(entry.get("since") or "")
    if since and not _MONTH.fullmatch(since):
        raise GlossaryError(f"{name}: '{entry['term']}': since must be a month, such as 2024-12.")
    return Term(
        term=str(entry["term"]),
        meaning=str(entry["meaning"]),
        note=str(entry.get("note") or ""),
        kind=str(entry.get("kind") or "term"),
        since=since,
        **lists,
    )


def _words(place: str, words: Any) -> tuple[str, ...]:
    # YAML makes false of a bare no and numbers of figures; a string would fall into its letters.
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise GlossaryError(f"{place} must be a list of words; put yes, no and figures in quotes.")
    return tuple(words)


def _spellings(name: str, spellings: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(spellings, dict):
        raise GlossaryError(f"{name}: spellings must be lines such as 'wd: would'.")
    pairs = tuple(spellings.items())
    _words(f"{name}: spellings", [word for pair in pairs for word in pair])
    return pairs
