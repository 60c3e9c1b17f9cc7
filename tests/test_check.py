"""What `papers check` says of a knowledge folder."""

from pathlib import Path

from toys import KINSHIP, KINSHIP_ORIGINAL, MINUTES

from index.check import problems


def test_a_whole_folder_has_no_problems(knowledge: Path) -> None:
    assert problems(knowledge) == []


def test_an_original_whose_locators_agree_is_no_problem(knowledge: Path) -> None:
    (knowledge / "papers" / f"{KINSHIP}.txt").write_text(KINSHIP_ORIGINAL, encoding="utf-8")

    assert problems(knowledge) == []


def test_locators_that_differ_are_told(knowledge: Path) -> None:
    changed = KINSHIP_ORIGINAL.replace(" a) It", "3. It")
    (knowledge / "papers" / f"{KINSHIP}.txt").write_text(changed, encoding="utf-8")

    assert problems(knowledge) == [
        f"{KINSHIP}: the original has '3', the summary has no entry for it.",
        f"{KINSHIP}: the summary has '2(a)', the original has no such place.",
    ]


def test_a_paper_without_any_file_is_told(knowledge: Path) -> None:
    (knowledge / "summaries" / f"{MINUTES}.md").unlink()

    assert problems(knowledge) == [
        f"{MINUTES}: neither a summary nor an original is there; "
        f"write {MINUTES}.md or add the paper."
    ]


def test_files_that_the_register_does_not_know_are_told(knowledge: Path) -> None:
    (knowledge / "summaries" / "elsewhere.md").touch()
    (knowledge / "papers" / "elsewhere.txt").touch()

    assert problems(knowledge) == [
        "summaries/elsewhere.md: the register has no paper 'elsewhere'; "
        "add an entry or remove the file.",
        "papers/elsewhere.txt: the register has no paper 'elsewhere'; "
        "add an entry or remove the file.",
    ]


def test_each_broken_file_is_told_once(knowledge: Path) -> None:
    (knowledge / "summaries" / f"{KINSHIP}.md").write_text("words", encoding="utf-8")
    (knowledge / "papers" / f"{MINUTES}.txt").write_bytes(b"\x00")
    (knowledge / "glossary.yaml").write_text("terms: 1", encoding="utf-8")

    assert [problem.split(":")[0] for problem in problems(knowledge)] == [
        f"{KINSHIP}.md",
        f"{MINUTES}.txt",
        "glossary.yaml",
    ]


def test_a_broken_register_is_told_before_anything_else(knowledge: Path) -> None:
    (knowledge / "papers.yaml").write_text("papers: [", encoding="utf-8")

    assert problems(knowledge) == [
        "papers.yaml: this is not valid YAML near line 1; mend that line."
    ]


def test_the_knowledge_that_ships_has_no_problems() -> None:
    assert problems(Path(__file__).parents[1] / "knowledge") == []


def test_an_original_that_must_not_be_shared_is_told_while_its_paper_is_public(
    knowledge: Path,
) -> None:
    original = knowledge / "papers" / f"{KINSHIP}.txt"
    original.write_text(f"NOT FOR PUBLICATION\n\n{KINSHIP_ORIGINAL}", encoding="utf-8")

    assert problems(knowledge)[0] == (
        f"papers/{KINSHIP}.txt: it says “NOT FOR PUBLICATION” and its visibility is public; set "
        "it to restricted in papers.yaml or remove the paper."
    )
