"""Send the digests that are due, for a scheduler: review-bot digest."""

import asyncio
from pathlib import Path

import click

from bot import wording_chat
from bot.cli_options import folders
from bot.settings import Settings, SettingsError, serve_settings


@click.command()
@folders
def digest(chosen: Settings) -> None:
    """Send what is new to the channels and people that subscribed; each digest goes once.

    The running service does so by itself; this is for where it does not run all the time.
    """
    from bot.desk import Desk, Policy
    from bot.library import Library
    from bot.opening import open_answerer
    from bot.slack.app import slack_client
    from bot.slack.digests import send_digests
    from bot.store import Store

    wanted = serve_settings(chosen.var)
    if not wanted.slack.bot_token:
        raise SettingsError("Slack is not configured: set SLACK_BOT_TOKEN; see docs/slack.md.")
    store = Store(wanted.database)
    store.migrate()
    desk = Desk(Library(open_answerer(chosen), (), Path(chosen.var)), store, Policy())
    client = slack_client(wanted.slack.bot_token, wanted.slack.api)
    try:
        sent = asyncio.run(send_digests(desk, client))
    finally:
        desk.close()
    click.echo(wording_chat.digests_sent(sent.sent, sent.put_off, sent.stopped))
    if sent.put_off or sent.stopped:
        raise SystemExit(1)
