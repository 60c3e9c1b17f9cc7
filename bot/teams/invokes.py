"""What Teams asks and waits for: buttons pressed, thumbs, the message extension."""

import html
import json
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from bot import log, wording_chat
from bot.afterwards import Judged, copied, keep_reason, keep_thumb, recalled, whole
from bot.audience import Audience
from bot.chat import answer_alone, fault_told
from bot.commands import tell
from bot.desk import Desk, NothingPublicError
from bot.excerpt import one_line
from bot.library import Found
from bot.question import QuestionError
from bot.teams import pages, render
from bot.teams.cards import CARD_TYPE, Card
from bot.teams.payloads import Activity, Payload, typed
from bot.teams.readers import Readers
from bot.teams.render import Frame
from bot.teams.talk import Question, command_here

SEARCH, CHECK = "searchPapers", "checkMessage"
"""The message extension's commands, as the manifest names them."""
QUERY = "query"
"""The search command's parameter."""
_MOST_FOUND = 10
_TITLE, _PREVIEW = 100, 200
Body = dict[str, Any]
Answering = Callable[[Activity], Awaitable[Body]]


class Invokes:
    """Answers at once, to whoever pressed or typed, from what that person may be shown."""

    def __init__(self, desk: Desk, readers: Readers) -> None:
        self._desk = desk
        self._readers = readers
        self._known: dict[str, tuple[Answering, Callable[[str], Body]]] = {
            "adaptiveCard/action": (self._pressed, _said_in_card),
            "message/fetchTask": (self._thumb, _said_in_window),
            "message/submitAction": (self._judged, lambda _text: {}),
            "task/submit": (self._form, _said_in_window),
            "composeExtension/query": (self._search, _said_in_search),
            "composeExtension/fetchTask": (self._check, _said_in_window),
            "composeExtension/submitAction": (self._check, _said_in_window),
        }

    async def answer(self, activity: Activity) -> tuple[int, Body]:
        """Return the status and the body to answer with."""
        known = self._known.get(activity.name)
        if known is None:
            log.event("not_known", what="invoke")
            return 501, {}
        answering, say = known
        try:
            return 200, await answering(activity)
        except NothingPublicError:
            return 200, say(wording_chat.NOTHING_PUBLIC)
        except QuestionError as error:
            return 200, say(str(error))
        except Exception as error:
            return 200, say(fault_told(error, {"id": activity.event.id}))

    async def _pressed(self, activity: Activity) -> Body:
        """Do what a card's button says; the card it answers with is the presser's alone."""
        action = _mapping(activity.value, "action")
        data, verb = _mapping(action, "data"), action.get("verb")
        audience = await self._readers.audience(activity, is_private=True)
        if verb == pages.TELL:
            return await self._told(activity, _text(data, "command"))
        if verb == pages.ASK:
            return await self._asked(activity, _text(data, "question"), audience)
        reference = _text(data, "reference")
        frame = self._frame(reference, is_alone=bool(data.get("alone")))
        if verb == render.RECORD:
            text = copied(self._desk, reference, audience, date.today())
            return _card(render.record_card(text, frame)) if text else _changed()
        if verb == render.MORE:
            found = recalled(self._desk, reference, audience)
            if found is None or not found.found.further:
                return _changed()
            return _card(render.answer_card(found.found, frame, found.found.further))
        if verb == render.BACK:
            found = whole(self._desk, reference, audience)
            return _card(render.answer_card(found.found, frame)) if found else _changed()
        return _said_in_card(wording_chat.UNKNOWN_COMMAND)

    async def _told(self, activity: Activity, command: str) -> Body:
        word, _, rest = command.partition(" ")
        reader = await self._readers.reader(activity, is_private=True)
        page = await tell(self._desk, command_here(word), rest, reader)
        return _card(pages.page_card(page, self._desk.policy.address))

    async def _asked(self, activity: Activity, question: str, audience: Audience) -> Body:
        made = await self._alone(activity, question, audience)
        return _card(made) if made else _said_in_card(wording_chat.BUSY)

    async def _alone(
        self, activity: Activity, question: str, audience: Audience, *, buttons: bool = True
    ) -> Card | None:
        """Return an answer for one person as a card, None for what was answered before."""
        reply = await answer_alone(self._desk, Question(activity.question, question, audience))
        if reply is None:
            return None
        if reply.found is None:
            return render.said_card(reply.text)
        if buttons:
            return render.answer_card(reply.found, self._frame(reply.reference, is_alone=True))
        deleting = wording_chat.DELETE_CHECKED_IN_TEAMS
        frame = self._frame("", is_alone=True, deleting=deleting)
        return render.answer_card(reply.found, frame, reply.found.further)

    async def _thumb(self, activity: Activity) -> Body:
        """Keep a thumb; after a thumbs-down show the form that asks for the reason."""
        data = _mapping(activity.value, "data") or activity.value
        reaction = _mapping(data, "actionValue").get("reaction")
        judged = await self._judgement(activity, "")
        await keep_thumb(self._desk, judged, "good" if reaction == "like" else "bad")
        if reaction == "like":
            return _said_in_window(wording_chat.THANKS)
        return _window(wording_chat.FEEDBACK_TITLE, pages.feedback_card(judged.answer))

    async def _judged(self, activity: Activity) -> Body:
        """Keep a thumb with its reason, as Teams itself sends what was typed into a form."""
        value = _mapping(activity.value, "actionValue")
        given = _fields(value.get("feedback"))
        judged = await self._judgement(activity, _text(given, "feedback"))
        if value.get("reaction") == "like":
            await keep_thumb(self._desk, judged, "good")
        else:
            comment = _text(given, pages.COMMENT) or _text(given, "feedbackText")
            await keep_reason(self._desk, judged, _text(given, pages.REASON), comment)
        return {}

    async def _form(self, activity: Activity) -> Body:
        """Keep the reason that came with the form, and say what happens with it."""
        data = _mapping(activity.value, "data")
        judged = await self._judgement(activity, _text(data, "feedback"))
        reason, comment = _text(data, pages.REASON), _text(data, pages.COMMENT)
        return _said_in_window(await keep_reason(self._desk, judged, reason, comment))

    async def _judgement(self, activity: Activity, form: str) -> Judged:
        """Return which answer is judged: the message the thumb stands under, or the form's own."""
        answer = activity.answer_mark(activity.reply_to) if activity.reply_to else form
        reference = await self._desk.reference(answer)
        if not reference and form:
            answer, reference = form, await self._desk.reference(form)
        return Judged("teams", answer[:64], activity.asker, reference)

    async def _search(self, activity: Activity) -> Body:
        """Return passages to put into a conversation: only what all in it may read."""
        asked = typed(_parameter(activity.value, QUERY))
        if not asked:
            return _said_in_search(wording_chat.TYPE_TO_SEARCH)
        audience = await self._readers.audience(activity, is_private=False)
        found = await self._desk.ask(asked, (), self._desk.shelf(audience), "teams")
        log.event("searched", id=activity.event.id, outcome=found.answer.outcome)
        answer = found.answer
        passages = [*(answer.citations or answer.nearest), *found.further][:_MOST_FOUND]
        if not passages:
            return _said_in_search(wording_chat.lead(answer) or wording_chat.NO_PASSAGE)
        return _results(found, self._desk.policy.address)

    async def _check(self, activity: Activity) -> Body:
        """Answer what somebody's message says or asks, to the one who chose the command."""
        message = _mapping(_mapping(activity.value, "messagePayload"), "body")
        audience = await self._readers.audience(activity, is_private=True)
        text = typed(_text(message, "content"))
        made = await self._alone(activity, text, audience, buttons=False)
        if made is None:
            return _said_in_window(wording_chat.BUSY)
        return _window(wording_chat.ANSWER_TITLE, made)

    def _frame(self, reference: str, *, is_alone: bool, deleting: str = "") -> Frame:
        policy = self._desk.policy
        return Frame(reference, policy.ask_whom, policy.address, is_alone, deleting)


def _results(found: Found, address: str) -> Body:
    answer = found.answer
    passages = [*(answer.citations or answer.nearest), *found.further][:_MOST_FOUND]
    attachments = [
        {
            "contentType": CARD_TYPE,
            "content": render.passage_card(each, address),
            "preview": {
                "contentType": "application/vnd.microsoft.card.thumbnail",
                "content": {
                    "title": one_line(f"{each.title}, {wording_chat.paragraph(each)}", _TITLE),
                    # A preview's text is read as HTML.
                    "text": html.escape(one_line(each.quote, _PREVIEW)),
                },
            },
        }
        for each in passages
    ]
    result = {"type": "result", "attachmentLayout": "list", "attachments": attachments}
    return {"composeExtension": result}


def _card(card: Card) -> Body:
    return {"statusCode": 200, "type": CARD_TYPE, "value": card}


def _changed() -> Body:
    return _said_in_card(wording_chat.PAPERS_CHANGED)


def _said_in_card(text: str) -> Body:
    return {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": text}


def _said_in_window(text: str) -> Body:
    return {"task": {"type": "message", "value": text}}


def _said_in_search(text: str) -> Body:
    return {"composeExtension": {"type": "message", "text": text}}


def _window(title: str, card: Card) -> Body:
    value = {
        "title": title,
        "width": "medium",
        "height": "medium",
        "card": {"contentType": CARD_TYPE, "content": card},
    }
    return {"task": {"type": "continue", "value": value}}


def _fields(given: Any) -> Payload:
    """Return what was typed into a form; Teams sends it as JSON in a string, or as plain words."""
    if isinstance(given, dict):
        return given
    words = given if isinstance(given, str) else ""
    try:
        found = json.loads(words)
    except (ValueError, RecursionError):
        found = None
    return found if isinstance(found, dict) else {pages.COMMENT: words}


def _parameter(value: Payload, name: str) -> str:
    found = value.get("parameters")
    for each in found if isinstance(found, list) else []:
        if isinstance(each, dict) and each.get("name") == name:
            return _text(each, "value")
    return ""


def _mapping(value: Payload, field: str) -> Payload:
    found = value.get(field)
    return found if isinstance(found, dict) else {}


def _text(value: Payload, field: str) -> str:
    found = value.get(field)
    return found if isinstance(found, str) else ""
