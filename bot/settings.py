"""Settings: the only reader of the environment."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from bot.audience import Access
from index.encoder import DEFAULT_MODEL

KNOWLEDGE_VARIABLE = "REVIEW_BOT_KNOWLEDGE"
VAR_VARIABLE = "REVIEW_BOT_VAR"
NOBODY = Access()
_ENGINES = ("faiss", "postgres")
_FRONTS = ("slack", "teams", "web")


class SettingsError(Exception):
    """A setting has a value that cannot be used; the message names it and says what it takes."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator may set. `editions_kept` counts the current one."""

    knowledge: Path
    var: Path
    model: str = DEFAULT_MODEL
    editions_kept: int = 5
    urgent_contact: str = ""
    engine: str = "faiss"
    engine_url: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """How to reach Slack, and how it reaches us: by signed requests, or over a socket of ours."""

    bot_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    api: str = "https://slack.com/api/"

    def __bool__(self) -> bool:
        return bool(self.bot_token and (self.signing_secret or self.app_token))


@dataclass(frozen=True, slots=True)
class ServeSettings:
    """What `review-bot serve` needs beside the papers; secrets stay out of its repr.

    A front that is not configured is False. `address` is where people reach the bot's own pages.
    """

    database: str = field(repr=False)
    port: int = 3000
    address: str = ""
    ask_whom: str = ""
    questions_a_minute: int = 10
    access: Access = NOBODY
    slack: SlackSettings = SlackSettings()


def settings(knowledge: Path | None = None, var: Path | None = None) -> Settings:
    """Return the settings of the environment; a folder given here goes before it."""
    # An installed command may be run from anywhere; a checkout's own folders are the default in it.
    home = Path(__file__).resolve().parent.parent
    return Settings(
        knowledge=knowledge or Path(os.environ.get(KNOWLEDGE_VARIABLE) or home / "knowledge"),
        var=var or Path(os.environ.get(VAR_VARIABLE) or home / "var"),
        model=os.environ.get("REVIEW_BOT_MODEL") or DEFAULT_MODEL,
        urgent_contact=" ".join((os.environ.get("REVIEW_BOT_URGENT_CONTACT") or "").split()),
        editions_kept=_whole_number("REVIEW_BOT_EDITIONS_KEPT", 5),
        engine=_engine(),
        engine_url=_engine_url(),
    )


def serve_settings(var: Path) -> ServeSettings:
    """Return what serving needs of the environment; the store is a file below `var` by default."""
    return ServeSettings(
        database=database_url(var),
        port=_whole_number("PORT", 3000),
        address=_address("REVIEW_BOT_ADDRESS"),
        ask_whom=os.environ.get("REVIEW_BOT_ASK_WHOM") or "",
        questions_a_minute=_whole_number("REVIEW_BOT_QUESTIONS_A_MINUTE", 10),
        access=Access(
            _named("REVIEW_BOT_RESTRICTED_CHANNELS"), _named("REVIEW_BOT_RESTRICTED_PEOPLE")
        ),
        slack=_slack(),
    )


def _engine() -> str:
    name = os.environ.get("REVIEW_BOT_ENGINE") or "faiss"
    if name not in _ENGINES:
        raise SettingsError(f"REVIEW_BOT_ENGINE is '{name}'; set faiss or postgres.")
    return name


def _engine_url() -> str:
    """Return the database that the postgres engine keeps its editions in, "" for another engine."""
    if _engine() != "postgres":
        return ""
    given = os.environ.get("REVIEW_BOT_ENGINE_URL") or os.environ.get("DATABASE_URL") or ""
    if not given.startswith(("postgres://", "postgresql://", "postgresql+psycopg://")):
        raise SettingsError(
            "REVIEW_BOT_ENGINE is 'postgres', which needs a PostgreSQL database: set DATABASE_URL, "
            "or REVIEW_BOT_ENGINE_URL where it is not the store's, to "
            "postgresql://user:password@host/name."
        )
    return _with_driver(given)


def _slack() -> SlackSettings:
    return SlackSettings(
        bot_token=os.environ.get("SLACK_BOT_TOKEN") or "",
        signing_secret=os.environ.get("SLACK_SIGNING_SECRET") or "",
        app_token=os.environ.get("SLACK_APP_TOKEN") or "",
        api=os.environ.get("SLACK_API_URL") or "https://slack.com/api/",
    )


def database_url(var: Path) -> str:
    """Return where the store is: DATABASE_URL, or a SQLite file below `var`."""
    given = os.environ.get("DATABASE_URL") or f"sqlite:///{(var / 'store.db').resolve()}"
    return _with_driver(given)


def _with_driver(given: str) -> str:
    # Hosting platforms hand out the older names, which SQLAlchemy has given up.
    for old in ("postgres://", "postgresql://"):
        if given.startswith(old):
            return given.replace(old, "postgresql+psycopg://", 1)
    return given


def _named(name: str) -> frozenset[str]:
    """Return the channels or people in a setting, each with its front: "slack:C0123"."""
    given = [part.strip() for part in (os.environ.get(name) or "").split(",")]
    found = frozenset(part for part in given if part)
    for part in sorted(found):
        front, _, identity = part.partition(":")
        if front not in _FRONTS or not identity:
            raise SettingsError(
                f"{name} has '{part}'; name each with its front and its id, parted by commas: "
                "slack:C0123ABCD, slack:U0123ABCD."
            )
    return found


def _address(name: str) -> str:
    """Return an http(s) address without the slash at its end, "" where none is set."""
    value = (os.environ.get(name) or "").rstrip("/")
    if value and not value.startswith(("https://", "http://")):
        raise SettingsError(f"{name} is '{value}'; write it with https:// at its beginning.")
    return value


def _whole_number(name: str, default: int) -> int:
    value = os.environ.get(name) or str(default)
    if not value.isdecimal() or int(value) < 1:
        raise SettingsError(f"{name} is '{value}'; it must be a whole number of at least 1.")
    return int(value)
