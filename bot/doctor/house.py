"""What stands on this machine: settings, knowledge, model, room on the disk."""

import difflib
import shutil
from pathlib import Path

from bot.doctor.finding import Finding
from bot.settings import Settings, strange_variables
from index import edition as editions
from index.edition import EditionError
from index.encoder import DEFAULT_MODEL, ModelError, check_model, export_folder
from index.exported import ExportedEncoder, ExportError
from index.register import RegisterError, read_register

_LEAST_FREE = 500_000_000
_MB = 1_000_000


def variables() -> list[Finding]:
    """Return that the settings can be read, and each variable that looks like one and is none."""
    strange = strange_variables()
    if not strange:
        return [Finding("settings", "ok", "Every variable that is set is one that I know.")]
    found = []
    for name, known in strange.items():
        near = difflib.get_close_matches(name, known, 1)
        do = f"Did you mean {near[0]}?" if near else "Take it away, or see docs/running.md."
        found.append(Finding("settings", "mend", f"I know no setting {name}; it does nothing.", do))
    return found


def knowledge(chosen: Settings) -> Finding:
    """Return whether the register can be read."""
    try:
        count = len(read_register(chosen.knowledge / "papers.yaml"))
    except RegisterError as error:
        do = "Run 'review-bot papers check', or name the folder in REVIEW_BOT_KNOWLEDGE."
        return Finding("knowledge", "mend", error.problems[0], do)
    return Finding("knowledge", "ok", f"The register holds {count} papers.")


def model(chosen: Settings) -> Finding:
    """Return whether the embedding model is the published one, or its export stands in for it."""
    folder = export_folder(chosen.var, chosen.model)
    try:
        is_exported = ExportedEncoder(folder).name == chosen.model
    except ExportError:
        is_exported = False
    try:
        check_model(chosen.model)
    except ModelError as error:
        if is_exported:
            says = f"{chosen.model} answers by its export; new papers cannot be built here."
            return Finding("model", "ok", says)
        return Finding("model", "mend", str(error), "Then run this again.")
    how = "answers by its export" if is_exported else "is not exported yet and starts slowly"
    do = "" if is_exported else "The next 'review-bot build' exports it."
    # Only of the default model are the publisher's hashes known here.
    is_whole = "is the published one" if chosen.model == DEFAULT_MODEL else "is set"
    return Finding("model", "ok", f"{chosen.model} {is_whole} and {how}.", do)


def disk(chosen: Settings) -> Finding:
    """Return whether there is room for another edition."""
    there = next(path for path in (chosen.var, *chosen.var.absolute().parents) if path.exists())
    free = shutil.disk_usage(there).free
    needed = max(_LEAST_FREE, 2 * _size_of_current(chosen.var))
    says = f"{free // _MB} MB free where editions are built, {needed // _MB} MB wanted."
    if free < needed:
        do = "Make room, or set REVIEW_BOT_EDITIONS_KEPT lower and build."
        return Finding("disk", "mend", says, do)
    return Finding("disk", "ok", says)


def _size_of_current(var: Path) -> int:
    try:
        identity = editions.current(var)
    except EditionError:
        return 0
    folder = var / "editions" / (identity or "none")
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
