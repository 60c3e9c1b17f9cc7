"""An edition in PostgreSQL looked at whole: taken out of it, and counted."""

from typing import Any

import numpy as np

from index.in_memory import About, Edition, Views
from index.lexical import Lexical
from index.passages import Passage
from index.postgres import Postgres, as_vectors
from index.register import Paper
from index.values import glossary_of, paper_of, passage_of, step_of, topic_of
from index.vectors import Vectors

_COUNTED = ("papers", "passages", "views")


def taken_out(database: Postgres, schema: str, about: About, known: dict[str, Any]) -> Edition:
    """Return an edition as it is in memory, its vectors in the precision they are kept in.

    Saved again it is the same edition, also as a folder: words are counted from the passages.
    """
    papers: list[Paper] = [paper_of(entry) for entry in known["papers"]]
    passages: list[Passage] = [
        passage_of(entry)
        for (entry,) in database.stream(f"SELECT whole FROM {schema}.passages ORDER BY number")
    ]
    views, vectors = _views(database, schema, known["dimensions"])
    return Edition(
        about=about,
        papers=tuple(papers),
        passages=tuple(passages),
        glossary=glossary_of(known["glossary"]),
        views=views,
        vectors=vectors,
        words=Lexical.of([passage.own_words for passage in passages]),
        said=Lexical.of([passage.said_of_it for passage in passages]),
        topics=tuple(topic_of(entry) for entry in known["topics"]),
        steps=tuple(step_of(entry) for entry in known["steps"]),
    )


def missing(database: Postgres, schema: str, about: About) -> list[str]:
    """Return what an edition should have and has not, a phrase each."""
    names = (*_COUNTED, "words", "postings", "stems")
    ((*there,),) = database.rows(
        "SELECT " + ", ".join(f"to_regclass('{schema}.{name}') IS NOT NULL" for name in names)
    )
    lost = [
        f"its table '{name}'" for name, is_there in zip(names, there, strict=True) if not is_there
    ]
    if lost:
        return lost
    found = []
    for name in _COUNTED:
        ((count,),) = database.rows(f"SELECT count(*) FROM {schema}.{name}")
        if count != (wanted := getattr(about, name)):
            found.append(f"{wanted - count} of {wanted} {name}")
    ((count,),) = database.rows(f"SELECT count(*) FROM {schema}.words")
    if count != about.passages:
        found.append(f"the words of {about.passages - count} of {about.passages} passages")
    ((stems,),) = database.rows(
        f"SELECT count(*) FROM {schema}.stems WHERE NOT EXISTS "
        f"(SELECT FROM {schema}.postings WHERE postings.stem = stems.stem)"
    )
    if stems:
        found.append(f"the places where {stems} of its words stand")
    return found


def _views(database: Postgres, schema: str, dimensions: int) -> tuple[Views, Vectors]:
    ((count,),) = database.rows(f"SELECT count(*) FROM {schema}.views")
    passage, kind = np.empty(count, dtype=np.int32), np.empty(count, dtype=np.int8)
    sentence = np.empty(count, dtype=np.int32)
    digests: list[str] = []
    # In place, since all rows as they are sent would take as much again.
    vectors = np.empty((count, dimensions), dtype=np.float32)
    rows = database.stream(
        "SELECT number, kind, sentence, digest, halfvec_send(vector) "
        f"FROM {schema}.views ORDER BY view"
    )
    for row, (number, what, place, digest, sent) in enumerate(rows):
        passage[row], kind[row], sentence[row] = number, what, place
        vectors[row] = as_vectors([sent])[0]
        digests.append(digest)
    return Views(passage, kind, sentence, np.asarray(digests)), Vectors.of(vectors)
