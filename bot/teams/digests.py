"""Posting digests in Teams."""

from bot.desk import Desk
from bot.following import PlaceGoneError, Sent, send_due
from bot.teams.pages import page_message
from bot.teams.payloads import FRONT
from bot.teams.sdk import Conversation, SendError, Wire
from bot.telling import Told

_GONE = (403, 404, 410)
"""Teams' answers where we were removed, or the conversation was."""


async def send_digests(desk: Desk, wire: Wire) -> Sent:
    """Send the digests that are due in Teams; return what came of them."""

    async def post(name: str, told: Told, _mark: str, _may_be_there: bool) -> None:
        # Teams does not let us look up what we have posted. A process that dies between sending and
        # noting it sends the digest once more, rather than never.
        place = await desk.place(name)
        if place is None:
            raise PlaceGoneError("unknown")
        where = Conversation(place.conversation, place.service)
        try:
            await wire.send(where, page_message(told, desk.policy.address))
        except SendError as error:
            if error.status in _GONE:
                raise PlaceGoneError(str(error)) from error
            raise

    return await send_due(desk, FRONT, post)
