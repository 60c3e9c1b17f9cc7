"""Groups of words that the patterns share, as plain() leaves them."""

# One person of a family, as a worker refers to them in a case.
KIN = (
    "mum|dad|stepdad|stepmum|nan|grandad|aunt|uncle|boyfriend|girlfriend|sister|brother|partner"
    "|step ?dad|step ?mum|half ?sister|half ?brother|cousin|husband|wife|birth mum|ex"
    "|foster ?carer|carer|parent|neighbour"
)
# "mums" is also "mum's" and "mum is" when typed in haste.
KIN_OF = "mums|dads|nans|grandads|aunts|uncles|sisters|brothers|stepdads|partners|carers"
CHILD = (
    "child|kid|baby|lad|lass|girl|boy|teen|teenager|toddler|yp|young person|infant|pupil|student"
    "|young lad|young girl|young lass|young mum|teenage girl|teenage boy|teenage lad|teenage lass"
    "|little girl|little boy|little lad|little one|little un|uasc|care leaver|service user|client"
    "|daughter|son|grandson|granddaughter|nephew|niece|sibling|unborn|tot|schoolgirl|schoolboy"
)
CHILD_OF = "childs|babys|lads|lasses|girls|boys|kids|yps|toddlers|daughters|sons"
KIDS = "kids|children|twins|siblings|girls|boys|lads|lasses|little ones|little uns|babies"
FAMILY = "family|household|sibling group|couple"
HE = "he|she|him|her|his|hers|hes|shes|hed|shed|himself|herself|hell|shell"
COUNT = r"\d{1,2}|two|three|four|five|six|seven|both|all"
AGE = r"(?:\d|1\d|2[0-4])"
DAY = "monday|tuesday|wednesday|thursday|friday|saturday|sunday|weekend"

GROUPS = {
    "KIN": KIN,
    "KINOF": KIN_OF,
    "CHILD": CHILD,
    "CHILDOF": CHILD_OF,
    "KIDS": KIDS,
    "FAMILY": FAMILY,
    "HE": HE,
    "COUNT": COUNT,
    "AGE": AGE,
    "DAY": DAY,
    # Whoever a sentence about one case has for its subject.
    "ONE": f"{HE}|{KIN}|{KIN_OF}|{CHILD}|{CHILD_OF}|they|theyre|theyve|someone|man|bloke|fella|guy",
}
