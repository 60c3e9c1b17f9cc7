"""Which of the passages found goes first, where the question says so: one of the council that it
names before another council's, what papers say before a list of them, and whom to contact where
that is asked.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from bot.coverage import is_of_any_place, names, said_of
from bot.over_time import asks_government
from bot.question import Question
from index.held import Held
from index.passages import Passage
from index.search import Hit
from index.sentences import sentences

_SAID = re.compile(
    r"\b(?:sa(?:y|ys|id|ying)|found|identif\w+|conclu\w+|recommend\w*)\b",
    re.IGNORECASE,
)
_LOOKED_AT = 5
_IN_ITS_WORDS = 0.98
"""Cosine with a view from which a passage is asked for in its own words, or in those of a question
listed for it.
"""
_AS_LIKELY = 0.8
_HEADING_WORDS = 3
_CONSIDERED = re.compile(r"\b(?:considered|received) an? (?:\w+ )?(?:report|presentation)\b")
"""What minutes say of a report before they tell what is in it."""
_NOTED = re.compile(
    r"\bThat the [\w ’']{3,60} be noted\b|\ba copy of (?:the|which)\b.{3,80}\bis filed with\b"
    r"|^Arising from (?:the )?discussion\b",
    re.IGNORECASE,
)
_PURPOSE = re.compile(r"(?:The )?purpose of (?:this |the )?report\b", re.IGNORECASE)
"""What a paper says of itself, and of nothing that it is about."""
_OF_PAPER = re.compile(
    r"\b(?:purpose|aim|about|why|paper|report|document|briefing|summary)\b", re.IGNORECASE
)
_REACHED = re.compile(
    r"\b(?:contact|ring|phone|call|e-?mail|name[ds]?|author|wrote|signed)\b", re.IGNORECASE
)
_CONTACT = re.compile(
    r"(?:Contact officer|(?:tele)?phone|tel|e-?mail)\b[^.]{0,10}:|[te]\s?:", re.IGNORECASE
)
_WHOM_TO_REACH = re.compile(
    # Whom a child has contact with is another matter.
    r"\bwhom? (?:can|could|do|does|d|should|shall|would|to)\b['’ ]?(?:(?!have\b)[\w’']+ ){0,3}?"
    r"(?:ring|phone|call up|contact(?! (?:with|time|order|arrangements?)\b)|e-?mail|get hold of"
    r"|get in touch with)\b|\bwho(?:['’]?s| is| are) the contacts?\b(?! with)"
    r"|\b(?:contact|phone|telephone) (?:numbers?|details?|officers?|persons?|names?)\b"
    r"|\b(?:got a|['’]s) (?:phone |contact )?number\b(?! (?:of|for))",
    re.IGNORECASE,
)
_TO_CONTACT = re.compile(r"\bcontact\b", re.IGNORECASE)
_SMALL_WORDS = frozenset(
    ("a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with")
)
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_REFERENCE = re.compile(r"\.(?:pdf|docx?)\b|\bhttps?://")
_SAID_BY_REVIEW = re.compile(
    r"\b(?:the|this|that|his|josh['’]?s) review\b (?:\w+ ){0,2}?"
    r"(?:say|says|said|saying|recommend\w*|propos\w*|want\w*|call\w* for|found|finds?|think\w*)\b",
    re.IGNORECASE,
)
_THE_REVIEW = "care review"
_IS_SOMEBODY = re.compile(
    r"(?:is|was|isn['’]?t|wasn['’]?t|who(?:['’]?s| is| was)) (?:(?:mrs?|ms|dr|cllr)\.? )?",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"\b(?:before|prior to|until|ahead of)\b", re.IGNORECASE)
"""What asks for the time when the thing named was not yet there."""


def led(edition: Held, question: Question, hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits, the first of those near the front that may lead moved there: none that says
    nothing, none of a paper older than what is named, none that does not name the person of whom it
    is asked what they are, none that is what another council says of itself, where the question
    names one, and none that lists documents, where it asks what is said in one.
    """
    is_to_reach = bool(_WHOM_TO_REACH.search(question.own))
    if is_to_reach:
        for place, hit in enumerate(hits):
            if _tells_contact(hit) and _is_of_named(edition, question, hit):
                return to_front(hits, place)
    person = _person_asked_of(question)
    asks_who = bool(is_to_reach or person or "who" in question.asks or asks_contact(question.own))
    asks_said = bool(_SAID.search(question.texts[-1]))
    is_of_paper = bool(_OF_PAPER.search(question.own))
    councils = edition.glossary.forms_of("place") if question.places else []
    since = _named_since(edition, question)

    def may_lead(hit: Hit) -> bool:
        if person and not names(said_of(edition, hit.passage), person):
            return False
        if _is_older(edition, hit.passage, since):
            return False
        if not asks_who and says_nothing(hit.passage.text):
            return False
        if asks_said and lists_documents(hit.passage.text):
            return False
        if not is_of_paper and _PURPOSE.match(hit.passage.text):
            return False
        return not (councils and _is_of_another(edition, question, councils, hit))

    places = [n for n, hit in enumerate(hits[:_LOOKED_AT]) if may_lead(hit)]
    just_that = (n for n in places if hits[n].cosine >= _IN_ITS_WORDS)
    place = next(just_that, places[0] if places else 0)
    if "when" in question.asks and asks_government(question.asked):
        place = _newest(edition, hits, place)
    return to_front(hits, place)


def predates(edition: Held, question: Question, passage: Passage) -> bool:
    """Whether a passage stands in a paper older than all that a question names of a known month,
    the review's own words among these: it says nothing of it.
    """
    return _is_older(edition, passage, _named_since(edition, question))


def _is_older(edition: Held, passage: Passage, month: str) -> bool:
    return f"{edition.paper(passage.paper).published:%Y-%m}" < month


def _named_since(edition: Held, question: Question) -> str:
    """Return the first month ("2021-01") in which any was there of what a question names, "" where
    none is known, or where the time before is asked for.
    """
    if _BEFORE.search(question.asked):
        return ""
    begun = [term.since for term in question.terms if term.since]
    if _SAID_BY_REVIEW.search(question.texts[-1]):
        dated = (term for term in edition.glossary.terms if term.since)
        begun += (term.since for term in dated if _THE_REVIEW in map(str.lower, term.forms))
    return min(begun, default="")


def _person_asked_of(question: Question) -> tuple[str, ...]:
    """Return the forms of the person of whom it is asked what they are ("is Ada Byron still
    chair"), none where that is not asked.
    """
    begun = _IS_SOMEBODY.match(question.own)
    whom = question.own[begun.end() :].lower() if begun else ""
    persons = (term.forms for term in question.terms if term.kind == "person")
    return next((p for p in persons if whom.startswith(tuple(map(str.lower, p)))), ())


def _newest(edition: Held, hits: Sequence[Hit], place: int) -> int:
    """Return the place of the newest of those about as likely needed as the one at a place: what
    was promised for a day, a later paper tells as done.
    """
    near = [n for n, hit in enumerate(hits[:_LOOKED_AT]) if hit.score >= _AS_LIKELY * hits[0].score]
    return max([place, *near], key=lambda n: edition.paper(hits[n].passage.paper).published)


def to_front(hits: Sequence[Hit], place: int) -> list[Hit]:
    """Return the hits with the one at a place in front, as likely needed as any."""
    if not place:
        return list(hits)
    first = replace(hits[place], score=max(hits[place].score, hits[0].score))
    return [first, *hits[:place], *hits[place + 1 :]]


@lru_cache(2_048)
def lists_documents(passage: str) -> bool:
    """Whether most of a passage is a list of documents, which says nothing of what is in them."""
    named = [names_document(sentence) for sentence in sentences(passage)]
    return 2 * sum(named) > len(named)


@lru_cache(2_048)
def says_nothing(passage: str) -> bool:
    """Whether a passage is but a name, a heading, or a word that a report was considered or noted.

    One that opens a list, or has a cell's few words, is none of these.
    """
    each = sentences(passage)
    of_form = [_is_of_form(text) for text in each]
    return any(of_form) and all(
        is_of_form or len(text.split()) <= _HEADING_WORDS
        for is_of_form, text in zip(of_form, each, strict=True)
    )


def states_something(sentence: str) -> bool:
    """Whether a sentence can be an answer: no question, label ("RESOLVED:"), heading, name of a
    person or a document, or word that a report was considered or noted.
    """
    if len(sentence.split()) <= _HEADING_WORDS or sentence.isupper() or _is_of_form(sentence):
        return False
    if names_document(sentence):
        return False
    return sentence.rstrip("”’\"'")[-1:] not in "?:"


def asks_contact(asked: str) -> bool:
    """Whether a question asks for somebody by name or how to reach them."""
    return bool(_REACHED.search(asked))


def is_contact(sentence: str) -> bool:
    """Whether a sentence says how somebody is reached."""
    return bool(_CONTACT.match(sentence))


def _tells_contact(hit: Hit) -> bool:
    """Whether a passage stands under a heading that says whom to contact."""
    return any(map(_TO_CONTACT.search, (*hit.passage.heading, hit.passage.locator)))


def _is_of_named(edition: Held, question: Question, hit: Hit) -> bool:
    """Whether a passage is of a council that a question names, or the question names none."""
    paper = edition.paper(hit.passage.paper)
    return not question.places or is_of_any_place(paper, question.places)


def _is_of_form(sentence: str) -> bool:
    """Whether a sentence is a name, a title, or what minutes say whatever was talked about."""
    if _CONSIDERED.search(sentence) or _NOTED.search(sentence) or _CONTACT.match(sentence):
        return True
    words = [word for word in _WORD.findall(sentence) if word not in _SMALL_WORDS]
    return len(words) > _HEADING_WORDS and all(word[0].isupper() for word in words)


def names_document(sentence: str) -> bool:
    """Whether a sentence names a document by its file or address."""
    return bool(_REFERENCE.search(sentence))


def _is_of_another(
    edition: Held, question: Question, councils: Sequence[Sequence[str]], hit: Hit
) -> bool:
    """Whether a passage is of another council than those a question names, and names none."""
    paper = edition.paper(hit.passage.paper)
    if is_of_any_place(paper, question.places) or not is_of_any_place(paper, councils):
        return False
    plain = said_of(edition, hit.passage)
    return not any(names(plain, forms) for forms in question.places)
