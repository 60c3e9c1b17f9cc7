"""The store: each event once, feedback worked off, in SQLite and in PostgreSQL alike."""

import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bot.store import Event, Feedback, Interrupted, Store
from bot.store_error import StoreError
from bot.tables import metadata
from tests.postgres_server import initdb_program, running_postgres


class Clock:
    """A clock that is set by hand."""

    now = 1_000_000.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Yield the address of a PostgreSQL server of our own."""
    if initdb_program() is None:
        pytest.skip("PostgreSQL is not installed, so the store was not tested on it.")
    pytest.importorskip("psycopg", reason="psycopg is not installed.")
    # Not in a folder of pytest's, into which only its own user may look.
    with tempfile.TemporaryDirectory() as folder, running_postgres(Path(folder)) as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of an empty store."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'store.db'}"
    address: str = request.getfixturevalue("postgres")
    with sa.create_engine(address).begin() as connection:
        connection.execute(sa.text("DROP SCHEMA public CASCADE"))
        connection.execute(sa.text("CREATE SCHEMA public"))
    return address


@pytest.fixture
def clock() -> Clock:
    """Return a clock that stands still."""
    return Clock()


@pytest.fixture
def store(url: str, clock: Clock) -> Iterator[Store]:
    """Yield a store with its tables."""
    made = Store(url, lease=30, clock=clock)
    made.migrate()
    yield made
    made.close()


ASKED = Event("Ev1", message="slack:C1:1.1", asker="lena", channel="slack:C1", thread="1.1")


def feedback(**given: object) -> Feedback:
    """Return feedback, unhelpful unless something else is given."""
    plain = {
        "answer": "a1",
        "asker": "lena",
        "front": "slack",
        "verdict": "bad",
        "outcome": "answered",
        "citations": ("kirkford-2023#2.1",),
        "edition": "toy-1",
    }
    return Feedback(**(plain | given))  # type: ignore[arg-type]


def test_an_event_is_claimed_once(store: Store) -> None:
    assert store.claim(ASKED) is not None
    assert store.claim(ASKED) is None


def test_two_events_about_one_message_are_one(store: Store) -> None:
    store.claim(ASKED)
    assert store.claim(Event("Ev2", message="slack:C1:1.1", asker="lena")) is None
    assert store.claim(Event("Ev3", message="slack:C1:1.2", asker="lena")) is not None


def test_of_many_claims_at_once_one_wins(url: str) -> None:
    stores = [Store(url), Store(url)]
    stores[0].migrate()
    won: list[object] = []

    def claim(number: int) -> None:
        won.append(stores[number % 2].claim(ASKED))

    threads = [threading.Thread(target=claim, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for made in stores:
        made.close()
    assert len(won) == 16 and sum(claim is not None for claim in won) == 1


def test_an_answer_is_sent_once(store: Store) -> None:
    claim = store.claim(ASKED)
    assert claim is not None
    assert store.begin_posting(claim) is True
    assert store.begin_posting(claim) is False


def test_an_event_of_a_dead_process_is_taken_over_when_it_comes_again(
    store: Store, clock: Clock
) -> None:
    first = store.claim(ASKED)
    clock.now += 29
    assert store.claim(ASKED) is None
    clock.now += 2
    second = store.claim(ASKED)
    assert first is not None and second is not None
    # Should the first process live after all, it may no longer answer.
    assert store.begin_posting(first) is False
    assert store.begin_posting(second) is True


@pytest.mark.parametrize("is_finished", [False, True])
def test_what_was_being_sent_is_never_answered_again(
    store: Store, clock: Clock, is_finished: bool
) -> None:
    claim = store.claim(ASKED)
    assert claim is not None
    store.begin_posting(claim)
    if is_finished:
        store.finish(claim)
    clock.now += 10_000
    assert store.claim(ASKED) is None


def test_a_lost_question_is_told_once_and_answered_if_it_comes_again(
    store: Store, clock: Clock
) -> None:
    store.claim(ASKED)
    clock.now += 119
    assert store.interrupted("slack:") == []
    clock.now += 2
    assert store.interrupted("teams:") == []
    assert store.interrupted("slack:") == [Interrupted("slack:C1", "1.1", False)]
    assert store.interrupted("slack:") == []
    assert store.claim(ASKED) is not None


def test_an_answer_lost_while_it_was_sent_is_told_once_and_not_repeated(
    store: Store, clock: Clock
) -> None:
    claim = store.claim(ASKED)
    assert claim is not None
    store.begin_posting(claim)
    clock.now += 601
    assert store.interrupted("slack:") == [Interrupted("slack:C1", "1.1", True)]
    assert store.claim(ASKED) is None


def test_questions_are_counted_by_the_minute_and_by_asker(store: Store, clock: Clock) -> None:
    asked = []
    for number in range(3):
        claim = store.claim(Event(f"Ev{number}", asker="lena"))
        asked.append(claim.asked if claim else None)
    other = store.claim(Event("Ev8", asker="omar"))
    clock.now += 61
    later = store.claim(Event("Ev9", asker="lena"))
    assert asked == [1, 2, 3]
    assert other is not None and other.asked == 1
    assert later is not None and later.asked == 1


def test_old_events_are_forgotten(store: Store, clock: Clock) -> None:
    store.claim(ASKED)
    clock.now += 31 * 86_400
    store.forget_old()
    assert store.claim(ASKED) is not None


def test_a_thread_is_joined_once_a_question_of_it_was_taken(store: Store) -> None:
    assert store.has_joined("slack:C1", "1.1") is False
    store.claim(ASKED)
    assert store.has_joined("slack:C1", "1.1") is True
    assert store.has_joined("slack:C2", "1.1") is False


def test_following_is_off_until_switched_on(store: Store) -> None:
    assert store.follows("slack:C1") is False
    store.set_follow("slack:C1", True)
    assert (store.follows("slack:C1"), store.follows("slack:C2")) == (True, False)
    store.set_follow("slack:C1", False)
    assert store.follows("slack:C1") is False


def test_a_second_word_on_an_answer_replaces_the_first(store: Store) -> None:
    store.add_feedback(feedback())
    store.add_feedback(feedback(reason="out_of_date", comment="see the newer one"))
    store.add_feedback(feedback(asker="omar", verdict="good"))
    (open_one,) = store.feedback()
    assert (open_one.reason, open_one.comment) == ("out_of_date", "see the newer one")
    assert open_one.citations == ("kirkford-2023#2.1",)
    assert [given.verdict for given in store.feedback(everything=True)] == ["bad", "good"]


def test_feedback_is_worked_off(store: Store, clock: Clock) -> None:
    store.add_feedback(feedback())
    (given,) = store.feedback()
    assert store.resolve(given.id, "summary put right") is True
    assert store.resolve(given.id + 1, "nothing") is False
    assert store.feedback() == []
    (done,) = store.feedback(everything=True)
    assert (done.resolution, done.resolved) == ("summary put right", clock.now)


def test_the_migrations_make_exactly_the_tables_that_are_used(url: str) -> None:
    store = Store(url)
    store.migrate()
    store.migrate()
    store.close()
    with sa.create_engine(url).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_two_processes_may_start_at_once(url: str) -> None:
    faults: list[BaseException] = []

    def start() -> None:
        store = Store(url)
        try:
            store.migrate()
        except BaseException as error:
            faults.append(error)
        finally:
            store.close()

    threads = [threading.Thread(target=start) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def test_a_store_that_cannot_be_used_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="check DATABASE_URL"):
        Store(f"sqlite:///{tmp_path / 'file' / 'store.db'}").migrate()
    with pytest.raises(StoreError, match="check DATABASE_URL"):
        Store("nonsense")
    unreachable = Store("postgresql+psycopg://nobody@127.0.0.1:1/none")
    assert unreachable.is_reachable() is False
    with pytest.raises(StoreError, match="check DATABASE_URL"):
        unreachable.migrate()
