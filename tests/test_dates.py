"""Dates as people say them."""

import subprocess
import sys
from datetime import date

import pytest

from bot.dates import first_day

A_WEDNESDAY = date(2023, 11, 15)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2023-02-14", date(2023, 2, 14)),
        ("2023-02", date(2023, 2, 1)),
        ("2022", date(2022, 1, 1)),
        ("June 2022", date(2022, 6, 1)),
        ("since June 2022", date(2022, 6, 1)),
        ("Since the 1st of June, 2022", date(2022, 6, 1)),
        ("2 Feb 2023", date(2023, 2, 2)),
        ("02/03/2023", date(2023, 3, 2)),
        ("since March", date(2023, 3, 1)),
        ("December", date(2022, 12, 1)),
        ("may", date(2023, 5, 1)),
        ("today", date(2023, 11, 15)),
        ("yesterday?", date(2023, 11, 14)),
        ("Monday", date(2023, 11, 13)),
        ("this week", date(2023, 11, 13)),
        ("last week", date(2023, 11, 6)),
        ("this month", date(2023, 11, 1)),
        ("last month", date(2023, 10, 1)),
        ("the past month", date(2023, 10, 1)),
        ("last year", date(2022, 1, 1)),
        ("two weeks ago", date(2023, 11, 1)),
        ("a fortnight ago", date(2023, 11, 1)),
        ("in the last three weeks", date(2023, 10, 25)),
        ("3 months ago", date(2023, 8, 15)),
        ("a year ago", date(2022, 11, 15)),
    ],
)
def test_a_date_in_words_is_its_first_day(said: str, day: date) -> None:
    assert first_day(said, A_WEDNESDAY) == day


@pytest.mark.parametrize(
    "said",
    [
        *("", "since", "a", "to", "12", "at 5pm", "banana", "the last election", "may I ask"),
        *("2023-13-45", "31 February 2023", "0000", "99999999999 days ago", "June 0000"),
    ],
)
def test_what_is_no_date_is_none(said: str) -> None:
    assert first_day(said, A_WEDNESDAY) is None


def test_the_library_is_not_loaded_before_a_date_in_words_is_read() -> None:
    program = "import sys, bot.cli; sys.exit('dateparser' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
