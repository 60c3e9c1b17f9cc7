"""Who asks what a short form means is shown where it is written out."""

from pathlib import Path

import pytest
from toys import SEAMS, WordEncoder, answered, edition_of, guard_leaning_to, weights_of

from bot.answer import Answerer
from bot.gaps import Gap
from bot.judges import Judges
from bot.meaning import asked_meaning, writes_out
from bot.question import Vocabulary, understand
from bot.wording import lead
from index.glossary import Glossary, Term

CMA = Term("Competition and Markets Authority", "The competition regulator.", ("CMA",))
WORDS = Vocabulary(Glossary((CMA, Term("foster carer", "Cares for a child."))))


@pytest.mark.parametrize(
    "asked",
    [
        "What's the CMA?",
        "whats CMA stand for",
        "could someone spell out CMA for me",
        "who are the CMA",
        "what do people mean by CMA",
        "CMAs - what's that short for",
        "CMA?",
    ],
)
def test_a_question_what_a_short_form_means(asked: str) -> None:
    assert asked_meaning(understand(asked, (), WORDS)) == (CMA,)


@pytest.mark.parametrize(
    "asked",
    [
        "what did the CMA find?",
        "is the CMA happy",
        "what does the CMA report mean for foster carers",
        "he means to ring the CMA",
        "what does foster carer mean",
        "what's the Competition and Markets Authority?",
    ],
)
def test_another_question(asked: str) -> None:
    assert asked_meaning(understand(asked, (), WORDS)) == ()


def test_the_passage_that_writes_it_out_comes_first_with_that_sentence(tmp_path: Path) -> None:
    texts = (
        "The CMA on fostering. The CMA said CMA fees rose.",
        "Fees rose. A study by the Competition and Markets Authority (CMA) says so. Costs too.",
    )
    glossary = f"terms:\n- term: {CMA.term}\n  short: [CMA]\n  meaning: {CMA.meaning}\n"
    held = edition_of(tmp_path, {"ashby-2023-03-01": texts}, glossary=glossary)

    answer = Answerer(held, WordEncoder()).answer("What's the CMA?", limit=2)

    assert [citation.locator for citation in answer.citations] == ["2", "1"]
    assert "A study by the Competition and Markets Authority (CMA) says so." in [
        sentence.text for sentence in answer.sentences
    ]


def test_what_no_paper_writes_out_is_not_found_and_the_glossary_tells_it(tmp_path: Path) -> None:
    glossary = f"terms:\n- term: {CMA.term}\n  short: [CMA]\n  meaning: {CMA.meaning}\n"
    held = edition_of(tmp_path, {"ashby-2023-03-01": ("Foster fees rose.",)}, glossary=glossary)

    answer = answered(held, "What does CMA stand for?")

    assert (answer.outcome, answer.sentences) == ("nothing_found", ())
    assert answer.gaps == (Gap("meaning", CMA.term, CMA.meaning),)
    assert lead(answer).endswith(
        "From our glossary, not from a paper: Competition and Markets Authority – The competition "
        "regulator."
    )


def test_what_a_passage_further_off_writes_out_is_shown_by_it(tmp_path: Path) -> None:
    near = tuple(f"The CMA on foster homes in room {number}." for number in range(12))
    far = "Fees rose. The Competition and Markets Authority says so."
    glossary = f"terms:\n- term: {CMA.term}\n  short: [CMA]\n  meaning: {CMA.meaning}\n"
    held = edition_of(tmp_path, {"ashby-2023-03-01": (*near, far)}, glossary=glossary)

    answer = answered(held, "What does CMA stand for in foster homes?")

    assert (answer.outcome, [citation.locator for citation in answer.citations]) == (
        "answered",
        ["13"],
    )
    assert [s.text for s in answer.sentences] == ["The Competition and Markets Authority says so."]


def test_what_papers_use_and_none_writes_out_the_glossary_tells_beside_them(tmp_path: Path) -> None:
    glossary = f"terms:\n- term: {CMA.term}\n  short: [CMA]\n  meaning: {CMA.meaning}\n"
    held = edition_of(tmp_path, {"ashby-2023-03-01": ("The CMA met.",)}, glossary=glossary)

    answer = answered(held, "What does CMA stand for?")

    assert (answer.outcome, answer.gaps) == (
        "partly_answered",
        (Gap("meaning", CMA.term, CMA.meaning),),
    )
    assert lead(answer).startswith("No paper here explains that. From our glossary, not from a")


def test_what_a_term_is_the_glossary_tells_before_what_papers_say_of_it(tmp_path: Path) -> None:
    glossary = "terms:\n- {term: foster carer, meaning: Cares for a child.}\n"
    lines = ("Foster carers are few.",)
    held = edition_of(tmp_path, {"ashby-2023-03-01": lines}, glossary=glossary)

    for asked in ("what is a foster carer?", "foster carer meaning", "definition of foster carers"):
        answer = answered(held, asked)

        assert (answer.outcome, [s.text for s in answer.sentences]) == ("answered", list(lines))
        told = "From our glossary, not from a paper: foster carer – Cares for a child."
        assert lead(answer) == told


@pytest.mark.parametrize(
    "asked",
    [
        "What's the difference between a foster carer and a family hub?",
        "diff between foster carers and family hubs pls",
        "is a foster carer the same as a family hub",
        "how is a foster carer different from a family hub?",
    ],
)
def test_what_sets_two_terms_apart_the_glossary_tells_of_each(tmp_path: Path, asked: str) -> None:
    glossary = (
        "terms:\n- {term: foster carer, meaning: Cares for a child.}\n"
        "- {term: family hub, also: [family hubs], meaning: A place.}\n"
    )
    lines = ("Foster carers are few.",)
    held = edition_of(tmp_path, {"ashby-2023-03-01": lines}, glossary=glossary)

    assert answered(held, asked).gaps == (
        Gap("meaning", "foster carer", "Cares for a child."),
        Gap("meaning", "family hub", "A place."),
    )


def test_what_sets_two_councils_apart_is_no_meaning(tmp_path: Path) -> None:
    glossary = "terms:\n- {term: foster carer, meaning: Cares for a child.}\n"
    lines = ("Foster carers are few.",)
    held = edition_of(tmp_path, {"ashby-2023-03-01": lines}, glossary=glossary)

    asked = "difference between the foster carers of Ashby and those of Barrow"
    assert answered(held, asked).gaps == ()


@pytest.mark.parametrize(
    "text",
    ["The CMA (Competition Office) met.", "They are competition authorities (CMAs)."],
)
def test_what_a_paper_takes_a_short_form_for_writes_it_out(text: str) -> None:
    assert writes_out(text, CMA)


@pytest.mark.parametrize("text", ["The CMA (2023) met.", "(CMA)", "The SCMA (Some Cat) met."])
def test_a_short_form_beside_brackets_is_not_always_written_out(text: str) -> None:
    assert not writes_out(text, CMA)


@pytest.mark.parametrize(
    ("asked", "gaps"),
    [
        ("What's a foster carer?", (Gap("meaning", "foster carer", "Cares for a child."),)),
        ("what do foster carers mean", (Gap("meaning", "foster carer", "Cares for a child."),)),
        ("what are foster carers paid", ()),
    ],
)
def test_a_term_that_no_paper_explains_is_told_from_the_glossary(
    tmp_path: Path, asked: str, gaps: tuple[Gap, ...]
) -> None:
    glossary = "terms:\n- {term: foster carer, meaning: Cares for a child.}\n"
    held = edition_of(tmp_path, {"ashby-2023-03-01": ("The panel met.",)}, glossary=glossary)

    answer = answered(held, asked)

    assert (answer.outcome, answer.gaps) == ("nothing_found", gaps)


def test_a_publisher_is_written_out_by_its_papers(tmp_path: Path) -> None:
    glossary = "terms:\n- term: Ashby Council\n  short: [ABC]\n  meaning: A council.\n"
    held = edition_of(tmp_path, {"ashby-2023-03-01": ("The ABC met.",)}, glossary=glossary)

    assert answered(held, "What is the ABC?").outcome == "answered"


@pytest.mark.parametrize(
    ("asked", "outcome"),
    [
        ("what is a section 47 of foster homes", "answered"),
        ("foster homes n s47s", "answered"),
        ("what is a section 20 of foster homes", "nothing_found"),
        ("what is a s.4 of foster homes", "nothing_found"),
        ("reg 44 in foster homes", "nothing_found"),
        ("section 2.10 on foster homes", "answered"),
        ("the panel's 100 foster homes", "answered"),
        ("section 3 of the report on foster homes", "answered"),
        ("section 17 for foster homes", "answered"),
    ],
)
def test_a_section_that_is_not_in_the_passage_is_not_answered_by_it(
    tmp_path: Path, asked: str, outcome: str
) -> None:
    line = "Foster homes had 44 visits in 2020, after enquiries by sections 17 and 47."
    held = edition_of(tmp_path, {"ashby-2023-03-01": (line,)})

    assert answered(held, asked).outcome == outcome


def test_of_two_sections_asked_for_the_one_that_is_there_is_told(tmp_path: Path) -> None:
    held = edition_of(tmp_path, {"ashby-2023-03-01": ("Section 47 enquiries in homes rose.",)})
    judges = Judges(weights_of(0.4, 0.45), seams=SEAMS)
    asked = "what rose in homes of section 47, and what does section 20 say on homes"

    answer = Answerer(held, WordEncoder(), judges).answer(asked)

    assert (answer.outcome, answer.gaps) == ("partly_answered", (Gap("part", "second"),))


def test_a_short_form_far_from_all_papers_is_still_a_question(tmp_path: Path) -> None:
    glossary = f"terms:\n- term: {CMA.term}\n  short: [CMA]\n  meaning: {CMA.meaning}\n"
    held = edition_of(tmp_path, {"ashby-2023-03-01": ("Foster fees rose.",)}, glossary=glossary)
    suspicious = guard_leaning_to("out_of_scope", by=9)
    careful = Answerer(held, WordEncoder(), Judges(guard=suspicious))

    assert careful.answer("what's the weather").outcome == "out_of_scope"
    assert careful.answer("What does CMA stand for?").outcome == "nothing_found"


def test_a_short_form_that_nobody_knows_is_not_answered_by_a_near_one(tmp_path: Path) -> None:
    held = edition_of(tmp_path, {"ashby-2023-03-01": ("Foster fees (FGC) rose.",)})
    answerer = Answerer(held, WordEncoder())

    assert answerer.answer("what does FGX stand for in foster fees?").outcome == "nothing_found"
    assert answerer.answer("what does FGC stand for in foster fees?").outcome == "answered"
    for other in ("when did FGX foster fees rise", "WHAT DOES FGX STAND FOR IN FOSTER FEES"):
        assert answerer.answer(other).outcome == "answered"


@pytest.mark.parametrize(
    ("asked", "outcome"),
    [
        ("Zora Quist on homes", "nothing_found"),
        ("who is Mel Meggs of the homes", "answered"),
        ("Did Ashby homes close", "answered"),
        ("Are Foster Homes few", "answered"),
        ("zora quist on homes", "answered"),
        ("Hi Reviewbot, are foster homes few", "answered"),
        ("Hey Bot, are foster homes few", "answered"),
        ("Zoë Quíst on homes", "nothing_found"),
    ],
)
def test_a_name_that_no_paper_has_is_not_answered_by_what_is_near(
    tmp_path: Path, asked: str, outcome: str
) -> None:
    papers = {"ashby-2023-03-01": ("Foster homes are few, Mel Meggs said.",)}

    assert answered(edition_of(tmp_path, papers), asked).outcome == outcome
