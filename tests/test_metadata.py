"""What a paper says of itself is found with where it stands; nothing else is made up."""

from index.metadata import Finding, find_metadata
from index.readers.block import Block, Document


def found(*blocks: Block, name: str = "paper.pdf", **more: object) -> dict[str, tuple[str, str]]:
    document = Document(blocks, **more)  # type: ignore[arg-type]
    return {f.field: (f.value, f.sure) for f in find_metadata(document, name).values()}


def test_labels_on_the_first_page_are_sure() -> None:
    assert found(
        Block("Report to: Families Panel", page=1),
        Block("Date: 3 June 2024", page=1),
        Block("Title: Homes in Ostley", page=1),
        Block("Status: Draft", page=1),
        heads=("Ostley Borough Council", "Agenda Item 9"),
    ) == {
        "title": ("Homes in Ostley", "sure"),
        "publisher": ("Ostley Borough Council", "sure"),
        "committee": ("Families Panel", "sure"),
        "published": ("2024-06-03", "sure"),
        "agenda_item": ("9", "sure"),
        "status": ("draft", "sure"),
    }


def test_a_heading_with_committee_and_date_gives_both() -> None:
    assert found(Block("FAMILIES PANEL – THURSDAY, 3 JUNE 2024", "heading", 6, page=1)) == {
        "title": ("FAMILIES PANEL – THURSDAY, 3 JUNE 2024", "likely"),
        "committee": ("Families Panel", "likely"),
        "published": ("2024-06-03", "likely"),
    }


def test_a_date_in_the_files_name_goes_before_one_in_running_text() -> None:
    running = Block("The panel last met on 1 May 2023 and has since seen many more homes.", page=1)

    assert found(running, name="ostley-2024-06-03-homes.pdf")["published"] == (
        "2024-06-03", "likely",
    )  # fmt: skip
    assert found(running)["published"] == ("2023-05-01", "a guess")


def test_dates_that_no_calendar_has_are_no_dates() -> None:
    assert found(Block("Date: 31 June 2024", page=1)) == {}


def test_a_title_that_a_program_gave_the_file_is_none() -> None:
    for title in ("Microsoft Word - homes.docx", "untitled", "homes_v2"):
        assert "title" not in found(Block("Words.", page=1), properties=(("Title", title),))
    assert found(Block("Words.", page=1), properties=(("Title", "Homes in Ostley"),)) == {
        "title": ("Homes in Ostley", "a guess")
    }


def test_words_that_are_no_council_are_not_taken_for_one() -> None:
    assert found(Block("The Council met. Full Council agreed. The County Council paid.")) == {}


def test_a_paper_that_says_nothing_of_itself_gives_nothing() -> None:
    assert found(Block("Words.")) == {}


def test_where_a_value_stands_is_told() -> None:
    document = Document((Block("Title: Homes", page=1),))

    assert find_metadata(document, "p.pdf")["title"] == Finding(
        "title", "Homes", "the label on page 1", "sure"
    )
