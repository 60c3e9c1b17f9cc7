"""Block Kit's pieces, each within Slack's limits whatever it is given. Pure.

A paper's words only ever stand in rich text, where nothing can format, link or ping.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.excerpt import clean, one_line

Block = dict[str, Any]
MOST_BLOCKS = 50
MOST_CHARACTERS = 12_000
"""Of a message's blocks as JSON. Slack refuses some 13,200, which it does not document."""
LONGEST_TEXT = 3_000
_LONGEST_URL = 500


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent: the blocks, and the same as plain text for notices and screen readers."""

    text: str
    blocks: tuple[Block, ...] = ()


def size(blocks: Sequence[Block]) -> int:
    """Return the characters of blocks as they are counted here: all of the JSON."""
    return len(json.dumps(blocks, ensure_ascii=False))


def header(text: str) -> Block:
    """Return a heading."""
    return {"type": "header", "text": plain(text, 150)}


def divider() -> Block:
    """Return a line across."""
    return {"type": "divider"}


def context(text: str) -> Block:
    """Return small grey text, nothing in it read as markup."""
    return {"type": "context", "elements": [plain(text, 1_000)]}


def paragraph(text: str) -> Block:
    """Return a paragraph of plain words."""
    return rich(section(run(text)))


def rich(*elements: dict[str, Any]) -> Block:
    """Return a block of rich text."""
    return {"type": "rich_text", "elements": list(elements)}


def section(*runs: dict[str, Any]) -> dict[str, Any]:
    """Return a line of rich text."""
    return {"type": "rich_text_section", "elements": list(runs)}


def quote(*runs: dict[str, Any]) -> dict[str, Any]:
    """Return a quotation in rich text."""
    return {"type": "rich_text_quote", "elements": list(runs)}


def bullets(*lines: dict[str, Any]) -> dict[str, Any]:
    """Return a list in rich text."""
    return {"type": "rich_text_list", "style": "bullet", "elements": list(lines)}


def preformatted(text: str) -> dict[str, Any]:
    """Return words in fixed width, as they are copied."""
    return {"type": "rich_text_preformatted", "elements": [run(text)]}


def run(text: str, style: str = "") -> dict[str, Any]:
    """Return words in rich text, in a style of Slack's: bold, italic, code, strike."""
    # Slack refuses empty text; a no-break space is the least that shows nothing.
    words = _whole(text) if text.strip() else "\u00a0"
    made: dict[str, Any] = {"type": "text", "text": words}
    return made | ({"style": {style: True}} if style else {})


def link(url: str, text: str) -> list[dict[str, Any]]:
    """Return a link in rich text, as a list that is empty where the address cannot be used."""
    if not url.startswith(("https://", "http://")) or len(url) > _LONGEST_URL:
        return []
    return [{"type": "link", "url": clean(url), "text": text}]


def plain(text: str, longest: int) -> dict[str, Any]:
    """Return a plain text object, cut visibly where it is too long."""
    return {"type": "plain_text", "text": one_line(text, longest) or "\u00a0", "emoji": False}


def actions(*elements: dict[str, Any]) -> Block:
    """Return buttons in a row."""
    return {"type": "actions", "elements": list(elements)}


def button(action: str, text: str, value: str = "", is_primary: bool = False) -> dict[str, Any]:
    """Return a button; its value comes back when it is pressed."""
    made: dict[str, Any] = {"type": "button", "action_id": action, "text": plain(text, 75)}
    made |= {"value": value[:2_000]} if value else {}
    return made | ({"style": "primary"} if is_primary else {})


def feedback_buttons(action: str, good: tuple[str, str], bad: tuple[str, str]) -> Block:
    """Return Slack's own thumbs, each given as its words and its value."""
    element: dict[str, Any] = {"type": "feedback_buttons", "action_id": action}
    for name, (text, value) in (("positive_button", good), ("negative_button", bad)):
        element[name] = {"text": plain(text, 75), "value": value[:2_000]}
    return {"type": "context_actions", "elements": [element]}


def text_input(action: str, label: str, hint: str, is_long: bool) -> Block:
    """Return a field to type in."""
    element: dict[str, Any] = {"type": "plain_text_input", "action_id": action}
    element |= {"multiline": True} if is_long else {}
    block = {"type": "input", "block_id": action, "label": plain(label, 2_000)}
    return block | {"element": element, "hint": plain(hint, 2_000)}


def option(text: str, value: str) -> dict[str, Any]:
    """Return something to choose."""
    return {"text": plain(text, 75), "value": value[:75]}


def modal(title: str, blocks: Sequence[Block], submit: str = "", close: str = "") -> dict[str, Any]:
    """Return a window; Slack takes a hundred blocks in it."""
    view: dict[str, Any] = {
        "type": "modal",
        "title": plain(title, 24),
        "blocks": list(blocks)[:100],
    }
    view |= {"submit": plain(submit, 24)} if submit else {}
    return view | ({"close": plain(close, 24)} if close else {})


def unformatted(text: str, longest: int = LONGEST_TEXT) -> str:
    """Return a text that Slack shows as it stands where it would read markup.

    A word joiner after each sign keeps it from opening a format; it is not seen.
    """
    words = clean(text)
    words = words if len(words) <= longest else words[: longest - 1].rstrip() + "…"
    for sign in "*_~`":
        words = words.replace(sign, f"{sign}\u2060")
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _whole(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"
