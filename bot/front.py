"""What `serve` needs of every front: where its requests come in, its beginning, its end."""

from collections.abc import Sequence
from typing import Protocol

from starlette.requests import Request
from starlette.routing import BaseRoute

LARGEST_BODY = 1_000_000
"""Bytes; Slack's largest events are far below, and Teams sends no more than 256 KB."""


class Front(Protocol):
    """Speaks with people in one place: Slack, Teams, the web."""

    name: str

    def routes(self) -> Sequence[BaseRoute]:
        """Return where its requests come in."""
        ...

    async def start(self) -> None:
        """Begin to work; called once the event loop runs."""
        ...

    async def stop(self) -> None:
        """Take nothing new, and let what is being answered end."""
        ...

    async def sweep(self) -> None:
        """Do what is due now and then, such as sending digests."""
        ...

    async def is_ready(self) -> bool:
        """Whether questions reach us."""
        ...


async def limited_body(request: Request) -> bytes | None:
    """Return a request's body, None where it is larger than LARGEST_BODY."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST_BODY:
            return None
    return bytes(body)
