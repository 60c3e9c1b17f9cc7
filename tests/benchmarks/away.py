"""PostgreSQL stopped for a while under a steady load of questions to two replicas: what became of
every question, and how long until they answer again.

    .venv/bin/python tests/benchmarks/away.py --seconds 20
    .venv/bin/python tests/benchmarks/away.py --seconds 20 --engine postgres

The store is in PostgreSQL either way; the papers are with '--engine postgres'. Events are signed
and sent as Slack sends them, and again where they are not acknowledged.
"""

import argparse
import asyncio
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent.parent)]

from bot.wording_chat import PAPERS_AWAY  # noqa: E402
from tests.replicas import OLD, RESTARTED, Attempt, Replicas, ask, on_trial, states  # noqa: E402
from tests.slack_double import SlackDouble  # noqa: E402
from tests.vector_server import Server  # noqa: E402

SLACKS_WAITS = (0.0, 60.0, 300.0)
LEASE = 30.0
BEFORE, AFTER = 10, 20


@dataclass
class Stop:
    """When the server was told to stop, and when it answered again; seconds since the epoch."""

    begun: float = 0.0
    ended: float = 0.0


@dataclass(frozen=True, slots=True)
class Posted:
    """What was posted for a question, and when: "answer", "away", "restarted" or "other"."""

    kind: str
    at: float


def main() -> None:
    """Run it and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=20, help="how long it is stopped")
    parser.add_argument("--rate", type=int, default=10, help="questions a second in all")
    parser.add_argument("--engine", choices=("faiss", "postgres"), default="faiss")
    given = parser.parse_args()
    with on_trial(given.engine, LEASE) as (made, double, database):
        seconds = BEFORE + given.seconds + AFTER
        stop, attempts = asyncio.run(_load(made, database, given.rate, seconds))
        _wait(double, len(attempts), 90)
        # Each replica tells the store within its next look of what it did meanwhile.
        time.sleep(20)
        tell(stop, attempts, posted(double), states(database.url))


async def _load(
    made: Replicas, database: Server, rate: int, seconds: int
) -> tuple[Stop, dict[int, list[Attempt]]]:
    stop = Stop()

    async def disturb() -> None:
        await asyncio.sleep(BEFORE)
        stop.begun = time.time()
        await asyncio.to_thread(database.stop)
        await asyncio.sleep(stop.begun + seconds - BEFORE - AFTER - time.time())
        await asyncio.to_thread(database.start)
        stop.ended = time.time()

    attempts, _ = await asyncio.gather(ask(made, rate, seconds, SLACKS_WAITS), disturb())
    return stop, attempts


def posted(double: SlackDouble) -> dict[int, list[Posted]]:
    """Return what was posted, by the number of the question."""
    found: dict[int, list[Posted]] = {}
    for call in list(double.calls):
        if call.method == "chat.postMessage":
            number = int(call.body["thread_ts"].rpartition(".")[2])
            found.setdefault(number, []).append(Posted(_kind(call.body), call.at))
    return found


def tell(
    stop: Stop,
    attempts: dict[int, list[Attempt]],
    found: dict[int, list[Posted]],
    in_store: dict[str, int],
) -> None:
    """Print the numbers."""
    print(f"stopped for {stop.ended - stop.begun:.1f} s")
    for name, since, until in (
        ("before", 0.0, stop.begun),
        ("while it was stopped", stop.begun, stop.ended),
        ("after", stop.ended, float("inf")),
    ):
        numbers = [n for n, each in attempts.items() if since <= each[0].begun < until]
        kinds: Counter[str] = Counter(p.kind for n in numbers for p in found.get(n, ())[:1])
        more = sum(len(found.get(n, ())) > 1 for n in numbers)
        failed = sum(attempts[n][0].status != 200 for n in numbers)
        lost = sum(n not in found and attempts[n][-1].status == 200 for n in numbers)
        print(f"asked {name}: {len(numbers)}")
        print(f"  answered {kinds['answer']}, told that the papers are away {kinds['away']}")
        print(f"  told to ask again {kinds['restarted']}, anything else {kinds['other']}")
        print(f"  told more than once {more}, not acknowledged at first {failed}, lost {lost}")
        took = [found[n][0].at - attempts[n][0].begun for n in numbers if n in found]
        print(f"  from asking to the post: {_spread(sorted(took))}")
    answers = [p.at for each in found.values() for p in each if p.kind == "answer"]
    first = min(at for at in answers if at >= stop.ended)
    last = max((p.at for each in found.values() for p in each if p.kind == "away"), default=0.0)
    print(f"first answer {first - stop.ended:+.2f} s from the server's return")
    if last:
        print(f"last told that the papers are away {last - stop.ended:+.2f} s from it")
    print(f"in the store: {in_store}")


def _kind(body: dict[str, str]) -> str:
    said = str(body.get("blocks", "")) + body.get("text", "")
    if OLD in said:
        return "answer"
    if PAPERS_AWAY in said:
        return "away"
    return "restarted" if RESTARTED in said else "other"


def _spread(seconds: list[float]) -> str:
    if not seconds:
        return "none"
    each = [seconds[min(len(seconds) - 1, int(len(seconds) * share))] for share in (0.5, 0.95)]
    return (
        ", ".join(f"{1000 * value:.0f}" for value in (*each, seconds[-1])) + " ms (p50, p95, most)"
    )


def _wait(double: SlackDouble, count: int, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and len(posted(double)) < count:
        time.sleep(0.5)
    time.sleep(2)


if __name__ == "__main__":
    main()
