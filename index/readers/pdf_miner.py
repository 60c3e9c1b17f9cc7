"""Pages of a PDF by pdfplumber, for files that PDFium cannot open. Its only importer."""

import io
import logging

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from index.readers.pdf_page import DamagedError, LockedError, Page, Pages, Rule, Word


def read_pages(data: bytes) -> Pages:
    """Return the pages of a PDF; raises LockedError or DamagedError."""
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    try:
        with pdfplumber.open(io.BytesIO(data), unicode_norm="NFC") as document:
            pages = [_page(page, number) for number, page in enumerate(document.pages, 1)]
    except PdfminerException as error:
        if error.args and isinstance(error.args[0], PDFPasswordIncorrect):
            raise LockedError from error
        raise DamagedError(str(error)) from error
    except Exception as error:
        # What a damaged file makes it raise has no end of kinds.
        raise DamagedError(str(error)) from error
    if not pages:
        raise DamagedError("no pages")
    return Pages(pages)


def _page(page: pdfplumber.page.Page, number: int) -> Page:
    words = [
        Word(
            word["text"],
            word["x0"],
            word["top"],
            word["x1"],
            word["bottom"],
            round(word["size"], 1),
            any(mark in word["fontname"].lower() for mark in ("bold", "black", "heavy")),
        )
        for word in page.extract_words(extra_attrs=["size", "fontname"], use_text_flow=True)
        if word.get("upright", True)
    ]
    rules = [
        Rule(edge["x0"], edge["top"], edge["x1"], edge["bottom"])
        for edge in page.edges
        if max(edge["x1"] - edge["x0"], edge["bottom"] - edge["top"]) > 6
    ]
    size = float(page.width), float(page.height)
    return Page(number, *size, words, rules, bool(page.images))
