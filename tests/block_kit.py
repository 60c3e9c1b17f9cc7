"""Whether Slack would take a payload: its own types as JSON Schema, its SDK's parser, our rules."""

import functools
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

HOME = Path(__file__).resolve().parent.parent
_TOOL = HOME / "node_modules" / ".bin" / "ts-json-schema-generator"
_TYPES = 'import type { AnyBlock, View } from "@slack/types";\n'
_PAYLOAD = "export interface Payload { blocks?: AnyBlock[]; view?: View }\n"


def has_schema() -> bool:
    """Whether Slack's types and the tool that reads them are installed."""
    return _TOOL.is_file()


def problems(blocks: Any = (), view: Any = None) -> list[str]:
    """Return what is wrong with a message's blocks, or with a view."""
    payload = json.loads(json.dumps({"view": view} if view else {"blocks": list(blocks)}))
    found = list(_by_parser(payload)) + list(_by_rule(payload))
    if has_schema():
        for error in _validator().iter_errors(payload):
            # The blocks are tried against every type; the deepest complaint is the one that helps.
            deepest = max(error.context or [error], key=lambda e: len(list(e.absolute_path)))
            found.append(f"schema: {list(deepest.absolute_path)} {deepest.message[:200]}")
    return found


def _by_parser(payload: dict[str, Any]) -> Iterator[str]:
    try:
        for block in _blocks(payload):
            parsed = Block.parse(block)
            if parsed is None or parsed.to_dict() != block:
                yield f"parser: changes a block of type {block.get('type')}"
        if "view" in payload:
            View(**payload["view"]).to_dict()
    except Exception as error:
        yield f"parser: {error}"


def _by_rule(payload: dict[str, Any]) -> Iterator[str]:
    blocks = _blocks(payload)
    if len(blocks) > (100 if "view" in payload else 50):
        yield "rule: too many blocks"
    for block in blocks:
        actions = [value["action_id"] for value in _objects(block) if "action_id" in value]
        if len(actions) != len(set(actions)):
            yield "rule: an action_id twice in a block"
        for value in _objects(block):
            if value.get("type") in ("text", "plain_text", "mrkdwn") and not value.get("text"):
                yield "rule: empty text"


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _objects(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _objects(inner)


def _blocks(payload: dict[str, Any]) -> list[dict[str, Any]]:
    return list(payload["view"]["blocks"] if "view" in payload else payload["blocks"])


@functools.cache
def _validator() -> Draft7Validator:
    source = HOME / "node_modules" / ".payload.ts"
    source.write_text(_TYPES + _PAYLOAD, encoding="utf-8")
    command = [str(_TOOL), "--path", str(source), "--type", "Payload", "--no-type-check"]
    made = subprocess.run(command, check=True, capture_output=True, cwd=HOME, text=True)
    return Draft7Validator(json.loads(made.stdout))
