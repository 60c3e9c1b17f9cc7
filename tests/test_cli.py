"""The review-bot command as a person or a script uses it, on the fictional papers."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import Cli
from toys import KINSHIP, KINSHIP_ORIGINAL, MINUTES, build_toy

from index.edition import current

QUESTION = "what allowance do kinship carers get?"
ANSWER_FIELDS = {"id", "question", "outcome", "sentences", "citations", "nearest", "searched"}
CITATION_FIELDS = {
    "number",
    "paper",
    "title",
    "publisher",
    "published",
    "locator",
    "heading",
    "page",
    "source",
    "quote",
    "url",
    "score",
}


def answered(cli: Cli, *words: object) -> dict[str, Any]:
    result = cli("ask", *words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def batch(folder: Path, *lines: object) -> Path:
    """Write a file of questions; what is no text or bytes yet is written as JSON."""
    path = folder / "questions.jsonl"
    raw = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    path.write_bytes(b"\n".join(raw) + b"\n")
    return path


def test_an_answer_as_json_keeps_its_contract(built_cli: Cli) -> None:
    answer = answered(built_cli, QUESTION)

    assert set(answer) == ANSWER_FIELDS
    assert (answer["id"], answer["question"], answer["outcome"]) == (None, QUESTION, "answered")
    assert answer["nearest"] == []
    assert answer["searched"] == {"papers": 2, "passages": 5, "latest": "2024-05-01"}
    first = answer["citations"][0]
    assert set(first) == CITATION_FIELDS
    assert 0.0 <= first.pop("score") <= 1.0
    assert first == {
        "number": 1,
        "paper": KINSHIP,
        "title": "Kinship Care in Barrowmere",
        "publisher": "Barrowmere Council",
        "published": "2024-05-01",
        "locator": "2",
        "heading": ["Money"],
        "page": None,
        "source": "summary",
        "quote": "Each kinship carers' household in Barrowmere gets an allowance of £90 a week.",
        "url": "https://barrowmere.example/kinship",
    }


def test_sentences_are_word_for_word_from_the_quote_they_cite(built_cli: Cli) -> None:
    answer = answered(built_cli, QUESTION)
    quotes = {citation["number"]: citation["quote"] for citation in answer["citations"]}

    assert answer["sentences"]
    for sentence in answer["sentences"]:
        assert set(sentence) == {"text", "citation"}
        assert sentence["text"] in quotes[sentence["citation"]]


def test_citations_are_numbered_from_one_and_come_best_first(built_cli: Cli) -> None:
    citations = answered(built_cli, QUESTION, "--limit", 5)["citations"]

    assert [citation["number"] for citation in citations] == list(range(1, len(citations) + 1))
    scores = [citation["score"] for citation in citations]
    assert scores == sorted(scores, reverse=True)


def test_a_limit_of_one_gives_one(built_cli: Cli) -> None:
    assert len(answered(built_cli, QUESTION, "--limit", 1)["citations"]) == 1


@pytest.mark.parametrize("limit", ["0", "-1", "21", "many"])
def test_a_limit_that_makes_no_sense_is_refused(built_cli: Cli, limit: str) -> None:
    result = built_cli("ask", QUESTION, "--limit", limit)

    assert result.exit_code == 2
    assert "'--limit'" in result.stderr


def test_the_original_is_quoted_once_it_has_been_added(
    built_cli: Cli, knowledge: Path, var: Path, tmp_path: Path
) -> None:
    original = tmp_path / f"{KINSHIP}.txt"
    original.write_text(KINSHIP_ORIGINAL, encoding="utf-8")
    assert built_cli("papers", "add", original).exit_code == 0
    build_toy(knowledge, var)

    first = answered(built_cli, QUESTION)["citations"][0]

    assert (first["source"], first["locator"]) == ("paper", "2")
    assert first["quote"] == "The weekly allowance of kinship carers is £90, and these rules hold:"


def test_a_person_reads_the_sentence_its_place_and_how_recent_it_is(built_cli: Cli) -> None:
    shown = built_cli("ask", QUESTION).stdout

    assert "Each kinship carers' household in Barrowmere gets an allowance of £90 a week." in shown
    assert "Barrowmere Council, Kinship Care in Barrowmere, 1 May 2024, paragraph 2" in shown
    assert "https://barrowmere.example/kinship" in shown
    assert "1 May 2024" in shown.splitlines()[-1]
    assert "\x1b" not in shown


def test_a_follow_up_is_understood_with_what_was_asked_before(built_cli: Cli) -> None:
    alone = answered(built_cli, "when does it end?")
    after = answered(built_cli, "when does it end?", "--history", QUESTION)

    assert after["question"] == "when does it end?"
    assert after["citations"][0]["paper"] == KINSHIP
    assert after["citations"] != alone["citations"]


@pytest.mark.parametrize("question", ["", "   ", "?!", "\n\t"])
def test_an_empty_question_is_refused_in_a_sentence(built_cli: Cli, question: str) -> None:
    result = built_cli("ask", question, "--json")

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: There is no question in that; type one")


def test_a_question_of_ten_thousand_letters_is_refused_in_a_sentence(built_cli: Cli) -> None:
    result = built_cli("ask", "kinship " * 1250, "--json")

    assert (result.exit_code, result.stdout) == (1, "")
    assert "characters; a question may have 2,000" in result.stderr


def test_a_question_of_bytes_that_are_no_text_is_answered(built_cli: Cli) -> None:
    result = built_cli("ask", "kinship carers\udcff allowance", "--json")

    assert result.exit_code == 0
    assert json.loads(result.stdout)["question"] == "kinship carers? allowance"


def test_neither_or_both_of_a_question_and_a_file_is_refused(
    built_cli: Cli, tmp_path: Path
) -> None:
    for words in ((), (QUESTION, "--file", batch(tmp_path, {}))):
        result = built_cli("ask", *words)
        assert result.exit_code == 2
        assert "Give one question in quotes, or a file of them with --file." in result.stderr


def test_a_file_of_questions_is_answered_a_line_each(built_cli: Cli, tmp_path: Path) -> None:
    path = batch(
        tmp_path,
        {"id": "a", "question": QUESTION},
        b"",
        {"id": 7, "question": "when does it end?", "history": [QUESTION]},
    )

    result = built_cli("ask", "--file", path, "--json")
    lines = [json.loads(line) for line in result.stdout.splitlines()]

    assert result.exit_code == 0
    assert [line["id"] for line in lines] == ["a", "7"]
    assert lines[0] == answered(built_cli, QUESTION) | {"id": "a"}
    assert lines[1]["citations"][0]["paper"] == KINSHIP


@pytest.mark.parametrize(
    ("line", "identity"),
    [
        (b"words", None),
        (b'{"id": "x", "question"', None),
        ("{“id”: 1}".encode(), None),
        (b'{"id": "x", "question": "caf\xe9"}', None),
        (["a"], None),
        ({"id": "x"}, "x"),
        ({"id": "x", "question": None}, "x"),
        ({"id": "x", "question": ["a"]}, "x"),
        ({"id": "x", "question": "a", "history": "before"}, "x"),
        ({"id": "x", "question": "a", "history": [1]}, "x"),
    ],
)
def test_a_bad_line_is_told_and_the_others_are_answered(
    built_cli: Cli, tmp_path: Path, line: object, identity: str | None
) -> None:
    path = batch(
        tmp_path, {"id": "a", "question": QUESTION}, line, {"id": "b", "question": QUESTION}
    )

    result = built_cli("ask", "--file", path, "--json")
    first, bad, last = [json.loads(line) for line in result.stdout.splitlines()]

    assert result.exit_code == 1
    assert (first["id"], last["id"]) == ("a", "b")
    assert bad == {
        "id": identity,
        "error": 'Line 2 is no question; write {"id": ..., "question": ...}.',
    }


def test_an_empty_or_endless_question_in_a_file_is_told_in_its_place(
    built_cli: Cli, tmp_path: Path
) -> None:
    path = batch(tmp_path, {"id": "a", "question": " "}, {"id": "b", "question": "x " * 5000})

    result = built_cli("ask", "--file", path, "--json")
    first, second = [json.loads(line) for line in result.stdout.splitlines()]

    assert result.exit_code == 1
    assert first["error"].startswith("There is no question in that")
    assert second["error"].startswith("That is 9,999 characters")


def test_a_file_that_is_not_there_is_told(built_cli: Cli, tmp_path: Path) -> None:
    result = built_cli("ask", "--file", tmp_path / "none", "--json")

    assert result.exit_code == 1
    assert result.stderr.endswith("cannot be read (No such file or directory).\n")


def test_a_file_needs_json(built_cli: Cli, tmp_path: Path) -> None:
    result = built_cli("ask", "--file", batch(tmp_path, {}))

    assert result.exit_code == 2
    assert "add --json" in result.stderr


def test_without_an_edition_the_next_step_is_told(cli: Cli) -> None:
    result = cli("ask", QUESTION, "--json")

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "Error: Nothing has been built yet; run 'review-bot build' first.\n"


def test_an_edition_of_another_model_is_not_searched(
    built_cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REVIEW_BOT_MODEL", "another")

    result = built_cli("ask", QUESTION)

    assert result.exit_code == 1
    assert "built with the model 'toy-words', the settings say 'another'" in result.stderr


def test_a_setting_that_is_no_number_is_told(
    built_cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REVIEW_BOT_EDITIONS_KEPT", "few")

    result = built_cli("ask", QUESTION)

    assert result.exit_code == 1
    assert "REVIEW_BOT_EDITIONS_KEPT is 'few'; it must be a whole number" in result.stderr


def test_the_folders_may_be_given_before_or_after_the_command(
    built_cli: Cli, var: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    assert built_cli("--var", elsewhere, "ask", QUESTION).exit_code == 1
    assert built_cli("ask", QUESTION, "--var", elsewhere).exit_code == 1
    assert built_cli("--var", elsewhere, "ask", QUESTION, "--var", var).exit_code == 0


def test_a_build_says_what_it_made(built_cli: Cli, var: Path) -> None:
    before = current(var)

    result = built_cli("build")

    assert result.exit_code == 0
    assert f"Edition {current(var)}: 2 papers, 5 passages; 0 vectors made" in result.stderr
    assert current(var) != before


def test_a_build_if_stale_leaves_an_edition_that_is_not(built_cli: Cli, var: Path) -> None:
    before = current(var)

    assert built_cli("build", "--if-stale").exit_code == 0
    assert current(var) == before


def test_a_build_of_a_broken_register_says_what_to_mend(
    built_cli: Cli, knowledge: Path, var: Path
) -> None:
    before = current(var)
    (knowledge / "papers.yaml").write_text("papers: [", encoding="utf-8")

    result = built_cli("build")

    assert result.exit_code == 1
    assert result.stderr.endswith("this is not valid YAML near line 1; mend that line.\n")
    assert current(var) == before


def test_a_build_where_nothing_can_be_written_says_so(built_cli: Cli, knowledge: Path) -> None:
    result = built_cli("build", "--var", knowledge / "papers.yaml" / "var")

    assert result.exit_code == 1
    assert result.stderr.endswith(
        "cannot be written to (Not a directory); make room or name another folder with --var.\n"
    )


def test_the_prompt_answers_until_it_is_told_to_stop(built_cli: Cli) -> None:
    result = built_cli("run", input=f"{QUESTION}\n\nnew\n?\nquit\nnever read\n")

    assert result.exit_code == 0
    assert "gets an allowance of £90 a week." in result.stdout
    assert "There is no question in that" in result.stdout


def test_the_prompt_ends_with_its_input(built_cli: Cli) -> None:
    assert built_cli("run", input=QUESTION).exit_code == 0


def test_passages_shows_each_under_its_locator(cli: Cli) -> None:
    shown = cli("passages", KINSHIP).stdout

    assert shown.splitlines()[:2] == [
        "1  Money",
        "Barrowmere wants more kinship carers. It has forty today.",
    ]
    assert "2(a)  Money\nThe allowance ends when the child turns eighteen." in shown


def test_passages_of_an_unknown_paper_names_the_known_ones(cli: Cli) -> None:
    result = cli("passages", "elsewhere")

    assert result.exit_code == 1
    assert f"known: {KINSHIP}, {MINUTES}." in result.stderr


def test_passages_of_a_paper_that_has_no_file_says_so(cli: Cli, knowledge: Path) -> None:
    (knowledge / "summaries" / f"{MINUTES}.md").unlink()

    result = cli("passages", MINUTES)

    assert result.exit_code == 1
    assert f"neither a summary nor an original of '{MINUTES}' yet" in result.stderr


def test_a_reader_that_stops_reading_is_no_fault(built_cli: Cli, tmp_path: Path) -> None:
    path = batch(tmp_path, *({"id": str(number), "question": QUESTION} for number in range(200)))
    here = Path(__file__).parents[1]
    command = f"{sys.executable} -c 'from bot.cli import main; main()' ask --json --file {path}"

    done = subprocess.run(
        f"{command} | head -1",
        shell=True,
        env=os.environ | {"PYTHONPATH": str(here)},
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert json.loads(done.stdout)["id"] == "0"
    assert "Traceback" not in done.stderr


def test_broken_seams_are_made_anew_by_the_command_that_the_message_names(
    built_cli: Cli, knowledge: Path, tmp_path: Path
) -> None:
    (knowledge / "seams.yaml").write_text("{", encoding="utf-8")
    things = ("carers", "homes", "agency", "budget")
    several = [
        {
            "id": f"{one} {other}",
            "question": f"what do {one} cost and who pays the {other}",
            "expected": "answered",
            "parts": [f"what do {one} cost", f"who pays the {other}"],
        }
        for one in things
        for other in things
    ]
    single = [
        {"id": f"{n}", "question": f"what do {n} zebras cost", "expected": "answered"}
        for n in range(10)
    ]
    questions = tmp_path / "questions.yaml"
    questions.write_text(yaml.safe_dump({"items": [*several, *single]}), encoding="utf-8")

    refused = built_cli("ask", QUESTION)
    made = built_cli("calibrate-seams", str(questions))

    assert refused.exit_code == 1 and "'review-bot calibrate-seams'" in refused.stderr
    assert made.exit_code == 0, made.stderr
    assert built_cli("ask", QUESTION).exit_code == 0


def test_a_broken_ranking_is_made_anew_by_the_command_that_the_message_names(
    built_cli: Cli, knowledge: Path, tmp_path: Path
) -> None:
    (knowledge / "ranking.yaml").write_text("{", encoding="utf-8")
    items = [
        {
            "id": str(number),
            "question": question,
            "expected": "answered",
            "gold": [{"paper": KINSHIP, "locator": locator}],
        }
        for number, (question, locator) in enumerate(
            [("kinship carers", "1"), ("the allowance", "2"), ("when it ends", "2(a)")] * 2
        )
    ]
    questions = tmp_path / "questions.yaml"
    questions.write_text(yaml.safe_dump({"items": items}), encoding="utf-8")

    refused = built_cli("ask", QUESTION)
    made = built_cli("calibrate-ranking", str(questions))

    assert refused.exit_code == 1 and "'review-bot calibrate-ranking'" in refused.stderr
    assert made.exit_code == 0, made.stderr
    assert built_cli("ask", QUESTION).exit_code == 0
