"""What of a question stands in a passage."""

import re
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

from index.held import Held
from index.lexical import stems
from index.passages import Passage
from index.register import Paper
from index.sentences import sentences


def said_in(passage: Passage) -> str:
    """Return a passage's words and ours for it."""
    return f"{passage.text}\n{passage.summary}" if passage.summary else passage.text


def said_of(edition: Held, passage: Passage) -> str:
    """Return a passage with its paper, date and headings, in lower case."""
    return _said_of(edition.paper(passage.paper), passage)


@lru_cache(2_048)
def words_of_passage(paper: Paper, passage: Passage) -> tuple[frozenset[str], str]:
    """Return the stems of all that is known of a passage, and its plain text in lower case."""
    plain = _said_of(paper, passage)
    return frozenset(stems(" ".join((plain, *passage.asked)))), plain


@lru_cache(2_048)
def sentences_with_words(text: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """Return each sentence of a text with its stems."""
    return tuple((sentence, frozenset(stems(sentence))) for sentence in sentences(text))


def names(plain: str, forms: Sequence[str]) -> bool:
    """Whether a text in lower case names something in one of its forms."""
    # Most forms stand nowhere in it, which a plain look tells in no time.
    there = (form for form in map(str.lower, forms) if form in plain)
    return any(re.search(rf"\b{re.escape(form)}\b", plain) for form in there)


def is_of_place(paper: Paper, forms: Sequence[str]) -> bool:
    """Whether a paper is one of the council of a place, given as all its forms."""
    return names(paper.publisher.lower(), forms)


def is_of_any_place(paper: Paper, places: Sequence[Sequence[str]]) -> bool:
    """Whether a paper is one of the council of any of some places."""
    return any(is_of_place(paper, forms) for forms in places)


def is_held_from(papers: Iterable[Paper], forms: Sequence[str]) -> bool:
    """Whether any of some papers is one of the council of a place, given as all its forms."""
    return any(is_of_place(paper, forms) for paper in papers)


def share_of(rarity: Mapping[str, float], words: AbstractSet[str]) -> float:
    """Return how much of a question these words are, rare ones counting more, 0.0 to 1.0."""
    total = sum(rarity.values()) or 1.0
    # Asked of every passage: a list is summed faster than what is yielded one by one.
    return sum([weight for word, weight in rarity.items() if word in words]) / total


def _said_of(paper: Paper, passage: Passage) -> str:
    parts = (paper.publisher, paper.title, paper.by, str(paper.published), *passage.heading)
    return " ".join((*parts, said_in(passage))).lower()
