"""BM25, on corpora small enough to check by eye."""

from pathlib import Path

import pytest

from index.lexical import Lexical, stems


def test_a_rarer_shared_word_outweighs_a_common_one() -> None:
    lexical = Lexical.of(["kinship carers are paid", "homes and homes", "carers of homes"])

    scores = lexical.scores(stems("kinship homes"))

    assert scores.argmax() == 0


def test_a_text_that_shares_no_word_scores_nothing() -> None:
    lexical = Lexical.of(["kinship carers", "children's homes"])

    assert list(lexical.scores(stems("carer"))[1:]) == [0.0]


def test_words_that_no_text_has_score_nothing_anywhere() -> None:
    assert list(Lexical.of(["kinship carers", "homes"]).scores(["zebra"])) == [0.0, 0.0]
    assert list(Lexical.of(["kinship carers", "homes"]).scores([])) == [0.0, 0.0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("£45 million, 45m and 45 mil", ["45m", "45m", "45m"]),
        ("45\u00a0million, 45-million, 45mn", ["45m", "45m", "45m"]),
        ("2.6 billion is £2.6bn, 5 miles", ["2.6bn", "2.6bn", "5", "mile"]),
        ("Carers were caring", ["carer", "care"]),
        ("the children’s homes", ["children", "home"]),
        ("£2,000 in 2.10", ["2000", "2.10"]),
        ("what is it to us?", []),
    ],
)
def test_stems_are_lower_case_without_the_commonest_words(text: str, expected: list[str]) -> None:
    assert stems(text) == expected


def test_texts_without_words_are_kept_in_their_place() -> None:
    lexical = Lexical.of(["", "kinship", "..."])

    assert lexical.count == 3
    assert lexical.scores(["kinship"]).argmax() == 1


def test_no_text_has_any_word_and_still_answers() -> None:
    assert list(Lexical.of(["", ""]).scores(["kinship"])) == [0.0, 0.0]


def test_what_was_saved_is_what_is_loaded(tmp_path: Path) -> None:
    lexical = Lexical.of(["kinship carers", "homes", "carers of homes"])
    lexical.save(tmp_path)

    loaded = Lexical.load(tmp_path)

    assert loaded.count == 3
    assert list(loaded.scores(["carer"])) == list(lexical.scores(["carer"]))
