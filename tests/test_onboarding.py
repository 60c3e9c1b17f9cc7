"""The path for new staff is read, and a passage that is not there is told."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.newcomers import AskedSteps
from index.onboarding import OnboardingError, Step, missing, read_onboarding, with_passages
from index.passages import Passage

SHIPPED = Path(__file__).parent.parent / "knowledge" / "onboarding.yaml"
STEP = Step("tools", "The tools", "There are two tools.", ("ashby-2023#1", "ashby-2023#9"), "Why?")
PASSAGES = (Passage("ashby-2023", "1", (), "A hammer and a saw."),)
GOOD = """\
steps:
  - id: tools
    title: The tools
    text: >-
      There are
      two tools.
    passages: ['ashby-2023#1', 'ashby-2023#9']
    ask: Why?
"""


def test_a_path_is_read_as_it_is_written(tmp_path: Path) -> None:
    asked = f"{GOOD}    asked: [which tools, tools]\n"

    assert read_onboarding(_file(tmp_path, GOOD)) == (STEP,)
    assert read_onboarding(_file(tmp_path, asked)) == (
        replace(STEP, asked=("which tools", "tools")),
    )


def test_no_file_is_no_path(tmp_path: Path) -> None:
    assert read_onboarding(tmp_path / "onboarding.yaml") == ()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            GOOD.replace("    ask: Why?\n", ""),
            "Onboarding step 'tools': the field 'ask' is missing.",
        ),
        (
            GOOD.replace("ashby-2023#9", "9"),
            "Onboarding step 'tools': passages must be a list of ids: the paper's id, '#' and "
            "the locator.",
        ),
        (
            f"{GOOD}    asked: which tools\n",
            "Onboarding step 'tools': asked must be a list of messages that ask for this step.",
        ),
        (GOOD + GOOD.partition("\n")[2], "Onboarding: the id 'tools' is used twice."),
        ("steps: none", "onboarding.yaml: it must hold a list named 'steps'."),
    ],
)
def test_a_fault_of_form_is_told_in_a_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(OnboardingError) as raised:
        read_onboarding(_file(tmp_path, text))

    assert raised.value.problems == [sentence]


def test_a_passage_that_no_paper_has_is_told() -> None:
    assert missing([STEP], PASSAGES) == [
        "Onboarding step 'tools': there is no passage 'ashby-2023#9'."
    ]


def test_an_edition_keeps_only_the_passages_that_it_has() -> None:
    assert [step.passages for step in with_passages([STEP], PASSAGES)] == [("ashby-2023#1",)]


def test_the_path_that_ships_is_short_and_every_step_has_a_question() -> None:
    steps = read_onboarding(SHIPPED)

    assert 8 <= len(steps) <= 12
    assert all(len(step.text) <= 400 and step.ask.endswith("?") for step in steps)


def test_each_message_listed_for_a_step_that_ships_asks_for_that_step() -> None:
    steps = read_onboarding(SHIPPED)

    path = AskedSteps(steps)

    found = {message: path.asked_for(message) for step in steps for message in step.asked}

    assert found == {message: step for step in steps for message in step.asked}


def _file(folder: Path, text: str) -> Path:
    path = folder / "onboarding.yaml"
    path.write_text(text, encoding="utf-8")
    return path
