"""Which passages come first: what speaks for each, how it is weighed, and the file of weights."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from toys import TOY_MODEL, WordEncoder, edition_of

from bot.answer import Answerer
from bot.calibrate import calibrate_ranking
from bot.coverage import words_of_passage
from bot.evaluate import Asked, Gold
from bot.judges import Judges
from bot.learnt import CalibrationError
from bot.question import Vocabulary, understand
from bot.ranking import SIGNALS, Ranker, Ranking, Weighing, read_ranking, write_ranking
from index.edition import Edition
from index.glossary import Glossary, Term
from index.positions import Position, Topic
from index.search import Hit

ASHBY, BARROW = "ashby-2021-07-01", "barrow-2022-06-01"
PAPERS = {
    ASHBY: ("The allowance of kinship carers.", "The agency budget is £9.", "Homes are few."),
    BARROW: ("Ministers refused the allowance.", "An officer wept."),
}


def position(passage: str, stage: str) -> Position:
    return Position(date(2022, 6, 1), stage, "noted", "they", passage, "They said.")


ALLOWANCE = Topic(
    "allowance",
    "Kinship allowance",
    "Will it come?",
    (),
    (position(f"{ASHBY}#1", "recommended"), position(f"{BARROW}#1", "government")),
)


@pytest.fixture
def edition(tmp_path: Path) -> Edition:
    """An edition of the two papers."""
    return edition_of(tmp_path, PAPERS)


def test_who_made_a_paper_is_known_of_each_of_its_passages(edition: Edition) -> None:
    passage = edition.passages[1]
    paper = replace(edition.paper(passage.paper), by="Ada Fox, who asked")

    assert {"fox", "agenc"} <= words_of_passage(paper, passage)[0]
    assert "fox" not in words_of_passage(edition.paper(passage.paper), passage)[0]


def weighing(**weights: float) -> Weighing:
    """Return weights that are nothing but for those given."""
    return Weighing({name: weights.get(name, 0.0) for name in SIGNALS}, -1.0)


def ranking(over_time: Weighing | None = None, other: Weighing | None = None) -> Ranking:
    return Ranking(TOY_MODEL, over_time or weighing(score=9), other or weighing(score=9))


def hits(edition: Edition, **scores: float) -> list[Hit]:
    """Return hits by place ("ashby_1"), each with its score, which is its cosine too."""
    numbers = {
        f"{passage.paper.split('-')[0]}_{passage.locator}": number
        for number, passage in enumerate(edition.passages)
    }
    return [
        Hit(edition.passages[numbers[place]], score, numbers[place], score, 2 * score)
        for place, score in scores.items()
    ]


def places(found: list[Hit]) -> list[str]:
    return [f"{hit.passage.paper.split('-')[0]}_{hit.passage.locator}" for hit in found]


def signals_of(
    edition: Edition,
    asked: str,
    found: list[Hit],
    by_part: tuple[list[Hit], ...] = (),
    alone: str = "",
) -> dict[str, dict[str, float]]:
    """Return each passage's signals by name."""
    question = understand(asked, (), Vocabulary(edition.glossary))
    vector = WordEncoder().encode([alone])[0] if alone else None
    measured, values = Ranker(edition, (ALLOWANCE,)).measured(question, found, by_part, vector)
    return {
        place: dict(zip(SIGNALS, row.tolist(), strict=True))
        for place, row in zip(places(measured), values, strict=True)
    }


def test_each_passage_is_measured_against_the_first_and_in_its_paper(edition: Edition) -> None:
    found = hits(edition, ashby_1=1.0, barrow_1=0.5, ashby_2=0.25)

    signals = signals_of(edition, "the allowance", found)

    assert [(s["score"], s["behind_first"], s["by_words"]) for s in signals.values()] == [
        (1.0, 0.0, 1.0),
        (0.5, -0.5, 0.5),
        (0.25, -0.75, 0.25),
    ]
    assert [(s["place"], s["place_in_paper"], s["other_paper"]) for s in signals.values()] == [
        (1.0, 1.0, 0.0),
        (0.5, 1.0, 1.0),
        (pytest.approx(1 / 3), 0.5, 0.0),
    ]
    assert [s["covered"] for s in signals.values()] == [1.0, 1.0, 0.0]


def test_the_ledger_tells_whose_position_is_asked_for_and_what_is_on_the_same_topic(
    edition: Edition,
) -> None:
    found = hits(edition, ashby_1=1.0, barrow_1=0.5, ashby_2=0.25)

    signals = signals_of(edition, "did ministers take up the allowance", found)

    names = ("stage_asked_for", "another_stage", "in_ledger", "topic_of_first")
    assert {place: [s[name] for name in names] for place, s in signals.items()} == {
        "ashby_1": [0, 1, 1, 0],
        "barrow_1": [1, 0, 1, 1],
        "ashby_2": [0, 0, 0, 0],
    }


def test_years_and_kinds_of_thing_asked_for_are_looked_for(edition: Edition) -> None:
    found = hits(edition, ashby_1=1.0, barrow_1=0.5, ashby_2=0.25)

    signals = signals_of(edition, "how much was it in 2021?", found)

    names = ("year_of_paper", "year_of_another", "kind_missing")
    assert {place: [s[name] for name in names] for place, s in signals.items()} == {
        "ashby_1": [1, 0, 1],
        "barrow_1": [0, 1, 1],
        "ashby_2": [1, 0, 0],
    }


@pytest.mark.parametrize(
    ("asked", "speaks"),
    [
        ("what does Ashby Council say about what happens with the allowance there", True),
        ("Ashby Council on the allowance", True),
        ("who in Ashby Council will pay for the allowance and for homes", False),
    ],
)
def test_what_somebody_says_is_looked_for_in_their_own_papers(
    edition: Edition, asked: str, speaks: bool
) -> None:
    found = hits(edition, barrow_1=1.0, ashby_1=0.5, ashby_2=0.25)
    ashby = Term("Ashby Council", "A council.", kind="place")
    vocabulary = Vocabulary(Glossary(terms=(ashby,)))

    hit, values = Ranker(edition, ()).measured(understand(asked, (), vocabulary), found, ())

    rows = [dict(zip(SIGNALS, row.tolist(), strict=True)) for row in values]
    assert places(hit) == ["barrow_1", "ashby_1", "ashby_2"]
    assert [row["place_in_speaker"] for row in rows] == ([0, 1, 0.5] if speaks else [0, 0, 0])
    assert [row["another_speaks"] for row in rows] == [float(speaks), 0, 0]
    assert [row["another_named"] for row in rows] == [1, 0, 0]


def test_a_follow_up_is_also_weighed_without_what_it_leans_on(edition: Edition) -> None:
    found = hits(edition, ashby_1=1.0, barrow_1=0.5, ashby_2=0.25)

    signals = signals_of(edition, "will the allowance go", found, alone="what about homes")

    near = {place: s["near_alone"] for place, s in signals.items()}
    assert max(near, key=near.__getitem__) != "ashby_1"
    assert {place: s["behind_alone"] for place, s in signals.items()} == {
        place: pytest.approx(cosine - max(near.values())) for place, cosine in near.items()
    }
    unasked = signals_of(edition, "will the allowance go", found)
    assert {(s["near_alone"], s["behind_alone"]) for s in unasked.values()} == {(0.0, 0.0)}


def test_what_is_near_a_part_only_may_come_first_too(edition: Edition) -> None:
    found = hits(edition, ashby_1=1.0, barrow_1=0.5)
    part = hits(edition, ashby_3=1.0, barrow_1=0.5)

    signals = signals_of(edition, "the allowance, and the homes", found, (part,))

    names = ("score", "first_of_part", "place_by_part", "place_in_paper_by_part", "topic_of_part")
    assert {place: [s[name] for name in names] for place, s in signals.items()} == {
        "ashby_1": [1.0, 0, 0, 0, 0],
        "barrow_1": [0.5, 0, 0.5, 1, 0],
        "ashby_3": [0.0, 1, 1, 1, 0],
    }


def test_the_likeliest_comes_first_and_the_others_have_a_share_of_its_score(
    edition: Edition,
) -> None:
    found = hits(edition, ashby_1=1.0, ashby_2=0.9, barrow_1=0.5)
    question = understand("the allowance", (), Vocabulary(edition.glossary))
    likely_elsewhere = ranking(other=weighing(other_paper=3.0))

    ranked = Ranker(edition, ()).ranked(likely_elsewhere, question, found, ())

    assert places(ranked) == ["barrow_1", "ashby_1", "ashby_2"]
    # 1 / (1 + e) beside 1 / (1 + 1 / e²).
    assert [hit.score for hit in ranked] == [1.0, 0.3053, 0.3053]


def test_questions_over_time_have_weights_of_their_own(edition: Edition) -> None:
    found = hits(edition, ashby_1=1.0, barrow_1=0.5)
    both = ranking(over_time=weighing(other_paper=3.0))

    def first(asked: str) -> str:
        question = understand(asked, (), Vocabulary(edition.glossary))
        return places(Ranker(edition, ()).ranked(both, question, found, ()))[0]

    assert first("the allowance") == "ashby_1"
    assert first("what has changed since") == "barrow_1"


def test_only_the_nearest_twenty_are_looked_at(tmp_path: Path) -> None:
    edition = edition_of(tmp_path, {ASHBY: [f"Line {number} of homes." for number in range(30)]})
    found = [Hit(p, 1 - n / 30, n, 0.5, 0.0) for n, p in enumerate(edition.passages)]
    question = understand("homes", (), Vocabulary(edition.glossary))

    ranked = Ranker(edition, ()).ranked(ranking(other=weighing(score=-9.0)), question, found, ())

    assert [hit.number for hit in ranked] == list(range(19, -1, -1))


def test_nothing_found_is_nothing_ranked(edition: Edition) -> None:
    question = understand("homes", (), Vocabulary(edition.glossary))

    assert Ranker(edition, ()).ranked(ranking(), question, [], ()) == []


def test_answers_are_ranked_by_what_was_learnt_with_their_model(edition: Edition) -> None:
    backwards = ranking(other=weighing(place=-9.0))
    other_model = Ranking("another", backwards.over_time, backwards.other)

    def first(judges: Judges) -> str:
        answer = Answerer(edition, WordEncoder(), judges).answer("kinship carers")
        return (answer.citations or answer.nearest)[0].locator

    assert first(Judges()) == first(Judges(ranking=other_model)) == "1"
    assert first(Judges(ranking=backwards)) != "1"


def test_the_file_gives_the_weights_back(tmp_path: Path) -> None:
    path = tmp_path / "ranking.yaml"
    written = ranking(weighing(score=1.25, length=-0.5), weighing(covered=2.0))

    write_ranking(path, written)

    assert read_ranking(path) == written
    assert [file.name for file in tmp_path.iterdir()] == ["ranking.yaml"]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda text: "[", "ranking.yaml: the weights cannot be read; restore the file"),
        (lambda text: text.replace("other:", "others:"), "the weights cannot be read"),
        (lambda text: text.replace("covered:", "uncovered:"), "'covered' is not among both"),
        (lambda text: text.replace("covered: 0.0", "covered: .nan"), "a weight is no number"),
    ],
)
def test_a_spoilt_file_says_what_to_do(
    tmp_path: Path, spoil: Callable[[str], str], said: str
) -> None:
    path = tmp_path / "ranking.yaml"
    write_ranking(path, ranking())
    path.write_text(spoil(path.read_text(encoding="utf-8")), encoding="utf-8")

    with pytest.raises(CalibrationError, match=said):
        read_ranking(path)


def asked_for(text: str, *needed: tuple[str, str]) -> Asked:
    gold = tuple(Gold(({"paper": paper, "locator": locator},)) for paper, locator in needed)
    return Asked(text, "manager", text, (), ("answered",), gold, len(gold) > 1, (), ("all",))


def test_what_questions_need_is_learnt_from_them(edition: Edition, tmp_path: Path) -> None:
    path = tmp_path / "ranking.yaml"
    texts = ("the allowance", "an allowance for carers", "allowance of kinship", "kinship carers")
    plain = [asked_for(text, (ASHBY, "1")) for text in (*texts, "carers allowance")]
    moved = [asked_for(f"{text} now", (ASHBY, "1"), (BARROW, "1")) for text in texts]
    moved.append(asked_for("carers allowance since", (ASHBY, "1"), (BARROW, "1")))

    rows = calibrate_ranking(Answerer(edition, WordEncoder()), [*plain, *moved], path)

    assert [(row["kind"], row["questions"], row["recall@5"]) for row in rows] == [
        ("over time", 5, 1.0),
        ("other", 5, 1.0),
    ]
    learnt = read_ranking(path)
    assert learnt.model == TOY_MODEL
    assert learnt.over_time != learnt.other
    answer = Answerer(edition, WordEncoder(), Judges(ranking=learnt)).answer("the allowance now")
    assert {c.paper for c in answer.citations[:2]} == {ASHBY, BARROW}


def test_too_few_questions_or_other_papers_cannot_teach_it(
    edition: Edition, tmp_path: Path
) -> None:
    answerer, path = Answerer(edition, WordEncoder()), tmp_path / "ranking.yaml"

    with pytest.raises(CalibrationError, match="1 questions with passages; calibration needs"):
        calibrate_ranking(answerer, [asked_for("homes", (ASHBY, "3"))], path)
    with pytest.raises(CalibrationError, match="check that the papers they name are the ones held"):
        calibrate_ranking(answerer, [asked_for("homes", ("corby-2020-01-01", "3"))] * 5, path)
    assert not path.exists()
