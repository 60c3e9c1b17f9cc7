"""Subscriptions and progress: each digest is one process's to send, and none is lost."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.followers import LEASE, WEEK, Followers, Subscription
from bot.store import Event, Feedback, Store

LENA_DM, TEAM = "slack:U0LENA", "slack:C0TEAM"
WARDENS = Subscription(TEAM, "wardens", "lena", weekly=False, told="e1")


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    made = Store(f"sqlite:///{tmp_path / 'store.db'}", clock=clock)
    made.migrate()
    yield made
    made.close()


@pytest.fixture
def followers(store: Store) -> Followers:
    return store.followers


def topics(followers: Followers, edition: str = "e2") -> list[str]:
    return [turn.subscription.topic for turn in followers.turns("slack:", edition)]


def test_a_subscription_is_kept_once_and_takes_the_new_rhythm(followers: Followers) -> None:
    followers.subscribe(WARDENS)
    followers.subscribe(replace(WARDENS, weekly=True, told="e9"))

    (kept,) = followers.of(TEAM)
    assert (kept.topic, kept.weekly, kept.told) == ("wardens", True, "e1")
    assert followers.of(LENA_DM) == []


def test_it_is_due_when_there_is_a_newer_edition(followers: Followers) -> None:
    followers.subscribe(WARDENS)

    assert topics(followers, "e1") == []
    assert followers.turns("teams:", "e2") == []
    assert topics(followers, "e2") == ["wardens"]


def test_a_turn_is_one_processs_only(followers: Followers) -> None:
    followers.subscribe(WARDENS)

    (turn,) = followers.turns("slack:", "e2")
    assert topics(followers) == []
    assert followers.begin_sending(turn)
    assert not followers.begin_sending(turn)


def test_a_process_that_died_before_sending_leaves_the_digest_to_another(
    followers: Followers, clock: Clock
) -> None:
    followers.subscribe(WARDENS)
    (lost,) = followers.turns("slack:", "e2")
    clock.now += LEASE + 1

    (turn,) = followers.turns("slack:", "e2")
    assert not turn.was_sending
    assert not followers.begin_sending(lost)
    assert followers.begin_sending(turn)


def test_one_that_died_while_sending_is_known_to_have(followers: Followers, clock: Clock) -> None:
    followers.subscribe(WARDENS)
    (lost,) = followers.turns("slack:", "e2")
    followers.begin_sending(lost)
    assert topics(followers) == []
    clock.now += LEASE + 1

    (turn,) = followers.turns("slack:", "e2")
    assert turn.was_sending


def test_what_was_told_is_not_told_again(followers: Followers, clock: Clock) -> None:
    followers.subscribe(WARDENS)
    (turn,) = followers.turns("slack:", "e2")
    followers.begin_sending(turn)
    followers.told(turn, "e2", is_sent=True)
    clock.now += LEASE + 1

    assert topics(followers, "e2") == []
    assert topics(followers, "e3") == ["wardens"]


def test_a_weekly_one_waits_for_its_week(followers: Followers, clock: Clock) -> None:
    followers.subscribe(replace(WARDENS, weekly=True))
    assert topics(followers) == []
    clock.now += WEEK

    (turn,) = followers.turns("slack:", "e2")
    followers.told(turn, "e2", is_sent=False)

    # Nothing was sent, so the next news need not wait another week.
    assert topics(followers, "e3") == ["wardens"]


def test_what_cannot_be_sent_is_tried_again_less_and_less_often(
    followers: Followers, clock: Clock
) -> None:
    followers.subscribe(WARDENS)
    waits = []
    for _ in range(4):
        (turn,) = followers.turns("slack:", "e2")
        followers.put_off(turn)
        before = clock.now
        while not (again := followers.turns("slack:", "e2")):
            clock.now += 30
        waits.append(clock.now - before)
        followers.put_off(again[0])
        clock.now += 4_000

    assert waits == sorted(waits) and waits[0] == 60.0
    assert waits[-1] <= 3_600.0


def test_unsubscribing_ends_one_or_all(followers: Followers) -> None:
    for topic in ("wardens", "benches", ""):
        followers.subscribe(replace(WARDENS, topic=topic))

    assert followers.unsubscribe(TEAM, "wardens") == 1
    assert followers.unsubscribe(TEAM, "wardens") == 0
    assert [kept.topic for kept in followers.of(TEAM)] == ["benches", ""]
    assert followers.unsubscribe(TEAM) == 2


def test_progress_goes_forward_only(followers: Followers) -> None:
    assert followers.step("lena") == 0
    for step in (2, 1, 3):
        followers.set_step("lena", step)
    assert (followers.step("lena"), followers.step("omar")) == (3, 0)


def test_to_forget_somebody_removes_all_there_is_about_them(
    store: Store, followers: Followers
) -> None:
    given = Feedback("a1", "lena", "slack", "bad", "answered", (), "e1")
    store.add_feedback(given)
    store.add_feedback(replace(given, asker="omar"))
    store.claim(Event("Ev1", asker="lena", channel=TEAM, thread="1.1"))
    followers.set_step("lena", 2)
    followers.subscribe(WARDENS)
    followers.subscribe(replace(WARDENS, place=LENA_DM))

    assert store.forget("lena", LENA_DM) == 3

    assert [kept.asker for kept in store.feedback()] == ["omar"]
    assert followers.step("lena") == 0
    assert followers.of(LENA_DM) == []
    assert [kept.asker for kept in followers.of(TEAM)] == [""]
    # The event stays known, or it would be answered twice; but not whose it was.
    assert store.claim(Event("Ev1")) is None
    assert store.claim(Event("Ev2", asker="lena")).asked == 1  # type: ignore[union-attr]
    assert store.forget("lena", LENA_DM) == 0
