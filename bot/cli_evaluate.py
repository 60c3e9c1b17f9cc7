"""The commands that measure answers and learn from questions."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from bot import console
from bot import evaluate as evaluation
from bot.cli_options import folders
from bot.guard_model import ORDINARY, OUTCOMES
from bot.opening import open_answerer, open_unjudged
from bot.settings import Settings


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_lines", is_flag=True, help="Print JSON instead of a table.")
@click.option("--misses", is_flag=True, help="Also list what was missed: passages or outcomes.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Also write FILE's name .json and .html, a page with plots, into this folder.",
)
@folders
def evaluate(chosen: Settings, file: Path, as_lines: bool, misses: bool, out: Path | None) -> None:
    """Measure the answers to a file of questions whose passages are known."""
    questions = _questions(file)
    answerer = open_answerer(chosen)
    with click.progressbar(length=len(questions), file=sys.stderr) as bar:
        results = evaluation.evaluate(answerer, questions, lambda: bar.update(1))
    rows = evaluation.table(results)
    missed = [
        {
            "id": result.asked.id,
            "outcome": result.outcome,
            "ranks": ", ".join(str(rank or "-") for rank in result.ranks),
            "question": result.asked.question,
        }
        for result in results
        if not result.is_right_outcome or (result.asked.gold and not result.found_by(5))
    ]
    if out:
        _write(out, file.stem, rows, results)
    if as_lines:
        value = {"groups": rows} | ({"missed": missed} if misses else {})
        click.echo(json.dumps(value, ensure_ascii=False))
        return
    console.show_table(rows)
    if misses:
        console.show_table(missed, ("id", "outcome", "ranks", "question"))


def _write(
    out: Path, name: str, rows: Sequence[dict[str, Any]], results: Sequence[evaluation.Result]
) -> None:
    """Write the figures as JSON and as a page; which questions were missed stays out of both."""
    from bot.report import as_page

    try:
        out.mkdir(parents=True, exist_ok=True)
        figures = json.dumps({"questions": name, "groups": list(rows)}, ensure_ascii=False)
        (out / f"{name}.json").write_text(f"{figures}\n", encoding="utf-8")
        (out / f"{name}.html").write_text(as_page(name, rows, results), encoding="utf-8")
    except OSError as error:
        raise click.ClickException(
            f"{out} cannot be written to ({error.strerror}); give another folder with --out."
        ) from error


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@folders
def calibrate(chosen: Settings, files: tuple[Path, ...]) -> None:
    """Learn from questions with known answers when the papers say and when they don't."""
    from bot.calibrate import calibrate as learn

    # Only these tell about the papers; the guard stops the others before anything is searched.
    questions = [
        asked
        for file in files
        for asked in _questions(file)
        if asked.gold or "nothing_found" in asked.expected
    ]
    path = chosen.knowledge / "answerability.yaml"
    console.show_table([learn(open_unjudged(chosen), questions, path)])
    click.echo(f"Written to {path}.")


@click.command("calibrate-ranking")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@folders
def calibrate_ranking(chosen: Settings, files: tuple[Path, ...]) -> None:
    """Learn from questions with known passages which come first; before `calibrate`."""
    from bot.calibrate import calibrate_ranking as learn

    questions = [asked for file in files for asked in _questions(file)]
    path = chosen.knowledge / "ranking.yaml"
    console.show_table(learn(open_unjudged(chosen, is_ranked=False), questions, path))
    click.echo(f"Written to {path}.")


@click.command("calibrate-seams")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@folders
def calibrate_seams(chosen: Settings, files: tuple[Path, ...]) -> None:
    """Learn where messages that ask for several things fall apart; before all others."""
    from bot.seams_training import calibrate_seams as learn

    questions = [asked for file in files for asked in _questions(file)]
    path = chosen.knowledge / "seams.yaml"
    answerer = open_unjudged(chosen, is_ranked=False, is_taken_apart=False)
    console.show_table(learn(answerer, questions, path))
    click.echo(f"Written to {path}.")


@click.command("calibrate-guard")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@folders
def calibrate_guard(chosen: Settings, files: tuple[Path, ...]) -> None:
    """Learn from messages what must not be searched, beyond what the patterns know."""
    from bot.guard_training import calibrate_guard as learn

    messages = [
        (asked.question, next((kind for kind in OUTCOMES if kind in asked.expected), ORDINARY))
        for file in files
        for asked in _questions(file)
    ]
    path = chosen.knowledge / "guard.yaml"
    answerer = open_unjudged(chosen, is_ranked=False, is_taken_apart=False)
    console.show_table([learn(answerer, messages, path)])
    click.echo(f"Written to {path}.")


def _questions(file: Path) -> list[evaluation.Asked]:
    try:
        return evaluation.read_questions(file)
    except evaluation.EvaluationError as error:
        raise click.ClickException(str(error)) from error
