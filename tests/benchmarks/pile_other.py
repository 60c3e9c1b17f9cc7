"""Papers as Word files with automatic numbers, and as web pages of three makes."""

import html
import io
import random
import sys
from pathlib import Path
from typing import Any

from docx import Document as open_docx
from pile_papers import Part, Plan

sys.path.insert(0, str(Path(__file__).parents[1]))
from made import add_list, numbered

_FORMS = {
    "a)": ("lowerLetter", "%2)"),
    "(a)": ("lowerLetter", "(%2)"),
    "a.": ("lowerLetter", "%2."),
    "i)": ("lowerRoman", "%2)"),
    "(i)": ("lowerRoman", "(%2)"),
}


def as_docx(plan: Plan, seed: int) -> bytes:
    """Return a paper as a Word file; what can be counted by Word is."""
    document = open_docx()
    document.sections[0].header.paragraphs[0].text = f"{plan.council} Council"
    document.sections[0].footer.paragraphs[0].text = "Page 1"
    document.add_heading(plan.title, 0)
    document.add_paragraph(f"{plan.council} Council")
    document.add_paragraph("3 June 2024")
    automatic = random.Random(seed).random() < 0.7
    lists = _Lists(document, plan) if automatic else None
    for part in plan.parts:
        _add(document, part, lists)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


class _Lists:
    """The lists of a Word file, made as they are needed; a number that a list would not count to
    next is typed.
    """

    def __init__(self, document: Any, plan: Plan) -> None:
        self._document = document
        self._identity = 100
        self._major = self._minor = self._point = 0
        self._decimal = plan.style in ("2.10", "2 and 2.1", "Appendix A")
        self._mark = next((p.number[-1:] for p in plan.parts if p.kind == "item"), ".")
        headed = next((p.number for p in plan.parts if p.kind == "heading" and p.number), "")
        point = next((p.number for p in plan.parts if p.kind == "item" and p.depth), "a)")
        around, first = point.replace(point.strip("()."), ""), point.strip("().")
        self._form = _FORMS[f"({first})" if around == "()" else f"{first}{around}"]
        tail = "." if headed.endswith(".") else ""
        self.number = self._new(("decimal", f"%1{tail}"), ("decimal", "%1.%2"))
        self.integer = self._new(("decimal", "%1." if self._mark == "." else "%1"))
        self.points = 0

    def _new(self, *levels: tuple[str, str]) -> int:
        self._identity += 1
        add_list(self._document, self._identity, *levels)
        return self._identity

    def heading(self, part: Part) -> bool:
        """Add a numbered heading; whether it was."""
        if not self._decimal or part.number.rstrip(".") != str(self._major + 1):
            return False
        self._major, self._minor = self._major + 1, 0
        numbered(self._document, part.text, self.number, 0, "Heading 1")
        return True

    def item(self, part: Part) -> bool:
        """Add a numbered paragraph or point; whether it was."""
        if part.depth and part.kind == "item":
            name = part.number.strip("().")
            if name in ("a", "i"):
                form, pattern = self._form
                self.points = self._new((form, pattern.replace("2", "1")))
            if not self.points:
                return False
            numbered(self._document, part.text, self.points)
            return True
        if self._decimal and part.number == f"{self._major}.{self._minor + 1}":
            self._minor += 1
            numbered(self._document, part.text, self.number, 1)
            return True
        return False


def _add(document: Any, part: Part, lists: _Lists | None) -> None:
    if part.kind == "break":
        document.add_page_break()
    elif part.kind == "heading":
        if not lists or not lists.heading(part):
            document.add_heading(f"{part.number} {part.text}".strip(), 1)
    elif part.kind == "table":
        document.add_paragraph(part.text)
        _add_table(document, part)
    elif part.kind == "bullet":
        document.add_paragraph(part.text, style="List Bullet")
    elif part.depth < 0:
        document.add_heading(part.text, 2)
    elif not part.number or not lists or not lists.item(part):
        gap = "\t" if part.kind == "item" else " "
        document.add_paragraph(f"{part.number}{gap}{part.text}".strip())


def _add_table(document: Any, part: Part) -> None:
    table = document.add_table(rows=len(part.rows), cols=len(part.rows[0]))
    for place, row in enumerate(part.rows):
        over = part.merged and place > 1 and row[0] == part.rows[place - 1][0]
        for number, cell in enumerate(row):
            if number == 0 and over:
                table.cell(place - 1, 0).merge(table.cell(place, 0))
            else:
                table.cell(place, number).text = cell


def as_html(plan: Plan, seed: int) -> bytes:
    """Return a paper as a web page: ModernGov's for minutes, else of GOV.UK's make or another."""
    body = "".join(_element(part) for part in plan.parts if part.kind != "break")
    around = f"<h1>{html.escape(plan.title)}</h1><p>{plan.council} Council</p><p>3 June 2024</p>"
    if plan.style == "54. v)":
        around = ""
        body = _moderngov(plan)
    elif seed % 2:
        body = f'<div id="contents"><div class="govspeak">{body}</div></div>'
    else:
        body = f"<main>{body}</main>"
    head = f'<head><meta charset="utf-8"><title>{html.escape(plan.title)}</title></head>'
    nav = '<nav><ul><li><a href="/">Home</a></li><li><a href="/a">Services</a></li></ul></nav>'
    foot = "<footer><p>Cookies and privacy</p></footer>"
    page = f"<!DOCTYPE html><html>{head}<body>{nav}{around}{body}{foot}</body></html>"
    return page.encode()


def _element(part: Part) -> str:
    words = html.escape(f"{part.number} {part.text}".strip())
    if part.kind == "heading":
        return f"<h2>{words}</h2>"
    if part.depth < 0:
        return f"<h3>{words}</h3>"
    if part.kind == "bullet":
        return f"<ul><li>{html.escape(part.text)}</li></ul>"
    if part.kind == "table":
        return f"<p>{html.escape(part.text)}</p>{_html_table(part)}"
    return f"<p>{words}</p>"


def _html_table(part: Part) -> str:
    rows = []
    for place, row in enumerate(part.rows):
        tag = "th" if place == 0 else "td"
        cells = []
        for number, cell in enumerate(row):
            over = part.merged and place > 1 and part.rows[place - 1][0] == row[0]
            below = part.merged and 0 < place < len(part.rows) - 1
            spans = below and part.rows[place + 1][0] == row[0]
            if number or not over:
                span = ' rowspan="2"' if spans and not number else ""
                cells.append(f"<{tag}{span}>{html.escape(cell)}</{tag}>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(rows)}</table>"


def _moderngov(plan: Plan) -> str:
    """Return minutes as ModernGov gives them: a row an item, with the marks of its makers."""
    rows: list[tuple[str, list[str]]] = []
    for part in plan.parts:
        if part.kind == "heading":
            title = f'<p class="mgAiTitleTxt">{html.escape(part.text)}</p>'
            rows.append((part.number, [title]))
        elif part.kind == "lead":
            rows[-1][1].append(f'<p class="mgSubItemTitleTxt">{html.escape(part.text)}</p>')
        else:
            words = html.escape(f"{part.number} {part.text}".strip())
            rows[-1][1].append(f'<div class="mgWordPara"><p>{words}</p></div>')
    cells = "".join(
        f'<tr><td class="mgItemNumberCell"><p>{number}</p></td><td>{"".join(texts)}</td></tr>'
        for number, texts in rows
    )
    return (
        f'<div id="modgov"><h1>{html.escape(plan.title)}</h1><table class="mgItemTable">{cells}'
        "</table></div>"
    )
