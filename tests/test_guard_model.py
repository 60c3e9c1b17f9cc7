"""What a message sounds like, by weights small enough to check by eye."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from toys import WordEncoder, edition_of

from bot.answer import Answerer, Judges
from bot.answerability import CalibrationError
from bot.calibrate import calibrate_guard
from bot.guard import Notice
from bot.guard_model import KINDS, GuardModel, read_guard_model, write_guard_model

ORDINARY, URGENT, CASE = np.eye(3, dtype=np.float32)


def model(threshold: float = 0.6, name: str = "toy-words") -> GuardModel:
    """Return weights that take each of three directions for one kind."""
    weights = np.zeros((len(KINDS), 3), dtype=np.float32)
    weights[KINDS.index("ordinary")] = 6 * ORDINARY
    weights[KINDS.index("urgent")] = 6 * URGENT
    weights[KINDS.index("personal_data")] = 6 * CASE
    none = np.zeros(len(KINDS), dtype=np.float32)
    return GuardModel(name, weights, none, threshold, none)


def test_a_message_gets_the_outcome_it_sounds_like() -> None:
    assert model().notice("", ORDINARY, 0.0) is None
    assert model().notice("", URGENT, 0.0) == Notice("urgent", ("resembles",))
    assert model().notice("", CASE, 0.0) == Notice("personal_data", ("resembles",))


def test_what_may_be_urgent_is_told_as_urgent_though_a_case_is_likelier() -> None:
    between = (0.52 * CASE + 0.48 * URGENT).astype(np.float32)

    assert model(threshold=0.5).notice("", between, 0.0) == Notice("urgent", ("resembles",))


def test_a_likely_risk_is_noticed_below_the_threshold_too() -> None:
    between = (0.5 * URGENT + 0.5 * ORDINARY).astype(np.float32)
    case = (0.5 * CASE + 0.5 * ORDINARY).astype(np.float32)

    assert model(threshold=0.9).notice("", between, 0.0) == Notice("urgent", ("resembles",))
    assert model(threshold=0.9).notice("", case, 0.0) is None


def test_another_matter_is_noticed_only_where_that_is_likelier() -> None:
    other = replace(model(), weights=model().weights.copy())
    other.weights[KINDS.index("out_of_scope")] = other.weights[KINDS.index("personal_data")]
    other.weights[KINDS.index("personal_data")] = 0
    likely = (0.54 * CASE + 0.46 * ORDINARY).astype(np.float32)
    likelier = (0.6 * CASE + 0.4 * ORDINARY).astype(np.float32)

    assert model().notice("", likely, 0.0) == Notice("personal_data", ("resembles",))
    assert other.notice("", likely, 0.0) is None
    assert other.notice("", likelier, 0.0) == Notice("out_of_scope", ("resembles",))


def test_words_and_pairs_of_words_count_beside_the_sound() -> None:
    urgent = np.zeros(len(KINDS), dtype=np.float32)
    urgent[KINDS.index("urgent")] = 12
    careful = replace(model(), words={"right now": urgent})

    assert careful.notice("Hurry, RIGHT now!", ORDINARY, 0.0) == Notice("urgent", ("resembles",))
    assert careful.notice("is that right for now", ORDINARY, 0.0) is None


def test_far_from_the_papers_a_message_is_noticed_and_near_them_it_is_a_question() -> None:
    nearness = np.array([4, 0, 0, 0], dtype=np.float32)
    careful = replace(model(threshold=0.5), nearness=nearness)
    between = (0.56 * CASE + 0.5 * ORDINARY).astype(np.float32)

    assert careful.notice("", between, 0.9) is None
    assert careful.notice("", between, -0.1) == Notice("personal_data", ("resembles",))


def test_what_the_patterns_found_stays_found_unless_it_is_a_question_beyond_doubt() -> None:
    found = Notice("out_of_scope", ("instructions",))
    likely = (0.6 * ORDINARY + 0.2 * CASE).astype(np.float32)

    assert model().notice("", likely, 0.9) is None
    assert model().notice("", likely, 0.9, found) == found
    assert model().notice("", ORDINARY, 0.9, found) is None


def test_a_name_or_a_number_stays_found_whatever_it_sounds_like() -> None:
    for kinds in (("name",), ("nhs_number", "case_story")):
        found = Notice("personal_data", kinds)

        assert model().notice("", ORDINARY, 0.9, found) == found


def test_a_case_or_a_risk_in_an_order_gets_the_words_for_it() -> None:
    order = Notice("out_of_scope", ("case_decision",))

    assert model().notice("", CASE, 0.0, order) == Notice(
        "personal_data", ("resembles", "case_decision")
    )
    assert model().notice("", URGENT, 0.0, order) == Notice(
        "urgent", ("resembles", "case_decision")
    )


def test_a_number_found_is_never_told_as_another_matter() -> None:
    other = np.zeros(len(KINDS), dtype=np.float32)
    other[KINDS.index("out_of_scope")] = 50
    careful = replace(model(), words={"payslip": other})
    found = Notice("personal_data", ("ni_number",))

    assert careful.notice("payslip", ORDINARY, 0.0, found) == found


def test_below_the_threshold_a_message_is_a_question() -> None:
    between = (0.5 * CASE + 0.5 * ORDINARY).astype(np.float32)

    assert model(threshold=0.6).notice("", between, 0.0) is None
    assert model(threshold=0.4).notice("", between, 0.0) == Notice("personal_data", ("resembles",))


def test_written_weights_read_back_the_same(tmp_path: Path) -> None:
    words = {"right now": np.array([0.5, 1.25, 0.0, -2.0], dtype=np.float32), "is": np.ones(4)}
    write_guard_model(tmp_path / "guard.yaml", replace(model(), words=words))

    read = read_guard_model(tmp_path / "guard.yaml")

    assert (read.model, read.threshold) == ("toy-words", 0.6)
    assert np.array_equal(read.weights, model().weights)
    assert {word: list(weights) for word, weights in read.words.items()} == {
        "is": [1.0, 1.0, 1.0, 1.0],
        "right now": [0.5, 1.25, 0.0, -2.0],
    }


@pytest.mark.parametrize("text", ["", "- a list", "model: toy\nthreshold: 1\nkinds: {}"])
def test_weights_that_are_not_whole_say_what_to_do(tmp_path: Path, text: str) -> None:
    (tmp_path / "guard.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(CalibrationError, match="calibrate-guard"):
        read_guard_model(tmp_path / "guard.yaml")


def test_what_is_learnt_keeps_a_like_message_from_being_searched(tmp_path: Path) -> None:
    edition = edition_of(tmp_path, {"ashby-2024-01-01": ["Foster homes are paid."]})
    plain = Answerer(edition, WordEncoder())
    messages = [(f"kinship carers {word}", "ordinary") for word in "abcdefgh"]
    messages += [(f"officer budget {word}", "personal_data") for word in "abcdefgh"]
    messages += [(f"agency homes {word}", "urgent") for word in "abcdefgh"]
    messages += [(f"foster foster {word}", "out_of_scope") for word in "abcdefgh"]
    path = tmp_path / "guard.yaml"

    calibrate_guard(plain, messages, path)
    careful = Answerer(edition, WordEncoder(), Judges(guard=read_guard_model(path)))

    assert careful.answer("officer budget today").noticed == ("resembles",)
    assert careful.answer("officer budget today").citations == ()
    assert careful.answer("kinship carers today").noticed == ()


def test_weights_of_another_model_are_left_unused() -> None:
    assert Judges(guard=model(name="another")).of("toy-words") == Judges()


def test_a_fragment_that_tells_little_is_heard_with_the_question_before_it(tmp_path: Path) -> None:
    edition = edition_of(tmp_path, {"ashby-2024-01-01": ["Foster homes are paid."]})
    size, kinds = edition.vectors.dimensions, len(KINDS)
    always = np.zeros(kinds, dtype=np.float32)
    always[KINDS.index("out_of_scope")] = 9
    none = np.zeros(kinds, dtype=np.float32)
    suspicious = GuardModel("toy-words", np.zeros((kinds, size), np.float32), always, 0.5, none)
    careful = Answerer(edition, WordEncoder(), Judges(guard=suspicious))

    assert careful.answer("who by?").outcome == "out_of_scope"
    assert careful.answer("who by?", ["are foster homes paid"]).outcome == "answered"
    assert careful.answer("who by?", ["what is the weather"]).outcome == "out_of_scope"
