"""A page as a reader meets it: what it says, where it leads."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
from selectolax.lexbor import LexborHTMLParser


@dataclass
class Page:
    """An answer of the pages, read as HTML."""

    response: httpx.Response

    def __post_init__(self) -> None:
        self.tree: Any = LexborHTMLParser(self.response.text)

    def said(self, selector: str = "main") -> str:
        """Return the words of the first part that a selector names, "" where there is none."""
        found = self.tree.css_first(selector)
        return " ".join(found.text().split()) if found else ""

    def each(self, selector: str) -> list[str]:
        """Return the words of each part that a selector names."""
        return [" ".join(found.text().split()) for found in self.tree.css(selector)]

    def links(self, selector: str = "main a") -> list[str]:
        """Return where links lead."""
        return [str(found.attributes.get("href")) for found in self.tree.css(selector)]

    def values(self, name: str) -> list[str]:
        """Return what a form's fields of a name hold."""
        return [str(f.attributes.get("value")) for f in self.tree.css(f'main [name="{name}"]')]

    def scripts(self) -> Iterator[str]:
        """Yield whatever could run: scripts' addresses and words, handlers, styles in place."""
        for node in self.tree.css("script"):
            yield str(node.attributes.get("src") or node.text())
        for node in self.tree.css("*"):
            yield from (name for name in node.attributes if name.startswith("on"))
            if "style" in node.attributes or node.tag == "style":
                yield "style"
            for name in ("href", "src", "action", "formaction"):
                value = str(node.attributes.get(name) or "").strip().lower()
                if value.startswith(("javascript:", "data:")):
                    yield value
