"""Work beside the pages: in a process of its own, one of a kind at a time, told how it ended."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from toys import TOY_MODEL, build_toy, write_toy_export

from bot import background
from bot.background import Work
from bot.settings import Settings
from index import edition as editions
from tests.local_slack import until


@pytest.fixture
def chosen(knowledge: Path, var: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Return the settings of two fictional papers, with an edition of them."""
    monkeypatch.setenv("REVIEW_BOT_MODEL", TOY_MODEL)
    write_toy_export(var)
    build_toy(knowledge, var)
    return Settings(knowledge, var, TOY_MODEL)


def ended(chosen: Settings, kind: background.Kind = "build") -> Work:
    until(lambda: not background.is_running(kind, chosen.var), 60)
    work = background.last(kind, chosen.var)
    assert work is not None
    return work


def test_a_build_makes_an_edition_current_and_says_what_changed(chosen: Settings) -> None:
    before = editions.current(chosen.var)
    register = chosen.knowledge / "papers.yaml"
    register.write_text(register.read_text().replace("Kinship Care in", "Kinship Carers of"))
    assert background.last("build", chosen.var) is None
    assert background.start("build", chosen)
    work = ended(chosen)
    assert (work.outcome, work.lines[0]) == (
        "done",
        "2 papers, 5 passages; it goes live within half a minute.",
    )
    assert editions.current(chosen.var) != before


def test_two_are_never_run_at_once(chosen: Settings) -> None:
    assert background.start("build", chosen)
    # From the first moment, and not only once the process has woken up.
    assert not background.start("build", chosen)
    running = background.last("build", chosen.var)
    assert running is not None
    assert running.outcome == ""
    # Another kind of work does not stand in its way.
    assert background.start("check", chosen)
    assert ended(chosen).outcome == "done"
    assert ended(chosen, "check").lines == ()
    assert background.start("build", chosen)
    ended(chosen)


def test_a_failed_build_says_why_and_leaves_the_old_edition(chosen: Settings) -> None:
    before = editions.current(chosen.var)
    (chosen.knowledge / "papers.yaml").write_text("papers: [")
    background.start("build", chosen)
    work = ended(chosen)
    assert work.outcome == "failed"
    assert work.lines[0].startswith("papers.yaml:")
    assert editions.current(chosen.var) == before


def test_one_whose_process_died_is_told_apart_from_one_that_runs(chosen: Settings) -> None:
    folder = chosen.var / "background"
    folder.mkdir()
    note = {"began": "2026-01-01T00:00:00+00:00", "done": 3, "total": 9}
    rest = {"outcome": "", "ended": "", "lines": []}
    (folder / "build.json").write_text(json.dumps(note | rest))
    found = background.last("build", chosen.var)
    assert found == Work("2026-01-01T00:00:00+00:00", 3, 9, "stopped")
    holding = "import fcntl,sys,time; f=open(sys.argv[1],'a'); fcntl.flock(f,2); time.sleep(60)"
    holder = subprocess.Popen([sys.executable, "-c", holding, str(folder / "build.lock")])
    until(lambda: background.is_running("build", chosen.var))
    assert background.last("build", chosen.var) == Work("2026-01-01T00:00:00+00:00", 3, 9)
    holder.kill()
    holder.wait()
    assert not background.is_running("build", chosen.var)


def test_what_cannot_be_read_of_it_is_as_if_it_never_was(chosen: Settings) -> None:
    folder = chosen.var / "background"
    folder.mkdir()
    (folder / "build.json").write_text("{")
    assert background.last("build", chosen.var) is None
