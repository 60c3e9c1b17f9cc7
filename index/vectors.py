"""Nearest neighbours over unit vectors, exact up to a size; row numbers never leave this file."""

import ctypes
import errno
import sys
import threading
from collections import OrderedDict
from functools import partial, reduce
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from index.aside import SHARED

Matrix = NDArray[np.float32]
EXACT = 200_000
"""Vectors up to which all are looked at; beyond, a question would take too long (docs/scale.md)."""
_CELLS_PER_ROOT = 1.6
"""Cells of a larger index, for the root of its size: 1,024 for 400,000."""
_LOOKED_INTO = 12
"""One cell of so many is looked into; measured, see docs/scale.md."""
_TRAINED_ON = 60
"""Vectors a cell that the cells are laid out by."""
_LARGE_PAGE = 1 << 21
_MADV_HUGEPAGE, _MADV_COLLAPSE = 14, 25
"""From Linux's mman.h: to be held in large pages from now on, and at once (from version 6.1)."""
_REMEMBERED = 4
"""Vectors whose cosines a thread keeps: the guard looks near a question before it is sought."""
_SHARED_FROM = 4_000
"""Vectors from which half of the way through them is left to another thread: for fewer, that takes
longer than it saves.
"""
_PROCESSORS = faiss.omp_get_max_threads()
# A search takes less than its threads need to find together, and while they wait they take the
# processors from encoding: with two threads a whole question took half as long again.
faiss.omp_set_num_threads(1)


class Vectors:
    """An index over unit vectors; a vector's number is its place in the matrix it was made of."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index
        # All of its numbers, row by row, where they lie in its memory; None of one with cells.
        self._flat: Matrix | None = None
        if isinstance(index, faiss.IndexFlat):
            flat: Any = index
            _hold_in_large_pages(int(flat.get_xb()), len(self) * flat.code_size)
            # Its types know no pointers.
            library: Any = faiss
            numbers = library.rev_swig_ptr(flat.get_xb(), len(self) * self.dimensions)
            self._flat = numbers.reshape(len(self), self.dimensions)
        self._of_thread = threading.local()

    @classmethod
    def of(cls, matrix: Matrix) -> "Vectors":
        """Return an index of the matrix's rows, shape (rows, dimensions), each of unit length."""
        rows = np.ascontiguousarray(matrix, dtype=np.float32)
        if len(rows) > EXACT:
            return cls(_in_cells(rows))
        index = faiss.IndexFlatIP(rows.shape[1])
        index.add(rows)
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

    def between(self, first: int, end: int) -> Matrix:
        """Return the vectors from number `first` to before `end`, shape (vectors, dimensions)."""
        if self._flat is None:
            found: Matrix = self._index.reconstruct_n(first, end - first)
            return found
        # A copy, since the memory goes with the index.
        return self._flat[first:end].copy()

    def matrix(self) -> Matrix:
        """Return all vectors in the order they were given, shape (rows, dimensions)."""
        return self.between(0, len(self))

    def nearest(
        self, vectors: Matrix, limit: int, among: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return the numbers and cosines of those nearest to any of the vectors, shape (vectors,
        dimensions), at most `limit`, best first; of those that `among` says yes to, or of all.
        """
        # Asked for more than it holds, FAISS pads with row -1, which would pick the last passage.
        limit = min(limit, len(self))
        if not limit or not len(vectors):
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        wanted = np.ascontiguousarray(vectors, dtype=np.float32)
        if self._flat is not None:
            near = reduce(np.maximum, map(partial(self._cosines, self._flat), wanted))
            if among is not None:
                near = np.where(among, near, -np.inf)
        else:
            near = np.full(len(self), -np.inf, dtype=np.float32)
            for vector in wanted:
                numbers, cosines = self._by_cells(vector, limit, among)
                near[numbers] = np.maximum(near[numbers], cosines)
        best = best_of(near, limit)
        best = best[near[best] > -np.inf]
        return best, near[best]

    def _cosines(self, rows: Matrix, vector: Matrix) -> NDArray[np.float32]:
        """Return a vector's cosines with the rows, which are all there are."""
        # To go through them takes as long as the memory takes to give them, the most of a search.
        kept: OrderedDict[bytes, NDArray[np.float32]]
        kept = self._of_thread.__dict__.setdefault("cosines", OrderedDict())
        key = vector.tobytes()
        if key not in kept:
            found = np.empty(len(rows), dtype=np.float32)
            if len(rows) < _SHARED_FROM:
                _multiply(vector, rows, found)
            else:
                half = len(rows) // 2
                begun = SHARED.begin(lambda: _multiply(vector, rows[half:], found[half:]))
                _multiply(vector, rows[:half], found[:half])
                begun()
            kept[key] = found
            while len(kept) > _REMEMBERED:
                kept.popitem(last=False)
        return kept[key]

    def _by_cells(
        self, vector: Matrix, limit: int, among: NDArray[np.bool_] | None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        # Its types know the C++ signatures only.
        library: Any = faiss
        index: Any = self._index
        only = None
        if among is not None:
            chosen = library.IDSelectorBitmap(np.packbits(among, bitorder="little"))
            only = library.SearchParametersIVF(sel=chosen, nprobe=index.nprobe)
        found, near = index.search(vector[None], limit, params=only)
        # FAISS pads here too where the cells looked into hold fewer.
        are_there = near[0] >= 0
        return near[0][are_there], found[0][are_there]


def best_of(scores: NDArray[np.float32], count: int) -> NDArray[np.int64]:
    """Return the places of the best scores, best first, of equal ones the first first."""
    if count == 1 and len(scores):
        return np.array([scores.argmax()])
    among = np.arange(len(scores))
    if len(scores) > count:
        # Sorting all of a hundred thousand would take longer than finding them.
        least = np.partition(scores, len(scores) - count)[len(scores) - count]
        among = np.flatnonzero(scores >= least)
    return among[_falling(scores[among])[:count]]


def _falling(scores: NDArray[np.float32]) -> NDArray[np.int64]:
    """Return the places of scores from the best to the worst, of equal ones the first first.

    As whole numbers, of which no two are equal, they are sorted several times as fast as by a sort
    that keeps the order of equal ones: of floats, the bits of those above 0 rise with them, and of
    those below 0 fall. Added to 0, there is no negative one.
    """
    bits = (scores.astype(np.float32, copy=False) + np.float32(0)).view(np.int32)
    rising = np.where(bits < 0, bits ^ np.int32(0x7FFFFFFF), bits).astype(np.int64)
    last = len(scores) - 1
    keys = (rising << 32) | np.arange(last, -1, -1)
    keys.sort()
    found: NDArray[np.int64] = last - (keys[::-1] & 0xFFFFFFFF)
    return found


def _multiply(vector: Matrix, rows: Matrix, found: NDArray[np.float32]) -> None:
    """Write a vector's cosines with some rows to `found`, shape (rows,)."""
    # Its types know no pointers.
    library: Any = faiss
    count, dimensions = rows.shape
    given = map(library.swig_ptr, (found, vector, rows))
    library.fvec_inner_products_ny(*given, dimensions, count)


def _hold_in_large_pages(start: int, length: int) -> None:
    """Have Linux hold these bytes of memory in pages of 2 MB where it can: in small ones, to find
    the pages takes as long as to read them.
    """
    first, end = -(-start // _LARGE_PAGE), (start + length) // _LARGE_PAGE
    if sys.platform != "linux" or end <= first:
        return
    # Each is a hint: what the system cannot do stays as it is.
    for advice in (_MADV_HUGEPAGE, _MADV_COLLAPSE):
        ctypes.CDLL(None).madvise(
            ctypes.c_void_p(first * _LARGE_PAGE),
            ctypes.c_size_t((end - first) * _LARGE_PAGE),
            advice,
        )


def _in_cells(rows: Matrix) -> faiss.IndexIVFFlat:
    """Return an index of the rows that looks only into the cells nearest to a question."""
    cells = round(_CELLS_PER_ROOT * len(rows) ** 0.5)
    some = np.random.default_rng(1).choice(len(rows), min(len(rows), cells * _TRAINED_ON), False)
    nearest_cell = faiss.IndexFlatIP(rows.shape[1])
    index = faiss.IndexIVFFlat(nearest_cell, rows.shape[1], cells, faiss.METRIC_INNER_PRODUCT)
    faiss.omp_set_num_threads(_PROCESSORS)
    try:
        index.train(rows[some])
        index.add(rows)
    finally:
        faiss.omp_set_num_threads(1)
    # So that a vector can be read back by its number.
    index.make_direct_map()
    index.nprobe = max(1, cells // _LOOKED_INTO)
    return index
