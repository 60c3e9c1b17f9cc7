"""What an answer's buttons do: more passages, a copy for a record, sharing, feedback."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot import log, wording_chat
from bot.audience import EVERYBODY, Audience
from bot.desk import Desk
from bot.reference import Recalled, named, recall
from bot.slack import pages, render
from bot.slack.blocks import Message
from bot.slack.payloads import Home, click, reader_of, user_of
from bot.slack.render import Frame, answer_messages, said, said_view
from bot.slack.sending import safely, say_privately, send_response
from bot.store import Event, Feedback, hashed

Payload = Mapping[str, Any]


class Afterwards:
    """Does what the buttons say, for whoever presses them, from what that person may be shown."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def more(self, body: Payload, ack: AsyncAck, client: AsyncWebClient, home: Home) -> None:
        """Show the further passages in a window."""
        await ack()
        recalled = self._recalled(body, reader_of(body, home))
        if recalled and recalled.found.further:
            await _show(body, client, render.further_view(recalled.found.further))
        else:
            await _show(body, client, _changed(wording_chat.FURTHER_TITLE))

    async def copy(self, body: Payload, ack: AsyncAck, client: AsyncWebClient, home: Home) -> None:
        """Show the answer as plain text in a window."""
        await ack()
        recalled = self._recalled(body, reader_of(body, home))
        if recalled and recalled.is_whole:
            view = render.record_view(recalled.found.answer, date.today())
        else:
            view = _changed(wording_chat.RECORD_TITLE)
        await _show(body, client, view)

    async def share(self, body: Payload, ack: AsyncAck, respond: AsyncRespond, home: Home) -> None:
        """Post a private answer to its channel, once; only what everybody may read."""
        await ack()
        container = body.get("container") or {}
        channel, ts = container.get("channel_id"), container.get("message_ts")
        if await self._desk.claim(Event(id=f"share:{channel}:{ts}")) is None:
            return
        recalled = self._recalled(body, EVERYBODY)
        if recalled is None or not recalled.is_whole:
            # Told apart only to somebody who was shown it.
            whole = self._recalled(body, reader_of(body, home))
            is_restricted = whole is not None and whole.is_whole
            text = wording_chat.NOT_FOR_SHARING if is_restricted else wording_chat.PAPERS_CHANGED
            await say_privately(respond, [said(text)])
            return
        user = body.get("user") or {}
        who = str(user.get("name") or user.get("username") or user.get("id"))
        lead = wording_chat.SHARED_BY.format(who=who)
        for message in self._again(recalled, body, lead):
            await send_response(respond, message, "in_channel")
        log.event("shared", channel=hashed(str(channel)))

    async def keep(self, body: Payload, ack: AsyncAck, client: AsyncWebClient, home: Home) -> None:
        """Send the answer of a window to its reader's own messages."""
        await ack()
        if await self._desk.claim(click(body)) is None:
            return
        recalled = self._recalled(body, reader_of(body, home))
        if recalled is None or not recalled.is_whole:
            await _show(body, client, _changed(wording_chat.ANSWER_TITLE))
            return
        for message in self._again(recalled, body, ""):
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
        verdict, _, reference = str(body["actions"][0].get("value") or "").partition(" ")
        container = body.get("container") or {}
        place = f"slack:{container.get('channel_id')}:{container.get('message_ts')}"
        metadata = {"answer": hashed(place), "reference": reference}
        try:
            await self._desk.add_feedback(self._feedback(body, verdict, metadata))
        except Exception as error:
            log.fault("feedback", error)
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
        metadata = json.loads(view.get("private_metadata") or "{}")
        given = self._feedback(
            body, "bad", metadata, reason if reason in wording_chat.REASONS else "other"
        )
        given = replace(given, comment=str(typed.get("value") or "")[:1_000])
        try:
            await self._desk.add_feedback(given)
            text = wording_chat.THANKS_BAD
        except Exception as error:
            log.fault("feedback", error)
            text = wording_chat.NOT_KEPT
        await ack(response_action="update", view=said_view(wording_chat.FEEDBACK_TITLE, text))
        log.event("feedback", verdict="bad", reason=given.reason, outcome=given.outcome)

    def _feedback(
        self, body: Payload, verdict: str, metadata: Mapping[str, str], reason: str = ""
    ) -> Feedback:
        shelf = self._desk.library.inside
        outcome, citations = named(metadata.get("reference", ""), shelf)
        return Feedback(
            answer=metadata.get("answer", ""),
            asker=hashed(f"slack:{user_of(body)}"),
            front="slack",
            verdict="good" if verdict == "good" else "bad",
            outcome=outcome,
            citations=citations,
            edition=shelf.edition.about.id,
            reason=reason,
        )

    def _recalled(self, body: Payload, audience: Audience) -> Recalled | None:
        shelf = self._desk.library.shelf(audience)
        value = str(body["actions"][0].get("value") or "")
        return recall(value.partition("\n")[0], shelf) if shelf else None

    def _again(self, recalled: Recalled, body: Payload, lead: str) -> list[Message]:
        reference, _, question = str(body["actions"][0]["value"]).partition("\n")
        parts = [lead, question]
        asked = ". ".join(part for part in parts if part)
        frame = Frame(reference, self._desk.policy.ask_whom, asked=asked)
        return answer_messages(recalled.found, frame)


def _changed(title: str) -> dict[str, Any]:
    return said_view(title, wording_chat.PAPERS_CHANGED)


async def _show(body: Payload, client: AsyncWebClient, view: dict[str, Any]) -> None:
    """Open a window; on top of the one that the button stands in, if it stands in one."""
    is_in_window = (body.get("view") or {}).get("type") == "modal"
    show = client.views_push if is_in_window else client.views_open
    await safely(show(trigger_id=body["trigger_id"], view=view))
