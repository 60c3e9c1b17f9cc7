"""Phrases are found where whole words of a plain text are they."""

import timing

from bot.guard.patterns import Phrases
from bot.guard.plain import plain


def test_a_phrase_is_found_as_whole_words_only() -> None:
    found = Phrases("left alone")

    assert found.search(plain("They were left alone."))
    assert not found.search(plain("It was left alonegside"))
    assert not found.search(plain("Left. Alone at last"))


def test_a_gap_is_up_to_three_words_of_any_letters_and_ends_with_the_sentence() -> None:
    found = Phrases("told _us")

    assert found.search(plain("told us"))
    assert found.search(plain("told José £40 Łucja us"))
    assert not found.search(plain("told a b c d us"))
    assert not found.search(plain("told. us"))


def test_groups_of_words_stand_for_any_of_them() -> None:
    found = Phrases("the <KIN> left", words={"KIN": "mum|dad|step ?dad"})

    assert [found.search(plain(f"the {who} left")) for who in ("mum", "step dad", "dog")] == [
        True,
        True,
        False,
    ]


def test_a_phrase_may_say_what_must_not_follow() -> None:
    found = Phrases("the case(?! for)", "a plan")

    assert found.search(plain("close the case now"))
    assert not found.search(plain("the case for change"))
    assert found.search(plain("the case for a plan"))


def test_each_part_is_counted_once_though_one_stands_right_behind_another() -> None:
    found = Phrases("he left", "left", "was hit(?! by)")

    assert found.each(plain("he left was hit. He left!")) == {"he left", "was hit"}


def test_a_phrase_with_gaps_costs_four_times_as_much_in_four_times_the_text() -> None:
    found = Phrases(*(f"(?:\\w+ ){{0,14}}word{number} _end" for number in range(40)))

    def seconds(size: int) -> float:
        said = plain("word1 " * size)
        return timing.seconds(lambda: found.search(said), readings=5)

    # Sixteen would be quadratic; a busy machine is forgiven by trying again.
    assert any(seconds(8_000) < 8 * seconds(2_000) + 0.002 for _ in range(3))
