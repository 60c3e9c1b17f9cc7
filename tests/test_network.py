"""A small network tells rows apart that no sum of weights does."""

import numpy as np

from bot.network import learn


def test_what_two_inputs_tell_only_together_is_learnt_by_its_units() -> None:
    rows = np.array([[x, y, 0.0] for x in (-2.0, 2.0) for y in (-2.0, 2.0)] * 60)
    is_so = rows[:, 0] * rows[:, 1] > 0

    network = learn(rows, is_so)

    assert ((network.likely(rows) > 0.5) == is_so).all()
    assert network.inner.shape[1] == 3


def test_the_same_rows_give_the_same_network() -> None:
    rows = np.random.default_rng(1).normal(size=(50, 4))

    one, two = (learn(rows, rows[:, 0] > 0) for _ in range(2))

    assert (one.likely(rows) == two.likely(rows)).all()
