"""Told to stop, the service finishes what it acknowledged: questions in threads and commands."""

import asyncio
import signal
import subprocess
import time
from collections import Counter
from pathlib import Path

import httpx
import pytest

from bot.store import Event, Store
from tests.local_slack import CHANNEL, LENA, TEAM, free_port, toy_bot
from tests.slack_double import (
    SlackDouble,
    bot,
    mention,
    quiet,
    send_event,
    send_form,
    settled,
    slack_double,
)
from tests.test_slack_load import environment
from tests.test_store import Clock

MANY = 40


async def load(port: int, double: SlackDouble, process: subprocess.Popen[bytes]) -> Counter[str]:
    """Send mentions and commands at once, and SIGTERM in their midst; return how many of each
    were acknowledged.
    """
    acknowledged: Counter[str] = Counter()
    command = {
        "command": "/review",
        "text": "ask what are kinship carers paid?",
        "team_id": TEAM,
        "channel_id": CHANNEL,
        "response_url": f"{double.base}/api/response",
    }

    async def one(number: int) -> None:
        await asyncio.sleep(number * 0.02)
        if number == MANY // 2:
            process.send_signal(signal.SIGTERM)
        try:
            if number % 2:
                # Each in its own channel, so that none waits for another's turn to be sent.
                event = mention("kinship", number, user=f"U{number}", channel=f"C{number}")
                status = await send_event(client, event)
            else:
                fields = command | {"user_id": f"{LENA}{number}", "trigger_id": f"T{number}"}
                status = (await send_form(client, fields)).status_code
        except httpx.HTTPError:
            return
        acknowledged["mention" if number % 2 else "command"] += status == 200

    base = f"http://127.0.0.1:{port}"
    async with httpx.AsyncClient(base_url=base, timeout=20) as client:
        await asyncio.gather(*(one(number) for number in range(MANY)))
    return acknowledged


def test_what_was_acknowledged_is_answered_before_the_process_ends(tmp_path: Path) -> None:
    port = free_port()
    with slack_double() as double:
        settings = environment(tmp_path, double, TOY_SLOW="0.1")
        with toy_bot(tmp_path, port, **settings) as process:
            acknowledged = asyncio.run(load(port, double, process))
            answered_by_then = len(double.made("response")) + len(double.made("chat.postMessage"))
            start = time.monotonic()
            process.wait(30)
            took = time.monotonic() - start
    # SIGTERM came while work was waiting, and not after it.
    assert sum(acknowledged.values()) > answered_by_then
    assert acknowledged["mention"] >= 5 and acknowledged["command"] >= 5
    assert len(double.made("chat.postMessage")) == acknowledged["mention"]
    assert len(double.made("response")) == acknowledged["command"]
    assert "something went wrong" not in str(double.calls).lower()
    assert took < 20


def test_nothing_new_is_taken_once_it_stops(tmp_path: Path) -> None:
    port = free_port()
    with (
        slack_double() as double,
        toy_bot(tmp_path, port, **environment(tmp_path, double)) as process,
    ):
        process.send_signal(signal.SIGTERM)
        process.wait(10)
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"http://127.0.0.1:{port}/healthz")


def test_what_a_dead_process_took_is_asked_for_again_and_then_answered(tmp_path: Path) -> None:
    asked = mention("what are kinship carers paid?")
    event = Event("Ev1", message=f"slack:{CHANNEL}:1700000000.000001", channel=f"slack:{CHANNEL}")

    async def scene(double: SlackDouble) -> list[int]:
        async with bot(tmp_path, double) as client:
            clock = Clock()
            clock.now = time.time()
            dead = Store(f"sqlite:///{tmp_path / 'store.db'}", clock=clock)
            dead.claim(event)
            again = {"x-slack-retry-num": "1", "x-slack-retry-reason": "http_error"}
            statuses = [await send_event(client, asked, **again)]
            # The claim of a process that died longer than the lease ago is taken over.
            dead.forget_older(-1)
            clock.now -= 31
            dead.claim(event)
            statuses.append(await send_event(client, asked, **again))
            await settled(double, "chat.postMessage")
            statuses.append(await send_event(client, asked, **again))
            await quiet(double)
            return statuses

    with slack_double() as double:
        assert asyncio.run(scene(double)) == [503, 200, 200]
    assert len(double.made("chat.postMessage")) == 1
