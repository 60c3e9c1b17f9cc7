"""The commands that look after the register and the originals: review-bot papers ..."""

import json
import sys
from dataclasses import asdict

import click

from bot import console, wording
from bot.cli_add import add, sync
from bot.cli_options import folders
from bot.settings import Settings
from index.build import original_of, passages_of
from index.check import problems
from index.register import Paper, read_register, remove_from_register


@click.group()
def papers() -> None:
    """The register of papers and their originals."""


@papers.command("list")
@click.option("--json", "as_lines", is_flag=True, help="Print JSON instead of a table.")
@folders
def list_papers(chosen: Settings, as_lines: bool) -> None:
    """List the papers, newest first, and whether the original has been added."""
    register = sorted(_register(chosen), key=lambda paper: paper.published, reverse=True)
    rows = [
        asdict(paper)
        | {"quoted from": "paper" if original_of(chosen.knowledge, paper.id) else "summary"}
        for paper in register
    ]
    if as_lines:
        click.echo(json.dumps(rows, ensure_ascii=False, default=str))
        return
    for row, paper in zip(rows, register, strict=True):
        row["published"] = wording.sortable(paper.published, paper.date_note)
    console.show_table(
        rows, ("published", "publisher", "title", "kind", "visibility", "quoted from", "id")
    )


@papers.command()
@folders
def check(chosen: Settings) -> None:
    """Say what is wrong with the register, the summaries and the originals."""
    found = problems(chosen.knowledge)
    for problem in found:
        click.echo(problem)
    if found:
        click.echo(f"{len(found)} thing{'s' if len(found) != 1 else ''} to mend.", err=True)
        sys.exit(1)
    click.echo(f"{len(_register(chosen))} papers, nothing to mend.")


@papers.command()
@click.argument("paper")
@click.option("--json", "as_lines", is_flag=True, help="Print JSON instead of text.")
@folders
def show(chosen: Settings, paper: str, as_lines: bool) -> None:
    """Show what is known of a paper: its entry, its original, where it came from."""
    known = _named(chosen, paper)
    original = original_of(chosen.knowledge, paper)
    summary = chosen.knowledge / "summaries" / f"{paper}.md"
    found = passages_of(chosen.knowledge, known)
    shown = {name: value for name, value in asdict(known).items() if value}
    shown |= {
        "original": original.name if original else None,
        "summary": summary.name if summary.is_file() else None,
        "pages": max((passage.page or 0 for passage in found), default=0) or None,
        "passages": len(found),
    }
    if as_lines:
        click.echo(json.dumps(shown, ensure_ascii=False, default=str))
        return
    for name, value in shown.items():
        text = ", ".join(value) if isinstance(value, tuple | list) else value
        click.echo(f"{name.replace('_', ' ')}: {'-' if text is None else text}")


@papers.command()
@click.argument("paper")
@folders
def remove(chosen: Settings, paper: str) -> None:
    """Remove a paper's original; its entry as well where there is no summary of it."""
    _named(chosen, paper)
    original = original_of(chosen.knowledge, paper)
    has_summary = (chosen.knowledge / "summaries" / f"{paper}.md").is_file()
    if original is None and has_summary:
        raise click.ClickException(
            f"'{paper}' has no original to remove; take its summary and its entry out of the "
            "knowledge folder by hand."
        )
    # The entry first: an original that is left over is told by 'papers check'.
    if not has_summary:
        remove_from_register(chosen.knowledge / "papers.yaml", paper)
    if original:
        original.unlink()
    left = "it is answered from our summary again" if has_summary else "nothing of it is left"
    click.echo(f"{paper}: removed; {left}. Run 'review-bot build' to answer without it.")


papers.add_command(add)
papers.add_command(sync)


def _named(chosen: Settings, identity: str) -> Paper:
    """Return the register's paper of an id; raises ClickException naming those it has."""
    register = {paper.id: paper for paper in _register(chosen)}
    if identity not in register:
        raise click.ClickException(
            f"There is no paper '{identity}' in the register; known: {', '.join(register)}."
        )
    return register[identity]


def _register(chosen: Settings) -> list[Paper]:
    return read_register(chosen.knowledge / "papers.yaml")
