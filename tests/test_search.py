"""What the index finds, on corpora small enough to check by eye."""

from index.lexical import Lexical, stems


def test_a_rarer_shared_word_outweighs_a_common_one() -> None:
    lexical = Lexical.of(["kinship carers are paid", "homes and homes", "carers of homes"])

    scores = lexical.scores(stems("kinship homes"))

    assert scores.argmax() == 0
