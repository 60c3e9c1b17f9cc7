"""The Teams app package: what goes into it, and what is said where Teams would refuse it."""

import copy
import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from conftest import Cli
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot import wording_package
from bot.commands import command_in
from bot.teams import invokes
from bot.teams.icons import colour_icon, is_white_on_nothing, outline_icon, size_of
from bot.teams.manifest import AppFacts, manifest
from bot.teams.package import AppPackage, faults, zipped
from index.positions import Topic
from tests.teams_schema import schema_file, validator

FACTS = AppFacts(
    client_id="11111111-2222-4333-8444-555555555555",
    council="Kirkford Council",
    developer="Kirkford Digital",
    website="https://kirkford.example",
    privacy="https://kirkford.example/privacy",
    terms="https://kirkford.example/terms",
    address="https://review.kirkford.example",
)
QUESTIONS = ["What are kinship carers paid?", "How long is a visit?"]
SETTINGS = {
    "TEAMS_CLIENT_ID": FACTS.client_id,
    "TEAMS_TENANT_ID": "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee",
    "REVIEW_BOT_COUNCIL": FACTS.council,
    "TEAMS_PRIVACY_URL": FACTS.privacy,
    "TEAMS_TERMS_URL": FACTS.terms,
    "REVIEW_BOT_ADDRESS": FACTS.address,
}


def made(facts: AppFacts = FACTS, questions: list[str] = QUESTIONS) -> AppPackage:
    """Return a package."""
    return AppPackage(manifest(facts, questions), colour_icon(), outline_icon())


def test_the_package_holds_manifest_and_icons_at_its_root() -> None:
    with ZipFile(BytesIO(zipped(made()))) as folder:
        assert folder.namelist() == ["manifest.json", "color.png", "outline.png"]
        loaded = json.loads(folder.read("manifest.json"))
        assert size_of(folder.read("color.png")) == (192, 192)
        assert size_of(folder.read("outline.png")) == (32, 32)
    assert loaded["icons"] == {"color": "color.png", "outline": "outline.png"}
    assert loaded["id"] == loaded["bots"][0]["botId"] == FACTS.client_id
    assert loaded["name"]["full"] == "Review bot, Kirkford Council"


def test_the_same_settings_make_the_same_bytes() -> None:
    assert zipped(made()) == zipped(made())


def test_the_bot_answers_in_every_place_and_takes_no_files() -> None:
    (bot,) = made().manifest["bots"]
    assert bot["scopes"] == ["personal", "team", "groupChat"]
    assert bot["supportsFiles"] is False
    assert [listed["scopes"] for listed in bot["commandLists"]] == [
        ["personal"],
        ["team"],
        ["groupChat"],
    ]


def test_questions_to_begin_with_come_before_the_commands() -> None:
    commands = made().manifest["bots"][0]["commandLists"][0]["commands"]
    assert commands[0] == {
        "title": "What are kinship carers paid?",
        "description": "A question to begin with",
        "type": "prompt",
        "prompt": "What are kinship carers paid?",
    }
    assert [command["title"] for command in commands[2:]] == [
        "help",
        "where",
        "changed",
        "glossary",
        "start",
        "papers",
        "subscribe",
        "forget me",
    ]


def test_there_are_never_more_than_twelve() -> None:
    many = made(questions=[f"Question {number}?" for number in range(40)])
    for listed in many.manifest["bots"][0]["commandLists"]:
        assert len(listed["commands"]) == 12
    assert faults(many) == []


def test_the_message_extension_sends_what_the_app_reads() -> None:
    search, check = made().manifest["composeExtensions"][0]["commands"]
    assert (search["id"], search["type"]) == (invokes.SEARCH, "query")
    assert [field["name"] for field in search["parameters"]] == [invokes.QUERY]
    assert (check["id"], check["type"], check["fetchTask"]) == (invokes.CHECK, "action", True)
    assert check["context"] == ["message"]


def test_every_command_offered_is_a_command() -> None:
    topic = Topic("kinship", "Kinship care", "", (), ())
    for title, hint in wording_package.COMMANDS:
        # As Teams puts it into the box, and as the hint goes on.
        for typed in (title, hint.partition(": ")[2] or title):
            assert command_in(typed, [topic]) is not None, typed


def test_the_tab_is_there_only_where_there_are_pages() -> None:
    with_pages, without = made().manifest, made(replace(FACTS, address="")).manifest
    assert with_pages["staticTabs"][0]["contentUrl"] == "https://review.kirkford.example/"
    assert with_pages["validDomains"] == ["review.kirkford.example"]
    assert "staticTabs" not in without and without["validDomains"] == []
    assert faults(made(replace(FACTS, address=""))) == []


def test_the_icons_are_as_teams_wants_them() -> None:
    assert is_white_on_nothing(outline_icon())
    assert not is_white_on_nothing(colour_icon())
    with Image.open(BytesIO(colour_icon())) as image:
        assert image.getpixel((0, 0)) == (0x1D, 0x35, 0x57)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"client_id": "review-bot"},
            "TEAMS_CLIENT_ID ('id' of the manifest) is 'review-bot'; it must be an id such as "
            "00000000-0000-0000-0000-000000000000.",
        ),
        (
            {"developer": "K" * 33},
            "TEAMS_DEVELOPER ('developer.name' of the manifest) has 33 characters; Teams takes 32 "
            "at most.",
        ),
        (
            {"council": "K" * 90},
            "REVIEW_BOT_COUNCIL ('name.full' of the manifest) has 102 characters; Teams takes 100 "
            "at most.",
        ),
        ({"developer": " "}, "TEAMS_DEVELOPER ('developer.name' of the manifest) is empty."),
        (
            {"privacy": "http://kirkford.example"},
            "TEAMS_PRIVACY_URL ('developer.privacyUrl' of the manifest) is "
            "'http://kirkford.example'; it must be an address that begins with https://.",
        ),
        (
            {"version": "1.1"},
            "--version ('version' of the manifest) is '1.1'; it must be three numbers with dots "
            "between them, such as 1.0.2.",
        ),
        (
            {"address": "https://localhost"},
            "REVIEW_BOT_ADDRESS ('validDomains' of the manifest) is 'localhost'; it must be a "
            "host such as review.example.org.",
        ),
        (
            {"council": "Kirkford\nCouncil"},
            "REVIEW_BOT_COUNCIL ('name.full' of the manifest) holds a line break or another "
            "invisible character.",
        ),
    ],
)
def test_what_teams_would_refuse_is_said(change: dict[str, str], said: str) -> None:
    assert said in faults(made(replace(FACTS, **change)))


def test_a_question_that_is_offered_twice_is_said() -> None:
    assert faults(made(questions=["Help", "How long?"])) == [
        "Two questions or commands have the same words; Teams would show only one."
    ]


def test_a_wrong_icon_is_said() -> None:
    swapped = AppPackage(manifest(FACTS, QUESTIONS), outline_icon(), colour_icon())
    assert faults(swapped) == [
        "The colour icon must be a PNG of 192 by 192 points.",
        "The outline icon must be a PNG of 32 by 32 points.",
        "The outline icon must be white on a see-through ground.",
    ]
    none = AppPackage(manifest(FACTS, QUESTIONS), b"", b"GIF89a")
    assert faults(none) == [
        "The colour icon must be a PNG of 192 by 192 points.",
        "The outline icon must be a PNG of 32 by 32 points.",
    ]


def test_another_version_of_the_manifest_is_said() -> None:
    old = {**manifest(FACTS, []), "manifestVersion": "1.17"}
    assert faults(AppPackage(old, colour_icon(), outline_icon())) == [
        "The manifest must be of version 1.30."
    ]


# Drawn once: what is put to the test below is the manifest, thousands of times.
_COLOUR, _OUTLINE = colour_icon(), outline_icon()
_words = st.text(max_size=150)
_addresses = st.one_of(
    st.just("https://kirkford.example/page"), st.text(max_size=40).map("https://".__add__), _words
)
_facts = st.builds(
    AppFacts,
    client_id=st.one_of(st.uuids().map(str), _words),
    council=_words,
    developer=_words,
    website=_addresses,
    privacy=_addresses,
    terms=_addresses,
    address=st.one_of(st.just(""), st.just("https://review.kirkford.example"), _addresses),
    version=st.one_of(st.just("1.0.0"), _words),
)
_schema_absent = pytest.mark.skipif(
    schema_file() is None,
    reason="Microsoft's schema (@microsoft/app-manifest) is not installed, so no manifest was held "
    "against it.",
)


@pytest.mark.client
@_schema_absent
def test_microsofts_schema_agrees_with_what_is_made() -> None:
    assert [error.message for error in validator().iter_errors(dict(made().manifest))] == []


@pytest.mark.client
@_schema_absent
@given(_facts, st.lists(st.text(max_size=5000), max_size=14))
def test_what_we_let_pass_passes_microsofts_schema(facts: AppFacts, questions: list[str]) -> None:
    try:
        shown = manifest(facts, questions)
    except ValueError:
        return  # No address at all, such as "https://[": the settings refuse it earlier.
    if not faults(AppPackage(shown, _COLOUR, _OUTLINE)):
        assert [error.message for error in validator().iter_errors(shown)] == []


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path of every text and list in a manifest."""
    if isinstance(value, dict):
        return [p for name, inner in value.items() for p in _places(inner, (*path, name))]
    if isinstance(value, list):
        return [path, *(p for i, inner in enumerate(value) for p in _places(inner, (*path, i)))]
    return [path] if isinstance(value, str) else []


_CHOSEN = (
    "type",
    "scopes",
    "context",
    "inputType",
    "defaultInstallScope",
    "permissions",
    "icons",
)
"""What our own code writes as one of a few words, never a setting's."""


@pytest.mark.client
@_schema_absent
@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_value_too_long_or_misshapen_anywhere_is_noticed(data: st.DataObject) -> None:
    spoilt = copy.deepcopy(manifest(FACTS, QUESTIONS))
    path = data.draw(st.sampled_from(_places(spoilt)))
    holder: Any = spoilt
    for step in path[:-1]:
        holder = holder[step]
    value = holder[path[-1]]
    if isinstance(value, list):
        holder[path[-1]] = value * data.draw(st.integers(0, 60))
    else:
        holder[path[-1]] = value * data.draw(st.integers(0, 40))
    if any(name in path for name in _CHOSEN):
        return
    if not validator().is_valid(spoilt):
        assert faults(AppPackage(spoilt, _COLOUR, _OUTLINE))


def test_the_command_writes_the_package(
    built_cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)
    out = tmp_path / "app.zip"
    result = built_cli("teams", "package", "--out", out, "--version", "1.0.3")
    assert result.exit_code == 0, result.output
    assert result.output.startswith(f"Written: {out}, version 1.0.3. Upload it in the Teams admin")
    with ZipFile(out) as folder:
        loaded = json.loads(folder.read("manifest.json"))
    assert loaded["version"] == "1.0.3"
    assert loaded["developer"]["name"] == "Kirkford Council"
    assert loaded["developer"]["websiteUrl"] == "https://review.kirkford.example"


def test_the_command_says_what_is_missing(built_cli: Cli) -> None:
    result = built_cli("teams", "package")
    assert result.exit_code == 1
    assert result.output == (
        "Error: The package needs TEAMS_CLIENT_ID, TEAMS_TENANT_ID, REVIEW_BOT_COUNCIL, "
        "TEAMS_PRIVACY_URL, TEAMS_TERMS_URL and TEAMS_WEBSITE_URL. docs/teams.md says what each "
        "is and where to find it.\n"
    )


def test_the_command_writes_nothing_that_teams_would_refuse(
    built_cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (SETTINGS | {"TEAMS_TERMS_URL": "kirkford.example/terms"}).items():
        monkeypatch.setenv(name, value)
    out = tmp_path / "app.zip"
    result = built_cli("teams", "package", "--out", out)
    assert result.exit_code == 1
    assert result.output == (
        "Error: Teams would refuse this package, so it was not written. TEAMS_TERMS_URL "
        "('developer.termsOfUseUrl' of the manifest) is 'kirkford.example/terms'; it must be an "
        "address that begins with https://.\n"
    )
    assert not out.exists()


def test_the_command_says_what_the_package_lacks(
    built_cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("REVIEW_BOT_ADDRESS", "")
    monkeypatch.setenv("TEAMS_WEBSITE_URL", "https://kirkford.example")
    result = built_cli("teams", "package", "--out", tmp_path / "app.zip")
    assert result.exit_code == 0
    assert "It has no tab, as REVIEW_BOT_ADDRESS is not set" in result.output
    assert "It offers no questions to begin with" in result.output


def test_a_file_that_cannot_be_written_is_said(
    built_cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)
    result = built_cli("teams", "package", "--out", tmp_path / "none" / "app.zip")
    assert result.exit_code == 1
    assert "app.zip cannot be written (No such file or directory)." in result.output
