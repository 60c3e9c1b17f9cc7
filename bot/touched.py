"""Which of our own topics a question touches, so that it can be counted without being kept."""

from bot.answer import Answerer
from bot.ledger import stems_of
from index.search import words_of


def touched(answerer: Answerer, asked: str) -> str:
    """Return the name of the ledger's topic that a question names, else the glossary's term, else
    "". Never a word of the question that is not ours.
    """
    named = answerer.named_in(asked)
    words = set(words_of(" ".join((asked, *(term.term for term in named.terms)))))
    for topic in answerer.edition.topics:
        if any(words.issuperset(stems) for name in topic.names if (stems := stems_of(name))):
            return topic.name
    return next((term.term for term in named.terms if not term.kind.startswith("place")), "")
