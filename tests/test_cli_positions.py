"""review-bot positions and review-bot start, on an edition small enough to check by eye."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from bot import console
from bot.cli import main
from index.edition import About, Edition, EditionError, Views, load, save
from index.glossary import Glossary
from index.lexical import Lexical
from index.onboarding import Step
from index.passages import Passage
from index.positions import Position, Topic
from index.register import Paper
from index.vectors import Vectors

PAPERS = (
    Paper("ashby-2022", "The proposals", "Ashby Council", date(2022, 6, 1), "report"),
    Paper("corby-2023", "The answer", "Corby Council", date(2023, 3, 20), "report"),
)
PASSAGES = (
    Passage("ashby-2022", "7(e)", (), "Park wardens and benches are proposed."),
    Passage("corby-2023", "2.10", ("The answer",), "Wardens are refused; 12 benches are tried."),
)
ASKED = Position(
    date(2022, 5, 23),
    "recommended",
    "recommended",
    "the review",
    "ashby-2022#7(e)",
    "The review wants wardens in every park.",
)
REFUSED = Position(
    date(2023, 2, 2),
    "government",
    "rejected",
    "government",
    "corby-2023#2.10",
    "Government rejects wardens.",
)
TRIED = Position(
    date(2023, 2, 2),
    "government",
    "being tested",
    "government",
    "corby-2023#2.10",
    "Government tries benches.",
    figure="12",
    date_note="month known, day not",
)
WARDENS = Topic("wardens", "Park wardens", "Will they come?", ("rangers",), (ASKED, REFUSED))
BENCHES = Topic("benches", "Park benches", "Will they be tried?", (), (TRIED,))
STEPS = (
    Step("what", "What it was", "It was a plan.", ("ashby-2022#7(e)",), "What was it?"),
    Step("ask", "How to ask", "Ask away.", (), "How many benches are tried?"),
)


@pytest.fixture
def var(tmp_path: Path) -> Path:
    save(_edition(), tmp_path, keep=1)
    return tmp_path


def test_an_edition_gives_back_the_positions_and_steps_saved_in_it(var: Path) -> None:
    loaded = load(var)

    assert loaded.topics == (WARDENS, BENCHES)
    assert loaded.steps == STEPS


@pytest.mark.parametrize("part", ["positions.json", "onboarding.json"])
def test_an_edition_without_them_is_not_whole(var: Path, part: str) -> None:
    (var / "editions" / "tiny" / part).unlink()

    with pytest.raises(EditionError, match="part of it is missing or damaged"):
        load(var)


def test_without_a_topic_each_has_a_line_on_where_it_stands(var: Path) -> None:
    assert [re.split(r"\s{2,}", line) for line in _lines(_run(var, "positions"))] == [
        ["topic", "where it stands", "since"],
        ["Park wardens", "recommended → rejected", "Feb 2023"],
        ["Park benches", "being tested", "Feb 2023"],
        ["As of 20 March 2023, the date of the newest paper; later events are not covered."],
    ]


def test_a_topic_is_told_from_its_first_position_to_its_last(var: Path) -> None:
    assert _lines(_run(var, "positions", "rangers")) == [
        "Park wardens",
        "Will they come?",
        "May 2022  recommended (the review)",
        "The review wants wardens in every park.",
        "Ashby Council, The proposals, 1 June 2022, paragraph 7(e)",
        "Feb 2023  rejected (government)",
        "Government rejects wardens.",
        "Corby Council, The answer, 20 March 2023, paragraph 2.10",
        "As of 20 March 2023, the date of the newest paper; later events are not covered.",
    ]


def test_a_figure_and_what_a_date_is_are_shown_with_their_position(var: Path) -> None:
    lines = _lines(_run(var, "positions", "benches"))

    assert lines[2] == "Feb 2023  being tested (government, 12)"
    assert lines[4].endswith("paragraph 2.10 (month known, day not)")


@pytest.mark.parametrize(
    ("options", "names"),
    [
        (["--status", "rejected"], ["Park wardens"]),
        (["--stage", "government"], ["Park wardens", "Park benches"]),
        (["--since", "2023"], ["Park wardens", "Park benches"]),
        (["--since", "24 May 2022", "--status", "recommended"], []),
        (["--since", "28 February 2023"], ["Park benches"]),
        (["--paper", "Ashby"], ["Park wardens"]),
        (["--paper", "corby-2023", "--status", "rejected"], ["Park wardens"]),
    ],
)
def test_only_the_positions_asked_for_are_shown(
    var: Path, options: list[str], names: list[str]
) -> None:
    shown = _lines(_run(var, "positions", *options))

    assert [line for line in shown if line in ("Park wardens", "Park benches")] == names


def test_no_position_of_the_kind_asked_for_is_said_plainly(var: Path) -> None:
    assert _lines(_run(var, "positions", "--status", "funded")) == [
        "The ledger has no position like that; use fewer filters, or see all with 'positions'."
    ]


def test_a_side_of_a_comparison_without_a_position_is_told(var: Path) -> None:
    lines = _lines(_run(var, "positions", "benches", "--paper", "Ashby", "--paper", "Corby"))

    assert lines[-1] == "The ledger has nothing from Ashby on 'Park benches'."


def test_json_gives_each_position_with_the_passage_it_stands_on(var: Path) -> None:
    told = _json(_run(var, "positions", "wardens", "--status", "rejected", "--json"))

    assert told == {
        "as_of": "2023-03-20",
        "topics": [
            {
                "id": "wardens",
                "name": "Park wardens",
                "question": "Will they come?",
                "moves": ["recommended", "rejected"],
                "latest": "2023-02-02",
                "positions": [
                    {
                        "date": "2023-02-02",
                        "date_note": "",
                        "stage": "government",
                        "status": "rejected",
                        "who": "government",
                        "line": "Government rejects wardens.",
                        "figure": None,
                        "citation": {
                            "paper": "corby-2023",
                            "title": "The answer",
                            "publisher": "Corby Council",
                            "published": "2023-03-20",
                            "locator": "2.10",
                            "heading": ["The answer"],
                            "page": None,
                            "source": "paper",
                            "quote": "Wardens are refused; 12 benches are tried.",
                            "url": "",
                        },
                    }
                ],
            }
        ],
    }


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["positions", "park"],
            "Error: 'park' may mean 'Park wardens' or 'Park benches'; ask for one of them.",
        ),
        (
            ["positions", "zeppelin"],
            "Error: The ledger has nothing under 'zeppelin'. The nearest names in it are "
            "'Park wardens' and 'Park benches'.",
        ),
        (
            ["positions", "--since", "wardens"],
            "Error: 'wardens' could not be read as a date; write it like 'last month', "
            "'June 2022' or 2023-02-14.",
        ),
        (
            ["positions", "--paper", "zork"],
            "Error: No paper or council here is called 'zork'; there are papers of "
            "'Ashby Council' and 'Corby Council'.",
        ),
        (["start", "3"], "Error: There is no step '3'; name one from 1 to 2, or its id."),
    ],
)
def test_what_cannot_be_shown_is_told_in_a_sentence(
    var: Path, arguments: list[str], sentence: str
) -> None:
    result = _run(var, *arguments, fails=True)

    assert sentence in result.output.splitlines()


def test_a_timeline_fits_a_narrow_terminal(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    narrow = Console(width=44, force_terminal=True, record=True, color_system=None)
    monkeypatch.setattr(console, "out", narrow)

    console.show_timelines((WARDENS,), load(var))

    lines = [line.rstrip() for line in narrow.export_text().splitlines()]
    assert lines[3:8] == [
        "May 2022  recommended (the review)",
        "          The review wants wardens in every",
        "          park.",
        "          Ashby Council, The proposals, 1",
        "          June 2022, paragraph 7(e)",
    ]
    assert max(map(len, lines)) <= 44


def test_the_path_lists_its_steps(var: Path) -> None:
    assert [line.split() for line in _lines(_run(var, "start"))] == [
        ["step", "title", "id"],
        ["1", "What", "it", "was", "what"],
        ["2", "How", "to", "ask", "ask"],
    ]


@pytest.mark.parametrize("name", ["1", "what"])
def test_a_step_is_shown_with_its_passages_and_a_question_to_try(var: Path, name: str) -> None:
    assert _lines(_run(var, "start", name)) == [
        "Step 1 of 2: What it was",
        "It was a plan.",
        "[1] Ashby Council, The proposals, 1 June 2022, paragraph 7(e)",
        "Try asking: What was it?",
        "Next: review-bot start 2",
    ]


def test_the_last_step_says_that_it_is_the_last(var: Path) -> None:
    assert _lines(_run(var, "start", "2"))[-1] == "That was the last step."


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ("positions", "Error: The ledger is empty: the knowledge folder has no positions.yaml."),
        (
            "start",
            "Error: There is no path for new staff: the knowledge folder has no onboarding.yaml.",
        ),
    ],
)
def test_an_edition_made_without_them_says_which_file_is_missing(
    tmp_path: Path, command: str, sentence: str
) -> None:
    save(_edition(topics=(), steps=()), tmp_path, keep=1)

    assert _run(tmp_path, command, fails=True).output.splitlines() == [sentence]


def _edition(
    topics: tuple[Topic, ...] = (WARDENS, BENCHES), steps: tuple[Step, ...] = STEPS
) -> Edition:
    rows = len(PASSAGES)
    texts = [passage.text for passage in PASSAGES]
    return Edition(
        about=About("tiny", "then", "toy", "none", len(PAPERS), rows, rows),
        papers=PAPERS,
        passages=PASSAGES,
        glossary=Glossary(),
        views=Views(
            np.arange(rows, dtype=np.int32),
            np.zeros(rows, dtype=np.int8),
            np.full(rows, -1, dtype=np.int32),
            np.asarray(["a", "b"]),
        ),
        vectors=Vectors.of(np.eye(rows, dtype=np.float32)),
        words=Lexical.of(texts),
        said=Lexical.of(texts),
        topics=topics,
        steps=steps,
    )


def _run(var: Path, *arguments: str, fails: bool = False) -> Result:
    result = CliRunner().invoke(main, ["--var", str(var), *arguments])
    assert bool(result.exit_code) == fails, result.output
    return result


def _lines(result: Result) -> list[str]:
    return [line.strip() for line in result.output.splitlines() if line.strip()]


def _json(result: Result) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(result.output)
    return told
