"""What the administrator's page says."""

from datetime import UTC, datetime

from bot.wording import day

TITLE = "Administration"
SIGN_IN = "Sign in"
SIGN_OUT = "Sign out"
PASSWORD = "Password"
PASSWORD_HINT = "The one that REVIEW_BOT_ADMIN_PASSWORD was made of."
WRONG_PASSWORD = "That is not the password."
NOT_AN_ADMIN = "This page is only for the people named in REVIEW_BOT_ADMINS."
EDITION = "What it answers from"
UNANSWERED = "Questions without an answer"
UNANSWERED_LEAD = (
    "By the topic of ours that a question touched, in the last 90 days. No question is kept, and "
    "what came up fewer than 3 times is not shown."
)
NO_UNANSWERED = "Nothing came up 3 times."
NO_TOPIC = "none of our topics"
TOPIC, OUTCOME, COUNT = "Topic", "Outcome", "Questions"
OUTCOMES = {"nothing_found": "nothing found", "partly_answered": "partly answered"}
FEEDBACK = "Feedback to deal with"
NO_FEEDBACK = "There is no feedback to deal with."
CITED = "It cited"
RESOLUTION = "What was done about it"
RESOLVE = "Resolve"
NO_RESOLUTION = "Say in a few words what was done about it."
GONE = "There is no such feedback, or it was resolved meanwhile."
BUILD = "Build a new edition"
BUILD_LEAD = (
    "Takes in what changed in the knowledge folder. The edition now in use answers until the new "
    "one is whole, and stays if the build fails."
)
BUILD_BUTTON = "Build now"
CHECK = "Papers with problems"
CHECK_LEAD = "Looks through the register, the summaries and the originals."
CHECK_BUTTON = "Check the papers now"
NO_PROBLEMS = "Nothing to mend."
LOOK_AGAIN = "Look again"
RUNNING = {"build": "A build is running", "check": "A check is running"}
ALREADY = {
    "build": "A build is running already; wait until it has ended.",
    "check": "A check is running already; wait until it has ended.",
}
ENDED = {
    ("build", "done"): "The last build ended well",
    ("build", "failed"): "The last build failed; the edition before it goes on answering",
    ("build", "stopped"): "The last build was cut off; start it again",
    ("check", "done"): "The last check",
    ("check", "failed"): "The last check failed",
    ("check", "stopped"): "The last check was cut off; start it again",
}
EVALUATION = "How well it answers"
NO_EVALUATION = (
    "No evaluation is here yet: run 'review-bot evaluate FILE --out' with the folder 'evaluation' "
    "in the var folder."
)
NO_PLACE = "The papers' folder is not known here, so nothing can be built or checked."


def edition(built: str, papers: int, passages: int) -> str:
    """Return which edition answers."""
    return f"An edition of {moment(built)}: {papers} papers, {passages:,} passages."


def built(papers: int, passages: int) -> str:
    """Return what a build made."""
    return f"{papers} papers, {passages:,} passages; it goes live within half a minute."


def failed(kind: str) -> str:
    """Return that work failed for a reason that nobody foresaw."""
    return f"It stopped unexpectedly ({kind}). Run it on the command line to see more."


def encoded(done: int, total: int) -> str:
    """Return how far a build is."""
    return f"{done:,} of {total:,} texts encoded" if total else "Reading the papers"


def moment(iso: str) -> str:
    """Return a time as people write it, in UTC."""
    found = datetime.fromisoformat(iso).astimezone(UTC)
    return f"{day(found)}, {found:%H:%M} UTC"


def stamp(seconds: float) -> str:
    """Return a time of the store as people write it."""
    return moment(datetime.fromtimestamp(seconds, UTC).isoformat())
