"""Letters in any encoding. The only place that imports charset_normalizer."""

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What a Windows machine in Britain writes besides ASCII; a few letters are too few to guess by.
_WINDOWS = re.compile(
    r"^[\x09\x0a\x0c\x0d\x20-\x7e‘’“”–—…£€•©®°½¼¾²³·×éèêëáàâçíîïóôöúùûüñÉ§ \xad]*$"
)


def decoded(raw: bytes, declared: str = "") -> str:
    """Return a file's text: by its byte order mark, what it declares, UTF-8, else the likeliest."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding, "replace").lstrip("\ufeff")
    for encoding in ("utf-8", declared):
        try:
            if encoding:
                return raw.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    wide = wide_encoding(raw)
    if wide:
        return raw.decode(wide, "replace")
    try:
        text = raw.decode("cp1252")
        if _WINDOWS.match(text):
            return text
    except UnicodeDecodeError:
        pass
    from charset_normalizer import from_bytes

    best = from_bytes(raw[:200_000]).best()
    encoding = best.encoding if best else "cp1252"
    return raw.decode(encoding, "replace")


def wide_encoding(raw: bytes) -> str:
    """Return which UTF-16 a file without a mark is in, empty where it is in none."""
    sample = raw[:2000]
    if len(sample) < 4:
        return ""
    even, odd = sample[0::2].count(0) / len(sample[0::2]), sample[1::2].count(0) / len(sample[1::2])
    return "utf-16-le" if odd > 0.7 > even else "utf-16-be" if even > 0.7 > odd else ""
