"""Where a message falls apart is learnt from messages whose parts are known."""

from dataclasses import replace
from pathlib import Path

import pytest
from toys import WordEncoder, edition_of

from bot.answer import Answerer
from bot.evaluate import SEVERAL, Asked
from bot.learnt import CalibrationError
from bot.seams import NO_SEAMS, Seams, read_seams, seams_in, write_seams
from bot.seams_training import calibrate_seams

THINGS = ("carers", "homes", "agency", "budget", "officer", "allowance")
TOLD = Seams({"joint": {"and": 1.5}, "first": {"who": 1.0}}, -2.0, 0.5)


def asked(question: str, *parts: str) -> Asked:
    groups = ("all", SEVERAL) if parts else ("all",)
    return Asked(question, "manager", question, (), ("answered",), (), False, (), groups, (), parts)


def messages() -> list[Asked]:
    several = [
        asked(
            f"what do the {one} cost and who pays the {other}",
            f"what do the {one}",
            f"who pays the {other}",
        )
        for one in THINGS
        for other in THINGS[:3]
    ]
    return [
        *several,
        *(asked(f"what do {one} and the {two} cost") for one in THINGS for two in THINGS),
    ]


@pytest.fixture
def answerer(tmp_path: Path) -> Answerer:
    return Answerer(
        edition_of(tmp_path, {"ashby-2023-03-01": ("Carers get an allowance.",)}), WordEncoder()
    )


def test_a_seam_lies_where_words_are_joined_or_a_word_asks() -> None:
    text = "who pays, and what for (also 1) when how"

    between = [(text[: seam.start], text[seam.end :]) for seam in seams_in(text)]

    assert between == [
        ("who pays", "what for (also 1) when how"),
        ("who pays, and what for", "when how"),
        ("who pays, and what for (also 1) when", "how"),
    ]


def test_what_a_message_goes_on_with_is_no_seam() -> None:
    assert seams_in("") == seams_in("and") == seams_in("I'd also like a date") == []


def test_a_message_falls_apart_where_its_signs_come_to_the_bar() -> None:
    assert TOLD.cuts("what is it and who pays and when") == [(10, 15)]
    assert NO_SEAMS.cuts("what is it and who pays and when") == []


def test_weights_however_large_tell_something() -> None:
    (seam,) = seams_in("who pays and when")[:1]

    assert [Seams({}, size, 0.5).likely(seam) for size in (-9e9, 9e9)] == [0.0, 1.0]


def test_where_messages_fall_apart_is_learnt(answerer: Answerer, tmp_path: Path) -> None:
    path = tmp_path / "seams.yaml"

    told = calibrate_seams(answerer, messages(), path)

    assert told == [
        {"messages": "of several parts", "count": 18, "as they should": 1.0},
        {"messages": "of one", "count": 36, "as they should": 1.0},
    ]
    cuts = read_seams(path).cuts("what does the house cost and who pays the bill")
    assert cuts == [(24, 29)]
    assert read_seams(path).cuts("what do house and garden cost") == []


def test_a_message_whose_parts_are_not_told_is_not_learnt_from(
    answerer: Answerer, tmp_path: Path
) -> None:
    untold = replace(messages()[0], parts=())
    lost = replace(messages()[0], parts=("what do the carers cost", "who stole the carers"))

    told = calibrate_seams(answerer, [*messages(), untold, lost], tmp_path / "seams.yaml")

    assert [row["count"] for row in told] == [18, 36]


def test_without_a_message_whose_parts_are_told_it_is_refused(
    answerer: Answerer, tmp_path: Path
) -> None:
    with pytest.raises(CalibrationError, match="There are 0 messages of several parts and 0 of"):
        calibrate_seams(answerer, [replace(messages()[0], parts=())], tmp_path / "seams.yaml")


def test_too_few_messages_are_refused(answerer: Answerer, tmp_path: Path) -> None:
    with pytest.raises(CalibrationError) as raised:
        calibrate_seams(answerer, messages()[:12], tmp_path / "seams.yaml")

    assert str(raised.value) == (
        "There are 12 messages of several parts and 0 of one; "
        "calibration needs at least 10 of each."
    )
    assert not list(tmp_path.glob("seams*"))


def test_the_file_gives_back_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "seams.yaml"

    write_seams(path, TOLD)

    assert read_seams(path) == TOLD
    assert [file.name for file in tmp_path.glob("seams*")] == [path.name]


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", "the weights cannot be read; restore the file, or make it anew"),
        ("bar: 0.3\nintercept: 0.1\n", "the weights cannot be read"),
        (
            "bar: 0.3\nintercept: .nan\nweights: {}\n",
            "the weights are not whole; restore the file.",
        ),
        ("bar: 0.3\nintercept: 1\nweights: {last: {it: .inf}}\n", "the weights are not whole"),
        ("bar: 0\nintercept: 1\nweights: {}\n", "the weights are not whole"),
        (f"bar: 0.3\nintercept: 1{'0' * 400}\nweights: {{}}\n", "the weights cannot be read"),
    ],
)
def test_a_file_that_cannot_be_used_is_told(tmp_path: Path, written: str, why: str) -> None:
    path = tmp_path / "seams.yaml"
    path.write_text(written, encoding="utf-8")

    with pytest.raises(CalibrationError) as raised:
        read_seams(path)

    assert str(raised.value).startswith(f"seams.yaml: {why}")
