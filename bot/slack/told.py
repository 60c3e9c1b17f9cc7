"""What a command tells, as Slack shows it: on a phone, a line each, every row with its passage."""

from collections.abc import Iterator

from bot import wording, wording_chat
from bot.commands import Help, Page, Papers
from bot.excerpt import clean, one_line
from bot.slack import blocks as kit
from bot.slack import pages, render
from bot.slack.blocks import Block, Message
from bot.slack.render import said
from bot.telling import Line, Told
from index.glossary import Term

TELL = "tell"
TRY = "starter_step"
"""Begins as pages.STARTER does: pressed, the question is asked."""
_PLACE, _WORDS, _QUOTE = 250, 700, 500
_MOST_BLOCKS = 40
_MOST_BUTTONS = 5


def page_messages(page: Page, address: str = "") -> list[Message]:
    """Return what a command says; `address` is that of the bot's own pages."""
    if isinstance(page, str):
        return [said(page)]
    if isinstance(page, Help):
        return [pages.help_message(page.lead)]
    if isinstance(page, Papers):
        return [pages.papers_message(page.shelf)]
    if isinstance(page, Term):
        return [pages.term_message(page)]
    return told_messages(page, address)


def told_messages(told: Told, address: str = "") -> list[Message]:
    """Return the page as one message, or more where it fills more than one."""
    text = kit.unformatted("\n".join(_plain(told)))
    opening: list[Block] = [kit.rich(kit.section(kit.run(told.heading, "bold")))]
    if told.text:
        opening.append(kit.paragraph(told.text))
    rows = [kit.rich(*_line(line, address)) for line in told.lines]
    sheets: list[list[Block]] = [opening]
    for row in rows:
        page = sheets[-1]
        if len(page) >= _MOST_BLOCKS or kit.size([*page, row]) > kit.MOST_CHARACTERS - 2_000:
            sheets.append([])
        sheets[-1].append(row)
    sheets[-1] += _closing(told)
    return [
        Message(text if n == 0 else kit.unformatted(told.heading), tuple(page))
        for n, page in enumerate(sheets)
    ]


def _line(line: Line, address: str) -> Iterator[dict[str, object]]:
    runs = []
    if line.lead:
        runs.append(kit.run(one_line(line.lead, _PLACE), "bold"))
    if line.text:
        space = "  " if line.lead else ""
        runs.append(kit.run(f"{space}{one_line(line.text, _WORDS)}"))
    if line.citation:
        start = "\n" if runs else ""
        runs.append(kit.run(f"{start}{one_line(wording.place(line.citation), _PLACE)} ", "italic"))
        runs += render.links(line.citation, address)
    yield kit.section(*runs)
    if line.quote:
        yield kit.quote(kit.run(one_line(line.quote, _QUOTE)))


def _closing(told: Told) -> list[Block]:
    made: list[Block] = []
    if told.ask:
        made.append(kit.paragraph(wording_chat.TRY.format(question=told.ask)))
    buttons = [kit.button(f"{TRY}_0", wording_chat.ASK, told.ask)] if told.ask else []
    buttons += [
        kit.button(f"{TELL}_{number}", label, command)
        for number, (command, label) in enumerate(told.more[:_MOST_BUTTONS])
    ]
    made += [kit.actions(*buttons)] if buttons else []
    return made + ([kit.context(told.note)] if told.note else [])


def _plain(told: Told) -> Iterator[str]:
    yield told.heading
    if told.text:
        yield told.text
    for line in told.lines:
        yield " ".join(clean(part) for part in (line.lead, line.text) if part)
