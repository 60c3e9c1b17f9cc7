"""A tiny edition and an encoder that counts words, so that a reader can check answers by eye.

Run as a program it serves them: python -m tests.toy_bot PORT, settings in the environment.
"""

import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.answer import Answerer
from bot.audience import Access
from bot.desk import Desk, Policy
from bot.library import NOBODY, Library
from bot.serve import Address, serve
from bot.settings import serve_settings
from bot.starters import Group
from bot.store import Store
from index.edition import VIEW_KINDS, About, Edition, Views
from index.encoder import Heard
from index.glossary import Glossary, Term
from index.lexical import Lexical
from index.passages import Passage
from index.register import Paper
from index.sentences import sentences
from index.vectors import Vectors
from tests.engines import held, store_url

WORDS = ("kinship", "homes", "visit", "money", "agency", "secret", "advocate", "pathfinder")


class WordEncoder:
    """Counts a few known words; the last dimension stands for all others, and is small."""

    name = "toy"

    def encode(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Return one unit vector a text."""
        counts = np.array(
            [[text.lower().count(word) for word in WORDS] + [0.1] for text in texts],
            dtype=np.float32,
        )
        # A text of none of the words points away from all others, so that it is near none.
        unknown = counts[:, :-1].sum(axis=1) == 0
        counts[unknown] = [-1.0] * len(WORDS) + [0.1]
        return counts / np.linalg.norm(counts, axis=1, keepdims=True)

    def hear(self, texts: Sequence[str]) -> list[Heard]:
        """Return the vector for all: that is all it hears."""
        return [Heard(vector, vector, vector[None]) for vector in self.encode(texts)]


KIRKFORD = Paper(
    id="kirkford-2023",
    title="Stable Homes in Kirkford",
    publisher="Kirkford Council",
    published=date(2023, 3, 20),
    kind="report",
    url="https://papers.example/kirkford",
)
MARLOW = Paper(
    id="marlow-2022",
    title="Homes for Marlow",
    publisher="Marlow Council",
    published=date(2022, 6, 7),
    kind="report",
)
CLOSED = Paper(
    id="closed-2023",
    title="Closed session",
    publisher="Kirkford Council",
    published=date(2023, 5, 2),
    kind="report",
    visibility="restricted",
)
PASSAGES = (
    Passage(
        KIRKFORD.id,
        "2.1",
        ("Carers",),
        "Kinship carers are paid a fee. The kinship fee rises each year.",
    ),
    Passage(KIRKFORD.id, "2.2", ("Carers",), "An advocate is offered to each child.", page=4),
    Passage(KIRKFORD.id, "2.3", ("Workforce",), "Agency money is capped. Agency staff stay."),
    Passage(MARLOW.id, "7(e)", ("Homes",), "Homes are near school. New homes open in May."),
    Passage(MARLOW.id, "8", ("Homes",), "Each visit takes an hour. A visit may be online."),
    Passage(MARLOW.id, "9", ("Homes",), "Kinship homes are visited."),
    Passage(MARLOW.id, "10", ("Homes",), "The pathfinder for kinship ends in June."),
)
SECRET = Passage(CLOSED.id, "1", ("Closed",), "The secret kinship fee is doubled.")
STARTERS = (
    Group("Social workers", ("What are kinship carers paid?", "How long is a visit?")),
    Group("New staff", ("Where are the homes?", "What is the secret?")),
)


def edition(
    papers: Sequence[Paper] = (KIRKFORD, MARLOW), passages: Sequence[Passage] = PASSAGES
) -> Edition:
    """Return an edition of these papers, made in memory."""
    texts, owners, kinds, places = [], [], [], []
    for number, passage in enumerate(passages):
        views = [("text", -1, passage.text)]
        views += [("sentence", n, text) for n, text in enumerate(sentences(passage.text))]
        for kind, place, text in views:
            texts.append(text)
            owners.append(number)
            kinds.append(VIEW_KINDS.index(kind))
            places.append(place)
    return Edition(
        about=About("toy-1", "2026-01-01T00:00:00", "toy", "0", len(papers), len(passages), 0),
        papers=tuple(papers),
        passages=tuple(passages),
        glossary=Glossary((Term("kinship care", "Care by family or friends.", ("KC",)),)),
        views=Views(
            np.array(owners, dtype=np.int32),
            np.array(kinds, dtype=np.int8),
            np.array(places, dtype=np.int32),
            np.array([str(n) for n in range(len(texts))]),
        ),
        vectors=Vectors.of(WordEncoder().encode(texts)),
        words=Lexical.of([" ".join((*p.heading, p.text)) for p in passages]),
        said=Lexical.of([" ".join((p.summary, *p.asked)) for p in passages]),
    )


def secret_edition() -> Edition:
    """Return an edition one of whose papers is restricted."""
    return edition((KIRKFORD, MARLOW, CLOSED), (*PASSAGES, SECRET))


def library(of: Edition | None = None, access: Access = NOBODY) -> Library:
    """Return a library of the tiny edition, or of another one."""
    return Library(Answerer(held(of or edition()), WordEncoder()), STARTERS, access=access)


class SlowEncoder(WordEncoder):
    """Takes its time, so that a process can be killed in the middle of an answer."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def encode(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Return one unit vector a text, after a while."""
        import time

        time.sleep(self.seconds)
        return super().encode(texts, progress)


def _main(port: int) -> None:
    wanted = serve_settings(Path(os.environ["REVIEW_BOT_VAR"]))
    lease = float(os.environ.get("TOY_LEASE", "30"))
    is_given = "DATABASE_URL" in os.environ
    where = wanted.database if is_given else store_url(Path(os.environ["REVIEW_BOT_VAR"]))
    store = Store(where, lease=lease)
    store.migrate()
    slow = SlowEncoder(float(os.environ.get("TOY_SLOW", "0")))
    found = Library(Answerer(held(edition()), slow), STARTERS)
    desk = Desk(found, store, Policy(wanted.questions_a_minute, "the policy team"))
    serve(desk, wanted, Address("127.0.0.1", port))


if __name__ == "__main__":
    _main(int(sys.argv[1]))
