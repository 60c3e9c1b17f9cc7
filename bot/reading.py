"""What a message asks for, and whether it may be searched."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from bot.finding import Finder, Parts
from bot.guard import Notice
from bot.heard_before import HeardBefore
from bot.hearing import Hearing
from bot.hears_once import HearsOnce
from bot.locators import Located, asks_neighbour, beside, located, section
from bot.meaning import asked_meaning
from bot.newcomers import AskedSteps, asks_where_to_start, says_is_new
from bot.over_time import statuses_alone
from bot.question import Question, understand
from index.aside import SHARED
from index.encoder import Encoder, Heard
from index.held import Held
from index.passages import Passage
from index.register import Paper

_FIRST_STEPS = 3


@dataclass(frozen=True, slots=True)
class Message:
    """A message as typed, with its slips mended, understood, the parts that it asks for, and the
    earlier ones of its thread that were searched, as typed and mended.
    """

    text: str
    mended: str
    question: Question
    parts: Parts
    safe: Sequence[str]
    before: Sequence[str]


@dataclass(frozen=True, slots=True)
class AsSuch:
    """The papers and the passages that a message asks for as such; None and None where it asks for
    a subject, which makes it false.
    """

    papers: tuple[Paper, ...] | None
    located: Located | None

    def __bool__(self) -> bool:
        return self.papers is not None or self.located is not None


@dataclass(frozen=True, slots=True)
class Read:
    """A message read: what it asks for as such, and why it must not be searched, None for a
    question; `encode` hears what is sought with it.
    """

    message: Message
    as_such: AsSuch
    noticed: Notice | None
    encode: HearsOnce


_Look = tuple[AsSuch, Notice | None]
"""What a message asks for as such, and what the patterns find in it."""


class Reader:
    """Reads messages put to one edition."""

    def __init__(self, edition: Held, encoder: Encoder, hearing: Hearing, finder: Finder) -> None:
        self._edition = edition
        self._encoder = encoder
        self._hearing = hearing
        self._finder = finder
        self._steps = AskedSteps(edition.steps)
        self._heard_before = HeardBefore()

    def read(self, text: str, history: Sequence[str]) -> Read:
        """Return a message read together with the earlier ones of its thread."""
        earlier = [" ".join(message.split()) for message in history if message.strip()]
        likely, unheard = self._likely_searched(earlier)
        # Earlier messages are encoded only to hear what they sound like.
        heard = [part for each in (text, *unheard) for part in self._hearing.texts(each)]
        encode = self.encode(*heard[:1])
        # While this thread hears the message another reads it: together they are done sooner.
        reading = SHARED.begin(lambda: self._read(text, likely, encode, heard))
        for first in heard[:1]:
            encode.hear(first)
        message, looking = reading()
        look = looking()
        safe = self._searchable(earlier, encode)
        if safe != likely:
            message = self.understood(text, safe)
            look = self._look(message)
        noticed = self._noticed(message, look, encode)
        self._heard_before.keep(_last(safe), text, is_searched=noticed is None)
        as_such, _ = look
        return Read(message, as_such, noticed, encode)

    def encode(self, first: str = "") -> HearsOnce:
        """Return what hears the texts of one question, `first` in the thread that asks."""
        return HearsOnce(self._encoder, SHARED, first)

    def understood(self, text: str, history: Sequence[str]) -> Message:
        """Return a message understood with those of its thread before it that were searched."""
        question = understand(text, history, self._finder.vocabulary)
        parts = self._finder.parts(question, history)
        before = [self._hearing.mended(message) for message in history]
        return Message(text, self._hearing.mended(text), question, parts, history, before)

    def _read(
        self, text: str, history: Sequence[str], encode: HearsOnce, ahead: Sequence[str]
    ) -> tuple[Message, Callable[[], _Look]]:
        """Return a message understood with those before it, and what gives its look.

        What is to be heard `ahead` is begun, and what is sought with it; where nothing is, the look
        alone decides whether anything ever is.
        """
        message = self.understood(text, history)
        if ahead:
            encode.begin((*ahead, *message.question.texts, *message.parts.texts))
        # Behind those: each of them takes longer, and may not wait for it.
        return message, SHARED.begin(lambda: self._look(message))

    def _look(self, message: Message) -> _Look:
        """Return what a message asks for as such, and what the patterns find in it."""
        as_such = self._as_such(message.text, message.mended, message.before)
        return as_such, self._hearing.found(message.text)

    def _as_such(self, text: str, mended: str, before: Sequence[str]) -> AsSuch:
        """Return what a message, `mended` too, asks for as such, and for nothing else; `before` are
        those, mended, that stand before it in the thread and were searched.
        """
        step = asks_neighbour(mended) if before else 0
        shown = self._as_such(before[-1], before[-1], before[:-1]).located if step else None
        if shown:
            return AsSuch(None, beside(self._edition, shown, step))
        named = self._finder.register.named(mended)
        asked = located(self._edition, text, named) or section(self._edition, text, named)
        if asked:
            return AsSuch(None, asked)
        if asks_where_to_start(mended) and (not before or says_is_new(mended)):
            return AsSuch(None, Located(self._first_steps()))
        if path := self._steps.asked_for(mended, before):
            return AsSuch(None, Located(tuple(map(self._edition.passage, path.passages))))
        return AsSuch(self._finder.register.asked_for(mended, named), None)

    def _first_steps(self) -> tuple[Passage, ...]:
        """Return the first passage of each of the first steps of the path for new staff."""
        first = [step.passages[0] for step in self._edition.steps if step.passages]
        return tuple(map(self._edition.passage, first[:_FIRST_STEPS]))

    def _noticed(self, message: Message, look: _Look, encode: HearsOnce) -> Notice | None:
        """Return why a message must not be searched, None for a question."""
        as_such, found = look
        if as_such:
            # Every word of it is about papers, whatever it sounds like: "54(v), 54(vi)".
            return found

        def hear(text: str) -> Heard:
            is_whole = text == message.text
            return encode.hear(message.mended if is_whole else self._hearing.mended(text))

        question, is_known = message.question, partial(_is_known, message)
        return self._hearing.noticed(message.text, found, hear, question, is_known=is_known)

    def _likely_searched(self, messages: Sequence[str]) -> tuple[list[str], list[str]]:
        """Return those of a thread's earlier messages that were searched, as far as that is known
        before any is heard, and those of them that have to be heard for it.
        """
        likely: list[str] = []
        unheard: list[str] = []
        for message in messages:
            is_searched = self._heard_before.find(_last(likely), message)
            if is_searched is None and not self._hearing.found(message):
                unheard.append(message)
                likely.append(message)
            elif is_searched:
                likely.append(message)
        return likely, unheard

    def _searchable(self, messages: Sequence[str], encode: HearsOnce) -> list[str]:
        """Return those of a thread's earlier messages that were searched, each as it then was."""
        safe: list[str] = []
        for message in messages:
            is_searched = self._heard_before.find(_last(safe), message)
            if is_searched is None:
                asked = self.understood(message, safe)
                is_searched = not self._noticed(asked, self._look(asked), encode)
                self._heard_before.keep(_last(safe), message, is_searched=is_searched)
            if is_searched:
                safe.append(message)
        return safe


def _is_known(message: Message) -> bool:
    """Whether just what a message asks for is known: what a short form of the field means, or what
    was binned. That is no other matter, however far from the papers it sounds.
    """
    return bool(asked_meaning(message.question) or statuses_alone(message.mended, message.before))


def _last(messages: Sequence[str]) -> str:
    """Return the last of some messages, "" of none."""
    return messages[-1] if messages else ""
