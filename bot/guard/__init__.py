"""What makes a message one that must not be searched: a live risk, a real case, or another matter.

Every pattern runs in time linear in the length of a message: most phrases are looked for by RE2,
which cannot do otherwise; in the others no quantifier stands inside another that could match the
same characters, and whitespace is collapsed before. The papers' own people are passed in as known
names.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Literal

from bot.guard.identifiers import identifiers
from bot.guard.names import named
from bot.guard.plain import plain
from bot.guard.risk import is_emergency, is_live_risk
from bot.guard.scope import beyond_scope
from bot.guard.story import STORY, story

GuardOutcome = Literal["urgent", "personal_data", "out_of_scope"]
BY_WORDING = frozenset(
    {"live_risk", "name", "case_story", "case_decision", "instructions", "off_topic"}
)
"""Kinds noticed by how a message is put, which may be a mistake, not by a number."""
EMERGENCY = "emergency"
"""The code of a live risk told in words that leave nothing to weigh."""
_DECISION = 2
"""How much of a case is told by asking for a decision on it."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Why a message is not searched; `kinds` are codes for wording, never words of the message."""

    outcome: GuardOutcome
    kinds: tuple[str, ...]


def notice(text: str, known_names: Collection[str]) -> Notice | None:
    """Return what is noticed in a message, the gravest outcome first, or None to search it."""
    said = plain(text)
    told = story(said)
    risk: tuple[str, ...] = ()
    if is_emergency(said):
        risk = (EMERGENCY,)
    elif is_live_risk(said):
        risk = ("live_risk",)
    personal = [*identifiers(text)]
    elsewhere = (*beyond_scope(said),)
    decided = _DECISION if "case_decision" in elsewhere else 0
    if named(text, known_names, replace(told, detail=told.detail + decided)):
        personal.append("name")
    # "Shall I close this case?" tells a little of it by asking.
    if told.score >= STORY + decided:
        personal.append("case_story")
    kinds = (*risk, *personal, *elsewhere)
    if risk:
        return Notice("urgent", kinds)
    if personal:
        return Notice("personal_data", kinds)
    return Notice("out_of_scope", kinds) if elsewhere else None
