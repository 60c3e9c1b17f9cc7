"""Who asks what a short form means is shown where it is written out."""

from pathlib import Path

import pytest
from toys import WordEncoder, edition_of

from bot.answer import Answerer
from bot.meaning import written_out
from bot.question import Vocabulary, understand
from index.glossary import Glossary, Term

CMA = Term("Competition and Markets Authority", "The competition regulator.", ("CMA",))
WORDS = Vocabulary(Glossary((CMA, Term("foster carer", "Cares for a child."))))


@pytest.mark.parametrize(
    "asked",
    [
        "What's the CMA?",
        "whats CMA stand for",
        "could someone spell out CMA for me",
        "who are the CMA",
        "what do people mean by CMA",
        "CMAs - what's that short for",
    ],
)
def test_a_question_what_a_short_form_means(asked: str) -> None:
    assert written_out(understand(asked, (), WORDS)) == ("competition and markets authority",)


@pytest.mark.parametrize(
    "asked",
    [
        "what did the CMA find?",
        "is the CMA happy",
        "what does foster carer mean",
        "what's the Competition and Markets Authority?",
    ],
)
def test_another_question(asked: str) -> None:
    assert written_out(understand(asked, (), WORDS)) == ()


def test_the_passage_that_writes_it_out_comes_first_with_that_sentence(tmp_path: Path) -> None:
    texts = (
        "The CMA on fostering. The CMA said CMA fees rose.",
        "Fees rose. A study by the Competition and Markets Authority (CMA) says so. Costs too.",
    )
    glossary = f"terms:\n- term: {CMA.term}\n  short: [CMA]\n  meaning: {CMA.meaning}\n"
    held = edition_of(tmp_path, {"ashby-2023-03-01": texts}, glossary=glossary)

    answer = Answerer(held, WordEncoder()).answer("What's the CMA?", limit=2)

    assert [citation.locator for citation in answer.citations] == ["2", "1"]
    assert "A study by the Competition and Markets Authority (CMA) says so." in [
        sentence.text for sentence in answer.sentences
    ]
