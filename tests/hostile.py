"""Answers with anything at all in their papers, for holding what a front draws against."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from bot.answer import Answer, Outcome, Searched
from bot.choosing import Sentence
from bot.citation import Citation
from bot.ledger import Stand
from bot.library import Found
from index.positions import Position

SEARCHED = Searched(5, 191, date(2023, 3, 20))
HOSTILE = (
    "<!channel> <@U1> <#C1> <https://x.example|y>",
    "*bold* _it_ ~no~ `code` ```pre``` > quote &lt;!here&gt; &amp;",
    "\u200b\u202eevil\u202c\ufeff\u0000\u0007",
    "",
    " \n\n\t ",
    '"' * 5_000,
    "\\" * 5_000,
    "word " * 4_000,
    "x" * 20_000,
    "\ud800 lone",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 " * 400,
    "Line one.\nLine two.\r\nLine three.",
    "# Heading\n- point\n+ plus\n1. one\n2) two\n===\n---",
    "[1] [2](https://evil.example) ![x](https://evil.example/x.png) <https://evil.example>",
    "<at>Everybody</at> <b>loud</b> <img src=x> &#42;bold&#42; &lt;at&gt;",
    "| a | b |\n|---|---|\n| c | d |",
    "    four spaces\n\ttab\n~~~\nfence",
)
TEXT = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=300),
    st.builds(lambda a, b, n: (a + b) * n, st.text(), st.sampled_from(HOSTILE), st.integers(0, 3)),
)


def citation(number: int = 1, **given_: Any) -> Citation:
    """Return a citation, the plainest there is unless something else is given."""
    plain = {
        "number": number,
        "paper": "kirkford-2023",
        "title": "Stable Homes in Kirkford",
        "publisher": "Kirkford Council",
        "published": date(2023, 3, 20),
        "locator": "2.1",
        "heading": (),
        "page": None,
        "source": "paper",
        "quote": "Carers are paid. Homes are near.",
        "url": "https://papers.example/kirkford",
        "score": 0.5,
    }
    return Citation(**(plain | given_))


def stands(count: int, topic: str = "Wardens") -> tuple[Stand, ...]:
    """Return so many rows of the ledger, all of the first citation."""
    position = Position(date(2023, 2, 2), "government", "rejected", "they", "a#1", "It is so.")
    return tuple(Stand(topic, position, 1) for _ in range(count))


@st.composite
def answers(draw: st.DrawFn) -> Found:
    """Return any answer with any papers behind it."""
    outcome: Outcome = draw(
        st.sampled_from(
            [
                "answered",
                "partly_answered",
                "nothing_found",
                "personal_data",
                "urgent",
                "out_of_scope",
            ]
        )
    )
    cited = []
    for number in range(1, draw(st.integers(0, 20)) + 1):
        cited.append(
            citation(
                number,
                title=draw(TEXT),
                publisher=draw(TEXT),
                locator=draw(TEXT),
                quote=draw(TEXT),
                page=draw(st.one_of(st.none(), st.integers(0, 999))),
                source=draw(st.sampled_from(["paper", "summary"])),
                url=draw(
                    st.sampled_from(["", "https://a.example/" + "p" * 3_000, "https://b.example/x"])
                ),
            )
        )
    sentences = tuple(
        Sentence(c.quote[: draw(st.integers(0, 400))], c.number)
        for c in cited[: draw(st.integers(0, 9))]
    )
    stands = tuple(
        Stand(
            draw(TEXT),
            Position(date(2023, 2, 2), "government", "rejected", draw(TEXT), "a#1", draw(TEXT)),
            c.number,
        )
        for c in (3 * cited)[: draw(st.integers(0, 30))]
    )
    is_found = outcome in ("answered", "partly_answered")
    shown = tuple(cited)
    further = tuple(citation(n, quote=draw(TEXT)) for n in range(30, 30 + draw(st.integers(0, 7))))
    return Found(
        Answer(
            draw(TEXT),
            outcome,
            SEARCHED,
            sentences if is_found else (),
            shown if is_found else (),
            shown if outcome == "nothing_found" else (),
            stands=stands if is_found else (),
        ),
        further,
    )
