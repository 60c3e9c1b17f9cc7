"""The Teams app end to end, with signed requests: what comes in, what is sent, what is kept."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.responses import JSONResponse, Response

from bot import wording, wording_chat
from bot.audience import Access
from bot.library import Library
from bot.places import Place
from bot.store import Store
from bot.teams.payloads import read
from tests import toy_bot as toy
from tests.engines import store_url
from tests.teams_double import (
    CHANNEL,
    GROUP,
    LENA,
    OMAR,
    TENANT,
    TeamsDouble,
    bot,
    card_of,
    in_group,
    invoke,
    mention,
    message,
    post,
    press,
    quiet,
    settled,
    teams_double,
    words,
)

Scene = Callable[[httpx.AsyncClient], Awaitable[Any]]
ASKED = "What are kinship carers paid?"
ANSWERED = "Kinship carers are paid a fee. [1]"
CASE = "Mum and two kids, S47 last week, dad known to police, can we close"
RISK = "he is hitting her right now in LS1 4AP, what do I do"


@pytest.fixture(scope="module")
def running() -> Iterator[TeamsDouble]:
    """Teams' side of the wire, one for all tests here."""
    with teams_double() as double:
        yield double


@pytest.fixture
def teams(running: TeamsDouble) -> TeamsDouble:
    """The same, with nothing noted yet."""
    running.calls.clear()
    running.refusals.clear()
    running.targeted_works, running.role = True, "user"
    return running


def play(
    folder: Path, teams: TeamsDouble, scene: Scene, library: Library | None = None, **policy: Any
) -> Any:
    """Return what comes of a scene with the bot running."""

    async def run() -> Any:
        async with bot(folder, teams, library, **policy) as client:
            return await scene(client)

    return asyncio.run(run())


def ask(folder: Path, teams: TeamsDouble, *said: dict[str, Any], **given: Any) -> list[Any]:
    """Return the messages that come of some activities, sent one after the other."""

    async def scene(client: httpx.AsyncClient) -> list[Any]:
        for number, each in enumerate(said, 1):
            assert (await post(client, teams, each)).status_code == 200
            # After the last one there may be nothing to come.
            await settled(teams, number, seconds=20.0 if number < len(said) else 4.0)
        await quiet(teams)
        return teams.sent()

    found: list[Any] = play(folder, teams, scene, **given)
    return found


def invoked(folder: Path, teams: TeamsDouble, *said: dict[str, Any], **given: Any) -> list[Any]:
    """Return what some invokes are answered with."""

    async def scene(client: httpx.AsyncClient) -> list[Any]:
        made = [await post(client, teams, each) for each in said]
        assert [each.status_code for each in made] == [200] * len(said)
        return [each.json() for each in made]

    found: list[Any] = play(folder, teams, scene, **given)
    return found


def test_a_question_gets_the_sentence_its_citation_and_its_passage(
    tmp_path: Path, teams: TeamsDouble
) -> None:
    (sent,) = ask(tmp_path, teams, message(ASKED))

    assert sent["text"].split("\n\n")[0] == ANSWERED
    (root,) = [each for each in sent["entities"] if each.get("@type") == "Message"]
    first = root["citation"][0]
    assert first["position"] == 1
    assert first["appearance"]["name"] == "Kirkford Council, Stable Homes in Kirkford"
    assert first["appearance"]["url"] == "https://papers.example/kirkford"
    assert first["appearance"]["keywords"] == ["paragraph 2.1", "20 March 2023"]
    said = words(card_of(sent))
    assert "Kirkford Council, Stable Homes in Kirkford, 20 March 2023, paragraph 2.1" in said
    assert "Searched 2 papers up to 20 March 2023; later events are not covered." in said
    assert "Open the paper" in said and "Copy for a record" in said
    assert sent["channelData"]["feedbackLoop"] == {"type": "custom"}
    assert card_of(sent)["version"] == "1.5"


def test_a_passage_leads_to_the_bots_own_pages_where_there_are_any(
    tmp_path: Path, teams: TeamsDouble
) -> None:
    (sent,) = ask(tmp_path, teams, message(ASKED), address="https://bot.example")

    urls = [each["url"] for each in _all(card_of(sent), "Action.OpenUrl")]
    key = toy.library().inside.ask(ASKED).answer.citations[0].key
    assert urls[:2] == ["https://papers.example/kirkford", f"https://bot.example/p/{key}"]
    (root,) = [each for each in sent["entities"] if each.get("@type") == "Message"]
    assert root["citation"][0]["appearance"]["url"] == f"https://bot.example/p/{key}"


def test_typing_is_shown_in_chats_before_the_answer_and_not_in_channels(
    tmp_path: Path, teams: TeamsDouble
) -> None:
    ask(tmp_path, teams, message(ASKED), in_group(ASKED, 2), mention(ASKED, 3))

    assert [call.what for call in teams.calls] == [
        "typing",
        "message",
        "typing",
        "message",
        "message",
    ]


def test_a_channel_is_answered_in_its_thread_and_a_group_in_its_chat(
    tmp_path: Path, teams: TeamsDouble
) -> None:
    ask(tmp_path, teams, mention(ASKED, 7), in_group(ASKED, 8, OMAR))

    messages = [call for call in teams.calls if call.what == "message"]
    assert [call.conversation for call in messages] == [
        f"{CHANNEL};messageid=1700000000007",
        GROUP,
    ]
    assert [call.body["text"].split("\n\n")[0] for call in messages] == [ANSWERED] * 2


def test_what_does_not_mention_the_bot_is_left_alone(tmp_path: Path, teams: TeamsDouble) -> None:
    untagged = mention(ASKED) | {"text": ASKED, "entities": []}

    assert ask(tmp_path, teams, untagged) == []


@pytest.mark.parametrize(
    "not_typed",
    [
        {"from": {"id": "28:another-bot", "name": "Another bot"}},
        {"text": "", "value": {"reason": "other"}},
    ],
    ids=["another bot", "a form"],
)
def test_what_no_person_wrote_is_left_alone(
    tmp_path: Path, teams: TeamsDouble, not_typed: dict[str, Any]
) -> None:
    assert ask(tmp_path, teams, message(ASKED) | not_typed) == []


def test_a_follow_up_is_understood_in_its_thread_and_not_in_another(
    tmp_path: Path, teams: TeamsDouble
) -> None:
    first = "What happens at a visit?"
    found = ask(
        tmp_path,
        teams,
        mention(first, 1),
        mention("And how long does it take?", 2, thread=1),
        mention("And how long does it take?", 3),
    )

    assert found[1]["text"].startswith("Each visit takes an hour. ")
    assert not found[2]["text"].startswith("Each visit takes an hour. ")


def test_two_people_are_answered_each_in_their_own_chat(tmp_path: Path, teams: TeamsDouble) -> None:
    async def scene(client: httpx.AsyncClient) -> None:
        both = (message(ASKED, 1, LENA), message("How long is a visit?", 2, OMAR))
        await asyncio.gather(*(post(client, teams, each) for each in both))
        await settled(teams, 2)

    play(tmp_path, teams, scene)
    said = {
        call.conversation: call.body["text"].split(".")[0]
        for call in teams.calls
        if call.what == "message"
    }
    assert said == {
        f"a:chat-{LENA}": "Kinship carers are paid a fee",
        f"a:chat-{OMAR}": "Each visit takes an hour",
    }


def test_a_repeated_activity_is_answered_once_also_after_a_restart(
    tmp_path: Path, teams: TeamsDouble
) -> None:
    ask(tmp_path, teams, message(ASKED, 1))
    again = ask(tmp_path, teams, message(ASKED, 1), message("papers", 2))

    assert [each["text"].split("\n\n")[0] for each in again] == [ANSWERED, "**The papers I hold**"]


def test_nothing_found_says_what_was_searched(tmp_path: Path, teams: TeamsDouble) -> None:
    (sent,) = ask(tmp_path, teams, message("What is a zebrafish?"), ask_whom="the library")

    assert sent["text"].startswith("The papers here do not say.")
    assert "Searched 2 papers up to 20 March 2023" in sent["text"]
    assert "If you need to know more, ask the library." in words(card_of(sent))


def test_case_details_in_a_channel_are_answered_to_their_writer_alone(
    tmp_path: Path, teams: TeamsDouble
) -> None:
    assert ask(tmp_path, teams, mention(CASE)) == []

    (hint,) = teams.sent("targeted")
    assert hint["recipient"]["id"] == LENA
    assert hint["text"].startswith("This message seems to hold details of a real person or case")
    assert (
        f"nothing of it was kept. {wording_chat.DELETE_IN_TEAMS} Please ask again" in hint["text"]
    )
    assert "S47" not in str(hint) and "police" not in str(hint)


def test_a_live_risk_in_a_channel_is_answered_to_all_and_its_details_hinted_at_to_one(
    tmp_path: Path, teams: TeamsDouble
) -> None:
    (told,) = ask(tmp_path, teams, mention(RISK))
    (hint,) = teams.sent("targeted")

    assert told["text"].startswith("If a child or anyone else is in danger now, call 999.")
    assert wording_chat.DELETE_IN_TEAMS not in told["text"]
    assert hint["recipient"]["id"] == LENA
    assert hint["text"].startswith("Only you see this. This message seems to hold a postcode;")
    assert hint["text"].endswith(wording_chat.DELETE_IN_TEAMS)
    assert "LS1" not in str(told) + str(hint)


def test_case_details_in_ones_own_chat_are_answered_there(
    tmp_path: Path, teams: TeamsDouble
) -> None:
    case, risk = ask(tmp_path, teams, message(CASE), message(RISK, 2))

    assert wording_chat.DELETE_IN_TEAMS in case["text"]
    assert risk["text"].endswith(f"{wording.DELETE_ONCE_SAFE} {wording_chat.DELETE_IN_TEAMS}")
    assert teams.sent("targeted") == []


def test_where_nobody_can_be_told_alone_the_hint_goes_to_a_chat_of_their_own(
    tmp_path: Path, teams: TeamsDouble
) -> None:
    teams.targeted_works = False
    (hint,) = ask(tmp_path, teams, mention(CASE))

    assert hint["text"].startswith("This message seems to hold details of a real person or case")
    assert [call.conversation for call in teams.calls if call.what == "message"] == [
        f"a:own-{LENA}"
    ]
    (opened,) = teams.sent("personal")
    assert opened["tenantId"] == TENANT


def test_case_details_leave_no_trace(
    tmp_path: Path, teams: TeamsDouble, capfd: pytest.CaptureFixture[str]
) -> None:
    ask(tmp_path, teams, message(CASE), message("What is a zebrafish?", 2))

    kept = b"".join(path.read_bytes() for path in tmp_path.glob("store.db*"))
    logged = "".join(capfd.readouterr())
    for trace in ("S47", "zebrafish"):
        assert trace.encode() not in kept
        assert trace not in logged


def test_one_person_cannot_crowd_the_others_out(tmp_path: Path, teams: TeamsDouble) -> None:
    each = [message(ASKED, number) for number in range(1, 4)]
    found = ask(tmp_path, teams, *each, questions_a_minute=2)

    assert found[2]["text"].startswith("You have asked 2 questions within a minute")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("help", "What I can do"),
        ("HELP", "What I can do"),
        ("/help", "What I can do"),
        ("/review help", "What I can do"),
        ("/follow on", "I do not know that one. This is what I can do:"),
        ("papers", "The papers I hold"),
        ("Glossary KC", "kinship care"),
        ("glossary zebrafish", "The glossary has no such term."),
        ("/glossary", "Write the term after the command, for example: glossary family help"),
        ("start", "There is no path for new staff here."),
        ("where", "There is no ledger of recommendations here."),
        ("subscriptions", "Nothing is subscribed to here. 'subscribe kinship care' would."),
        ("forget me", "Done. Removed:"),
    ],
)
def test_commands_are_plain_words_in_any_case_with_or_without_a_slash(
    tmp_path: Path, teams: TeamsDouble, typed: str, said: str
) -> None:
    (sent,) = ask(tmp_path, teams, message(typed))

    assert sent["text"].replace("\\", "").replace("**", "").startswith(said)


def test_a_question_that_begins_like_a_command_is_a_question(
    tmp_path: Path, teams: TeamsDouble
) -> None:
    (sent,) = ask(tmp_path, teams, message("Where are the homes?"))

    assert sent["text"].startswith("Homes are near school. [1]")


def test_show_more_adds_the_passages_that_come_next(tmp_path: Path, teams: TeamsDouble) -> None:
    (sent,) = ask(tmp_path, teams, message(ASKED))
    more = next(a for a in card_of(sent)["actions"] if a["verb"] == "more")
    (answer,) = invoked(tmp_path, teams, press("more", 2, **more["data"]))

    assert answer["type"] == "application/vnd.microsoft.card.adaptive"
    said = words(answer["value"])
    assert "These passages come next. They may only touch on the question." in said
    assert said.index("paragraph 2.1") < said.index("These passages come next")
    assert [a["verb"] for a in answer["value"]["actions"]] == ["record"]


def test_a_record_can_be_copied_and_leads_back(tmp_path: Path, teams: TeamsDouble) -> None:
    (sent,) = ask(tmp_path, teams, message(ASKED))
    data = card_of(sent)["actions"][-1]["data"]
    record, back = invoked(tmp_path, teams, press("record", 2, **data), press("back", 3, **data))

    (field,) = _all(record["value"], "Input.Text")
    assert field["value"].startswith("From the papers on the children's social care review")
    assert "“Kinship carers are paid a fee. The kinship fee rises each year.”" in field["value"]
    assert ASKED not in str(record)
    assert back["value"] == card_of(sent)


def test_a_button_that_leads_on_answers_its_presser_alone(
    tmp_path: Path, teams: TeamsDouble
) -> None:
    told, answered = invoked(
        tmp_path, teams, press("tell", 1, command="papers"), press("ask", 2, question=ASKED)
    )

    assert words(told["value"]).startswith("The papers I hold")
    assert words(answered["value"]).startswith("Kinship carers are paid a fee. \n[1]")
    assert teams.sent() == []


def test_an_answer_of_papers_that_changed_says_so(tmp_path: Path, teams: TeamsDouble) -> None:
    (answer,) = invoked(tmp_path, teams, press("record", 1, reference="a|1.0123456789||"))

    assert answer["value"].startswith("The papers have been updated since that answer")


def test_thumbs_and_reasons_land_on_the_work_list(tmp_path: Path, teams: TeamsDouble) -> None:
    async def scene(client: httpx.AsyncClient) -> list[Any]:
        await post(client, teams, message(ASKED))
        await settled(teams)
        await asyncio.sleep(0.2)
        under = {"replyToId": str(teams.next_id)}
        data = {"actionName": "feedback", "actionValue": {"reaction": "dislike"}}
        form = await post(client, teams, invoke("message/fetchTask", {"data": data}, 2) | under)
        given = {"reason": "out_of_date", "comment": "A newer paper exists."}
        sent = form.json()["task"]["value"]["card"]["content"]["actions"][0]["data"] | given
        thanks = await post(client, teams, invoke("task/submit", {"data": sent}, 3))
        return [form.json(), thanks.json()]

    form, thanks = play(tmp_path, teams, scene)
    assert form["task"]["value"]["title"] == "What was wrong?"
    assert thanks["task"]["value"].startswith("Thank you. The review team reads every one")
    (kept,) = Store(store_url(tmp_path)).feedback()
    assert (kept.front, kept.verdict, kept.reason) == ("teams", "bad", "out_of_date")
    assert (kept.outcome, kept.comment) == ("answered", "A newer paper exists.")
    assert kept.citations[0] == "kirkford-2023#2.1"


@pytest.mark.parametrize(
    ("feedback", "reason", "comment"),
    [
        ('{"reason": "wrong_passage", "comment": "No."}', "wrong_passage", "No."),
        ('{"feedbackText": "Too long."}', "other", "Too long."),
        ("Plain words", "other", "Plain words"),
        ('{"reason": "made up"}', "other", ""),
        ("[1]", "other", "[1]"),
    ],
)
def test_a_reason_is_read_as_teams_may_send_it(
    tmp_path: Path, teams: TeamsDouble, feedback: str, reason: str, comment: str
) -> None:
    value = {
        "actionName": "feedback",
        "actionValue": {"reaction": "dislike", "feedback": feedback},
    }
    invoked(tmp_path, teams, invoke("message/submitAction", value) | {"replyToId": "1"})

    (kept,) = Store(store_url(tmp_path)).feedback()
    assert (kept.verdict, kept.reason, kept.comment) == ("bad", reason, comment)


def test_a_thumbs_up_is_thanked_for_and_kept(tmp_path: Path, teams: TeamsDouble) -> None:
    data = {"actionName": "feedback", "actionValue": {"reaction": "like"}}
    (said,) = invoked(
        tmp_path, teams, invoke("message/fetchTask", {"data": data}) | {"replyToId": "1"}
    )

    assert said["task"]["value"].startswith("Thank you. That is noted")
    (kept,) = Store(store_url(tmp_path)).feedback(everything=True)
    assert kept.verdict == "good"


def _search(text: str, number: int = 1) -> dict[str, Any]:
    parameters = [{"name": "query", "value": text}]
    value = {"commandId": "searchPapers", "parameters": parameters}
    return invoke("composeExtension/query", value, number)


def test_the_message_extension_finds_passages_to_put_into_a_chat(
    tmp_path: Path, teams: TeamsDouble
) -> None:
    found, empty, case = invoked(tmp_path, teams, _search(ASKED), _search(" ", 2), _search(CASE, 3))

    (first, *others) = found["composeExtension"]["attachments"]
    assert others
    assert first["preview"]["content"]["title"] == "Stable Homes in Kirkford, paragraph 2.1"
    said = words(first["content"])
    assert "Kinship carers are paid a fee. The kinship fee rises each year." in said
    assert not _all(first["content"], "Action.Execute")
    assert empty["composeExtension"]["text"].startswith("Type a question or a few words")
    assert case["composeExtension"]["text"].startswith("This message seems to hold details")


def test_a_message_is_checked_against_the_papers(tmp_path: Path, teams: TeamsDouble) -> None:
    value = {
        "commandId": "checkMessage",
        "commandContext": "message",
        "messagePayload": {"body": {"content": "<p>Kinship carers are&nbsp;paid a fee</p>"}},
    }
    (said,) = invoked(tmp_path, teams, invoke("composeExtension/fetchTask", value))

    assert said["task"]["value"]["title"] == "From the papers"
    card = said["task"]["value"]["card"]["content"]
    assert words(card).startswith("Kinship carers are paid a fee. \n[1]")
    assert not _all(card, "Action.Execute")


def test_an_invoke_nobody_knows_is_not_implemented(tmp_path: Path, teams: TeamsDouble) -> None:
    async def scene(client: httpx.AsyncClient) -> int:
        return (await post(client, teams, invoke("signin/verifyState", {}))).status_code

    assert play(tmp_path, teams, scene) == 501


@pytest.mark.parametrize(
    "refusal",
    [
        lambda: JSONResponse({}, 429, {"Retry-After": "1"}),
        lambda: Response("oops", 502),
    ],
    ids=["429", "502"],
)
def test_what_teams_refuses_for_now_is_sent_again_and_once(
    tmp_path: Path, teams: TeamsDouble, refusal: Callable[[], Response]
) -> None:
    teams.refusals.append(refusal())
    (sent,) = ask(tmp_path, teams, message(ASKED))

    assert sent["text"].split("\n\n")[0] == ANSWERED


def test_what_teams_does_not_take_at_all_is_told_with_a_number(
    tmp_path: Path, teams: TeamsDouble
) -> None:
    teams.refusals.append(JSONResponse({}, 400))
    (sent,) = ask(tmp_path, teams, message(ASKED))

    assert sent["text"].startswith("Something went wrong here, and this question was not answered.")


TRUSTED_CHANNEL = Access(frozenset({f"teams:{CHANNEL}"}))
TRUSTED_PERSON = Access(people=frozenset({f"teams:aad-{LENA}"}))
SECRET = "What is the secret kinship fee?"


@pytest.mark.parametrize(
    ("access", "asked", "role", "is_shown"),
    [
        (TRUSTED_CHANNEL, mention(SECRET), "user", True),
        (TRUSTED_CHANNEL, mention(SECRET), "guest", False),
        (TRUSTED_CHANNEL, mention(SECRET), "anonymous", False),
        (TRUSTED_CHANNEL, in_group(SECRET), "user", False),
        (TRUSTED_PERSON, message(SECRET), "user", True),
        (TRUSTED_PERSON, message(SECRET), "guest", False),
        (TRUSTED_PERSON, message(SECRET, user=OMAR), "user", False),
        (TRUSTED_PERSON, mention(SECRET), "user", False),
        (Access(), message(SECRET), "user", False),
    ],
)
def test_restricted_papers_are_shown_only_where_settings_name_the_reader(
    tmp_path: Path,
    teams: TeamsDouble,
    access: Access,
    asked: dict[str, Any],
    role: str,
    is_shown: bool,
) -> None:
    teams.role = role
    library = toy.library(toy.secret_edition(), access)
    (sent,) = ask(tmp_path, teams, asked, library=library)

    assert ("doubled" in str(sent)) == is_shown


def test_a_channel_shared_with_others_gets_public_papers_only(
    tmp_path: Path, teams: TeamsDouble
) -> None:
    asked = mention(SECRET)
    asked["channelData"]["channel"]["type"] = "shared"
    (sent,) = ask(
        tmp_path, teams, asked, library=toy.library(toy.secret_edition(), TRUSTED_CHANNEL)
    )

    assert "doubled" not in str(sent)


def test_nobody_is_looked_up_where_it_makes_no_difference(
    tmp_path: Path, teams: TeamsDouble
) -> None:
    ask(tmp_path, teams, mention(ASKED), message(ASKED, 2))

    assert teams.sent("member") == []


def test_the_bot_forgets_a_conversation_it_is_removed_from(
    tmp_path: Path, teams: TeamsDouble
) -> None:
    gone = mention("") | {"type": "installationUpdate", "action": "remove"}
    store = Store(store_url(tmp_path))

    async def scene(client: httpx.AsyncClient) -> list[int]:
        counts = []
        for each in (mention("subscribe everything"), gone):
            assert (await post(client, teams, each)).status_code == 200
            await quiet(teams)
            counts.append(len(store.followers.turns("teams:", "another")))
        return counts

    assert play(tmp_path, teams, scene, library=toy.library()) == [0, 0]


def test_a_question_lost_with_its_process_is_told_after_the_restart(
    tmp_path: Path, teams: TeamsDouble
) -> None:
    asked = mention(ASKED, 5)
    lost = read(asked | {"serviceUrl": teams.service})
    assert lost
    store = Store(store_url(tmp_path), clock=lambda: time.time() - 3_600)
    store.migrate()
    store.places.keep(Place(lost.place, lost.conversation, lost.service))
    assert store.claim(lost.question)
    store.close()

    async def scene(_client: httpx.AsyncClient) -> list[Any]:
        return await settled(teams)

    (sent,) = play(tmp_path, teams, scene)
    assert sent["text"].startswith("I was restarted before I could answer this.")
    assert teams.calls[-1].conversation == f"{CHANNEL};messageid=1700000000005"


def _all(element: Any, kind: str) -> list[dict[str, Any]]:
    """Return every element of a kind in a card."""
    if isinstance(element, dict):
        found = [element] if element.get("type") == kind else []
        return found + [each for value in element.values() for each in _all(value, kind)]
    if isinstance(element, list):
        return [each for value in element for each in _all(value, kind)]
    return []
