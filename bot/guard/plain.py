"""A message made plain for matching: lower case, chat spellings written out, one space between."""

import re
import unicodedata

_ENDS = re.compile(r"[.?!;:\n\r|]+")
_APOSTROPHES = re.compile(r"(?<=\w)['’‘`´](?=\w)")
_AGE_UNITS = re.compile(
    r"(?<![\w£])(\d{1,3})(yo|yrs?|years?|yrold|wks?|weeks?|mths?|months?|days?|hrs?|hours?|mins?"
    r"|ish)\b"
)
_WORD = re.compile(r"£?\w+|\.")

# Chat spellings and dialect; the words that patterns are written in stand on the right.
_SPELLINGS = {
    **dict.fromkeys(("mam", "mom", "mummy", "mammy", "mommy", "mother", "ma"), "mum"),
    **dict.fromkeys(("mams", "moms", "mummys", "mothers"), "mums"),
    **dict.fromkeys(("daddy", "father", "daddys"), "dad"),
    "fathers": "dads",
    **dict.fromkeys(("nana", "nanna", "nanny", "gran", "granny", "grandma", "nannan"), "nan"),
    **dict.fromkeys(("grandmother", "grandmum", "nanan", "gma", "grandparent"), "nan"),
    **dict.fromkeys(("nanas", "nannas", "grans", "grandmas", "grannys", "grandmothers"), "nans"),
    **dict.fromkeys(("grandad", "granddad", "grandpa", "grandfather", "gramps", "gdad"), "grandad"),
    **dict.fromkeys(("auntie", "aunty"), "aunt"),
    **dict.fromkeys(("stepfather", "stepdads"), "stepdad"),
    **dict.fromkeys(("stepmother", "stepmam"), "stepmum"),
    **dict.fromkeys(("bf", "boyf", "boyfriends"), "boyfriend"),
    **dict.fromkeys(("gf", "girlf", "girlfriends"), "girlfriend"),
    **dict.fromkeys(("bruv", "bro", "brov"), "brother"),
    **dict.fromkeys(("sis", "sista"), "sister"),
    **dict.fromkeys(("bairn", "wean", "kiddo", "kiddie", "kiddy", "youngster", "chld"), "child"),
    **dict.fromkeys(("bairns", "weans", "kiddies", "kidz", "childs"), "kids"),
    **dict.fromkeys(("babby", "bab", "bubba", "newborn", "babys"), "baby"),
    **dict.fromkeys(("lassie", "gal", "grl", "lasss"), "lass"),
    **dict.fromkeys(("laddie", "ladd"), "lad"),
    **dict.fromkeys(("shud", "shld", "shd", "shuld"), "should"),
    **dict.fromkeys(("wud", "wld", "wd"), "would"),
    **dict.fromkeys(("cud", "cld", "cd"), "could"),
    **dict.fromkeys(("wot", "wat", "wht", "wha"), "what"),
    **dict.fromkeys(("wots", "wats"), "whats"),
    **dict.fromkeys(("ya", "u", "yous", "ye"), "you"),
    **dict.fromkeys(("ur", "yr", "yer", "ure"), "your"),
    "youre": "you are",
    "r": "are",
    "n": "and",
    **dict.fromkeys(("w", "wi", "wiv", "wth"), "with"),
    **dict.fromkeys(("tonite", "2nite", "tnite", "2night"), "tonight"),
    **dict.fromkeys(("2day", "tday"), "today"),
    **dict.fromkeys(("yday", "yest", "yesterdy", "yesturday", "yesteday"), "yesterday"),
    **dict.fromkeys(("2moro", "tmrw", "tomoz", "tomorow", "2morrow"), "tomorrow"),
    **dict.fromkeys(("nite", "nyt"), "night"),
    **dict.fromkeys(("pls", "plz", "plse"), "please"),
    **dict.fromkeys(("gonna", "gunna", "gona", "goin"), "going"),
    **dict.fromkeys(("jus", "jst", "jsut", "juss"), "just"),
    **dict.fromkeys(("telt", "tol", "tld", "tellt"), "told"),
    **dict.fromkeys(("rn", "atm"), "right now"),
    **dict.fromkeys(("wk", "wks"), "week"),
    **dict.fromkeys(("yrs", "years", "yrold"), "year"),
    **dict.fromkeys(("mth", "mths", "months"), "month"),
    **dict.fromkeys(("hr", "hrs"), "hours"),
    **dict.fromkeys(("min", "mins"), "minutes"),
    **dict.fromkeys(("tues", "tue"), "tuesday"),
    **dict.fromkeys(("weds",), "wednesday"),
    **dict.fromkeys(("thurs", "thur"), "thursday"),
    "fri": "friday",
    **dict.fromkeys(("wknd", "weekend", "wkend"), "weekend"),
    **dict.fromkeys(("cos", "coz", "cuz"), "because"),
    **dict.fromkeys(("dunno", "dno"), "dont know"),
    **dict.fromkeys(("wanna",), "want to"),
    **dict.fromkeys(("av", "hav", "hve"), "have"),
    **dict.fromkeys(("ave",), "have"),
    **dict.fromkeys(("paracetomol", "paracetemol", "paras", "paracetmol"), "paracetamol"),
    **dict.fromkeys(("pisd", "sloshed", "bladdered", "wasted", "legless"), "drunk"),
    **dict.fromkeys(("smacked", "leathered", "clouted", "walloped", "thumped"), "hit"),
    **dict.fromkeys(("belted", "battered", "clocked", "lamped", "whacked", "twatted"), "hit"),
    **dict.fromkeys(("slapped", "punched", "kicked", "beaten", "headbutted", "bashed"), "hit"),
    **dict.fromkeys(("tabs", "tablet", "pill", "pills", "meds", "tabets"), "tablets"),
    **dict.fromkeys(("threatend", "threated"), "threatened"),
    **dict.fromkeys(("throttling", "choking", "strangeling"), "strangling"),
    **dict.fromkeys(("unresponsive", "unconcious", "unconsious"), "unconscious"),
    "oded": "overdosed",
    "wi'": "with",
}
# Words worth recognising with one letter dropped or two swapped.
_MENDED = (
    "boyfriend",
    "tablets",
    "overdose",
    "overdosed",
    "threatening",
    "threatened",
    "missing",
    "strangled",
    "strangling",
    "knife",
    "placement",
    "caseload",
    "disclosed",
    "disclosure",
    "bruises",
    "police",
    "yesterday",
    "tonight",
    "tomorrow",
    "pregnant",
    "drinking",
    "arrested",
    "breathing",
    "bleeding",
    "unconscious",
    "screaming",
    "suicidal",
    "stabbed",
    "hurting",
    "touching",
    "assessment",
    "chronology",
    "statement",
    "instructions",
    "previous",
    "ignore",
    "prompt",
    "password",
    "paracetamol",
    "heroin",
    "relapsed",
    "excluded",
    "engaging",
    "absconded",
    "foster",
    "grandad",
    "stepdad",
    "machete",
    "outside",
)


def plain(text: str) -> str:
    """Return the words of a text in lower case, one space around each, "." around each sentence."""
    folded = unicodedata.normalize("NFKC", text).lower()
    folded = _ENDS.sub(" . ", _APOSTROPHES.sub("", folded)).replace("&", " and ")
    folded = _AGE_UNITS.sub(r"\1 \2", folded)
    words = " ".join(_SPELT.get(word, word) for word in _WORD.findall(folded))
    return f" . {words} . "


def _misspelt(word: str) -> set[str]:
    """Return a word with one letter left out or two neighbours swapped; the first letter stays."""
    left_out = {word[:i] + word[i + 1 :] for i in range(1, len(word))}
    swapped = {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(1, len(word) - 1)}
    return left_out | swapped


_SPELT = {
    **{wrong: word for word in _MENDED for wrong in _misspelt(word) if wrong not in _MENDED},
    **_SPELLINGS,
}
