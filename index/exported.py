"""Encode questions with an exported model. The only place that imports onnxruntime and tokenizers.

On a two-core machine this starts in under a second where sentence-transformers takes nine, with
the same vectors (see tests/test_encoder.py).
"""

import json
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Encoding, Tokenizer

from index.aside import SHARED
from index.encoder import OUTPUTS, Heard
from index.vectors import Matrix


class ExportError(Exception):
    """The exported model is not whole."""


class ExportedEncoder:
    """The export of a sentence-transformers model, made by index.encoder."""

    def __init__(self, folder: Path) -> None:
        try:
            about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
            path = folder / "model.onnx"
            if path.stat().st_size != about["bytes"]:
                raise ExportError(f"{path} is not as long as it was written")
            # One of an older version gives less.
            if tuple(about["outputs"]) != OUTPUTS:
                raise ExportError(f"{path} does not give {OUTPUTS}")
            tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            options = onnxruntime.SessionOptions()
            # Questions come one at a time; the arena would keep the largest batch's memory for
            # ever.
            options.enable_cpu_mem_arena = False
            # Several questions are answered at once, each in a thread of ours. With threads of its
            # own besides, each of which spins while it waits, an answer costs twice the processor.
            options.intra_op_num_threads = 1
            options.inter_op_num_threads = 1
            self._session = onnxruntime.InferenceSession(
                str(path), options, providers=["CPUExecutionProvider"]
            )
            self._inputs: list[str] = about["inputs"]
            self.name: str = about["model"]
            tokenizer.enable_truncation(about["longest"])
        except ExportError:
            raise
        except Exception as error:
            raise ExportError(f"the export in {folder} cannot be loaded") from error
        tokenizer.no_padding()
        self._padding = tokenizer.token_to_id("[PAD]") or 0
        self._tokenizer = tokenizer

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Matrix:
        """Return one unit vector a text, shape (texts, dimensions)."""
        return np.stack([row[0] for row in self._made(texts, OUTPUTS[:1], progress)])

    def hear(self, texts: Sequence[str]) -> list[Heard]:
        """Return each text as it is heard, with the same vector (see index.encoder.Encoder)."""
        return [Heard(*row) for row in self._made(texts, OUTPUTS)]

    def _made(
        self,
        texts: Sequence[str],
        outputs: Sequence[str],
        progress: Callable[[int], None] | None = None,
    ) -> list[tuple[Matrix, ...]]:
        """Return what the export gives of each text, an array an output."""
        # One by one: for a few short texts, waking its threads takes longer than splitting them.
        encodings = [self._tokenizer.encode(text) for text in texts]
        rows: list[tuple[Matrix, ...]] = [()] * len(texts)

        def run(numbers: Sequence[int]) -> None:
            made = self._run([encodings[number] for number in numbers], outputs)
            for number, row in zip(numbers, made, strict=True):
                rows[number] = row

        def finish(share: Sequence[int], work: Callable[[], None]) -> None:
            work()
            if progress:
                progress(len(share))

        shares = _shares(_of_like_length([len(encoding.ids) for encoding in encodings]))
        # Every second share is for another processor.
        begun = [(share, SHARED.begin(partial(run, share))) for share in shares[1::2]]
        for share in shares[::2]:
            finish(share, partial(run, share))
        for share, work in begun:
            finish(share, work)
        return rows

    def _run(
        self, encodings: Sequence[Encoding], outputs: Sequence[str]
    ) -> list[tuple[Matrix, ...]]:
        """Return what the export gives of each text, the shorter ones padded to the longest."""
        lengths = [len(encoding.ids) for encoding in encodings]
        for encoding in encodings:
            encoding.pad(max(lengths), pad_id=self._padding)
        fields = {
            "input_ids": [encoding.ids for encoding in encodings],
            "attention_mask": [encoding.attention_mask for encoding in encodings],
            "token_type_ids": [encoding.type_ids for encoding in encodings],
        }
        feed = {name: np.asarray(fields[name], dtype=np.int64) for name in self._inputs}
        made: list[Sequence[Matrix]] = self._session.run(list(outputs), feed)
        if "words" in outputs:
            place = outputs.index("words")
            made[place] = [each[:n] for each, n in zip(made[place], lengths, strict=True)]
        return list(zip(*made, strict=True))


def _of_like_length(lengths: Sequence[int]) -> list[list[int]]:
    """Return the numbers of the texts in groups, none over twice as long as its group's shortest.

    A text costs what the longest beside it costs: a short one beside a long one takes more than by
    itself.
    """
    groups: list[list[int]] = []
    for number in sorted(range(len(lengths)), key=lengths.__getitem__):
        if groups and lengths[number] <= 2 * lengths[groups[-1][0]]:
            groups[-1].append(number)
        else:
            groups.append([number])
    return groups


def _shares(groups: Sequence[list[int]]) -> list[list[int]]:
    """Return the groups, each of several texts in two halves that can be run side by side."""
    halves = (half for group in groups for half in (group[::2], group[1::2]))
    return [half for half in halves if half]
