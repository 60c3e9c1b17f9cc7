"""While the bot is paused every front says so to every question, and nothing is searched."""

import asyncio
import time
from pathlib import Path

import pytest
from conftest import Cli

from bot import pausing, wording_chat
from bot.audience import EVERYBODY
from bot.desk import Desk, PausedError, Policy
from bot.store import Store
from tests import teams_double as teams
from tests import toy_bot as toy
from tests.local_slack import CHANNEL, LENA, TEAM, words
from tests.slack_double import SlackDouble, bot, mention, send_event, send_form, settled
from tests.slack_double import slack_double as running_double

SAYING = "The papers are being checked; ask the policy team on 01234."
ASK = {
    "command": "/review",
    "text": "ask what are kinship carers paid?",
    "user_id": LENA,
    "team_id": TEAM,
    "channel_id": CHANNEL,
    "trigger_id": "T1",
}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(f"sqlite:///{tmp_path / 'store.db'}")
    made.migrate()
    return made


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pausing, "LOOK_EVERY", 0.0)


def desk_at(store: Store) -> Desk:
    return Desk(toy.library(), store, Policy())


async def asked(desk: Desk) -> str:
    try:
        found = await desk.ask("kinship", (), desk.shelf(EVERYBODY))
    except PausedError as error:
        return str(error)
    return found.answer.outcome


def test_a_pause_holds_for_every_process_and_ends_for_every_process(store: Store) -> None:
    first, second = desk_at(store), desk_at(store)

    async def scene() -> list[str]:
        said = [await asked(first), await asked(second)]
        store.switch.pause("Lena", SAYING)
        said += [await asked(first), await asked(second)]
        store.switch.resume("Lena")
        return [*said, await asked(first), await asked(second)]

    paused = f"{SAYING} If a child is in danger now, call 999."
    assert asyncio.run(scene()) == ["answered"] * 2 + [paused] * 2 + ["answered"] * 2


def test_nothing_is_searched_while_paused(store: Store) -> None:
    counted: list[str] = []

    class Counting(toy.WordEncoder):
        def encode(self, texts, progress=None):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
            counted.extend(texts)
            return super().encode(texts, progress)

    library = toy.Library(toy.Answerer(toy.edition(), Counting()), toy.STARTERS)
    desk = Desk(library, store, Policy())
    counted.clear()
    store.switch.pause("Lena")

    assert asyncio.run(asked(desk)) == wording_chat.paused("")
    assert counted == []


def test_an_operators_own_emergency_number_is_not_doubled() -> None:
    assert wording_chat.paused("Paused. In danger call 999.") == "Paused. In danger call 999."


def test_a_store_out_of_reach_leaves_the_pause_as_it_was_known(tmp_path: Path) -> None:
    gone = False

    async def look() -> pausing.Pause | None:
        if gone:
            raise OSError
        return pausing.Pause(0.0, "Lena")

    async def scene() -> tuple[object, object]:
        nonlocal gone
        watched = pausing.Pausing(look)
        before = await watched.now()
        gone = True
        return before, await watched.now()

    before, after = asyncio.run(scene())
    assert before == after == pausing.Pause(0.0, "Lena")


def test_slack_says_the_sentence_to_a_mention_and_to_a_command(tmp_path: Path) -> None:
    async def scene(double: SlackDouble) -> None:
        async with bot(tmp_path, double) as client:
            store = Store(f"sqlite:///{tmp_path / 'store.db'}")
            store.switch.pause("Lena", SAYING)
            assert await send_event(client, mention("what are kinship carers paid?")) == 200
            (posted,) = await settled(double, "chat.postMessage")
            assert words(posted) == f"{SAYING} If a child is in danger now, call 999."
            answer = {"response_url": f"{double.base}/api/response"}
            await send_form(client, ASK | answer)
            (private,) = await settled(double, "response")
            assert words(private) == f"{SAYING} If a child is in danger now, call 999."
            store.switch.resume("Lena")
            await send_event(client, mention("what are kinship carers paid?", 2))
            answered = (await settled(double, "chat.postMessage", 2))[1]
            assert words(answered).startswith("Kinship carers are paid a fee.")

    with running_double() as double:
        asyncio.run(scene(double))


def test_teams_says_the_sentence_too(tmp_path: Path) -> None:
    async def scene(double: teams.TeamsDouble) -> None:
        async with teams.bot(tmp_path, double) as client:
            store = Store(f"sqlite:///{tmp_path / 'store.db'}")
            store.switch.pause("Lena", SAYING)
            await teams.post(client, double, teams.message("What are kinship carers paid?"))
            (sent,) = await teams.settled(double)
            assert f"{SAYING} If a child is in danger now, call 999." in str(sent)
            assert "Kirkford" not in str(sent)
            query = {"parameters": [{"name": "query", "value": "kinship"}]}
            asked = teams.invoke("composeExtension/query", query, 2)
            found = await teams.post(client, double, asked)
            assert SAYING in found.text and "Kirkford" not in found.text

    with teams.teams_double() as double:
        asyncio.run(scene(double))


def test_the_commands_pause_resume_and_list_who_did_what(cli: Cli, var: Path) -> None:
    assert "No such" not in cli("pause", "--by", "Lena, policy team", "--saying", SAYING).output
    store = Store(f"sqlite:///{var / 'store.db'}")
    assert store.switch.paused() is not None

    assert cli("resume", "--by", "Omar").output == (
        "Questions are answered again within seconds.\n"
    )
    assert cli("resume", "--by", "Omar").output == "It was not paused.\n"
    assert store.switch.paused() is None
    assert [(d.by, d.what, d.about) for d in store.switch.deeds()] == [
        ("Lena, policy team", "pause", SAYING),
        ("Omar", "resume", ""),
    ]
    lines = cli("audit").output.splitlines()
    assert lines[1].split()[2:] == ["Lena,", "policy", "team", "pause", *SAYING.split()]


def test_a_pause_without_a_name_is_refused(cli: Cli) -> None:
    said = cli("pause", "--by", "  ")

    assert said.exit_code == 2
    assert "say who you are, for others to ask you: --by 'Lena, policy team'" in said.output


def test_the_audit_also_lists_restricted_papers_and_why(cli: Cli, knowledge: Path) -> None:
    register = knowledge / "papers.yaml"
    register.write_text(
        register.read_text().replace(
            "    visibility: public\n",
            "    visibility: restricted\n    restricted_because: Part 2\n    restricted_by: Lena\n",
            1,
        )
    )

    assert cli("audit", "--json").output.strip() == (
        '[{"at": "-", "by": "Lena", "what": "holds a restricted paper", '
        '"about": "barrowmere-2024-05-01-kinship: Part 2"}]'
    )


def test_feedback_that_is_resolved_stands_in_the_audit(cli: Cli, var: Path) -> None:
    from tests.test_store import feedback

    cli("audit")
    Store(f"sqlite:///{var / 'store.db'}").add_feedback(feedback())

    cli("feedback", "resolve", "1", "summary put right", "--by", "Omar")

    assert '"by": "Omar", "what": "resolve feedback", "about": "1: summary put right"' in (
        cli("audit", "--json").output
    )


def test_a_look_at_the_store_is_taken_once_a_second_at_most(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pausing, "LOOK_EVERY", 1.0)
    looks: list[float] = []

    async def look() -> None:
        looks.append(time.monotonic())

    async def scene() -> None:
        watched = pausing.Pausing(look)
        for _ in range(50):
            await watched.now()

    asyncio.run(scene())
    assert len(looks) == 1


def test_at_the_start_every_question_waits_to_hear_of_a_pause() -> None:
    async def look() -> pausing.Pause:
        await asyncio.sleep(0.05)
        return pausing.Pause(0.0, "Lena")

    async def scene() -> list[pausing.Pause | None]:
        watched = pausing.Pausing(look)
        return await asyncio.gather(*(watched.now() for _ in range(5)))

    assert asyncio.run(scene()) == [pausing.Pause(0.0, "Lena")] * 5
