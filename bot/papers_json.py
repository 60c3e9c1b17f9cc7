"""Papers as JSON: what readers may know of them."""

from collections import Counter
from typing import Any

from bot.citation import passage_key, publisher_link
from index.held import Held
from index.passages import Passage
from index.register import Paper


def papers_as_json(edition: Held) -> dict[str, Any]:
    """Return the papers of an edition, the newest first."""
    counts = Counter(passage.paper for passage in edition.passages)
    originals = {passage.paper for passage in edition.passages if passage.source == "paper"}
    newest_first = sorted(edition.papers, key=lambda p: (p.published, p.id), reverse=True)
    return {
        "as_of": edition.latest.isoformat(),
        "papers": [
            _paper(paper)
            | {
                "source": "paper" if paper.id in originals else "summary",
                "passages": counts[paper.id],
            }
            for paper in newest_first
        ],
    }


def paper_as_json(edition: Held, identity: str) -> dict[str, Any] | None:
    """Return a paper and its text, passage by passage, None where the edition has no such paper."""
    paper = next((paper for paper in edition.papers if paper.id == identity), None)
    if paper is None:
        return None
    held = [_passage(passage) for passage in edition.of_paper(identity)]
    return {"paper": _paper(paper), "passages": held}


def _paper(paper: Paper) -> dict[str, Any]:
    """Return what stands in the register, without how and by whom it came there."""
    return {
        "id": paper.id,
        "title": paper.title,
        "publisher": paper.publisher,
        "committee": paper.committee,
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
        "link": f"/p/{passage_key(passage)}",
    }
