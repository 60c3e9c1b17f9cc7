"""Where recommendations stand: review-bot positions."""

import json
import re
from datetime import date

import click

from bot import console, wording
from bot.as_json import positions_as_json
from bot.cli_options import folders
from bot.ledger import Wanted, meant, select
from bot.settings import Settings
from index import edition as editions
from index.positions import STAGES, STATUSES, Topic


@click.command()
@click.argument("topic", required=False)
@click.option("--status", type=click.Choice(STATUSES), help="Only positions of this status.")
@click.option("--stage", type=click.Choice(STAGES), help="Only what was said at this stage.")
@click.option("--since", help="Only positions since a date: YYYY-MM-DD, YYYY-MM or YYYY.")
@click.option("--json", "as_lines", is_flag=True, help="Print JSON instead of text.")
@folders
def positions(
    chosen: Settings, topic: str | None, as_lines: bool, since: str | None, **only: str | None
) -> None:
    """Say where a recommendation stands, and how it came there; all of them without a TOPIC."""
    wanted = Wanted(only["status"] or "", only["stage"] or "", _first_day(since))
    edition = editions.load(chosen.var)
    if not edition.topics:
        raise click.ClickException(wording.NO_LEDGER)
    about = (_meant(edition.topics, topic),) if topic else edition.topics
    found = select(about, wanted)
    if as_lines:
        click.echo(json.dumps(positions_as_json(found, edition), ensure_ascii=False))
    elif not found:
        click.echo(wording.NO_POSITIONS)
    elif topic or wanted != Wanted():
        console.show_timelines(found, edition)
    else:
        console.show_ledger(found, edition.latest)


def _meant(topics: tuple[Topic, ...], name: str) -> Topic:
    found = meant(topics, name)
    if len(found.topics) == 1:
        return found.topics[0]
    if found.topics:
        raise click.ClickException(wording.which_topic(name, [t.name for t in found.topics]))
    raise click.ClickException(wording.no_topic(name, [t.name for t in found.nearest]))


def _first_day(since: str | None) -> date:
    """Return the first day of what --since names; the earliest there is when it names nothing."""
    if not since:
        return date.min
    parts = re.fullmatch(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", since)
    try:
        if parts:
            return date(*(int(part or 1) for part in parts.groups()))
    except ValueError:
        pass
    raise click.UsageError(f"'{since}' is no date; write --since as YYYY-MM-DD, YYYY-MM or YYYY.")
