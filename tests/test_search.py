"""The passages nearest a question, by meaning and by words."""

from pathlib import Path

import numpy as np
import pytest
from toys import WordEncoder, edition_of

from index.edition import Edition
from index.search import Sought, search, sentence_scores, words_of

ASHBY, BARROW, CORBY = "ashby-2023-03-01", "barrow-2022-06-01", "corby-2021-07-01"
LINES = (
    "Kinship carers get an allowance. Foster homes are few.",
    "Agency staff drain the budget.",
    "An officer visits foster homes on Tuesdays.",
)


@pytest.fixture
def edition(tmp_path: Path) -> Edition:
    """An edition of one paper with three lines."""
    return edition_of(tmp_path, {ASHBY: LINES})


def sought(*texts: str, added: str = "") -> Sought:
    return Sought(WordEncoder().encode(texts), words_of(texts[0]), words_of(added))


def found(edition: Edition, what: Sought, limit: int = 9) -> list[str]:
    """Return the passages' ids without the paper's date, best first."""
    hits = search(edition, what, limit)
    return [f"{hit.passage.paper.split('-')[0]} {hit.passage.locator}" for hit in hits]


def test_the_passage_that_shares_meaning_and_words_comes_first(edition: Edition) -> None:
    best = search(edition, sought("what does agency staff do to the budget"), 1)[0]

    assert (best.passage.text, best.score, best.number) == (LINES[1], 1.0, 1)
    assert best.cosine == pytest.approx(1.0)


def test_asking_for_more_than_there_are_gives_each_passage_once(edition: Edition) -> None:
    assert sorted(found(edition, sought("foster homes"), 1000)) == ["ashby 1", "ashby 2", "ashby 3"]


def test_a_limit_is_kept_and_more_only_follow(edition: Edition) -> None:
    what = sought("which officer visits foster homes")

    assert found(edition, what, 1) == ["ashby 3"]
    assert found(edition, what, 2) == found(edition, what, 3)[:2]


def test_hits_come_best_first_between_nought_and_one(edition: Edition) -> None:
    scores = [hit.score for hit in search(edition, sought("foster officer"), 9)]

    assert scores == sorted(scores, reverse=True)
    assert (scores[0], scores[-1]) == (1.0, 0.0)


def test_a_word_that_the_encoder_does_not_know_still_tells_passages_apart(tmp_path: Path) -> None:
    lines = ("Foster homes open on Mondays.", "Foster homes open on Tuesdays.")

    found_first = found(edition_of(tmp_path, {ASHBY: lines}), sought("foster homes tuesdays"), 1)

    assert found_first == ["ashby 2"]


def test_a_word_that_only_the_glossary_adds_counts_less_than_one_typed(tmp_path: Path) -> None:
    edition = edition_of(tmp_path, {ASHBY: ("Foster gardens.", "Foster ponds.")})

    assert found(edition, sought("foster ponds", added="gardens"), 1) == ["ashby 2"]
    assert found(edition, sought("foster", added="ponds"), 1) == ["ashby 2"]


@pytest.mark.parametrize("texts", [("who else", "agency budget"), ("agency budget", "who else")])
def test_the_nearest_of_several_ways_to_put_it_counts(
    edition: Edition, texts: tuple[str, str]
) -> None:
    best = search(edition, Sought(WordEncoder().encode(texts), ()), 1)[0]

    assert (best.passage.locator, best.cosine) == ("2", pytest.approx(1.0))


def test_a_question_that_shares_nothing_still_gets_the_nearest_with_low_cosines(
    edition: Edition,
) -> None:
    hits = search(edition, sought("who won the cup"), 3)

    assert len(hits) == 3
    assert max(hit.cosine for hit in hits) < 0.2


def test_several_near_views_beat_one(tmp_path: Path) -> None:
    lines = ("Foster agency. Carers budget.", "Foster agency. An agency for foster homes.")
    by_meaning_alone = Sought(WordEncoder().encode(["foster agency"]), ())

    hits = search(edition_of(tmp_path, {ASHBY: lines}), by_meaning_alone, 2)

    assert [(hit.passage.locator, hit.cosine) for hit in hits] == [
        ("2", pytest.approx(1.0)),
        ("1", pytest.approx(1.0)),
    ]


def test_each_sentence_is_scored_by_its_place_in_the_passage(edition: Edition) -> None:
    hits = search(edition, sought("foster homes"), 3)
    first = next(hit for hit in hits if hit.passage.locator == "1")

    scores = sentence_scores(edition, sought("foster homes"), first)

    assert sorted(scores) == [0, 1]
    assert scores[1] > scores[0]


def test_a_question_that_the_passage_answers_helps_the_sentence_that_is_like_it(
    tmp_path: Path,
) -> None:
    lines = ("The budget holds. An officer calls.\n\nAsked:\n- zzz officer\n",)
    edition = edition_of(tmp_path, {ASHBY: lines})
    what = sought("zzz")
    hit = search(edition, what, 1)[0]

    scores = sentence_scores(edition, what, hit)

    assert hit.passage.asked == ("zzz officer",)
    assert 0.2 < scores[1] - scores[0] < 0.25


def test_stems_come_once_each_in_order() -> None:
    assert words_of("Officers visit; the officer's visits, and carers") == [
        "offic",
        "visit",
        "carer",
    ]


def test_the_same_is_found_twice(edition: Edition) -> None:
    once, again = (search(edition, sought("foster homes"), 3) for _ in range(2))

    assert once == again
    assert np.isfinite([hit.score for hit in once]).all()
