"""Fetch a file from the web: bounded, from public addresses only, where robots.txt allows it.

The address that was checked is the one connected to, so that a name cannot mean another machine
the second time it is looked up.
"""

import http.client
import ipaddress
import socket
import ssl
import time
import urllib.robotparser
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin, urlsplit

AGENT = "review-bot"


@dataclass(frozen=True, slots=True)
class Rules:
    """What a fetch may cost and where it may go; `private` is for tests on this machine alone."""

    bytes: int = 200_000_000
    seconds: float = 60.0
    redirects: int = 5
    private: bool = False


RULES = Rules()


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server sent; `body` is None where it says that nothing has changed.

    `url` is the address after all redirects, `etag` and `modified` what to ask with next time.
    """

    url: str
    body: bytes | None
    kind: str = ""
    etag: str = ""
    modified: str = ""


class FetchError(Exception):
    """The address cannot be fetched; the message says why."""


@dataclass(slots=True)
class Fetcher:
    """Fetches from many servers, asking each once what robots.txt allows."""

    rules: Rules = RULES
    _robots: dict[str, urllib.robotparser.RobotFileParser] = field(default_factory=dict)

    def fetch(self, url: str, etag: str = "", modified: str = "") -> Fetched:
        """Return what stands at an address, redirects followed; raises FetchError."""
        asked = {"If-None-Match": etag, "If-Modified-Since": modified}
        headers = {name: value for name, value in asked.items() if value}
        until = time.monotonic() + self.rules.seconds
        for _ in range(self.rules.redirects + 1):
            if not self._allowed(url, until):
                raise FetchError(f"{url}: its robots.txt asks programs not to fetch it.")
            status, found, said = self._get(url, headers, until)
            if status in (301, 302, 303, 307, 308) and said.get("location"):
                url = urljoin(url, said["location"])
                continue
            if status == 304:
                return Fetched(url, None, etag=etag, modified=modified)
            if status != 200:
                raise FetchError(f"{url}: the server answers {status}; check the address.")
            return Fetched(
                url,
                found,
                said.get("content-type", "").partition(";")[0].strip().lower(),
                said.get("etag", ""),
                said.get("last-modified", ""),
            )
        raise FetchError(f"{url}: it redirects more than {self.rules.redirects} times.")

    def _allowed(self, url: str, until: float) -> bool:
        parts = urlsplit(url)
        host = f"{parts.scheme}://{parts.netloc}"
        if host not in self._robots:
            parser = urllib.robotparser.RobotFileParser()
            few = replace(self.rules, bytes=500_000)
            try:
                status, body, _ = Fetcher(few)._get(f"{host}/robots.txt", {}, until)
            except FetchError as error:
                if "is not public" in str(error) or "no web address" in str(error):
                    raise FetchError(str(error).replace(f"{host}/robots.txt", url)) from error
                status, body = 404, b""
            # A server that forbids even to ask forbids all; one that has no rules allows all.
            if status in (401, 403):
                parser.parse(["User-agent: *", "Disallow: /"])
            else:
                text = body.decode("utf-8", "replace") if status == 200 else ""
                parser.parse(text.splitlines())
            self._robots[host] = parser
        return self._robots[host].can_fetch(AGENT, url)

    def _get(
        self, url: str, headers: Mapping[str, str], until: float
    ) -> tuple[int, bytes, dict[str, str]]:
        """Return (status, body, headers) of one request, no redirect followed."""
        parts = urlsplit(url)
        try:
            port = parts.port or (443 if parts.scheme == "https" else 80)
        except ValueError as error:
            raise FetchError(f"{url}: this is no web address.") from error
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
            raise FetchError(f"{url}: this is no web address that can be fetched.")
        address = self._address(url, parts.hostname, port)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection = _Pinned(parts.hostname, port, address, parts.scheme == "https", until)
        try:
            # Ports and letters of other scripts are written as a browser would.
            host = parts.netloc.encode("idna").decode() if not parts.port else parts.netloc
            sent = {"Host": host, "User-Agent": AGENT, "Accept-Encoding": "identity", **headers}
            connection.request("GET", _quoted(path), headers=sent)
            answer = connection.getresponse()
            body = self._body(url, answer, until)
            said = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, body, said
        except TimeoutError as error:
            raise FetchError(f"{url}: the server takes too long to answer.") from error
        except (OSError, http.client.HTTPException, UnicodeError) as error:
            raise FetchError(f"{url}: it cannot be reached ({type(error).__name__}).") from error
        finally:
            connection.close()

    def _body(self, url: str, answer: http.client.HTTPResponse, until: float) -> bytes:
        if answer.status != 200:
            return b""
        parts: list[bytes] = []
        size = 0
        while chunk := answer.read(1 << 16):
            size += len(chunk)
            if size > self.rules.bytes:
                raise FetchError(
                    f"{url}: it is larger than the {self.rules.bytes // 10**6} MB that one paper "
                    "may have."
                )
            if time.monotonic() > until:
                raise TimeoutError
            parts.append(chunk)
        return b"".join(parts)

    def _address(self, url: str, host: str, port: int) -> str:
        """Return an address of the host that may be connected to; raises FetchError."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise FetchError(f"{url}: no server has that name.") from error
        addresses = [str(entry[4][0]) for entry in found]
        if not self.rules.private and not all(map(_is_public, addresses)):
            raise FetchError(f"{url}: its server is not public, so it is not fetched.")
        return addresses[0]


def _is_public(address: str) -> bool:
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    return (mapped or found).is_global and not found.is_multicast


def _quoted(path: str) -> str:
    from urllib.parse import quote

    return quote(path, safe="/?&=%:+,;@!$'()*~#[]-._")


class _Pinned(http.client.HTTPConnection):
    """A connection to an address that was checked, under the name that it was looked up by."""

    def __init__(self, host: str, port: int, address: str, secure: bool, until: float) -> None:
        super().__init__(host, port, timeout=max(0.1, until - time.monotonic()))
        self._address = address
        self._secure = secure

    def connect(self) -> None:
        """Connect to the address."""
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)
