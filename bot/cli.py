"""The review-bot command."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from bot import console, wording_changes
from bot.answer import DEFAULT_LIMIT, LARGEST_LIMIT, Answer, Answerer
from bot.as_json import as_json
from bot.cli_admin import admin
from bot.cli_backup import backup, restore
from bot.cli_changes import changes
from bot.cli_digest import digest
from bot.cli_doctor import doctor
from bot.cli_evaluate import (
    calibrate,
    calibrate_guard,
    calibrate_ranking,
    calibrate_seams,
    evaluate,
)
from bot.cli_feedback import feedback
from bot.cli_options import folder_options, folders
from bot.cli_papers import papers
from bot.cli_positions import positions
from bot.cli_run import run_here
from bot.cli_running import audit, forget, pause, resume
from bot.cli_serve import serve
from bot.cli_start import start
from bot.cli_teams import teams
from bot.opening import bring_up_to_date, editions_elsewhere, open_answerer
from bot.question import QuestionError
from bot.settings import Settings


@click.group(invoke_without_command=False)
@folder_options
@click.version_option(package_name="review-bot")
def main(knowledge: Path | None, var: Path | None) -> None:
    """Cited answers about the Independent Review of Children's Social Care and what followed it."""


@main.command()
@click.option("--if-stale", is_flag=True, help="Do nothing when the edition is up to date.")
@click.option(
    "--fresh", is_flag=True, help="Encode everything anew, taking nothing from the edition before."
)
@folders
def build(chosen: Settings, if_stale: bool, fresh: bool) -> None:
    """Make an edition of the papers and summaries."""
    from index.build import is_stale

    bring_up_to_date(chosen)
    if if_stale and not is_stale(chosen.knowledge, chosen.var, chosen.model):
        return
    _build(chosen, fresh)


@main.command()
@click.argument("question", required=False)
@click.option(
    "--limit",
    type=click.IntRange(1, LARGEST_LIMIT),
    default=DEFAULT_LIMIT,
    show_default=True,
    help="Most citations.",
)
@click.option(
    "--history",
    multiple=True,
    help="An earlier question of the same thread; repeat for more, oldest first.",
)
@click.option("--json", "as_lines", is_flag=True, help="Print JSON instead of text.")
@click.option(
    "--file",
    "batch",
    type=click.Path(path_type=Path),
    help='Questions as JSON lines: {"id", "question", "history"?}.',
)
@click.option(
    "--restricted", is_flag=True, help="Also from restricted papers; the output is yours to keep."
)
@folders
def ask(
    chosen: Settings,
    question: str | None,
    limit: int,
    history: tuple[str, ...],
    as_lines: bool,
    batch: Path | None,
    restricted: bool,
) -> None:
    """Answer a question, or a file of them, with the passages relied on."""
    if (question is None) == (batch is None):
        raise click.UsageError("Give one question in quotes, or a file of them with --file.")
    if batch and not as_lines:
        raise click.UsageError("A file of questions is answered as JSON lines; add --json.")
    answerer = open_answerer(chosen, restricted=restricted)
    if batch:
        sys.exit(_answer_file(answerer, batch, limit))
    answer = answerer.answer(_text(question or ""), [_text(earlier) for earlier in history], limit)
    _show(answer, as_lines)


@main.command()
@click.option("--port", type=click.IntRange(0, 65_535), help="Port; PORT, or 3000, by default.")
@folders
def run(chosen: Settings, port: int | None) -> None:
    """Build the edition if it is missing or stale, then serve the bot's pages on this machine and
    answer questions as they are typed.
    """
    from index.build import is_stale

    bring_up_to_date(chosen)
    if is_stale(chosen.knowledge, chosen.var, chosen.model):
        _build(chosen, fresh=False)
    run_here(chosen, port)


@main.command()
@click.argument("paper")
@folders
def passages(chosen: Settings, paper: str) -> None:
    """Print every passage of a paper under its locator, for checking it by eye."""
    from index.build import passages_of
    from index.register import read_register

    known = {entry.id: entry for entry in read_register(chosen.knowledge / "papers.yaml")}
    if paper not in known:
        raise click.ClickException(
            f"There is no paper '{paper}' in the register; known: {', '.join(known)}."
        )
    found = passages_of(chosen.knowledge, known[paper])
    if not found:
        raise click.ClickException(
            f"There is neither a summary nor an original of '{paper}' yet; "
            "add its file with 'review-bot papers add'."
        )
    for passage in found:
        console.show_passage(passage.locator, " › ".join(passage.heading), passage.text)


def _build(chosen: Settings, fresh: bool) -> None:
    from rich.progress import Progress

    from index.build import build

    with Progress(console=console.err, transient=True) as bar:
        task = bar.add_task("Reading the papers", total=None)

        def heard(done: int, total: int) -> None:
            bar.update(task, description="Encoding", completed=done, total=total)

        made = build(
            chosen.knowledge,
            chosen.var,
            model=chosen.model,
            keep=chosen.editions_kept,
            progress=heard,
            fresh=fresh,
            keeper=editions_elsewhere(chosen),
        )
    about = made.about
    console.err.print(
        f"Edition {about.id}: {about.papers} papers, {about.passages} passages; "
        f"{made.encoded} vectors made, {made.reused} reused."
    )
    if made.changes is not None:
        console.err.print(wording_changes.since_before(made.changes))


def _show(answer: Answer, as_lines: bool) -> None:
    if as_lines:
        click.echo(json.dumps(as_json(answer), ensure_ascii=False))
    else:
        console.show_answer(answer)


def _answer_file(answerer: Answerer, path: Path, limit: int) -> int:
    """Print one JSON line a question; return 1 if any line could not be answered."""
    failed = 0
    for number, line in enumerate(_lines(path), 1):
        if not line.strip():
            continue
        identity, question, history = _asked(line)
        if question is None:
            problem = f'Line {number} is no question; write {{"id": ..., "question": ...}}.'
            result = {"id": identity, "error": problem}
        else:
            try:
                result = as_json(answerer.answer(question, history, limit), identity)
            except QuestionError as error:
                result = {"id": identity, "error": str(error)}
        failed |= "error" in result
        click.echo(json.dumps(result, ensure_ascii=False))
    return int(failed)


def _asked(line: bytes) -> tuple[str | None, str | None, list[str]]:
    """Return (id, question, history) of a line of JSON; the question is None where it is no such
    line.
    """
    try:
        asked = json.loads(line)
    except ValueError:
        return None, None, []
    if not isinstance(asked, dict):
        return None, None, []
    identity = None if asked.get("id") is None else str(asked["id"])
    question, history = asked.get("question"), asked.get("history") or []
    if not isinstance(question, str) or not isinstance(history, list):
        return identity, None, []
    if not all(isinstance(earlier, str) for earlier in history):
        return identity, None, []
    return identity, _text(question), [_text(earlier) for earlier in history]


def _text(typed: str) -> str:
    """Return what was typed with "?" for what is no letter in any encoding."""
    return typed.encode("utf-8", "replace").decode("utf-8")


def _lines(path: Path) -> Iterator[bytes]:
    # As bytes, so that one line of another encoding spoils only itself.
    try:
        with path.open("rb") as file:
            yield from file
    except OSError as error:
        raise click.ClickException(f"{path} cannot be read ({error.strerror}).") from error


for command in (
    papers,
    positions,
    changes,
    start,
    serve,
    teams,
    digest,
    feedback,
    evaluate,
    calibrate,
    calibrate_guard,
    calibrate_ranking,
    calibrate_seams,
    doctor,
    pause,
    resume,
    audit,
    forget,
    backup,
    restore,
    admin,
):
    main.add_command(command)
