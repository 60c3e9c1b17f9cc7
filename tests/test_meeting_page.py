"""A committee's page is added with its papers, and looked at again: by the command, from a server
of this machine.
"""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from conftest import Cli
from made import page, pdf, word
from toys import build_toy

import bot.cli_add
from index.edition import load
from index.fetch import Rules
from index.originals import fetched_before
from index.register import Paper, read_register
from index.sources import files_of, newer

HERE = Rules(seconds=5, private=True)


def paper(title: str, words: str) -> bytes:
    return pdf(page(f"# {title}", "", "Ostley Council", "", "3 June 2024", "", f"1.1  {words}"))


MINUTES = """<html><head><title>Minutes of Families Panel</title></head><body><div id="modgov">
<h1>Minutes of Families Panel, 3 June 2024</h1><p>Ostley Council</p><table class="mgItemTable">
<tr><td class="mgItemNumberCell"><p>54.</p></td><td><p class="mgAiTitleTxt">Homes Plan</p>
<div class="mgWordPara"><p>The panel read the plan.</p></div>
<p class="mgSubItemTitleTxt">Supporting documents:</p><ul class="mgBulletList">
<li><a href="/documents/s1/Homes.pdf">Homes Plan</a> PDF 1 KB</li>
<li><a href="/documents/s2/Sites.pdf">Sites</a></li>
<li><a href="/documents/s3/Carers.docx">Carers</a></li>
<li><a href="/documents/s4/Gone.pdf">Gone</a></li></ul></td></tr></table>
<a href="/documents/g1/Public pack.pdf">Pack</a>
<a href="https://elsewhere.example/documents/s9/Other.pdf">Elsewhere</a></div></body></html>"""
SITES = paper("Sites", "Exempt under paragraph 3.")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Site:
    """What the server sends; a file's bytes are changed by putting others in its place."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[str, bytes]] = {
            "/ieListDocuments.aspx": ("text/html; charset=utf-8", MINUTES.encode()),
            "/documents/s1/Homes.pdf": ("application/pdf", paper("Homes Plan", "Build ten homes.")),
            "/documents/s2/Sites.pdf": ("application/pdf", SITES),
            "/documents/s3/Carers.docx": (WORD, word(_carers)),
            "/robots.txt": ("text/plain", b"User-agent: *\nDisallow: /closed/\n"),
        }  # fmt: skip
        self.asked: list[str] = []
        self.url = ""


def _carers(document: object) -> None:
    for text in ("Carers", "Ostley Council", "3 June 2024", "1. Carers are few."):
        document.add_paragraph(text)  # type: ignore[attr-defined]


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A council's server on this machine, from which the command may fetch."""
    held = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            held.asked.append(self.path)
            kind, body = held.files.get(self.path.partition("?")[0], ("", b""))
            tag = f'"{hash(body)}"'
            known = self.headers.get("If-None-Match") == tag
            self.send_response(404 if not kind else 304 if known else 200)
            self.send_header("Content-Type", kind)
            self.send_header("ETag", tag)
            self.send_header("Last-Modified", "Mon, 03 Jun 2024 10:00:00 GMT")
            self.send_header("Content-Length", "0" if known else str(len(body)))
            self.end_headers()
            self.wfile.write(b"" if known else body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    held.url = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setattr(bot.cli_add, "files_of", partial(files_of, rules=HERE))
    monkeypatch.setattr(bot.cli_add, "newer", partial(newer, rules=HERE))
    yield held
    server.shutdown()
    server.server_close()


def entered(knowledge: Path) -> dict[str, Paper]:
    return {entry.id: entry for entry in read_register(knowledge / "papers.yaml")[2:]}


def table(output: str) -> list[tuple[str, str]]:
    """Return (file, outcome) of the summary table."""
    _, _, below = output.partition("outcome")
    rows = [line.split("  ") for line in below.splitlines()[1:] if "  " in line]
    return [
        (row[0].strip(), next(cell.strip() for cell in row[1:] if cell.strip())) for row in rows
    ]


def test_a_meetings_page_is_added_with_its_papers(cli: Cli, knowledge: Path, site: Site) -> None:
    url = f"{site.url}/ieListDocuments.aspx?MId=2"

    result = cli("papers", "add", url)

    assert table(result.stdout) == [
        (url, "read"), ("Homes Plan", "read"), ("Sites", "refused"), ("Carers", "read"),
        ("Gone", "refused"),
    ]  # fmt: skip
    assert "3 read, 0 skipped, 2 refused." in result.stdout
    assert result.exit_code == 1
    assert "Sites: it says on page 1 “1.1 Exempt under paragraph 3.”" in result.stderr
    assert "Gone: " in result.stderr and "the server answers 404" in result.stderr
    assert [(entry.title, entry.sources) for entry in entered(knowledge).values()] == [
        ("Minutes of Families Panel, 3 June 2024", (url,)),
        ("Homes Plan", (f"{site.url}/documents/s1/Homes.pdf",)),
        ("Carers", (f"{site.url}/documents/s3/Carers.docx",)),
    ]
    assert site.asked.count("/robots.txt") == 1
    assert not [path for path in site.asked if "/g1/" in path]
    assert len(fetched_before(knowledge)) == 3


def test_a_new_version_there_takes_the_place_of_the_one_before_and_is_told_as_a_change(
    cli: Cli, knowledge: Path, var: Path, site: Site
) -> None:
    cli(
        "papers",
        "add",
        f"{site.url}/documents/s1/Homes.pdf",
        f"{site.url}/documents/s3/Carers.docx",
    )
    build_toy(knowledge, var)
    site.files["/documents/s1/Homes.pdf"] = (
        "application/pdf",
        paper("Homes Plan", "Build two homes."),
    )

    result = cli("papers", "sync")

    assert [state for _, state in table(result.stdout)] == ["read", "skipped"]
    assert "nothing has changed there" in result.stdout
    assert result.exit_code == 0
    assert list(entered(knowledge)) == ["ostley-2024-06-03-homes-plan", "ostley-2024-06-03-carers"]
    changes = build_toy(knowledge, var).changes
    assert "Build two homes." in [p.text for p in load(var).passages]
    assert [(change.before.text, change.after.text) for change in changes.reworded] == [
        ("Build ten homes.", "Build two homes.")
    ]  # fmt: skip


def test_what_is_gone_from_the_web_is_told_and_kept(cli: Cli, knowledge: Path, site: Site) -> None:
    cli("papers", "add", f"{site.url}/documents/s1/Homes.pdf")
    del site.files["/documents/s1/Homes.pdf"]

    result = cli("papers", "sync")

    assert result.exit_code == 1
    assert "the server answers 404" in result.stderr
    assert (knowledge / "papers" / "ostley-2024-06-03-homes-plan.pdf").is_file()


def test_a_new_version_that_has_become_exempt_is_not_taken(
    cli: Cli, knowledge: Path, site: Site
) -> None:
    cli("papers", "add", f"{site.url}/documents/s1/Homes.pdf")
    before = (knowledge / "papers" / "ostley-2024-06-03-homes-plan.pdf").read_bytes()
    secret = paper("Homes Plan", "This report is exempt under paragraph 3.")
    site.files["/documents/s1/Homes.pdf"] = ("application/pdf", secret)

    result = cli("papers", "sync")

    assert result.exit_code == 1
    assert "so it may not be for everyone" in result.stderr
    assert (knowledge / "papers" / "ostley-2024-06-03-homes-plan.pdf").read_bytes() == before


def test_a_paper_that_comes_from_the_web_and_a_folder_is_one(
    cli: Cli, knowledge: Path, site: Site, tmp_path: Path
) -> None:
    cli("papers", "add", f"{site.url}/documents/s1/Homes.pdf")
    (tmp_path / "copy.txt").write_text(
        "Homes Plan\nOstley Council\n3 June 2024\n1.1 Build ten homes."
    )

    result = cli("papers", "add", tmp_path / "copy.txt")

    assert "it is one paper, from" in result.stdout
    assert len(entered(knowledge)) == 1
