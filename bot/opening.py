"""Open the current edition for answering; every front starts here, so that all answer alike."""

from bot.answer import Answerer
from bot.answerability import read_weights
from bot.settings import Settings
from index import edition as editions
from index.edition import EditionError
from index.encoder import load_encoder


def open_answerer(chosen: Settings, *, restricted: bool = False) -> Answerer:
    """Return what answers from the current edition, from its public papers unless `restricted`.

    Raises EditionError, ModelError or CalibrationError, which say what to do.
    """
    edition = editions.load(chosen.var, restricted=restricted)
    if edition.about.model != chosen.model:
        raise EditionError(
            f"The edition was built with the model '{edition.about.model}', "
            f"the settings say '{chosen.model}'; run 'review-bot build'."
        )
    path = chosen.knowledge / "answerability.yaml"
    weights = read_weights(path) if path.is_file() else None
    return Answerer(edition, load_encoder(chosen.var, chosen.model), weights, restricted=restricted)
