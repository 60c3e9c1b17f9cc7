"""Answers and lists at the terminal: colour and width where there is a person, plain text in a
pipe.
"""

from collections.abc import Sequence
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot import wording
from bot.answer import Answer, Citation

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)
_WIDE = 100_000


def show_answer(answer: Answer) -> None:
    """Print an answer for a person to read."""
    parts: list[RenderableType] = []
    if lead := wording.lead(answer):
        parts.append(Text(lead, style="bold"))
    for sentence in answer.sentences:
        parts.append(Text.assemble((sentence.text, "bold"), (f" [{sentence.citation}]", "cyan")))
    if answer.nearest:
        parts.append(Text(wording.NEAREST))
    parts += [_passage(citation) for citation in (*answer.citations, *answer.nearest)]
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
