"""How fast each reader asks, who is signed in, what went unanswered; on SQLite and PostgreSQL."""

import threading
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from bot.doors import Pace
from bot.store import Store
from bot.tables import keys, paces, sessions, unanswered
from bot.unanswered import Topic
from tests.test_store import Clock
from tests.test_store import clock as clock
from tests.test_store import postgres as postgres
from tests.test_store import store as store
from tests.test_store import url as url

PACE = Pace("ask", seconds=6.0, burst=3)


def rows(store: Store, table: sa.Table) -> list[tuple[object, ...]]:
    with store._engine.connect() as connection:
        return [tuple(row) for row in connection.execute(sa.select(table))]


def test_a_reader_has_a_first_run_and_then_one_every_few_seconds(
    store: Store, clock: Clock
) -> None:
    assert [store.doors.wait("lena", PACE) for _ in range(4)] == [0.0, 0.0, 0.0, 6.0]
    clock.now += 2.0
    assert store.doors.wait("lena", PACE) == 4.0
    clock.now += 4.0
    assert [store.doors.wait("lena", PACE) for _ in range(2)] == [0.0, 6.0]
    clock.now += 600.0
    assert [store.doors.wait("lena", PACE) for _ in range(4)] == [0.0, 0.0, 0.0, 6.0]


def test_readers_and_paces_do_not_count_against_each_other(store: Store) -> None:
    for _ in range(3):
        store.doors.wait("lena", PACE)
    assert store.doors.wait("amir", PACE) == 0.0
    assert store.doors.wait("lena", Pace("sign in", 6.0, 3)) == 0.0
    assert store.doors.wait("lena", PACE) == 6.0


def test_the_pace_holds_for_many_at_once_in_two_processes(url: str) -> None:
    stores = [Store(url), Store(url)]
    stores[0].migrate()
    waits: list[float] = []

    def ask(number: int) -> None:
        waits.append(stores[number % 2].doors.wait("lena", Pace("ask", 600.0, 5)))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for made in stores:
        made.close()
    assert waits.count(0.0) == 5


def test_nobody_is_named_in_what_is_kept(store: Store) -> None:
    store.doors.wait("203.0.113.7", PACE)
    token = store.doors.sign_in("password", 60)
    kept = f"{rows(store, paces)}{rows(store, sessions)}"
    assert "203.0.113.7" not in kept
    assert token not in kept
    assert "password" not in kept


def test_a_key_is_made_once_and_is_the_same_in_every_process(url: str) -> None:
    stores = [Store(url), Store(url)]
    stores[0].migrate()
    made = {each.doors.key("readers") for each in (*stores, *stores)}
    other = stores[0].doors.key("forms")
    assert len(made) == 1
    assert len(made.pop()) == 64
    assert len(rows(stores[0], keys)) == 2
    assert len(other) == 64
    for each in stores:
        each.close()


def test_a_session_ends_by_time_by_leaving_and_by_a_changed_password(
    store: Store, clock: Clock
) -> None:
    token = store.doors.sign_in("old", 60)
    assert store.doors.is_signed_in(token, "old")
    assert not store.doors.is_signed_in(token, "new")
    assert not store.doors.is_signed_in(token + "x", "old")
    clock.now += 61
    assert not store.doors.is_signed_in(token, "old")
    again = store.doors.sign_in("old", 60)
    store.doors.sign_out(again)
    assert not store.doors.is_signed_in(again, "old")


def test_what_has_run_out_is_removed(store: Store, clock: Clock) -> None:
    store.doors.wait("lena", PACE)
    store.doors.sign_in("old", 60)
    store.unanswered.add("kinship care", "nothing_found")
    clock.now += 3_700
    store.forget_old()
    assert (rows(store, paces), rows(store, sessions)) == ([], [])
    assert len(rows(store, unanswered)) == 1
    clock.now += 401 * 86_400
    store.forget_old()
    assert rows(store, unanswered) == []


@pytest.fixture
def today(clock: Clock) -> date:
    return datetime.fromtimestamp(clock.now, UTC).date()


def test_topics_are_counted_and_rare_ones_shown_to_nobody(
    store: Store, clock: Clock, today: date
) -> None:
    for topic, times in (("kinship care", 3), ("", 2), ("homes", 1)):
        for _ in range(times):
            store.unanswered.add(topic, "nothing_found")
    store.unanswered.add("kinship care", "partly_answered")
    assert store.unanswered.since(today) == [Topic("kinship care", "nothing_found", 3)]
    clock.now += 86_400
    store.unanswered.add("", "nothing_found")
    for _ in range(2):
        store.unanswered.add("kinship care", "nothing_found")
    assert store.unanswered.since(today) == [
        Topic("kinship care", "nothing_found", 5),
        Topic("", "nothing_found", 3),
    ]
    assert store.unanswered.since(date.max) == []


def test_counts_of_many_at_once_add_up(url: str, today: date) -> None:
    stores = [Store(url, clock=Clock()), Store(url, clock=Clock())]
    stores[0].migrate()
    threads = [
        threading.Thread(target=stores[number % 2].unanswered.add, args=("homes", "nothing_found"))
        for number in range(12)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert stores[0].unanswered.since(today) == [Topic("homes", "nothing_found", 12)]
    for made in stores:
        made.close()
