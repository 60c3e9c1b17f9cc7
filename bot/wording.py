"""Every sentence the bot says, in plain English; no other module words anything for a reader."""

from datetime import date

from bot.answer import Answer, Citation

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
FROM_SUMMARY = "from our summary of the paper, not its own words"
FROM_PAPER = "the paper's own words"
RECORD_TITLE = "From the papers on the children's social care review, copied on {day}"
PROMPT_HELP = (
    "Ask in your own words. 'new' starts a new subject, 'quit' ends. Please leave out names "
    "and case details."
)
STALE = (
    "The papers have changed since this edition was built; run 'review-bot build' to take them in."
)


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
    numbered = f"paragraph {locator}" if locator[:1].isdigit() else locator
    page = f", page {citation.page}" if citation.page else ""
    # Minutes carry their date in the title; said twice, it reads like a mistake.
    date_said = day(citation.published)
    dated = "" if citation.title.endswith(date_said) else f", {date_said}"
    return f"{citation.publisher}, {citation.title}{dated}, {numbered}{page}"


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
