"""The part of an edition that may be shown outside: its public papers, as an edition of its own."""

from collections.abc import Iterable, Set
from dataclasses import replace

import numpy as np

from index.edition import Contents, Edition, Views
from index.lexical import Lexical
from index.onboarding import Step
from index.positions import Topic
from index.vectors import Vectors


def public_part(edition: Edition) -> Edition | None:
    """Return the edition with nothing of restricted papers left in it, None if nothing is public.

    Words and vectors are indexed anew, so that a restricted paper cannot show through a score.
    """
    public = {paper.id for paper in edition.papers if paper.visibility == "public"}
    if len(public) == len(edition.papers):
        return edition
    kept = [n for n, passage in enumerate(edition.passages) if passage.paper in public]
    if not kept:
        return None
    passages = tuple(edition.passages[number] for number in kept)
    views = edition.views
    rows = np.flatnonzero(np.isin(views.passage, kept))
    return replace(
        edition,
        about=replace(edition.about, papers=len(public), passages=len(passages), views=len(rows)),
        papers=tuple(paper for paper in edition.papers if paper.id in public),
        passages=passages,
        views=Views(
            np.searchsorted(kept, views.passage[rows]).astype(np.int32),
            views.kind[rows],
            views.sentence[rows],
            views.digest[rows],
        ),
        vectors=Vectors.of(edition.vectors.matrix()[rows]),
        words=Lexical.of([passage.own_words for passage in passages]),
        said=Lexical.of([passage.said_of_it for passage in passages]),
        topics=public_topics(edition.topics, public),
        steps=public_steps(edition.steps, public),
    )


def public_contents(contents: Contents) -> Contents:
    """Return what an edition says with nothing of restricted papers left in it."""
    public = {paper.id for paper in contents.papers if paper.visibility == "public"}
    if len(public) == len(contents.papers):
        return contents
    passages = tuple(passage for passage in contents.passages if passage.paper in public)
    return replace(
        contents,
        about=replace(contents.about, papers=len(public), passages=len(passages)),
        papers=tuple(paper for paper in contents.papers if paper.id in public),
        passages=passages,
        topics=public_topics(contents.topics, public),
    )


def public_topics(topics: Iterable[Topic], public: Set[str]) -> tuple[Topic, ...]:
    """Return the ledger with only the positions that public papers, by their ids, hold."""
    kept = (
        replace(topic, positions=tuple(p for p in topic.positions if p.paper in public))
        for topic in topics
    )
    return tuple(topic for topic in kept if topic.positions)


def public_steps(steps: Iterable[Step], public: Set[str]) -> tuple[Step, ...]:
    """Return the steps that lean on public papers only: another tells of a restricted one."""
    return tuple(
        step
        for step in steps
        if all(identity.partition("#")[0] in public for identity in step.passages)
    )
