"""What Teams shows of the app before anybody asks, and what the package command says."""

from collections.abc import Sequence

APP_NAME = "Review bot"
SHORT = "Quotes papers on the children's social care review, with the passages"
SEARCH_TITLE = "Ask the papers"
SEARCH_HINT = "Find what the papers say, and put it into your message with its source"
SEARCH_FIELD = "Your question"
SEARCH_FIELD_HINT = "In your own words, without names or case details"
CHECK_TITLE = "Check against the papers"
CHECK_HINT = "See what the papers say on this message; only you see it"
TAB_NAME = "Papers"
STARTER_HINT = "A question to begin with"
COMMANDS = (
    ("help", "What I can do"),
    ("where", "Where a recommendation stands: where kinship care"),
    ("changed", "What was published, and what was added to the index: changed since March"),
    ("glossary", "What a term or an abbreviation means: glossary family help"),
    ("start", "The path for new staff, in short steps"),
    ("papers", "Which papers I hold, and up to which date"),
    ("subscribe", "Tell this conversation when a topic changes: subscribe kinship care weekly"),
    ("forget me", "Remove all that is kept about you"),
)
"""What can be typed, with what it does; the words themselves are bot/commands.py's."""


def full_name(council: str) -> str:
    """Return the app's long name."""
    return f"{APP_NAME}, {council}"


def description(council: str) -> str:
    """Return what the app is, for its page in Teams."""
    return (
        "Answers questions about the Independent Review of Children's Social Care and what "
        f"followed it, for the staff of {council}. Every answer is made of sentences that stand "
        "in a paper or in a summary of it, each with its number, and every number leads to the "
        "passage: paper, council, date, paragraph. When the papers do not say, it says so and "
        "shows what was searched. It does not advise on a case, and it knows of nothing later "
        "than its newest paper. No question is kept. Please leave out names and case details."
    )


def missing(names: Sequence[str]) -> str:
    """Return which settings the package needs and has not got."""
    return (
        f"The package needs {_listed(names)}. docs/teams.md says what each is and where to find it."
    )


def wrong(faults: Sequence[str]) -> str:
    """Return what Teams would refuse of a package."""
    return "Teams would refuse this package, so it was not written. " + " ".join(faults)


def written(path: str, version: str) -> str:
    """Return where the package is, and what to do with it."""
    return (
        f"Written: {path}, version {version}. Upload it in the Teams admin centre (Teams apps, "
        "Manage apps, Actions, Upload new app); docs/teams.md goes on from there."
    )


def without_tab() -> str:
    """Return that the package has no tab, and why."""
    return (
        "It has no tab, as REVIEW_BOT_ADDRESS is not set; the chat, the commands and the message "
        "extension work without."
    )


def without_starters() -> str:
    """Return that the package offers no questions, and why."""
    return "It offers no questions to begin with, as the papers answer none of starters.yaml."


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]
