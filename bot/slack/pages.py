"""What Slack shows beside answers: App Home, help, the glossary, papers, the windows. Pure."""

from itertools import groupby
from typing import Any

from bot import wording, wording_chat
from bot.answer import Searched
from bot.excerpt import one_line
from bot.library import Shelf
from bot.slack import blocks as kit
from bot.slack.blocks import Block, Message
from index.glossary import Term
from index.register import Paper

ASK_VIEW, FEEDBACK_VIEW = "ask_view", "feedback_view"
QUESTION, REASON, COMMENT = "question", "reason", "comment"
HOME_QUESTION, STARTER, TERM = "home_question", "starter", "glossary_term"
_MOST_PAPERS = 30
_MOST_OPTIONS = 100


def home_view(shelf: Shelf) -> dict[str, Any]:
    """Return App Home: what the bot does, a question box, starters, papers, glossary."""
    blocks = [
        kit.header(wording_chat.HOME_HEADING),
        kit.rich(_bold_line(wording_chat.HOME_CAN), _points(wording_chat.HOME_CAN_POINTS)),
        kit.rich(_bold_line(wording_chat.HOME_CANNOT), _points(wording_chat.HOME_CANNOT_POINTS)),
        kit.context(wording_chat.URGENT_NOTE),
        kit.divider(),
        _question_box(),
        kit.header(wording_chat.HOME_STARTERS),
        *_starters(shelf),
        kit.context(wording_chat.HOME_START),
        kit.divider(),
        kit.header(wording_chat.HOME_PAPERS),
        *_papers(shelf),
        *_glossary(shelf),
    ]
    return {"type": "home", "blocks": blocks}


def nobody_view() -> dict[str, Any]:
    """Return App Home for somebody who may be shown no paper."""
    return {"type": "home", "blocks": [kit.paragraph(wording_chat.NOTHING_PUBLIC)]}


def ask_view(channel: str = "") -> dict[str, Any]:
    """Return the window to ask in."""
    field = kit.text_input(QUESTION, wording_chat.ASK_LABEL, wording_chat.ASK_HINT, is_long=True)
    field["element"]["placeholder"] = kit.plain(wording_chat.ASK_PLACEHOLDER, 150)
    view = kit.modal(
        wording_chat.ASK_TITLE, [field], submit=wording_chat.ASK, close=wording_chat.CLOSE
    )
    return view | {"callback_id": ASK_VIEW, "private_metadata": channel}


def feedback_view(metadata: str) -> dict[str, Any]:
    """Return the window that asks why an answer was not helpful."""
    reasons: Block = {
        "type": "input",
        "block_id": REASON,
        "label": kit.plain(wording_chat.FEEDBACK_REASON, 2_000),
        "element": {
            "type": "radio_buttons",
            "action_id": REASON,
            "options": [kit.option(text, key) for key, text in wording_chat.REASONS.items()],
        },
    }
    comment = kit.text_input(
        COMMENT, wording_chat.FEEDBACK_COMMENT, wording_chat.FEEDBACK_HINT, is_long=True
    )
    comment["optional"] = True
    comment["element"]["max_length"] = 1_000
    view = kit.modal(
        wording_chat.FEEDBACK_TITLE,
        [reasons, comment, kit.context(wording_chat.FEEDBACK_WHAT_HAPPENS)],
        submit=wording_chat.FEEDBACK_SUBMIT,
        close=wording_chat.CLOSE,
    )
    return view | {"callback_id": FEEDBACK_VIEW, "private_metadata": metadata[:3_000]}


def help_message(lead: str = "") -> Message:
    """Return what the command can do."""
    lines = [
        kit.section(kit.run(name, "code"), kit.run(f"  {does}")) for name, does in wording_chat.HELP
    ]
    blocks = [kit.paragraph(lead)] if lead else []
    blocks += [kit.rich(kit.bullets(*lines)), kit.paragraph(wording_chat.HELP_ELSEWHERE)]
    text = "\n".join([lead, *(f"{name}: {does}" for name, does in wording_chat.HELP)])
    return Message(kit.unformatted(text), tuple(blocks))


def papers_message(shelf: Shelf) -> Message:
    """Return which papers there are."""
    lines = [f"{paper.publisher}, {paper.title}" for paper in _newest(shelf)]
    return Message(kit.unformatted("\n".join(lines)), tuple(_papers(shelf)))


def term_message(term: Term) -> Message:
    """Return what a term means."""
    return Message(kit.unformatted(f"{term.term}: {term.meaning}"), tuple(_term(term)))


def term_view(term: Term) -> dict[str, Any]:
    """Return what a term means, as a window."""
    return kit.modal(wording_chat.HOME_GLOSSARY, _term(term), close=wording_chat.CLOSE)


def prompts(shelf: Shelf) -> list[dict[str, str]]:
    """Return the direct-message pane's suggestions: Slack takes four."""
    firsts = [question for group in shelf.starters for question in group.questions[:2]]
    return [{"title": question, "message": question} for question in firsts[:4]]


def _question_box() -> Block:
    field = kit.text_input(
        HOME_QUESTION, wording_chat.HOME_ASK, wording_chat.ASK_HINT, is_long=False
    )
    field["element"]["placeholder"] = kit.plain(wording_chat.ASK_PLACEHOLDER, 150)
    field["element"]["dispatch_action_config"] = {"trigger_actions_on": ["on_enter_pressed"]}
    return field | {"dispatch_action": True}


def _starters(shelf: Shelf) -> list[Block]:
    blocks: list[Block] = []
    for number, group in enumerate(shelf.starters):
        buttons = [
            kit.button(f"{STARTER}_{number}_{place}", question, question)
            for place, question in enumerate(group.questions)
        ]
        blocks += [kit.rich(_bold_line(group.readers)), kit.actions(*buttons)]
    return blocks


def _papers(shelf: Shelf) -> list[Block]:
    edition = shelf.edition
    searched = Searched(len(edition.papers), edition.about.passages, edition.latest)
    newest = _newest(shelf)
    lines = [_paper(paper) for paper in newest[:_MOST_PAPERS]]
    left = len(newest) - len(lines)
    if left:
        lines.append(kit.section(kit.run(f"and {left} older ones")))
    return [kit.rich(kit.bullets(*lines)), kit.context(wording_chat.held(searched))]


def _newest(shelf: Shelf) -> list[Paper]:
    return sorted(shelf.edition.papers, key=lambda paper: paper.published, reverse=True)


def _paper(paper: Paper) -> dict[str, Any]:
    date_said = wording.dated(paper.published, paper.date_note)
    dated = "" if paper.title.endswith(date_said) else f", {date_said}"
    place = one_line(f"{paper.publisher}, {paper.title}", 250)
    return kit.section(kit.run(f"{place}{dated} "), *kit.link(paper.url, wording_chat.OPEN_PAPER))


def _glossary(shelf: Shelf) -> list[Block]:
    terms = sorted(shelf.edition.glossary.terms, key=lambda term: term.term.casefold())
    if not terms:
        return []
    groups = []
    for letter, entries in groupby(terms, key=lambda term: term.term[:1].upper()):
        options = [kit.option(term.term, term.term) for term in entries][:_MOST_OPTIONS]
        groups.append({"label": kit.plain(letter, 75), "options": options})
    select = {
        "type": "static_select",
        "action_id": TERM,
        "placeholder": kit.plain(wording_chat.HOME_GLOSSARY_PICK, 150),
        "option_groups": groups[:_MOST_OPTIONS],
    }
    return [kit.divider(), kit.header(wording_chat.HOME_GLOSSARY), kit.actions(select)]


def _term(term: Term) -> list[Block]:
    others = ", ".join((*term.short, *term.also))
    lines = [kit.section(kit.run(term.term, "bold"), kit.run(f" ({others})" if others else ""))]
    lines.append(kit.section(kit.run("\n" + term.meaning)))
    if term.note:
        lines.append(kit.section(kit.run("\n" + term.note, "italic")))
    return [kit.rich(*lines)]


def _bold_line(text: str) -> dict[str, Any]:
    return kit.section(kit.run(text, "bold"))


def _points(points: tuple[str, ...]) -> dict[str, Any]:
    return kit.bullets(*(kit.section(kit.run(point)) for point in points))
