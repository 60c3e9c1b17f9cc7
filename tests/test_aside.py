"""Work that another thread may do, and the texts of a question heard so."""

import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from bot.hears_once import HearsOnce
from index.aside import Aside
from index.encoder import Heard


@pytest.fixture
def aside(monkeypatch: pytest.MonkeyPatch) -> Aside:
    """One thread beside the test's own."""
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    return Aside()


@pytest.fixture
def busy(aside: Aside) -> Iterator[Aside]:
    """The same, its thread kept busy to the end of the test."""
    started, end = threading.Event(), threading.Event()

    def work() -> None:
        started.set()
        end.wait(10)

    aside.begin(work)
    assert started.wait(10)
    yield aside
    end.set()


class Counting:
    """An encoder that counts how often it hears each text, and in which thread."""

    name = "counting"

    def __init__(self) -> None:
        self.times: Counter[str] = Counter()
        self.threads: dict[str, int] = {}

    def hear(self, texts: Sequence[str]) -> list[Heard]:
        self.times.update(texts)
        self.threads |= dict.fromkeys(texts, threading.get_ident())
        vectors = [np.array([len(text)], dtype=np.float32) for text in texts]
        return [Heard(vector, vector, vector[None]) for vector in vectors]


def test_work_is_done_by_another_thread(aside: Aside) -> None:
    begun = threading.Event()

    def work() -> int:
        begun.set()
        return threading.get_ident()

    result = aside.begin(work)
    assert begun.wait(10)
    assert result() != threading.get_ident()


def test_what_no_thread_has_begun_is_done_by_who_asks(busy: Aside) -> None:
    assert busy.begin(threading.get_ident)() == threading.get_ident()


@pytest.mark.parametrize("state", ["aside", "busy"])
def test_what_goes_wrong_is_told_to_who_asks(state: str, request: pytest.FixtureRequest) -> None:
    def fail() -> None:
        raise ValueError("no such text")

    with pytest.raises(ValueError, match="no such text"):
        request.getfixturevalue(state).begin(fail)()


def test_a_program_that_ends_does_its_work_itself(aside: Aside) -> None:
    threads: ThreadPoolExecutor = aside._threads
    threads.shutdown()
    assert aside.begin(threading.get_ident)() == threading.get_ident()


@pytest.mark.parametrize("state", ["aside", "busy"])
def test_each_text_is_heard_once(state: str, request: pytest.FixtureRequest) -> None:
    encoder = Counting()
    encode = HearsOnce(encoder, request.getfixturevalue(state), "first")  # type: ignore[arg-type]
    encode.begin(("first", "second", "third", "second"))
    encode.hear("first")
    assert encode(("third", "first", "second", "last one")).tolist() == [[5], [5], [6], [8]]
    assert encode.hear("third").vector.tolist() == [5]
    assert encoder.times == Counter(("first", "second", "third", "last one"))
    assert encoder.threads["first"] == threading.get_ident()
