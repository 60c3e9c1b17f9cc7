"""What every command shares: its folders, and faults that a person must mend told in a sentence."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from bot.answerability import CalibrationError
from bot.question import QuestionError
from bot.settings import SettingsError, settings
from bot.starters import StartersError
from bot.store import StoreError
from index.edition import EditionError
from index.encoder import ModelError
from index.glossary import GlossaryError
from index.readers import ReadError
from index.register import RegisterError
from index.summaries import SummaryError
from index.team_file import TeamFileError

_PERSON_MUST_ACT = (
    CalibrationError,
    EditionError,
    GlossaryError,
    ModelError,
    QuestionError,
    ReadError,
    RegisterError,
    SettingsError,
    StartersError,
    StoreError,
    SummaryError,
    TeamFileError,
)


def folders(command: Callable[..., Any]) -> Callable[..., Any]:
    """Return the command with --knowledge and --var, given the settings first, its faults told in a
    sentence.
    """

    @folder_options
    @wraps(command)
    def wrapped(knowledge: Path | None, var: Path | None, **rest: Any) -> Any:
        given = click.get_current_context().find_root().params
        try:
            return command(
                settings(knowledge or given.get("knowledge"), var or given.get("var")), **rest
            )
        except _PERSON_MUST_ACT as error:
            raise click.ClickException(str(error)) from error

    return wrapped


def folder_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Return the command with the options --knowledge and --var."""
    kind = click.Path(path_type=Path)
    command = click.option("--var", type=kind, help="Folder of what it builds.")(command)
    return click.option("--knowledge", type=kind, help="Folder of what the bot knows.")(command)
