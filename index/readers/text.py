"""Read plain text and Markdown, as published or as converted from a PDF.

Council papers come hard-wrapped, with page numbers and headings broken in, with Markdown and HTML
left over from a conversion. One reader serves both endings, since files named .txt hold Markdown
too.
"""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt

from index.readers.block import PLAIN_LEVEL, RUN_IN_LEVEL, TITLE_LEVEL, Block, ReadError

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# PDF, the zip that a .docx is, the older .doc, rich text: often given the ending .txt by mistake.
_BINARY = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf")
_MARKDOWN = MarkdownIt("commonmark", {"html": True})

_PAGE_NUMBER = re.compile(r"^(?:page )?\d{1,3}(?: of \d{1,3})?$", re.IGNORECASE)
_NUMBER = re.compile(r"^\d{1,2}\s+(?=[A-Z])")
_TIMES = re.compile(r"^\d{1,2}[.:]\d{2}\s*(?:[ap]m)?\s*[–-]\s*\d{1,2}[.:]\d{2}\s*(?:[ap]m)?\b")
_HASH_HEADING = re.compile(r"^(#{1,6})\s+(\S.*)$")
_UNDERLINE = re.compile(r"^(={3,}|-{3,}|\*{3,}|_{3,})$")
_LONE_MARKER = re.compile(
    r"^[“\"]?(?:\d{1,3}(?:\.\d{1,3})?[.)]|[ivxl]{1,6}\)|[a-z]\)|\([a-zivxl]{1,6}\))$"
)
_POINT_MARKER = re.compile(r"^\(?(?:[ivxl]{1,6}|[a-z])\)$")
_BULLET = re.compile(r"^[-*+•▪●◦–]\s+(\S.*)$")
_STARTS_ITEM = re.compile(
    r"^[“\"]?(?:\d{1,3}[.)]\s|\d{1,2}\.\d{1,3}\.?\s+[^\W\d_a-z]|\(?[a-z]\)\s|\(?[ivxl]{1,6}\)\s)"
)
_BOLD_LINE = re.compile(r"^(?:\*\*[^*]+\*\*|<b>(?:(?!</b>).)+</b>)$")
LABEL = re.compile(
    r"^(?:(?:also )?(?:present|in attendance|apologies(?: for absence)?)\s*[.:]?"
    r"|resolved\s*:?|(?:reply|response|answer)(?: by| from)?\b[^.?!]{0,60}:)$",
    re.IGNORECASE,
)


def read_text(raw: bytes, name: str) -> list[Block]:
    """Return the blocks of a text or Markdown file; raises ReadError naming the file."""
    lines = [line.strip() for line in _decode(raw, name).splitlines()]
    # A figure that hard wrapping left alone on a line is no page number: that has a blank line
    # above.
    return list(
        _blocks(
            [
                line
                for above, line in zip(["", *lines], lines, strict=False)
                if above or not _PAGE_NUMBER.match(line)
            ]
        )
    )


def _decode(raw: bytes, name: str) -> str:
    """Return the file's text: UTF-8, else by its byte order mark, else by what is likeliest."""
    wide = raw[:2] in _UTF_16 or _is_wide(raw)
    if raw.startswith(_BINARY) or (b"\x00" in raw[:4096] and not wide):
        raise ReadError(f"{name}: this is not text; add the paper as text or Markdown.")
    try:
        if wide:
            raise ValueError
        text = raw.decode("utf-8-sig")
    except ValueError:
        # Few papers need it, and it is slow to import.
        from index.readers.charset import decoded

        text = decoded(raw)
    if "\x00" in text:
        raise ReadError(f"{name}: this is not text; add the paper as text or Markdown.")
    return text.replace("\f", "\n")


def _is_wide(raw: bytes) -> bool:
    """Whether a file is UTF-16 without a mark: every other byte of plain English is zero."""
    even, odd = raw[0:2000:2], raw[1:2000:2]
    return len(raw) > 3 and max(even.count(0) / len(even), odd.count(0) / len(odd)) > 0.7


def _blocks(lines: list[str]) -> Iterator[Block]:
    """Yield blocks; a blank line, heading, row, bullet or item's number ends a paragraph."""
    paragraph: list[str] = []
    kind_is_bullet = False
    loose = paragraph_loose = True

    def finish() -> Iterator[Block]:
        nonlocal kind_is_bullet
        if paragraph:
            yield from _paragraph(paragraph, kind_is_bullet, paragraph_loose)
        paragraph.clear()
        kind_is_bullet = False

    for number, line in enumerate(lines):
        if not line:
            yield from finish()
            loose = True
            continue
        special = _special(line, lines, number, loose)
        bullet = _BULLET.match(line)
        if special or bullet or not paragraph or _STARTS_ITEM.match(line):
            yield from finish()
            paragraph_loose = loose
        if special:
            if special.text:
                yield special
        elif bullet:
            paragraph.append(bullet.group(1))
            kind_is_bullet = True
        else:
            paragraph.append(line)
        loose = False
    yield from finish()


def _special(line: str, lines: list[str], number: int, loose: bool) -> Block | None:
    """Return the block of a line that is one by itself, else None; its text may be empty."""
    if _UNDERLINE.match(line):
        return Block("", loose=loose)
    if heading := _HASH_HEADING.match(line):
        return Block(_plain(heading.group(2)), "heading", len(heading.group(1)), loose=loose)
    if "\t" in line or (line.startswith("|") and line.endswith("|")):
        cells = line.strip("|").split("|") if line.startswith("|") else line.split("\t")
        texts = [_plain(cell.strip()) for cell in cells]
        ruled = all(re.fullmatch(r":?-+:?", text) for text in texts)
        return Block("" if ruled else "\t".join(texts), "row", loose=loose)
    if _LONE_MARKER.match(line):
        return Block(line, "marker", loose=loose)
    if LABEL.match(_plain(line)):
        return Block(_plain(line), "label", loose=loose)
    below = lines[number + 1] if number + 1 < len(lines) else ""
    if below and re.fullmatch(r"={3,}|-{3,}", below):
        return Block(_plain(line), "heading", 1 if below[0] == "=" else 2, loose=loose)
    if _POINT_MARKER.match(below) and is_short_title(line, 8):
        return Block(_plain(line), "heading", RUN_IN_LEVEL, loose=loose)
    return None


def _paragraph(lines: list[str], is_bullet: bool, loose: bool) -> Iterator[Block]:
    """Yield the block of consecutive lines: a bullet, a heading that only its looks give away, or
    text.
    """
    if is_bullet:
        yield Block(_plain(" ".join(lines)), "bullet", loose=loose)
        return
    if len(lines) == 1 and loose and _BOLD_LINE.match(lines[0]):
        yield Block(_plain(lines[0]), "heading", TITLE_LEVEL, loose=loose)
        return
    if all(_BOLD_LINE.match(line) for line in lines):
        yield Block("Signature", "label", loose=loose)
    elif _TIMES.match(lines[0]):
        yield Block("Close of meeting", "label", loose=loose)
    text = _plain(_joined(lines))
    if loose and text.isupper() and len(text.split()) >= 4:
        yield Block(text, "heading", TITLE_LEVEL, loose=loose)
    elif loose and len(lines) == 1 and is_short_title(_NUMBER.sub("", lines[0]) or "-", 8):
        yield Block(text, "heading", PLAIN_LEVEL, loose=loose)
    else:
        yield Block(text, loose=loose)


def is_short_title(line: str, most_words: int) -> bool:
    """Whether a line alone reads as a heading: short, capitalised, no sentence marks."""
    return (
        len(line.split()) <= most_words
        and line[0].isupper()
        and line[-1].isalpha()
        and not re.search(r"^[A-Z]\)|[.?!:;](?:\s|$)|@", line)
        and not line.isupper()
    )


def _joined(lines: list[str]) -> str:
    """Return hard-wrapped lines as one; lines that are labels ("Position: ...") keep their ends."""
    if len(lines) > 1 and all(re.match(r"^[A-Z][\w ]{1,24}:\s", line) for line in lines):
        return "\n".join(lines)
    return " ".join(lines)


def _plain(text: str) -> str:
    """Return the words of Markdown or HTML without their markup; entities become characters."""
    found = []
    for token in _MARKDOWN.parseInline(text)[0].children or []:
        if token.type in ("text", "code_inline", "text_special"):
            found.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            found.append("\n")
    return "\n".join(" ".join(line.split()) for line in "".join(found).split("\n"))
