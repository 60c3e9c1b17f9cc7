"""The ledger is read, and whatever its papers do not bear out is told."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest
from click.testing import CliRunner

from bot.cli import main
from index.build import build, inputs_digest
from index.check import problems
from index.edition import load
from index.encoder import DEFAULT_MODEL
from index.passages import Passage
from index.positions import (
    Position,
    PositionsError,
    Topic,
    read_positions,
    standing_on,
    unsupported,
)
from index.register import Paper

KNOWLEDGE = Path(__file__).parent.parent / "knowledge"
PAPER = Paper("ashby-2023", "An answer", "Ashby Council", date(2023, 3, 1), "report")
PASSAGES = (
    Passage("ashby-2023", "1", (), "These are the areas of the answer."),
    Passage("ashby-2023", "2.10", (), "The tool library gets £45m for up to 12 towns in 2024."),
    Passage("ashby-2023", "2.11", (), "The plan leaves out the question of bicycle wardens."),
    Passage("ashby-2023", "2.12", (), "Roofs, drains and lamps are to be mended by spring."),
)
FUNDED = Position(
    date=date(2023, 2, 1),
    stage="government",
    status="funded",
    who="government",
    passage="ashby-2023#2.10",
    line="The library gets £45 million by 2024.",
    figure="£45m",
)
LIBRARY = Topic("tool-library", "Tool library", "Will it open?", ("tools",), (FUNDED,))
SILENT = replace(
    FUNDED, status="not mentioned", passage="ashby-2023#1", line="It is not there.", figure=""
)

GOOD = dedent(
    """\
    topics:
      - id: tool-library
        name: Tool library
        question: Will it open?
        aliases: [tools]
        positions:
          - date: 2023-02-01
            stage: government
            status: funded
            who: government
            passage: 'ashby-2023#2.10'
            figure: '£45m'
            line: The library gets £45 million by 2024.
    """
)


def test_a_ledger_is_read_as_it_is_written(tmp_path: Path) -> None:
    assert read_positions(_file(tmp_path, GOOD)) == (LIBRARY,)


def test_no_file_is_an_empty_ledger(tmp_path: Path) -> None:
    assert read_positions(tmp_path / "positions.yaml") == ()


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (
            "        passage: 'ashby-2023#2.10'\n",
            "",
            "Ledger topic 'tool-library', position 1: the field 'passage' is missing.",
        ),
        (
            "'ashby-2023#2.10'",
            "2.10",
            "Ledger topic 'tool-library', position 1: a passage is the paper's id, '#' and the "
            "locator, in quotes.",
        ),
        (
            "status: funded",
            "status: agreed",
            "Ledger topic 'tool-library', position 1: 'agreed' is no status; known are "
            "recommended, accepted, accepted in part, rejected, being tested, consulted on, "
            "funded, noted, welcomed, concern raised, undecided, not mentioned.",
        ),
        (
            "stage: government",
            "stage: ministers",
            "Ledger topic 'tool-library', position 1: 'ministers' is no stage; known are "
            "finding, recommended, government, national body, local.",
        ),
        (
            "date: 2023-02-01",
            "date: February 2023",
            "Ledger topic 'tool-library', position 1: 'February 2023' is no date; write it as "
            "YYYY-MM-DD.",
        ),
        (
            "figure: '£45m'",
            "figure: much",
            "Ledger topic 'tool-library', position 1: the figure 'much' has no number in it.",
        ),
        (
            "aliases: [tools]",
            "alias: tools",
            "Ledger topic 'tool-library': unknown field 'alias'; known are id, name, question, "
            "positions, aliases.",
        ),
        (
            "id: tool-library",
            "id: Tool Library",
            "Ledger topic 'Tool Library': an id is made of a-z, 0-9 and hyphens only.",
        ),
        (
            "aliases: [tools]",
            "aliases: [44]",
            "Ledger topic 'tool-library': aliases must be a list of names, in quotes where they "
            "are numbers.",
        ),
        ("topics:", "list:", "positions.yaml: it must hold a list named 'topics'."),
        (
            "topics:",
            "topics: [",
            "positions.yaml: this is not valid YAML near line 2; mend that line.",
        ),
    ],
)
def test_a_fault_of_form_is_told_in_a_sentence(
    tmp_path: Path, before: str, after: str, sentence: str
) -> None:
    with pytest.raises(PositionsError) as raised:
        read_positions(_file(tmp_path, GOOD.replace(before, after)))

    assert raised.value.problems == [sentence]


def test_positions_out_of_the_order_of_date_are_refused(tmp_path: Path) -> None:
    position = GOOD.partition("positions:\n")[2]
    later_first = GOOD + position.replace("2023-02-01", "2022-02-01")

    with pytest.raises(PositionsError) as raised:
        read_positions(_file(tmp_path, later_first))

    assert raised.value.problems == [
        "Ledger topic 'tool-library', position 2: 2022-02-01 comes after 2023-02-01; put positions "
        "in order of date."
    ]


def test_a_name_may_stand_for_one_topic_only(tmp_path: Path) -> None:
    second = GOOD.partition("topics:\n")[2].replace("id: tool-library", "id: sheds")

    with pytest.raises(PositionsError) as raised:
        read_positions(_file(tmp_path, GOOD + second.replace("name: Tool library", "name: Sheds")))

    assert raised.value.problems == ["Ledger: 'tools' names both 'tool-library' and 'sheds'."]


def test_a_position_that_its_passage_bears_out_is_left_in_peace() -> None:
    assert unsupported([LIBRARY], [PAPER], PASSAGES) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"passage": "ashby-2023#9"}, "the paper 'ashby-2023' has no passage '9'."),
        ({"passage": "corby-2023#1"}, "the register has no paper 'corby-2023'."),
        ({"figure": "£46m"}, "the figure '£46m' does not stand in ashby-2023#2.10."),
        ({"figure": "12%"}, "the figure '12%' does not stand in ashby-2023#2.10."),
        (
            {"line": "It gets £45m by 2025."},
            "the line says '2025', which does not stand in ashby-2023#2.10.",
        ),
    ],
)
def test_what_the_passage_does_not_bear_out_is_told(change: dict[str, str], sentence: str) -> None:
    topic = replace(LIBRARY, positions=(replace(FUNDED, **change),))

    assert unsupported([topic], [PAPER], PASSAGES) == [
        f"Ledger, 'tool-library', funded of 2023-02-01: {sentence}"
    ]


def test_a_position_cannot_be_later_than_its_paper() -> None:
    topic = replace(LIBRARY, positions=(replace(FUNDED, date=date(2023, 4, 1)),))

    assert unsupported([topic], [PAPER], PASSAGES) == [
        "Ledger, 'tool-library', funded of 2023-04-01: its paper is of 2023-03-01, earlier than "
        "the position."
    ]


def test_a_figure_must_stand_in_the_original_where_there_is_one() -> None:
    original = replace(
        PASSAGES[1], text="The library gets a grant in 2024.", summary=PASSAGES[1].text
    )
    topic = replace(LIBRARY, positions=(replace(FUNDED, line="It gets money."),))

    assert unsupported([topic], [PAPER], [original]) == [
        "Ledger, 'tool-library', funded of 2023-02-01: the figure '£45m' does not stand in "
        "ashby-2023#2.10."
    ]


def test_silence_is_believed_when_a_search_finds_nothing() -> None:
    topic = Topic("harbour-tax", "Harbour tax", "Will it come?", ("tax on boats",), (SILENT,))

    assert unsupported([topic], [PAPER], PASSAGES) == []


def test_silence_is_not_believed_when_a_search_finds_the_topic() -> None:
    topic = replace(LIBRARY, positions=(SILENT,))

    assert unsupported([topic], [PAPER], PASSAGES) == [
        "Ledger, 'tool-library', not mentioned of 2023-02-01: the paper does mention "
        "'Tool library', in 2.10."
    ]


def test_silence_is_not_believed_when_only_our_summary_names_the_topic() -> None:
    passages = [*PASSAGES, Passage("ashby-2023", "3", (), "See above.", summary="On a harbour tax")]
    topic = Topic("harbour-tax", "Harbour tax", "Will it come?", (), (SILENT,))

    assert unsupported([topic], [PAPER], passages) == [
        "Ledger, 'harbour-tax', not mentioned of 2023-02-01: the paper does mention "
        "'Harbour tax', in 3."
    ]


def test_a_passage_that_says_that_a_thing_is_left_out_may_be_cited_for_it() -> None:
    said = replace(SILENT, passage="ashby-2023#2.11")
    topic = Topic("bicycle-wardens", "Bicycle wardens", "Will they come?", (), (said,))

    assert unsupported([topic], [PAPER], PASSAGES) == []


def test_a_paper_that_cannot_be_read_is_not_judged_again() -> None:
    assert unsupported([LIBRARY], [PAPER], []) == []


def test_an_edition_keeps_only_positions_whose_passage_it_has() -> None:
    gone = replace(FUNDED, passage="ashby-2023#9")
    both = replace(LIBRARY, positions=(FUNDED, gone))
    neither = replace(LIBRARY, id="sheds", positions=(gone,))

    assert standing_on([both, neither], PASSAGES) == (LIBRARY,)


def test_check_tells_of_the_ledger_beside_the_papers(tmp_path: Path) -> None:
    knowledge = _knowledge(tmp_path)
    ledger = GOOD.replace("'£45m'", "'£50m'").replace("#2.10", "#2")
    _file(knowledge, ledger)

    assert problems(knowledge) == [
        "Ledger, 'tool-library', funded of 2023-02-01: the figure '£50m' does not stand in "
        "ashby-2023#2."
    ]


def test_check_tells_of_a_ledger_that_cannot_be_read(tmp_path: Path) -> None:
    knowledge = _knowledge(tmp_path)
    _file(knowledge, "nothing")

    assert problems(knowledge) == ["positions.yaml: it must hold a list named 'topics'."]


def test_check_tells_of_a_step_for_new_staff_whose_passage_is_not_there(tmp_path: Path) -> None:
    knowledge = _knowledge(tmp_path)
    (knowledge / "onboarding.yaml").write_text(
        "steps:\n  - {id: a, title: A, text: A., ask: Why?, passages: ['ashby-2023#9']}\n",
        encoding="utf-8",
    )

    assert problems(knowledge) == ["Onboarding step 'a': there is no passage 'ashby-2023#9'."]


@pytest.mark.parametrize("name", ["positions.yaml", "onboarding.yaml"])
def test_an_edition_is_stale_once_the_ledger_or_the_path_has_changed(
    tmp_path: Path, name: str
) -> None:
    knowledge = _knowledge(tmp_path)
    before = inputs_digest(knowledge)

    (knowledge / name).write_text("changed", encoding="utf-8")

    assert inputs_digest(knowledge) != before


def test_a_build_from_a_ledger_that_cannot_be_read_fails_with_a_sentence(tmp_path: Path) -> None:
    knowledge = _knowledge(tmp_path)
    _file(knowledge, "nothing")
    folders = ["--knowledge", str(knowledge), "--var", str(tmp_path / "var")]

    result = CliRunner().invoke(main, [*folders, "build"])

    assert result.output.strip() == ("Error: positions.yaml: it must hold a list named 'topics'.")
    assert result.exit_code == 1


@pytest.mark.model
def test_a_build_takes_in_the_ledger_without_the_positions_it_cannot_cite(tmp_path: Path) -> None:
    knowledge = _knowledge(tmp_path)
    position = GOOD.partition("positions:\n")[2]
    _file(knowledge, GOOD.replace("#2.10", "#2") + position)

    build(knowledge, tmp_path / "var", model=DEFAULT_MODEL, keep=1)

    assert load(tmp_path / "var").topics == (
        replace(LIBRARY, positions=(replace(FUNDED, passage="ashby-2023#2"),)),
    )


def test_the_ledger_that_ships_has_nothing_to_mend() -> None:
    assert problems(KNOWLEDGE) == []


def test_the_ledger_that_ships_leaves_no_fold_in_a_hyphen() -> None:
    topics = read_positions(KNOWLEDGE / "positions.yaml")

    assert [p.line for t in topics for p in t.positions if "- " in p.line] == []


def _file(folder: Path, text: str) -> Path:
    path = folder / "positions.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def _knowledge(folder: Path) -> Path:
    """Return a knowledge folder of one paper with one passage."""
    (folder / "summaries").mkdir()
    (folder / "papers.yaml").write_text(
        "papers:\n  - {id: ashby-2023, title: An answer, publisher: Ashby Council, "
        "published: 2023-03-01, kind: report, visibility: public}\n",
        encoding="utf-8",
    )
    (folder / "summaries" / "ashby-2023.md").write_text(
        "---\npaper: ashby-2023\n---\n\n### 2\n\nIt gets £45 million by 2024.\n",
        encoding="utf-8",
    )
    return folder
