"""Builds killed at random moments; after each the current edition must load and answer.

Each build is a process of its own, killed with no chance to clear up. A few are let through, so
that editions do change.
"""

import multiprocessing
import random
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from toys import TOY_MODEL, WordEncoder, write_knowledge

from bot.answer import Answerer
from index import edition as editions
from index.build import build
from index.held import Held
from index.postgres_editions import PostgresEditions

_QUESTION = "What allowance do kinship carers get?"
_ANSWER = "Each kinship carers' household in Barrowmere gets an allowance of £90 a week."
_KEPT = 2
_LET_THROUGH = 0.1


@dataclass(frozen=True, slots=True)
class Place:
    """Where editions are built: a folder, and a database unless its address is empty."""

    folder: Path
    url: str = ""

    @property
    def knowledge(self) -> Path:
        return self.folder / "knowledge"

    @property
    def var(self) -> Path:
        return self.folder / "var"

    def answer(self) -> str:
        """Answer from the current edition as it should; return its id."""
        if not self.url:
            return _checked(editions.load(self.var))
        kept = PostgresEditions(self.url, self.var)
        try:
            return _checked(kept.load())
        finally:
            kept.close()

    def build(self) -> None:
        """Build an edition."""
        keeper = PostgresEditions(self.url, self.var) if self.url else None
        build(
            self.knowledge,
            self.var,
            model=TOY_MODEL,
            keep=_KEPT,
            encoder=WordEncoder(),
            keeper=keeper,
        )
        if keeper:
            keeper.close()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of so many builds: how many were killed at work, and how many editions answered."""

    killed: int
    ended: int
    answered: int
    editions: int


def kill_builds(
    place: Place, times: int, heard: Callable[[int, int], None] = lambda _killed, _ended: None
) -> Outcome:
    """Kill so many builds, and answer from the current edition after each; raises what an edition
    that does not load or answer raises. Hears how many were killed and how many ended.
    """
    draw = random.Random(1)
    # Each build starts from a process that has everything imported and nothing running.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.kills"])
    write_knowledge(place.folder / "knowledge")
    first = context.Process(target=place.build)
    first.start()
    first.join()
    assert first.exitcode == 0
    place.answer()
    lasts = []
    for _ in range(2):
        start = time.perf_counter()
        again = context.Process(target=place.build)
        again.start()
        again.join()
        lasts.append(time.perf_counter() - start)
    last = min(lasts)
    killed = ended = 0
    known = set()
    while killed < times:
        building = context.Process(target=place.build)
        building.start()
        is_let_through = draw.random() < _LET_THROUGH
        building.join(None if is_let_through else draw.uniform(0, last))
        building.kill()
        building.join()
        # Anything else is a build that failed by itself.
        assert building.exitcode in (0, -signal.SIGKILL)
        killed += building.exitcode != 0
        ended += building.exitcode == 0
        known.add(place.answer())
        heard(killed, ended)
    return Outcome(killed, ended, killed + ended, len(known))


def _checked(held: Held) -> str:
    answer = Answerer(held, WordEncoder()).answer(_QUESTION)
    assert answer.citations[0].quote == _ANSWER, answer
    return held.about.id
