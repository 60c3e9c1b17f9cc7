"""The database, and the clock by it."""

from pathlib import Path

from bot.doctor.finding import Finding
from bot.doctor.reach import Reach
from bot.store_error import StoreError

_TOLERATED = 30.0
"""Seconds; Slack turns away what is five minutes old, and tokens count from their hour."""


def database(url: str) -> Finding:
    """Return whether the store answers, has today's tables, and can be written to."""
    from bot.store import Store

    if is_unmade(url):
        says = "The store is a file that is not there yet."
        return Finding("database", "ok", says, "'review-bot serve' makes it when it starts.")
    try:
        store = Store(url)
        health = store.health()
    except StoreError as error:
        return Finding("database", "mend", str(error), "Then run this again.")
    store.close()
    if not health.is_known:
        says = f"The store was made by a newer program (step {health.revision})."
        return Finding("database", "mend", says, "Upgrade review-bot on this machine.")
    if not health.is_writable:
        says = "The store can be read and not written to."
        do = "Give the user that runs the bot the right to write to the database or its file."
        return Finding("database", "mend", says, do)
    if not health.is_current:
        at = f"at step {health.revision}" if health.revision else "empty"
        says = f"The store answers, can be written to, and is {at}."
        return Finding("database", "ok", says, "'review-bot serve' brings it up to date.")
    says = "The store answers, has today's tables, and can be written to."
    if health.is_paused:
        return Finding("database", "ok", f"{says} The bot is paused.", "See 'review-bot audit'.")
    return Finding("database", "ok", says)


def clock(url: str, reach: Reach) -> Finding:
    """Return whether this machine's clock agrees with the database's or an address in use."""
    ahead, whose = _database_ahead(url), "the database's"
    if ahead is None:
        ahead, whose = reach.seconds_ahead, "that of an address in use"
    if ahead is None:
        says = "Nothing that is in use gave its time, so the clock could not be compared."
        return Finding("clock", "unknown", says, "See that this machine keeps network time (NTP).")
    if abs(ahead) > _TOLERATED:
        direction = "behind" if ahead > 0 else "ahead of"
        says = f"This machine's clock is {abs(ahead):.0f} seconds {direction} {whose}."
        do = "Have it set by network time (NTP); Slack turns away what is minutes old."
        return Finding("clock", "mend", says, do)
    return Finding("clock", "ok", f"The clock agrees with {whose}.")


def is_unmade(url: str) -> bool:
    """Whether the store is a file that nobody has made yet; asked for, it would be made."""
    name = url.removeprefix("sqlite:///")
    return name != url and name != ":memory:" and not Path(name).exists()


def _database_ahead(url: str) -> float | None:
    from bot.store import Store

    if url.startswith("sqlite"):
        # A file has no clock of its own.
        return None
    try:
        return Store(url).health().seconds_ahead
    except StoreError:
        return None
