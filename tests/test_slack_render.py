"""Answers as Slack shows them: whatever the papers hold, Slack takes it and nothing is lost."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import wording_chat
from bot.answer import Answer, Outcome
from bot.choosing import Sentence
from bot.library import Found
from bot.record import record
from bot.slack import blocks as kit
from bot.slack import pages
from bot.slack.render import (
    KEEP,
    SHARE,
    Frame,
    answer_messages,
    answer_view,
    further_view,
    record_view,
    said,
)
from bot.store import hashed
from tests import toy_bot as toy
from tests.block_kit import has_schema, problems
from tests.hostile import SEARCHED, TEXT, answers, citation, stands
from tests.local_slack import words

REFERENCE = "a|" + ",".join(f"{n}.{'f' * 10}" for n in range(20)) + "|1:0-20|"


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(found=answers(), asked=TEXT, share=st.sampled_from(["", SHARE, KEEP]))
def test_whatever_the_papers_hold_slack_takes_it(found: Found, asked: str, share: str) -> None:
    frame = Frame(REFERENCE, "the policy team", asked=asked, share=share)
    messages = answer_messages(found, frame)
    for message in messages:
        assert kit.size(message.blocks) <= kit.MOST_CHARACTERS
        assert len(message.blocks) <= kit.MOST_BLOCKS
        assert message.text and len(message.text) <= 40_000
        assert problems(message.blocks) == []
        json.dumps(message.blocks, ensure_ascii=False).encode()
    shown = found.answer.citations or found.answer.nearest
    everything = [block for message in messages for block in message.blocks]
    quoted = [
        e for b in everything for e in b.get("elements", ()) if e.get("type") == "rich_text_quote"
    ]
    assert len(quoted) == len(shown)
    assert [n for n in _numbers(everything) if n in {c.number for c in shown}] != [] or not shown
    if found.answer.outcome in ("answered", "partly_answered", "nothing_found"):
        buttons = json.dumps(everything)
        assert wording_chat.COPY in buttons and wording_chat.HELPFUL in buttons
        assert (wording_chat.MORE in buttons) == bool(found.further)
        assert (share in buttons) if share else (SHARE not in buttons)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(found=answers())
def test_every_window_is_taken_too(found: Found) -> None:
    frame = Frame(REFERENCE, "the policy team", asked="x", share=KEEP, has_feedback=False)
    assert problems(view=answer_view(found, frame)) == []
    assert problems(view=further_view(found.further)) == []
    assert problems(view=record_view(record(found.answer, date(2026, 1, 2)))) == []


def test_the_pages_are_taken() -> None:
    shelf = toy.library().inside
    for view in (
        pages.home_view(shelf),
        pages.nobody_view(),
        pages.ask_view(),
        pages.feedback_view("{}"),
        pages.term_view(shelf.edition.glossary.terms[0]),
    ):
        assert problems(view=view) == []
    for message in (
        pages.help_message("Hm."),
        pages.papers_message(shelf),
        pages.term_message(shelf.edition.glossary.terms[0]),
        said("A sentence."),
    ):
        assert problems(message.blocks) == [] and message.text


@pytest.mark.client
def test_the_schema_itself_sees_what_is_wrong() -> None:
    if not has_schema():
        pytest.skip("Slack's types are not installed, so payloads were not held against them.")
    assert problems([kit.paragraph("fine")]) == []
    wrong = {"type": "rich_text", "elements": [{"type": "rich_text_quoting", "elements": []}]}
    assert any(problem.startswith("schema") for problem in problems([wrong]))
    assert any(p.startswith("schema") for p in problems(view={"type": "modal", "blocks": []}))


def test_the_rules_see_what_is_wrong() -> None:
    twice = kit.actions(kit.button("a", "One"), kit.button("a", "Two"))
    assert "rule: an action_id twice in a block" in problems([twice])
    empty = {"type": "section", "text": {"type": "plain_text", "text": ""}}
    assert "rule: empty text" in problems([empty])
    assert "rule: too many blocks" in problems([kit.divider()] * 51)


def test_a_papers_words_can_neither_ping_nor_format() -> None:
    hostile = "<!channel> <@U1> *bold* &lt;!here&gt;\u200b"
    answer = Answer(
        "q",
        "answered",
        SEARCHED,
        (Sentence(hostile, 1),),
        (citation(quote=hostile, title=hostile),),
    )
    (message,) = answer_messages(Found(answer), Frame("a|||"))
    # In rich text the words stand as they are, and nothing reads them as markup.
    assert "<!channel> <@U1> *bold* &lt;!here&gt;" in words({"blocks": list(message.blocks)})
    kinds = set(_types(message.blocks))
    assert not kinds & {"mrkdwn", "broadcast", "user", "usergroup", "channel", "emoji"}
    # The notice is read as markup, so there every sign is taken off.
    assert "<" not in message.text and ">" not in message.text
    assert "*bold*" not in message.text and "&amp;lt;!here&amp;gt;" in message.text


def test_a_long_passage_is_shortened_around_the_sentence_that_answers() -> None:
    before, after = "Earlier words here. " * 200, " Later words there." * 200
    sentence = "The fee is doubled."
    quote = before + sentence + after
    answer = Answer("q", "answered", SEARCHED, (Sentence(sentence, 1),), (citation(quote=quote),))
    (message,) = answer_messages(Found(answer), Frame("a|||"))
    text = words({"blocks": list(message.blocks)})
    assert "… " in text and " …" in text and wording_chat.SHORTENED in text
    (quoted,) = [
        element
        for block in message.blocks
        for element in block.get("elements", ())
        if element.get("type") == "rich_text_quote"
    ]
    bold = [run["text"] for run in quoted["elements"] if run.get("style", {}).get("bold")]
    assert bold == [sentence]
    assert "https://papers.example/kirkford" in json.dumps(message.blocks)


@pytest.mark.parametrize(
    ("outcome", "start"),
    [
        ("nothing_found", "The papers here do not say. Searched 5 papers up to 20 March 2023"),
        ("personal_data", "This message seems to hold details of a real person or case, so it"),
        ("urgent", "If a child or anyone else is in danger now, call 999."),
        ("out_of_scope", "This bot only quotes papers about the Independent Review"),
    ],
)
def test_each_outcome_says_what_it_is(outcome: Outcome, start: str) -> None:
    (message,) = answer_messages(Found(Answer("q", outcome, SEARCHED)), Frame("n|||", "Ada"))
    assert words({"blocks": list(message.blocks)}).startswith(start)
    assert message.text.startswith(start[:24])
    is_searched = outcome == "nothing_found"
    assert (wording_chat.COPY in json.dumps(message.blocks)) == is_searched


def test_a_part_answer_says_so_before_its_sentences() -> None:
    answer = Answer(
        "q", "partly_answered", SEARCHED, (Sentence("Carers are paid.", 1),), (citation(),)
    )
    (message,) = answer_messages(Found(answer), Frame("p|||"))
    text = words({"blocks": list(message.blocks)})
    assert text.startswith("The papers answer part of this: Carers are paid.  [1]")


@pytest.mark.parametrize("sign", ['"', "\\", "x", "\n."])
def test_the_worst_papers_still_fit(sign: str) -> None:
    cited = tuple(
        citation(n, quote=sign * 5_000, title=sign * 500, url="https://a/" + "p" * 480)
        for n in range(1, 21)
    )
    chosen = tuple(Sentence(sign * 5_000, number) for number in range(1, 10))
    rows = stands(30, sign * 500)
    found = Found(Answer("q", "answered", SEARCHED, chosen, cited, stands=rows), cited[:7])
    frame = Frame(REFERENCE, "w" * 100, asked=sign * 2_000, share=SHARE)
    for message in answer_messages(found, frame):
        assert kit.size(message.blocks) <= kit.MOST_CHARACTERS


def test_that_more_rows_of_the_ledger_are_left_is_said() -> None:
    answer = Answer("q", "answered", SEARCHED, (Sentence("Carers.", 1),), (citation(),))
    few, many = (
        json.dumps(
            answer_messages(Found(replace(answer, stands=stands(count))), Frame("a|||"))[0].blocks
        )
        for count in (24, 30)
    )

    assert "Wardens" in few
    assert "more; ask for one of them by its name." not in few
    assert "and 6 more; ask for one of them by its name." in many


def test_many_passages_go_into_more_messages_and_none_is_left_out() -> None:
    cited = tuple(citation(number, quote="word " * 500) for number in range(1, 12))
    answer = Answer("q", "answered", SEARCHED, (Sentence("word word", 1),), cited)
    messages = answer_messages(Found(answer), Frame("a|||"))
    assert len(messages) == 3
    assert wording_chat.COPY in json.dumps(messages[-1].blocks)
    assert wording_chat.COPY not in json.dumps(messages[0].blocks)
    found = _numbers([block for message in messages for block in message.blocks])
    assert [n for n in found if n] == [1, *range(1, 12)]


def test_the_notice_says_the_sentences_and_where_they_stand() -> None:
    answer = Answer("q", "answered", SEARCHED, (Sentence("Carers are paid.", 1),), (citation(),))
    (message,) = answer_messages(Found(answer), Frame("a|||"))
    assert message.text == (
        "Carers are paid. [1]\n"
        "[1] Kirkford Council, Stable Homes in Kirkford, 20 March 2023, paragraph 2.1\n"
        "Searched 5 papers up to 20 March 2023; later events are not covered."
    )


def test_users_and_channels_are_named_by_what_does_not_name_them() -> None:
    assert hashed("slack:U1") != hashed("slack:U2") and len(hashed("slack:U1")) == 16


def _types(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["type"]] if isinstance(value.get("type"), str) else []
        return own + [kind for inner in value.values() for kind in _types(inner)]
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [kind for inner in value for kind in _types(inner)]
    return []


def _numbers(blocks: list[Any]) -> list[int]:
    """Return the numbers in square brackets that stand alone in a run, in order."""
    runs = [run.strip() for block in blocks for run in words({"blocks": [block]}).split("  ")]
    joined = " ".join(runs).replace("[", " [").split()
    return [int(word[1:-1]) for word in joined if word[:1] == "[" and word[1:-1].isdecimal()]


def test_a_passage_leads_to_its_place_in_the_bots_own_pages() -> None:
    answer = Answer("q", "answered", SEARCHED, (Sentence("Carers are paid.", 1),), (citation(),))
    (message,) = answer_messages(Found(answer), Frame("a|", address="https://bot.example"))

    links = [
        (run["url"], run["text"])
        for block in message.blocks
        for element in block.get("elements", ())
        for run in element.get("elements", ())
        if run["type"] == "link"
    ]
    assert links == [
        ("https://papers.example/kirkford", "Open the paper"),
        (f"https://bot.example/p/{citation().key}", "Read on from here"),
    ]
