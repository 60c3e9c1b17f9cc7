"""Whether questions are answered now, looked up in the store so that every process obeys alike."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from bot import log
from bot.switch import Pause

LOOK_EVERY = 1.0
"""Seconds between two looks, and so the longest that a process answers after a pause."""
_LONGEST_LOOK = 2.0


class Pausing:
    """Knows the pause as the store last told it; a store out of reach changes nothing."""

    def __init__(self, look: Callable[[], Awaitable[Pause | None]]) -> None:
        self._look = look
        self._known: Pause | None = None
        self._has_looked = False
        self._next = 0.0

    async def now(self) -> Pause | None:
        """Return the pause that holds, None while questions are answered."""
        if time.monotonic() < self._next:
            return self._known
        if self._has_looked:
            # One looks, and the others go on by what is known; at the start all wait to hear.
            self._next = time.monotonic() + LOOK_EVERY
        try:
            self._known = await asyncio.wait_for(self._look(), _LONGEST_LOOK)
            self._has_looked = True
        except Exception as error:
            log.fault("pause_not_looked_up", error)
        self._next = time.monotonic() + LOOK_EVERY
        return self._known
