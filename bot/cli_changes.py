"""What changed since a day or between two editions: review-bot changes."""

import json
from datetime import date

import click

from bot import console
from bot.cli_options import folders, since_option, topic_named
from bot.dates import today
from bot.news import News, find_edition, news_between, news_since, one_before
from bot.news_json import news_as_json
from bot.opening import bring_up_to_date
from bot.settings import Settings
from index import edition as editions
from index.positions import Topic


@click.command()
@since_option
@click.option("--from", "earlier", help="An edition, by its id or by a date.")
@click.option("--to", "later", help="A later edition; the current one by default.")
@click.option("--topic", help="Only what is about a topic of the ledger.")
@click.option("--json", "as_lines", is_flag=True, help="Print JSON instead of text.")
@folders
def changes(
    chosen: Settings, since: date | None, topic: str | None, as_lines: bool, **span: str | None
) -> None:
    """Tell what was published, and what was added to the index, since a date or an edition.

    Without options: since the edition before the current one.
    """
    if since and (span["earlier"] or span["later"]):
        raise click.UsageError("Give --since, or --from and --to, not both.")
    bring_up_to_date(chosen)
    about = topic_named(editions.contents(chosen.var).topics, topic) if topic else None
    if since:
        found = news_since(chosen.var, since, about)
    else:
        found = _between(chosen, span["earlier"], span["later"], about)
    if as_lines:
        click.echo(json.dumps(news_as_json(found), ensure_ascii=False))
    else:
        console.show_news(found)


def _between(chosen: Settings, earlier: str | None, later: str | None, topic: Topic | None) -> News:
    """Return what changed between two editions: the last two where they are not named."""
    var = chosen.var
    after = find_edition(var, later, today()) if later else editions.contents(var).about.id
    before = find_edition(var, earlier, today()) if earlier else one_before(var, after)
    return news_between(var, before, after, topic)
