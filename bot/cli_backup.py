"""The commands that keep everything safe elsewhere: review-bot backup, review-bot restore."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.backup import Place, back_up
from bot.backup import restore as put_back
from bot.cli_options import folders
from bot.opening import editions_elsewhere
from bot.settings import Settings, database_url

if TYPE_CHECKING:
    from bot.store import Store

_MB = 1_000_000
_REPLICAS = (
    " Restart every replica that was not stopped: it still answers from what was here before."
)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@folders
def backup(chosen: Settings, file: Path) -> None:
    """Write store, editions and knowledge into FILE, also while the bot is running.

    It holds papers that are not public and what readers wrote: keep it safe.
    """
    from bot.store import Store

    store = Store(database_url(chosen.var))
    made = back_up(_place(chosen, store), file)
    store.close()
    edition = f"edition {made.edition}" if made.edition else "no edition yet"
    click.echo(
        f"{file}: {edition}, {len(made.files)} files, {made.bytes / _MB:.1f} MB "
        f"({file.stat().st_size / _MB:.1f} MB in the file). Keep it safe: it is not encrypted."
    )


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="Replace what is here.")
@click.option("--by", default="", help="Who does this; kept in the audit.")
@folders
def restore(chosen: Settings, file: Path, force: bool, by: str) -> None:
    """Put the store, editions and knowledge of a backup FILE in place; stop the bot first."""
    from bot.store import Store

    store = Store(database_url(chosen.var))
    put = put_back(file, _place(chosen, store), force=force)
    store.migrate()
    store.switch.note(by, "restore", f"backup of {put.made}")
    store.close()
    edition = f"edition {put.edition}" if put.edition else "no edition"
    shared = chosen.engine == "postgres"
    click.echo(
        f"Restored as of {put.made}: {edition}, {len(put.files)} files. "
        f"Run 'review-bot doctor', then start the bot.{_REPLICAS if shared else ''}"
    )


def _place(chosen: Settings, store: "Store") -> Place:
    kept = editions_elsewhere(chosen)
    return Place(chosen.knowledge, chosen.var, store.copy, kept, chosen.editions_kept)
