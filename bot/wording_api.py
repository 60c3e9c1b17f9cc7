"""What the addresses for programs say when they cannot give what was asked for."""

from collections.abc import Sequence

NO_ADDRESS = "There is no such address; /api/openapi.json lists those that there are."
WRONG_METHOD = "This address is not asked that way; /api/openapi.json says how."
NOT_JSON_TYPE = "Send JSON, and say so in the header: Content-Type: application/json."
NOT_JSON = 'This is not JSON; send an object such as {"question": "what is a kinship carer?"}.'
NO_OBJECT = 'Send an object such as {"question": "what is a kinship carer?"}.'
NO_QUESTION = "The field 'question' must be there and must be text."
SPAN_OR_SINCE = "Give since, or from and to, not both."
NO_EDITIONS = "There are no editions to compare here."


def unknown_field(name: str, known: Sequence[str]) -> str:
    """Return that a field means nothing here, and which ones do."""
    return f"There is no field '{name[:40]}'; there are {', '.join(known)}."


def bad_history(most: int, longest: int) -> str:
    """Return what the earlier questions must look like."""
    return (
        f"The field 'history' must be a list of at most {most} earlier questions, oldest first, "
        f"of {longest:,} characters each."
    )


def bad_limit(most: int) -> str:
    """Return how many citations may be asked for."""
    return f"The field 'limit' must be a whole number from 1 to {most}."


def one_of(name: str, known: Sequence[str]) -> str:
    """Return which values a parameter takes."""
    return f"'{name}' must be one of: {', '.join(known)}."


def no_day(name: str) -> str:
    """Return how a date is written in an address."""
    return f"'{name}' must be a date such as 2023-02-14."


def no_edition_name(name: str) -> str:
    """Return how an edition is named in an address."""
    return f"'{name}' must be an edition's id, or a date such as 2023-02-14."


def once(name: str) -> str:
    """Return that a parameter may stand once."""
    return f"'{name}' may be given once."


def no_paper_id(identity: str) -> str:
    """Return that there is no paper of an id."""
    return f"There is no paper '{identity[:100]}' here; /api/papers lists those that there are."
