"""Weights are learnt from a handful of questions, and the file gives them back."""

from dataclasses import replace
from pathlib import Path

import pytest
from toys import SEAMS, TOY_MODEL, WordEncoder, edition_of

from bot.answer import Answerer
from bot.answerability import SIGNALS, Signal, read_weights
from bot.calibrate import calibrate
from bot.evaluate import SEVERAL, Asked, Gold
from bot.judges import Judges
from bot.learnt import CalibrationError

PAPERS = {
    "ashby-2023-03-01": (
        "Kinship carers get an allowance.",
        "Agency staff drain the budget.",
        "Foster homes need an officer.",
    ),
}
SAID = (
    "kinship carers allowance",
    "agency budget",
    "foster homes officer",
    "the allowance of carers",
    "agency staff",
    "which foster homes",
)
UNSAID = (
    "foster zebras",
    "carers on the moon",
    "the officer of the yacht club",
    "budget hotels",
    "an agency for models",
    "homes for cats",
)


@pytest.fixture
def answerer(tmp_path: Path) -> Answerer:
    """Answers from one paper of three lines, whatever it finds."""
    return Answerer(edition_of(tmp_path, PAPERS), WordEncoder(), Judges(seams=SEAMS))


def questions(said: tuple[str, ...], unsaid: tuple[str, ...]) -> list[Asked]:
    gold = (Gold(({"paper": "ashby-2023-03-01", "locator": "1"},)),)
    return [
        Asked(text, "manager", text, (), ("answered",), found, False, (), ("all",))
        for texts, found in ((said, gold), (unsaid, ()))
        for text in texts
    ]


def test_what_the_papers_do_not_say_is_told_from_what_they_do(
    answerer: Answerer, tmp_path: Path
) -> None:
    path = tmp_path / "answerability.yaml"

    told = calibrate(answerer, questions(SAID, UNSAID), path)

    assert (told["questions"], told["auroc"]) == (12, 1.0)
    judged = Answerer(answerer.edition, WordEncoder(), Judges(read_weights(path)))
    assert judged.answer("foster homes").outcome == "answered"
    assert judged.answer("foster llamas on a yacht").outcome == "nothing_found"


def test_each_of_several_questions_in_one_is_learnt_from_where_it_is_known(
    answerer: Answerer, tmp_path: Path
) -> None:
    said, *others = questions(SAID, UNSAID)
    several = replace(
        said,
        question="what is the kinship carers allowance and who is the officer of the yacht club",
        groups=("all", SEVERAL),
    )
    half = replace(several, unsaid=(("second",),))

    alone = calibrate(answerer, others, tmp_path / "alone.yaml")
    whole = calibrate(answerer, [several, *others], tmp_path / "whole.yaml")
    parts = calibrate(answerer, [half, *others], tmp_path / "parts.yaml")

    # The message itself is neither answered nor not, where half of it is.
    told = "of several, unanswerable told not said"
    assert [(each["questions"], each[told]) for each in (alone, whole, parts)] == [
        (11, 0.0),
        (14, 0.0),
        (13, 1.0),
    ]


def test_the_file_names_its_model_every_signal_and_one_weight_a_dimension(
    answerer: Answerer, tmp_path: Path
) -> None:
    path = tmp_path / "answerability.yaml"
    calibrate(answerer, questions(SAID, UNSAID), path)

    weights = read_weights(path)

    assert weights.model == TOY_MODEL
    assert tuple(weights.signals) == SIGNALS
    assert weights.question.shape == (answerer.edition.vectors.dimensions,)
    assert 0.0 < weights.bars.nothing <= weights.bars.partly < 1.0
    assert [file.name for file in tmp_path.glob("answerability*")] == [path.name]


def test_a_signal_that_never_differs_weighs_nothing_and_divides_by_something(
    answerer: Answerer, tmp_path: Path
) -> None:
    path = tmp_path / "answerability.yaml"
    calibrate(answerer, questions(SAID, UNSAID), path)

    rows = read_weights(path).signals

    # No question here names a place or a year.
    assert rows["place_missing"] == rows["year_later"] == Signal(0.0, 0.0, 0.01)


def test_the_same_questions_give_the_same_file(answerer: Answerer, tmp_path: Path) -> None:
    files = [tmp_path / "one.yaml", tmp_path / "two.yaml"]
    for file in files:
        calibrate(answerer, questions(SAID, UNSAID), file)

    assert files[0].read_bytes() == files[1].read_bytes()


@pytest.mark.parametrize(("said", "unsaid"), [(6, 4), (4, 6), (6, 0), (0, 0)])
def test_too_few_questions_of_either_kind_are_refused_and_the_file_is_left(
    answerer: Answerer, tmp_path: Path, said: int, unsaid: int
) -> None:
    path = tmp_path / "answerability.yaml"
    path.write_text("as it was", encoding="utf-8")

    with pytest.raises(CalibrationError) as raised:
        calibrate(answerer, questions(SAID[:said], UNSAID[:unsaid]), path)

    assert str(raised.value) == (
        f"There are {said} questions with passages and {unsaid} that the papers do not answer; "
        "calibration needs at least 5 of each."
    )
    assert path.read_text(encoding="utf-8") == "as it was"
