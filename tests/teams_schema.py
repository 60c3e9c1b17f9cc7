"""Microsoft's own schema of the app manifest, from the npm package that carries it."""

import json
import os
from functools import cache
from pathlib import Path

from jsonschema import Draft4Validator

from bot.teams.manifest import MANIFEST_VERSION
from tests.local_slack import HOME

_PACKAGE = Path("@microsoft") / "app-manifest" / "build" / "json-schemas" / "teams"


def schema_file() -> Path | None:
    """Return where the schema is: below REVIEW_BOT_NODE_MODULES or node_modules; None if absent."""
    modules = Path(os.environ.get("REVIEW_BOT_NODE_MODULES") or HOME / "node_modules")
    path = modules / _PACKAGE / f"v{MANIFEST_VERSION}" / "MicrosoftTeams.schema.json"
    return path if path.is_file() else None


@cache
def validator() -> Draft4Validator:
    """Return the schema, ready to hold manifests against."""
    path = schema_file()
    assert path is not None
    return Draft4Validator(json.loads(path.read_text(encoding="utf-8")))
