"""One line of what the doctor says."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "off", "unknown", "mend"]
"""In order: as it should be; not used here, which is fine; could not be told; must be mended."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how it is, in words, and what to do; never with a secret in it."""

    name: str
    state: State
    says: str
    do: str = ""


def must_be_mended(found: Iterable[Finding]) -> bool:
    """Whether anything must be mended."""
    return any(finding.state == "mend" for finding in found)
