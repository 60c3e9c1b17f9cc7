"""What the bot says in Slack and in Teams, in plain English; what it says of answers is in
bot/wording.py.
"""

from bot import wording
from bot.answer import Answer, Searched
from bot.citation import Citation
from bot.wording import day

NAME = "Review bot"
PARTLY = "The papers answer part of this:"
FURTHER_TITLE = "More passages"
FURTHER = "These passages come next. They may only touch on the question."
NO_FURTHER = "There are no further passages to show."
OPEN_PAPER = "Open the paper"
OPEN_PASSAGE = "Read on from here"
SHORTENED = "Shortened here; the paper has the whole passage."
MORE = "Show more passages"
COPY = "Copy for a record"
SHARE = "Share to channel"
KEEP = "Send to my messages"
KEPT = "Sent. You will find it in your messages with me."
SHARED_BY = "{who} shared this answer from the papers"
ASKED = "Asked: {question}"
CHECKED = "Checked against the papers: {question}"
HELPFUL = "Helpful"
NOT_HELPFUL = "Not helpful"
THANKS = "Thank you. That is noted with the passages shown, without your question."
THANKS_BAD = (
    "Thank you. The review team reads every one of these and notes what was done: a passage put "
    "right, a paper added, or why not. Your question is not kept."
)
NOT_KEPT = "That could not be kept just now. Please try again later."
FEEDBACK_TITLE = "What was wrong?"
FEEDBACK_SUBMIT = "Send"
FEEDBACK_REASON = "What was wrong with the answer?"
FEEDBACK_COMMENT = "Tell us more (optional)"
FEEDBACK_HINT = "Please leave out names and case details."
FEEDBACK_WHAT_HAPPENS = (
    "Kept: your reason, what you write here, and which passages were shown. Your question is not "
    "kept. The review team works through these one by one."
)
REASONS = {
    "wrong_passage": "It quotes the wrong passage",
    "out_of_date": "It is out of date",
    "not_answered": "It does not answer the question",
    "hard_to_understand": "It is hard to understand",
    "other": "Something else",
}
"""Why an answer was not helpful; the keys are kept in the store."""
ASK_TITLE = "Ask the papers"
ASK_LABEL = "Your question"
ASK_HINT = "In your own words. Please leave out names and case details."
ASK_PLACEHOLDER = "What is a regional care cooperative?"
ASK = "Ask"
CLOSE = "Close"
BACK = "Back to the answer"
ANSWER_TITLE = "From the papers"
RECORD_TITLE = "Copy for a record"
RECORD_HINT = "Select the text and copy it. Your question is left out."
WORKING = "Looking in the papers …"
STATUS = "is looking in the papers …"
TOO_OFTEN = (
    "You have asked {limit} questions within a minute, and others are waiting too. Please ask "
    "this one again in a minute."
)
FAULT = (
    "Something went wrong here, and this question was not answered. Please try again; if it "
    "happens again, give the number {fault} to whoever looks after this bot."
)
PAPERS_AWAY = (
    "I cannot reach the papers just now, so this question was not answered. Please ask again in a "
    "minute."
)
INTERRUPTED = "I was restarted before I could answer this. Please ask again."
INTERRUPTED_POSTING = (
    "I was restarted while I was answering. If there is no answer above, please ask again."
)
PAUSED = "I am paused for now and answer no questions. Please ask again later."
NOTHING_PUBLIC = (
    "The papers here are for the council's own staff, so I cannot quote any of them to people "
    "from outside."
)
NOT_FOR_SHARING = (
    "This answer quotes papers that are not public, so I do not post it where others may read "
    "it. You can copy it for a record."
)
PAPERS_CHANGED = (
    "The papers have been updated since that answer, so I cannot show it again. Please ask again."
)
NOT_IN_A_THREAD = "Please use this command in a channel."
FOLLOW_ON = (
    "From now on I also answer follow-ups in this channel's threads that do not mention me, once "
    "I have been asked there. '/review follow off' ends it."
)
FOLLOW_OFF = "From now on I answer in this channel only when I am mentioned."
FOLLOW_USAGE = "Write '/review follow on' or '/review follow off'."
LOOK_THROUGH = " You can look through it on my home page."
NO_SUCH_TERM = f"The glossary has no such term.{LOOK_THROUGH}"
GLOSSARY_USAGE = "Write the term after the command, for example: /review glossary family help"
ASK_USAGE = "Write the question after the command, for example: /review ask what is family help"
NO_LEDGER = "There is no ledger of recommendations here."
NO_STEPS = "There is no path for new staff here."
WHERE_ALL = "Where each recommendation stands"
WHERE_HOW = "For one of them, with its passages: /review where kinship care"
WHICH = "That may mean several; choose one:"
NO_TOPIC = "The ledger has nothing under that name. The nearest are:"
START_HEADING = "New here? A path in short steps"
START_HOW = "Each step takes a minute and shows the passages behind it."
STEP_READ = "read"
TRY = "Try asking: {question}"
NO_EDITION = "There is no edition yet, so there are no changes to show."
UNSUBSCRIBED = "Done. Nothing more of that is sent here."
NOT_SUBSCRIBED = "Nothing is subscribed to here. '/review subscribe kinship care' would."
SUBSCRIPTIONS = "Told here: {each}."
DIGEST_NOTE = (
    "You get this because this conversation subscribed to it; '/review unsubscribe' ends it. What "
    "happened after the newest paper is not covered."
)
FORGOTTEN = (
    "Done. Removed: your feedback, how far you read the path, what was sent to you, and the marks "
    "that counted your questions. Your questions were never kept."
)
FORGET_USAGE = "Write '/review forget me' to have removed all that is kept about you."
UNKNOWN_COMMAND = "I do not know that one. This is what I can do:"
EMPTY_MENTION = "Hello. Ask me a question about the review, for example: {example}"
HELP = (
    ("/review ask …", "an answer only you see, which you can share"),
    ("/review glossary …", "what a term or an abbreviation means"),
    ("/review papers", "which papers I hold, and up to which date"),
    ("/review where …", "where a recommendation stands; without a name, all of them"),
    (
        "/review changed since March",
        "what was published, and what was added to the index, since then",
    ),
    ("/review start", "the path for new staff"),
    ("/review subscribe …", "tell this channel or you when a topic changes; 'weekly' if you like"),
    ("/review unsubscribe …", "end that; '/review subscriptions' lists them"),
    ("/review forget me", "remove all that is kept about you"),
    ("/review follow on", "answer follow-ups in this channel without a mention"),
)
HELP_ELSEWHERE = (
    "You can also mention me in a channel, write to me directly, use the shortcut “Ask the "
    "papers”, or choose “Check against the papers” on a message."
)
HELP_HEADING = "What I can do"
HELP_TEAMS = (
    ("any question", "an answer from the papers, with the passages to check it by"),
    ("glossary …", "what a term or an abbreviation means"),
    ("papers", "which papers I hold, and up to which date"),
    ("where …", "where a recommendation stands; without a name, all of them"),
    ("changed since March", "what was published, and what was added to the index, since then"),
    ("start", "the path for new staff"),
    ("subscribe …", "tell this conversation when a topic changes; 'weekly' if you like"),
    ("unsubscribe …", "end that; 'subscriptions' lists them"),
    ("forget me", "remove all that is kept about you"),
)
HELP_ELSEWHERE_TEAMS = (
    "Mention me in a channel or a group chat, or write to me directly. “Ask the papers”, beside "
    "the box you write in, finds a passage to put into any conversation; “Check against the "
    "papers”, on a message, does what it says. A command with a slash before it is never taken "
    "for a question."
)
DELETE_IN_SLACK = (
    "To delete it, point at your message (on a phone, hold it down) and choose More actions, then "
    "Delete message; if that is not offered, ask whoever runs your Slack to delete it."
)
DELETE_CHECKED_IN_SLACK = (
    "Whoever wrote the message can delete it: point at it (on a phone, hold it down) and choose "
    "More actions, then Delete message."
)
DELETE_IN_TEAMS = (
    "To delete it, point at your message (on a phone, hold it down) and choose More options, then "
    "Delete; if that is not offered, ask whoever runs your Teams to delete it."
)
DELETE_CHECKED_IN_TEAMS = (
    "Whoever wrote the message can delete it: point at it (on a phone, hold it down) and choose "
    "More options, then Delete."
)
TOLD_APART = (
    "Only you see this. This message seems to hold {noticed}; it was not searched and nothing of "
    "it was kept."
)
NOT_TOLD_APART = (
    "I could not write to you alone. Please write to me directly, and leave out names and case "
    "details."
)
NO_PASSAGE = "No passage is near to that. Try other words."
TYPE_TO_SEARCH = "Type a question or a few words; please leave out names and case details."
BUSY = "That could not be done just now. Please try again in a minute."
HOME_HEADING = "Answers from the papers, with the passages to check them by"
HOME_CAN = "What I do"
HOME_CAN_POINTS = (
    "Quote papers about the Independent Review of Children's Social Care and what followed it",
    "Mark each passage as the paper's own words, or as our summary where we hold only that",
    "Say where each passage stands: paper, council, date, paragraph",
    "Say so when the papers do not answer, and what was searched",
)
HOME_CANNOT = "What I can't do"
HOME_CANNOT_POINTS = (
    "Advise on a case, or replace your procedures, your manager or legal advice",
    "Know of anything later than the newest paper below",
    "Take in names or case details: please leave them out",
)
HOME_ASK = "Ask a question"
HOME_STARTERS = "Questions to begin with"
HOME_PAPERS = "The papers I hold"
HOME_GLOSSARY = "Glossary"
HOME_GLOSSARY_PICK = "Choose a term"
HOME_START = (
    "New here? '/review start' is a path in short steps. '/review where' shows where each "
    "recommendation stands, '/review changed since March' what is new."
)
PANE_TITLE = "Ask about the children's social care review"
URGENT_NOTE = "If a child is in danger now, call 999."


def paused(saying: str) -> str:
    """Return what is said to every question while the bot is paused. The number for an emergency
    is never left to whoever words the sentence.
    """
    text = saying or PAUSED
    return text if "999" in text else f"{text} {URGENT_NOTE}"


def lead(answer: Answer, deleting: str = "") -> str:
    """Return the opening of an answer that has passages below it, or no sentences of its own;
    `deleting` is as in bot.wording.lead.
    """
    if answer.outcome == "partly_answered" and not answer.gaps:
        return PARTLY
    return wording.lead(answer, deleting)


def told_apart(answer: Answer, deleting: str) -> str:
    """Return what the writer of an urgent message alone is told, where others read the answer."""
    told = TOLD_APART.format(noticed=wording.noticed(answer))
    return f"{told} {wording.DELETE_ONCE_SAFE} {deleting}"


def paragraph(citation: Citation) -> str:
    """Return where in its paper a citation stands, as short as it can be said."""
    return f"paragraph {citation.locator}" if citation.locator[:1].isdigit() else citation.locator


def in_teams(text: str) -> str:
    """Return a sentence as it reads in Teams, where commands need no slash."""
    return text.replace("/review ", "").replace(LOOK_THROUGH, "")


def and_more(left: int) -> str:
    """Return that not every line is shown."""
    return f"and {left} more; ask for one of them by its name."


def left_out(left: int) -> str:
    """Return that not every passage is shown."""
    return f"{left} more do not fit here; 'Copy for a record' has them."


def and_older(left: int) -> str:
    """Return that not every paper is shown."""
    return f"and {left} older ones"


def subscribed(topic: str, weekly: bool) -> str:
    """Return that a conversation is told from now on."""
    what = f"on {topic} " if topic else ""
    when = "once a week, if there is something" if weekly else "as soon as there is something"
    return f"Done. What changes {what}is told here {when}. '/review unsubscribe' ends it."


def subscription(topic: str, weekly: bool) -> str:
    """Return a subscription in a few words."""
    return f"{topic or 'everything'} ({'weekly' if weekly else 'on change'})"


def digest_heading(topic: str) -> str:
    """Return the heading of a digest."""
    return f"What is new: {topic}" if topic else "What is new in the papers"


def digests_sent(sent: int, put_off: int, stopped: int) -> str:
    """Return what came of the digests that were due."""
    later = f" {put_off} could not be sent now and will be tried again." if put_off else ""
    gone = f" {stopped} ended: the conversation is gone, or I am not in it." if stopped else ""
    return f"Digests sent: {sent}.{later}{gone}"


def step_button(number: int, has_begun: bool) -> str:
    """Return the words on the button that leads to a step."""
    return f"Go on to step {number}" if has_begun else "Begin"


def whom_to_ask(whom: str) -> str:
    """Return whom to turn to when the papers don't help."""
    return f"If you need to know more, ask {whom}." if whom else ""


def held(searched: Searched) -> str:
    """Return how many papers there are, and up to which date."""
    papers = "1 paper" if searched.papers == 1 else f"{searched.papers} papers"
    return f"{papers}, the newest dated {day(searched.latest)}. Later events are not covered."
