"""Every sentence the bot says, in plain English; no other module words anything for a reader."""

from collections.abc import Sequence
from datetime import date

from bot.answer import Answer, Citation
from bot.ledger import Standing
from index.positions import Position

NOTHING_FOUND = "The papers here do not say."
NEAREST = "These passages are the nearest; they may not be about what you asked."
PERSONAL_DATA = (
    "That looks as if it holds details of a real person or case, so it was not searched and "
    "nothing of it was kept. "
    "Please ask again in general terms, without names, dates of birth, addresses or a family's "
    "story."
)
URGENT = (
    "If a child or anyone else is in danger now, call 999. For a worry about a child's safety, "
    "follow your local "
    "safeguarding procedures and speak to your manager or the safeguarding team straight away. "
    "This bot only quotes papers."
)
OUT_OF_SCOPE = (
    "This bot only quotes papers about the Independent Review of Children's Social Care and "
    "what followed it. "
    "It cannot advise on a case or help with other things."
)
UNKNOWN_PUBLISHER = "Publisher not known"
FROM_SUMMARY = "from our summary of the paper, not its own words"
FROM_PAPER = "the paper's own words"
PROMPT_HELP = (
    "Ask in your own words. 'new' starts a new subject, 'quit' ends. Please leave out names "
    "and case details."
)
STALE = (
    "The papers have changed since this edition was built; run 'review-bot build' to take them in."
)

NO_POSITIONS = (
    "The ledger has no position like that; ask for less, or look at all with 'positions'."
)
NO_LEDGER = "The ledger is empty: the knowledge folder has no positions.yaml."
NO_STEPS = "There is no path for new staff: the knowledge folder has no onboarding.yaml."


def day(value: date) -> str:
    """Return a date as people write it: 20 March 2023."""
    return f"{value.day} {value:%B %Y}"


def as_of(answer: Answer) -> str:
    """Return how recent the answer can be."""
    papers = f"{answer.searched.papers} paper" + ("s" if answer.searched.papers != 1 else "")
    return f"Searched {papers} up to {day(answer.searched.latest)}; later events are not covered."


def place(citation: Citation) -> str:
    """Return where a citation stands, for finding it: council, title, date, locator."""
    locator = citation.locator
    numbered = f"paragraph {locator}" if locator[0].isdigit() else locator
    page = f", page {citation.page}" if citation.page else ""
    return f"{citation.publisher}, {citation.title}, {day(citation.published)}, {numbered}{page}"


def source(citation: Citation) -> str:
    """Return whose words the quote is in."""
    return FROM_SUMMARY if citation.source == "summary" else FROM_PAPER


def lead(answer: Answer) -> str:
    """Return the opening of an answer that has no sentences of its own, else an empty string."""
    return {
        "nothing_found": NOTHING_FOUND,
        "personal_data": PERSONAL_DATA,
        "urgent": URGENT,
        "out_of_scope": OUT_OF_SCOPE,
    }.get(answer.outcome, "")


def month(value: date) -> str:
    """Return a date as short as a table needs it: Mar 2023."""
    return f"{value:%b %Y}"


def moved(standing: Standing) -> str:
    """Return how a recommendation moved: recommended → being tested."""
    return " → ".join(standing.moves)


def taken_by(position: Position) -> str:
    """Return who took a position, with its figure where it has one."""
    return f"{position.who}, {position.figure}" if position.figure else position.who


def position_place(position: Position, citation: Citation) -> str:
    """Return where a position can be checked, and what its date is where that needs saying."""
    note = f" ({position.date_note})" if position.date_note else ""
    return place(citation) + note


def ledger_as_of(latest: date) -> str:
    """Return how recent the ledger can be."""
    return f"As of {day(latest)}, the date of the newest paper; later events are not covered."


def which_topic(name: str, candidates: Sequence[str]) -> str:
    """Return the question back when a name may mean several topics."""
    return f"'{name}' may mean {listed(candidates, 'or')}; ask for one of them."


def no_topic(name: str, nearest: Sequence[str]) -> str:
    """Return that the ledger has no such topic, with the nearest names it has."""
    near = f" The nearest names in it are {listed(nearest, 'and')}." if nearest else ""
    return f"The ledger has nothing under '{name}'.{near}"


def listed(names: Sequence[str], last: str) -> str:
    """Return names in a row: 'a', 'b' or 'c'."""
    quoted = [f"'{name}'" for name in names]
    return f"{', '.join(quoted[:-1])} {last} {quoted[-1]}" if len(quoted) > 1 else "".join(quoted)


def no_step(name: str, count: int) -> str:
    """Return that the path has no such step."""
    return f"There is no step '{name}'; name one from 1 to {count}, or its id."


def step_heading(number: int, count: int, title: str) -> str:
    """Return the heading of a step of the path for new staff."""
    return f"Step {number} of {count}: {title}"


def try_asking(question: str) -> str:
    """Return the invitation to try a question."""
    return f"Try asking: {question}"


def next_step(number: int, count: int) -> str:
    """Return how to go on after a step."""
    if number < count:
        return f"Next: review-bot start {number + 1}"
    return "That was the last step."
