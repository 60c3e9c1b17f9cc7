"""The Teams app end to end, with signed requests: what comes in, what is sent, what is kept."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.teams_double import (
    TeamsDouble,
    bot,
    card_of,
    message,
    post,
    settled,
    teams_double,
    words,
)


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


def test_a_question_gets_the_sentence_its_citation_and_its_passage(
    tmp_path: Path, teams: TeamsDouble
) -> None:
    async def scene() -> None:
        async with bot(tmp_path, teams) as client:
            answered = await post(client, teams, message("What are kinship carers paid?"))
            assert (answered.status_code, answered.content) == (200, b"")
            (sent,) = await settled(teams)
        first = "Kinship carers are paid a fee. [1]"
        assert sent["text"].split("\n\n")[0] == first
        (root,) = [each for each in sent["entities"] if each.get("@type") == "Message"]
        (claim, *_) = root["citation"]
        assert claim["position"] == 1
        assert claim["appearance"]["name"] == "Kirkford Council, Stable Homes in Kirkford"
        assert claim["appearance"]["url"] == "https://papers.example/kirkford"
        said = words(card_of(sent))
        assert "Kirkford Council, Stable Homes in Kirkford, 20 March 2023, paragraph 2.1" in said
        assert "Searched 2 papers up to 20 March 2023; later events are not covered." in said
        assert "Open the paper" in said and "Copy for a record" in said
        assert sent["channelData"]["feedbackLoop"] == {"type": "custom"}

    asyncio.run(scene())
