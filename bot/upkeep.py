"""What the running service does for whoever runs it: /metrics, and forgetting what is old."""

import ipaddress
import secrets
import time

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot import log, metrics
from bot.desk import Desk
from bot.settings import UpkeepSettings

_FORGET_EVERY = 3_600.0
_DAY = 86_400.0
_PASSED_ON = ("forwarded", "x-forwarded-for", "x-real-ip")


class Upkeep:
    """Looks after one process of the service."""

    def __init__(self, desk: Desk, settings: UpkeepSettings) -> None:
        self._desk = desk
        self._settings = settings
        self._forget_at = 0.0
        log.hearers.add(metrics.heard)

    def routes(self) -> list[Route]:
        """Return where the numbers are read."""
        return [Route("/metrics", self._metrics)]

    async def sweep(self) -> None:
        """Forget what is older than the setting says, once an hour."""
        days, now = self._settings.retention_days, time.monotonic()
        if not days or now < self._forget_at:
            return
        self._forget_at = now + _FORGET_EVERY
        gone = await self._desk.forget_older(days * _DAY)
        if gone.total:
            log.event(
                "forgotten", events=gone.events, feedback=gone.feedback, progress=gone.progress
            )

    async def _metrics(self, request: Request) -> Response:
        if not self._may_read(request):
            # As if there were nothing here: strangers need not learn what runs.
            return PlainTextResponse("Not Found", 404)
        about = self._desk.library.inside.edition.about
        body, kind = metrics.page(
            metrics.Now(
                edition_age=max(0.0, time.time() - about.moment.timestamp()),
                passages=about.passages,
                is_store_reachable=await self._desk.is_ready(),
                is_paused=await self._desk.paused() is not None,
            )
        )
        return Response(body, headers={"content-type": kind})

    def _may_read(self, request: Request) -> bool:
        """Whether the token is right; without one set, whether the request is from this machine
        and not passed on by a proxy.
        """
        token = self._settings.metrics_token
        if token:
            given = request.headers.get("authorization", "")
            return secrets.compare_digest(given.encode(), f"Bearer {token}".encode())
        if request.client is None or any(name in request.headers for name in _PASSED_ON):
            return False
        try:
            return ipaddress.ip_address(request.client.host).is_loopback
        except ValueError:
            return False
