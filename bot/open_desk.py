"""Open the desk at which a long-running process answers: the edition, the store, the settings."""

from bot.desk import Desk, Policy
from bot.library import Library
from bot.opening import editions_elsewhere, open_answerer
from bot.settings import ServeSettings, Settings
from bot.starters import read_starters
from bot.store import Store


def open_desk(chosen: Settings, wanted: ServeSettings, store: Store | None = None) -> Desk:
    """Return a desk over the current edition that takes up each later one, by default on the store
    that is set. Raises what a person must mend.
    """

    def library() -> Library:
        # Where nobody may be shown restricted papers, they are not even loaded.
        answerer = open_answerer(chosen, restricted=bool(wanted.access))
        starters = read_starters(chosen.knowledge / "starters.yaml")
        elsewhere = editions_elsewhere(chosen)
        return Library(answerer, starters, chosen.var, wanted.access, elsewhere)

    opened = library()
    store = store or Store(wanted.database)
    store.migrate()
    policy = Policy(wanted.questions_a_minute, wanted.ask_whom, wanted.address)
    return Desk(opened, store, policy, library)
