"""Sentences are cut as they stand in the text."""

import pytest

from index.sentences import clauses, sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One thing. Another thing.", ["One thing.", "Another thing."]),
        ("Is it so? It is!", ["Is it so?", "It is!"]),
        ("Dr. Amber Fell asked Cllr. Moss.", ["Dr. Amber Fell asked Cllr. Moss."]),
        ("It costs £2.5m. £3m was hoped for.", ["It costs £2.5m.", "£3m was hoped for."]),
        ("See para. 4 and Sec. 17 first.", ["See para. 4 and Sec. 17 first."]),
        ("He said “enough.” Then he left.", ["He said “enough.”", "Then he left."]),
        ("A title\nA line below", ["A title", "A line below"]),
        ("Minutes by B.\nNext line", ["Minutes by B.", "Next line"]),
        ("No end", ["No end"]),
        ("  ", []),
        ("", []),
    ],
)
def test_a_text_is_cut_at_the_ends_of_its_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_every_sentence_is_word_for_word_in_its_text() -> None:
    text = "First,  with two spaces. “Second!” 3.4 is no end; A. N. Other is no end. Last one"

    cut = sentences(text)

    assert all(sentence in text for sentence in cut)
    assert " ".join(" ".join(cut).split()) == " ".join(text.split())


def test_a_short_sentence_is_one_clause() -> None:
    assert clauses("One; two; three.") == ["One; two; three."]


def test_a_long_sentence_is_cut_at_its_semicolons() -> None:
    first, second = "a" * 100, "b" * 100

    assert clauses(f"{first}; and {second}.") == [first, f"{second}."]
