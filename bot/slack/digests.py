"""Posting digests in Slack."""

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import log
from bot.desk import Desk
from bot.following import PlaceGoneError, Sent, send_due
from bot.slack.told import told_messages
from bot.store import hashed
from bot.telling import Told

FRONT = "slack:"
_EVENT = "review_digest"
_LOOKED_THROUGH = 50
_GONE = (
    "channel_not_found",
    "is_archived",
    "not_in_channel",
    "user_not_found",
    "user_disabled",
    "cannot_dm_bot",
    "messages_tab_disabled",
)


async def send_digests(desk: Desk, client: AsyncWebClient) -> Sent:
    """Send the digests that are due in Slack; return what came of them."""

    async def post(place: str, told: Told, mark: str, may_be_there: bool) -> None:
        channel = place.removeprefix(FRONT)
        if may_be_there and await _is_posted(client, channel, mark):
            return
        messages = told_messages(told, desk.policy.address)
        for number, message in enumerate(messages, 1):
            # The mark stands on the last: found again, nothing of the digest is missing.
            is_last = number == len(messages)
            marked = {"event_type": _EVENT, "event_payload": {"mark": mark}} if is_last else None
            try:
                await client.chat_postMessage(
                    channel=channel,
                    text=message.text,
                    blocks=list(message.blocks),
                    metadata=marked,
                    mrkdwn=False,
                    unfurl_links=False,
                    unfurl_media=False,
                )
            except SlackApiError as error:
                why = str(error.response.get("error"))
                if why in _GONE:
                    raise PlaceGoneError(why) from error
                raise

    return await send_due(desk, FRONT, post)


async def _is_posted(client: AsyncWebClient, channel: str, mark: str) -> bool:
    """Whether a digest stands in a channel already, as far as we may read it."""
    try:
        found = await client.conversations_history(
            channel=channel, limit=_LOOKED_THROUGH, include_all_metadata=True
        )
    except SlackApiError as error:
        log.event(
            "digest_not_looked_up", place=hashed(channel), why=str(error.response.get("error"))
        )
        return False
    marks = (
        ((message.get("metadata") or {}).get("event_payload") or {}).get("mark")
        for message in found.get("messages") or []
    )
    return mark in marks
