"""Where things stand, what changed, the path and digests in Slack, over signed requests."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.responses import JSONResponse, Response
from toys import WordEncoder, build_toy, edition_of

from bot.answer import Answerer
from bot.desk import Desk, Policy
from bot.followers import LEASE
from bot.library import Library
from bot.slack.app import slack_client
from bot.slack.digests import send_digests
from bot.store import Store, hashed
from index.edition import load
from tests.local_slack import CHANNEL, LENA, OMAR, TEAM, words
from tests.slack_double import SlackDouble, bot, send_form, slack_double
from tests.test_telling import ASHBY, ONBOARDING, OSTLEY, PAPERS, POSITIONS

Scene = Callable[[httpx.AsyncClient, SlackDouble], Awaitable[None]]
DIRECT = "D0LENA"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with one edition of two fictional papers."""
    edition_of(tmp_path, PAPERS, positions=POSITIONS, onboarding=ONBOARDING)
    return tmp_path


def library(folder: Path) -> Library:
    return Library(Answerer(load(folder / "var"), WordEncoder()), (), folder / "var")


def reword(folder: Path, before: str, after: str) -> None:
    """Change a passage of the second paper and build an edition of it."""
    path = folder / "knowledge" / "summaries" / f"{OSTLEY}.md"
    path.write_text(path.read_text().replace(before, after))
    build_toy(folder / "knowledge", folder / "var")


def play(folder: Path, *typed: str, user: str = LENA, channel: str = CHANNEL) -> list[str]:
    """Return what each command answers to its user, as plain words."""
    return [words(body) for body in told(folder, *typed, user=user, channel=channel)]


def told(
    folder: Path, *typed: str, user: str = LENA, channel: str = CHANNEL
) -> list[dict[str, Any]]:
    """Return the messages that the commands are answered with."""

    async def run(double: SlackDouble) -> None:
        async with bot(folder, double, library=library(folder)) as client:
            for text in typed:
                fields = {
                    "command": "/review",
                    "text": text,
                    "user_id": user,
                    "team_id": TEAM,
                    "channel_id": channel,
                    "trigger_id": f"T{text}",
                    "response_url": f"{double.base}/api/respond",
                }
                assert (await send_form(client, fields)).status_code == 200
                for _ in range(200):
                    if len(double.made("respond")) >= typed.index(text) + 1:
                        break
                    await asyncio.sleep(0.02)

    with slack_double() as double:
        asyncio.run(run(double))
        return double.made("respond")


def test_where_a_recommendation_stands_is_told_with_every_rows_passage(folder: Path) -> None:
    (said,) = play(folder, "where rangers")

    assert said.startswith("Park wardens Will there be park wardens?")
    assert "May 2022, the review: recommended   Wants wardens." in said
    assert "Ashby Council, Report, 23 May 2022, paragraph 1" in said
    assert "Feb 2023, government: rejected   Turned them down." in said
    assert said.endswith("later events are not covered.")


def test_what_changed_is_told_since_a_date_in_words(folder: Path) -> None:
    (said,) = play(folder, "changed wardens since June 2022")

    assert said.startswith("Park wardens: published since 1 June 2022 Ostley Council, Report")


def test_a_name_that_means_several_comes_back_as_buttons_that_lead_on(folder: Path) -> None:
    (answer,) = told(folder, "where park")
    (buttons,) = (b["elements"] for b in answer["blocks"] if b["type"] == "actions")

    assert [button["value"] for button in buttons] == [
        "where Park wardens",
        "where Park benches",
    ]


def test_a_button_leads_on(folder: Path) -> None:
    async def run(double: SlackDouble) -> None:
        async with bot(folder, double, library=library(folder)) as client:
            payload = {
                "type": "block_actions",
                "user": {"id": LENA, "team_id": TEAM},
                "team": {"id": TEAM},
                "channel": {"id": CHANNEL},
                "trigger_id": "T1",
                "response_url": f"{double.base}/api/respond",
                "actions": [{"action_id": "tell_0", "value": "start 2", "type": "button"}],
            }
            assert (await send_form(client, {"payload": payload})).status_code == 200
            for _ in range(200):
                if double.made("respond"):
                    break
                await asyncio.sleep(0.02)

    with slack_double() as double:
        asyncio.run(run(double))
    (answer,) = double.made("respond")
    assert words(answer).startswith("Step 2 of 2: What came next")


def test_the_path_remembers_each_reader_until_they_are_forgotten(folder: Path) -> None:
    assert "1. What it was Begin" in play(folder, "start")[0].replace("  ", " ").replace(
        "2. What came next ", ""
    )
    assert play(folder, "start 1")[0].startswith("Step 1 of 2: What it was")
    assert "1. What it was   read" in play(folder, "start")[0]
    assert "read" not in play(folder, "start", user=OMAR)[0].partition("1. What")[2]
    assert play(folder, "forget me")[0].startswith("Done. Removed:")
    assert "What it was   read" not in play(folder, "start")[0]


def test_forget_without_me_says_how(folder: Path) -> None:
    assert play(folder, "forget")[0].startswith("Write '/review forget me'")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("subscriptions",), "Nothing is subscribed to here."),
        (("subscribe",), "Done. What changes is told here as soon as there is something."),
        (("subscribe rangers weekly",), "Done. What changes on Park wardens is told here once a"),
        (("subscribe park",), "That may mean several; choose one:"),
        (("subscribe zebrafish",), "The ledger has nothing under that name."),
        (
            ("subscribe rangers weekly", "subscribe on change", "list"),
            "Told here: Park wardens (weekly); everything (on change).",
        ),
        (("subscribe rangers", "unsubscribe rangers"), "Done. Nothing more of that is sent here."),
        (("unsubscribe",), "Nothing is subscribed to here."),
    ],
)
def test_subscriptions_are_made_listed_and_ended(
    folder: Path, typed: tuple[str, ...], said: str
) -> None:
    assert play(folder, *typed)[-1].startswith(said)


class Sender:
    """A process that sends digests, with its own store on the same file."""

    def __init__(self, folder: Path, double: SlackDouble, clock: Callable[[], float]) -> None:
        self.store = Store(f"sqlite:///{folder / 'store.db'}", clock=clock)
        self.store.migrate()
        self.desk = Desk(library(folder), self.store, Policy())
        self._double = double

    async def send(self) -> tuple[int, int, int]:
        """Send what is due; return how many were sent, put off and stopped."""
        sent = await send_digests(self.desk, slack_client("xoxb-test", f"{self._double.base}/api/"))
        return sent.sent, sent.put_off, sent.stopped


class Clock:
    """Stands a little after the commands that were played."""

    def __init__(self) -> None:
        self.now = time.time() + 10

    def __call__(self) -> float:
        return self.now


def posted(double: SlackDouble) -> list[str]:
    return [f"{body['channel']}: {words(body)}" for body in double.made("chat.postMessage")]


def test_a_digest_comes_once_when_something_changed_and_never_empty(folder: Path) -> None:
    play(folder, "subscribe")
    play(folder, "subscribe rangers", channel=DIRECT)
    with slack_double() as double:
        sender = Sender(folder, double, Clock())
        assert asyncio.run(sender.send()) == (0, 0, 0)
        reword(folder, "two parks", "three parks")
        two = [Sender(folder, double, Clock()), Sender(folder, double, Clock())]

        async def both() -> list[tuple[int, int, int]]:
            return list(await asyncio.gather(*(each.send() for each in two)))

        assert sorted(asyncio.run(both())) == [(0, 0, 0), (1, 0, 0)]
        assert asyncio.run(sender.send()) == (0, 0, 0)
        (digest,) = posted(double)

    assert digest.startswith(f"{CHANNEL}: What is new in the papers")
    assert "Benches will be tested in [-two-] {+three+} parks." in digest
    assert "Ostley Council, Report, 2 February 2023, paragraph 2" in digest


def test_a_topics_digest_goes_to_the_person_who_asked_for_it(folder: Path) -> None:
    play(folder, "subscribe rangers", channel=DIRECT)
    reword(folder, "Wardens are rejected.", "Park wardens are rejected for good.")
    with slack_double() as double:
        assert asyncio.run(Sender(folder, double, Clock()).send()) == (1, 0, 0)
        (digest,) = posted(double)

    assert digest.startswith(f"{LENA}: What is new: Park wardens")


@pytest.mark.parametrize(
    "refusal",
    [
        lambda: JSONResponse({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": "0"}),
        lambda: Response("oops", 500),
        lambda: JSONResponse({"ok": False, "error": "internal_error"}),
    ],
    ids=["429", "500", "internal error"],
)
def test_what_slack_refuses_for_now_arrives_later_and_once(
    folder: Path, refusal: Callable[[], Response]
) -> None:
    play(folder, "subscribe")
    reword(folder, "two parks", "three parks")
    clock = Clock()
    with slack_double() as double:
        double.refusals["chat.postMessage"] = [refusal()]
        sender = Sender(folder, double, clock)
        sent = [asyncio.run(sender.send())]
        for _ in range(3):
            clock.now += 100
            sent.append(asyncio.run(sender.send()))
        assert len(posted(double)) == 1
    assert sum(each[0] for each in sent) == 1
    assert sum(each[2] for each in sent) == 0


def test_a_channel_that_is_gone_ends_its_subscription_and_is_reported(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    play(folder, "subscribe")
    reword(folder, "two parks", "three parks")
    with slack_double() as double:
        gone = JSONResponse({"ok": False, "error": "is_archived"})
        double.refusals["chat.postMessage"] = [gone]
        sender = Sender(folder, double, Clock())
        assert asyncio.run(sender.send()) == (0, 0, 1)
        assert asyncio.run(sender.send()) == (0, 0, 0)
        assert sender.store.followers.of(f"slack:{CHANNEL}") == []
        assert posted(double) == []


def test_a_crash_before_posting_loses_no_digest_and_one_after_sends_no_second(
    folder: Path,
) -> None:
    play(folder, "subscribe")
    reword(folder, "two parks", "three parks")
    clock = Clock()
    with slack_double() as double:
        sender = Sender(folder, double, clock)
        edition = str(sender.desk.library.current())
        # Decided, and the process dies.
        (lost,) = sender.store.followers.turns("slack:", edition)
        assert asyncio.run(sender.send()) == (0, 0, 0)
        clock.now += LEASE + 1
        # Posted, and the process dies before it can note that.
        noted = sender.store.followers.told
        sender.store.followers.told = _dies  # type: ignore[method-assign]
        with pytest.raises(SystemExit):
            asyncio.run(sender.send())
        sender.store.followers.told = noted  # type: ignore[method-assign]
        assert not sender.store.followers.begin_sending(lost)
        (digest,) = double.made("chat.postMessage")
        metadata = digest["metadata"]
        mark = json.loads(metadata) if isinstance(metadata, str) else metadata
        history = {"ok": True, "messages": [{"text": "hello"}, {"metadata": mark}]}
        double.refusals["conversations.history"] = [JSONResponse(history)]
        clock.now += LEASE + 1
        assert asyncio.run(sender.send()) == (1, 0, 0)
        assert len(posted(double)) == 1


def _dies(*_given: object, **_more: object) -> None:
    raise SystemExit


def test_only_hashes_stand_for_people_and_questions_do_not_stand_at_all(folder: Path) -> None:
    play(folder, "start 1", "where zebrafish", "changed zebrafish")
    kept = b"".join(path.read_bytes() for path in folder.glob("store.db*"))

    assert b"zebrafish" not in kept
    assert LENA.encode() not in kept
    assert hashed(f"slack:{LENA}").encode() in kept
    assert ASHBY.encode() not in kept
