"""What a question asks for, and what of that a passage lacks: signals for bot.answerability."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from bot.kinds import lacks
from bot.question import Question
from index.passages import Passage
from index.register import Paper

# Those whose view is asked for by name and who seldom speak in a council's paper.
_BODY = re.compile(
    r"\b(?:basw|unison|adcs|adass|cafcass|fostering network|nairo|ofsted|nhs|icha|nspcc"
    r"|children['’]?s homes association|barnardo['’]?s|action for children|family rights group"
    r"|children['’]?s commissioner|social work england|swe|cma|lga|treasury|dwp|home office"
    r"|ministry of justice|moj|police|judges?|courts?|unions?|welsh|wales|scot(?:land|tish)"
    r"|northern ireland)\b",
    re.IGNORECASE,
)
_MEASURED = ("money", "when", "share", "count")
_CAPITALISED = re.compile(r"(?<=\S )[A-Z][a-z]{2,}")


def asked_for(
    question: Question, said: str, each: Sequence[tuple[str, AbstractSet[str]]]
) -> dict[str, float]:
    """Return what a question asks for, and what of that a passage lacks, one number a signal.

    `said` is the passage with its paper and headings in lower case, `each` its sentences with
    their stems.
    """
    asked, asks = question.asked, question.asks
    words = set(question.words)
    nearest, _ = max(each, key=lambda sentence: len(words.intersection(sentence[1])))
    whole = " ".join(text for text, _ in each)
    names = _CAPITALISED.findall(asked)
    return {
        "asks_what_happened": float("what_happened" in asks),
        "asks_detail": float("detail" in asks),
        "asks_who": float("who" in asks),
        "asks_which_places": float("which_places" in asks),
        "asks_money": float("money" in asks),
        "asks_when": float("when" in asks),
        "asks_count": float("count" in asks),
        "asks_share": float("share" in asks),
        "share_missing": float(lacks(asks, whole, "share")),
        "kind_missing": float(lacks(asks, whole, *_MEASURED)),
        "kind_missing_there": float(lacks(asks, nearest, *_MEASURED)),
        "body_missing": float(any(body.lower() not in said for body in _BODY.findall(asked))),
        "name_missing": float(any(name.lower() not in said for name in names)),
    }


def years_asked_for(question: Question, said: str, paper: Paper) -> dict[str, float]:
    """Return how the years that a question names lie to a passage and its paper, a number a signal.

    A paper may look ahead, but what came after it, it can only have foreseen.
    """
    years, there = question.years, [str(year) in said for year in question.years]
    after = (
        year > paper.published.year and not has for year, has in zip(years, there, strict=True)
    )
    return {
        "year_after_paper": float(any(after)),
        "year_of_paper": float(paper.published.year in years),
        "year_there": float(bool(years) and all(there)),
    }


def reasons_asked_for(asks: AbstractSet[str], passage: Passage) -> dict[str, float]:
    """Return whether reasons, people, a rhythm, shares or replies are asked for, and which of
    these a passage lacks, a number a signal.
    """
    said = f"{passage.text} {passage.summary}"
    return {
        "asks_why": float("why" in asks),
        "why_missing": float(lacks(asks, said, "why")),
        "person_missing": float(lacks(asks, passage.text, "who")),
        "asks_how_often": float("how_often" in asks),
        "how_often_missing": float(lacks(asks, said, "how_often")),
        "asks_each": float("each" in asks),
        "asks_where": float("where" in asks),
        "asks_reply": float("reply" in asks),
    }
