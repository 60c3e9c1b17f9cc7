"""A pile of papers in every house style is read back as it was made; benchmarks/pile.py makes more
of them.
"""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "benchmarks"))

import pile
from pile_papers import STYLES

from index.readers.docx import read_docx
from index.readers.html import read_html
from index.readers.pdf import read_pdf

_READ = {".pdf": read_pdf, ".docx": read_docx, ".html": read_html}


@pytest.mark.parametrize("first", [0, 10, 40, 50], ids=["pdf", "more pdf", "docx", "html"])
def test_papers_of_every_style_give_their_numbers_words_and_pages(
    tmp_path: Path, first: int
) -> None:
    made = list(pile.make(tmp_path, range(first, first + len(STYLES))))

    tallies = []
    for each in made:
        path = tmp_path / each.name
        tallies.append(pile.tally(tmp_path, each, _READ[path.suffix](path.read_bytes(), each.name)))

    assert {tally.style for tally in tallies} == set(STYLES)
    assert [tally.wrong for tally in tallies if tally.wrong] == []
    assert [tally.silent for tally in tallies if tally.silent] == []
    assert sum(tally.right for tally in tallies) >= 0.99 * sum(tally.numbers for tally in tallies)
    assert sum(t.rows_right for t in tallies) >= 0.8 * sum(t.rows for t in tallies)
    assert sum(tally.numbers for tally in tallies) > 400
