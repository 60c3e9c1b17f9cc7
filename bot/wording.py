"""Every sentence the bot says, in plain English; no other module words anything for a reader."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from bot.answer import Answer
from bot.citation import Citation
from bot.courtesy import COURTESY, THANKS
from bot.gaps import Gap
from bot.ledger import Standing
from index.positions import Position
from index.register import MONTH_ONLY, Paper

NOT_EXPLAINED = "No paper here explains that."
NOTHING_FOUND = "The papers here do not say."
_TAKES_ARTICLE = re.compile(r"\b(?:Association|Department|Authority|Board|Panel|Group)\b")
THE_REST = "Check whether these passages answer the rest."
PARTLY = "The papers may answer only part of this; check whether these passages do."
NEAREST = "These passages are the nearest; they may not be about what you asked."
PERSONAL_DATA = (
    "This message seems to hold {noticed}, so it was not searched and nothing of it was kept."
)
IN_GENERAL_TERMS = (
    "Please ask again in general terms, without names, dates of birth, addresses or a family's "
    "story: not what is to happen with one child, but “What does the review say about kinship "
    "carers?”"
)
IF_IN_DANGER = "If anybody is in danger now, call 999 and follow your safeguarding procedures."
NOTICED = {
    "nhs_number": "an NHS number",
    "pupil_number": "a unique pupil number",
    "ni_number": "a National Insurance number",
    "phone": "a phone number",
    "email": "an e-mail address",
    "postcode": "a postcode",
    "birth_date": "a date of birth",
    "address": "an address",
    "case_number": "a case or reference number",
    "name": "a person's name",
    "case_story": "details of a real person or case",
}
"""What the asker is told by each code of bot.guard that points to somebody."""
URGENT = (
    "If a child or anyone else is in danger now, call 999. For a worry about a child's safety, "
    "follow your local "
    "safeguarding procedures and speak to your manager or the safeguarding team straight away."
)
ONLY_QUOTES = "This bot only quotes papers."
NOT_KEPT = (
    "The message was not searched, and nothing of it was kept. If it was a general question, ask "
    "it again in general terms."
)
DELETE_ONCE_SAFE = "Once everybody is safe, do not leave it here if it tells of a real person."
DELETE_AT_TERMINAL = "If you typed it after a command, take it out of your terminal's history."
OUT_OF_SCOPE = (
    "This bot only quotes papers about the Independent Review of Children's Social Care and "
    "what followed it. "
    "It cannot advise on a case or help with other things."
)
NOT_DECIDED = (
    "This bot does not decide on a case or advise on one: that is for you, your manager and your "
    "procedures. It only quotes papers about the Independent Review of Children's Social Care and "
    "what followed it; ask what they say in general, for example “What does the review say about "
    "early help?”"
)
GREETING = (
    "Hello. This bot quotes papers about the Independent Review of Children's Social Care and what "
    "followed it. Ask what they say, for example: “Are IROs being scrapped?”"
)
WELCOME = (
    "Glad if that helped. Ask again whenever you like; this bot quotes papers about the "
    "Independent Review of Children's Social Care and what followed it."
)
RULES_KEPT = (
    "This bot keeps to its rules, whatever it is told. It only quotes papers about the Independent "
    "Review of Children's Social Care and what followed it; ask what they say."
)
UNKNOWN_PUBLISHER = "Publisher not known"
FROM_SUMMARY = "from our summary of the paper, not its own words"
FROM_PAPER = "the paper's own words"
RECORD_TITLE = "From the papers on the children's social care review, copied on {day}"
PROMPT_HELP = (
    "Ask in your own words. 'new' starts a new subject, 'quit' ends. Please leave out names "
    "and case details."
)
_FEW_PAPERS = 2

NO_POSITIONS = (
    "The ledger has no position like that; use fewer filters, or see all with 'positions'."
)
NO_LEDGER = "The ledger is empty: the knowledge folder has no positions.yaml."
NO_STEPS = "There is no path for new staff: the knowledge folder has no onboarding.yaml."


def day(value: date) -> str:
    """Return a date as people write it: 20 March 2023."""
    return f"{value.day} {value:%B %Y}"


def dated(value: date, note: str) -> str:
    """Return a paper's date as far as it is known: 20 March 2023, or June 2022."""
    return f"{value:%B %Y}" if MONTH_ONLY in note else day(value)


def sortable(value: date, note: str) -> str:
    """Return a paper's date as far as it is known, for a table: 2023-03-20, or 2022-06."""
    return f"{value:%Y-%m}" if MONTH_ONLY in note else value.isoformat()


def as_of(answer: Answer) -> str:
    """Return how recent the answer can be."""
    papers = f"{answer.searched.papers} paper" + ("s" if answer.searched.papers != 1 else "")
    latest = dated(answer.searched.latest, answer.searched.date_note)
    return f"Searched {papers} up to {latest}; later events are not covered."


def place(citation: Citation) -> str:
    """Return where a citation stands, for finding it: council, title, date, locator."""
    locator = citation.locator
    numbered = f"paragraph {locator}" if locator[:1].isdigit() else locator
    page = f", page {citation.page}" if citation.page else ""
    return f"{paper_line(citation)}, {numbered}{page}"


def paper_line(paper: Paper | Citation) -> str:
    """Return a paper, or that of a citation, in a line: council, title, date."""
    said = dated(paper.published, paper.date_note)
    # Minutes carry their date in the title; said twice, it reads like a mistake.
    when = "" if paper.title.endswith(said) else f", {said}"
    return f"{paper.publisher}, {paper.title}{when}"


def source(citation: Citation) -> str:
    """Return whose words the quote is in."""
    return FROM_SUMMARY if citation.source == "summary" else FROM_PAPER


def lead(answer: Answer, deleting: str = "") -> str:
    """Return the opening of an answer that has no sentences of its own, is about papers as such, or
    asks for what the glossary tells, else an empty string.

    `deleting` says how a message is deleted where it was written, "" where none stands.
    """
    return {
        "answered": _joined(held(answer.papers) if answer.papers else "", *map(gap, answer.gaps)),
        "nothing_found": _not_found(answer),
        "partly_answered": _partly(answer),
        "personal_data": _case_told(answer, deleting),
        "urgent": _risk_told(answer, deleting),
        "out_of_scope": _refused(answer),
    }.get(answer.outcome, "")


def held(papers: Sequence[Paper]) -> str:
    """Return what the register says of papers: of one or two all, of more whose they are."""
    if len(papers) <= _FEW_PAPERS:
        return " ".join(map(_registered, papers))
    counts = Counter(paper.publisher or UNKNOWN_PUBLISHER for paper in papers)
    each = [f"{name} ({n})" if n > 1 else name for name, n in sorted(counts.items())]
    newest, oldest = papers[0], papers[-1]
    span = f"the newest dated {_dated(newest)}, the oldest dated {_dated(oldest)}"
    return f"{len(papers)} papers: {_in_a_row(each)}; {span}."


def _registered(paper: Paper) -> str:
    whose = f"{paper.publisher or UNKNOWN_PUBLISHER}, {paper.committee}".rstrip(", ")
    by = f" By {paper.by}." if paper.by else ""
    return f"“{paper.title}”, {paper.kind}: {whose}, {_dated(paper)}.{by}"


def _dated(paper: Paper) -> str:
    return dated(paper.published, paper.date_note)


def _in_a_row(names: Sequence[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def _case_told(answer: Answer, deleting: str) -> str:
    seen = PERSONAL_DATA.format(noticed=noticed(answer))
    return _joined(seen, deleting, IN_GENERAL_TERMS, IF_IN_DANGER, answer.contact)


def _risk_told(answer: Answer, deleting: str) -> str:
    cleared = _joined(DELETE_ONCE_SAFE, deleting) if deleting else ""
    return _joined(URGENT, answer.contact, ONLY_QUOTES, NOT_KEPT, cleared)


def noticed(answer: Answer) -> str:
    """Return what points to a real person in a message that was not searched."""
    seen = [NOTICED[code] for code in answer.noticed if code in NOTICED]
    return _in_a_row(seen or [NOTICED["case_story"]])


def _refused(answer: Answer) -> str:
    if THANKS in answer.noticed:
        return WELCOME
    if COURTESY in answer.noticed:
        return GREETING
    if "instructions" in answer.noticed:
        return RULES_KEPT
    return NOT_DECIDED if "case_decision" in answer.noticed else OUT_OF_SCOPE


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _partly(answer: Answer) -> str:
    is_named = any(each.is_of_part for each in answer.gaps)
    told = (NOT_EXPLAINED if _lacks_meaning(answer) else "", *map(gap, answer.gaps))
    return _joined(*told, THE_REST if is_named else PARTLY)


def _not_found(answer: Answer) -> str:
    gaps = map(gap, answer.gaps)
    if any(each.kind == "held" for each in answer.gaps):
        return _joined(*gaps)
    return _joined(NOT_EXPLAINED if _lacks_meaning(answer) else NOTHING_FOUND, *gaps)


def _lacks_meaning(answer: Answer) -> bool:
    """Whether papers that might do so do not say what a term means."""
    kinds = {each.kind for each in answer.gaps}
    return "meaning" in kinds and "later" not in kinds


def gap(missing: Gap) -> str:
    """Return what of a question is not covered, in a sentence."""
    return {
        "place": f"These passages do not mention {_with_article(missing.named)}.",
        "silent": f"What is held from {_with_article(missing.named)} is not about this.",
        "held": f"No paper here is from {_with_article(missing.named)}; ask which papers are held.",
        "later": f"No paper here goes up to {missing.named}.",
        "year": f"These passages do not mention {missing.named}.",
        "government": "The papers here hold no answer from government to this.",
        "figure": "These sentences give no figure.",
        "meaning": f"From our glossary, not from a paper: {missing.named} – {missing.meaning}",
        "part": f"The papers here do not seem to answer the {missing.named} part of your question.",
        "from": f"The papers here have nothing on this for {_with_article(missing.named)}.",
        "locator": f"{missing.named} was not found.",
        "page": "The papers here are held without page numbers; ask for a paragraph.",
        "side": f"The ledger has nothing from {_with_article(missing.named)} on this.",
    }[missing.kind]


def _with_article(name: str) -> str:
    """Return a name as it stands in a sentence: "the Local Government Association"."""
    return f"the {name}" if _TAKES_ARTICLE.search(name) else name


def stood(position: Position) -> str:
    """Return a position in a line: Feb 2023, government: rejected."""
    return f"{month(position.date)}, {position.who}: {position.status}"


def stands(position: Position) -> str:
    """Return a position in a line under an answer, by what it says where "noted" says nothing:
    Jan 2021, the LGA: The review was launched.
    """
    if position.status != "noted":
        return stood(position)
    return f"{month(position.date)}, {position.who}: {position.line}"


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
    # A month that the paper's own date shows is not explained again.
    if not position.date_note or position.date_note == citation.date_note:
        return place(citation)
    return f"{place(citation)} ({position.date_note})"


def ledger_as_of(newest: Paper) -> str:
    """Return how recent the ledger can be."""
    latest = dated(newest.published, newest.date_note)
    return f"As of {latest}, the date of the newest paper; later events are not covered."


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


def no_date(said: str) -> str:
    """Return that a date cannot be read, and how to write one."""
    return (
        f"'{said}' could not be read as a date; write it like 'last month', 'June 2022' or "
        "2023-02-14."
    )


def no_paper(name: str, publishers: Sequence[str]) -> str:
    """Return that no paper goes by a name, and whose there are."""
    known = listed(publishers, "and")
    return f"No paper or council here is called '{name}'; there are papers of {known}."


def nothing_from(name: str, topic: str) -> str:
    """Return that a side of a comparison has no position on a topic."""
    return f"The ledger has nothing from {_with_article(name)} on '{topic}'."
