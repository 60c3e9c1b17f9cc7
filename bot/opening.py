"""Open the current edition for answering; every front starts here, so that all answer alike."""

from bot.answer import Answerer
from bot.answerability import CalibrationError, Weights, read_weights
from bot.settings import Settings
from index import edition as editions
from index.edition import EditionError
from index.encoder import load_encoder


def open_answerer(chosen: Settings, *, restricted: bool = False) -> Answerer:
    """Return what answers from the current edition, from its public papers unless `restricted`.

    Raises EditionError, ModelError or CalibrationError, which say what to do.
    """
    path = chosen.knowledge / "answerability.yaml"
    weights = read_weights(path) if path.is_file() else None
    return _answerer(chosen, weights, restricted)


def open_unjudged(chosen: Settings) -> Answerer:
    """Return what answers whatever it finds, for learning when not to."""
    return _answerer(chosen, None)


def _answerer(chosen: Settings, weights: Weights | None, restricted: bool = False) -> Answerer:
    edition = editions.load(chosen.var, restricted=restricted)
    if edition.about.model != chosen.model:
        raise EditionError(
            f"The edition was built with the model '{edition.about.model}', "
            f"the settings say '{chosen.model}'; run 'review-bot build'."
        )
    if (
        weights
        and weights.model == chosen.model
        and weights.question.shape != (edition.vectors.dimensions,)
    ):
        raise CalibrationError(
            f"answerability.yaml: it needs one weight for each of the {edition.vectors.dimensions} "
            "numbers of a question's vector; restore the file, or run 'review-bot calibrate'."
        )
    return Answerer(edition, load_encoder(chosen.var, chosen.model), weights)
