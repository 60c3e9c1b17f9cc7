"""What changed: between editions, by date and by topic, and as a feed."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from starlette.responses import Response

from bot import wording, wording_changes, wording_web
from bot.citation import Citation, citation_of
from bot.dates import first_day, today
from bot.news import News, find_edition, news_between, news_since, one_before
from bot.telling import lines_of
from bot.web.visit import Visit
from index import edition as editions
from index.changes import Mark
from index.edition import EditionError
from index.passages import Passage
from index.positions import Topic

_UPDATES = 20
_FEED_TYPE = "application/atom+xml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Reworded:
    """A passage whose words changed, with the words that went and came in place."""

    citation: Citation
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Update:
    """An edition and what it changed, as a feed tells it."""

    id: str
    built: datetime
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks to see: since a day, or up to an edition; on a topic or on all."""

    since: str = ""
    topic: Topic | None = None
    edition: str = ""
    problems: tuple[str, ...] = ()


async def changes(visit: Visit) -> Response:
    """Return what was published and what was added to the index: since a day, or in one update."""
    asked = _asked(visit)
    edition = visit.shelf.edition
    news: News | None = None
    problems = list(asked.problems)
    updates: list[tuple[str, datetime]] = []
    if visit.var:
        try:
            news = await asyncio.to_thread(_news, visit.var, asked, edition.about.id)
        except EditionError as error:
            problems.append(str(error))
        updates = await asyncio.to_thread(_updates, visit.var, edition.about.id)
    return visit.page(
        "changes.html",
        news=news,
        asked=asked,
        problems=problems,
        topics=edition.topics,
        updates=updates,
        anew=_quoted_anew(news),
        reworded=_reworded(news),
        cited=_citer(news),
        edition=edition,
    )


async def feed(visit: Visit) -> Response:
    """Return the last updates as an Atom feed."""
    base = visit.desk.policy.address or str(visit.request.base_url).rstrip("/")
    about = visit.shelf.edition.about
    updates: list[Update] = []
    if visit.var:
        updates = await asyncio.to_thread(_told_updates, visit.var, about.id)
    xml = visit.site.html("changes.atom", base=base, updates=updates, updated=about.moment)
    return Response(xml, headers=visit.kept(), media_type=_FEED_TYPE)


def _asked(visit: Visit) -> Asked:
    given = visit.request.query_params
    since = " ".join(given.get("since", "").split())[:40]
    topics, identity = visit.shelf.edition.topics, given.get("topic", "")
    topic = next((each for each in topics if each.id == identity), None)
    problems = []
    if identity and topic is None:
        problems.append(wording_web.NO_TOPIC)
    if since and first_day(since, today()) is None:
        problems.append(wording.no_date(since))
        since = ""
    return Asked(since, topic, given.get("to", "")[:60], tuple(problems))


def _news(var: Path, asked: Asked, current: str) -> News:
    day = first_day(asked.since, today()) if asked.since else None
    if day:
        return news_since(var, day, asked.topic)
    later = find_edition(var, asked.edition, today()) if asked.edition else current
    return news_between(var, one_before(var, later), later, asked.topic)


def _quoted_anew(news: News | None) -> list[str]:
    if news is None or news.changes is None:
        return []
    counts = Counter(
        (pair.after.paper, pair.after.source) for pair in news.changes.reworded if pair.is_requoted
    )
    return [
        wording_changes.quoted_anew(news.paper(paper), count, source)
        for (paper, source), count in counts.items()
    ]


def _reworded(news: News | None) -> list[Reworded]:
    if news is None or news.changes is None:
        return []
    pairs = (pair for pair in news.changes.reworded if not pair.is_requoted)
    return [Reworded(_cite(news, pair.after), pair.marks) for pair in pairs]


def _citer(news: News | None) -> Callable[[Passage], Citation] | None:
    return (lambda passage: _cite(news, passage)) if news else None


def _cite(news: News, passage: Passage) -> Citation:
    return citation_of(news.paper(passage.paper), passage)


def _updates(var: Path, current: str) -> list[tuple[str, datetime]]:
    """Return the updates remembered, the newest first, without the very first edition."""
    known = [identity for identity in editions.remembered(var) if identity <= current]
    found = []
    for identity in reversed(known[1:][-_UPDATES:]):
        try:
            found.append((identity, editions.about(var, identity).moment))
        except EditionError:
            continue
    return found


def _told_updates(var: Path, current: str) -> list[Update]:
    """Return the updates that changed something the public may see, the newest first."""
    found = []
    for identity, _ in _updates(var, current):
        try:
            update = _told(var, one_before(var, identity), identity)
        except EditionError:
            continue
        if update:
            found.append(update)
    return found


@lru_cache(maxsize=4 * _UPDATES)
def _told(var: Path, before: str | None, later: str) -> Update | None:
    """Return what one edition changed; editions never change, so it is told once."""
    news = news_between(var, before, later)
    if not news.changes:
        return None
    lines = []
    for line in lines_of(news, news.changes):
        place = wording.place(line.citation) if line.citation else ""
        parts = [line.lead, place, line.text, line.quote]
        lines.append(": ".join(part for part in parts if part))
    title = wording_changes.counted(news.changes)
    return Update(later, news.after.about.moment, title, tuple(lines))
