"""Names that stand in the papers: to type them gives nothing away."""

import re

from index.held import Held

_NAME = re.compile(r"\b[A-Z][a-z’'-]+(?: (?:of |[A-Z]\. ?)*[A-Z][A-Za-z’'-]+)+")


def known_names(edition: Held) -> frozenset[str]:
    """Return the names of people, and all else capitalised as they are, that the papers print."""
    names = {name for passage in edition.passages for name in _NAME.findall(passage.text)}
    return frozenset(names.union(*edition.glossary.forms_of("person")))
