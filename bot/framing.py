"""What stands around a question and is no part of it: that one is new here, what one needs it for,
who asked it, whom one has to tell.
"""

import re

_NEW = (
    r"(?:i['’]?m|i am|am|as i['’]?m) (?:(?:brand|quite|fairly|really) )?new"
    r"(?: (?:here|starter|to (?:this|it|all this|the (?:team|job|role|council))))?"
)
_TO_TELL = (
    r"wh?[ao]t (?:do|should|can|shall|would) (?:i|we) (?:tell|say to) "
    r"(?:her|him|them|my \w{1,20}|the \w{1,20})"
)
_ROLE = (
    r"(?:(?:an?|one of (?:my|our|the)|my|our|some) )?(?:(?:foster|kinship|new|young|line|team) )?"
    r"(?:carer|mum|dad|parent|manager|boss|colleague|student|nqsw|person)['’]?s? "
)
_WANTS = r"(?:ask(?:s|ed|ing)?|is asking|wants? to know|wanted to know)(?: (?:me|us))?"
_ASKED_BY = (
    rf"{_ROLE}(?:on my caseload |of (?:mine|ours) )?(?:has |have |just |keeps? )*"
    rf"{_WANTS}(?: (?:today|again|earlier))?[,:]?"
    r"(?: (?:if|whether|about)(?= )|(?= (?:what|who|when|where|why|which|how|wh?[ao]ts)\b))"
)
_BEFORE = re.compile(
    rf"\W*+(?:(?:hi|hello|hey|sorry|ok)\W++)?(?:{_NEW}\b|{_ASKED_BY})[\s,.;:–-]*+"
    r"(?:(?:and|so|but)\s++)?",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"[\s,.;–-](?:(?:so|and|but|n)\s)?(?:{_NEW}|{_TO_TELL})\W*$",
    re.IGNORECASE,
)
_NEEDED = re.compile(
    r"(?:^|(?<=[.?!]) )(?:i |we )?(?:just )?need (?:this|it|something|(?:(?:a|an|one|two|three"
    r"|two or three|a couple of|a few|some) )?(?:(?:quick|short|rough) )?"
    r"(?:lines?|words?|sentences?|paragraphs?|bullets?))(?: or (?:two|three|so))?"
    r" for [^.?!]{2,60}(?:[.!]|$)",
    re.IGNORECASE,
)
_LEAST_WORDS = 3


def unframed(text: str) -> str:
    """Return a question without what stands around it, as it was where little else would stay."""
    rest = _NEEDED.sub("", text).strip()
    if begun := _BEFORE.match(rest):
        rest = rest[begun.end() :]
    if ended := _AFTER.search(rest):
        rest = f"{rest[: ended.start()].rstrip(' ,.;–-')}{'?' * text.rstrip().endswith('?')}"
    return rest if len(rest.split()) >= _LEAST_WORDS else text
