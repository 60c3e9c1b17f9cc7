"""Phrases looked for in plain text, all but a few by RE2: in time linear in the text."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import re2


class Phrases:
    """Phrases as plain() leaves them; each is found where whole words of a text are it.

    In a phrase "_" stands for up to three words, "<NAME>" for any of that group of words.
    """

    def __init__(self, *written: str, words: Mapping[str, str] | None = None) -> None:
        filled = [_filled(phrase, words or {}) for phrase in written]
        # RE2 has no look ahead. Python's own, slower patterns are asked for these few alone.
        excepting = [phrase for phrase in filled if "(?!" in phrase]
        self._each = _compiled([phrase for phrase in filled if "(?!" not in phrase])
        self._excepting = re.compile(f" (?:{'|'.join(excepting)})(?= )") if excepting else None

    def search(self, said: str) -> bool:
        """Return whether any of them stands in a plain text."""
        if self._each and self._each.search(said):
            return True
        return bool(self._excepting and self._excepting.search(said))

    def each(self, said: str) -> set[str]:
        """Return those parts of a plain text that are one of them."""
        found = set()
        if self._excepting:
            found = {hit.group().strip() for hit in self._excepting.finditer(said)}
        start = 0
        while self._each and (hit := self._each.search(said, start)):
            found.add(hit.group().strip())
            # The space behind one stands before the next.
            start = hit.end() - 1
        return found


def _filled(phrase: str, words: Mapping[str, str]) -> str:
    """Return a phrase with its groups and gaps written out."""
    for name, group in words.items():
        phrase = phrase.replace(f"<{name}>", f"(?:{group})")
    # A plain text has spaces and full stops between its words; RE2's own \w knows no accents.
    return phrase.replace("_", "(?:\\w+ ){0,3}").replace("\\w", "[^ .]")


def _compiled(filled: Sequence[str]) -> Any:
    """Return one RE2 pattern, None for no phrases."""
    return re2.compile(f" (?:{'|'.join(filled)}) ") if filled else None
