"""A citation of a passage that is known by its id, without a search."""

from bot.answer import Citation
from index.edition import Edition


def cite(edition: Edition, identity: str, number: int = 1) -> Citation:
    """Return the citation of an edition's passage; its score is 1.0, as nothing was weighed."""
    passage = edition.passage(identity)
    paper = edition.paper(passage.paper)
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
        url=paper.url,
        score=1.0,
    )
