"""Every sentence on what changed: what was published, what was added to the index, what moved."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.ledger import standing
from bot.wording import FROM_PAPER, FROM_SUMMARY, day, month, paper_line, taken_by
from index.changes import Changes, Mark, TopicChange
from index.positions import Position, Topic
from index.register import Paper

ONE_EDITION = (
    "There is no earlier edition to compare with, so nothing can be told yet of what was added to "
    "the index, removed or reworded."
)
NO_CHANGES = "Nothing was added to the index, removed or reworded since then."
ADDED, REMOVED, REWORDED, LEDGER = "Added", "Removed", "Reworded", "Ledger"
NOTHING_PUBLISHED = "No paper here was published since then."


def no_edition(name: str, known: Sequence[str]) -> str:
    """Return that there is no such edition, and which there are."""
    return f"'{name}' names no single edition and is no date; {_reach(known)}."


def no_edition_so_old(when: date, known: Sequence[str]) -> str:
    """Return that no edition is as old as a day."""
    return f"No edition was built by {day(when)}; {_reach(known)}."


def published_heading(since: date) -> str:
    """Return the heading of what was published."""
    return f"Published since {day(since)}"


def index_heading(before: datetime, after: datetime) -> str:
    """Return the heading of what was added to the index from one edition to another."""
    return f"Added to the index, or changed in it, from {_moment(before)} to {_moment(after)}"


def oldest_edition(built: datetime) -> str:
    """Return from when on it is known what was added to the index."""
    return (
        f"The oldest edition kept is of {day(built.date())}; what was added to the index before "
        "that is not known."
    )


def since_before(changes: Changes) -> str:
    """Return how much a new edition differs from the one before."""
    if not changes:
        return "Nothing was added to the index, removed or reworded since the edition before."
    return f"Since the edition before: {counted(changes)}"


def counted(changes: Changes) -> str:
    """Return how much changed: "papers: 1 added; passages: 2 added, 1 reworded."

    The passages of papers that came or went are not counted again.
    """
    quoted_anew = sum(pair.is_requoted for pair in changes.reworded)
    papers = _amounts(added=len(changes.papers_added), gone=len(changes.papers_gone))
    passages = _amounts(
        added=len(changes.put_in),
        removed=len(changes.taken_out),
        reworded=len(changes.reworded) - quoted_anew,
    )
    parts = [f"papers: {papers}"] if papers else []
    parts += [f"passages: {passages}"] if passages else []
    parts += [f"passages quoted anew: {quoted_anew}"] if quoted_anew else []
    parts += [f"ledger: {_several(len(changes.topics), 'topic')}"] if changes.topics else []
    return f"{'; '.join(parts)}." if parts else NO_CHANGES


def paper_added(paper: Paper, passages: int) -> str:
    """Return that a paper came, when it was published and how many passages it has."""
    return f"Paper added: {paper_line(paper)} ({_several(passages, 'passage')})"


def paper_gone(paper: Paper) -> str:
    """Return that a paper is no longer there."""
    return f"Paper removed: {paper_line(paper)}"


def positions_taken(topics: Sequence[Topic], since: date) -> str:
    """Return how many positions of the ledger were taken, and how to see them."""
    taken = _several(sum(len(topic.positions) for topic in topics), "position")
    which = f' "{topics[0].name}"' if len(topics) == 1 else ""
    return (
        f"Positions: {taken} taken on {_several(len(topics), 'topic')}; see them with: review-bot "
        f"positions{which} --since {since}"
    )


def quoted_anew(paper: Paper, passages: int, source: str) -> str:
    """Return that passages are quoted from another source now: the original, or our summary."""
    now = FROM_SUMMARY if source == "summary" else f"in {FROM_PAPER}"
    return f"Quoted anew: {paper_line(paper)}: {_several(passages, 'passage')}, now {now}"


def topic_changed(change: TopicChange) -> str:
    """Return how the ledger moved on a topic: "Park wardens: recommended → rejected"."""
    before = standing(change.before).moves if change.before else ()
    after = standing(change.after).moves if change.after else ()
    name = change.topic.name
    if not before:
        return f"{name}: new in the ledger, {' → '.join(after)}"
    if not after:
        return f"{name}: no longer in the ledger, was {before[-1]}"
    if before[-1] != after[-1]:
        return f"{name}: {before[-1]} → {after[-1]}"
    return f"{name}: still {after[-1]}"


def position_change(position: Position, *, came: bool) -> str:
    """Return one position that came to the ledger or went from it."""
    verb = "now has" if came else "no longer has"
    return f"{verb}: {month(position.date)}, {position.status} ({taken_by(position)})"


def marked(marks: Sequence[Mark], around: int = 8) -> str:
    """Return what changed in a text, [-gone-] and {+new+}, with `around` words on each side."""
    parts = []
    for number, mark in enumerate(marks):
        if mark.kind == "same":
            is_first, is_last = number == 0, number == len(marks) - 1
            parts.append(_shortened(mark.text.split(), around, is_first, is_last))
        else:
            parts.append(f"[-{mark.text}-]" if mark.kind == "went" else f"{{+{mark.text}+}}")
    return " ".join(parts)


def _shortened(words: list[str], around: int, is_first: bool, is_last: bool) -> str:
    """Return the words next to a change; those between are left out."""
    if is_first and is_last:
        return " ".join(words)
    opening = [] if is_first else words[:around]
    ending = [] if is_last else words[-around:]
    if len(words) <= len(opening) + len(ending):
        return " ".join(words)
    return " ".join([*opening, "…", *ending])


def _reach(known: Sequence[str]) -> str:
    if not known:
        return "there is none yet"
    return f"the oldest is {known[0]}, the newest {known[-1]}"


def _moment(value: datetime) -> str:
    return f"{day(value.date())}, {value:%H:%M}"


def _amounts(**numbers: int) -> str:
    return ", ".join(f"{number} {what}" for what, number in numbers.items() if number)


def _several(number: int, what: str) -> str:
    return f"{number} {what}" + ("s" if number != 1 else "")
