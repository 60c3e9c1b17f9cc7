"""Numbers are counted by front and outcome, hold nothing that was said, and are not for all."""

import asyncio
import re
from collections.abc import Mapping
from pathlib import Path

import httpx
import pytest

from bot.desk import Desk, Policy
from bot.serve import web_app
from bot.settings import UpkeepSettings
from bot.store import Store
from tests import toy_bot as toy
from tests.slack_double import bot, mention, quiet, send_event, settled, slack_double
from tests.test_store import feedback

LOOPBACK, STRANGER = ("127.0.0.1", 5000), ("203.0.113.7", 5000)


async def numbers(client: httpx.AsyncClient) -> dict[str, float]:
    answer = await client.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=")
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def test_questions_events_and_feedback_are_counted(tmp_path: Path) -> None:
    async def scene() -> tuple[Mapping[str, float], Mapping[str, float]]:
        async with bot(tmp_path, double) as client:
            before = await numbers(client)
            for _ in range(2):
                await send_event(client, mention("what are kinship carers paid?"))
            await settled(double, "chat.postMessage")
            await client.post("/slack/events", content="{}")
            await quiet(double)
            return before, await numbers(client)

    with slack_double() as double:
        before, after = asyncio.run(scene())

    def more(name: str) -> float:
        return after[name] - before.get(name, 0.0)

    assert more('review_bot_questions_total{front="slack",outcome="answered"}') == 1
    assert more('review_bot_answer_seconds_count{front="slack"}') == 1
    assert more('review_bot_events_refused_total{why="duplicate"}') == 1
    assert more('review_bot_events_refused_total{why="unsigned"}') == 1
    assert (after["review_bot_passages"], after["review_bot_store_reachable"]) == (7, 1)
    assert after["review_bot_paused"] == 0
    assert after["review_bot_edition_age_seconds"] > 0


def desk_at(folder: Path) -> Desk:
    store = Store(f"sqlite:///{folder / 'store.db'}")
    store.migrate()
    return Desk(toy.library(), store, Policy())


def test_no_label_holds_anything_that_was_said(tmp_path: Path) -> None:
    desk = desk_at(tmp_path)

    async def scene() -> str:
        await desk.add_feedback(feedback(comment="zebrafish", reason="other"))
        shelf = desk.library.inside
        await desk.ask("is there a zebrafish for kinship?", (), shelf, "web")
        app = web_app(desk, [])
        transport = httpx.ASGITransport(app, client=LOOPBACK)
        async with httpx.AsyncClient(transport=transport, base_url="http://bot.test") as client:
            return (await client.get("/metrics")).text

    page = asyncio.run(scene())
    assert "zebrafish" not in page and "kirkford" not in page.lower()
    labels = set(re.findall(r"[{,](\w+)=", page))
    assert labels <= {"front", "outcome", "verdict", "why", "event", "le"}
    assert 'review_bot_feedback_total{front="slack",verdict="bad"}' in page


@pytest.mark.parametrize(
    ("token", "where", "headers", "status"),
    [
        ("", LOOPBACK, {}, 200),
        ("", ("::1", 5000), {}, 200),
        ("", STRANGER, {}, 404),
        # Passed on by a proxy on this machine, from wherever.
        ("", LOOPBACK, {"x-forwarded-for": "203.0.113.7"}, 404),
        ("", LOOPBACK, {"forwarded": "for=203.0.113.7"}, 404),
        ("", LOOPBACK, {"x-real-ip": "203.0.113.7"}, 404),
        ("s3cret", STRANGER, {"authorization": "Bearer s3cret"}, 200),
        ("s3cret", STRANGER, {"authorization": "Bearer s3cre"}, 404),
        ("s3cret", STRANGER, {"authorization": "Bearer ünknown"}, 404),
        ("s3cret", STRANGER, {"authorization": "s3cret"}, 404),
        ("s3cret", LOOPBACK, {}, 404),
    ],
)
def test_only_this_machine_or_whoever_has_the_token_may_read_them(
    tmp_path: Path, token: str, where: tuple[str, int], headers: dict[str, str], status: int
) -> None:
    app = web_app(desk_at(tmp_path), [], UpkeepSettings(metrics_token=token))

    async def scene() -> int:
        transport = httpx.ASGITransport(app, client=where)
        async with httpx.AsyncClient(transport=transport, base_url="http://bot.test") as client:
            raw = {name: value.encode() for name, value in headers.items()}
            return (await client.get("/metrics", headers=raw)).status_code  # type: ignore[arg-type]

    assert asyncio.run(scene()) == status


def test_the_token_stays_out_of_what_is_printed() -> None:
    assert "s3cret" not in repr(UpkeepSettings(metrics_token="s3cret"))
