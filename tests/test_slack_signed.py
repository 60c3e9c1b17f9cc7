"""The Slack app over signed requests: who is let in, what is answered, once, and to whom."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from starlette.responses import JSONResponse, Response

from bot import wording, wording_chat
from bot.audience import Access
from bot.desk import Desk, Policy
from bot.store import Store
from tests import toy_bot as toy
from tests.engines import store_url
from tests.local_slack import BOT, CHANNEL, LENA, OMAR, SECRET, TEAM, words
from tests.slack_double import (
    SlackDouble,
    bot,
    bot_on,
    mention,
    message,
    quiet,
    send_event,
    send_form,
    settled,
    signed,
    slack_double,
)

CASE = "Mum and two kids, S47 last week, dad known to police, can we close"
RISK = "he is hitting her right now in LS1 4AP, what do I do"
TRUSTED = Access(frozenset({f"slack:{CHANNEL}"}))
Scene = Callable[[httpx.AsyncClient, SlackDouble], Awaitable[None]]
COMMAND = {
    "command": "/review",
    "user_id": LENA,
    "team_id": TEAM,
    "channel_id": CHANNEL,
    "trigger_id": "T1",
}


def play(scene: Scene, folder: Path, **settings: Any) -> SlackDouble:
    """Run a scene against a fresh bot; return Slack's side of it."""

    async def run(double: SlackDouble) -> None:
        async with bot(folder, double, **settings) as client:
            await scene(client, double)

    with slack_double() as double:
        asyncio.run(run(double))
        return double


def refused(folder: Path, headers: dict[str, str], body: str) -> int:
    """Return the status of one raw request, having seen that nothing was posted."""
    statuses = []

    async def scene(client: httpx.AsyncClient, double: SlackDouble) -> None:
        answer = await client.post("/slack/events", content=body, headers=headers)
        statuses.append(answer.status_code)
        await quiet(double)

    double = play(scene, folder)
    assert double.made("chat.postMessage") == []
    return statuses[0]


def test_a_mention_is_answered_in_its_thread_with_the_passage(tmp_path: Path) -> None:
    async def scene(client: httpx.AsyncClient, double: SlackDouble) -> None:
        assert await send_event(client, mention("what are kinship carers paid?")) == 200
        await settled(double, "chat.postMessage")

    (posted,) = play(scene, tmp_path).made("chat.postMessage")

    assert posted["thread_ts"] == "1700000000.000001"
    assert posted["unfurl_links"] is False and posted["mrkdwn"] is False
    assert words(posted).startswith("Kinship carers are paid a fee.  [1]")
    assert "Kirkford Council, Stable Homes in Kirkford, 20 March 2023, paragraph 2.1" in words(
        posted
    )


def test_a_wrong_signature_is_turned_away(tmp_path: Path) -> None:
    body = json.dumps(mention("kinship"))
    assert refused(tmp_path, signed(body, "application/json", secret="guessed"), body) == 401


def test_an_old_request_is_turned_away(tmp_path: Path) -> None:
    body = json.dumps(mention("kinship"))
    headers = signed(body, "application/json", at=time.time() - 600)
    assert refused(tmp_path, headers, body) == 401


@pytest.mark.parametrize("timestamp", ["", "soon", "-1", "1e9", "１２３"])
def test_a_strange_timestamp_is_turned_away(tmp_path: Path, timestamp: str) -> None:
    body = json.dumps(mention("kinship"))
    headers = signed(body, "application/json")
    raw = {k: v.encode() for k, v in (headers | {"x-slack-request-timestamp": timestamp}).items()}
    assert refused(tmp_path, raw, body) == 401  # type: ignore[arg-type]


def test_an_unsigned_request_is_turned_away(tmp_path: Path) -> None:
    assert refused(tmp_path, {}, json.dumps(mention("kinship"))) == 401


@pytest.mark.parametrize("body", ["{", "[1]", "payload=%7B", "null", "payload=[]", "\ud7ff{", "{}"])
def test_a_signed_request_that_makes_no_sense_does_no_harm(tmp_path: Path, body: str) -> None:
    kind = "application/x-www-form-urlencoded" if "payload" in body else "application/json"
    assert refused(tmp_path, signed(body, kind), body) in (400, 404)


def test_a_body_too_large_is_turned_away(tmp_path: Path) -> None:
    body = json.dumps(mention("kinship " * 200_000))
    assert refused(tmp_path, signed(body, "application/json"), body) == 413


def test_slack_may_check_the_address(tmp_path: Path) -> None:
    async def scene(client: httpx.AsyncClient, double: SlackDouble) -> None:
        body = json.dumps({"type": "url_verification", "challenge": "abc"})
        headers = signed(body, "application/json")
        answer = await client.post("/slack/events", content=body, headers=headers)
        assert (answer.status_code, answer.json()) == (200, {"challenge": "abc"})

    play(scene, tmp_path)


def test_a_retried_event_is_answered_once(tmp_path: Path) -> None:
    async def scene(client: httpx.AsyncClient, double: SlackDouble) -> None:
        event = mention("kinship")
        for number in range(3):
            retry = {"x-slack-retry-num": str(number), "x-slack-retry-reason": "http_timeout"}
            assert await send_event(client, event, **(retry if number else {})) == 200
        await quiet(double)

    assert len(play(scene, tmp_path).made("chat.postMessage")) == 1


def test_a_retry_after_a_restart_is_known(tmp_path: Path) -> None:
    async def scene(client: httpx.AsyncClient, double: SlackDouble) -> None:
        await send_event(client, mention("kinship"))
        await quiet(double)

    assert len(play(scene, tmp_path).made("chat.postMessage")) == 1
    assert len(play(scene, tmp_path).made("chat.postMessage")) == 0


def test_a_mention_that_also_comes_as_a_message_is_answered_once(tmp_path: Path) -> None:
    async def scene(client: httpx.AsyncClient, double: SlackDouble) -> None:
        text = f"<@{BOT}> kinship"
        await send_event(client, mention("kinship", 1))
        same = message(text, 2, CHANNEL, ts="1700000000.000001")
        await send_event(client, same)
        await send_event(client, mention("kinship", 3, ts="1700000000.000001"))
        await quiet(double)

    assert len(play(scene, tmp_path).made("chat.postMessage")) == 1


@pytest.mark.parametrize(
    "event",
    [
        {"subtype": "message_changed"},
        {"subtype": "channel_join"},
        {"subtype": "bot_message", "bot_id": "B0OTHER"},
        {"bot_id": "B0OTHER", "bot_profile": {"id": "B0OTHER"}},
        {"user": BOT},
        {"edited": {"user": LENA, "ts": "1"}},
        {"hidden": True},
    ],
)
def test_edits_joins_bots_and_its_own_words_are_ignored(
    tmp_path: Path, event: dict[str, Any]
) -> None:
    async def scene(client: httpx.AsyncClient, double: SlackDouble) -> None:
        assert await send_event(client, message("kinship", 1, **event)) == 200
        await quiet(double)

    assert play(scene, tmp_path).made("chat.postMessage") == []


def test_an_event_nobody_asked_for_is_taken_quietly(tmp_path: Path) -> None:
    async def scene(client: httpx.AsyncClient, double: SlackDouble) -> None:
        event = mention("kinship")
        event["event"]["type"] = "reaction_added"
        assert await send_event(client, event) == 200
        await quiet(double)

    assert play(scene, tmp_path).made("chat.postMessage") == []


def test_a_mention_without_a_question_is_greeted_with_an_example(tmp_path: Path) -> None:
    async def scene(client: httpx.AsyncClient, double: SlackDouble) -> None:
        await send_event(client, mention(""))
        await settled(double, "chat.postMessage")

    (posted,) = play(scene, tmp_path).made("chat.postMessage")
    example = "for example: What are kinship carers paid?"
    assert words(posted) == f"Hello. Ask me a question about the review, {example}"


def test_nothing_found_says_what_was_searched_and_whom_to_ask(tmp_path: Path) -> None:
    async def scene(client: httpx.AsyncClient, double: SlackDouble) -> None:
        await send_event(client, mention("how long does wardship last?"))
        await settled(double, "chat.postMessage")

    (posted,) = play(scene, tmp_path, ask_whom="the policy team").made("chat.postMessage")

    assert words(posted).startswith(
        "The papers here do not say. Searched 2 papers up to 20 March 2023"
    )
    assert "These passages are the nearest" in words(posted)
    assert "If you need to know more, ask the policy team." in words(posted)


def test_a_follow_up_in_a_thread_is_understood_with_what_came_before(tmp_path: Path) -> None:
    async def scene(client: httpx.AsyncClient, double: SlackDouble) -> None:
        double.replies = [
            {"user": LENA, "ts": "1700000000.000001", "text": f"<@{BOT}> what about kinship?"},
            {"user": BOT, "bot_id": "B0REVIEW", "ts": "1700000000.000002", "text": "homes homes"},
            {"user": OMAR, "ts": "1700000000.000003", "text": "agency agency, not asked"},
        ]
        event = mention("and what is it paid?", 9, thread_ts="1700000000.000001")
        await send_event(client, event)
        await settled(double, "chat.postMessage")

    (posted,) = play(scene, tmp_path).made("chat.postMessage")
    assert words(posted).startswith("Kinship carers are paid a fee.")


def test_without_the_scope_the_thread_is_remembered_for_a_while(tmp_path: Path) -> None:
    async def scene(client: httpx.AsyncClient, double: SlackDouble) -> None:
        missing = JSONResponse({"ok": False, "error": "missing_scope"})
        double.refusals["conversations.replies"] = [missing]
        await send_event(client, mention("what about kinship?", 1))
        await settled(double, "chat.postMessage", 1)
        for number, text in ((2, "and what is it paid?"), (3, "are kinship carers paid?")):
            event = mention(text, number, thread_ts="1700000000.000001")
            await send_event(client, event)
            await settled(double, "chat.postMessage", number)

    double = play(scene, tmp_path)
    for posted in double.made("chat.postMessage")[1:]:
        assert words(posted).startswith("Kinship carers are paid a fee.")
    # Once refused, the bot does not ask again for what it may not read.
    assert double.made("conversations.replies") == []


def test_untagged_follow_ups_are_answered_only_where_that_is_switched_on(tmp_path: Path) -> None:
    async def scene(client: httpx.AsyncClient, double: SlackDouble) -> None:
        await send_event(client, mention("kinship", 1))
        await settled(double, "chat.postMessage", 1)
        await send_event(client, message("homes?", 2, CHANNEL, thread_ts="1700000000.000001"))
        await quiet(double)
        assert len(double.made("chat.postMessage")) == 1
        url = {"response_url": f"{double.base}/api/respond"}
        await send_form(client, COMMAND | url | {"text": "follow on"})
        await settled(double, "respond")
        await send_event(client, message("homes?", 3, CHANNEL, thread_ts="1700000000.000001"))
        await settled(double, "chat.postMessage", 2)
        # A thread it was never asked in, and a message outside threads, stay among people.
        await send_event(client, message("homes?", 4, CHANNEL, thread_ts="1600000000.000001"))
        await send_event(client, message("homes?", 5, CHANNEL))
        await quiet(double)

    assert len(play(scene, tmp_path).made("chat.postMessage")) == 2


def test_a_fault_is_told_with_a_number_that_stands_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def scene(client: httpx.AsyncClient, double: SlackDouble) -> None:
        refusal = JSONResponse({"ok": False, "error": "invalid_blocks_hush"})
        double.refusals["chat.postMessage"] = [refusal]
        await send_event(client, mention("kinship hush"))
        await settled(double, "chat.postMessage")

    with caplog.at_level("INFO"):
        (posted,) = play(scene, tmp_path).made("chat.postMessage")

    (fault,) = [record.fields["fault"] for record in caplog.records if record.msg == "fault"]
    assert f"give the number {fault} to" in words(posted)
    assert "hush" not in words(posted)
    with sa.create_engine(store_url(tmp_path)).connect() as connection:
        assert connection.execute(sa.text("SELECT state FROM seen")).fetchall() == [("done",)]


def test_slacks_429_is_waited_out(tmp_path: Path) -> None:
    async def scene(client: httpx.AsyncClient, double: SlackDouble) -> None:
        refusal = Response(status_code=429, headers={"retry-after": "1"})
        double.refusals["chat.postMessage"] = [refusal, refusal]
        await send_event(client, mention("kinship"))
        await settled(double, "chat.postMessage")

    (posted,) = play(scene, tmp_path).made("chat.postMessage")
    assert words(posted).startswith("Kinship carers are paid a fee.")


def test_one_user_is_kept_to_the_pace_and_others_are_not_starved(tmp_path: Path) -> None:
    async def scene(client: httpx.AsyncClient, double: SlackDouble) -> None:
        for number in range(1, 6):
            await send_event(client, mention("kinship", number, user=LENA))
        await send_event(client, mention("kinship", 6, user=OMAR))
        await settled(double, "chat.postMessage", 6)

    posted = play(scene, tmp_path, questions_a_minute=3).made("chat.postMessage")
    kept = [p for p in posted if "You have asked 3 questions within a minute" in words(p)]
    assert len(posted) == 6 and len(kept) == 2


@pytest.mark.parametrize(
    ("outside", "inside"),
    [
        ({"user_team": "T0ELSEWHERE"}, {"user_team": TEAM}),
        ({"team": "T0ELSEWHERE"}, {"team": TEAM}),
        ({"user_profile": {"is_ultra_restricted": True}}, {"user_profile": {}}),
    ],
)
def test_outsiders_get_public_papers_only(
    tmp_path: Path, outside: dict[str, Any], inside: dict[str, Any]
) -> None:
    async def scene(client: httpx.AsyncClient, double: SlackDouble) -> None:
        await send_event(client, mention("the secret kinship fee", 1, **outside))
        await settled(double, "chat.postMessage", 1)
        await send_event(client, mention("the secret kinship fee", 2, **inside))
        await settled(double, "chat.postMessage", 2)

    library = toy.library(toy.secret_edition(), TRUSTED)
    first, second = play(scene, tmp_path, library=library).made("chat.postMessage")
    assert "doubled" not in json.dumps(first) and "Closed session" not in json.dumps(first)
    assert "The secret kinship fee is doubled." in words(second)


def test_in_a_shared_channel_everybody_gets_public_papers_only(tmp_path: Path) -> None:
    async def scene(client: httpx.AsyncClient, double: SlackDouble) -> None:
        event = mention("the secret kinship fee") | {"is_ext_shared_channel": True}
        await send_event(client, event)
        await settled(double, "chat.postMessage")

    library = toy.library(toy.secret_edition(), TRUSTED)
    (posted,) = play(scene, tmp_path, library=library).made("chat.postMessage")
    assert "doubled" not in json.dumps(posted)


def test_a_replayed_command_is_answered_once(tmp_path: Path) -> None:
    async def scene(client: httpx.AsyncClient, double: SlackDouble) -> None:
        url = {"response_url": f"{double.base}/api/respond", "text": "ask kinship"}
        for _ in range(2):
            assert (await send_form(client, COMMAND | url)).status_code == 200
        await quiet(double)

    assert len(play(scene, tmp_path).made("respond")) == 1


def test_an_unknown_command_gets_a_friendly_answer(tmp_path: Path) -> None:
    async def scene(client: httpx.AsyncClient, double: SlackDouble) -> None:
        fields = COMMAND | {"response_url": f"{double.base}/api/respond", "text": "dance"}
        assert (await send_form(client, fields)).status_code == 200
        await settled(double, "respond")

    (said,) = play(scene, tmp_path).made("respond")
    assert said["response_type"] == "ephemeral"
    assert words(said).startswith("I do not know that one. This is what I can do:")


def pressed(action: dict[str, Any], double: SlackDouble, **extra: Any) -> dict[str, Any]:
    """Return the payload of a pressed button."""
    place = {"message_ts": "1700000000.000009", "channel_id": CHANNEL}
    return {
        "type": "block_actions",
        "user": {"id": LENA, "name": "lena", "team_id": TEAM},
        "team": {"id": TEAM},
        "trigger_id": f"T-{action['action_id']}-{extra.pop('number', 1)}",
        "container": place | {"type": "message", "is_ephemeral": True},
        "channel": {"id": CHANNEL},
        "response_url": f"{double.base}/api/respond",
        "actions": [{"type": "button"} | action],
    } | extra


async def private_answer(client: httpx.AsyncClient, double: SlackDouble, text: str) -> Any:
    """Ask by command; return the buttons of the private answer by name."""
    fields = COMMAND | {"response_url": f"{double.base}/api/respond", "text": f"ask {text}"}
    await send_form(client, fields)
    (said,) = await settled(double, "respond")
    rows = [block["elements"] for block in said["blocks"] if block["type"] == "actions"]
    return {button["action_id"]: button for button in rows[0]}


def test_a_private_answer_can_be_shared_once(tmp_path: Path) -> None:
    async def scene(client: httpx.AsyncClient, double: SlackDouble) -> None:
        buttons = await private_answer(client, double, "what are kinship carers paid?")
        for number in (1, 2):
            payload = pressed(buttons["answer_share"], double, number=number)
            await send_form(client, {"payload": payload})
        await settled(double, "respond", 2)
        await quiet(double)

    _, shared = play(scene, tmp_path).made("respond")
    assert shared["response_type"] == "in_channel"
    asked = "lena shared this answer from the papers. Asked: what are kinship carers paid?"
    assert words(shared).startswith(f"{asked} Kinship carers are paid a fee.")


def test_an_answer_from_restricted_papers_is_not_shared(tmp_path: Path) -> None:
    async def scene(client: httpx.AsyncClient, double: SlackDouble) -> None:
        buttons = await private_answer(client, double, "the secret kinship fee")
        await send_form(client, {"payload": pressed(buttons["answer_share"], double)})
        await settled(double, "respond", 2)

    library = toy.library(toy.secret_edition(), TRUSTED)
    first, refused_ = play(scene, tmp_path, library=library).made("respond")
    assert "doubled" in words(first)
    assert refused_["response_type"] == "ephemeral"
    assert words(refused_).startswith("This answer quotes papers that are not public")


def test_an_outsider_sees_no_restricted_passage_behind_the_buttons(tmp_path: Path) -> None:
    async def scene(client: httpx.AsyncClient, double: SlackDouble) -> None:
        buttons = await private_answer(client, double, "the secret kinship fee")
        stranger = {"id": "U0STRANGER", "team_id": "T0ELSEWHERE"}
        for name in ("answer_more", "answer_record"):
            payload = pressed(buttons[name], double, user=stranger)
            await send_form(client, {"payload": payload})
        await settled(double, "views.open", 2)

    library = toy.library(toy.secret_edition(), TRUSTED)
    double = play(scene, tmp_path, library=library)
    assert len(double.made("views.open")) == 2
    assert "doubled" not in json.dumps(double.made("views.open"))


def checking(text: str, double: SlackDouble) -> dict[str, Any]:
    """Return what Slack sends where somebody has a message checked against the papers."""
    return {
        "type": "message_action",
        "callback_id": "check_message",
        "trigger_id": "T1",
        "user": {"id": OMAR, "team_id": TEAM},
        "team": {"id": TEAM},
        "channel": {"id": CHANNEL},
        "message": {"user": LENA, "ts": "1.1", "text": text},
        "response_url": f"{double.base}/api/respond",
    }


def test_the_message_shortcut_answers_only_the_one_who_chose_it(tmp_path: Path) -> None:
    async def scene(client: httpx.AsyncClient, double: SlackDouble) -> None:
        payload = checking("kinship carers are paid a fee, right?", double)
        assert (await send_form(client, {"payload": payload})).status_code == 200
        await settled(double, "respond")

    double = play(scene, tmp_path)
    (said,) = double.made("respond")
    assert said["response_type"] == "ephemeral"
    assert words(said).startswith("Checked against the papers: kinship carers are paid")
    assert double.made("chat.postMessage") == []


def test_case_details_in_a_message_that_is_checked_are_not_repeated(tmp_path: Path) -> None:
    async def scene(client: httpx.AsyncClient, double: SlackDouble) -> None:
        payload = checking(CASE, double)
        await send_form(client, {"payload": payload})
        await settled(double, "respond", 1)
        fields = {"response_url": f"{double.base}/api/respond", "text": f"ask {RISK}"}
        await send_form(client, COMMAND | fields | {"trigger_id": "T2"})
        await settled(double, "respond", 2)

    checked, asked = play(scene, tmp_path).made("respond")
    assert words(checked).startswith("This message seems to hold details of a real person or case")
    assert wording_chat.DELETE_CHECKED_IN_SLACK in words(checked)
    assert "S47" not in json.dumps(checked)
    # A command leaves nothing to delete.
    assert words(asked).startswith("If a child or anyone else is in danger now, call 999.")
    assert wording.DELETE_ONCE_SAFE not in words(asked) and "LS1" not in json.dumps(asked)


def test_the_global_shortcut_opens_a_window_that_answers(tmp_path: Path) -> None:
    answers = []

    async def scene(client: httpx.AsyncClient, double: SlackDouble) -> None:
        who = {"user": {"id": LENA, "team_id": TEAM}, "team": {"id": TEAM}}
        shortcut = {"type": "shortcut", "callback_id": "ask_papers", "trigger_id": "T1"}
        await send_form(client, {"payload": shortcut | who})
        (opened,) = await settled(double, "views.open")
        view = json.loads(opened["view"]) if isinstance(opened["view"], str) else opened["view"]
        values = {"question": {"question": {"type": "plain_text_input", "value": "kinship?"}}}
        sent = {"type": "view_submission", "trigger_id": "T2"} | who
        sent["view"] = view | {"id": "V1", "state": {"values": values}}
        answers.append((await send_form(client, {"payload": sent})).json())

    play(scene, tmp_path)
    (answer,) = answers
    assert answer["response_action"] == "update"
    assert words(answer["view"]).startswith("Asked: kinship? ")
    assert "The paper's own words." in words(answer["view"])


def test_the_direct_message_pane_gets_suggestions_and_a_status(tmp_path: Path) -> None:
    async def scene(client: httpx.AsyncClient, double: SlackDouble) -> None:
        opened = mention("", 1, type="app_home_opened", tab="messages", channel="D0LENA")
        await send_event(client, opened)
        await send_event(client, message("kinship?", 2))
        await settled(double, "chat.postMessage")

    double = play(scene, tmp_path)
    (suggested,) = double.made("assistant.threads.setSuggestedPrompts")
    assert "thread_ts" not in suggested
    assert [p["title"] for p in suggested["prompts"]] == [
        "What are kinship carers paid?",
        "How long is a visit?",
        "Where are the homes?",
    ]
    (status,) = double.made("assistant.threads.setStatus")
    assert status["status"] == "is looking in the papers …"


def test_no_question_is_logged_or_stored(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    async def scene(client: httpx.AsyncClient, double: SlackDouble) -> None:
        await send_event(client, mention("kinship zebrafish", 1))
        await send_event(client, mention("kinship zebrafish " * 200, 2))
        fields = COMMAND | {"response_url": f"{double.base}/api/respond"}
        await send_form(client, fields | {"text": "ask kinship zebrafish"})
        await settled(double, "respond")
        double.refusals["chat.postMessage"] = [JSONResponse({"ok": False, "error": "fatal"})]
        await send_event(client, mention("kinship zebrafish", 3))
        await quiet(double)

    with caplog.at_level("DEBUG", "review_bot"):
        play(scene, tmp_path)

    out = capfd.readouterr()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert "zebrafish" not in caplog.text + out.out + out.err
    assert b"zebrafish" not in kept
    assert CHANNEL not in caplog.text and SECRET not in caplog.text


def test_case_details_are_answered_to_their_writer_alone(tmp_path: Path) -> None:
    async def scene(client: httpx.AsyncClient, double: SlackDouble) -> None:
        await send_event(client, mention(CASE, 1))
        await settled(double, "chat.postEphemeral", 1)
        await send_event(client, mention(CASE, 2, thread_ts="1700000000.000001"))
        await settled(double, "chat.postEphemeral", 2)
        await quiet(double)

    double = play(scene, tmp_path)
    alone, in_thread = double.made("chat.postEphemeral")
    assert double.made("chat.postMessage") == []
    assert (alone["channel"], alone["user"]) == (CHANNEL, LENA)
    assert words(alone).startswith("This message seems to hold details of a real person or case")
    assert f"nothing of it was kept. {wording_chat.DELETE_IN_SLACK} Please ask" in words(alone)
    # What one person alone sees is shown in a thread only where somebody has answered.
    assert "thread_ts" not in alone and in_thread["thread_ts"] == "1700000000.000001"
    assert "S47" not in json.dumps(alone)


def test_a_live_risk_is_answered_to_all_and_its_details_hinted_at_to_one(tmp_path: Path) -> None:
    async def scene(client: httpx.AsyncClient, double: SlackDouble) -> None:
        await send_event(client, mention(RISK))
        await settled(double, "chat.postEphemeral", 1)

    double = play(scene, tmp_path)
    (told,), (hint,) = double.made("chat.postMessage"), double.made("chat.postEphemeral")
    assert words(told).startswith("If a child or anyone else is in danger now, call 999.")
    assert wording.DELETE_ONCE_SAFE not in words(told)
    assert words(hint).startswith("Only you see this. This message seems to hold a postcode;")
    assert words(hint).endswith(wording_chat.DELETE_IN_SLACK)
    assert "LS1" not in json.dumps([told, hint])


def test_case_details_in_a_direct_message_are_answered_there(tmp_path: Path) -> None:
    async def scene(client: httpx.AsyncClient, double: SlackDouble) -> None:
        await send_event(client, message(CASE, 1))
        await send_event(client, message(RISK, 2))
        await settled(double, "chat.postMessage", 2)

    double = play(scene, tmp_path)
    case, risk = sorted(map(words, double.made("chat.postMessage")), reverse=True)
    assert wording_chat.DELETE_IN_SLACK in case
    assert risk.endswith(f"{wording.DELETE_ONCE_SAFE} {wording_chat.DELETE_IN_SLACK}")
    assert double.made("chat.postEphemeral") == []


def test_whoever_cannot_be_told_alone_in_the_channel_is_told_in_their_messages(
    tmp_path: Path,
) -> None:
    async def scene(client: httpx.AsyncClient, double: SlackDouble) -> None:
        double.refusals["chat.postEphemeral"] = [no_such(), no_such()]
        await send_event(client, mention(CASE, 1))
        await settled(double, "chat.postMessage", 1)
        double.refusals["chat.postMessage"] = [no_such()]
        await send_event(client, mention(CASE, 2))
        await settled(double, "chat.postMessage", 2)

    def no_such() -> Response:
        return JSONResponse({"ok": False, "error": "user_not_in_channel"})

    own, there = play(scene, tmp_path).made("chat.postMessage")
    assert own["channel"] == LENA and "thread_ts" not in own
    assert words(own).startswith("This message seems to hold details of a real person or case")
    assert there["channel"] == CHANNEL and words(there) == wording_chat.NOT_TOLD_APART


@pytest.mark.parametrize("held_back", ["CASE", "RISK"])
def test_what_may_tell_of_a_real_person_is_not_remembered_for_a_follow_up(
    tmp_path: Path, held_back: str
) -> None:
    remembered = []

    async def scene(client: httpx.AsyncClient, double: SlackDouble) -> None:
        await send_event(client, message("kinship", 1))
        await settled(double, "chat.postMessage", 1)
        told = {"CASE": CASE, "RISK": RISK}[held_back]
        await send_event(client, message(told, 2, thread_ts="1700000000.000001"))
        await settled(double, "chat.postMessage", 2)

    async def run(double: SlackDouble) -> None:
        store = Store(store_url(tmp_path))
        store.migrate()
        desk = Desk(toy.library(), store, Policy())
        async with bot_on(desk, tmp_path, double) as client:
            await scene(client, double)
        remembered.append(desk.threads.before("slack:D0LENA:1700000000.000001"))

    with slack_double() as double:
        asyncio.run(run(double))
    assert remembered == [("kinship",)]


def test_health_is_told(tmp_path: Path) -> None:
    async def scene(client: httpx.AsyncClient, double: SlackDouble) -> None:
        assert (await client.get("/healthz")).json() == {"ok": True}
        ready = await client.get("/readyz")
        assert (ready.status_code, ready.json()) == (
            200,
            {"papers": True, "store": True, "slack": True, "web": True},
        )

    play(scene, tmp_path)


def at_home(action: dict[str, Any], double: SlackDouble) -> dict[str, Any]:
    """Return the payload of something done on App Home."""
    payload = pressed(action, double, view={"type": "home", "id": "V0"})
    return {key: value for key, value in payload.items() if key not in ("container", "channel")}


@pytest.mark.parametrize("action", ["home_question", "starter_0_1"])
def test_a_question_on_app_home_is_answered_in_a_window(tmp_path: Path, action: str) -> None:
    async def scene(client: httpx.AsyncClient, double: SlackDouble) -> None:
        asked = {"action_id": action, "value": "how long is a visit?"}
        await send_form(client, {"payload": at_home(asked, double)})
        await settled(double, "views.update")

    (updated,) = play(scene, tmp_path).made("views.update")
    view = json.loads(updated["view"]) if isinstance(updated["view"], str) else updated["view"]
    assert words(view).startswith("Asked: how long is a visit? Each visit takes an hour.")


def test_an_empty_question_on_app_home_is_told_what_to_do(tmp_path: Path) -> None:
    async def scene(client: httpx.AsyncClient, double: SlackDouble) -> None:
        asked = {"action_id": "home_question", "value": "  "}
        await send_form(client, {"payload": at_home(asked, double)})
        await settled(double, "views.update")

    (updated,) = play(scene, tmp_path).made("views.update")
    view = json.loads(updated["view"]) if isinstance(updated["view"], str) else updated["view"]
    assert words(view).startswith("There is no question in that; type one")


def test_a_term_chosen_on_app_home_is_explained(tmp_path: Path) -> None:
    async def scene(client: httpx.AsyncClient, double: SlackDouble) -> None:
        chosen = {"action_id": "glossary_term", "selected_option": {"value": "kinship care"}}
        await send_form(client, {"payload": at_home(chosen, double)})
        await settled(double, "views.open")

    (opened,) = play(scene, tmp_path).made("views.open")
    view = json.loads(opened["view"]) if isinstance(opened["view"], str) else opened["view"]
    assert "Care by family or friends." in words(view)


def test_the_answer_of_a_window_can_be_kept_in_ones_own_messages(tmp_path: Path) -> None:
    async def scene(client: httpx.AsyncClient, double: SlackDouble) -> None:
        asked = {"action_id": "home_question", "value": "how long is a visit?"}
        await send_form(client, {"payload": at_home(asked, double)})
        (updated,) = await settled(double, "views.update")
        view = json.loads(updated["view"]) if isinstance(updated["view"], str) else updated["view"]
        rows = [block["elements"] for block in view["blocks"] if block["type"] == "actions"]
        keep = next(button for button in rows[0] if button["action_id"] == "answer_keep")
        payload = pressed(keep, double, view={"type": "modal", "id": "V1"})
        await send_form(client, {"payload": payload})
        await settled(double, "views.push")

    double = play(scene, tmp_path)
    (kept,) = double.made("chat.postMessage")
    assert kept["channel"] == LENA
    start = "Asked: how long is a visit? Each visit takes an hour."
    assert words(kept).startswith(start)
    assert len(double.made("views.push")) == 1


def test_where_the_store_fails_the_asker_is_told(tmp_path: Path) -> None:
    async def scene(client: httpx.AsyncClient, double: SlackDouble) -> None:
        with sa.create_engine(store_url(tmp_path)).begin() as connection:
            connection.execute(sa.text("DROP TABLE seen"))
        await send_event(client, mention("kinship"))
        await settled(double, "chat.postMessage")
        ready = await client.get("/readyz")
        assert (ready.status_code, ready.json()["store"]) == (503, False)

    (posted,) = play(scene, tmp_path).made("chat.postMessage")
    assert words(posted).startswith("Something went wrong here")
