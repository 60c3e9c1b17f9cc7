"""Microsoft's SDK, at the one place that imports it: tokens checked, activities sent."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar
from weakref import WeakValueDictionary

import httpx
from microsoft_teams.api.activities import MessageActivityInput, TypingActivityInput
from microsoft_teams.api.auth.cloud_environment import PUBLIC, CloudEnvironment, with_overrides
from microsoft_teams.api.clients import ApiClient, CreateConversationParams
from microsoft_teams.api.models import Account, Attachment, CitationAppearance
from microsoft_teams.apps.auth import TokenValidator
from microsoft_teams.common import Client, ClientOptions

from bot import log
from bot.settings import TeamsSettings
from bot.teams.cards import CARD_TYPE, Message

_TRIES, _CHECKS = 6, 4
_LONGEST_WAIT = 60.0
_TIMEOUT = 15.0
_EARLY = 300.0
"""Seconds before its end from which a token of ours is fetched anew."""
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Conversation:
    """Where to send: a conversation's id, with its thread where it has one, at a service."""

    id: str
    service: str


class SendError(Exception):
    """Teams did not take what was sent; `status` is its answer, 0 where it gave none."""

    def __init__(self, status: int) -> None:
        super().__init__(f"status {status}")
        self.status = status


class Gate:
    """Checks that a request comes from Teams and is meant for us; nothing turns that off."""

    def __init__(self, settings: TeamsSettings) -> None:
        # Only what the Bot Framework itself signs gets in: the SDK's wider check takes tokens of
        # another platform too, which do not say where an answer may be sent.
        self._validator = TokenValidator.for_service(settings.client_id, cloud=_cloud(settings))
        # The SDK fetches the keys without giving way; in threads of their own, nobody else waits.
        self._checking = ThreadPoolExecutor(_CHECKS, "gate")

    async def lets_in(self, authorization: str, service: str) -> bool:
        """Whether a token is valid, for us, and for answers to this service."""
        kind, _, token = authorization.partition(" ")
        if kind != "Bearer" or not token or not service:
            return False
        try:
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(self._checking, self._check, token, service)
        except Exception as error:
            log.event("token_refused", kind=log.kind_of(error))
            return False
        return True

    def close(self) -> None:
        """Give the threads back."""
        self._checking.shutdown(wait=False, cancel_futures=True)

    def _check(self, token: str, service: str) -> None:
        claims = asyncio.run(self._validator.validate_token(token, service))
        if "exp" not in claims:
            # The SDK checks the end of a token only where there is one.
            raise ValueError("a token without an end")


class Wire:
    """Sends to conversations; waits and tries again where Teams is busy."""

    def __init__(
        self,
        settings: TeamsSettings,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._settings = settings
        self._pause = pause
        self._tokens = _Tokens(settings)
        self._client = Client(ClientOptions(timeout=_TIMEOUT))
        self._apis: dict[str, ApiClient] = {}
        self._sending: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def close(self) -> None:
        """Close the connections."""
        await self._client.http.aclose()
        await self._tokens.close()

    async def send(self, to: Conversation, message: Message) -> str:
        """Send a message; return its id. Raises SendError."""
        activity = self._activity(message)
        lock = self._sending.setdefault(to.id, asyncio.Lock())
        async with lock:
            api = self._api(to.service)
            sent = await self._trying(lambda: api.conversations.create_activity(to.id, activity))
        return str(sent.id)

    async def send_only_to(self, to: Conversation, person: str, message: Message) -> None:
        """Send a message that one person of a conversation sees; raises SendError."""
        activity = self._activity(message).with_recipient(Account(id=person), is_targeted=True)
        api = self._api(to.service)
        await self._trying(lambda: api.conversations.create_targeted_activity(to.id, activity))

    async def open_personal(self, service: str, person: str) -> Conversation:
        """Return a person's own conversation with us; raises SendError."""
        tenant = self._settings.tenant_id
        wanted = CreateConversationParams(
            members=[Account(id=person)],
            tenant_id=tenant,
            channel_data={"tenant": {"id": tenant}},
        )
        api = self._api(service)
        made = await self._trying(lambda: api.conversations.create(wanted))
        return Conversation(made.id, service)

    async def show_typing(self, to: Conversation) -> None:
        """Show that an answer is being written; raises SendError."""
        activity = TypingActivityInput()
        activity.from_ = self._us()
        api = self._api(to.service)
        await self._once(lambda: api.conversations.create_activity(to.id, activity))

    async def is_guest(self, to: Conversation, person: str) -> bool:
        """Whether somebody is not of our tenant, as far as Teams says; raises SendError."""
        api = self._api(to.service)
        found = await self._trying(lambda: api.conversations.get_member_by_id(to.id, person))
        is_ours = (found.tenant_id or "").lower() == self._settings.tenant_id.lower()
        return not is_ours or (found.user_role or "").lower() != "user"

    def _us(self) -> Account:
        return Account(id=f"28:{self._settings.client_id}")

    def _api(self, service: str) -> ApiClient:
        if service not in self._apis:
            http = self._client.clone(share_http=True)
            cloud = _cloud(self._settings)
            made = ApiClient(service, http, cloud=cloud, token_provider=self._tokens)
            self._apis[service] = made
        return self._apis[service]

    def _activity(self, message: Message) -> MessageActivityInput:
        made = MessageActivityInput(text=message.text) if message.text else MessageActivityInput()
        made.from_ = self._us()
        if message.card:
            made.add_attachments(Attachment(content_type=CARD_TYPE, content=message.card))
        for cited in message.cited:
            made.add_citation(
                cited.number,
                CitationAppearance(
                    name=cited.name,
                    abstract=cited.abstract,
                    url=cited.url or None,
                    keywords=list(cited.keywords) or None,
                ),
            )
        if message.has_feedback:
            made.add_feedback("custom")
        return made

    async def _trying(self, call: Callable[[], Awaitable[_Value]]) -> _Value:
        """Return what a call gives, tried again while Teams is busy or cannot be reached."""
        for number in range(_TRIES):
            try:
                return await call()
            except httpx.HTTPStatusError as error:
                status = error.response.status_code
                if number == _TRIES - 1 or not (status == 429 or status >= 500):
                    raise SendError(status) from None
                wait = _asked_wait(error.response)
            except httpx.TransportError:
                if number == _TRIES - 1:
                    raise SendError(0) from None
                wait = 0.0
            # Spread a little, so that many who were turned away do not come back as one.
            await self._pause(wait or min(2**number, _LONGEST_WAIT) * random.uniform(0.5, 1.0))
        raise SendError(0)

    async def _once(self, call: Callable[[], Awaitable[_Value]]) -> _Value:
        try:
            return await call()
        except httpx.HTTPStatusError as error:
            raise SendError(error.response.status_code) from None
        except httpx.TransportError:
            raise SendError(0) from None


class _Tokens:
    """Our own tokens for sending, each kept nearly to its end.

    The SDK's way through MSAL asks a fixed host of Microsoft's about any login address, which would
    keep national clouds behind a gateway, and every test, from working.
    """

    def __init__(self, settings: TeamsSettings) -> None:
        self._settings = settings
        self._http = httpx.AsyncClient(timeout=_TIMEOUT)
        self._lock = asyncio.Lock()
        self._token, self._until = "", 0.0

    async def get_app_token(self, scope: str, _tenant: str | None) -> str:
        """Return a token for sending; raises httpx.HTTPError."""
        async with self._lock:
            if time.monotonic() >= self._until:
                given = await self._http.post(
                    f"{self._settings.login}/{self._settings.tenant_id}/oauth2/v2.0/token",
                    data={
                        "grant_type": "client_credentials",
                        "client_id": self._settings.client_id,
                        "client_secret": self._settings.client_secret,
                        "scope": scope,
                    },
                )
                given.raise_for_status()
                found = given.json()
                self._token = str(found["access_token"])
                lasts = float(found.get("expires_in") or 0.0)
                self._until = time.monotonic() + max(lasts - _EARLY, lasts / 2)
        return self._token

    async def close(self) -> None:
        """Close the connection."""
        await self._http.aclose()


def _cloud(settings: TeamsSettings) -> CloudEnvironment:
    return with_overrides(
        PUBLIC,
        openid_metadata_url=settings.openid_metadata,
        token_issuer=settings.token_issuer,
        login_endpoint=settings.login,
    )


def _asked_wait(response: Any) -> float:
    """Return how many seconds Teams asks to wait, 0.0 where it does not say."""
    asked = str(response.headers.get("retry-after") or "")
    return min(float(asked), _LONGEST_WAIT) if asked.isdecimal() else 0.0
