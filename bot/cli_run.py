"""What review-bot run does once there is an edition: serve the pages on this machine, and answer
what is typed.
"""

import asyncio
import io
import os
import select
import socket
import sys
import threading
import time
import webbrowser
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from bot import console, wording, wording_web
from bot.answer import UNKEPT, Answerer
from bot.question import QuestionError
from bot.settings import NOBODY, ServeSettings, Settings, has_desktop, serve_settings
from index.held import AwayError

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.serve import Server

HOST = "127.0.0.1"
_WAIT = 0.3
"""Seconds in which questions that are piped in must begin to come before the pages are served."""


def run_here(chosen: Settings, port: int | None) -> None:
    """Serve and answer, as far as there is somebody: at a terminal both; questions that are piped
    in are answered and nothing is served; without either the pages are served until it is stopped.
    """
    if sys.stdin.isatty():
        _at_terminal(chosen, port)
    elif _is_piped():
        from bot.opening import open_answerer

        answerer = open_answerer(chosen)
        console.out.print(wording.PROMPT_HELP)
        answer_lines(sys.stdin, lambda: answerer)
    else:
        _unattended(chosen, port)


def _at_terminal(chosen: Settings, port: int | None) -> None:
    wanted = serve_settings(chosen.var)
    desk = _desk(chosen, wanted)
    listening = _listening(wanted, port)
    if listening is None:
        console.out.print(wording.PROMPT_HELP)
        answer_lines(_typed(), lambda: _answerer(_refreshed(desk)))
        desk.close()
        return
    server = _server(desk, wanted, chosen)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while thread.is_alive() and not server.started:
        time.sleep(0.02)
    address = _say_where(listening)
    if has_desktop():
        webbrowser.open(address)
    console.out.print(wording.PROMPT_HELP)
    answer_lines(_typed(), lambda: _answerer(desk))
    server.should_exit = True
    thread.join()


def _unattended(chosen: Settings, port: int | None) -> None:
    """Serve until stopped by a signal; questions may still be piped in, and then their end ends it
    all.
    """
    wanted = serve_settings(chosen.var)
    desk = _desk(chosen, wanted)
    listening = _listening(wanted, port)
    if listening is None:
        raise click.ClickException(wording_web.NOTHING_TO_DO)
    server = _server(desk, wanted, chosen)

    def hear() -> None:
        if answer_lines(_piped(), lambda: _answerer(desk)):
            server.should_exit = True

    threading.Thread(target=hear, daemon=True).start()
    _say_where(listening)
    try:
        server.run(sockets=[listening])
    except KeyboardInterrupt:
        return


def _desk(chosen: Settings, wanted: ServeSettings) -> "Desk":
    # Kept out of the other commands, which need none of it and start faster without.
    from bot.open_desk import open_desk

    # What is typed at this machine is answered as for everybody.
    return open_desk(chosen, replace(wanted, access=NOBODY, address=""))


def _server(desk: "Desk", wanted: ServeSettings, chosen: Settings) -> "Server":
    from bot.serve import server
    from bot.web.front import WebFront

    # On this machine it goes by another address than the one people reach it by elsewhere.
    doors = replace(wanted.doors, address="")
    return server(desk, [WebFront(desk, wanted.web, doors, chosen)])


def _listening(wanted: ServeSettings, port: int | None) -> socket.socket | None:
    """Return where the pages are to be served, None where they are not."""
    if not wanted.web:
        return None
    number = wanted.port if port is None else port
    found = socket.socket()
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((HOST, number))
    except OSError:
        found.close()
        console.err.print(wording_web.port_taken(number))
        return None
    return found


def _say_where(listening: socket.socket) -> str:
    address = f"http://{HOST}:{listening.getsockname()[1]}"
    console.out.print(wording_web.pages_at(address), soft_wrap=True)
    return address


def _answerer(desk: "Desk") -> Answerer:
    """Return what answers now: a newer edition is taken up between two questions."""
    return desk.library.inside.answerer


def _refreshed(desk: "Desk") -> "Desk":
    """Return the desk with the current edition; no server runs that would look for it."""
    asyncio.run(desk.try_to_refresh())
    return desk


def answer_lines(lines: Iterable[str], answerer: Callable[[], Answerer]) -> int:
    """Answer each line, a fault in a sentence; return how many there were."""
    history: list[str] = []
    asked = 0
    for line in lines:
        question = line.strip()
        if not question:
            continue
        asked += 1
        if question.lower() in ("quit", "exit"):
            break
        if question.lower() == "new":
            history.clear()
            continue
        try:
            answer = answerer().answer(question, history)
            console.show_answer(answer)
        except (QuestionError, AwayError) as error:
            console.out.print(str(error))
            continue
        if answer.outcome not in UNKEPT:
            history.append(question)
    return asked


def _typed() -> Iterator[str]:
    """Yield the lines that a person types, until the end of input."""
    while True:
        try:
            yield input("\n> ")
        except (EOFError, KeyboardInterrupt):
            return


def _is_piped() -> bool:
    """Whether questions wait in a pipe or a file."""
    try:
        number = sys.stdin.fileno()
        if not select.select([number], [], [], _WAIT)[0]:
            return False
        waiting: io.BufferedReader = sys.stdin.buffer  # type: ignore[assignment]
        return bool(waiting.peek(1))
    except (OSError, ValueError, AttributeError):
        # What is no file of the system's was put there with something in it.
        return True


def _piped() -> Iterator[str]:
    """Yield the lines of a pipe as they come."""
    # Past the buffer, which a thread that waits on it would keep locked when the process ends.
    rest = b""
    while piece := os.read(sys.stdin.fileno(), 65_536):
        *lines, rest = (rest + piece).split(b"\n")
        yield from (line.decode("utf-8", "replace") for line in lines)
    yield rest.decode("utf-8", "replace")
