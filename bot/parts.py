"""The questions in a message that puts several: each with words of its own, or one put to several
councils or bodies, its sides.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

# White space is one blank by then, so that each pattern takes as long as the text is.
# While a text is taken apart, each of its sides stands in it as one character of nobody's script.
_FIRST = 0xE000
_SIDE = "[\ue000-\uf8ff]"
_NO_WORD = "[^\\w\ue000-\uf8ff]"
_AND = r"(?:and|n|&|\+|also|plus|then)"
_JOINED = rf"(?:,? {_AND} (?:also )?| / )"
_ASKS = (
    r"(?:\b(?:by|in|on|at|for|from|to|of|with|since) )?"
    r"\b(?:(?:what|who|when|where|how)(?:['’]?s)?|wots?|which|why|whether)\b"
)
_DOES = (
    r"\b(?:is|are|was|were|does|do|did|will|wd|would|should|could|has|have|can|isn['’]?t|aren['’]?t"
    r"|doesn['’]?t|didn['’]?t|won['’]?t)\b"
)
_HAS = r"(?:has|have|did|does|do|is|are|was|were)"
# Without somebody after it, what "does" or "will" begins goes on with the question before.
_OF_SOMEBODY = (
    rf"{_DOES} (?:(?:the|an?|it|there|they|this|that|these|those|he|she|we|i|you|u|any\w*|councils?"
    rf"|ours?|theirs?|its|my|your)\b|(?:the )?{_SIDE})"
)
_THING = (
    r"(?:\b(?:the|a|an|their|its) (?:\w+ )??|\b(?:start|end|new|total|av|avg|average|exact) )?"
    r"\b(?:numbers?|amounts?|costs?|prices?|fees?|names?|titles?|dates?|days?|years?|yr|ages?|waits?"
    r"|figures?|shares?|percentages?|growth|rise|salar(?:y|ies)|wages?|e-?mails?|phone|address"
    r"|deadlines?|budgets?|timetables?|reasons?|rates?|money|funding|size)\b"
)
_A_SIDE = rf"(?:the )?{_SIDE}(?:(?:['’]?s)? (?:papers?|reports?|minutes|briefing|council|ones?)\b)?"
_SIDE_LAST = rf"{_A_SIDE}(?:['’]?s? \w+)?{_NO_WORD}*$"
_BETWEEN = re.compile(
    # Each begins so, which is soon seen to be untrue of a letter.
    "(?=[ ,.?!;])(?:"
    + "|".join(
        (
            # "Who pays? If so, is it much", "who pays... and who decides"
            rf"(?<![?.!;])[?.!;]+ (?:{_AND} )?(?:if (?:so|not),? )?(?={_ASKS}|{_DOES}|{_THING})",
            rf"(?<![?.])(?:\?+|\.\.+) ?{_AND} (?=\w)|\?(?={_ASKS})",
            # "who pays and who decides", "number of carers n start date"
            rf"{_JOINED}(?={_ASKS}|{_OF_SOMEBODY}|{_THING})| (?:also|plus) (?={_DOES})",
            # "Ostley's view? Barrow?", "does Ostley say so, or the LGA"
            rf"(?:(?<![?,])[?,]+ ?(?:(?:{_AND}|or|nor) )?|{_JOINED}| n?or )(?={_SIDE_LAST})",
            # "who pays, how much", "who pays, is there a cap", "does Ostley pay, does Barrow"
            r", (?=(?:what|when|why|how)(?:['’]?s)?\b)",
            rf"(?<!anything), (?={_HAS} (?:the|there|it|they|any\w*)\b)",
            rf"(?<!anything), (?={_DOES}[^,?\ue000-\uf8ff]*{_SIDE})",
        )
    )
    + ")",
    re.IGNORECASE,
)
_ASKING = re.compile(
    rf"(?:^\W*|[,;:.!] ){_DOES}|{_ASKS}|{_OF_SOMEBODY}|{_SIDE}|{_THING}", re.IGNORECASE
)
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
# "Is it just Ostley that pays, or Barrow as well": before the first side, between, after the last.
_ONLY_OF = re.compile(r"\b(?:only|just) (?:\w+ ){0,2}(?:the )?$", re.IGNORECASE)
_OR_OF = re.compile(
    r"\b(?:or|same|whereas|likewise|as well as|(?:what|how) about)\b", re.IGNORECASE
)
_ALSO_OF = re.compile(r"\b(?:too|as well|an all|likewise|either|whichever)\b", re.IGNORECASE)
_LONGEST_THING = 24
_A_THING = re.compile(_THING, re.IGNORECASE)
_ENDS_IN_THING = re.compile(rf"{_THING}$", re.IGNORECASE)
_BARE_SIDE = re.compile(rf"{_NO_WORD}*{_A_SIDE}{_NO_WORD}*", re.IGNORECASE)
_ASKS_OF = re.compile(rf"{_ASKS}|{_DOES}", re.IGNORECASE)
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
_NAMED = re.compile(rf"(?:the )?{_SIDE}", re.IGNORECASE)
_WITHIN = re.compile(r"\b(?:in|at|for|from|by|of) (?:the )?$", re.IGNORECASE)
_LEAST_WORDS, _MOST = 2, 4
ORDINALS = ("first", "second", "third", "fourth")


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
    it is put to where the same is asked of another.
    """

    text: str
    named: str


def questions_in(text: str, sides: Sequence[Side] = ()) -> list[Part]:
    """Return the questions of a message that puts several, in order; empty where it puts one."""
    topic, clauses = _clauses(_masked(text, sides))
    if len(clauses) > _MOST:
        return []
    several: list[tuple[str, str]] = []
    for clause, ordinal in zip(clauses, ORDINALS, strict=False):
        several += _put_to_each(clause, sides) or [(clause, ordinal)]
    if len(several) == 1:
        several = _of_each(clauses[0], sides)
    if not 2 <= len(several) <= _MOST:
        return []
    return [Part(_typed(topic + clause, text, sides), named) for clause, named in several]


def put_to(text: str, sides: Sequence[Side], follow_up: str, side: Side) -> str:
    """Return a question put to the side that a follow-up names: instead of one of the same kind,
    or of one that it asks what it says; else beside what it asks ("and in Ostley?").
    """
    before, another = follow_up[: side.start], follow_up[side.start : side.end]
    masked = _masked(text, sides)
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


def _clauses(masked: str) -> tuple[str, list[str]]:
    """Return the questions of a text with its sides masked, the whole where it is one, and what
    they are about where that stands before them.
    """
    beside = [match.span() for match in _SEVERAL_SIDES.finditer(masked)]
    cuts = [match.span() for match in _BETWEEN.finditer(masked) if match.start()]
    # "Do Ostley and Barrow agree?" is put to both.
    cuts = [cut for cut in cuts if not any(start < cut[0] < end for start, end in beside)]
    cuts = [cut for cut in cuts if not _is_of_one(masked, *cut)]
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(masked)]
    clauses = [masked[start:end] for start, end in zip(starts, ends, strict=True)]
    clauses = [clause for clause in clauses if clause.strip(" ,?!.")]
    # "When and where is it?" is one question.
    if not clauses or not all(map(_is_whole, clauses[1:])):
        return "", [masked]
    if len(clauses) > 1 and asks_nothing(clauses[0]):
        # "I'm new in Ostley. What is a family hub?" asks one thing.
        return ("", clauses[1:]) if len(clauses) > 2 else ("", [masked])
    first, *others = clauses
    # "Foster carers: how many are there, and what does it cost?"
    about = _TOPIC.match(first)
    if about and others:
        return about.group(), [first[about.end() :], *others]
    is_bare = bool(_BARE_SIDE.fullmatch(first))
    if _ASKING.search(first) and not (is_bare and others and _ASKS_OF.search(others[0])):
        return "", clauses if _is_whole(first) else [masked]
    # "Special guardians, what does Ostley say and what does Barrow?"
    if len(clauses) > 2 or (is_bare and others):
        return f"{first}, ", others
    return "", [masked]


def _is_of_one(masked: str, end: int, start: int) -> bool:
    """Whether what stands before and after a join are two names of one list: "names and ages"."""
    before = masked[max(0, end - _LONGEST_THING) : end]
    return bool(_ENDS_IN_THING.search(before) and _A_THING.match(masked, start))


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
    """Return a message once for each of those that it asks of by turns, without the others' names
    ("is it just Ostley that says so, or Barrow too").
    """
    places = [each.start() for each in re.finditer(_SIDE, clause)]
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
    others = {chr(_FIRST + n): side.name for n, side in enumerate(sides) if side.name in names}
    return [
        ("".join(each for each in clause if others.get(each, name) == name), name) for name in names
    ]


def _is_whole(clause: str) -> bool:
    """Whether a clause can be a question: it has two words, or is the name of a side."""
    return len(clause.split()) >= _LEAST_WORDS or bool(re.search(_SIDE, clause))


def _masked(text: str, sides: Sequence[Side]) -> str:
    """Return a text with one character for each of its sides."""
    # Somebody may have typed such a character.
    text = re.sub(_SIDE, "\ufffd", text)
    pieces, start = [], 0
    for number, side in enumerate(sides):
        pieces += [text[start : side.start], chr(_FIRST + number)]
        start = side.end
    return "".join((*pieces, text[start:]))


def _typed(masked: str, text: str, sides: Sequence[Side]) -> str:
    """Return a part of a masked text with its sides as they were typed."""
    said = {_FIRST + n: text[side.start : side.end] for n, side in enumerate(sides)}
    return " ".join(masked.translate(said).split()).strip(" ,?")


def _of(masked: str, sides: Sequence[Side]) -> list[Side]:
    return [sides[ord(each) - _FIRST] for each in re.findall(_SIDE, masked)]
