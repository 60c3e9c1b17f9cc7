"""How long work takes, as far as the machine's other work can be left out."""

import time
from collections.abc import Callable


def seconds(work: Callable[[], object], readings: int = 3) -> float:
    """Return the shortest of several readings, in seconds of this thread's own work."""
    taken = []
    for _ in range(readings):
        start = time.thread_time()
        work()
        taken.append(time.thread_time() - start)
    return min(taken)
