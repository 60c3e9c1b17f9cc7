"""Passages are cut so that what answers stays, and nothing is cut in secret."""

from hypothesis import given
from hypothesis import strategies as st

from bot.excerpt import clean, marked, one_line, shortened


def test_invisible_characters_carry_no_words() -> None:
    assert clean("a\u200bb\u202ec\u0000d\ud800e\tf\r\ng") == "abcde f\ng"


def test_a_short_text_stays_whole() -> None:
    assert shortened("All of it.", ["of"], 20) == "All of it."


def test_a_cut_shows_on_both_sides_and_keeps_the_sentence() -> None:
    text = "One two three four five. The fee is doubled. Six seven eight nine ten eleven."
    assert shortened(text, ["The fee is doubled."], 40) == "… The fee is doubled. Six seven …"


def test_a_cut_at_the_end_only_shows_there() -> None:
    assert shortened("One two three four five six seven", (), 20) == "One two three …"


@given(st.text(), st.text(min_size=1), st.text(), st.integers(20, 200))
def test_a_cut_text_is_never_longer_than_asked(a: str, b: str, c: str, longest: int) -> None:
    assert len(shortened(a * 9 + b + c * 9, [b], longest)) <= longest


def test_the_parts_that_answer_are_marked_in_place() -> None:
    assert marked("One. Two. Three.", ["Two."]) == [
        ("One. ", False),
        ("Two.", True),
        (" Three.", False),
    ]


@given(st.text(), st.lists(st.text(max_size=5), max_size=4))
def test_marking_changes_no_word(text: str, parts: list[str]) -> None:
    assert "".join(piece for piece, _ in marked(text, parts)) == text


def test_one_line_is_cut_visibly() -> None:
    assert one_line("a\nb   c d", 5) == "a b…"
