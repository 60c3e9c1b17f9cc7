"""What differs between two editions, decided by id and digest."""

from collections import Counter
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from toys import KINSHIP, MINUTES, make_paper, make_passage

from index.changes import Changes, Mark, Rewording, TopicChange, compare
from index.edition import About, Contents
from index.passages import Passage
from index.positions import Position, Topic
from index.register import Paper

KINSHIP_PAPER, MINUTES_PAPER = make_paper(), make_paper(id=MINUTES, title="Minutes")
WANTED = Position(date(2022, 5, 1), "recommended", "recommended", "a review", f"{KINSHIP}#1", "Yes")
TRIED = Position(date(2023, 2, 1), "government", "being tested", "government", f"{KINSHIP}#2", "So")
BENCHES = Topic("benches", "Benches", "Will they come?", (), (WANTED,))


def holding(
    *passages: Passage,
    papers: tuple[Paper, ...] = (KINSHIP_PAPER,),
    topics: tuple[Topic, ...] = (),
) -> Contents:
    return Contents(About("an id", "then", "toy", "", 0, 0, 0), papers, passages, topics)


def numbered(*texts: str) -> tuple[Passage, ...]:
    return tuple(make_passage(text, str(number)) for number, text in enumerate(texts, 1))


BENCH, TREE, GATE = (
    "The council paints every bench green in spring.",
    "Two trees stand beside the old pond.",
    "A gate closes the park at night.",
)


def test_the_same_again_is_no_change() -> None:
    same = holding(*numbered(BENCH, TREE))

    assert compare(same, holding(*numbered(BENCH, TREE))) == Changes()
    assert not Changes()


def test_a_paragraph_put_in_does_not_change_what_it_renumbers() -> None:
    before, after = numbered(BENCH, TREE), numbered(GATE, BENCH, TREE)

    assert compare(holding(*before), holding(*after)) == Changes(added=(after[0],))


def test_a_paragraph_taken_out_does_not_change_what_follows_it() -> None:
    before, after = numbered(GATE, BENCH, TREE), numbered(BENCH, TREE)

    assert compare(holding(*before), holding(*after)) == Changes(removed=(before[0],))


def test_two_paragraphs_that_change_places_are_silent() -> None:
    assert compare(holding(*numbered(BENCH, TREE)), holding(*numbered(TREE, BENCH))) == Changes()


def test_white_space_and_a_summary_beside_the_words_are_no_rewording() -> None:
    passage = make_passage(BENCH)
    after = replace(passage, text=BENCH.replace(" ", "\n"), summary="Benches.", page=4)

    assert compare(holding(passage), holding(after)) == Changes()


def test_a_paragraph_with_other_words_is_reworded() -> None:
    before, after = make_passage(BENCH), make_passage(TREE)

    assert compare(holding(before), holding(after)) == Changes(reworded=(Rewording(before, after),))


def test_a_paragraph_reworded_below_one_put_in_is_found_by_its_words() -> None:
    before = numbered(BENCH, TREE)
    after = numbered(GATE, BENCH, TREE.replace("Two", "Three"))

    assert compare(holding(*before), holding(*after)) == Changes(
        added=(after[0],), reworded=(Rewording(before[1], after[2]),)
    )


def test_of_two_alike_the_one_in_the_same_place_is_the_one_reworded() -> None:
    before = make_passage("The panel noted the long report of spring.", "1")
    here = make_passage("The panel noted a long report of summer.", "1")
    below = make_passage("The panel noted the long report of autumn.", "2")

    assert compare(holding(before), holding(here, below)) == Changes(
        added=(below,), reworded=(Rewording(before, here),)
    )


def test_words_said_twice_and_then_once_are_one_removal() -> None:
    before = numbered(BENCH, BENCH, TREE)

    assert compare(holding(*before), holding(before[0], before[2])) == Changes(removed=(before[1],))


def test_the_same_words_in_another_paper_are_another_passage() -> None:
    here, there = make_passage(BENCH), make_passage(BENCH, paper=MINUTES)
    papers = (KINSHIP_PAPER, MINUTES_PAPER)

    assert compare(holding(here, papers=papers), holding(there, papers=papers)) == Changes(
        added=(there,), removed=(here,)
    )


def test_the_passages_of_a_new_paper_are_told_with_it_and_not_again() -> None:
    here, there = make_passage(BENCH), make_passage(TREE, paper=MINUTES)
    before = holding(here)
    after = holding(here, there, papers=(KINSHIP_PAPER, MINUTES_PAPER))

    came, went = compare(before, after), compare(after, before)

    assert came == Changes(papers_added=(MINUTES_PAPER,), added=(there,))
    assert went == Changes(papers_gone=(MINUTES_PAPER,), removed=(there,))
    assert (came.put_in, went.taken_out) == ((), ())


def test_an_original_in_place_of_our_summary_is_told_apart() -> None:
    summary, original = make_passage(BENCH, source="summary"), make_passage(TREE)

    assert Rewording(summary, original).is_requoted
    assert not Rewording(original, make_passage(GATE)).is_requoted


def test_the_words_that_changed_are_marked() -> None:
    pair = Rewording(
        make_passage("It pays £90 a week to each home."),
        make_passage("It pays £95 to each new home."),
    )

    assert pair.marks == (
        Mark("same", "It pays"),
        Mark("went", "£90 a week"),
        Mark("came", "£95"),
        Mark("same", "to each"),
        Mark("came", "new"),
        Mark("same", "home."),
    )


def test_a_position_that_came_changes_its_topic() -> None:
    moved = replace(BENCHES, positions=(WANTED, TRIED))

    changes = compare(holding(topics=(BENCHES,)), holding(topics=(moved,)))

    assert changes == Changes(topics=(TopicChange(BENCHES, moved),))
    assert (changes.topics[0].came, changes.topics[0].went) == ((TRIED,), ())


def test_a_position_in_other_words_of_ours_or_renumbered_is_silent() -> None:
    same = replace(WANTED, line="Yes, please", passage=f"{KINSHIP}#9")
    after = replace(BENCHES, name="Park benches", positions=(same,))

    assert compare(holding(topics=(BENCHES,)), holding(topics=(after,))) == Changes()


def test_a_topic_that_came_and_one_that_went_are_both_told() -> None:
    trees = Topic("trees", "Trees", "And trees?", (), (TRIED,))

    changes = compare(holding(topics=(BENCHES,)), holding(topics=(trees,)))

    assert changes.topics == (TopicChange(None, trees), TopicChange(BENCHES, None))
    assert [change.topic for change in changes.topics] == [trees, BENCHES]


_TEXTS = st.lists(st.sampled_from(("oak", "elm", "ash")), min_size=1, max_size=4)
_PAPERS = st.dictionaries(
    st.sampled_from(("ashby", "corby")),
    st.dictionaries(st.sampled_from("12345678"), _TEXTS.map(" ".join), max_size=8),
    max_size=2,
)
_POSITIONS = st.lists(st.sampled_from((WANTED, TRIED)), min_size=1, max_size=3)
_TOPICS = st.dictionaries(st.sampled_from(("benches", "trees")), _POSITIONS)


@st.composite
def _contents(draw: st.DrawFn) -> Contents:
    papers = draw(_PAPERS)
    topics = draw(_TOPICS)
    return holding(
        *(
            make_passage(text, locator, paper=paper)
            for paper, passages in papers.items()
            for locator, text in passages.items()
        ),
        papers=tuple(make_paper(id=paper) for paper in papers),
        topics=tuple(Topic(name, name, "?", (), tuple(took)) for name, took in topics.items()),
    )


@given(_contents())
def test_nothing_differs_from_itself(known: Contents) -> None:
    assert compare(known, known) == Changes()


@given(_contents(), _contents())
def test_compared_the_other_way_round_it_is_the_mirror(before: Contents, after: Contents) -> None:
    there, back = compare(before, after), compare(after, before)

    assert set(back.papers_added) == set(there.papers_gone)
    assert set(back.papers_gone) == set(there.papers_added)
    assert set(back.added) == set(there.removed)
    assert set(back.removed) == set(there.added)
    assert set(back.reworded) == {Rewording(pair.after, pair.before) for pair in there.reworded}
    assert set(back.topics) == {TopicChange(each.after, each.before) for each in there.topics}


@given(_contents(), _contents())
def test_the_changes_applied_to_the_one_give_the_other(before: Contents, after: Contents) -> None:
    changes = compare(before, after)

    papers = {paper.id for paper in before.papers} - {paper.id for paper in changes.papers_gone}
    assert papers | {paper.id for paper in changes.papers_added} == {p.id for p in after.papers}
    words = _words(before.passages)
    words.subtract(_words((*changes.removed, *(pair.before for pair in changes.reworded))))
    words.update(_words((*changes.added, *(pair.after for pair in changes.reworded))))
    assert +words == _words(after.passages)
    assert min(words.values(), default=0) >= 0
    for change in changes.topics:
        took = Counter(change.before.positions if change.before else ())
        took.subtract(change.went)
        took.update(change.came)
        assert +took == Counter(change.after.positions if change.after else ())


@given(_contents(), _contents())
def test_what_stands_where_it_stood_is_never_told(before: Contents, after: Contents) -> None:
    changes = compare(before, after)

    same = set(before.passages) & set(after.passages)
    told = {*changes.added, *changes.removed, *(pair.before for pair in changes.reworded)}
    assert not same & (told | {pair.after for pair in changes.reworded})


@given(_TEXTS, _TEXTS)
def test_the_marks_hold_both_texts_word_for_word(before: list[str], after: list[str]) -> None:
    marks = Rewording(make_passage(" ".join(before)), make_passage(" ".join(after))).marks

    assert " ".join(mark.text for mark in marks if mark.kind != "came").split() == before
    assert " ".join(mark.text for mark in marks if mark.kind != "went").split() == after


def _words(passages: tuple[Passage, ...]) -> Counter[tuple[str, str]]:
    return Counter((passage.paper, passage.digest) for passage in passages)
