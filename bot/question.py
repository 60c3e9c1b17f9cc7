"""Make a question ready to be searched: chat spellings, the words of the field, the follow-up made
whole.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from bot.framing import unframed
from bot.kinds import asks_of
from bot.parts import Part, Side, asks_nothing, masked_in, put_to, questions_in
from bot.seams import NO_SEAMS, Seams
from bot.spelling import Speller
from index.glossary import Glossary, Term
from index.lexical import STOP_WORDS
from index.search import words_of

LONGEST = 2_000
"""Characters; a question is a sentence or two, and a pasted document is not one."""

_TOKEN = re.compile(r"[\w£%]+(?:['’&.-]\w+)*|[^\w\s]")
_REFERS_BACK = re.compile(
    r"\b(?:it|its|that|this|those|these|they|them|their|there(?=\W*$)|he|she|him|her|one|ones|same|else|then|both|either|"
    r"instead|another|other)\b",
    re.IGNORECASE,
)
_LEANS_ON = re.compile(r"^(?:and|but|so|ok|okay|what about|how about|since)\b", re.I)
_ASKS_MEANING = re.compile(
    r"^(?:what(?:['’]?s| is| are| does| do)|define|explain)\s+(?!the\b)", re.I
)
_ASKS = re.compile(
    r"(?:what|when|where|who|why|how|which|is|are|was|were|do|does|did|has|have|will)\b", re.I
)
_ASKS_WHO = re.compile(r"^(?:what|who)(?:['’]?s| is| are| was| were)\b", re.I)
_SAYING = frozenset(
    (
        *("say", "says", "said", "saying", "mention", "mentions", "mentioned", "think", "thinks"),
        *("thought", "reckon", "reckons", "view", "views", "line", "comment", "comments", "same"),
        *("anything", "something", "else", "nothing", "ones", "one", "council", "also", "either"),
        *("bit", "paper", "report"),
    )
)
"""What may stand beside a side in a follow-up that asks nothing else of it."""
_IS = frozenset(("s",))
"""What is left of "what's"."""
_ASKS_ANEW = re.compile(
    r"\b(?:who|when|where|why|which|define|explain)\b|\bhow\b(?! about)"
    r"|^\W*(?:\w+\W+)??what(?:['’]?s| is| are| was| were)\b"
    r"|^\W*(?:(?:and|so|but)\b\W*)?(?:is|are|was|were|will|can|could|should)\b.*"
    r"\b(?:on|in|of) (?:it|that|this|them|there)\b",
    re.IGNORECASE,
)
_SPEAKERS = re.compile(
    r"(?<!local )(?P<government>\b(?:gov(?:t|ernment)?|ministers)\b(?:['’]s)?)"
    r"|(?<=\bthe )(?:(?:care|independent|macalister) )?(?P<review>review\b(?:['’]s)?)"
    r"(?! (?:of|team|conference|officer|meeting)s?\b)"
    r"|(?P<chair>\bmacalister\b(?:['’]s)?)",
    re.IGNORECASE,
)
_ENGLAND_AND = len("england and ") + 1
_AND_ENGLAND = re.compile(r"\bengland (?:and|&|n|or) $", re.IGNORECASE)
_CALLED = {"government": "government", "review": "the review", "chair": "the review"}
_HOW_MANY_OF_IT = re.compile(
    r"how (?:many|much) (?:is|are|was|were|do|does|did|has|have|will)\b", re.I
)
_TELLING_WORDS, _TELLING_LEAST = 3, 2
_POLITE = frozenset(
    (
        *(
            "please",
            "pls",
            "could",
            "would",
            "can",
            "tell",
            "know",
            "need",
            "want",
            "wondering",
            "find",
        ),
        *("confirm", "check", "give", "idea", "say", "sorry", "hi", "hello", "quick", "one"),
    )
)
"""What asks, and does not say for what."""
_SHORT_WORDS, _BARE_WORDS = 7, 4
"""Content words below which a message that refers back leans; below which any other does."""
_LONG_PART, _SHORT_PART = 9, 6
"""The same for one of several questions in a message."""
_COUNTING = frozenset(("many", "much", "long", "often", "soon", "far", "big", "old"))
"""What is asked with them may be asked of anything."""
YEAR = re.compile(r"\b(?:19|20)\d\d\b")


class QuestionError(Exception):
    """The question cannot be asked; the message says what to do instead."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood.

    `asked` is what was typed, or the question before it put to the side that a follow-up names
    ("and Kirklees?"); `alone` is what was typed with its slips mended, for another follow-up that
    leans on the message before it, else ""; `texts` are the ways to put it that are encoded;
    `words` are its stems and `added_words` the stems that the glossary adds; `terms` are the
    glossary's entries it names, `asks` the kinds of thing it asks for (see bot.kinds).
    """

    asked: str
    texts: tuple[str, ...]
    words: tuple[str, ...]
    added_words: tuple[str, ...]
    terms: tuple[Term, ...]
    places: tuple[tuple[str, ...], ...] = ()
    years: tuple[int, ...] = ()
    is_follow_up: bool = False
    asks: frozenset[str] = frozenset()
    alone: str = ""

    @property
    def own(self) -> str:
        """What was typed with its slips mended, without what it leans on."""
        return self.alone or self.texts[-1]

    @property
    def all_words(self) -> tuple[str, ...]:
        """Its stems and those that the glossary adds."""
        return (*self.words, *self.added_words)


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


def understand(
    text: str, history: Sequence[str], vocabulary: "Vocabulary", *, is_part: bool = False
) -> Question:
    """Return the question understood, with the thread's earlier ones; one that `is_part` of a
    message leans on the part that leads it more readily than a message on another.
    """
    earlier: list[str] = []
    text = unframed(text)
    for message in filter(str.strip, history):
        earlier, _ = _followed_by(unframed(message), earlier, vocabulary)
    (*earlier, mended), is_put = _followed_by(text, earlier, vocabulary)
    asked = mended if is_put else text
    leans = bool(earlier) and (
        _leans_on_part(mended, vocabulary) if is_part else _leans_on_before(mended, vocabulary)
    )
    last = _leant_on(earlier) if leans else []
    said = [vocabulary.before(mended, message) for message in last]
    # Of two, the first counts by its words only, unless the second leans on it.
    is_led = len(last) == 1 or (leans and _leans_on_before(last[-1], vocabulary))
    whole = " ".join([*(said if is_led else said[-1:]), mended]).strip()
    named = vocabulary.named_in(whole)
    terms = named.terms
    texts = tuple(dict.fromkeys((named.expanded, whole)))
    words = words_of(mended)
    before = [word for word in words_of(" ".join(said)) if word not in words]
    added = [word for term in terms for word in words_of(f"{term.term} {' '.join(term.short)}")]
    return Question(
        asked=asked,
        texts=texts,
        words=(*words, *before),
        added_words=tuple(
            dict.fromkeys(word for word in added if word not in words and word not in before)
        ),
        terms=terms,
        places=named.places,
        years=tuple(int(year) for year in YEAR.findall(whole)),
        is_follow_up=leans or is_put,
        asks=asks_of(asked),
        alone=mended if leans else "",
    )


def _leant_on(earlier: Sequence[str]) -> list[str]:
    """Return the messages that the next one leans on: the last, and before it the nearest that says
    of what it is ("what is an RCC", of that, "how many will there be" and "who owns them").
    """
    *before, last = earlier
    while len(before) > 1 and _COUNTING.issuperset(content_words(before[-1])):
        before.pop()
    return [*before[-1:], last]


def _followed_by(
    message: str, earlier: Sequence[str], vocabulary: "Vocabulary"
) -> tuple[list[str], bool]:
    """Return a thread's messages with the next one, mended, last; one that only names another side
    ("and Kirklees?") is the question before it put to that side, and whether it was.
    """
    mended = vocabulary.mend(" ".join(message.split()))
    sides = vocabulary.sides_in(mended) if earlier else []
    if len(sides) == 1 and only_names(mended, sides[0]) and not asks_nothing(earlier[-1]):
        *earlier, before = earlier
        return [*earlier, put_to(before, vocabulary.sides_in(before), mended, sides[0])], True
    return [*earlier, mended], False


def only_names(text: str, side: Side) -> bool:
    """Whether a message asks nothing of its own but names a side."""
    rest = f"{text[: side.start]} {text[side.end :]}"
    return _asks_nothing_else(rest)


def _asks_nothing_else(rest: str) -> bool:
    """Whether a follow-up, without what it names, asks nothing of its own."""
    return not _ASKS_ANEW.search(rest) and set(content_words(rest)) <= _SAYING


def _leans_on_before(text: str, vocabulary: "Vocabulary") -> bool:
    """Whether a message in a thread can only be understood with the one before it."""
    if begun := _LEANS_ON.match(text):
        return not _stands_alone(text[begun.end() :].strip(), vocabulary)
    several = vocabulary.questions_in(text)
    is_whole = bool(several) and _tells_what(several[0].text)
    # "Are conference chairs going, and who says it?" refers back to itself.
    refers = refers_back(several[0].text if is_whole else text)
    words = len(content_words(text))
    if words < _BARE_WORDS:
        # "Did DfE agree" says who, not to what; "what is the DfE" asks who.
        told = text if _ASKS_WHO.match(text) else vocabulary.without_sides(text)
        return refers or not (vocabulary.named_in(told).is_plain or _asks_meaning(text, vocabulary))
    return words < _SHORT_WORDS and refers


def _stands_alone(text: str, vocabulary: "Vocabulary") -> bool:
    """Whether what follows an "and" is a question of its own: "and when is Working Together to be
    presented".
    """
    told = vocabulary.without_sides(text)
    is_full = bool(_ASKS.match(text)) and len(content_words(told)) >= _BARE_WORDS
    return is_full and vocabulary.named_in(told).is_plain and not refers_back(text)


def _leans_on_part(text: str, vocabulary: "Vocabulary") -> bool:
    """Whether one of several questions can only be understood with another of them."""
    words = len(content_words(text))
    # "What did the DfE decide" says who, not on what.
    is_plain = vocabulary.named_in(vocabulary.without_sides(text)).is_plain
    is_plain = is_plain or _asks_meaning(text, vocabulary)
    return words < _LONG_PART and (refers_back(text) or (words < _SHORT_PART and not is_plain))


def _asks_meaning(text: str, vocabulary: "Vocabulary") -> bool:
    """Whether a message asks what something is, and not what a side says ("what's Ostley say")."""
    told = set(content_words(vocabulary.without_sides(text)))
    return bool(_ASKS_MEANING.match(text)) and not (told & _SAYING and told <= _SAYING | _IS)


def _tells_what(text: str) -> bool:
    """Whether a question says by itself what it is about, as "how many did they want" does not."""
    return len(content_words(text)) >= _TELLING_WORDS and not _HOW_MANY_OF_IT.match(text)


def refers_back(text: str) -> bool:
    """Whether a text speaks of something named before it."""
    return bool(_REFERS_BACK.search(text))


def content_words(text: str) -> list[str]:
    """Return a text's words that carry meaning, in lower case."""
    return [word for word in re.findall(r"\w+", text.lower()) if word not in STOP_WORDS]


@dataclass(frozen=True, slots=True)
class Named:
    """What a text names: the glossary's terms and the places, each place as all its forms; a body
    whose papers are held, such as the LGA, counts as one.

    `expanded` is the text with the standard term written beside each short form of it, in whose
    place no model knows it; of other words the model knows what they are near to. `is_plain` says
    that a term is named so that nothing else can be meant: by an acronym or several words.
    """

    terms: tuple[Term, ...]
    places: tuple[tuple[str, ...], ...]
    expanded: str
    is_plain: bool


class Vocabulary:
    """The glossary made ready for finding its words in a question; `publishers` are those of the
    papers held, `seams` tell where a message falls apart.
    """

    def __init__(
        self,
        glossary: Glossary,
        speller: Speller | None = None,
        publishers: Collection[str] = (),
        seams: Seams = NO_SEAMS,
    ) -> None:
        self._seams = seams
        self._publishers = frozenset(map(_key, publishers))
        self._spellings = dict(glossary.spellings)
        self._speller = speller
        self._terms: dict[tuple[str, ...], Term] = {}
        for term in glossary.terms:
            for form in term.forms:
                self._terms.setdefault(_key(form), term)
        for place in (*glossary.places, *glossary.proper_places):
            self._terms.setdefault(_key(place), Term(place, "", kind="place elsewhere"))
        self._proper = frozenset(_key(place) for place in glossary.proper_places)
        self._longest = max((len(key) for key in self._terms), default=0)

    def mend(self, text: str) -> str:
        """Return the text with chat spellings written out ("wd" as "would") and slips mended."""
        written_out = re.sub(
            r"\b[\w&]+\b", lambda m: self._spellings.get(m.group().lower(), m.group()), text
        )
        return self._speller.mend(written_out) if self._speller else written_out

    def before(self, text: str, earlier: str) -> str:
        """Return an earlier message as a follow-up leans on it: without its place where the
        follow-up names one of its own ("and Kirklees?"), and without its subject where the
        follow-up only names another ("what about fees?").
        """
        names_place = bool(self.named_in(text).places)
        # "The difference between kinship care and fostering" is of neither alone.
        names_subject = self._only_names(text) and self._names_one_subject(earlier)
        if not (names_place or names_subject):
            return earlier

        def is_replaced(term: Term, said: str) -> bool:
            if self._is_place(term):
                return names_place and self._is_said(term, said)
            return names_subject and _is_subject(term)

        pieces = [
            "" if term and is_replaced(term, said) else said + space
            for term, said, space in self._found(earlier)
        ]
        return "".join(pieces).strip()

    def _names_one_subject(self, text: str) -> bool:
        return len({term for term, _, _ in self._found(text) if term and _is_subject(term)}) == 1

    def _only_names(self, text: str) -> bool:
        """Whether a message names a subject of the glossary and asks nothing else."""
        each = list(self._found(text))
        rest = " ".join(said for term, said, _ in each if term is None or not _is_subject(term))
        names_one = any(term and _is_subject(term) for term, _, _ in each)
        return names_one and _asks_nothing_else(rest)

    def sides_in(self, text: str) -> list[Side]:
        """Return the councils and bodies that a text names, in order."""
        found = []
        speaking = {
            each.start(each.lastgroup or 0): _CALLED[each.lastgroup or ""]
            for each in _SPEAKERS.finditer(text)
        }
        end = len(text)
        for term, said, space in reversed(list(self._found(text))):
            start, end = end - len(space) - len(said), end - len(space)
            if term is None:
                if start in speaking:
                    found.append(Side(start, end, speaking[start], is_place=False))
            elif self._is_place(term) and self._is_said(term, said):
                # One of the two nations that a law or a review is for.
                if not _AND_ENGLAND.search(text[max(0, start - _ENGLAND_AND) : start]):
                    found.append(Side(start, end, term.term))
            elif term.kind in ("body", "person"):
                found.append(Side(start, end, term.term, is_place=False, is_spoken_for=False))
            end = start
        return found[::-1]

    def without_sides(self, text: str) -> str:
        """Return a text without the councils and bodies that it names."""
        return _without(text, self.sides_in(text))

    def tells_little(self, text: str) -> bool:
        """Whether a question says next to nothing of what it is about: "could you say if Kirklees",
        "what would be the pay".
        """
        sides = self.sides_in(text)
        told = [word for word in content_words(_without(text, sides)) if word not in _POLITE]
        return len(told) + bool(sides) < _TELLING_LEAST or not told

    def questions_in(self, text: str) -> list[Part]:
        """Return the questions of a message, mended, that puts several; empty where it puts one."""
        return questions_in(text, self.sides_in(text), self._cuts_in)

    def _cuts_in(self, masked: str) -> list[tuple[int, int]]:
        """Return where a text whose sides are masked falls apart, but not within a term."""
        cuts = self._seams.cuts(masked)
        if not cuts:
            return cuts
        terms, end = [], 0
        for term, said, space in self._found(masked):
            if term:
                terms.append((end, end + len(said)))
            end += len(said) + len(space)
        return [
            (before, after)
            for before, after in cuts
            if not any(first < before and after < last for first, last in terms)
        ]

    def masked(self, text: str, parts: Sequence[str]) -> tuple[str, list[int] | None]:
        """Return a text mended, with one character for each of its sides, and where in it each of
        its parts begins; None for these where one of them is not found.
        """
        mended = self.mend(" ".join(text.split()))
        sides = self.sides_in(mended)
        starts: list[int] | None = []
        end = 0
        for part in (self.mend(" ".join(part.split())) for part in parts):
            start = mended.find(part, end)
            end = start + len(part)
            starts = None if start < 0 or starts is None else [*starts, start]
        masked = masked_in(mended, sides)
        if starts is None:
            return masked, None
        shorter = [
            sum(side.end - side.start - 1 for side in sides if side.end <= start)
            for start in starts
        ]
        return masked, [start - less for start, less in zip(starts, shorter, strict=True)]

    def _is_said(self, term: Term, said: str) -> bool:
        """Whether a place is named by what was said: "staff" is not one of Staffs, nor is "reading"
        the town.
        """
        is_form = _as_typed(said) in {_as_typed(form) for form in term.forms}
        return is_form and (_key(said) not in self._proper or said[0].isupper())

    def _is_place(self, term: Term) -> bool:
        return term.kind.startswith("place") or _key(term.term) in self._publishers

    def named_in(self, text: str) -> Named:
        """Return what a text names, in any of its forms, in order."""
        terms: dict[Term, None] = {}
        places: dict[tuple[str, ...], None] = {}
        pieces = []
        is_plain = False
        for term, said, space in self._found(text):
            pieces.append(said + space)
            if term is None:
                continue
            key = _key(said)
            is_place = self._is_place(term)
            if is_place and not self._is_said(term, said):
                continue
            is_short = key in {_key(form) for form in term.short}
            is_distinct = len(key) > 1 or is_short or term.kind == "acronym"
            is_plain = is_plain or (not is_place and is_distinct)
            if term.kind != "place elsewhere":
                terms[term] = None
            if is_place:
                places[term.forms] = None
            if is_short and term.meaning and key != _key(term.term):
                pieces[-1] = f"{said} ({term.term}){space}"
        return Named(tuple(terms), tuple(places), "".join(pieces), is_plain)

    def _found(self, text: str) -> Iterator[tuple[Term | None, str, str]]:
        """Yield (term or None, what was said, the space after it), the longest forms first."""
        tokens = list(_TOKEN.finditer(text))
        keys = _token_key([token.group() for token in tokens])
        start = 0
        while start < len(tokens):
            length, term = next(
                (
                    (length, self._terms[key])
                    for length in range(min(self._longest, len(tokens) - start), 0, -1)
                    if (key := keys[start : start + length]) in self._terms
                ),
                (1, None),
            )
            first, last = tokens[start], tokens[start + length - 1]
            following = (
                tokens[start + length].start() if start + length < len(tokens) else len(text)
            )
            yield term, text[first.start() : last.end()], text[last.end() : following]
            start += length


def _is_subject(term: Term) -> bool:
    """Whether a term is what a question may be about, and nobody who speaks or is a place."""
    return term.kind in ("term", "acronym")


def _without(text: str, sides: Sequence[Side]) -> str:
    """Return a text without its sides."""
    ends = (0, *(side.end for side in sides))
    starts = (*(side.start for side in sides), len(text))
    return "".join(text[end:start] for end, start in zip(ends, starts, strict=True))


def _key(form: str) -> tuple[str, ...]:
    return _token_key(_TOKEN.findall(form))


def _as_typed(form: str) -> tuple[str, ...]:
    """Return a name's tokens in lower case, its plural as it is."""
    return tuple(re.sub(r"['’]s$", "", token.lower()) for token in _TOKEN.findall(form))


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
