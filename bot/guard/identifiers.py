"""Numbers, addresses and dates that point to one person."""

import re
from collections.abc import Iterator

from stdnum.gb import nhs, upn

_DIGIT = re.compile(r"\d")
_WITHOUT_DIGITS = ("email", "address")
"""Kinds that a text without a digit may hold: "Flat B"."""
_NHS = re.compile(r"(?<![\d£.,/])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\d/])")
_NHS_CUE = re.compile(r"(?i)\bnhs[ :#](?:no|num|number|id)?[ .:#is]{0,5}\d[\d -]{7,11}\d\b")
_UPN = re.compile(r"(?i)\b[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z]\b")
_UPN_CUE = re.compile(r"(?i)\bupn[ .:#is]{0,5}[a-z]\d{6,12}")
_NI = re.compile(
    r"(?i)\b([a-ceghj-pr-tw-z][a-ceghj-npr-tw-z])[ -]?(\d\d[ -]?\d\d[ -]?\d\d)[ -]?[a-d]\b"
)
_PHONE = re.compile(r"(?<![\d£.,/])(?:\+ ?44|0044|\(?0)[\d ()-]{8,16}\d(?!\d)")
_EMAIL = re.compile(
    r"(?i)(?<![\w.+-])[\w.+-]{1,64}+(?:@| ?[(\[]at[)\]] ?)[\w-]{1,63}(?:\.| dot )[a-z]{2}"
)
_POSTCODE = re.compile(r"(?i)\b([a-z]{1,2})\d[a-z\d]? ?(\d[abd-hjlnp-uw-z]{2})\b")
_POSTCODE_AREAS_TEXT = """
ab al b ba bb bd bh bl bn br bs bt ca cb cf ch cm co cr ct cv cw da dd de dg dh dl dn dt dy e ec
eh en ex fk fy g gl gu gy ha hd hg hp hr hs hu hx ig im ip iv je ka kt kw ky l la ld le ll ln ls
lu m me mk ml n ne ng nn np nr nw ol ox pa pe ph pl po pr rg rh rm s sa se sg sk sl sm sn so sp
sr ss st sw sy ta td tf tn tq tr ts tw ub w wa wc wd wf wn wr ws wv yo ze
"""
_POSTCODE_AREAS = frozenset(_POSTCODE_AREAS_TEXT.split())
# "s47 1st", "s17 3yr": a section of an Act before an ordinal or an age is no postcode.
_NOT_INWARD = {"st", "nd", "rd", "th", "yr", "yp", "wk", "hr", "pt"}
_DATE = (
    r"(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{1,2}(?:st|nd|rd|th)? (?:of )?"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6},? \d{2,4}|\d{4}-\d\d-\d\d)"
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_BIRTH = re.compile(
    rf"(?i)\b(?:(?:dob|d\.o\.b\.?|date of birth|birth ?date|birthday)[ :.\-is]{{0,6}}"
    rf"(?:{_DATE}|{_MONTH},? \d{{2,4}}\b|\d{{6,8}}\b)"
    rf"|(?:born|b\.)(?: on)?(?: the)?[ :]{{0,2}}{_DATE}"
    rf"|{_DATE},? (?:is|was) (?:his|her|their|the) (?:birthday|dob|date of birth))"
)
_CASE_ID = re.compile(
    r"(?i)\b(?:case|child|client|person|pupil|family|file|lcs|mosaic|liquid ?logic|ics|carefirst"
    r"|care ?director|eclipse|swift|frameworki|hospital|hosp|record|service user|customer|court"
    r"|patient)\b(?: (?:id|no|num|number|ref|reference|file))?[ .:#-]{0,3}(?:is )?"
    r"(?:[a-z]{0,4}[-/]?\d{5,12}|[a-z]{1,4}[-/]?\d{4,12}|(?-i:[A-Z]{1,4}) \d{4,12})\b"
)
# As systems print it: LL0045782, P1234567.
_SYSTEM_ID = re.compile(r"\b[A-Z]{1,3}[-/]?\d{6,9}\b|\b(?:LL|LCS|LAS|ICS) \d{5,9}\b")
_PASSPORT = re.compile(r"(?i)\bpassport(?: (?:no|num|number|id|is|gb))*[ .:#]{0,3}\d{9}\b")
_SLASHED = re.compile(
    r"(?i)\b(?:ref|reference|urn|(?:crime|incident|log) (?:ref|no|num|number))[ .:#]{1,3}"
    r"(?:[a-z]{1,4}/\d{2,4}/\d{2,8}|\d{2}/\d{5,8}|\d{5,7}/\d{2}|\d{2}/\d{4,7}/\d{2})\b(?!/)"
)
_REFERENCE = re.compile(
    r"(?i)(?<!paper )(?<!report )\b(?:ref|reference|id)(?: no| number)?[ .:#]{1,3}"
    r"(?:[a-z]{1,4}[-/]?\d{4,12}|\d{6,12})\b"
)
_OTHER_IDS = (_SYSTEM_ID, _PASSPORT, _SLASHED)
_COURT_CASE = re.compile(r"\b[A-Z]{2}\d{2}[CPFZ]\d{5}\b")
_ROOM = re.compile(
    r"(?i)\b(?:flat|apartment|apt|bedsit|caravan|plot)\.? (?:no\.? )?(?:\d{1,4}[a-z]?|[a-h])\b,?"
    r" (?:\d{1,4} )?(?:[a-z]{2,20} ){0,2}"
    r"(?:court|house|street|st|road|rd|avenue|ave|lane|tower|towers|point|lodge|heights|close|way"
    r"|drive|place|gardens|mews|terrace|rise|view|park|crescent|estate|grove|walk|building"
    r"|mansions)\b"
)
_STREET_END = (
    "Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Crescent|Cres|Terrace|Gardens|Gdns|Drive|Dr|Grove|Close"
    "|Court|Ct|Rise|Way|View|Place|Park|Hill|Green|Walk|Square|Row|Mews|Croft|Mount|Fold|Bank"
    "|Parade"
)
_STREET = re.compile(
    rf"(?<![\w£.,/])\d{{1,3}}[A-Za-z]?,? (?:([A-Z][a-z'’]{{1,20}}) )(?:[A-Z][a-z'’]{{1,20}} )?"
    rf"(?:{_STREET_END})\b"
)
_STREET_LOWER = re.compile(
    r"(?<![\w£.,/])\d{1,3}[a-z]?,? ([a-z]{3,20}) (?:[a-z]{3,20} )?(?:street|road|rd|avenue|crescent"
    r"|terrace|grove|drive|lane|gardens|cresent)\b(?! (?:map|to|ahead|block|light|safety|level"
    r"|show))"
)
_LIVES_AT = re.compile(
    rf"(?i)\b(?:lives?|living|staying|stays|address|round|resides|moved) (?:is |at |to |in )"
    rf"(?:number |no\.? )?\d{{1,3}}[a-z]?,? (?:[a-z'’]{{2,20}} ){{1,2}}(?:{_STREET_END})\b"
)
_NO_STREET_TEXT = """
january february march april may june july august september october november december family
high crown county care youth year years week weeks month months way down the children kids homes
places councils areas families local regional of out up on more new per point percent and foster
social from downing day days hour hours long open cross magistrates minutes mins
"""
_NO_STREET = frozenset(_NO_STREET_TEXT.split())


def identifiers(text: str) -> Iterator[str]:
    """Yield the kinds of identifier that a text holds, each once."""
    line = " ".join(text.split())
    has_digit = bool(_DIGIT.search(line))
    for kind, holds in _HOLDS.items():
        if (has_digit or kind in _WITHOUT_DIGITS) and holds(line):
            yield kind


def _has_nhs_number(line: str) -> bool:
    return bool(_NHS_CUE.search(line)) or any(
        nhs.is_valid(hit.group()) for hit in _NHS.finditer(line)
    )


def _has_pupil_number(line: str) -> bool:
    return bool(_UPN_CUE.search(line)) or any(
        upn.is_valid(hit.group()) for hit in _UPN.finditer(line)
    )


def _has_ni_number(line: str) -> bool:
    # "by 202122 a": a small word before a figure written in one piece.
    return any(
        not (hit.group(2).isdigit() and hit.group()[2] == " ")
        or hit.group(1).lower() not in {"by", "my", "me", "we", "he", "as", "at", "am", "be", "pm"}
        for hit in _NI.finditer(line)
    )


def _has_phone(line: str) -> bool:
    # Each once: the same one a hundred times over would take a hundred times as long.
    numbers = dict.fromkeys(hit.group() for hit in _PHONE.finditer(line))
    if not numbers:
        return False
    # Its tables cost as much time as all else here, and hardly any message has a number.
    import phonenumbers

    for number in numbers:
        digits = re.sub(r"\D", "", number)
        if len(digits) == 11 and digits.startswith("07"):
            return True
        try:
            if phonenumbers.is_valid_number(phonenumbers.parse(number, "GB")):
                return True
        except phonenumbers.NumberParseException:
            continue
    return False


def _has_postcode(line: str) -> bool:
    return any(
        hit.group(1).lower() in _POSTCODE_AREAS and hit.group(2)[1:].lower() not in _NOT_INWARD
        for hit in _POSTCODE.finditer(line)
    )


def _has_address(line: str) -> bool:
    if _ROOM.search(line) or _LIVES_AT.search(line):
        return True
    return any(
        hit.group(1).lower() not in _NO_STREET
        for pattern in (_STREET, _STREET_LOWER)
        for hit in pattern.finditer(line)
    )


def _has_case_number(line: str) -> bool:
    return any(pattern.search(line) for pattern in (_CASE_ID, _REFERENCE, _COURT_CASE, *_OTHER_IDS))


_HOLDS = {
    "nhs_number": _has_nhs_number,
    "pupil_number": _has_pupil_number,
    "ni_number": _has_ni_number,
    "phone": _has_phone,
    "email": lambda line: bool(_EMAIL.search(line)),
    "postcode": _has_postcode,
    "birth_date": lambda line: bool(_BIRTH.search(line)),
    "address": _has_address,
    "case_number": _has_case_number,
}
