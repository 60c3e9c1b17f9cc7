"""Pictures of text made text by ocrmypdf, where it is installed and somebody asks for it."""

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from index.readers import ReadError, read_document
from index.sources import PassedOver, Source

_SECONDS = 1_800


def can_recognise() -> bool:
    """Whether ocrmypdf is installed."""
    return shutil.which("ocrmypdf") is not None


def recognised(found: Sequence[Source | PassedOver], folder: Path) -> list[Source | PassedOver]:
    """Return the files with those that are pictures of text replaced by copies, in a folder, with
    text.
    """
    return [
        _with_text(each, folder / f"{number}.pdf") if isinstance(each, Source) else each
        for number, each in enumerate(found)
    ]


def _with_text(source: Source, target: Path) -> Source | PassedOver:
    try:
        read_document(source.path)
        return source
    except ReadError as error:
        if "OCR" not in str(error):
            return source
    command = ["ocrmypdf", "--quiet", "--skip-text", str(source.path), str(target)]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
    except (OSError, subprocess.SubprocessError):
        return PassedOver(source.name, "ocrmypdf cannot make text of it.")
    return replace(source, path=target)
