"""Where recommendations stand: review-bot positions."""

import json
from collections.abc import Sequence
from datetime import date

import click

from bot import console, wording
from bot.as_json import positions_as_json
from bot.cli_options import folders, since_option, topic_named
from bot.ledger import Wanted, compared, papers_named, select
from bot.opening import open_edition
from bot.settings import Settings
from index.positions import STAGES, STATUSES
from index.register import Paper


@click.command()
@click.argument("topic", required=False)
@click.option("--status", type=click.Choice(STATUSES), help="Only positions of this status.")
@click.option("--stage", type=click.Choice(STAGES), help="Only what was said at this stage.")
@click.option(
    "--paper",
    multiple=True,
    help="Only what a paper or a council's papers say; repeat to compare.",
)
@since_option
@click.option("--json", "as_lines", is_flag=True, help="Print JSON instead of text.")
@folders
def positions(
    chosen: Settings,
    topic: str | None,
    paper: tuple[str, ...],
    since: date | None,
    as_lines: bool,
    **only: str | None,
) -> None:
    """Say where a recommendation stands, and how it came there; all of them without a TOPIC."""
    edition = open_edition(chosen)
    if not edition.topics:
        raise click.ClickException(wording.NO_LEDGER)
    sides = _sides(edition.papers, paper)
    ids = frozenset(each.id for papers in sides.values() for each in papers)
    wanted = Wanted(only["status"] or "", only["stage"] or "", since or date.min, ids)
    about = (topic_named(edition.topics, topic),) if topic else edition.topics
    found = select(about, wanted)
    if as_lines:
        click.echo(json.dumps(positions_as_json(found, edition), ensure_ascii=False))
    elif not found:
        click.echo(wording.NO_POSITIONS)
    elif topic or wanted != Wanted():
        console.show_timelines(found, edition)
    else:
        console.show_ledger(found, edition.newest)
    if topic and found and not as_lines:
        for side in compared(found[0], sides):
            if not side.positions:
                click.echo(wording.nothing_from(side.name, found[0].name))


def _sides(papers: tuple[Paper, ...], names: Sequence[str]) -> dict[str, tuple[Paper, ...]]:
    """Return the papers that each name means; raises ClickException for a name that means none."""
    sides = {name: papers_named(papers, name) for name in names}
    publishers = list(dict.fromkeys(paper.publisher for paper in papers))
    for name, found in sides.items():
        if not found:
            raise click.ClickException(wording.no_paper(name, publishers))
    return sides
