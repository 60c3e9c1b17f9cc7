"""What was learnt: when to answer, what not to search, which passages come first, where a message
falls apart.
"""

from dataclasses import dataclass

from bot.answerability import Weights
from bot.guard_model import GuardModel
from bot.ranking import BY_SCORE, Ranking
from bot.seams import NO_SEAMS, Seams


@dataclass(frozen=True, slots=True)
class Judges:
    """What was learnt of when to answer, of what not to search, either of which can be missing,
    of which passages come first, and of where a message that asks for several things falls apart.
    """

    weights: Weights | None = None
    guard: GuardModel | None = None
    ranking: Ranking = BY_SCORE
    seams: Seams = NO_SEAMS

    def of(self, model: str) -> "Judges":
        """Return what was learnt with this model: on another's vectors it would judge at random."""
        return Judges(
            self.weights if self.weights and self.weights.model == model else None,
            self.guard if self.guard and self.guard.model == model else None,
            self.ranking if self.ranking.model == model else BY_SCORE,
            self.seams,
        )
