"""Where councils or bodies stand on a recommendation, by the ledger, alone or side by side."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.ledger import Side, compared, meant, papers_named
from bot.over_time import names_government
from bot.question import Question
from index.positions import Topic
from index.register import Paper

_COMPARES = re.compile(r"\b(?:compar\w*|differ\w*|versus|vs|side by side)\b", re.IGNORECASE)
_ON = re.compile(r"\b(?:on|about|regarding)\s+(?:the\s+)?", re.IGNORECASE)
_FEWEST = 2
_STANDS = re.compile(
    r"\bwhere (?:do|does|did|has|have|is|are)\b.{1,80}\bst(?:an|oo)d(?:s|ing)?(?: on\b|\W*$)",
    re.IGNORECASE,
)
_EACH_COUNCIL = re.compile(
    r"\b(?:(?:each|every) (?:\w+ )?council|(?:the|all|our|these) (?:\w+ )?councils)\b",
    re.IGNORECASE,
)
_ANY_OF = r"(?:(?:each|every|all|the|our|these|those|other|local|of) ){0,3}"
_SAY = re.compile(
    rf"\b(?:(?:what|wot|how) (?:do|does|did|has|have) {_ANY_OF}councils? (?:all |then )?"
    r"(?:say|says|said|think|thought|make of|made of|feel|felt|see|seen|react(?:ed)?|responded)"
    rf"|(?:what|wot)(?:['’]?s| is| are| was| were) {_ANY_OF}councils?['’]?s? (?:views?"
    r"|opinions?|lines?|positions?|takes?|reactions?|responses?))\b(?:\W+(?:on|about|of|to)\b)?",
    re.IGNORECASE,
)
_COUNCILS = re.compile(rf"{_EACH_COUNCIL.pattern}|\bcouncils\b", re.IGNORECASE)
_WORD = re.compile(r"[a-z0-9]+")
_OF_THE_WHOLE = frozenset(
    (
        *("the", "this", "it", "all", "whole", "care", "macalister", "independent", "national"),
        *("review", "report", "final", "reform", "reforms", "recommendations", "findings", "s"),
        *("overall", "general", "generally", "so", "far", "itself", "then", "as", "a", "and"),
        *("in", "on", "of", "about", "to", "by", "with", "from", "their", "they", "both", "each"),
        *("how", "what", "is", "do", "does", "did", "has", "have", "plan", "planned", "see"),
        *("view", "views", "think", "say", "said", "respond", "responded", "response", "react"),
        *("compare", "compared", "compares", "comparing", "comparison", "differ", "differs"),
        *("difference", "differences", "different", "between", "versus", "vs", "side", "council"),
        *("where", "stand", "stands", "stood", "reaction", "reactions", "responses"),
        *("position", "positions", "stance", "stances", "attitude", "attitudes", "take", "takes"),
    )
)
"""Words of which none says on what one compares councils but the review as a whole."""
_NAMED = re.compile(r"\b(?:review|reforms?|report|it)\b", re.IGNORECASE)
_OWN_STAGES = frozenset(("local", "national body"))
_THE_WHOLE = "the review"


def comparison(
    question: Question, topics: Sequence[Topic], papers: Sequence[Paper], *, is_several: bool
) -> tuple[Topic, tuple[Side, ...]] | None:
    """Return the topic asked about and the positions on it of each side that is compared, or that
    is asked where it stands; None for no such question.

    One compared may have no positions, one asked where it stands has some of its own; None as well
    where no topic is clear, or not even two are compared.
    """
    of_councils = None if is_several else _asked_of_councils(question, topics)
    if of_councils:
        return _of_each_council(of_councils, topics, papers)
    compares, stands = (each.search(question.asked) for each in (_COMPARES, _STANDS))
    if not (compares or stands):
        return None
    *_, on = ("", *_ON.split(question.asked)[1:])
    told = on if on and not stands else question.asked
    if not question.is_follow_up and _is_of_whole(told, question):
        on = _THE_WHOLE
    if not (on or stands):
        return None
    topic = _topic(topics, on.strip(" ?.!") or _THE_WHOLE)
    if topic is None:
        return None
    named = [*question.places, *(term.forms for term in question.terms if term.kind == "body")]
    sides: dict[str, tuple[Paper, ...]] = {}
    for forms in named:
        its = next((its for form in forms if (its := papers_named(papers, form))), ())
        sides[its[0].publisher if its else forms[0]] = its
    if stands and not sides and _EACH_COUNCIL.search(stands.group()):
        is_beside = names_government(stands.group())
        return None if is_beside else _of_each_council(topic, topics, papers)
    if stands:
        return _standing(topic, sides)
    if len(sides) < _FEWEST or not any(sides.values()):
        return None
    # What a council's paper reports of others counts where it says nothing of its own.
    return _standing(topic, sides) or (topic, compared(topic, sides))


def _asked_of_councils(question: Question, topics: Sequence[Topic]) -> Topic | None:
    """Return the topic on which it is asked what councils say ("what did each council make of it
    overall"), None where no such thing is.
    """
    says = None if question.is_follow_up else _SAY.search(question.asked)
    if not says or not _COUNCILS.search(says.group()):
        return None
    if question.places or question.years or any(t.kind == "body" for t in question.terms):
        return None
    on = question.asked[says.end() :].strip(" ?.!")
    is_of_whole = bool(_NAMED.search(on)) and _is_of_whole(on, question)
    return _topic(topics, _THE_WHOLE if is_of_whole else on) if on else None


def _is_of_whole(text: str, question: Question) -> bool:
    """Whether a text speaks of nothing but the review as a whole and those that are compared."""
    forms = (form for place in question.places for form in place)
    named = {word for form in forms for word in _WORD.findall(form.lower())}
    return _OF_THE_WHOLE.issuperset(set(_WORD.findall(text.lower())) - named)


def _topic(topics: Sequence[Topic], name: str) -> Topic | None:
    """Return the topic that a name means, None where that is not clear; "review" is none's name,
    "the review" is one's.
    """
    forms = (name, name.removeprefix("the "), f"the {name}")
    each = (meant(topics, form).topics for form in forms)
    return next((found[0] for found in each if len(found) == 1), None)


def _standing(
    topic: Topic, sides: Mapping[str, tuple[Paper, ...]]
) -> tuple[Topic, tuple[Side, ...]] | None:
    """Return each side's own positions on a topic, None where one of them has none: what its papers
    say of it may still be found.
    """
    own = _own(topic)
    each = compared(own, sides)
    return (own, each) if each and all(side.positions for side in each) else None


def _of_each_council(
    topic: Topic, topics: Sequence[Topic], papers: Sequence[Paper]
) -> tuple[Topic, tuple[Side, ...]] | None:
    """Return the own positions on a topic of each council that has some on any, None where none has
    one on this.
    """
    local = {p.paper for each in topics for p in each.positions if p.stage == "local"}
    sides: dict[str, list[Paper]] = {}
    for paper in papers:
        if paper.id in local:
            sides.setdefault(paper.publisher, []).append(paper)
    own = _own(topic)
    each = compared(own, sides)
    return (own, each) if any(side.positions for side in each) else None


def _own(topic: Topic) -> Topic:
    return replace(topic, positions=tuple(p for p in topic.positions if p.stage in _OWN_STAGES))
