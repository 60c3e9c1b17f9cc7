"""Whatever programs send to a real server, nothing breaks and the description holds.

SCHEMATHESIS_EXAMPLES=2000 looks for longer than the suite has time for.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.doors import Pace
from tests.toy_pages import served, toy_pages

EXAMPLES = os.environ.get("SCHEMATHESIS_EXAMPLES", "25")


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Yield the address of a server of the pages, where everybody may ask as often as they like."""
    monkeypatch.setattr("bot.web.security._PAGES", Pace("page", 0.001, 100_000))
    with toy_pages(tmp_path) as pages, served(pages) as address:
        yield address


def test_no_request_breaks_an_address_or_gets_what_is_not_described(
    address: str, tmp_path: Path
) -> None:
    command = ["run", f"{address}/api/openapi.json", "--max-examples", EXAMPLES, "--seed", "1"]
    command += ["--phases", "examples,coverage,fuzzing", "--no-color", "--generation-database=none"]
    found = subprocess.run(
        [sys.executable, "-m", "schemathesis.cli", *command],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stdout[-8_000:] + found.stderr[-2_000:]
    assert "5 selected / 5 total" in " ".join(found.stdout.split()), found.stdout
