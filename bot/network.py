"""The small network that learns whether the papers answer. Imports torch."""

from dataclasses import dataclass

import numpy as np

from bot.learnt import NEEDS_ALL, CalibrationError

try:
    import torch
    from torch import Tensor, nn
except ImportError as error:
    raise CalibrationError(NEEDS_ALL) from error

_UNITS = 64
_DROPPED = 0.3
"""Of what it is given, left out by chance at each step, so that nothing is relied on alone."""
_ROUNDS, _AT_ONCE = 20, 128
_LEAST_STEPS = 200
"""Few questions are gone through more often."""
_RATE, _DECAY = 4e-3, 0.01
"""All of these chosen by learning from some authors' questions and judging others'."""


@dataclass(frozen=True)
class Network:
    """Weights of all inputs, shape (inputs,), and of units that see them: `inner`, shape (units,
    inputs), `bias` and `outer`, shape (units,).
    """

    weights: np.ndarray
    intercept: float
    inner: np.ndarray
    bias: np.ndarray
    outer: np.ndarray

    def likely(self, inputs: np.ndarray) -> np.ndarray:
        """Return how likely each is, shape (rows,), of inputs of shape (rows, inputs)."""
        units = np.maximum(inputs @ self.inner.T + self.bias, 0) @ self.outer
        found: np.ndarray = 1 / (1 + np.exp(-(inputs @ self.weights + self.intercept + units)))
        return found


class _Learning(nn.Module):
    """The network while it learns."""

    def __init__(self, inputs: int) -> None:
        super().__init__()
        self.plain = nn.Linear(inputs, 1)
        nn.init.zeros_(self.plain.weight)
        self.inner = nn.Linear(inputs, _UNITS)
        self.outer = nn.Linear(_UNITS, 1, bias=False)
        self.dropped = nn.Dropout(_DROPPED)

    def forward(self, inputs: Tensor) -> Tensor:
        given = self.dropped(inputs)
        units = torch.relu(self.inner(given))
        found: Tensor = self.plain(given) + self.outer(self.dropped(units))
        return found[:, 0]


def learn(inputs: np.ndarray, is_so: np.ndarray) -> Network:
    """Return what tells rows that are so from others, both kinds counting alike; the same each time
    on one machine.
    """
    torch.manual_seed(1)
    given = torch.from_numpy(inputs.astype(np.float32))
    wanted = torch.from_numpy(is_so.astype(np.float32))
    share = wanted.mean()
    counts = torch.where(wanted > 0, 0.5 / share, 0.5 / (1 - share))
    network = _Learning(inputs.shape[1])
    learning = torch.optim.AdamW(network.parameters(), weight_decay=_DECAY)
    a_round = -(-len(given) // _AT_ONCE)
    rounds = max(_ROUNDS, -(-_LEAST_STEPS // a_round))
    pace = torch.optim.lr_scheduler.OneCycleLR(learning, _RATE, total_steps=rounds * a_round)
    for _ in range(rounds):
        for batch in torch.split(torch.randperm(len(given)), _AT_ONCE):
            found = network(given[batch])
            loss = nn.functional.binary_cross_entropy_with_logits(
                found, wanted[batch], weight=counts[batch]
            )
            learning.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            learning.step()
            pace.step()
    plain, inner, outer = network.plain, network.inner, network.outer
    return Network(
        plain.weight.detach().numpy()[0].astype(np.float64),
        float(plain.bias.detach()[0]),
        inner.weight.detach().numpy().astype(np.float64),
        inner.bias.detach().numpy().astype(np.float64),
        outer.weight.detach().numpy()[0].astype(np.float64),
    )
