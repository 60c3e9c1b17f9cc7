"""The edition that answers: whether it is there, whole, of today's knowledge, and found by."""

import re
from datetime import UTC, datetime

from bot.doctor.finding import Finding
from bot.opening import editions_elsewhere, open_edition
from bot.settings import Settings
from index.build import inputs_digest
from index.edition import EditionError
from index.held import AwayError, Held, Sought
from index.search import search, words_of

_OLDEST = (0, 7)
"""pgvector's first version with vectors in half precision."""
_FOUND = 10


def edition(chosen: Settings) -> list[Finding]:
    """Return whether the current edition answers, and whether it is of today's knowledge."""
    try:
        found = _database(chosen)
        if any(finding.state == "mend" for finding in found):
            return found
        loaded = open_edition(chosen, restricted=True)
        is_found = _is_found(loaded)
    except (EditionError, AwayError) as error:
        return [Finding("edition", "mend", str(error))]
    about = loaded.about
    days = (datetime.now(UTC) - about.moment).days
    says = (
        f"Edition {about.id} loads: {about.papers} papers, {about.passages} passages, built "
        f"{days} days ago."
    )
    found.append(Finding("edition", "ok", says))
    if not is_found:
        says = "Asked for passages of its own, it finds none of them."
        found.append(Finding("edition", "mend", says, "Run 'review-bot build --fresh'."))
    if about.model != chosen.model:
        says = f"It was built with the model '{about.model}', the settings say '{chosen.model}'."
        found.append(Finding("edition", "mend", says, "Run 'review-bot build'."))
    elif about.inputs != inputs_digest(chosen.knowledge):
        says = "The knowledge folder was edited since it was built."
        found.append(Finding("edition", "mend", says, "Run 'review-bot build'."))
    return found


def _database(chosen: Settings) -> list[Finding]:
    """Return how the database is that keeps the editions, and whether the current one is whole
    there; nothing where they are kept in a folder.
    """
    kept = editions_elsewhere(chosen)
    if kept is None:
        return []
    server, vectors = kept.versions()
    says = f"PostgreSQL {server} with pgvector {vectors} keeps the editions, {kept.megabytes()} MB."
    if tuple(int(part) for part in re.findall(r"\d+", vectors)[:2]) < _OLDEST:
        do = "Install pgvector 0.7 or newer, then ALTER EXTENSION vector UPDATE."
        return [Finding("edition", "mend", says, do)]
    if lost := kept.missing():
        says = f"The edition in the database is not whole: it lacks {', '.join(lost)}."
        do = "Run 'review-bot build --fresh', or restore a backup."
        return [Finding("edition", "mend", says, do)]
    return [Finding("edition", "ok", says)]


def _is_found(held: Held) -> bool:
    try:
        return _finds(held)
    except AwayError:
        raise
    except Exception:
        # Damage shows itself as whatever the part that reads it happens to raise.
        return False


def _finds(held: Held) -> bool:
    """Whether it finds any of its first, middle and last passage by their own words and vector.

    Not all of them: of several that say the same, only so many are listed.
    """
    last = held.about.passages - 1
    for number in {0, last // 2, last}:
        (passage,) = held.passages_at([number])
        asked = Sought(held.views_of(number).vectors[:1], words_of(passage.own_words))
        if passage in (hit.passage for hit in search(held, asked, _FOUND)):
            return True
    return False
