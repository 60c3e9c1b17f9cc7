"""Where each recommendation stands: the topic somebody means, the positions wanted, the latest."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from rapidfuzz import fuzz, process

from index.positions import NOT_MENTIONED, Position, Topic, plain
from index.register import MONTH_ONLY, Paper
from index.search import Hit, words_of

_LIKELY = 75.0
"""Likeness, of 100, from which a name may be the one that was meant."""
_AS_LIKELY = 6.0
"""Names this little behind the likeliest may be meant as well."""
_OFFERED = 5
_FLOOR = 0.1
"""Share of the first's score that another paper's passage on the same topic needs."""
_OTHERS = 2
_NEAREST = 5
_SAME_NAME = 0.5
"""Share of a topic's name that the question must have for the topic to be meant."""


@dataclass(frozen=True, slots=True)
class Meant:
    """Which topic a name means: one in `topics` when it is clear, several when it is not.

    `nearest` holds the topics of the nearest names, only when `topics` is empty.
    """

    topics: tuple[Topic, ...]
    nearest: tuple[Topic, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which positions somebody wants; what is not set is not asked for.

    `papers` are the ids of those that a position may stand in.
    """

    status: str = ""
    stage: str = ""
    since: date = date.min
    papers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Side:
    """One of those compared, as it was named, and its positions on the topic, which may be none."""

    name: str
    positions: tuple[Position, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a topic stands: how it moved to there, by status, and the positions that say so now."""

    moves: tuple[str, ...]
    latest: tuple[Position, ...]


@dataclass(frozen=True, slots=True)
class Stand:
    """One row of where a topic stands, with the number of the citation that says so."""

    topic: str
    position: Position
    citation: int


class Ledger:
    """The topics, by the passages that say where they stand."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        self._topics = topics
        self._by_passage: dict[str, list[Topic]] = defaultdict(list)
        for topic in topics:
            for identity in dict.fromkeys(position.passage for position in topic.positions):
                self._by_passage[identity].append(topic)

    def with_status(self, status: str) -> list[tuple[Topic, Position]]:
        """Return what government has given this status, each topic once, the newest first."""
        wanted = {status, "accepted in part"} if status == "accepted" else {status}
        found = [
            (topic, position)
            for topic in self._topics
            for position in topic.positions
            if position.stage == "government" and position.status in wanted
        ]
        last = {topic.id: (topic, position) for topic, position in found}
        return sorted(last.values(), key=lambda pair: pair[1].date, reverse=True)

    def on_same_topic(self, hits: Sequence[Hit]) -> list[Hit]:
        """Return the best passages of other papers on the topic of the first hit, one a paper."""
        topics = {topic.id for topic in self._by_passage[hits[0].passage.id]}
        seen = {hits[0].passage.paper}
        others: list[Hit] = []
        for hit in hits[1:]:
            speaks = topics & {topic.id for topic in self._by_passage[hit.passage.id]}
            near = hit.score >= _FLOOR * hits[0].score
            if speaks and near and hit.passage.paper not in seen and len(others) < _OTHERS:
                seen.add(hit.passage.paper)
                others.append(hit)
        return others

    def government_in(self, asked: Sequence[str], hits: Sequence[Hit]) -> Hit | None:
        """Return the best of the nearest hits that gives government's position on a question's
        topic, by its stems; None where none does.
        """
        near = hits[:_NEAREST]
        topic = next(filter(None, (self._topic(asked, [hit.passage.id]) for hit in near)), None)
        said = {p.passage for p in topic.positions if p.stage == "government"} if topic else set()
        return next((hit for hit in near if hit.passage.id in said), None)

    def standing(self, asked: Sequence[str], passages: Sequence[str]) -> tuple[Stand, ...]:
        """Return where the topic of a question stands, as the cited passages (by id) say.

        `asked` are the question's stems. There is none when only one position is cited.
        """
        topic = self._topic(asked, passages)
        if topic is None:
            return ()
        rows = tuple(
            Stand(topic.name, position, passages.index(position.passage) + 1)
            for position in topic.positions
            if position.passage in passages
        )
        return rows if len(rows) > 1 else ()

    def lacks_government(self, asked: Sequence[str], passages: Sequence[str]) -> bool:
        """Whether the topic of a question has no position of government in the papers."""
        topic = self._topic(asked, passages)
        return topic is not None and is_government_silent(topic)

    def _topic(self, asked: Sequence[str], passages: Sequence[str]) -> Topic | None:
        """Return the topic of the first passage whose names share most words with the question."""
        words = set(asked)
        shared = [
            (max(_share(stems_of(name), words) for name in topic.names), topic)
            for topic in (self._by_passage[passages[0]] if passages else ())
        ]
        best, topic = max(shared, key=lambda pair: pair[0], default=(0.0, None))
        return topic if best >= _SAME_NAME else None


def is_government_silent(topic: Topic) -> bool:
    """Whether a topic has no position of government in the papers."""
    # Where a paper leaves the topic out of government's answer, the ledger says so in a row.
    return all(p.stage != "government" or p.status == NOT_MENTIONED for p in topic.positions)


@lru_cache(4_096)
def stems_of(name: str) -> frozenset[str]:
    """Return a name's stems; the ledger has some hundreds of names, the same for each question."""
    return frozenset(words_of(name))


def meant(topics: Sequence[Topic], name: str) -> Meant:
    """Return the topic whose id, name or alias this is, else those with the likeliest names."""
    said = plain(name)
    for topic in topics:
        if said in (plain(form) for form in (topic.id, *topic.names)):
            return Meant((topic,))
    likeness = sorted(
        ((_likeness(said, topic), topic) for topic in topics),
        key=lambda pair: pair[0],
        reverse=True,
    )
    best = likeness[0][0] if likeness else 0.0
    if best < _LIKELY:
        return Meant((), tuple(topic for _, topic in likeness[:3]))
    near = [topic for score, topic in likeness if score >= max(best - _AS_LIKELY, _LIKELY)]
    return Meant(tuple(near[:_OFFERED]))


def select(topics: Iterable[Topic], wanted: Wanted) -> tuple[Topic, ...]:
    """Return the topics with only the positions wanted, in order; none without any."""
    found = (
        replace(topic, positions=tuple(p for p in topic.positions if _fits(p, wanted)))
        for topic in topics
    )
    return tuple(topic for topic in found if topic.positions)


def compared(topic: Topic, sides: Mapping[str, Iterable[Paper]]) -> tuple[Side, ...]:
    """Return what each side's papers say of a topic, in the order given."""
    found = []
    for name, papers in sides.items():
        ids = {paper.id for paper in papers}
        found.append(Side(name, tuple(p for p in topic.positions if p.paper in ids)))
    return tuple(found)


def papers_named(papers: Iterable[Paper], name: str) -> tuple[Paper, ...]:
    """Return the papers that a name means: a paper's id, title or alias, or who published it.

    A publisher's name may be cut short after any word, so "Ostley" means all of Ostley Council's.
    """
    said = plain(name)
    each = tuple(papers)
    if not said:
        return ()
    published = tuple(p for p in each if f"{plain(p.publisher)} ".startswith(f"{said} "))
    # The publisher first: a short form of its name may be an alias of only some of its papers.
    if published:
        return published
    return tuple(p for p in each if said in map(plain, (p.id, p.title, *p.aliases)))


def is_since(value: date, note: str, day: date) -> bool:
    """Whether a date is a day or later; where only its month is known, its month's end counts."""
    if MONTH_ONLY in note:
        return (value.year, value.month) >= (day.year, day.month)
    return value >= day


def standing(topic: Topic) -> Standing:
    """Return where a topic stands: what government last said, else what was last recommended.

    A council's view does not move a recommendation, and is where a topic stands only when there
    is nothing else.
    """
    deciding = [p for p in topic.positions if p.stage != "local"] or list(topic.positions)
    official = [p for p in deciding if p.stage == "government"]
    spoken = [p for p in official if p.status != NOT_MENTIONED] or official
    proposed = [p for p in deciding if p.status == "recommended"]
    last = spoken or proposed or deciding
    latest = tuple(p for p in last if p.date == last[-1].date)
    steps: dict[date, dict[str, None]] = {}
    for position in last:
        steps.setdefault(position.date, {})[position.status] = None
    moves = [position.status for position in proposed[:1]]
    moves += [", ".join(statuses) for statuses in steps.values()]
    return Standing(tuple(dict.fromkeys(moves)), latest)


def _fits(position: Position, wanted: Wanted) -> bool:
    return (
        (not wanted.status or position.status == wanted.status)
        and (not wanted.stage or position.stage == wanted.stage)
        and is_since(position.date, position.date_note, wanted.since)
        and (not wanted.papers or position.paper in wanted.papers)
    )


def _likeness(said: str, topic: Topic) -> float:
    """Return how like a topic's likeliest name this is, of 100."""
    forms = [plain(form) for form in topic.names]
    likeliest = process.extractOne(said, forms, scorer=_name_likeness)
    return float(likeliest[1]) if likeliest else 0.0


def _name_likeness(said: str, form: str, *, score_cutoff: float | None = None) -> float:
    # By shared words alone, every name with "care" in it would be the same as "care".
    shared = fuzz.token_set_ratio(said, form)
    whole = fuzz.token_sort_ratio(said, form)
    return 0.7 * shared + 0.3 * whole


def _share(stems: frozenset[str], words: set[str]) -> float:
    return len(stems & words) / len(stems) if stems else 0.0
