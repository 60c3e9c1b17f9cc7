"""Whole scenes in a real Slack client run on this machine, over HTTP and over a socket."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.store import Store
from tests.engines import store_url
from tests.local_slack import (
    BOT,
    CHANNEL,
    LENA,
    OMAR,
    SECRET,
    LocalSlack,
    client_program,
    free_port,
    local_slack,
    toy_bot,
    until,
    words,
)

pytestmark = [
    pytest.mark.client,
    pytest.mark.skipif(
        client_program() is None,
        reason="The local Slack client is not installed, so the scenes were not played.",
    ),
]


@dataclass
class Stage:
    """The client with the bot behind it, and the folder that holds the bot's store."""

    slack: LocalSlack
    folder: Path


@pytest.fixture(scope="module", params=["events", "socket"])
def stage(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stage]:
    """Yield the client and the bot, in one mode after the other."""
    folder, port = tmp_path_factory.mktemp(request.param), free_port()
    with local_slack(folder, request.param, port) as slack:
        by_mode = {
            "events": {"SLACK_SIGNING_SECRET": SECRET},
            "socket": {"SLACK_APP_TOKEN": "xapp-t"},
        }
        environment = {
            "SLACK_BOT_TOKEN": "xoxb-test",
            "SLACK_API_URL": f"{slack.base}/api/",
            "REVIEW_BOT_VAR": str(folder),
            "REVIEW_BOT_QUESTIONS_A_MINUTE": "1000",
        }
        with toy_bot(folder, port, **environment, **by_mode[request.param]):
            yield Stage(slack, folder)


@pytest.fixture
def slack(stage: Stage) -> LocalSlack:
    """Return the client with nothing said in it yet."""
    stage.slack.reset()
    return stage.slack


def first_reply(slack: LocalSlack, thread: str, channel: str = CHANNEL) -> dict[str, Any]:
    """Return the bot's first message in a thread, once it is there."""
    return until(lambda: slack.replies(thread, channel))[0]


def elements(message: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return a message's or view's buttons and thumbs by their action."""
    found = [part for block in message["blocks"] for part in block.get("elements", ())]
    return {part["action_id"]: part for part in found if "action_id" in part}


def window(slack: LocalSlack, title: str) -> dict[str, Any]:
    """Return the uppermost open window, once it has this title."""

    def top() -> dict[str, Any]:
        stack = slack.page()["modalStack"]
        return stack[-1] if stack and stack[-1]["title"]["text"] == title else {}

    return until(top)


def test_a_mention_is_answered_in_its_thread(slack: LocalSlack) -> None:
    thread = slack.say(f"<@{BOT}> what are kinship carers paid?")
    answer = first_reply(slack, thread)
    assert words(answer).startswith("Kinship carers are paid a fee.  [1]")
    assert "Kirkford Council, Stable Homes in Kirkford, 20 March 2023, paragraph 2.1" in words(
        answer
    )
    assert len(slack.replies(thread)) == 1


def test_a_follow_up_in_the_thread_is_understood(slack: LocalSlack) -> None:
    thread = slack.say(f"<@{BOT}> what about kinship?")
    first_reply(slack, thread)
    slack.say(f"<@{BOT}> and what is it paid?", thread=thread)
    answers = until(lambda: slack.replies(thread)[1:])
    assert words(answers[0]).startswith("Kinship carers are paid a fee.")


def test_a_direct_message_is_answered(slack: LocalSlack) -> None:
    channel = slack.direct_channel()
    thread = slack.say("how long is a visit?", channel=channel)
    answer = first_reply(slack, thread, channel)
    assert words(answer).startswith("Each visit takes an hour.")


def test_case_details_in_a_channel_get_a_hint_for_their_writer_alone(slack: LocalSlack) -> None:
    thread = slack.say(
        f"<@{BOT}> Mum and two kids, S47 last week, dad known to police, can we close"
    )
    (hint,) = until(slack.private)
    assert words(hint).startswith("This message seems to hold details of a real person or case")
    assert "Delete message" in words(hint) and "S47" not in json.dumps(hint)
    assert slack.replies(thread) == []


def test_the_command_answers_privately_and_shares(slack: LocalSlack) -> None:
    slack.command("ask what are kinship carers paid?")
    (private,) = until(slack.private)
    assert private["ephemeral_to"] == LENA
    share = elements(private)["answer_share"]
    slack.press(private, {"type": "button", "action_id": "answer_share", "value": share["value"]})

    def shared() -> list[dict[str, Any]]:
        return [m for m in slack.messages() if m["user"] == BOT and "subtype" not in m]

    (public,) = until(shared)
    start = "lena shared this answer from the papers. Asked: what are kinship carers paid?"
    assert words(public).startswith(start)


@pytest.mark.parametrize(
    ("typed", "start"),
    [
        ("", "/review ask …   an answer only you see"),
        ("help", "/review ask …   an answer only you see"),
        ("dance", "I do not know that one."),
        ("ask", "Write the question after the command"),
        ("glossary KC", "kinship care  (KC)"),
        ("glossary moon", "The glossary has no such term."),
        ("papers", "Kirkford Council, Stable Homes in Kirkford, 20 March 2023"),
        ("changed", "There is no edition yet, so there are no changes to show."),
        ("start", "There is no path for new staff here."),
        ("where", "There is no ledger of recommendations here."),
        ("subscriptions", "Nothing is subscribed to here."),
        ("forget me", "Done. Removed:"),
    ],
)
def test_every_command_is_answered(slack: LocalSlack, typed: str, start: str) -> None:
    slack.command(typed)
    (private,) = until(slack.private)
    assert words(private).startswith(start)


def test_app_home_shows_what_there_is_and_answers_in_a_window(slack: LocalSlack) -> None:
    slack.open_home()
    view = until(lambda: _home(slack))
    assert "What I can't do" in words(view)
    assert "Homes for Marlow" in words(view)
    assert "home_question" in json.dumps(view) and "glossary_term" in json.dumps(view)


def test_more_passages_and_the_record_open_in_windows(slack: LocalSlack) -> None:
    answer = first_reply(slack, slack.say(f"<@{BOT}> what are kinship carers paid?"))
    for name, title in (("answer_more", "More passages"), ("answer_record", "Copy for a record")):
        value = elements(answer)[name]["value"]
        slack.press(answer, {"type": "button", "action_id": name, "value": value})
        view = window(slack, title)
        if name == "answer_record":
            assert "[1] Kirkford Council, Stable Homes in Kirkford" in words(view)
            assert "what are kinship" not in words(view)
        else:
            assert "[4]" in words(view)


def test_a_thumbs_down_asks_for_the_reason_and_says_what_happens(
    stage: Stage, slack: LocalSlack
) -> None:
    answer = first_reply(slack, slack.say(f"<@{BOT}> what are kinship carers paid?", user=OMAR))
    thumbs = elements(answer)["answer_feedback"]
    value = thumbs["negative_button"]["value"]
    action = {"type": "feedback_buttons", "action_id": "answer_feedback", "value": value}
    slack.press(answer, action, user=OMAR)
    window(slack, "What was wrong?")
    reason = {"type": "radio_buttons", "selected_option": {"value": "out_of_date"}}
    comment = {"type": "plain_text_input", "value": "there is a newer paper"}
    slack.send_window({"reason": {"reason": reason}, "comment": {"comment": comment}}, user=OMAR)
    until(lambda: "The review team reads every one" in words(window(slack, "What was wrong?")))
    store = Store(store_url(stage.folder))
    (kept,) = store.feedback()
    store.close()
    assert (kept.reason, kept.comment) == ("out_of_date", "there is a newer paper")
    assert kept.outcome == "answered" and kept.citations[0] == "kirkford-2023#2.1"


def test_a_thumbs_up_is_thanked_for(slack: LocalSlack) -> None:
    answer = first_reply(slack, slack.say(f"<@{BOT}> what are kinship carers paid?"))
    value = elements(answer)["answer_feedback"]["positive_button"]["value"]
    action = {"type": "feedback_buttons", "action_id": "answer_feedback", "value": value}
    slack.press(answer, action)
    (thanks,) = until(slack.private)
    assert words(thanks).startswith("Thank you.")


def test_no_question_stands_in_the_bots_log_or_store(stage: Stage, slack: LocalSlack) -> None:
    first_reply(slack, slack.say(f"<@{BOT}> is there a zebrafish for kinship?"))
    kept = b"".join(p.read_bytes() for p in stage.folder.iterdir() if p.name != "client.log")
    assert b"zebrafish" not in kept


def _home(slack: LocalSlack) -> dict[str, Any]:
    """Return App Home as its user sees it, empty until it is drawn."""
    by_user = slack.page()["homeViews"].get(LENA) or {}
    return dict(next(iter(by_user.values()), {}))
