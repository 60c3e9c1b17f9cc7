"""An answer as JSON: the public contract, described in docs/answer-json.md."""

from typing import Any

from bot.answer import Answer, Citation


def as_json(answer: Answer, identity: str | None = None) -> dict[str, Any]:
    """Return the answer as a value that json.dumps can write."""
    return {
        "id": identity,
        "question": answer.question,
        "outcome": answer.outcome,
        "sentences": [{"text": s.text, "citation": s.citation} for s in answer.sentences],
        "citations": [_citation(citation) for citation in answer.citations],
        "nearest": [_citation(citation) for citation in answer.nearest],
        "searched": {
            "papers": answer.searched.papers,
            "passages": answer.searched.passages,
            "latest": answer.searched.latest.isoformat(),
        },
    }


def _citation(citation: Citation) -> dict[str, Any]:
    return {
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
