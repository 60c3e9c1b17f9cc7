"""Sending what one person sees, and calls to Slack that may fail."""

from collections.abc import Sequence
from typing import Any

from slack_bolt.context.respond.async_respond import AsyncRespond

from bot import log
from bot.slack.blocks import Message


async def say_privately(respond: AsyncRespond, messages: Sequence[Message]) -> None:
    """Send messages that one person sees."""
    for message in messages:
        await send_response(respond, message, "ephemeral")


async def send_response(respond: AsyncRespond, message: Message, response_type: str) -> None:
    """Send a message through an interaction's own address, beside what stands there."""
    await safely(
        respond(
            text=message.text,
            blocks=list(message.blocks),
            response_type=response_type,
            replace_original=False,
            unfurl_links=False,
            unfurl_media=False,
        )
    )


async def safely(call: Any) -> Any:
    """Return what a call to Slack gives, None where it fails; there is nobody left to tell then."""
    try:
        return await call
    except Exception as error:
        log.fault("slack", error)
        return None
