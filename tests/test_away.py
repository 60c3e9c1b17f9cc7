"""The store's database stopped for a while: answers go on, each once, and nothing is lost."""

import asyncio
from collections.abc import Iterator
from datetime import date
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.audience import EVERYBODY
from bot.desk import Desk, Policy
from bot.store import Event, Store
from bot.wording_chat import PAPERS_AWAY
from tests import toy_bot as toy
from tests.local_slack import words
from tests.slack_double import bot_on, mention, message, quiet, send_event, settled, slack_double
from tests.vector_server import Server

pytestmark = pytest.mark.postgres
_numbers = count()


@pytest.fixture
def url(vector_server: Server) -> Iterator[str]:
    """The address of an empty store on a server that a test may stop."""
    address = vector_server.fresh(f"away_{next(_numbers)}")
    yield address.replace("postgresql://", "postgresql+psycopg://", 1)
    vector_server.start()


def store_at(url: str) -> Store:
    made = Store(url)
    made.migrate()
    return made


def states(url: str) -> dict[str, str]:
    with sa.create_engine(url).connect() as connection:
        rows = connection.execute(sa.text("SELECT id, state FROM seen")).all()
    return {identity: state for identity, state in rows}


def test_answers_go_on_each_once_and_the_store_hears_of_them_later(
    vector_server: Server, url: str, tmp_path: Path
) -> None:
    desk = Desk(toy.library(), store_at(url), Policy())

    async def scene() -> None:
        with slack_double() as double:
            async with bot_on(desk, tmp_path, double) as client:
                await send_event(client, mention("kinship", 1))
                await settled(double, "chat.postMessage", 1)
                vector_server.stop()
                for number in (2, 3):
                    assert await send_event(client, mention("kinship", number)) == 200
                    # Slack sends again what it holds for lost; also what came before the stop.
                    assert await send_event(client, mention("kinship", number)) == 200
                assert await send_event(client, mention("kinship", 1)) == 200
                await settled(double, "chat.postMessage", 3)
                await quiet(double)
                told = [words(call) for call in double.made("chat.postMessage")]
                vector_server.start()
                await desk.refresh()
                assert await send_event(client, mention("kinship", 3)) == 200
                await send_event(client, mention("kinship", 4))
                await settled(double, "chat.postMessage", 4)
                await quiet(double)
                assert len(double.made("chat.postMessage")) == 4
        assert len(told) == 3
        assert all(text.startswith("Kinship carers are paid a fee.") for text in told)

    asyncio.run(scene())
    assert states(url) == {f"Ev{number}": "done" for number in (1, 2, 3, 4)}


def test_a_question_taken_before_the_stop_is_sent_after_it(vector_server: Server, url: str) -> None:
    async def scene() -> None:
        desk = Desk(toy.library(), store_at(url), Policy())
        claim = await desk.claim(Event("Ev1", message="slack:C1:1.1", channel="slack:C1"))
        assert claim
        vector_server.stop()
        assert await desk.claim(Event("Ev2", message="slack:C1:1.1")) is None
        assert await desk.is_open(Event("Ev1")) is True
        assert await desk.begin_posting(claim) is True
        assert await desk.begin_posting(claim) is False
        await desk.finish(claim)
        assert await desk.is_open(Event("Ev1")) is False
        vector_server.start()
        await desk.refresh()
        assert await desk.interrupted("slack:") == []
        desk.close()

    asyncio.run(scene())
    assert states(url) == {"Ev1": "done"}


def test_the_pace_is_kept_by_memory_too(vector_server: Server, url: str) -> None:
    async def scene() -> None:
        desk = Desk(toy.library(), store_at(url), Policy(questions_a_minute=2))
        vector_server.stop()
        claims = [await desk.claim(Event(f"Ev{n}", asker="lena")) for n in range(3)]
        other = await desk.claim(Event("Ev9", asker="omar"))
        assert [desk.is_too_often(claim) for claim in claims if claim] == [False, False, True]
        assert other and not desk.is_too_often(other)
        vector_server.start()
        desk.close()

    asyncio.run(scene())


def test_untagged_follow_ups_go_on_where_they_were_known(vector_server: Server, url: str) -> None:
    async def scene() -> None:
        store = store_at(url)
        desk = Desk(toy.library(), store, Policy())
        store.set_follow("slack:C1", True)
        await desk.claim(Event("Ev1", channel="slack:C1", thread="1.1"))
        desk.threads.add("slack:C1:1.1", "kinship")
        assert await desk.may_follow_up("slack:C1", "1.1") is True
        vector_server.stop()
        assert await desk.may_follow_up("slack:C1", "1.1") is True
        assert await desk.may_follow_up("slack:C1", "2.2") is False
        assert await desk.may_follow_up("slack:C2", "1.1") is False
        vector_server.start()
        desk.close()

    asyncio.run(scene())


def test_with_the_papers_there_too_a_sentence_is_said_and_then_it_answers_again(
    vector_server: Server, url: str, tmp_path: Path
) -> None:
    from bot.answer import Answerer
    from bot.library import Library
    from index.postgres_editions import PostgresEditions

    kept = PostgresEditions(url, tmp_path / "kept")
    kept.save(toy.edition(), keep=1)
    library = Library(Answerer(kept.load(), toy.WordEncoder()), toy.STARTERS)
    desk = Desk(library, store_at(url), Policy())

    async def scene() -> list[str]:
        with slack_double() as double:
            async with bot_on(desk, tmp_path, double) as client:
                await send_event(client, mention("kinship", 1))
                await settled(double, "chat.postMessage", 1)
                vector_server.stop()
                assert await send_event(client, mention("what of the advocate", 2)) == 200
                await send_event(client, message("what of the advocate", 3))
                await settled(double, "chat.postMessage", 3)
                # What is posted is not yet noted as dealt with, which is what the store is told.
                await quiet(double)
                vector_server.start()
                await desk.refresh()
                await send_event(client, mention("what of the advocate", 4))
                await settled(double, "chat.postMessage", 4)
            return [words(call) for call in double.made("chat.postMessage")]

    first, *away, last = asyncio.run(scene())
    assert first.startswith("Kinship carers are paid a fee.")
    assert away == [PAPERS_AWAY, PAPERS_AWAY]
    assert last.startswith("An advocate is offered to each child.")
    assert states(url) == {f"Ev{number}": "done" for number in (1, 2, 3, 4)}


def test_what_was_not_answered_meanwhile_is_counted_once_the_store_is_back(
    vector_server: Server, url: str
) -> None:
    async def scene() -> None:
        store = store_at(url)
        desk = Desk(toy.library(), store, Policy())
        shelf = desk.shelf(EVERYBODY)
        await desk.ask("kinship", (), shelf)
        vector_server.stop()
        for _ in range(3):
            found = await desk.ask("zebra crossings", (), shelf)
            assert found.answer.outcome == "nothing_found"
        with pytest.raises(sa.exc.OperationalError):
            await desk.refresh()
        vector_server.start()
        await desk.refresh()
        assert [topic.count for topic in store.unanswered.since(date.min)] == [3]
        desk.close()

    asyncio.run(scene())


def test_a_store_that_is_broken_is_not_taken_for_one_that_is_away(url: str) -> None:
    async def scene() -> None:
        desk = Desk(toy.library(), store_at(url), Policy())
        with sa.create_engine(url).begin() as connection:
            connection.execute(sa.text("DROP TABLE seen"))
        with pytest.raises(sa.exc.ProgrammingError):
            await desk.claim(Event("Ev1"))
        desk.close()

    asyncio.run(scene())
