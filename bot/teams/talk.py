"""Messages answered where they were written: questions, follow-ups, commands."""

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot import chat, log, wording_chat
from bot.answer import UNKEPT
from bot.audience import Audience
from bot.chat import Reply, Taken
from bot.commands import command_in, tell
from bot.desk import Desk
from bot.places import Place
from bot.store import Claim, Event, Interrupted, hashed
from bot.teams.cards import Message
from bot.teams.pages import page_message
from bot.teams.payloads import FRONT, Activity
from bot.teams.readers import Readers
from bot.teams.render import Frame, answer_message, said
from bot.teams.sdk import Conversation, SendError, Wire

_TYPING_SECONDS = 1.0
Work = Coroutine[Any, Any, None]


@dataclass(frozen=True, slots=True)
class Question:
    """A question put in Teams; a chat.Asked."""

    event: Event
    text: str
    audience: Audience


class Talk:
    """Answers messages. What is taken is answered after Teams has heard that we have it."""

    def __init__(self, desk: Desk, wire: Wire, readers: Readers) -> None:
        self._desk = desk
        self._wire = wire
        self._readers = readers

    async def take(self, activity: Activity) -> Work | None:
        """Return the work of answering a message, None for what is not for us or is known."""
        if not (activity.is_tagged and activity.is_typed):
            return None
        command = command_in(activity.text, self._desk.library.topics)
        if command and command[0] == "ask" and command[1]:
            activity, command = replace(activity, text=command[1]), None
        # Who reads the answer is found out once Teams has heard that we have the question.
        unread = Audience(channel=FRONT + activity.conversation)
        asked = Question(activity.question, activity.text, unread)
        try:
            await self._desk.keep_place(_place(activity))
        except Exception as error:
            return self._answer(Taken(asked, None, error), activity)
        if command is None:
            taken = await chat.take(self._desk, asked)
            return self._answer(taken, activity) if taken else None
        # Not counted as a question, and answered once like one.
        claim = await self._desk.claim(replace(activity.question, asker=""))
        return self._obey(claim, command, activity) if claim else None

    async def tell_interrupted(self) -> None:
        """Tell those whose question was lost with a process that it was."""

        async def say(lost: Interrupted, text: str) -> None:
            place = await self._desk.place(lost.channel)
            if place:
                thread = f";messageid={lost.thread}" if lost.thread else ""
                where = Conversation(place.conversation + thread, place.service)
                await self._wire.send(where, said(text))

        await chat.tell_interrupted(self._desk, FRONT, say)

    async def _answer(self, taken: Taken[Question], activity: Activity) -> None:
        audience = await self._readers.audience(activity, is_private=False)
        taken = replace(taken, asked=replace(taken.asked, audience=audience))
        await chat.answer(self._desk, taken, _Room(self._desk, self._wire, activity))

    async def _obey(self, claim: Claim, command: tuple[str, str], activity: Activity) -> None:
        word, rest = command
        reader = await self._readers.reader(activity, is_private=False)
        page = await tell(self._desk, command_here(word), rest, reader)
        message = page_message(page, self._desk.policy.address)
        try:
            if await self._desk.begin_posting(claim):
                await self._wire.send(where_of(activity), message)
                log.event("told", id=activity.event.id, channel=hashed(activity.place))
            await self._desk.finish(claim)
        except Exception as error:
            log.fault("untold", error, id=activity.event.id)


class _Room:
    """Where one question is answered; a chat.Room."""

    def __init__(self, desk: Desk, wire: Wire, activity: Activity) -> None:
        self._desk = desk
        self._wire = wire
        self._activity = activity
        self._where = where_of(activity)

    async def history(self) -> Sequence[str]:
        """Return the questions asked here before."""
        return self._desk.threads.before(chat.thread_of(self._activity.question))

    async def show_working(self) -> None:
        """Show that an answer is being written, where Teams shows that: not in channels."""
        if self._activity.scope == "channel":
            return
        try:
            await asyncio.wait_for(self._wire.show_typing(self._where), _TYPING_SECONDS)
        except Exception as error:
            log.event("no_typing", kind=log.kind_of(error), channel=hashed(self._activity.place))

    async def send(self, reply: Reply) -> None:
        """Send what is said; what only concerns who wrote a message, to them alone.

        Whom to call in an urgent matter is told to all, who may be nearer to it.
        """
        policy = self._desk.policy
        if reply.found is None:
            await self._wire.send(self._where, said(reply.text))
            return
        deleting = wording_chat.DELETE_IN_TEAMS
        frame = Frame(reply.reference, policy.ask_whom, policy.address)
        told = answer_message(reply.found, replace(frame, deleting=deleting))
        is_apart = reply.outcome in UNKEPT and not self._activity.is_personal
        if is_apart and reply.outcome == "urgent":
            await self._wire.send(self._where, answer_message(reply.found, frame))
            told = said(wording_chat.told_apart(reply.found.answer, deleting))
        if is_apart:
            is_told = await self._tell_alone(told)
            if not is_told and reply.outcome != "urgent":
                await self._wire.send(self._where, said(wording_chat.NOT_TOLD_APART))
            return
        sent = await self._wire.send(self._where, told)
        if told.has_feedback:
            await self._desk.keep_reference(self._activity.answer_mark(sent), reply.reference)

    async def _tell_alone(self, message: Message) -> bool:
        """Send a message to the asker alone: in the conversation, else in one of their own. Returns
        whether that went.
        """
        activity = self._activity
        try:
            await self._wire.send_only_to(self._where, activity.user, message)
            return True
        except SendError as error:
            log.event("not_targeted", status=error.status, channel=hashed(activity.place))
        try:
            own = await self._wire.open_personal(activity.service, activity.user)
            await self._wire.send(own, message)
            return True
        except SendError as error:
            log.event("not_told_alone", status=error.status, channel=hashed(activity.place))
        return False


def command_here(word: str) -> str:
    """Return a command's word, an unknown one for what Teams has no use for: it shows us only what
    mentions us, so that there is nothing to follow.
    """
    return "?" if word == "follow" else word


def where_of(activity: Activity) -> Conversation:
    """Return where to answer an activity."""
    return Conversation(activity.address, activity.service)


def _place(activity: Activity) -> Place:
    own = activity.asker if activity.is_personal else ""
    return Place(activity.place, activity.conversation, activity.service, own)
