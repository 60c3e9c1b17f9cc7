"""What is old and dealt with is forgotten; what is still open stays, whatever its age."""

import asyncio
from pathlib import Path

import pytest
from conftest import Cli

from bot.desk import Desk, Policy
from bot.followers import Subscription
from bot.retention import Forgotten
from bot.settings import SettingsError, UpkeepSettings, serve_settings
from bot.store import Event, Store
from bot.upkeep import Upkeep
from tests import toy_bot as toy
from tests.test_store import Clock, clock, feedback, postgres, store, url

__all__ = ["clock", "postgres", "store", "url"]
DAY = 86_400.0


def fill(store: Store, clock: Clock) -> None:
    """Put in one thing of each kind, then let a hundred days pass, and again."""
    for turn in ("old", "new"):
        store.claim(Event(f"Ev-{turn}", message=f"slack:C1:{turn}"))
        store.followers.set_step(f"reader-{turn}", 2)
        for answer in ("bad-resolved", "bad-open", "good"):
            verdict = answer.partition("-")[0]
            store.add_feedback(feedback(answer=f"{answer}-{turn}", verdict=verdict))
        number = {given.answer: given.id for given in store.feedback()}[f"bad-resolved-{turn}"]
        store.resolve(number, "put right")
        clock.now += 100 * DAY if turn == "old" else 0
    store.followers.subscribe(Subscription("slack:C1", "", "lena", False, "e1"))
    store.switch.note("Lena", "pause")


def test_what_is_old_and_dealt_with_goes_and_the_rest_stays(store: Store, clock: Clock) -> None:
    fill(store, clock)

    assert store.forget_older(90 * DAY, dry_run=True) == Forgotten(1, 2, 1)
    assert store.forget_older(90 * DAY) == Forgotten(1, 2, 1)
    assert store.forget_older(90 * DAY) == Forgotten(0, 0, 0)
    assert [given.answer for given in store.feedback(everything=True)] == [
        "bad-open-old",
        "bad-resolved-new",
        "bad-open-new",
        "good-new",
    ]
    assert (store.followers.step("reader-old"), store.followers.step("reader-new")) == (0, 2)
    assert len(store.followers.of("slack:C1")) == 1
    assert [deed.what for deed in store.switch.deeds()] == ["resolve feedback"] * 2 + ["pause"]
    # The new event is still known, so that it is not answered again.
    assert store.claim(Event("Ev-new")) is None


def test_progress_counts_from_the_last_step_read(store: Store, clock: Clock) -> None:
    store.followers.set_step("lena", 1)
    clock.now += 60 * DAY
    store.followers.set_step("lena", 2)
    clock.now += 60 * DAY

    assert store.forget_older(90 * DAY).progress == 0
    assert store.followers.step("lena") == 2


def test_the_command_says_how_much_and_a_dry_run_removes_nothing(
    cli: Cli, var: Path, clock: Clock
) -> None:
    made = Store(f"sqlite:///{var / 'store.db'}", clock=clock)
    made.migrate()
    fill(made, clock)
    amounts = "events: 2, feedback: 4, progress on the path: 2.\n"

    for _ in range(2):
        said = cli("forget", "--older-than", "90d", "--dry-run").output
        assert said == f"Older than 90 days, and would be removed: {amounts}"
    assert cli("forget", "--older-than", "90 days", "--by", "Lena").output == (
        f"Older than 90 days, and removed: {amounts}"
    )
    assert made.switch.deeds()[-1].what == "forget"
    assert made.switch.deeds()[-1].by == "Lena"


@pytest.mark.parametrize("given", ["0d", "90", "soon", "-1d", "3 weeks", ""])
def test_an_age_that_is_none_is_refused(cli: Cli, given: str) -> None:
    said = cli("forget", "--older-than", given)

    assert said.exit_code == 2
    assert "give a number of days, at least one: 90d" in said.output


def test_the_service_forgets_by_itself_once_an_hour(tmp_path: Path) -> None:
    clock = Clock()
    store = Store(f"sqlite:///{tmp_path / 'store.db'}", clock=clock)
    store.migrate()
    desk = Desk(toy.library(), store, Policy())
    upkeep = Upkeep(desk, UpkeepSettings(retention_days=90))
    idle = Upkeep(desk, UpkeepSettings())
    fill(store, clock)

    asyncio.run(idle.sweep())
    assert store.forget_older(90 * DAY, dry_run=True).total == 4
    asyncio.run(upkeep.sweep())
    assert store.forget_older(90 * DAY, dry_run=True).total == 0
    clock.now += 200 * DAY
    asyncio.run(upkeep.sweep())
    assert store.forget_older(90 * DAY, dry_run=True).total > 0


def test_the_setting_is_a_number_of_days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert serve_settings(tmp_path).upkeep.retention_days == 0
    monkeypatch.setenv("REVIEW_BOT_RETENTION_DAYS", "365")
    assert serve_settings(tmp_path).upkeep.retention_days == 365
    monkeypatch.setenv("REVIEW_BOT_RETENTION_DAYS", "a year")
    with pytest.raises(SettingsError, match="REVIEW_BOT_RETENTION_DAYS is 'a year'"):
        serve_settings(tmp_path)
