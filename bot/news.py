"""What changed since a day, or between two editions: what was published, and apart from it what
came to the index.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from bot import wording_changes as wording
from bot.dates import first_day
from bot.digest import Published, on_topic, published_since
from index import edition as editions
from index.changes import Changes, compare
from index.edition import Contents, EditionError
from index.positions import Topic
from index.register import Paper


@dataclass(frozen=True, slots=True)
class News:
    """What changed since a day, on a topic or on all.

    `changes` are those from the edition `before` to the edition `after`, None where there is no
    edition to compare with. `reaches_back` tells whether `before` is as old as the day.
    """

    since: date
    topic: Topic | None
    published: Published
    after: Contents
    before: Contents | None = None
    changes: Changes | None = None
    reaches_back: bool = True

    def paper(self, identity: str) -> Paper:
        """Return a paper of either edition, as it was last."""
        held = (*self.after.papers, *(self.before.papers if self.before else ()))
        return next(paper for paper in held if paper.id == identity)


def news_since(var: Path, day: date, topic: Topic | None = None) -> News:
    """Return what changed since the start of a day; raises EditionError without any edition."""
    after = editions.contents(var)
    published = published_since(after, day, topic)
    identity = editions.built_before(var, _start_of(day))
    reaches_back = identity is not None
    identity = identity or next(_readable(var), after.about.id)
    if identity == after.about.id and not reaches_back:
        return News(day, topic, published, after, reaches_back=False)
    before = editions.contents(var, identity)
    changes = _compared(before, after, topic)
    return News(day, topic, published, after, before, changes, reaches_back)


def news_between(var: Path, earlier: str | None, later: str, topic: Topic | None = None) -> News:
    """Return what changed from one edition to another, by their ids, where there is an earlier one;
    raises EditionError.
    """
    after = editions.contents(var, later)
    if earlier is None:
        day = after.about.moment.date()
        return News(day, topic, published_since(after, day, topic), after)
    before = editions.contents(var, earlier)
    day = before.about.moment.date()
    published = published_since(after, day, topic)
    return News(day, topic, published, after, before, _compared(before, after, topic))


def find_edition(var: Path, name: str, today: date) -> str:
    """Return the id of the edition that an id, the start of one, or a date names.

    A date names the last edition built on that day or before it. Raises EditionError for others.
    """
    known = editions.remembered(var)
    named = [identity for identity in known if identity.startswith(name)]
    if len(name) > len("YYYYMMDD") and len(named) == 1:
        return named[0]
    day = first_day(name, today)
    if day is None:
        raise EditionError(wording.no_edition(name, known))
    found = editions.built_before(var, _start_of(day + timedelta(days=1)))
    if found is None:
        raise EditionError(wording.no_edition_so_old(day, known))
    return found


def one_before(var: Path, identity: str) -> str | None:
    """Return the id of the edition built before one, None where it is the oldest remembered."""
    return max((known for known in _readable(var) if known < identity), default=None)


def _compared(before: Contents, after: Contents, topic: Topic | None) -> Changes:
    changes = compare(before, after)
    return on_topic(changes, topic) if topic else changes


def _readable(var: Path) -> Iterator[str]:
    """Yield the ids of the editions whose contents can be read, oldest first."""
    for identity in editions.remembered(var):
        with suppress(EditionError):
            yield editions.contents(var, identity).about.id


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
