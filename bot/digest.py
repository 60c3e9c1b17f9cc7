"""What is new: published since a day, added to the index since an edition, on a topic
or on all; pure, so that a front only has to post it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.ledger import Wanted, is_since, select
from index.changes import Changes, Holdings, compare
from index.edition import About, Contents, Edition
from index.lexical import stems
from index.passages import Passage
from index.positions import Topic
from index.register import Paper


@dataclass(frozen=True, slots=True)
class Published:
    """What was published since a day, as far as the papers here know, whenever it was added.

    `topics` have only the positions taken since then.
    """

    papers: tuple[Paper, ...] = ()
    topics: tuple[Topic, ...] = ()


@dataclass(frozen=True, slots=True)
class Digest:
    """What somebody who follows a topic, or everything, has not heard of yet; never empty.

    `before` is the edition last told of, `after` the one told of now: a digest that is kept as
    sent by the latter is not sent again.
    """

    topic: Topic | None
    before: About
    after: About
    changes: Changes


def digest(
    before: Contents | Edition, after: Contents | Edition, topic_id: str = ""
) -> Digest | None:
    """Return what was added to the index between two editions on a topic of the ledger, or on all
    without one; None when that is nothing.
    """
    topic = _topic(topic_id, before, after)
    if topic_id and topic is None:
        return None
    changes = compare(before, after)
    if topic:
        changes = on_topic(changes, topic)
    return Digest(topic, before.about, after.about, changes) if changes else None


def published_since(held: Holdings, day: date, topic: Topic | None = None) -> Published:
    """Return the papers published, and the positions taken, on a day or later, oldest first.

    A paper of which only the month is known counts to the month's end.
    """
    papers = [paper for paper in held.papers if is_since(paper.published, paper.date_note, day)]
    topics = held.topics
    if topic:
        about = _About(topic)
        named = {passage.paper for passage in held.passages if passage in about}
        papers = [paper for paper in papers if paper.id in named]
        topics = tuple(known for known in topics if known.id == topic.id)
    papers.sort(key=lambda paper: (paper.published, paper.id))
    return Published(tuple(papers), select(topics, Wanted(since=day)))


def on_topic(changes: Changes, topic: Topic) -> Changes:
    """Return the changes that are about a topic: its positions, the passages that these stand in
    or that name it, and the papers of such passages.
    """
    its = tuple(change for change in changes.topics if change.topic.id == topic.id)
    states = [state for change in its for state in (change.before, change.after) if state]
    about = _About(topic, *states)
    added = tuple(passage for passage in changes.added if passage in about)
    removed = tuple(passage for passage in changes.removed if passage in about)
    came, went = ({passage.paper for passage in passages} for passages in (added, removed))
    return Changes(
        papers_added=tuple(paper for paper in changes.papers_added if paper.id in came),
        papers_gone=tuple(paper for paper in changes.papers_gone if paper.id in went),
        added=added,
        removed=removed,
        reworded=tuple(
            pair for pair in changes.reworded if pair.before in about or pair.after in about
        ),
        topics=its,
    )


class _About:
    """Tells whether a passage is about a topic, in any of the states given."""

    def __init__(self, *states: Topic) -> None:
        self._cited = {position.passage for topic in states for position in topic.positions}
        names = (_spaced(name) for topic in states for name in topic.names)
        self._names = {name for name in names if name.strip()}

    def __contains__(self, passage: Passage) -> bool:
        if passage.id in self._cited:
            return True
        text = _spaced(" ".join((*passage.heading, passage.text)))
        return any(name in text for name in self._names)


def _spaced(text: str) -> str:
    # With a space at both ends, "care" is not found in "career".
    return f" {' '.join(stems(text))} "


def _topic(identity: str, *held: Holdings) -> Topic | None:
    """Return a topic as the last that knows it has it."""
    known: Iterable[Topic] = (topic for each in reversed(held) for topic in each.topics)
    return next((topic for topic in known if topic.id == identity), None)
