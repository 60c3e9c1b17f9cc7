"""Fetching from the web stays within its bounds; the servers are this machine's own."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from made import page, pdf

from index.fetch import Fetcher, FetchError, Rules
from index.sources import PassedOver, Source, files_of, newer
from index.web_pages import attachments, is_meeting

HERE = Rules(seconds=5, private=True)
PAPER = pdf(page("1.1  Words of the paper."))
MEETING = b"""<html><body><a href="documents/s12/Homes.pdf">Homes Report</a>
<a href="documents/s12/Homes.pdf#page=2">again</a>
<a href="https://elsewhere.example/documents/s9/Other.pdf">elsewhere</a>
<a href="documents/g5/Public pack.pdf">Pack</a><a href="mgMemberIndex.aspx">Councillors</a>
</body></html>"""


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status, headers, body = 200, {"Content-Type": "text/plain"}, b"words"
        path = self.path
        if path == "/robots.txt":
            body = b"User-agent: *\nDisallow: /closed/\n"
        elif path.startswith("/again/"):
            count = int(path.rpartition("/")[2])
            status, headers = 302, {"Location": f"/again/{count - 1}" if count > 1 else "/words"}
        elif path == "/file":
            status, headers = 302, {"Location": "file:///etc/passwd"}
        elif path == "/inside":
            status, headers = 302, {"Location": "http://192.0.2.1.example.invalid/"}
        elif path == "/large":
            body = b"x" * 3000
        elif path == "/missing":
            status = 404
        elif path.endswith(".pdf"):
            headers = {"Content-Type": "application/pdf", "ETag": '"one"'}
            body = PAPER
            if self.headers.get("If-None-Match") == '"one"':
                status, body = 304, b""
        elif path.startswith("/ieListDocuments.aspx"):
            headers, body = {"Content-Type": "text/html; charset=utf-8"}, MEETING
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The address of a server on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_file_is_fetched_through_redirects(site: str) -> None:
    fetched = Fetcher(HERE).fetch(f"{site}/again/3")

    assert (fetched.url, fetched.body) == (f"{site}/words", b"words")


def test_redirects_end(site: str) -> None:
    with pytest.raises(FetchError, match="redirects more than 5 times"):
        Fetcher(HERE).fetch(f"{site}/again/9")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/closed/paper", "its robots.txt asks programs not to fetch it"),
        ("/missing", "the server answers 404"),
        ("/file", "this is no web address"),
        ("/inside", "no server has that name"),
    ],
)
def test_what_cannot_be_fetched_is_told(site: str, path: str, said: str) -> None:
    with pytest.raises(FetchError, match=said):
        Fetcher(HERE).fetch(f"{site}{path}")


def test_a_file_that_is_too_large_is_not_kept(site: str) -> None:
    with pytest.raises(FetchError, match="it is larger than"):
        Fetcher(replace(HERE, bytes=2000)).fetch(f"{site}/large")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://10.1.2.3/",
        "http://169.254.169.254/latest",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://0.0.0.0/",
        "http://2130706433/",
    ],
)
def test_addresses_that_are_not_public_are_refused(url: str) -> None:
    with pytest.raises(FetchError, match=r"is not public|no server has that name"):
        Fetcher().fetch(url)


@pytest.mark.parametrize(
    "url", ["ftp://ostley.example/a", "http://me:key@ostley.example/", "http://a:99999/"]
)
def test_other_kinds_of_addresses_are_refused(url: str) -> None:
    with pytest.raises(FetchError, match="this is no web address"):
        Fetcher().fetch(url)


def test_what_has_not_changed_is_not_sent_again(site: str) -> None:
    first = Fetcher(HERE).fetch(f"{site}/a.pdf")
    again = Fetcher(HERE).fetch(f"{site}/a.pdf", first.etag, first.modified)

    assert (first.body, first.kind, first.etag) == (PAPER, "application/pdf", '"one"')
    assert (again.body, again.etag) == (None, '"one"')


def test_a_meeting_leads_to_its_papers_on_the_same_server() -> None:
    url = "https://democracy.ostley.example/ieListDocuments.aspx?CId=1&MId=2"

    assert is_meeting(url)
    assert attachments(MEETING, url) == [
        ("https://democracy.ostley.example/documents/s12/Homes.pdf", "Homes Report")
    ]


def test_a_meetings_papers_are_fetched_under_the_words_of_their_links(site: str) -> None:
    with files_of((f"{site}/ieListDocuments.aspx?MId=2",), HERE) as found:
        assert [(s.name, s.url, s.path.read_bytes() == PAPER) for s in found] == [  # type: ignore[union-attr]
            ("Homes Report", f"{site}/documents/s12/Homes.pdf", True)
        ]


def test_looking_again_passes_over_what_has_not_changed(site: str) -> None:
    known = {f"{site}/a.pdf": ('"one"', ""), f"{site}/b.pdf": ('"old"', "")}

    with newer(known, HERE) as found:
        assert found[0] == PassedOver(f"{site}/a.pdf", "nothing has changed there.", refused=False)
        assert isinstance(found[1], Source)


def test_an_address_inside_is_refused_when_papers_are_added(cli: object) -> None:
    result = cli("papers", "add", "http://127.0.0.1:9/a.pdf")  # type: ignore[operator]

    assert result.exit_code == 1
    assert "its server is not public, so it is not fetched." in result.stderr
