"""Papers as JSON: what readers may know of them."""

from collections.abc import Sequence
from typing import Any

from bot.citation import publisher_link
from index.held import Held
from index.passages import Passage
from index.register import Paper


def papers_as_json(edition: Held) -> dict[str, Any]:
    """Return the papers of an edition, the newest first."""
    newest_first = sorted(edition.papers, key=lambda p: (p.published, p.id), reverse=True)
    return {
        "as_of": edition.latest.isoformat(),
        "papers": [_paper(paper) | _held(edition.of_paper(paper.id)) for paper in newest_first],
    }


def paper_as_json(edition: Held, identity: str) -> dict[str, Any] | None:
    """Return a paper and its text, passage by passage, None where the edition has no such paper."""
    paper = next((paper for paper in edition.papers if paper.id == identity), None)
    if paper is None:
        return None
    return {"paper": _paper(paper), "passages": [_passage(p) for p in edition.of_paper(identity)]}


def _held(passages: Sequence[Passage]) -> dict[str, Any]:
    is_original = any(passage.source == "paper" for passage in passages)
    return {"source": "paper" if is_original else "summary", "passages": len(passages)}


def _paper(paper: Paper) -> dict[str, Any]:
    """Return what stands in the register, without how and by whom it came there."""
    return {
        "id": paper.id,
        "title": paper.title,
        "publisher": paper.publisher,
        "committee": paper.committee,
        "by": paper.by,
        "published": paper.published.isoformat(),
        "date_note": paper.date_note,
        "kind": paper.kind,
        "visibility": paper.visibility,
        "url": publisher_link(paper),
    }


def _passage(passage: Passage) -> dict[str, Any]:
    return {
        "locator": passage.locator,
        "heading": list(passage.heading),
        "page": passage.page,
        "source": passage.source,
        "quote": passage.text,
        "link": f"/p/{passage.key}",
    }
