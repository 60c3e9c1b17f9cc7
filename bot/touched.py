"""Which of our own topics a question touches, so that it can be counted without being kept."""

from functools import lru_cache

from bot.answer import Answerer
from index.search import words_of


def touched(answerer: Answerer, asked: str) -> str:
    """Return the name of the ledger's topic that a question names, else the glossary's term, else
    "". Never a word of the question that is not ours.
    """
    named = answerer.named_in(asked)
    words = set(words_of(" ".join((asked, *(term.term for term in named.terms)))))
    for topic in answerer.edition.topics:
        if any(words.issuperset(stems) for name in topic.names if (stems := _stems(name))):
            return topic.name
    return next((term.term for term in named.terms if not term.kind.startswith("place")), "")


@lru_cache(4_096)
def _stems(name: str) -> tuple[str, ...]:
    """Return a name's stems; the ledger has some hundreds of names, the same for each question."""
    return tuple(words_of(name))
