"""The commands for whoever runs the service: pause, resume, audit, forget."""

import json
import re
from datetime import UTC, datetime
from typing import Any

import click

from bot import console, wording_chat
from bot.cli_options import folders, open_store
from bot.settings import Settings

_LONGEST_SAYING = 500
_LONGEST_NAME = 200
_DAY = 86_400.0


def _name(_context: click.Context, _option: click.Parameter, given: str) -> str:
    name = " ".join(given.split())
    if not name or len(name) > _LONGEST_NAME:
        raise click.BadParameter("say who you are, for others to ask you: --by 'Lena, policy team'")
    return name


def _saying(_context: click.Context, _option: click.Parameter, given: str) -> str:
    saying = " ".join(given.split())
    if len(saying) > _LONGEST_SAYING:
        raise click.BadParameter(f"say it in {_LONGEST_SAYING} characters")
    return saying


def _days(_context: click.Context, _option: click.Parameter, given: str) -> int:
    found = re.fullmatch(r"\s*(\d{1,5})\s*d(?:ays?)?\s*", given)
    if not found or int(found.group(1)) < 1:
        raise click.BadParameter("give a number of days, at least one: 90d")
    return int(found.group(1))


_by = click.option("--by", required=True, callback=_name, help="Who does this; kept in the audit.")


@click.command()
@_by
@click.option("--saying", default="", callback=_saying, help="What to say to every question.")
@folders
def pause(chosen: Settings, by: str, saying: str) -> None:
    """Have no question answered, anywhere, until 'review-bot resume'."""
    open_store(chosen).switch.pause(by, saying)
    click.echo(
        "Paused. Within seconds every question is answered with:\n"
        f"{wording_chat.paused(saying)}\n"
        "'review-bot resume --by NAME' ends it."
    )


@click.command()
@_by
@folders
def resume(chosen: Settings, by: str) -> None:
    """Have questions answered again."""
    if open_store(chosen).switch.resume(by):
        click.echo("Questions are answered again within seconds.")
    else:
        click.echo("It was not paused.")


@click.command()
@click.option("--json", "as_lines", is_flag=True, help="Print JSON instead of a table.")
@folders
def audit(chosen: Settings, as_lines: bool) -> None:
    """List who did what to the bot, oldest first; then the papers held as restricted, and why."""
    rows = [
        {"at": _moment(deed.at), "by": deed.by or "-", "what": deed.what, "about": deed.about}
        for deed in open_store(chosen).switch.deeds()
    ]
    rows += _restricted(chosen)
    if as_lines:
        click.echo(json.dumps(rows, ensure_ascii=False))
    elif rows:
        console.show_table(rows, ("at", "by", "what", "about"))
    else:
        click.echo("Nothing was done yet that is kept here.")


@click.command()
@click.option(
    "--older-than", "days", required=True, callback=_days, help="A number of days, as in 90d."
)
@click.option("--dry-run", is_flag=True, help="Only say how much would be removed.")
@click.option("--by", default="", help="Who does this; kept in the audit.")
@folders
def forget(chosen: Settings, days: int, dry_run: bool, by: str) -> None:
    """Remove what is older and dealt with: events, feedback that is worked off, progress.

    Feedback to be worked off, subscriptions and the audit stay.
    """
    store = open_store(chosen)
    gone = store.forget_older(days * _DAY, dry_run=dry_run)
    amounts = (
        f"events: {gone.events}, feedback: {gone.feedback}, progress on the path: {gone.progress}"
    )
    if dry_run:
        click.echo(f"Older than {days} days, and would be removed: {amounts}.")
        return
    store.switch.note(by, "forget", f"older than {days} days; {amounts}")
    click.echo(f"Older than {days} days, and removed: {amounts}.")


def _restricted(chosen: Settings) -> list[dict[str, Any]]:
    """Return what the register says of its restricted papers; it keeps no moment."""
    from index.register import RegisterError, read_register

    try:
        papers = read_register(chosen.knowledge / "papers.yaml")
    except RegisterError:
        # What is wrong with it is for 'review-bot papers check' to tell.
        return []
    return [
        {
            "at": "-",
            "by": paper.restricted_by or "-",
            "what": "holds a restricted paper",
            "about": f"{paper.id}: {paper.restricted_because}".rstrip(": "),
        }
        for paper in papers
        if paper.visibility == "restricted"
    ]


def _moment(at: float) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M}"
