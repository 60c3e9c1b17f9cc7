"""The register of papers: what we cite, one entry a paper, edited by the review team."""

import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

KINDS = (
    "case for change",
    "minutes",
    "briefing",
    "member questions",
    "government response update",
    "report",
    "other",
)
VISIBILITIES = ("public", "restricted")
MONTH_ONLY = "month known, day not"
"""The date_note of a paper or position whose date stands for its whole month."""
_REQUIRED = ("id", "title", "publisher", "published", "kind", "visibility")
_OPTIONAL = (
    *("committee", "url", "date_note", "speaks_for", "by", "aliases"),
    *("agenda_item", "status", "sources", "digest", "restricted_because", "restricted_by"),
)


@dataclass(frozen=True, slots=True)
class Paper:
    """What we need in order to cite; no text inside, so it is cheap to carry.

    `by` says who wrote, signed or put it, as it says itself. `sources` are the files and addresses
    it came from and `digest` tells the words of its original.
    Why a paper is restricted, and who said so, stands in the two last fields.
    """

    id: str
    title: str
    publisher: str
    published: date
    kind: str
    visibility: str = "public"
    committee: str = ""
    url: str = ""
    date_note: str = ""
    speaks_for: str = ""
    by: str = ""
    aliases: tuple[str, ...] = ()
    agenda_item: str = ""
    status: str = ""
    sources: tuple[str, ...] = ()
    digest: str = ""
    restricted_because: str = ""
    restricted_by: str = ""


class RegisterError(Exception):
    """The register cannot be used; `problems` holds one plain sentence for each thing wrong."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def read_register(path: Path) -> list[Paper]:
    """Return the papers of a register in its own order; raises RegisterError with every problem."""
    entries = _entries(path)
    problems: list[str] = []
    papers: list[Paper] = []
    seen: set[str] = set()
    for number, entry in enumerate(entries, 1):
        wrong = _problems(entry, number)
        problems += wrong
        if wrong:
            continue
        paper = _paper(entry)
        if paper.id in seen:
            problems.append(
                f"{path.name}: the id '{paper.id}' is used twice; give each paper its own."
            )
        seen.add(paper.id)
        papers.append(paper)
    if problems:
        raise RegisterError(problems)
    return papers


def add_to_register(path: Path, paper: Paper) -> None:
    """Append a paper to the register's file, leaving every other line as it is; raises
    RegisterError, the file untouched, where the entry cannot simply be put below the others.
    """
    papers = read_register(path)
    entry: dict[str, Any] = {
        "id": paper.id,
        "title": paper.title,
        "publisher": paper.publisher,
        "published": paper.published,
        "kind": paper.kind,
        "visibility": paper.visibility,
    }
    entry |= {
        field: list(value) if isinstance(value, tuple) else value
        for field in _OPTIONAL
        if (value := getattr(paper, field))
    }
    text = yaml.dump([entry], Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10_000)
    before = path.read_text(encoding="utf-8").rstrip("\n")
    before = re.sub(r"^papers: *\[ *\] *$", "papers:", before, flags=re.MULTILINE)
    first = re.search(r"^( *)- ", before, flags=re.MULTILINE)
    indent = first.group(1) if first else "  "
    indented = "".join(f"{indent}{line}\n" for line in text.splitlines())
    beside = path.with_suffix(".new")
    try:
        beside.write_text(f"{before}\n\n{indented}", encoding="utf-8")
        if _read_back(beside) != [*papers, paper]:
            raise RegisterError(
                [f"{path.name}: its layout lets nothing be added below; write the entry by hand."]
            )
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def change_in_register(path: Path, paper: Paper) -> None:
    """Write the fields that papers add keeps into a paper's entry, every other line as it is;
    raises RegisterError, the file untouched, where that cannot be done.
    """
    papers = read_register(path)
    if paper in papers:
        return
    lines = path.read_text(encoding="utf-8").split("\n")
    start, end = _entry_lines(lines, paper.id, path)
    indent = " " * (len(lines[start]) - len(lines[start].lstrip()) + 2)
    kept = [line for line in lines[start:end] if not _is_field(line, _KEPT)]
    while kept and not kept[-1].strip():
        kept.pop()
    for field in _KEPT:
        if value := getattr(paper, field):
            value = list(value) if isinstance(value, tuple) else value
            kept.append(f"{indent}{field}: {json.dumps(value, ensure_ascii=False)}")
    _replace(path, [*lines[:start], *kept, *([""] if end < len(lines) else []), *lines[end:]])
    changed = [paper if other.id == paper.id else other for other in papers]
    if _read_back(path.with_suffix(".new")) != changed:
        path.with_suffix(".new").unlink()
        raise RegisterError(
            [f"{path.name}: the entry '{paper.id}' cannot be changed; change it by hand."]
        )
    path.with_suffix(".new").replace(path)


def remove_from_register(path: Path, identity: str) -> None:
    """Take a paper's entry out of the register, every other line as it is; raises RegisterError."""
    papers = read_register(path)
    lines = path.read_text(encoding="utf-8").split("\n")
    start, end = _entry_lines(lines, identity, path)
    rest = [*lines[:start], *lines[end:]]
    left = [paper for paper in papers if paper.id != identity]
    if not left:
        rest = [re.sub(r"^papers: *$", "papers: []", line) for line in rest]
    _replace(path, rest)
    if _read_back(path.with_suffix(".new")) != left:
        path.with_suffix(".new").unlink()
        raise RegisterError([f"{path.name}: take the entry '{identity}' out by hand."])
    path.with_suffix(".new").replace(path)


_KEPT = (
    *("sources", "digest", "visibility", "restricted_because", "restricted_by"),
    *("agenda_item", "status"),
)


def _entry_lines(lines: list[str], identity: str, path: Path) -> tuple[int, int]:
    """Return where a paper's entry begins and ends in the register's lines."""
    begins = [n for n, line in enumerate(lines) if re.match(r"^ *- ", line)]
    for place, start in enumerate(begins):
        end = begins[place + 1] if place + 1 < len(begins) else len(lines)
        entry = "\n".join(lines[start:end])
        if re.search(rf"^ *(?:- +)?id: *[\"']?{re.escape(identity)}[\"']? *$", entry, re.MULTILINE):
            return start, end
    raise RegisterError(
        [f"{path.name}: the entry '{identity}' is laid out so that it cannot be found."]
    )


def _is_field(line: str, fields: tuple[str, ...]) -> bool:
    return any(line.lstrip().startswith(f"{field}:") for field in fields)


def _replace(path: Path, lines: list[str]) -> None:
    path.with_suffix(".new").write_text("\n".join(lines), encoding="utf-8")


def _read_back(path: Path) -> list[Paper]:
    try:
        return read_register(path)
    except RegisterError:
        return []


def _entries(path: Path) -> list[Any]:
    try:
        loaded = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise RegisterError(
            [f"There is no register at {path}; name the folder that holds it with --knowledge."]
        ) from error
    except OSError as error:
        raise RegisterError([f"{path.name}: cannot be read ({error.strerror})."]) from error
    except UnicodeDecodeError as error:
        raise RegisterError(
            [f"{path.name}: its letters are not UTF-8 (byte {error.start + 1}); save it as UTF-8."]
        ) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" near line {mark.line + 1}" if mark else ""
        raise RegisterError(
            [f"{path.name}: this is not valid YAML{where}; mend that line."]
        ) from error
    if not isinstance(loaded, dict) or not isinstance(loaded.get("papers"), list):
        raise RegisterError([f"{path.name}: it must hold a list named 'papers'."])
    return list(loaded["papers"])


class _Dumper(yaml.SafeDumper):
    """Writes each field on one line, so that a later change finds it whole."""


_Dumper.add_representer(
    list,
    lambda dumper, value: dumper.represent_sequence(
        "tag:yaml.org,2002:seq", value, flow_style=bool(value) and isinstance(value[0], str)
    ),
)


class _Loader(yaml.SafeLoader):
    """Leaves dates as they are written, so that a day that never was can be named."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _problems(entry: Any, number: int) -> list[str]:
    """Return one sentence for each thing wrong with an entry of the register."""
    if not isinstance(entry, dict):
        return [f"Register entry {number}: it must be a mapping with an id, a title and so on."]
    name = f"Register entry '{entry.get('id', number)}'"
    found = [
        f"{name}: unknown field '{field}'; known are {', '.join(_REQUIRED + _OPTIONAL)}."
        for field in entry
        if field not in _REQUIRED + _OPTIONAL
    ]
    found += [
        f"{name}: the field '{field}' is missing." for field in _REQUIRED if not entry.get(field)
    ]
    published = entry.get("published")
    if published and _date(published) is None:
        found.append(f"{name}: '{published}' is no date; write published as YYYY-MM-DD.")
    if entry.get("kind") and entry["kind"] not in KINDS:
        found.append(f"{name}: '{entry['kind']}' is no kind; known are {', '.join(KINDS)}.")
    if entry.get("visibility") and entry["visibility"] not in VISIBILITIES:
        found.append(
            f"{name}: visibility is {' or '.join(VISIBILITIES)}, not '{entry['visibility']}'."
        )
    url = entry.get("url")
    if url and not str(url).startswith(("https://", "http://")):
        found.append(f"{name}: '{url}' is no web address; it must start with https://.")
    identity = entry.get("id")
    if identity and (not isinstance(identity, str) or not _is_safe_id(identity)):
        found.append(f"{name}: an id is made of a-z, 0-9 and hyphens only.")
    for field, what in (("aliases", "names"), ("sources", "files and addresses")):
        listed = entry.get(field, [])
        if not isinstance(listed, list) or not all(isinstance(each, str) for each in listed):
            found.append(f"{name}: {field} must be a list of {what}.")
    return found


def _date(written: Any) -> date | None:
    """Return the day of YYYY-MM-DD, None where it is another form or no day."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(written)):
        return None
    try:
        return date.fromisoformat(str(written))
    except ValueError:
        return None


def _is_safe_id(identity: str) -> bool:
    # An id becomes a file name, so nothing that could leave the folder gets through.
    return all(
        part.isalnum() and part.isascii() and part == part.lower() for part in identity.split("-")
    )


def _paper(entry: dict[str, Any]) -> Paper:
    return Paper(
        id=entry["id"],
        title=str(entry["title"]),
        publisher=str(entry["publisher"]),
        published=date.fromisoformat(str(entry["published"])),
        kind=entry["kind"],
        visibility=entry["visibility"],
        committee=str(entry.get("committee") or ""),
        url=str(entry.get("url") or ""),
        date_note=str(entry.get("date_note") or ""),
        speaks_for=str(entry.get("speaks_for") or ""),
        by=str(entry.get("by") or ""),
        aliases=tuple(entry.get("aliases", ())),
        agenda_item=str(entry.get("agenda_item") or ""),
        status=str(entry.get("status") or ""),
        sources=tuple(entry.get("sources", ())),
        digest=str(entry.get("digest") or ""),
        restricted_because=str(entry.get("restricted_because") or ""),
        restricted_by=str(entry.get("restricted_by") or ""),
    )
