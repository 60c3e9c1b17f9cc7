"""Each line of the log says what, when and how grave, and none says what anybody asked."""

import asyncio
import io
import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot import log
from tests.local_slack import CHANNEL, LENA, TEAM
from tests.slack_double import (
    SlackDouble,
    bot,
    mention,
    message,
    quiet,
    send_event,
    send_form,
    settled,
    signed,
    slack_double,
)

ASKED = "is there a zebrafish under the kinship wardrobe in Kettering?"
TOLD = ("zebrafish", "wardrobe", "kettering")


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """Yield what is logged, with every logger telling all it can."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in log._LIBRARIES}
    made = io.StringIO()
    log.to_stream(made)
    root.setLevel(logging.DEBUG)
    for name in (*levels, "review_bot", "sqlalchemy.engine", "uvicorn.error", "asyncio"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield made
    root.handlers[:], root.level = handlers, level
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)
    for name in ("review_bot", "sqlalchemy.engine", "uvicorn.error"):
        logging.getLogger(name).setLevel(logging.NOTSET)


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


async def scene(client: httpx.AsyncClient, double: SlackDouble) -> None:
    await send_event(client, mention(ASKED), **{"x-request-id": "0123456789abcdef"})
    await settled(double, "chat.postMessage")
    await send_event(client, message(ASKED, 2))
    await settled(double, "chat.postMessage", 2)
    command = {
        "command": "/review",
        "text": f"ask {ASKED}",
        "user_id": LENA,
        "team_id": TEAM,
        "channel_id": CHANNEL,
        "trigger_id": "T1",
        "response_url": f"{double.base}/api/response",
    }
    await send_form(client, command)
    await settled(double, "response")
    # Slack refuses a post, a request is cut in its middle, an id holds words.
    double.refusals["chat.postMessage"] = [httpx_refusal() for _ in range(3)]
    await send_event(client, mention(ASKED, 3), **{"x-request-id": "zebrafish"})
    broken = json.dumps(mention(ASKED, 4))[:-20]
    headers = signed(broken, "application/json")
    await client.post("/slack/events", content=broken, headers=headers)
    await quiet(double)


def httpx_refusal() -> Any:
    from starlette.responses import JSONResponse

    return JSONResponse({"ok": False, "error": "channel_not_found"})


def test_no_word_of_a_question_is_logged_even_at_debug_level(
    tmp_path: Path, stream: io.StringIO
) -> None:
    async def run(double: SlackDouble) -> None:
        async with bot(tmp_path, double) as client:
            await scene(client, double)

    with slack_double() as double:
        asyncio.run(run(double))

    whole = stream.getvalue().lower()
    assert [word for word in TOLD if word in whole] == []
    told = lines(stream)
    assert {line["event"] for line in told} >= {"answered", "fault", "malformed"}
    # Something was heard from libraries as well, or this would prove little.
    assert any(line["event"] == "library" for line in told)
    for line in told:
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", line["at"])
        assert line["level"] in ("debug", "info", "warning", "error")
        assert line["event"]
    (first, *_) = [line for line in told if line["event"] == "answered"]
    assert first["request"] == "0123456789abcdef"
    assert all(line["fault"] for line in told if line["level"] == "error" and "kind" in line)
    requests = {line["request"] for line in told if line["event"] in ("answered", "fault")}
    assert len(requests) == 4 and "zebrafish" not in requests


def test_a_fault_keeps_its_moment_its_place_and_a_number(stream: io.StringIO) -> None:
    try:
        raise ValueError("zebrafish")
    except ValueError as error:
        log.fault("sweep", error)
        log.fault("told", error, fault="1a2b3c4d")

    first, second = lines(stream)
    assert first["at"].startswith("20")
    assert first["where"] == [
        f"tests/test_log.py:{first['where'][0].split(':')[1].split()[0]} "
        "test_a_fault_keeps_its_moment_its_place_and_a_number"
    ]
    assert re.fullmatch(r"[0-9a-f]{8}", first["fault"])
    assert second["fault"] == "1a2b3c4d"
    assert "zebrafish" not in stream.getvalue()
