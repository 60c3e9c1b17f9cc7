"""Somebody new gets the steps of the path that a message asks for, or its first ones."""

from pathlib import Path

import pytest
from toys import WordEncoder, edition_of

from bot.answer import Answerer
from bot.newcomers import AskedSteps, asks_where_to_start
from index.onboarding import Step

PAPERS = {
    "ashby-2021-07-01": ("Homes are few. Carers are fewer.", "The budget fell."),
    "corby-2023-03-01": ("An agency report.",),
    "barrow-2022-06-01": ("An officer spoke.", "The allowance rose."),
}
EVENTS = Step("e", "Events", "T.", (), "When?", ("order of events", "what happened when"))
PEOPLE = Step("p", "People", "T.", (), "Who?", ("who is who", "what was the review"))


@pytest.mark.parametrize(
    ("text", "is_asked"),
    [
        ("new here - where do i start", True),
        ("Hi, I just joined the team, where should I begin?", True),
        ("where's best to start reading", True),
        ("where do we start", True),
        ("new here, what should I read first", True),
        ("which paper should I read first", True),
        ("Hello, I started on Monday and all talk of the review, where should I start?", True),
        ("All talk of the review, where should I start?", False),
        ("what do children read first", False),
        ("where does the pilot start", False),
        ("where do RCCs start", False),
        ("when do I start", False),
        ("where does it begin", False),
        ("start", False),
    ],
)
def test_somebody_new_may_ask_where_to_start(text: str, is_asked: bool) -> None:
    assert asks_where_to_start(text) is is_asked


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("what's the order of events please", EVENTS),
        ("Which event in which order?", EVENTS),
        ("when did the whole thing happen", EVENTS),
        ("who's who in the review", PEOPLE),
        ("who is Josh MacAlister", None),
        ("New here, started Monday. What was the review, in plain words?", PEOPLE),
        ("New here, what is their paper for, in a nutshell?", None),
        ("what happened when, in Josh MacAlister's review", EVENTS),
        ("what is this review?", PEOPLE),
        ("what was the order of events in Ashby", None),
        ("what happened", None),
        ("what happens when a child is in care", None),
        ("order of events in 2021", None),
        ("who are you", None),
        ("can you give me the order of events from the review", EVENTS),
        ("what about social care", None),
    ],
)
def test_a_step_of_the_path_is_asked_for_in_the_words_listed_for_it(
    text: str, step: Step | None
) -> None:
    assert AskedSteps((EVENTS, PEOPLE)).asked_for(text) is step


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("list the whole order of events", EVENTS),
        ("order of events of the care review pls", EVENTS),
        ("overall, who's who", PEOPLE),
        ("key people, who is who", None),
        ("what's the order of events", None),
        ("when did all that happen", None),
        ("who are all those people", None),
        ("list what happened in Ashby", None),
    ],
)
def test_later_in_a_thread_a_step_is_asked_for_by_who_says_that_it_is_of_the_whole(
    text: str, step: Step | None
) -> None:
    assert AskedSteps((EVENTS, PEOPLE)).asked_for(text, ["what of the budget?"]) is step


@pytest.mark.parametrize(
    ("before", "text", "step"),
    [
        (["order of events"], "list them all", EVENTS),
        (["order of events", "show me all of them"], "and them?", None),
        (["order of events", "tell me"], "show it all please", EVENTS),
        (["what of the budget"], "list them all", None),
        (["order of events"], "why", None),
        ([], "list them all", None),
    ],
)
def test_who_only_refers_to_a_step_asks_for_it_again(
    before: list[str], text: str, step: Step | None
) -> None:
    assert AskedSteps((EVENTS, PEOPLE)).asked_for(text, before) is step


def test_who_asks_for_a_step_gets_its_passages_unless_a_thread_goes_before(tmp_path: Path) -> None:
    path = """steps:
  - id: events
    title: T
    text: T.
    passages: ["barrow-2022-06-01#1", "ashby-2021-07-01#1"]
    ask: When?
    asked: [order of events]
"""
    answerer = Answerer(edition_of(tmp_path, PAPERS, onboarding=path), WordEncoder())

    answer = answerer.answer("so what's the order of events?")
    greeted = answerer.answer("so what's the order of events?", ["hello"])
    later = answerer.answer("so what's the order of events?", ["what of the budget?"])
    of_all = answerer.answer("give me the whole order of events", ["what of the budget?"])

    assert [sentence.text for sentence in answer.sentences] == [
        "An officer spoke.",
        "Homes are few.",
        "Carers are fewer.",
    ]
    assert greeted.citations == of_all.citations == answer.citations
    assert later.citations != answer.citations


def test_who_asks_where_to_start_gets_the_first_steps_of_the_path(tmp_path: Path) -> None:
    path = "steps:" + "".join(
        f"""
  - {{id: {place}, title: T, text: T., passages: ["{place}"], ask: What is it?}}"""
        for place in ("barrow-2022-06-01#2", "corby-2023-03-01#1")
    )
    answerer = Answerer(edition_of(tmp_path, PAPERS, onboarding=path), WordEncoder())

    answer = answerer.answer("new here, where do I start?")
    without = Answerer(edition_of(tmp_path / "none", PAPERS), WordEncoder())

    assert [citation.quote for citation in answer.citations] == [
        "The allowance rose.",
        "An agency report.",
    ]
    assert without.answer("new here, where do I start?").outcome == "nothing_found"
    # In a thread "where do I start?" may be of what stands before.
    later = answerer.answer("im new here - where do i start", ["what of the budget?"])
    assert later.citations == answer.citations
    of_that = answerer.answer("where do I start?", ["what of the budget?"])
    assert of_that.citations != answer.citations
