"""Each event once also while the store is out of reach: by the memory of this process.

What is answered meanwhile is told to the store once it is back, so that nobody hears later that
their question was lost. An event that comes again, meanwhile, to another process is answered there
too: twice is better than never.
"""

import time
import uuid
from collections import OrderedDict

from bot.store import Claim, Event

_REMEMBERED = 20_000
_MINUTE = 60.0
_OURS = "meanwhile:"


class Meanwhile:
    """What this process has taken, and what it owes the store to know."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, None] = OrderedDict()
        self._open: OrderedDict[str, Event] = OrderedDict()
        self._posting: set[str] = set()
        self._asked: OrderedDict[str, list[float]] = OrderedDict()
        self._owed: list[Event] = []

    def note(self, event: Event, claim: Claim | None) -> None:
        """Remember an event that the store has given or refused, for when the store is away."""
        for name in _names(event):
            self._known[name] = None
        if claim:
            self._open[claim.token] = event
        for held in (self._known, self._open):
            while len(held) > _REMEMBERED:
                held.popitem(last=False)

    def claim(self, event: Event) -> Claim | None:
        """Return the right to handle an event, None where this process has it or has handled it."""
        if any(name in self._known for name in _names(event)):
            return None
        claim = Claim(f"{_OURS}{uuid.uuid4().hex}", self._asked_lately(event.asker))
        self.note(event, claim)
        return claim

    def is_ours(self, claim: Claim) -> bool:
        """Whether the store knows nothing of a claim."""
        return claim.token.startswith(_OURS)

    def is_open(self, event: Event) -> bool:
        """Whether an event is taken here and not answered yet."""
        names = set(_names(event))
        return any(names.intersection(_names(known)) for known in self._open.values())

    def begin_posting(self, claim: Claim) -> bool:
        """Whether the answer may be sent: once only."""
        is_first = claim.token not in self._posting
        self._posting.add(claim.token)
        return is_first

    def finish(self, claim: Claim, *, is_stored: bool) -> None:
        """Note that an event is dealt with, and whether the store knows."""
        event = self._open.pop(claim.token, None)
        self._posting.discard(claim.token)
        if event and not is_stored:
            self._owed.append(event)

    def owed(self) -> list[Event]:
        """Return the events that the store must still hear are dealt with."""
        return list(self._owed)

    def settled(self, event: Event) -> None:
        """Note that the store has heard of an event."""
        self._owed.remove(event)

    def _asked_lately(self, asker: str) -> int:
        if not asker:
            return 0
        now = time.monotonic()
        lately = [at for at in self._asked.pop(asker, ()) if at > now - _MINUTE]
        self._asked[asker] = [*lately, now]
        while len(self._asked) > _REMEMBERED:
            self._asked.popitem(last=False)
        return len(lately) + 1


def _names(event: Event) -> list[str]:
    """Return what an event is known by: its id, and its message where it is about one."""
    return [f"event:{event.id}", *([f"message:{event.message}"] if event.message else [])]
