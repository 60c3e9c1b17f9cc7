"""The same questions put through every front: outcome, sentences and citations are the same."""

import asyncio
import html
import json
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from click.testing import CliRunner
from starlette.responses import JSONResponse

from bot.answer import Answerer
from bot.cli import main
from bot.desk import Desk, Policy
from bot.library import FOUND, Library, Shelf
from bot.reference import recall
from bot.serve import web_app
from bot.settings import DoorSettings, Settings, WebSettings
from bot.store import Store
from bot.web.front import WebFront
from tests import slack_double as slack_side
from tests import teams_double as teams_side
from tests.local_slack import HOME, words
from tests.slack_double import SlackDouble
from tests.teams_double import TeamsDouble
from tests.toy_pages import BASE as PAGES

pytestmark = pytest.mark.model
_PUBLIC = HOME.parent / "shared" / "questions" / "public.yaml"
_TUNING = HOME / "tests" / "questions" / "tuning.yaml"
_EACH = 40


@dataclass(frozen=True)
class Question:
    """A question, after those that were asked before it in the same conversation."""

    id: str
    text: str
    history: tuple[str, ...] = ()


@dataclass(frozen=True)
class Heard:
    """What a front said: each sentence with its number, each passage with its number."""

    outcome: str
    sentences: tuple[tuple[str, int], ...] = ()
    citations: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class Shown:
    """What a front showed: all its words, and the reference that its buttons carry, if any."""

    words: str
    reference: str = ""


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(_TUNING, id="tuning"),
        pytest.param(
            _PUBLIC,
            id="public",
            marks=pytest.mark.skipif(
                not _PUBLIC.is_file(),
                reason="The public questions are not beside this checkout "
                "(../shared/questions/public.yaml), so they were not put to the fronts.",
            ),
        ),
    ],
)
def questions(request: pytest.FixtureRequest) -> list[Question]:
    """Forty questions, spread over the whole of a file."""
    items = yaml.safe_load(request.param.read_text(encoding="utf-8"))["items"]
    spread = items[:: max(len(items) // _EACH, 1)][:_EACH]
    assert len(spread) == _EACH
    return [Question(i["id"], i["question"], tuple(i.get("history") or ())) for i in spread]


@pytest.fixture(scope="module")
def told(questions: list[Question], shipped_settings: Settings) -> list[dict[str, Any]]:
    """What the command line says, as the fronts look passages up."""
    return ask_command(questions, shipped_settings, "--limit", str(FOUND))


def ask_command(
    questions: Sequence[Question], settings: Settings, *options: str
) -> list[dict[str, Any]]:
    """Return what `review-bot ask --json` says to each question."""
    lines = [
        json.dumps({"id": q.id, "question": q.text, "history": list(q.history)}) for q in questions
    ]
    with tempfile.TemporaryDirectory() as room:
        file = Path(room) / "questions.jsonl"
        file.write_text("\n".join(lines), encoding="utf-8")
        folders = ["--knowledge", str(settings.knowledge), "--var", str(settings.var)]
        asked = ["ask", "--json", "--file", str(file), *folders, *options]
        result = CliRunner().invoke(main, asked)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def heard_from_json(answer: dict[str, Any]) -> Heard:
    """Return what an answer as JSON says."""
    passages = answer["citations"] or answer["nearest"]
    return Heard(
        answer["outcome"],
        tuple((s["text"], s["citation"]) for s in answer["sentences"]),
        tuple((c["number"], f"{c['paper']}#{c['locator']}") for c in passages),
    )


def heard_from_reference(reference: str, shelf: Shelf) -> Heard:
    """Return what an answer says whose buttons carry a reference."""
    recalled = recall(reference, shelf)
    assert recalled is not None and recalled.is_whole
    answer, further = recalled.found.answer, recalled.found.further
    passages = sorted((answer.citations or answer.nearest) + further, key=lambda c: c.number)
    return Heard(
        answer.outcome,
        tuple((s.text, s.citation) for s in answer.sentences),
        tuple((c.number, f"{c.paper}#{c.locator}") for c in passages),
    )


def assert_same(told: list[dict[str, Any]], shown: list[Shown], shelf: Shelf) -> None:
    """Hold what a front showed against what the command line says."""
    assert len(told) == len(shown)
    for answer, front in zip(told, shown, strict=True):
        if front.reference:
            assert heard_from_reference(front.reference, shelf) == heard_from_json(answer), answer
        else:
            # What is not searched has no buttons; which of the sentences it is tells the outcome.
            assert answer["outcome"] in ("personal_data", "urgent", "out_of_scope")
            assert not (answer["sentences"] or answer["citations"] or answer["nearest"])
        for sentence in answer["sentences"]:
            assert plain(sentence["text"])[:100] in plain(front.words), answer["id"]


def plain(text: str) -> str:
    """Return a text without differences of spacing."""
    return " ".join(text.split())


def test_the_command_line_says_the_same_however_many_passages_it_lists(
    questions: list[Question], told: list[dict[str, Any]], shipped_settings: Settings
) -> None:
    for few, many in zip(ask_command(questions, shipped_settings), told, strict=True):
        said, whole = heard_from_json(few), heard_from_json(many)
        assert (said.outcome, said.sentences) == (whole.outcome, whole.sentences), few["id"]
        assert said.citations == whole.citations[: len(said.citations)], few["id"]


@pytest.fixture
def slack() -> Any:
    """Slack's side of the wire, where the bot may not read channels and remembers by itself."""
    with slack_side.slack_double() as double:
        refused = JSONResponse({"ok": False, "error": "missing_scope"})
        double.refusals["conversations.replies"] = [refused]
        yield double


async def ask_slack(
    questions: Sequence[Question], double: SlackDouble, library: Library, folder: Path
) -> list[Shown]:
    """Return what Slack shows of each question, each asked in a thread of its own."""
    number, starts = 0, []
    async with slack_side.bot(folder, double, library, questions_a_minute=100_000) as client:
        for question in questions:
            thread = ""
            for text in (*question.history, question.text):
                number += 1
                before = len(double.made("chat.postMessage"))
                event = slack_side.mention(
                    text, number, **({"thread_ts": thread} if thread else {})
                )
                thread = thread or event["event"]["ts"]
                assert await slack_side.send_event(client, event) == 200
                await slack_side.settled(double, "chat.postMessage", before + 1)
            starts.append((thread, before))
    posts = double.made("chat.postMessage")
    return [
        _shown_in_slack([p for p in posts[before:] if p.get("thread_ts") == thread])
        for thread, before in starts
    ]


def _shown_in_slack(posts: list[dict[str, Any]]) -> Shown:
    blocks = [block for post in posts for block in _blocks(post)]
    parts = [part for block in blocks for part in block.get("elements", ())]
    values = [part["value"] for part in parts if part.get("action_id") == "answer_record"]
    return Shown(words({"blocks": blocks}), values[0] if values else "")


def _blocks(post: dict[str, Any]) -> list[dict[str, Any]]:
    found = post.get("blocks") or []
    return json.loads(found) if isinstance(found, str) else found


def test_slack_says_what_the_command_line_says(
    questions: list[Question],
    told: list[dict[str, Any]],
    shipped: Answerer,
    slack: SlackDouble,
    tmp_path: Path,
) -> None:
    library = Library(shipped)
    shown = asyncio.run(ask_slack(questions, slack, library, tmp_path))
    assert_same(told, shown, library.inside)


@pytest.fixture
def teams() -> Any:
    """Teams' side of the wire."""
    with teams_side.teams_double() as double:
        yield double


async def ask_teams(
    questions: Sequence[Question], double: TeamsDouble, library: Library, folder: Path
) -> list[Shown]:
    """Return what Teams shows of each question, each asked in a channel's thread of its own."""
    number, shown = 0, []
    async with teams_side.bot(folder, double, library, questions_a_minute=100_000) as client:
        for question in questions:
            thread = number + 1
            for text in (*question.history, question.text):
                number += 1
                before = len(_said_in_teams(double))
                activity = teams_side.mention(text, number, thread=thread)
                answer = await teams_side.post(client, double, activity)
                assert answer.status_code == 200
                said = await _one_more(double, before)
            shown.append(_shown_in_teams(said))
    return shown


def _said_in_teams(double: TeamsDouble) -> list[dict[str, Any]]:
    """Return what was said so far: to all, or to one person alone."""
    return [call.body for call in list(double.calls) if call.what in ("message", "targeted")]


async def _one_more(double: TeamsDouble, before: int) -> dict[str, Any]:
    for _ in range(600):
        if len(_said_in_teams(double)) > before:
            break
        await asyncio.sleep(0.05)
    return _said_in_teams(double)[before]


def _shown_in_teams(said: dict[str, Any]) -> Shown:
    cards = [attachment["content"] for attachment in said.get("attachments") or []]
    actions = [action for card in cards for action in card.get("actions", ())]
    values = [a["data"]["reference"] for a in actions if a.get("verb") == "record"]
    # In a text every sign that could format stands after a backslash.
    text = re.sub(r"\\(.)", r"\1", html.unescape(said["text"]))
    return Shown(f"{text} {teams_side.words(cards)}", values[0] if values else "")


def test_teams_says_what_the_command_line_says(
    questions: list[Question],
    told: list[dict[str, Any]],
    shipped: Answerer,
    teams: TeamsDouble,
    tmp_path: Path,
) -> None:
    library = Library(shipped)
    shown = asyncio.run(ask_teams(questions, teams, library, tmp_path))
    assert_same(told, shown, library.inside)


def test_the_pages_json_says_what_the_command_line_says(
    questions: list[Question],
    told: list[dict[str, Any]],
    shipped: Answerer,
    shipped_settings: Settings,
    tmp_path: Path,
) -> None:
    store = Store(f"sqlite:///{tmp_path / 'store.db'}")
    store.migrate()
    desk = Desk(Library(shipped), store, Policy())
    app = web_app(desk, [WebFront(desk, WebSettings(), DoorSettings(), shipped_settings)])

    async def answers() -> list[dict[str, Any]]:
        found = []
        for number, question in enumerate(questions):
            # Each from another reader, so that nobody asks too often.
            transport = httpx.ASGITransport(app, client=(f"203.0.113.{number + 1}", 40_000))
            async with httpx.AsyncClient(transport=transport, base_url=PAGES) as client:
                body = {"question": question.text, "history": question.history, "limit": FOUND}
                answer = await client.post("/api/ask", json=body)
            assert answer.status_code == 200, answer.text
            found.append(answer.json())
        return found

    for mine, theirs in zip(asyncio.run(answers()), told, strict=True):
        assert heard_from_json(mine) == heard_from_json(theirs), theirs["id"]
