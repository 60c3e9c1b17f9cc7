"""What a message sounds like, by weights small enough to check by eye."""

from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
from toys import WordEncoder, edition_of, guard_leaning_to

from bot.answer import Answerer
from bot.guard import Notice
from bot.guard_model import KINDS, Ear, GuardModel, read_guard_model, write_guard_model
from bot.guard_training import calibrate_guard, with_names
from bot.judges import Judges
from bot.learnt import CalibrationError, array_in_steps, written_in_steps


def told(ordinary: int = 0, urgent: int = 0, case: int = 0) -> np.ndarray:
    """Return so many words of three kinds, each a direction of its own."""
    return np.repeat(np.eye(3, dtype=np.float32), [ordinary, urgent, case], axis=0)


ORDINARY, URGENT, CASE = told(ordinary=1), told(urgent=1), told(case=1)


def model(threshold: float = 0.6, name: str = "toy-words") -> GuardModel:
    """Return weights by which a kind's log-likelihood is six times its share of the words."""
    outer = np.zeros((len(KINDS), 3), dtype=np.float32)
    for number, kind in enumerate(("ordinary", "urgent", "personal_data")):
        outer[KINDS.index(kind), number] = 6
    # A word brought to even size is 2 / sqrt(2) in its own direction, -1 / sqrt(2) in the others;
    # the mean over the words is brought back from there to the share of each kind.
    share = np.eye(3, dtype=np.float32) * 2**0.5 / 3
    none = np.zeros(len(KINDS), dtype=np.float32)
    parts = (np.zeros((1, 0, 3), np.float32), share, np.full(3, 1 / 3, np.float32), outer, none)
    ear = Ear(*(part[None] for part in parts))
    return GuardModel(name, ear, threshold, none)


def test_an_ear_asks_for_the_words_that_matter_among_many() -> None:
    plain = model().ear
    asks = np.array([[[[0, 9, 0]]]], dtype=np.float32)
    inner = np.concatenate([plain.inner, np.zeros_like(plain.inner)], axis=2)
    listening = replace(plain, asks=asks, inner=inner)
    message = told(ordinary=40, urgent=1)

    assert plain.heard(message).argmax() == KINDS.index("ordinary")
    assert listening.heard(message).argmax() == KINDS.index("urgent")
    assert listening.heard(told(ordinary=40)).argmax() == KINDS.index("ordinary")
    assert (plain.numbers, listening.numbers) == (3, 3)


def test_two_layers_are_heard_beside_each_other() -> None:
    one = model().ear
    inner = np.concatenate([one.inner * 0, one.inner], axis=2)
    ear = replace(one, asks=np.zeros((1, 2, 0, 3), np.float32), inner=inner)
    words = np.hstack([told(urgent=2), told(case=2)])

    assert ear.numbers == 6
    assert ear.heard(words) == pytest.approx(one.heard(told(case=2)))


def test_of_several_networks_the_mean_counts() -> None:
    one = model().ear
    both = Ear(*(np.concatenate([getattr(one, each.name)] * 2) for each in fields(Ear)))
    both.outer[1] = 0

    each = [weights.likely("", URGENT, 0.0) for weights in (model(), replace(model(), ear=both))]
    risk_to_question = [np.log(likely[KINDS.index("urgent")] / likely[0]) for likely in each]

    assert risk_to_question == pytest.approx([6, 3], rel=1e-3)


def test_a_message_gets_the_outcome_it_sounds_like() -> None:
    assert model().notice("", ORDINARY, 0.0) is None
    assert model().notice("", URGENT, 0.0) == Notice("urgent", ("resembles",))
    assert model().notice("", CASE, 0.0) == Notice("personal_data", ("resembles",))


def test_what_may_be_urgent_is_told_as_urgent_though_a_case_is_likelier() -> None:
    between = told(case=52, urgent=48)

    assert model(threshold=0.5).notice("", between, 0.0) == Notice("urgent", ("resembles",))


def test_a_likely_risk_is_noticed_below_the_threshold_too() -> None:
    between = told(urgent=1, ordinary=1)
    case = told(case=1, ordinary=1)

    assert model(threshold=0.9).notice("", between, 0.0) == Notice("urgent", ("resembles",))
    assert model(threshold=0.9).notice("", case, 0.0) is None


def test_another_matter_is_noticed_from_the_threshold_on() -> None:
    case = model(threshold=0.45)
    outer = case.ear.outer.copy()
    outer[0, KINDS.index("out_of_scope")] = outer[0, KINDS.index("personal_data")]
    outer[0, KINDS.index("personal_data")] = 0
    other = replace(case, ear=replace(case.ear, outer=outer))

    assert model(threshold=0.4).notice("", told(case=47, ordinary=53), 0.0) == Notice(
        "personal_data", ("resembles",)
    )
    assert other.notice("", told(case=40, ordinary=60), 0.0) is None
    assert other.notice("", told(case=50, ordinary=50), 0.0) == Notice(
        "out_of_scope", ("resembles",)
    )


def test_words_and_pairs_of_words_count_beside_the_sound() -> None:
    urgent = np.zeros(len(KINDS), dtype=np.float32)
    urgent[KINDS.index("urgent")] = 12
    careful = replace(model(), phrases={"right now": urgent})

    assert careful.notice("Hurry, RIGHT now!", ORDINARY, 0.0) == Notice("urgent", ("resembles",))
    assert careful.notice("is that right for now", ORDINARY, 0.0) is None


def test_far_from_the_papers_a_message_is_noticed_and_near_them_it_is_a_question() -> None:
    nearness = np.array([4, 0, 0, 0], dtype=np.float32)
    careful = replace(model(threshold=0.5), nearness=nearness)
    between = told(case=53, ordinary=47)

    assert careful.notice("", between, 0.9) is None
    assert careful.notice("", between, -0.1) == Notice("personal_data", ("resembles",))


def test_what_the_patterns_found_stays_found_unless_it_is_a_question_beyond_doubt() -> None:
    found = Notice("out_of_scope", ("instructions",))
    likely = told(ordinary=60, urgent=15, case=25)

    assert model().notice("", likely, 0.9) is None
    assert model().notice("", likely, 0.9, found) == found
    assert model().notice("", ORDINARY, 0.9, found) is None


def test_an_emergency_stays_one_whatever_it_sounds_like() -> None:
    found = Notice("urgent", ("emergency",))

    assert model().notice("", ORDINARY, 0.9, found) == found
    assert model().notice("", told(case=9), 0.0, found) == found


def test_a_number_stays_found_whatever_it_sounds_like() -> None:
    found = Notice("personal_data", ("nhs_number", "case_story"))

    assert model().notice("", ORDINARY, 0.9, found) == found


def test_a_name_stays_found_unless_it_is_a_question_beyond_doubt() -> None:
    found = Notice("personal_data", ("name",))

    assert model().notice("", told(ordinary=60, case=40), 0.9, found) == found
    assert model().notice("", ORDINARY, 0.9, found) is None


def test_between_a_case_and_a_risk_it_is_told_as_a_risk() -> None:
    told_so = Notice("personal_data", ("case_story",))
    hinted, hardly = told(case=3, urgent=2), told(case=5, urgent=2)

    # Whatever pattern found the case, for that says nothing of danger.
    assert model().notice("", hinted, 0.0, told_so) == Notice("urgent", ("resembles", "case_story"))
    assert model().notice("", hinted, 0.0) == Notice("urgent", ("resembles",))
    assert model().notice("", hardly, 0.0, told_so) == told_so
    # What is surely a case is one, though words of danger stand in it.
    danger = Notice("urgent", ("live_risk", "case_story"))
    assert model().notice("", hinted, 0.0, danger) == danger
    assert model().notice("", CASE, 0.0, danger) == Notice(
        "personal_data", ("resembles", "live_risk", "case_story")
    )


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
    careful = replace(model(), phrases={"payslip": other})
    found = Notice("personal_data", ("ni_number",))

    assert careful.notice("payslip", ORDINARY, 0.0, found) == found


def test_below_the_threshold_a_message_is_a_question() -> None:
    between = told(case=1, ordinary=1)

    assert model(threshold=0.6).notice("", between, 0.0) is None
    assert model(threshold=0.4).notice("", between, 0.0) == Notice("personal_data", ("resembles",))


def test_written_weights_read_back_the_same(tmp_path: Path) -> None:
    words = {"right now": np.array([0.5, 1.25, 0.0, -2.0], dtype=np.float32), "is": np.ones(4)}
    write_guard_model(tmp_path / "guard.yaml", replace(model(), phrases=words))

    read = read_guard_model(tmp_path / "guard.yaml")

    assert (read.model, read.threshold) == ("toy-words", 0.6)
    for each in fields(Ear):
        written = getattr(model().ear, each.name)
        np.testing.assert_allclose(getattr(read.ear, each.name), written, rtol=1e-3)
    assert {word: list(weights) for word, weights in read.phrases.items()} == {
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


def test_some_other_matters_are_learnt_with_a_name_in_them() -> None:
    others = [(f"parking {number}", "out_of_scope") for number in range(30)]
    plain = [("who chaired it", "ordinary"), ("he has a knife", "urgent")] * 6
    ways = ("{name} {message}", "{message} in {name}")

    learnt = list(with_names([*plain, *others], ("Ashby", "Barrow"), ways, 10))

    assert learnt[:12] == plain
    named = [pair[0] for pair, other in zip(learnt[12:], others, strict=True) if pair != other]
    assert named == ["Ashby parking 9", "Barrow parking 19", "parking 29 in Ashby"]
    assert list(with_names(others, (), ways, 10)) == others


def test_weights_of_another_model_are_left_unused() -> None:
    assert Judges(guard=model(name="another")).of("toy-words") == Judges()


def test_a_fragment_that_tells_little_is_heard_with_the_question_before_it(tmp_path: Path) -> None:
    edition = edition_of(tmp_path, {"ashby-2024-01-01": ["Foster homes are paid."]})
    question = np.zeros(len(KINDS))
    question[KINDS.index("ordinary")] = 20
    suspicious = guard_leaning_to("out_of_scope", by=9, words={"homes": question})
    careful = Answerer(edition, WordEncoder(), Judges(guard=suspicious))

    assert careful.answer("who by?").outcome == "out_of_scope"
    assert careful.answer("who by?", ["are foster homes paid"]).outcome == "answered"
    assert careful.answer("who by?", ["what is the weather"]).outcome == "out_of_scope"


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("asks", (2, 3)),
        ("asks", (2, 1, 0, 3)),
        ("inner", (3, 4)),
        ("inner", (1, 3, 4)),
        ("inner_bias", (1, 2)),
        ("outer", (1, len(KINDS), 2)),
        ("outer_bias", (1, 3)),
    ],
)
def test_an_ear_whose_parts_do_not_fit_is_refused(
    tmp_path: Path, name: str, shape: tuple[int, ...]
) -> None:
    misfit = replace(model().ear, **{name: np.zeros(shape, dtype=np.float32)})
    write_guard_model(tmp_path / "guard.yaml", replace(model(), ear=misfit))

    with pytest.raises(CalibrationError, match="not whole; restore the file"):
        read_guard_model(tmp_path / "guard.yaml")


def test_an_ear_with_a_number_that_is_none_is_refused(tmp_path: Path) -> None:
    bias = np.array([[np.nan, 0, 0]], dtype=np.float32)
    broken = replace(model(), ear=replace(model().ear, inner_bias=bias))
    write_guard_model(tmp_path / "guard.yaml", broken)

    with pytest.raises(CalibrationError, match="not whole; restore the file"):
        read_guard_model(tmp_path / "guard.yaml")


def test_weights_are_counted_in_steps_of_the_greatest_of_their_row() -> None:
    rows = np.array([[[1.27, -0.633], [0, 0]], [[-254, 3.2], [0.001, 0.0005]]], dtype=np.float32)

    found = array_in_steps(written_in_steps(rows))

    close = [[[1.27, -0.63], [0, 0]], [[-254, 4], [0.001, 0.0005039]]]
    np.testing.assert_allclose(found, close, rtol=1e-3)
