"""Adaptive Card pieces and messages, each within Teams' limits whatever it is given. Pure.

In a card a paper's words only ever stand in text runs, where nothing can format, link or ping; in a
message's text, every sign that could format is escaped.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.citation import Citation
from bot.excerpt import CUT, clean, one_line

Element = dict[str, Any]
Card = dict[str, Any]
CARD_TYPE = "application/vnd.microsoft.card.adaptive"
MOST_BYTES = 24_000
"""Of a card as JSON; Teams refuses some above 25 KB."""
MOST_TEXT = 12_000
"""Bytes of a message's text. With a card and twenty citations it stays below 80 KB."""
MOST_CITED = 20
_NAME, _ABSTRACT, _KEYWORD = 80, 160, 28
_LONGEST_URL = 500
_BUTTON, _DATA = 80, 2_000
_SIGNS = re.compile(r"([\\`*_~\[\]|#{}!])")
_NUMBER = re.compile(r"\[(\d+)\]")
_OPENING = re.compile(r"^(\s*)(?:([-+=:])|(\d+)([.)]))", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation as Teams shows it when its number is pressed."""

    number: int
    name: str
    abstract: str
    url: str = ""
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent: text with the numbers of citations in it, a card, thumbs to judge it by."""

    text: str = ""
    card: Card | None = None
    cited: tuple[Cited, ...] = ()
    has_feedback: bool = False


def size(card: Card | Sequence[Element]) -> int:
    """Return a card's bytes as JSON."""
    return len(json.dumps(card, ensure_ascii=False).encode())


def card(body: Sequence[Element], actions: Sequence[Element] = ()) -> Card:
    """Return a card."""
    made: Card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.5",
        "lang": "en",
        "msteams": {"width": "Full"},
        "body": list(body),
    }
    return made | ({"actions": list(actions)} if actions else {})


def run(text: str, style: str = "") -> Element:
    """Return words in rich text: bold, italic, subtle or none of these."""
    styles: dict[str, Element] = {
        "bold": {"weight": "Bolder"},
        "italic": {"italic": True},
        "subtle": {"isSubtle": True, "size": "Small"},
        "heading": {"weight": "Bolder", "size": "Medium"},
    }
    # Empty text is refused; a no-break space is the least that shows nothing.
    return {"type": "TextRun", "text": clean_or_space(text)} | styles.get(style, {})


def rich(*runs: Element, space: str = "") -> Element:
    """Return a paragraph of rich text; `space` is what stands before it: Small, Medium, None."""
    made: Element = {"type": "RichTextBlock", "inlines": list(runs)}
    return made | ({"spacing": space} if space else {})


def paragraph(text: str, style: str = "") -> Element:
    """Return a paragraph of plain words."""
    return rich(run(text, style))


def box(*elements: Element) -> Element:
    """Return elements on a ground of their own."""
    return {"type": "Container", "style": "emphasis", "items": list(elements)}


def buttons(*actions: Element) -> Element:
    """Return buttons in a row."""
    return {"type": "ActionSet", "actions": list(actions)}


def link(url: str, text: str, place: str = "") -> list[Element]:
    """Return a button to an address, as a list that is empty where it cannot be used; `place` says
    to those who only hear it where it leads.
    """
    if not (usable := address(url)):
        return []
    made: Element = {"type": "Action.OpenUrl", "title": text, "url": usable}
    return [made | ({"tooltip": one_line(place, 200)} if place else {})]


def address(url: str) -> str:
    """Return an address that can be opened, "" for any other."""
    kept = clean(url)
    return kept if kept.startswith(("https://", "http://")) and len(kept) <= _LONGEST_URL else ""


def press(verb: str, text: str, **data: str) -> Element:
    """Return a button that comes back to us."""
    return {
        "type": "Action.Execute",
        "verb": verb,
        "title": one_line(text, _BUTTON) or "\u00a0",
        "data": {name: clean(value)[:_DATA] for name, value in data.items()},
    }


def choice(name: str, label: str, options: Sequence[tuple[str, str]]) -> Element:
    """Return a choice of one, all options in sight, each as its value and its words."""
    return {
        "type": "Input.ChoiceSet",
        "id": name,
        "style": "expanded",
        "label": label,
        "isRequired": True,
        "errorMessage": label,
        "choices": [{"title": words, "value": value} for value, words in options],
    }


def field(name: str, label: str, value: str = "", longest: int = 0) -> Element:
    """Return a field of several lines to type in, or to copy from."""
    made: Element = {"type": "Input.Text", "id": name, "label": label, "isMultiline": True}
    made |= {"value": value} if value else {}
    return made | ({"maxLength": longest} if longest else {})


def tall(element: Element) -> Element:
    """Return an element with room for a page of text."""
    return {"type": "Container", "minHeight": "320px", "items": [element | {"height": "stretch"}]}


def cited(citation: Citation, url: str, place: Sequence[str]) -> Cited:
    """Return a citation within Teams' limits; `place` says in a few words each where it stands."""
    name = one_line(f"{citation.publisher}, {citation.title}", _NAME)
    words = tuple(filter(None, (one_line(each, _KEYWORD) for each in place[:3])))
    usable = address(url)
    # Neither may be empty, or the whole message is refused.
    return Cited(
        citation.number,
        name or CUT,
        one_line(citation.quote, _ABSTRACT) or CUT,
        usable,
        words,
    )


def escaped(text: str) -> str:
    """Return words as a message's text shows them unformatted, whatever signs are in them."""
    words = clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    # A number of the paper's own in brackets would be taken for one of ours.
    words = _NUMBER.sub("[\u2060\\1]", words)
    words = _SIGNS.sub(r"\\\1", words)
    return _OPENING.sub(_escaped_opening, words)


def clean_or_space(text: str) -> str:
    """Return words without invisible characters, a no-break space where there are none."""
    # At its ends a run needs its spaces: they stand between it and the next.
    inner = clean(text)
    before = " " if text[:1] == " " else ""
    after = " " if text[-1:] == " " else ""
    return f"{before}{inner}{after}" if inner else "\u00a0"


def _escaped_opening(match: re.Match[str]) -> str:
    space, sign, number, end = match.groups()
    return f"{space}\\{sign}" if sign else f"{space}{number}\\{end}"
