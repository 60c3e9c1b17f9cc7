"""Add originals: review-bot papers add."""

import os
import re
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

import click

from bot import console, wording
from bot.cli_options import folders
from bot.settings import Settings
from index.build import original_of
from index.gate import marks
from index.metadata import Finding, find_metadata
from index.ocr import can_recognise, recognised
from index.originals import Held, fetched_before, keep, note_fetched, text_digest
from index.passages import split
from index.readers import Document, ReadError, read_document
from index.register import (
    KINDS,
    VISIBILITIES,
    Paper,
    RegisterError,
    add_to_register,
    change_in_register,
    read_register,
)
from index.sources import PassedOver, Source, files_of, newer, room_in

_ASKED = ("title", "publisher", "committee", "published", "url", "kind")
_SUFFIXES = {"pdf": ".pdf", "docx": ".docx"}


@dataclass(frozen=True, slots=True)
class Given:
    """What was given as options; it applies to every file of the call."""

    identity: str | None
    fields: dict[str, str]
    visibility: str | None
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file; `found` is what was read off a paper new to the register."""

    name: str
    state: Literal["read", "skipped", "refused"]
    said: str
    found: tuple[Finding, ...] = ()
    warnings: tuple[str, ...] = ()


class _RefusedError(Exception):
    """A file is not added; the message says why."""


@click.command()
@click.argument("files", nargs=-1, required=True)
@click.option(
    "--id", "identity", help="The register's id of the paper; a file named after an id needs none."
)
@click.option("--title", help="Title, for a paper that the register does not have yet.")
@click.option("--publisher", help="Who published it: the council or body.")
@click.option("--committee", help="The committee it was made for.")
@click.option("--published", help="Its date, YYYY-MM-DD.")
@click.option("--url", help="Where it is published.")
@click.option("--kind", type=click.Choice(KINDS), help="What kind of paper it is.")
@click.option("--visibility", type=click.Choice(VISIBILITIES), help="Who may be answered from it.")
@click.option("--reason", default="", help="Why a paper is added as restricted.")
@click.option("--by", default="", help="Who says that it may be added as restricted.")
@click.option(
    "--ocr", is_flag=True, help="Read pictures of text with ocrmypdf, if it is installed."
)
@folders
def add(
    chosen: Settings, files: tuple[str, ...], identity: str | None, ocr: bool, **options: str | None
) -> None:
    """Add originals: files, folders, patterns, zip packs and web addresses, also of meetings. They
    are copied into the knowledge folder and quoted from then on.
    """
    if len(files) > 1 and identity:
        raise click.UsageError("--id is of one paper; add its file alone.")
    given = Given(
        identity,
        {name: value for name in _ASKED if (value := options.get(name))},
        options["visibility"],
        (options["reason"] or "").strip(),
        (options["by"] or "").strip(),
    )
    if given.visibility == "restricted" and not (given.reason and given.by):
        raise click.UsageError(
            "A restricted paper needs --reason and --by: both are kept in the register."
        )
    if given.fields.get("published"):
        _parsed(given.fields["published"])
    _web_address(given.fields.get("url", ""))
    if ocr and not can_recognise():
        raise click.ClickException("ocrmypdf is not installed; install it or leave --ocr out.")
    with files_of(files, within=chosen.var) as found, room_in(chosen.var) as folder:
        if ocr:
            found = recognised(found, folder)
        sys.exit(tell(add_all(chosen, found, given)))


@click.command()
@folders
def sync(chosen: Settings) -> None:
    """Look for new versions of the papers that came from the web."""
    register = read_register(chosen.knowledge / "papers.yaml")
    before = fetched_before(chosen.knowledge)
    known = {
        source: before.get(source, ("", ""))
        for paper in register
        for source in paper.sources
        if source.startswith(("https://", "http://"))
    }
    if not known:
        raise click.ClickException("No paper here came from the web; add one by its address.")
    with newer(known, within=chosen.var) as found:
        sys.exit(tell(add_all(chosen, found, Given(None, {}, None, "", ""))))


def add_all(chosen: Settings, found: Sequence[Source | PassedOver], given: Given) -> list[Outcome]:
    """Read the files, several at a time, and enter each; return what became of them, in order."""
    sources = [source for source in found if isinstance(source, Source)]
    read = dict(zip([s.path for s in sources], _read_all(sources), strict=True))
    held = Held(chosen.knowledge)
    outcomes = []
    for each in found:
        if isinstance(each, PassedOver):
            state: Literal["skipped", "refused"] = "refused" if each.refused else "skipped"
            outcomes.append(Outcome(each.name, state, f"{each.name}: {each.why}"))
            continue
        document = read[each.path]
        try:
            if isinstance(document, str):
                raise _RefusedError(document)
            outcomes.append(_Adding(chosen.knowledge, held, given).add(each, document))
            if each.url:
                note_fetched(chosen.knowledge, each.url, each.etag, each.modified)
        except (_RefusedError, RegisterError) as error:
            outcomes.append(Outcome(each.name, "refused", str(error)))
    return outcomes


def tell(outcomes: Sequence[Outcome]) -> int:
    """Print what became of each file, and a table where there are several; return the status."""
    for outcome in outcomes:
        if outcome.state == "refused":
            click.echo(f"Not added: {outcome.said}", err=True)
        else:
            click.echo(outcome.said if outcome.state == "read" else f"Skipped: {outcome.said}")
        for finding in outcome.found:
            click.echo(f"  {finding.field}: {finding.value} ({finding.where}, {finding.sure})")
        for warning in outcome.warnings:
            click.echo(f"  Note: {outcome.name}: {warning}", err=True)
    if len(outcomes) > 1:
        click.echo("")
        rows = [{"file": o.name, "outcome": o.state, "why": _short(o)} for o in outcomes]
        console.show_table(rows, ("file", "outcome", "why"))
        counts = [
            f"{sum(outcome.state == state for outcome in outcomes)} {state}"
            for state in ("read", "skipped", "refused")
        ]
        click.echo(", ".join(counts) + ".")
    if any(outcome.state == "read" for outcome in outcomes):
        click.echo("Run 'review-bot build' to answer from what was added.")
    return int(any(outcome.state == "refused" for outcome in outcomes))


def _short(outcome: Outcome) -> str:
    return outcome.said.removeprefix(f"{outcome.name}: ")


def _read_all(sources: Sequence[Source]) -> list[Document | str]:
    """Return each file's document, or the sentence that says why it cannot be read."""
    if len(sources) < 2:
        return [_read(source) for source in sources]
    from rich.progress import Progress

    with (
        Progress(console=console.err, transient=True, disable=not console.err.is_terminal) as bar,
        ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool,
    ):
        task = bar.add_task("Reading", total=len(sources))
        found = []
        for document in pool.map(_read, sources):
            found.append(document)
            bar.advance(task)
    return found


def _read(source: Source) -> Document | str:
    try:
        return read_document(source.path)
    except ReadError as error:
        # Out of a pack or from the web, the file on the disk has a name that nobody knows.
        return str(error).replace(source.path.name, source.name, 1)


@dataclass(slots=True)
class _Adding:
    """Enters one document at a time into a knowledge folder."""

    knowledge: Path
    held: Held
    given: Given

    @property
    def register(self) -> Path:
        return self.knowledge / "papers.yaml"

    def add(self, source: Source, document: Document) -> Outcome:
        """Copy one original into the knowledge folder; raises _RefusedError or RegisterError."""
        papers = read_register(self.register)
        known = self._known(source, papers)
        self._gate(source, document, known)
        digest = text_digest(document)
        if same := self.held.same_text(papers, digest):
            return self._again(source, same, digest)
        found = find_metadata(document, source.name)
        warnings = [f"{note}." for note in document.notes]
        is_new = known is None
        if known is None:
            known = self._new_paper(source, found, {paper.id for paper in papers}, warnings)
            if version := _version_of(known, papers):
                known, is_new = version, False
        count = len(split(known.id, document.blocks))
        if not count:
            raise _RefusedError(f"{source.name}: there are no words in it that could be quoted.")
        before = original_of(self.knowledge, known.id)
        paper = self._as_kept(known, source, digest, before is not None)
        suffix = _suffix(source.path)
        try:
            # The register first: without its entry a file is a stranger, without its file an entry
            # is only a paper whose original is still to be added.
            if is_new:
                add_to_register(self.register, paper)
            else:
                change_in_register(self.register, paper)
            keep(source.path, self.knowledge, paper.id, suffix)
        except OSError as error:
            raise _RefusedError(
                f"{self.knowledge} cannot be written to ({error.strerror}); the file was not added."
            ) from error
        how = "entered anew" if is_new else "replaced" if before else "added"
        restricted = ", restricted" if paper.visibility == "restricted" else ""
        said = (
            f"{paper.id}: {how}, {count} passages "
            f"({wording.day(paper.published)}, {paper.publisher}{restricted})."
        )
        shown = tuple(found.values()) if is_new else ()
        return Outcome(source.name, "read", said, shown, tuple(warnings))

    def _known(self, source: Source, papers: list[Paper]) -> Paper | None:
        """Return the register's paper that the file is of, None where it is new to it."""
        by_id = {paper.id: paper for paper in papers}
        identity = self.given.identity
        if identity and identity not in by_id:
            raise _RefusedError(
                f"the register has no paper '{identity}'; known are {', '.join(by_id)}. "
                "Leave --id out to enter a new paper."
            )
        by_url = {address: paper for paper in papers for address in (paper.url, *paper.sources)}
        known = by_id.get(identity or Path(source.name).stem)
        known = known or (by_url.get(source.url) if source.url else None)
        if known and self.given.fields and not source.url:
            raise _RefusedError(
                f"the register already has '{known.id}'; change its title and so on in "
                "papers.yaml and add the file without these options."
            )
        return known

    def _gate(self, source: Source, document: Document, known: Paper | None) -> None:
        """Refuse a paper that says it must not be shared, unless somebody answers for it."""
        restricted = self.given.visibility == "restricted" or (
            known is not None and known.visibility == "restricted"
        )
        found = [] if restricted else marks(document)
        if found:
            where = f" on page {found[0].page}" if found[0].page else ""
            raise _RefusedError(
                f"{source.name}: it says{where} “{found[0].words[:120]}”, so it may not be for "
                "everyone. Leave it out, or add it for some readers only with --visibility "
                'restricted --reason "..." --by NAME.'
            )

    def _again(self, source: Source, paper: Paper, digest: str) -> Outcome:
        """Note that a paper that is there came from here as well."""
        came_from = source.url or source.name
        if came_from in paper.sources:
            said = f"{source.name}: '{paper.id}' has these words already, from there."
            return Outcome(source.name, "skipped", said)
        paper = replace(paper, sources=(*paper.sources, came_from), digest=digest)
        if self.given.visibility == "restricted":
            paper = self._restricted(paper)
        change_in_register(self.register, paper)
        return Outcome(
            source.name,
            "skipped",
            f"{source.name}: '{paper.id}' has the same words; it is one paper, from "
            f"{' and '.join(paper.sources)}.",
        )

    def _as_kept(self, paper: Paper, source: Source, digest: str, replaces: bool) -> Paper:
        # A newer version has come from where it came from, and from nowhere else.
        before = () if replaces else paper.sources
        sources = tuple(dict.fromkeys((*before, source.url or source.name)))
        paper = replace(paper, sources=sources, digest=digest)
        return self._restricted(paper) if self.given.visibility == "restricted" else paper

    def _restricted(self, paper: Paper) -> Paper:
        return replace(
            paper,
            visibility="restricted",
            restricted_because=self.given.reason,
            restricted_by=self.given.by,
        )

    def _new_paper(
        self, source: Source, found: dict[str, Finding], taken: set[str], warnings: list[str]
    ) -> Paper:
        """Return a new paper's register entry, from the options, the text and the person."""
        values = {
            name: self.given.fields.get(name) or (found[name].value if name in found else "")
            for name in _ASKED
        }
        values["url"] = values["url"] or source.url
        if sys.stdin.isatty():
            _ask(source.name, values, self.given.fields, found)
        if not values["published"]:
            raise _RefusedError(
                f"{source.name}: no date was found in it; give it with --published YYYY-MM-DD."
                f"{_also_missing(values)} "
                "If it is a paper that the register has, name it with --id."
            )
        if not values["title"]:
            values["title"] = re.sub(r"[-_]+", " ", Path(source.name).stem).strip()
            warnings.append("no title was found, so the file's name stands for it.")
        if not values["publisher"]:
            values["publisher"] = wording.UNKNOWN_PUBLISHER
            warnings.append("no publisher was found; give it with --publisher.")
        return Paper(
            id=_new_id(values["publisher"], values["published"], values["title"], taken),
            title=values["title"],
            publisher=values["publisher"],
            published=_parsed(values["published"]),
            kind=values["kind"] or "other",
            committee=values["committee"],
            url=_web_address(values["url"]),
            agenda_item=found["agenda_item"].value if "agenda_item" in found else "",
            status=found["status"].value if "status" in found else "",
        )


def _version_of(paper: Paper, papers: Sequence[Paper]) -> Paper | None:
    """Return the paper that this one is a newer version of: the same but for its words."""

    def name(of: Paper) -> tuple[str, str, date]:
        return " ".join(of.title.lower().split()), of.publisher.lower(), of.published

    return next((other for other in papers if name(other) == name(paper)), None)


def _suffix(path: Path) -> str:
    """Return the ending under which a file is kept: that of what it is, where the name is wrong."""
    from index.readers.kinds import kind_of

    with path.open("rb") as file:
        kind = kind_of(file.read(4096), path)
    if kind == "html":
        return path.suffix.lower() if path.suffix.lower() in (".htm", ".html") else ".html"
    return _SUFFIXES.get(kind, path.suffix.lower())


def _ask(
    name: str, values: dict[str, str], given: dict[str, str], found: dict[str, Finding]
) -> None:
    """Let a person at the terminal confirm or mend what was found."""
    click.echo(f"{name} is new to the register.")
    for field in _ASKED:
        if field in given:
            continue
        hint = f" ({found[field].where}, {found[field].sure})" if field in found else ""
        prompt: Callable[..., str] = click.prompt
        values[field] = prompt(
            field.capitalize() + hint,
            default=values[field] or ("other" if field == "kind" else ""),
            type=click.Choice(KINDS) if field == "kind" else str,
            show_default=bool(values[field]),
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


def _also_missing(values: dict[str, str]) -> str:
    """Return what else was neither given nor found, as the options that would give it."""
    # A committee is told where there is one; many papers have none.
    optional = ("published", "committee")
    names = [f"--{name}" for name, value in values.items() if not value and name not in optional]
    return f" Not found either: {', '.join(names)}." if names else ""
