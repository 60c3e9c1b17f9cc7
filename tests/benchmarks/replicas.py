"""Two replicas behind nginx on one PostgreSQL store, asked 50 times a second for a minute, one of
them killed and the edition swapped in the middle: what became of every question.

    .venv/bin/python tests/benchmarks/replicas.py
    .venv/bin/python tests/benchmarks/replicas.py --engine postgres

Events are signed and sent as Slack sends them; what is not acknowledged within three seconds comes
again at once, after a minute and after five, under the same id.
"""

import argparse
import asyncio
import re
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent.parent)]

from tests.replicas import (  # noqa: E402
    NEW,
    OLD,
    Run,
    load,
    on_trial,
    states,
    threads,
    wait_for_all,
)
from tests.slack_double import SlackDouble  # noqa: E402

SLACKS_WAITS = (0.0, 60.0, 300.0)
LEASE = 30.0


def main() -> None:
    """Run it and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=int, default=50, help="questions a second in all")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--engine", choices=("faiss", "postgres"), default="faiss")
    given = parser.parse_args()
    with on_trial(given.engine, LEASE) as (made, double, database):
        found = asyncio.run(load(made, given.rate, given.seconds, SLACKS_WAITS, 5.0))
        wait_for_all(double, given.rate * given.seconds, 200)
        faults = Counter(re.findall(r'"level": "error", "event": "(\w+)"', made.log()))
        tell(found, double)
        # What was being sent at the kill is told of after ten minutes, for it may have been sent.
        print(f"in the store, by state                   {states(database.url)}")
        print(f"faults logged                            {dict(faults)}")


def tell(found: Run, double: SlackDouble) -> None:
    """Print the numbers."""
    answered, told = threads(double)
    count = len(found.attempts)
    acknowledged = sorted(each[0].ended - each[0].begun for each in found.attempts.values())
    begun = {number: each[0].begun for number, each in found.attempts.items()}
    posted = [str(call["blocks"]) for call in double.made("chat.postMessage")]
    editions = {words: sum(words in each for each in posted) for words in (OLD, NEW)}
    at = {
        int(call.body["thread_ts"].rpartition(".")[2]): call.at
        for call in list(double.calls)
        if call.method == "chat.postMessage"
    }
    took = sorted(at[number] - begun[number] for number in answered)
    print(f"questions                                {count}")
    print(f"answered once                            {sum(n == 1 for n in answered.values())}")
    print(f"answered twice or more                   {sum(n > 1 for n in answered.values())}")
    print(f"told 'I was restarted, please ask again' {len(told.keys() - answered.keys())}")
    neither = found.attempts.keys() - answered.keys() - told.keys()
    lost = [n for n in neither if found.attempts[n][-1].status == 200]
    print(f"acknowledged, and neither                {len(lost)}")
    print(f"never acknowledged, so Slack gave up     {len(neither) - len(lost)}")
    print(f"answered from the old, the new edition   {editions[OLD]}, {editions[NEW]}")
    print(f"not acknowledged at first                {len(found.failed)}")
    print(f"  of these not in flight at the kill     {len(found.failed_otherwise)}")
    print(f"acknowledged: p50, p95, p99, most        {_spread(acknowledged)}")
    print(f"answer posted: p50, p95, p99, most       {_spread(took)}")


def _spread(seconds: list[float]) -> str:
    each = [
        seconds[min(len(seconds) - 1, int(len(seconds) * share))] for share in (0.5, 0.95, 0.99)
    ]
    return ", ".join(f"{1000 * value:.0f}" for value in (*each, seconds[-1])) + " ms"


if __name__ == "__main__":
    main()
