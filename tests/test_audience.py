"""Restricted papers answer where the settings say so; elsewhere it is as if there were none."""

import asyncio
import json
import re
from pathlib import Path
from typing import Any

import pytest
from toys import WordEncoder, build_toy, edition_of

from bot.answer import Answerer
from bot.audience import EVERYBODY, Access, Audience
from bot.library import Library
from bot.settings import SettingsError, serve_settings
from index.edition import load
from tests import toy_bot as toy
from tests.local_slack import CHANNEL, LENA, OMAR, OTHER_CHANNEL, TEAM, words
from tests.slack_double import (
    SlackDouble,
    bot,
    mention,
    message,
    send_event,
    send_form,
    slack_double,
)

HERE, LENA_HERSELF = f"slack:{CHANNEL}", f"slack:{LENA}"
BY_CHANNEL, BY_PERSON = Access(frozenset({HERE})), Access(people=frozenset({LENA_HERSELF}))
SECRET_WORDS = ("doubled", "Closed session", "closed-2023", "2 May 2023")


@pytest.mark.parametrize(
    ("audience", "by_channel", "by_person"),
    [
        (Audience(False, HERE, LENA_HERSELF), True, False),
        (Audience(False, HERE, LENA_HERSELF, is_private=True), True, True),
        (Audience(False, "slack:C9", LENA_HERSELF), False, False),
        (Audience(False, "slack:C9", LENA_HERSELF, is_private=True), False, True),
        (Audience(False, HERE, "slack:U9", is_private=True), True, False),
        (Audience(False, f"teams:{CHANNEL}", f"teams:{LENA}", is_private=True), False, False),
        (Audience(True, HERE, LENA_HERSELF, is_private=True), False, False),
        (EVERYBODY, False, False),
    ],
)
def test_a_listed_channel_and_a_listed_person_by_themselves_may_see(
    audience: Audience, by_channel: bool, by_person: bool
) -> None:
    assert (BY_CHANNEL.is_for(audience), BY_PERSON.is_for(audience)) == (by_channel, by_person)
    assert not Access().is_for(audience)


def test_the_settings_name_channels_and_people_with_their_front(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not serve_settings(tmp_path).access
    monkeypatch.setenv("REVIEW_BOT_RESTRICTED_CHANNELS", "slack:C1, teams:19:x@thread.tacv2,")
    monkeypatch.setenv("REVIEW_BOT_RESTRICTED_PEOPLE", "slack:U1")
    assert serve_settings(tmp_path).access == Access(
        frozenset({"slack:C1", "teams:19:x@thread.tacv2"}), frozenset({"slack:U1"})
    )
    monkeypatch.setenv("REVIEW_BOT_RESTRICTED_PEOPLE", "U1")
    with pytest.raises(SettingsError, match="has 'U1'; name each with its front and its id"):
        serve_settings(tmp_path)


def everything(folder: Path, library: Library, user: str, channel: str) -> list[str]:
    """Return all calls of the bot's to Slack over every way to ask, as text."""

    async def run(double: SlackDouble) -> None:
        async with bot(folder, double, library=library) as client:
            fields: dict[str, Any] = {"user_id": user, "team_id": TEAM, "channel_id": channel}
            number = 0
            for text in COMMANDS:
                number += 1
                command = {"command": "/review", "text": text, "trigger_id": f"T{number}"}
                url = {"response_url": f"{double.base}/api/respond"}
                await send_form(client, fields | command | url)
                await _calls(double, number)
            for asked in ("the secret kinship fee", "which papers do you hold?"):
                number += 1
                event = mention(asked, number)
                event["event"] |= {"user": user, "channel": channel}
                await send_event(client, event)
                await _calls(double, number)
            opened = {"type": "app_home_opened", "user": user, "tab": "home", "channel": "D1"}
            number += 1
            await send_event(client, {**mention("x", number), "event": opened})
            await _calls(double, number)
            # A button under another's answer, which named the secret passage.
            value = ALL.reference_of("the secret kinship fee")
            for action in ("answer_more", "answer_record", "answer_share"):
                number += 1
                payload = {
                    "type": "block_actions",
                    "user": {"id": user, "team_id": TEAM, "name": "someone"},
                    "team": {"id": TEAM},
                    "channel": {"id": channel},
                    "container": {"channel_id": channel, "message_ts": f"1.{number}"},
                    "trigger_id": f"P{number}",
                    "response_url": f"{double.base}/api/respond",
                    "actions": [{"action_id": action, "value": value, "type": "button"}],
                }
                await send_form(client, {"payload": payload})
                await _calls(double, number)

    with slack_double() as double:
        asyncio.run(run(double))
        port = double.base.rpartition(":")[2]
        return [
            re.sub(rf"\b{port}\b", "PORT", f"{call.method} {json.dumps(call.body)}")
            for call in double.calls
            if not call.method.startswith(("auth.", "conversations."))
        ]


COMMANDS = (
    "ask the secret kinship fee",
    "ask what is the fee",
    "ask which papers do you hold?",
    "ask when was the newest paper",
    "papers",
    "glossary KC",
    "where",
    "start",
    "changed since 2020",
    "help",
)


class ALL:
    """What somebody who may see everything would hold in their hands."""

    @staticmethod
    def reference_of(asked: str) -> str:
        from bot.reference import reference

        shelf = toy.library(toy.secret_edition(), BY_CHANNEL).inside
        found = shelf.ask(asked)
        assert "doubled" in found.answer.citations[0].quote
        return reference(found, shelf)


async def _calls(double: SlackDouble, number: int) -> None:
    """Wait until as many answers were given; an ignored press gives a window at least."""
    for _ in range(150):
        given = [c for c in double.calls if not c.method.startswith(("auth.", "conversations."))]
        if len(given) >= number:
            return
        await asyncio.sleep(0.02)


@pytest.mark.parametrize(
    ("access", "user", "channel"),
    [
        (Access(), LENA, CHANNEL),
        (BY_CHANNEL, OMAR, OTHER_CHANNEL),
        (Access(frozenset({"teams:C0TEAM"}), frozenset({"teams:U0LENA"})), LENA, CHANNEL),
    ],
    ids=["nobody is listed", "another channel", "another front"],
)
def test_whoever_is_not_listed_gets_what_they_would_without_the_paper(
    tmp_path: Path, access: Access, user: str, channel: str
) -> None:
    (tmp_path / "with").mkdir()
    (tmp_path / "without").mkdir()
    secret = toy.library(toy.secret_edition(), access)

    told = everything(tmp_path / "with", secret, user, channel)

    assert len(told) >= len(COMMANDS) + 5
    assert told == everything(tmp_path / "without", toy.library(), user, channel)
    assert not [text for text in told for word in SECRET_WORDS if word in text]


def test_a_listed_person_sees_them_alone_and_not_where_others_read(tmp_path: Path) -> None:
    async def run(double: SlackDouble) -> None:
        library = toy.library(toy.secret_edition(), BY_PERSON)
        async with bot(tmp_path, double, library=library) as client:
            await send_event(client, mention("the secret kinship fee", 1))
            await _calls(double, 1)
            direct = message("the secret kinship fee", 2, channel="D0LENA", channel_type="im")
            await send_event(client, direct)
            await _calls(double, 2)

    with slack_double() as double:
        asyncio.run(run(double))
        in_channel, alone = double.made("chat.postMessage")[:2]
    assert "doubled" not in json.dumps(in_channel)
    assert "The secret kinship fee is doubled." in words(alone)


def test_nothing_of_a_restricted_paper_stands_in_changes_positions_and_digests(
    tmp_path: Path,
) -> None:
    edition_of(tmp_path, {"ashby-2022-05-23": ("Homes are open.", "Visits are short.")})
    knowledge, var = tmp_path / "knowledge", tmp_path / "var"
    register = knowledge / "papers.yaml"
    register.write_text(
        register.read_text()
        + "  - {id: closed-2023, title: Closed session, publisher: Ashby Council,"
        " published: 2023-05-02, kind: report, visibility: restricted}\n"
    )
    (knowledge / "summaries" / "closed-2023.md").write_text(
        "---\npaper: closed-2023\n---\n\n### 1\n\nThe secret kinship fee is doubled.\n"
    )
    (knowledge / "positions.yaml").write_text(
        "topics:\n  - id: fees\n    name: Secret fees\n    question: Will they double?\n"
        "    positions:\n      - {date: 2023-05-02, stage: local, status: noted, who: Ashby,\n"
        '         line: They are doubled., passage: "closed-2023#1"}\n'
    )
    build_toy(knowledge, var)
    library = Library(Answerer(load(var), WordEncoder()), (), var)

    async def run(double: SlackDouble) -> None:
        async with bot(tmp_path, double, library=library) as client:
            for number, text in enumerate(("changed since 2020", "where secret fees", "where"), 1):
                fields = {"user_id": LENA, "team_id": TEAM, "channel_id": CHANNEL, "text": text}
                url = {"response_url": f"{double.base}/api/respond", "trigger_id": f"T{number}"}
                await send_form(client, {"command": "/review"} | fields | url)
                await _calls(double, number)

    with slack_double() as double:
        asyncio.run(run(double))
        told = [json.dumps(body) for body in double.made("respond")]
    assert len(told) == 3
    assert not [text for text in told for word in (*SECRET_WORDS, "Secret fees") if word in text]
    from bot.followers import Subscription
    from bot.following import digest_told
    from index.edition import current, remembered

    oldest = remembered(var)[0]
    nobody = Subscription(HERE, "", "", weekly=False, told=oldest)
    assert digest_told(var, nobody, str(current(var))) is None
