"""Who reads what is said in Teams, and whether they are our own people."""

import time
from collections import OrderedDict
from dataclasses import replace

from bot import log
from bot.audience import Audience
from bot.commands import Reader
from bot.desk import Desk
from bot.store import hashed
from bot.teams.payloads import FRONT, Activity
from bot.teams.sdk import Conversation, Wire

_KEPT_SECONDS = 900.0
_KEPT = 1_000


class Readers:
    """Tells our own people from guests; asks Teams only where it makes a difference."""

    def __init__(self, desk: Desk, wire: Wire) -> None:
        self._desk = desk
        self._wire = wire
        self._known: OrderedDict[tuple[str, str], tuple[float, bool]] = OrderedDict()

    async def audience(self, activity: Activity, *, is_private: bool) -> Audience:
        """Return who reads an answer: its asker, or everybody in the conversation.

        Where Teams does not say whose somebody is, they count as outside.
        """
        inside = Audience(
            is_outside=False,
            channel=FRONT + activity.conversation,
            person=FRONT + activity.person,
            is_private=is_private or activity.is_personal,
        )
        library = self._desk.library
        if library.shelf(inside) is library.outside:
            return replace(inside, is_outside=True)
        is_outside = activity.is_shared or await self._is_guest(activity)
        return replace(inside, is_outside=is_outside)

    async def reader(self, activity: Activity, *, is_private: bool) -> Reader:
        """Return who gives a command, and where what it says will be read."""
        return Reader(
            asker=activity.asker,
            audience=await self.audience(activity, is_private=is_private),
            place=activity.place,
            own=activity.place if activity.is_personal else "",
        )

    async def _is_guest(self, activity: Activity) -> bool:
        key, now = (activity.conversation, activity.user), time.monotonic()
        known = self._known.get(key)
        if known and known[0] > now:
            return known[1]
        try:
            where = Conversation(activity.conversation, activity.service)
            found = await self._wire.is_guest(where, activity.user)
        except Exception as error:
            log.fault("member_unknown", error, person=hashed(activity.person))
            return True
        self._known[key] = (now + _KEPT_SECONDS, found)
        while len(self._known) > _KEPT:
            self._known.popitem(last=False)
        return found
