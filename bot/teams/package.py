"""The app package: a zip of manifest and icons, held against what Teams asks of them."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bot.teams.icons import COLOUR_SIZE, OUTLINE_SIZE, is_white_on_nothing, size_of
from bot.teams.manifest import COLOUR_FILE, MANIFEST_VERSION, MOST_COMMANDS, OUTLINE_FILE

_GUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_SEMVER = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_HTTPS = re.compile(r"https://[^\s/?#@]+\S*")
_DOMAIN = re.compile(r"(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?\.)+[a-zA-Z0-9-]{2,}(?::\d+)?")
_LONGEST_ADDRESS = 2048
_LONGEST = {
    "version": 256,
    "developer.name": 32,
    "name.short": 30,
    "name.full": 100,
    "description.short": 80,
    "description.full": 4000,
    "bots.commandLists.commands.title": 128,
    "bots.commandLists.commands.description": 4000,
    "bots.commandLists.commands.prompt": 4000,
    "composeExtensions.commands.id": 64,
    "composeExtensions.commands.title": 32,
    "composeExtensions.commands.description": 128,
    "composeExtensions.commands.parameters.name": 64,
    "composeExtensions.commands.parameters.title": 32,
    "composeExtensions.commands.parameters.description": 128,
    "staticTabs.entityId": 64,
    "staticTabs.name": 128,
}
"""Characters, as Microsoft's schema of the manifest counts them."""
_MOST = {
    "bots": 1,
    "bots.commandLists": 3,
    "bots.commandLists.commands": MOST_COMMANDS,
    "composeExtensions": 1,
    "composeExtensions.commands": 10,
    "composeExtensions.commands.parameters": 5,
    "staticTabs": 16,
    "validDomains": 100,
}
_IS_ID = (_GUID, "must be an id such as 00000000-0000-0000-0000-000000000000")
_IS_ADDRESS = (_HTTPS, "must be an address that begins with https://")
_SHAPES = {
    "id": _IS_ID,
    "bots.botId": _IS_ID,
    "composeExtensions.botId": _IS_ID,
    "version": (_SEMVER, "must be three numbers with dots between them, such as 1.0.2"),
    "accentColor": (_COLOUR, "must be a colour such as #1d3557"),
    "developer.websiteUrl": _IS_ADDRESS,
    "developer.privacyUrl": _IS_ADDRESS,
    "developer.termsOfUseUrl": _IS_ADDRESS,
    "staticTabs.contentUrl": _IS_ADDRESS,
    "staticTabs.websiteUrl": _IS_ADDRESS,
    "validDomains": (_DOMAIN, "must be a host such as review.example.org"),
}
_WHENCE = {
    "id": "TEAMS_CLIENT_ID",
    "bots.botId": "TEAMS_CLIENT_ID",
    "composeExtensions.botId": "TEAMS_CLIENT_ID",
    "version": "--version",
    "developer.name": "TEAMS_DEVELOPER",
    "developer.websiteUrl": "TEAMS_WEBSITE_URL",
    "developer.privacyUrl": "TEAMS_PRIVACY_URL",
    "developer.termsOfUseUrl": "TEAMS_TERMS_URL",
    "name.full": "REVIEW_BOT_COUNCIL",
    "description.full": "REVIEW_BOT_COUNCIL",
    "staticTabs.contentUrl": "REVIEW_BOT_ADDRESS",
    "staticTabs.websiteUrl": "REVIEW_BOT_ADDRESS",
    "validDomains": "REVIEW_BOT_ADDRESS",
}
"""Which setting a value comes from, for the sentence that tells of it."""
_REQUIRED = ("developer.name", "name.short", "name.full", "description.short")


@dataclass(frozen=True, slots=True)
class AppPackage:
    """What goes into the zip: the manifest, and the two icons as PNG."""

    manifest: Mapping[str, Any]
    colour: bytes
    outline: bytes


def zipped(package: AppPackage) -> bytes:
    """Return the zip, the same bytes for the same package."""
    made = BytesIO()
    text = json.dumps(package.manifest, indent=2, ensure_ascii=False) + "\n"
    with ZipFile(made, "w", ZIP_DEFLATED) as folder:
        for name, content in (
            ("manifest.json", text.encode()),
            (COLOUR_FILE, package.colour),
            (OUTLINE_FILE, package.outline),
        ):
            folder.writestr(ZipInfo(name, (2020, 1, 1, 0, 0, 0)), content, ZIP_DEFLATED)
    return made.getvalue()


def faults(package: AppPackage) -> list[str]:
    """Return what Teams would refuse, a sentence each; none where the package is in order."""
    values = list(_values(package.manifest))
    found = [*_versions(package.manifest), *_absent(values), *_wrong_values(values)]
    found += _wrong_lists(package.manifest)
    found += _wrong_icons(package)
    return list(dict.fromkeys(found))


def _versions(manifest: Mapping[str, Any]) -> Iterator[str]:
    if manifest.get("manifestVersion") != MANIFEST_VERSION:
        yield f"The manifest must be of version {MANIFEST_VERSION}."
    if f"/v{MANIFEST_VERSION}/" not in str(manifest.get("$schema")):
        yield f"The manifest must name the schema of version {MANIFEST_VERSION}."


def _absent(values: list[tuple[str, str]]) -> Iterator[str]:
    there = {place for place, value in values if value.strip()}
    for place in _REQUIRED:
        if place not in there:
            yield f"{_named(place)} is empty."


def _wrong_values(values: list[tuple[str, str]]) -> Iterator[str]:
    for place, value in values:
        longest = _LONGEST.get(place, _LONGEST_ADDRESS)
        if len(value) > longest:
            yield f"{_named(place)} has {len(value)} characters; Teams takes {longest} at most."
        shape = _SHAPES.get(place)
        if shape and not shape[0].fullmatch(value):
            yield f"{_named(place)} is '{value[:80]}'; it {shape[1]}."
        if any(ord(character) < 32 for character in value):
            yield f"{_named(place)} holds a line break or another invisible character."


def _wrong_lists(manifest: Mapping[str, Any]) -> Iterator[str]:
    for place, count in _counts(manifest):
        most = _MOST.get(place)
        if count == 0 and place == "composeExtensions.commands.parameters":
            yield f"{_named(place)} is an empty list; Teams wants at least one entry."
        if most is not None and count > most:
            yield f"{_named(place)} holds {count} entries; Teams takes {most} at most."
    tabs = [tab.get("entityId") for tab in manifest.get("staticTabs", [])]
    if len(set(tabs)) < len(tabs):
        yield "Two tabs have the same id; Teams takes each once."
    for commands in _lists(manifest):
        titles = [str(command.get("title", "")) for command in commands]
        if len({title.casefold() for title in titles}) < len(titles):
            yield "Two questions or commands have the same words; Teams would show only one."


def _wrong_icons(package: AppPackage) -> Iterator[str]:
    for name, png, size in (
        ("colour", package.colour, COLOUR_SIZE),
        ("outline", package.outline, OUTLINE_SIZE),
    ):
        if size_of(png) != (size, size):
            yield f"The {name} icon must be a PNG of {size} by {size} points."
    if size_of(package.outline) != (0, 0) and not is_white_on_nothing(package.outline):
        yield "The outline icon must be white on a see-through ground."


def _named(place: str) -> str:
    where = f"'{place}' of the manifest"
    return f"{_WHENCE[place]} ({where})" if place in _WHENCE else where


def _values(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text of the manifest with the path to it; entries of a list share their path."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _values(inner, f"{place}.{name}" if place else str(name))
    elif isinstance(value, list):
        for inner in value:
            yield from _values(inner, place)
    elif isinstance(value, str):
        yield place, value


def _counts(value: Any, place: str = "") -> Iterator[tuple[str, int]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _counts(inner, f"{place}.{name}" if place else str(name))
    elif isinstance(value, list):
        yield place, len(value)
        for inner in value:
            yield from _counts(inner, place)


def _lists(manifest: Mapping[str, Any]) -> Iterator[list[dict[str, Any]]]:
    for bot in manifest.get("bots", []):
        for listed in bot.get("commandLists", []):
            yield listed["commands"]
    for extension in manifest.get("composeExtensions", []):
        yield extension["commands"]
