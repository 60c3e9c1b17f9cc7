"""What was heard of a thread is not heard anew, and nothing of its words is kept."""

from pathlib import Path

import numpy as np
import pytest
from toys import WordEncoder, edition_of, guard_leaning_to

from bot import heard_before
from bot.answer import Answerer
from bot.guard_model import KINDS
from bot.heard_before import HeardBefore
from bot.judges import Judges

FEES, PAID, ALARM = "which fees of foster homes", "which fees are paid", "she is screaming"


def test_whether_a_message_was_searched_is_known_after_the_one_it_came_after() -> None:
    known = HeardBefore()
    known.keep("a", "bc", is_searched=True)
    known.keep("", ALARM, is_searched=False)

    assert known.find("a", "bc") is True
    assert known.find("", ALARM) is False
    assert known.find("ab", "c") is None
    assert known.find("", "bc") is None
    assert HeardBefore().find("a", "bc") is None


def test_a_message_that_no_code_page_writes_is_known_too() -> None:
    known = HeardBefore()
    known.keep("", "\ud800", is_searched=True)

    assert known.find("", "\ud800") is True


def test_only_the_last_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heard_before, "_MOST", 2)
    known = HeardBefore()
    for message in ("a", "b", "a", "c"):
        known.keep("", message, is_searched=True)

    assert [known.find("", message) for message in "abc"] == [True, None, True]


@pytest.fixture
def encoder() -> WordEncoder:
    return WordEncoder()


@pytest.fixture
def answerer(tmp_path: Path, encoder: WordEncoder) -> Answerer:
    """What takes a message for a question by "fees", for a live risk by "screaming"."""
    risk, question = np.zeros(len(KINDS)), np.zeros(len(KINDS))
    risk[KINDS.index("urgent")], question[KINDS.index("ordinary")] = 12, 20
    words = {"screaming": risk, "fees": question}
    guard = guard_leaning_to("out_of_scope", by=3, words=words)
    edition = edition_of(tmp_path, {"ashby-2024-01-01": ["Foster homes are paid."]})
    return Answerer(edition, encoder, Judges(guard=guard))


def test_earlier_messages_of_a_thread_are_heard_once(
    answerer: Answerer, encoder: WordEncoder
) -> None:
    answerer.answer(FEES)
    answerer.answer(ALARM, [FEES])
    encoder.encoded.clear()

    answerer.answer(PAID, [FEES, ALARM])

    assert not {FEES, ALARM} & {*encoder.encoded}


def test_it_makes_no_difference_to_the_answer(answerer: Answerer) -> None:
    fresh = answerer.over(answerer.edition)
    for message in (FEES, ALARM):
        answerer.answer(message)

    for history in ([FEES], [ALARM], [FEES, ALARM], [ALARM, FEES, f" {ALARM} "]):
        assert answerer.answer("and by whom?", history) == fresh.answer("and by whom?", history)
        assert answerer.answer("and by whom?", history) == fresh.answer("and by whom?", history)
