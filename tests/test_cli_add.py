"""Adding papers as they come: folders, packs, copies, newer versions, what is not to be shared."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from conftest import Cli
from made import page, pdf, picture
from toys import KINSHIP, KINSHIP_ORIGINAL, MINUTES, build_toy, make_paper, make_passage

from bot.citation import citation_of
from bot.cli_add import Given, add_all
from bot.settings import Settings
from index.changes import compare
from index.edition import contents, load
from index.originals import fetched_before
from index.register import Paper, read_register
from index.sources import Source


def paper(title: str, words: str = "Words of it.", day: str = "3 June 2024") -> bytes:
    return pdf(
        page(f"# {title}", "", "Ostley Council", "", day, "", f"1.1  {words}", "", "1.2  The end.")
    )


SECRET = paper("Secret Homes", "Exempt under paragraph 3 of Schedule 12A.")
ALLOWED = ("--visibility", "restricted", "--reason", "names a site", "--by", "Ada Fern")


def entries(knowledge: Path) -> dict[str, Paper]:
    return {entry.id: entry for entry in read_register(knowledge / "papers.yaml")}


def write(folder: Path, **files: bytes) -> Path:
    folder.mkdir(exist_ok=True)
    for name, raw in files.items():
        (folder / name.replace("_", ".")).write_bytes(raw)
    return folder


def test_a_folder_is_added_and_its_table_says_what_became_of_each_file(
    cli: Cli, knowledge: Path, tmp_path: Path
) -> None:
    folder = write(
        tmp_path / "in",
        a_pdf=paper("Homes"),
        b_pdf=b"",
        c_jpg=b"\xff\xd8\xff",
        d_pdf=paper("Staff"),
    )

    result = cli("papers", "add", folder)

    assert result.exit_code == 1
    assert "Not added: b.pdf: the file is empty" in result.stderr
    table = [
        line.split()[:2] for line in result.stdout.splitlines() if ".pdf" in line or "jpg" in line
    ]
    assert ["a.pdf", "read"] in table
    assert ["b.pdf", "refused"] in table
    assert ["c.jpg", "skipped"] in table
    assert "2 read, 1 skipped, 1 refused." in result.stdout
    assert list(entries(knowledge))[2:] == ["ostley-2024-06-03-homes", "ostley-2024-06-03-staff"]
    assert (knowledge / "papers" / "ostley-2024-06-03-homes.pdf").is_file()


def test_a_pattern_and_a_zip_pack_are_added_file_by_file(
    cli: Cli, knowledge: Path, tmp_path: Path
) -> None:
    write(tmp_path / "in", a_pdf=paper("Homes"))
    with zipfile.ZipFile(tmp_path / "pack.zip", "w") as pack:
        pack.writestr("../../escape.pdf", paper("Staff"))
        pack.writestr("notes.xyz", b"no paper")

    result = cli("papers", "add", tmp_path / "in" / "*.pdf", tmp_path / "pack.zip")

    assert result.exit_code == 0, result.output
    found = entries(knowledge)
    assert found["ostley-2024-06-03-staff"].sources == ("pack.zip/escape.pdf",)
    assert not list(tmp_path.rglob("escape*"))
    assert "2 read, 1 skipped, 0 refused." in result.stdout


def test_packs_within_packs_end(cli: Cli, tmp_path: Path) -> None:
    raw = paper("Homes")
    for depth in range(4):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as pack:
            pack.writestr("inner.zip" if depth else "a.pdf", raw)
        raw = out.getvalue()
    (tmp_path / "pack.zip").write_bytes(raw)

    result = cli("papers", "add", tmp_path / "pack.zip")

    assert result.exit_code == 1
    assert "a pack within a pack within a pack is not opened" in result.stderr


def test_a_broken_pack_is_told(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "pack.zip").write_bytes(b"PK\x03\x04 no more")

    result = cli("papers", "add", tmp_path / "pack.zip")

    assert (result.exit_code, "pack.zip: the zip pack cannot be opened" in result.stderr) == (
        1,
        True,
    )


def test_the_same_words_in_other_bytes_are_one_paper_with_both_sources(
    cli: Cli, knowledge: Path, tmp_path: Path
) -> None:
    write(tmp_path / "in", one_txt=KINSHIP_ORIGINAL.encode())
    write(tmp_path / "in", two_txt=KINSHIP_ORIGINAL.upper().encode("utf-16"))
    cli("papers", "add", tmp_path / "in" / "one.txt", "--id", KINSHIP)

    result = cli("papers", "add", tmp_path / "in" / "two.txt")

    assert result.exit_code == 0, result.output
    assert f"Skipped: two.txt: '{KINSHIP}' has the same words; it is one paper" in result.stdout
    assert entries(knowledge)[KINSHIP].sources == ("one.txt", "two.txt")
    assert len(entries(knowledge)) == 2


def test_a_newer_version_takes_the_place_of_the_one_before(
    cli: Cli, knowledge: Path, tmp_path: Path
) -> None:
    write(tmp_path / "in", a_pdf=paper("Homes"), b_pdf=paper("Homes", "Other words."))
    cli("papers", "add", tmp_path / "in" / "a.pdf")

    result = cli("papers", "add", tmp_path / "in" / "b.pdf")

    assert "ostley-2024-06-03-homes: replaced, 4 passages" in result.stdout
    assert entries(knowledge)["ostley-2024-06-03-homes"].sources == ("b.pdf",)
    assert len(entries(knowledge)) == 3


def test_a_paper_that_says_it_is_exempt_is_refused_with_its_words_and_page(
    cli: Cli, knowledge: Path, tmp_path: Path
) -> None:
    write(tmp_path / "in", a_pdf=SECRET)

    result = cli("papers", "add", tmp_path / "in" / "a.pdf", "--visibility", "public")

    assert result.exit_code == 1
    assert "it says on page 1 “1.1 Exempt under paragraph 3 of Schedule 12A.”" in result.stderr
    assert len(entries(knowledge)) == 2
    assert list((knowledge / "papers").iterdir()) == []


@pytest.mark.parametrize("missing", [("--reason", "why"), ("--by", "Ada Fern")])
def test_a_restricted_paper_needs_a_reason_and_a_name(
    cli: Cli, tmp_path: Path, missing: tuple[str, str]
) -> None:
    write(tmp_path / "in", a_pdf=SECRET)

    result = cli("papers", "add", tmp_path / "in" / "a.pdf", "--visibility", "restricted", *missing)

    assert (result.exit_code, "needs --reason and --by" in result.stderr) == (2, True)


def test_a_restricted_paper_is_kept_with_who_said_so_and_why(
    cli: Cli, knowledge: Path, tmp_path: Path
) -> None:
    write(tmp_path / "in", a_pdf=SECRET)

    result = cli("papers", "add", tmp_path / "in" / "a.pdf", *ALLOWED)

    assert result.exit_code == 0, result.output
    kept = entries(knowledge)["ostley-2024-06-03-secret-homes"]
    assert (kept.visibility, kept.restricted_because, kept.restricted_by) == (
        "restricted", "names a site", "Ada Fern",
    )  # fmt: skip


def test_nothing_of_a_restricted_paper_is_in_what_answers(
    cli: Cli, knowledge: Path, var: Path, tmp_path: Path
) -> None:
    build_toy(knowledge, var)
    before = load(var)
    write(tmp_path / "in", a_pdf=SECRET)
    cli("papers", "add", tmp_path / "in" / "a.pdf", *ALLOWED)

    built = build_toy(knowledge, var)
    public, everything = load(var), load(var, restricted=True)

    assert "ostley-2024-06-03-secret-homes" in {entry.id for entry in everything.papers}
    assert (public.papers, public.passages) == (before.papers, before.passages)
    assert (public.latest, public.words.count) == (before.latest, before.words.count)
    assert (public.words.has("exempt"), everything.words.has("exempt")) == (False, True)
    assert len(public.vectors) == len(before.vectors) == len(public.views.passage)
    assert public.about.passages == before.about.passages
    assert {entry.id for entry in contents(var).papers} == {KINSHIP, MINUTES}
    assert contents(var).passages == public.passages
    # Nor is it told as what has changed.
    assert built.changes == compare(before, before)


def test_a_restricted_paper_is_never_answered_listed_or_counted(
    built_cli: Cli, knowledge: Path, var: Path, tmp_path: Path
) -> None:
    questions = (
        "what homes are exempt?", "what does schedule 12A say?", "which papers do you have?",
        "what is a secret home in Ostley?",
    )  # fmt: skip
    before = [json.loads(built_cli("ask", q, "--json", "--limit", 20).stdout) for q in questions]
    write(tmp_path / "in", a_pdf=SECRET)
    built_cli("papers", "add", tmp_path / "in" / "a.pdf", *ALLOWED)

    build_toy(knowledge, var)

    after = [json.loads(built_cli("ask", q, "--json", "--limit", 20).stdout) for q in questions]
    assert after == before


def test_a_paper_is_shown_with_where_it_came_from(cli: Cli, tmp_path: Path) -> None:
    write(tmp_path / "in", a_pdf=paper("Homes"))
    cli("papers", "add", tmp_path / "in" / "a.pdf")

    shown = cli("papers", "show", "ostley-2024-06-03-homes").stdout

    assert "title: Homes\n" in shown
    assert "sources: a.pdf\n" in shown
    assert "original: ostley-2024-06-03-homes.pdf\n" in shown
    assert "pages: 1\npassages: 4\n" in shown


def test_a_paper_is_removed_with_its_entry_and_a_summarised_one_keeps_it(
    cli: Cli, knowledge: Path, tmp_path: Path
) -> None:
    register = (knowledge / "papers.yaml").read_text(encoding="utf-8")
    write(tmp_path / "in", a_pdf=paper("Homes"), b_txt=KINSHIP_ORIGINAL.encode())
    cli("papers", "add", tmp_path / "in" / "a.pdf")
    cli("papers", "add", tmp_path / "in" / "b.txt", "--id", KINSHIP)

    new = cli("papers", "remove", "ostley-2024-06-03-homes")
    old = cli("papers", "remove", KINSHIP)

    assert (new.exit_code, old.exit_code) == (0, 0)
    assert list(entries(knowledge)) == [KINSHIP, MINUTES]
    assert list((knowledge / "papers").iterdir()) == []
    assert register.splitlines()[1] in (knowledge / "papers.yaml").read_text(encoding="utf-8")
    assert cli("papers", "remove", KINSHIP).exit_code == 1
    assert cli("papers", "remove", "elsewhere").exit_code == 1


def test_answering_imports_no_reader_of_files() -> None:
    import subprocess
    import sys

    # numpy takes charset_normalizer where it finds it, so that one is none of our doing.
    libraries = "pypdfium2 pdfplumber pdfminer docx mammoth selectolax trafilatura lxml"
    code = (
        "import sys; sys.path.insert(0, '.'); import bot.cli; "
        f"print([name for name in '{libraries}'.split() if name in sys.modules])"
    )
    root = Path(__file__).parents[1]

    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=True
    )

    assert loaded.stdout == "[]\n"


def test_a_paper_from_the_web_is_known_by_its_address_when_it_changes(
    knowledge: Path, tmp_path: Path
) -> None:
    url = "https://ostley.example/homes.pdf"
    chosen, given = Settings(knowledge, tmp_path / "var"), Given(None, {}, None, "", "")
    write(tmp_path / "in", a_pdf=paper("Homes"), b_pdf=paper("Homes and More", "Other words."))
    one = Source(tmp_path / "in" / "a.pdf", "Homes", url, '"one"')
    two = Source(tmp_path / "in" / "b.pdf", "Homes", url, '"two"')

    said = [add_all(chosen, [source], given)[0].state for source in (one, one, two)]

    assert said == ["read", "skipped", "read"]
    assert len(entries(knowledge)) == 3
    assert entries(knowledge)["ostley-2024-06-03-homes"].sources == (url,)
    assert fetched_before(knowledge) == {url: ('"two"', "")}


def test_pictures_of_text_are_read_with_ocrmypdf_when_asked_for(
    cli: Cli, knowledge: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "in", a_pdf=pdf(picture()), text_bin=paper("Homes"))
    program = tmp_path / "bin" / "ocrmypdf"
    program.parent.mkdir()
    # Stands in for the program, which is large: it "reads" what the picture is known to show.
    program.write_text(f'#!/bin/sh\nfor last; do :; done\ncp {tmp_path}/in/text.bin "$last"\n')
    program.chmod(0o755)

    without = cli("papers", "add", tmp_path / "in" / "a.pdf")
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    with_it = cli("papers", "add", tmp_path / "in" / "a.pdf", "--ocr")

    assert (without.exit_code, "so it needs OCR first" in without.stderr) == (1, True)
    assert with_it.exit_code == 0, with_it.output
    assert "ostley-2024-06-03-homes" in entries(knowledge)
    assert sorted(path.name for path in (tmp_path / "in").iterdir()) == ["a.pdf", "text.bin"]


def test_a_citation_leads_to_the_page_of_a_pdf() -> None:
    passage = make_passage("Words.", page=7)

    def link(**changes: object) -> str:
        return citation_of(make_paper(**changes), passage).url

    pdf_url, meeting = "https://ostley.example/a.pdf", "https://ostley.example/meeting?id=1"
    assert link(url=pdf_url) == f"{pdf_url}#page=7"
    assert link(url=meeting, sources=("b.pdf", f"{pdf_url}?T=1")) == f"{pdf_url}?T=1#page=7"
    assert link(url=meeting, sources=("b.pdf",)) == meeting
    assert citation_of(make_paper(url=pdf_url), make_passage("Words.")).url == pdf_url
