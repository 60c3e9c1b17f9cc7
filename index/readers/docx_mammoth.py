"""A Word file as HTML by mammoth, for files that python-docx cannot read. Its only importer."""

import io

import mammoth


def as_html(raw: bytes) -> str:
    """Return the file's text as HTML; raises whatever the library does."""
    return str(mammoth.convert_to_html(io.BytesIO(raw)).value)
