"""Readers turn a paper's file into blocks of plain text; one module per format."""

from pathlib import Path

from index.readers import text
from index.readers.block import Block, ReadError

__all__ = ["SUFFIXES", "Block", "ReadError", "read"]

_READERS = {".txt": text.read_text, ".md": text.read_text}
SUFFIXES = tuple(_READERS)
"""The endings of the files that can be read, lower case, with their dot."""

LARGEST_BYTES = 20_000_000
"""Well above the longest council pack as text: 1,000 pages make about 3 MB."""


def read(path: Path) -> list[Block]:
    """Return the blocks of a paper's file in reading order; raises ReadError."""
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise ReadError(
            f"{path.name}: files of this kind cannot be read yet; "
            f"save it as one of {', '.join(SUFFIXES)} and add that."
        )
    try:
        size = path.stat().st_size
        if size > LARGEST_BYTES:
            raise ReadError(
                f"{path.name}: {size // 10**6} MB is more than the {LARGEST_BYTES // 10**6} MB "
                "that one paper may have; split it into its papers and add each."
            )
        raw = path.read_bytes()
    except OSError as error:
        raise ReadError(f"{path.name}: cannot be opened ({error.strerror}).") from error
    blocks = reader(raw, path.name)
    if not any(letter.isalnum() for block in blocks for letter in block.text):
        raise ReadError(f"{path.name}: there is no text in it; fetch it again from its publisher.")
    return blocks
