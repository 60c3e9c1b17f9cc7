"""Make a large pile of papers of fictional councils and read it: what is lost, what is wrong, how
fast, in how much memory.

    .venv/bin/python tests/benchmarks/pile.py [--papers 600] [--show 20]

Every paper is made with the truth about it: which words stand under which number, on which page.
A number counts as found only if locator, words and page are all right.
"""

import argparse
import os
import re
import resource
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2
from pile_other import as_docx, as_html
from pile_papers import Plan, paper
from pile_pdf import as_pdf

from index.passages import split
from index.readers import ReadError, read_document

_CORES = 2
_NUMBERED = re.compile(
    r"^(?:\d|[A-Z]\d|[A-Z]\.\d|Item|Recommendation \d|Question|Appendix \w, \d|Table \d+, row)"
    r"|\([a-z]+\)$"
)
_PLACE = re.compile(
    r"page \d+, paragraph|, after \(|^Table \d+$|RESOLVED$|^Page |^Rec\w+ \d+ \(", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Made:
    """A file of the pile and the truth about it."""

    name: str
    plan: Plan
    pages: dict[str, int]
    count: int
    bare: frozenset[str] = frozenset()

    @property
    def expects(self) -> dict[str, str]:
        """The words that stand under each locator."""
        return {
            locator: words.partition("\t")[2] if locator in self.bare else words
            for locator, words in self.plan.expects.items()
        }


@dataclass(slots=True)
class Tally:
    """What reading a file has shown."""

    name: str
    style: str
    said: str = ""
    pages: int = 0
    silent: list[int] = field(default_factory=list)
    right: int = 0
    rows: int = 0
    rows_right: int = 0
    lost: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def numbers(self) -> int:
        return self.right + len(self.lost)


def main() -> None:
    """Make the pile, read it, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--papers", type=int, default=600)
    parser.add_argument("--from", dest="start", type=int, default=0)
    parser.add_argument("--show", type=int, default=20, help="how many faults to print")
    parser.add_argument("--only", default="", help="pdf, docx or html")
    parser.add_argument("--keep", type=Path, help="a folder to leave the papers in")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as room:
        folder = options.keep or Path(room)
        folder.mkdir(exist_ok=True)
        made = list(make(folder, range(options.start, options.start + options.papers)))
        made = [each for each in made if each.name.endswith(options.only)]
        _report(*measured(folder, made), options.show)


def make(folder: Path, seeds: Sequence[int]) -> Iterator[Made]:
    """Write a paper for each seed; of six papers four are PDF, one Word, one a web page."""
    for seed in seeds:
        plan = paper(seed)
        kind = (seed // 10) % 6
        name = f"{seed:05}{'.docx' if kind == 4 else '.html' if kind == 5 else '.pdf'}"
        pages: dict[str, int] = {}
        bare: set[str] = set()
        count = 0
        if kind == 4:
            raw = as_docx(plan, seed)
        elif kind == 5:
            raw = as_html(plan, seed)
        else:
            done = as_pdf(plan, seed)
            raw, pages, count, bare = done.raw, done.pages, done.count, done.bare
        (folder / name).write_bytes(raw)
        yield Made(name, plan, pages, count, frozenset(bare))


def measured(folder: Path, made: Sequence[Made]) -> tuple[list[Tally], float, list[float]]:
    """Return what each file showed, the seconds of each of the processors at work, and the peak of
    memory (MB) tenth by tenth.
    """
    tallies: list[Tally] = []
    peaks: list[float] = []
    seconds = 0.0
    tenth = max(1, -(-len(made) // 10))
    with ThreadPoolExecutor(max_workers=_CORES) as pool:
        for start in range(0, len(made), tenth):
            part = made[start : start + tenth]
            begun = _spent()
            with _Watch() as watch:
                found = list(pool.map(lambda each: _read(folder, each), part))
            seconds += (_spent() - begun) / _CORES
            peaks.append(watch.peak)
            tallies += [
                tally(folder, each, blocks) for each, blocks in zip(part, found, strict=True)
            ]
    return tallies, seconds, peaks


def _spent() -> float:
    """Return the processor's seconds of this process and those it has ended; a clock on the wall
    would tell how busy the machine is.
    """
    parts = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(part.ru_utime + part.ru_stime for part in parts)


def _read(folder: Path, each: Made) -> object:
    try:
        return read_document(folder / each.name)
    except ReadError as error:
        return str(error)


class _Watch:
    """Looks at the memory of this process and those it started until it is left."""

    def __enter__(self) -> "_Watch":
        self.peak = 0.0
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._end.wait(0.02):
            own = os.getpid()
            self.peak = max(self.peak, sum(_memory(pid) for pid in (own, *_children(own))))


def _children(pid: int) -> list[int]:
    try:
        tasks = Path(f"/proc/{pid}/task").iterdir()
        return [int(c) for task in tasks for c in (task / "children").read_text().split()]
    except OSError:
        return []


def _memory(pid: int) -> float:
    try:
        return (
            int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE") / 1e6
        )
    except (OSError, IndexError):
        return 0.0


def tally(folder: Path, each: Made, document: object) -> Tally:
    """Return what reading a file showed against the truth about it."""
    result = Tally(each.name, each.plan.style, pages=each.count)
    if isinstance(document, str):
        result.said = document
        result.lost = list(each.expects)
        return result
    blocks = document.blocks  # type: ignore[attr-defined]
    given = {block.page for block in blocks}
    result.silent = [page for page in _with_text(folder / each.name) if page not in given]
    passages = {p.locator: p for p in split("paper", blocks)}
    expects = each.expects
    for locator, words in expects.items():
        found = passages.get(locator)
        same = found is not None and _same(found.text, words)
        there = found is not None and (not each.count or found.page == each.pages.get(locator))
        if ", row " in locator:
            result.rows += 1
            result.rows_right += same and there
        elif same and there:
            result.right += 1
        else:
            said = f"p{found.page}/{each.pages.get(locator)} {found.text[:70]!r}" if found else "-"
            result.lost.append(f"{locator}: {words[:50]!r} is {said}")
    for locator, passage in passages.items():
        numbered = _NUMBERED.search(locator) and not _PLACE.search(locator)
        begins = _plain(expects.get(locator, ""))[:40]
        if (
            numbered
            and ", row " not in locator
            and not (begins and _plain(passage.text).startswith(begins))
        ):
            result.wrong.append(f"{locator}: {passage.text[:70]!r}")
    return result


def _with_text(path: Path) -> list[int]:
    """Return the pages of a PDF in which the library itself finds more than a head and a foot."""
    if path.suffix != ".pdf":
        return []
    document = pypdfium2.PdfDocument(path)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    return [number for number, text in enumerate(texts, 1) if len(text.split()) > 25]


def _same(one: str, other: str) -> bool:
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _report(tallies: Sequence[Tally], seconds: float, peaks: Sequence[float], show: int) -> None:
    pages = sum(tally.pages for tally in tallies)
    silent = sum(len(tally.silent) for tally in tallies)
    right, numbers = sum(t.right for t in tallies), sum(t.numbers for t in tallies)
    rows, rows_right = sum(t.rows for t in tallies), sum(t.rows_right for t in tallies)
    wrong = sum(len(tally.wrong) for tally in tallies)
    kinds = Counter(tally.name.rpartition(".")[2] for tally in tallies)
    print(f"papers   {len(tallies)} ({', '.join(f'{n} {k}' for k, n in sorted(kinds.items()))})")
    print(f"crashes  {sum(bool(tally.said) for tally in tallies)}")
    print(f"pages    {pages} of PDF; {_share(pages - silent, pages)} of those with text give text")
    print(f"numbers  {numbers}; {_share(right, numbers)} with the right words and page")
    print(f"wrong    {wrong} numbers that no such words have")
    print(f"rows     {rows}; {_share(rows_right, rows)} with the right cells")
    print(f"speed    {pages / seconds:.0f} pages of PDF a second on {_CORES} free processors")
    print(f"memory   {peaks[0]:.0f} MB at most in the first tenth, {peaks[-1]:.0f} in the last")
    styles = sorted({tally.style for tally in tallies})
    for kind in kinds:
        for style in styles:
            some = [t for t in tallies if t.style == style and t.name.endswith(kind)]
            if some:
                r, n = sum(t.right for t in some), sum(t.numbers for t in some)
                w = sum(len(t.wrong) for t in some)
                a, b = sum(t.rows_right for t in some), sum(t.rows for t in some)
                print(f"  {kind:5} {style:18} {_share(r, n):>7} of {n}, {w} wrong, rows {a}/{b}")
    for fault in _faults(tallies, show):
        print(f"  {fault}")


def _faults(tallies: Sequence[Tally], show: int) -> list[str]:
    """Return some faults, at most two of a file, so that many kinds are seen."""
    found = []
    for tally in tallies:
        faults = [tally.said] if tally.said else []
        faults += [f"silent page {page}" for page in tally.silent]
        faults += [f"WRONG {each}" for each in tally.wrong] + tally.lost
        found += [f"{tally.name} [{tally.style}] {fault}" for fault in faults[:2]]
    return found[:show]


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "-"


if __name__ == "__main__":
    main()
