"""Many people asking the pages at once, and a new edition in the middle of it.

    python tests/benchmarks/web_load.py --users 50 --seconds 60

Serves a copy of var/ and knowledge/ in a process of its own on 127.0.0.1, lets the users come one
after the other, has each ask question after question and read on now and then, makes another
edition current half way, and prints what came back, how fast, and the memory of the server.
"""

import argparse
import asyncio
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from bot.evaluate import read_questions

HOME = Path(__file__).resolve().parents[2]
_RAMP = 10.0
_LINK = re.compile(r'href="(/papers/[^"]+)"')


@dataclass
class Seen:
    """What came back."""

    statuses: Counter[str] = field(default_factory=Counter)
    asked: list[float] = field(default_factory=list)
    read: list[float] = field(default_factory=list)
    editions: Counter[str] = field(default_factory=Counter)
    memory: list[tuple[float, int]] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)


def main() -> int:
    """Run it; return 1 where anything but an answer came back."""
    options = _options()
    questions = [each.question for each in read_questions(HOME / "tests/questions/held.yaml")]
    with tempfile.TemporaryDirectory() as room:
        folder = Path(room)
        later = _prepare(folder)
        port = options.port
        server = _serve(folder, port)
        try:
            seen = asyncio.run(_load(options, questions, (folder, later, server.pid)))
        finally:
            server.terminate()
            server.wait()
    _print(seen, later)
    return int(set(seen.statuses) != {"200"})


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--pause", type=float, default=0.0, help="seconds between two questions")
    parser.add_argument("--port", type=int, default=3917)
    return parser.parse_args()


def _prepare(folder: Path) -> str:
    """Copy what the checkout holds, build another edition of it, and return that one's id."""
    shutil.copytree(HOME / "knowledge", folder / "knowledge")
    shutil.copytree(HOME / "var", folder / "var", ignore=shutil.ignore_patterns("store.db*"))
    before = (folder / "var/current").read_text()
    summary = next((folder / "knowledge/summaries").glob("*.md"))
    text = summary.read_text(encoding="utf-8")
    # A comma more somewhere is another edition.
    summary.write_text(text.replace(" and ", ", and ", 1), encoding="utf-8")
    code = "from bot.cli import main; main()"
    words = ["--knowledge", str(folder / "knowledge"), "--var", str(folder / "var"), "build"]
    subprocess.run([sys.executable, "-c", code, *words], check=True, cwd=HOME)
    later = (folder / "var/current").read_text()
    (folder / "var/current").write_text(before)
    return later.strip()


def _serve(folder: Path, port: int) -> subprocess.Popen[bytes]:
    code = "from bot.cli import main; main()"
    words = ["--knowledge", str(folder / "knowledge"), "--var", str(folder / "var"), "serve"]
    environment = os.environ | {
        "REVIEW_BOT_TRUSTED_PROXIES": "127.0.0.1",
        "REVIEW_BOT_WEB_QUESTIONS_A_MINUTE": "100000",
    }
    log = (folder / "log").open("wb")
    return subprocess.Popen(
        [sys.executable, "-c", code, *words, "--port", str(port)],
        env=environment,
        cwd=HOME,
        stderr=log,
    )


async def _load(
    options: argparse.Namespace, questions: list[str], served: tuple[Path, str, int]
) -> Seen:
    folder, later, process = served
    seen = Seen()
    base = f"http://127.0.0.1:{options.port}"
    limits = aiohttp.TCPConnector(limit=options.users + 5)
    patience = aiohttp.ClientTimeout(total=60)
    async with aiohttp.ClientSession(base, connector=limits, timeout=patience) as client:
        await _until_up(client)
        start = time.monotonic()
        end = start + options.seconds

        async def user(number: int) -> None:
            await asyncio.sleep(_RAMP * number / options.users)
            mind = random.Random(number)
            headers = {"X-Forwarded-For": f"203.0.113.{number + 1}"}
            turn = 0
            while time.monotonic() < end:
                turn += 1
                form = {"question": mind.choice(questions)}
                page = await _timed(seen, seen.asked, client.post("/", data=form, headers=headers))
                link = _LINK.search(page)
                if turn % 3 == 0 and link:
                    address = link.group(1).replace("&amp;", "&").partition("#")[0]
                    await _timed(seen, seen.read, client.get(address, headers=headers))
                if options.pause:
                    await asyncio.sleep(mind.uniform(0.5, 1.5) * options.pause)

        async def watch() -> None:
            swapped = False
            seen.processor.append(_processor(process))
            while time.monotonic() < end:
                now = time.monotonic() - start
                seen.memory.append((now, _memory(process)))
                if not swapped and now > options.seconds / 2:
                    (folder / "var/current").write_text(later)
                    swapped = True
                async with client.get("/api/papers") as answer:
                    seen.editions[answer.headers["etag"][3:].rpartition("-")[0]] += 1
                await asyncio.sleep(1)
            seen.processor.append(_processor(process))

        await asyncio.gather(watch(), *(user(number) for number in range(options.users)))
    return seen


async def _timed(
    seen: Seen, times: list[float], request: aiohttp.client._RequestContextManager
) -> str:
    begun = time.perf_counter()
    try:
        async with request as answer:
            text = await answer.text()
            seen.statuses[str(answer.status)] += 1
    except (aiohttp.ClientError, TimeoutError) as error:
        seen.statuses[type(error).__name__] += 1
        return ""
    times.append(time.perf_counter() - begun)
    return text


async def _until_up(client: aiohttp.ClientSession) -> None:
    for _ in range(300):
        try:
            async with client.get("/readyz") as answer:
                if answer.status == 200:
                    return
        except aiohttp.ClientError:
            pass
        await asyncio.sleep(0.2)
    raise SystemExit("The server did not come up.")


def _memory(process: int) -> int:
    """Return the megabytes that a process holds."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) // 1024


def _processor(process: int) -> float:
    """Return the seconds of processor that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _print(seen: Seen, later: str) -> None:
    print(f"statuses: {dict(seen.statuses)}")
    for name, times in (("answers", seen.asked), ("pages read", seen.read)):
        if times:
            found = sorted(times)
            marks = {p: found[min(int(len(found) * p / 100), len(found) - 1)] for p in (50, 95, 99)}
            said = ", ".join(f"p{p} {value * 1000:.0f} ms" for p, value in marks.items())
            print(f"{name}: {len(found)}, {said}, slowest {found[-1] * 1000:.0f} ms")
    print(f"editions seen: {dict(seen.editions)} (the later one is {later})")
    used = (seen.processor[-1] - seen.processor[0]) / max(len(seen.asked) + len(seen.read), 1)
    print(f"processor: {used * 1000:.1f} ms for each answer or page")
    every = seen.memory[:: max(len(seen.memory) // 12, 1)]
    print("memory, MB: " + ", ".join(f"{at:.0f}s {held}" for at, held in every))


if __name__ == "__main__":
    sys.exit(main())
