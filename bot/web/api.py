"""The pages' addresses for programs: the JSON of the command line, every fault in a sentence."""

import asyncio
import json
import re
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from bot import log, wording, wording_api, wording_chat
from bot.answer import DEFAULT_LIMIT, LARGEST_LIMIT
from bot.as_json import as_json, positions_as_json
from bot.audience import EVERYBODY, Audience
from bot.dates import today
from bot.desk import Asked, Desk, NothingPublicError, PausedError, fault_id, milliseconds_since
from bot.ledger import Wanted, meant, papers_named, select
from bot.library import Shelf
from bot.news import find_edition, news_between, news_since, one_before
from bot.news_json import news_as_json
from bot.papers_json import paper_as_json, papers_as_json
from bot.question import LONGEST, QuestionError
from bot.web.openapi import DESCRIPTION, EDITION, MOST_HISTORY, VERSION
from index.edition import EditionError
from index.positions import STAGES, STATUSES, Topic

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FIELDS = ("question", "history", "limit")


class ProblemError(Exception):
    """A request that cannot be answered as it is: its status, and a sentence that says why."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


@dataclass(frozen=True, slots=True)
class Call:
    """A request with the desk, and the shelf that its reader may be shown."""

    request: Request
    desk: Desk
    shelf: Shelf

    def one(self, name: str) -> str | None:
        """Return a parameter, None where it is not given; raises ProblemError for two of them."""
        values = self.request.query_params.getlist(name)
        if len(values) > 1:
            raise ProblemError(422, wording_api.once(name))
        return values[0] if values else None


Handler = Callable[[Call], Awaitable[Response]]


def api_routes(desk: Desk) -> Sequence[Mount]:
    """Return the addresses for programs."""
    get = {
        "/papers": _papers,
        "/papers/{identity}": _paper,
        "/positions": _positions,
        "/changes": _changes,
    }
    routes = [Route(path, _endpoint(desk, each), methods=["GET"]) for path, each in get.items()]
    routes.append(Route("/ask", _endpoint(desk, _ask), methods=["POST"]))
    routes.append(Route("/openapi.json", _description, methods=["GET"]))
    return (Mount("/api", routes=routes),)


def is_for_programs(request: Request) -> bool:
    """Whether an answer to this request must be JSON, also when it is a refusal."""
    return request.url.path.startswith("/api/")


def problem(text: str, status: int) -> Response:
    """Return a refusal as JSON."""
    return JSONResponse({"error": text}, status, {"Cache-Control": "no-store"})


def _endpoint(desk: Desk, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """Return a handler as Starlette calls it."""

    async def handle(request: Request) -> Response:
        start = time.perf_counter()
        try:
            response = await handler(Call(request, desk, desk.shelf(request.state.audience)))
        except NothingPublicError:
            return problem(wording_chat.NOTHING_PUBLIC, 403)
        except PausedError as error:
            return problem(str(error), 503)
        except QuestionError as error:
            return problem(str(error), 422)
        except ProblemError as error:
            return problem(str(error), error.status)
        except ClientDisconnect:
            # Nobody is there to be told.
            return Response(status_code=400)
        except Exception as error:
            fault = fault_id()
            log.fault("fault", error, front="api", fault=fault)
            return problem(wording_chat.FAULT.format(fault=fault), 500)
        log.event("api", address=handler.__name__.strip("_"), ms=milliseconds_since(start))
        return response

    return handle


async def _ask(call: Call) -> Response:
    answer = await call.desk.answer(await _asked(call.request), call.shelf, "api")
    log.event("answered", front="api", outcome=answer.outcome)
    return JSONResponse(as_json(answer), headers={"Cache-Control": "no-store"})


async def _papers(call: Call) -> Response:
    return await _kept(call, lambda: papers_as_json(call.shelf.edition))


async def _paper(call: Call) -> Response:
    identity: str = call.request.path_params["identity"]

    def found() -> dict[str, Any]:
        paper = paper_as_json(call.shelf.edition, identity)
        if paper is None:
            raise ProblemError(404, wording_api.no_paper_id(identity))
        return paper

    return await _kept(call, found)


async def _positions(call: Call) -> Response:
    edition = call.shelf.edition
    topic, since = call.one("topic"), _day(call, "since")
    status, stage = _among(call, "status", STATUSES), _among(call, "stage", STAGES)
    papers = frozenset(
        paper.id
        for name in call.request.query_params.getlist("paper")
        for paper in papers_named(edition.papers, name) or _no_paper(call, name)
    )
    wanted = Wanted(status, stage, since or date.min, papers)
    about = edition.topics if topic is None else (_topic(edition.topics, topic),)
    return await _kept(call, lambda: positions_as_json(select(about, wanted), edition))


async def _changes(call: Call) -> Response:
    topics = call.shelf.edition.topics
    topic, since = call.one("topic"), _day(call, "since")
    earlier, later = _edition(call, "from"), _edition(call, "to")
    if since and (earlier is not None or later is not None):
        raise ProblemError(409, wording_api.SPAN_OR_SINCE)
    about = _topic(topics, topic) if topic is not None else None
    var = call.desk.library.var
    if var is None:
        raise ProblemError(404, wording_api.NO_EDITIONS)

    def found() -> dict[str, Any]:
        if since:
            return news_as_json(news_since(var, since, about))
        # By its own shelf and not by what is on disk: a build may have ended since.
        after = find_edition(var, later, today()) if later else call.shelf.edition.about.id
        before = find_edition(var, earlier, today()) if earlier else one_before(var, after)
        return news_as_json(news_between(var, before, after, about))

    try:
        value = await asyncio.to_thread(found)
    except (EditionError, OverflowError) as error:
        text = str(error) if isinstance(error, EditionError) else wording_api.NO_EDITIONS
        raise ProblemError(404, text) from error
    return await _kept(call, lambda: value)


async def _description(_request: Request) -> Response:
    return JSONResponse(DESCRIPTION, headers={"Cache-Control": "public, max-age=3600"})


async def _kept(call: Call, value: Callable[[], dict[str, Any]]) -> Response:
    """Return JSON that is the same until the edition changes."""
    # Off the event loop: where an edition is kept in a database, it is asked there.
    made = await asyncio.to_thread(value)
    about, audience = call.shelf.edition.about, _audience(call.request)
    # How much of an edition a reader may see makes another answer of it.
    version = f'W/"{about.id}-{about.passages}-{VERSION}"'
    scope = "public" if audience == EVERYBODY else "private"
    headers = {"ETag": version, "Cache-Control": f"{scope}, no-cache"}
    given = call.request.headers.get("if-none-match", "")
    if version in (part.strip() for part in given.split(",")):
        return Response(status_code=304, headers=headers)
    return JSONResponse(made, headers=headers)


def _audience(request: Request) -> Audience:
    audience: Audience = request.state.audience
    return audience


async def _asked(request: Request) -> Asked:
    """Return the question that a body holds; raises ProblemError."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise ProblemError(415, wording_api.NOT_JSON_TYPE)
    try:
        given = json.loads(await request.body())
    except (ValueError, RecursionError) as error:
        raise ProblemError(400, wording_api.NOT_JSON) from error
    if not isinstance(given, dict):
        raise ProblemError(422, wording_api.NO_OBJECT)
    for name in given:
        if name not in _FIELDS:
            raise ProblemError(422, wording_api.unknown_field(_text(name), _FIELDS))
    question = given.get("question")
    if not isinstance(question, str):
        raise ProblemError(422, wording_api.NO_QUESTION)
    return Asked(_text(question), _history(given), _limit(given))


def _history(given: dict[str, Any]) -> tuple[str, ...]:
    history = given.get("history", [])
    if (
        not isinstance(history, list)
        or len(history) > MOST_HISTORY
        or not all(isinstance(each, str) and len(each) <= LONGEST for each in history)
    ):
        raise ProblemError(422, wording_api.bad_history(MOST_HISTORY, LONGEST))
    return tuple(_text(earlier) for earlier in history)


def _limit(given: dict[str, Any]) -> int:
    limit = given.get("limit", DEFAULT_LIMIT)
    # JSON knows one kind of number: 3.0 is 3.
    is_whole = isinstance(limit, float) and limit.is_integer()
    if isinstance(limit, bool) or not (isinstance(limit, int) or is_whole):
        raise ProblemError(422, wording_api.bad_limit(LARGEST_LIMIT))
    if not 1 <= limit <= LARGEST_LIMIT:
        raise ProblemError(422, wording_api.bad_limit(LARGEST_LIMIT))
    return int(limit)


def _text(typed: str) -> str:
    """Return what was sent with "?" for what is no letter in any encoding."""
    return typed.encode("utf-8", "replace").decode("utf-8")


def _day(call: Call, name: str) -> date | None:
    given = call.one(name)
    if given is None:
        return None
    try:
        # On its own it takes more than it says ("20230214xx").
        return date.fromisoformat(given if _DAY.fullmatch(given) else "")
    except ValueError as error:
        raise ProblemError(422, wording_api.no_day(name)) from error


def _edition(call: Call, name: str) -> str | None:
    given = call.one(name)
    if given is not None and not re.fullmatch(EDITION, given):
        raise ProblemError(422, wording_api.no_edition_name(name))
    return given


def _among(call: Call, name: str, known: Sequence[str]) -> str:
    given = call.one(name)
    if given is not None and given not in known:
        raise ProblemError(422, wording_api.one_of(name, known))
    return given or ""


def _topic(topics: Sequence[Topic], name: str) -> Topic:
    found = meant(topics, name)
    if len(found.topics) == 1:
        return found.topics[0]
    if found.topics:
        raise ProblemError(404, wording.which_topic(name, [t.name for t in found.topics]))
    raise ProblemError(404, wording.no_topic(name, [t.name for t in found.nearest]))


def _no_paper(call: Call, name: str) -> Sequence[Any]:
    publishers = list(dict.fromkeys(paper.publisher for paper in call.shelf.edition.papers))
    raise ProblemError(404, wording.no_paper(name, publishers))
