"""Builders of the PDF, Word and web papers that the tests read back; all of them fictional."""

import io
import zipfile
from collections.abc import Callable, Iterable
from typing import Any

from docx import Document as open_docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

Drawn = Callable[[Canvas], None]
LINE = 15


def pdf(*pages: Drawn, encrypt: StandardEncryption | None = None, title: str = "") -> bytes:
    """Return a PDF of A4 pages, each drawn by one function."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, encrypt=encrypt, invariant=True)
    if title:
        canvas.setTitle(title)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def page(*lines: str, head: str = "", foot: str = "", top: float = 700) -> Drawn:
    """Return a page: "# " begins a large heading, "**" a bold line, "" is a blank line.

    Two spaces at the beginning of a line indent it.
    """

    def draw(canvas: Canvas) -> None:
        y = top
        if head:
            canvas.setFont("Helvetica", 9)
            canvas.drawString(72, 800, head)
        for line in lines:
            size, font = 11, "Helvetica"
            if line.startswith("# "):
                line, size, font = line[2:], 16, "Helvetica-Bold"
            elif line.startswith("**"):
                line, font = line[2:], "Helvetica-Bold"
            canvas.setFont(font, size)
            indent = len(line) - len(line.lstrip())
            canvas.drawString(72 + 9 * indent, y, line.lstrip())
            y -= LINE
        if foot:
            canvas.setFont("Helvetica", 9)
            canvas.drawCentredString(297, 30, foot)

    return draw


def columns(left: Iterable[str], right: Iterable[str], across: str = "") -> Drawn:
    """Return a page of two columns, drawn line by line across both as some programs do."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        if across:
            canvas.drawString(60, 740, across)
        y = 710
        for one, other in zip(left, right, strict=True):
            canvas.drawString(60, y, one)
            canvas.drawString(315, y, other)
            y -= 13

    return draw


def table(rows: list[list[str]], caption: str = "", ruled: bool = True) -> Drawn:
    """Return a page with a table, its cells ruled off or only set apart."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 11)
        canvas.drawString(72, 740, caption)
        width, height, top = 140, 20, 720
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                canvas.drawString(76 + place * width, top - number * height - 14, cell)
        if ruled:
            for number in range(len(rows) + 1):
                y = top - number * height
                canvas.line(72, y, 72 + len(rows[0]) * width, y)
            for place in range(len(rows[0]) + 1):
                x = 72 + place * width
                canvas.line(x, top, x, top - len(rows) * height)

    return draw


def picture() -> Drawn:
    """Return a page that is a picture of text."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    image = ImageReader(Image.new("RGB", (200, 200), "white"))
    return lambda canvas: canvas.drawImage(image, 72, 300, 400, 400)


def word(build: Callable[[Any], None]) -> bytes:
    """Return a Word file that a function has written."""
    document = open_docx()
    build(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def add_list(document: Any, identity: int, *levels: tuple[str, str]) -> None:
    """Add a list of (form, pattern) levels to a Word file under a number of its own."""
    numbering = document.part.numbering_part.element
    inner = "".join(
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
        for place, (form, pattern) in enumerate(levels)
    )
    names = nsdecls("w")
    abstract = f'<w:abstractNum {names} w:abstractNumId="{identity}">{inner}</w:abstractNum>'
    number = f'<w:num {names} w:numId="{identity}"><w:abstractNumId w:val="{identity}"/></w:num>'
    numbering.insert(0, parse_xml(abstract))
    numbering.append(parse_xml(number))


def numbered(document: Any, text: str, identity: int, level: int = 0, style: str = "") -> Any:
    """Add a paragraph that Word numbers."""
    paragraph = document.add_paragraph(text, style=style or None)
    properties = paragraph._p.get_or_add_pPr()
    properties.append(
        parse_xml(
            f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{identity}"/>'
            "</w:numPr>"
        )
    )
    return paragraph


def strict(raw: bytes) -> bytes:
    """Return a Word file under the names of strict OOXML."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as source, zipfile.ZipFile(out, "w") as target:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename.endswith((".xml", ".rels")):
                data = data.replace(
                    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                    b"http://purl.oclc.org/ooxml/wordprocessingml/main",
                ).replace(
                    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                    b"http://purl.oclc.org/ooxml/officeDocument/relationships",
                )
            target.writestr(entry.filename, data)
    return out.getvalue()
