"""Make a paper's words fit: invisible characters out, long passages cut around what answers."""

import unicodedata
from collections.abc import Sequence

CUT = "…"


def clean(text: str) -> str:
    """Return a text without control, format and surrogate characters; line breaks stay.

    They carry no words, and among them are those that turn a line's direction round.
    """
    kept = (
        " " if character == "\t" else character
        for character in text.replace("\r\n", "\n")
        if character in "\n\t" or unicodedata.category(character) not in ("Cc", "Cf", "Cs")
    )
    return "".join(kept).strip()


def one_line(text: str, longest: int) -> str:
    """Return a text cleaned, on one line, visibly cut where it is longer than `longest`."""
    line = " ".join(clean(text).split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + CUT


def shortened(text: str, around: Sequence[str], longest: int) -> str:
    """Return a text of at most `longest` characters, visibly cut, that keeps what it is cut around.

    It is kept from the first of these sentences on, with what stands before it as room allows.
    """
    if len(text) <= longest:
        return text
    found = [(text.find(part), part) for part in around if part and part in text]
    start, part = min(found, default=(0, ""))
    room = longest - 2 * (len(CUT) + 1)
    # A third of what is left before the sentence, the rest after it: what follows explains more.
    begin = max(0, start - max(0, room - len(part)) // 3)
    end = min(len(text), begin + room)
    begin = max(0, end - room)
    begin, end = _to_word(text, begin, start), _back_to_word(text, end, begin)
    before = f"{CUT} " if begin else ""
    after = f" {CUT}" if end < len(text) else ""
    return f"{before}{text[begin:end].strip()}{after}"


def marked(text: str, parts: Sequence[str]) -> list[tuple[str, bool]]:
    """Return a text in pieces, each with whether it is one of the parts."""
    spans = sorted(
        (place, place + len(part)) for part in parts if part and (place := text.find(part)) >= 0
    )
    pieces: list[tuple[str, bool]] = []
    done = 0
    for begin, end in spans:
        if begin < done:
            continue
        pieces += [(text[done:begin], False), (text[begin:end], True)]
        done = end
    pieces.append((text[done:], False))
    return [piece for piece in pieces if piece[0]]


def _to_word(text: str, begin: int, latest: int) -> int:
    if begin == 0:
        return 0
    space = text.find(" ", begin, latest)
    return space + 1 if space >= 0 else begin


def _back_to_word(text: str, end: int, earliest: int) -> int:
    if end == len(text):
        return end
    space = text.rfind(" ", earliest, end)
    return space if space > earliest + (end - earliest) // 2 else end
