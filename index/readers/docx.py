"""Read a Word file as a reader sees it: its numbers counted, changes made, heads left out."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from docx import Document as open_docx
from docx.opc.exceptions import PackageNotFoundError

from index.readers.block import PLAIN_LEVEL, TITLE_LEVEL, Block, Document, ReadError
from index.readers.docx_numbers import BULLET, Numbering, read_numbering
from index.readers.text import LABEL, is_short_title

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", _W[1:-1].encode()),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/",
        b"http://schemas.openxmlformats.org/officeDocument/2006/",
    ),
    (
        b"http://purl.oclc.org/ooxml/drawingml/",
        b"http://schemas.openxmlformats.org/drawingml/2006/",
    ),
)
_LARGEST_UNPACKED = 400_000_000
_PROLOGUE = 20_000
"""Bytes at the beginning of a part in which what it defines would stand."""
_HEADING = re.compile(r"^(?:heading|titre|überschrift) ?([1-9])$", re.IGNORECASE)
_LEFT_OUT = {f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr")}
_LIKE_HEADING_WORDS = 20


def read_docx(raw: bytes, name: str) -> Document:
    """Return the blocks of a Word file; raises ReadError naming the file."""
    raw = _openable(raw, name)
    try:
        package = open_docx(io.BytesIO(raw))
        reader = _Reader.of(package)
        blocks = [*reader.blocks(package.element.body), *reader.footnotes()]
        heads = tuple(_heads(package, reader))
        said = package.core_properties
        properties = (("Title", said.title or ""), ("Author", said.author or ""))
    except ReadError:
        raise
    except Exception as error:
        # What a damaged file makes it raise has no end of kinds.
        return _by_second_library(raw, name, error)
    return Document(
        tuple(blocks),
        heads=heads,
        properties=tuple((key, value) for key, value in properties if value),
    )


def _heads(package: Any, reader: "_Reader") -> list[str]:
    """Return the lines of the document's page heads and feet, its watermark among them."""
    found: dict[str, None] = {}
    for relation in package.part.rels.values():
        if relation.reltype.rsplit("/", 1)[-1] not in ("header", "footer"):
            continue
        for element in relation.target_part.element.iter():
            if element.tag == f"{_W}p" and (line := reader.text_of(element)):
                found[line] = None
            elif str(element.tag).endswith("}textpath") and element.get("string"):
                found[element.get("string")] = None
    return list(found)


def _openable(raw: bytes, name: str) -> bytes:
    """Return the file with the names that python-docx knows; raises ReadError if it is no zip."""
    broken = ReadError(
        f"{name}: the Word file is broken or cut short; fetch it again from its publisher."
    )
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > _LARGEST_UNPACKED:
                raise ReadError(f"{name}: it unpacks to more than a paper can hold.")
            if any(map(partial(_defines_entities, packed), packed.infolist())):
                # Word writes none; they are there to grow without end or to read other files.
                raise broken
            main = packed.read("word/document.xml")
            if b"purl.oclc.org/ooxml" not in main:
                return raw
            return _transitional(packed)
    except (zipfile.BadZipFile, KeyError, OSError, EOFError, RuntimeError, ValueError) as error:
        raise broken from error
    except NotImplementedError as error:
        raise broken from error
    except Exception as error:
        if type(error).__module__ == "zlib":
            raise broken from error
        raise


def _defines_entities(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    if not entry.filename.endswith((".xml", ".rels")):
        return False
    with packed.open(entry) as part:
        return b"<!DOCTYPE" in part.read(_PROLOGUE)


def _transitional(packed: zipfile.ZipFile) -> bytes:
    """Return a strict OOXML file under the names of the transitional one, which all tools read."""
    unpacked = io.BytesIO()
    with zipfile.ZipFile(unpacked, "w", zipfile.ZIP_STORED) as target:
        for entry in packed.infolist():
            data = packed.read(entry)
            if entry.filename.endswith((".xml", ".rels")):
                for strict, usual in _STRICT:
                    data = data.replace(strict, usual)
            target.writestr(entry.filename, data)
    return unpacked.getvalue()


def _by_second_library(raw: bytes, name: str, first: Exception) -> Document:
    from index.readers import docx_mammoth

    try:
        html = docx_mammoth.as_html(raw)
    except Exception as error:
        what = "broken or cut short" if not isinstance(first, PackageNotFoundError) else "broken"
        raise ReadError(
            f"{name}: the Word file is {what}; fetch it again from its publisher."
        ) from error
    from index.readers.html import blocks_of

    note = "it is damaged and was read by the second library; Word's own numbers may be missing"
    return Document(tuple(blocks_of(html)), notes=(note,))


@dataclass(slots=True)
class _Style:
    """What a paragraph takes from its style: the outline level of a heading, a list."""

    name: str
    level: int = 0
    list_id: str = ""
    list_level: int = 0


@dataclass(slots=True)
class _Reader:
    """Walks a document once; what its lists have counted so far is in `numbering`."""

    numbering: Numbering
    styles: dict[str, _Style]
    notes: dict[str, Any]
    noted: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, package: Any) -> "_Reader":
        """Return a reader that knows the document's lists, styles and footnotes."""
        parts = {rel.reltype.rsplit("/", 1)[-1]: rel for rel in package.part.rels.values()}
        numbering = parts.get("numbering")
        root = numbering.target_part.element if numbering else None
        notes: dict[str, Any] = {}
        if "footnotes" in parts:
            from lxml import etree

            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            tree = etree.fromstring(parts["footnotes"].target_part.blob, parser)
            for note in tree.iterfind(f"{_W}footnote"):
                if note.get(f"{_W}type") in (None, "normal"):
                    notes[note.get(f"{_W}id")] = note
        return cls(read_numbering(root), _styles(package.styles.element), notes)

    def blocks(self, parent: Any, in_table: bool = False) -> Iterator[Block]:
        """Yield the blocks of what stands in an element, in order."""
        for child in parent:
            if child.tag == f"{_W}p":
                if block := self._paragraph(child):
                    yield block
            elif child.tag == f"{_W}tbl":
                yield from self._table(child)
            elif child.tag in (f"{_W}sdt", f"{_W}ins", f"{_W}customXml", f"{_W}moveTo"):
                content = child.find(f"{_W}sdtContent")
                if not _is_contents(child):
                    yield from self.blocks(child if content is None else content, in_table)

    def footnotes(self) -> Iterator[Block]:
        """Yield the footnotes that the text refers to, each under a label of its own."""
        for number, identity in enumerate(self.noted, 1):
            text = " ".join(
                part for p in self.notes[identity].iter(f"{_W}p") if (part := self.text_of(p))
            )
            if text:
                yield Block(f"Footnote {number}", "label")
                yield Block(text)

    def _paragraph(self, element: Any) -> Block | None:
        if _is_deleted(element):
            return None
        text = self.text_of(element)
        style = self.styles.get(_style_of(element), _Style(""))
        if style.name.lower().startswith(("toc ", "table of contents", "contents ")):
            return None
        # An empty paragraph of a list counts in Word as well.
        label = self._label(element, style)
        if not text:
            return None
        if style.level:
            return Block(f"{label} {text}".strip(), "heading", style.level)
        if label == BULLET:
            return Block(text, "bullet")
        if label:
            return Block(f"{_as_marker(label)} {text}", "paragraph")
        if LABEL.match(text):
            return Block(text, "label")
        if match := re.match(r"^[•●▪◦]\s*(\S.*)$", text, re.DOTALL):
            return Block(match.group(1), "bullet")
        if _is_all_bold(element) and len(text.split()) <= _LIKE_HEADING_WORDS and text[-1] != ".":
            return Block(text, "heading", TITLE_LEVEL)
        if text.isupper() and 4 <= len(text.split()) <= _LIKE_HEADING_WORDS:
            return Block(text, "heading", TITLE_LEVEL)
        if style.name.lower() in ("title", "subtitle"):
            return Block(text, "heading", 1)
        return (
            Block(text, "paragraph")
            if not _is_lone_title(text, element)
            else Block(text, "heading", PLAIN_LEVEL)
        )

    def _label(self, element: Any, style: _Style) -> str:
        own = element.find(f"{_W}pPr/{_W}numPr")
        list_id, level = style.list_id, style.list_level
        if own is not None:
            list_id = _attribute(own, "numId") or list_id
            level = int(_attribute(own, "ilvl") or (level if not _attribute(own, "numId") else 0))
        return self.numbering.label(list_id, level) if list_id and list_id != "0" else ""

    def text_of(self, element: Any) -> str:
        """Return the words of a paragraph with the changes tracked in it made."""
        return " ".join("".join(self._pieces(element)).replace("\xad", "").split())

    def _pieces(self, element: Any) -> Iterator[str]:
        for child in element:
            if child.tag in _LEFT_OUT:
                continue
            if child.tag == f"{_W}t":
                yield child.text or ""
            elif child.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
                yield " "
            elif child.tag == f"{_W}noBreakHyphen":
                yield "-"
            elif child.tag == f"{_W}footnoteReference":
                identity = child.get(f"{_W}id")
                if identity in self.notes and identity not in self.noted:
                    self.noted.append(identity)
            elif child.tag == f"{_MC}AlternateContent":
                choice = child.find(f"{_MC}Choice")
                if choice is not None:
                    yield from self._pieces(choice)
            elif child.tag == f"{_W}txbxContent":
                yield " ".join(self.text_of(p) for p in child.iter(f"{_W}p"))
            elif child.tag == f"{_W}r" and _is_hidden(child):
                continue
            else:
                yield from self._pieces(child)

    def _table(self, element: Any) -> Iterator[Block]:
        rows = [row for row in element.iter(f"{_W}tr") if _owner(row) is element]
        above: dict[int, str] = {}
        for row in rows:
            cells = [cell for cell in row.iter(f"{_W}tc") if _owner_row(cell) is row]
            if row.find(f"{_W}trPr/{_W}del") is not None:
                continue
            if len(cells) == 1 and len(rows) == 1:
                # One cell alone is a frame around text.
                yield from self.blocks(cells[0], in_table=True)
                continue
            texts = self._texts(cells, above)
            if any(texts):
                yield Block("\t".join(texts), "row")

    def _texts(self, cells: list[Any], above: dict[int, str]) -> list[str]:
        """Return what stands in the cells of a row; one that reaches over rows stands in each."""
        texts = []
        place = 0
        for cell in cells:
            merged = cell.find(f"{_W}tcPr/{_W}vMerge")
            goes_on = merged is not None and merged.get(f"{_W}val") != "restart"
            above[place] = above.get(place, "") if goes_on else self._cell(cell)
            texts.append(above[place])
            place += max(1, int(_attribute(cell, "tcPr", "gridSpan") or 1))
        return texts

    def _cell(self, cell: Any) -> str:
        found = []
        for paragraph in cell.iter(f"{_W}p"):
            block = self._paragraph(paragraph)
            if block:
                found.append(block.text)
        return " ".join(found)


def _styles(root: Any) -> dict[str, _Style]:
    """Return what each style says, with what it takes from those it is based on."""
    raw = {style.get(f"{_W}styleId"): style for style in root.iterfind(f"{_W}style")}
    found: dict[str, _Style] = {}
    for identity, element in raw.items():
        name = _attribute(element, "name")
        style = _Style(name)
        chain, seen = element, set()
        while chain is not None and id(chain) not in seen:
            seen.add(id(chain))
            heading = _HEADING.match(_attribute(chain, "name"))
            outline = _attribute(chain, "pPr", "outlineLvl")
            if not style.level and heading:
                style.level = int(heading.group(1))
            elif not style.level and outline and int(outline) < 9:
                style.level = int(outline) + 1
            if not style.list_id:
                style.list_id = _attribute(chain, "pPr", "numPr", "numId")
                style.list_level = int(_attribute(chain, "pPr", "numPr", "ilvl") or 0)
            chain = raw.get(_attribute(chain, "basedOn"))
        found[identity] = style
    return found


def _attribute(element: Any, *path: str) -> str:
    child = element.find("/".join(f"{_W}{name}" for name in path))
    return str(child.get(f"{_W}val") or "") if child is not None else ""


def _style_of(element: Any) -> str:
    return _attribute(element, "pPr", "pStyle")


def _as_marker(label: str) -> str:
    """Return a number as it stands in text: a bare "7" would read as a figure of its sentence."""
    return f"{label}." if label.isdigit() else label


def _is_deleted(element: Any) -> bool:
    mark = element.find(f"{_W}pPr/{_W}rPr/{_W}del")
    return mark is not None and not any(True for _ in element.iter(f"{_W}t"))


def _is_hidden(run: Any) -> bool:
    vanish = run.find(f"{_W}rPr/{_W}vanish")
    return vanish is not None and vanish.get(f"{_W}val", "1") not in ("0", "false")


def _is_all_bold(element: Any) -> bool:
    runs = [r for r in element.iter(f"{_W}r") if "".join(t.text or "" for t in r.iter(f"{_W}t"))]
    marks = [run.find(f"{_W}rPr/{_W}b") for run in runs]
    return bool(runs) and all(
        mark is not None and mark.get(f"{_W}val", "1") not in ("0", "false") for mark in marks
    )


def _is_lone_title(text: str, element: Any) -> bool:
    following = element.getnext()
    empty = following is not None and not any(True for _ in following.iter(f"{_W}t"))
    return empty and is_short_title(text, 8)


def _is_contents(element: Any) -> bool:
    gallery = element.find(f"{_W}sdtPr/{_W}docPartObj/{_W}docPartGallery")
    return gallery is not None and "Contents" in str(gallery.get(f"{_W}val"))


def _owner(row: Any) -> Any:
    return next(row.iterancestors(f"{_W}tbl"))


def _owner_row(cell: Any) -> Any:
    return next(cell.iterancestors(f"{_W}tr"))
