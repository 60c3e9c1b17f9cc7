"""The questions in a message that puts several: each with words of its own, or one put to several
councils or bodies, its sides.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.seams import FIRST_SIDE, SIDE

_AND = r"(?:and|n|&|\+|also|plus|then)"
_ASKS = (
    r"(?:\b(?:by|in|on|at|for|from|to|of|with|since) )?"
    r"\b(?:(?:what|who|when|where|how)(?:['’]?s)?|wots?|which|why|whether)\b"
)
_DOES = (
    r"\b(?:is|are|was|were|does|do|did|will|wd|would|should|could|has|have|can|isn['’]?t|aren['’]?t"
    r"|doesn['’]?t|didn['’]?t|won['’]?t)\b"
)
_A_SIDE = rf"(?:the )?{SIDE}(?:(?:['’]?s)? (?:papers?|reports?|minutes|briefing|council|ones?)\b)?"
_NO_WORD = "[^\\w\ue000-\uf8ff]"
_SIDES = (
    rf"(?:\b(?:both|either) )?{_A_SIDE}(?:(?: ?(?:, ?(?:{_AND} )?|/"
    r"|\b(?:and|n|or|nor|then|vs?|versus)\b\.?|[&+]) ?"
    rf"(?:(?:in|for|from|of|by|at|about|with|to|under|across) )?{_A_SIDE})+"
    rf"(?: (?:both|each)\b)?|(?: ?\?+ ?(?:{_AND} )?{_A_SIDE}){{1,4}}(?={_NO_WORD}*$))"
)
_SEVERAL_SIDES = re.compile(_SIDES, re.IGNORECASE)
_ANY_SIDES = re.compile(rf"{_SIDES}|{_A_SIDE}", re.IGNORECASE)
_SPEAKS = re.compile(
    rf"{_NO_WORD}*(?:say|says|said|think|thinks|thought|reckon|reckons|want|wants|wanted|recommend\w*|on|n"
    r"|about|bout|view|line|position|respon\w*|mention\w*)\b",
    re.IGNORECASE,
)
# "Is Ostley only doing what the Barrow paper asks, or more": before the first side, between, after.
_ONLY_OF = re.compile(r"\b(?:only|just) (?:\w+ ){0,2}(?:the )?$", re.IGNORECASE)
_OR_OF = re.compile(
    r"\b(?:or|same|whereas|likewise|as well as|(?:what|how) about)\b", re.IGNORECASE
)
_ALSO_OF = re.compile(r"\b(?:too|as well|an all|likewise|either|whichever)\b", re.IGNORECASE)
_TALK = re.compile(
    r"\W*(?:i|i['’]?m|i['’]?ve|i['’]?d|we|we['’]?re|my|our|hi|hello|hey|hiya|thanks?|thx|ta|cheers"
    r"|ok(?:ay)?|sorry|great|morning|as an?|for (?:my|our))\b",
    re.IGNORECASE,
)
_ASKS_IN_TALK = re.compile(
    rf"{_ASKS}|\b(?:know|ask|asking|wonder\w*|tell|find out|check|if)\b", re.IGNORECASE
)
_TOPIC = re.compile(r"[^:?]{2,60}(?::| [-–]) (?=\S+ \S)")
_LONGEST_DOES = 12
_DOES_LAST = re.compile(rf"{_DOES} $", re.IGNORECASE)
_NAMED = re.compile(rf"(?:the )?{SIDE}", re.IGNORECASE)
_WITHIN = re.compile(r"\b(?:in|at|for|from|by|of) (?:the )?$", re.IGNORECASE)
_NUMBERED = re.compile(rf"^{_NO_WORD}*(?:\d|[a-d])[.)]+ ")
_WORD = re.compile(r"\S+")
_ONLY_ASIDE = re.compile(r"\W*\w+\W+if (?:any(?:thing|one|body)?|at all)\W*", re.IGNORECASE)
_LEAST_WORDS, _MOST = 2, 4
ORDINALS = ("first", "second", "third", "fourth")


Cuts = Callable[[str], list[tuple[int, int]]]
"""Finds where a text falls apart, each from where to where, in order."""


@dataclass(frozen=True, slots=True)
class Side:
    """A council or body that a text names, from `start` to `end`, by the `name` it is told by.

    `is_place` is true of councils, other places and whoever published a paper; `is_spoken_for` of
    these, government and the review: what they say is what the papers are asked for.
    """

    start: int
    end: int
    name: str
    is_place: bool = True
    is_spoken_for: bool = True


@dataclass(frozen=True, slots=True)
class Part:
    """One question of several, and what tells it apart: its ordinal, or the name of the side that
    it is put to where the same is asked of another; all of these have one `clause`.
    """

    text: str
    named: str
    clause: int


def questions_in(text: str, sides: Sequence[Side], cuts_in: Cuts) -> list[Part]:
    """Return the questions of a message that puts several, in order; empty where it puts one.
    `cuts_in` finds where a text whose sides are masked falls apart (see bot.seams).
    """
    masked = masked_in(text, sides)
    cuts = [cut for cut in cuts_in(masked) if not _is_article(masked, *cut, text, sides)]
    topic, clauses = _clauses(masked, cuts)
    if len(clauses) > _MOST:
        return []
    several: list[tuple[str, str, int]] = []
    for number, (clause, ordinal) in enumerate(zip(clauses, ORDINALS, strict=False)):
        each = _put_to_each(clause, sides) or [(clause, ordinal)]
        several += ((asked, named, number) for asked, named in each)
    if len(several) == 1:
        several = [(asked, named, 0) for asked, named in _of_each(clauses[0], sides)]
    if not 2 <= len(several) <= _MOST:
        return []
    return [Part(_typed(topic + each, text, sides), named, n) for each, named, n in several]


def put_to(text: str, sides: Sequence[Side], follow_up: str, side: Side) -> str:
    """Return a question put to the side that a follow-up names: instead of one of the same kind,
    or of one that it asks what it says; else beside what it asks ("and in Ostley?").
    """
    before, another = follow_up[: side.start], follow_up[side.start : side.end]
    masked = masked_in(text, sides)
    each = list(_ANY_SIDES.finditer(masked))
    alike = [one for one in each if _of(one.group(), sides)[0].is_place == side.is_place]
    within = _WITHIN.search(before)
    # "And in Ostley?" is of where, not of whom.
    speaking = [one for one in each if not within and _is_asked(masked, one)]
    both = [one for one in speaking if one in alike]
    found = next(iter((*both, *(alike if side.is_place else ()), *speaking, *alike)), None)
    if found is None:
        return f"{text.rstrip(' ?!.,')} {within.group() if within else ''}{another}"
    return _typed(masked[: found.start()] + another + masked[found.end() :], text, sides)


def _is_asked(masked: str, side: re.Match[str]) -> bool:
    """Whether a side is asked what it says or does."""
    return bool(
        _SPEAKS.match(masked, side.end())
        or _DOES_LAST.search(masked[max(0, side.start() - _LONGEST_DOES) : side.start()])
    )


def asks_nothing(text: str) -> bool:
    """Whether a message only says something ("thanks", "I've been reading the Ostley paper")."""
    return bool(_TALK.match(text)) and not _ASKS_IN_TALK.search(text)


def _clauses(masked: str, cuts: Sequence[tuple[int, int]]) -> tuple[str, list[str]]:
    """Return the questions of a text with its sides masked, the whole where it is one, and what
    they are about where that stands before them.
    """
    # "Do Ostley and Barrow agree?" is put to both.
    beside = [match.span() for match in _SEVERAL_SIDES.finditer(masked)] if cuts else []
    begins = [first for first, _ in beside]
    last_word = max((match.start() for match in _WORD.finditer(masked)), default=0)
    last_side = max((match.start() for match in re.finditer(SIDE, masked)), default=-1)
    clauses, start = [], 0
    for end, following in cuts:
        before = bisect_left(begins, end)
        is_beside = before > 0 and end < beside[before - 1][1]
        # "When and where is it?" is one question.
        is_followed = following < last_word or following <= last_side
        if not is_beside and is_followed and _is_whole(masked[start:end]):
            clauses.append(_NUMBERED.sub("", masked[start:end]))
            start = following
    clauses.append(_NUMBERED.sub("", masked[start:]))
    first, *others = clauses
    # "Foster carers: how many are there, and what does it cost?"
    about = _TOPIC.match(first)
    if about and others:
        return about.group(), [first[about.end() :], *others]
    return "", clauses


def _is_article(masked: str, end: int, start: int, text: str, sides: Sequence[Side]) -> bool:
    """Whether what joins two clauses is no "and" in dialect but an article before a side that
    begins with a vowel: "do they have an Ofsted report".
    """
    if masked[end:start].strip() != "an" or not re.match(SIDE, masked[start]):
        return False
    return text[_of(masked[start], sides)[0].start].lower() in "aeiou"


def _put_to_each(clause: str, sides: Sequence[Side]) -> list[tuple[str, str]]:
    """Return a question once for each of the sides that it is put to, with that side's name; none
    where it is put to one.
    """
    found = _SEVERAL_SIDES.search(clause)
    if not found:
        return []
    before, after = clause[: found.start()], clause[found.end() :]
    each = {_of(side, sides)[0].name: side for side in _NAMED.findall(found.group())}
    return [(before + side + after, name) for name, side in each.items()] if len(each) > 1 else []


def _of_each(clause: str, sides: Sequence[Side]) -> list[tuple[str, str]]:
    """Return a message that does not fall apart once for each of those that it asks of by turns,
    without the others' names ("is Ostley paying what the Barrow ones are likewise").
    """
    places = [each.start() for each in re.finditer(SIDE, clause)]
    if len(places) < 2:
        return []
    first, last = places[0], places[-1]
    is_by_turns = (
        _ONLY_OF.search(clause, 0, first)
        or _OR_OF.search(clause, first, last)
        or _ALSO_OF.search(clause, last)
    )
    if not is_by_turns:
        return []
    names = dict.fromkeys(side.name for side in _of(clause, sides) if side.is_spoken_for)
    others = {chr(FIRST_SIDE + n): side.name for n, side in enumerate(sides) if side.name in names}
    return [
        ("".join(each for each in clause if others.get(each, name) == name), name) for name in names
    ]


def _is_whole(clause: str) -> bool:
    """Whether a clause can be a question: it has two words, or is the name of a side."""
    # "What, if anything, do they pay?" is one.
    if _ONLY_ASIDE.fullmatch(clause):
        return False
    return len(clause.split(maxsplit=_LEAST_WORDS)) >= _LEAST_WORDS or bool(re.search(SIDE, clause))


def masked_in(text: str, sides: Sequence[Side]) -> str:
    """Return a text with one character for each of its sides."""
    # Somebody may have typed such a character.
    text = re.sub(SIDE, "\ufffd", text)
    pieces, start = [], 0
    for number, side in enumerate(sides):
        pieces += [text[start : side.start], chr(FIRST_SIDE + number)]
        start = side.end
    return "".join((*pieces, text[start:]))


def _typed(masked: str, text: str, sides: Sequence[Side]) -> str:
    """Return a part of a masked text with its sides as they were typed."""
    said = {FIRST_SIDE + n: text[side.start : side.end] for n, side in enumerate(sides)}
    return " ".join(masked.translate(said).split()).strip(" ,?")


def _of(masked: str, sides: Sequence[Side]) -> list[Side]:
    return [sides[ord(each) - FIRST_SIDE] for each in re.findall(SIDE, masked)]
