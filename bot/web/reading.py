"""Papers: the list of them, one with its passages, and the passage that a citation names."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote

from starlette.responses import RedirectResponse, Response

from bot import wording_web
from bot.citation import Citation, citation_of, cite, publisher_link
from bot.excerpt import clean
from bot.web.links import anchor, marked_places, reading
from bot.web.past import Past
from bot.web.visit import Handler, Visit
from index.held import Held
from index.passages import Passage
from index.positions import Position, Topic
from index.register import Paper
from index.sentences import sentences


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The paper before or after one on a topic, and its first passage on that."""

    paper: Paper
    address: str


@dataclass(frozen=True, slots=True)
class Thread:
    """A topic that a paper takes a position on, with its papers before and after that one."""

    topic: Topic
    before: Neighbour | None
    after: Neighbour | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage on its paper's page: its words in pieces, those that were cited marked, and the
    ledger's rows that rest on it.
    """

    citation: Citation
    place: str
    pieces: tuple[tuple[str, bool], ...]
    summary: str
    is_cited: bool
    rows: tuple[tuple[Topic, Position], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Passages that stand under the same headings."""

    heading: str
    place: str
    passages: tuple[Shown, ...]


async def papers(visit: Visit) -> Response:
    """Return the register: every paper with what is held of it, the newest first."""
    edition = visit.shelf.edition
    newest = sorted(edition.papers, key=lambda each: (each.published, each.id), reverse=True)
    held = [(each, edition.of_paper(each.id)) for each in newest]
    rows = [(each, len(passages), _is_original(passages)) for each, passages in held]
    return visit.page("papers.html", rows=rows, edition=edition)


async def paper(visit: Visit) -> Response:
    """Return a paper's passages, the cited one marked and at the place that the address names."""
    edition = visit.shelf.edition
    identity = visit.request.path_params["paper"]
    found = next((each for each in edition.papers if each.id == identity), None)
    if found is None:
        return visit.said(wording_web.NO_PAPER_HEADING, wording_web.NO_PAPER, 404)
    passages = edition.of_paper(found.id)
    asked = visit.request.query_params
    key = asked.get("at", "")
    if key and key not in {passage.key for passage in passages}:
        # The passage moved or changed its words since it was cited.
        return _to(f"/p/{quote(key, safe='')}")
    cited = (key, marked_places(asked.get("s", "")))
    return visit.page(
        "paper.html",
        paper=found,
        is_original=_is_original(passages),
        sections=_sections(found, passages, cited, edition),
        threads=_threads(found, edition),
        cited=next((p for p in passages if p.key == key), None),
        source=citation_of(found, passages[0]).url if passages else publisher_link(found),
    )


def by_key(past: Past) -> Handler:
    """Return the page that finds a passage by the key of a citation, however old."""

    async def handle(visit: Visit) -> Response:
        key = visit.request.path_params["key"]
        edition = visit.shelf.edition
        passage = visit.shelf.passage(key)
        if passage:
            marks = marked_places(visit.request.query_params.get("s", ""))
            texts = sentences(passage.text)
            said = [texts[n] for n in sorted(marks) if n < len(texts)]
            here = citation_of(edition.paper(passage.paper), passage)
            return _to(reading(here, said))
        then = None
        if visit.var:
            then = await asyncio.to_thread(past.find, key, visit.var, edition)
        if then is None:
            return visit.said(wording_web.NO_PASSAGE_HEADING, wording_web.NO_PASSAGE, 404)
        its = edition.paper(then.passage.paper)
        now = citation_of(its, then.now) if then.now else None
        if now and then.is_moved:
            return _to(reading(now))
        return visit.page(
            "then.html", then=then, paper=its, before=citation_of(its, then.passage), now=now
        )

    return handle


def _to(address: str) -> Response:
    # Where a key leads may be another place after the next build.
    return RedirectResponse(address, 302, {"Cache-Control": "no-cache"})


def _is_original(passages: Sequence[Passage]) -> bool:
    return any(passage.source == "paper" for passage in passages)


def _sections(
    paper: Paper, passages: Sequence[Passage], cited: tuple[str, frozenset[int]], edition: Held
) -> list[Section]:
    rows: defaultdict[str, list[tuple[Topic, Position]]] = defaultdict(list)
    for topic in edition.topics:
        for position in topic.positions:
            rows[position.passage].append((topic, position))
    found = []
    for number, (heading, its) in enumerate(groupby(passages, key=lambda each: each.heading), 1):
        shown = tuple(_shown(paper, passage, cited, tuple(rows[passage.id])) for passage in its)
        name = " › ".join(clean(part) for part in heading)
        found.append(Section(name, f"section-{number}", shown))
    return found


def _shown(
    paper: Paper,
    passage: Passage,
    cited: tuple[str, frozenset[int]],
    rows: tuple[tuple[Topic, Position], ...],
) -> Shown:
    key, marks = cited
    is_cited = passage.key == key
    pieces: tuple[tuple[str, bool], ...] = ((clean(passage.text), False),)
    if is_cited and marks:
        pieces = tuple(_pieces(passage.text, marks))
    return Shown(
        citation=citation_of(paper, passage),
        place=anchor(passage.locator),
        pieces=pieces,
        summary=passage.summary if passage.source == "paper" else "",
        is_cited=is_cited,
        rows=rows,
    )


def _pieces(text: str, marks: frozenset[int]) -> list[tuple[str, bool]]:
    """Return a text in pieces, the sentences of these numbers marked, each where it stands."""
    pieces, done = [], 0
    for number, sentence in enumerate(sentences(text)):
        begin = text.index(sentence, done)
        if number in marks:
            pieces += [(text[done:begin], False), (sentence, True)]
            done = begin + len(sentence)
    pieces.append((text[done:], False))
    return [(_visible(piece), is_marked) for piece, is_marked in pieces if piece]


def _visible(piece: str) -> str:
    """Return a piece cleaned, with the white space at its ends kept."""
    words = piece.strip()
    before, _, after = piece.partition(words) if words else (piece, "", "")
    return f"{before}{clean(words)}{after}"


def _threads(paper: Paper, edition: Held) -> list[Thread]:
    """Return the topics that a paper takes positions on, each with its papers around this one."""
    by_id = {each.id: each for each in edition.papers}
    found = []
    for topic in edition.topics:
        first: dict[str, Position] = {}
        for position in topic.positions:
            first.setdefault(position.paper, position)
        if paper.id not in first:
            continue
        order = sorted(first, key=lambda identity: (by_id[identity].published, identity))
        place = order.index(paper.id)
        around = [
            _neighbour(by_id[order[n]], first[order[n]], edition) if 0 <= n < len(order) else None
            for n in (place - 1, place + 1)
        ]
        if any(around):
            found.append(Thread(topic, *around))
    return found


def _neighbour(paper: Paper, position: Position, edition: Held) -> Neighbour:
    return Neighbour(paper, reading(cite(edition, position.passage)))
