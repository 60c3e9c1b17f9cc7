"""Questions about how things moved: their parts, their statuses, the ledger's rows behind them."""

from datetime import date
from pathlib import Path

import pytest
from toys import TOY_MODEL, WordEncoder, answered, edition_of, make_passage, weights_of

from bot.answer import Answerer
from bot.choosing import Sentence
from bot.judges import Judges
from bot.ledger import Ledger, Stand
from bot.over_time import (
    asks_government,
    is_over_time,
    parts_of,
    statuses_listed,
)
from bot.ranking import SIGNALS, Ranking, Weighing
from index.edition import Edition
from index.positions import Position, Topic
from index.search import Hit, words_of

PAPERS = {
    "ashby-2021-07-01": ("The panel asked for an allowance of kinship carers.", "Homes are few."),
    "barrow-2022-06-01": ("Ministers refused the allowance. An officer wept.",),
    "corby-2023-03-01": (
        "Government will test the agency budget.",
        "An allowance of kinship carers is under trial.",
    ),
}


def position(passage: str, status: str, stage: str = "government") -> Position:
    paper = next(paper for paper in PAPERS if passage.startswith(paper[:5]))
    identity = f"{paper}#{passage.partition(' ')[2]}"
    return Position(date.fromisoformat(paper[-10:]), stage, status, "they", identity, "They said.")


ASKED = position("ashby 1", "recommended", "recommended")
REFUSED = position("barrow 1", "rejected")
TRIED = position("corby 2", "being tested")
ALLOWANCE = Topic(
    "allowance", "Kinship allowance", "Will it come?", ("carers' pay",), (ASKED, REFUSED, TRIED)
)
AGENCY = Topic(
    "agency", "Agency budget", "Is it capped?", (), (position("corby 1", "being tested"),)
)
HOMES = Topic(
    "homes", "Homes", "How many?", (), (position("ashby 2", "concern raised", "finding"),)
)
LEDGER = Ledger((ALLOWANCE, AGENCY, HOMES))


@pytest.fixture
def edition(tmp_path: Path) -> Edition:
    """An edition of the three papers with the ledger of the three topics."""
    lines = ["topics:"]
    for topic in (ALLOWANCE, AGENCY, HOMES):
        lines += [
            f"  - id: {topic.id}",
            f"    name: {topic.name}",
            f"    question: {topic.question}",
        ]
        lines += [f"    aliases: [{', '.join(topic.aliases)}]", "    positions:"]
        lines += [
            f"      - {{date: {p.date}, stage: {p.stage}, status: {p.status}, who: {p.who}, "
            f"passage: '{p.passage}', line: {p.line}}}"
            for p in topic.positions
        ]
    return edition_of(tmp_path, PAPERS, positions="\n".join(lines))


def hit(place: str, score: float) -> Hit:
    paper = next(paper for paper in PAPERS if place.startswith(paper[:5]))
    locator = place.partition(" ")[2]
    number = sum(map(ord, place))
    return Hit(make_passage("Said.", locator, paper=paper), score, number, score, 0.0)


def places(hits: list[Hit]) -> list[str]:
    return [f"{hit.passage.paper.split('-')[0]} {hit.passage.locator}" for hit in hits]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("who pays the carers", []),
        ("carers and homes", []),
        (
            "what did the review want, and what did ministers say",
            ["what did the review want", "and what did ministers say"],
        ),
        ("what was asked for - who said no", ["what was asked for", "who said no"]),
        ("a b c. d e f? g h i; j k l; m n o", ["a b c", "d e f", "g h i", "j k l"]),
    ],
)
def test_a_question_for_several_things_is_taken_apart(text: str, parts: list[str]) -> None:
    assert parts_of(text) == parts


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("which recommendations were rejected?", "rejected"),
        ("what ideas did gov knock back", "rejected"),
        ("list every proposal they said no to", "rejected"),
        ("which bits didn't they accept", "rejected"),
        ("which bits weren’t agreed", "rejected"),
        ("which recommendations has government not taken up", "rejected"),
        ("which recommendations has government accepted, and not just noted", "accepted"),
        ("what recs got taken up", "accepted"),
        ("which parts are being piloted", "being tested"),
        ("which proposals are out to consultation", "consulted on"),
        ("which proposals are being consulted on", "consulted on"),
        ("which recommendations got money", "funded"),
        ("which recommendations did ministers ignore", "not mentioned"),
        ("what ideas did gov leave out", "not mentioned"),
        ("list everything Whitehall rejected", "rejected"),
        ("can you give me the list of rejected ones", "rejected"),
        ("what was accepted by the DfE from the care review?", "accepted"),
        ("was the allowance rejected?", None),
        ("what was rejected by the review", None),
        ("what was agreed in the review", None),
        ("which recommendations are about carers?", None),
        ("what was asked of panels, and how many Ashby ones got money?", None),
    ],
)
def test_a_list_by_status_is_told_from_a_question_about_one_thing(
    text: str, status: str | None
) -> None:
    assert statuses_listed(text) == ((status,) if status else ())


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("what did government reject", "rejected"),
        ("what has the DfE turned down so far?", "rejected"),
        ("whats being piloted", "being tested"),
        ("what was accepted", "accepted"),
        ("did the government accept everything in the review", "rejected"),
        ("has the DfE agreed to all of it", "rejected"),
        ("did the government reject anything", "rejected"),
        ("did ministers accept anything of it?", "accepted"),
        ("did government accept everything on fees", None),
        ("did the review accept everything", None),
        ("what did government reject on fees", None),
        ("did government accept it", None),
        ("what does government think", None),
        ("what is a pilot", None),
        ("what did he refuse", None),
        ("what was rejected and why", "rejected"),
        ("why was it rejected", None),
        ("what did gov chuck out from Josh's review", "rejected"),
        ("owt ministers ditched of the MacAlister review?", "rejected"),
        ("what did the DfE bin and why", "rejected"),
        ("what got sacked off by government", "rejected"),
        ("what did the government drop", "rejected"),
        ("what's been kicked into the long grass", "rejected"),
        ("what was waved through", "accepted"),
        ("what got the nod", "accepted"),
        ("what did government give the green light", "accepted"),
        ("what did ministers stump up for", "funded"),
        ("what got sacked off", "rejected"),
        ("rejected recs", "rejected"),
        ("accepted recommendations?", "accepted"),
        ("recommendations rejected on fees", None),
        ("what did the govt say nothing about", "not mentioned"),
        ("what hasn't government answered?", "not mentioned"),
        ("what did government say nothing on fees", None),
        ("did government drop the panels", None),
        ("what money", None),
    ],
)
def test_a_list_by_status_is_wanted_where_no_other_subject_is_asked_for(
    text: str, status: str | None
) -> None:
    assert statuses_listed(text) == ((status,) if status else ())


@pytest.mark.parametrize(
    ("before", "text", "status"),
    [
        (["what of kinship care"], "what has Whitehall rejected", "rejected"),
        (["what of kinship care"], "what was rejected", None),
        (["what did government reject"], "what was accepted then", "accepted"),
        (["what did government reject"], "and accepted?", "accepted"),
        (["what did government reject"], "and consulted on?", "consulted on"),
        (
            ["what did government reject", "what was accepted"],
            "ok and being tested",
            "being tested",
        ),
        (["list the recommendations"], "which of them were rejected", "rejected"),
        (["what of kinship care"], "which of them were rejected", None),
        (["what did government reject"], "what did they accept on fees", None),
        (["what did government reject", "why"], "what was accepted", "accepted"),
        (["what did government reject"], "and the reasons?", "rejected"),
        (["what did government reject"], "why was that", "rejected"),
        (["what did government reject"], "why not a pay scale", None),
        (["what of kinship care"], "why", None),
    ],
)
def test_after_a_list_by_status_another_is_wanted_with_fewer_words(
    before: list[str], text: str, status: str | None
) -> None:
    assert statuses_listed(text, before) == ((status,) if status else ())


@pytest.mark.parametrize(
    ("before", "text", "statuses"),
    [
        ([], "what did government accept and what did they reject", ("accepted", "rejected")),
        ([], "which recommendations were rejected and which accepted?", ("rejected", "accepted")),
        ([], "what did they accept or reject", ("accepted", "rejected")),
        (
            [],
            "what was accepted, what was rejected and what's being tested",
            ("accepted", "rejected", "being tested"),
        ),
        ([], "what did they turn down", ("rejected",)),
        (["when did ministers respond"], "what did they turn down", ("rejected",)),
        (["what do councils think"], "what did they turn down", ()),
        (["what did they accept"], "and what did they turn down", ("rejected",)),
        (
            [],
            "which recommendations were not accepted and which were accepted",
            ("rejected", "accepted"),
        ),
        ([], "which recommendations were neither accepted nor rejected", ()),
        (["when did ministers respond"], "did they reject it", ()),
        ([], "which recommendations were accepted, with how much money", ("accepted",)),
        ([], "what did government accept on fees and what did it reject", ()),
    ],
)
def test_several_lists_by_status_are_wanted_in_the_order_asked(
    before: list[str], text: str, statuses: tuple[str, ...]
) -> None:
    assert statuses_listed(text, before) == statuses


@pytest.mark.parametrize(
    ("text", "over_time", "government"),
    [
        ("what did the government say about carers", True, True),
        ("did ministers back the allowance", True, True),
        ("has the allowance changed since 2022", True, False),
        ("where does the allowance stand", True, False),
        ("what is an allowance", False, False),
        ("what does ASYE stand for", False, False),
    ],
)
def test_what_may_need_several_papers_and_what_needs_governments_answer(
    text: str, over_time: bool, government: bool
) -> None:
    assert (is_over_time(text), asks_government(text)) == (over_time, government)


def test_topics_of_a_status_come_newest_first_each_once_and_only_as_government_put_them() -> None:
    welcomed = Topic("w", "W", "?", (), (position("ashby 1", "rejected", "local"),))
    twice = Topic("t", "T", "?", (), (position("ashby 2", "rejected"), REFUSED))
    early = Topic("e", "E", "?", (), (position("ashby 1", "rejected"),))

    found = Ledger((welcomed, twice, ALLOWANCE, early)).with_status("rejected")

    assert [(topic.id, row.passage[:5]) for topic, row in found] == [
        ("t", "barro"),
        ("allowance", "barro"),
        ("e", "ashby"),
    ]


def test_what_was_accepted_in_part_is_listed_with_what_was_accepted() -> None:
    partly = Topic("p", "P", "?", (), (position("corby 1", "accepted in part"),))

    assert [topic.id for topic, _ in Ledger((partly, AGENCY)).with_status("accepted")] == ["p"]


def test_other_papers_on_the_best_hits_topic_are_found_one_passage_each() -> None:
    topic = Topic("t", "T", "?", (), (ASKED, position("corby 1", "funded"), TRIED, REFUSED))
    near = ("ashby 1", "ashby 2", "barrow 1", "corby 2", "corby 1")
    hits = [hit(place, 1.0 - number / 10) for number, place in enumerate(near)]

    assert places(Ledger((topic,)).on_same_topic(hits)) == ["barrow 1", "corby 2"]


def test_what_is_far_less_likely_to_be_needed_is_not_on_the_same_topic() -> None:
    hits = [hit("ashby 1", 1.0), hit("barrow 1", 0.1), hit("corby 2", 0.09)]

    assert places(LEDGER.on_same_topic(hits)) == ["barrow 1"]


def test_a_topic_stands_as_the_cited_passages_say_oldest_first() -> None:
    cited = [TRIED.passage, REFUSED.passage]

    assert LEDGER.standing(words_of("the kinship allowance"), cited) == (
        Stand("Kinship allowance", REFUSED, 2),
        Stand("Kinship allowance", TRIED, 1),
    )


@pytest.mark.parametrize(
    ("asked", "cited"),
    [
        ("kinship allowance", [TRIED.passage]),
        ("foster budgets", [TRIED.passage, REFUSED.passage]),
        ("kinship allowance", ["corby-2023-03-01#9", REFUSED.passage, TRIED.passage]),
        ("kinship allowance", []),
    ],
    ids=["one position", "another topic", "first passage of no topic", "nothing cited"],
)
def test_without_two_positions_on_what_was_asked_nothing_stands(
    asked: str, cited: list[str]
) -> None:
    assert LEDGER.standing(words_of(asked), cited) == ()


def test_an_alias_means_the_topic_as_well() -> None:
    cited = [TRIED.passage, ASKED.passage]

    assert [row.citation for row in LEDGER.standing(words_of("carers' pay"), cited)] == [2, 1]


def test_the_nearest_passage_with_governments_position_on_the_topic_is_found() -> None:
    hits = [hit("ashby 1", 1.0), hit("ashby 2", 0.9), hit("corby 2", 0.8), hit("barrow 1", 0.7)]
    kinship, homes = words_of("the kinship allowance"), words_of("homes")

    assert LEDGER.government_in(kinship, hits) is hits[2]
    assert LEDGER.government_in(kinship, hits[:2]) is None
    assert LEDGER.government_in(homes, hits) is None
    assert LEDGER.government_in(homes, []) is None


def test_a_topic_without_a_word_of_government_is_known() -> None:
    homes, allowance = HOMES.positions[0].passage, TRIED.passage

    assert LEDGER.lacks_government(words_of("homes"), [homes])
    assert not LEDGER.lacks_government(words_of("kinship allowance"), [allowance])
    assert not LEDGER.lacks_government(words_of("foster"), [homes])


def test_that_a_paper_does_not_mention_governments_answer_is_none() -> None:
    homes, left_out = HOMES.positions[0], position("corby 1", "not mentioned")
    ledger = Ledger((Topic("homes", "Homes", "How many?", (), (homes, left_out)),))

    assert ledger.lacks_government(words_of("homes"), [homes.passage])


@pytest.mark.parametrize(
    ("question", "cited", "sentence"),
    [
        ("which proposals were rejected?", ["barrow 1"], "Ministers refused the allowance."),
        ("which ideas are being tested", ["corby 2", "corby 1"], None),
    ],
)
def test_a_list_by_status_is_complete_whatever_the_limit(
    edition: Edition, question: str, cited: list[str], sentence: str | None
) -> None:
    answer = Answerer(edition, WordEncoder()).answer(question, limit=1)

    assert answer.outcome == "answered"
    assert [f"{c.paper.split('-')[0]} {c.locator}" for c in answer.citations] == cited
    assert [stand.citation for stand in answer.stands] == list(range(1, len(cited) + 1))
    assert {s.citation for s in answer.sentences} == {stand.citation for stand in answer.stands}
    if sentence:
        assert answer.sentences == (Sentence(sentence, 1),)


def test_a_list_that_the_ledger_has_nothing_for_is_nothing_found(edition: Edition) -> None:
    answer = answered(edition, "which recommendations got money?")

    assert (answer.outcome, answer.citations, answer.nearest) == ("nothing_found", (), ())


def test_an_answer_over_time_shows_how_the_position_moved(edition: Edition) -> None:
    answer = answered(edition, "what happened to the kinship allowance")

    rows = [(stand.position.status, stand.citation) for stand in answer.stands]
    assert [status for status, _ in rows] == ["recommended", "rejected", "being tested"]
    for stand in answer.stands:
        cited = answer.citations[stand.citation - 1]
        assert stand.position.passage == f"{cited.paper}#{cited.locator}"


def test_a_question_of_one_time_shows_no_positions(edition: Edition) -> None:
    assert answered(edition, "what is the kinship allowance").stands == ()


def test_an_answer_over_time_says_a_sentence_of_each_paper_on_the_topic(edition: Edition) -> None:
    gently = Weighing({name: 4.0 * (name == "score") for name in SIGNALS}, -3.0)
    judges = Judges(ranking=Ranking(TOY_MODEL, gently, gently))
    answerer = Answerer(edition, WordEncoder(), judges)

    answer = answerer.answer("what happened to the kinship allowance")

    assert [c.published.year for c in answer.citations][:3] == [2021, 2023, 2022]
    assert answer.sentences == (
        Sentence("The panel asked for an allowance of kinship carers.", 1),
        Sentence("An allowance of kinship carers is under trial.", 2),
        Sentence("Ministers refused the allowance.", 3),
    )


def test_what_other_papers_say_on_a_topic_is_one_passage_a_paper() -> None:
    hits = [hit("corby 2", 1.0), hit("barrow 1", 0.9), hit("ashby 2", 0.8), hit("ashby 1", 0.7)]

    assert places(LEDGER.on_same_topic(hits)) == ["barrow 1", "ashby 1"]


@pytest.mark.parametrize(
    ("asked", "outcome"),
    [
        ("what happened to the kinship allowance", "partly_answered"),
        ("what happened to the kinship allowance in 2031", "nothing_found"),
        ("what is the kinship allowance", "nothing_found"),
    ],
)
def test_how_a_topic_of_the_ledger_moved_is_never_unknown(
    edition: Edition, asked: str, outcome: str
) -> None:
    doubtful = Answerer(edition, WordEncoder(), Judges(weights_of(nothing=0.9, partly=0.95)))

    assert doubtful.answer(asked).outcome == outcome


@pytest.mark.parametrize(
    ("text", "outcome", "first"),
    [
        ("what did government say about the kinship allowance", "answered", "corby 2"),
        ("what did ministers say on the kinship allowance in 2019", "partly_answered", "corby 2"),
        ("why did ministers reject the kinship allowance", "partly_answered", "corby 2"),
        (
            "what did ministers say of the kinship allowance for zebras",
            "partly_answered",
            "corby 2",
        ),
        ("what did ministers say about homes", "partly_answered", "ashby 2"),
        ("what of the kinship allowance", "partly_answered", "ashby 1"),
    ],
)
def test_what_government_says_of_a_topic_is_no_doubt_where_the_ledger_has_it(
    edition: Edition, text: str, outcome: str, first: str
) -> None:
    doubtful = Answerer(edition, WordEncoder(), Judges(weights_of(nothing=0.1, partly=0.95)))

    answer = doubtful.answer(text)

    cited = answer.citations[0]
    assert (answer.outcome, f"{cited.paper[:5]} {cited.locator}") == (outcome, first)
