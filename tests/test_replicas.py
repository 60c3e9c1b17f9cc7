"""Two replicas behind nginx on one PostgreSQL store: one killed, an edition swapped, nothing lost.

The same for a minute, with numbers: tests/benchmarks/replicas.py.
"""

import asyncio
import time
from pathlib import Path

import httpx
import pytest

from tests.postgres_server import initdb_program
from tests.replicas import NEW, load, nginx_program, replicas, threads, wait_for_all
from tests.slack_double import mention, send_event, slack_double
from tests.test_store import postgres

__all__ = ["postgres"]
pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(
        nginx_program() is None or initdb_program() is None,
        reason="nginx or PostgreSQL is not installed, so the replicas were not tried.",
    ),
]
RATE, SECONDS = 20, 10


def test_one_replica_killed_and_an_edition_swapped_lose_and_repeat_nothing(
    tmp_path: Path, postgres: str
) -> None:
    count = RATE * SECONDS
    with slack_double() as double, replicas(tmp_path, double, postgres, lease=3) as made:
        # Slack's own waits are 0, 60 and 300 seconds; the lease is as much shorter here.
        found = asyncio.run(load(made, RATE, SECONDS, (0.0, 6.0, 12.0), restart_after=1.0))
        wait_for_all(double, count, 60)
        answered, told = threads(double)
        made.wait(0)
        reached = [_answers_anew(port, number) for number, port in enumerate(made.ports)]
        until = time.monotonic() + 30
        while not all(_is_new(double, n) for n in reached) and time.monotonic() < until:
            reached = [_answers_anew(port, number) for number, port in enumerate(made.ports)]
            time.sleep(1)
        assert all(_is_new(double, number) for number in reached)
        assert '"event": "answered"' in (tmp_path / "replica0.log").read_text()
        assert "Traceback" not in made.log()

    assert len(found.attempts) == count
    assert all(each[-1].status == 200 for each in found.attempts.values())
    assert found.failed_otherwise == []
    # None is lost: each was answered, or, acknowledged by the replica that died, told of.
    assert answered.keys() | told.keys() == set(range(count))
    assert set(answered.values()) == {1}
    assert set(told.values()) <= {1}
    # Only what was being worked on when it died may have to be asked again.
    assert len(told) <= 10


_anew = iter(range(100_000, 200_000))


def _answers_anew(port: int, _number: int) -> int:
    """Ask a replica itself; return the number of the question."""
    number = next(_anew)

    async def ask() -> None:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
            event = mention("kinship carers allowance", number, user=f"U{number}", channel="C9")
            assert await send_event(client, event) == 200

    asyncio.run(ask())
    return number


def _is_new(double: object, number: int) -> bool:
    calls = double.made("chat.postMessage")  # type: ignore[attr-defined]
    return any(
        call["thread_ts"].endswith(f".{number:06d}") and NEW in str(call["blocks"])
        for call in calls
    )
