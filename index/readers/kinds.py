"""What kind of file it is: by what stands in it, since names are often wrong."""

import re
import zipfile
from pathlib import Path
from typing import Literal

from index.readers.block import ReadError

Kind = Literal["text", "html", "docx", "pdf"]

_BY_SUFFIX: dict[str, Kind] = {
    **{".txt": "text", ".md": "text", ".htm": "html", ".html": "html"},
    **{".docx": "docx", ".pdf": "pdf"},
}
_HTML = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head)\b",
    re.I | re.S,
)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
_OFFICE = {
    "xl/": "a spreadsheet; save what is a paper in it as PDF",
    "ppt/": "a set of slides; save it as PDF",
    "content.xml": "an OpenDocument file; save it as .docx or PDF",
}


def kind_of(head: bytes, path: Path) -> Kind:
    """Return which reader reads a file, told by its first bytes; raises ReadError for none."""
    name, suffix = path.name, path.suffix.lower()
    named = _BY_SUFFIX.get(suffix)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _zipped(path, named)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise ReadError(
            f"{name}: this is an older Word file, or one locked with a password, and not text; "
            "save it as .docx without a password and add that."
        )
    if head.startswith(b"{\\rtf"):
        raise ReadError(f"{name}: this is rich text (RTF); save it as .docx and add that.")
    if head.startswith(_PICTURES) and named != "text":
        raise ReadError(
            f"{name}: this is a picture, so it needs OCR first; ask its publisher for the text."
        )
    if _HTML.match(head):
        if named in ("pdf", "docx"):
            raise ReadError(
                f"{name}: this is a web page though its name ends in {suffix}, often one that "
                "says that the paper was not found; fetch it again from its publisher."
            )
        return "html"
    if named == "pdf":
        raise ReadError(
            f"{name}: this is no PDF though its name says so, or its beginning is lost; fetch it "
            "again from its publisher."
        )
    if named == "docx":
        raise ReadError(
            f"{name}: this is no Word file though its name says so, or its beginning is lost; "
            "fetch it again from its publisher."
        )
    if named is None:
        raise ReadError(
            f"{name}: files of this kind cannot be read yet; "
            f"save it as one of {', '.join(_BY_SUFFIX)} and add that."
        )
    return named


def _zipped(path: Path, named: Kind | None) -> Kind:
    try:
        with zipfile.ZipFile(path) as packed:
            names = packed.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        if named == "docx":
            return "docx"
        raise ReadError(
            f"{path.name}: this is not text but a broken zip file; fetch it again from its "
            "publisher."
        ) from error
    if "word/document.xml" in names or named == "docx":
        return "docx"
    for start, what in _OFFICE.items():
        if any(name.startswith(start) for name in names):
            raise ReadError(f"{path.name}: this is {what} and add that.")
    raise ReadError(f"{path.name}: this is not text but a zip file; name it .zip to add a pack.")
