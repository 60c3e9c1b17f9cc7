"""Make an edition: register -> readers -> passages -> vectors -> a folder that answers."""

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import numpy as np

from index import edition as editions
from index.alone import Lockable, alone_at_all
from index.changes import Changes, compare
from index.edition import VIEW_KINDS, About, Contents, Edition, EditionError, Views
from index.encoder import Encoder, SentenceEncoder, export_folder, is_exported
from index.glossary import read_glossary
from index.lexical import Lexical
from index.onboarding import read_onboarding, with_passages
from index.passages import Passage, split
from index.positions import read_positions, standing_on
from index.readers import SUFFIXES, read
from index.readers.kept import forget_others, read_once
from index.register import Paper, read_register
from index.sentences import clauses, sentences
from index.summaries import lay_upon, read_summary
from index.vectors import Matrix, Vectors
from index.visible import public_contents


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: the edition's own account, how many vectors were new or reused, and what
    differs from the edition before, None where there was none to compare with.
    """

    about: About
    encoded: int
    reused: int
    changes: Changes | None = None


@dataclass(frozen=True, slots=True)
class _View:
    """One text that leads to a passage when it is near a question."""

    passage: int
    kind: str
    sentence: int
    text: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()[:24]


class Keeper(Lockable, Protocol):
    """Where editions are kept, if not in the folder."""

    def known_vectors(self, model: str) -> dict[str, Matrix]:
        """Return the current edition's vectors by text digest; none if of another model."""

    def save(self, edition: Edition, keep: int) -> None:
        """Write an edition beside the others, whole or not at all, and make it current."""


Progress = Callable[[int, int], None]
"""Hears (texts encoded so far, texts to encode)."""

_ABANDONED_SECONDS = 24 * 60 * 60
"""Half-written folders older than this belong to no build that still runs."""


def is_stale(knowledge: Path, var: Path, model: str) -> bool:
    """Whether the current edition is missing, unusable, or made of something else."""
    try:
        identity = editions.current(var)
        made = editions.about(var, identity) if identity else None
    except EditionError:
        return True
    return made is None or made.model != model or made.inputs != inputs_digest(knowledge)


def build(
    knowledge: Path,
    var: Path,
    *,
    model: str,
    keep: int,
    progress: Progress | None = None,
    fresh: bool = False,
    encoder: Encoder | None = None,
    keeper: Keeper | None = None,
) -> Built:
    """Make an edition of the knowledge, make it current, and return what was done.

    Vectors of texts that the current edition already holds are taken from it, unless `fresh`. With
    an `encoder`, whose name `model` is, nothing is loaded or exported. With a `keeper` it is kept
    there. Raises BuildRunningError where another process builds in `var` or at the keeper's.
    """
    _make_room(var)
    with ExitStack() as held:
        try:
            held.enter_context(alone_at_all(var, keeper))
        except OSError as error:
            raise _unwritable(var, error) from error
        kept = keeper or _InFolder(var)
        return _built(knowledge, var, model, keep, kept, progress, fresh, encoder)


def _built(
    knowledge: Path,
    var: Path,
    model: str,
    keep: int,
    kept: "Keeper | _InFolder",
    progress: Progress | None,
    fresh: bool,
    encoder: Encoder | None,
) -> Built:
    # Before anything is read: what is edited while the texts are encoded makes the edition stale.
    inputs = inputs_digest(knowledge)
    papers = read_register(knowledge / "papers.yaml")
    glossary = read_glossary(knowledge / "glossary.yaml")
    topics = read_positions(knowledge / "positions.yaml")
    steps = read_onboarding(knowledge / "onboarding.yaml")
    by_id = {paper.id: paper for paper in papers}
    if fresh:
        forget_others(var / "read", [])
    passages = _read_all(knowledge, papers, var / "read")
    if not passages:
        raise EditionError(f"No paper in {knowledge} has a summary or an original; add one first.")
    views = [
        view for number, passage in enumerate(passages) for view in _views(number, passage, by_id)
    ]
    known = {} if fresh else kept.known_vectors(model)
    new = list({view.digest: view.text for view in views if view.digest not in known}.items())
    if encoder is None and (new or not is_exported(var, model)):
        encoder = SentenceEncoder(model)
        _export(encoder, var, fresh)
    if new and encoder:
        known |= _encode(new, encoder, progress)
    matrix = np.stack([known[view.digest] for view in views])
    now = datetime.now(UTC)
    made = Edition(
        about=About(
            id=f"{now:%Y%m%dT%H%M%S%f}"[:-3] + f"-{inputs[:8]}",
            built=now.isoformat(timespec="seconds"),
            model=model,
            inputs=inputs,
            papers=len(papers),
            passages=len(passages),
            views=len(views),
        ),
        papers=tuple(papers),
        passages=tuple(passages),
        glossary=glossary,
        views=Views(
            np.asarray([view.passage for view in views], dtype=np.int32),
            np.asarray([VIEW_KINDS.index(view.kind) for view in views], dtype=np.int8),
            np.asarray([view.sentence for view in views], dtype=np.int32),
            np.asarray([view.digest for view in views]),
        ),
        vectors=Vectors.of(matrix),
        words=Lexical.of([passage.own_words for passage in passages]),
        said=Lexical.of([passage.said_of_it for passage in passages]),
        topics=standing_on(topics, passages),
        steps=with_passages(steps, passages),
    )
    changes = _changes_from_current(made, var)
    kept.save(made, keep)
    _remove_leftovers(var)
    return Built(made.about, len(new), len({view.digest for view in views}) - len(new), changes)


def _read_all(knowledge: Path, papers: Sequence[Paper], kept: Path) -> list[Passage]:
    """Return the passages of all papers; those read before come from the folder `kept`."""
    # Each original that is no small text is read in a process apart, so that threads are enough.
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        read = list(pool.map(lambda paper: passages_of(knowledge, paper, kept), papers))
    originals = (original_of(knowledge, paper.id) for paper in papers)
    forget_others(kept, [path for path in originals if path])
    return [passage for passages in read for passage in passages]


def passages_of(knowledge: Path, paper: Paper, kept: Path | None = None) -> list[Passage]:
    """Return a paper's passages: the original's, our summary beside them, else the summary's.

    In the folder `kept` stands what was read of originals before.
    """
    summary = knowledge / "summaries" / f"{paper.id}.md"
    entries = read_summary(summary) if summary.is_file() else []
    original = original_of(knowledge, paper.id)
    if original is None:
        return entries
    blocks = read_once(original, kept) if kept else read(original)
    return lay_upon(split(paper.id, blocks), entries)


def original_of(knowledge: Path, identity: str) -> Path | None:
    """Return the file of a paper's original, None where nobody has added it."""
    candidates = [knowledge / "papers" / f"{identity}{suffix}" for suffix in SUFFIXES]
    return next((path for path in candidates if path.is_file()), None)


def inputs_digest(knowledge: Path) -> str:
    """Return a digest of every file that an edition is made of, 16 hex digits."""
    names = ("papers.yaml", "glossary.yaml", "positions.yaml", "onboarding.yaml")
    files = [knowledge / name for name in names]
    files += sorted((knowledge / "summaries").glob("*.md"))
    files += sorted(p for p in (knowledge / "papers").glob("*") if p.suffix.lower() in SUFFIXES)
    whole = hashlib.sha256()
    for path in files:
        if path.is_file():
            whole.update(path.name.encode())
            whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()[:16]


def _views(number: int, passage: Passage, papers: dict[str, Paper]) -> list[_View]:
    """Return the texts that lead to a passage."""
    context = " ".join((papers[passage.paper].publisher, *passage.heading[-2:]))
    views = [_View(number, "text", -1, f"{context} {passage.text}")]
    for place, sentence in enumerate(sentences(passage.text)):
        views += [
            _View(number, "sentence", place, " ".join((*passage.heading[-1:], part)))
            for part in clauses(sentence)
        ]
    if passage.summary:
        views.append(_View(number, "summary", -1, passage.summary))
        views += [_View(number, "summary", -1, sentence) for sentence in sentences(passage.summary)]
    views += [_View(number, "asked", -1, question) for question in passage.asked]
    return views


def _changes_from_current(made: Edition, var: Path) -> Changes | None:
    """Return what differs from the current edition, None where there is none that can be read."""
    try:
        identity = editions.current(var)
        if identity is None:
            return None
        # What changed is told to people, so it tells of nothing that they may not be shown.
        now = Contents(made.about, made.papers, made.passages, made.topics)
        return compare(editions.contents(var, identity), public_contents(now))
    except EditionError:
        return None


class _InFolder:
    """Editions kept in the folder `var`; a Keeper."""

    def __init__(self, var: Path) -> None:
        self._var = var

    def known_vectors(self, model: str) -> dict[str, Matrix]:
        """Return the current edition's vectors by text digest; none if of another model."""
        try:
            before = editions.load(self._var, restricted=True)
        except EditionError:
            return {}
        if before.about.model != model:
            return {}
        return dict(zip(map(str, before.views.digest), before.vectors.matrix(), strict=True))

    def save(self, edition: Edition, keep: int) -> None:
        """Write an edition beside the others and make it current."""
        editions.save(edition, self._var, keep)


def _make_room(var: Path) -> None:
    """Make the folders of what is built; raises EditionError where nothing can be written.

    Asked before anything is encoded, so that nobody waits minutes to hear it.
    """
    try:
        for name in ("editions", "encoder"):
            (var / name).mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=var).close()
    except OSError as error:
        raise _unwritable(var, error) from error


def _unwritable(var: Path, error: OSError) -> EditionError:
    return EditionError(
        f"{var} cannot be written to ({error.strerror}); "
        "make room or name another folder with --var."
    )


def _export(encoder: SentenceEncoder, var: Path, fresh: bool) -> None:
    """Export the model where that was never done; `fresh` replaces an export that may be broken."""
    if is_exported(var, encoder.name) and not fresh:
        return
    try:
        encoder.export(export_folder(var, encoder.name))
    except OSError as error:
        raise _unwritable(var, error) from error


def _encode(
    texts: Sequence[tuple[str, str]], encoder: Encoder, progress: Progress | None
) -> dict[str, Matrix]:
    """Return the vectors of (digest, text) pairs by digest."""
    done = 0

    def heard(count: int) -> None:
        nonlocal done
        done += count
        if progress:
            progress(done, len(texts))

    vectors = encoder.encode([text for _, text in texts], heard)
    return {digest: vector for (digest, _), vector in zip(texts, vectors, strict=True)}


def _remove_leftovers(var: Path) -> None:
    """Remove what interrupted builds left half written; an export alone is some 90 MB."""
    for pattern in ("editions/.*", "past/.*", "encoder/.*", ".current-*"):
        for path in var.glob(pattern):
            # What somebody else is writing may get its own name meanwhile.
            with suppress(FileNotFoundError):
                if time.time() - path.stat().st_mtime > _ABANDONED_SECONDS:
                    shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink()
