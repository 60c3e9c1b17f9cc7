"""Structured logs: one JSON object a line, never a question's text nor an exception's own words."""

import json
import logging
import re
import secrets
import sys
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Protocol, TextIO


class Hearer(Protocol):
    """Hears the name of each event, for counting it."""

    def __call__(self, event: str, *, is_fault: bool) -> None:
        """Take note."""
        ...


hearers: set[Hearer] = set()
_REQUEST: ContextVar[str] = ContextVar("request", default="")
_AN_ID = re.compile(r"[0-9a-f-]{8,64}")
_LOGGER = logging.getLogger("review_bot")
_LIBRARIES = (
    "slack_bolt",
    "slack_sdk",
    "aiohttp",
    "uvicorn.access",
    "asyncio",
    "alembic",
    "microsoft_teams",
    "httpx",
    "httpcore",
)


def to_stream(stream: TextIO | None = None) -> None:
    """Write the log to standard error, and keep the libraries from logging what people type."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_Lines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for name in _LIBRARIES:
        # Below this they print whole payloads, with the question in them.
        logging.getLogger(name).setLevel(logging.ERROR)


def for_library() -> logging.Logger:
    """Return a logger to hand to a library that would otherwise log what people type."""
    quiet = logging.getLogger("review_bot.library")
    quiet.setLevel(logging.ERROR)
    return quiet


def in_request(given: str = "") -> None:
    """Have all lines of this task, and of those that it begins, name its request: by the id that a
    proxy gave, where it is one, since a stranger may write anything there.
    """
    _REQUEST.set(given if _AN_ID.fullmatch(given) else secrets.token_hex(8))


def event(name: str, **fields: Any) -> None:
    """Log that something happened; the fields are ids, outcomes and times."""
    for hear in hearers:
        hear(name, is_fault=False)
    _LOGGER.info(name, extra={"fields": fields})


def fault(name: str, error: BaseException, **fields: Any) -> None:
    """Log an exception by its kind and the places it passed through, leaving out its words."""
    for hear in hearers:
        hear(name, is_fault=True)
    # Where nobody was told a number, the line has one all the same, to speak of it by.
    named = {"fault": secrets.token_hex(4)}
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    places = [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
    _LOGGER.error(
        name, extra={"fields": named | fields | {"kind": kind_of(error), "where": places}}
    )


def kind_of(error: BaseException) -> str:
    """Return what kind of exception it is, without its words."""
    # Slack names its errors by a word ("channel_not_found"), Teams by a number; both say more than
    # the class.
    response = getattr(error, "response", None)
    data = getattr(response, "data", None)
    code = data.get("error") if isinstance(data, dict) else getattr(error, "status", None)
    return f"{type(error).__name__} {code}" if code else type(error).__name__


def _short(path: str) -> str:
    return "/".join(path.split("/")[-2:])


class _Lines(logging.Formatter):
    """One JSON object a line. What libraries say is kept by its logger and place only."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
        }
        if request := _REQUEST.get():
            line["request"] = request
        fields = getattr(record, "fields", None)
        if fields is not None:
            line |= {"event": record.getMessage(), **fields}
        elif record.name.startswith("uvicorn"):
            line |= {"event": "server", "says": record.getMessage()}
        else:
            line |= {"event": "library", "logger": record.name}
            line["where"] = f"{record.filename}:{record.lineno}"
        if fields is None and record.exc_info and record.exc_info[0]:
            line["kind"] = record.exc_info[0].__name__
        return json.dumps(line, ensure_ascii=False)
