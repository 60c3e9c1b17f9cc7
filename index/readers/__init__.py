"""Readers turn a paper's file into blocks of plain text; one module per format."""

import stat
from pathlib import Path

from index.readers import isolated, text
from index.readers.block import Block, Document, ReadError
from index.readers.kinds import kind_of

__all__ = ["SUFFIXES", "Block", "Document", "ReadError", "read", "read_document"]

SUFFIXES = (".txt", ".md", ".pdf", ".docx", ".html", ".htm")
"""The endings of the files that can be read, lower case, with their dot."""

LARGEST_BYTES = 20_000_000
"""Well above the longest council pack as text: 1,000 pages make about 3 MB."""
_LARGEST = {
    "text": LARGEST_BYTES,
    "html": LARGEST_BYTES,
    "docx": 100_000_000,
    "pdf": 200_000_000,
}
_SMALL_TEXT = 1_000_000
"""Bytes of text that are read at once; what is larger, or no text, is read in a process apart."""


def read(path: Path) -> list[Block]:
    """Return the blocks of a paper's file in reading order; raises ReadError."""
    return list(read_document(path).blocks)


def read_document(path: Path, limits: isolated.Limits = isolated.LIMITS) -> Document:
    """Return what a paper's file holds, within bounded time and memory; raises ReadError."""
    try:
        state = path.stat()
        size = state.st_size
        if not stat.S_ISREG(state.st_mode):
            # A pipe would be waited for, a device read without end.
            raise ReadError(f"{path.name}: this is no file; name the paper's own file.")
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise ReadError(f"{path.name}: cannot be opened ({error.strerror}).") from error
    if not size:
        raise ReadError(
            f"{path.name}: the file is empty, there is no text in it; fetch it again from its "
            "publisher."
        )
    kind = kind_of(head, path)
    if size > _LARGEST[kind]:
        raise ReadError(
            f"{path.name}: {size // 10**6} MB is more than the {_LARGEST[kind] // 10**6} MB "
            "that one paper may have; split it into its papers and add each."
        )
    if kind == "text" and size <= _SMALL_TEXT:
        document = Document(tuple(text.read_text(path.read_bytes(), path.name)))
    else:
        document = isolated.read(path, kind, limits)
    if not any(letter.isalnum() for block in document.blocks for letter in block.text):
        raise ReadError(f"{path.name}: there is no text in it; fetch it again from its publisher.")
    return document
