"""A build makes an edition of what the knowledge folder holds now."""

import os
import time
from pathlib import Path

import pytest
from toys import KINSHIP, KINSHIP_ORIGINAL, MINUTES, TOY_MODEL, WordEncoder, build_toy

from index.build import build, is_stale, original_of, passages_of
from index.edition import EditionError, current, history, load
from index.glossary import GlossaryError
from index.readers import ReadError
from index.register import RegisterError, read_register
from index.summaries import SummaryError


def build_with(encoder: WordEncoder, knowledge: Path, var: Path, *, fresh: bool = False) -> None:
    build(knowledge, var, model=TOY_MODEL, keep=5, encoder=encoder, fresh=fresh)


def test_an_edition_holds_every_passage_of_every_paper(knowledge: Path, var: Path) -> None:
    built = build_toy(knowledge, var)

    assert (built.about.papers, built.about.passages) == (2, 5)
    assert [passage.id for passage in load(var).passages] == [
        f"{KINSHIP}#1",
        f"{KINSHIP}#2",
        f"{KINSHIP}#2(a)",
        f"{MINUTES}#5",
        f"{MINUTES}#6",
    ]


def test_original_and_summary_meet_at_their_locator(knowledge: Path, var: Path) -> None:
    (knowledge / "papers" / f"{KINSHIP}.txt").write_text(KINSHIP_ORIGINAL, encoding="utf-8")
    build_toy(knowledge, var)

    passages = {passage.id: passage for passage in load(var).passages}
    stops = passages[f"{KINSHIP}#2(a)"]

    assert (stops.source, stops.text) == ("paper", "It stops at eighteen.")
    assert stops.summary == "The allowance ends when the child turns eighteen."
    assert passages[f"{KINSHIP}#1"].asked == ("how many nans are there",)
    assert passages[f"{MINUTES}#5"].source == "summary"


def test_every_text_is_encoded_once(knowledge: Path, var: Path) -> None:
    encoder = WordEncoder()

    build_with(encoder, knowledge, var)

    assert len(encoder.encoded) == len(set(encoder.encoded))


def test_only_what_is_new_is_encoded(knowledge: Path, var: Path) -> None:
    build_toy(knowledge, var)
    summary = knowledge / "summaries" / f"{MINUTES}.md"
    changed = summary.read_text(encoding="utf-8").replace("put off", "cancelled")
    summary.write_text(changed, encoding="utf-8")
    encoder = WordEncoder()

    build_with(encoder, knowledge, var)

    assert encoder.encoded
    assert all("cancelled the visit" in text for text in encoder.encoded)


def test_reused_vectors_are_those_that_would_be_made(knowledge: Path, var: Path) -> None:
    first = build_toy(knowledge, var)
    second = build_toy(knowledge, var)

    reused = load(var, second.about.id).vectors.matrix()
    assert (second.encoded, second.reused) == (0, first.encoded)
    assert reused.tolist() == load(var, first.about.id).vectors.matrix().tolist()


def test_a_fresh_build_takes_nothing_from_before(knowledge: Path, var: Path) -> None:
    first = build_toy(knowledge, var)

    assert build_toy(knowledge, var, fresh=True).encoded == first.encoded


def test_a_damaged_edition_is_built_over(knowledge: Path, var: Path) -> None:
    identity = build_toy(knowledge, var).about.id
    (var / "editions" / identity / "vectors.faiss").write_bytes(b"")

    again = build_toy(knowledge, var)

    assert again.reused == 0
    assert load(var).about.id == again.about.id


def test_an_edition_of_another_model_lends_no_vectors(knowledge: Path, var: Path) -> None:
    build_toy(knowledge, var)
    encoder = WordEncoder()

    built = build(knowledge, var, model="another", keep=5, encoder=encoder)

    assert built.reused == 0


def test_progress_is_told_to_its_end(knowledge: Path, var: Path) -> None:
    heard: list[tuple[int, int]] = []

    build(
        knowledge,
        var,
        model=TOY_MODEL,
        keep=5,
        encoder=WordEncoder(),
        progress=lambda done, total: heard.append((done, total)),
    )

    assert heard[-1][0] == heard[-1][1] > 0


def test_an_edition_is_stale_when_anything_it_is_made_of_changes(
    knowledge: Path, var: Path
) -> None:
    assert is_stale(knowledge, var, TOY_MODEL)
    build_toy(knowledge, var)
    assert not is_stale(knowledge, var, TOY_MODEL)
    assert is_stale(knowledge, var, "another model")

    for path in (
        knowledge / "glossary.yaml",
        knowledge / "papers.yaml",
        knowledge / "summaries" / f"{KINSHIP}.md",
    ):
        before = path.read_bytes()
        path.write_bytes(before + b"\n# more\n")
        assert is_stale(knowledge, var, TOY_MODEL)
        path.write_bytes(before)
    assert not is_stale(knowledge, var, TOY_MODEL)

    (knowledge / "papers" / f"{KINSHIP}.txt").write_text(KINSHIP_ORIGINAL, encoding="utf-8")
    assert is_stale(knowledge, var, TOY_MODEL)


def test_what_is_edited_during_a_build_makes_it_stale(knowledge: Path, var: Path) -> None:
    class Editing(WordEncoder):
        def encode(self, texts, progress=None):  # noqa: ANN001, ANN202
            (knowledge / "glossary.yaml").write_text("terms: []", encoding="utf-8")
            return super().encode(texts, progress)

    build_with(Editing(), knowledge, var)

    assert is_stale(knowledge, var, TOY_MODEL)


def test_an_unreadable_current_is_stale(knowledge: Path, var: Path) -> None:
    build_toy(knowledge, var)
    (var / "current").write_bytes(b"\xff")

    assert is_stale(knowledge, var, TOY_MODEL)


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("papers.yaml", b"papers: [", RegisterError),
        ("glossary.yaml", b"terms: 1", GlossaryError),
        (f"summaries/{KINSHIP}.md", b"words", SummaryError),
        (f"papers/{KINSHIP}.txt", b"\x00", ReadError),
    ],
)
def test_a_build_that_fails_leaves_the_edition_before(
    knowledge: Path, var: Path, name: str, content: bytes, error: type[Exception]
) -> None:
    before = build_toy(knowledge, var).about.id
    (knowledge / name).write_bytes(content)

    with pytest.raises(error):
        build_toy(knowledge, var)

    assert (current(var), history(var)) == (before, [before])
    assert load(var).about.id == before


def test_nothing_to_build_from_is_refused(knowledge: Path, var: Path) -> None:
    for summary in (knowledge / "summaries").iterdir():
        summary.unlink()

    with pytest.raises(EditionError, match="has a summary or an original; add one first"):
        build_toy(knowledge, var)


def test_what_was_abandoned_long_ago_is_removed_and_what_may_still_run_is_not(
    knowledge: Path, var: Path
) -> None:
    build_toy(knowledge, var)
    old = [var / name / ".new-old" for name in ("editions", "past")]
    young = [var / name / ".new-young" for name in ("editions", "past")]
    for folder in (*old, *young):
        folder.mkdir(parents=True)
    two_days_ago = time.time() - 2 * 24 * 60 * 60
    for folder in old:
        os.utime(folder, (two_days_ago, two_days_ago))

    build_toy(knowledge, var)

    assert [folder.exists() for folder in (*old, *young)] == [False, False, True, True]


def test_an_original_is_found_by_the_papers_id(knowledge: Path) -> None:
    paper = read_register(knowledge / "papers.yaml")[0]
    assert original_of(knowledge, paper.id) is None
    assert [passage.source for passage in passages_of(knowledge, paper)] == ["summary"] * 3

    path = knowledge / "papers" / f"{KINSHIP}.md"
    path.write_text(KINSHIP_ORIGINAL, encoding="utf-8")

    assert original_of(knowledge, paper.id) == path
    assert [passage.source for passage in passages_of(knowledge, paper)] == ["paper"] * 3
