"""An edition is served whole or not at all, and the one before it until the next is ready."""

import json
import os
import shutil
import subprocess
import sys
import traceback
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from toys import KINSHIP, MINUTES, build_toy, toy_edition, write_knowledge

from index.edition import (
    FORMAT,
    EditionError,
    about,
    built_before,
    contents,
    current,
    history,
    keep_contents,
    load,
    remembered,
    save,
)

PARTS = (
    "about.json",
    "papers.json",
    "passages.json",
    "glossary.json",
    "views.npz",
    "vectors.faiss",
    "words/params.index.json",
    "said/vocab.index.json",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of the one edition of the fictional papers; its `var` is two folders up."""
    edition = toy_edition(tmp_path)
    return tmp_path / "var" / "editions" / edition.about.id


def refusal(var: Path) -> str:
    with pytest.raises(EditionError) as caught:
        load(var)
    return str(caught.value)


def test_what_was_saved_is_what_is_loaded(tmp_path: Path) -> None:
    made = toy_edition(tmp_path)

    save(replace(made, about=replace(made.about, id="again")), tmp_path / "var", keep=5)
    loaded = load(tmp_path / "var")

    assert loaded.about.id == "again"
    assert (loaded.papers, loaded.passages, loaded.glossary) == (
        made.papers,
        made.passages,
        made.glossary,
    )
    np.testing.assert_array_equal(loaded.vectors.matrix(), made.vectors.matrix())
    np.testing.assert_array_equal(loaded.views.passage, made.views.passage)
    assert (loaded.paper(MINUTES).publisher, str(loaded.latest)) == ("Ostley Council", "2024-05-01")


def test_before_the_first_build_nothing_is_current(tmp_path: Path) -> None:
    assert current(tmp_path) is None
    assert history(tmp_path) == []
    assert refusal(tmp_path) == "Nothing has been built yet; run 'review-bot build' first."


def test_without_current_nothing_is_served(folder: Path) -> None:
    var = folder.parents[1]
    (var / "current").unlink()

    assert refusal(var) == "Nothing has been built yet; run 'review-bot build' first."


@pytest.mark.parametrize("content", [b"20200101T000000000-00000000", b"\xff\xfe", b"../.."])
def test_a_current_that_names_no_edition_is_refused(folder: Path, content: bytes) -> None:
    var = folder.parents[1]
    (var / "current").write_bytes(content)

    assert "run 'review-bot build" in refusal(var).lower()


def test_a_folder_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    assert refusal(tmp_path / "file").endswith(
        "cannot be read (Not a directory); name another folder with --var."
    )


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("left", [0.0, 0.5, 0.97, None], ids=["empty", "half", "most", "none"])
def test_a_missing_or_truncated_part_is_refused(
    folder: Path, part: str, left: float | None
) -> None:
    path = folder / part
    whole = path.read_bytes()
    path.unlink() if left is None else path.write_bytes(whole[: int(left * len(whole))])

    said = refusal(folder.parents[1])

    assert said.startswith(f"Edition {folder.name} cannot be used: ")
    assert said.endswith("Run 'review-bot build --fresh' to make a new one.")


def test_a_half_written_folder_is_refused(folder: Path) -> None:
    for part in PARTS[1:]:
        (folder / part).unlink()
    (folder / "about.json").unlink()

    assert "it does not say what it is" in refusal(folder.parents[1])


def test_an_edition_of_another_format_says_so_whatever_its_fields(folder: Path) -> None:
    (folder / "about.json").write_text(json.dumps({"format": 99, "colour": "red"}))

    assert f"it has format 99, this program reads {FORMAT}" in refusal(folder.parents[1])


@pytest.mark.parametrize("field", ["passages", "views"])
def test_counts_that_disagree_are_refused(folder: Path, field: str) -> None:
    told = json.loads((folder / "about.json").read_text())
    (folder / "about.json").write_text(json.dumps(told | {field: told[field] + 1}))

    assert "its parts do not belong together" in refusal(folder.parents[1])


def test_parts_of_two_editions_are_refused(tmp_path: Path, folder: Path) -> None:
    other = write_knowledge(tmp_path / "other")
    (other / "summaries" / f"{MINUTES}.md").unlink()
    made = build_toy(other, tmp_path / "other-var")
    stranger = tmp_path / "other-var" / "editions" / made.about.id

    for part in ("vectors.faiss", "passages.json"):
        ours = (folder / part).read_bytes()
        shutil.copy(stranger / part, folder / part)
        assert "its parts do not belong together" in refusal(folder.parents[1])
        (folder / part).write_bytes(ours)


def test_the_newest_editions_are_kept_and_the_oldest_go(tmp_path: Path) -> None:
    knowledge = write_knowledge(tmp_path / "knowledge")
    made = [build_toy(knowledge, tmp_path / "var", keep=2).about.id for _ in range(3)]

    assert history(tmp_path / "var") == made[1:]
    assert current(tmp_path / "var") == made[2]
    assert about(tmp_path / "var", made[1]).id == made[1]


def test_what_an_edition_said_outlasts_it(tmp_path: Path) -> None:
    knowledge, var = write_knowledge(tmp_path / "knowledge"), tmp_path / "var"
    first = build_toy(knowledge, var, keep=1).about.id
    passages = load(var).passages
    made = [first, *(build_toy(knowledge, var, keep=1).about.id for _ in range(2))]

    assert history(var) == made[2:]
    assert remembered(var) == made
    assert contents(var, first).passages == passages
    assert sorted(path.name for path in (var / "past" / first).iterdir()) == [
        "about.json",
        "papers.json",
        "passages.json",
        "positions.json",
    ]


def test_contents_that_another_process_kept_just_before_stay(tmp_path: Path, folder: Path) -> None:
    var = tmp_path / "replica"
    said = contents(folder.parents[1], folder.name)
    for _ in range(2):
        keep_contents(said, var)

    assert contents(var, folder.name) == said
    assert [path.name for path in (var / "past").iterdir()] == [folder.name]


def test_the_last_edition_built_before_a_moment_is_found(tmp_path: Path) -> None:
    edition = toy_edition(tmp_path)
    for identity, built in (("a", "2024-01-05"), ("b", "2024-02-05"), ("c", "2024-03-05")):
        about = replace(edition.about, id=identity, built=f"{built}T10:00:00+00:00")
        save(replace(edition, about=about), tmp_path / "var", keep=2)
    (tmp_path / "var" / "past" / "b").mkdir()

    def found(day: int, month: int, hour: int) -> str | None:
        return built_before(tmp_path / "var", datetime(2024, month, day, hour, tzinfo=UTC))

    assert [found(5, 1, 10), found(5, 1, 11), found(1, 3, 0), found(6, 3, 0)] == [
        None,
        "a",
        "a",
        "c",
    ]


@pytest.mark.parametrize("part", ["papers.json", "passages.json", "positions.json"])
def test_an_edition_that_cannot_be_compared_says_so(folder: Path, part: str) -> None:
    (folder / part).unlink()

    with pytest.raises(EditionError) as caught:
        contents(folder.parents[1], folder.name)

    assert str(caught.value) == (
        f"Edition {folder.name} cannot be compared: part of it is missing or damaged. "
        "Name another edition."
    )


def test_an_edition_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    edition = toy_edition(tmp_path)
    (tmp_path / "file").touch()

    with pytest.raises(EditionError) as caught:
        save(edition, tmp_path / "file" / "var", keep=5)

    assert str(caught.value) == (
        f"The edition cannot be written to {tmp_path / 'file' / 'var'} (Not a directory); "
        "make room or name another folder with --var. The edition before is untouched."
    )


def test_a_build_killed_at_any_file_leaves_a_whole_edition_serving(tmp_path: Path) -> None:
    build_toy(write_knowledge(tmp_path / "knowledge"), tmp_path / "var")
    here = Path(__file__).parent

    done = subprocess.run(
        [sys.executable, "-c", f"import {Path(__file__).stem} as t; t.die_at_every_file()"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": f"{here}{os.pathsep}{here.parent}"},
        capture_output=True,
        text=True,
        timeout=100,
    )

    assert (done.returncode, done.stderr) == (0, "")
    served = [line.split() for line in done.stdout.splitlines()]
    # Each line: was the build killed, how many passages are served after it. Before a build all
    # five are served, after it three.
    assert len(served) > 20
    assert served[0] == ["killed", "5"]
    assert served[-1] == ["finished", "3"]
    assert {tuple(line) for line in served} <= {
        ("killed", "5"),
        ("killed", "3"),
        ("finished", "3"),
    }


def die_at_every_file() -> None:
    """Build in a child that dies at the first file it touches, then one at the second, and so on;
    print what is served after each. Runs below a folder with `knowledge` and `var`.
    """
    (Path("knowledge") / "summaries" / f"{MINUTES}.md").unlink()
    shutil.copytree("var", "before")
    for touched in range(1, 1000):
        # Each starts from the old edition, in a process of its own.
        shutil.rmtree("var")
        shutil.copytree("before", "var")
        killed = _in_a_child(partial(_die_at, touched))
        _in_a_child(partial(_tell, "killed" if killed else "finished"))
        if not killed:
            return


def _in_a_child(work: Callable[[], None]) -> bool:
    """Do it in a process of its own; return whether that was killed."""
    if child := os.fork():
        return os.WIFSIGNALED(os.waitpid(child, 0)[1])
    try:
        work()
    except BaseException:
        # What goes to stderr fails the test.
        traceback.print_exc()
    sys.stdout.flush()
    os._exit(0)


def _die_at(touched: int) -> None:
    count = 0

    def die(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal count
        if event in ("open", "os.rename", "os.mkdir", "os.chmod") and "var" in str(arguments[0]):
            count += 1
            if count == touched:
                os.kill(os.getpid(), 9)

    sys.addaudithook(die)
    build_toy(Path("knowledge"), Path("var"), keep=1)


def _tell(how: str) -> None:
    served = load(Path("var"))
    assert {passage.paper for passage in served.passages} <= {KINSHIP, MINUTES}
    sys.stdout.write(f"{how} {len(served.passages)}\n")
