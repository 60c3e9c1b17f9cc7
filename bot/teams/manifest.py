"""The manifest of the Teams app: what it can do, and what Teams shows of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bot import wording_package as wording
from bot.teams.icons import ACCENT

MANIFEST_VERSION = "1.30"
COLOUR_FILE, OUTLINE_FILE = "color.png", "outline.png"
SEARCH, QUERY, CHECK = "searchPapers", "query", "checkMessage"
"""What the message extension sends us, as bot/teams/invokes.py reads it."""
MOST_COMMANDS = 12
_SCOPES = ("personal", "team", "groupChat")


@dataclass(frozen=True, slots=True)
class AppFacts:
    """What of the package differs from council to council; addresses begin with https://.

    `address` is where the bot's own pages are, "" where there are none; `version` goes up with
    every upload.
    """

    client_id: str
    council: str
    developer: str
    website: str
    privacy: str
    terms: str
    address: str = ""
    version: str = "1.0.0"


def manifest(facts: AppFacts, questions: Sequence[str]) -> dict[str, Any]:
    """Return the manifest, with questions to begin with before the commands."""
    made: dict[str, Any] = {
        "$schema": f"https://developer.microsoft.com/json-schemas/teams/v{MANIFEST_VERSION}"
        "/MicrosoftTeams.schema.json",
        "manifestVersion": MANIFEST_VERSION,
        "version": facts.version,
        "id": facts.client_id,
        "developer": {
            "name": facts.developer,
            "websiteUrl": facts.website,
            "privacyUrl": facts.privacy,
            "termsOfUseUrl": facts.terms,
        },
        "name": {"short": wording.APP_NAME, "full": wording.full_name(facts.council)},
        "description": {"short": wording.SHORT, "full": wording.description(facts.council)},
        "icons": {"color": COLOUR_FILE, "outline": OUTLINE_FILE},
        "accentColor": ACCENT,
        "defaultInstallScope": "personal",
        "permissions": ["identity", "messageTeamMembers"],
        "bots": [_bot(facts.client_id, questions)],
        "composeExtensions": [_extension(facts.client_id)],
        "validDomains": [],
    }
    if facts.address:
        made["validDomains"] = [urlsplit(facts.address).netloc]
        made["staticTabs"] = [
            {
                "entityId": "pages",
                "name": wording.TAB_NAME,
                "contentUrl": f"{facts.address}/",
                "websiteUrl": f"{facts.address}/",
                "scopes": ["personal"],
            }
        ]
    return made


def _bot(client_id: str, questions: Sequence[str]) -> dict[str, Any]:
    typed = [{"title": title, "description": hint} for title, hint in wording.COMMANDS]
    prompts = [
        {
            "title": question,
            "description": wording.STARTER_HINT,
            "type": "prompt",
            "prompt": question,
        }
        for question in questions[: MOST_COMMANDS - len(typed)]
    ]
    commands = prompts + typed
    return {
        "botId": client_id,
        "scopes": list(_SCOPES),
        "supportsFiles": False,
        "isNotificationOnly": False,
        # Teams wants a list of its own for every place.
        "commandLists": [{"scopes": [scope], "commands": commands} for scope in _SCOPES],
    }


def _extension(client_id: str) -> dict[str, Any]:
    return {
        "botId": client_id,
        "commands": [
            {
                "id": SEARCH,
                "type": "query",
                "context": ["compose", "commandBox"],
                "title": wording.SEARCH_TITLE,
                "description": wording.SEARCH_HINT,
                "initialRun": False,
                "parameters": [
                    {
                        "name": QUERY,
                        "title": wording.SEARCH_FIELD,
                        "description": wording.SEARCH_FIELD_HINT,
                        "inputType": "text",
                    }
                ],
            },
            {
                "id": CHECK,
                "type": "action",
                "context": ["message"],
                "title": wording.CHECK_TITLE,
                "description": wording.CHECK_HINT,
                "fetchTask": True,
            },
        ],
    }
