"""Figures are the same however a paper and its summary write them."""

import pytest

from index.figures import figures


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("£45m", "£45 million"),
        ("£2.6bn", "£2.6 billion"),
        ("129%", "129 per cent"),
        ("9,000", "9000"),
        ("two", "2"),
        ("£200 m", "£200m"),
    ],
)
def test_a_figure_is_the_same_in_short_and_in_full(short: str, long: str) -> None:
    assert figures(f"Given {short} then") == figures(f"Given {long} then") != set()


@pytest.mark.parametrize(
    ("one", "other"), [("£45m", "£45"), ("12%", "12"), ("£45m", "45m"), ("£1bn", "£1m")]
)
def test_a_figure_is_not_the_same_with_another_unit(one: str, other: str) -> None:
    assert figures(one) != figures(other)


def test_every_figure_of_a_sentence_is_found() -> None:
    assert figures("From £2,000 to £3,000, one in eight, up to 12 areas; S47 is none.") == {
        "£2000",
        "£3000",
        "1",
        "8",
        "12",
    }


def test_words_are_left_alone_where_only_digits_count() -> None:
    assert figures("one of the 3 documents", words=False) == {"3"}
