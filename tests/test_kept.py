"""A file is read once, and read again when its bytes change."""

from pathlib import Path

from made import page, pdf

from index.readers import read
from index.readers.kept import forget_others, read_once


def test_what_was_read_is_given_again_without_reading(tmp_path: Path) -> None:
    path, folder = tmp_path / "paper.pdf", tmp_path / "read"
    path.write_bytes(pdf(page("1.1  Words.")))
    first = read_once(path, folder)
    kept = next(folder.iterdir())
    kept.write_text(kept.read_text(encoding="utf-8").replace("Words", "Kept words"), "utf-8")

    assert first == read(path)
    assert [block.text for block in read_once(path, folder)] == ["1.1 Kept words."]


def test_changed_bytes_and_broken_notes_are_read_anew(tmp_path: Path) -> None:
    path, folder = tmp_path / "paper.txt", tmp_path / "read"
    path.write_text("1. Before.", encoding="utf-8")
    read_once(path, folder)
    next(folder.iterdir()).write_text("{", encoding="utf-8")
    assert [block.text for block in read_once(path, folder)] == ["1. Before."]

    path.write_text("1. After.", encoding="utf-8")
    assert [block.text for block in read_once(path, folder)] == ["1. After."]

    forget_others(folder, [path])
    assert len(list(folder.iterdir())) == 1
