"""Where a passage is shown in its paper: its page, its place on that, and which sentences of it are
marked.
"""

from collections.abc import Iterable
from urllib.parse import quote

from bot.citation import Citation
from bot.excerpt import clean
from index.sentences import sentences

_AT = "p-"


def anchor(locator: str) -> str:
    """Return the id of a passage's place on its paper's page."""
    return _AT + "_".join(clean(locator).split())


def reading(citation: Citation, said: Iterable[str] = ()) -> str:
    """Return the address that opens a citation in its paper, sentences of its quote marked."""
    texts = sentences(citation.quote)
    # What is said can be two sentences that belong together.
    each = [sentence for text in said for sentence in sentences(text)]
    places = [str(texts.index(sentence)) for sentence in each if sentence in texts]
    marks = f"&s={'.'.join(dict.fromkeys(places))}" if places else ""
    place = quote(anchor(citation.locator), safe="")
    return f"/papers/{citation.paper}?at={citation.key}{marks}#{place}"


def marked_places(given: str) -> frozenset[int]:
    """Return which sentences an address asks to have marked."""
    return frozenset(int(part) for part in given.split(".")[:9] if part.isdecimal())
