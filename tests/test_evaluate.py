"""What is counted as found, right and shown when answers are measured."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from toys import SEAMS, WordEncoder, edition_of, weights_of

from bot.answer import Answerer
from bot.citation import Citation
from bot.evaluate import (
    Asked,
    EvaluationError,
    Gold,
    Result,
    evaluate,
    normal,
    read_questions,
    table,
)
from bot.judges import Judges
from bot.report import as_page

ASHBY = "ashby-2023-03-01"
PAPERS = {
    ASHBY: (
        "Kinship carers get an allowance of £90.",
        "Agency staff drain the “budget”.",
        "Foster homes need an officer.",
    ),
}
CITATION = Citation(
    number=1,
    paper=ASHBY,
    title="Report",
    publisher="Ashby Council",
    published=date(2023, 3, 1),
    locator="2",
    heading=(),
    page=None,
    source="summary",
    quote=PAPERS[ASHBY][1],
    url="",
    score=1.0,
)
ASKED = Asked("q", "manager", "what?", (), ("answered",), (), False, (), ("all",))
GOLD = Gold(({"paper": ASHBY, "locator": "2"},))
ITEM: dict[str, Any] = {"id": 1, "persona": "manager", "question": "what?", "expected": "answered"}


def file_of(folder: Path, *items: dict[str, Any]) -> Path:
    path = folder / "questions.yaml"
    path.write_text(yaml.safe_dump({"items": list(items)}), encoding="utf-8")
    return path


def result(ranks: tuple[int | None, ...] = (1,), outcome: str = "answered", **asked: Any) -> Result:
    gold = tuple(GOLD for _ in ranks)
    return Result(replace(ASKED, gold=gold, **asked), outcome, ranks, True)


@pytest.mark.parametrize(
    ("ways", "is_met"),
    [
        ([{"paper": ASHBY, "locator": "2"}], True),
        ([{"paper": ASHBY, "locator": "3"}], False),
        ([{"paper": "barrow-2022-06-01", "locator": "2"}], False),
        ([{"paper": ASHBY, "quote": 'drain  the "budget"'}], True),
        ([{"file": f"papers/{ASHBY}.pdf", "quote": "staff drain"}], True),
        ([{"paper": ASHBY, "quote": "drain the allowance"}], False),
        ([{"paper": ASHBY, "locator": "3"}, {"paper": ASHBY, "locator": "2"}], True),
        ([], False),
    ],
)
def test_a_passage_is_met_by_its_locator_or_by_its_words(
    ways: list[dict[str, str]], is_met: bool
) -> None:
    assert Gold(tuple(ways)).is_met_by(CITATION) is is_met


def test_quotation_marks_spaces_and_ligatures_make_no_other_words() -> None:
    assert normal("“ﬁnd” the\n child’s  home") == '"find" the child\'s home'


@pytest.mark.parametrize(
    ("ranks", "need_all", "found"),
    [
        ((1,), False, (True, True)),
        ((2,), False, (False, True)),
        ((6,), False, (False, False)),
        ((None,), False, (False, False)),
        ((None, 1), False, (True, True)),
        ((None, 1), True, (False, False)),
        ((2, 1), True, (False, True)),
        ((), False, (False, False)),
        ((), True, (False, False)),
    ],
)
def test_what_is_needed_is_found_within_a_depth(
    ranks: tuple[int | None, ...], need_all: bool, found: tuple[bool, bool]
) -> None:
    measured = result(ranks, need_all=need_all)

    assert (measured.found_by(1), measured.found_by(5)) == found


def test_a_question_of_ours_is_read(tmp_path: Path) -> None:
    gold = {"paper": ASHBY, "locator": "2", "alt": [{"paper": ASHBY, "locator": "3"}]}
    item = ITEM | {
        "history": ["before"],
        "gold": [gold],
        "need": "all",
        "facts": [90],
        "overlap": "low",
        "tags": ["multi_turn"],
        "also_ok": ["partly_answered"],
        "unsaid": ["second", ["third", "Ashby"]],
    }

    assert read_questions(file_of(tmp_path, item)) == [
        Asked(
            id="1",
            persona="manager",
            question="what?",
            history=("before",),
            expected=("answered", "partly_answered"),
            gold=(Gold((gold, {"paper": ASHBY, "locator": "3"})),),
            need_all=True,
            facts=("90",),
            groups=("all", "manager", "overlap low", "multi_turn"),
            unsaid=(("second",), ("third", "Ashby")),
        )
    ]


@pytest.mark.parametrize(
    ("public", "ours"),
    [
        ("answer", ("answered",)),
        ("abstain", ("nothing_found", "out_of_scope", "partly_answered")),
        ("refuse_personal_data", ("personal_data",)),
        ("signpost", ("out_of_scope", "urgent", "personal_data")),
        ("urgent", ("urgent",)),
    ],
)
def test_the_public_names_of_outcomes_are_read_as_ours(
    tmp_path: Path, public: str, ours: tuple[str, ...]
) -> None:
    asked = read_questions(file_of(tmp_path, ITEM | {"expected": public, "kind": "near"}))[0]

    assert (asked.expected, asked.groups) == (ours, ("all", "manager", "near"))


@pytest.mark.parametrize(
    "content", [b"", b"[", b"- a", b"items: 5", b"items: [a]", b"items: [{id: 1}]", b"\xff"]
)
def test_a_file_that_holds_no_questions_says_what_it_needs(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "questions.yaml"
    path.write_bytes(content)

    with pytest.raises(EvaluationError) as raised:
        read_questions(path)

    assert str(raised.value).startswith(f"{path}: no file of questions (")
    assert str(raised.value).endswith(
        "it needs a list 'items', each with id, question and expected."
    )


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="FileNotFoundError"):
        read_questions(tmp_path / "none.yaml")


def test_each_question_is_answered_ranked_and_counted_as_it_is_heard(tmp_path: Path) -> None:
    answerer = Answerer(edition_of(tmp_path, PAPERS), WordEncoder())
    third = Gold(({"paper": ASHBY, "locator": "3"},))
    questions = [
        replace(ASKED, question="agency budget", gold=(GOLD, third), facts=('the "BUDGET"',)),
        replace(ASKED, question="and carers?", history=("kinship",), facts=("£95",)),
        replace(ASKED, question="cups and drains", gold=(Gold(({"paper": "x", "locator": "1"},)),)),
    ]
    heard: list[int] = []

    results = evaluate(answerer, questions, lambda: heard.append(1))

    assert len(heard) == 3
    assert [found.outcome for found in results] == ["answered", "answered", "nothing_found"]
    assert (results[0].ranks[0], results[1].ranks, results[2].ranks) == (1, (), (None,))
    assert [found.facts_in_sentences for found in results] == [True, False, True]
    assert [found.fact_leads for found in results] == [True, False, False]


def test_a_passage_offered_only_as_the_nearest_counts_as_found_but_not_as_answered(
    tmp_path: Path,
) -> None:
    answerer = Answerer(edition_of(tmp_path, PAPERS), WordEncoder())

    found = evaluate(answerer, [replace(ASKED, question="cups and drains", gold=(GOLD,))])[0]

    assert (found.outcome, found.ranks) == ("nothing_found", (1,))
    assert not found.is_answered
    assert not found.is_right_outcome


@pytest.mark.parametrize(
    ("unsaid", "is_right"),
    [
        ((("second",),), True),
        ((("third", "second"),), True),
        ((("first",),), False),
        ((("first",), ("second",)), False),
        ((), False),
    ],
)
def test_an_answer_in_part_is_right_when_it_names_the_parts_that_are_not_said(
    tmp_path: Path, unsaid: tuple[tuple[str, ...], ...], is_right: bool
) -> None:
    judges = Judges(weights_of(0.45, 0.49, unknown_words=-1.0), seams=SEAMS)
    answerer = Answerer(edition_of(tmp_path, PAPERS), WordEncoder(), judges)
    half = replace(
        ASKED,
        question="did agency staff drain the budget, and which zebra won the purple derby",
        expected=("partly_answered",),
        unsaid=unsaid,
    )

    found = evaluate(answerer, [half])[0]

    assert (found.outcome, found.is_right_outcome) == ("partly_answered", is_right)


def test_the_table_has_a_row_a_group_with_shares_of_those_that_can_tell() -> None:
    with_both = {"groups": ("all", "manager")}
    rows = table(
        [
            result((1,), facts=("£90",), **with_both),
            result((4,), "partly_answered"),
            result((None, 2), "nothing_found", need_all=True),
            result((), "personal_data", expected=("personal_data",)),
        ]
    )

    assert [row["group"] for row in rows] == ["all", "manager"]
    assert rows[0] == {
        "group": "all",
        "questions": 4,
        "recall@1": 0.333,
        "recall@5": 0.667,
        "recall@10": 0.667,
        "first_right": 0.333,
        "mrr": 0.583,
        "fact_leads": 0.0,
        "facts_shown": 1.0,
        "partly": 0.333,
        "refused": 0.333,
        "outcome": 0.5,
    }
    assert (rows[1]["questions"], rows[1]["recall@1"], rows[1]["outcome"]) == (1, 1.0, 1.0)


def test_a_group_without_passages_to_find_has_no_shares_of_them() -> None:
    row = table([result((), "urgent", expected=("urgent",))])[0]

    assert (row["recall@5"], row["mrr"], row["facts_shown"], row["outcome"]) == (
        None,
        None,
        None,
        1.0,
    )


def test_the_page_shows_every_share_and_outcome_and_needs_nothing_else() -> None:
    results = [
        result((1,), groups=("all", "new <staff>")),
        result((7,), outcome="partly_answered", groups=("all",)),
        result((), outcome="answered", expected=("nothing_found",), groups=("all", "near_miss")),
    ]

    page = as_page("a & b", table(results), results)

    assert "<title>a &amp; b: evaluation</title>" in page
    assert 'aria-label="all: 0.50; new &lt;staff&gt;: 1.00"' in page
    assert "<td>answered</td><td>1</td><td>1</td><td></td>" in page
    assert "<td>nothing found</td><td>1</td><td></td><td></td>" in page
    assert "near miss" in page and "<staff>" not in page
    assert "<script" not in page and "http" not in page
