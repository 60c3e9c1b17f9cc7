"""Whole scenes in a real Teams client run on this machine, before `review-bot serve` itself."""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from toys import TOY_MODEL, build_toy, edition_of, write_toy_export

from bot.store import Store
from tests.local_slack import free_port, is_up, running, until
from tests.local_teams import (
    CHANNEL,
    GROUP,
    LENA,
    OMAR,
    LocalTeams,
    Said,
    client_program,
    local_teams,
)
from tests.signing_proxy import SigningProxy, signing_proxy
from tests.teams_double import words

pytestmark = [
    pytest.mark.client,
    pytest.mark.skipif(
        client_program() is None,
        reason="The Agents Playground is not installed, so the scenes were not played.",
    ),
]
BARROWMERE, OSTLEY = "barrowmere-2024-05-01", "ostley-2023-02-10"
PAPERS = {
    BARROWMERE: (
        "Kinship carers get an allowance of £90 a week. The allowance ends at eighteen.",
        "Barrowmere wants forty more kinship carers.",
        "Kinship carers meet each month.",
        "Kinship carers have an adviser.",
        "Kinship carers may ask for a break.",
    ),
    OSTLEY: ("Agency staff cost a tenth of the budget.", "The officer stays in post."),
}
POSITIONS = f"""
topics:
  - id: officer
    name: Reviewing officer
    question: Will the officer stay?
    aliases: [IRO]
    positions:
      - {{date: 2023-02-10, stage: government, status: rejected, who: government,
         line: Keeps the officer., passage: "{OSTLEY}#2"}}
"""
ONBOARDING = f"""
steps:
  - {{id: what, title: Who cares, text: On carers., passages: ["{BARROWMERE}#2"],
     ask: who are kinship carers}}
"""
QUESTION = "what allowance do kinship carers get?"
SENTENCE = "Kinship carers get an allowance of £90 a week. [1]"
PLACE = "Barrowmere Council, Report, 1 May 2024, paragraph 1"


@dataclass
class Stage:
    """Two people's clients, the bot behind them, and the folder that holds what it keeps."""

    folder: Path
    port: int
    proxy: SigningProxy
    lena: LocalTeams = field(init=False)
    omar: LocalTeams = field(init=False)
    _process: ExitStack = field(default_factory=ExitStack)

    def start(self) -> None:
        """Start the bot as an operator does."""
        settings = self.proxy.environment | {
            "REVIEW_BOT_MODEL": TOY_MODEL,
            "REVIEW_BOT_KNOWLEDGE": str(self.folder / "knowledge"),
            "REVIEW_BOT_VAR": str(self.folder / "var"),
            "REVIEW_BOT_QUESTIONS_A_MINUTE": "1000",
            "REVIEW_BOT_ASK_WHOM": "the policy team",
        }
        command = [sys.executable, "-c", "from bot.cli import main; main()", "serve"]
        log = self.folder / "bot.log"
        self._process.enter_context(running([*command, "--port", str(self.port)], settings, log))
        until(lambda: is_up(f"http://127.0.0.1:{self.port}/readyz"), seconds=120)

    def stop(self) -> None:
        """End the bot."""
        self._process.close()

    @property
    def log(self) -> str:
        """All that the bot has logged."""
        return (self.folder / "bot.log").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Yield the clients with the bot behind them."""
    folder, port = tmp_path_factory.mktemp("teams"), free_port()
    edition_of(folder, PAPERS, positions=POSITIONS, onboarding=ONBOARDING)
    write_toy_export(folder / "var")
    with signing_proxy(f"http://127.0.0.1:{port}/api/messages") as proxy:
        stage = Stage(folder, port, proxy)
        stage.start()
        try:
            with local_teams(folder, LENA, proxy) as lena, local_teams(folder, OMAR, proxy) as omar:
                stage.lena, stage.omar = lena, omar
                yield stage
        finally:
            stage.stop()


@dataclass(frozen=True)
class Heard:
    """What came of a message: the client shows a text and its card one below the other."""

    place: str
    messages: tuple[dict[str, Any], ...]

    @property
    def text(self) -> str:
        """The words outside of cards."""
        return "\n".join(m["text"] for m in self.messages if m.get("text"))

    @property
    def card(self) -> dict[str, Any]:
        """The card."""
        (found,) = [a["content"] for m in self.messages for a in m["attachments"]]
        return dict(found)

    @property
    def at(self) -> Said:
        """Where its buttons and thumbs are."""
        return Said(self.messages[0]["messageId"], self.place)


def ask(teams: LocalTeams, text: str, place: str = "", *, mention: bool = False) -> Heard:
    """Have a person write; return what the bot says to it, once it says no more."""
    before = len(teams.answers(place))
    said = teams.say(text, place, mention=mention)
    # A message in a channel begins a conversation of its own.
    before = before if said.place == (place or teams.personal) else 0
    until(lambda: teams.answers(said.place)[before:], seconds=60)
    return Heard(said.place, tuple(settled(teams, said.place)[before:]))


def settled(teams: LocalTeams, place: str) -> list[dict[str, Any]]:
    """Return what the bot has said in a place, once nothing more comes."""
    while True:
        found = teams.answers(place)
        time.sleep(0.5)
        if len(teams.answers(place)) == len(found):
            return found


def button(made: dict[str, Any], verb: str) -> dict[str, Any]:
    """Return a card's button."""
    return next(action for action in made["actions"] if action["verb"] == verb)


def press(teams: LocalTeams, heard: Heard, verb: str) -> dict[str, Any]:
    """Have a person press a button of an answer; return what they are shown."""
    action = button(heard.card, verb)
    pressed = {key: action[key] for key in ("type", "verb", "data")}
    return teams.invoke("adaptiveCard/action", {"action": pressed}, heard.at)


def test_a_question_in_a_personal_chat_is_answered_with_citations(stage: Stage) -> None:
    answer = ask(stage.lena, QUESTION)
    assert answer.text == SENTENCE
    (cited,) = answer.messages[0]["aiEntity"]["citation"]
    assert cited["position"] == 1
    assert cited["appearance"]["name"] == "Barrowmere Council, Report"
    assert cited["appearance"]["abstract"].startswith("Kinship carers get an allowance of £90")
    assert answer.messages[0]["feedbackLoopEnabled"] is True
    said = words(answer.card)
    assert PLACE in said
    assert "Searched 2 papers up to 1 May 2024; later events are not covered." in said
    assert stage.lena.typed() > 0


def test_a_follow_up_is_understood(stage: Stage) -> None:
    ask(stage.lena, "what about the allowance of kinship carers?")
    assert "The allowance ends at eighteen. [1]" in ask(stage.lena, "and when does it end?").text


def test_a_mention_in_a_group_chat_is_answered_there(stage: Stage) -> None:
    answer = ask(stage.lena, QUESTION, GROUP, mention=True)
    assert answer.text.startswith(SENTENCE)
    assert PLACE in words(answer.card)
    assert answer.place == GROUP


def test_a_mention_in_a_channel_is_answered_in_its_thread(stage: Stage) -> None:
    answer = ask(stage.omar, QUESTION, CHANNEL, mention=True)
    assert answer.place.startswith(f"{CHANNEL};messageid=")
    assert answer.text.startswith(SENTENCE)


def test_two_people_get_their_own_answers(stage: Stage) -> None:
    stage.lena.say("what do agency staff cost?")
    assert ask(stage.omar, QUESTION).text.startswith(SENTENCE)
    (hers,) = [m for m in settled(stage.lena, "")[-2:] if m.get("text")]
    assert hers["text"] == "Agency staff cost a tenth of the budget. [1]"


def test_nothing_found_says_what_was_searched(stage: Stage) -> None:
    answer = ask(stage.omar, "nonsense about the moon", CHANNEL, mention=True)
    assert answer.text.startswith("The papers here do not say.")
    assert "Searched 2 papers up to 1 May 2024" in answer.text
    assert "If you need to know more, ask the policy team." in words(answer.card)


def test_further_passages_and_the_record_are_shown_to_who_presses(stage: Stage) -> None:
    answer = ask(stage.lena, "who are kinship carers?")
    more = press(stage.lena, answer, "more")
    assert "More passages" in words(more["value"])
    assert "Barrowmere Council, Report, 1 May 2024, paragraph 2" in words(more["value"])
    record = words(press(stage.lena, answer, "record")["value"])
    assert "[1] Barrowmere Council, Report, 1 May 2024" in record
    assert "who are kinship" not in record


def test_case_details_in_a_group_get_a_hint_for_their_writer_alone(stage: Stage) -> None:
    before = len(stage.proxy.calls)
    stage.omar.say(
        "Jayden Brown, born 3/4/2015, NHS number 943 476 5919: what should his carers do?",
        GROUP,
        mention=True,
    )
    (call,) = until(lambda: [c for c in stage.proxy.calls[before:] if c.query])
    assert call.query == {"isTargetedActivity": "true"}
    sent = json.loads(call.content)
    assert sent["recipient"]["id"] == OMAR.entry()["id"]
    assert sent["text"].startswith("This message seems to hold an NHS number, a date of birth")
    assert "Jayden" not in call.content.decode()


def test_a_thumbs_down_is_kept_with_its_reason(stage: Stage) -> None:
    answer = ask(stage.omar, QUESTION)
    given = json.dumps({"reason": "out_of_date", "comment": "there is a newer paper"})
    judged = {"reaction": "dislike", "feedback": given}
    value = {"actionName": "feedback", "actionValue": judged}
    stage.omar.invoke("message/submitAction", value, answer.at)
    store = Store(f"sqlite:///{stage.folder / 'var' / 'store.db'}")
    kept = store.feedback()[-1]
    store.close()
    assert (kept.reason, kept.comment) == ("out_of_date", "there is a newer paper")
    assert kept.outcome == "answered" and kept.citations[0] == f"{BARROWMERE}#1"


def test_the_message_extension_finds_a_passage_to_insert(stage: Stage) -> None:
    asked = [{"name": "query", "value": QUESTION}]
    value = {"commandId": "searchPapers", "parameters": asked}
    found = stage.lena.invoke("composeExtension/query", value)["composeExtension"]
    assert found["type"] == "result"
    assert PLACE in words(found["attachments"][0]["content"])
    assert found["attachments"][0]["preview"]["content"]["title"] == "Report, paragraph 1"


def test_a_message_is_checked_against_the_papers(stage: Stage) -> None:
    message = {"id": "1", "body": {"contentType": "html", "content": "<p>agency staff cost</p>"}}
    value = {"commandId": "checkMessage", "commandContext": "message", "messagePayload": message}
    task = stage.lena.invoke("composeExtension/fetchTask", value)["task"]
    assert task["value"]["title"] == "From the papers"
    assert "Agency staff cost a tenth of the budget." in words(task["value"]["card"])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("help", "What I can do"),
        ("where IRO", "Feb 2023, government: rejected"),
        ("start", "New here? A path in short steps"),
        ("papers", "Barrowmere Council, Report, 1 May 2024"),
        ("changed since 2024", "Published since"),
        ("glossary moon", "The glossary has no such term."),
        ("glossary", "Write the term after the command"),
        ("subscriptions", "Nothing is subscribed to here."),
        ("forget me", "Done. Removed:"),
    ],
)
def test_commands_are_answered(stage: Stage, typed: str, said: str) -> None:
    heard = ask(stage.lena, typed)
    assert said in f"{heard.text}\n{words([m['attachments'] for m in heard.messages])}"


def test_an_activity_that_comes_twice_is_answered_once(stage: Stage) -> None:
    ask(stage.lena, QUESTION)
    again = stage.proxy.passed[-1].activity
    before = len(stage.lena.answers())
    assert stage.proxy.send(again) == 200
    assert len(settled(stage.lena, "")) == before


def test_a_message_that_teams_is_too_busy_for_is_sent_again(stage: Stage) -> None:
    stage.proxy.answers += [429, 429]
    assert ask(stage.omar, QUESTION).text.startswith(SENTENCE)
    assert stage.proxy.answers == []


def test_a_digest_comes_by_itself_and_buttons_work_after_a_restart(stage: Stage) -> None:
    answer = ask(stage.omar, "who are kinship carers?")
    assert (
        "What changes is told here as soon as there is something."
        in ask(stage.omar, "subscribe").text
    )
    before = len(stage.omar.answers())
    stage.stop()
    _add_a_passage(stage.folder)
    stage.start()
    until(lambda: stage.omar.answers()[before:], seconds=60)
    digest = Heard(stage.omar.personal, tuple(settled(stage.omar, "")[before:]))
    assert digest.text == "**What is new in the papers**"
    assert "Kinship carers have a new phone line." in words(digest.card)
    more = press(stage.omar, answer, "more")
    assert "More passages" in words(more["value"])


def _add_a_passage(folder: Path) -> None:
    path = folder / "knowledge" / "summaries" / f"{BARROWMERE}.md"
    added = "\n### 6\n\nKinship carers have a new phone line.\n"
    path.write_text(path.read_text(encoding="utf-8") + added, encoding="utf-8")
    build_toy(folder / "knowledge", folder / "var")


def test_what_was_sent_was_signed_and_small_enough(stage: Stage) -> None:
    assert stage.proxy.unsigned == 0
    assert max(len(call.content) for call in stage.proxy.calls) <= 80_000
    assert {passed.status for passed in stage.proxy.passed} == {200}


def test_nothing_that_was_asked_is_in_the_log(stage: Stage) -> None:
    for word in ("allowance", "kinship", "Jayden", "Lena", "Omar"):
        assert word not in stage.log
