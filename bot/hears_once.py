"""The texts of one question, each heard by the model once."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

import numpy as np

from index.aside import Aside
from index.encoder import Encoder, Heard
from index.vectors import Matrix


class HearsOnce:
    """Hears each text of one question once, however often its vector is asked for; those begun are
    heard by other threads, as far as these are free, but the `first`, which the thread that asks
    hears itself meanwhile.
    """

    def __init__(self, encoder: Encoder, aside: Aside, first: str = "") -> None:
        self._encoder = encoder
        self._aside = aside
        self._first = first
        self._begun: dict[str, Callable[[], Heard]] = {}
        self._known: dict[str, Heard] = {}

    def __call__(self, texts: Sequence[str]) -> Matrix:
        """Return the texts' unit vectors, shape (texts, dimensions)."""
        self.begin(texts[:-1])
        # Other threads begin with the first.
        for text in reversed(texts):
            self.hear(text)
        return np.stack([self._known[text].vector for text in texts])

    def begin(self, texts: Iterable[str]) -> None:
        """Have other threads begin to hear texts that are likely to be asked for."""
        for text in texts:
            if text != self._first and text not in self._known and text not in self._begun:
                self._begun[text] = self._aside.begin(partial(self._heard, text))

    def hear(self, text: str) -> Heard:
        """Return a text as it is heard."""
        if text not in self._known:
            begun = self._begun.get(text)
            self._known[text] = begun() if begun else self._heard(text)
        return self._known[text]

    def _heard(self, text: str) -> Heard:
        return self._encoder.hear([text])[0]
