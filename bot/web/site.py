"""How a page is made: templates, style and script. The only place that imports Jinja2."""

import hashlib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined, select_autoescape
from jinja2 import FunctionLoader as Loader

from bot import wording, wording_changes, wording_chat, wording_web
from bot.excerpt import clean
from bot.web.links import anchor, reading

_FOLDER = files("bot.web")
_TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that pages name: its bytes, and what they are."""

    content: bytes
    media_type: str


class Site:
    """Makes pages from templates; names style and script by their digest, so that they may be kept
    for ever.
    """

    def __init__(self) -> None:
        self._assets: dict[str, Asset] = {}
        self._addresses: dict[str, str] = {}
        for file in sorted((_FOLDER / "static").iterdir(), key=lambda each: each.name):
            self._add(file.name, file.read_bytes())
        self.templates = Environment(
            loader=Loader(_source),
            # Papers are untrusted text wherever they are shown.
            autoescape=select_autoescape(default=True, default_for_string=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.templates.filters["clean"] = clean
        self.templates.globals |= {
            "say": wording_web,
            "wording": wording,
            "chat": wording_chat,
            "changing": wording_changes,
            "reading": reading,
            "anchor": anchor,
            "asset": self._addresses.__getitem__,
        }
        parts = [*sorted(self._addresses.values()), *(_source(name) for name in _template_names())]
        self.version = _digest("\n".join(parts).encode())
        """Which templates, style and script these are: 10 hex digits."""

    def html(self, template: str, **values: Any) -> str:
        """Return a page."""
        return self.templates.get_template(template).render(**values)

    def asset(self, name: str) -> Asset | None:
        """Return the file of a digested name, None where there is none."""
        return self._assets.get(name)

    def _add(self, name: str, content: bytes) -> None:
        stem, _, suffix = name.rpartition(".")
        digested = f"{stem}.{_digest(content)}.{suffix}"
        self._assets[digested] = Asset(content, _TYPES[suffix])
        self._addresses[name] = f"/static/{digested}"


def _template_names() -> list[str]:
    return sorted(file.name for file in (_FOLDER / "templates").iterdir())


def _source(name: str) -> str:
    return (_FOLDER / "templates" / name).read_text(encoding="utf-8")


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:10]
