"""Every front opens the current edition in one way, or is told what to do first."""

from pathlib import Path

import numpy as np
import pytest
import yaml
from toys import TOY_MODEL, build_toy, unit, units_written, write_toy_export

from bot.answerability import SIGNALS
from bot.guard_model import KINDS, Ear, GuardModel, write_guard_model
from bot.learnt import CalibrationError
from bot.opening import open_answerer, open_unjudged
from bot.settings import Settings
from index.edition import EditionError

NUMBERS = 9
"""The toy encoder's vectors have this many."""


@pytest.fixture
def chosen(knowledge: Path, var: Path) -> Settings:
    """Settings under which an edition of the fictional papers has been built."""
    write_toy_export(var)
    build_toy(knowledge, var)
    return Settings(knowledge, var, TOY_MODEL)


def write_weights(chosen: Settings, *, model: str = TOY_MODEL, numbers: int = NUMBERS) -> None:
    """Write weights by which no answer is good enough."""
    row = {"weight": 0.0, "mean": 0.0, "deviation": 1.0}
    weights = {
        "model": model,
        "nothing": 0.9,
        "partly": 0.95,
        "unsaid": 0.9,
        "intercept": 0.0,
        "signals": dict.fromkeys(SIGNALS, row),
        "words": {},
        "question": [0.0] * numbers,
        "units": units_written(unit(numbers, {})),
    }
    path = chosen.knowledge / "answerability.yaml"
    path.write_text(yaml.safe_dump(weights), encoding="utf-8")


def outcome(chosen: Settings) -> str:
    return open_answerer(chosen).answer("kinship carers").outcome


def test_without_weights_whatever_is_near_is_answered(chosen: Settings) -> None:
    assert outcome(chosen) == "answered"


def test_the_weights_beside_the_papers_are_used(chosen: Settings) -> None:
    write_weights(chosen)

    assert outcome(chosen) == "nothing_found"


@pytest.mark.parametrize("numbers", [NUMBERS, 384])
def test_weights_of_another_model_are_passed_over(chosen: Settings, numbers: int) -> None:
    write_weights(chosen, model="another-model", numbers=numbers)

    assert outcome(chosen) == "answered"


def test_weights_that_are_not_whole_are_told_before_anybody_asks(chosen: Settings) -> None:
    write_weights(chosen, numbers=NUMBERS - 1)

    with pytest.raises(CalibrationError) as raised:
        open_answerer(chosen)

    assert str(raised.value) == (
        "answerability.yaml: it needs weights for the 9 numbers that a question is heard by; take "
        "the file of this version, or run 'review-bot calibrate'."
    )


def test_a_guard_that_hears_by_other_numbers_is_told_before_anybody_asks(chosen: Settings) -> None:
    kinds = len(KINDS)
    shapes = ((1, 2, 0, NUMBERS), (1, 1, 2 * NUMBERS), (1, 1), (1, kinds, 1), (1, kinds))
    guard = GuardModel(TOY_MODEL, Ear(*map(np.zeros, shapes)), 0.6, np.zeros(kinds))
    write_guard_model(chosen.knowledge / "guard.yaml", guard)

    with pytest.raises(CalibrationError) as raised:
        open_answerer(chosen)

    assert str(raised.value) == (
        "guard.yaml: it needs weights for the 9 numbers that a word is heard by; take the file of "
        "this version, or run 'review-bot calibrate-guard'."
    )


def test_broken_weights_are_told_and_do_not_keep_anybody_from_learning_new_ones(
    chosen: Settings,
) -> None:
    (chosen.knowledge / "answerability.yaml").write_text("[", encoding="utf-8")

    with pytest.raises(CalibrationError, match="the weights cannot be read"):
        open_answerer(chosen)
    assert open_unjudged(chosen).answer("kinship carers").outcome == "answered"


def test_an_edition_of_another_model_is_not_opened(chosen: Settings) -> None:
    with pytest.raises(EditionError) as raised:
        open_answerer(Settings(chosen.knowledge, chosen.var, "another-model"))

    assert str(raised.value) == (
        "The edition was built with the model 'toy-words', the settings say 'another-model'; "
        "run 'review-bot build'."
    )


def test_before_the_first_build_it_says_to_build(knowledge: Path, var: Path) -> None:
    with pytest.raises(EditionError, match="run 'review-bot build' first"):
        open_answerer(Settings(knowledge, var, TOY_MODEL))
