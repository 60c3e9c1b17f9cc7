"""Many at once, two processes, and one killed in the middle: each question is answered once."""

import asyncio
import json
import os
import signal
import time
from collections import Counter
from pathlib import Path
from typing import Any

import httpx

from tests.local_slack import SECRET, free_port, toy_bot
from tests.slack_double import SlackDouble, mention, signed, slack_double

MANY = 200


def environment(folder: Path, double: SlackDouble, **more: str) -> dict[str, str]:
    """Return the settings of a toy bot that talks to the double."""
    return {
        "SLACK_BOT_TOKEN": "xoxb-test",
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": f"{double.base}/api/",
        "REVIEW_BOT_VAR": str(folder),
        "REVIEW_BOT_QUESTIONS_A_MINUTE": "1000",
    } | more


async def deliver(ports: list[int], bodies: list[dict[str, Any]], wait: float = 60) -> None:
    """Send each event to each port at once, again and again until taken, as Slack does."""

    async def one(client: httpx.AsyncClient, port: int, body: dict[str, Any]) -> None:
        text, end = json.dumps(body), time.monotonic() + wait
        while time.monotonic() < end:
            headers = signed(text, "application/json")
            try:
                url = f"http://127.0.0.1:{port}/slack/events"
                if (await client.post(url, content=text, headers=headers)).status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            await asyncio.sleep(0.3)
        raise AssertionError("An event was not taken.")

    limits = httpx.Limits(max_connections=MANY)
    async with httpx.AsyncClient(timeout=30, limits=limits) as client:
        await asyncio.gather(*(one(client, port, body) for body in bodies for port in ports))


def threads(double: SlackDouble) -> Counter[str]:
    """Return how many messages each thread got."""
    return Counter(call["thread_ts"] for call in double.made("chat.postMessage"))


def wait_for(double: SlackDouble, count: int) -> None:
    """Wait for so many messages, and a while longer for any too many."""
    end = time.monotonic() + 60
    while len(double.made("chat.postMessage")) < count and time.monotonic() < end:
        time.sleep(0.1)
    time.sleep(1.5)


def mentions(first: int, count: int) -> list[dict[str, Any]]:
    """Return mentions by as many users, in a few channels."""
    return [
        mention(f"kinship {n}", n, user=f"U{n}", channel=f"C{n % 5}")
        for n in range(first, first + count)
    ]


def memory(process_id: int) -> int:
    """Return the kilobytes that a process holds."""
    lines = Path(f"/proc/{process_id}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1])


def test_200_mentions_at_once_are_each_answered_once_and_memory_stays_flat(tmp_path: Path) -> None:
    port, held = free_port(), []
    with slack_double() as double:
        with toy_bot(tmp_path, port, **environment(tmp_path, double)) as process:
            for turn in range(4):
                asyncio.run(deliver([port], mentions(1 + turn * MANY, MANY)))
                wait_for(double, (turn + 1) * MANY)
                held.append(memory(process.pid))
        assert len(threads(double)) == 4 * MANY
        assert set(threads(double).values()) == {1}
    # The first round fills caches and pools; from then on nothing may pile up.
    assert held[3] - held[1] < 8_000, held


def test_a_second_process_on_the_same_store_changes_nothing(tmp_path: Path) -> None:
    ports = [free_port(), free_port()]
    with slack_double() as double:
        settings = environment(tmp_path, double)
        with toy_bot(tmp_path, ports[0], **settings), toy_bot(tmp_path, ports[1], **settings):
            asyncio.run(deliver(ports, mentions(1, MANY)))
            wait_for(double, MANY)
        assert len(threads(double)) == MANY
        assert set(threads(double).values()) == {1}


def test_a_process_killed_in_the_middle_answers_nothing_twice_and_loses_nothing(
    tmp_path: Path,
) -> None:
    port, count = free_port(), 60
    with slack_double() as double:
        settings = environment(tmp_path, double, TOY_SLOW="0.1", TOY_LEASE="1")
        with toy_bot(tmp_path, port, **settings) as process:
            asyncio.run(deliver([port], mentions(1, count)))
            while len(double.made("chat.postMessage")) < 5:
                time.sleep(0.02)
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
        answered = len(double.made("chat.postMessage"))
        assert 5 <= answered < count
        with toy_bot(tmp_path, port, **settings):
            # Slack did not hear the acknowledgement of some, and sends them again.
            asyncio.run(deliver([port], mentions(count // 2, count // 2 + 1)))
            end = time.monotonic() + 60
            while len(threads(double)) < count and time.monotonic() < end:
                time.sleep(0.2)
            time.sleep(3)
        posted = double.made("chat.postMessage")
    answers = Counter(p["thread_ts"] for p in posted if "Kirkford" in p["text"])
    told = Counter(p["thread_ts"] for p in posted if "I was restarted" in p["text"])
    assert max(answers.values()) == 1
    assert not told or max(told.values()) == 1
    # Each was answered, or its asker was told to ask again; none is left in silence.
    assert set(answers) | set(told) == {f"1700000000.{n:06d}" for n in range(1, count + 1)}
    # What came again was answered, unless it was being sent when the process died.
    again = {f"1700000000.{n:06d}" for n in range(count // 2, count + 1)}
    assert len(again - set(answers)) <= 5


def test_a_question_that_was_not_acknowledged_is_never_lost(tmp_path: Path) -> None:
    port, count = free_port(), 40
    with slack_double() as double:
        settings = environment(tmp_path, double, TOY_SLOW="0.02", TOY_LEASE="1")

        async def kill_while_delivering() -> None:
            sending = asyncio.ensure_future(deliver([port], mentions(1, count)))
            with_first = toy_bot(tmp_path, port, **settings)
            process = await asyncio.to_thread(with_first.__enter__)
            while not double.made("chat.postMessage"):
                await asyncio.sleep(0.01)
            os.kill(process.pid, signal.SIGKILL)
            await asyncio.to_thread(process.wait)
            with_second = toy_bot(tmp_path, port, **settings)
            await asyncio.to_thread(with_second.__enter__)
            await sending
            await asyncio.to_thread(_settle, double, count)
            with_second.__exit__(None, None, None)
            with_first.__exit__(None, None, None)

        asyncio.run(kill_while_delivering())
        posted = double.made("chat.postMessage")
    answers = Counter(p["thread_ts"] for p in posted if "Kirkford" in p["text"])
    everybody = {p["thread_ts"] for p in posted}
    assert max(answers.values()) == 1
    assert len(everybody) == count


def _settle(double: SlackDouble, count: int) -> None:
    end = time.monotonic() + 60
    while len(threads(double)) < count and time.monotonic() < end:
        time.sleep(0.2)
    time.sleep(2)
