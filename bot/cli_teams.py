"""The commands about the Teams app: review-bot teams package."""

from itertools import zip_longest
from pathlib import Path

import click

from bot import wording_package as wording
from bot.cli_options import folders
from bot.settings import Settings, SettingsError, teams_package
from bot.starters import Starters


@click.group()
def teams() -> None:
    """The app in Microsoft Teams."""


@teams.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("review-bot-teams.zip"),
    show_default=True,
    help="Where to write the package.",
)
@click.option(
    "--version",
    default="1.0.0",
    show_default=True,
    help="Version of the package; raise it with every upload after the first.",
)
@folders
def package(chosen: Settings, out: Path, version: str) -> None:
    """Make the app package that an administrator uploads in the Teams admin centre."""
    # Kept out of the other commands, which need none of it and start faster without.
    from bot.opening import open_answerer
    from bot.starters import choose_starters, read_starters
    from bot.teams.icons import colour_icon, outline_icon
    from bot.teams.manifest import AppFacts, manifest
    from bot.teams.package import AppPackage, faults, zipped

    given = teams_package()
    if given.missing:
        raise SettingsError(wording.missing(given.missing))
    facts = AppFacts(
        client_id=given.client_id,
        council=given.council,
        developer=given.developer,
        website=given.website,
        privacy=given.privacy,
        terms=given.terms,
        address=given.address,
        version=version,
    )
    candidates = read_starters(chosen.knowledge / "starters.yaml")
    questions = _in_turn(choose_starters(open_answerer(chosen), candidates))
    made = AppPackage(manifest(facts, questions), colour_icon(), outline_icon())
    found = faults(made)
    if found:
        raise click.ClickException(wording.wrong(found))
    try:
        out.write_bytes(zipped(made))
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written ({error.strerror}).") from error
    click.echo(wording.written(str(out), version))
    if not given.address:
        click.echo(wording.without_tab())
    if not questions:
        click.echo(wording.without_starters())


def _in_turn(groups: Starters) -> list[str]:
    """Return the first question of every kind of reader, then the second of every kind."""
    rounds = zip_longest(*(group.questions for group in groups))
    return [question for each in rounds for question in each if question]
