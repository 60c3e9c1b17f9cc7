"""Slack's edge: which event goes where, and how events reach us, over HTTP or a socket."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import wraps
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp, AsyncBoltContext, AsyncBoltRequest
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
)
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot import log, metrics
from bot.desk import Desk
from bot.front import limited_body
from bot.settings import SlackSettings
from bot.slack import pages, render, told
from bot.slack.afterwards import Afterwards
from bot.slack.conversation import Conversation
from bot.slack.digests import send_digests
from bot.slack.payloads import Home, reader_of
from bot.slack.private import Private

ASK_SHORTCUT, CHECK_SHORTCUT = "ask_papers", "check_message"
_WAITS = 60
"""How often a refusal for haste is waited out; Slack says each time how long."""
_RECONNECT_SECONDS = 5.0
_LAST_SECONDS = 20.0
_RETRY = "x-slack-retry-num"

Body = dict[str, Any]


class SlackFront:
    """The running Slack app; a Front."""

    name = "slack"

    def __init__(self, desk: Desk, settings: SlackSettings) -> None:
        self._settings = settings
        self._client = slack_client(settings.bot_token, settings.api)
        self._conversation = Conversation(desk)
        self._private = Private(desk)
        self._afterwards = Afterwards(desk)
        self._desk = desk
        self._app = AsyncApp(
            client=self._client,
            signing_secret=settings.signing_secret or "unused",
            request_verification_enabled=False,
            logger=log.for_library(),
        )
        self._verifier = SignatureVerifier(settings.signing_secret or "unused")
        self._socket: AsyncSocketModeHandler | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._at_work = 0
        self._register()

    async def start(self) -> None:
        """Connect where a socket is configured."""
        if self._settings.app_token:
            self._keep(self._connect())

    async def stop(self) -> None:
        """Take nothing new, let what is being answered end, and disconnect."""
        if self._socket:
            await self._socket.client.disconnect()
        for task in self._tasks:
            task.cancel()
        for _ in range(int(_LAST_SECONDS * 20)):
            if not self._at_work:
                break
            await asyncio.sleep(0.05)
        if self._socket:
            await self._socket.client.close()

    async def is_ready(self) -> bool:
        """Whether questions reach us."""
        if not self._settings.app_token:
            return True
        return bool(self._socket and await self._socket.client.is_connected())

    async def sweep(self) -> None:
        """Tell those whose question was lost with a process, and send the digests that are due."""
        await self._conversation.tell_interrupted(self._client)
        await send_digests(self._desk, self._client)

    def routes(self) -> Sequence[Route]:
        """Return where Slack's requests come in, where it sends any."""
        if not self._settings.signing_secret:
            return ()
        return (Route("/slack/events", self._events, methods=["POST"]),)

    async def _events(self, request: Request) -> Response:
        body = await limited_body(request)
        if body is None:
            metrics.heard("too_large", is_fault=False)
            return Response("This request is too large.", 413)
        status, kind, text = await self.receive(body, dict(request.headers))
        return Response(text, status, media_type=kind)

    async def receive(self, body: bytes, headers: Mapping[str, str]) -> tuple[int, str, str]:
        """Return status, content type and text for a request that claims to be Slack's."""
        if not self._is_slacks(body, headers):
            # Counted and not logged: strangers could fill the disk with lines.
            metrics.heard("unsigned", is_fault=False)
            return 401, "text/plain", "This request is not signed by Slack."
        try:
            request = AsyncBoltRequest(body=body.decode(), headers=dict(headers))
            response: BoltResponse = await self._app.async_dispatch(request)
        except Exception as error:
            log.fault("malformed", error)
            return 400, "text/plain", "This request cannot be read."
        kind = (response.headers.get("content-type") or ["text/plain"])[0]
        return response.status, kind, response.body or ""

    def _is_slacks(self, body: bytes, headers: Mapping[str, str]) -> bool:
        timestamp = headers.get("x-slack-request-timestamp", "")
        signature = headers.get("x-slack-signature", "")
        if not timestamp.isdecimal() or not signature:
            return False
        try:
            return bool(self._verifier.is_valid(body, timestamp, signature))
        except ValueError:
            return False

    def _register(self) -> None:
        """Say what is heard by whom. Bolt gives each listener what its parameters name."""
        app = self._app
        app.middleware(self._take)
        app.event("app_mention")(self._counted(self._hear))
        app.event("message")(self._counted(self._hear))
        app.event("app_home_opened")(self._counted(self._home_opened))
        # What is not for us is taken in silence; refused, Slack would send it again.
        app.event(re.compile(".+"))(_ignore)
        app.command(re.compile(".+"))(self._counted(self._command))
        app.shortcut(ASK_SHORTCUT)(self._counted(self._ask_shortcut))
        app.shortcut(CHECK_SHORTCUT)(self._counted(self._check_shortcut))
        app.view(pages.ASK_VIEW)(self._counted(self._window_sent))
        app.view(pages.FEEDBACK_VIEW)(self._counted(self._reason))
        app.action(pages.HOME_QUESTION)(self._counted(self._asked_at_home))
        app.action(re.compile(f"^{pages.STARTER}_"))(self._counted(self._asked_at_home))
        app.action(pages.TERM)(self._counted(self._term))
        app.action(re.compile(f"^{told.TELL}_"))(self._counted(self._tell))
        app.action(render.MORE)(self._counted(self._more))
        app.action(render.RECORD)(self._counted(self._record))
        app.action(render.SHARE)(self._counted(self._share))
        app.action(render.KEEP)(self._counted(self._keep_answer))
        app.action(render.FEEDBACK)(self._counted(self._thumb))
        app.error(_unexpected)

    def _counted(self, listener: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
        """Return the listener, counted while it runs: Bolt acknowledges before it has ended, and
        what is acknowledged must be finished before the process ends.
        """

        @wraps(listener)
        async def counted(*args: Any, **kwargs: Any) -> None:
            self._at_work += 1
            try:
                await listener(*args, **kwargs)
            finally:
                self._at_work -= 1

        return counted

    async def _take(
        self,
        body: Body,
        context: AsyncBoltContext,
        req: AsyncBoltRequest,
        next_: Callable[[], Awaitable[BoltResponse]],
    ) -> BoltResponse:
        """Take a question before it is acknowledged."""
        if (body.get("event") or {}).get("type") in ("app_mention", "message"):
            taken = await self._conversation.take(body, _home(context))
            is_again = taken is None and _RETRY in req.headers
            if is_again and await self._conversation.is_left_open(body, _home(context)):
                # Whoever took it may have died before Slack heard so: acknowledged now, it would
                # never come again.
                return BoltResponse(status=503, body="")
            context["taken"] = taken
        return await next_()

    async def _hear(self, client: AsyncWebClient, context: AsyncBoltContext) -> None:
        taken = context.get("taken")
        if taken is not None:
            await self._conversation.answer(taken, client, _home(context))

    async def _home_opened(
        self, body: Body, client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        event, home = body["event"], _home(context)
        if event.get("tab") == "messages":
            shelf = self._desk.library.shelf(reader_of(body, home))
            if shelf:
                await self._conversation.suggest(event["channel"], shelf, client)
            return
        await self._private.show_home(body, client, home)

    async def _command(
        self, body: Body, ack: AsyncAck, respond: AsyncRespond, context: AsyncBoltContext
    ) -> None:
        await self._private.command(body, ack, respond, _home(context))

    async def _ask_shortcut(self, body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        await self._private.open_window(body, ack, client)

    async def _check_shortcut(
        self, body: Body, ack: AsyncAck, respond: AsyncRespond, context: AsyncBoltContext
    ) -> None:
        await self._private.check_message(body, ack, respond, _home(context))

    async def _window_sent(
        self, body: Body, ack: AsyncAck, client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await self._private.window_sent(body, ack, client, _home(context))

    async def _asked_at_home(
        self, body: Body, ack: AsyncAck, client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await self._private.asked_at_home(body, ack, client, _home(context))

    async def _term(
        self, body: Body, ack: AsyncAck, client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await self._private.show_term(body, ack, client, _home(context))

    async def _tell(
        self, body: Body, ack: AsyncAck, respond: AsyncRespond, context: AsyncBoltContext
    ) -> None:
        await self._private.tell_more(body, ack, respond, _home(context))

    async def _more(
        self, body: Body, ack: AsyncAck, client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await self._afterwards.more(body, ack, client, _home(context))

    async def _record(
        self, body: Body, ack: AsyncAck, client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await self._afterwards.copy(body, ack, client, _home(context))

    async def _share(
        self, body: Body, ack: AsyncAck, respond: AsyncRespond, context: AsyncBoltContext
    ) -> None:
        await self._afterwards.share(body, ack, respond, _home(context))

    async def _keep_answer(
        self, body: Body, ack: AsyncAck, client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await self._afterwards.keep(body, ack, client, _home(context))

    async def _thumb(
        self, body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient
    ) -> None:
        await self._afterwards.thumb(body, ack, respond, client)

    async def _reason(self, body: Body, ack: AsyncAck) -> None:
        await self._afterwards.reason(body, ack)

    async def _connect(self) -> None:
        """Open the socket, as often as it takes; once open, the library keeps it open."""
        settings = self._settings
        while True:
            socket = AsyncSocketModeHandler(
                self._app,
                settings.app_token,
                web_client=slack_client(settings.app_token, settings.api),
            )
            try:
                await socket.client.connect()
                self._socket = socket
                log.event("connected")
                return
            except Exception as error:
                log.fault("not_connected", error)
                await socket.client.close()
                await asyncio.sleep(_RECONNECT_SECONDS)

    def _keep(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def slack_client(token: str, api: str) -> AsyncWebClient:
    """Return a client of Slack's Web API that waits where Slack asks for it."""
    return AsyncWebClient(
        token=token,
        base_url=api,
        retry_handlers=[
            AsyncConnectionErrorRetryHandler(max_retry_count=2),
            AsyncRateLimitErrorRetryHandler(max_retry_count=_WAITS),
        ],
    )


def _home(context: AsyncBoltContext) -> Home:
    known = context.authorize_result
    return Home(str(known.team_id if known else ""), str(context.bot_user_id or ""))


async def _ignore() -> None:
    """Take an event that nobody asked about."""


async def _unexpected(error: Exception) -> BoltResponse:
    """Log a fault that no listener caught; Bolt's own way would print the payload."""
    log.fault("unexpected", error)
    return BoltResponse(status=200, body="")
