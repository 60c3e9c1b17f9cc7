"""An answer as plain text for a record: what the papers say and where, never what was asked."""

from datetime import date

from bot import wording
from bot.answer import Answer
from bot.citation import Citation
from bot.excerpt import clean


def record(answer: Answer, today: date) -> str:
    """Return the answer, its citations and the day, to be copied into another system."""
    lines = [wording.RECORD_TITLE.format(day=wording.day(today)), ""]
    if lead := wording.lead(answer):
        lines += [lead, ""]
    lines += [f"{clean(sentence.text)} [{sentence.citation}]" for sentence in answer.sentences]
    lines += [
        f"{clean(stand.topic)}: {clean(wording.stands(stand.position))} [{stand.citation}]"
        for stand in answer.stands
    ]
    if answer.nearest:
        lines += ["", wording.NEAREST]
    for citation in answer.citations or answer.nearest:
        lines += ["", *_source(citation)]
    return "\n".join([*lines, "", wording.as_of(answer)])


def _source(citation: Citation) -> list[str]:
    url = [f"    {citation.url}"] if citation.url else []
    return [
        f"[{citation.number}] {clean(wording.place(citation))} ({wording.source(citation)})",
        f"    “{clean(citation.quote)}”",
        *url,
    ]
