"""Questions how things moved, or that need several papers: told by their words."""

import re
from collections.abc import Sequence
from itertools import islice

from index.positions import NOT_MENTIONED

_PARTS = re.compile(
    r"[.?!;:]\s+|\s[-–]\s|,\s+|\s(?:and|n|&|\+|but|then|while|versus|vs|v|against|beside)\s",
    re.IGNORECASE,
)
_MOST_PARTS = 4
_PART_WORDS = 3
_OVER_TIME = re.compile(
    r"\b(?:recommend\w*|propos\w*|wanted|called for|asked for|pledge\w*|promis\w*|ministers?"
    r"|government|dfe|respon\w*|answer\w*|then|since|later|now|compare\w*|both|agree|versus|vs"
    r"|beside|against|chang\w*|mov\w*|stand(?! for\b)|land\w*|taken? up|came of|happened|20\d\d"
    r"|differ(?:s|ed)?|disagree\w*|timeline|order of events|in order(?! to)"
    r"|review (?:\S+ ){0,5}(?:launch\w*|start\w*|beg[ai]n|beginning|set up|kick\w* off|get going)"
    r"|(?:launch\w*|start|beginning) (?:of )?the (?:\w+ )?review)\b",
    re.IGNORECASE,
)
_OF_SEVERAL = re.compile(
    r"\b(?:josh|macalister|whitehall|v|each|who else|tall(?:y|ies)|same|trial\w*|pilot\w*|tried"
    r"|tested)\b",
    re.IGNORECASE,
)
GOVERNMENT = (
    r"\b(?<!local )(?:government|govt?|ministers?|dfe|department for education|whitehall)\b"
)
"""How people name government."""
_GOVERNMENT = re.compile(GOVERNMENT, re.IGNORECASE)
_BY_GOVERNMENT = re.compile(rf"(?:\bby (?:the )?)?{GOVERNMENT}", re.IGNORECASE)
_OF_THE_REVIEW = re.compile(
    r"\b(?:from|out of|of) (?:the )?(?:(?:independent|care|(?:josh|macalister)(?:['’]?s)?) ){0,2}"
    r"review\b",
    re.IGNORECASE,
)
_GOVERNMENT_SAID = re.compile(
    rf"{GOVERNMENT}[^.?!]{{0,60}}\b(?:agree\w*|accept\w*|back\w*|reject\w*|said?|say|respon\w*"
    r"|answer\w*|do(?:ing)?"
    r"|done|decid\w*|commit\w*|t(?:ake|ook|aken) up|stand|land\w*|think|view|position)\b",
    re.IGNORECASE,
)
_LISTS = re.compile(
    r"\b(?:which|what|list|all|every|any|how many|show)\b(?:[^.?!]{0,40}"
    r"\b(?:recommendations?|proposals?|recs|ideas?|suggestions?)"
    # Of "the Ashby ones" it is the place's, of whatever was spoken of.
    r"|(?-i:[^.?!A-Z]{0,40})\b(?:asks|bits|parts|things|ones))\b",
    re.IGNORECASE,
)
_LISTS_ALL = re.compile(
    rf"\b(?:list|show|give me|everything|all)\b[^.?!]{{0,40}}{GOVERNMENT}",
    re.IGNORECASE,
)
_BY_STATUS = {
    "rejected": r"reject\w*|turn\w* down|threw out|thrown out|refus\w*|sa(?:id|y) no|knock\w* back"
    r"|bin(?:ned|s)?|chuck\w* out|ditch(?:ed)?|sack(?:ed)? off|shot down|axed?|ruled out|declin\w*"
    r"|drop(?:ped)?|scrap(?:ped)?|shelved?|kick\w* (?:\w+ )?in(?:to)? (?:the )?(?:long grass|touch)"
    r"|(?:not|(?:did|do|does|was|were|has|have)n['’]?t)(?: \w+){0,2} (?:accept\w*|agreed?|adopt\w*"
    r"|back(?:ed)?|t(?:ake|ook|aken) up)",
    "accepted": r"accept\w*|agreed?|back(?:ed|ing)|t(?:ook|aken?) up|sa(?:id|y) yes|adopt\w*"
    r"|wav(?:ed?|ing) through|(?:g[ai]ven?|got) (?:\w+ )?(?:the )?(?:nod|green light|go-ahead)",
    "being tested": r"test\w*|pilot\w*|trial\w*|tr(?:y|ied|ying) out|pathfind\w*",
    "consulted on": r"consult\w*",
    "funded": r"fund\w*|money|pa(?:y|id) for|cash|(?:cough|stump)\w* up for",
    NOT_MENTIONED: r"(?:sa(?:y|id|ys|ying)|ha(?:d|s|ve)) nothing (?:\w+ )?(?:on|about|to)|silent on"
    r"|ignor\w*|skip(?:ped)?|(?:left|leaves?|leaving) out"
    r"|(?:not|(?:did|do|does|was|were|has|have)n['’]?t)(?: \w+){0,2} (?:mention\w*|address\w*"
    r"|respond(?:ed)? to|answer(?:ed)?|touch(?:ed)?)",
}
_STATUS_PATTERNS = {
    status: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for status, words in _BY_STATUS.items()
}
VERDICTS = {status: _STATUS_PATTERNS[status] for status in ("rejected", "consulted on")}
"""What the sentence that gives a verdict says; what is accepted, paid for or tried out is told in
many ways.
"""
_WORD = re.compile(r"[a-z]+")
_REASONS = re.compile(
    r"\W*(?:(?:and|so|ok|n)\W+)*"
    r"(?:(?:what (?:were|are|was) )?(?:the|their|its) (?:reasons?|grounds?)"
    r"(?: (?:for|why|behind|given)(?: (?:that|it|them|each|this))?)?"
    r"|why(?: (?:was|is|were|did) (?:that|they|it|those))?|how come|on what grounds)\W*",
    re.IGNORECASE,
)
_ASKS_WHAT = frozenset(("what", "whats", "wot", "wots", "which"))
_BESIDE = frozenset(
    (
        *("has", "have", "did", "does", "is", "are", "was", "were", "been", "being", "s"),
        *("got", "gets"),
        *("the", "for", "so", "far", "yet", "all", "to", "then", "and", "about", "ok", "else"),
        *("on", "of", "them", "these", "those", "why"),
    )
)
_OF_ALL = _ASKS_WHAT | {"recs", "recommendations", "proposals"}
_ANY = frozenset(("any", "anything", "owt", "something"))
_EVERY = frozenset(("all", "everything", "every"))
_IN_IT = frozenset(("in", "review", "it"))
_THEY = frozenset(("they", "it"))
_OR = frozenset(("or", "nor", "but", "n"))
_BETWEEN = _ASKS_WHAT | _BESIDE | _THEY | _OR | {"recommendations", "proposals", "by", "being"}
_NEITHER = re.compile(r"\bneither\b", re.IGNORECASE)
_JOINS = re.compile(r"[,/&;?]|\b(?:and|n|or|nor|but|then)\b", re.IGNORECASE)
_DONE = re.compile(r"(?:ed|down|out|back|off|through|grass|touch|nod|light|ahead)\Z", re.IGNORECASE)
"""How what was done to a recommendation ends, by whomever."""


def parts_of(text: str) -> list[str]:
    """Return the parts of a question that asks for several things; empty when it asks for one."""
    parts = [part.strip() for part in _PARTS.split(text)]
    parts = [part for part in parts if len(part.split()) >= _PART_WORDS]
    return parts[:_MOST_PARTS] if len(parts) > 1 else []


def is_over_time(text: str) -> bool:
    """Whether a question may need what more than one paper, body or year says."""
    return is_about_change(text) or bool(_OF_SEVERAL.search(text))


def names_government(text: str) -> bool:
    """Whether a text names government, and no local one."""
    return bool(_GOVERNMENT.search(text))


def is_about_change(text: str) -> bool:
    """Whether a question says that it asks how something moved or where it stands."""
    return bool(_OVER_TIME.search(text))


def asks_government(text: str) -> bool:
    """Whether a question asks what government said or did."""
    return bool(_GOVERNMENT_SAID.search(text))


def statuses_listed(text: str, before: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the statuses that a question wants listed, in the order asked ("which recommendations
    were rejected?", "what did government accept and what did it reject?", and "what was accepted?"
    or "why?" after a list); none for another question. `before` are the earlier ones of its thread.
    """
    if before and _REASONS.fullmatch(text):
        # They stand in the passages of what was listed.
        return statuses_listed(before[-1], before[:-1])
    if _LISTS.search(text) or _LISTS_ALL.search(text):
        return tuple(status for status, _ in _statuses_in(text))
    return statuses_alone(text, before)


def statuses_alone(text: str, before: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the same of a question that has nothing else in it ("what did government bin?"), and
    so can be of no other matter; none for another.
    """
    found = _statuses_in(text)
    if not found:
        return ()
    rest = text
    for _, hit in reversed(found):
        rest = f"{rest[: hit.start()]} {rest[hit.end() :]}"
    alone = _OF_THE_REVIEW.sub(" ", _BY_GOVERNMENT.sub(" ", rest))
    beside = frozenset(_WORD.findall(alone.lower()))
    is_governments = names_government(rest)
    if is_governments and len(found) > 1:
        beside -= _THEY
    elif not is_governments and beside & _THEY and _may_be_governments(before):
        # Nobody else accepts or rejects what a review recommends.
        beside, is_governments = beside - _THEY, True
    if len(found) > 1:
        beside -= _OR
    elif is_governments and beside & (_ANY | _EVERY) and beside <= _BESIDE | _ANY | _EVERY | _IN_IT:
        # Whether all was accepted is told by what was not.
        is_told_by_rest = found[0][0] == "accepted" and not beside & _ANY
        return ("rejected" if is_told_by_rest else found[0][0],)
    goes_on = bool(before) and _is_list(before)
    is_of_all = beside <= _OF_ALL | _BESIDE and (beside & _OF_ALL or goes_on)
    is_done = is_governments or all(_DONE.search(hit.group()) for _, hit in found)
    # "What was rejected?" may be of what stands before.
    stands_alone = is_governments or goes_on or not before
    if not (is_of_all and is_done and stands_alone):
        return ()
    return tuple(status for status, _ in found)


def _may_be_governments(before: Sequence[str]) -> bool:
    """Whether "they" may be government after these messages."""
    return not before or names_government(before[-1]) or _is_list(before)


def _statuses_in(text: str) -> list[tuple[str, re.Match[str]]]:
    """Return the status that a text speaks of, and those beside it ("accepted and what was
    rejected"), each with where it is named, in order.
    """
    if _NEITHER.search(text):
        return []
    each: list[tuple[str, re.Match[str]]] = []
    for status, pattern in _STATUS_PATTERNS.items():
        # "Not accepted" is no "accepted".
        hits = (hit for hit in pattern.finditer(text) if not _is_within(hit, each))
        each += [(status, hit) for hit in islice(hits, 1)]
    found = each[:1]
    for one in sorted(each, key=lambda pair: pair[1].start()):
        if one not in found and any(_is_beside(one[1], hit, text) for _, hit in found):
            found.append(one)
    return sorted(found, key=lambda pair: pair[1].start())


def _is_within(one: re.Match[str], each: Sequence[tuple[str, re.Match[str]]]) -> bool:
    return any(one.start() < hit.end() and hit.start() < one.end() for _, hit in each)


def _is_beside(one: re.Match[str], other: re.Match[str], text: str) -> bool:
    """Whether nothing of its own is asked between two words of a text."""
    first, second = sorted((one, other), key=lambda hit: hit.start())
    between = text[first.end() : second.start()]
    words = frozenset(_WORD.findall(_BY_GOVERNMENT.sub(" ", between).lower()))
    return bool(_JOINS.search(between)) and words <= _BETWEEN


def _is_list(thread: Sequence[str]) -> bool:
    """Whether the last question of a thread wants recommendations listed, of a status or all."""
    return bool(_LISTS.search(thread[-1]) or statuses_listed(thread[-1], thread[:-1]))
