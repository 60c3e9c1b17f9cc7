"""The commands that look after the register and the originals: review-bot papers ..."""

import json
import os
import re
import shutil
import sys
import tempfile
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

import click

from bot import console, wording
from bot.cli_options import folders
from bot.settings import Settings
from index.build import original_of
from index.check import problems
from index.passages import split
from index.readers import ReadError, read
from index.readers.block import Block
from index.register import KINDS, Paper, RegisterError, add_to_register, read_register

_DATE = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th)?\s+(January|February|March|April|May|June|July|August|"
    r"September|October|November|December),?\s+(\d{4})\b",
    re.IGNORECASE,
)
_TITLE_LABEL = re.compile(r"^title(?: of report)?:\s*(.+)$", re.IGNORECASE)


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
    console.show_table(rows, ("published", "publisher", "title", "kind", "quoted from", "id"))


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
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--id", "identity", help="The register's id of the paper; a file named after an id needs none."
)
@click.option("--title", help="Title, for a paper that the register does not have yet.")
@click.option("--publisher", help="Who published it: the council or body.")
@click.option("--published", help="Its date, YYYY-MM-DD.")
@click.option("--url", help="Where it is published.")
@click.option("--kind", type=click.Choice(KINDS), help="What kind of paper it is.")
@folders
def add(
    chosen: Settings, files: tuple[Path, ...], identity: str | None, **given: str | None
) -> None:
    """Add a paper's original: it is copied into the knowledge folder and quoted from then on."""
    if len(files) > 1 and (identity or any(given.values())):
        raise click.UsageError("--id, --title and so on are of one paper; add its file alone.")
    failed = 0
    for file in files:
        try:
            click.echo(_add(chosen, file, identity, given))
        except (ReadError, RegisterError, click.ClickException) as error:
            failed += 1
            message = error.message if isinstance(error, click.ClickException) else str(error)
            click.echo(f"Not added: {message}", err=True)
    if failed < len(files):
        click.echo("Run 'review-bot build' to answer from what was added.")
    sys.exit(1 if failed else 0)


def _register(chosen: Settings) -> list[Paper]:
    return read_register(chosen.knowledge / "papers.yaml")


def _add(chosen: Settings, file: Path, identity: str | None, given: dict[str, str | None]) -> str:
    """Copy one original into the knowledge folder; return what was done in a sentence."""
    blocks = read(file)
    register = {paper.id: paper for paper in _register(chosen)}
    if identity and identity not in register:
        raise click.ClickException(
            f"the register has no paper '{identity}'; known are {', '.join(register)}. "
            "Leave --id out to enter a new paper."
        )
    paper = register.get(identity or file.stem)
    is_new = paper is None
    if paper and any(given.values()):
        raise click.ClickException(
            f"the register already has '{paper.id}'; change its title and so on in papers.yaml "
            "and add the file without these options."
        )
    if paper is None:
        paper = _new_paper(file, blocks, given, set(register))
    count = len(split(paper.id, blocks))
    before = original_of(chosen.knowledge, paper.id)
    if not count:
        raise click.ClickException(f"{file.name}: there are no words in it that could be quoted.")
    try:
        # The register first: without its entry a file is a stranger, without its file an entry
        # is only a paper whose original is still to be added.
        if is_new:
            add_to_register(chosen.knowledge / "papers.yaml", paper)
        _copy(file, chosen.knowledge / "papers" / f"{paper.id}{file.suffix.lower()}", before)
    except OSError as error:
        raise click.ClickException(
            f"{chosen.knowledge} cannot be written to ({error.strerror}); the file was not added."
        ) from error
    how = "entered anew" if is_new else "replaced" if before else "added"
    return (
        f"{paper.id}: {how}, {count} passages "
        f"({wording.dated(paper.published, paper.date_note)}, {paper.publisher})."
    )


def _copy(file: Path, target: Path, before: Path | None) -> None:
    """Copy beside and rename into place, so that a fault leaves the original that was there."""
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=".new-")
    os.close(descriptor)
    try:
        shutil.copyfile(file, name)
        Path(name).chmod(0o644)
        Path(name).replace(target)
    finally:
        Path(name).unlink(missing_ok=True)
    if before and before != target:
        before.unlink()


def _new_paper(
    file: Path, blocks: list[Block], given: dict[str, str | None], taken: set[str]
) -> Paper:
    """Return a new paper's register entry, from the options, the text and the person."""
    found = {"title": _title_in(blocks), "published": _date_in(blocks)}
    values = {
        name: given.get(name) or found.get(name) or ""
        for name in ("title", "publisher", "published", "url", "kind")
    }
    missing = [name for name in values if not given.get(name)]
    if missing and sys.stdin.isatty():
        click.echo(f"{file.name} is new to the register.")
        for name in missing:
            values[name] = click.prompt(
                name.capitalize(),
                default=values[name] or ("other" if name == "kind" else ""),
                type=click.Choice(KINDS) if name == "kind" else str,
                show_default=bool(values[name]),
            )
    elif missing:
        still = [
            f"--{name}" + (f" (the text suggests '{values[name]}')" if values[name] else "")
            for name in missing
        ]
        raise click.ClickException(
            f"{file.name} is not in the register, and these are needed: {'; '.join(still)}. "
            "If it is a paper that the register has, name it with --id."
        )
    return Paper(
        id=_new_id(values["publisher"], values["published"], values["title"], taken),
        title=values["title"],
        publisher=values["publisher"],
        published=_parsed(values["published"]),
        kind=values["kind"],
        url=_web_address(values["url"]),
    )


def _parsed(published: str) -> date:
    try:
        return date.fromisoformat(published)
    except ValueError as error:
        raise click.ClickException(
            f"'{published}' is no date; write --published as YYYY-MM-DD."
        ) from error


def _web_address(url: str) -> str:
    if url and not url.startswith(("https://", "http://")):
        raise click.ClickException(f"'{url}' is no web address; --url must start with https://.")
    return url


def _new_id(publisher: str, published: str, title: str, taken: set[str]) -> str:
    words = re.findall(
        r"[a-z0-9]+", f"{publisher.split()[0] if publisher else ''} {published} {title}".lower()
    )
    stem = "-".join(words)[:60].strip("-")
    return next(
        candidate
        for candidate in (stem, *(f"{stem}-{number}" for number in range(2, 1000)))
        if candidate not in taken
    )


def _title_in(blocks: list[Block]) -> str | None:
    """Return the title that a paper's first page gives: after its label, else its first heading."""
    for block in blocks[:15]:
        if label := _TITLE_LABEL.match(block.text):
            return label.group(1)
    return next((block.text for block in blocks[:15] if block.kind == "heading"), None)


def _date_in(blocks: list[Block]) -> str | None:
    """Return the first full date of a paper's first page as YYYY-MM-DD."""
    for block in blocks[:15]:
        if match := _DATE.search(block.text):
            try:
                return datetime.strptime(" ".join(match.groups()), "%d %B %Y").date().isoformat()
            except ValueError:
                continue
    return None
