"""The kinds of thing that a question asks for, and what in a text gives them."""

import re
from collections.abc import Set as AbstractSet


def _any_of(*written: str) -> re.Pattern[str]:
    return re.compile("|".join(written), re.IGNORECASE)


_OF_PAPERS = (
    r"the (?:review|report|paper|case|lga|strategy|minutes)|(?:it|they) (?:say|mention|recommend)"
    r"|josh|macalister|government (?:say|accept|agree|reject)|govt|ministers"
)
_HAPPENED = _any_of(
    rf"\bdid (?!{_OF_PAPERS})\S",
    r"\bdid\b.{0,60}\b(?:start|happen|begin|work|go ahead|get|win|vote|pass|open|close|keep"
    r"|improve|drop|fall|rise|meet|decide|sign|stay)",
    r"\bha(?:ve|s)\b.{0,50}\b(?:been|started|gone|opened|got|had|signed|set up|agreed)",
    r"\bwas\b.{0,40}\b(?:brought in|picked|chosen|built|passed|scrapped|approved|appointed"
    r"|made law)",
    r"\bwere\b.{0,40}\b(?:built|picked|chosen|met|spent|found)",
    r"\bhow (?:did\b.{0,40}\bgo|(?:is|are)\b.{0,40}\bgoing)",
    r"\b(?:yet|results?|outcomes?|found out|in the end|ended up|turn(?:ed)? out|so far|by now"
    r"|any update|latest|now|currently|today|this year|last year|these days|nowadays|replaced"
    r"|final (?:version|guidance))\b",
)
_DETAIL = _any_of(
    r"\b(?:template|form|phone|number to ring|e-?mail|link|website|url|contact details|qualif\w+"
    r"|procedure|process|step by step|checklist|how do (?:i|we)|apply|eligib\w+|criteria|exact"
    r"|list of|breakdown|(?:by|per) ward|year by year|compared? (?:with|to))\b",
)
_OVERVIEW = _any_of(
    r"\b(?:nutshell|in (?:brief|summary)|in short(?=\W*$|[,:])|summar\w+|overview|gist"
    r"|sum(?:ming|med|s)?(?: it)? up|run ?down|big picture|as a whole)\b",
    r"\b(?:main|key|big|biggest|top|all(?: of)?(?: the)?) (?:points|bits|messages|themes|findings"
    r"|recommendations|issues|ideas|asks|challenges|problems|proposals|headlines)\b",
)
_WHO = _any_of(r"\bwho(?:['’]?s)?\b", r"\bnames?\b(?= of)", r"\bnames\b")
_WHICH_PLACES = _any_of(
    r"\b(?:which|what|list|name)\b.{0,20}\b(?:areas?|councils?|schools?|las|authorities|sites?"
    r"|pilots?|charit\w+|providers?|firms?|compan\w+|homes|places|countries|towns)\b",
)
_HOW_MANY = re.compile(r"\bhow many (?P<of>(?:[a-z-]{4,} ){0,1}[a-z-]{4,})\b", re.IGNORECASE)
_SHARE = _any_of(r"%", r"\bper ?cent(?:age)?\b", r"\bshare of", r"\bproportion", r"\brate\b")
_HAS_SHARE = _any_of(r"%", r"\bper ?cent", r"\b(?:half|third|quarter|tenth|\d+ in \d+|one in)\b")
_MONEY = _any_of(
    r"\bhow much\b(?!.{0,20}\b(?:time|more|longer|notice|of)\b)",
    r"\b(?:costs?|price|fee|hourly rate|pay rate|salary|budget|spen[dt]|paid)\b",
    r"£",
    r"\ba (?:week|wk|month|year|yr)\b",
)
_HAS_MONEY = _any_of(r"£", r"\b[mb]illion")
_WHEN = _any_of(
    r"\b(?:when|what (?:date|day|year|month|time)|date of|by when|how soon|how long|deadline"
    r"|start date)\b",
)
_COUNT = _any_of(r"\b(?:how many|numbers?(?= of)|numbers|figures?|total)\b")
_HAS_COUNT = _any_of(
    r"\d{2,}",
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|hundred"
    r"|thousand|dozen)\b",
)
_WHY = _any_of(r"\b(?:why|reasons?|how come)\b", r"\bwhat (?:made|led)\b")
_HAS_WHY = _any_of(
    r"\b(?:because|due to|as a result|reasons?|so that|in order to|since|owing|reflect\w*"
    r"|caused?|led to)\b"
)
_HAS_PERSON = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr|Cllr|Councillor|Sir|Lord|Lady|Baroness)\b|\b[A-Z][a-z]+ [A-Z][a-z]+\b"
)
_CHAIR = _any_of(r"\bchair(?:s|ed|ing|man|woman|person)?\b")
_HOW_OFTEN = _any_of(r"\bhow (?:often|frequently|regularly)\b")
_HAS_HOW_OFTEN = _any_of(
    r"\b(?:annual(?:ly)?|month(?:ly)?|weekly|fortnightly|termly|quarterly|yearly|daily)\b",
    r"\b(?:every|each|once|twice|times a)\b",
)
_ANY_MONEY = _any_of(
    r"\bhow much\b(?!.{0,20}\b(?:time|more|longer|notice)\b)",
    r"£",
    r"\b(?:costs?|price|fee|rates?|pay|salary|budget|spen[dt]|paid|money|cash|brass|dosh|dough|quid"
    r"|grand|grants?|fund(?:s|ed|ing)?|pounds)\b",
)
_HOW_LONG = _any_of(r"\b(?:how (?:long|soon)|what time)\b")
# With their capitals: "may" is seldom a month.
_DAY = (
    r"(?:19|20)\d\d|January|February|March|April|May|June|July|August|September|October"
    r"|November|December|[Ss]pring|[Ss]ummer|[Aa]utumn|[Ww]inter"
)
_HAS_DAY = re.compile(rf"\b(?:{_DAY})\b")
_SPAN = r"weeks?|months?|years?|days?"
_HAS_WHEN = re.compile(rf"\b(?:{_DAY}|{_SPAN})\b")
_HAS_LENGTH = re.compile(rf"\b(?:{_DAY}|{_SPAN}|hours?|minutes?)\b")
_EACH = _any_of(
    r"\b(?:each|per(?! ?cent)|apiece|split|broken down|between them|divided|individual)\b"
)
_WHERE = _any_of(r"\bwhere\b")
_REPLY = _any_of(
    r"\bwhat did\b.{2,60}\b(?:say|reply|answer|think|decide|conclude|agree|ask|raise)",
    r"\b(?:reply|response|reaction)\b",
)
_ASKS = {
    "what_happened": _HAPPENED,
    "detail": _DETAIL,
    "who": _WHO,
    "which_places": _WHICH_PLACES,
    "money": _MONEY,
    "any_money": _ANY_MONEY,
    "when": _WHEN,
    "count": _COUNT,
    "share": _SHARE,
    "why": _WHY,
    "how_often": _HOW_OFTEN,
    "each": _EACH,
    "where": _WHERE,
    "reply": _REPLY,
}
_HAS = {
    "money": _HAS_MONEY,
    "any_money": _HAS_MONEY,
    "when": _HAS_WHEN,
    "share": _HAS_SHARE,
    "count": _HAS_COUNT,
    "who": _HAS_PERSON,
    "how_often": _HAS_HOW_OFTEN,
    "why": _HAS_WHY,
}
KINDS_GIVEN = frozenset(_HAS) - {"money"}
"""What can be asked for that a text can be seen to give: a sum, a day, a share, a number, a name, a
rhythm, a reason.
"""
MANNERS = frozenset(("what_happened", "detail", "which_places", "each", "where", "reply"))
"""In which manner it can be asked."""


def asks_of(asked: str) -> frozenset[str]:
    """Return what a question asks for and in which manner, KINDS_GIVEN and MANNERS among it."""
    return frozenset(kind for kind, pattern in _ASKS.items() if pattern.search(asked))


def what_gives(asks: AbstractSet[str], asked: str) -> tuple[re.Pattern[str], ...]:
    """Return what a sentence holds that gives what is asked for, a pattern a kind: a day or a year
    where it is asked when, and a length of time only where it is asked how long; the chair, where
    it is asked who was in it.
    """
    has = _HAS | {
        "when": _HAS_LENGTH if _HOW_LONG.search(asked) else _HAS_DAY,
        "who": _CHAIR if _CHAIR.search(asked) else _HAS_PERSON,
    }
    return tuple(has[kind] for kind in KINDS_GIVEN & asks)


def asks_overview(asked: str) -> bool:
    """Whether a question asks for all of something in brief, and not for one point of it."""
    return bool(_OVERVIEW.search(asked))


def what_counts(asked: str) -> re.Pattern[str] | None:
    """Return what gives a number of just what a question asks how many of; None where it asks for
    no number.
    """
    counted = _HOW_MANY.search(asked)
    if counted is None:
        return None
    stems = "|".join(re.escape(word.lower().rstrip("s")) for word in counted["of"].split())
    return re.compile(rf"(?<![£\d])\b\d[\d,]*+ (?:[a-z-]+ ){{0,2}}(?:{stems})", re.IGNORECASE)


def given_in(text: str) -> frozenset[str]:
    """Return which of KINDS_GIVEN a text holds."""
    return frozenset(kind for kind in KINDS_GIVEN if _HAS[kind].search(text))


def lacks(asks: AbstractSet[str], text: str, *kinds: str) -> bool:
    """Return whether one of these kinds is asked for of which a text has nothing."""
    return any(kind in asks and not _HAS[kind].search(text) for kind in kinds)
