"""A web page is read without what stands around the paper."""

import pytest

from index.passages import split
from index.readers.block import ReadError
from index.readers.html import read_html

MINUTES = """<!DOCTYPE html><html><head><title>Minutes</title></head><body>
<nav><ul><li>Home</li><li>Councillors</li></ul></nav><div id="modgov">
<h1>Minutes of Families Panel</h1>
<table class="mgItemTable"><tr><td class="mgItemNumberCell"><p>54.</p></td>
<td><p class="mgAiTitleTxt">Homes Plan</p>
<div class="mgWordPara"><p>The panel read the plan.</p>
<ul class="mgBulletList"><li>It noted the cost.</li></ul></div>
<p class="mgSubItemTitleTxt">RESOLVED:</p>
<div class="mgWordPara"><p>That it be noted.</p></div></td></tr>
<tr><td class="mgItemNumberCell"><p>55.</p></td><td><p class="mgAiTitleTxt">Next Meeting</p>
<div class="mgWordPara"><p>It is in May.</p></div></td></tr></table></div>
<footer>Ostley Council</footer></body></html>"""


def test_a_modern_gov_page_gives_its_items_by_number() -> None:
    found = split("paper", read_html(MINUTES.encode(), "m.html").blocks)

    assert [(p.locator, p.text) for p in found] == [
        ("Front page", "Minutes of Families Panel"),
        ("54", "The panel read the plan."),
        ("54, bullet 1", "It noted the cost."),
        ("54 RESOLVED", "RESOLVED:\nThat it be noted."),
        ("55", "It is in May."),
    ]
    assert found[1].heading == ("54. Homes Plan",)


def test_an_agenda_gives_each_items_title_and_leaves_its_files_out() -> None:
    agenda = """<html><body><table class="mgItemTable"><tr><td class="mgItemNumberCell">
    <p>1.</p></td><td><p class="mgAiTitleTxt"><a href="mgAi.aspx?ID=1">Apologies</a></p></td></tr>
    <tr><td class="mgItemNumberCell"><p>2.</p></td><td><p class="mgAiTitleTxt">Homes Plan</p>
    <div class="mgWordPara"><p>To read the plan.</p></div>
    <p class="mgSubItemTitleTxt">Additional documents:</p><ul class="mgBulletList"><li>
    <a href="documents/s12/Homes.pdf">Homes Report</a> <span>PDF 200 KB</span></li></ul></td></tr>
    </table></body></html>"""

    found = split("paper", read_html(agenda.encode(), "a.html").blocks)

    assert [(p.locator, p.text) for p in found] == [("1", "Apologies"), ("2", "To read the plan.")]


def test_a_gov_uk_page_gives_its_text_alone() -> None:
    page = """<html><head><title>Stable homes - GOV.UK</title></head><body>
    <header>GOV.UK</header><h1>A plan for homes</h1><div id="contents"><div class="govspeak">
    <h2>1. Homes</h2><p>Homes are few.</p><ol><li>Build</li><li>Mend</li></ol>
    <h2>2. Carers</h2><p>Carers are few.</p></div></div>
    <footer>Crown copyright</footer></body></html>"""

    found = split("paper", read_html(page.encode(), "m.html").blocks)

    assert [(p.locator, p.text) for p in found] == [
        ("Front page", "A plan for homes"),
        ("1", "Homes are few."),
        ("1(1)", "Build"),
        ("1(2)", "Mend"),
        ("2", "Carers are few."),
    ]


def test_any_other_page_gives_its_main_text() -> None:
    paragraphs = "".join(
        f"<p>Ostley has {n} homes in its {n}th district, and each of them is full of children.</p>"
        for n in range(1, 9)
    )
    page = f"""<html><head><title>Homes</title></head><body><nav><a href="/">Start</a></nav>
    <main><h1>Homes in Ostley</h1>{paragraphs}</main><footer>Cookies</footer></body></html>"""

    texts = [block.text for block in read_html(page.encode(), "m.html").blocks]

    assert "Ostley has 3 homes in its 3th district, and each of them is full of children." in texts
    assert "Cookies" not in " ".join(texts)


def test_the_declared_encoding_is_used() -> None:
    head = '<html><head><meta charset="windows-1252"></head>'
    page = f"{head}<body><p>Carers’ pay is £9.</p></body></html>"

    assert read_html(page.encode("cp1252"), "m.html").blocks[0].text == "Carers’ pay is £9."


def test_a_page_that_says_it_was_not_found_is_refused() -> None:
    page = "<html><head><title>404 - Page not found</title></head><body><p>Sorry</p></body></html>"

    with pytest.raises(ReadError, match=r"m.html: this is a page that says '404 - Page not found'"):
        read_html(page.encode(), "m.html")
