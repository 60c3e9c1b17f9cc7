"""What Slack sends is read for what a person typed, and whose person it is."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.slack.app import ASK_SHORTCUT, CHECK_SHORTCUT
from bot.slack.payloads import Home, asked_in, earlier_questions, is_from_outside, typed
from tests.local_slack import BOT, LENA, TEAM
from tests.slack_double import mention, message

HOME = Home(TEAM, BOT)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (f"<@{BOT}> what is family help?", "what is family help?"),
        (f"<@{BOT}|review-bot>  fees &amp; costs &lt;5", "fees & costs <5"),
        (
            "see <https://a.example/x|this page> and <https://b.example>",
            "see this page and https://b.example",
        ),
        ("<!channel> in <#C1|homes> for <!subteam^S1|@carers>", "in homes for @carers"),
        ("&amp;lt;", "&lt;"),
    ],
)
def test_markup_is_read_as_what_was_typed(text: str, meant: str) -> None:
    assert typed(text) == meant


@pytest.mark.parametrize(
    ("body", "outside"),
    [
        (mention("x"), False),
        (mention("x", team="T0ELSEWHERE"), True),
        (mention("x", source_team="T0ELSEWHERE"), True),
        (mention("x") | {"is_ext_shared_channel": True}, True),
        (mention("x", user_profile={"is_restricted": True}), True),
        ({"user": {"id": LENA, "team_id": TEAM}}, False),
        ({"user": {"id": LENA, "team_id": "T0ELSEWHERE"}, "team": {"id": TEAM}}, True),
        ({"user_id": LENA, "team_id": TEAM}, False),
        ({"user_id": LENA}, True),
    ],
)
def test_whoever_is_not_surely_ours_is_from_outside(body: dict[str, Any], outside: bool) -> None:
    assert is_from_outside(body, HOME) is outside


def test_a_question_is_known_by_its_event_and_its_message() -> None:
    asked = asked_in(mention("fees?", 7), HOME)
    assert asked is not None
    assert (asked.event.id, asked.event.message) == ("Ev7", "slack:C0TEAM:1700000000.000007")
    assert asked.thread == "1700000000.000007" and asked.text == "fees?"
    assert LENA not in asked.event.asker


def test_a_file_with_words_is_a_question_too() -> None:
    assert asked_in(message("fees?", 1, subtype="file_share"), HOME) is not None


def test_only_what_was_put_to_the_bot_counts_as_asked_before() -> None:
    thread = [
        {"user": LENA, "ts": "1.0", "text": f"<@{BOT}> first?"},
        {"user": LENA, "ts": "2.0", "text": "between people"},
        {"user": BOT, "bot_id": "B", "ts": "3.0", "text": "an answer"},
        {"user": LENA, "ts": "4.0", "text": f"<@{BOT}> the one asked now"},
    ]
    assert earlier_questions(thread, "4.0", HOME, every_message=False) == ("first?",)
    assert earlier_questions(thread, "4.0", HOME, every_message=True) == (
        "first?",
        "between people",
    )


def test_the_manifest_asks_for_the_smallest_scopes_and_names_what_is_heard() -> None:
    path = Path(__file__).resolve().parent.parent / "bot" / "slack" / "manifest.yaml"
    manifest = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert manifest["oauth_config"]["scopes"]["bot"] == [
        "app_mentions:read",
        "assistant:write",
        "chat:write",
        "commands",
        "im:history",
    ]
    features = manifest["features"]
    assert [s["callback_id"] for s in features["shortcuts"]] == [ASK_SHORTCUT, CHECK_SHORTCUT]
    assert len(features["agent_view"]["suggested_prompts"]) <= 4
    information = manifest["display_information"]
    assert 174 <= len(information["long_description"]) <= 4_000
    assert len(information["description"]) <= 140
