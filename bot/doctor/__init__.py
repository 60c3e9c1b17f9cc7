"""Whether everything that the bot needs is there, a line each, and what to do where it is not."""

from bot.doctor.edition import edition
from bot.doctor.finding import Finding, State, must_be_mended
from bot.doctor.fronts import FRONTS
from bot.doctor.house import disk, knowledge, model, variables
from bot.doctor.reach import Reach
from bot.doctor.store import clock, database
from bot.settings import Settings, SettingsError, serve_settings

__all__ = ["Finding", "State", "examine", "must_be_mended"]


def examine(chosen: Settings) -> list[Finding]:
    """Return what was found, in the order in which it is best mended."""
    found = [*variables(), knowledge(chosen), model(chosen), *edition(chosen), disk(chosen)]
    try:
        wanted = serve_settings(chosen.var)
    except SettingsError as error:
        return [Finding("settings", "mend", str(error), "Put it right and run this again."), *found]
    reach = Reach()
    found.append(database(wanted.database))
    for front in FRONTS:
        found += front(wanted, reach)
    # Last, since it reads the time that the others were told on the way.
    return [*found, clock(wanted.database, reach)]
