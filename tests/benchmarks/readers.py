"""Measure PDF, Word and web libraries on a folder of files: time, words, numbers kept, order.

    .venv/bin/python tests/benchmarks/readers.py FOLDER

Libraries that are not installed are passed over; pypdf and docx2python are measured and not used.
"""

import contextlib
import importlib.util
import io
import logging
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

NUMBER = re.compile(
    r"^\s*(?:\d{1,2}(?:\.\d{1,2})+|\d{1,3}\.|\(?[a-z]\)|[a-z]\.)\s+\S", re.MULTILINE
)


def pypdfium2(path: Path) -> str:
    import pypdfium2 as library

    pages = library.PdfDocument(path)
    return "\n".join(page.get_textpage().get_text_bounded() for page in pages)


def pdfplumber(path: Path) -> str:
    import pdfplumber as library

    with library.open(path) as document:
        return "\n".join(page.extract_text() or "" for page in document.pages)


def pdfminer(path: Path) -> str:
    from pdfminer.high_level import extract_text

    return extract_text(path)


def pypdf(path: Path) -> str:
    import pypdf as library

    return "\n".join(page.extract_text() for page in library.PdfReader(path).pages)


def docx(path: Path) -> str:
    import docx as library

    return "\n".join(p.text for p in library.Document(str(path)).paragraphs)


def mammoth(path: Path) -> str:
    import mammoth as library

    with path.open("rb") as file:
        return str(library.extract_raw_text(file).value)


def docx2python(path: Path) -> str:
    from docx2python import docx2python as library

    with library(path) as document:
        return str(document.text)


def selectolax(path: Path) -> str:
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(path.read_bytes())
    return tree.body.text(separator="\n") if tree.body else ""


def trafilatura(path: Path) -> str:
    import trafilatura as library

    return library.extract(path.read_text(encoding="utf-8", errors="replace")) or ""


def ours(path: Path) -> str:
    from index.readers import read

    return "\n".join(block.text for block in read(path))


LIBRARIES: dict[str, list[Callable[[Path], str]]] = {
    ".pdf": [pypdfium2, pdfplumber, pdfminer, pypdf, ours],
    ".docx": [docx, mammoth, docx2python, ours],
    ".html": [selectolax, trafilatura, ours],
}


def main(folder: Path) -> None:
    """Print one line a file and library."""
    logging.disable(logging.CRITICAL)
    print(f"{'file':44} {'library':12} {'seconds':>8} {'words':>7} {'numbers':>8}")
    for path in sorted(folder.iterdir()):
        for library in LIBRARIES.get(path.suffix.lower(), []):
            name = library.__name__
            if library is not ours and importlib.util.find_spec(name) is None:
                continue
            start = time.perf_counter()
            said: Any
            try:
                with contextlib.redirect_stderr(io.StringIO()):
                    text = library(path)
                said = f"{len(text.split()):7} {len(NUMBER.findall(text)):8}"
            except Exception as error:
                said = f"  {type(error).__name__}"
            print(f"{path.name[:44]:44} {name:12} {time.perf_counter() - start:8.3f} {said}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
