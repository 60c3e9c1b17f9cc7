"""Where each recommendation stands: the topic somebody means, the positions wanted, the latest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rapidfuzz import fuzz, process

from index.positions import NOT_MENTIONED, Position, Topic, plain
from index.register import MONTH_ONLY, Paper

_LIKELY = 75.0
"""Likeness, of 100, from which a name may be the one that was meant."""
_AS_LIKELY = 6.0
"""Names this little behind the likeliest may be meant as well."""
_OFFERED = 5


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
