"""A newer edition is answered from without a restart; one that cannot be opened changes nothing."""

import asyncio
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from toys import WordEncoder, build_toy, edition_of

from bot.answer import Answerer
from bot.audience import EVERYBODY
from bot.desk import Desk, Policy
from bot.library import Library
from bot.store import Store
from index.edition import load

ASHBY = "ashby-2023-03-01"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    edition_of(tmp_path, {ASHBY: ("Kinship carers get £90.",)})
    return tmp_path


def library_of(folder: Path) -> Library:
    return Library(Answerer(load(folder / "var"), WordEncoder()), (), folder / "var")


def desk_of(folder: Path, library: Library | None = None) -> Desk:
    store = Store(f"sqlite:///{folder / 'store.db'}")
    store.migrate()
    return Desk(library or library_of(folder), store, Policy(), partial(library_of, folder))


def rebuilt(folder: Path) -> None:
    summary = folder / "knowledge" / "summaries" / f"{ASHBY}.md"
    summary.write_text(summary.read_text().replace("£90", "£95"))
    build_toy(folder / "knowledge", folder / "var")


def answered(desk: Desk) -> str:
    found = asyncio.run(desk.ask("kinship carers", (), desk.shelf(EVERYBODY)))
    return found.answer.citations[0].quote


def test_a_newer_edition_is_taken_up_and_the_same_one_is_not_opened_again(folder: Path) -> None:
    desk = desk_of(folder)
    before = desk.library
    asyncio.run(desk.refresh())
    assert desk.library is before
    rebuilt(folder)
    old_shelf = desk.shelf(EVERYBODY)

    asyncio.run(desk.refresh())

    assert answered(desk) == "Kinship carers get £95."
    # What began on the older edition ends on it.
    assert asyncio.run(desk.ask("kinship carers", (), old_shelf)).answer.citations[0].quote == (
        "Kinship carers get £90."
    )
    after = desk.library
    asyncio.run(desk.refresh())
    assert desk.library is after


def test_one_that_was_made_while_the_papers_were_opened_is_taken_up_too(folder: Path) -> None:
    library = library_of(folder)
    rebuilt(folder)
    desk = desk_of(folder, library)

    asyncio.run(desk.refresh())

    assert answered(desk) == "Kinship carers get £95."


def test_an_edition_that_cannot_be_opened_leaves_the_older_one_answering(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    desk = desk_of(folder)
    rebuilt(folder)
    current = str(desk.library.current())
    (folder / "var" / "editions" / current / "passages.json").write_text("[")

    asyncio.run(desk.refresh())

    assert answered(desk) == "Kinship carers get £90."


def test_what_was_not_answered_is_counted_after_its_answer_went_out(folder: Path) -> None:
    desk = desk_of(folder)
    store = Store(f"sqlite:///{folder / 'store.db'}")

    def counted() -> list[int]:
        return [topic.count for topic in store.unanswered.since(date.min)]

    async def ask(times: int) -> None:
        for _ in range(times):
            found = await desk.ask("zebra crossings", (), desk.shelf(EVERYBODY))
            assert found.answer.outcome == "nothing_found"

    asyncio.run(ask(3))
    assert counted() == []
    for _ in range(2):
        asyncio.run(desk.refresh())
        assert counted() == [3]
    asyncio.run(ask(2))
    desk.close()
    assert counted() == [5]
