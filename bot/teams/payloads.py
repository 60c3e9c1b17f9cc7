"""What Teams sends, read: what it is, from whom, and where it was said. Pure."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.store import Event, hashed

Payload = Mapping[str, Any]
FRONT = "teams:"
_LONGEST_ID = 1_000
_MENTION = re.compile(r"<at\b[^>]*>.*?</at>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?[a-z][^>]*>", re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|/p|/div|/li)\b[^>]*>", re.IGNORECASE)
_THREAD = ";messageid="
_BOT = "28:"


@dataclass(frozen=True, slots=True)
class Activity:
    """Something that Teams sent us.

    `conversation` is the channel or chat, `thread` the message that a channel's thread hangs on, ""
    elsewhere. `person` is who sent it as the directory knows them, `user` as Teams addresses them.
    """

    kind: str
    name: str
    id: str
    service: str
    tenants: frozenset[str]
    conversation: str
    thread: str
    scope: str
    user: str
    person: str
    bot: str
    text: str
    is_tagged: bool
    is_shared: bool
    value: Payload
    reply_to: str
    action: str = ""
    members_gone: tuple[str, ...] = ()

    @property
    def is_personal(self) -> bool:
        """Whether only the sender reads the conversation."""
        return self.scope == "personal"

    @property
    def is_typed(self) -> bool:
        """Whether a person wrote this: no other bot, and no form that comes as a message."""
        return not self.user.startswith(_BOT) and not (self.value and not self.text)

    @property
    def address(self) -> str:
        """The conversation's id as answers to this are sent to it."""
        return f"{self.conversation}{_THREAD}{self.thread}" if self.thread else self.conversation

    @property
    def place(self) -> str:
        """The conversation's name in the store."""
        return place_of(self.conversation)

    @property
    def asker(self) -> str:
        """The mark of who sent this."""
        return hashed(FRONT + self.person)

    @property
    def event(self) -> Event:
        """This, for being done once."""
        return Event(id=f"{FRONT}{hashed(f'{self.conversation} {self.id}')}")

    @property
    def question(self) -> Event:
        """This, for being answered once and counted."""
        mark = self.event.id
        return Event(mark, mark, self.asker, self.place, self.thread[:64])

    def answer_mark(self, message: str) -> str:
        """Return the mark of an answer of ours in this conversation, by its message's id."""
        return hashed(f"{FRONT}{self.conversation}:{message}")


def place_of(conversation: str) -> str:
    """Return a conversation's name in the store; its own id can be longer than a name may be."""
    return f"{FRONT}{hashed(FRONT + conversation)}"


def read(body: Any) -> Activity | None:
    """Return an activity, None for what is none."""
    if not isinstance(body, dict):
        return None
    conversation, sender = _mapping(body, "conversation"), _mapping(body, "from")
    data, channel = (
        _mapping(body, "channelData"),
        _mapping(_mapping(body, "channelData"), "channel"),
    )
    recipient = _mapping(body, "recipient")
    kind, whole = _name(body, "type"), _name(conversation, "id")
    service, user = _name(body, "serviceUrl"), _name(sender, "id")
    if not (kind and whole and user and service.startswith(("https://", "http://"))):
        return None
    if kind in ("message", "invoke") and not _name(body, "id"):
        return None
    base, _, thread = whole.partition(_THREAD)
    scope = _name(conversation, "conversationType") or _scope(data, base)
    tenants = {_name(conversation, "tenantId"), _name(_mapping(data, "tenant"), "id")}
    bot = _name(recipient, "id")
    text = body.get("text")
    return Activity(
        kind=kind,
        name=_name(body, "name"),
        id=_name(body, "id"),
        service=service,
        tenants=frozenset(tenant.lower() for tenant in tenants if tenant),
        conversation=base,
        thread=thread,
        scope=scope,
        user=user,
        person=_name(sender, "aadObjectId") or user,
        bot=bot,
        text=typed(text) if isinstance(text, str) else "",
        is_tagged=scope == "personal" or _is_mentioned(body, bot),
        is_shared="shared" in (_name(channel, "type"), _name(channel, "membershipType")),
        value=_mapping(body, "value"),
        reply_to=_name(body, "replyToId"),
        action=_name(body, "action"),
        members_gone=tuple(_name(each, "id") for each in _listed(body, "membersRemoved")),
    )


def typed(text: str) -> str:
    """Return what a person typed, out of Teams' markup: mentions and tags gone."""
    text = _MENTION.sub(" ", text)
    text = _BREAK.sub(" ", text)
    text = html.unescape(_TAG.sub("", text))
    return " ".join(text.split())


def _scope(data: Payload, conversation: str) -> str:
    """Return the scope of a conversation that does not name it; what others may read, if unsure."""
    if _mapping(data, "channel") or _mapping(data, "team"):
        return "channel"
    return "personal" if conversation.startswith("a:") else "groupChat"


def _is_mentioned(body: Payload, bot: str) -> bool:
    mentions = (each for each in _listed(body, "entities") if each.get("type") == "mention")
    return any(_name(_mapping(each, "mentioned"), "id") == bot for each in mentions)


def _mapping(body: Payload, field: str) -> Payload:
    value = body.get(field)
    return value if isinstance(value, dict) else {}


def _listed(body: Payload, field: str) -> list[Payload]:
    value = body.get(field)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _name(body: Payload, field: str) -> str:
    value = body.get(field)
    return value if isinstance(value, str) and len(value) <= _LONGEST_ID else ""
