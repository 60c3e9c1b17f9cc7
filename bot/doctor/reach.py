"""Asking an address, briefly; what it answers, or that it could not be reached."""

import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any

_SECONDS = 6.0
_LONGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class Reply:
    """What an address answered; its JSON is empty where it was none."""

    status: int
    json: Mapping[str, Any] = field(default_factory=dict, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


class Reach:
    """Asks addresses, and keeps how far their clocks are ahead of this machine's."""

    def __init__(self) -> None:
        self.seconds_ahead: float | None = None

    def get(self, url: str) -> Reply | None:
        """Return the reply, None where the address cannot be reached."""
        return self._ask(urllib.request.Request(url))

    def post(self, url: str, values: Mapping[str, str], token: str = "") -> Reply | None:
        """Return the reply to a form, None where the address cannot be reached."""
        request = urllib.request.Request(url, urllib.parse.urlencode(values).encode())
        if token:
            # Not sent on, should the address answer with another one.
            request.add_unredirected_header("Authorization", f"Bearer {token}")
        return self._ask(request)

    def _ask(self, request: urllib.request.Request) -> Reply | None:
        start = time.time()
        try:
            with urllib.request.urlopen(request, timeout=_SECONDS) as answer:
                return self._reply(start, answer)
        except urllib.error.HTTPError as error:
            return self._reply(start, error)
        except (OSError, ValueError):
            return None

    def _reply(self, start: float, answer: Any) -> Reply:
        body = answer.read(_LONGEST)
        given = {name.lower(): value for name, value in answer.headers.items()}
        try:
            # The header has whole seconds, so half of one is the best guess.
            there = parsedate_to_datetime(given["date"]).timestamp() + 0.5
            self.seconds_ahead = there - (start + time.time()) / 2
        except (KeyError, ValueError, TypeError):
            pass
        try:
            found = json.loads(body)
        except ValueError:
            found = {}
        return Reply(answer.status, found if isinstance(found, dict) else {}, given)
