"""Summaries: a paper in our own words, one entry per passage under the passage's locator."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.passages import Passage

_ASKED = re.compile(r"^asked:$", re.IGNORECASE)


class SummaryError(Exception):
    """A summary file cannot be used; the message says which line and what to mend."""


def read_summary(path: Path) -> list[Passage]:
    """Return a summary's entries as passages quoted from the summary; raises SummaryError."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SummaryError(f"{path.name}: cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise SummaryError(
            f"{path.name}: its letters are not UTF-8 (byte {error.start + 1}); save it as UTF-8."
        ) from error
    head, _, body = text.removeprefix("---\n").partition("\n---\n")
    paper = (
        re.fullmatch(r"paper:\s*([a-z0-9-]+)", head.strip()) if text.startswith("---\n") else None
    )
    if paper is None:
        raise SummaryError(f"{path.name}: it must open with '---', a line 'paper: ID' and '---'.")
    if paper.group(1) != path.stem:
        raise SummaryError(
            f"{path.name}: it says it is of '{paper.group(1)}'; name and paper must agree."
        )
    first_line = text[: len(text) - len(body)].count("\n") + 1
    entries = list(_entries(path.stem, path.name, body, first_line))
    if not entries:
        raise SummaryError(f"{path.name}: it has no entry; write '### LOCATOR' and text below it.")
    seen: set[str] = set()
    for entry in entries:
        if entry.locator in seen:
            raise SummaryError(
                f"{path.name}: the locator '{entry.locator}' has two entries; keep one."
            )
        seen.add(entry.locator)
    return entries


def lay_upon(passages: Sequence[Passage], entries: Sequence[Passage]) -> list[Passage]:
    """Return a paper's own passages, each with the summary entry of its locator beside it."""
    by_locator = {entry.locator: entry for entry in entries}
    return [
        replace(passage, summary=entry.text, asked=entry.asked)
        if (entry := by_locator.get(passage.locator))
        else passage
        for passage in passages
    ]


def disagreements(passages: Sequence[Passage], entries: Sequence[Passage]) -> list[str]:
    """Return one sentence for each locator that only the original or only the summary has."""
    original = [passage.locator for passage in passages]
    summary = [entry.locator for entry in entries]
    return [
        f"{passages[0].paper}: the original has '{locator}', the summary has no entry for it."
        for locator in original
        if locator not in set(summary)
    ] + [
        f"{entries[0].paper}: the summary has '{locator}', the original has no such place."
        for locator in summary
        if locator not in set(original)
    ]


@dataclass(slots=True)
class _Entry:
    locator: str
    heading: tuple[str, ...]
    line: int
    text: list[str]
    asked: list[str]


def _entries(paper: str, name: str, body: str, first_line: int) -> Iterator[Passage]:
    section = ""
    entry: _Entry | None = None
    in_asked = False
    for number, raw in enumerate(body.splitlines(), first_line):
        line = raw.strip()
        if line.startswith("### "):
            if entry:
                yield _passage(paper, name, entry)
            heading = (section,) if section else ()
            entry, in_asked = _Entry(line[4:].strip(), heading, number, [], []), False
        elif line.startswith("## "):
            if entry:
                yield _passage(paper, name, entry)
            entry, section = None, line[3:].strip()
        elif not line or line.startswith("# "):
            continue
        elif entry is None:
            raise SummaryError(
                f"{name}, line {number}: text outside an entry; put '### LOCATOR' above it."
            )
        elif _ASKED.match(line):
            in_asked = True
        elif in_asked:
            entry.asked.append(line.removeprefix("-").strip())
        else:
            entry.text.append(line)
    if entry:
        yield _passage(paper, name, entry)


def _passage(paper: str, name: str, entry: _Entry) -> Passage:
    if not entry.text:
        raise SummaryError(f"{name}, line {entry.line}: the entry '{entry.locator}' has no text.")
    return Passage(
        paper=paper,
        locator=entry.locator,
        heading=entry.heading,
        text=" ".join(entry.text),
        source="summary",
        asked=tuple(entry.asked),
    )
