"""The commands that look after the register and the originals, on the fictional papers."""

import json
from pathlib import Path

import pytest
from conftest import Cli
from toys import KINSHIP, KINSHIP_ORIGINAL, MINUTES

from index.build import is_stale
from index.register import read_register


def test_papers_are_listed_newest_first_with_where_they_are_quoted_from(
    cli: Cli, knowledge: Path
) -> None:
    (knowledge / "papers" / f"{MINUTES}.txt").write_text("5. Words.", encoding="utf-8")

    rows = json.loads(cli("papers", "list", "--json").stdout)

    assert [(row["id"], row["published"], row["quoted from"]) for row in rows] == [
        (KINSHIP, "2024-05-01", "summary"),
        (MINUTES, "2023-02-10", "paper"),
    ]
    assert "Kinship Care in Barrowmere" in cli("papers", "list").stdout


def test_square_brackets_in_a_title_are_shown(cli: Cli, knowledge: Path) -> None:
    register = knowledge / "papers.yaml"
    text = register.read_text(encoding="utf-8")
    register.write_text(
        text.replace("title: Kinship Care in Barrowmere", "title: '[draft] Kinship [/]'"),
        encoding="utf-8",
    )

    assert "[draft] Kinship [/]" in cli("papers", "list").stdout


def test_check_says_that_all_is_well_or_each_thing_that_is_not(cli: Cli, knowledge: Path) -> None:
    whole = cli("papers", "check")
    assert (whole.exit_code, whole.stdout) == (0, "2 papers, nothing to mend.\n")

    (knowledge / "summaries" / f"{MINUTES}.md").unlink()
    (knowledge / "summaries" / "elsewhere.md").touch()
    broken = cli("papers", "check")
    assert (broken.exit_code, len(broken.stdout.splitlines())) == (1, 2)
    assert broken.stderr == "2 things to mend.\n"


def test_an_original_named_after_its_paper_is_added(
    cli: Cli, knowledge: Path, tmp_path: Path
) -> None:
    file = tmp_path / f"{KINSHIP}.txt"
    file.write_text(KINSHIP_ORIGINAL, encoding="utf-8")

    result = cli("papers", "add", file)

    assert result.exit_code == 0
    assert f"{KINSHIP}: added, 3 passages (1 May 2024, Barrowmere Council)." in result.stdout
    assert "Run 'review-bot build'" in result.stdout
    added = knowledge / "papers" / file.name
    assert added.read_bytes() == file.read_bytes()
    assert is_stale(knowledge, tmp_path / "var", "toy-words")


def test_an_original_of_another_name_is_added_by_id_and_replaces_the_one_before(
    cli: Cli, knowledge: Path, tmp_path: Path
) -> None:
    (knowledge / "papers" / f"{KINSHIP}.txt").write_text("1. Before.", encoding="utf-8")
    file = tmp_path / "Download (3).MD"
    file.write_text(KINSHIP_ORIGINAL, encoding="utf-8")

    result = cli("papers", "add", file, "--id", KINSHIP)

    assert f"{KINSHIP}: replaced, 3 passages" in result.stdout
    assert [path.name for path in (knowledge / "papers").iterdir()] == [f"{KINSHIP}.md"]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "there is no text in it"),
        (b"# \n\n---\n", "there is no text in it"),
        (b"\x89PNG\x00", "this is not text"),
        (b"PK\x03\x04words", "this is not text"),
        (b"words " * 4_000_000, "24 MB is more than the 20 MB that one paper may have"),
    ],
    ids=["empty", "marks only", "binary", "docx", "huge"],
)
def test_a_file_that_cannot_be_read_is_told_and_nothing_is_lost(
    cli: Cli, knowledge: Path, tmp_path: Path, raw: bytes, said: str
) -> None:
    before = knowledge / "papers" / f"{KINSHIP}.txt"
    before.write_text(KINSHIP_ORIGINAL, encoding="utf-8")
    file = tmp_path / f"{KINSHIP}.txt"
    file.write_bytes(raw)

    result = cli("papers", "add", file)

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"Not added: {KINSHIP}.txt: ")
    assert said in result.stderr
    assert before.read_text(encoding="utf-8") == KINSHIP_ORIGINAL
    assert [path.name for path in (knowledge / "papers").iterdir()] == [before.name]


def test_of_several_files_the_good_ones_are_added(
    cli: Cli, knowledge: Path, tmp_path: Path
) -> None:
    good, bad = tmp_path / f"{KINSHIP}.txt", tmp_path / f"{MINUTES}.txt"
    good.write_text(KINSHIP_ORIGINAL, encoding="utf-8")

    result = cli("papers", "add", bad, good)

    assert result.exit_code == 1
    assert result.stderr.startswith(f"Not added: {MINUTES}.txt: cannot be opened (No such file")
    assert f"{KINSHIP}: added" in result.stdout
    assert (knowledge / "papers" / good.name).is_file()


def test_an_unknown_id_is_told_with_the_known_ones(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "words.txt"
    file.write_text("1. Words.", encoding="utf-8")

    result = cli("papers", "add", file, "--id", "elsewhere")

    assert result.exit_code == 1
    assert f"has no paper 'elsewhere'; known are {KINSHIP}, {MINUTES}." in result.stderr


def test_a_new_paper_takes_what_its_text_gives_and_shows_where_it_was_found(
    cli: Cli, knowledge: Path, tmp_path: Path
) -> None:
    file = tmp_path / "words.txt"
    file.write_text(
        "Title: Homes in Ostley\n\nOstley Council\n\n3rd June 2024\n\n1. Words.", encoding="utf-8"
    )

    result = cli("papers", "add", file, "--kind", "report")

    assert result.exit_code == 0, result.output
    paper = read_register(knowledge / "papers.yaml")[-1]
    assert (paper.title, paper.publisher, paper.kind, str(paper.published)) == (
        "Homes in Ostley", "Ostley Council", "report", "2024-06-03",
    )  # fmt: skip
    assert "  title: Homes in Ostley (the label on the beginning, sure)" in result.stdout
    assert "  published: 2024-06-03 (the beginning, likely)" in result.stdout


def test_a_title_that_is_nowhere_falls_back_to_the_files_name_with_a_warning(
    cli: Cli, knowledge: Path, tmp_path: Path
) -> None:
    file = tmp_path / "homes-in_ostley.txt"
    file.write_text("1. Words.", encoding="utf-8")

    result = cli(
        "papers", "add", file, "--published", "2024-06-03", "--publisher", "Ostley Council"
    )

    assert read_register(knowledge / "papers.yaml")[-1].title == "homes in ostley"
    assert "no title was found, so the file's name stands for it." in result.stderr


def test_a_new_paper_without_a_date_is_refused(cli: Cli, knowledge: Path, tmp_path: Path) -> None:
    register = (knowledge / "papers.yaml").read_bytes()
    file = tmp_path / "words.txt"
    file.write_text("Title: Homes in Ostley\n\n1. Words.", encoding="utf-8")

    result = cli("papers", "add", file, "--kind", "report")

    assert result.exit_code == 1
    assert result.stderr == (
        "Not added: words.txt: no date was found in it; give it with --published YYYY-MM-DD. "
        "Not found either: --publisher, --url. "
        "If it is a paper that the register has, name it with --id.\n"
    )
    assert (knowledge / "papers.yaml").read_bytes() == register
    assert list((knowledge / "papers").iterdir()) == []


NEW = {
    "--title": "Homes in Ostley",
    "--publisher": "Ostley Council",
    "--published": "2024-06-03",
    "--url": "https://ostley.example/homes",
    "--kind": "report",
}


def options(**changes: str) -> list[str]:
    changed = NEW | {f"--{name}": value for name, value in changes.items()}
    return [word for pair in changed.items() for word in pair]


def test_a_new_paper_is_entered_and_copied(cli: Cli, knowledge: Path, tmp_path: Path) -> None:
    file = tmp_path / "words.txt"
    file.write_text("1. Words of Ostley.", encoding="utf-8")

    result = cli("papers", "add", file, *options())

    assert result.exit_code == 0, result.output
    paper = read_register(knowledge / "papers.yaml")[-1]
    assert (paper.id, paper.title) == ("ostley-2024-06-03-homes-in-ostley", "Homes in Ostley")
    assert (knowledge / "papers" / f"{paper.id}.txt").read_bytes() == file.read_bytes()
    assert cli("papers", "check").exit_code == 0


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"published": "3 June 2024"},
            "'3 June 2024' is no date; write --published as YYYY",
        ),
        ({"published": "2024-06-31"}, "'2024-06-31' is no date"),
        ({"url": "ostley.example"}, "'ostley.example' is no web address"),
    ],
)
def test_a_new_paper_with_a_bad_option_is_told_and_nothing_changes(
    cli: Cli, knowledge: Path, tmp_path: Path, changes: dict[str, str], said: str
) -> None:
    register = (knowledge / "papers.yaml").read_bytes()
    file = tmp_path / "words.txt"
    file.write_text("1. Words.", encoding="utf-8")

    result = cli("papers", "add", file, *options(**changes))

    assert result.exit_code == 1
    assert said in result.stderr
    assert (knowledge / "papers.yaml").read_bytes() == register
    assert list((knowledge / "papers").iterdir()) == []


def test_options_apply_to_every_file_and_an_id_to_one(
    cli: Cli, knowledge: Path, tmp_path: Path
) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"Title: Paper {name}\n\n1. Words of {name}.", "utf-8")
    both = (tmp_path / "a.txt", tmp_path / "b.txt")

    one_id = cli("papers", "add", *both, "--id", KINSHIP)
    assert (one_id.exit_code, "--id is of one paper" in one_id.stderr) == (2, True)

    cli("papers", "add", *both, "--published", "2024-06-03", "--publisher", "Ostley Council")
    assert [(p.title, str(p.published)) for p in read_register(knowledge / "papers.yaml")[2:]] == [
        ("Paper a.txt", "2024-06-03"),
        ("Paper b.txt", "2024-06-03"),
    ]


def test_options_for_a_paper_that_the_register_has_are_not_dropped_in_silence(
    cli: Cli, tmp_path: Path
) -> None:
    file = tmp_path / f"{KINSHIP}.txt"
    file.write_text(KINSHIP_ORIGINAL, encoding="utf-8")

    result = cli("papers", "add", file, *options())

    assert result.exit_code == 1
    assert f"the register already has '{KINSHIP}'" in result.stderr


def test_a_folder_that_cannot_be_written_to_is_told(
    cli: Cli, knowledge: Path, tmp_path: Path
) -> None:
    (knowledge / "papers").rmdir()
    (knowledge / "papers").touch()
    file = tmp_path / f"{KINSHIP}.txt"
    file.write_text(KINSHIP_ORIGINAL, encoding="utf-8")

    result = cli("papers", "add", file)

    assert result.exit_code == 1
    assert "cannot be written to (File exists); the file was not added." in result.stderr
