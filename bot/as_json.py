"""An answer as JSON: the public contract, described in docs/answer-json.md."""

from collections.abc import Sequence
from typing import Any

from bot.answer import Answer
from bot.citation import Citation, cite
from bot.ledger import Stand, standing
from index.held import Held
from index.positions import Position, Topic


def as_json(answer: Answer, identity: str | None = None) -> dict[str, Any]:
    """Return the answer as a value that json.dumps can write.

    `stands`, `gaps`, `contact`, `papers` and `noticed` are there only when they hold something.
    """
    found: dict[str, Any] = {
        "id": identity,
        "question": answer.question,
        "outcome": answer.outcome,
        "sentences": [{"text": s.text, "citation": s.citation} for s in answer.sentences],
        "citations": [citation_as_json(citation) for citation in answer.citations],
        "nearest": [citation_as_json(citation) for citation in answer.nearest],
        "searched": {
            "papers": answer.searched.papers,
            "passages": answer.searched.passages,
            "latest": answer.searched.latest.isoformat(),
        },
    }
    if answer.stands:
        found["stands"] = [_stand(stand) for stand in answer.stands]
    if answer.gaps:
        found["gaps"] = [
            {"kind": gap.kind, "named": gap.named}
            | ({"meaning": gap.meaning} if gap.meaning else {})
            for gap in answer.gaps
        ]
    if answer.contact:
        found["contact"] = answer.contact
    if answer.papers:
        found["papers"] = [paper.id for paper in answer.papers]
    if answer.noticed:
        found["noticed"] = list(answer.noticed)
    return found


def _stand(stand: Stand) -> dict[str, Any]:
    return {
        "topic": stand.topic,
        "date": stand.position.date.isoformat(),
        "stage": stand.position.stage,
        "status": stand.position.status,
        "who": stand.position.who,
        "line": stand.position.line,
        "citation": stand.citation,
    }


def positions_as_json(topics: Sequence[Topic], edition: Held) -> dict[str, Any]:
    """Return positions as a value that json.dumps can write, each with its citation.

    `moves` and `latest` tell where the whole topic stands, whichever positions are asked for.
    """
    whole = {topic.id: topic for topic in edition.topics}
    return {
        "as_of": edition.latest.isoformat(),
        "topics": [_topic(topic, whole[topic.id], edition) for topic in topics],
    }


def _topic(topic: Topic, whole: Topic, edition: Held) -> dict[str, Any]:
    stands = standing(whole)
    return {
        "id": topic.id,
        "name": topic.name,
        "question": topic.question,
        "moves": list(stands.moves),
        "latest": stands.latest[0].date.isoformat(),
        "positions": [_position(position, edition) for position in topic.positions],
    }


def _position(position: Position, edition: Held) -> dict[str, Any]:
    citation = citation_as_json(cite(edition, position.passage))
    return position_as_json(position) | {"citation": unnumbered(citation)}


def position_as_json(position: Position) -> dict[str, Any]:
    """Return a position as a value that json.dumps can write."""
    return {
        "date": position.date.isoformat(),
        "date_note": position.date_note,
        "stage": position.stage,
        "status": position.status,
        "who": position.who,
        "line": position.line,
        "figure": position.figure or None,
    }


def unnumbered(citation: dict[str, Any]) -> dict[str, Any]:
    """Return a citation that stands alone and was not searched for."""
    return {name: value for name, value in citation.items() if name not in ("number", "score")}


def citation_as_json(citation: Citation) -> dict[str, Any]:
    """Return a citation as a value that json.dumps can write.

    `date_note` is there only when it holds something.
    """
    found = {
        "number": citation.number,
        "paper": citation.paper,
        "title": citation.title,
        "publisher": citation.publisher,
        "published": citation.published.isoformat(),
        "locator": citation.locator,
        "heading": list(citation.heading),
        "page": citation.page,
        "source": citation.source,
        "quote": citation.quote,
        "url": citation.url,
        "score": citation.score,
    }
    return found | ({"date_note": citation.date_note} if citation.date_note else {})
