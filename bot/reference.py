"""An answer as a short text that a button can carry, without the question: which passages, which
sentences. What needs the answer again later is made from it, also after a restart.
"""

from dataclasses import dataclass

from bot.answer import Answer, Outcome, Searched
from bot.choosing import Sentence
from bot.citation import Citation, citation_of
from bot.ledger import Stand
from bot.library import Found, Shelf

_OUTCOMES: dict[str, Outcome] = {
    "a": "answered",
    "p": "partly_answered",
    "n": "nothing_found",
    "d": "personal_data",
    "u": "urgent",
    "o": "out_of_scope",
}
_OF_COLLECTION = "c"
"""Instead of "a" where the papers cited are themselves what was asked for."""


@dataclass(frozen=True, slots=True)
class Recalled:
    """An answer made again; `is_whole` is False where a passage that was shown is gone since."""

    found: Found
    is_whole: bool


def reference(found: Found, shelf: Shelf) -> str:
    """Return some 200 characters that stand for an answer and its further passages."""
    answer = found.answer
    code = next(code for code, outcome in _OUTCOMES.items() if outcome == answer.outcome)
    code = _OF_COLLECTION if answer.papers else code
    shown = answer.citations or answer.nearest
    by_number = {citation.number: citation for citation in shown}
    spans = []
    for sentence in answer.sentences:
        begin = by_number[sentence.citation].quote.find(sentence.text)
        spans.append(f"{sentence.citation}:{begin}-{begin + len(sentence.text)}")
    parts = [code, _keys(shown, shelf), ",".join(spans), _keys(found.further, shelf)]
    if answer.stands:
        parts.append(",".join(_stand_keys(answer.stands, shelf)))
    return "|".join(parts)


def recall(text: str, shelf: Shelf) -> Recalled | None:
    """Return the answer that a reference stands for, of this shelf's passages; None for no
    reference.
    """
    parts = text.split("|")
    is_of_collection = parts[0] == _OF_COLLECTION
    outcome = "answered" if is_of_collection else _OUTCOMES.get(parts[0])
    if len(parts) not in (4, 5) or outcome is None:
        return None
    shown, lost_shown = _citations(parts[1], shelf)
    further, _ = _citations(parts[3], shelf)
    sentences, lost_sentences = _sentences(parts[2], shown)
    edition = shelf.edition
    searched = Searched(len(edition.papers), edition.about.passages, edition.latest)
    is_found = outcome in ("answered", "partly_answered")
    answer = Answer(
        question="",
        outcome=outcome,
        searched=searched,
        sentences=sentences,
        citations=shown if is_found else (),
        nearest=() if is_found else shown,
        stands=_stands(parts[4], shown, shelf) if len(parts) == 5 else (),
        papers=tuple(edition.paper(c.paper) for c in shown) if is_of_collection else (),
    )
    return Recalled(Found(answer, further), not (lost_shown or lost_sentences))


def named(text: str, shelf: Shelf) -> tuple[str, tuple[str, ...]]:
    """Return the outcome, and the ids of the passages shown, for keeping with feedback."""
    recalled = recall(text, shelf)
    if recalled is None:
        return "", ()
    answer = recalled.found.answer
    shown = answer.citations or answer.nearest
    return answer.outcome, tuple(f"{c.paper}#{c.locator}" for c in shown)


def _keys(citations: tuple[Citation, ...], shelf: Shelf) -> str:
    return ",".join(f"{c.number}.{c.key}" for c in citations)


def _stand_keys(stands: tuple[Stand, ...], shelf: Shelf) -> list[str]:
    """Return the ledger's rows as topic, place among its positions, and citation."""
    topics = {topic.name: topic for topic in shelf.edition.topics}
    found = [(topics.get(stand.topic), stand) for stand in stands]
    return [
        f"{topic.id}.{topic.positions.index(stand.position)}.{stand.citation}"
        for topic, stand in found
        if topic and stand.position in topic.positions
    ]


def _stands(text: str, shown: tuple[Citation, ...], shelf: Shelf) -> tuple[Stand, ...]:
    """Return the rows that still rest on the passage they are shown with."""
    topics = {topic.id: topic for topic in shelf.edition.topics}
    cited = {citation.number: f"{citation.paper}#{citation.locator}" for citation in shown}
    found = []
    for part in filter(None, text.split(",")):
        identity, _, rest = part.partition(".")
        place, _, number = rest.partition(".")
        topic = topics.get(identity)
        if topic is None or not (place.isdecimal() and number.isdecimal()):
            continue
        position = next(iter(topic.positions[int(place) : int(place) + 1]), None)
        if position and cited.get(int(number)) == position.passage:
            found.append(Stand(topic.name, position, int(number)))
    return tuple(found)


def _citations(text: str, shelf: Shelf) -> tuple[tuple[Citation, ...], bool]:
    found, is_lost = [], False
    for part in filter(None, text.split(",")):
        number, _, key = part.partition(".")
        passage = shelf.passage(key)
        if passage is None or not number.isdecimal():
            is_lost = True
            continue
        paper = shelf.edition.paper(passage.paper)
        found.append(citation_of(paper, passage, int(number), score=0.0))
    return tuple(found), is_lost


def _sentences(text: str, shown: tuple[Citation, ...]) -> tuple[tuple[Sentence, ...], bool]:
    quotes = {citation.number: citation.quote for citation in shown}
    found, is_lost = [], False
    for part in filter(None, text.split(",")):
        number, _, span = part.partition(":")
        begin, _, end = span.partition("-")
        if not (number.isdecimal() and begin.isdecimal() and end.isdecimal()):
            is_lost = True
        elif int(number) in quotes:
            words = quotes[int(number)][int(begin) : int(end)]
            found.append(Sentence(words, int(number)))
        else:
            is_lost = True
    return tuple(found), is_lost
