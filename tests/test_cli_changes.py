"""review-bot changes: what was published, and apart from it what was added to the index."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import Cli
from toys import KINSHIP, KINSHIP_ORIGINAL, MINUTES, build_toy

from bot.news import find_edition
from index.edition import EditionError, contents, history

HOMES = "fernhill-2024-09-01-homes"
_LEDGER = f"""topics:
  - id: kinship-allowance
    name: Kinship allowance
    question: Will kinship carers be paid?
    aliases: [allowance]
    positions:
      - date: 2023-02-10
        stage: government
        status: recommended
        who: a panel
        passage: "{MINUTES}#5"
        line: The panel asks for it.
"""
_TESTED = f"""
      - date: 2024-05-01
        stage: government
        status: being tested
        who: government
        passage: "{KINSHIP}#2"
        line: It is tried.
"""
_NEW_ENTRY = f"""
  - id: {HOMES}
    title: Homes in Fernhill
    publisher: Fernhill Council
    published: 2024-09-01
    date_note: month known, day not
    kind: report
    visibility: public
"""
_NEW_SUMMARY = f"""---
paper: {HOMES}
---

### 1

Fernhill opens two children's homes.

### 2

A fee for foster carers is thought about.
"""


@pytest.fixture
def edited(cli: Cli, knowledge: Path, var: Path) -> Cli:
    """The review-bot command after two builds: between them a paper came, a paragraph of another
    was edited, and the ledger moved.
    """
    ledger = knowledge / "positions.yaml"
    ledger.write_text(_LEDGER, encoding="utf-8")
    build_toy(knowledge, var)
    _replace(knowledge / "summaries" / f"{KINSHIP}.md", "£90 a week", "£95 a week")
    _append(ledger, _TESTED)
    _append(knowledge / "papers.yaml", _NEW_ENTRY)
    (knowledge / "summaries" / f"{HOMES}.md").write_text(_NEW_SUMMARY, encoding="utf-8")
    build_toy(knowledge, var)
    return cli


def test_an_edited_paragraph_and_a_new_paper_are_exactly_what_is_told(edited: Cli) -> None:
    published, index = _told(edited("changes"))

    assert published[1:] == ["No paper here was published since then."]
    assert index[1:] == [
        "papers: 1 added; passages: 1 reworded; ledger: 1 topic.",
        "Paper added: Fernhill Council, Homes in Fernhill, September 2024 (2 passages)",
        "Reworded: Barrowmere Council, Kinship Care in Barrowmere, 1 May 2024, paragraph 2",
        "… carers' household in Barrowmere gets an allowance of [-£90-] {+£95+} a week.",
        "Ledger: Kinship allowance: recommended → being tested",
        "now has: May 2024, being tested (government)",
    ]


def test_what_was_published_is_told_apart_from_what_was_added(edited: Cli) -> None:
    published, index = _told(edited("changes", "--since", "May 2024"))

    assert published == [
        "Published since 1 May 2024",
        "Barrowmere Council, Kinship Care in Barrowmere, 1 May 2024",
        "Fernhill Council, Homes in Fernhill, September 2024",
        "Positions: 1 position taken on 1 topic; see them with: review-bot positions "
        '"Kinship allowance" --since 2024-05-01',
    ]
    assert index[1].startswith("The oldest edition kept is of ")
    assert index[2] == "papers: 1 added; passages: 1 reworded; ledger: 1 topic."


def test_a_paper_of_which_the_month_is_known_counts_to_its_end(edited: Cli) -> None:
    published, _ = _told(edited("changes", "--since", "2024-09-30"))

    assert published[1:] == ["Fernhill Council, Homes in Fernhill, September 2024"]


def test_only_what_is_about_a_topic_is_told_when_asked(edited: Cli) -> None:
    published, index = _told(edited("changes", "--topic", "allowance"))

    assert published[1:] == ["No paper here was published since then."]
    assert [line.partition(":")[0] for line in index[1:]] == [
        "passages",
        "Reworded",
        "… carers' household in Barrowmere gets an allowance of [-£90-] {+£95+} a week.",
        "Ledger",
        "now has",
    ]


def test_the_other_way_round_the_paper_goes(edited: Cli, var: Path) -> None:
    first, second = history(var)

    _, index = _told(edited("changes", "--from", second, "--to", first))

    assert index[1:] == [
        "papers: 1 gone; passages: 1 reworded; ledger: 1 topic.",
        "Paper removed: Fernhill Council, Homes in Fernhill, September 2024",
        "Reworded: Barrowmere Council, Kinship Care in Barrowmere, 1 May 2024, paragraph 2",
        "… carers' household in Barrowmere gets an allowance of [-£95-] {+£90+} a week.",
        "Ledger: Kinship allowance: being tested → recommended",
        "no longer has: May 2024, being tested (government)",
    ]


def test_with_one_edition_that_is_said_plainly(cli: Cli, knowledge: Path, var: Path) -> None:
    build_toy(knowledge, var)

    for options in ([], ["--since", "last month"]):
        _, index = _told(cli("changes", *options))
        assert index == [
            "There is no earlier edition to compare with, so nothing can be told yet of what was "
            "added to the index, removed or reworded."
        ]


def test_two_editions_that_say_the_same_are_told_so(cli: Cli, knowledge: Path, var: Path) -> None:
    build_toy(knowledge, var)
    build_toy(knowledge, var)

    _, index = _told(cli("changes"))

    assert index[1:] == ["Nothing was added to the index, removed or reworded since then."]


def test_editions_that_can_no_longer_be_searched_are_still_compared(
    edited: Cli, knowledge: Path, var: Path
) -> None:
    first = history(var)[0]
    build_toy(knowledge, var, keep=1)

    _, index = _told(edited("changes", "--from", first))

    assert history(var) != [] and first not in history(var)
    assert index[1] == "papers: 1 added; passages: 1 reworded; ledger: 1 topic."


def test_an_original_in_place_of_our_summary_is_one_line(
    cli: Cli, knowledge: Path, var: Path
) -> None:
    build_toy(knowledge, var)
    (knowledge / "papers" / f"{KINSHIP}.txt").write_text(KINSHIP_ORIGINAL, encoding="utf-8")
    build_toy(knowledge, var)

    _, index = _told(cli("changes"))

    assert index[1:] == [
        "passages quoted anew: 3.",
        "Quoted anew: Barrowmere Council, Kinship Care in Barrowmere, 1 May 2024: 3 passages, now "
        "in the paper's own words",
    ]


def test_a_passage_put_in_and_one_taken_out_are_told_with_their_words(
    cli: Cli, knowledge: Path, var: Path
) -> None:
    build_toy(knowledge, var)
    path = knowledge / "summaries" / f"{MINUTES}.md"
    _append(path, "\n### 7\n\nThe panel thanked its clerk.\n")
    build_toy(knowledge, var)
    _replace(path, "\n### 7\n\nThe panel thanked its clerk.\n", "")
    build_toy(knowledge, var)
    first, second, third = history(var)
    place = "Ostley Council, Minutes of the Families Panel, 10 February 2023, paragraph 7"

    came, went = (
        _told(cli("changes", "--from", earlier, "--to", later))[1][1:]
        for earlier, later in ((first, second), (second, third))
    )

    assert came == ["passages: 1 added.", f"Added: {place}", "“The panel thanked its clerk.”"]
    assert went == ["passages: 1 removed.", f"Removed: {place}", "“The panel thanked its clerk.”"]


def test_json_gives_every_change_with_its_passage(edited: Cli, var: Path) -> None:
    told: dict[str, Any] = json.loads(edited("changes", "--json").output)
    index = told["index"]

    assert [told["from"]["id"], told["to"]["id"]] == history(var)
    assert [paper["id"] for paper in index["papers_added"]] == [HOMES]
    assert [passage["locator"] for passage in index["added"]] == ["1", "2"]
    assert [(pair["before"]["locator"], pair["words"]) for pair in index["reworded"]] == [
        (
            "2",
            [
                {
                    "kind": "same",
                    "text": "Each kinship carers' household in Barrowmere gets an allowance of",
                },
                {"kind": "went", "text": "£90"},
                {"kind": "came", "text": "£95"},
                {"kind": "same", "text": "a week."},
            ],
        )
    ]
    assert [(change["before"], change["after"]) for change in index["ledger"]] == [
        ("recommended", "being tested")
    ]
    assert index["ledger"][0]["came"][0]["passage"] == f"{KINSHIP}#2"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (
            ["--since", "banana"],
            "Error: 'banana' could not be read as a date; write it like 'last month', "
            "'June 2022' or 2023-02-14.",
        ),
        (
            ["--since", "2024", "--from", "2023"],
            "Error: Give --since, or --from and --to, not both.",
        ),
        (
            ["--topic", "zeppelin"],
            "Error: The ledger has nothing under 'zeppelin'. The nearest names in it are "
            "'Kinship allowance'.",
        ),
    ],
)
def test_what_cannot_be_told_is_said_in_a_sentence(
    edited: Cli, options: list[str], sentence: str
) -> None:
    result = edited("changes", *options)

    assert result.exit_code != 0
    assert sentence in result.output.splitlines()


def test_an_edition_is_found_by_its_id_its_start_and_a_date(edited: Cli, var: Path) -> None:
    first, second = history(var)
    built = contents(var, first).about.moment.date()

    assert [find_edition(var, name, built) for name in (first, second[:-3], "today")] == [
        first,
        second,
        second,
    ]


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("banana", "'banana' names no single edition and is no date; the oldest is "),
        ("2020", "No edition was built by 1 January 2020; the oldest is "),
    ],
)
def test_an_edition_that_is_not_there_is_said_with_those_that_are(
    edited: Cli, var: Path, name: str, start: str
) -> None:
    with pytest.raises(EditionError) as caught:
        find_edition(var, name, date(2024, 1, 1))

    assert str(caught.value).startswith(start)


def test_the_command_says_after_a_build_what_changed(built_cli: Cli, knowledge: Path) -> None:
    (knowledge / "positions.yaml").write_text(_LEDGER, encoding="utf-8")

    assert "Since the edition before: ledger: 1 topic." in built_cli("build").output.splitlines()
    assert "Nothing was added to the index, removed or reworded since the edition before." in (
        built_cli("build").output.splitlines()
    )


def test_a_build_knows_what_it_changed(edited: Cli, knowledge: Path, var: Path) -> None:
    first = build_toy(knowledge, var / "elsewhere")
    again = build_toy(knowledge, var / "elsewhere")
    _replace(knowledge / "summaries" / f"{KINSHIP}.md", "£95", "£97")
    built = build_toy(knowledge, var / "elsewhere")

    assert first.changes is None
    assert again.changes is not None and not again.changes
    assert built.changes is not None
    assert [pair.after.locator for pair in built.changes.reworded] == ["2"]


def _told(result: Any) -> tuple[list[str], list[str]]:
    """Return the lines on what was published, and those on the index."""
    assert result.exit_code == 0, result.output
    published, _, index = result.output.partition("\n\n")
    return tuple(  # type: ignore[return-value]
        [line.strip() for line in part.splitlines() if line.strip()] for part in (published, index)
    )


def _replace(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def _append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + text, encoding="utf-8")
