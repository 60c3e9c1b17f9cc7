"""The command that puts the bot where people chat: review-bot serve."""

from dataclasses import replace

import click

from bot.cli_options import folders
from bot.settings import ServeSettings, Settings, SettingsError, serve_settings


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65_535), help="Port; PORT, or 3000, by default.")
@folders
def serve(chosen: Settings, host: str, port: int | None) -> None:
    """Serve the bot's own pages, and answer in Slack and in Teams where these are configured."""
    # Kept out of the other commands, which need none of it and start faster without.
    from bot.open_desk import open_desk
    from bot.serve import Address
    from bot.serve import serve as run

    wanted = replace(serve_settings(chosen.var), papers=chosen)
    _check(wanted)
    desk = open_desk(chosen, wanted)
    run(desk, wanted, Address(host, wanted.port if port is None else port))


def _check(wanted: ServeSettings) -> None:
    teams = wanted.teams
    if not teams and (teams.client_id or teams.client_secret):
        raise SettingsError(
            "Teams is only half configured: set TEAMS_CLIENT_ID, TEAMS_CLIENT_SECRET and "
            "TEAMS_TENANT_ID. docs/teams.md says where to find them."
        )
    if not (wanted.slack or teams or wanted.web):
        raise SettingsError(
            "There is nothing to serve: REVIEW_BOT_WEB is off, and Slack is not configured. Set "
            "SLACK_BOT_TOKEN, and SLACK_SIGNING_SECRET (HTTP) or SLACK_APP_TOKEN (Socket Mode); "
            "docs/slack.md says where to find them. For Teams set TEAMS_CLIENT_ID, "
            "TEAMS_CLIENT_SECRET and TEAMS_TENANT_ID; see docs/teams.md."
        )
