"""How a recommendation moved from the review to government, by the ledger."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.ledger import stems_of
from bot.over_time import GOVERNMENT
from bot.question import Question
from index.positions import Topic
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
        *("called",),
        *("strategy", "plan", "position", "positions", "stand", "stands", "stance"),
        *("side", "line", "view", "views", "go", "gone", "went", "along", "agree", "agreed"),
        *("accept", "accepted", "make", "made", "think", "thought", "reckon", "reckoned", "had"),
        *("they", "he", "actually", "later", "back", "do", "doing", "done", "been"),
    )
)
"""Words of which none says what was recommended."""


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
    rest = _WORD.findall(_GOVERNMENT.sub(" ", _REVIEW.sub(" ", asked)))
    told = frozenset(words_of(" ".join(word for word in rest if word.lower() not in _SAID)))
    meant = [each for each in topics if told in map(stems_of, (each.id, *each.names))]
    if len(meant) != 1:
        return None
    positions = tuple(p for p in meant[0].positions if p.stage in _FROM)
    if {p.stage for p in positions} < _FROM:
        return None
    return replace(meant[0], positions=positions)
