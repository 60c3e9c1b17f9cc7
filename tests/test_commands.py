"""Commands typed as plain words, told apart from questions that begin alike."""

from datetime import date

import pytest

from bot.commands import command_in
from index.positions import Position, Topic

REJECTED = Position(date(2023, 2, 2), "government", "rejected", "Turned down.", "a#1", "government")
TOPICS = (
    Topic("kinship", "Kinship care allowance", "Is there one?", (), (REJECTED,)),
    Topic("wardens", "Park wardens", "Will there be any?", ("rangers",), (REJECTED,)),
)


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("help", ("help", "")),
        ("  Help ", ("help", "")),
        ("/HELP", ("help", "")),
        ("/review where rangers", ("where", "rangers")),
        ("where", ("where", "")),
        ("Where park wardens", ("where", "park wardens")),
        ("where rangers", ("where", "rangers")),
        ("changed", ("changed", "")),
        ("changed since March", ("changed", "since March")),
        ("Changes rangers since June 2022", ("changes", "rangers since June 2022")),
        ("changed rangers", ("changed", "rangers")),
        ("start", ("start", "")),
        ("start 2", ("start", "2")),
        ("start what-it-was", ("start", "what-it-was")),
        ("subscribe kinship weekly", ("subscribe", "kinship weekly")),
        ("unsubscribe", ("unsubscribe", "")),
        ("subscriptions", ("subscriptions", "")),
        ("glossary family help", ("glossary", "family help")),
        ("forget me", ("forget", "me")),
        ("/where is the hub", ("where", "is the hub")),
        ("/zebrafish", ("zebrafish", "")),
    ],
)
def test_a_command_is_known_in_any_case_with_or_without_a_slash(
    typed: str, command: tuple[str, str]
) -> None:
    assert command_in(typed, TOPICS) == command


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "where are the park wardens?",
        "where is the family hub",
        "where rangers?",
        "where zebrafish swim",
        "changed the law on homes",
        "changes to the fee?",
        "start date of the scheme",
        "papers on kinship care",
        "help for kinship carers",
        "forget me not",
        "What is kinship care?",
    ],
)
def test_what_reads_like_a_question_is_one(typed: str) -> None:
    assert command_in(typed, TOPICS) is None
