"""What differs between two editions: papers, passages by their words, and the ledger."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain
from typing import Literal, Protocol

from index.passages import Passage
from index.positions import Position, Topic
from index.register import Paper

_ALIKE = 0.6
"""Share of their words that two passages share from which one may be the other reworded."""
_SAME_PLACE = 0.2
"""What standing under the same locator adds to that share."""


class Holdings(Protocol):
    """What two editions are compared by; an Edition is one, and so are its Contents."""

    @property
    def papers(self) -> tuple[Paper, ...]: ...

    @property
    def passages(self) -> tuple[Passage, ...]: ...

    @property
    def topics(self) -> tuple[Topic, ...]: ...


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that follow one another and are in both texts, only in the later, or only before."""

    kind: Literal["same", "came", "went"]
    text: str


@dataclass(frozen=True, slots=True)
class Rewording:
    """One passage before and after its words changed; its locator may have changed with them."""

    before: Passage
    after: Passage

    @property
    def is_requoted(self) -> bool:
        """Whether the words are others because the original took our summary's place, or left."""
        return self.before.source != self.after.source

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Which words went and which came, in reading order."""
        return _marks(self.before.text.split(), self.after.text.split())


@dataclass(frozen=True, slots=True)
class TopicChange:
    """A topic whose positions differ; None before it came to the ledger, or after it went."""

    before: Topic | None
    after: Topic | None

    @property
    def topic(self) -> Topic:
        """The topic as it is now, or last was."""
        found = self.after or self.before
        if found is None:
            raise ValueError("a topic that was never there cannot have changed")
        return found

    @property
    def came(self) -> tuple[Position, ...]:
        """The positions that were not there before, by date."""
        return _only_in(self.after, self.before)

    @property
    def went(self) -> tuple[Position, ...]:
        """The positions that are no longer there, by date."""
        return _only_in(self.before, self.after)


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between two editions; nothing at all when they say the same.

    `added` and `removed` hold the passages of papers that came and went as well.
    """

    papers_added: tuple[Paper, ...] = ()
    papers_gone: tuple[Paper, ...] = ()
    added: tuple[Passage, ...] = ()
    removed: tuple[Passage, ...] = ()
    reworded: tuple[Rewording, ...] = ()
    topics: tuple[TopicChange, ...] = ()

    @property
    def put_in(self) -> tuple[Passage, ...]:
        """The passages added to papers that were there already."""
        new = {paper.id for paper in self.papers_added}
        return tuple(passage for passage in self.added if passage.paper not in new)

    @property
    def taken_out(self) -> tuple[Passage, ...]:
        """The passages removed from papers that are still there."""
        gone = {paper.id for paper in self.papers_gone}
        return tuple(passage for passage in self.removed if passage.paper not in gone)

    def __bool__(self) -> bool:
        return self != Changes()


def compare(before: Holdings, after: Holdings) -> Changes:
    """Return what differs, in reading order.

    What changed is decided by a passage's words within its paper: the same words under another
    locator are no change, so that a paragraph put in does not change all that it renumbers.
    """
    old, new = _by_paper(before.passages), _by_paper(after.passages)
    added: set[str] = set()
    removed: set[str] = set()
    reworded: dict[str, Rewording] = {}
    for paper in old.keys() | new.keys():
        pairs, went, came = _matched(old[paper], new[paper])
        reworded |= {pair.after.id: pair for pair in pairs}
        added |= {passage.id for passage in came}
        removed |= {passage.id for passage in went}
    earlier, later = ({paper.id for paper in held.papers} for held in (before, after))
    return Changes(
        papers_added=tuple(paper for paper in after.papers if paper.id not in earlier),
        papers_gone=tuple(paper for paper in before.papers if paper.id not in later),
        added=tuple(passage for passage in after.passages if passage.id in added),
        removed=tuple(passage for passage in before.passages if passage.id in removed),
        reworded=tuple(reworded[p.id] for p in after.passages if p.id in reworded),
        topics=_topic_changes(before.topics, after.topics),
    )


def _by_paper(passages: Iterable[Passage]) -> defaultdict[str, list[Passage]]:
    found: defaultdict[str, list[Passage]] = defaultdict(list)
    for passage in passages:
        found[passage.paper].append(passage)
    return found


def _matched(
    before: Sequence[Passage], after: Sequence[Passage]
) -> tuple[list[Rewording], list[Passage], list[Passage]]:
    """Return what was reworded, went and came in one paper."""
    unchanged = {(p.id, p.digest) for p in before} & {(p.id, p.digest) for p in after}
    old = [p for p in before if (p.id, p.digest) not in unchanged]
    new = [p for p in after if (p.id, p.digest) not in unchanged]
    old, new = _unmoved(old, new), _unmoved(new, old)
    went, came = {p.id: p for p in old}, {p.id: p for p in new}
    pairs = []
    for _, earlier, later in sorted(_candidates(old, new)):
        if earlier in went and later in came:
            pairs.append(Rewording(went.pop(earlier), came.pop(later)))
    return pairs, list(went.values()), list(came.values())


def _unmoved(here: Sequence[Passage], there: Sequence[Passage]) -> list[Passage]:
    """Return the passages whose words are not there, or fewer times."""
    left = Counter(passage.digest for passage in there)
    found = []
    for passage in here:
        if left[passage.digest]:
            left[passage.digest] -= 1
        else:
            found.append(passage)
    return found


def _candidates(old: Sequence[Passage], new: Sequence[Passage]) -> Iterable[tuple[float, str, str]]:
    """Yield the pairs that may be one passage reworded, as (minus the likelihood, id before, id
    after), so that the likeliest sort first.
    """
    words_before = [Counter(passage.text.lower().split()) for passage in old]
    words_after = [Counter(passage.text.lower().split()) for passage in new]
    for earlier, said_before in zip(old, words_before, strict=True):
        for later, said_after in zip(new, words_after, strict=True):
            shared = (said_before & said_after).total()
            alike = 2 * shared / ((said_before.total() + said_after.total()) or 1)
            in_place = earlier.id == later.id
            if in_place or alike >= _ALIKE:
                likelihood = alike + _SAME_PLACE * in_place
                yield -likelihood, earlier.id, later.id


def _marks(before: list[str], after: list[str]) -> tuple[Mark, ...]:
    found: list[Mark] = []
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for step, start, end, later_start, later_end in steps:
        if step == "equal":
            found.append(Mark("same", " ".join(before[start:end])))
            continue
        if end > start:
            found.append(Mark("went", " ".join(before[start:end])))
        if later_end > later_start:
            found.append(Mark("came", " ".join(after[later_start:later_end])))
    return tuple(found)


def _topic_changes(before: Iterable[Topic], after: Iterable[Topic]) -> tuple[TopicChange, ...]:
    """Return the topics whose positions differ, those of today first."""
    old, new = ({topic.id: topic for topic in topics} for topics in (before, after))
    each = dict.fromkeys(chain(new, old))
    changes = (TopicChange(old.get(identity), new.get(identity)) for identity in each)
    return tuple(change for change in changes if change.came or change.went)


def _only_in(topic: Topic | None, other: Topic | None) -> tuple[Position, ...]:
    """Return the positions of a topic that another state of it has not, or fewer times."""
    left = Counter(_stand(position) for position in other.positions) if other else Counter()
    found = []
    for position in topic.positions if topic else ():
        if left[_stand(position)]:
            left[_stand(position)] -= 1
        else:
            found.append(position)
    return tuple(found)


def _stand(position: Position) -> tuple[str, ...]:
    """Return what makes a position another one; our line and the locator do not."""
    return (
        position.date.isoformat(),
        position.stage,
        position.status,
        position.who,
        position.paper,
        position.figure,
    )
