"""Whether an answer helped: kept with the passages shown, without question and name."""

import secrets
from collections.abc import Sequence

from starlette.responses import Response

from bot import log, wording_chat, wording_web
from bot.reference import named
from bot.store import Feedback, hashed
from bot.web.visit import Visit

_LONGEST_COMMENT = 1_000
_LONGEST_REFERENCE = 3_000


def mark() -> str:
    """Return what tells one answer shown from another, and nothing about whom it was shown to."""
    return secrets.token_hex(8)


async def feedback(visit: Visit) -> Response:
    """Keep what a reader thought of an answer; after "not helpful" ask why."""
    fields = dict(await visit.form() or ())
    if not visit.request.state.form_token.is_ours(fields.get("token", "")):
        return visit.said(wording_web.SORRY, wording_web.NOT_OURS, 403)
    given = _given(fields, visit)
    try:
        await visit.desk.add_feedback(given)
    except Exception as error:
        log.fault("feedback", error, front="web")
        return visit.said(wording_web.SORRY, wording_chat.NOT_KEPT, 503)
    log.event("feedback", verdict=given.verdict, reason=given.reason, outcome=given.outcome)
    if given.verdict == "good" or given.reason:
        text = wording_chat.THANKS if given.verdict == "good" else wording_chat.THANKS_BAD
        return visit.passing("thanks.html", text=text)
    return visit.passing("feedback.html", fields=_kept(fields, ("answer", "mark")))


def _given(fields: dict[str, str], visit: Visit) -> Feedback:
    outcome, citations = named(fields.get("answer", "")[:_LONGEST_REFERENCE], visit.shelf)
    reason = fields.get("reason", "")
    return Feedback(
        answer=hashed(f"web:{fields.get('mark', '')}"),
        # Who it was is not known and not asked: each answer shown counts as a reader of its own.
        asker=hashed(f"web:{fields.get('mark', '')}"),
        front="web",
        verdict="good" if fields.get("verdict") == "good" else "bad",
        outcome=outcome,
        citations=citations,
        edition=visit.shelf.edition.about.id,
        reason=reason if reason in wording_chat.REASONS else "other" if reason else "",
        comment=fields.get("comment", "")[:_LONGEST_COMMENT],
    )


def _kept(fields: dict[str, str], names: Sequence[str]) -> dict[str, str]:
    return {name: fields.get(name, "") for name in names}
