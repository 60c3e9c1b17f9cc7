"""What the commands do, for every chat front alike: a front reads the words and draws the page."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from bot import wording_chat
from bot.audience import Audience
from bot.chat import fault_told
from bot.dates import today
from bot.desk import Desk
from bot.following import follow
from bot.ledger import meant
from bot.library import Shelf
from bot.telling import Told, changed, start, where
from index.glossary import Term
from index.positions import Topic

_CHANGED = ("changed", "changes")
_TELLS = ("where", "start", *_CHANGED, "subscribe", "unsubscribe", "subscriptions", "list")
_ALWAYS = ("subscribe", "unsubscribe", "glossary")
_ALONE = ("help", "papers", "start", "where", "subscriptions", *_CHANGED, *_ALWAYS)
_ASKING = frozenset(
    (
        "are",
        "can",
        "could",
        "did",
        "do",
        "does",
        "had",
        "has",
        "have",
        "how",
        "in",
        "is",
        "may",
        "might",
        "on",
        "should",
        "to",
        "was",
        "were",
        "will",
        "would",
        "the",
        "a",
        "my",
        "our",
        "we",
        "i",
        "they",
        "there",
    )
)
"""What follows "where" in a question: "where is", "where do"."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who gives a command, and where.

    `place` is where digests go that are asked for here, `own` the reader's own conversation,
    `channel` the channel the command was given in, "" elsewhere.
    """

    asker: str
    audience: Audience
    place: str
    own: str
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Help:
    """What the commands can do, after a sentence that leads to it."""

    lead: str = ""


@dataclass(frozen=True, slots=True)
class Papers:
    """Which papers there are."""

    shelf: Shelf


Page = str | Told | Term | Help | Papers
"""What a command says: a sentence, or a page that the front draws."""


async def tell(desk: Desk, word: str, rest: str, reader: Reader) -> Page:
    """Return what a command says; a fault is told with its number."""
    try:
        return await _tell(desk, word.lower(), rest, reader)
    except Exception as error:
        return fault_told(error, {"command": word if word in _TELLS else "other"})


def command_in(text: str, topics: Sequence[Topic]) -> tuple[str, str] | None:
    """Return the command in a message, as its word and the rest; None where it is a question.

    After a slash everything is a command. Without one, only what nobody would ask that way: "where
    kinship care" is a command where the ledger knows of kinship care, "where is the hub?" is not.
    """
    is_slashed = text.startswith("/")
    word, _, rest = " ".join(text.removeprefix("/").split()).partition(" ")
    word = word.lower()
    if word == "review" and is_slashed:
        word, _, rest = rest.partition(" ")
        word = word.lower()
    if is_slashed or _is_command(word, rest, topics):
        return word, rest
    return None


def find_term(shelf: Shelf, asked: str) -> Term | None:
    """Return the glossary's entry for a term in any of its forms."""
    wanted = " ".join(asked.casefold().split())
    for term in shelf.edition.glossary.terms:
        forms = (term.term, *term.short, *term.also, *term.everyday)
        if any(form.casefold() == wanted for form in forms):
            return term
    return None


def _is_command(word: str, rest: str, topics: Sequence[Topic]) -> bool:
    if not rest:
        return word in _ALONE
    if word in _ALWAYS:
        return True
    if rest.endswith("?"):
        return False
    if word == "forget":
        return rest.lower() in ("me", "me please")
    if word == "start":
        return rest.isdecimal() or ("-" in rest and " " not in rest)
    if word in _CHANGED:
        return "since" in rest.lower().split() or bool(meant(topics, rest).topics)
    if word == "where":
        return rest.lower().split()[0] not in _ASKING and bool(meant(topics, rest).topics)
    return False


async def _tell(desk: Desk, word: str, rest: str, reader: Reader) -> Page:
    if word == "follow":
        return await _follow(desk, rest.strip().lower(), reader.channel)
    if word == "ask":
        return wording_chat.ASK_USAGE
    if word in ("", "help"):
        return Help()
    if word == "forget":
        return await _forget(desk, rest, reader)
    shelf = desk.library.shelf(reader.audience)
    if shelf is None:
        return wording_chat.NOTHING_PUBLIC
    if word == "papers":
        return Papers(shelf)
    if word in _TELLS:
        return await _told(desk, word, rest, (reader, shelf))
    if word == "glossary":
        if not rest:
            return wording_chat.GLOSSARY_USAGE
        return find_term(shelf, rest) or wording_chat.NO_SUCH_TERM
    return Help(wording_chat.UNKNOWN_COMMAND)


async def _told(desk: Desk, word: str, rest: str, given: tuple[Reader, Shelf]) -> Told:
    """Return what a command about changes, positions or the path for new staff tells."""
    reader, shelf = given
    if word == "where":
        return where(shelf.edition, rest)
    if word == "start":
        read = await desk.step(reader.asker)
        told = start(shelf.edition.steps, shelf.edition, rest, read)
        if told.step:
            await desk.set_step(reader.asker, told.step)
        return told
    if word in _CHANGED:
        var = desk.library.var
        if var is None:
            return Told(wording_chat.NO_EDITION)
        return await asyncio.to_thread(changed, var, rest, today())
    word = "subscriptions" if word == "list" else word
    return await follow(desk, word, rest, (reader.place, reader.asker))


async def _forget(desk: Desk, rest: str, reader: Reader) -> str:
    if rest.strip().lower() not in ("me", "me please"):
        return wording_chat.FORGET_USAGE
    await desk.forget(reader.asker, reader.own)
    return wording_chat.FORGOTTEN


async def _follow(desk: Desk, word: str, channel: str) -> str:
    if word not in ("on", "off"):
        return wording_chat.FOLLOW_USAGE
    if not channel:
        return wording_chat.NOT_IN_A_THREAD
    await desk.set_follow(channel, word == "on")
    return wording_chat.FOLLOW_ON if word == "on" else wording_chat.FOLLOW_OFF
