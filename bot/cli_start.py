"""The path for new staff: review-bot start."""

import click

from bot import console, wording
from bot.cli_options import folders
from bot.opening import open_edition
from bot.settings import Settings
from index.onboarding import Step


@click.command()
@click.argument("step", required=False)
@folders
def start(chosen: Settings, step: str | None) -> None:
    """Show the path for new staff, or one STEP of it by its number or id."""
    edition = open_edition(chosen)
    if not edition.steps:
        raise click.ClickException(wording.NO_STEPS)
    if step is None:
        console.show_steps(edition.steps)
        return
    number = _number(edition.steps, step)
    if number is None:
        raise click.ClickException(wording.no_step(step, len(edition.steps)))
    console.show_step(number, edition)


def _number(steps: tuple[Step, ...], name: str) -> int | None:
    """Return which step a number or an id names, from 1; None when it names none."""
    known = {step.id: number for number, step in enumerate(steps, 1)}
    known |= {str(number): number for number in range(1, len(steps) + 1)}
    return known.get(name.strip().lower())
