"""Cut a passage's text into its sentences, word for word."""

import re

_END = re.compile(r"[.?!][”’\"')]*(?=\s+[“‘\"'(]*[A-Z£0-9])|\n")
_NO_END = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Cllr|Prof|St|No|no|para|paras|pp|p|vs|cf|eg|ie|e\.g|i\.e|etc|approx|Sec|Reg|[A-Z]))\.$"
)
_CLAUSE_END = re.compile(r";\s+(?:and\s+)?")
_LONG = 160
"""A sentence above this many characters is also searched clause by clause."""


def sentences(text: str) -> list[str]:
    """Return the sentences of a text in order, each as it stands there."""
    found, start = [], 0
    for match in _END.finditer(text):
        piece = text[start : match.end()]
        if _NO_END.search(piece) and match.group() != "\n":
            continue
        found.append(piece)
        start = match.end()
    found.append(text[start:])
    return [piece.strip() for piece in found if piece.strip()]


def clauses(sentence: str) -> list[str]:
    """Return a long sentence's parts between semicolons; a short one whole."""
    if len(sentence) < _LONG:
        return [sentence]
    return [part for part in _CLAUSE_END.split(sentence) if part]
