"""Read a web page: a council's ModernGov pages and GOV.UK by their own marks, others by their main
text.
"""

import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser as HTMLParser
from selectolax.lexbor import LexborNode as Node

from index.readers.block import RUN_IN_LEVEL, Block, Document, ReadError
from index.readers.charset import decoded
from index.readers.text import LABEL

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LEFT_OUT = (
    "script, style, noscript, template, nav, header, footer, form, button, svg, iframe, "
    "[role=navigation], [role=banner], [role=contentinfo], [hidden], [aria-hidden=true]"
)
_GOVUK = ("#contents .govspeak", ".gem-c-govspeak", ".govspeak", "#guide-contents")
_MODERNGOV = ".mgItemNumberCell, .mgAiTitleTxt, .mgWordPara, .mgSubItemTitleTxt, .mgBulletList"
_BLOCKS = {
    *("p", "div", "li", "td", "th", "tr", "table", "ul", "ol", "section", "article", "main", "dd"),
    *("dt", "dl", "blockquote", "figure", "body", "center", "fieldset", "pre", *_HEADINGS),
}
_META = re.compile(rb"<meta[^>]+charset=[\"']?\s*([\w-]+)", re.IGNORECASE)
_FILE = re.compile(r"documents/[a-z]\d+/|mgConvert2PDF|\.(?:pdf|docx?|xlsx?)(?:\?|$)", re.I)
_FILES_TITLE = re.compile(r"^(?:additional|associated|supporting|related) documents?:?$", re.I)
_ERROR_PAGE = re.compile(
    r"^(?:(?:error )?(?:403|404|500|502|503)\b|page not found|access denied|sign in|log ?in\b"
    r"|just a moment|object moved|service unavailable|not found$)",
    re.IGNORECASE,
)


def read_html(raw: bytes, name: str) -> Document:
    """Return the blocks of a web page; raises ReadError naming the file."""
    declared = _META.search(raw[:4096])
    text = decoded(raw, declared.group(1).decode("ascii") if declared else "")
    if _is_too_deep(text):
        raise ReadError(f"{name}: it is nested too deeply to be a paper.")
    tree = HTMLParser(text)
    title = _text(tree.css_first("title")) if tree.css_first("title") else ""
    if _ERROR_PAGE.match(title):
        raise ReadError(
            f"{name}: this is a page that says '{title[:60]}', not a paper; fetch it again."
        )
    _mark_lists(tree)
    properties = (("Title", title),) if title else ()
    if tree.css_first(_MODERNGOV):
        return Document(tuple(_moderngov(tree)), properties=properties)
    for selector in _GOVUK:
        parts = tree.css(selector)
        if parts:
            heads = [Block(_text(node), "heading", 1) for node in tree.css("h1")[:1]]
            blocks = [block for part in parts for block in _walk(part)]
            return Document((*heads, *blocks), properties=properties)
    return Document(tuple(_main_text(text, tree)), properties=properties)


def _mark_lists(tree: HTMLParser) -> None:
    """Where headings are numbered, make the numbers of lists points: two things would be "2"."""
    if any(_NUMBERED_HEADING.match(_text(node)) for node in tree.css("h1, h2, h3, h4")):
        for node in tree.css("ol:not([type])"):
            node.attrs["type"] = _POINTS


def _is_too_deep(text: str) -> bool:
    """Whether a page opens ever more without closing it; to parse that takes ever longer."""
    depth = 0
    for tag in _NESTING.finditer(text):
        depth = max(0, depth - 1) if tag.group(1) else depth + 1
        if depth > _DEEPEST:
            return True
    return False


def blocks_of(html: str) -> list[Block]:
    """Return the blocks of HTML that is a paper and nothing besides."""
    tree = HTMLParser(html)
    return list(_walk(tree.body)) if tree.body else []


def _main_text(html: str, tree: HTMLParser) -> list[Block]:
    """Return the main text of a page of no known make; all of it where none can be told."""
    from index.readers import html_trafilatura

    tree.strip_tags(["script", "style", "noscript"])
    whole = tree.body.text() if tree.body else ""
    main = html_trafilatura.main_html(html)
    if main:
        found = blocks_of(main)
        # A short page is often taken for a menu.
        if sum(len(block.text) for block in found) > 0.3 * len(" ".join(whole.split())):
            return found
    for node in tree.css(_LEFT_OUT):
        node.decompose()
    start = tree.css_first("main") or tree.css_first("article") or tree.body
    return list(_walk(start)) if start else []


def _moderngov(tree: HTMLParser) -> Iterator[Block]:
    """Yield the blocks of an agenda or minutes page: each item's number with its title."""
    for node in tree.css(_LEFT_OUT):
        node.decompose()
    start = tree.css_first("#modgov") or tree.css_first(".mgContent") or tree.body
    if start is None:
        return
    number = ""
    title = ""
    for block in _walk(start):
        if block.kind == "marker" or (block.kind == "heading" and block.level == _AGENDA_ITEM):
            if title:
                # An item of an agenda with nothing below it is its title.
                yield Block(title)
                title = ""
            if block.kind == "marker":
                number = block.text.rstrip(".")
            else:
                title = f"{number}. {block.text}" if number else block.text
                number = ""
            continue
        if title:
            yield Block(title, "heading", 2)
            title = ""
        yield block
    if title:
        yield Block(title)


_AGENDA_ITEM = 10
_MOST_ROWS = 1_000
_POINTS = "points"
_NUMBERED_HEADING = re.compile(r"^\d{1,2}[.)]?\s")
_DEEPEST = 2_000
# Not those that a page may leave open, such as paragraphs and cells.
_NESTING = re.compile(
    r"<(/?)(?:div|span|table|[uod]l|section|article|main|blockquote|figure|center|fieldset|form|nav"
    r"|font|small|strong|sub|sup|em|big|pre|code|[abisu])\b",
    re.IGNORECASE,
)


def _walk(node: Node) -> Iterator[Block]:
    """Yield the blocks of a node in reading order."""
    loose: list[str] = []

    def finish() -> Iterator[Block]:
        text = " ".join(" ".join(loose).split())
        loose.clear()
        if text:
            yield _paragraph(text)

    child = node.child
    while child is not None:
        tag = str(child.tag)
        if tag == "-text":
            loose.append(child.text(deep=False) or "")
        elif tag == "br":
            yield from finish()
        elif tag in _BLOCKS or (tag not in ("-comment", "script", "style") and _has_blocks(child)):
            yield from finish()
            yield from _block(child, tag)
        elif tag not in ("-comment", "script", "style", "noscript", "template", "svg", "button"):
            loose.append(child.text() or "")
        child = child.next
    yield from finish()


def _block(node: Node, tag: str) -> Iterator[Block]:
    if _class(node, "mgItemNumberCell", "mgAiTitleTxt", "mgSubItemTitleTxt"):
        yield from _marked(node)
    elif tag in _HEADINGS:
        if text := _text(node):
            yield Block(text, "heading", _HEADINGS[tag])
    elif tag in ("ul", "ol"):
        yield from _list(node, tag)
    elif tag == "table":
        yield from _table(node)
    elif _has_blocks(node):
        yield from _walk(node)
    elif text := _text(node):
        yield _paragraph(text)


def _marked(node: Node) -> Iterator[Block]:
    """Yield the block of what ModernGov marks: an item's number, its title, a heading within."""
    text = _text(node)
    if _class(node, "mgItemNumberCell"):
        if re.match(r"^\d{1,4}[a-z]?\.?$", text):
            yield Block(text, "marker")
    elif text and _class(node, "mgAiTitleTxt"):
        yield Block(text, "heading", _AGENDA_ITEM)
    elif _FILES_TITLE.match(text):
        return
    elif LABEL.match(text):
        yield Block(text, "label")
    elif text:
        yield Block(text.rstrip(":"), "heading", RUN_IN_LEVEL)


def _class(node: Node, *names: str) -> bool:
    return not set(names).isdisjoint((node.attributes.get("class") or "").split())


def _list(node: Node, tag: str) -> Iterator[Block]:
    """Yield the points of a list; an ordered one with the numbers that a reader sees."""
    if _is_list_of_files(node):
        return
    start = node.attributes.get("start") or "1"
    count = int(start) if start.isdigit() else 1
    form = node.attributes.get("type") or "1"
    for item in node.iter():
        if item.tag != "li":
            continue
        nested = [child for child in item.iter() if child.tag in ("ul", "ol", "table")]
        text = _text(item, without=("ul", "ol", "table"))
        own = item.attributes.get("value") or ""
        count = int(own) if own.isdigit() else count
        if text:
            yield (
                Block(f"{_numbered(count, form)} {text}") if tag == "ol" else Block(text, "bullet")
            )
        for child in nested:
            yield from _block(child, str(child.tag))
        count += 1


def _is_list_of_files(node: Node) -> bool:
    """Whether a list only links to files: the papers of an agenda's item are papers themselves."""
    items = [item for item in node.iter() if item.tag == "li"]
    links = [item.css_first("a[href]") for item in items]
    return bool(items) and all(
        link is not None and _FILE.search(link.attributes.get("href") or "") for link in links
    )


def _numbered(count: int, form: str) -> str:
    if form == _POINTS:
        return f"{count})"
    if form in "aA" and count <= 26:
        letter = chr(ord("a") + count - 1)
        return f"{letter if form == 'a' else letter.upper()})"
    romans = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
    return f"{romans[count - 1]})" if form == "i" and count <= len(romans) else f"{count}."


def _table(node: Node) -> Iterator[Block]:
    caption = node.css_first("caption")
    if caption and _text(caption):
        yield Block(_text(caption))
    is_data = bool(node.css_first("th")) or not _has_long_cells(node)
    over: dict[int, tuple[int, str]] = {}
    for row in node.css("tr"):
        if _table_of(row) != node.mem_id:
            continue
        cells = [cell for cell in row.iter() if cell.tag in ("td", "th")]
        marked = any("mg" in (cell.attributes.get("class") or "") for cell in row.css("*"))
        if marked or not is_data or len(cells) == 1:
            # A table that only lays out the page.
            for cell in cells:
                yield from (
                    _block(cell, "div")
                    if "mgItemNumberCell" in (cell.attributes.get("class") or "")
                    else _walk(cell)
                )
        elif any(texts := _texts(cells, over)):
            yield Block("\t".join(texts), "row")


def _texts(cells: list[Node], over: dict[int, tuple[int, str]]) -> list[str]:
    """Return what stands in the cells of a row; one that reaches over rows stands in each.

    `over` holds for each column how many more rows a cell of it reaches over, and its words.
    """
    texts: list[str] = []
    waiting = list(cells)
    while waiting or over.get(len(texts), (0, ""))[0]:
        left, text = over.get(len(texts), (0, ""))
        if left:
            over[len(texts)] = (left - 1, text)
        else:
            cell = waiting.pop(0)
            text = _text(cell)
            span = cell.attributes.get("rowspan") or "1"
            over[len(texts)] = (min(int(span), _MOST_ROWS) - 1 if span.isdecimal() else 0, text)
        texts.append(text)
    return texts


def _has_long_cells(node: Node) -> bool:
    return any(len(_text(cell).split()) > 80 or cell.css_first("table") for cell in node.css("td"))


def _table_of(row: Node) -> int:
    above = row.parent
    while above is not None and above.tag != "table":
        above = above.parent
    return int(above.mem_id) if above is not None else 0


def _has_blocks(node: Node) -> bool:
    return any(child.tag in _BLOCKS for child in node.traverse() if child.mem_id != node.mem_id)


def _paragraph(text: str) -> Block:
    if re.match(r"^(?:\d{1,3}[.)]|\(?[a-zivxl]{1,5}\))$", text):
        return Block(text, "marker")
    if match := re.match(r"^[•●▪◦·]\s*(\S.*)$", text):
        return Block(match.group(1), "bullet")
    return Block(text, "label") if LABEL.match(text) else Block(text)


def _text(node: Any, without: tuple[str, ...] = ()) -> str:
    """Return the words of a node, less those of the tags left out."""
    if not without:
        return " ".join((node.text(separator="") or "").replace("\xad", "").split())
    parts = []
    child = node.child
    while child is not None:
        if child.tag == "-text":
            parts.append(child.text(deep=False) or "")
        elif child.tag not in without:
            parts.append(child.text() or "")
        child = child.next
    return " ".join("".join(parts).split())
