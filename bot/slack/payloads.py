"""What Slack sends, read: who asks what and where, and whether they are our own people. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.audience import Audience
from bot.store import Event, hashed

Payload = Mapping[str, Any]
_ORDINARY = (None, "", "file_share", "thread_broadcast")
"""Subtypes of messages that a person typed; all others are edits, joins, bots and the like."""
_USER = re.compile(r"<@[A-Z0-9]+(?:\|[^>]*)?>")
_SPECIAL = re.compile(r"<[!#][^|>]*(?:\|([^>]*))?>")
_LINK = re.compile(r"<([^|>]+)(?:\|([^>]*))?>")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it came: `thread` is where the answer goes, `is_follow_up` whether others have
    been asked there before.
    """

    event: Event
    user: str
    channel: str
    thread: str
    text: str
    audience: Audience
    is_direct: bool = False
    is_tagged: bool = True
    is_follow_up: bool = False


@dataclass(frozen=True, slots=True)
class Home:
    """Where we are at home: our team, our own user, so that others and ourselves can be told."""

    team: str
    bot_user: str


def asked_in(body: Payload, home: Home) -> Asked | None:
    """Return the question in a mention or message event; None for what is not for us to answer."""
    event = body.get("event") or {}
    text = str(event.get("text") or "")
    is_mention = event.get("type") == "app_mention"
    if not _is_typed_by_a_person(event, home):
        return None
    channel, ts = str(event.get("channel") or ""), str(event.get("ts") or "")
    if not (channel and ts and body.get("event_id")):
        return None
    is_direct = event.get("channel_type") == "im" or channel.startswith("D")
    is_tagged = is_mention or f"<@{home.bot_user}>" in text
    if not is_mention and is_tagged and not is_direct:
        # The same message comes as a mention, too.
        return None
    user, thread = str(event["user"]), str(event.get("thread_ts") or ts)
    seen = Event(
        id=str(body["event_id"]),
        message=f"slack:{channel}:{ts}",
        asker=hashed(f"slack:{user}"),
        channel=f"slack:{channel}",
        thread=thread,
    )
    return Asked(
        event=seen,
        user=user,
        channel=channel,
        thread=thread,
        text=typed(text),
        audience=Audience(
            is_from_outside(body, home), f"slack:{channel}", f"slack:{user}", is_private=is_direct
        ),
        is_direct=is_direct,
        is_tagged=is_tagged or is_direct,
        is_follow_up=thread != ts,
    )


def asked_by(body: Payload, text: str, home: Home) -> Asked:
    """Return the question of a command, shortcut, window or button."""
    user = user_of(body)
    channel = str(body.get("channel_id") or (body.get("channel") or {}).get("id") or "")
    trigger = str(body.get("trigger_id") or "")
    event = Event(id=f"trigger:{trigger}", asker=hashed(f"slack:{user}"))
    return Asked(event, user, channel, "", text, reader_of(body, home))


def click(body: Payload) -> Event:
    """Return a press of a button or a window sent, for being done once."""
    action = (body.get("actions") or [{}])[0]
    return Event(id=f"trigger:{body.get('trigger_id')}:{action.get('action_id', '')}")


def user_of(body: Payload) -> str:
    """Return the id of whoever sent this."""
    return str(body.get("user_id") or (body.get("user") or {}).get("id") or "")


def reader_of(body: Payload, home: Home) -> Audience:
    """Return whoever sent a command, pressed a button or opened a page, as the only reader."""
    event = body.get("event") or {}
    channel = body.get("channel_id") or (body.get("channel") or {}).get("id")
    channel = channel or (body.get("container") or {}).get("channel_id") or event.get("channel")
    user = user_of(body) or str(event.get("user") or "")
    return Audience(
        is_from_outside(body, home), f"slack:{channel or ''}", f"slack:{user}", is_private=True
    )


def is_from_outside(body: Payload, home: Home) -> bool:
    """Whether what we say may be read by somebody who is not of our own team.

    Where Slack does not say whose team somebody is of, they count as outside.
    """
    event = body.get("event")
    if event is None:
        user = body.get("user") or {}
        team = user.get("team_id") or body.get("team_id") or (body.get("team") or {}).get("id")
        return team != home.team or _is_guest(user)
    authors = [event.get(key) for key in ("user_team", "source_team", "team") if event.get(key)]
    teams = authors or [body.get("team_id")]
    is_shared = bool(body.get("is_ext_shared_channel"))
    return is_shared or any(t != home.team for t in teams) or _is_guest(event.get("user_profile"))


def typed(text: str) -> str:
    """Return what a person typed, out of Slack's markup: mentions gone, links by their words."""
    text = _USER.sub(" ", text)
    text = _SPECIAL.sub(lambda match: match.group(1) or " ", text)
    text = _LINK.sub(lambda match: match.group(2) or match.group(1), text)
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return " ".join(text.split())


def earlier_questions(
    messages: list[Payload], ts: str, home: Home, every_message: bool
) -> tuple[str, ...]:
    """Return the questions of a thread before a message: those put to us, or every person's."""
    tag = f"<@{home.bot_user}>"
    return tuple(
        text
        for message in messages
        if _is_typed_by_a_person(message, home)
        and float(message.get("ts") or 0) < float(ts)
        and (every_message or tag in str(message.get("text")))
        and (text := typed(str(message.get("text") or "")))
    )


def _is_typed_by_a_person(event: Payload, home: Home) -> bool:
    return (
        bool(event.get("user"))
        and event.get("user") != home.bot_user
        and not event.get("bot_id")
        and not event.get("bot_profile")
        and not event.get("hidden")
        and not event.get("edited")
        and event.get("subtype") in _ORDINARY
    )


def _is_guest(user: Any) -> bool:
    return isinstance(user, Mapping) and bool(
        user.get("is_restricted") or user.get("is_ultra_restricted") or user.get("is_stranger")
    )
