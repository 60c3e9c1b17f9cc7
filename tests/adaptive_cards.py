"""Teams' own library of cards, run beside the tests: what it complains of, what it understood."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from tests.local_slack import HOME

MOST_BYTES, MOST_MESSAGE_BYTES = 25_000, 80_000
_SHOWN = ("text", "title", "value", "label", "placeholder", "errorMessage", "tooltip", "url")


def has_library() -> bool:
    """Whether node and the library are installed."""
    package = HOME / "node_modules" / "adaptivecards" / "package.json"
    return package.is_file() and shutil.which("node") is not None


@dataclass
class CardLibrary:
    """The running library."""

    asks: IO[str]
    answers: IO[str]

    def faults(self, card: dict[str, Any]) -> list[str]:
        """Return what is wrong with a card, a sentence each."""
        self.asks.write(json.dumps(card) + "\n")
        self.asks.flush()
        found = json.loads(self.answers.readline())
        faults = list(found["complaints"])
        understood = set(found["texts"])
        faults += [f"lost: {text!r}" for text in shown(card) if text not in understood]
        if card.get("version") != "1.5":
            faults.append(f"version {card.get('version')}")
        size = len(json.dumps(card, ensure_ascii=False).encode())
        if size > MOST_BYTES:
            faults.append(f"{size} bytes")
        return faults


@contextmanager
def card_library() -> Iterator[CardLibrary]:
    """Run the library until the test is over."""
    program = Path(__file__).parent / "adaptive_cards.mjs"
    with subprocess.Popen(
        ["node", str(program)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdin and running.stdout
        yield CardLibrary(running.stdin, running.stdout)
        running.stdin.close()


def shown(value: Any, name: str = "") -> list[str]:
    """Return all that a card shows or leads to, in its order; what comes back to us is no such."""
    if isinstance(value, dict):
        return [text for key, inner in value.items() if key != "data" for text in shown(inner, key)]
    if isinstance(value, list):
        return [text for inner in value for text in shown(inner, name)]
    return [value] if isinstance(value, str) and name in (*_SHOWN, "inlines") else []
