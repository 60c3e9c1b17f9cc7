"""Answers and lists at the terminal: colour and width where there is a person, plain text in a
pipe.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot import wording
from bot import wording_changes as telling
from bot.answer import SEARCHED, Answer
from bot.citation import Citation, citation_of, cite
from bot.ledger import standing
from bot.news import News
from index.changes import Changes
from index.held import Held
from index.onboarding import Step
from index.passages import Passage
from index.positions import Position, Topic
from index.register import Paper

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)
_WIDE = 100_000


def show_answer(answer: Answer) -> None:
    """Print an answer for a person to read."""
    parts: list[RenderableType] = []
    if lead := wording.lead(answer, wording.DELETE_AT_TERMINAL):
        parts.append(Text(lead, style="bold"))
    for sentence in answer.sentences:
        parts.append(Text.assemble((sentence.text, "bold"), (f" [{sentence.citation}]", "cyan")))
    if answer.stands:
        parts.append(Text())
    for stand in answer.stands:
        where = f"{stand.topic}: {wording.stands(stand.position)}"
        parts.append(Text.assemble(where, (f" [{stand.citation}]", "cyan")))
    if answer.nearest:
        parts.append(Text(wording.NEAREST))
    parts += [_passage(citation) for citation in (*answer.citations, *answer.nearest)]
    if answer.outcome in SEARCHED:
        parts += [Text(), Text(wording.as_of(answer), style="dim")]
    _print(Group(*parts))


def show_table(rows: Sequence[dict[str, Any]], columns: Sequence[str] = ()) -> None:
    """Print rows under their columns, all of the first row's by default."""
    columns = columns or (list(rows[0]) if rows else [])
    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold", no_wrap=False)
    for row in rows:
        table.add_row(*(_cell(row.get(column)) for column in columns))
    _print(table)


def show_passage(number: str, place: str, text: str) -> None:
    """Print one passage under its locator."""
    _print(Group(Text.assemble((number, "bold cyan"), f"  {place}"), _indented(text), Text()))


def show_ledger(topics: Sequence[Topic], newest: Paper) -> None:
    """Print where each topic stands, a line each."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in ("topic", "where it stands", "since"):
        table.add_column(column, overflow="fold", no_wrap=column == "since")
    for topic in topics:
        stands = standing(topic)
        table.add_row(topic.name, wording.moved(stands), wording.month(stands.latest[0].date))
    _print(Group(table, Text(), Text(wording.ledger_as_of(newest), style="dim")))


def show_timelines(topics: Sequence[Topic], edition: Held) -> None:
    """Print the positions of each topic in order of date, each with its passage's place."""
    parts: list[RenderableType] = []
    for topic in topics:
        parts += [Text(topic.name, style="bold"), Text(topic.question), Text()]
        parts += [_position(position, edition) for position in topic.positions]
    _print(Group(*parts, Text(wording.ledger_as_of(edition.newest), style="dim")))


def show_step(number: int, edition: Held) -> None:
    """Print one step of the path for new staff; `number` counts from 1."""
    step, count = edition.steps[number - 1], len(edition.steps)
    parts: list[RenderableType] = [
        Text(wording.step_heading(number, count, step.title), style="bold"),
        Text(step.text),
        Text(),
    ]
    parts += [
        Text.assemble((f"[{place}] ", "cyan"), wording.place(cite(edition, identity, place)))
        for place, identity in enumerate(step.passages, 1)
    ]
    parts += [Text()] if step.passages else []
    parts += [Text(wording.try_asking(step.ask)), Text(wording.next_step(number, count), "dim")]
    _print(Group(*parts))


def show_steps(steps: Sequence[Step]) -> None:
    """Print the titles of the path for new staff."""
    rows = [{"step": str(n), "title": step.title, "id": step.id} for n, step in enumerate(steps, 1)]
    show_table(rows, ("step", "title", "id"))


def show_news(news: News) -> None:
    """Print what was published since a day, and apart from it what was added to the index."""
    published = news.published
    lines = [Text(telling.published_heading(news.since), style="bold")]
    lines += [Text(wording.paper_line(paper)) for paper in published.papers]
    if not published.papers:
        lines.append(Text(telling.NOTHING_PUBLISHED))
    if published.topics:
        lines.append(Text(telling.positions_taken(published.topics, news.since)))
    lines.append(Text())
    if news.before is None or news.changes is None:
        _print(Group(*lines, Text(telling.ONE_EDITION)))
        return
    before, after = news.before.about.moment, news.after.about.moment
    lines.append(Text(telling.index_heading(before, after), style="bold"))
    if not news.reaches_back:
        lines.append(Text(telling.oldest_edition(before)))
    lines += [Text(telling.counted(news.changes)), *_changes(news, news.changes)]
    _print(Group(*lines))


def _changes(news: News, changes: Changes) -> list[Text]:
    """Return papers before passages, as csv-diff has it, then the ledger, a line each."""
    lines = [
        telling.paper_added(paper, sum(p.paper == paper.id for p in news.after.passages))
        for paper in changes.papers_added
    ]
    lines += [telling.paper_gone(paper) for paper in changes.papers_gone]
    anew = [pair.after for pair in changes.reworded if pair.is_requoted]
    lines += [
        telling.quoted_anew(news.paper(paper), count, source)
        for (paper, source), count in Counter((p.paper, p.source) for p in anew).items()
    ]
    for what, passages in (
        (telling.ADDED, changes.put_in),
        (telling.REMOVED, changes.taken_out),
    ):
        for passage in passages:
            lines += [f"{what}: {_place(news, passage)}", f"“{passage.text}”"]
    for pair in changes.reworded:
        if not pair.is_requoted:
            lines += [f"{telling.REWORDED}: {_place(news, pair.after)}", telling.marked(pair.marks)]
    for change in changes.topics:
        lines.append(f"{telling.LEDGER}: {telling.topic_changed(change)}")
        if change.before and change.after:
            lines += [telling.position_change(position, came=True) for position in change.came]
            lines += [telling.position_change(position, came=False) for position in change.went]
    return [Text(line) for line in lines]


def _place(news: News, passage: Passage) -> str:
    return wording.place(citation_of(news.paper(passage.paper), passage))


def _position(position: Position, edition: Held) -> RenderableType:
    citation = cite(edition, position.passage)
    said = Group(
        Text.assemble((position.status, "bold"), f" ({wording.taken_by(position)})"),
        Text(position.line),
        Text(wording.position_place(position, citation), style="dim"),
        Text(),
    )
    row = Table.grid(padding=(0, 2))
    row.add_column(no_wrap=True, style="cyan")
    row.add_column(overflow="fold")
    row.add_row(wording.month(position.date), said)
    return row


def _passage(citation: Citation) -> RenderableType:
    note = wording.source(citation) + (f"; {citation.url}" if citation.url else "")
    return Group(
        Text(),
        Text.assemble((f"[{citation.number}] ", "cyan"), wording.place(citation)),
        _indented(f"“{citation.quote}”"),
        _indented(f"({note})", "dim"),
    )


def _indented(text: str, style: str = "") -> RenderableType:
    return Padding(Text(text, style=style), (0, 0, 0, 4)) if out.is_terminal else Text(text, style)


def _print(value: RenderableType) -> None:
    if out.is_terminal:
        out.print(value)
    else:
        # In a pipe there is no width to fit: lines stay whole, so that a search finds its words.
        Console(file=out.file, width=_WIDE, highlight=False, color_system=None).print(
            value, crop=False
        )


def _cell(value: Any) -> Text:
    # As Text, or Rich would take "[draft]" in a title for its own markup.
    if value is None:
        return Text("-")
    return Text(f"{value:.2f}" if isinstance(value, float) else str(value))
