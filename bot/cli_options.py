"""What every command shares: its folders, and faults that a person must mend told in a sentence."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot import wording
from bot.backup_error import BackupError
from bot.dates import first_day, today
from bot.learnt import CalibrationError
from bot.ledger import meant
from bot.question import QuestionError
from bot.settings import Settings, SettingsError, database_url, settings
from bot.starters import StartersError
from bot.store_error import StoreError
from index.edition import EditionError
from index.encoder import ModelError
from index.glossary import GlossaryError
from index.held import AwayError
from index.positions import Topic
from index.readers import ReadError
from index.register import RegisterError
from index.summaries import SummaryError
from index.team_file import TeamFileError

if TYPE_CHECKING:
    from bot.store import Store

PERSON_MUST_ACT = (
    AwayError,
    BackupError,
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
        except PERSON_MUST_ACT as error:
            raise click.ClickException(str(error)) from error

    return wrapped


def open_store(chosen: Settings) -> "Store":
    """Return the store, its tables up to date; raises StoreError."""
    # Kept out of the other commands, which need no store and start faster without.
    from bot.store import Store

    store = Store(database_url(chosen.var))
    store.migrate()
    return store


def folder_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Return the command with the options --knowledge and --var."""
    kind = click.Path(path_type=Path)
    command = click.option("--var", type=kind, help="Folder of what it builds.")(command)
    return click.option("--knowledge", type=kind, help="Folder of what the bot knows.")(command)


def since_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Return the command with --since, given the first day of what it names."""
    described = "Since a date, also in words: 'last month', 'June 2022', 2023-02-14."
    return click.option("--since", callback=_day, help=described)(command)


def topic_named(topics: Sequence[Topic], name: str) -> Topic:
    """Return the topic that a name means; raises ClickException where it is none or not clear."""
    found = meant(topics, name)
    if len(found.topics) == 1:
        return found.topics[0]
    if found.topics:
        raise click.ClickException(wording.which_topic(name, [t.name for t in found.topics]))
    raise click.ClickException(wording.no_topic(name, [t.name for t in found.nearest]))


def _day(context: click.Context, option: click.Parameter, said: str | None) -> date | None:
    if said is None:
        return None
    day = first_day(said, today())
    if day is None:
        raise click.UsageError(wording.no_date(said), context)
    return day
