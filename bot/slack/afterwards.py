"""What an answer's buttons do: more passages, a copy for a record, sharing, feedback."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot import log, wording_chat
from bot.afterwards import Judged, copied, further, keep_reason, keep_thumb, shared, whole
from bot.desk import Desk
from bot.reference import Recalled
from bot.slack import pages, render
from bot.slack.blocks import Message
from bot.slack.payloads import Home, click, reader_of, user_of
from bot.slack.render import Frame, answer_messages, said, said_view
from bot.slack.sending import safely, say_privately, send_response
from bot.store import Event, hashed

Payload = Mapping[str, Any]


class Afterwards:
    """Does what the buttons say, for whoever presses them, from what that person may be shown."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def more(self, body: Payload, ack: AsyncAck, client: AsyncWebClient, home: Home) -> None:
        """Show the further passages in a window."""
        await ack()
        found = further(self._desk, _reference(body), reader_of(body, home))
        if found:
            address = self._desk.policy.address
            await _show(body, client, render.further_view(found, address))
        else:
            await _show(body, client, _changed(wording_chat.FURTHER_TITLE))

    async def copy(self, body: Payload, ack: AsyncAck, client: AsyncWebClient, home: Home) -> None:
        """Show the answer as plain text in a window."""
        await ack()
        text = copied(self._desk, _reference(body), reader_of(body, home), date.today())
        view = render.record_view(text) if text else _changed(wording_chat.RECORD_TITLE)
        await _show(body, client, view)

    async def share(self, body: Payload, ack: AsyncAck, respond: AsyncRespond, home: Home) -> None:
        """Post a private answer to its channel, once; only what everybody may read."""
        await ack()
        container = body.get("container") or {}
        channel, ts = container.get("channel_id"), container.get("message_ts")
        if await self._desk.claim(Event(id=f"share:{channel}:{ts}")) is None:
            return
        found = shared(self._desk, _reference(body), reader_of(body, home))
        if isinstance(found, str):
            await say_privately(respond, [said(found)])
            return
        user = body.get("user") or {}
        who = str(user.get("name") or user.get("username") or user.get("id"))
        lead = wording_chat.SHARED_BY.format(who=who)
        for message in self._again(found, body, lead):
            await send_response(respond, message, "in_channel")
        log.event("shared", channel=hashed(str(channel)))

    async def keep(self, body: Payload, ack: AsyncAck, client: AsyncWebClient, home: Home) -> None:
        """Send the answer of a window to its reader's own messages."""
        await ack()
        if await self._desk.claim(click(body)) is None:
            return
        found = whole(self._desk, _reference(body), reader_of(body, home))
        if found is None:
            await _show(body, client, _changed(wording_chat.ANSWER_TITLE))
            return
        for message in self._again(found, body, ""):
            await safely(
                client.chat_postMessage(
                    channel=user_of(body),
                    text=message.text,
                    blocks=list(message.blocks),
                    mrkdwn=False,
                    unfurl_links=False,
                    unfurl_media=False,
                )
            )
        await _show(body, client, said_view(wording_chat.ANSWER_TITLE, wording_chat.KEPT))

    async def thumb(
        self, body: Payload, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient
    ) -> None:
        """Keep a thumb; after a thumbs-down ask for the reason."""
        await ack()
        verdict, _, reference = _value(body).partition(" ")
        container = body.get("container") or {}
        place = f"slack:{container.get('channel_id')}:{container.get('message_ts')}"
        metadata = {"answer": hashed(place), "reference": reference}
        await keep_thumb(self._desk, _judged(body, metadata), verdict)
        if verdict == "bad":
            view = pages.feedback_view(json.dumps(metadata))
            await safely(client.views_open(trigger_id=body["trigger_id"], view=view))
        else:
            await say_privately(respond, [said(wording_chat.THANKS)])

    async def reason(self, body: Payload, ack: AsyncAck) -> None:
        """Keep the reason with the thumbs-down, and say what happens with it."""
        view = body["view"]
        values = view["state"]["values"]
        chosen = (values.get(pages.REASON) or {}).get(pages.REASON) or {}
        reason = str((chosen.get("selected_option") or {}).get("value") or "other")
        typed = (values.get(pages.COMMENT) or {}).get(pages.COMMENT) or {}
        judged = _judged(body, json.loads(view.get("private_metadata") or "{}"))
        text = await keep_reason(self._desk, judged, reason, str(typed.get("value") or ""))
        await ack(response_action="update", view=said_view(wording_chat.FEEDBACK_TITLE, text))

    def _again(self, recalled: Recalled, body: Payload, lead: str) -> list[Message]:
        reference, _, question = _value(body).partition("\n")
        parts = [lead, question]
        asked = ". ".join(part for part in parts if part)
        policy = self._desk.policy
        frame = Frame(reference, policy.ask_whom, asked=asked, address=policy.address)
        return answer_messages(recalled.found, frame)


def _value(body: Payload) -> str:
    return str(body["actions"][0].get("value") or "")


def _reference(body: Payload) -> str:
    return _value(body).partition("\n")[0]


def _judged(body: Payload, metadata: Mapping[str, str]) -> Judged:
    asker = hashed(f"slack:{user_of(body)}")
    return Judged("slack", metadata.get("answer", ""), asker, metadata.get("reference", ""))


def _changed(title: str) -> dict[str, Any]:
    return said_view(title, wording_chat.PAPERS_CHANGED)


async def _show(body: Payload, client: AsyncWebClient, view: dict[str, Any]) -> None:
    """Open a window; on top of the one that the button stands in, if it stands in one."""
    is_in_window = (body.get("view") or {}).get("type") == "modal"
    show = client.views_push if is_in_window else client.views_open
    await safely(show(trigger_id=body["trigger_id"], view=view))
