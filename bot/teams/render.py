"""An answer as Teams shows it: sentences with their numbers, the passages in a card. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot import wording, wording_chat
from bot.answer import SEARCHED, Answer
from bot.citation import Citation, reader_link
from bot.excerpt import CUT, clean, marked, one_line, shortened
from bot.ledger import Stand
from bot.library import Found
from bot.teams import cards as kit
from bot.teams.cards import Card, Element, Message

MORE, RECORD, BACK = "more", "record", "back"
_SENTENCE = 600
_LONGEST_SAID = 2_000
_MOST_SENTENCES = 8
_MOST_STANDS = 24
_STAND = 160
_AROUND = 3_000
"""Bytes of a card for all but the text that is to be copied."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """How much room there is: characters of a quotation and of its place, and passages.

    `has_hints` says whether links tell those who only hear them where they lead.
    """

    quote: int
    place: int = 250
    passages: int = 20
    has_hints: bool = True


_SHAPES = (
    *(_Shape(quote) for quote in (1_200, 900, 600, 400, 250)),
    _Shape(150, 150, has_hints=False),
    _Shape(80, 100, has_hints=False),
    *(_Shape(80, 80, passages, has_hints=False) for passages in (12, 8, 5, 3, 2, 1)),
)
"""Tried in turn until the whole fits; the last are for papers of signs that take many bytes."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around an answer: the reference its buttons carry, "" for none of them, whom else
    to ask, and the address of the bot's own pages, "" where it has none.

    `is_alone` says that no text stands above the card, so that all of the answer is in it.
    `deleting` is as in bot.wording.lead.
    """

    reference: str
    ask_whom: str = ""
    address: str = ""
    is_alone: bool = False
    deleting: str = ""


def answer_message(found: Found, frame: Frame) -> Message:
    """Return the answer as a message: what answers as text, the passages below it as a card.

    No source is ever left out: what is too long is shortened, and says so.
    """
    answer = found.answer
    text = _text(answer, frame)
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
    for shape in _SHAPES:
        body = _opening(found.answer, frame, shape) if frame.is_alone else []
        body += _passages(found.answer, frame, shape)
        body += _further(further, frame, shape)
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
        kit.tall(kit.field("copied", wording_chat.RECORD_HINT, words)),
    ]
    return kit.card(body, [_press(BACK, wording_chat.BACK, frame)])


def said_card(text: str) -> Card:
    """Return a plain sentence of the bot's own as a card."""
    return kit.card([kit.paragraph(shortened(text, (), _LONGEST_SAID))])


def said(text: str) -> Message:
    """Return a plain sentence of the bot's own as a message."""
    return Message(kit.escaped(text))


def passage_card(citation: Citation, address: str) -> Card:
    """Return one passage as a card to be put into a conversation; nothing in it comes back to us,
    who may not be there.
    """
    made: Card = {}
    for shape in _SHAPES:
        made = kit.card([_passage(citation, (), (address, shape), numbered=False)])
        if kit.size(made) <= kit.MOST_BYTES:
            break
    return made


def _text(answer: Answer, frame: Frame) -> str:
    """Return what answers, a paragraph each; only our own words and numbers are not escaped."""
    made = ""
    for longest in (_SENTENCE, 400, 250, 120, 80):
        made = "\n\n".join(_paragraphs(answer, frame, longest)) or wording_chat.NAME
        if len(made.encode()) <= kit.MOST_TEXT:
            break
    return made


def _paragraphs(answer: Answer, frame: Frame, longest: int) -> Iterator[str]:
    if lead := wording_chat.lead(answer, frame.deleting):
        yield kit.escaped(lead)
    for sentence in answer.sentences[:_MOST_SENTENCES]:
        words = " ".join(shortened(clean(sentence.text), (), longest).split())
        yield f"{kit.escaped(words)} [{sentence.citation}]".strip()
    rows = [
        f"- {kit.escaped(_row(stand, min(longest, _STAND)))} [{stand.citation}]"
        for stand in answer.stands[:_MOST_STANDS]
    ]
    if left := len(answer.stands[_MOST_STANDS:]):
        rows.append(f"- {kit.escaped(wording_chat.and_more(left))}")
    if rows:
        yield "\n".join(rows)
    if answer.outcome == "nothing_found":
        yield kit.escaped(wording.as_of(answer))
    if answer.nearest:
        yield kit.escaped(wording.NEAREST)
    if answer.outcome == "out_of_scope" and frame.ask_whom:
        yield kit.escaped(wording_chat.whom_to_ask(frame.ask_whom))


def _opening(answer: Answer, frame: Frame, shape: _Shape) -> list[Element]:
    made = []
    if lead := wording_chat.lead(answer, frame.deleting):
        made.append(kit.paragraph(lead, "bold"))
    for sentence in answer.sentences[:_MOST_SENTENCES]:
        words = shortened(clean(sentence.text), (), min(shape.quote, _SENTENCE))
        made.append(kit.rich(kit.run(f"{words} "), kit.run(f"[{sentence.citation}]", "bold")))
    for stand in answer.stands[:_MOST_STANDS]:
        words = _row(stand, min(shape.quote, _STAND))
        made.append(kit.rich(kit.run(f"{words} "), kit.run(f"[{stand.citation}]", "bold")))
    if left := len(answer.stands[_MOST_STANDS:]):
        made.append(kit.paragraph(wording_chat.and_more(left)))
    if answer.outcome == "nothing_found":
        made.append(kit.paragraph(wording.as_of(answer)))
    if answer.nearest:
        made.append(kit.paragraph(wording.NEAREST))
    return made


def _passages(answer: Answer, frame: Frame, shape: _Shape) -> list[Element]:
    shown = answer.citations or answer.nearest
    made = []
    for citation in shown[: shape.passages]:
        said = [s.text for s in answer.sentences if s.citation == citation.number]
        made.append(_passage(citation, said, (frame.address, shape)))
    return made + _left_out(len(shown) - shape.passages)


def _further(further: Sequence[Citation], frame: Frame, shape: _Shape) -> list[Element]:
    if not further:
        return []
    made = [
        kit.paragraph(wording_chat.FURTHER_TITLE, "heading"),
        kit.paragraph(wording_chat.FURTHER, "subtle"),
    ]
    made += [_passage(each, (), (frame.address, shape)) for each in further[: shape.passages]]
    return made + _left_out(len(further) - shape.passages)


def _left_out(left: int) -> list[Element]:
    return [kit.paragraph(wording_chat.left_out(left), "subtle")] if left > 0 else []


def _passage(
    citation: Citation, said: Sequence[str], drawn: tuple[str, _Shape], *, numbered: bool = True
) -> Element:
    """Return where a passage stands, its words with those that answer in bold, and its links;
    `drawn` is the address of the bot's own pages and the room there is.
    """
    address, shape = drawn
    whole = clean(citation.quote)
    kept = [clean(sentence) for sentence in said]
    words = shortened(whole, kept, shape.quote)
    place = one_line(wording.place(citation), shape.place)
    number = [kit.run(f"[{citation.number}] ", "bold")] if numbered else []
    pieces = [kit.run(piece, "bold" if answers else "") for piece, answers in marked(words, kept)]
    source = wording.source(citation).capitalize() + "."
    end = source if words == whole else f"{source} {wording_chat.SHORTENED}"
    hint = place if shape.has_hints else ""
    links = kit.link(citation.url, wording_chat.OPEN_PAPER, hint)
    links += kit.link(reader_link(address, citation), wording_chat.OPEN_PASSAGE, hint)
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


def _row(stand: Stand, longest: int) -> str:
    return one_line(f"{stand.topic}: {wording.stands(stand.position)}", longest)
