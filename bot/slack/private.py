"""Questions that only their asker sees: the command, both shortcuts, the window, App Home."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot import log, wording_chat
from bot.dates import today
from bot.desk import Desk, NothingPublicError, fault_id, milliseconds_since
from bot.following import follow
from bot.library import Shelf
from bot.question import QuestionError
from bot.reference import reference
from bot.slack import pages
from bot.slack.blocks import Message
from bot.slack.payloads import Asked, Home, asked_by, reader_of, typed, user_of
from bot.slack.render import KEEP, SHARE, Frame, answer_messages, answer_view, said, said_view
from bot.slack.sending import safely, say_privately
from bot.slack.told import told_messages
from bot.store import hashed
from bot.telling import Told, changed, start, where

Payload = Mapping[str, Any]
_CHANGED = ("changed", "changes")
_TELLS = ("where", "start", *_CHANGED, "subscribe", "unsubscribe", "subscriptions", "list")
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
        word, _, rest = " ".join(str(body.get("text") or "").split()).partition(" ")
        if word.lower() == "ask" and rest:
            label = wording_chat.ASKED
            await self._respond(asked_by(body, typed(rest), home), label, respond)
            return
        try:
            messages = await self._tell(body, word.lower(), rest, home)
        except Exception as error:
            messages = [self._fault(error, {"id": f"trigger:{body.get('trigger_id')}"})]
        await say_privately(respond, messages)

    async def check_message(
        self, body: Payload, ack: AsyncAck, respond: AsyncRespond, home: Home
    ) -> None:
        """Answer what somebody's message says or asks, to the one who chose the shortcut."""
        await ack()
        text = typed(str((body.get("message") or {}).get("text") or ""))
        await self._respond(asked_by(body, text, home), wording_chat.CHECKED, respond)

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
        term = pages.find_term(shelf, chosen) if shelf else None
        view = (
            pages.term_view(term)
            if term
            else said_view(wording_chat.HOME_GLOSSARY, wording_chat.NO_SUCH_TERM)
        )
        await safely(client.views_open(trigger_id=body["trigger_id"], view=view))

    async def _tell(self, body: Payload, word: str, rest: str, home: Home) -> Sequence[Message]:
        """Return what a command other than "ask" says."""
        if word == "follow":
            return [said(await self._follow(body, rest.strip().lower()))]
        if word == "ask":
            return [said(wording_chat.ASK_USAGE)]
        if word in ("", "help"):
            return [pages.help_message()]
        if word == "forget":
            return [said(await self._forget(body, rest))]
        shelf = self._desk.library.shelf(reader_of(body, home))
        if shelf is None:
            return [said(wording_chat.NOTHING_PUBLIC)]
        if word == "papers":
            return [pages.papers_message(shelf)]
        if word in _TELLS:
            return told_messages(await self._told(body, word, rest, shelf))
        if word == "glossary" and not rest:
            return [said(wording_chat.GLOSSARY_USAGE)]
        if word == "glossary":
            term = pages.find_term(shelf, typed(rest))
            return [pages.term_message(term) if term else said(wording_chat.NO_SUCH_TERM)]
        return [pages.help_message(wording_chat.UNKNOWN_COMMAND)]

    async def tell_more(
        self, body: Payload, ack: AsyncAck, respond: AsyncRespond, home: Home
    ) -> None:
        """Do what a button under a page leads on to."""
        await ack()
        value = str(body["actions"][0].get("value") or "")
        word, _, rest = value.partition(" ")
        try:
            messages = await self._tell(body, word, rest, home)
        except Exception as error:
            messages = [self._fault(error, {"id": f"trigger:{body.get('trigger_id')}"})]
        await say_privately(respond, messages)

    async def _told(self, body: Payload, word: str, rest: str, shelf: Shelf) -> Told:
        """Return what a command about changes, positions or the path for new staff tells."""
        rest = typed(rest)
        if word == "where":
            return where(shelf.edition, rest)
        asker = _asker(body)
        if word == "start":
            told = start(shelf.edition.steps, shelf.edition, rest, await self._desk.step(asker))
            if told.step:
                await self._desk.set_step(asker, told.step)
            return told
        if word in _CHANGED:
            var = self._desk.library.var
            if var is None:
                return Told(wording_chat.NO_EDITION)
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(None, changed, var, rest, today())
        word = "subscriptions" if word == "list" else word
        return await follow(self._desk, word, rest, (_place(body), asker))

    async def _forget(self, body: Payload, rest: str) -> str:
        if rest.strip().lower() not in ("me", "me please"):
            return wording_chat.FORGET_USAGE
        user = user_of(body)
        await self._desk.forget(_asker(body), f"slack:{user}")
        return wording_chat.FORGOTTEN

    async def _follow(self, body: Payload, word: str) -> str:
        channel = str(body.get("channel_id") or "")
        if word not in ("on", "off"):
            return wording_chat.FOLLOW_USAGE
        if not channel.startswith(("C", "G")):
            return wording_chat.NOT_IN_A_THREAD
        await self._desk.set_follow(f"slack:{channel}", word == "on")
        return wording_chat.FOLLOW_ON if word == "on" else wording_chat.FOLLOW_OFF

    async def _respond(self, asked: Asked, label: str, respond: AsyncRespond) -> None:
        made = await self._answer(asked, label, SHARE)
        if made is not None:
            await say_privately(respond, made if isinstance(made, list) else [made])

    async def _view(self, asked: Asked) -> dict[str, Any] | None:
        made = await self._answer(asked, wording_chat.ASKED, KEEP, is_window=True)
        if isinstance(made, Message):
            blocks = {"type": "modal", "blocks": list(made.blocks)}
            return said_view(wording_chat.ASK_TITLE, "") | blocks
        return made if isinstance(made, dict) else None

    async def _answer(self, asked: Asked, label: str, share: str, is_window: bool = False) -> Any:
        """Return the answer as messages or as a window, a single Message for anything else to say,
        None for what was done before.
        """
        start = time.perf_counter()
        facts: dict[str, Any] = {"id": asked.event.id, "channel": hashed(asked.channel)}
        desk = self._desk
        try:
            claim = await desk.claim(asked.event)
            if claim is None:
                log.event("duplicate", **facts)
                return None
            if desk.is_too_often(claim):
                await desk.finish(claim)
                limit = desk.policy.questions_a_minute
                return said(wording_chat.TOO_OFTEN.format(limit=limit))
            shelf = desk.shelf(asked.audience)
            found = await desk.ask(asked.text, (), shelf, "slack")
            await desk.finish(claim)
            log.event(
                "answered",
                **facts,
                outcome=found.answer.outcome,
                ready_ms=milliseconds_since(start),
            )
        except NothingPublicError:
            return said(wording_chat.NOTHING_PUBLIC)
        except QuestionError as error:
            return said(str(error))
        except Exception as error:
            return self._fault(error, facts)
        is_repeatable = found.answer.outcome != "personal_data"
        repeated = label.format(question=asked.text) if is_repeatable else ""
        frame = Frame(
            reference(found, shelf),
            desk.policy.ask_whom,
            asked=repeated,
            share=share,
            has_feedback=not is_window,
        )
        return answer_view(found, frame) if is_window else answer_messages(found, frame)

    def _fault(self, error: Exception, facts: dict[str, Any]) -> Message:
        fault = fault_id()
        log.fault("fault", error, **facts, fault=fault)
        return said(wording_chat.FAULT.format(fault=fault))


def _asker(body: Payload) -> str:
    return hashed(f"slack:{user_of(body)}")


def _place(body: Payload) -> str:
    """Return where digests go: the channel, or the person where it is no channel."""
    channel = str(body.get("channel_id") or (body.get("channel") or {}).get("id") or "")
    return f"slack:{channel}" if channel.startswith(("C", "G")) else f"slack:{user_of(body)}"


def _typed_into(body: Payload, field: str) -> str:
    values = body["view"]["state"]["values"]
    return " ".join(str((values.get(field) or {}).get(field, {}).get("value") or "").split())
