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
_OWN_STAGES = frozenset(("local", "national body"))
_THE_WHOLE = "the review"


def comparison(
    question: Question, topics: Sequence[Topic], papers: Sequence[Paper]
) -> tuple[Topic, tuple[Side, ...]] | None:
    """Return the topic asked about and the positions on it of each side that is compared, or that
    is asked where it stands; None for no such question.

    One compared may have no positions, one asked where it stands has some of its own; None as well
    where no topic is clear, or not even two are compared.
    """
    compares, stands = (each.search(question.asked) for each in (_COMPARES, _STANDS))
    if not (compares or stands):
        return None
    *_, on = ("", *_ON.split(question.asked)[1:])
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
    return topic, compared(topic, sides)


def _topic(topics: Sequence[Topic], name: str) -> Topic | None:
    """Return the topic that a name means, None where that is not clear; "review" is none's name,
    "the review" is one's.
    """
    each = (meant(topics, form).topics for form in (name, f"the {name}"))
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
