"""Every card that Teams is sent, put to Teams' own library: nothing refused, no word lost."""

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot import wording
from bot.answer import Answerer
from bot.commands import Help, Papers
from bot.excerpt import clean, one_line
from bot.library import Found, Library
from bot.record import record
from bot.reference import reference
from bot.teams import pages, render
from bot.teams.cards import Card, Message
from bot.telling import Line, Told, start, where
from index.glossary import Term
from tests.adaptive_cards import MOST_MESSAGE_BYTES, CardLibrary, card_library, has_library, shown
from tests.local_slack import HOME
from tests.test_slack_render import TEXT, answers, citation

# Shrinking a card of this size takes minutes and seldom says more.
_GENERATED = settings(
    deadline=None,
    max_examples=15,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
pytestmark = [
    pytest.mark.client,
    pytest.mark.skipif(
        not has_library(),
        reason="Teams' own library (adaptivecards) is not installed, so no card was put to it.",
    ),
]
TODAY = date(2026, 1, 31)
ADDRESS = "https://review.kirkford.example"


@pytest.fixture(scope="module")
def library() -> Iterator[CardLibrary]:
    """Teams' own library."""
    with card_library() as running:
        yield running


@pytest.fixture(scope="module")
def shipped_library(shipped: Answerer) -> Library:
    """What ships, as the fronts are given it."""
    return Library(shipped)


def all_cards(found: Found, mark: str) -> list[Card]:
    """Return every card that can be made of an answer."""
    frame = render.Frame(mark, "the policy team", ADDRESS)
    alone = replace(frame, is_alone=True)
    cards = [
        render.answer_card(found, alone),
        render.answer_card(found, alone, found.further),
        render.record_card(record(found.answer, TODAY), frame),
        pages.feedback_card(mark),
    ]
    if card := render.answer_message(found, frame).card:
        cards.append(card)
    passages = (*found.answer.citations, *found.answer.nearest, *found.further)
    return cards + [render.passage_card(each, ADDRESS) for each in passages]


def message_size(message: Message) -> int:
    """Return about how many bytes a message is on its way, and rather more than less."""
    return len(json.dumps(asdict(message), ensure_ascii=False).encode()) + 2_000


def assert_all_is_said(found: Found, message: Message) -> None:
    """Each passage's place and its words, or as many as there is room for, stand in the card."""
    said = " ".join(shown(message.card))
    for each in found.answer.citations or found.answer.nearest:
        place = one_line(wording.place(each), 250)
        assert place in said
        # A long passage is cut around the sentences that answer.
        begun = [each.quote, *(s.text for s in found.answer.sentences if s.citation == each.number)]
        assert any(clean(words)[:40].strip() in said for words in begun)


@pytest.mark.model
def test_every_answer_from_what_ships_is_taken(
    library: CardLibrary, shipped_library: Library
) -> None:
    items = yaml.safe_load((HOME / "tests/questions/tuning.yaml").read_text(encoding="utf-8"))
    shelf, count = shipped_library.inside, 0
    for item in items["items"][::3]:
        found = shelf.ask(item["question"], item.get("history") or ())
        message = render.answer_message(found, render.Frame(reference(found, shelf)))
        assert message_size(message) <= MOST_MESSAGE_BYTES
        if message.card:
            assert_all_is_said(found, message)
        for card in all_cards(found, reference(found, shelf)):
            assert library.faults(card) == [], item["id"]
            count += 1
    assert count > 500


@pytest.mark.model
def test_every_page_of_what_ships_is_taken(library: CardLibrary, shipped_library: Library) -> None:
    shelf = shipped_library.inside
    edition = shelf.edition
    shown_pages: list[pages.Page] = [Help(), Papers(shelf), *edition.glossary.terms]
    shown_pages += [where(edition, name) for name in ("", *(t.name for t in edition.topics), "x")]
    steps = len(edition.steps)
    shown_pages += [start(edition.steps, edition, str(n or "")) for n in range(steps + 1)]
    assert len(shown_pages) > 60
    for page in shown_pages:
        for heading in (True, False):
            assert library.faults(pages.page_card(page, ADDRESS, with_heading=heading)) == []


@_GENERATED
@given(answers(), TEXT)
def test_whatever_the_papers_hold_the_card_is_taken(
    library: CardLibrary, found: Found, words: str
) -> None:
    mark = "a|1.abc|1:0-10|2.def"
    for card in all_cards(found, mark):
        assert library.faults(card) == []
    message = render.answer_message(found, render.Frame(mark, one_line(words, 200), ADDRESS))
    assert message_size(message) <= MOST_MESSAGE_BYTES


@_GENERATED
@given(
    st.lists(st.tuples(TEXT, TEXT, TEXT, st.booleans()), max_size=8),
    st.sampled_from([1, 12]),
    st.tuples(TEXT, TEXT, TEXT),
    st.lists(st.tuples(TEXT, TEXT), max_size=9),
)
def test_whatever_is_told_the_card_is_taken(
    library: CardLibrary,
    lines: list[tuple[str, str, str, bool]],
    times: int,
    around: tuple[str, str, str],
    more: list[tuple[str, str]],
) -> None:
    heading, note, ask = around
    told = Told(
        heading,
        heading,
        tuple(
            Line(lead, text, citation(quote=quote, title=text) if cited else None, quote)
            for lead, text, quote, cited in lines * times
        ),
        note=one_line(note, 300),
        ask=one_line(ask, 300),
        more=tuple((one_line(command, 200), label) for command, label in more),
    )
    assert library.faults(pages.page_card(told, ADDRESS)) == []
    assert library.faults(render.said_card(heading)) == []
    term = Term(heading or "x", note, (heading,), ())
    assert library.faults(pages.page_card(replace(term, note=ask), ADDRESS)) == []


def test_the_library_complains_of_what_teams_would_not_draw(library: CardLibrary) -> None:
    def card(**given_: Any) -> dict[str, Any]:
        return {"type": "AdaptiveCard", "version": "1.5", "body": []} | given_

    assert library.faults(card()) == []
    assert library.faults(card(version="1.6")) == ["version 1.6"]
    (unknown,) = library.faults(card(body=[{"type": "Blink"}]))
    assert unknown.startswith('Unknown element type "Blink".')
    lost = {"type": "Container", "items": [{"type": "TextBlock", "txet": "x", "title": "gone"}]}
    assert library.faults(card(body=[lost])) == ["lost: 'gone'"]
    long = {"type": "TextBlock", "text": "x" * 30_000}
    (size,) = library.faults(card(body=[long]))
    assert size.endswith(" bytes")
