"""Settings: the only reader of the environment."""

import os
from dataclasses import dataclass
from pathlib import Path

from index.encoder import DEFAULT_MODEL

KNOWLEDGE_VARIABLE = "REVIEW_BOT_KNOWLEDGE"
VAR_VARIABLE = "REVIEW_BOT_VAR"


class SettingsError(Exception):
    """A setting has a value that cannot be used; the message names it and says what it takes."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator may set. `editions_kept` counts the current one."""

    knowledge: Path
    var: Path
    model: str = DEFAULT_MODEL
    editions_kept: int = 5


def settings(knowledge: Path | None = None, var: Path | None = None) -> Settings:
    """Return the settings of the environment; a folder given here goes before it."""
    # An installed command may be run from anywhere; a checkout's own folders are the default in it.
    home = Path(__file__).resolve().parent.parent
    return Settings(
        knowledge=knowledge or Path(os.environ.get(KNOWLEDGE_VARIABLE) or home / "knowledge"),
        var=var or Path(os.environ.get(VAR_VARIABLE) or home / "var"),
        model=os.environ.get("REVIEW_BOT_MODEL") or DEFAULT_MODEL,
        editions_kept=_whole_number("REVIEW_BOT_EDITIONS_KEPT", 5),
    )


def _whole_number(name: str, default: int) -> int:
    value = os.environ.get(name) or str(default)
    if not value.isdecimal() or int(value) < 1:
        raise SettingsError(f"{name} is '{value}'; it must be a whole number of at least 1.")
    return int(value)
