"""An answer as Teams shows it: sentences with their numbers, the passages in a card. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot import wording, wording_chat
from bot.answer import SEARCHED, Answer
from bot.citation import Citation, reader_link
from bot.excerpt import CUT, clean, marked, one_line, shortened
from bot.library import Found
from bot.teams import cards as kit
from bot.teams.cards import Card, Element, Message

MORE, RECORD, BACK = "more", "record", "back"
_QUOTES = (1_200, 900, 600, 400, 250, 150, 80)
"""Characters of a quotation, tried in turn until the whole fits."""
_SENTENCE = 600
_MOST_SENTENCES = 8
_MOST_STANDS = 12
_STAND = 160
_PLACE = 250
_MOST_PASSAGES = 20
_AROUND = 3_000
"""Bytes of a card for all but the text that is to be copied."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around an answer: the reference its buttons carry, "" for none of them, whom else
    to ask, and the address of the bot's own pages, "" where it has none.

    `is_alone` says that no text stands above the card, so that all of the answer is in it.
    """

    reference: str
    ask_whom: str = ""
    address: str = ""
    is_alone: bool = False


def answer_message(found: Found, frame: Frame) -> Message:
    """Return the answer as a message: what answers as text, the passages below it as a card.

    No source is ever left out: what is too long is shortened, and says so.
    """
    answer = found.answer
    text = _text(answer)
    is_searched = answer.outcome in SEARCHED
    return Message(
        text=text,
        card=answer_card(found, frame) if is_searched else None,
        cited=tuple(_cited(answer, text, frame.address)),
        has_feedback=is_searched,
    )


def answer_card(found: Found, frame: Frame, further: Sequence[Citation] = ()) -> Card:
    """Return the answer's passages as a card, with `further` those that come next below them."""
    made: Card = {}
    for longest in _QUOTES:
        body = _opening(found.answer, longest) if frame.is_alone else []
        body += _passages(found.answer, frame, longest)
        body += _further(further, frame, longest)
        body += _closing(found.answer, frame)
        made = kit.card(body, _buttons(found, frame, is_whole=bool(further)))
        if kit.size(made) <= kit.MOST_BYTES:
            break
    return made


def record_card(text: str, frame: Frame) -> Card:
    """Return an answer's text for a record, in a field to copy it from."""
    words = text
    while kit.size({"": words}) > kit.MOST_BYTES - _AROUND:
        words = words[: len(words) * 9 // 10].rstrip() + CUT
    body = [
        kit.paragraph(wording_chat.RECORD_TITLE, "heading"),
        kit.field("copied", wording_chat.RECORD_HINT, words),
    ]
    return kit.card(body, [_press(BACK, wording_chat.BACK, frame)])


def said_card(text: str) -> Card:
    """Return a plain sentence of the bot's own as a card."""
    return kit.card([kit.paragraph(text)])


def said(text: str) -> Message:
    """Return a plain sentence of the bot's own as a message."""
    return Message(kit.escaped(text))


def passage_card(citation: Citation, address: str) -> Card:
    """Return one passage as a card to be put into a conversation; nothing in it comes back to us,
    who may not be there.
    """
    made: Card = {}
    for longest in _QUOTES:
        made = kit.card([_passage(citation, (), (address, longest), numbered=False)])
        if kit.size(made) <= kit.MOST_BYTES:
            break
    return made


def _text(answer: Answer) -> str:
    """Return what answers, a paragraph each; only our own words and numbers are not escaped."""
    lines = []
    if lead := wording_chat.lead(answer):
        lines.append(kit.escaped(lead))
    lines += [
        f"{kit.escaped(_sentence(sentence.text))} [{sentence.citation}]"
        for sentence in answer.sentences[:_MOST_SENTENCES]
    ]
    if answer.stands:
        rows = [
            f"- {kit.escaped(_row(stand.topic, wording.stood(stand.position)))} [{stand.citation}]"
            for stand in answer.stands[:_MOST_STANDS]
        ]
        lines.append("\n".join(rows))
    if answer.outcome == "nothing_found":
        lines.append(kit.escaped(wording.as_of(answer)))
    if answer.nearest:
        lines.append(kit.escaped(wording.NEAREST))
    return "\n\n".join(lines) or wording_chat.NAME


def _opening(answer: Answer, longest: int) -> list[Element]:
    made = []
    if lead := wording_chat.lead(answer):
        made.append(kit.paragraph(lead, "bold"))
    for sentence in answer.sentences[:_MOST_SENTENCES]:
        words = shortened(clean(sentence.text), (), min(longest, _SENTENCE))
        made.append(kit.rich(kit.run(f"{words} "), kit.run(f"[{sentence.citation}]", "bold")))
    for stand in answer.stands[:_MOST_STANDS]:
        words = _row(stand.topic, wording.stood(stand.position))
        made.append(kit.rich(kit.run(f"{words} "), kit.run(f"[{stand.citation}]", "bold")))
    if answer.outcome == "nothing_found":
        made.append(kit.paragraph(wording.as_of(answer)))
    if answer.nearest:
        made.append(kit.paragraph(wording.NEAREST))
    return made


def _passages(answer: Answer, frame: Frame, longest: int) -> list[Element]:
    made = []
    for citation in (answer.citations or answer.nearest)[:_MOST_PASSAGES]:
        said = [s.text for s in answer.sentences if s.citation == citation.number]
        made.append(_passage(citation, said, (frame.address, longest)))
    return made


def _further(further: Sequence[Citation], frame: Frame, longest: int) -> list[Element]:
    if not further:
        return []
    made = [
        kit.paragraph(wording_chat.FURTHER_TITLE, "heading"),
        kit.paragraph(wording_chat.FURTHER, "subtle"),
    ]
    return made + [
        _passage(citation, (), (frame.address, longest)) for citation in further[:_MOST_PASSAGES]
    ]


def _passage(
    citation: Citation, said: Sequence[str], drawn: tuple[str, int], *, numbered: bool = True
) -> Element:
    """Return where a passage stands, its words with those that answer in bold, and its links;
    `drawn` is the address of the bot's own pages and the characters there is room for.
    """
    address, longest = drawn
    whole = clean(citation.quote)
    kept = [clean(sentence) for sentence in said]
    words = shortened(whole, kept, longest)
    place = one_line(wording.place(citation), _PLACE)
    number = [kit.run(f"[{citation.number}] ", "bold")] if numbered else []
    pieces = [kit.run(piece, "bold" if answers else "") for piece, answers in marked(words, kept)]
    source = wording.source(citation).capitalize() + "."
    end = source if words == whole else f"{source} {wording_chat.SHORTENED}"
    links = kit.link(citation.url, wording_chat.OPEN_PAPER, place)
    links += kit.link(reader_link(address, citation), wording_chat.OPEN_PASSAGE, place)
    return kit.box(
        kit.rich(*number, kit.run(place, "bold")),
        kit.rich(*(pieces or [kit.run("")]), space="Small"),
        kit.rich(kit.run(end, "subtle"), space="Small"),
        *([kit.buttons(*links)] if links else []),
    )


def _closing(answer: Answer, frame: Frame) -> list[Element]:
    made = []
    if answer.outcome in ("answered", "partly_answered"):
        made.append(kit.paragraph(wording.as_of(answer), "subtle"))
    if answer.outcome in ("nothing_found", "out_of_scope", "partly_answered") and frame.ask_whom:
        made.append(kit.paragraph(wording_chat.whom_to_ask(frame.ask_whom)))
    return made


def _buttons(found: Found, frame: Frame, *, is_whole: bool) -> list[Element]:
    if not frame.reference or found.answer.outcome not in SEARCHED:
        return []
    made = []
    if found.further and not is_whole:
        made.append(_press(MORE, wording_chat.MORE, frame))
    return [*made, _press(RECORD, wording_chat.COPY, frame)]


def _press(verb: str, text: str, frame: Frame) -> Element:
    alone = {"alone": "yes"} if frame.is_alone else {}
    return kit.press(verb, text, reference=frame.reference, **alone)


def _cited(answer: Answer, text: str, address: str) -> list[kit.Cited]:
    """Return the citations whose numbers stand in a text."""
    found = [each for each in answer.citations if f"[{each.number}]" in text]
    return [
        kit.cited(
            each,
            reader_link(address, each) or each.url,
            (wording_chat.paragraph(each), wording.dated(each.published, each.date_note)),
        )
        for each in found[: kit.MOST_CITED]
    ]


def _sentence(text: str) -> str:
    return " ".join(shortened(clean(text), (), _SENTENCE).split())


def _row(topic: str, stood: str) -> str:
    return one_line(f"{topic}: {stood}", _STAND)
