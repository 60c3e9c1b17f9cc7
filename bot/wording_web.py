"""What the bot says on its own pages and nowhere else, in plain English."""

from datetime import date, datetime

from bot.wording import dated, day, taken_by
from index.positions import Position
from index.register import Paper

BRAND = "Review bot"
SKIP = "Skip to the content"
NAV_LABEL = "Pages"
NAV = (
    ("/", "Ask"),
    ("/where", "Where it stands"),
    ("/changes", "What changed"),
    ("/papers", "Papers"),
    ("/start", "New here?"),
    ("/glossary", "Glossary"),
)
NO_PAGE = "There is no such page here. The links above lead to those that there are."
REFUSED = "This request cannot be answered as it was sent. Please go back and try again."
NO_NETWORK = "That did not reach the bot. Please check the connection and try again."
SORRY = "Sorry"
FOOTER = "Quotes papers; does not advise on cases. Your question is never kept."

ASK_HEADING = "Ask the papers"
ASK_LEAD = (
    "What the Independent Review of Children's Social Care proposed, what came of it, and what "
    "councils said: quoted, and each time with the paragraph it stands in."
)
EXAMPLES = "For example"
YOU_ASKED = "You asked"
NOT_SEARCHED = "This was not searched"
EARLIER = "Asked before in this conversation"
PASSAGES = "The passages behind it"
NEAREST_PASSAGES = "The nearest passages"
READ_IN_PAPER = "Read it in the paper"
READ_IN_SUMMARY = "Read it in our summary"
OPEN_SOURCE = "Publisher's page"
FOLLOW_UP = "Ask a follow-up"
FOLLOW_UP_HINT = "What you asked before is taken into account. Please leave out names and cases."
ASK_AGAIN = "Ask again in general terms"
ASK_OTHER = "Ask something else"
NEW_SUBJECT = "Start a new subject"
WAS_HELPFUL = "Was this helpful?"
THANK_YOU = "Thank you"
NOT_OURS = (
    "This form is no longer valid, so nothing was kept. Please ask again and use the buttons under "
    "the answer."
)
COPY_BUTTON = "Copy the text"
COPIED = "Copied."
NOT_COPIED = "That could not be copied; please select the text and copy it."
LEDGER = "Where it stands in the ledger"
ABOUT_HEADING = "What to expect"

OWN_WORDS, OUR_SUMMARY = "The paper's own words", "Our summary"
PAPERS_HEADING = "Papers"
PAPERS_LEAD = "Everything that answers come from, the newest first."
NO_PAPER_HEADING = "No such paper"
NO_PAPER = "There is no paper of that name here. The list of papers shows those that there are."
SUMMARY_NOTICE = (
    "You are reading our summary, paragraph by paragraph, not the paper's own words. The paper "
    "itself stays with its publisher."
)
PAPER_NOTICE = "These are the paper's own words, paragraph by paragraph."
AT_PUBLISHER = "Open it at the publisher"
NO_ADDRESS = "We know of no public page for it."
CONTENTS = "In this paper"
CITED = "The passage you came for"
TO_CITED = "Go to the passage you came for"
OUR_SUMMARY_OF_IT = "Our summary of this paragraph"
IN_LEDGER = "In the ledger"
LINK_TO = "Link to"
THREADS_HEADING = "The same topics in other papers"
THREADS_LEAD = "The paper before this one and the one after it, topic by topic"
TOPIC = "Topic"
NO_PASSAGE_HEADING = "No such passage"
NO_PASSAGE = (
    "There is no passage behind this link here: it may be mistyped, or its paper is no longer "
    "held. The list of papers shows those that there are."
)
THEN_HEADING = "This passage has changed since"
GONE_HEADING = "This passage is no longer in the paper"
THEN, NOW = "What it said then", "What it says now"
GONE = "The paper as it is held now has no passage that matches this one."
REQUOTED = "It was quoted from one source then and is quoted from another now, so all words differ."
MARKS = "What went is struck through; what came is underlined."
WENT, CAME = "went:", "came:"
READ_NOW = "Read it in the paper as it is now"

WHERE_HEADING = "Where it stands"
WHERE_LEAD = (
    "Each recommendation and finding, and what was said on it at each stage. Every entry opens "
    "the passage that says so."
)
NO_TOPIC_HEADING = "No such recommendation"
NO_TOPIC = "The ledger has nothing under that name. 'Where it stands' lists all there is."
FILTER = "Show"
FILTERS_HEADING = "Narrow it down"
STATUS, COUNCIL, SINCE = "Status", "Council or body", "Since"
ALL_STATUSES, ALL_COUNCILS, ALL_TOPICS = "Any status", "Any of them", "All topics"
SHOW_ALL = "Show all"
DOWNLOAD = "Download as a table (CSV)"
NOTHING_FITS = "No position fits all of that. Use fewer filters, or show all."
RECOMMENDATION = "Recommendation or finding"
STANDS = "Stands"
NOTHING_SAID = "nothing"
MARKS_HEADING = "What the marks mean"
TIMELINE_HEADING = "How it came there"
POSITIONS_HEADING = "Who said what"
PICTURE_SAYS = "The same as the list beside it: every position in order of date, time running down."
PREVIOUS_TOPIC, NEXT_TOPIC = "Previous", "Next"
ALL_TOPICS_LINK = "All recommendations"
CHANGES_ON_IT = "What changed on this topic"
ASK_IT = "Ask this"
STAGES = {
    "finding": "Found",
    "recommended": "Recommended",
    "government": "Government",
    "national body": "National bodies",
    "local": "Councils",
}
"""What each stage of the ledger is called above a column."""
STATUS_GROUPS = (
    ("recommended", "proposed by the review or another body"),
    ("accepted", "accepted, funded or welcomed"),
    ("being tested", "accepted in part, being tested or consulted on"),
    ("rejected", "rejected"),
    ("concern raised", "a concern raised"),
    ("noted", "noted, undecided"),
    ("not mentioned", "not mentioned: the paper is silent"),
)
"""One status for each mark, and what the mark stands for."""

CHANGES_HEADING = "What changed"
CHANGES_LEAD = "What was published, and what came to these pages, was reworded or went from them."
SINCE_UPDATE = "Without a date: what the latest update of these pages changed."
FEED = "Follow as a feed (Atom)"
FEED_TITLE = "Review bot: what changed in the papers"
UPDATES_HEADING = "Earlier updates"
PUBLISHED_TOPICS = "Positions taken since then"
CHANGED_HERE = "What changed on these pages"
PAPERS_CAME, PAPERS_WENT = "Papers added", "Papers no longer held"
PASSAGES_CAME, PASSAGES_WENT = "Passages added", "Passages removed"
PASSAGES_REWORDED = "Passages reworded"
LEDGER_MOVED = "Moved in the ledger"
QUOTED_ANEW = "Quoted from another source now"

START_HEADING = "New here? A path in short steps"
START_LEAD = "Each step takes a minute and shows the passages behind it."
NO_STEP_HEADING = "No such step"
STEPS = "Steps"
TRY_ASKING = "Try asking"
NEXT_STEP, PREVIOUS_STEP = "Next step", "Step before"
LAST_STEP = "That was the last step. Ask whatever you like now."
GLOSSARY_HEADING = "Glossary"
GLOSSARY_LEAD = "The terms and abbreviations of the papers, in plain words."
LETTERS = "Letters"
NO_GLOSSARY = "There is no glossary here."

NOTHING_TO_DO = (
    "There is nothing to do: the pages cannot be served, and there is no terminal to ask at. Ask "
    'with: review-bot ask "question"'
)


def fault(number: str) -> str:
    """Return that something went wrong, with the number to give to whoever looks after the bot."""
    return (
        "Something went wrong here. Please try again; if it happens again, give the number "
        f"{number} to whoever looks after this bot."
    )


def paragraph(locator: str) -> str:
    """Return what a passage is called above its words: Paragraph 2.10."""
    return f"Paragraph {locator}" if locator[:1].isdigit() else locator


def on_page(page: int) -> str:
    """Return on which page a passage stands."""
    return f"page {page}"


def stage_name(stage: str) -> str:
    """Return what a stage of the ledger is called."""
    return STAGES[stage]


def who_says(position: Position) -> str:
    """Return who took a position, as a timeline says it."""
    form = {"finding": "found by {}", "recommended": "by {}"}.get(position.stage, "{}")
    said = form.format(taken_by(position))
    return said[:1].upper() + said[1:]


def said_on(position: Position) -> str:
    """Return a position's date as far as it is known."""
    return dated(position.date, position.date_note)


def title_with_date(paper: Paper) -> str:
    """Return a paper's publisher and date, the short way to name it beside others."""
    return f"{paper.publisher}, {dated(paper.published, paper.date_note)}"


def up_to(newest: Paper) -> str:
    """Return how recent the papers are."""
    latest = dated(newest.published, newest.date_note)
    return f"The newest paper is of {latest}; later events are not covered."


def passages(count: int) -> str:
    """Return how many passages there are."""
    return f"{count} passage" + ("s" if count != 1 else "")


def until(built: datetime) -> str:
    """Return up to which update of the pages a passage said something."""
    return f"as these pages had it on {day(built.date())}"


def update_of(built: datetime) -> str:
    """Return the name of an update."""
    return f"{day(built.date())}, {built:%H:%M}"


def no_status(name: str) -> str:
    """Return that there is no such status."""
    return f"'{name}' is no status of the ledger; choose one from the list."


def positions_shown(rows: int, positions: int) -> str:
    """Return how much of the ledger is shown."""
    topics = "1 recommendation" if rows == 1 else f"{rows} recommendations and findings"
    return f"{topics}, {positions} position" + ("s" if positions != 1 else "")


def picture_title(name: str) -> str:
    """Return the title of a timeline."""
    return f"Timeline: {name}"


def look_back(newest: date) -> str:
    """Return the invitation to look back over the year of the newest paper."""
    return f"What was published since January {newest.year}"


def pages_at(address: str) -> str:
    """Return where the pages are, once they are served."""
    return f"The pages are at {address}"


def port_taken(port: int) -> str:
    """Return that the pages cannot be served at a port."""
    return (
        f"Port {port} is taken, so the pages are not served; name another one with --port, or in "
        "PORT."
    )
