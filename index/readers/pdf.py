"""Read a PDF: lines of all pages, less what repeats at their edges, joined to blocks."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from index.readers.block import PLAIN_LEVEL, TITLE_LEVEL, Block, Document, ReadError
from index.readers.pdf_layout import Line, lines_of
from index.readers.pdf_page import DamagedError, LockedError, Pages
from index.readers.pdf_pieces import BULLET, MARKER
from index.readers.text import LABEL, is_short_title

_PAGE_NUMBER = re.compile(
    r"^(?:page\s*)?[-–|]?\s*\d{1,4}\s*[-–|]?(?:\s*(?:of|/)\s*\d{1,4})?$|^[ivxl]{1,6}$",
    re.IGNORECASE,
)
_EDGE_MARK = re.compile(
    r"^(?:page \d{1,4}|agenda item(?: no\.?)?:? ?\d{1,3}[a-z]?)$", re.IGNORECASE
)
_BLANK = re.compile(
    r"^this page is (?:intentionally|deliberately) (?:left )?blank\.?$", re.IGNORECASE
)
_BULLETS = str.maketrans(
    {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf02d": "–", "\uf0fc": "✓"}
)
_FOOTNOTE = re.compile(r"^(\d{1,3})\s+(\S.*)$")
_NAMED = re.compile(
    r"^\(?(?:question|recommendation|item|minute|table|figure|answer|reply|response|resolved)\b",
    re.IGNORECASE,
)
_TOP, _FOOT = 0.16, 0.89
_ENDS = '.?!:;”"’)'
_LONGEST_HEADING = 24

Library = Callable[[bytes], Pages]


def read_pdf(raw: bytes, name: str) -> Document:
    """Return the blocks of a PDF with their pages; raises ReadError naming the file."""
    pages, notes = _pages(raw, name)
    lines = [replace(line, text=_clean(line.text)) for line in lines_of(pages.pages)]
    lines = [line for line in lines if line.text]
    if not any(letter.isalpha() for line in lines for letter in line.text):
        raise ReadError(_no_text(name, pages))
    heights = {page.number: page.height for page in pages.pages}
    kept, heads = _without_furniture(lines, heights)
    body, notes_below = _footnotes(kept, heights)
    blocks = _blocks(body)
    for note in notes_below:
        number, text = _FOOTNOTE.match(note.text).groups()  # type: ignore[union-attr]
        blocks.append(Block(f"Page {note.page}, footnote {number}", "label", page=note.page))
        blocks.append(Block(text, page=note.page))
    silent = sum(1 for page in pages.pages if page.images and not page.words)
    if silent:
        what = "is a picture" if silent == 1 else "are pictures"
        count = len(pages.pages)
        notes.append(f"{silent} of its {count} pages {what} and could not be read without OCR")
    heads += dict.fromkeys(page.askew for page in pages.pages if page.askew)
    return Document(tuple(blocks), len(pages.pages), tuple(heads), pages.properties, tuple(notes))


def _pages(raw: bytes, name: str) -> tuple[Pages, list[str]]:
    """Return the pages by the first library that can read them."""
    from index.readers import pdf_pdfium

    try:
        return pdf_pdfium.read_pages(raw), []
    except LockedError as error:
        raise ReadError(
            f"{name}: it is locked with a password; save a copy without one and add that."
        ) from error
    except DamagedError:
        # Imported only where it is needed: it takes longer to import than most files to read.
        from index.readers import pdf_miner

        try:
            return pdf_miner.read_pages(raw), ["it is damaged and was read by the second library"]
        except LockedError as error:
            raise ReadError(
                f"{name}: it is locked with a password; save a copy without one and add that."
            ) from error
        except DamagedError as error:
            raise ReadError(
                f"{name}: the PDF is broken or cut short; fetch it again from its publisher."
            ) from error


def _no_text(name: str, pages: Pages) -> str:
    if any(page.images for page in pages.pages):
        return (
            f"{name}: its pages are pictures of text, so it needs OCR first; run it through "
            "ocrmypdf, or ask its publisher for the paper as text, and add that."
        )
    return f"{name}: there is no text in it; fetch it again from its publisher."


def _clean(text: str) -> str:
    """Return a line with ligatures and private signs as letters, white space single."""
    text = text.translate(_BULLETS)
    text = "".join(
        unicodedata.normalize("NFKC", letter) if "\ufb00" <= letter <= "\ufb06" else letter
        for letter in text
        if unicodedata.category(letter) not in ("Cc", "Co", "Cs", "Cn") or letter == "\t"
    )
    return "\t".join(" ".join(cell.split()) for cell in text.split("\t")).strip()


def _without_furniture(
    lines: Sequence[Line], heights: dict[int, float]
) -> tuple[list[Line], list[str]]:
    """Return the lines less page numbers, heads and feet, and the heads and feet themselves."""
    at_edge = [line for line in lines if not line.row and _is_at_edge(line, heights)]
    pages = len({line.page for line in lines})
    by_page = _by_page(lines)
    seen: dict[str, set[int]] = defaultdict(set)
    counted: dict[str, set[int]] = defaultdict(set)
    for line in at_edge:
        seen[line.text].add(line.page)
        counted[_counting(line)].add(line.page)
    enough = max(2 if pages <= 4 else 3, round(0.2 * pages))
    edge_lines = {id(line) for line in at_edge}

    def repeats(line: Line) -> bool:
        # Question 2 may stand on page 3, 3 on 4 and 4 on 5 without counting the pages.
        counts = len(counted[_counting(line)]) >= max(enough, pages // 2)
        return not _NAMED.match(line.text) and (len(seen[line.text]) >= enough or counts)

    kept: list[Line] = []
    heads: dict[str, None] = {}
    for line in lines:
        if _BLANK.match(line.text):
            continue
        if id(line) not in edge_lines:
            kept.append(line)
        elif _PAGE_NUMBER.match(line.text) and _is_outermost(line, by_page[line.page]):
            continue
        elif _EDGE_MARK.match(line.text) or repeats(line):
            heads[line.text] = None
        else:
            kept.append(line)
    # A head stands lower on a page that begins with something above it.
    kept = [
        line
        for line in kept
        if line.text not in heads or not _is_at_edge(line, heights, 1.5 * _TOP)
    ]
    return kept, list(heads)


def _is_at_edge(line: Line, heights: dict[int, float], top: float = _TOP) -> bool:
    height = heights[line.page]
    return line.bottom < top * height or line.top > _FOOT * height


def _counting(line: Line) -> str:
    """Return the line with a number that counts with the pages written as how far it is ahead."""
    return re.sub(r"\d+", lambda found: f"#{int(found.group()) - line.page}", line.text)


def _is_outermost(line: Line, same: Sequence[Line]) -> bool:
    """Whether a line is the uppermost or lowest of its page's."""
    return all(line.top <= o.top for o in same) or all(line.bottom >= o.bottom for o in same)


def _footnotes(lines: Sequence[Line], heights: dict[int, float]) -> tuple[list[Line], list[Line]]:
    """Return the lines of the body, and each footnote as one line."""
    size = _body_size(lines)
    body: list[Line] = []
    notes: list[Line] = []
    below, top, last = 0, 0.0, 0
    by_page = _by_page(lines)
    for line in lines:
        small = line.size <= 0.93 * size and not line.row
        if below != line.page and small and line.top > 0.5 * heights[line.page]:
            rest = [o for o in by_page[line.page] if o.top >= line.top and o is not line]
            note = _FOOTNOTE.match(line.text)
            # A ninth note that comes after none is a line of a small table.
            follows = note is not None and (note[1] == "1" or 0 < int(note[1]) - last <= 3)
            if follows and all(o.size <= 0.93 * size for o in rest):
                below, top = line.page, line.top
        # The next column begins above the notes of this one.
        if below != line.page or line.top < top:
            body.append(line)
        elif note := _FOOTNOTE.match(line.text):
            last = int(note[1])
            notes.append(line)
        elif notes:
            notes[-1] = replace(notes[-1], text=f"{notes[-1].text} {line.text}")
    return body, notes


def _by_page(lines: Sequence[Line]) -> dict[int, list[Line]]:
    found: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        found[line.page].append(line)
    return found


def _body_size(lines: Sequence[Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


@dataclass(slots=True)
class _Looks:
    """What is usual in a paper, against which headings stand out."""

    size: float
    leading: float
    bold_tells: bool
    heading_sizes: list[float]
    words: Counter[str] = field(default_factory=Counter)


def _blocks(lines: Sequence[Line]) -> list[Block]:
    looks = _looks(lines)
    groups: list[list[Line]] = []
    loose: list[bool] = []
    for before, line in zip([None, *lines], lines, strict=False):
        if before is not None and groups and not _begins(groups[-1], before, line, looks):
            groups[-1].append(line)
        else:
            groups.append([line])
            loose.append(before is None or _is_loose(before, line, looks) or _is_item(line))
    return [
        block
        for group, space, below in zip(groups, loose, [*loose[1:], True], strict=True)
        if (block := _block(group, space, below, looks)).text
    ]


def _looks(lines: Sequence[Line]) -> _Looks:
    size = _body_size(lines)
    letters = sum(len(line.text) for line in lines) or 1
    bold = sum(len(line.text) for line in lines if line.bold)
    gaps = sorted(
        line.top - before.top
        for before, line in pairwise(lines)
        if before.page == line.page
        and before.size == line.size == size
        and 0.9 * size < line.top - before.top < 3 * size
    )
    sizes = sorted({line.size for line in lines if line.size > 1.12 * size}, reverse=True)
    words = Counter(
        word.lower()
        for line in lines
        for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", line.text)
    )
    # Among the smallest, since more gaps than not may part paragraphs in a list of short ones.
    leading = min(gaps[len(gaps) // 10] if gaps else 1.2 * size, 1.7 * size)
    return _Looks(size, leading, bold < 0.4 * letters, sizes, words)


def _begins(group: Sequence[Line], before: Line, line: Line, looks: _Looks) -> bool:
    """Whether a line begins a block of its own after the lines of the group."""
    if line.row or before.row:
        return True
    if abs(line.size - before.size) > 0.08 * looks.size:
        return True
    if looks.bold_tells and line.bold != before.bold and (group[0].bold or line.bold):
        return not _runs_on(before, line)
    if BULLET.match(line.text.split()[0]):
        return True
    if LABEL.match(line.text) or LABEL.match(before.text):
        return True
    if line.page != before.page or line.column != before.column:
        return not _goes_on_over_page(before, line)
    if _is_loose(before, line, looks):
        return True
    short = before.right < before.edge - 0.25 * (before.edge - before.left)
    ended = before.text[-1] in _ENDS
    if _is_item(line):
        sibling = (
            _is_item(group[0])
            and _form(line) == _form(group[0])
            and abs(line.left - group[0].left) < 4
        )
        return ended or short or sibling or abs(line.left - before.indent) > 4
    if short and ended:
        return True
    hanging = _is_item(group[0]) and len(group) == 1
    if line.left - before.left > 8:
        return not hanging and before.left <= line.left - 8 and ended
    outdented = before.left - line.left > 8
    return outdented and len(group) > 1 and ended


def _runs_on(before: Line, line: Line) -> bool:
    """Whether a line with no bold goes on the sentence of a line in bold, or the other way."""
    near = line.page == before.page and line.top - before.top < 1.5 * (before.bottom - before.top)
    return near and before.right > before.edge - 40 and line.text[0].islower()


def _is_loose(before: Line, line: Line, looks: _Looks) -> bool:
    if line.page != before.page or line.column != before.column or line.top < before.top:
        return True
    usual = max(looks.leading, 0.95 * (before.bottom - before.top))
    return line.top - before.top > 1.3 * usual


def _is_item(line: Line) -> bool:
    first, _, rest = line.text.partition(" ")
    if line.hung or not MARKER.match(first):
        return line.hung
    # "paragraph 2.3 explains" may break before its figure.
    is_figure = re.match(r"^\d+\.\d", first) and rest[:1].islower()
    return not is_figure and (first[-1] != "." or not first[0].isupper())


def _form(line: Line) -> str:
    """Return how a line's number is written, "(a)" or "0.0", whichever number it is."""
    if not _is_item(line):
        return "none"
    return re.sub(r"[a-z]+", "a", re.sub(r"\d+", "0", line.text.split()[0]))


def _goes_on_over_page(before: Line, line: Line) -> bool:
    """Whether a paragraph that a page or column breaks off goes on in this line."""
    if before.text[-1] in ".?!:;" or _is_item(line) or LABEL.match(line.text):
        return False
    if line.text[0].islower():
        return True
    full = before.right > before.edge - 0.15 * (before.edge - before.left)
    return full and not is_short_title(line.text, 8) and not line.text.isupper()


def _block(group: Sequence[Line], loose: bool, loose_below: bool, looks: _Looks) -> Block:
    first = group[0]
    text = _joined([line.text for line in group], looks.words)
    if first.row:
        return Block(text, "row", page=first.page, loose=loose)
    head, _, rest = text.partition(" ")
    if BULLET.match(head):
        return Block(rest, "bullet", page=first.page, loose=loose)
    if not rest and MARKER.match(head):
        return Block(text, "marker", page=first.page, loose=loose)
    if LABEL.match(text):
        return Block(text, "label", page=first.page, loose=loose)
    level = _heading_level(group, text, loose and loose_below, looks)
    if level:
        return Block(text, "heading", level, first.page, loose)
    return Block(text, page=first.page, loose=loose)


def _heading_level(group: Sequence[Line], text: str, alone: bool, looks: _Looks) -> int:
    """Return the level of a heading told by its looks, 0 where the lines are no heading."""
    words = text.split()
    if len(words) > _LONGEST_HEADING or len(group) > 4 or not any(c.isalpha() for c in text):
        return 0
    if re.match(r"^\(?[a-zivx]{1,4}[.)]$", words[0]):
        return 0
    size = group[0].size
    if size > 1.12 * looks.size:
        return min(looks.heading_sizes.index(size) + 1, TITLE_LEVEL - 1) if text[-1] != "." else 0
    if looks.bold_tells and all(line.bold for line in group) and text[-1] not in ".;,":
        return TITLE_LEVEL
    if len(group) == 1 and alone and len(words) >= 4 and text.isupper():
        return TITLE_LEVEL
    if len(group) == 1 and alone and is_short_title(text, 8):
        return PLAIN_LEVEL
    return 0


def _joined(texts: Sequence[str], words: Counter[str]) -> str:
    """Return lines as one text, words that a hyphen breaks at the end of a line mended."""
    whole = texts[0]
    for text in texts[1:]:
        broken = re.search(r"([^\W\d_]{2,})[-\xad]$", whole)
        after = re.match(r"[^\W\d_]+", text)
        if broken and after and text[0].islower():
            whole = whole[:-1] + _hyphen(broken.group(1), after.group(), words) + text
        elif whole.endswith(("-", "–", "/")) and not whole.endswith((" -", " –", " /")):
            whole += text
        else:
            whole += f" {text}"
    return whole


def _hyphen(before: str, after: str, words: Counter[str]) -> str:
    """Return the hyphen of a broken word if it is the word's own, else nothing.

    The paper itself tells: by the word elsewhere with or without, else by its halves being words.
    """
    whole, parted = f"{before}{after}".lower(), f"{before}-{after}".lower()
    if words[whole] or words[parted]:
        return "-" if words[parted] > words[whole] else ""
    # "in" and "be" are words as well as the beginnings of others.
    return "-" if len(before) > 3 and max(words[after.lower()], words[before.lower()] - 1) else ""
