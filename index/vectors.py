"""Exact nearest neighbours over unit vectors; row numbers never leave this file."""

import errno
from collections.abc import Sequence
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]


class Vectors:
    """An index over unit vectors; a vector's number is its place in the matrix it was made of."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def of(cls, matrix: Matrix) -> "Vectors":
        """Return an index of the matrix's rows, shape (rows, dimensions), each of unit length."""
        index = faiss.IndexFlatIP(matrix.shape[1])
        index.add(np.ascontiguousarray(matrix, dtype=np.float32))
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> "Vectors":
        """Return the index saved at a path; raises ValueError if the file is not a whole index."""
        try:
            return cls(faiss.read_index(str(path)))
        except RuntimeError as error:
            raise ValueError(f"{path.name} is not a whole index") from error

    def save(self, path: Path) -> None:
        """Write the index to a path; raises OSError."""
        try:
            faiss.write_index(self._index, str(path))
        except RuntimeError as error:
            raise OSError(errno.EIO, "the vectors cannot be written", str(path)) from error

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimensions(self) -> int:
        """How many numbers a vector has."""
        return int(self._index.d)

    def rows(self, numbers: Sequence[int]) -> Matrix:
        """Return the vectors of these numbers, shape (numbers, dimensions)."""
        found: Matrix = self._index.reconstruct_batch(np.asarray(numbers, dtype=np.int64))
        return found

    def matrix(self) -> Matrix:
        """Return all vectors in the order they were given, shape (rows, dimensions)."""
        found: Matrix = self._index.reconstruct_n(0, len(self))
        return found

    def nearest(self, vector: Matrix, limit: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return the numbers and cosines of the vectors nearest to one vector, best first."""
        # Asked for more than it holds, FAISS pads with row -1, which would pick the last passage.
        limit = min(limit, len(self))
        if not limit:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        scores, numbers = self._index.search(vector.reshape(1, -1).astype(np.float32), limit)
        return numbers[0], scores[0]
