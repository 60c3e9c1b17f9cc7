"""Pages of a PDF by PDFium, the reader of first choice. The only place that imports pypdfium2."""

import ctypes
from collections import Counter
from collections.abc import Iterator
from math import pi

import pypdfium2
from pypdfium2 import raw

from index.readers.pdf_page import DamagedError, LockedError, Page, Pages, Rule, Word

_MOST_PATHS = 4_000
"""A page with more is a map or a chart; its lines rule no table."""
_THIN = 2.5
_PASSWORD_WRONG = 4
_SPACE = {0x20, 0x09, 0x0A, 0x0D, 0xA0, 0}
_HYPHENS = {0x02: "-", 0xAD: "-", 0xFFFE: "-", 0x2010: "-", 0x2011: "-"}
_PROPERTIES = ("Title", "Author", "Subject", "CreationDate")


def read_pages(data: bytes) -> Pages:
    """Return the pages of a PDF; raises LockedError or DamagedError."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD_WRONG or "assword" in str(error):
            raise LockedError from error
        raise DamagedError(str(error)) from error
    try:
        said = document.get_metadata_dict(skip_empty=True)
        properties = tuple((name, said[name].strip()) for name in _PROPERTIES if said.get(name))
        pages = [_page(document, number) for number in range(len(document))]
    except pypdfium2.PdfiumError as error:
        raise DamagedError(str(error)) from error
    finally:
        document.close()
    return Pages(pages, properties)


def _page(document: pypdfium2.PdfDocument, number: int) -> Page:
    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        # One page that is broken loses itself, not the file.
        return Page(number + 1, 0.0, 0.0)
    try:
        frame = _Frame(page)
        text = page.get_textpage()
        try:
            words, askew = _words(text.raw, frame)
        finally:
            text.close()
        rules, images = _rules(page, frame)
        return Page(number + 1, frame.width, frame.height, words, rules, images, askew)
    finally:
        page.close()


class _Frame:
    """Turns the page's own coordinates into those a reader sees: from the upper left corner."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self.width, self.height = page.get_size()
        self._turned = page.get_rotation()
        left, bottom, right, top = page.get_cropbox()
        self._box = (left, bottom, right, top)

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """Return (left, top, right, bottom) of a box given as left, bottom, right, top."""
        left, bottom, right, top = self._box
        if self._turned == 90:
            return y0 - bottom, x0 - left, y1 - bottom, x1 - left
        if self._turned == 180:
            return right - x1, y0 - bottom, right - x0, y1 - bottom
        if self._turned == 270:
            return top - y1, right - x1, top - y0, right - x0
        return x0 - left, top - y1, x1 - left, top - y0


def _words(text: raw.FPDF_TEXTPAGE, frame: _Frame) -> tuple[list[Word], str]:
    """Return the words that stand upright for the reader of the page, in the file's order, and
    those that do not as they were written.
    """
    count = raw.FPDFText_CountChars(text)
    codes = [raw.FPDFText_GetUnicode(text, place) for place in range(count)]
    spans: list[tuple[int, int]] = []
    start = -1
    for place, code in enumerate([*codes, 0x20]):
        if code in _SPACE:
            if start >= 0:
                spans.append((start, place))
            start = -1
        elif start < 0:
            start = place
    angles = [round(raw.FPDFText_GetCharAngle(text, start) / (pi / 2), 1) for start, _ in spans]
    # A watermark or a stamp stands askew among words that share one direction.
    upright = Counter(angles).most_common(1)[0][0] if angles else 0.0
    words: list[Word] = []
    askew: list[Word] = []
    for (start, end), angle in zip(spans, angles, strict=True):
        found = words if angle == upright else askew
        found += _broken_apart(text, codes, start, end, frame)
    return words, " ".join(word.text for word in askew)


def _broken_apart(
    text: raw.FPDF_TEXTPAGE, codes: list[int], start: int, end: int, frame: _Frame
) -> Iterator[Word]:
    """Yield a run of letters as words: PDFium joins the two halves of a hyphenated word."""
    for place in range(start, end - 1):
        if codes[place] in (0x02, 0xFFFE):
            yield from _broken_apart(text, codes, start, place + 1, frame)
            yield from _broken_apart(text, codes, place + 1, end, frame)
            return
    letters = "".join(_HYPHENS.get(code) or chr(code) for code in codes[start:end])
    size = raw.FPDFText_GetFontSize(text, start)
    # The number of a footnote stands small and high after the last letter and is no part of it.
    while end - 1 > start and chr(codes[end - 1]).isdigit() and letters[0].isalpha():
        if raw.FPDFText_GetFontSize(text, end - 1) > 0.8 * size:
            break
        end -= 1
        letters = letters[:-1]
    first, last = _char_box(text, start, frame), _char_box(text, end - 1, frame)
    yield Word(
        letters.encode("utf-16", "surrogatepass").decode("utf-16", "ignore"),
        min(first[0], last[0]),
        min(first[1], last[1]),
        max(first[2], last[2]),
        max(first[3], last[3]),
        round(size if size > 1.5 else first[3] - first[1], 1),
        _is_bold(text, start),
    )


def _char_box(
    text: raw.FPDF_TEXTPAGE, place: int, frame: _Frame
) -> tuple[float, float, float, float]:
    # The loose box has the height of the font, so that a comma stands on the line of its word.
    box = raw.FS_RECTF()
    if raw.FPDFText_GetLooseCharBox(text, place, box):
        return frame.box(box.left, box.bottom, box.right, box.top)
    return 0.0, 0.0, 0.0, 0.0


def _is_bold(text: raw.FPDF_TEXTPAGE, place: int) -> bool:
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    raw.FPDFText_GetFontInfo(text, place, name, 128, flags)
    written = name.value.lower()
    return any(mark in written for mark in (b"bold", b"black", b"heavy", b"semibd", b"demi"))


def _rules(page: pypdfium2.PdfPage, frame: _Frame) -> tuple[list[Rule], bool]:
    """Return the straight lines drawn on a page, and whether a picture is on it."""
    rules: list[Rule] = []
    images = False
    for count, item in enumerate(page.get_objects(max_depth=3)):
        if count > _MOST_PATHS:
            return [], images
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            images = True
        if item.type != raw.FPDF_PAGEOBJ_PATH:
            continue
        left, top, right, bottom = frame.box(*item.get_bounds())
        if right - left <= _THIN or bottom - top <= _THIN:
            if max(right - left, bottom - top) > 6:
                rules.append(Rule(left, top, right, bottom))
        elif right - left < 0.98 * frame.width and bottom - top < 0.9 * frame.height:
            rules += _sides(left, top, right, bottom)
    return rules, images


def _sides(left: float, top: float, right: float, bottom: float) -> list[Rule]:
    return [
        Rule(left, top, right, top),
        Rule(left, bottom, right, bottom),
        Rule(left, top, left, bottom),
        Rule(right, top, right, bottom),
    ]
