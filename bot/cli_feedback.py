"""The commands that work off what readers thought of answers: review-bot feedback ..."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from bot import console, wording_chat
from bot.cli_options import folders, open_store
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.store import Feedback


@click.group()
def feedback() -> None:
    """What readers thought of answers, to be dealt with one by one."""


@feedback.command("list")
@click.option("--all", "everything", is_flag=True, help="Also what was helpful or is resolved.")
@click.option("--json", "as_lines", is_flag=True, help="Print JSON instead of a table.")
@folders
def list_feedback(chosen: Settings, everything: bool, as_lines: bool) -> None:
    """List what was not helpful and is not resolved, oldest first."""
    rows = [_row(given) for given in open_store(chosen).feedback(everything)]
    if as_lines:
        click.echo(json.dumps(rows, ensure_ascii=False))
    elif rows:
        columns = ("id", "at", "verdict", "reason", "comment", "outcome", "citations", "resolution")
        console.show_table(rows, columns)
    else:
        click.echo("There is no feedback to deal with.")


@feedback.command()
@click.argument("number", type=int)
@click.argument("resolution")
@click.option("--by", default="", help="Who did it, for 'review-bot audit'.")
@folders
def resolve(chosen: Settings, number: int, resolution: str, by: str) -> None:
    """Note what was done about feedback NUMBER, for example "summary of 2.3 put right"."""
    if not open_store(chosen).resolve(number, resolution, by):
        raise click.ClickException(
            f"There is no feedback {number}; 'review-bot feedback list --all' shows what there is."
        )
    click.echo(f"Feedback {number} is resolved.")


def _row(given: "Feedback") -> dict[str, Any]:
    at = datetime.fromtimestamp(given.at, UTC)
    row = asdict(given) | {
        "at": f"{at:%Y-%m-%d %H:%M}",
        "reason": wording_chat.REASONS.get(given.reason, given.reason),
        "citations": "; ".join(given.citations),
        "resolved": given.resolved is not None,
    }
    # Who it was and on which message serves to keep one word each, and is nobody's to read.
    return {name: value for name, value in row.items() if name not in ("asker", "answer")}
