"""The register, and what is said of a broken one."""

from datetime import date
from pathlib import Path

import pytest
from toys import make_paper

from index.register import Paper, RegisterError, add_to_register, read_register

GOOD = {
    "id": "ostley-minutes",
    "title": "Minutes",
    "publisher": "Ostley Council",
    "published": "2023-02-10",
    "kind": "minutes",
    "visibility": "public",
}


def register(folder: Path, text: str) -> Path:
    path = folder / "papers.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def entry(**changes: str | None) -> str:
    """Return a register of one good entry with some fields changed, or left out by None."""
    fields = {name: value for name, value in (GOOD | changes).items() if value is not None}
    return "papers:\n  - " + "\n    ".join(f"{name}: {value}" for name, value in fields.items())


def problems(path: Path) -> list[str]:
    with pytest.raises(RegisterError) as caught:
        read_register(path)
    return caught.value.problems


def test_an_entry_becomes_a_paper(tmp_path: Path) -> None:
    path = register(tmp_path, entry(aliases="[ostley, the panel]", url="https://ostley.example/1"))

    assert read_register(path) == [
        Paper(
            id="ostley-minutes",
            title="Minutes",
            publisher="Ostley Council",
            published=date(2023, 2, 10),
            kind="minutes",
            visibility="public",
            url="https://ostley.example/1",
            aliases=("ostley", "the panel"),
        )
    ]


def test_papers_come_in_the_order_of_the_register(tmp_path: Path) -> None:
    both = entry(id="b") + "\n" + entry(id="a").removeprefix("papers:\n")

    assert [paper.id for paper in read_register(register(tmp_path, both))] == ["b", "a"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"colour": "red"}, "unknown field 'colour'"),
        ({"title": None}, "the field 'title' is missing."),
        ({"published": "2023-02-30"}, "'2023-02-30' is no date; write published as YYYY-MM-DD."),
        ({"published": "10 May 2023"}, "'10 May 2023' is no date"),
        ({"published": "2023-02-10 09:30:00"}, "'2023-02-10 09:30:00' is no date"),
        ({"published": "20230210"}, "'20230210' is no date"),
        ({"kind": "novel"}, "'novel' is no kind; known are case for change, minutes,"),
        ({"visibility": "secret"}, "visibility is public or restricted, not 'secret'."),
        ({"url": "ostley.example"}, "'ostley.example' is no web address"),
        ({"id": "../ostley"}, "an id is made of a-z, 0-9 and hyphens only."),
        ({"id": "2023"}, "an id is made of a-z, 0-9 and hyphens only."),
        ({"aliases": "ostley"}, "aliases must be a list of names."),
    ],
)
def test_a_broken_entry_is_told_in_one_sentence(
    tmp_path: Path, changes: dict[str, str | None], said: str
) -> None:
    found = problems(register(tmp_path, entry(**changes)))

    assert len(found) == 1
    assert found[0].startswith(f"Register entry '{changes.get('id', 'ostley-minutes')}': ")
    assert said in found[0]


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    text = entry(kind="novel") + "\n" + entry(id="b", title=None).removeprefix("papers:\n")

    assert len(problems(register(tmp_path, text))) == 2


def test_a_repeated_id_is_refused(tmp_path: Path) -> None:
    twice = entry() + "\n" + entry().removeprefix("papers:\n")

    assert problems(register(tmp_path, twice)) == [
        "papers.yaml: the id 'ostley-minutes' is used twice; give each paper its own."
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("papers: [", "papers.yaml: this is not valid YAML near line 1; mend that line."),
        ("", "papers.yaml: it must hold a list named 'papers'."),
        ("- id: a", "papers.yaml: it must hold a list named 'papers'."),
        ("papers: many", "papers.yaml: it must hold a list named 'papers'."),
        ("papers: [words]", "Register entry 1: it must be a mapping with an id, a title"),
    ],
)
def test_a_file_that_is_no_register_is_told_in_one_sentence(
    tmp_path: Path, text: str, said: str
) -> None:
    (found,) = problems(register(tmp_path, text))

    assert found.startswith(said)


def test_a_missing_register_is_told_with_where_it_was_looked_for(tmp_path: Path) -> None:
    path = tmp_path / "papers.yaml"

    assert problems(path) == [
        f"There is no register at {path}; name the folder that holds it with --knowledge."
    ]


def test_a_register_of_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "papers.yaml"
    path.write_bytes("papers: [Carers’]".encode("cp1252"))

    assert problems(path) == ["papers.yaml: its letters are not UTF-8 (byte 16); save it as UTF-8."]


@pytest.mark.parametrize(
    "before",
    [
        "# Ours.\n" + entry(),
        entry().replace("\n  ", "\n"),
        "papers: []\n",
        "papers: []\n# more to come\n",
    ],
    ids=["indented", "not indented", "empty", "empty with a comment"],
)
def test_a_paper_is_added_below_the_others_and_nothing_else_changes(
    tmp_path: Path, before: str
) -> None:
    path = register(tmp_path, before)
    known = read_register(path)
    new = make_paper(title='Kinship: "why?" [draft]', url="https://b.example/", committee="Panel")

    add_to_register(path, new)

    assert read_register(path) == [*known, new]
    kept = before.replace(" []", "").rstrip()
    assert path.read_text(encoding="utf-8").replace(" []", "").startswith(kept)
    assert [file.name for file in tmp_path.iterdir()] == ["papers.yaml"]


def test_a_register_that_cannot_be_added_to_is_left_as_it_is(tmp_path: Path) -> None:
    before = entry() + "\nmore: below\n"
    path = register(tmp_path, before)

    with pytest.raises(RegisterError, match="write the entry by hand"):
        add_to_register(path, make_paper())

    assert path.read_text(encoding="utf-8") == before
    assert [file.name for file in tmp_path.iterdir()] == ["papers.yaml"]


def test_the_register_that_ships_is_whole() -> None:
    shipped = Path(__file__).parents[1] / "knowledge" / "papers.yaml"

    assert len(read_register(shipped)) >= 5
