"""The glossary, and what is said of a broken one."""

from pathlib import Path

import pytest

from index.glossary import Glossary, GlossaryError, Term, read_glossary


def written(folder: Path, text: str) -> Path:
    path = folder / "glossary.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_term_is_read_with_all_its_forms(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        """
terms:
  - term: kinship carers
    meaning: Relatives who bring up a child.
    short: [KC]
    also: [connected persons]
    everyday: [nans]
    note: Barrowmere says family carers.
    kind: people
spellings: {wot: what}
""",
    )

    assert read_glossary(path) == Glossary(
        (
            Term(
                "kinship carers",
                "Relatives who bring up a child.",
                ("KC",),
                ("connected persons",),
                ("nans",),
                "Barrowmere says family carers.",
                "people",
            ),
        ),
        (("wot", "what"),),
    )


def test_no_file_is_an_empty_glossary(tmp_path: Path) -> None:
    assert read_glossary(tmp_path / "glossary.yaml") == Glossary()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("terms: [", "glossary.yaml: this is not valid YAML"),
        ("words: []", "glossary.yaml: it must hold a list named 'terms'."),
        ("", "glossary.yaml: it must hold a list named 'terms'."),
        ("terms: [{term: nan}]", "entry 1 needs at least a term and a meaning."),
        ("terms: [nan]", "entry 1 needs at least a term and a meaning."),
        (
            "terms: [{term: nan, meaning: m, colour: red}]",
            "'nan' has the unknown field 'colour'.",
        ),
        (
            "terms: [{term: nan, meaning: m}, {term: Nan, meaning: n}]",
            "'nan' has two entries; keep one.",
        ),
        ("terms: [{term: nan, meaning: m, also: gran}]", "'nan': also must be a list of words"),
        ("terms: [{term: nan, meaning: m, short: [no]}]", "put yes, no and figures in quotes."),
        ("terms: []\nspellings: [wot]", "spellings must be lines such as 'wd: would'."),
        ("terms: []\nspellings: {no: know}", "put yes, no and figures in quotes."),
        ("terms: [{term: nan, meaning: m, since: 2024}]", "'nan': since must be a month, such as"),
        ("terms: [{term: nan, meaning: 2023-02-30}]", "this is not valid YAML"),
    ],
)
def test_a_broken_glossary_is_refused_in_a_sentence(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(GlossaryError) as caught:
        read_glossary(written(tmp_path, text))

    assert said in str(caught.value)


def test_the_glossary_that_ships_has_eighty_terms_or_more() -> None:
    shipped = Path(__file__).parents[1] / "knowledge" / "glossary.yaml"

    assert len(read_glossary(shipped).terms) >= 80
