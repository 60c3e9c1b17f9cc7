"""The YAML files that the review team edits: a list of entries, faults told all at once."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml


class TeamFileError(Exception):
    """A file cannot be used; `problems` holds one plain sentence for each thing wrong."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def entries_of(path: Path, key: str, error_kind: type[TeamFileError]) -> list[Any]:
    """Return the list that a file holds under a key; raises the error of that kind of file."""
    try:
        loaded = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except (OSError, UnicodeDecodeError) as error:
        raise error_kind([f"{path.name}: cannot be read ({error})."]) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" near line {mark.line + 1}" if mark else ""
        raise error_kind(
            [f"{path.name}: this is not valid YAML{where}; mend that line."]
        ) from error
    if not isinstance(loaded, dict) or not isinstance(loaded.get(key), list):
        raise error_kind([f"{path.name}: it must hold a list named '{key}'."])
    return list(loaded[key])


def field_problems(
    name: str, entry: Any, required: Sequence[str], optional: Sequence[str] = ()
) -> list[str]:
    """Return a sentence for each field of an entry that is unknown or missing."""
    if not isinstance(entry, dict):
        return [f"{name}: it must be a mapping with {', '.join(required)}."]
    known = (*required, *optional)
    found = [
        f"{name}: unknown field '{field}'; known are {', '.join(known)}."
        for field in entry
        if field not in known
    ]
    return found + [
        f"{name}: the field '{field}' is missing." for field in required if not entry.get(field)
    ]


# The C loader reads the same YAML ten times faster, where PyYAML was built with it.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
