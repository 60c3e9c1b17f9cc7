"""Dates as people say them: "last month", "since June 2022", "March"; the only place that imports
dateparser.
"""

import re
from datetime import UTC, date, datetime, time, timedelta

_LEADS_IN = re.compile(
    r"^(?:(?:since|from|as of|starting|beginning|start of|the|in|on|over|within|during)\s+)+", re.I
)
_LAST_SO_MANY = re.compile(r"^(?:last|past|previous)\s+(?=\d|\w+\s+(?:days|weeks|months|years)\b)")
_PAST_ONE = re.compile(r"^(?:past|previous)\s+(?=day|week|month|year)")
_SO_LONG_AGO = re.compile(
    r"(?!last|this|next)\w+\s+(?:days?|weeks?|fortnights?|months?|years?)(?:\s+ago)?"
)
_NAMES_A_DATE = re.compile(
    r"\b(?:(?:19|20)\d\d|\d{1,2}/\d{1,2}/\d\d|jan\w*|feb\w*|mar|march|apr|april|may|june?|july?|"
    r"aug|august|sept?|september|oct|october|nov|november|dec|december|mon|monday|tue|tues|tuesday|"
    r"wed|wednesday|thu|thurs|thursday|fri|friday|sat|saturday|sun|sunday|days?|weeks?|fortnights?|"
    r"months?|quarters?|years?|today|yesterday|now)\b"
)
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")


def first_day(said: str, seen_from: date) -> date | None:
    """Return the first day of what is said, as seen from a day; None where that is no date.

    A month, week or year is taken from its start ("last month", "March": the latest one begun); a
    stretch of time is counted back from it ("in the last three weeks", "two months ago").
    """
    words = " ".join(said.lower().replace(",", " ").strip(" ?!.").split())
    words = _LEADS_IN.sub("", words)
    if written := _ISO.fullmatch(words):
        return _written(written)
    words = _LAST_SO_MANY.sub("", words)
    words = _PAST_ONE.sub("last ", words)
    # dateparser takes "a" and "12" for dates as well.
    if not _NAMES_A_DATE.search(words):
        return None
    return _parsed(words, seen_from, "current" if _SO_LONG_AGO.fullmatch(words) else "first")


def today() -> date:
    """Return today's date."""
    return datetime.now(UTC).date()


def _written(parts: re.Match[str]) -> date | None:
    try:
        return date(*(int(part or 1) for part in parts.groups()))
    except ValueError:
        return None


def _parsed(words: str, seen_from: date, day_of_month: str) -> date | None:
    # Here, since no question needs it.
    from dateparser.date import DateDataParser

    parser = DateDataParser(
        languages=["en"],
        settings={
            "DATE_ORDER": "DMY",
            "PREFER_DATES_FROM": "past",
            "PREFER_DAY_OF_MONTH": day_of_month,
            "PREFER_MONTH_OF_YEAR": day_of_month,
            "RELATIVE_BASE": datetime.combine(seen_from, time(12)),
        },
    )
    found = parser.get_date_data(words)
    if found.date_obj is None:
        return None
    day: date = found.date_obj.date()
    if found.period == "week" and day_of_month == "first":
        day -= timedelta(days=day.weekday())
    return day
