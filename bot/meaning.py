"""Questions what a short form means ("what's the CMA?"): the passages that write it out first, and
what the glossary says where no passage does. And names that no paper has.
"""

import re
from collections.abc import Sequence

from bot.coverage import names, said_in
from bot.leading import to_front
from bot.question import Question
from index.glossary import Term
from index.held import Held
from index.search import Hit, words_of

# Nothing here gives back what it took, so that no text takes longer than its length.
_FORM = r"(?P<form>[\w&]++)"
_ASKS = tuple(
    re.compile(written, re.IGNORECASE)
    for written in (
        rf"\b(?:do|does|did)s?(?: an?| the)? {_FORM} (?:mean\W*(?:$|[.?!])|stand for\b)",
        rf"\b{_FORM}(?: means?)? (?:stands? for|short for) (?:what|wot)\b",
        rf"\bwh?[ao]t['’]?s(?: an?| the)? {_FORM} (?:mean|stands? for|short for|in full)\b",
        rf"\b{_FORM}\W++wh?[ao]t(?:['’]?s| is| does)? (?:that|it|this) (?:mean|short for|stand)",
        rf"\bdifference between(?: an?| the)? {_FORM}\b",
        rf"\b(?:define|spell out|meaning of|mean by|acronym|abbreviation)(?: an?| the)? {_FORM}\b",
        rf"^(?:an? |the )?{_FORM}(?: meaning| in full| acronym| abbreviation)?\W*$",
        rf"^(?:what['’]?s|wh?[ao]ts|what (?:is|are)|who (?:is|are))(?: an?| the)? {_FORM}\W*$",
    )
)
_ASKS_OF_TERM = tuple(
    re.compile(written, re.IGNORECASE)
    for written in (
        r"(?:.{0,30}\b)?diff(?:erences?)? between (?P<on>.{3,100}?)"
        r"(?: please| pls| then| again)*\W*",
        r"(?:.{0,20}\b)?(?:how(?:['’]?s| is| are)|is|are)"
        r" (?P<on>.{3,60}? (?:different (?:from|to)|(?:just )?the same(?: thing)? as) .{3,60}?)\W*",
        r"(?:(?:hi|hello|so|ok|sorry|pls|please)\W+)*"
        r"(?:wh?[ao]t(?:['’]?s| is| are)|what do(?:es)?|define|explain)(?: an?| the)? "
        r"(?P<on>.{3,60}?)"
        r"(?: mean| means| exactly| please| pls| then| for| in (?:plain|simple) "
        r"(?:words|english))*\W*",
        r"(?:meaning of|definition of)(?: an?| the)? (?P<on>.{3,60}?)\W*",
        r"(?P<on>.{3,60}?) (?:meaning|definition|explained)\W*",
    )
)
_SET_BESIDE = re.compile(
    r"\b(?:and|vs?|versus|or|different (?:from|to)|(?:just )?the same(?: thing)? as)\b|[,/]"
)
_ARTICLE = re.compile(r"^(?:an?|the) ")
_NAME = re.compile(r"\b[A-Z][\w’'-]*[a-z][\w’'-]*(?: [A-Z][\w’'-]*[a-z][\w’'-]*)+\b")
_GREETING = re.compile(
    r"^(?:hi|hello|hey|hiya|dear|morning|afternoon|evening|thanks|cheers|please)(?: \w*bot)?\b"
    r"|\bbot\b",
    re.IGNORECASE,
)
_LOOKED_AT, _MENTIONED_IN = 10, 3
_PROVISION = re.compile(
    r"(?<![\w'’])(?:s|(?:sec|section|sch|schedule|reg|regulation)s?)\.?\s?"
    r"(?P<numbers>\d{1,3}(?:(?:,| and| or|/| &) ?\d{1,3})*)\b(?![.(]\d|%)",
    re.IGNORECASE,
)
"""Sections or regulations of an Act, of which the numbers say which."""
_OF_A_PAPER = re.compile(r"\b(?:report|paper|document|briefing|minutes)\b", re.IGNORECASE)


def asked_meaning(question: Question) -> tuple[Term, ...]:
    """Return the terms whose short form a question asks the meaning of; none where it asks for
    something else.
    """
    forms = {form.lower() for form in _forms(question.asked)}
    forms |= {form.removesuffix("s") for form in forms}
    return tuple(term for term in question.terms if forms & {short.lower() for short in term.short})


def asked_terms(question: Question) -> tuple[Term, ...]:
    """Return the terms of which a question asks only what they are, in whatever form; none for
    another question.
    """
    said_so = (pattern.fullmatch(question.own) for pattern in _ASKS_OF_TERM)
    asked = next(filter(None, said_so), None)
    if not asked:
        return ()
    by_form = {form.lower(): term for term in question.terms for form in term.forms}
    each = [_ARTICLE.sub("", said.strip()) for said in _SET_BESIDE.split(asked["on"].lower())]
    found = [by_form.get(said) or by_form.get(said.removesuffix("s")) for said in each if said]
    known = tuple(term for term in found if term and term.meaning)
    return known if len(known) == len(found) else ()


def asks_unknown(question: Question, hits: Sequence[Hit]) -> bool:
    """Whether a question asks the meaning of a short form that neither the glossary nor any of the
    first hits has: what is near it is about another one.
    """
    if question.asked.isupper():
        # Typed all in capitals, every word looks like one.
        return False
    short = [form.lower() for form in _forms(question.asked) if len(form) > 2 and form.isupper()]
    if not short:
        return False
    known = {form.lower() for term in question.terms for form in term.forms}
    known |= set(re.findall(r"\w+", _plain(hits)))
    return any(not {form, form.removesuffix("s")} & known for form in short)


def lacks_provision(question: Question, hits: Sequence[Hit]) -> bool:
    """Whether a question names a section or a regulation that none of the first hits has: what is
    near it is about another one.
    """
    asked = set() if _OF_A_PAPER.search(question.own) else _provisions(question.own)
    return bool(asked) and not asked <= _provisions(_plain(hits))


def _provisions(text: str) -> set[str]:
    return {n for each in _PROVISION.finditer(text) for n in re.findall(r"\d+", each["numbers"])}


def names_stranger(edition: Held, question: Question) -> bool:
    """Whether a question names somebody or something, in capitals as names are written, of which no
    word stands in any paper: what is near it is about another one.
    """
    # Where a question begins ("Did Ashby ...") a capital says nothing.
    each = [words_of(_GREETING.sub("", name)) for name in _NAME.findall(question.asked)]
    return any(len(words) > 1 and not any(map(edition.has, words)) for words in each)


def _forms(asked: str) -> list[str]:
    """Return the words that a question asks the meaning of, as they were typed."""
    return [match["form"] for pattern in _ASKS for match in pattern.finditer(asked)]


def _plain(hits: Sequence[Hit]) -> str:
    return " ".join(said_in(hit.passage) for hit in hits[:_MENTIONED_IN]).lower()


def writing_out_first(hits: Sequence[Hit], terms: Sequence[Term]) -> list[Hit]:
    """Return the hits, the best of those that write one of the terms out moved to the front."""
    for place, hit in enumerate(hits[:_LOOKED_AT]):
        if any(writes_out(hit.passage.text, term) for term in terms):
            return to_front(hits, place)
    return list(hits)


def writes_out(text: str, term: Term) -> bool:
    """Whether a text has a term in full, with its commas or without, or what it takes one of its
    short forms for: "ASYE (Assessed Year in Practice)", "fostering agencies (IFAs)".
    """
    full, plain = (each.lower().replace(",", "") for each in (term.term, text))
    return full in plain or any(
        re.search(rf"\b{form}s?\b ?\([A-Z][a-z]+ [^)]+\)|[a-z] \({form}s?\)", text)
        for form in map(re.escape, term.short)
        if form.isupper()
    )


def unwritten_in(edition: Held, terms: Sequence[Term], hits: Sequence[Hit]) -> tuple[Term, ...]:
    """Return the terms that none of the first hits writes out, and no publisher is called."""
    near = [hit.passage.text for hit in hits[:_LOOKED_AT]]
    near += [paper.publisher for paper in edition.papers]
    return tuple(term for term in terms if not any(writes_out(text, term) for text in near))


def is_unmentioned(terms: Sequence[Term], hits: Sequence[Hit]) -> bool:
    """Whether the first hits have one of the terms in no form."""
    plain = _plain(hits)
    return any(not names(plain, (term.term, *term.short, *term.also)) for term in terms)
