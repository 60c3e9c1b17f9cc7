"""How the places of a paper are written: its numbers, questions, recommendations and tables."""

import re

DECIMAL = re.compile(r"^(\d{1,2}(?:\.\d{1,3})+)\.?\s+(?=[^\W\d_a-z]|[“‘\"'(])")
INTEGER = re.compile(r"^[“\"]?(\d{1,3})([.)])(?:\s+|$)")
POINT = re.compile(r"^\(?([ivxl]{1,6}|[a-zA-Z])\)(?:\s+|$)")
DOTTED_POINT = re.compile(r"^([ivxl]{1,6}|[a-z])\.\s+")
REPLY = re.compile(r"^(?:reply|response|answer)\b", re.IGNORECASE)
FOOTNOTE = re.compile(r"\bfootnote \d+$", re.IGNORECASE)
RESOLVED = re.compile(r"^resolved\b", re.IGNORECASE)
RECOMMENDATIONS = re.compile(r"^recommendation(?:s|/s|\(s\))$", re.IGNORECASE)
ASKED_BY = re.compile(r"^questions? (?:asked )?(?:by|from)\b", re.IGNORECASE)
POINTS_RAISED = re.compile(r"following (?:points|comments|issues|matters) (?:were|was) \w+:$")
ITEM = re.compile(
    r"^(?:\((?:agenda )?item (\d{1,3}[a-z]?)\)|(?:agenda )?item (\d{1,3}[a-z]?)[.:]?)$", re.I
)
QUESTION = re.compile(r"^question (?:no\.? ?)?(\d{1,3})[.:]?$", re.IGNORECASE)
ANSWER = re.compile(r"^(?:reply|response|answer)\b[^.?!]{0,60}$", re.IGNORECASE)
RECOMMENDATION = re.compile(r"^recommendation (\d{1,3}(?:\.\d{1,2})?)(?:\s*[:–-]\s*|\.\s+|$)", re.I)
TABLE = re.compile(r"^table (\d{1,3}(?:\.\d{1,2})?|[A-Z]\d?)(?:\s*[:.–-]|\s|$)", re.IGNORECASE)
