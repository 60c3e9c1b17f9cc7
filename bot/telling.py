"""What a chat command tells, for every front alike: where a recommendation stands, what changed,
the path for new staff. A front only has to draw it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot import wording, wording_chat
from bot import wording_changes as changing
from bot.citation import Citation, citation_of, cite
from bot.dates import first_day
from bot.ledger import meant, standing
from bot.news import News, news_between, news_since, one_before
from index import edition as editions
from index.changes import Changes
from index.edition import EditionError
from index.held import Held
from index.onboarding import Step
from index.passages import Passage
from index.positions import Topic

_MOST = 12
"""Lines of a kind that are told one by one; a phone shows few more."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing told: what comes first in bold, the words, and the passage that says so."""

    lead: str = ""
    text: str = ""
    citation: Citation | None = None
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What a command tells. `note` says how recent it is; `step` is the number of a step shown.

    `ask` is a question to try, `more` the commands that lead on, each with its words.
    """

    heading: str
    text: str = ""
    lines: tuple[Line, ...] = ()
    note: str = ""
    ask: str = ""
    step: int = 0
    more: tuple[tuple[str, str], ...] = ()


def where(edition: Held, name: str) -> Told:
    """Return where a recommendation stands and how it came there, or where all do."""
    note = wording.ledger_as_of(edition.newest)
    if not edition.topics:
        return Told(wording_chat.NO_LEDGER)
    if not name:
        lines = tuple(Line(topic.name, wording.moved(standing(topic))) for topic in edition.topics)
        return Told(wording_chat.WHERE_ALL, wording_chat.WHERE_HOW, lines, note)
    found = meant(edition.topics, name)
    if len(found.topics) != 1:
        offered = [topic.name for topic in found.topics or found.nearest]
        said = wording_chat.WHICH if found.topics else wording_chat.NO_TOPIC
        return Told(said, more=tuple((f"where {each}", each) for each in offered))
    topic = found.topics[0]
    return Told(topic.name, topic.question, tuple(_positions(topic, edition)), note)


def changed(var: Path, said: str, today: date) -> Told:
    """Return what was published, and apart from it what was added to the index: since a date in
    words, on a topic ("kinship care since March"), or since the edition before.
    """
    try:
        held = editions.contents(var)
        about, since = _split(said)
        day = first_day(since, today) if since else None
        if since and day is None:
            return Told(wording.no_date(since))
        topic = None
        if about:
            found = meant(held.topics, about)
            if len(found.topics) != 1:
                offered = [each.name for each in found.topics or found.nearest]
                when = f" since {since}" if since else ""
                more = tuple((f"changed {each}{when}", each) for each in offered)
                return Told(
                    wording_chat.WHICH if found.topics else wording_chat.NO_TOPIC, more=more
                )
            topic = found.topics[0]
        if day:
            news = news_since(var, day, topic)
        else:
            news = news_between(var, one_before(var, held.about.id), held.about.id, topic)
    except EditionError as error:
        return Told(str(error))
    return told_of(news)


def told_of(news: News) -> Told:
    """Return news as a page."""
    heading = changing.published_heading(news.since)
    if news.topic:
        heading = f"{news.topic.name}: {heading[0].lower()}{heading[1:]}"
    papers = news.published.papers
    lines = [Line("", wording.paper_line(paper)) for paper in papers[:_MOST]]
    if not papers:
        lines.append(Line("", changing.NOTHING_PUBLISHED))
    for topic in news.published.topics[:_MOST]:
        stands = standing(topic)
        lines.append(Line(topic.name, wording.moved(stands)))
    if news.before is None or news.changes is None:
        return Told(heading, lines=(*lines, Line(text=changing.ONE_EDITION)))
    span = changing.index_heading(news.before.about.moment, news.after.about.moment)
    lines.append(Line(span, changing.counted(news.changes)))
    if not news.reaches_back:
        lines.append(Line(text=changing.oldest_edition(news.before.about.moment)))
    latest = max(news.after.papers, key=lambda paper: paper.published)
    return Told(
        heading,
        lines=(*lines, *lines_of(news, news.changes)),
        note=wording.ledger_as_of(latest),
    )


def lines_of(news: News, changes: Changes) -> list[Line]:
    """Return each change as a line: papers, passages with the words that changed, the ledger."""
    counts = Counter(passage.paper for passage in news.after.passages)
    lines = [Line("", changing.paper_added(p, counts[p.id])) for p in changes.papers_added]
    lines += [Line("", changing.paper_gone(paper)) for paper in changes.papers_gone]
    anew = Counter(
        (pair.after.paper, pair.after.source) for pair in changes.reworded if pair.is_requoted
    )
    lines += [
        Line("", changing.quoted_anew(news.paper(paper), count, source))
        for (paper, source), count in anew.items()
    ]
    for what, passages in ((changing.ADDED, changes.put_in), (changing.REMOVED, changes.taken_out)):
        lines += [
            Line(what, citation=_citation(news, passage), quote=passage.text)
            for passage in passages[:_MOST]
        ]
    reworded = [pair for pair in changes.reworded if not pair.is_requoted]
    lines += [
        Line(
            changing.REWORDED,
            citation=_citation(news, pair.after),
            quote=changing.marked(pair.marks),
        )
        for pair in reworded[:_MOST]
    ]
    lines += [Line(changing.LEDGER, changing.topic_changed(change)) for change in changes.topics]
    return lines


def start(steps: Sequence[Step], edition: Held, name: str, done: int = 0) -> Told:
    """Return the path for new staff, or one step of it; `done` is the last step read before."""
    if not steps:
        return Told(wording_chat.NO_STEPS)
    if not name:
        lines = tuple(
            Line(f"{number}. {step.title}", wording_chat.STEP_READ if number <= done else "")
            for number, step in enumerate(steps, 1)
        )
        coming = min(done + 1, len(steps))
        more = ((f"start {coming}", wording_chat.step_button(coming, done > 0)),)
        return Told(wording_chat.START_HEADING, wording_chat.START_HOW, lines, more=more)
    known = {step.id: number for number, step in enumerate(steps, 1)}
    known |= {str(number): number for number in range(1, len(steps) + 1)}
    number = known.get(name.strip().lower(), 0)
    if not number:
        return Told(wording.no_step(name, len(steps)))
    step = steps[number - 1]
    return Told(
        wording.step_heading(number, len(steps), step.title),
        step.text,
        tuple(Line(citation=cite(edition, i, n)) for n, i in enumerate(step.passages, 1)),
        ask=step.ask,
        step=number,
        more=(
            ((f"start {number + 1}", wording_chat.step_button(number + 1, True)),)
            if number < len(steps)
            else ()
        ),
    )


def _positions(topic: Topic, edition: Held) -> list[Line]:
    return [
        Line(wording.stood(position), position.line, cite(edition, position.passage))
        for position in topic.positions
    ]


def _citation(news: News, passage: Passage) -> Citation:
    return citation_of(news.paper(passage.paper), passage)


def _split(said: str) -> tuple[str, str]:
    """Return the topic and the date of "kinship care since March"; either may be empty."""
    words = f" {' '.join(said.split())} "
    about, _, since = words.partition(" since ")
    about = about.strip()
    for opening in ("on ", "about ", "in "):
        about = about.removeprefix(opening)
    return about.strip(), since.strip()
