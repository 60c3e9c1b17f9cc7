"""Open the current edition for answering; every front starts here, so that all answer alike."""

from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from bot.answer import Answerer
from bot.answerability import read_weights
from bot.guard_model import read_guard_model
from bot.judges import Judges
from bot.learnt import CalibrationError
from bot.ranking import BY_SCORE, Ranking, read_ranking
from bot.seams import NO_SEAMS, Seams, read_seams
from bot.settings import Settings, SettingsError
from index import edition as editions
from index.edition import EditionError
from index.encoder import Encoder, export_folder, load_encoder
from index.held import Held

if TYPE_CHECKING:
    from index.postgres_editions import PostgresEditions


def open_answerer(chosen: Settings, *, restricted: bool = False) -> Answerer:
    """Return what answers from the current edition, from its public papers unless `restricted`.

    Raises EditionError, ModelError or CalibrationError, which say what to do.
    """
    return _answerer(chosen, _judges(chosen.knowledge), restricted)


def open_unjudged(
    chosen: Settings, *, is_ranked: bool = True, is_taken_apart: bool = True
) -> Answerer:
    """Return what answers whatever it finds, as it is ranked, for learning when not to; unranked,
    for learning how to rank; with whole messages too, for learning where these fall apart, it needs
    no weights at all.
    """
    ranking = _ranking(chosen.knowledge) if is_ranked else BY_SCORE
    seams = _seams(chosen.knowledge) if is_taken_apart else NO_SEAMS
    return _answerer(chosen, Judges(ranking=ranking, seams=seams))


def open_edition(chosen: Settings, *, restricted: bool = False) -> Held:
    """Return the current edition, its public part unless `restricted`, on the engine that is set.

    Raises EditionError, or AwayError where its database cannot be reached.
    """
    if kept := editions_elsewhere(chosen):
        kept.mirror()
        return kept.load(restricted=restricted)
    return editions.load(chosen.var, restricted=restricted)


def editions_elsewhere(chosen: Settings) -> "PostgresEditions | None":
    """Return the editions in the database that is set, None where they are in the folder `var`."""
    return _in_postgres(chosen.engine_url, chosen.var) if chosen.engine == "postgres" else None


def bring_up_to_date(chosen: Settings) -> None:
    """Let the folder `var` name the editions there are, also where another machine made them."""
    if kept := editions_elsewhere(chosen):
        kept.mirror()


@cache
def _in_postgres(url: str, var: Path) -> "PostgresEditions":
    try:
        from index.postgres_editions import PostgresEditions
    except ImportError as error:
        raise SettingsError(
            "REVIEW_BOT_ENGINE is 'postgres', which needs PostgreSQL's client: "
            "pip install 'review-bot[postgres]'."
        ) from error
    return PostgresEditions(url, var)


def _judges(knowledge: Path) -> Judges:
    weights, guard = knowledge / "answerability.yaml", knowledge / "guard.yaml"
    return Judges(
        read_weights(weights) if weights.is_file() else None,
        read_guard_model(guard) if guard.is_file() else None,
        _ranking(knowledge),
        _seams(knowledge),
    )


def _ranking(knowledge: Path) -> Ranking:
    path = knowledge / "ranking.yaml"
    return read_ranking(path) if path.is_file() else BY_SCORE


def _seams(knowledge: Path) -> Seams:
    path = knowledge / "seams.yaml"
    return read_seams(path) if path.is_file() else NO_SEAMS


def _answerer(chosen: Settings, judges: Judges, restricted: bool = False) -> Answerer:
    edition = open_edition(chosen, restricted=restricted)
    if edition.about.model != chosen.model:
        raise EditionError(
            f"The edition was built with the model '{edition.about.model}', "
            f"the settings say '{chosen.model}'; run 'review-bot build'."
        )
    judges = judges.of(chosen.model)
    encoder = _encoder(chosen.var, chosen.model, _exported_at(chosen))
    if judges != Judges():
        [heard] = encoder.hear(["review"])
        length, numbers = len(heard.sound), heard.words.shape[1]
        if judges.weights and judges.weights.question.shape != (length,):
            raise _wrong_length(
                "answerability.yaml", f"{length} numbers that a question", "calibrate"
            )
        if judges.guard and judges.guard.ear.numbers != numbers:
            raise _wrong_length("guard.yaml", f"{numbers} numbers that a word", "calibrate-guard")
    return Answerer(edition, encoder, judges, chosen.urgent_contact)


@lru_cache(maxsize=1)
def _encoder(var: Path, model: str, _exported_at: int) -> Encoder:
    """Return the encoder; the same one for each edition, of which a process may open many."""
    return load_encoder(var, model)


def _exported_at(chosen: Settings) -> int:
    """Return when the model was exported, 0 where it never was."""
    try:
        return (export_folder(chosen.var, chosen.model) / "about.json").stat().st_mtime_ns
    except OSError:
        return 0


def _wrong_length(name: str, numbers: str, command: str) -> CalibrationError:
    return CalibrationError(
        f"{name}: it needs weights for the {numbers} is heard by; take the file of this version, "
        f"or run 'review-bot {command}'."
    )
