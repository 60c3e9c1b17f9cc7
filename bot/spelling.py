"""Spelling mended against the words of the papers and the glossary; never a name.

The only place that uses symspellpy (its list of English words) and, for this, rapidfuzz.
"""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache, cached_property
from importlib.resources import files

from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.held import Held

_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST = 5
"""Letters of the shortest word in which any slip is mended; in a shorter one most lead to too many
others.
"""
_SWAPPED, _DROPPED = 3, 4
"""Letters of the shortest word in which two swapped letters are put right, and a dropped one."""
_COMMON = 3_000
"""How many English words, the commonest first, one with swapped letters may have been."""
_OF_THREE = frozenset(
    (
        *("the", "and", "you", "are", "was", "has", "who"),
        *("how", "why", "can", "for", "not", "now", "out"),
    )
)
"""Those of three letters, of which most others that are no word are acronyms."""
_LONG = 8
"""Letters from which two slips are mended, not one."""
_LARGEST = 20_000
"""Passages read for their words; those of a larger collection have its words many times over."""


class Speller:
    """Mends words that are neither English nor in the papers to the nearest word of the papers, and
    short ones with two letters swapped to a common English word.
    """

    def __init__(self, edition: Held) -> None:
        self._edition = edition

    def mend(self, text: str) -> str:
        """Return the text with misspelt words mended; names, short words and figures stay."""
        starts = _sentence_starts(text)
        return _WORD.sub(lambda m: self._mended(m.group(), is_first=m.start() in starts), text)

    def _mended(self, word: str, is_first: bool) -> str:
        if len(word) < _SWAPPED or not (word.islower() or (is_first and word.istitle())):
            return word
        lower = word.lower()
        if self.is_word(lower):
            return word
        return (self._nearest if len(word) >= _SHORTEST else self._short)(lower) or word

    def is_word(self, lower: str) -> bool:
        """Return whether a word in lower case is English or stands in the papers or glossary."""
        return lower in _english() or lower in self._known or lower in self._said

    def _short(self, word: str) -> str | None:
        """Return the common word that a short one is with two letters swapped ("teh"), else that of
        the papers which has one more ("grnt"), or None.
        """
        swaps, common = _swaps(word), _common()
        if len(word) < _DROPPED:
            return next(iter(swaps & _OF_THREE), None)
        if swapped := min(swaps & common.keys(), key=common.__getitem__, default=None):
            return swapped
        return self._nearest(word, len(word) + 1)

    def _nearest(self, word: str, letters: int = 0) -> str | None:
        """Return the commonest of the words nearest to a misspelt one, of at least so many letters,
        or None.
        """
        slips = 2 if len(word) >= _LONG else 1
        near = process.extract(
            word,
            [one for one in self._by_letter.get(word[0], ()) if len(one) >= letters],
            scorer=OSA.distance,
            score_cutoff=slips,
            limit=None,
        )
        least = min((distance for _, distance, _ in near), default=0)
        best = [found for found, distance, _ in near if distance == least]
        return max(best, key=lambda found: self._counts[found], default=None)

    @cached_property
    def _counts(self) -> Counter[str]:
        """How often each word stands in the papers, our summaries and the glossary in small
        letters: a name stands there only with a capital.
        """
        passages = self._edition.passages[:_LARGEST]
        texts = [text for passage in passages for text in (passage.text, passage.summary)]
        terms = self._edition.glossary.terms
        return _counted([*texts, *(text for t in terms for text in (t.term, t.meaning))])

    @cached_property
    def _by_letter(self) -> dict[str, list[str]]:
        """The words by their first letter, which a slip seldom touches."""
        found: dict[str, list[str]] = {}
        for word in self._counts:
            found.setdefault(word[0], []).append(word)
        return found

    @cached_property
    def _known(self) -> frozenset[str]:
        """Every word of the glossary, of places and of headings, whatever its capitals."""
        glossary = self._edition.glossary
        texts = [*glossary.places, *glossary.proper_places]
        for term in glossary.terms:
            texts += term.forms
        for paper in self._edition.papers:
            texts += [paper.title, paper.publisher, paper.committee]
        return frozenset(word.lower() for text in texts for word in _WORD.findall(text))

    @cached_property
    def _said(self) -> frozenset[str]:
        """Every word of the papers and of the questions they answer, names among them."""
        return frozenset(
            word.lower()
            for passage in self._edition.passages[:_LARGEST]
            for text in (passage.text, passage.summary, *passage.asked)
            for word in _WORD.findall(text)
        )


def _counted(texts: Iterable[str]) -> Counter[str]:
    return Counter(
        word for text in texts for word in _WORD.findall(text) if word.islower() and len(word) > 3
    )


def _sentence_starts(text: str) -> set[int]:
    """Return where sentences start: a capital there does not make a name."""
    return {match.start(1) for match in re.finditer(r"(?:^|[.?!]\s+)([^\W\d_])", text)}


def _swaps(word: str) -> set[str]:
    """Return a word with each two letters beside each other swapped."""
    return {f"{word[:n]}{word[n + 1]}{word[n]}{word[n + 2 :]}" for n in range(len(word) - 1)}


@cache
def _by_frequency() -> tuple[str, ...]:
    """Return some 80,000 English words, the commonest first."""
    listed = files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt")
    lines = listed.read_text(encoding="utf-8-sig").splitlines()
    return tuple(line.partition(" ")[0] for line in lines)


@cache
def _english() -> frozenset[str]:
    """Return them all, in no order."""
    return frozenset(_by_frequency())


@cache
def _common() -> dict[str, int]:
    """Return the commonest English words, each with its rank."""
    return {word: rank for rank, word in enumerate(_by_frequency()[:_COMMON])}
