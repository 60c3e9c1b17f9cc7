"""The description of the addresses for programs: OpenAPI 3.1, by hand, held to by the tests."""

import hashlib
import json
from typing import Any, get_args

from bot.answer import DEFAULT_LIMIT, LARGEST_LIMIT, Outcome
from bot.gaps import Kind
from bot.question import LONGEST
from index.positions import STAGES, STATUSES
from index.register import KINDS, VISIBILITIES

MOST_HISTORY = 20
EDITION = "^[0-9A-Za-z-]{1,64}$"
"""What the name of an edition, or a day, looks like in an address."""

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_DATE: Schema = {"type": "string", "format": "date"}
_SOURCE: Schema = {
    "enum": ["paper", "summary"],
    "description": "Whose words: the paper's own, or our summary's where no original was added.",
}


def _object(required: dict[str, Schema], **optional: Schema) -> Schema:
    return {"type": "object", "required": list(required), "properties": required | optional}


def _list(items: Schema, **more: Any) -> Schema:
    return {"type": "array", "items": items, **more}


def _named(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


_NUMBER: Schema = {"type": "integer", "minimum": 1}
_PLACE: dict[str, Schema] = {
    "paper": {"type": "string", "description": "The paper's id."},
    "title": _TEXT,
    "publisher": _TEXT,
    "published": _DATE,
    "locator": {"type": "string", "description": "Where in the paper: 2.10, 7(e), 54(v)."},
    "heading": _list(_TEXT, description="The headings above it, outermost first."),
    "page": _or_null(_NUMBER),
    "source": _SOURCE,
    "quote": {"type": "string", "description": "The passage, word for word."},
    "url": {"type": "string", "description": "Where the paper is published; empty if unknown."},
}
_NOTE: Schema = {"type": "string", "description": "What of a date is uncertain."}
_POSITION: dict[str, Schema] = {
    "date": _DATE,
    "date_note": _TEXT,
    "stage": {"enum": list(STAGES)},
    "status": {"enum": list(STATUSES)},
    "who": _TEXT,
    "line": {"type": "string", "description": "The position in our words."},
    "figure": _or_null(_TEXT),
}
_PAPER: dict[str, Schema] = {
    "id": _TEXT,
    "title": _TEXT,
    "publisher": _TEXT,
    "committee": _TEXT,
    "by": {"type": "string", "description": "Who wrote, signed or put it; empty where unknown."},
    "published": _DATE,
    "date_note": _TEXT,
    "kind": {"enum": list(KINDS)},
    "visibility": {"enum": list(VISIBILITIES)},
    "url": _TEXT,
}
_STANDING: Schema = _object(_POSITION | {"passage": _TEXT})

_SCHEMAS: dict[str, Schema] = {
    "Question": _object(
        {
            "question": {
                "type": "string",
                "minLength": 1,
                "maxLength": LONGEST,
                "pattern": r"[\p{L}\p{N}_]",
                "description": "Without names and case details, please.",
            }
        },
        history=_list(
            {"type": "string", "maxLength": LONGEST},
            maxItems=MOST_HISTORY,
            description="What was asked before in the same conversation, oldest first.",
        ),
        limit={
            "type": "integer",
            "minimum": 1,
            "maximum": LARGEST_LIMIT,
            "default": DEFAULT_LIMIT,
            "description": "How many citations at most.",
        },
    )
    | {"additionalProperties": False},
    "Citation": _object(
        {"number": _NUMBER} | _PLACE | {"score": {"type": "number", "minimum": 0, "maximum": 1}},
        date_note=_NOTE,
    ),
    "Passage": _object(_PLACE, date_note=_NOTE),
    "Answer": _object(
        {
            "id": {"type": "null"},
            "question": _TEXT,
            "outcome": {"enum": list(get_args(Outcome))},
            "sentences": _list(_object({"text": _TEXT, "citation": _NUMBER})),
            "citations": _list(_named("Citation")),
            "nearest": _list(_named("Citation")),
            "searched": _object({"papers": _COUNT, "passages": _COUNT, "latest": _DATE}),
        },
        stands=_list(
            _object(
                {
                    "topic": _TEXT,
                    **{name: _POSITION[name] for name in ("date", "stage", "status")},
                    **{name: _POSITION[name] for name in ("who", "line")},
                    "citation": _NUMBER,
                }
            )
        ),
        gaps=_list(
            _object({"kind": {"enum": list(get_args(Kind))}, "named": _TEXT}, meaning=_TEXT)
        ),
        contact=_TEXT,
        papers=_list(_TEXT),
        noticed=_list(_TEXT),
    ),
    "Papers": _object(
        {
            "as_of": _DATE,
            "papers": _list(_object(_PAPER | {"source": _SOURCE, "passages": _COUNT})),
        }
    ),
    "Paper": _object(
        {
            "paper": _object(_PAPER),
            "passages": _list(
                _object(
                    {name: _PLACE[name] for name in ("locator", "heading", "page")}
                    | {"source": _SOURCE, "quote": _PLACE["quote"]}
                    | {"link": {"type": "string", "description": "Its address in the pages."}}
                )
            ),
        }
    ),
    "Positions": _object(
        {
            "as_of": _DATE,
            "topics": _list(
                _object(
                    {
                        "id": _TEXT,
                        "name": _TEXT,
                        "question": _TEXT,
                        "moves": _list(_TEXT),
                        "latest": _DATE,
                        "positions": _list(_object(_POSITION | {"citation": _named("Passage")})),
                    }
                )
            ),
        }
    ),
    "PaperNamed": _object(
        {name: _PAPER[name] for name in ("id", "title", "publisher", "published", "date_note")}
        | {"url": _TEXT}
    ),
    "Edition": _object({"id": _TEXT, "built": {"type": "string", "format": "date-time"}}),
    "Changes": _object(
        {
            "since": _DATE,
            "topic": _or_null(_TEXT),
            "published": _object(
                {
                    "papers": _list(_named("PaperNamed")),
                    "topics": _list(_object({"id": _TEXT, "positions": _list(_STANDING)})),
                }
            ),
            "from": _or_null(_named("Edition")),
            "to": _named("Edition"),
            "reaches_back": {"type": "boolean"},
            "index": _or_null(
                _object(
                    {
                        "papers_added": _list(_named("PaperNamed")),
                        "papers_gone": _list(_named("PaperNamed")),
                        "added": _list(_named("Passage")),
                        "removed": _list(_named("Passage")),
                        "reworded": _list(
                            _object(
                                {
                                    "before": _named("Passage"),
                                    "after": _named("Passage"),
                                    "quoted_anew": {"type": "boolean"},
                                    "words": _list(
                                        _object(
                                            {
                                                "kind": {"enum": ["same", "came", "went"]},
                                                "text": _TEXT,
                                            }
                                        )
                                    ),
                                }
                            )
                        ),
                        "ledger": _list(
                            _object(
                                {
                                    "id": _TEXT,
                                    "name": _TEXT,
                                    "before": _or_null(_TEXT),
                                    "after": _or_null(_TEXT),
                                    "came": _list(_STANDING),
                                    "went": _list(_STANDING),
                                }
                            )
                        ),
                    }
                )
            ),
        }
    ),
    "Error": _object({"error": {"type": "string", "description": "A sentence for people."}}),
}
_REFUSALS = {
    "400": "The body is no JSON, or the pages have another address.",
    "403": "The reader may be shown no papers, or another site's page sent this.",
    "404": "There is nothing of that name.",
    "409": "Two parameters do not go together.",
    "408": "The body took too long to arrive.",
    "413": "The body is too large.",
    "415": "The body is not said to be JSON.",
    "422": "A parameter or a field cannot be used as it is.",
    "429": "Too much at once; Retry-After says for how many seconds to wait.",
    "500": "A fault of ours, with its number.",
    "503": "Answering is paused; the sentence says why.",
}
_ALWAYS = ("400", "403", "429", "500")
_KEPT = {"304": {"description": "Nothing has changed since the edition that If-None-Match names."}}


def _operation(summary: str, answer: str, *statuses: str) -> Schema:
    refusals = sorted({*_ALWAYS, *statuses})
    headers = {"Retry-After": {"schema": {"type": "integer", "minimum": 1}}}
    return {
        "summary": summary,
        "operationId": answer[:1].lower() + answer[1:],
        "responses": {
            "200": {"description": "Found.", "content": _json(answer)},
            **{
                status: {"description": _REFUSALS[status], "content": _json("Error")}
                | ({"headers": headers} if status == "429" else {})
                for status in refusals
            },
        },
    }


def _json(name: str) -> Schema:
    return {"application/json": {"schema": _named(name)}}


def _get(summary: str, answer: str, *parameters: Schema) -> Schema:
    statuses = ("404", "409", "422") if parameters else ()
    operation = _operation(summary, answer, *statuses)
    operation["responses"] |= _KEPT
    return {"get": operation | ({"parameters": list(parameters)} if parameters else {})}


def _parameter(name: str, schema: Schema, description: str, place: str = "query") -> Schema:
    found = {"name": name, "in": place, "schema": schema, "description": description}
    return found | ({"required": True} if place == "path" else {})


_NAME: Schema = {"type": "string", "minLength": 1, "maxLength": 100}
_TOPIC = _parameter("topic", _NAME, "Only this topic of the ledger, by its id or a name of it.")
_SINCE = _parameter("since", _DATE, "Only what is of this day or later.")
_EDITION: Schema = {"type": "string", "pattern": EDITION}
_PATHS: dict[str, Schema] = {
    "/api/ask": {
        "post": _operation("Answer a question", "Answer", "408", "413", "415", "422", "503")
        | {"requestBody": {"required": True, "content": _json("Question")}}
    },
    "/api/papers": _get("Which papers are held", "Papers"),
    "/api/papers/{id}": _get(
        "A paper, passage by passage", "Paper", _parameter("id", _NAME, "The paper's id.", "path")
    ),
    "/api/positions": _get(
        "Where recommendations stand",
        "Positions",
        _TOPIC,
        _parameter("status", {"enum": list(STATUSES)}, "Only positions of this status."),
        _parameter("stage", {"enum": list(STAGES)}, "Only what was said at this stage."),
        _parameter("paper", _list(_NAME), "Only what these papers, or these councils', say."),
        _SINCE,
    ),
    "/api/changes": _get(
        "What changed; since the edition before, unless something else is asked",
        "Changes",
        _SINCE,
        _parameter("from", _EDITION, "From this edition: its id, or a day it was there."),
        _parameter("to", _EDITION, "Up to this edition; the current one by default."),
        _TOPIC,
    ),
}
DESCRIPTION: Schema = {
    "openapi": "3.1.0",
    "info": {
        "title": "review-bot",
        "version": "1",
        "description": (
            "Cited answers about the Independent Review of Children's Social Care. Fields are "
            "added over time, never renamed or removed. Questions are never kept."
        ),
    },
    "servers": [{"url": "/"}],
    "paths": _PATHS,
    "components": {"schemas": _SCHEMAS},
}
VERSION = hashlib.sha256(json.dumps(DESCRIPTION, sort_keys=True).encode()).hexdigest()[:8]
"""Which description this is: what was kept of answers by another one is of no use."""
