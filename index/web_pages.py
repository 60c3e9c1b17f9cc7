"""Which files a council's meeting page leads to. Asked only when papers are added."""

import re
from urllib.parse import urljoin, urlsplit

_MEETING = re.compile(r"/(?:ieListDocuments|ieIssueDetails|ieDecisionDetails|mgAi)\.aspx", re.I)
_PAPER = re.compile(r"/(?:documents/[sb]\d+/|mgConvert2PDF\.aspx)", re.IGNORECASE)
_PACK = re.compile(r"/documents/g\d+/", re.IGNORECASE)
_MOST = 100


def is_meeting(url: str) -> bool:
    """Whether an address is that of a ModernGov meeting or decision page."""
    return bool(_MEETING.search(urlsplit(url).path))


def attachments(html: bytes, url: str) -> list[tuple[str, str]]:
    """Return (address, words of the link) of the papers that a meeting page links to, each once.

    A pack of all the papers is taken only where none of them is linked alone.
    """
    from selectolax.lexbor import LexborHTMLParser

    host = urlsplit(url).hostname
    papers: dict[str, str] = {}
    packs: dict[str, str] = {}
    for link in LexborHTMLParser(html).css("a[href]"):
        target = urljoin(url, (link.attributes.get("href") or "").strip())
        parts = urlsplit(target)
        if parts.scheme not in ("http", "https") or parts.hostname != host:
            continue
        target = parts._replace(fragment="").geturl()
        words = " ".join((link.text() or "").split())
        if _PAPER.search(parts.path):
            papers.setdefault(target, words)
        elif _PACK.search(parts.path):
            packs.setdefault(target, words)
    return list((papers or packs).items())[:_MOST]
