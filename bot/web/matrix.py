"""Where recommendations stand: the ledger as a matrix, one recommendation, and both as a table to
download.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from bot import wording, wording_web
from bot.citation import Citation, cite
from bot.dates import first_day, today
from bot.ledger import Standing, Wanted, papers_named, select, standing
from bot.web.links import reading
from bot.web.timeline import timeline
from bot.web.visit import Visit
from index.held import Held
from index.positions import STAGES, STATUSES, Position, Topic

_COLUMNS = (
    *("topic", "question", "date", "date_note", "stage", "status", "who", "position", "figure"),
    *("publisher", "paper", "paper_date", "place", "page", "words_of", "link"),
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Stood:
    """A position with the passage that it rests on."""

    position: Position
    citation: Citation

    @property
    def address(self) -> str:
        """Where the passage is shown in its paper."""
        return reading(self.citation)


@dataclass(frozen=True, slots=True)
class Row:
    """A topic in the matrix: where it stands, and what was said at each stage."""

    topic: Topic
    standing: Standing
    cells: tuple[tuple[str, tuple[Stood, ...]], ...]


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader asked to see, as it was sent, and what is wrong with it."""

    status: str = ""
    council: str = ""
    since: str = ""
    problems: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.status or self.council or self.since)


async def where(visit: Visit) -> Response:
    """Return the matrix of what was asked for."""
    edition = visit.shelf.edition
    filters, wanted = _filters(visit)
    topics = select(edition.topics, wanted)
    whole = {topic.id: topic for topic in edition.topics}
    rows = [
        Row(topic, standing(whole[topic.id]), tuple(_cells(topic, edition))) for topic in topics
    ]
    return visit.page(
        "where.html",
        rows=rows,
        stages=STAGES,
        statuses=STATUSES,
        councils=_councils(edition),
        filters=filters,
        query=visit.request.url.query,
        newest=edition.newest,
        has_ledger=bool(edition.topics),
    )


async def topic(visit: Visit) -> Response:
    """Return one recommendation: where it stands, its timeline, its positions and passages."""
    edition = visit.shelf.edition
    identity = visit.request.path_params["topic"]
    found = next((each for each in edition.topics if each.id == identity), None)
    if found is None:
        return visit.said(wording_web.NO_TOPIC_HEADING, wording_web.NO_TOPIC, 404)
    stood = [Stood(position, cite(edition, position.passage)) for position in found.positions]
    place = edition.topics.index(found)
    return visit.page(
        "topic.html",
        topic=found,
        standing=standing(found),
        stood=stood,
        picture=timeline([(each.position, each.address) for each in stood]),
        newest=edition.newest,
        before=edition.topics[place - 1] if place else None,
        after=edition.topics[place + 1] if place + 1 < len(edition.topics) else None,
    )


async def table(visit: Visit) -> Response:
    """Return the positions asked for as CSV that a spreadsheet opens."""
    edition = visit.shelf.edition
    _, wanted = _filters(visit)
    topics = select(edition.topics, wanted)
    base = visit.desk.policy.address or str(visit.request.base_url).rstrip("/")
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for each in topics:
        for position in each.positions:
            line = _line(each, position, cite(edition, position.passage), base)
            writer.writerow([_harmless(cell) for cell in line])
    # With the mark, without which spreadsheet programs take UTF-8 for something else.
    content = out.getvalue().encode("utf-8-sig")
    name = {"Content-Disposition": 'attachment; filename="where-it-stands.csv"'}
    return Response(content, headers=visit.kept() | name, media_type="text/csv; charset=utf-8")


def _filters(visit: Visit) -> tuple[Filters, Wanted]:
    """Return what was asked for, and the positions that are wanted; what is wrong is left out."""
    given = visit.request.query_params
    edition = visit.shelf.edition
    status, council = given.get("status", ""), given.get("council", "")
    since = " ".join(given.get("since", "").split())[:40]
    problems = []
    if status and status not in STATUSES:
        problems.append(wording_web.no_status(status[:40]))
        status = ""
    its = papers_named(edition.papers, council) if council else ()
    if council and not its:
        problems.append(wording.no_paper(council[:60], _councils(edition)))
        council = ""
    day = first_day(since, today()) if since else None
    if since and day is None:
        problems.append(wording.no_date(since))
    wanted = Wanted(status, "", day or date.min, frozenset(each.id for each in its))
    return Filters(status, council, since, tuple(problems)), wanted


def _councils(edition: Held) -> list[str]:
    return sorted({paper.publisher for paper in edition.papers})


def _cells(topic: Topic, edition: Held) -> Sequence[tuple[str, tuple[Stood, ...]]]:
    stood = [Stood(position, cite(edition, position.passage)) for position in topic.positions]
    return [
        (stage, tuple(each for each in stood if each.position.stage == stage)) for stage in STAGES
    ]


def _line(topic: Topic, position: Position, citation: Citation, base: str) -> list[str]:
    return [
        *(topic.name, topic.question, wording.sortable(position.date, position.date_note)),
        *(position.date_note, position.stage, position.status, position.who, position.line),
        *(position.figure, citation.publisher, citation.title),
        *(wording.sortable(citation.published, citation.date_note), citation.locator),
        *(str(citation.page or ""), wording.source(citation), f"{base}/p/{citation.key}"),
    ]


def _harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
