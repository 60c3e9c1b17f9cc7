"""Answers as Teams shows them: whatever the papers hold, Teams takes it and nothing formats."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.answer import Answer
from bot.choosing import Sentence
from bot.citation import Citation
from bot.commands import Help
from bot.excerpt import clean
from bot.library import Found
from bot.record import record
from bot.teams import cards as kit
from bot.teams import pages
from bot.teams.render import Frame, answer_card, answer_message, passage_card, record_card
from bot.telling import Line, Told
from index.glossary import Term
from tests.hostile import HOSTILE, SEARCHED, TEXT, answers, citation, stands
from tests.teams_double import problems

REFERENCE = "a|" + ",".join(f"{n}.{'f' * 10}" for n in range(20)) + "|1:0-20|"
FRAME = Frame(REFERENCE, "the policy team", "https://bot.example")
SLOW = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    # To make what these answers hold smaller takes minutes, and tells little more.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
PLAIN = {"paragraph_open", "paragraph_close", "inline"}
LISTED = {"bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close"}


@SLOW
@given(found=answers())
def test_whatever_the_papers_hold_teams_takes_it(found: Found) -> None:
    message = answer_message(found, FRAME)

    assert message.text
    assert len(message.text.encode()) <= kit.MOST_TEXT
    if message.card:
        check(message.card)
    assert len(message.cited) <= 20
    for cited in message.cited:
        assert 0 < len(cited.name) <= 80 and cited.name.strip()
        assert 0 < len(cited.abstract) <= 160 and cited.abstract.strip()
        assert all(0 < len(word) <= 28 for word in cited.keywords)
        assert f"[{cited.number}]" in message.text
    assert problems(as_sent(message), len(json.dumps(as_sent(message)).encode())) == []


@SLOW
@given(found=answers())
def test_every_card_that_a_button_answers_with_is_taken_too(found: Found) -> None:
    alone = Frame(REFERENCE, "the policy team", "https://bot.example", is_alone=True)
    check(answer_card(found, FRAME, found.further))
    check(answer_card(found, alone, found.further))
    check(record_card(record(found.answer, date(2026, 1, 2)), FRAME))
    for each in found.further[:1]:
        check(passage_card(each, "https://bot.example"))


@SLOW
@given(
    heading=TEXT,
    lines=st.lists(st.tuples(TEXT, TEXT, TEXT, st.booleans()), max_size=90),
    term=TEXT,
)
def test_every_page_is_taken_too(
    heading: str, lines: list[tuple[str, str, str, bool]], term: str
) -> None:
    told = Told(
        heading,
        heading,
        tuple(
            Line(lead, text, citation(title=lead) if has_source else None, quote)
            for lead, text, quote, has_source in lines
        ),
        note=heading,
        ask=term,
        more=((f"where {term}", term),),
    )
    check(pages.page_card(told, "https://bot.example"))
    check(pages.page_card(Term(term, heading, (term,), (), (), heading), ""))
    message = pages.page_message(told, "https://bot.example")
    assert message.card
    check(message.card)
    assert len(message.text) <= 10_000


def test_the_form_and_help_are_taken() -> None:
    check(pages.feedback_card("0123456789abcdef"))
    check(pages.page_card(Help(), ""))


@SLOW
@given(text=TEXT)
def test_no_sign_in_a_paper_formats_a_message(text: str) -> None:
    escaped = kit.escaped(" ".join(text.split()))

    assert rendered(escaped) == " ".join(clean(" ".join(text.split())).split())


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_known_to_be_hostile_formats_a_message(text: str) -> None:
    quote = text or "Carers are paid."
    answer = Answer("q", "answered", SEARCHED, (Sentence(quote, 1),), (citation(quote=quote),))
    message = answer_message(Found(answer), FRAME)

    tokens = MARKDOWN.parse(message.text)
    assert {token.type for token in tokens} <= PLAIN
    assert "<at" not in message.text


def test_rows_of_the_ledger_are_the_only_list_in_a_message() -> None:
    tokens = MARKDOWN.parse("- " + kit.escaped("- 1. # Park wardens: **rejected**") + " [1]")

    assert {token.type for token in tokens} <= PLAIN | LISTED
    assert sum(token.type == "bullet_list_open" for token in tokens) == 1


def test_that_more_rows_of_the_ledger_are_left_is_said() -> None:
    answer = Answer("q", "answered", SEARCHED, (Sentence("Carers.", 1),), (citation(),))
    few, many = (
        answer_message(Found(replace(answer, stands=stands(count))), FRAME).text
        for count in (24, 30)
    )

    assert few.count("Wardens") == many.count("Wardens") == 24
    assert "more; ask for one of them by its name" not in few
    assert many.rstrip().endswith("and 6 more; ask for one of them by its name.")


def test_a_papers_own_number_in_brackets_is_not_taken_for_a_citation() -> None:
    answer = Answer(
        "q",
        "answered",
        SEARCHED,
        (Sentence("As said [2] before.", 1),),
        (citation(1, quote="As said [2] before."), citation(2)),
    )
    message = answer_message(Found(answer), FRAME)

    assert [cited.number for cited in message.cited] == [1]
    assert "[2]" not in message.text.replace("\\", "")


def test_what_is_left_out_for_want_of_room_is_said_and_still_in_the_record() -> None:
    wide = "\U0001f468" * 2_000
    cited = tuple(citation(n, quote=wide, title=wide) for n in range(1, 21))
    answer = Answer("q", "answered", SEARCHED, (Sentence(wide[:50], 1),), cited)
    card = answer_card(Found(answer), FRAME)

    check(card)
    assert "more do not fit here; 'Copy for a record' has them." in json.dumps(card)


def test_an_ordinary_answer_is_shown_whole() -> None:
    quote = "Carers are paid. " * 40
    cited = tuple(citation(n, quote=quote) for n in range(1, 4))
    answer = Answer("q", "answered", SEARCHED, (Sentence("Carers are paid.", 1),), cited)
    card = answer_card(Found(answer), FRAME)

    assert "Shortened here" not in json.dumps(card)
    assert kit.size(card) < 10_000


def check(card: dict[str, Any]) -> None:
    """Hold a card against what Teams takes, and against what keeps papers from formatting."""
    assert kit.size(card) <= kit.MOST_BYTES
    json.dumps(card, ensure_ascii=False).encode()
    for element in elements(card):
        kind = element.get("type")
        assert kind not in ("TextBlock", "FactSet", "Table"), "reads Markdown"
        if kind == "TextRun":
            assert element["text"], "empty text is refused"
        if kind == "RichTextBlock":
            assert element["inlines"]
        if kind == "Container":
            assert element["items"]
        if kind == "Action.OpenUrl":
            assert element["url"].startswith(("https://", "http://"))
        if kind in ("Action.Execute", "Action.Submit", "Action.OpenUrl"):
            assert element["title"].strip() or element["title"] == "\u00a0"
        assert "entities" not in element


def elements(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        found = [value] if "type" in value else []
        return found + [each for inner in value.values() for each in elements(inner)]
    if isinstance(value, list):
        return [each for inner in value for each in elements(inner)]
    return []


def rendered(text: str) -> str:
    """Return the words of a text after Markdown has been read; fails where it formats any."""
    found = []
    for token in MARKDOWN.parse(text):
        assert token.type in PLAIN, token.type
        for child in token.children or ():
            assert child.type in ("text", "text_special", "softbreak"), child.type
            found.append(child.content if child.type != "softbreak" else " ")
    return " ".join("".join(found).replace("\u2060", "").split())


def as_sent(message: kit.Message) -> dict[str, Any]:
    """Return a message about as it is sent."""
    claims = [
        {"position": c.number, "appearance": {"name": c.name, "abstract": c.abstract, "url": c.url}}
        for c in message.cited
    ]
    attachments = [{"content": message.card}] if message.card else []
    entities = [{"@type": "Message", "citation": claims}] if claims else []
    return {
        "type": "message",
        "text": message.text,
        "attachments": attachments,
        "entities": entities,
    }


def test_the_citation_type_is_what_teams_calls_it() -> None:
    made = kit.cited(citation(3), "https://bot.example/p/1", ("paragraph 2.1", "20 March 2023"))

    assert made == kit.Cited(
        3,
        "Kirkford Council, Stable Homes in Kirkford",
        "Carers are paid. Homes are near.",
        "https://bot.example/p/1",
        ("paragraph 2.1", "20 March 2023"),
    )
    assert isinstance(citation(), Citation)
