"""Teams' edge: what may come in, and which activity goes where."""

import asyncio
import json
from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot import log
from bot.desk import Desk
from bot.front import limited_body
from bot.settings import TeamsSettings
from bot.store import hashed
from bot.teams.digests import send_digests
from bot.teams.invokes import Invokes
from bot.teams.payloads import Activity, read
from bot.teams.readers import Readers
from bot.teams.sdk import Gate, Wire
from bot.teams.talk import Talk, Work

_LAST_SECONDS = 20.0


class TeamsFront:
    """The running Teams app; a Front."""

    name = "teams"

    def __init__(self, desk: Desk, settings: TeamsSettings) -> None:
        self._desk = desk
        self._tenant = settings.tenant_id.lower()
        self._gate = Gate(settings)
        self._wire = Wire(settings)
        readers = Readers(desk, self._wire)
        self._talk = Talk(desk, self._wire, readers)
        self._invokes = Invokes(desk, readers)
        self._tasks: set[asyncio.Task[None]] = set()

    def routes(self) -> Sequence[Route]:
        """Return where Teams' requests come in."""
        return (Route("/api/messages", self._messages, methods=["POST"]),)

    async def start(self) -> None:
        """Begin; Teams comes to us."""

    async def stop(self) -> None:
        """Let what is being answered end."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=_LAST_SECONDS)
        await self._wire.close()
        self._gate.close()

    async def sweep(self) -> None:
        """Tell those whose question was lost with a process, and send the digests that are due."""
        await self._talk.tell_interrupted()
        await send_digests(self._desk, self._wire)

    async def is_ready(self) -> bool:
        """Whether questions reach us."""
        return True

    async def _messages(self, request: Request) -> Response:
        body = await limited_body(request)
        if body is None:
            return _refused(413, "too_large", "This request is too large.")
        activity = read(_parsed(body))
        if activity is None:
            return _refused(400, "malformed", "This request cannot be read.")
        if not await self._gate.lets_in(request.headers.get("authorization", ""), activity.service):
            return _refused(401, "unsigned", "This request does not come from Teams.")
        if activity.tenants != {self._tenant}:
            return _refused(403, "other_tenant", "This bot answers in one tenant only.")
        try:
            return await self._handle(activity)
        except Exception as error:
            log.fault("unexpected", error, id=activity.event.id)
            return Response("Something went wrong here.", 500)

    async def _handle(self, activity: Activity) -> Response:
        if activity.kind == "invoke":
            status, body = await self._invokes.answer(activity)
            return JSONResponse(body, status)
        if activity.kind == "message":
            work = await self._talk.take(activity)
            if work:
                self._keep(work)
        elif _is_goodbye(activity):
            await self._desk.drop_place(activity.place)
            log.event("removed", channel=hashed(activity.place))
        return Response("", 200)

    def _keep(self, work: Work) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _is_goodbye(activity: Activity) -> bool:
    """Whether we were removed from a conversation."""
    if activity.kind == "installationUpdate":
        return activity.action.startswith("remove")
    return activity.kind == "conversationUpdate" and activity.bot in activity.members_gone


def _refused(status: int, why: str, words: str) -> Response:
    log.event(why, front="teams", status=status)
    return Response(words, status, media_type="text/plain")
