"""Questions that only their asker sees: the command, both shortcuts, the window, App Home."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot import wording_chat
from bot.chat import answer_alone
from bot.commands import Reader, find_term, tell
from bot.desk import Desk
from bot.slack import pages
from bot.slack.blocks import Message
from bot.slack.payloads import Asked, Home, asked_by, reader_of, typed, user_of
from bot.slack.render import KEEP, SHARE, Frame, answer_messages, answer_view, said, said_view
from bot.slack.sending import safely, say_privately
from bot.slack.told import page_messages
from bot.store import hashed

Payload = Mapping[str, Any]
_ACK_SECONDS = 2.0
"""How long a window waits for its answer before it says that it is being looked for."""


class Private:
    """Answers one person; never in silence, and never with an exception."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def command(
        self, body: Payload, ack: AsyncAck, respond: AsyncRespond, home: Home
    ) -> None:
        """Do what `/review ...` says."""
        await ack()
        text = " ".join(str(body.get("text") or "").split())
        word, _, rest = text.partition(" ")
        if word.lower() == "ask" and rest:
            label = wording_chat.ASKED
            await self._respond(asked_by(body, typed(rest), home), label, respond)
            return
        await say_privately(respond, await self._tell(body, text, home))

    async def check_message(
        self, body: Payload, ack: AsyncAck, respond: AsyncRespond, home: Home
    ) -> None:
        """Answer what somebody's message says or asks, to the one who chose the shortcut."""
        await ack()
        text = typed(str((body.get("message") or {}).get("text") or ""))
        asked = asked_by(body, text, home)
        deleting = wording_chat.DELETE_CHECKED_IN_SLACK
        await self._respond(asked, wording_chat.CHECKED, respond, deleting)

    async def open_window(self, body: Payload, ack: AsyncAck, client: AsyncWebClient) -> None:
        """Open the window to ask in."""
        await ack()
        await safely(client.views_open(trigger_id=body["trigger_id"], view=pages.ask_view()))

    async def window_sent(
        self, body: Payload, ack: AsyncAck, client: AsyncWebClient, home: Home
    ) -> None:
        """Answer what was typed into the window, in the same window."""
        text = _typed_into(body, pages.QUESTION)
        asked = asked_by(body, text, home)
        answering = asyncio.ensure_future(self._view(asked))
        done, _ = await asyncio.wait({answering}, timeout=_ACK_SECONDS)
        if done:
            view = answering.result()
            if view is None:
                await ack()
            else:
                await ack(response_action="update", view=view)
            return
        working = said_view(wording_chat.ASK_TITLE, wording_chat.WORKING)
        await ack(response_action="update", view=working)
        view = await answering
        if view is not None:
            await safely(client.views_update(view_id=body["view"]["id"], view=view))

    async def asked_at_home(
        self, body: Payload, ack: AsyncAck, client: AsyncWebClient, home: Home
    ) -> None:
        """Answer a question typed on App Home, or a starter pressed anywhere, in a window."""
        await ack()
        action = body["actions"][0]
        asked = asked_by(body, typed(str(action.get("value") or "")), home)
        working = said_view(wording_chat.ASK_TITLE, wording_chat.WORKING)
        opened = await safely(client.views_open(trigger_id=body["trigger_id"], view=working))
        view = await self._view(asked)
        if opened and view is not None:
            await safely(client.views_update(view_id=opened["view"]["id"], view=view))

    async def show_home(self, body: Payload, client: AsyncWebClient, home: Home) -> None:
        """Draw App Home for whoever opened it."""
        shelf = self._desk.library.shelf(reader_of(body, home))
        view = pages.home_view(shelf) if shelf else pages.nobody_view()
        await safely(client.views_publish(user_id=body["event"]["user"], view=view))

    async def show_term(
        self, body: Payload, ack: AsyncAck, client: AsyncWebClient, home: Home
    ) -> None:
        """Show what the chosen term of the glossary means."""
        await ack()
        shelf = self._desk.library.shelf(reader_of(body, home))
        chosen = str((body["actions"][0].get("selected_option") or {}).get("value") or "")
        term = find_term(shelf, chosen) if shelf else None
        view = (
            pages.term_view(term)
            if term
            else said_view(wording_chat.HOME_GLOSSARY, wording_chat.NO_SUCH_TERM)
        )
        await safely(client.views_open(trigger_id=body["trigger_id"], view=view))

    async def _tell(self, body: Payload, text: str, home: Home) -> Sequence[Message]:
        """Return what a command other than "ask" says."""
        word, _, rest = text.partition(" ")
        page = await tell(self._desk, word, typed(rest), _reader(body, home))
        return page_messages(page, self._desk.policy.address)

    async def tell_more(
        self, body: Payload, ack: AsyncAck, respond: AsyncRespond, home: Home
    ) -> None:
        """Do what a button under a page leads on to."""
        await ack()
        text = str(body["actions"][0].get("value") or "")
        await say_privately(respond, await self._tell(body, text, home))

    async def _respond(
        self, asked: Asked, label: str, respond: AsyncRespond, deleting: str = ""
    ) -> None:
        made = await self._answer(asked, label, SHARE, deleting=deleting)
        if made is not None:
            await say_privately(respond, made if isinstance(made, list) else [made])

    async def _view(self, asked: Asked) -> dict[str, Any] | None:
        made = await self._answer(asked, wording_chat.ASKED, KEEP, is_window=True)
        if isinstance(made, Message):
            blocks = {"type": "modal", "blocks": list(made.blocks)}
            return said_view(wording_chat.ASK_TITLE, "") | blocks
        return made if isinstance(made, dict) else None

    async def _answer(
        self, asked: Asked, label: str, share: str, *, is_window: bool = False, deleting: str = ""
    ) -> Any:
        """Return the answer as messages or as a window, a single Message for anything else to say,
        None for what was done before.
        """
        reply = await answer_alone(self._desk, asked)
        if reply is None:
            return None
        if reply.found is None:
            return said(reply.text)
        policy = self._desk.policy
        question = reply.found.answer.question
        frame = Frame(
            reply.reference,
            policy.ask_whom,
            asked=label.format(question=question) if question else "",
            share=share,
            has_feedback=not is_window,
            address=policy.address,
            deleting=deleting,
        )
        if is_window:
            return answer_view(reply.found, frame)
        return answer_messages(reply.found, frame)


def _reader(body: Payload, home: Home) -> Reader:
    """Return who gives a command: digests go to the channel, or where it is none to the person."""
    channel = str(body.get("channel_id") or (body.get("channel") or {}).get("id") or "")
    own = f"slack:{user_of(body)}"
    place = f"slack:{channel}" if channel.startswith(("C", "G")) else own
    return Reader(
        asker=hashed(own),
        audience=reader_of(body, home),
        place=place,
        own=own,
        channel=place if place != own else "",
    )


def _typed_into(body: Payload, field: str) -> str:
    values = body["view"]["state"]["values"]
    return " ".join(str((values.get(field) or {}).get(field, {}).get("value") or "").split())
