"""review-bot run: the pages beside the prompt, or by themselves; serve without Slack."""

import os
import pty
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from conftest import Cli
from local_slack import free_port
from toys import TOY_MODEL, build_toy, write_toy_export

HOME = Path(__file__).parent.parent
QUESTION = "what allowance do kinship carers get?"
ANSWER = "gets an allowance of £90 a week."
Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def start(knowledge: Path, var: Path) -> Iterator[Start]:
    """Start review-bot on the fictional papers; whatever is left of it is ended afterwards."""
    write_toy_export(var)
    build_toy(knowledge, var)
    started: list[subprocess.Popen[bytes]] = []
    settings = {
        "PYTHONPATH": str(HOME),
        "REVIEW_BOT_MODEL": TOY_MODEL,
        "REVIEW_BOT_KNOWLEDGE": str(knowledge),
        "REVIEW_BOT_VAR": str(var),
    }
    kept = {name: value for name, value in os.environ.items() if "DISPLAY" not in name}

    def run(*words: str, **more: object) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-c", "from bot.cli import main; main()", *words]
        given = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "env": kept | settings}
        started.append(subprocess.Popen(command, **(given | more)))  # type: ignore[call-overload]
        return started[-1]

    yield run
    for process in started:
        if process.poll() is None:
            process.kill()
            process.wait()


def reached(port: int) -> httpx.Response:
    """Return the first page of a server, once it is there."""
    for _ in range(300):
        try:
            return httpx.get(f"http://127.0.0.1:{port}/", timeout=10)
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("nothing is served")


def test_without_a_terminal_or_questions_the_pages_are_served_until_it_is_stopped(
    start: Start,
) -> None:
    port = free_port()
    process = start("run", "--port", str(port), stdin=subprocess.DEVNULL)

    assert "Ask the papers" in reached(port).text
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=30)
    assert process.returncode in (0, -signal.SIGTERM)
    assert out.decode() == f"The pages are at http://127.0.0.1:{port}\n"
    assert b"Traceback" not in err


def test_questions_that_are_piped_in_are_answered_and_nothing_is_served(start: Start) -> None:
    port = free_port()
    process = start("run", "--port", str(port), stdin=subprocess.PIPE)
    out, _ = process.communicate(f"{QUESTION}\n".encode(), timeout=60)

    assert process.returncode == 0
    assert ANSWER in out.decode() and "The pages are at" not in out.decode()


def test_questions_that_come_late_are_answered_while_the_pages_are_served(start: Start) -> None:
    port = free_port()
    process = start("run", "--port", str(port), stdin=subprocess.PIPE)
    assert reached(port).status_code == 200

    out, _ = process.communicate(f"{QUESTION}\n".encode(), timeout=60)
    assert process.returncode == 0
    assert "The pages are at" in out.decode() and ANSWER in out.decode()


@contextmanager
def terminal() -> Iterator[tuple[int, int]]:
    ours, theirs = pty.openpty()
    yield ours, theirs
    os.close(ours)


def test_at_a_terminal_both_work_and_quit_ends_both(start: Start) -> None:
    port = free_port()
    with terminal() as (ours, theirs):
        process = start(
            *("run", "--port", str(port)), stdin=theirs, stdout=theirs, stderr=subprocess.STDOUT
        )
        os.close(theirs)
        heard: list[bytes] = []
        listening = threading.Thread(target=_listen, args=(ours, heard), daemon=True)
        listening.start()
        assert reached(port).status_code == 200
        os.write(ours, f"{QUESTION}\n".encode())
        _until(lambda: "£90" in b"".join(heard).decode("utf-8", "replace"))
        os.write(ours, b"quit\n")
        assert process.wait(30) == 0
        listening.join(5)
    said = re.sub(r"\x1b\[[0-9;]*m", "", b"".join(heard).decode())
    assert f"The pages are at http://127.0.0.1:{port}" in said
    assert "Traceback" not in said


def _listen(terminal: int, heard: list[bytes]) -> None:
    try:
        while piece := os.read(terminal, 4_096):
            heard.append(piece)
    except OSError:
        return


def _until(is_so: Callable[[], bool]) -> None:
    for _ in range(300):
        if is_so():
            return
        time.sleep(0.1)
    raise AssertionError("it never came")


def test_a_port_that_is_taken_is_told_with_what_to_do(start: Start) -> None:
    port = free_port()
    first = start("run", "--port", str(port), stdin=subprocess.DEVNULL)
    reached(port)
    _, err = start("run", "--port", str(port), stdin=subprocess.DEVNULL).communicate(timeout=60)

    assert f"Port {port} is taken" in " ".join(err.decode().split())
    assert "there is no terminal to ask at" in " ".join(err.decode().split())
    assert first.poll() is None


def test_serve_needs_no_slack(start: Start) -> None:
    port = free_port()
    process = start("serve", "--port", str(port))
    assert "Ask the papers" in reached(port).text
    ready = httpx.get(f"http://127.0.0.1:{port}/readyz").json()
    assert ready["web"] is True and "slack" not in ready
    process.send_signal(signal.SIGTERM)
    process.wait(30)


def test_serve_without_pages_and_without_slack_says_what_to_set(
    built_cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REVIEW_BOT_WEB", "off")
    result = built_cli("serve")
    assert result.exit_code == 1
    assert result.stderr.startswith(
        "Error: There is nothing to serve: REVIEW_BOT_WEB is off, and Slack is not configured."
    )
    monkeypatch.setenv("REVIEW_BOT_WEB", "perhaps")
    assert built_cli("serve").stderr == ("Error: REVIEW_BOT_WEB is 'perhaps'; write on or off.\n")
