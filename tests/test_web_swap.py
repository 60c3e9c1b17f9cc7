"""Many ask the pages while a new edition goes live: nobody is lost, both were answered from."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from toys import build_toy

from tests.toy_pages import ASHBY, Pages, served, toy_pages

USERS, TURNS = 12, 6


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[Pages]:
    with toy_pages(tmp_path) as made:
        yield made


def test_a_new_edition_goes_live_without_a_lost_request(pages: Pages) -> None:
    summary = pages.folder / "knowledge" / "summaries" / f"{ASHBY}.md"
    summary.write_text(summary.read_text().replace("£90", "£95"))
    statuses: Counter[int] = Counter()
    quoted: Counter[str] = Counter()

    async def user(client: httpx.AsyncClient, number: int) -> None:
        for turn in range(TURNS):
            if (number, turn) == (0, TURNS // 2):
                await asyncio.to_thread(build_toy, pages.folder / "knowledge", pages.folder / "var")
                await pages.desk.refresh()
            body = {"question": "What do kinship carers get?"}
            for answer in (
                await client.post("/api/ask", json=body),
                await client.post("/", data=body),
                await client.get(f"/papers/{ASHBY}"),
                await client.get("/where"),
            ):
                statuses[answer.status_code] += 1
                for amount in ("£90", "£95"):
                    quoted[amount] += amount in answer.text

    async def everybody(base: str) -> None:
        async with httpx.AsyncClient(base_url=base, timeout=60) as client:
            await asyncio.gather(*(user(client, number) for number in range(USERS)))

    with served(pages) as base:
        asyncio.run(everybody(base))
        after = httpx.get(f"{base}/papers/{ASHBY}").text
    assert statuses == {200: USERS * TURNS * 4}
    assert quoted["£90"] > 0
    assert quoted["£95"] > 0
    assert "£95" in after
    assert "£90" not in after
