"""Nearest neighbours, against numpy."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.vectors import Vectors, best_of


def unit_rows(count: int, dimensions: int) -> np.ndarray:
    rows = np.random.default_rng(7).normal(size=(count, dimensions)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_asking_for_more_than_there_are_gives_each_once() -> None:
    vectors = Vectors.of(np.eye(3, dtype=np.float32))

    numbers, cosines = vectors.nearest(np.array([[0.8, 0.6, 0.0]]), 50)

    assert list(numbers) == [0, 1, 2]
    assert list(cosines) == pytest.approx([0.8, 0.6, 0.0])


def test_asking_for_none_gives_none() -> None:
    numbers, cosines = Vectors.of(np.eye(2, dtype=np.float32)).nearest(np.ones((1, 2)), 0)

    assert (len(numbers), len(cosines)) == (0, 0)


def test_the_order_is_that_of_exact_inner_products() -> None:
    rows = unit_rows(200, 16)
    question = rows[17] + 0.3 * rows[40]

    numbers, cosines = Vectors.of(rows).nearest(question[None], 25)

    assert list(numbers) == list(np.argsort(-(rows @ question))[:25])
    assert list(cosines) == pytest.approx(list(np.sort(rows @ question)[:-26:-1]))


def test_of_equal_ones_the_first_are_kept() -> None:
    rows = np.array([[0, 1], [1, 0], [1, 0], [1, 0]], dtype=np.float32)

    numbers, _ = Vectors.of(rows).nearest(rows[1][None], 2)

    assert list(numbers) == [1, 2]


# Few numbers, so that many are equal; of the two zeros neither is the better one.
@given(
    st.lists(st.sampled_from((-np.inf, -0.75, -1e-9, -0.0, 0.0, 1e-9, 0.2, 0.25, 1.0)), min_size=1),
    st.integers(1, 12),
)
def test_the_best_come_first_of_equal_ones_the_first_first(scores: list[float], count: int) -> None:
    by_score = sorted(range(len(scores)), key=lambda place: (-scores[place], place))

    assert best_of(np.array(scores, dtype=np.float32), count).tolist() == by_score[:count]


def test_what_is_nearest_to_any_of_several_vectors_comes_first_each_once() -> None:
    vectors = Vectors.of(np.eye(3, dtype=np.float32))

    numbers, cosines = vectors.nearest(np.array([[0.6, 0.8, 0.0], [0.0, 0.0, 1.0]]), 2)

    assert (list(numbers), list(cosines)) == ([2, 1], pytest.approx([1.0, 0.8]))


def test_rows_over_several_large_pages_of_memory_are_the_same() -> None:
    rows = unit_rows(12_000, 128)

    numbers, cosines = Vectors.of(rows).nearest(rows[[11_999]], 3)

    assert list(numbers) == list(np.argsort(-(rows @ rows[11_999]))[:3])
    assert cosines[0] == pytest.approx(1.0)


def test_what_was_saved_is_what_is_loaded(tmp_path: Path) -> None:
    rows = unit_rows(5, 4)
    Vectors.of(rows).save(tmp_path / "v")

    loaded = Vectors.load(tmp_path / "v")

    assert (len(loaded), loaded.dimensions) == (5, 4)
    np.testing.assert_array_equal(loaded.matrix(), rows)


def test_half_a_file_is_no_index(tmp_path: Path) -> None:
    path = tmp_path / "v"
    Vectors.of(unit_rows(5, 4)).save(path)
    path.write_bytes(path.read_bytes()[:-20])

    with pytest.raises(ValueError, match="v is not a whole index"):
        Vectors.load(path)


def test_vectors_that_cannot_be_written_are_an_oserror_like_any_other_file(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(OSError, match="the vectors cannot be written"):
        Vectors.of(unit_rows(2, 4)).save(tmp_path / "file" / "v")


def test_beyond_what_is_looked_at_one_by_one_nearly_all_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.vectors.EXACT", 1_000)
    centres = unit_rows(40, 16)
    noise = np.random.default_rng(3).normal(0, 0.1, (4_000, 16))
    rows = (np.repeat(centres, 100, axis=0) + noise).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    Vectors.of(rows).save(tmp_path / "v")
    vectors = Vectors.load(tmp_path / "v")

    shares = []
    for question in centres:
        numbers, cosines = vectors.nearest(question[None], 10)
        exact = np.argsort(-(rows @ question))[:10]
        shares.append(len(set(numbers) & set(exact)) / 10)
        assert list(cosines) == pytest.approx(list(rows[numbers] @ question), abs=1e-5)

    assert np.mean(shares) >= 0.95
    np.testing.assert_array_equal(vectors.between(7, 9), rows[7:9])
    np.testing.assert_array_equal(vectors.matrix(), rows)
    assert len(vectors.nearest(centres[:1], 4_000)[0]) < 4_000
