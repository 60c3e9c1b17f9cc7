"""An edition: everything the bot knew at one build, in one folder that is never changed once
written.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from index.glossary import Glossary, Term
from index.held import ADDED_WEIGHT, ByWords, Numbers, OwnViews, Scores, Sought, Within
from index.lexical import Lexical
from index.onboarding import Step
from index.passages import Passage
from index.positions import Position, Topic
from index.register import Paper
from index.vectors import Vectors

_Value = TypeVar("_Value")

FORMAT = 1
VIEW_KINDS = ("text", "sentence", "summary", "asked")
"""What a vector can be a view of: a whole passage, a sentence of it, our summary of it, a question
it answers.
"""


_PAST_KEPT = 200
"""Of how many older editions the texts are kept; those of five papers are a quarter megabyte."""
_CONTENTS = ("about.json", "papers.json", "passages.json", "positions.json")


class EditionError(Exception):
    """There is no edition that can answer; the message says what to do."""


@dataclass(frozen=True, slots=True)
class About:
    """What an edition was made of; `inputs` and `built` tell whether it is stale."""

    id: str
    built: str
    model: str
    inputs: str
    papers: int
    passages: int
    views: int
    format: int = FORMAT

    @property
    def moment(self) -> datetime:
        """When it was built."""
        built = datetime.fromisoformat(self.built)
        return built if built.tzinfo else built.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Views:
    """For each vector: its passage's number, its kind (see VIEW_KINDS), which sentence."""

    passage: NDArray[np.int32]
    kind: NDArray[np.int8]
    sentence: NDArray[np.int32]
    digest: NDArray[np.str_]


@dataclass(frozen=True)
class Edition:
    """What one build knew, ready to be searched; a Held that has all of it in memory.

    `words` is BM25 over the passages' own words, `said` over our summaries and the questions they
    answer. Every passage that `topics` (the ledger) and `steps` (for new staff) name is there.
    """

    about: About
    papers: tuple[Paper, ...]
    passages: tuple[Passage, ...]
    glossary: Glossary
    views: Views
    vectors: Vectors
    words: Lexical
    said: Lexical
    topics: tuple[Topic, ...] = ()
    steps: tuple[Step, ...] = ()

    @property
    def newest(self) -> Paper:
        """The newest paper it holds."""
        return max(self.papers, key=lambda paper: paper.published)

    @property
    def latest(self) -> date:
        """The date of the newest paper it holds."""
        return self.newest.published

    @property
    def dimensions(self) -> int:
        """How many numbers a vector has."""
        return self.vectors.dimensions

    def paper(self, identity: str) -> Paper:
        """Return the paper of an id."""
        return self._papers[identity]

    def passage(self, identity: str) -> Passage:
        """Return the passage of an id."""
        return self._passages[identity]

    def keyed(self, key: str) -> Passage | None:
        """Return the passage of a key (see Passage.key), None where it is not held."""
        return self._keyed.get(key)

    def of_paper(self, identity: str) -> Sequence[Passage]:
        """Return a paper's passages in reading order."""
        return self._of_papers.get(identity, ())

    def passages_at(self, numbers: Sequence[int]) -> list[Passage]:
        """Return the passages of these numbers, in the order asked for."""
        return [self.passages[number] for number in numbers]

    def nearest_views(self, sought: Sought, limit: int) -> tuple[NDArray[np.int32], Scores]:
        """Return the owners and cosines of the views nearest to any of the vectors, best first."""
        among = self._is_within(sought.within)
        rows = None if among is None else among[self.views.passage]
        found = [self.vectors.nearest(vector, limit, rows) for vector in sought.vectors]
        numbers = np.concatenate([numbers for numbers, _ in found])
        cosines = np.concatenate([cosines for _, cosines in found])
        order = np.argsort(-cosines, kind="stable")
        # A view near several of the vectors counts once, by the nearest.
        _, first = np.unique(numbers[order], return_index=True)
        kept = order[np.sort(first)]
        return self.views.passage[numbers[kept]], cosines[kept]

    def by_words(self, sought: Sought, among: Numbers, best: int) -> ByWords:
        """Return the BM25 scores of these passages and of the `best` by words; a passage's are its
        words' and our summary's summed.
        """
        scores = self.words.scores(sought.words) + self.said.scores(sought.words)
        if sought.added_words:
            added = self.words.scores(sought.added_words) + self.said.scores(sought.added_words)
            scores = np.asarray(scores + ADDED_WEIGHT * added, dtype=np.float32)
        within = self._is_within(sought.within)
        looked_in = scores if within is None else scores[within]
        best_of = best_numbers(looked_in, best)
        if within is not None:
            best_of = np.flatnonzero(within)[best_of]
        numbers = np.union1d(among, best_of)
        return ByWords(numbers, scores[numbers], float(looked_in.min()), float(looked_in.max()))

    def views_of(self, number: int) -> OwnViews:
        """Return a passage's views in the order they were made."""
        start, end = np.searchsorted(self.views.passage, [number, number + 1])
        own = slice(start, end)
        vectors = self.vectors.rows(range(start, end))
        return OwnViews(self.views.kind[own], self.views.sentence[own], vectors)

    def rarity(self, word: str) -> float:
        """Return how rare a stem is where it is commoner, in the texts or in what is said."""
        return min(self.words.rarity(word), self.said.rarity(word))

    def has(self, word: str) -> bool:
        """Whether a stem stands in any passage or in what is said of it."""
        return self.words.has(word) or self.said.has(word)

    def public(self) -> "Edition | None":
        """Return the edition of its public papers, itself where all are; None for nothing."""
        from index.visible import public_part

        return public_part(self)

    def _is_within(self, within: Within | None) -> NDArray[np.bool_] | None:
        """Return which passages are to be looked in, None for all."""
        if within is None:
            return None
        papers = {paper.id for paper in self.papers if within.has(paper)}
        return np.array([passage.paper in papers for passage in self.passages], dtype=np.bool_)

    @cached_property
    def _papers(self) -> dict[str, Paper]:
        return {paper.id: paper for paper in self.papers}

    @cached_property
    def _passages(self) -> dict[str, Passage]:
        return {passage.id: passage for passage in self.passages}

    @cached_property
    def _keyed(self) -> dict[str, Passage]:
        return {passage.key: passage for passage in self.passages}

    @cached_property
    def _of_papers(self) -> dict[str, list[Passage]]:
        found: dict[str, list[Passage]] = {}
        for passage in self.passages:
            found.setdefault(passage.paper, []).append(passage)
        return found


@dataclass(frozen=True, slots=True)
class Contents:
    """What an edition says, without what it is searched with."""

    about: About
    papers: tuple[Paper, ...]
    passages: tuple[Passage, ...]
    topics: tuple[Topic, ...] = ()


def save(edition: Edition, var: Path, keep: int) -> None:
    """Write an edition beside the others and make it current.

    All but the newest `keep` can no longer be searched; what they said is kept for comparing.
    """
    editions = var / "editions"
    try:
        editions.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(dir=editions, prefix=".new-"))
        try:
            _write(edition, beside)
            beside.chmod(0o755)
            beside.replace(editions / edition.about.id)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
        _make_current(var, edition.about.id)
    except OSError as error:
        raise EditionError(
            f"The edition cannot be written to {var} ({error.strerror}); "
            "make room or name another folder with --var. The edition before is untouched."
        ) from error
    _prune(var, edition.about.id, keep)


def current(var: Path) -> str | None:
    """Return the id of the edition that answers now, None if there is none yet."""
    try:
        return (var / "current").read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None
    except OSError as error:
        raise EditionError(
            f"{var / 'current'} cannot be read ({error.strerror}); name another folder with --var."
        ) from error
    except UnicodeDecodeError as error:
        raise EditionError(
            f"{var / 'current'} does not name an edition; run 'review-bot build'."
        ) from error


def history(var: Path) -> list[str]:
    """Return the ids of all editions kept, oldest first."""
    return _folders(var / "editions")


def remembered(var: Path) -> list[str]:
    """Return the ids of all editions whose contents are kept, oldest first."""
    return sorted({*history(var), *_folders(var / "past")})


def built_before(var: Path, moment: datetime) -> str | None:
    """Return the id of the last edition built before a moment, None where none is remembered."""
    for identity in reversed(remembered(var)):
        try:
            if about(var, identity).moment < moment:
                return identity
        except (EditionError, ValueError):
            # One that cannot be read is as good as gone: the one before it answers.
            continue
    return None


def contents(var: Path, identity: str | None = None, *, restricted: bool = False) -> Contents:
    """Return what an edition says, the current one by default, also one that is no longer searched;
    of its public papers unless `restricted`. Raises EditionError.
    """
    identity = identity or _current(var)
    said_of_itself = about(var, identity)
    try:
        from index.visible import public_contents

        found = _read_contents(_folder(var, identity), said_of_itself)
        return found if restricted else public_contents(found)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise EditionError(
            f"Edition {identity} cannot be compared: part of it is missing or damaged. "
            "Name another edition."
        ) from error


def about(var: Path, identity: str) -> About:
    """Return what an edition says of itself; raises EditionError when it cannot be used here."""
    path = _folder(var, identity) / "about.json"
    try:
        loaded = _read_json(path)
        # Asked first, since another format may hold other fields.
        if loaded["format"] != FORMAT:
            raise EditionError(_of_another_format(identity, int(loaded["format"])))
        return About(**loaded)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise EditionError(_broken(identity, "it does not say what it is")) from error


def load(var: Path, identity: str | None = None, *, restricted: bool = False) -> Edition:
    """Return an edition, the current one by default, once its counts agree; raises EditionError.

    Only what is public is in it, unless `restricted` asks for all: whoever forgets to ask leaks
    nothing.
    """
    identity = identity or _current(var)
    said_of_itself = about(var, identity)
    folder = var / "editions" / identity
    try:
        edition = _read(folder, said_of_itself)
    except Exception as error:
        # Damage shows itself as whatever the library that reads the part happens to raise.
        raise EditionError(_broken(identity, "part of it is missing or damaged")) from error
    counts = {
        len(edition.passages),
        edition.words.count,
        edition.said.count,
        said_of_itself.passages,
    }
    views = {len(edition.vectors), len(edition.views.passage), said_of_itself.views}
    if len(counts) > 1 or len(views) > 1:
        raise EditionError(_broken(identity, "its parts do not belong together"))
    if restricted:
        return edition
    public = edition.public()
    if public is None:
        raise EditionError("No paper that has been added is public; add one and build.")
    return public


def best_numbers(scores: Scores, count: int) -> Numbers:
    """Return the numbers of the best scores, best first, of equal ones the first first."""
    if len(scores) > 2 * count:
        # Sorting all of a hundred thousand would take longer than finding them.
        least = np.partition(scores, len(scores) - count)[len(scores) - count]
        among = np.flatnonzero(scores >= least)
        return among[np.argsort(-scores[among], kind="stable")][:count]
    return np.argsort(-scores, kind="stable")[:count]


def _current(var: Path) -> str:
    identity = current(var)
    if identity is None:
        raise EditionError("Nothing has been built yet; run 'review-bot build' first.")
    return identity


def _folders(folder: Path) -> list[str]:
    if not folder.is_dir():
        return []
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def _folder(var: Path, identity: str) -> Path:
    """Return where an edition lies, among those that are searched or those of the past."""
    past = var / "past" / identity
    return past if past.is_dir() else var / "editions" / identity


def _broken(identity: str, why: str) -> str:
    mend = "Run 'review-bot build --fresh' to make a new one."
    return f"Edition {identity} cannot be used: {why}. {mend}"


def _of_another_format(identity: str, format_: int) -> str:
    reads = f"it has format {format_}, this program reads {FORMAT}"
    if format_ < FORMAT:
        return (
            f"Edition {identity} was made by an older review-bot: {reads}. Run 'review-bot build' "
            "to make it anew from the knowledge folder; nothing is lost."
        )
    return (
        f"Edition {identity} was made by a newer review-bot: {reads}. Upgrade this one, or run "
        "'review-bot build' to make one that it reads."
    )


def _write(edition: Edition, folder: Path) -> None:
    _write_json(folder / "papers.json", [asdict(paper) for paper in edition.papers])
    _write_json(folder / "passages.json", [asdict(passage) for passage in edition.passages])
    _write_json(folder / "glossary.json", asdict(edition.glossary))
    _write_json(folder / "positions.json", [asdict(topic) for topic in edition.topics])
    _write_json(folder / "onboarding.json", [asdict(step) for step in edition.steps])
    views = edition.views
    np.savez(
        folder / "views.npz",
        passage=views.passage,
        kind=views.kind,
        sentence=views.sentence,
        digest=views.digest,
    )
    edition.vectors.save(folder / "vectors.faiss")
    edition.words.save(folder / "words")
    edition.said.save(folder / "said")
    # Last, so that a folder without it is known to be half written.
    _write_json(folder / "about.json", asdict(edition.about))


def _write_json(path: Path, value: Any) -> None:
    with path.open("w", encoding="utf-8") as file:
        json.dump(value, file, ensure_ascii=False, default=str)
        file.flush()
        os.fsync(file.fileno())


def _read(folder: Path, said_of_itself: About) -> Edition:
    with np.load(folder / "views.npz") as views:
        columns = Views(views["passage"], views["kind"], views["sentence"], views["digest"])
    glossary = _read_json(folder / "glossary.json")
    said = _read_contents(folder, said_of_itself)
    return Edition(
        about=said_of_itself,
        papers=said.papers,
        passages=said.passages,
        glossary=Glossary(
            terms=tuple(_tuples(Term, entry) for entry in glossary["terms"]),
            spellings=tuple((said, meant) for said, meant in glossary["spellings"]),
            places=tuple(glossary["places"]),
            proper_places=tuple(glossary["proper_places"]),
        ),
        views=columns,
        vectors=Vectors.load(folder / "vectors.faiss"),
        words=Lexical.load(folder / "words"),
        said=Lexical.load(folder / "said"),
        topics=said.topics,
        steps=tuple(_tuples(Step, entry) for entry in _read_json(folder / "onboarding.json")),
    )


def _read_contents(folder: Path, said_of_itself: About) -> Contents:
    return Contents(
        about=said_of_itself,
        papers=tuple(_paper(entry) for entry in _read_json(folder / "papers.json")),
        passages=tuple(_tuples(Passage, entry) for entry in _read_json(folder / "passages.json")),
        topics=tuple(_topic(entry) for entry in _read_json(folder / "positions.json")),
    )


def _read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _tuples(kind: type[_Value], entry: dict[str, Any]) -> _Value:
    """Return a value of a dataclass from JSON, whose lists become the tuples that they were."""
    return kind(
        **{
            name: tuple(value) if isinstance(value, list) else value
            for name, value in entry.items()
        }
    )


def _paper(entry: dict[str, Any]) -> Paper:
    return _tuples(Paper, entry | {"published": date.fromisoformat(entry["published"])})


def _topic(entry: dict[str, Any]) -> Topic:
    positions = [
        _tuples(Position, position | {"date": date.fromisoformat(position["date"])})
        for position in entry["positions"]
    ]
    return _tuples(Topic, entry | {"positions": positions})


def _make_current(var: Path, identity: str) -> None:
    descriptor, name = tempfile.mkstemp(dir=var, prefix=".current-")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(identity + "\n")
        file.flush()
        os.fsync(file.fileno())
    Path(name).chmod(0o644)
    Path(name).replace(var / "current")


def _prune(var: Path, current_id: str, keep: int) -> None:
    others = [identity for identity in history(var) if identity != current_id]
    surplus: Sequence[str] = others[: max(0, len(others) - max(0, keep - 1))]
    for identity in surplus:
        _retire(var, identity)
    for identity in _folders(var / "past")[:-_PAST_KEPT]:
        shutil.rmtree(var / "past" / identity, ignore_errors=True)


def _retire(var: Path, identity: str) -> None:
    """Keep what an edition said, and remove what it was searched with."""
    past = var / "past" / identity
    try:
        past.parent.mkdir(exist_ok=True)
        (var / "editions" / identity).replace(past)
    except OSError:
        # An edition too many does no harm, and the next build tries again.
        return
    for path in past.iterdir():
        if path.name not in _CONTENTS:
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink()
