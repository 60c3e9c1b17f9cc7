"""An answer as Slack shows it: sentences, the passages under them, how recent, what next. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot import wording, wording_chat
from bot.answer import SEARCHED, Answer
from bot.choosing import Sentence
from bot.citation import Citation, reader_link
from bot.excerpt import clean, marked, one_line, shortened
from bot.ledger import Stand
from bot.library import Found
from bot.slack import blocks as kit
from bot.slack.blocks import Block, Message

MORE, RECORD, SHARE, KEEP = "answer_more", "answer_record", "answer_share", "answer_keep"
FEEDBACK = "answer_feedback"
_QUOTES = (1_200, 900, 600, 400, 250, 150, 80)
"""Characters of a quotation, tried in turn until the whole fits."""
_ON_A_PAGE = 4
_MOST_SENTENCES = 8
_MOST_STANDS, _FEWER_STANDS = 24, 8
_STAND = 160
_PLACE = 250
_QUESTION = 300


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around an answer: its reference for the buttons, and who sees it how.

    `asked` is repeated where the question is not above the answer already; `share` names the button
    that shows a private answer to others, and is empty where everybody sees it. `address` is that
    of the bot's own pages, "" where it has none. `deleting` is as in bot.wording.lead.
    """

    reference: str
    ask_whom: str = ""
    asked: str = ""
    share: str = ""
    has_feedback: bool = True
    address: str = ""
    deleting: str = ""


def answer_messages(found: Found, frame: Frame) -> list[Message]:
    """Return the answer as one message, or more where its passages fill more than one.

    No source and no button is ever left out: what is too long is shortened, and says so.
    """
    answer = found.answer
    shown = answer.citations or answer.nearest
    pages = [shown[n : n + _ON_A_PAGE] for n in range(0, len(shown), _ON_A_PAGE)] or [()]
    messages = []
    for number, page in enumerate(pages):
        is_first, is_last = number == 0, number == len(pages) - 1
        for longest in _QUOTES:
            made = _opening(answer, frame, longest) if is_first else []
            made += _passages(answer, page, longest, frame.address)
            made += _closing(found, frame) if is_last else []
            if kit.size(made) <= kit.MOST_CHARACTERS:
                break
        lead = wording_chat.lead(answer, frame.deleting) if is_first else None
        messages.append(Message(_as_text(answer, page, lead), tuple(made)))
    return messages


def answer_view(found: Found, frame: Frame) -> dict[str, object]:
    """Return the answer as a window."""
    blocks = [block for message in answer_messages(found, frame) for block in message.blocks]
    return kit.modal(wording_chat.ANSWER_TITLE, blocks, close=wording_chat.CLOSE)


def further_view(further: Sequence[Citation], address: str = "") -> dict[str, object]:
    """Return the passages behind "Show more passages" as a window."""
    if not further:
        return said_view(wording_chat.FURTHER_TITLE, wording_chat.NO_FURTHER)
    made: list[Block] = [kit.context(wording_chat.FURTHER)]
    for citation in further:
        made.append(_passage(citation, (), _QUOTES[0], address))
    return kit.modal(wording_chat.FURTHER_TITLE, made, close=wording_chat.CLOSE)


def record_view(text: str) -> dict[str, object]:
    """Return an answer's text for a record, to copy, in a window."""
    step = kit.LONGEST_TEXT - 100
    pieces = [text[n : n + step] for n in range(0, len(text), step)]
    made = [kit.context(wording_chat.RECORD_HINT)]
    made += [kit.rich(kit.preformatted(piece)) for piece in pieces]
    return kit.modal(wording_chat.RECORD_TITLE, made, close=wording_chat.CLOSE)


def said(text: str) -> Message:
    """Return a plain sentence of the bot's own."""
    return Message(kit.unformatted(text), (kit.paragraph(text),))


def said_view(title: str, text: str) -> dict[str, object]:
    """Return a plain sentence of the bot's own in a window."""
    return kit.modal(title, [kit.paragraph(text)], close=wording_chat.CLOSE)


def _opening(answer: Answer, frame: Frame, longest: int) -> list[Block]:
    made: list[Block] = []
    if frame.asked:
        made.append(kit.context(one_line(frame.asked, _QUESTION)))
    if lead := wording_chat.lead(answer, frame.deleting):
        made.append(kit.rich(kit.section(kit.run(lead, "bold"))))
    if answer.sentences:
        chosen = answer.sentences[:_MOST_SENTENCES]
        made.append(kit.rich(*(_sentence(s, n, min(longest, 600)) for n, s in enumerate(chosen))))
    made += _rows(answer.stands, longest)
    if answer.outcome == "nothing_found":
        made.append(kit.paragraph(wording.as_of(answer)))
    if answer.nearest:
        made.append(kit.paragraph(wording.NEAREST))
    if answer.citations or answer.nearest:
        made.append(kit.divider())
    return made


def _rows(stands: Sequence[Stand], longest: int) -> list[Block]:
    """Return the ledger's rows, fewer and shorter where there is hardly room for quotations."""
    if not stands:
        return []
    most = _MOST_STANDS if longest > _QUOTES[-1] else _FEWER_STANDS
    each = (_stand(stand, n, min(longest // 2, _STAND)) for n, stand in enumerate(stands[:most]))
    left = len(stands[most:])
    return [kit.rich(*each), *([kit.context(wording_chat.and_more(left))] if left else [])]


def _stand(stand: Stand, number: int, longest: int) -> dict[str, object]:
    start = "\n" if number else ""
    words = shortened(clean(f"{stand.topic}: {wording.stands(stand.position)}"), (), longest)
    return kit.section(kit.run(f"{start}{words}"), kit.run(f" [{stand.citation}]", "bold"))


def _sentence(sentence: Sentence, number: int, longest: int) -> dict[str, object]:
    words = shortened(clean(sentence.text), (), longest)
    # Slack runs sections together; a line break keeps each sentence by itself.
    start = "\n" if number else ""
    return kit.section(kit.run(f"{start}{words}"), kit.run(f" [{sentence.citation}]", "bold"))


def links(citation: Citation, address: str) -> list[dict[str, object]]:
    """Return the ways to a passage: its paper, and its place in the bot's own pages."""
    made = kit.link(citation.url, wording_chat.OPEN_PAPER)
    own = kit.link(reader_link(address, citation), wording_chat.OPEN_PASSAGE)
    return [*made, kit.run("  "), *own] if made and own else [*made, *own]


def _passages(answer: Answer, page: Sequence[Citation], longest: int, address: str) -> list[Block]:
    said_by: dict[int, list[str]] = {citation.number: [] for citation in page}
    for sentence in answer.sentences:
        said_by.setdefault(sentence.citation, []).append(sentence.text)
    return [_passage(each, said_by[each.number], longest, address) for each in page]


def _passage(citation: Citation, sentences: Sequence[str], longest: int, address: str) -> Block:
    """Return where a passage stands, its words with those that answer in bold, and its link."""
    whole = clean(citation.quote)
    kept = [clean(sentence) for sentence in sentences]
    words = shortened(whole, kept, longest)
    place = one_line(wording.place(citation), _PLACE)
    runs = [kit.run(piece, "bold" if is_answer else "") for piece, is_answer in marked(words, kept)]
    end = [kit.run(wording.source(citation).capitalize() + ". ", "italic")]
    if words != whole:
        end.append(kit.run(wording_chat.SHORTENED + " ", "italic"))
    end += links(citation, address)
    return kit.rich(
        kit.section(kit.run(f"[{citation.number}] ", "bold"), kit.run(place)),
        kit.quote(*(runs or [kit.run("")])),
        kit.section(*end),
    )


def _closing(found: Found, frame: Frame) -> list[Block]:
    answer = found.answer
    made: list[Block] = []
    is_searched = answer.outcome in SEARCHED
    if is_searched and answer.outcome != "nothing_found":
        made.append(kit.context(wording.as_of(answer)))
    if answer.outcome in ("nothing_found", "out_of_scope", "partly_answered") and frame.ask_whom:
        made.append(kit.paragraph(wording_chat.whom_to_ask(frame.ask_whom)))
    if is_searched:
        made.append(kit.actions(*_buttons(found, frame)))
        made += [_thumbs(frame)] if frame.has_feedback else []
    return made


def _buttons(found: Found, frame: Frame) -> list[dict[str, object]]:
    buttons = []
    if frame.share:
        text = wording_chat.KEEP if frame.share == KEEP else wording_chat.SHARE
        # Shared, an answer is read by people who did not see the question.
        value = f"{frame.reference}\n{one_line(frame.asked, _QUESTION)}"
        buttons.append(kit.button(frame.share, text, value, is_primary=True))
    if found.further:
        buttons.append(kit.button(MORE, wording_chat.MORE, frame.reference))
    return [*buttons, kit.button(RECORD, wording_chat.COPY, frame.reference)]


def _thumbs(frame: Frame) -> Block:
    return kit.feedback_buttons(
        FEEDBACK,
        (wording_chat.HELPFUL, f"good {frame.reference}"),
        (wording_chat.NOT_HELPFUL, f"bad {frame.reference}"),
    )


def _as_text(answer: Answer, page: Sequence[Citation], lead: str | None) -> str:
    """Return what notices and screen readers say: the sentences and where they stand; `lead` opens
    an answer, None where it only goes on.
    """
    lines = []
    if lead is not None:
        lines = [lead, *(f"{s.text} [{s.citation}]" for s in answer.sentences)]
    if answer.nearest:
        lines.append(wording.NEAREST)
    lines += [
        f"[{citation.number}] {one_line(wording.place(citation), _PLACE)}" for citation in page
    ]
    if lead is not None and answer.outcome in SEARCHED:
        lines.append(wording.as_of(answer))
    return kit.unformatted("\n".join(line for line in lines if line)) or wording_chat.NAME
