"""An edition: everything the bot knew at one build, in one folder that is never changed once
written.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from index.glossary import Glossary, Term
from index.lexical import Lexical
from index.onboarding import Step
from index.passages import Passage
from index.positions import Position, Topic, standing_on
from index.register import Paper
from index.vectors import Vectors

_Value = TypeVar("_Value")

FORMAT = 1
VIEW_KINDS = ("text", "sentence", "summary", "asked")
"""What a vector can be a view of: a whole passage, a sentence of it, our summary of it, a question
it answers.
"""


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


@dataclass(frozen=True, slots=True)
class Views:
    """For each vector: its passage's number, its kind (see VIEW_KINDS), which sentence."""

    passage: NDArray[np.int32]
    kind: NDArray[np.int8]
    sentence: NDArray[np.int32]
    digest: NDArray[np.str_]


@dataclass(frozen=True, slots=True)
class Edition:
    """What one build knew, ready to be searched.

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

    def paper(self, identity: str) -> Paper:
        """Return the paper of an id."""
        return next(paper for paper in self.papers if paper.id == identity)

    def passage(self, identity: str) -> Passage:
        """Return the passage of an id."""
        return next(passage for passage in self.passages if passage.id == identity)

    @property
    def latest(self) -> date:
        """The date of the newest paper it holds."""
        return max(paper.published for paper in self.papers)


def save(edition: Edition, var: Path, keep: int) -> None:
    """Write an edition beside the others, make it current, and remove all but the newest `keep`."""
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
    folder = var / "editions"
    return (
        sorted(p.name for p in folder.iterdir() if not p.name.startswith("."))
        if folder.is_dir()
        else []
    )


def about(var: Path, identity: str) -> About:
    """Return what an edition says of itself; raises EditionError when it cannot be used here."""
    path = var / "editions" / identity / "about.json"
    try:
        loaded = _read_json(path)
        # Asked first, since another format may hold other fields.
        if loaded["format"] != FORMAT:
            raise EditionError(
                _broken(identity, f"it has format {loaded['format']}, this program reads {FORMAT}")
            )
        return About(**loaded)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise EditionError(_broken(identity, "it does not say what it is")) from error


def load(var: Path, identity: str | None = None, *, restricted: bool = False) -> Edition:
    """Return an edition, the current one by default, once its counts agree; raises EditionError.

    Only what is public is in it, unless `restricted` asks for all: whoever forgets to ask leaks
    nothing.
    """
    identity = identity or current(var)
    if identity is None:
        raise EditionError("Nothing has been built yet; run 'review-bot build' first.")
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
    return edition if restricted else public_part(edition)


def public_part(edition: Edition) -> Edition:
    """Return an edition as if its restricted papers had never been added.

    Words, counts, names and rarity are made anew from what is left, since each of them could tell
    what is not.
    """
    hidden = {paper.id for paper in edition.papers if paper.visibility != "public"}
    if not hidden:
        return edition
    kept = [n for n, passage in enumerate(edition.passages) if passage.paper not in hidden]
    if not kept:
        raise EditionError("No public paper has been added yet; add one and build.")
    passages = tuple(edition.passages[number] for number in kept)
    new_number = np.full(len(edition.passages), -1, dtype=np.int32)
    new_number[kept] = np.arange(len(kept), dtype=np.int32)
    views = edition.views
    shown = np.flatnonzero(new_number[views.passage] >= 0)
    ids = {passage.id for passage in passages}
    papers = tuple(paper for paper in edition.papers if paper.id not in hidden)
    return replace(
        edition,
        about=replace(edition.about, papers=len(papers), passages=len(passages), views=len(shown)),
        papers=papers,
        passages=passages,
        views=Views(
            new_number[views.passage[shown]],
            views.kind[shown],
            views.sentence[shown],
            views.digest[shown],
        ),
        vectors=Vectors.of(edition.vectors.rows(shown.tolist())),
        words=words_of_papers(passages),
        said=words_of_summaries(passages),
        topics=standing_on(edition.topics, passages),
        steps=tuple(
            replace(step, passages=tuple(name for name in step.passages if name in ids))
            for step in edition.steps
        ),
    )


def words_of_papers(passages: Sequence[Passage]) -> Lexical:
    """Return BM25 over the passages' own words and headings."""
    return Lexical.of([" ".join((*passage.heading, passage.text)) for passage in passages])


def words_of_summaries(passages: Sequence[Passage]) -> Lexical:
    """Return BM25 over our summaries of the passages and the questions they answer."""
    return Lexical.of([" ".join((passage.summary, *passage.asked)) for passage in passages])


def _broken(identity: str, why: str) -> str:
    mend = "Run 'review-bot build --fresh' to make a new one."
    return f"Edition {identity} cannot be used: {why}. {mend}"


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
    return Edition(
        about=said_of_itself,
        papers=tuple(_paper(entry) for entry in _read_json(folder / "papers.json")),
        passages=tuple(_tuples(Passage, entry) for entry in _read_json(folder / "passages.json")),
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
        topics=tuple(_topic(entry) for entry in _read_json(folder / "positions.json")),
        steps=tuple(_tuples(Step, entry) for entry in _read_json(folder / "onboarding.json")),
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
        shutil.rmtree(var / "editions" / identity, ignore_errors=True)
