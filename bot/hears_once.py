"""The texts of one question, each heard by the model once."""

from collections.abc import Sequence

import numpy as np

from index.encoder import Encoder, Heard
from index.vectors import Matrix


class HearsOnce:
    """Hears each text of one question once, however often its vector is asked for.

    Those in `ahead`, likely to be asked for later, are heard with the first one: together they take
    less than one by one.
    """

    def __init__(self, encoder: Encoder, ahead: Sequence[str] = ()) -> None:
        self._encoder = encoder
        self._ahead = ahead
        self._known: dict[str, Heard] = {}

    def __call__(self, texts: Sequence[str]) -> Matrix:
        """Return the texts' unit vectors, shape (texts, dimensions)."""
        if any(text not in self._known for text in texts):
            wanted = dict.fromkeys((*texts, *self._ahead))
            new = [text for text in wanted if text not in self._known]
            self._known.update(zip(new, self._encoder.hear(new), strict=True))
        return np.stack([self._known[text].vector for text in texts])

    def hear(self, text: str) -> Heard:
        """Return a text as it is heard."""
        self([text])
        return self._known[text]
