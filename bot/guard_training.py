"""Learn what a message that must not be searched sounds like. Imports torch."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, product
from pathlib import Path

import numpy as np

from bot.answer import Answerer
from bot.calibrate import folds, phrases_in, telling_phrases
from bot.coverage import is_held_from
from bot.guard_model import EVEN, KINDS, ORDINARY, Ear, GuardModel, is_noticed, write_guard_model
from bot.learnt import NEEDS_ALL, CalibrationError

try:
    import torch
    from torch import Tensor, nn
except ImportError as error:
    raise CalibrationError(NEEDS_ALL) from error

_NETWORKS = 2
"""Two learnt alike but for chance mistake a seventh fewer messages than one; three, no fewer."""
_ASKS, _INNER = 8, 64
_DROPPED = 0.3
"""Of what the ear is given, left out by chance at each step, so that nothing is relied on alone."""
_DOUBT = 0.05
"""Of each message's kind left open, so that a few words unlike any learnt are not sure of one."""
_ROUNDS, _AT_ONCE = 6, 64
_LEAST_STEPS = 150
"""Few messages are gone through more often."""
_RATE, _PHRASES_RATE = 2e-3, 6e-3
_DECAY, _PHRASES_DECAY = 0.05, 0.01
"""All of these chosen by learning from some authors' messages and judging others'."""
_PHRASES, _LEAST_TIMES = 1_200, 2
_THRESHOLD = 0.48
"""Chosen so that one or two ordinary questions in a hundred are held back."""
_SAME = 0.995
"""Cosine from which a view is the very text looked for."""
_OTHER_MATTER = "out_of_scope"
_COUNCIL_EACH, _PERSON_EACH = 10, 12
"""One other matter in so many is learnt with a name in it: nearly as often as a council's stands in
questions, 1 in 6; of other matters 1 in 41 had one."""
_COUNCIL_IN = ("{name} {message}", "{message} {name}", "{message} in {name}")
_PERSON_IN = ("{name} {message}", "{message} {name}", "{message} for {name}")
_NEAR_LENGTH = 32 * _AT_ONCE
"""Messages sorted by length together, whole steps of them, so that each is padded little."""


def calibrate_guard(
    answerer: Answerer, messages: Sequence[tuple[str, str]], path: Path
) -> dict[str, float]:
    """Write weights learnt from (message, kind) pairs, kinds as in bot.guard_model.KINDS.

    A third of the questions listed under our summaries are counted in as ordinary ones. Returns,
    by cross-validation, the share noticed of each kind; of the ordinary ones it should be none.
    """
    listed = [asked for passage in answerer.edition.passages for asked in passage.asked][::3]
    in_councils = with_names(messages, _councils(answerer), _COUNCIL_IN, _COUNCIL_EACH)
    of_people = with_names(in_councils, _people(answerer), _PERSON_IN, _PERSON_EACH)
    pairs = [*of_people, *((asked, ORDINARY) for asked in listed)]
    told = _told(answerer, pairs)
    noticed = np.zeros(len(pairs), dtype=bool)
    for known, new in folds(told.kinds):
        judging = _learnt(told.those(known), "")
        noticed[new] = [_is_noticed(judging, told, number) for number in new]
    write_guard_model(path, _learnt(told, answerer.edition.about.model))
    return {kind: round(float(noticed[told.kinds == n].mean()), 3) for n, kind in enumerate(KINDS)}


def _councils(answerer: Answerer) -> list[str]:
    """Return all names of the councils that papers are held from."""
    edition = answerer.edition
    places = edition.glossary.forms_of("place")
    return [form for forms in places if is_held_from(edition.papers, forms) for form in forms]


def _people(answerer: Answerer) -> list[str]:
    """Return all names of the people in the glossary."""
    return [form for forms in answerer.edition.glossary.forms_of("person") for form in forms]


def with_names(
    messages: Iterable[tuple[str, str]], names: Sequence[str], ways: Sequence[str], each: int
) -> Iterator[tuple[str, str]]:
    """Yield (message, kind) pairs, one in `each` of the other matters with a name in it, put in one
    of these `ways`: else a name alone makes a question of anything.
    """
    put_in = cycle(product(ways, names))
    others = 0
    for message, kind in messages:
        others += kind == _OTHER_MATTER
        if kind == _OTHER_MATTER and others % each == 0 and names:
            way, name = next(put_in)
            yield way.format(name=name, message=message), kind
        else:
            yield message, kind


@dataclass(frozen=True)
class _Told:
    """Messages with what the model makes of their words, each of shape (words, numbers), `width`
    numbers a layer, how near each comes to the papers, and the number of its kind.
    """

    texts: list[str]
    words: list[np.ndarray]
    width: int
    nearness: np.ndarray
    kinds: np.ndarray

    def those(self, rows: np.ndarray) -> "_Told":
        return _Told(
            [self.texts[row] for row in rows],
            [self.words[row] for row in rows],
            self.width,
            self.nearness[rows],
            self.kinds[rows],
        )


class _Network(nn.Module):
    """The Ear while it learns, with what is weighed beside it."""

    def __init__(self, numbers: int, width: int, beside: int) -> None:
        super().__init__()
        self.width = width
        layers = numbers // width
        self.asks = nn.Parameter(torch.randn(layers, _ASKS, width) * 0.02)
        self.even = nn.LayerNorm(width, eps=EVEN, elementwise_affine=False)
        self.dropped = nn.Dropout(_DROPPED)
        self.inner = nn.Linear(layers * (_ASKS + 1) * width, _INNER)
        self.outer = nn.Linear(_INNER, len(KINDS))
        self.beside = nn.Linear(beside, len(KINDS), bias=False)

    def forward(self, words: Tensor, is_word: Tensor, beside: Tensor) -> Tensor:
        """Return log-likelihoods, shape (messages, kinds), of words padded to the longest."""
        parts = []
        for asks, layer in zip(self.asks, torch.split(words, self.width, dim=2), strict=True):
            made = self.even(layer)
            fit = (made @ asks.T).masked_fill(~is_word.unsqueeze(2), float("-inf"))
            parts.append((fit.softmax(dim=1).transpose(1, 2) @ made).flatten(1))
            counted = is_word.unsqueeze(2).to(made.dtype)
            parts.append((made * counted).sum(dim=1) / counted.sum(dim=1))
        inner = torch.relu(self.inner(self.dropped(torch.cat(parts, dim=1))))
        found: Tensor = self.outer(self.dropped(inner)) + self.beside(beside)
        return found

    def ear(self) -> list[np.ndarray]:
        """Return what was learnt, as the parts of an Ear of this network alone."""
        learnt = (self.asks, self.inner.weight, self.inner.bias, self.outer.weight, self.outer.bias)
        return [each.detach().numpy() for each in learnt]


def _told(answerer: Answerer, pairs: Sequence[tuple[str, str]]) -> _Told:
    words, nearness, width = [], [], 0
    for text, _ in pairs:
        heard = answerer.heard(answerer.mended(text))
        # Half precision, in which the weights are kept too, halves what thousands of them take.
        words.append(heard.words.astype(np.float16))
        nearness.append(_nearest_other(answerer, heard.vector))
        # What a layer adds to the vector in a sound; without layers a vector is the only word.
        width = len(heard.sound) - len(heard.vector) or len(heard.vector)
    kinds = np.array([KINDS.index(kind) for _, kind in pairs])
    return _Told([text for text, _ in pairs], words, width, np.array(nearness), kinds)


def _learnt(told: _Told, model: str) -> GuardModel:
    """Return weights learnt from all messages, the same each time on one machine."""
    phrases = telling_phrases(told.texts, told.kinds, _PHRASES, _LEAST_TIMES)
    beside = np.hstack([told.nearness[:, None], phrases_in(told.texts, phrases)]).astype(np.float32)
    each = [_network(told, torch.from_numpy(beside), seed) for seed in range(1, _NETWORKS + 1)]
    ear = Ear(*map(np.stack, zip(*(network.ear() for network in each), strict=True)))
    weights = np.mean([network.beside.weight.detach().numpy() for network in each], axis=0)
    counts = {phrase: weights[:, 1 + number] for number, phrase in enumerate(phrases)}
    return GuardModel(model, ear, _THRESHOLD, weights[:, 0], counts)


def _network(told: _Told, beside: Tensor, seed: int) -> _Network:
    """Return a network that learnt from all messages, each with what is weighed `beside` it."""
    torch.manual_seed(seed)
    order = np.random.default_rng(seed)
    kinds = torch.from_numpy(told.kinds)
    network = _Network(told.words[0].shape[1], told.width, beside.shape[1])
    slow = [weights for name, weights in network.named_parameters() if "beside" not in name]
    learning = torch.optim.AdamW(
        [
            {"params": slow, "weight_decay": _DECAY},
            {"params": network.beside.parameters(), "weight_decay": _PHRASES_DECAY},
        ]
    )
    a_round = -(-len(told.texts) // _AT_ONCE)
    rounds = max(_ROUNDS, -(-_LEAST_STEPS // a_round))
    steps = rounds * a_round
    pace = torch.optim.lr_scheduler.OneCycleLR(learning, [_RATE, _PHRASES_RATE], total_steps=steps)
    for _ in range(rounds):
        for batch in _batches(told.words, order):
            words, is_word = _padded([told.words[number] for number in batch])
            heard = network(words, is_word, beside[batch])
            loss = nn.functional.cross_entropy(heard, kinds[batch], label_smoothing=_DOUBT)
            learning.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            learning.step()
            pace.step()
    return network


def _batches(words: Sequence[np.ndarray], order: np.random.Generator) -> Iterator[np.ndarray]:
    """Yield numbers of messages of like length by the batch, all once, in an order by chance."""
    lengths = np.array([len(each) for each in words])
    mixed = order.permutation(len(words))
    batches = []
    for start in range(0, len(mixed), _NEAR_LENGTH):
        some = mixed[start : start + _NEAR_LENGTH]
        some = some[np.argsort(lengths[some], kind="stable")]
        batches += [some[first : first + _AT_ONCE] for first in range(0, len(some), _AT_ONCE)]
    yield from (batches[number] for number in order.permutation(len(batches)))


def _padded(words: Sequence[np.ndarray]) -> tuple[Tensor, Tensor]:
    """Return words side by side, shape (messages, longest, numbers), and which of them are any."""
    longest = max(len(each) for each in words)
    together = np.zeros((len(words), longest, words[0].shape[1]), dtype=np.float32)
    is_word = np.zeros((len(words), longest), dtype=bool)
    for number, each in enumerate(words):
        together[number, : len(each)] = each
        is_word[number, : len(each)] = True
    return torch.from_numpy(together), torch.from_numpy(is_word)


def _is_noticed(learnt: GuardModel, told: _Told, number: int) -> bool:
    words = told.words[number].astype(np.float32)
    likely = learnt.likely(told.texts[number], words, float(told.nearness[number]))
    return is_noticed(likely, learnt.threshold)


def _nearest_other(answerer: Answerer, vector: np.ndarray) -> float:
    """Return the cosine with the nearest view but the text's own, as it is for a new message."""
    cosines = answerer.nearest(vector, 8)
    return next((cosine for cosine in cosines if cosine < _SAME), cosines[-1])
