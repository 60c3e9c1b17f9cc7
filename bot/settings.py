"""Settings: the only reader of the environment."""

import os
import re
import sys
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit

from bot.audience import Access
from index.encoder import DEFAULT_MODEL

KNOWLEDGE_VARIABLE = "REVIEW_BOT_KNOWLEDGE"
VAR_VARIABLE = "REVIEW_BOT_VAR"
NOBODY = Access()
_ENGINES = ("faiss", "postgres")
_FRONTS = ("slack", "teams", "web")
_NAMED = re.compile(r'"((?:REVIEW_BOT|SLACK|TEAMS)_[A-Z_]+)"')
_TEAMS_FRAMERS = (
    "https://teams.microsoft.com",
    "https://*.teams.microsoft.com",
    "https://*.cloud.microsoft",
)
Network = IPv4Network | IPv6Network


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
class TeamsSettings:
    """Who we are in Teams, and where tokens come from; the first three are all needed.

    The addresses are Microsoft's own unless set, for its national clouds. Whichever they name,
    every token is checked against them.
    """

    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    tenant_id: str = ""
    openid_metadata: str = "https://login.botframework.com/v1/.well-known/openidconfiguration"
    token_issuer: str = "https://api.botframework.com"
    login: str = "https://login.microsoftonline.com"

    def __bool__(self) -> bool:
        return bool(self.client_id and self.client_secret and self.tenant_id)


@dataclass(frozen=True, slots=True)
class UpkeepSettings:
    """How the service is looked after: who may read its numbers, how many days it remembers (0
    for as long as each thing is of use).
    """

    metrics_token: str = field(default="", repr=False)
    retention_days: int = 0


@dataclass(frozen=True, slots=True)
class DoorSettings:
    """Who may come in to the pages, and who says so.

    `user_header` is where a trusted proxy puts the name of whom it signed in; `framed_by` are the
    sites that may show the pages in a frame. `admin_password` is a hash.
    """

    address: str = ""
    trusted_proxies: tuple[Network, ...] = ()
    user_header: str = ""
    admins: frozenset[str] = frozenset()
    admin_password: str = field(default="", repr=False)
    framed_by: tuple[str, ...] = ()
    questions_a_minute: int = 60


@dataclass(frozen=True, slots=True)
class WebSettings:
    """Whether the bot's own pages are served."""

    is_on: bool = True

    def __bool__(self) -> bool:
        return self.is_on


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
    teams: TeamsSettings = TeamsSettings()
    upkeep: UpkeepSettings = UpkeepSettings()
    doors: DoorSettings = DoorSettings()
    papers: Settings | None = None
    web: WebSettings = WebSettings()


@dataclass(frozen=True, slots=True)
class TeamsPackageSettings:
    """What the Teams app package is made from; `missing` names what is not set and must be."""

    client_id: str
    council: str
    developer: str
    website: str
    privacy: str
    terms: str
    address: str
    missing: tuple[str, ...]


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
        teams=_teams(),
        upkeep=UpkeepSettings(
            metrics_token=os.environ.get("REVIEW_BOT_METRICS_TOKEN") or "",
            retention_days=_days("REVIEW_BOT_RETENTION_DAYS"),
        ),
        doors=_doors(),
        web=_web(),
    )


def teams_package() -> TeamsPackageSettings:
    """Return what the Teams app package needs of the environment."""
    needed = ["TEAMS_CLIENT_ID", "TEAMS_TENANT_ID", "REVIEW_BOT_COUNCIL"]
    needed += ["TEAMS_PRIVACY_URL", "TEAMS_TERMS_URL"]
    given = {name: " ".join((os.environ.get(name) or "").split()) for name in needed}
    address = _address("REVIEW_BOT_ADDRESS")
    website = os.environ.get("TEAMS_WEBSITE_URL") or address
    missing = [name for name, value in given.items() if not value]
    return TeamsPackageSettings(
        client_id=given["TEAMS_CLIENT_ID"],
        council=given["REVIEW_BOT_COUNCIL"],
        developer=os.environ.get("TEAMS_DEVELOPER") or given["REVIEW_BOT_COUNCIL"],
        website=website,
        privacy=given["TEAMS_PRIVACY_URL"],
        terms=given["TEAMS_TERMS_URL"],
        address=address,
        missing=(*missing, *(() if website else ("TEAMS_WEBSITE_URL",))),
    )


def _engine() -> str:
    name = os.environ.get("REVIEW_BOT_ENGINE") or "faiss"
    if name not in _ENGINES:
        raise SettingsError(f"REVIEW_BOT_ENGINE is '{name}'; set it to faiss or postgres.")
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


def _teams() -> TeamsSettings:
    default = TeamsSettings()
    return TeamsSettings(
        client_id=os.environ.get("TEAMS_CLIENT_ID") or "",
        client_secret=os.environ.get("TEAMS_CLIENT_SECRET") or "",
        tenant_id=os.environ.get("TEAMS_TENANT_ID") or "",
        openid_metadata=_guarded("TEAMS_OPENID_METADATA") or default.openid_metadata,
        token_issuer=os.environ.get("TEAMS_TOKEN_ISSUER") or default.token_issuer,
        login=_guarded("TEAMS_LOGIN") or default.login,
    )


def strange_variables() -> dict[str, list[str]]:
    """Return the variables that look like settings and are none, each with those there are."""
    # What this file reads is what there is: a list beside it would be forgotten.
    known = sorted(set(_NAMED.findall(Path(__file__).read_text(encoding="utf-8"))))
    looks_like = [
        name for name in os.environ if name.startswith(("REVIEW_BOT_", "SLACK_", "TEAMS_"))
    ]
    return {name: known for name in sorted(looks_like) if name not in known}


def _doors() -> DoorSettings:
    header = os.environ.get("REVIEW_BOT_WEB_USER_HEADER") or ""
    proxies = _networks("REVIEW_BOT_TRUSTED_PROXIES")
    if header and not proxies:
        raise SettingsError(
            "REVIEW_BOT_WEB_USER_HEADER is set and REVIEW_BOT_TRUSTED_PROXIES is not; name the "
            "address of the proxy that signs people in, or anybody could write that header."
        )
    admins = frozenset(_listed("REVIEW_BOT_ADMINS"))
    if admins and not header:
        raise SettingsError(
            "REVIEW_BOT_ADMINS is set and REVIEW_BOT_WEB_USER_HEADER is not; name the header in "
            "which your proxy says who was signed in, or set REVIEW_BOT_ADMIN_PASSWORD instead."
        )
    return DoorSettings(
        address=_address("REVIEW_BOT_ADDRESS"),
        trusted_proxies=proxies,
        user_header=header,
        admins=admins,
        admin_password=_password_hash("REVIEW_BOT_ADMIN_PASSWORD"),
        framed_by=_framers("REVIEW_BOT_FRAMED_BY"),
        questions_a_minute=_whole_number("REVIEW_BOT_WEB_QUESTIONS_A_MINUTE", 60),
    )


def _web() -> WebSettings:
    return WebSettings(is_on=_switch("REVIEW_BOT_WEB"))


def has_desktop() -> bool:
    """Whether there is a screen on which a browser can be opened."""
    if sys.platform in ("darwin", "win32"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


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


def _listed(name: str) -> list[str]:
    return [part.strip() for part in (os.environ.get(name) or "").split(",") if part.strip()]


def _networks(name: str) -> tuple[Network, ...]:
    """Return the networks in a setting: addresses, or with the number of their fixed bits."""
    found = []
    for part in _listed(name):
        try:
            found.append(ip_network(part, strict=False))
        except ValueError as error:
            raise SettingsError(
                f"{name} has '{part}'; write addresses parted by commas: 10.0.0.5, 10.1.0.0/16."
            ) from error
    return tuple(found)


def _framers(name: str) -> tuple[str, ...]:
    found: list[str] = []
    for part in _listed(name):
        if part == "teams":
            found += _TEAMS_FRAMERS
        elif re.fullmatch(r"https://[\w.*-]+(?::\d+)?", part):
            found.append(part)
        else:
            raise SettingsError(
                f"{name} has '{part}'; write teams, or addresses like https://intranet.example."
            )
    return tuple(found)


def _password_hash(name: str) -> str:
    """Return what `review-bot admin password` printed, never a password as it is."""
    value = os.environ.get(name) or ""
    if value and not re.fullmatch(r"scrypt:\d+:\d+:\d+:[\w-]+:[\w-]+", value):
        raise SettingsError(
            f"{name} is not a hash; run 'review-bot admin password' and set what it prints."
        )
    return value


def _address(name: str) -> str:
    """Return an http(s) address without the slash at its end, "" where none is set."""
    value = (os.environ.get(name) or "").rstrip("/")
    if value and not value.startswith(("https://", "http://")):
        raise SettingsError(f"{name} is '{value}'; write it with https:// at its beginning.")
    return value


def _days(name: str) -> int:
    """Return a number of days, 0 where none is set."""
    return _whole_number(name, 1) if os.environ.get(name) else 0


def _guarded(name: str) -> str:
    """Return an address that nobody between can answer for: https, or this very machine."""
    value = _address(name)
    if value.startswith("http://") and urlsplit(value).hostname not in ("127.0.0.1", "localhost"):
        raise SettingsError(f"{name} is '{value}'; it must begin with https://.")
    return value


def _switch(name: str) -> bool:
    """Return whether something is on, as it is unless switched off."""
    value = (os.environ.get(name) or "on").lower()
    if value not in ("on", "off"):
        raise SettingsError(f"{name} is '{value}'; write on or off.")
    return value == "on"


def _whole_number(name: str, default: int) -> int:
    value = os.environ.get(name) or str(default)
    if not value.isdecimal() or int(value) < 1:
        raise SettingsError(f"{name} is '{value}'; it must be a whole number of at least 1.")
    return int(value)
