"""Send the digests that are due, for a scheduler: review-bot digest."""

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from bot import wording_chat
from bot.cli_options import folders
from bot.settings import NOBODY, ServeSettings, Settings, SettingsError, serve_settings

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.following import Sent


@click.command()
@folders
def digest(chosen: Settings) -> None:
    """Send what is new to the channels and people that subscribed; each digest goes once.

    The running service does so by itself; this is for where it does not run all the time.
    """
    from bot.open_desk import open_desk

    wanted = serve_settings(chosen.var)
    if not (wanted.slack.bot_token or wanted.teams):
        raise SettingsError(
            "Slack is not configured: set SLACK_BOT_TOKEN; see docs/slack.md. For Teams set "
            "TEAMS_CLIENT_ID, TEAMS_CLIENT_SECRET and TEAMS_TENANT_ID; see docs/teams.md."
        )
    # Digests quote public papers alone, whoever may see others.
    desk = open_desk(chosen, replace(wanted, access=NOBODY))
    try:
        sent = asyncio.run(_send(desk, wanted))
    finally:
        desk.close()
    click.echo(wording_chat.digests_sent(sent.sent, sent.put_off, sent.stopped))
    if sent.put_off or sent.stopped:
        raise SystemExit(1)


async def _send(desk: "Desk", wanted: ServeSettings) -> "Sent":
    """Send the digests of every front that is configured; return what came of them together."""
    from bot.following import Sent

    total = Sent()
    if wanted.slack.bot_token:
        from bot.slack import digests as slack
        from bot.slack.app import slack_client

        client = slack_client(wanted.slack.bot_token, wanted.slack.api)
        total = total + await slack.send_digests(desk, client)
    if wanted.teams:
        from bot.teams import digests as teams
        from bot.teams.sdk import Wire

        wire = Wire(wanted.teams)
        try:
            total = total + await teams.send_digests(desk, wire)
        finally:
            await wire.close()
    return total
