"""Cold and warm figures of a question, beside the plain sentence-transformers path, in one run.

    make bench

Each cold figure is a whole process of its own, the two paths in turn, the median of five. The warm
ones are of the questions of tests/questions/tuning.yaml, all that an answer takes included. The
last figure is of questions that arrive at a steady pace, whether those before are answered or not,
and counts from their arrival. Machines differ and are shared: read the ratios.
"""

import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

QUESTION = "has government agreed to scrap the independent reviewing officer?"
_RUNS = 5
_ROUNDS = 3
_ANSWER, _EXPORTED = "answer, exported encoder", "encoding alone, exported"
_PLAINLY = "encoding alone, s-transformers"
_A_SECOND, _SECONDS = 20, 20
_QUESTIONS = Path(__file__).parent.parent / "questions" / "tuning.yaml"

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
    warm = _warm()
    print(f"\n{f'warm, {len(warm[_PLAINLY])} questions':32}{'p50 ms':>10}{'p95 ms':>10}")
    for name, times in warm.items():
        high = statistics.quantiles(times, n=20)[-1]
        print(f"  {name:30}{statistics.median(times):10.1f}{high:10.1f}")
    for name in (_EXPORTED, _PLAINLY):
        ratio = statistics.median(warm[_ANSWER]) / statistics.median(warm[name])
        print(f"  {f'times {name}':40}{ratio:5.2f}")
    middle, high, lasted = asyncio.run(_paced())
    print(f"\n{f'{_A_SECOND} questions a second':32}{'p50 ms':>10}{'p95 ms':>10}")
    print(f"  {f'{_SECONDS} s, answered in {lasted:.1f} s':30}{middle:10.1f}{high:10.1f}")


async def _paced() -> tuple[float, float, float]:
    """Return p50 and p95 in ms from a question's arrival to its answer, and the seconds in all."""
    from bot.audience import EVERYBODY
    from bot.desk import Desk, Policy
    from bot.evaluate import read_questions
    from bot.library import Library
    from bot.opening import open_answerer
    from bot.settings import settings
    from bot.store import Store

    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{folder}/store.db")
        store.migrate()
        desk = Desk(Library(open_answerer(settings())), store, Policy())
        shelf = desk.shelf(EVERYBODY)
        asked = read_questions(_QUESTIONS)
        loop = asyncio.get_running_loop()

        async def ask(number: int, begin: float) -> float:
            due = begin + number / _A_SECOND
            await asyncio.sleep(max(0.0, due - loop.time()))
            each = asked[number % len(asked)]
            await desk.ask(each.question, each.history, shelf)
            return (loop.time() - due) * 1_000

        await ask(0, loop.time())
        begin = loop.time()
        times = await asyncio.gather(*(ask(n, begin) for n in range(_A_SECOND * _SECONDS)))
        lasted = loop.time() - begin
        desk.close()
    return statistics.median(times), statistics.quantiles(times, n=20)[-1], lasted


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


def _warm() -> dict[str, list[float]]:
    """Return the ms of each answer, and of encoding each question, by each encoder.

    An answer and the encoding of the same question take turns, as nothing else runs between them.
    """
    from bot.evaluate import read_questions
    from bot.opening import open_answerer
    from bot.settings import settings
    from index.encoder import SentenceEncoder, load_encoder

    chosen = settings()
    answerer, light = open_answerer(chosen), load_encoder(chosen.var, chosen.model)
    heavy = SentenceEncoder(chosen.model)
    asked = [each for each in read_questions(_QUESTIONS) if each.gold]
    found: dict[str, list[float]] = {_ANSWER: [], _EXPORTED: [], _PLAINLY: []}
    for turn in range(_ROUNDS + 1):
        for each in asked:
            times = {_EXPORTED: _timed(light.encode, [each.question])}
            times[_ANSWER] = _timed(answerer.answer, each.question, each.history)
            # The first round warms up.
            for name in times if turn else ():
                found[name].append(times[name])
    for each in asked:
        found[_PLAINLY].append(_timed(heavy.encode, [each.question]))
    return found


def _timed(work: Callable[..., object], *given: object) -> float:
    """Return the ms that a call takes."""
    start = time.perf_counter()
    work(*given)
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    main()
