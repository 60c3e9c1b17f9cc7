"""Who comes in: from which address, over https or not, and under which name. Pure.

Only what a trusted proxy says is believed; from anybody else its headers are as good as absent.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from bot.audience import EVERYBODY, Audience
from bot.settings import DoorSettings, Network

_NAME = re.compile(r"[^\x00-\x20\x7f,:;]+(?: [^\x00-\x20\x7f,:;]+)*")
_LONGEST_NAME = 200
_HOME = 64
"""Bits of an IPv6 address that are one household's or one office's; the rest changes by the hour.
"""

Headers = Iterable[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Came:
    """Who sent a request; `name` is "" for everybody that no proxy vouches for."""

    address: str
    is_https: bool
    name: str = ""

    @property
    def audience(self) -> Audience:
        """Who will read the answer."""
        if not self.name:
            return EVERYBODY
        return Audience(is_outside=False, person=f"web:{self.name}", is_private=True)

    @property
    def identity(self) -> str:
        """Who this is for counting: a person where one is known, else the address."""
        return f"name {self.name}" if self.name else f"address {self.address}"


def came(peer: str, scheme: str, headers: Headers, settings: DoorSettings) -> Came:
    """Return who sent a request that reached us from `peer`."""
    proxies, given = settings.trusted_proxies, _by_name(headers)
    if not _is_among(peer, proxies):
        return Came(_home(peer), scheme == "https")
    chain = [part.strip() for line in given.get("x-forwarded-for", []) for part in line.split(",")]
    # From the right: what stands left of the first stranger is whatever that stranger wrote.
    address = next((part for part in reversed(chain) if not _is_among(part, proxies)), peer)
    said = given.get("x-forwarded-proto", [scheme])[-1].split(",")[-1].strip().lower()
    return Came(_home(address), said == "https", _name(given, settings.user_header))


def _name(given: dict[str, list[str]], header: str) -> str:
    """Return the name in the header, "" where there is none or more than one to choose from."""
    values = given.get(header.lower(), []) if header else []
    if len(values) != 1:
        return ""
    name = values[0].strip()
    return name if len(name) <= _LONGEST_NAME and _NAME.fullmatch(name) else ""


def _by_name(headers: Headers) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in headers:
        found.setdefault(name.decode("latin-1").lower(), []).append(_text(value))
    return found


def _text(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _is_among(address: str, networks: tuple[Network, ...]) -> bool:
    found = _address(address)
    return found is not None and any(found in network for network in networks)


def _home(address: str) -> str:
    """Return an address as it counts; what is none ("unknown", nonsense) counts as one."""
    found = _address(address)
    if found is None:
        return "unknown"
    if isinstance(found, IPv6Address):
        return str(ip_network((found, _HOME), strict=False))
    return str(found)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    """Return an address that may carry a port, as some proxies write it."""
    plain = text.strip()
    if plain.startswith("["):
        plain = plain[1:].partition("]")[0]
    elif plain.count(":") == 1:
        plain = plain.partition(":")[0]
    try:
        found = ip_address(plain)
    except ValueError:
        return None
    # A socket for both kinds writes an IPv4 address as one of IPv6.
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found
