"""The command that looks whether everything is there: review-bot doctor."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from bot.cli_options import folder_options
from bot.settings import SettingsError, settings

_MARKS = {"ok": "ok", "off": "-", "unknown": "?", "mend": "MEND"}


@click.command()
@click.option("--json", "as_lines", is_flag=True, help="Print JSON instead of text.")
@folder_options
def doctor(knowledge: Path | None, var: Path | None, as_lines: bool) -> None:
    """Look whether all that the bot needs is there, and say what to do where it is not.

    Ends with status 1 when something must be mended. No secret is printed.
    """
    # Kept out of the other commands, which start faster without.
    from bot.doctor import Finding, examine, must_be_mended

    given = click.get_current_context().find_root().params
    try:
        chosen = settings(knowledge or given.get("knowledge"), var or given.get("var"))
        found = examine(chosen)
    except SettingsError as error:
        found = [Finding("settings", "mend", str(error), "Put it right and run this again.")]
    if as_lines:
        click.echo(json.dumps([asdict(finding) for finding in found], ensure_ascii=False))
    else:
        for finding in found:
            line = f"{_MARKS[finding.state]:<5}{finding.name:<10} {finding.says} {finding.do}"
            click.echo(line.rstrip())
        click.echo(_summary([finding.state for finding in found]))
    raise SystemExit(int(must_be_mended(found)))


def _summary(states: list[str]) -> str:
    to_mend, unknown = states.count("mend"), states.count("unknown")
    said = f"{to_mend} to mend" if to_mend else "Nothing to mend"
    return f"{said}, {unknown} could not be told." if unknown else f"{said}."
