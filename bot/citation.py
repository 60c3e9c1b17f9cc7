"""A citation: what a reader can check. Made from a passage, so it cannot be invented."""

from dataclasses import dataclass
from datetime import date

from index.held import Held
from index.passages import Passage, key_of
from index.register import Paper
from index.search import Hit


@dataclass(frozen=True, slots=True)
class Citation:
    """What a reader can check; made from a passage, so it cannot be invented."""

    number: int
    paper: str
    title: str
    publisher: str
    published: date
    locator: str
    heading: tuple[str, ...]
    page: int | None
    source: str
    quote: str
    url: str
    score: float
    date_note: str = ""

    @property
    def key(self) -> str:
        """Which passage this is, with exactly these words: 10 hex digits."""
        return key_of(f"{self.paper}#{self.locator}", self.quote)


def reader_link(address: str, citation: Citation) -> str:
    """Return where the bot's own pages show a citation in its paper, "" where it has no pages.

    `address` is that of the pages, as settings have it.
    """
    return f"{address}/p/{citation.key}" if address else ""


def cited(edition: Held, hit: Hit, number: int) -> Citation:
    """Return the citation of a hit's passage."""
    passage = hit.passage
    return citation_of(edition.paper(passage.paper), passage, number, hit.score)


def cite(edition: Held, identity: str, number: int = 1) -> Citation:
    """Return the citation of a passage known by its id; its score is 1.0, nothing was weighed."""
    passage = edition.passage(identity)
    return citation_of(edition.paper(passage.paper), passage, number)


def citation_of(paper: Paper, passage: Passage, number: int = 1, score: float = 1.0) -> Citation:
    """Return the citation of a paper's passage, also of one that is no longer in the edition."""
    return Citation(
        number=number,
        paper=paper.id,
        title=paper.title,
        publisher=paper.publisher,
        published=paper.published,
        locator=passage.locator,
        heading=passage.heading,
        page=passage.page,
        source=passage.source,
        quote=passage.text,
        url=_link(paper, passage.page),
        score=score,
        date_note=paper.date_note,
    )


def publisher_link(paper: Paper) -> str:
    """Return where a paper is published, "" where that is unknown or is no web address.

    The register takes no other; an edition made elsewhere may hold any ("javascript:...").
    """
    return paper.url if _is_web(paper.url) else ""


def _link(paper: Paper, page: int | None) -> str:
    """Return where a paper can be read, at the passage's page where that is a PDF."""
    addresses = [url for url in (paper.url, *paper.sources) if _is_web(url)]
    for url in addresses if page else ():
        if url.partition("?")[0].partition("#")[0].lower().endswith(".pdf"):
            return f"{url.partition('#')[0]}#page={page}"
    return publisher_link(paper)


def _is_web(url: str) -> bool:
    return url.startswith(("https://", "http://"))
