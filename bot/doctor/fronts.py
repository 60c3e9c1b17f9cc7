"""Where people reach the bot: one function a front, listed in FRONTS."""

import re
from collections.abc import Callable, Sequence

from bot.doctor.finding import Finding
from bot.doctor.reach import Reach
from bot.settings import ServeSettings

_SLACK_SCOPES = ("app_mentions:read", "assistant:write", "chat:write", "commands", "im:history")
_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_TEAMS_SCOPE = "https://api.botframework.com/.default"


def slack(wanted: ServeSettings, reach: Reach) -> list[Finding]:
    """Return whether Slack's keys have the right shape, and whether Slack knows them."""
    keys = wanted.slack
    if not (keys.bot_token or keys.signing_secret or keys.app_token):
        return [Finding("slack", "off", "Slack is not set up.", "docs/slack.md says how.")]
    misshapen = [*_misshapen_slack(wanted)]
    if misshapen:
        return misshapen
    reply = reach.post(f"{keys.api}auth.test", {}, keys.bot_token)
    if reply is None:
        return [_unreached("slack", keys.api)]
    if not reply.json.get("ok"):
        why = _word(reply.json.get("error"), reply.status)
        do = "Copy SLACK_BOT_TOKEN anew from 'OAuth & Permissions' of the app, and restart."
        return [Finding("slack", "mend", f"Slack refuses the bot token ({why}).", do)]
    found = [Finding("slack", "ok", f"Slack knows the bot in '{reply.json.get('team')}'.")]
    given = [scope.strip() for scope in reply.headers.get("x-oauth-scopes", "").split(",")]
    missing = [scope for scope in _SLACK_SCOPES if scope not in given]
    if any(given) and missing:
        says = f"The app lacks the scopes {', '.join(missing)}."
        do = "Add them under 'OAuth & Permissions' and install the app again."
        found.append(Finding("slack", "mend", says, do))
    return found + (_slack_socket(wanted, reach) if keys.app_token else [])


def teams(wanted: ServeSettings, reach: Reach) -> list[Finding]:
    """Return whether the keys for Teams have the right shape, and whether Microsoft knows them."""
    keys = wanted.teams
    by_name = {
        "TEAMS_CLIENT_ID": keys.client_id,
        "TEAMS_CLIENT_SECRET": keys.client_secret,
        "TEAMS_TENANT_ID": keys.tenant_id,
    }
    missing = [name for name, value in by_name.items() if not value]
    if len(missing) == len(by_name):
        return [Finding("teams", "off", "Teams is not set up.", "docs/teams.md says how.")]
    if missing:
        do = "Set it as well; docs/teams.md says where to find it."
        return [Finding("teams", "mend", f"Not set: {', '.join(missing)}.", do)]
    found = [
        Finding("teams", "mend", f"{name} is no id of 8-4-4-4-12 characters.", "Copy it anew.")
        for name in ("TEAMS_CLIENT_ID", "TEAMS_TENANT_ID")
        if not _GUID.fullmatch(by_name[name])
    ]
    if found:
        return found
    form = {
        "grant_type": "client_credentials",
        "client_id": keys.client_id,
        "client_secret": keys.client_secret,
        "scope": _TEAMS_SCOPE,
    }
    reply = reach.post(f"{keys.login.rstrip('/')}/{keys.tenant_id}/oauth2/v2.0/token", form)
    if reply is None:
        return [_unreached("teams", keys.login)]
    if "access_token" not in reply.json:
        why = _word(reply.json.get("error"), reply.status)
        do = "Make a new client secret for the app, or put id and tenant right; then restart."
        return [Finding("teams", "mend", f"Microsoft refuses the keys ({why}).", do)]
    return [Finding("teams", "ok", "Microsoft knows the app and its secret.")]


def web(wanted: ServeSettings, reach: Reach) -> list[Finding]:
    """Return whether the bot's own pages are reached at the address that people are given."""
    if not wanted.web:
        return [Finding("web", "off", "The pages are switched off by REVIEW_BOT_WEB.")]
    if not wanted.address:
        do = "Set REVIEW_BOT_ADDRESS to the https address that leads to the service."
        return [Finding("web", "off", "No address of our own pages is set.", do)]
    reply = reach.get(f"{wanted.address}/healthz")
    if reply is None:
        return [_unreached("web", wanted.address)]
    if reply.status != 200:
        says = f"{wanted.address} answers with {reply.status} where the service would say it runs."
        return [Finding("web", "mend", says, "See that it leads to 'review-bot serve'.")]
    return [Finding("web", "ok", f"The service answers at {wanted.address}.")]


FRONTS: Sequence[Callable[[ServeSettings, Reach], list[Finding]]] = (slack, teams, web)


def _misshapen_slack(wanted: ServeSettings) -> list[Finding]:
    keys, found = wanted.slack, []
    shapes = (
        ("SLACK_BOT_TOKEN", keys.bot_token, "xoxb-"),
        ("SLACK_APP_TOKEN", keys.app_token, "xapp-"),
    )
    for name, value, start in shapes:
        if value and not re.fullmatch(rf"{start}[A-Za-z0-9-]+", value):
            says = f"{name} does not begin with {start} or holds what no token holds."
            found.append(Finding("slack", "mend", says, "Copy it anew; see docs/slack.md, step 2."))
    if keys.signing_secret and not re.fullmatch(r"[A-Za-z0-9-]{16,}", keys.signing_secret):
        says = "SLACK_SIGNING_SECRET is too short or holds what no secret holds."
        found.append(Finding("slack", "mend", says, "Copy it anew; see docs/slack.md, step 2."))
    if not keys and not found:
        missing = "SLACK_SIGNING_SECRET or SLACK_APP_TOKEN" if keys.bot_token else "SLACK_BOT_TOKEN"
        do = "Set it as well; see docs/slack.md, step 2."
        found.append(Finding("slack", "mend", f"{missing} is not set.", do))
    return found


def _slack_socket(wanted: ServeSettings, reach: Reach) -> list[Finding]:
    reply = reach.post(f"{wanted.slack.api}apps.connections.open", {}, wanted.slack.app_token)
    if reply is None:
        return [_unreached("slack", wanted.slack.api)]
    if not reply.json.get("ok"):
        why = _word(reply.json.get("error"), reply.status)
        do = "Make an app-level token with the scope connections:write, and restart."
        return [Finding("slack", "mend", f"Slack refuses the app token ({why}).", do)]
    return [Finding("slack", "ok", "Slack opens a socket for the app token.")]


def _unreached(name: str, address: str) -> Finding:
    do = "See that this machine may call out to it (firewall, proxy: HTTPS_PROXY), then try again."
    return Finding(name, "unknown", f"{address} could not be reached.", do)


def _word(said: object, status: int) -> str:
    """Return the word by which a service names its error, as far as it is one."""
    is_word = isinstance(said, str) and re.fullmatch(r"[a-z_]{1,60}", said)
    return str(said) if is_word else f"status {status}"
