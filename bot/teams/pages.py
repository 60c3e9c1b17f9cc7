"""What Teams shows beside answers: commands' pages, help, papers, terms, the form. Pure."""

from collections.abc import Sequence

from bot import wording, wording_chat
from bot.afterwards import LONGEST_COMMENT
from bot.answer import Searched
from bot.citation import Citation, reader_link
from bot.commands import Help, Page, Papers
from bot.excerpt import one_line
from bot.library import Shelf
from bot.teams import cards as kit
from bot.teams.cards import Card, Element, Message
from bot.teams.render import said
from bot.telling import Line, Told
from index.glossary import Term

TELL, ASK = "tell", "ask"
REASON, COMMENT = "reason", "comment"
_PLACE, _PAPER = 250, 150
_SHAPES = ((500, 80), (250, 80), (120, 60), (80, 30), (60, 15), (60, 6), (60, 3), (60, 1))
"""Characters of a quotation, and lines, tried in turn until the whole fits."""
_WORDS, _LONGEST_TEXT = 700, 2_000
_HINTED = 250
"""Characters of a quotation from which on there is room for hints on links."""
_MOST_BUTTONS = 6
"""Of a card; Teams draws no more."""
_LABEL = 120
"""Characters of a button; the longest topic of ours has half of that."""
_MOST_PAPERS = 30


def page_message(page: Page, address: str) -> Message:
    """Return what a command says as a message."""
    if isinstance(page, str):
        return said(wording_chat.in_teams(page))
    if page == Told(_heading(page)):
        return said(wording_chat.in_teams(_heading(page)))
    heading = kit.escaped(one_line(wording_chat.in_teams(_heading(page)), _WORDS))
    return Message(f"**{heading}**", page_card(page, address, with_heading=False))


def page_card(page: Page, address: str, *, with_heading: bool = True) -> Card:
    """Return what a command says as a card."""
    if isinstance(page, str):
        return kit.card([kit.paragraph(wording_chat.in_teams(page))])
    if isinstance(page, Told):
        return _told(page, address, with_heading)
    heading = one_line(wording_chat.in_teams(_heading(page)), _WORDS)
    top = [kit.paragraph(heading, "heading")] if with_heading else []
    if isinstance(page, Help):
        return kit.card([*top, *_help()])
    if isinstance(page, Papers):
        return kit.card([*top, *_papers(page.shelf)])
    return kit.card([*top, *_term(page)])


def feedback_card(answer: str) -> Card:
    """Return the form that asks why an answer was not helpful."""
    body = [
        kit.choice(REASON, wording_chat.FEEDBACK_REASON, list(wording_chat.REASONS.items())),
        kit.field(COMMENT, wording_chat.FEEDBACK_COMMENT, longest=LONGEST_COMMENT),
        kit.paragraph(wording_chat.FEEDBACK_HINT, "subtle"),
        kit.paragraph(wording_chat.FEEDBACK_WHAT_HAPPENS, "subtle"),
    ]
    send: Element = {
        "type": "Action.Submit",
        "title": wording_chat.FEEDBACK_SUBMIT,
        "data": {"feedback": answer},
    }
    return kit.card(body, [send])


def _heading(page: Told | Term | Help | Papers) -> str:
    if isinstance(page, Told):
        return page.heading
    if isinstance(page, Help):
        return page.lead or wording_chat.HELP_HEADING
    return wording_chat.HOME_PAPERS if isinstance(page, Papers) else page.term


def _told(told: Told, address: str, with_heading: bool) -> Card:
    """Return a page in one card: what is too long for it is shortened, and says so."""
    made: Card = {}
    for longest, most in _SHAPES:
        words = min(_WORDS, 2 * longest)
        heading = one_line(wording_chat.in_teams(told.heading), words)
        body = [kit.paragraph(heading, "heading")] if with_heading else []
        if told.text:
            text = wording_chat.in_teams(told.text)[: min(_LONGEST_TEXT, 4 * longest)]
            body.append(kit.paragraph(text))
        for line in told.lines[:most]:
            body += _line(line, address, longest)
        if left := len(told.lines) - most:
            body += [kit.paragraph(wording_chat.and_more(left), "subtle")] if left > 0 else []
        if told.ask:
            body.append(kit.paragraph(one_line(wording_chat.TRY.format(question=told.ask), words)))
        if told.note:
            note = one_line(wording_chat.in_teams(told.note), words)
            body.append(kit.paragraph(note, "subtle"))
        made = kit.card(body or [kit.paragraph("")], _buttons(told))
        if kit.size(made) <= kit.MOST_BYTES:
            break
    return made


def _line(line: Line, address: str, longest: int) -> list[Element]:
    lead = one_line(line.lead, min(_PLACE, longest))
    runs = [kit.run(lead, "bold")] if lead else []
    if line.text:
        space = " – " if line.lead else ""
        words = wording_chat.in_teams(one_line(line.text, min(_WORDS, longest * 2)))
        runs.append(kit.run(f"{space}{words}"))
    made = [kit.rich(*runs)] if runs else []
    if line.quote:
        made.append(kit.rich(kit.run(one_line(line.quote, longest)), space="Small"))
    if line.citation:
        made += _source(line.citation, address, longest)
    return [kit.box(*made)] if line.citation else made


def _source(citation: Citation, address: str, longest: int) -> list[Element]:
    place = one_line(wording.place(citation), min(_PLACE, longest * 2))
    hint = place if longest >= _HINTED else ""
    links = kit.link(citation.url, wording_chat.OPEN_PAPER, hint)
    links += kit.link(reader_link(address, citation), wording_chat.OPEN_PASSAGE, hint)
    made = [kit.rich(kit.run(place, "subtle"), space="Small")]
    return made + ([kit.buttons(*links)] if links else [])


def _buttons(told: Told) -> Sequence[Element]:
    made = [kit.press(ASK, wording_chat.ASK, question=told.ask)] if told.ask else []
    made += [
        kit.press(TELL, one_line(label, _LABEL), command=command) for command, label in told.more
    ]
    return made[:_MOST_BUTTONS]


def _help() -> list[Element]:
    rows = [
        kit.rich(kit.run(name, "bold"), kit.run(f" – {does}"), space="Small")
        for name, does in wording_chat.HELP_TEAMS
    ]
    return [*rows, kit.paragraph(wording_chat.HELP_ELSEWHERE_TEAMS)]


def _papers(shelf: Shelf) -> list[Element]:
    edition = shelf.edition
    newest = sorted(edition.papers, key=lambda paper: paper.published, reverse=True)
    rows = [
        kit.paragraph(one_line(wording.paper_line(paper), _PAPER))
        for paper in newest[:_MOST_PAPERS]
    ]
    if left := len(newest) - len(rows):
        rows.append(kit.paragraph(wording_chat.and_older(left)))
    searched = Searched(len(edition.papers), edition.about.passages, edition.latest)
    return [*rows, kit.paragraph(wording_chat.held(searched), "subtle")]


def _term(term: Term) -> list[Element]:
    others = one_line(", ".join((*term.short, *term.also)), _WORDS)
    made = [kit.paragraph(others, "subtle")] if others else []
    made.append(kit.paragraph(term.meaning[:_LONGEST_TEXT]))
    return made + ([kit.paragraph(term.note[:_LONGEST_TEXT], "subtle")] if term.note else [])
