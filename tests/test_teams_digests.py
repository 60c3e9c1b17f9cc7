"""What is new, sent to the conversations in Teams that asked for it."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner
from starlette.responses import JSONResponse, Response
from toys import WordEncoder, build_toy, edition_of, write_toy_export

from bot.answer import Answerer
from bot.cli import main
from bot.desk import Desk, Policy
from bot.library import Library
from bot.store import Store
from bot.teams.digests import send_digests
from bot.teams.sdk import Wire
from index.edition import load
from tests.teams_double import (
    CHANNEL,
    LENA,
    OMAR,
    TeamsDouble,
    bot,
    card_of,
    environment,
    mention,
    message,
    post,
    press,
    settled,
    teams_double,
    teams_settings,
    words,
)
from tests.test_telling import ONBOARDING, OSTLEY, PAPERS, POSITIONS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with one edition of two fictional papers."""
    edition_of(tmp_path, PAPERS, positions=POSITIONS, onboarding=ONBOARDING)
    return tmp_path


def library(folder: Path) -> Library:
    return Library(Answerer(load(folder / "var"), WordEncoder()), (), folder / "var")


def reword(folder: Path) -> None:
    """Change a passage of the second paper and build an edition of it."""
    path = folder / "knowledge" / "summaries" / f"{OSTLEY}.md"
    path.write_text(path.read_text().replace("two parks", "three parks"))
    build_toy(folder / "knowledge", folder / "var")


def play(folder: Path, teams: TeamsDouble, *typed: dict[str, object]) -> list[str]:
    """Return what each message is answered with."""

    async def run() -> None:
        async with bot(folder, teams, library(folder)) as client:
            for number, each in enumerate(typed, 1):
                assert (await post(client, teams, each)).status_code == 200
                await settled(teams, number)

    teams.calls.clear()
    asyncio.run(run())
    return [f"{sent['text']}\n{words(sent.get('attachments'))}" for sent in teams.sent()]


class Sender:
    """A process that sends digests, with its own store on the same file."""

    def __init__(
        self, folder: Path, teams: TeamsDouble, clock: Callable[[], float] = time.time
    ) -> None:
        self.store = Store(f"sqlite:///{folder / 'store.db'}", clock=clock)
        self.store.migrate()
        self._folder, self._teams = folder, teams

    def send(self) -> tuple[int, int, int]:
        """Send what is due; return how many were sent, put off and stopped."""
        sent = asyncio.run(self._send())
        return sent

    async def _send(self) -> tuple[int, int, int]:
        async def no_pause(_seconds: float) -> None:
            return None

        wire = Wire(teams_settings(self._teams), no_pause)
        desk = Desk(library(self._folder), self.store, Policy(address="https://bot.example"))
        try:
            sent = await send_digests(desk, wire)
        finally:
            await wire.close()
        return sent.sent, sent.put_off, sent.stopped


class Clock:
    """Stands a little after the commands that were played."""

    def __init__(self) -> None:
        self.now = time.time() + 10

    def __call__(self) -> float:
        return self.now


def test_where_a_recommendation_stands_is_told_with_every_rows_passage(folder: Path) -> None:
    with teams_double() as teams:
        by_name, plain, slashed = play(
            folder,
            teams,
            message("where rangers", 1),
            message("Where are the park wardens?", 2),
            message("/WHERE Park wardens", 3),
        )

    assert by_name.startswith("**Park wardens**")
    assert "May 2022, the review: recommended\n – Wants wardens." in by_name
    assert "Ashby Council, Report, 23 May 2022, paragraph 1" in by_name
    assert not plain.startswith("**Park wardens**")
    assert slashed == by_name


def test_a_digest_comes_once_to_a_channel_and_to_a_person(folder: Path) -> None:
    with teams_double() as teams:
        said = play(
            folder,
            teams,
            mention("subscribe everything", 1),
            message("Subscribe rangers weekly", 2),
            message("subscriptions", 3),
        )
        assert said[0].startswith("Done. What changes is told here as soon as")
        assert said[2].startswith("Told here: Park wardens (weekly).")
        clock = Clock()
        sender = Sender(folder, teams, clock)
        assert sender.send() == (0, 0, 0)
        reword(folder)
        teams.calls.clear()
        assert sender.send() == (1, 0, 0)
        assert sender.send() == (0, 0, 0)
        (call,) = [call for call in teams.calls if call.what == "message"]

    # A thread of its own in the channel, not below the message that subscribed.
    assert call.conversation == CHANNEL
    assert call.body["text"] == "**What is new in the papers**"
    said_ = words(card_of(call.body))
    assert "Benches will be tested in [-two-] {+three+} parks." in said_
    assert "Ostley Council, Report, 2 February 2023, paragraph 2" in said_
    assert "Read on from here" in said_
    assert "'unsubscribe' ends it" in said_


@pytest.mark.parametrize(
    "refusal",
    [lambda: JSONResponse({}, 429, {"Retry-After": "1"}), lambda: Response("oops", 503)],
    ids=["429", "503"],
)
def test_what_teams_refuses_for_long_arrives_later_and_once(
    folder: Path, refusal: Callable[[], Response]
) -> None:
    with teams_double() as teams:
        play(folder, teams, mention("subscribe everything"))
        reword(folder)
        teams.calls.clear()
        teams.refusals += [refusal() for _ in range(6)]
        clock = Clock()
        sender = Sender(folder, teams, clock)
        assert sender.send() == (0, 1, 0)
        clock.now += 100
        assert sender.send() == (1, 0, 0)
        assert len(teams.sent()) == 1


def test_a_conversation_that_is_gone_ends_its_subscription(folder: Path) -> None:
    with teams_double() as teams:
        play(folder, teams, mention("subscribe everything"))
        reword(folder)
        teams.calls.clear()
        teams.refusals.append(JSONResponse({"error": {"code": "BotNotInConversationRoster"}}, 403))
        sender = Sender(folder, teams)
        assert sender.send() == (0, 0, 1)
        assert sender.send() == (0, 0, 0)
        assert teams.sent() == []


def test_who_asks_to_be_forgotten_gets_no_digest_any_more(folder: Path) -> None:
    with teams_double() as teams:
        play(
            folder,
            teams,
            message("subscribe everything", 1),
            message("subscribe everything", 2, OMAR),
            message("forget me", 3),
        )
        reword(folder)
        teams.calls.clear()
        assert Sender(folder, teams).send() == (1, 0, 0)
        (call,) = [call for call in teams.calls if call.what == "message"]

    assert call.conversation == f"a:chat-{OMAR}"


def test_forgotten_in_a_channel_is_forgotten_in_ones_own_chat(folder: Path) -> None:
    with teams_double() as teams:
        play(folder, teams, message("subscribe everything", 1), mention("forget me", 2, LENA))
        reword(folder)
        teams.calls.clear()
        assert Sender(folder, teams).send() == (0, 0, 0)


def test_the_path_for_new_staff_goes_on_by_its_buttons(folder: Path) -> None:
    async def run() -> list[httpx.Response]:
        async with bot(folder, teams, library(folder)) as client:
            made = [
                await post(client, teams, press("tell", number, command=f"start {number}"))
                for number in (1, 2)
            ]
            return [*made, await post(client, teams, press("tell", 3, command="start"))]

    with teams_double() as teams:
        first, second, path = (made.json()["value"] for made in asyncio.run(run()))

    assert words(first).startswith("Step 1 of 2: What it was")
    assert [a["data"] for a in first["actions"] if a["verb"] == "tell"] == [{"command": "start 2"}]
    assert words(second).startswith("Step 2 of 2: What came next")
    assert "read" in words(path)


def test_the_command_sends_digests_of_teams(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REVIEW_BOT_MODEL", "toy-words")
    monkeypatch.setenv("REVIEW_BOT_KNOWLEDGE", str(folder / "knowledge"))
    monkeypatch.setenv("REVIEW_BOT_VAR", str(folder / "var"))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{folder / 'store.db'}")
    write_toy_export(folder / "var")
    with teams_double() as teams:
        for name, value in environment(teams).items():
            monkeypatch.setenv(name, value)
        play(folder, teams, mention("subscribe everything"))
        reword(folder)
        done = CliRunner().invoke(main, ["digest"])

    assert (done.exit_code, done.output) == (0, "Digests sent: 1.\n")
