"""Cold and warm figures of a question, beside the plain sentence-transformers path, in one run.

    make bench

Each cold figure is a whole process of its own, the two paths in turn, the median of five. Machines
differ and are shared: read the ratios.
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

QUESTION = "has government agreed to scrap the independent reviewing officer?"
_RUNS = 5
_WARM = 200

_PLAIN = """
import os
os.environ["HF_HUB_OFFLINE"] = "1"
from bot.answer import Answerer
from bot.settings import settings
from index import edition
from index.encoder import SentenceEncoder
loaded = edition.load(settings().var)
Answerer(loaded, SentenceEncoder(loaded.about.model)).answer({question!r})
"""


def main() -> None:
    """Print a table of both paths."""
    command = [str(Path(sys.executable).with_name("review-bot"))]
    subprocess.run([*command, "build", "--if-stale"], check=True)
    exported = [*command, "ask", QUESTION]
    plain = [sys.executable, "-c", _PLAIN.format(question=QUESTION)]
    cold: dict[str, list[tuple[float, float]]] = {
        "exported encoder": [],
        "sentence-transformers": [],
    }
    for _ in range(_RUNS):
        cold["exported encoder"].append(_measured(exported))
        cold["sentence-transformers"].append(_measured(plain))
    print(f"{'cold question, whole process':32}{'median s':>10}{'peak MB':>10}")
    for name, runs in cold.items():
        seconds = statistics.median(run[0] for run in runs)
        megabytes = max(run[1] for run in runs)
        print(f"  {name:30}{seconds:10.2f}{megabytes:10.0f}")
    print(f"\n{f'warm question, of {_WARM}':32}{'p50 ms':>10}{'p95 ms':>10}")
    for name, (middle, high) in _warm().items():
        print(f"  {name:30}{middle:10.1f}{high:10.1f}")


def _measured(command: list[str]) -> tuple[float, float]:
    """Return the seconds a command takes and its peak memory in MB."""
    program = (
        "import json, resource, subprocess, sys, time\n"
        "start = time.perf_counter()\n"
        "subprocess.run(json.loads(sys.argv[1]), check=True, stdout=subprocess.DEVNULL)\n"
        "peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss\n"
        "print(time.perf_counter() - start, peak / 1024)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, json.dumps(command)],
        check=True,
        capture_output=True,
        text=True,
    )
    seconds, megabytes = run.stdout.split()
    return float(seconds), float(megabytes)


def _warm() -> dict[str, tuple[float, float]]:
    """Return p50 and p95 in ms of an answer, and of encoding alone, by each encoder."""
    from bot.answer import Answerer
    from bot.settings import settings
    from index import edition
    from index.encoder import SentenceEncoder, load_encoder

    var = settings().var
    loaded = edition.load(var)
    found = {}
    light = load_encoder(var, loaded.about.model)
    answerer = Answerer(loaded, light)
    found["answer, exported encoder"] = _timed(lambda: answerer.answer(QUESTION))
    found["encoding alone, exported"] = _timed(lambda: light.encode([QUESTION]))
    heavy = SentenceEncoder(loaded.about.model)
    found["encoding alone, s-transformers"] = _timed(lambda: heavy.encode([QUESTION]))
    return found


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    work()
    times = []
    for _ in range(_WARM):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


if __name__ == "__main__":
    main()
