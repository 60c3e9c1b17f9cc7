"""A real browser for tests: what it needs, and how a scene is played in it."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

HOME = Path(__file__).resolve().parent.parent
_MODULES = HOME / "node_modules"

needs_browser = [
    pytest.mark.client,
    pytest.mark.skipif(
        not (
            Path("/usr/bin/chromium").is_file()
            and shutil.which("node")
            and (_MODULES / "playwright-core").is_dir()
            and (_MODULES / "axe-core").is_dir()
        ),
        reason="Chromium, node, playwright-core or axe-core is missing, so no scene was played.",
    ),
]


def played(script: str, given: dict[str, Any], seconds: float) -> dict[str, Any]:
    """Return what a script saw that plays scenes with what it is given."""
    done = subprocess.run(
        ["node", str(HOME / "tests" / script)],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3_000:]
    seen: dict[str, Any] = json.loads(done.stdout)
    return seen
