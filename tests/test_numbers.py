"""Numbers of every house style, where they are hard to tell from figures of a sentence."""

from index.passages import split
from index.readers.block import Block
from index.readers.text import read_text


def texts(text: str) -> dict[str, str]:
    found = split("paper", read_text(text.encode(), "paper.txt"))
    return {passage.locator: passage.text for passage in found}


def test_numbers_without_a_mark_count_where_the_paper_counts_by_them() -> None:
    text = (
        "## Homes\n\n1 Homes are few.\n\n2 Carers want:\n\n(a) pay\n\n(b) rest\n\n"
        "3 The end is near.\n\n12 May was the day.\n\n4 The end."
    )

    assert texts(text) == {
        "1": "Homes are few.",
        "2": "Carers want:",
        "2(a)": "pay",
        "2(b)": "rest",
        "3": "The end is near.\n12 May was the day.",
        "4": "The end.",
    }


def test_figures_that_begin_sentences_are_no_numbers() -> None:
    text = "## Homes\n\n1 House is empty.\n\n30 Children wait.\n\n7 Carers left.\n\n2 Came back."

    assert texts(text) == {
        "Homes": "1 House is empty.\n30 Children wait.\n7 Carers left.\n2 Came back."
    }


def test_names_that_are_numbered_are_no_paragraphs() -> None:
    names = ("1 Ostley Council, Ostley", "2 Wexmoor Trust, Wexmoor", "3 Marlow Vale, Marlow")
    blocks = [Block("Authors", "heading", 1), *(Block(name) for name in names)]

    assert [(p.locator, p.text) for p in split("paper", blocks)] == [("Authors", "\n".join(names))]


def test_a_heading_that_begins_like_a_month_keeps_its_number() -> None:
    heads = ("1 Purpose", "2 Decisions", "3 Marketing", "4 May")
    text = "\n\n".join(f"## {head}\n\nWords." for head in heads)

    assert list(texts(text)) == ["1", "2", "3", "4 May"]


def test_headings_numbered_without_a_dot_in_plain_text() -> None:
    text = (
        "1 Purpose\n\n1.1 To say why.\n\n2 Money and Staff\n\n2.1 It costs much.\n\n2.2 So it is."
    )

    assert texts(text) == {
        "1.1": "To say why.",
        "2.1": "It costs much.",
        "2.2": "So it is.",
    }


def test_numbers_that_begin_anew_in_an_appendix_are_named_by_it() -> None:
    text = (
        "1. Homes are few.\n\n2. They cost much.\n\n# Appendix A: Homes\n\n1. Elm House.\n\n"
        "2. Oak House.\n\n3. Ash House.\n\n# Appendix B: Terms\n\n1. A home is a home."
    )

    assert texts(text) == {
        "1": "Homes are few.",
        "2": "They cost much.",
        "Appendix A, 1": "Elm House.",
        "Appendix A, 2": "Oak House.",
        "Appendix A, 3": "Ash House.",
        "Appendix B, 1": "A home is a home.",
    }


def test_numbers_that_go_on_in_an_appendix_are_not_named_by_it() -> None:
    text = "1. Homes are few.\n\n2. They cost.\n\n# Annex 1\n\n3. Elm House.\n\n4. Oak House."

    assert list(texts(text)) == ["1", "2", "3", "4"]


def test_an_appendix_ends_where_another_paper_begins() -> None:
    text = (
        "# Homes\n\n1. Homes are few.\n\n# Appendix A\n\n1. Elm House.\n\n# Carers\n\n"
        "1. Carers are few."
    )

    assert list(texts(text)) == ["1", "Appendix A, 1", "1 (second)"]


def test_paragraphs_lettered_after_their_appendix() -> None:
    text = (
        "1. Homes.\n\n# Appendix A: Homes\n\nA.1 Elm House.\n\nA.2 Oak House.\n\nB4 Is a road.\n\n"
        "# Appendix B: Roads\n\nB1 Elm Road.\n\nB2 Oak Road."
    )

    assert texts(text) == {
        "1": "Homes.",
        "A.1": "Elm House.",
        "A.2": "Oak House.\nB4 Is a road.",
        "B1": "Elm Road.",
        "B2": "Oak Road.",
    }


def test_points_in_capital_letters() -> None:
    text = "1. That the panel:\n\nA) notes this\n\nB) agrees\n\nD) is none, since C is missing"

    assert list(texts(text))[:3] == ["1", "1(A)", "1(B)"]
    assert "1(D)" not in texts(text)


def test_a_question_goes_on_below_its_headings_and_ends_at_a_footnote() -> None:
    blocks = (
        Block("Question 1", "heading", 2),
        Block("Are there homes?"),
        Block("Answer", "heading", 2),
        Block("There are few."),
        Block("Details", "heading", 3),
        Block("Very few."),
        Block("Question 2", "heading", 2),
        Block("Why?"),
        Block("Answer", "heading", 2),
        Block("So."),
        Block("Page 1, footnote 1", "label", page=1),
        Block("Counted in May.", page=1),
    )

    assert [(p.locator, p.text) for p in split("paper", blocks)] == [
        ("Question 1 and reply", "Are there homes?\nAnswer\nThere are few.\nDetails\nVery few."),
        ("Question 2 and reply", "Why?\nAnswer\nSo."),
        ("Page 1, footnote 1", "Counted in May."),
    ]
