"""Who may be shown what; and an answer made again from its reference."""

from datetime import date

from bot.audience import EVERYBODY
from bot.library import FOUND, SHOWN
from bot.record import record
from bot.reference import named, recall, reference
from bot.starters import Group, choose_starters, read_starters
from index.visible import public_part
from tests import toy_bot as toy


def test_an_edition_of_public_papers_is_shown_to_everybody_as_it_is() -> None:
    edition = toy.edition()
    assert public_part(edition) is edition
    library = toy.library(edition)
    assert library.outside is library.inside


def test_nothing_of_a_restricted_paper_is_left_in_the_public_part() -> None:
    public = public_part(toy.secret_edition())
    assert public is not None
    assert [paper.id for paper in public.papers] == ["kirkford-2023", "marlow-2022"]
    assert public.passages == toy.PASSAGES
    assert len(public.vectors) == len(public.views.passage)
    assert set(public.views.passage) == set(range(len(toy.PASSAGES)))
    assert public.words.scores(["secret"]).max() == 0
    assert public.latest == date(2023, 3, 20)


def test_the_public_part_answers_as_an_edition_of_public_papers_does() -> None:
    outside = toy.library(toy.secret_edition()).outside
    assert outside is not None
    asked = "what are kinship carers paid?"
    assert outside.ask(asked) == toy.library().inside.ask(asked)


def test_where_nothing_is_public_outsiders_have_no_shelf() -> None:
    library = toy.library(toy.edition((toy.CLOSED,), (toy.SECRET,)))
    assert library.shelf(EVERYBODY) is None


def test_an_answer_shows_three_passages_and_keeps_the_others_ready() -> None:
    found = toy.library().inside.ask("what are kinship carers paid?")
    assert [c.number for c in found.answer.citations] == [1, 2, 3]
    assert [c.number for c in found.further] == list(range(SHOWN + 1, len(toy.PASSAGES) + 1))
    assert len(toy.PASSAGES) <= FOUND


def test_an_answer_is_made_again_from_its_reference_without_the_question() -> None:
    shelf = toy.library().inside
    for asked in ("what are kinship carers paid?", "how long does wardship last?"):
        found = shelf.ask(asked)
        text = reference(found, shelf)
        again = recall(text, shelf)
        assert again is not None and again.is_whole and len(text) < 300
        assert again.found.answer.sentences == found.answer.sentences
        quotes = [c.quote for c in again.found.answer.citations + again.found.answer.nearest]
        assert quotes == [c.quote for c in found.answer.citations + found.answer.nearest]
        assert [c.number for c in again.found.further] == [c.number for c in found.further]
        assert again.found.answer.question == "" and "paid" not in text


def test_a_passage_that_changed_since_is_not_shown_as_the_same() -> None:
    shelf = toy.library().inside
    text = reference(shelf.ask("what are kinship carers paid?"), shelf)
    fewer = toy.library(toy.edition(passages=toy.PASSAGES[1:])).inside
    again = recall(text, fewer)
    assert again is not None and not again.is_whole
    assert recall("nonsense", shelf) is None and recall("x|||", shelf) is None


def test_feedback_names_the_outcome_and_the_passages() -> None:
    shelf = toy.library().inside
    text = reference(shelf.ask("how long is a visit?"), shelf)
    outcome, citations = named(text, shelf)
    assert outcome == "answered" and citations[0] == "marlow-2022#8"
    assert named("nonsense", shelf) == ("", ())


def test_a_record_leaves_the_question_out() -> None:
    answer = toy.library().inside.ask("how long is a visit?").answer
    lines = record(answer, date(2026, 1, 2)).splitlines()
    assert lines[0].endswith("copied on 2 January 2026")
    assert lines[2] == "Each visit takes an hour. [1]"
    assert lines[5] == (
        "[1] Marlow Council, Homes for Marlow, 7 June 2022, paragraph 8 (the paper's own words)"
    )
    assert lines[6] == "    “Each visit takes an hour. A visit may be online.”"
    assert "how long" not in "\n".join(lines)


def test_starters_are_only_those_that_are_answered() -> None:
    answerer = toy.library().inside.answerer
    long = "What are kinship carers paid, " + "really " * 12 + "?"
    groups = (Group("A", ("How do I bake?", "What is a visit?", long)), Group("B", ("Moon?",)))
    assert choose_starters(answerer, groups) == (Group("A", ("What is a visit?",)),)


def test_the_starters_shipped_can_be_read_and_fit_a_button() -> None:
    from pathlib import Path

    home = Path(__file__).resolve().parent.parent
    groups = read_starters(home / "knowledge" / "starters.yaml")
    assert [group.readers for group in groups] == ["Social workers", "Managers", "New staff"]
    assert all(len(q) <= 75 for group in groups for q in group.questions)
    assert all(len(group.questions) >= 4 for group in groups)
