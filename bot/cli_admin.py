"""The commands that set the administrator's page up: review-bot admin ..."""

import click

from bot.passwords import SHORTEST, hashed_password


@click.group()
def admin() -> None:
    """The administrator's page."""


@admin.command()
def password() -> None:
    """Ask for a password and print its hash, for REVIEW_BOT_ADMIN_PASSWORD."""
    given = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    if len(given) < SHORTEST:
        raise click.ClickException(
            f"That has {len(given)} characters; use at least {SHORTEST}, such as four words."
        )
    click.echo(hashed_password(given))
