"""What government made of the review, by the ledger: of one recommendation, and of all."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.kinds import asks_overview
from bot.ledger import stems_of
from bot.over_time import GOVERNMENT
from bot.question import Question
from index.held import Held
from index.positions import NOT_MENTIONED, Position, Topic
from index.search import words_of

_GOVERNMENT = re.compile(
    rf"{GOVERNMENT}(?:['’]?s\b)?|\bstable homes(?:,? built on love)?\b", re.IGNORECASE
)
_REVIEW = re.compile(
    r"\b(?:(?:care|independent|(?:josh|macalister)(?:['’]?s)?) )*"
    r"(?:review|final report|josh|macalister)\b(?:['’]?s\b)?",
    re.IGNORECASE,
)
_FROM = frozenset(("recommended", "government"))
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SAID = frozenset(
    (
        *("what", "whats", "wot", "how", "where", "did", "does", "do", "has", "have", "is", "was"),
        *("the", "a", "an", "on", "about", "regarding", "re", "over", "of", "for", "to", "from"),
        *("and", "n", "vs", "v", "versus", "against", "beside", "then", "between", "with", "by"),
        *("in", "it", "its", "as", "into", "after", "when", "came", "come", "comes"),
        *("change", "changed", "changes", "differ", "differs", "differed", "difference"),
        *("differences", "compare", "compared", "comparison", "different", "moved", "shifted"),
        *("say", "said", "says", "answer", "answered", "answers", "response", "respond"),
        *("responded", "reply", "replied", "ask", "asked", "want", "wanted", "wants", "propose"),
        *("proposed", "recommend", "recommended", "recommendation", "recommendations", "call"),
        *("called", "strategy", "plan", "position", "positions", "stand", "stands", "stance"),
        *("side", "line", "view", "views", "go", "gone", "went", "along", "agree", "agreed"),
        *("accept", "accepted", "make", "made", "think", "thought", "reckon", "reckoned", "had"),
        *("they", "he", "actually", "later", "back", "doing", "done", "been"),
    )
)
"""Words of which none says what was recommended."""
_WHOLE = _SAID | frozenset(
    (
        *("main", "key", "biggest", "big", "top", "points", "bits", "headlines", "messages"),
        *("summary", "summarise", "summarize", "summarised", "summed", "sum", "up", "brief"),
        *("nutshell", "short", "overview", "gist", "rundown", "run", "down", "give", "me", "us"),
        *("please", "pls", "can", "you", "could", "one", "all", "whole", "full", "overall"),
        *("that", "this", "there", "be", "were", "are", "so", "ok", "tell", "feb", "february"),
        *("proposals", "themes", "ideas", "commitments", "decisions", "consultation", "paper"),
    )
)
"""Words of which none says of what government's answer is asked."""
_UNDECIDED = frozenset(("noted", NOT_MENTIONED))
_WHATS_IN = re.compile(r"\bwhat(?:['’]?s| is| was) in\b", re.IGNORECASE)


def moved(question: Question, topics: Sequence[Topic]) -> Topic | None:
    """Return the topic of which it is asked how it moved from the review to government, and of
    nothing else, with the positions of these two ("kinship care: review v government"); None for
    another question, or where one of them has none.
    """
    asked = question.own
    if question.places or question.years:
        return None
    if not (_REVIEW.search(asked) and _GOVERNMENT.search(asked)):
        return None
    told = frozenset(words_of(" ".join(_beside(asked, _SAID))))
    meant = [each for each in topics if told in map(stems_of, (each.id, *each.names))]
    if len(meant) != 1:
        return None
    positions = tuple(p for p in meant[0].positions if p.stage in _FROM)
    if {p.stage for p in positions} < _FROM:
        return None
    return replace(meant[0], positions=positions)


def answered_whole(question: Question, edition: Held) -> list[tuple[Topic, Position]]:
    """Return what government decided on the review when it last answered, one position a topic and
    passage, in reading order, where all of that is asked for in brief ("main points of the gov
    response", "what's in Stable Homes"); none for another question.
    """
    asked = question.own
    is_brief = asks_overview(asked) or _WHATS_IN.search(asked)
    if not is_brief or question.places or not _GOVERNMENT.search(asked):
        return []
    if set(_beside(asked, _WHOLE)) - set(map(str, question.years)):
        return []
    given = [
        (topic, position)
        for topic in edition.topics
        for position in topic.positions
        if position.stage == "government" and position.status not in _UNDECIDED
    ]
    last = max((position.date for _, position in given), default=None)
    if last is None or set(question.years) - {last.year}:
        return []
    by_passage = {p.passage: (topic, p) for topic, p in reversed(given) if p.date == last}
    papers = dict.fromkeys(edition.passage(identity).paper for identity in by_passage)
    order = (passage.id for paper in papers for passage in edition.of_paper(paper))
    rows = [by_passage[identity] for identity in order if identity in by_passage]
    # A paper opens with what it then tells of one by one.
    fullest = {topic.id: position for topic, position in rows}
    return [(topic, position) for topic, position in rows if fullest[topic.id] is position]


def _beside(asked: str, said: Collection[str]) -> list[str]:
    """Return the words of a question, in small letters, but those that name the review or
    government and those said of any of it.
    """
    rest = _WORD.findall(_GOVERNMENT.sub(" ", _REVIEW.sub(" ", asked.lower().replace("’", "'"))))
    return [word for word in rest if word.replace("'", "") not in said]
