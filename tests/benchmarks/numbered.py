"""List the numbered paragraphs of a folder of papers beside what the files themselves say, to be
read by eye.

    .venv/bin/python tests/benchmarks/numbered.py FOLDER... [--limit 200]

Each line holds page, locator, the paragraph's first and last words, and what pdftotext (or the text
file) has just before its first words: there the number must stand.
"""

import argparse
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from index.passages import Passage, split
from index.readers import SUFFIXES, ReadError, read_document

_NUMBERED = re.compile(
    r"^(?:\d|[A-Z]\.?\d|Item|Recommendation \d|Question \d|Appendix)|\([a-zA-Z]+\)$"
)
_FIRST, _LAST, _BEFORE = 7, 4, 28


def main() -> None:
    """Print the list and how many numbers stand where they should by the file's own text."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--limit", type=int, default=10_000)
    options = parser.parse_args()
    listed = found = 0
    for path in sorted(p for folder in options.folders for p in folder.iterdir()):
        if path.suffix not in SUFFIXES or path.name == "README.md":
            continue
        try:
            blocks = read_document(path).blocks
        except ReadError as error:
            print(f"== {error}")
            continue
        own = _own_text(path)
        print(f"== {path.name}")
        for passage in _numbered(split("paper", blocks)):
            if listed == options.limit:
                break
            listed += 1
            before = _before(passage, own)
            number = re.sub(r"^.*?([\w.]+)\W*$", r"\1", passage.locator.removesuffix(" and reply"))
            sure = before is not None and number in before
            found += sure
            words = passage.text.split()
            print(
                f"{'  ' if sure else '? '}p{passage.page or '-'} [{passage.locator}] "
                f"{' '.join(words[:_FIRST])} … {' '.join(words[-_LAST:])} | {before}"
            )
    print(f"{listed} numbered paragraphs; {found} have their number before them in the file's text")


def _numbered(passages: list[Passage]) -> Iterator[Passage]:
    for passage in passages:
        plain = not re.search(r"paragraph|bullet|after|table|RESOLVED", passage.locator, re.I)
        if _NUMBERED.search(passage.locator) and plain:
            yield passage


def _own_text(path: Path) -> list[str]:
    """Return the words of each page as pdftotext gives them; one page for a text."""
    if path.suffix == ".pdf" and shutil.which("pdftotext"):
        command = ["pdftotext", "-layout", str(path), "-"]
        text = subprocess.run(command, capture_output=True, check=True).stdout.decode()
        return [" ".join(page.split()) for page in text.split("\f")]
    return [" ".join(path.read_text(encoding="utf-8", errors="replace").split())]


def _before(passage: Passage, own: list[str]) -> str | None:
    """Return what the file has before the paragraph's first words, None where they are not."""
    page = own[passage.page - 1] if passage.page else own[0]
    for count in (_FIRST, 4, 2):
        start = page.find(" ".join(passage.text.split()[:count]))
        if start >= 0:
            return page[max(0, start - _BEFORE) : start]
    return None


if __name__ == "__main__":
    main()
