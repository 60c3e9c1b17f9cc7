"""At a terminal what was found in a paper is shown for confirmation, and reading shows how far."""

import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path

from made import page, pdf
from toys import TOY_MODEL

from index.register import read_register

ROOT = Path(__file__).parents[1]
LINES = ("# Homes in Ostley", "", "Ostley Council", "", "3 June 2024", "", "1.1  Words of it.")


def at_a_terminal(knowledge: Path, var: Path, typed: dict[str, str], *words: str) -> str:
    """Return what a terminal shows; `typed` is what a person answers to what ends in these words,
    and a bare Enter to all else.
    """
    ours, theirs = pty.openpty()
    names = {"KNOWLEDGE": str(knowledge), "VAR": str(var), "MODEL": TOY_MODEL}
    process = subprocess.Popen(
        [sys.executable, "-c", "from bot.cli import main; main()", *words],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=ROOT,
        env=os.environ | {f"REVIEW_BOT_{name}": value for name, value in names.items()},
    )
    os.close(theirs)
    shown, answered, until = "", 0, time.monotonic() + 60
    while time.monotonic() < until:
        ready, _, _ = select.select([ours], [], [], 0.2)
        try:
            shown += os.read(ours, 4096).decode() if ready else ""
        except OSError:
            break
        line = shown[answered:].rpartition("\n")[2]
        if line.endswith(": ") and not ready:
            answered = len(shown)
            said = next((said for name, said in typed.items() if line.startswith(name)), "")
            os.write(ours, f"{said}\n".encode())
    process.wait(10)
    os.close(ours)
    return shown


def test_what_was_found_is_shown_with_where_and_how_sure_and_can_be_mended(
    knowledge: Path, var: Path, tmp_path: Path
) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(pdf(page(*LINES)))
    typed = {"Title": "Homes and Carers", "Committee": "Families Panel"}

    shown = at_a_terminal(knowledge, var, typed, "papers", "add", str(file))

    assert "a.pdf is new to the register." in shown
    assert "Title (the heading on page 1, likely) [Homes in Ostley]: Homes and Carers" in shown
    assert "Publisher (page 1, likely) [Ostley Council]: " in shown
    assert "Published (page 1, likely) [2024-06-03]: " in shown
    entry = read_register(knowledge / "papers.yaml")[-1]
    assert (entry.title, entry.publisher, entry.committee, str(entry.published)) == (
        "Homes and Carers", "Ostley Council", "Families Panel", "2024-06-03",
    )  # fmt: skip


def test_reading_several_files_shows_how_far_it_has_come(
    knowledge: Path, var: Path, tmp_path: Path
) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.pdf").write_bytes(pdf(page(*LINES, f"1.2  Paper {name}.")))

    shown = at_a_terminal(
        knowledge, var, {}, "papers", "add", str(tmp_path / "a.pdf"), str(tmp_path / "b.pdf")
    )

    assert "Reading" in shown
    assert "2 read, 0 skipped, 0 refused." in shown
