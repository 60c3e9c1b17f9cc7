"""Questions answered in their thread: mentions, direct messages, follow-ups."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from weakref import WeakValueDictionary

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import log, wording_chat
from bot.desk import Desk, NothingPublicError, PausedError, fault_id, milliseconds_since
from bot.library import Shelf
from bot.question import QuestionError
from bot.reference import reference
from bot.slack.blocks import Message
from bot.slack.pages import prompts
from bot.slack.payloads import Asked, Home, asked_in, earlier_questions
from bot.slack.render import Frame, answer_messages, said
from bot.store import Claim, hashed

FRONT = "slack:"
_STATUS_SECONDS = 1.0
_WAIT_SECONDS, _WAIT_STEP = 2.0, 0.2
"""How long an event that comes again is waited for; Slack itself waits for three seconds."""
_THREAD_MESSAGES = 50


@dataclass(frozen=True, slots=True)
class Taken:
    """A question that is ours to answer; without a claim where the store failed."""

    asked: Asked
    claim: Claim | None
    error: Exception | None = None


class Conversation:
    """Answers in threads; one question at a time is sent to each channel, as Slack's pace asks."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._sending: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._may_read_channels = True

    async def take(self, body: Mapping[str, Any], home: Home) -> Taken | None:
        """Return the right to answer a mention or message, None for what is not for us or is known.

        To be had before Slack hears that we took it: what is acknowledged is then never forgotten.
        """
        asked = asked_in(body, home)
        if asked is None:
            return None
        try:
            if not await self._is_for_us(asked):
                return None
            claim = await self._desk.claim(asked.event)
        except Exception as error:
            return Taken(asked, None, error)
        if claim is None:
            log.event("duplicate", id=asked.event.id, channel=hashed(asked.channel))
            return None
        return Taken(asked, claim)

    async def is_left_open(self, body: Mapping[str, Any], home: Home) -> bool:
        """Whether a question that comes again is still taken and unanswered after a while."""
        asked = asked_in(body, home)
        end = time.monotonic() + _WAIT_SECONDS
        while asked and await self._desk.is_open(asked.event):
            if time.monotonic() >= end:
                return True
            await asyncio.sleep(_WAIT_STEP)
        return False

    async def answer(self, taken: Taken, client: AsyncWebClient, home: Home) -> None:
        """Answer a question taken; never in silence, and never with an exception."""
        start = time.perf_counter()
        asked, claim = taken.asked, taken.claim
        facts: dict[str, Any] = {"id": asked.event.id, "channel": hashed(asked.channel)}
        if claim is None:
            await self._say_fault(asked, client, taken.error or RuntimeError(), facts)
            return
        try:
            messages, outcome = await self._answer(asked, claim, client, home)
            if not await self._desk.begin_posting(claim):
                log.event("taken_over", **facts)
                return
            ready = milliseconds_since(start)
            await self._send(asked.channel, asked.thread, messages, client)
            await self._desk.finish(claim)
            sent = milliseconds_since(start)
            log.event("answered", **facts, outcome=outcome, ready_ms=ready, sent_ms=sent)
        except Exception as error:
            await self._say_fault(asked, client, error, facts)
            # Told, it is dealt with; left open, it would later be told again as interrupted.
            with suppress(Exception):
                await self._desk.finish(claim)

    async def tell_interrupted(self, client: AsyncWebClient) -> None:
        """Tell those whose question was lost with a process that it was."""
        for lost in await self._desk.interrupted(FRONT):
            text = (
                wording_chat.INTERRUPTED_POSTING if lost.was_posting else wording_chat.INTERRUPTED
            )
            channel = lost.channel.removeprefix(FRONT)
            try:
                await self._send(channel, lost.thread, [said(text)], client)
                log.event("interrupted", channel=hashed(channel))
            except Exception as error:
                log.fault("interrupted", error, channel=hashed(channel))

    async def suggest(self, channel: str, shelf: Shelf, client: AsyncWebClient) -> None:
        """Show the direct-message pane's suggestions, where Slack has such a pane."""
        suggestions = prompts(shelf)
        if not suggestions:
            return
        try:
            await client.assistant_threads_setSuggestedPrompts(
                channel_id=channel, title=wording_chat.PANE_TITLE, prompts=suggestions
            )
        except Exception as error:
            log.event("no_suggestions", kind=log.kind_of(error), channel=hashed(channel))

    async def _is_for_us(self, asked: Asked) -> bool:
        if asked.is_tagged:
            return True
        return asked.is_follow_up and await self._desk.may_follow_up(
            asked.event.channel, asked.thread
        )

    async def _answer(
        self, asked: Asked, claim: Claim, client: AsyncWebClient, home: Home
    ) -> tuple[Sequence[Message], str]:
        desk = self._desk
        if desk.is_too_often(claim):
            limit = desk.policy.questions_a_minute
            return [said(wording_chat.TOO_OFTEN.format(limit=limit))], "too_often"
        try:
            shelf = desk.shelf(asked.audience)
            if not asked.text:
                return [said(_greeting(shelf))], "empty"
            await self._show_status(asked, client)
            history = await self._history(asked, client, home)
            found = await desk.ask(asked.text, history, shelf, "slack")
        except NothingPublicError:
            return [said(wording_chat.NOTHING_PUBLIC)], "nothing_public"
        except PausedError as error:
            return [said(str(error))], "paused"
        except QuestionError as error:
            return [said(str(error))], "no_question"
        if found.answer.outcome != "personal_data":
            desk.threads.add(f"{asked.event.channel}:{asked.thread}", asked.text)
        frame = Frame(reference(found, shelf), desk.policy.ask_whom)
        return answer_messages(found, frame), found.answer.outcome

    async def _history(self, asked: Asked, client: AsyncWebClient, home: Home) -> tuple[str, ...]:
        """Return the thread's earlier questions: Slack's own where we may read them."""
        if not asked.is_follow_up:
            return ()
        remembered = self._desk.threads.before(f"{asked.event.channel}:{asked.thread}")
        if not (asked.is_direct or self._may_read_channels):
            return remembered
        try:
            replies = await client.conversations_replies(
                channel=asked.channel, ts=asked.thread, limit=_THREAD_MESSAGES
            )
        except SlackApiError as error:
            if not asked.is_direct and error.response.get("error") == "missing_scope":
                self._may_read_channels = False
            return remembered
        ts = asked.event.message.rpartition(":")[2]
        every_message = asked.is_direct or not asked.is_tagged
        return earlier_questions(replies.get("messages") or [], ts, home, every_message)

    async def _show_status(self, asked: Asked, client: AsyncWebClient) -> None:
        """Show that work is being done; an answer does not wait for it to be shown."""
        if not asked.is_direct:
            return
        try:
            status = client.assistant_threads_setStatus(
                channel_id=asked.channel, thread_ts=asked.thread, status=wording_chat.STATUS
            )
            await asyncio.wait_for(status, _STATUS_SECONDS)
        except Exception as error:
            log.event("no_status", kind=log.kind_of(error), channel=hashed(asked.channel))

    async def _send(
        self, channel: str, thread: str, messages: Sequence[Message], client: AsyncWebClient
    ) -> None:
        lock = self._sending.setdefault(channel, asyncio.Lock())
        async with lock:
            for message in messages:
                await client.chat_postMessage(
                    channel=channel,
                    thread_ts=thread,
                    text=message.text,
                    blocks=list(message.blocks),
                    mrkdwn=False,
                    unfurl_links=False,
                    unfurl_media=False,
                )

    async def _say_fault(
        self, asked: Asked, client: AsyncWebClient, error: Exception, facts: dict[str, Any]
    ) -> None:
        fault = fault_id()
        log.fault("fault", error, **facts, fault=fault)
        message = said(wording_chat.FAULT.format(fault=fault))
        try:
            await self._send(asked.channel, asked.thread, [message], client)
        except Exception as worse:
            log.fault("fault_untold", worse, **facts, fault=fault)


def _greeting(shelf: Shelf) -> str:
    questions = [question for group in shelf.starters for question in group.questions]
    example = questions[0] if questions else wording_chat.ASK_PLACEHOLDER
    return wording_chat.EMPTY_MENTION.format(example=example)
