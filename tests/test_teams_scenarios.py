"""Whole scenes in a real Teams client run on this machine, before `review-bot serve` itself."""

import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from toys import TOY_MODEL, edition_of, write_toy_export

from tests.local_slack import free_port, is_up, running, until
from tests.local_teams import (
    LENA,
    OMAR,
    LocalTeams,
    Said,
    client_program,
    local_teams,
)
from tests.signing_proxy import SigningProxy, signing_proxy

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


def answered(teams: LocalTeams, before: int, place: str = "") -> dict[str, Any]:
    """Return the bot's next message in a conversation, once it is there."""
    return until(lambda: teams.answers(place)[before:], seconds=60)[0]


def ask(teams: LocalTeams, text: str, place: str = "", *, mention: bool = False) -> dict[str, Any]:
    """Have a person ask; return the bot's answer."""
    before = len(teams.answers(place))
    said = teams.say(text, place, mention=mention)
    return answered(teams, 0 if said.place != (place or teams.personal) else before, said.place)


def card(message: dict[str, Any]) -> dict[str, Any]:
    """Return the card in a message."""
    (attachment,) = message["attachments"]
    return dict(attachment["content"])


def button(made: dict[str, Any], verb: str) -> dict[str, Any]:
    """Return a card's button."""
    return next(action for action in made["actions"] if action["verb"] == verb)


def press(teams: LocalTeams, message: dict[str, Any], action: dict[str, Any]) -> dict[str, Any]:
    """Have a person press a button below a message; return the card that they are shown."""
    pressed = {"action": {key: action[key] for key in ("type", "verb", "data")}}
    at = Said(message["messageId"], teams.personal)
    shown = teams.invoke("adaptiveCard/action", pressed, at)
    return shown


def test_a_question_is_answered_with_citations(stage: Stage) -> None:
    answer = ask(stage.lena, QUESTION)
    print(json.dumps(answer, indent=1, ensure_ascii=False))
    print(stage.log, stage.proxy.calls)
    assert answer["text"].startswith(SENTENCE)
    (first, *_) = answer["aiEntity"]["citation"]
