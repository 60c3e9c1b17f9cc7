"""The last questions of each thread, in memory only: few, for a short while, gone at a restart."""

import time
from collections import OrderedDict, deque
from collections.abc import Callable

KEPT_QUESTIONS = 5
KEPT_THREADS = 1_000
KEPT_SECONDS = 3_600.0


class Threads:
    """What was asked before in a thread, for understanding a follow-up."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._threads: OrderedDict[str, tuple[float, deque[str]]] = OrderedDict()

    def add(self, thread: str, question: str) -> None:
        """Remember a question of a thread."""
        _, questions = self._threads.pop(thread, (0.0, deque(maxlen=KEPT_QUESTIONS)))
        questions.append(question)
        self._threads[thread] = (self._clock(), questions)
        while len(self._threads) > KEPT_THREADS:
            self._threads.popitem(last=False)
        self._forget_old()

    def before(self, thread: str) -> tuple[str, ...]:
        """Return the earlier questions of a thread, oldest first."""
        self._forget_old()
        return tuple(self._threads.get(thread, (0.0, ()))[1])

    def _forget_old(self) -> None:
        oldest = self._clock() - KEPT_SECONDS
        for thread, (at, _) in list(self._threads.items()):
            if at >= oldest:
                return
            del self._threads[thread]
