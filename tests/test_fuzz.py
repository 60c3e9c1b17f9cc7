"""Files that are broken or made to do harm end in text or a sentence, in bounded time, and write
nothing.
"""

import io
import os
import random
import stat
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from broken import mutation, read_all, seeds
from conftest import Cli
from made import page, pdf, word

from index.readers import ReadError, read_document
from index.readers.isolated import Limits

QUICK = Limits(seconds=20)
OSTLEY = pdf(page("# Homes", "", "Ostley Council", "", "3 June 2024", "", "1.1  Words of it."))


def test_some_hundred_broken_files_end_in_text_or_a_sentence_and_write_nothing(
    tmp_path: Path,
) -> None:
    paths = []
    for seed in range(250):
        suffix, raw = mutation(seed)
        paths.append(tmp_path / f"{seed}{suffix}")
        paths[-1].write_bytes(raw)
    before = files(tmp_path)

    found = list(read_all(paths))

    foreseen = ("read", "nothing", "RecursionError", "MemoryError")
    assert [
        each
        for each in found
        if each.said not in foreseen and not is_sentence(each.said, each.path)
    ] == []
    assert max(each.seconds for each in found) < 20
    assert sum(each.said == "read" for each in found) > 80
    assert files(tmp_path) == before


def files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def is_sentence(said: str, path: Path) -> bool:
    return said.startswith(f"{path.name}: ") and said.endswith(".") and len(said) < 260


def outcome(path: Path) -> str:
    """Return the words that were read, or the sentence that says why none were."""
    try:
        return " ".join(block.text for block in read_document(path, QUICK).blocks)
    except ReadError as error:
        assert is_sentence(str(error), path)
        return str(error)


def with_part(name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a Word file with one of its parts changed."""
    out = io.BytesIO()
    raw = word(lambda document: document.add_paragraph("Homes are few."))
    with zipfile.ZipFile(io.BytesIO(raw)) as source, zipfile.ZipFile(out, "w", 8) as target:
        for entry in source.infolist():
            data = source.read(entry)
            target.writestr(entry.filename, change(data) if entry.filename == name else data)
    return out.getvalue()


BROKEN = "paper.docx: the Word file is broken or cut short; fetch it again from its publisher."
MAIN = "word/document.xml"
LAUGHS = (
    '<!DOCTYPE w [<!ENTITY a "ha ha ha ha ">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
).encode()


def entities(data: bytes) -> bytes:
    head, _, rest = data.partition(b"?>")
    return head + b"?>" + LAUGHS + rest.replace(b"Homes are few.", b"Homes &j; few.")


def outside(data: bytes) -> bytes:
    head, _, rest = data.partition(b"?>")
    doctype = b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    return head + b"?>" + doctype + rest.replace(b"Homes are few.", b"Homes (&x;) few.")


def test_entities_that_grow_without_end_do_not(tmp_path: Path) -> None:
    path = tmp_path / "paper.docx"
    path.write_bytes(with_part(MAIN, entities))

    assert outcome(path) == BROKEN


def test_a_word_file_cannot_read_another_file(tmp_path: Path) -> None:
    path = tmp_path / "paper.docx"
    path.write_bytes(with_part(MAIN, outside))

    assert outcome(path) == BROKEN


@pytest.mark.parametrize("depth", [1_000, 100_000])
def test_a_word_file_nested_without_end_ends_in_a_sentence(tmp_path: Path, depth: int) -> None:
    path = tmp_path / "paper.docx"
    deep = b"<w:ins>" * depth + b"</w:ins>" * depth
    path.write_bytes(with_part(MAIN, lambda data: data.replace(b"<w:body>", b"<w:body>" + deep)))

    assert outcome(path) in (
        "Homes are few.",
        "paper.docx: it is nested too deeply to be a paper.",
        BROKEN,
    )


@pytest.mark.parametrize("tag", ["div", "table><tr><td", "ul><li", "b", "blockquote"])
def test_a_web_page_nested_a_hundred_thousand_deep_ends_in_a_sentence(
    tmp_path: Path, tag: str
) -> None:
    path = tmp_path / "paper.html"
    path.write_text("<html><body><p>Homes are few.</p>" + f"<{tag}>" * 100_000 + "deep", "utf-8")

    assert outcome(path) == "paper.html: it is nested too deeply to be a paper."


def objects(*bodies: str) -> bytes:
    """Return a PDF of numbered objects; the first is its catalogue."""
    out = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return (
        out
        + (
            f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{table}"
            f"trailer\n<</Size {len(bodies) + 1}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF"
        ).encode()
    )


CATALOGUE = "<</Type/Catalog/Pages 2 0 R>>"
PAGE = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<{}>>>>"
FONT = "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
WORDS = "BT /F 12 Tf 72 700 Td (Homes are few.) Tj ET"


def stream(words: str, more: str = "") -> str:
    return f"<</Length {len(words)}{more}>>stream\n{words}\nendstream"


ROUND = {
    "pages that hold themselves": (CATALOGUE, "<</Type/Pages/Count 3/Kids[2 0 R 2 0 R 2 0 R]>>"),
    "pages that hold each other": (
        CATALOGUE, "<</Type/Pages/Count 2/Kids[3 0 R]>>",
        "<</Type/Pages/Count 2/Parent 2 0 R/Kids[2 0 R]>>",
    ),
    "a form that draws itself": (
        CATALOGUE, "<</Type/Pages/Count 1/Kids[3 0 R]>>",
        PAGE.format(FONT + "/XObject<</X 5 0 R>>"), stream(f"{WORDS} /X Do"),
        stream("/X Do /X Do", "/Type/XObject/Subtype/Form/BBox[0 0 9 9]"
               "/Resources<</XObject<</X 5 0 R>>>>"),
    ),
    "a length that is itself": (
        CATALOGUE, "<</Type/Pages/Count 1/Kids[3 0 R]>>", PAGE.format(FONT),
        f"<</Length 4 0 R>>stream\n{WORDS}\nendstream",
    ),
    "two thousand million pages": (
        CATALOGUE, "<</Type/Pages/Count 2000000000/Kids[3 0 R]>>", PAGE.format(FONT),
        stream(WORDS),
    ),
    "a page as large as a town": (
        CATALOGUE, "<</Type/Pages/Count 1/Kids[3 0 R]>>",
        PAGE.format(FONT).replace("595 842", "1e30 1e30"), stream(WORDS),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ROUND)
def test_a_pdf_that_goes_round_in_circles_ends(tmp_path: Path, name: str) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(objects(*ROUND[name]))

    said = outcome(path)
    assert said == "Homes are few." or is_sentence(said, path)


def test_a_pdf_whose_table_of_objects_leads_to_itself_ends(tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    whole = objects(CATALOGUE, "<</Type/Pages/Count 1/Kids[3 0 R]>>", PAGE.format(FONT),
                    stream(WORDS))  # fmt: skip
    place = whole.rpartition(b"startxref\n")[2].split()[0]
    path.write_bytes(whole.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev " + place))

    assert outcome(path) == "Homes are few."


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir], ids=["a pipe", "a folder"])
def test_what_is_no_file_is_not_opened(tmp_path: Path, make: Callable[[Path], None]) -> None:
    path = tmp_path / "paper.pdf"
    make(path)

    assert outcome(path) == "paper.pdf: this is no file; name the paper's own file."


def packed(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, raw in entries:
            pack.writestr(name, raw)
    return out.getvalue()


def link(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.create_system = 3
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


PACKS = {
    "names that climb": packed(
        ("../../up.pdf", OSTLEY), ("/etc/down.pdf", OSTLEY), ("..\\..\\across.pdf", OSTLEY),
        ("C:\\windows\\over.pdf", OSTLEY),
    ),
    "links": packed((link("passwords.txt"), b"/etc/passwd"), (link("home.pdf"), b"../../..")),
    "a link, then a file through it": packed(
        (link("out"), b"../../.."), ("out/through.pdf", OSTLEY)
    ),
    "a pack of itself": packed(("a.zip", packed(("b.zip", packed(("c.zip", b"PK\x05\x06")))))),
    "a bomb": packed(*((f"{n}.txt", b"\0" * 4_000_000) for n in range(8))),
    "one name many times": packed(*(("a.pdf", OSTLEY) for _ in range(3))),
    "names that lie": packed(("a.pdf", b"<html>"), ("b.docx", OSTLEY), ("c.txt", b"\x89PNG\0")),
    "odd names": packed(("a\n\x1b[31m.pdf", OSTLEY), (".pdf", OSTLEY), ("é" * 200 + ".pdf", b"")),
}  # fmt: skip


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", PACKS)
def test_no_pack_writes_outside_the_knowledge_folder(
    cli: Cli, knowledge: Path, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pack.zip").write_bytes(PACKS[name])
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    before = files(tmp_path)

    result = cli("papers", "add", "pack.zip")

    assert result.exit_code in (0, 1), result.output
    assert not isinstance(result.exception, Exception)
    written = {path for path in files(tmp_path) if path not in before}
    assert {path.parent for path in written} <= {knowledge / "papers"}
    assert all(path.suffix in (".pdf", ".txt") and not path.is_symlink() for path in written)
    assert "\x1b" not in result.output
    root = Path("/etc/passwd").read_text("utf-8").splitlines()[0]
    assert all(root.encode() not in path.read_bytes() for path in written)


@pytest.mark.parametrize("seed", range(6))
def test_a_broken_pack_is_told_and_the_rest_goes_on(
    cli: Cli, knowledge: Path, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    broken = bytearray(packed(("a.pdf", OSTLEY), ("b.pdf", OSTLEY), ("c.txt", b"1. Words.")))
    for _ in range(20):
        broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
    (tmp_path / "pack.zip").write_bytes(broken)
    (tmp_path / "good.pdf").write_bytes(OSTLEY.replace(b"Words", b"Wards"))

    result = cli("papers", "add", tmp_path / "pack.zip", tmp_path / "good.pdf")

    assert not isinstance(result.exception, Exception), result.output
    assert [path.name for path in (knowledge / "papers").glob("*homes.pdf")]


def test_every_kind_of_paper_is_among_those_that_are_broken() -> None:
    assert {suffix for suffix, _ in seeds()} == {".pdf", ".docx", ".html", ".txt", ".md"}
