"""Questions answered in their thread: mentions, direct messages, follow-ups."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from typing import Any
from weakref import WeakValueDictionary

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import chat, log, wording_chat
from bot.answer import UNKEPT
from bot.chat import Reply, Taken
from bot.desk import Desk
from bot.library import Shelf
from bot.slack.blocks import Message
from bot.slack.pages import prompts
from bot.slack.payloads import Asked, Home, asked_in, earlier_questions
from bot.slack.render import Frame, answer_messages, said
from bot.store import Interrupted, hashed

FRONT = "slack:"
_STATUS_SECONDS = 1.0
_WAIT_SECONDS, _WAIT_STEP = 2.0, 0.2
"""How long an event that comes again is waited for; Slack itself waits for three seconds."""
_THREAD_MESSAGES = 50


class Conversation:
    """Answers in threads; one question at a time is sent to each channel, as Slack's pace asks."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._sending: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self.may_read_channels = True

    async def take(self, body: Mapping[str, Any], home: Home) -> Taken[Asked] | None:
        """Return the right to answer a mention or message, None for what is not for us or is known.

        To be had before Slack hears that we took it: what is acknowledged is then never forgotten.
        """
        asked = asked_in(body, home)
        if asked is None:
            return None
        try:
            if not await self._is_for_us(asked):
                return None
        except Exception as error:
            return Taken(asked, None, error)
        return await chat.take(self._desk, asked)

    async def is_left_open(self, body: Mapping[str, Any], home: Home) -> bool:
        """Whether a question that comes again is still taken and unanswered after a while."""
        asked = asked_in(body, home)
        end = time.monotonic() + _WAIT_SECONDS
        while asked and await self._desk.is_open(asked.event):
            if time.monotonic() >= end:
                return True
            await asyncio.sleep(_WAIT_STEP)
        return False

    async def answer(self, taken: Taken[Asked], client: AsyncWebClient, home: Home) -> None:
        """Answer a question taken; never in silence, and never with an exception."""
        await chat.answer(self._desk, taken, _Thread(self, taken, client, home))

    async def tell_interrupted(self, client: AsyncWebClient) -> None:
        """Tell those whose question was lost with a process that it was."""

        async def say(lost: Interrupted, text: str) -> None:
            await self.send(lost.channel.removeprefix(FRONT), lost.thread, [said(text)], client)

        await chat.tell_interrupted(self._desk, FRONT, say)

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

    async def send(
        self, channel: str, thread: str | None, messages: Sequence[Message], client: AsyncWebClient
    ) -> None:
        """Send messages to a thread, after what is being sent to its channel."""
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

    async def send_only_to(
        self, asked: Asked, messages: Sequence[Message], client: AsyncWebClient
    ) -> bool:
        """Send messages to the asker alone: where the question stands, else as direct messages.
        Returns whether that went.
        """
        # In a thread that nobody has answered, Slack shows nobody what one person alone sees.
        thread = asked.thread if asked.is_follow_up else None
        try:
            for message in messages:
                await client.chat_postEphemeral(
                    channel=asked.channel,
                    user=asked.user,
                    thread_ts=thread,
                    text=message.text,
                    blocks=list(message.blocks),
                )
            return True
        except Exception as error:
            log.event("not_told_here", kind=log.kind_of(error), channel=hashed(asked.channel))
        try:
            await self.send(asked.user, None, messages, client)
            return True
        except Exception as error:
            log.event("not_told_alone", kind=log.kind_of(error), channel=hashed(asked.channel))
        return False

    def messages(self, reply: Reply, deleting: str = "") -> Sequence[Message]:
        """Return what is said as Slack's messages; `deleting` is as in bot.wording.lead."""
        if reply.found is None:
            return [said(reply.text)]
        policy = self._desk.policy
        frame = Frame(reply.reference, policy.ask_whom, address=policy.address, deleting=deleting)
        return answer_messages(reply.found, frame)

    def remembered(self, asked: Asked) -> tuple[str, ...]:
        """Return the questions of a thread that this process remembers."""
        return self._desk.threads.before(chat.thread_of(asked.event))


class _Thread:
    """The thread of one question; a chat.Room."""

    def __init__(
        self, conversation: Conversation, taken: Taken[Asked], client: AsyncWebClient, home: Home
    ) -> None:
        self._asked = taken.asked
        self._conversation = conversation
        self._client = client
        self._home = home

    async def history(self) -> Sequence[str]:
        """Return the thread's earlier questions: Slack's own where we may read them."""
        asked, conversation = self._asked, self._conversation
        if not asked.is_follow_up:
            return ()
        remembered = conversation.remembered(asked)
        if not (asked.is_direct or conversation.may_read_channels):
            return remembered
        try:
            replies = await self._client.conversations_replies(
                channel=asked.channel, ts=asked.thread, limit=_THREAD_MESSAGES
            )
        except SlackApiError as error:
            if not asked.is_direct and error.response.get("error") == "missing_scope":
                conversation.may_read_channels = False
            return remembered
        ts = asked.event.message.rpartition(":")[2]
        every_message = asked.is_direct or not asked.is_tagged
        return earlier_questions(replies.get("messages") or [], ts, self._home, every_message)

    async def show_working(self) -> None:
        """Show that work is being done; an answer does not wait for it to be shown."""
        asked = self._asked
        if not asked.is_direct:
            return
        try:
            status = self._client.assistant_threads_setStatus(
                channel_id=asked.channel, thread_ts=asked.thread, status=wording_chat.STATUS
            )
            await asyncio.wait_for(status, _STATUS_SECONDS)
        except Exception as error:
            log.event("no_status", kind=log.kind_of(error), channel=hashed(asked.channel))

    async def send(self, reply: Reply) -> None:
        """Send what is said to the thread; what only concerns who wrote a message, to them alone.

        Whom to call in an urgent matter is told to all, who may be nearer to it.
        """
        asked, conversation, client = self._asked, self._conversation, self._client
        messages = conversation.messages(reply, wording_chat.DELETE_IN_SLACK)
        if asked.is_direct or reply.found is None or reply.outcome not in UNKEPT:
            await conversation.send(asked.channel, asked.thread, messages, client)
            return
        if reply.outcome == "urgent":
            to_all = conversation.messages(reply)
            await conversation.send(asked.channel, asked.thread, to_all, client)
            apart = wording_chat.told_apart(reply.found.answer, wording_chat.DELETE_IN_SLACK)
            messages = [said(apart)]
        is_told = await conversation.send_only_to(asked, messages, client)
        if not is_told and reply.outcome != "urgent":
            told = [said(wording_chat.NOT_TOLD_APART)]
            await conversation.send(asked.channel, asked.thread, told, client)
