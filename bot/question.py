"""Make a question ready to be searched: chat spellings, the words of the field, the follow-up made
whole.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.glossary import Glossary, Term
from index.lexical import STOP_WORDS
from index.search import words_of

LONGEST = 2_000
"""Characters; a question is a sentence or two, and a pasted document is not one."""

_TOKEN = re.compile(r"[\w£%]+(?:['’&.-]\w+)*|[^\w\s]")
_REFERS_BACK = re.compile(
    r"\b(?:it|its|that|this|those|these|they|them|their|there|he|she|him|her|one|ones|same|else|then|both|either|"
    r"instead|another|other)\b",
    re.IGNORECASE,
)
_LEANS_ON = re.compile(r"^(?:and|but|so|ok|okay|what about|how about|since)\b", re.I)
_SHORT_WORDS, _BARE_WORDS = 7, 4
"""Content words below which a message that refers back leans; below which any other does."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


class QuestionError(Exception):
    """The question cannot be asked; the message says what to do instead."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood.

    `asked` is what was typed; `texts` are the ways to put it that are encoded; `words` are its
    stems and `added_words` the stems that the glossary adds; `terms` are the glossary's entries it
    names.
    """

    asked: str
    texts: tuple[str, ...]
    words: tuple[str, ...]
    added_words: tuple[str, ...]
    terms: tuple[Term, ...]
    places: tuple[tuple[str, ...], ...] = ()
    years: tuple[int, ...] = ()
    is_follow_up: bool = False


def as_question(asked: str) -> str:
    """Return what was typed, white space collapsed; raises QuestionError if it is no question."""
    text = " ".join(asked.split())
    if not re.search(r"\w", text):
        raise QuestionError(
            "There is no question in that; type one, for example: "
            "what is a regional care cooperative?"
        )
    if len(text) > LONGEST:
        raise QuestionError(
            f"That is {len(text):,} characters; a question may have {LONGEST:,}. "
            "Ask for one thing at a time, and leave out names and case details."
        )
    return text


def understand(text: str, history: Sequence[str], vocabulary: "Vocabulary") -> Question:
    """Return the question understood, with the thread's earlier ones."""
    mended = vocabulary.mend(text)
    earlier = [vocabulary.mend(" ".join(message.split())) for message in history if message.strip()]
    leans = bool(earlier) and _leans_on_before(mended)
    whole = f"{earlier[-1]} {mended}" if leans else mended
    terms = vocabulary.terms_in(whole)
    expanded = vocabulary.expand(whole)
    texts = tuple(dict.fromkeys((expanded, whole)))
    words = words_of(mended)
    before = (
        [word for word in words_of(" ".join(earlier[-2:])) if word not in words] if leans else []
    )
    added = [word for term in terms for word in words_of(f"{term.term} {' '.join(term.short)}")]
    return Question(
        asked=text,
        texts=texts,
        words=(*words, *before),
        added_words=tuple(
            dict.fromkeys(word for word in added if word not in words and word not in before)
        ),
        terms=terms,
        places=vocabulary.places_in(whole),
        years=tuple(int(year) for year in _YEAR.findall(whole)),
        is_follow_up=leans,
    )


def _leans_on_before(text: str) -> bool:
    """Whether a message in a thread can only be understood with the one before it."""
    content = [word for word in re.findall(r"\w+", text.lower()) if word not in STOP_WORDS]
    if _LEANS_ON.match(text) or len(content) < _BARE_WORDS:
        return True
    return len(content) < _SHORT_WORDS and bool(_REFERS_BACK.search(text))


class Vocabulary:
    """The glossary made ready for finding its words in a question."""

    def __init__(self, glossary: Glossary) -> None:
        self._spellings = dict(glossary.spellings)
        self._terms: dict[tuple[str, ...], Term] = {}
        for term in glossary.terms:
            for form in (term.term, *term.short, *term.also, *term.everyday):
                self._terms.setdefault(_key(form), term)
        for place in (*glossary.places, *glossary.proper_places):
            self._terms.setdefault(_key(place), Term(place, "", kind="place elsewhere"))
        self._proper = frozenset(_key(place) for place in glossary.proper_places)
        self._longest = max((len(key) for key in self._terms), default=0)

    def mend(self, text: str) -> str:
        """Return the text with chat spellings written out ("wd" as "would")."""
        return re.sub(
            r"\b[\w&]+\b", lambda m: self._spellings.get(m.group().lower(), m.group()), text
        )

    def terms_in(self, text: str) -> tuple[Term, ...]:
        """Return the glossary's terms that a text names in any of their forms, in order."""
        terms = dict.fromkeys(term for term, _, _ in self._found(text) if term)
        return tuple(term for term in terms if term.kind != "place elsewhere")

    def places_in(self, text: str) -> tuple[tuple[str, ...], ...]:
        """Return each place that a text names, as all the forms that its name has."""
        return tuple(
            dict.fromkeys(
                (term.term, *term.short, *term.also, *term.everyday)
                for term, said, _ in self._found(text)
                if term
                and term.kind.startswith("place")
                and (_key(said) not in self._proper or said[0].isupper())
            )
        )

    def expand(self, text: str) -> str:
        """Return the text with the standard term written beside each other form of it."""
        pieces = []
        for term, said, space in self._found(text):
            pieces.append(said + space)
            if term and term.meaning and _key(said) != _key(term.term):
                pieces[-1] = f"{said} ({term.term}){space}"
        return "".join(pieces)

    def _found(self, text: str) -> Iterator[tuple[Term | None, str, str]]:
        """Yield (term or None, what was said, the space after it), the longest forms first."""
        tokens = list(_TOKEN.finditer(text))
        start = 0
        while start < len(tokens):
            length, term = next(
                (
                    (length, self._terms[key])
                    for length in range(min(self._longest, len(tokens) - start), 0, -1)
                    if (key := _token_key([t.group() for t in tokens[start : start + length]]))
                    in self._terms
                ),
                (1, None),
            )
            first, last = tokens[start], tokens[start + length - 1]
            following = (
                tokens[start + length].start() if start + length < len(tokens) else len(text)
            )
            yield term, text[first.start() : last.end()], text[last.end() : following]
            start += length


def _key(form: str) -> tuple[str, ...]:
    return _token_key(_TOKEN.findall(form))


def _token_key(tokens: Sequence[str]) -> tuple[str, ...]:
    """Return tokens as they are compared: lower case, straight quotes, singular."""
    return tuple(_singular(token.lower().replace("’", "'")) for token in tokens)


def _singular(word: str) -> str:
    word = word.removesuffix("'s")
    return (
        word[:-1]
        if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))
        else word
    )
