"""What speaks for an answer, how it is weighed, and weights that cannot be used."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from toys import SEAMS, TOY_MODEL, WordEncoder, edition_of, unit, units_written, weights_of

from bot import wording
from bot.answer import Answerer
from bot.answerability import SIGNALS, Bars, read_weights, signals
from bot.gaps import Gap
from bot.judges import Judges
from bot.learnt import CalibrationError
from index.edition import Edition

PAPERS = {
    "ashby-2023-03-01": (
        "Kinship carers in Ashby get an allowance of £90.\n\nAsked:\n- what are nans paid",
        "Agency staff drain the budget.",
        "Foster homes were few in 2021.",
    ),
}
GLOSSARY = """
terms:
  - {term: Ashby, meaning: A council., kind: place}
places: {common: [Ostley]}
"""
FILE: dict[str, Any] = {
    "model": TOY_MODEL,
    "nothing": 0.2,
    "partly": 0.5,
    "unsaid": 0.3,
    "intercept": 0.5,
    "signals": {name: {"weight": 0.0, "mean": 0.0, "deviation": 1.0} for name in SIGNALS},
    "words": {},
    "question": [0.0, 2.0],
    "units": units_written(unit(2, {})),
}


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return edition_of(tmp_path_factory.mktemp("edition"), PAPERS, glossary=GLOSSARY)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "answerability.yaml"


def measured(edition: Edition, text: str, *history: str) -> dict[str, float]:
    found = Answerer(edition, WordEncoder()).find(text, history)
    return signals(edition, found.question, found.sought, found.hits)


def refusal(path: Path, **changes: Any) -> str:
    path.write_text(yaml.safe_dump(FILE | changes), encoding="utf-8")
    with pytest.raises(CalibrationError) as raised:
        read_weights(path)
    return str(raised.value)


def test_every_signal_is_measured_and_is_a_number(edition: Edition) -> None:
    for text in ("agency budget", "who won the cup", "and it?", "what is it"):
        values = measured(edition, text)
        assert tuple(values) == SIGNALS
        assert all(math.isfinite(value) for value in values.values())


def test_a_question_in_the_passages_own_words_is_covered_and_near(edition: Edition) -> None:
    values = measured(edition, "does agency staff drain the budget")

    assert values["covered"] == values["covered_by_three"] == pytest.approx(1.0)
    assert values["cosine_said"] == pytest.approx(1.0)
    assert values["unknown_words"] == 0.0


def test_a_word_that_no_paper_has_is_unknown_and_the_rarer_the_more_it_counts(
    edition: Edition,
) -> None:
    values = measured(edition, "agency zebra")

    # One of three passages has "agency", of "zebra" there is half of one.
    assert values["unknown_words"] == pytest.approx(math.log1p(6) / (math.log1p(6) + math.log1p(3)))
    assert values["covered"] == pytest.approx(1 - values["unknown_words"])


def test_a_question_that_staff_would_ask_covers_words_that_the_paper_lacks(
    edition: Edition,
) -> None:
    assert measured(edition, "what are nans paid in allowance")["covered"] == pytest.approx(1.0)


def test_words_of_two_sentences_are_covered_by_neither(tmp_path: Path) -> None:
    two = edition_of(
        tmp_path, {"ashby-2023-03-01": ("Agency staff left. The budget grew.", "Homes")}
    )
    values = measured(two, "agency budget")

    assert (values["covered"], values["covered_by_sentence"]) == pytest.approx((1.0, 0.5))


@pytest.mark.parametrize(
    ("text", "signal", "value"),
    [
        ("allowance of kinship carers in Ashby", "place_missing", 0.0),
        ("allowance of kinship carers in Ostley", "place_missing", 1.0),
        ("allowance of kinship carers in Ostley", "place_elsewhere", 1.0),
        ("allowance of kinship carers in Ashby", "place_elsewhere", 0.0),
        ("allowance of kinship carers", "place_missing", 0.0),
        ("foster homes in 2021", "year_missing", 0.0),
        ("foster homes in 2019", "year_missing", 1.0),
        ("foster homes in 2019", "year_later", 0.0),
        ("foster homes in 2024", "year_later", 1.0),
        ("foster homes", "year_missing", 0.0),
        ("did the foster homes actually open", "asks_outcome", 1.0),
        ("are foster homes few", "asks_outcome", 0.0),
        ("how many agency staff", "figure_missing", 1.0),
        ("how much is the kinship allowance", "figure_missing", 0.0),
        ("agency staff", "figure_missing", 0.0),
        ("agency staff were not let go", "negated", 1.0),
        ("didn't agency staff leave", "negated", 1.0),
        ("agency notes", "negated", 0.0),
        ("agency zebra", "rarest_missing", 1.0),
        ("agency staff", "rarest_missing", 0.0),
        ("agency staff", "one_paper", 1.0),
        ("We lost a zebra in 2021. Is the budget drained?", "question_covered", 1.0),
        ("agency staff", "follow_up", 0.0),
        ("what was the budget in 2021, and what is it for homes now", "in_parts", 1.0),
        ("agency staff, homes", "in_parts", 0.0),
        ("did the homes open", "asks_what_happened", 1.0),
        ("what did the review say on homes", "asks_what_happened", 0.0),
        ("has the budget been set", "asks_what_happened", 1.0),
        ("is there a form for the allowance", "asks_detail", 1.0),
        ("who pays", "asks_who", 1.0),
        ("whose budget", "asks_who", 0.0),
        ("which councils drain the budget", "asks_which_places", 1.0),
        ("how much is the allowance", "asks_money", 1.0),
        ("how much time", "asks_money", 0.0),
        ("when did agency staff leave", "asks_when", 1.0),
        ("how many homes", "asks_count", 1.0),
        ("what share of homes", "asks_share", 1.0),
        ("what share of homes", "share_missing", 1.0),
        ("how much is the kinship allowance", "kind_missing", 0.0),
        ("how much do agency staff drain", "kind_missing", 1.0),
        ("when were foster homes few", "kind_missing_there", 0.0),
        ("when did agency staff leave", "kind_missing_there", 1.0),
        ("what do judges say on agency staff", "body_missing", 1.0),
        ("what do kinship carers get", "body_missing", 0.0),
        ("does Zebedee drain the budget", "name_missing", 1.0),
        ("does Agency drain the budget", "name_missing", 0.0),
        ("agency staff in Ashby", "terms_missing", 0.0),
        ("agency staff in 2024", "year_after_paper", 1.0),
        ("agency staff in 2021", "year_after_paper", 0.0),
        ("agency staff in 2023", "year_of_paper", 1.0),
        ("foster homes in 2021", "year_there", 1.0),
        ("agency staff in 2021", "year_there", 0.0),
        ("why agency staff", "asks_why", 1.0),
        ("why agency staff", "why_missing", 1.0),
        ("agency staff", "why_missing", 0.0),
        ("who are the agency staff", "person_missing", 1.0),
        ("agency staff", "person_missing", 0.0),
        ("how often do agency staff leave", "asks_how_often", 1.0),
        ("how often do agency staff leave", "how_often_missing", 1.0),
        ("what does each agency cost", "asks_each", 1.0),
        ("where are the foster homes", "asks_where", 1.0),
        ("what did the agency reply", "asks_reply", 1.0),
        ("agency staff", "asks_reply", 0.0),
    ],
)
def test_a_signal_is_what_it_says(edition: Edition, text: str, signal: str, value: float) -> None:
    assert measured(edition, text)[signal] == pytest.approx(value)


def test_another_councils_passage_that_is_nearer_speaks_against_an_answer(tmp_path: Path) -> None:
    papers = {"ashby-2021-07-01": ("Foster homes.",), "barrow-2022-06-01": ("Agency staff.",)}
    held = edition_of(tmp_path, papers, glossary=GLOSSARY)

    behind = [
        measured(held, text)["named_behind"]
        for text in ("foster homes in ashby", "agency staff in ashby", "agency staff")
    ]

    assert behind[0] == behind[2] == 0.0
    assert behind[1] > 0.5


def test_a_follow_up_is_known_and_brings_the_place_before(edition: Edition) -> None:
    values = measured(edition, "and kinship carers?", "foster homes in Ostley")

    assert (values["follow_up"], values["place_elsewhere"]) == (1.0, 1.0)


def test_the_probability_is_the_logistic_sum_of_all_that_is_weighed(path: Path) -> None:
    rows = FILE["signals"] | {
        "covered": {"weight": 3.0, "mean": 0.5, "deviation": 0.25},
        "asks_when": {"weight": 0.0, "mean": 0.0, "deviation": 0.5},
    }
    words = {"by when": -1.0, "by": 0.5, "never": 9.0}
    seen = unit(2, {"covered": 1.0, "asks_when": 1.0}, bias=-2.0, outer=-0.25, words=(2, 2, 9))
    changed = {"signals": rows, "words": words, "units": units_written(seen)}
    path.write_text(yaml.safe_dump(FILE | changed), encoding="utf-8")
    weights = read_weights(path)
    values = dict.fromkeys(SIGNALS, 0.0) | {"covered": 0.75}
    vector = np.array([9.0, 0.25], dtype=np.float32)

    def logit(asked: str, **changes: float) -> float:
        likely = weights.probability(values | changes, vector, asked)
        return math.log(likely / (1 - likely))

    # 0.5 + 2.0 * 0.25 + 3.0 * (0.75 - 0.5) / 0.25
    assert logit("") == pytest.approx(4.0, abs=1e-4)
    # ... - 0.25 * max(0, (0.75 - 0.5) / 0.25 + (1.0 - 0.0) / 0.5 - 2.0); alone, it is below 0
    assert logit("", asks_when=1.0) == pytest.approx(3.75, abs=1e-4)
    # ... + (-1.0 + 0.5) / sqrt(2) - 0.25 * max(0, 1.0 + (2 + 2) / sqrt(2) - 2.0)
    by_when = 4.0 - 0.5 / math.sqrt(2) - 0.25 * (4 / math.sqrt(2) - 1.0)
    assert logit("By when?") == pytest.approx(by_when, abs=1e-4)
    assert (weights.model, weights.bars) == (TOY_MODEL, Bars(0.2, 0.5, 0.3))


def test_the_weights_turn_what_the_papers_do_not_cover_into_nothing_found(edition: Edition) -> None:
    judged = Answerer(edition, WordEncoder(), Judges(weights_of(0.4, 0.45, unknown_words=-1.0)))

    assert judged.answer("agency budget").outcome == "answered"
    assert judged.answer("agency zebra").outcome == "nothing_found"


def test_two_questions_in_one_are_answered_where_each_is(edition: Edition) -> None:
    weights = weights_of(0.45, 0.49, unknown_words=-1.0, cosine_said=0.0)
    judged = Answerer(edition, WordEncoder(), Judges(weights, seams=SEAMS))

    answers = {
        text: judged.answer(text).outcome
        for text in (
            "in 2021 did agency staff drain the budget, and what allowance do kinship carers get",
            "in 2021 did agency staff drain the budget, and which zebra won the purple derby",
            "in 2021 did the zebra win purple derbies, and which gnu ate the yellow hay",
        )
    }

    assert list(answers.values()) == ["answered", "partly_answered", "nothing_found"]


def test_what_is_asked_of_two_councils_is_told_of_the_one_that_says_nothing(
    edition: Edition,
) -> None:
    weights = weights_of(0.45, 0.49, place_missing=-9.0)
    judged = Answerer(edition, WordEncoder(), Judges(weights))

    answer = judged.answer("what do Ashby and Ostley say on agency staff draining the budget?")
    alone = judged.answer("and Ostley?", ["what does Ashby say on agency staff?"])

    assert (answer.outcome, answer.gaps) == ("partly_answered", (Gap("from", "Ostley"),))
    assert wording.lead(answer).startswith("The papers here have nothing on this for Ostley. ")
    assert answer.citations[0].locator == "2"
    assert alone.outcome == "nothing_found"


@pytest.mark.parametrize(
    "text", ["", "[", "just words", "model: x", "- a\n- b", "model: x\nsignals: [1]\n", b"\xff\xfe"]
)
def test_a_file_that_is_no_weights_says_how_to_mend_it(path: Path, text: str | bytes) -> None:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())

    with pytest.raises(CalibrationError) as raised:
        read_weights(path)

    assert str(raised.value) == (
        "answerability.yaml: the weights cannot be read; restore the file, or make it anew with "
        "'review-bot calibrate'."
    )


def test_a_file_that_is_not_there_says_the_same(path: Path) -> None:
    with pytest.raises(CalibrationError, match="the weights cannot be read; restore the file"):
        read_weights(path)


@pytest.mark.parametrize("field", ["nothing", "partly", "unsaid", "intercept"])
def test_a_number_that_is_none_is_refused(path: Path, field: str) -> None:
    assert "the weights cannot be read" in refusal(path, **{field: "much"})


@pytest.mark.parametrize("deviation", [0.0, -1.0, math.nan])
def test_a_deviation_that_nothing_can_be_divided_by_is_refused(
    path: Path, deviation: float
) -> None:
    rows = FILE["signals"] | {"covered": FILE["signals"]["covered"] | {"deviation": deviation}}

    assert refusal(path, signals=rows) == (
        "answerability.yaml: deviations must be above 0; restore the file."
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"units": units_written(unit(3, {}))},
        {"units": units_written(unit(2, {}, bias=math.nan))},
        {"question": [0.0, math.nan]},
        {"question": 5},
        {"intercept": math.inf},
        {"partly": math.nan},
        {"words": {"by when": 1.0}},
        {"words": {"by when": math.nan}, "units": units_written(unit(2, {}, words=[1.0]))},
    ],
)
def test_weights_that_do_not_fit_or_are_no_numbers_are_refused(
    path: Path, changes: dict[str, Any]
) -> None:
    assert refusal(path, **changes) == (
        "answerability.yaml: the weights are not whole; restore the file."
    )


def test_signals_of_another_version_are_refused_by_name(path: Path) -> None:
    known = FILE["signals"]
    fewer = {name: row for name, row in known.items() if name != "covered"}
    more = known | {"mood": known["covered"]}

    assert refusal(path, signals=fewer) == (
        "answerability.yaml: 'covered' is not among both the signals there and those here; "
        "run 'review-bot calibrate'."
    )
    assert "'mood' is not among both" in refusal(path, signals=more)
