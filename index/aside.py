"""Work that another thread may do while the one that asks for it is busy."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Made = TypeVar("Made")


class Aside:
    """As many threads as there are processors beside the one that asks."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(max(1, (os.cpu_count() or 2) - 1), "aside")

    def begin(self, work: Callable[[], Made]) -> Callable[[], Made]:
        """Return what gives the work's result, to be called once. What no thread has begun by then
        is done by whoever asks for it, so that a busy machine makes nobody wait for a thread.
        """
        try:
            begun = self._threads.submit(work)
        except RuntimeError:
            # The program is ending and takes on nothing more for other threads.
            return work
        return lambda: work() if begun.cancel() else begun.result()


SHARED = Aside()
"""The one that all of a program uses: more threads than processors would only get in each other's
way.
"""
