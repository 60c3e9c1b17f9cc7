"""How dates are told, and what changed."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml
from toys import make_paper, make_passage

from bot import wording, wording_changes
from bot.answer import Answer, Searched
from bot.citation import citation_of
from bot.guard.identifiers import identifiers
from index.changes import Changes, Mark, Rewording, TopicChange
from index.positions import Position, Topic

QUESTIONS = Path(__file__).parent / "questions"
SEARCHED = Searched(1, 1, date(2022, 6, 1))
JUNE = make_paper(published=date(2022, 6, 1), date_note="month known, day not")
ASKED = Position(date(2022, 5, 1), "recommended", "recommended", "a review", "ashby#1", "Yes")
TRIED = Position(date(2023, 2, 1), "government", "being tested", "government", "ashby#2", "So")
WELCOMED = Position(date(2023, 3, 1), "local", "welcomed", "Ostley", "ashby#3", "Good")


def test_a_paper_of_which_only_the_month_is_known_is_never_given_a_day() -> None:
    citation = citation_of(JUNE, make_passage("They came.", "7(e)"))
    answer = Answer("Who?", "nothing_found", Searched(1, 1, JUNE.published, JUNE.date_note))

    assert wording.place(citation).endswith(", June 2022, paragraph 7(e)")
    assert wording.as_of(answer) == (
        "Searched 1 paper up to June 2022; later events are not covered."
    )
    assert wording.ledger_as_of(JUNE).startswith("As of June 2022, ")
    assert wording.sortable(JUNE.published, JUNE.date_note) == "2022-06"


def test_what_a_positions_date_is_is_told_where_its_papers_date_does_not_show_it() -> None:
    citation = citation_of(JUNE, make_passage("They came."))
    reported = f"date of the paper that reports it: {JUNE.date_note}"

    places = [
        wording.position_place(replace(TRIED, date_note=note), citation)
        for note in ("", JUNE.date_note, reported)
    ]

    assert [place.partition("paragraph 1")[2] for place in places] == ["", "", f" ({reported})"]


def test_a_position_is_told_by_its_status_and_one_only_noted_by_what_it_says() -> None:
    noted = replace(WELCOMED, status="noted", line="Ostley counts forty.")

    assert wording.stands(WELCOMED) == "Mar 2023, Ostley: welcomed"
    assert wording.stands(noted) == "Mar 2023, Ostley: Ostley counts forty."


def test_who_wrote_case_details_is_told_what_was_noticed_and_what_to_do() -> None:
    case = Answer("", "personal_data", SEARCHED, noticed=("nhs_number", "name", "resembles"))
    vague = replace(case, noticed=("resembles",), contact="Front door: 1.")

    assert wording.lead(case, "Delete it so.") == (
        "This message seems to hold an NHS number and a person's name, so it was not searched and "
        f"nothing of it was kept. Delete it so. {wording.IN_GENERAL_TERMS} {wording.IF_IN_DANGER}"
    )
    assert wording.lead(vague).startswith(
        "This message seems to hold details of a real person or case, so"
    )
    assert wording.lead(vague).endswith(f"{wording.IF_IN_DANGER} Front door: 1.")


def test_every_kind_of_identifier_has_words_for_who_wrote_it() -> None:
    messages = yaml.safe_load((QUESTIONS / "guard.yaml").read_text(encoding="utf-8"))["trip"]
    codes = {kind for text in messages["personal_data"] for kind in identifiers(text)}

    assert len(codes) >= 8
    assert codes <= wording.NOTICED.keys()


def test_a_refusal_says_what_is_refused() -> None:
    refused = Answer("q", "out_of_scope", SEARCHED)
    by_kind = {
        kind: wording.lead(replace(refused, noticed=(kind,)))
        for kind in ("off_topic", "resembles", "case_decision", "instructions")
    }

    assert by_kind["off_topic"] == by_kind["resembles"] == wording.OUT_OF_SCOPE
    assert by_kind["case_decision"].startswith("This bot does not decide on a case")
    assert by_kind["instructions"].startswith("This bot keeps to its rules")


def test_a_paper_of_which_the_day_is_known_is_given_it() -> None:
    known = replace(JUNE, date_note="")

    assert wording.place(citation_of(known, make_passage("They came."))).endswith(
        ", 1 June 2022, paragraph 1"
    )
    assert wording.sortable(known.published, "") == "2022-06-01"


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ((ASKED,), (ASKED, TRIED), "Benches: recommended → being tested"),
        ((ASKED, TRIED), (ASKED,), "Benches: being tested → recommended"),
        ((TRIED,), (TRIED, WELCOMED), "Benches: still being tested"),
        ((), (ASKED, TRIED), "Benches: new in the ledger, recommended → being tested"),
        ((TRIED,), (), "Benches: no longer in the ledger, was being tested"),
    ],
)
def test_a_move_in_the_ledger_is_told_as_such(
    before: tuple[Position, ...], after: tuple[Position, ...], told: str
) -> None:
    earlier, later = (
        Topic("benches", "Benches", "Will they come?", (), positions) if positions else None
        for positions in (before, after)
    )

    assert wording_changes.topic_changed(TopicChange(earlier, later)) == told


def test_what_lies_far_from_a_change_is_left_out() -> None:
    words = " ".join(str(number) for number in range(9))
    marks = (Mark("same", words), Mark("went", "old"), Mark("same", words), Mark("came", "new"))

    assert wording_changes.marked(marks, around=2) == "… 7 8 [-old-] 0 1 … 7 8 {+new+}"
    assert wording_changes.marked((Mark("came", "new"), Mark("same", words)), around=2) == (
        "{+new+} 0 1 …"
    )
    assert wording_changes.marked((Mark("same", words),), around=2) == words


def test_the_amounts_leave_out_what_is_none_and_count_nothing_twice() -> None:
    passage, other = make_passage("One.", "1"), make_passage("Two.", "2", source="summary")
    changes = Changes(
        papers_added=(make_paper(),),
        added=(passage, replace(passage, paper="ashby")),
        removed=(replace(other, paper="corby"),),
        reworded=(Rewording(passage, other), Rewording(passage, make_passage("Three.", "1"))),
    )

    assert wording_changes.counted(changes) == (
        "papers: 1 added; passages: 1 added, 1 removed, 1 reworded; passages quoted anew: 1."
    )
    assert wording_changes.counted(Changes()) == wording_changes.NO_CHANGES
