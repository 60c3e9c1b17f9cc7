"""Every question ends in a named outcome, and every sentence stands in the passage it cites."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from toys import SEAMS, WORDS, WordEncoder, edition_of, weights_of

from bot import wording
from bot.answer import Answer, Answerer, Searched
from bot.choosing import Chooser, Sentence, nearest_to
from bot.gaps import Gap
from bot.guard import GuardOutcome
from bot.judges import Judges
from bot.known_names import known_names
from bot.question import QuestionError, Vocabulary, understand
from index.edition import Edition
from index.search import Hit, Sought, search

ASHBY, BARROW = "ashby-2023-03-01", "barrow-2022-06-01"
PAPERS = {
    ASHBY: (
        "Kinship carers get an allowance of £90. The carers asked for more.",
        "Agency staff drain the budget; Mel Meggs said so.",
        "Foster homes are few. An officer visits the homes.",
    ),
    BARROW: ("The allowance of foster carers rose.", "Homes need a budget."),
}
GLOSSARY = """
terms:
  - {term: kinship carers, meaning: Relatives., everyday: [nans bringing up kids]}
  - {term: agency staff, meaning: Not of the council., everyday: [temps]}
  - {term: Jo Bloggs-Smythe, meaning: A chair., kind: person, also: [Bloggs Smythe]}
spellings: {wot: what}
"""
STORY = (
    "one of my families, mum has two kids aged 4 and 6, dad hit her last week and they moved to "
    "foster homes"
)
MESSAGES = yaml.safe_load(
    (Path(__file__).parent / "questions" / "guard.yaml").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """An edition of two papers with five lines."""
    return edition_of(tmp_path_factory.mktemp("edition"), PAPERS, glossary=GLOSSARY)


@pytest.fixture
def encoder() -> WordEncoder:
    return WordEncoder()


@pytest.fixture
def answerer(edition: Edition, encoder: WordEncoder) -> Answerer:
    return Answerer(edition, encoder)


def places(answer: Answer) -> list[str]:
    return [f"{c.paper.split('-')[0]} {c.locator}" for c in answer.citations]


def assert_can_be_checked(answer: Answer, limit: int) -> None:
    """Assert that numbers run from 1, the best comes first and sentences stand where they say."""
    cited = answer.citations or answer.nearest
    assert [citation.number for citation in cited] == list(range(1, len(cited) + 1))
    assert len(cited) <= limit
    assert max(citation.score for citation in cited) == cited[0].score
    assert len({(citation.paper, citation.locator) for citation in cited}) == len(cited)
    for sentence in answer.sentences:
        assert sentence.text
        assert sentence.text in answer.citations[sentence.citation - 1].quote
    assert len(set(answer.sentences)) == len(answer.sentences) <= 3
    assert bool(answer.sentences) == bool(answer.citations)


def test_an_answer_is_the_sentences_that_answer_with_where_they_stand(answerer: Answerer) -> None:
    answer = answerer.answer("what allowance do kinship carers get?", limit=1)

    assert (answer.question, answer.outcome) == (
        "what allowance do kinship carers get?",
        "answered",
    )
    assert answer.searched == Searched(2, 5, answerer.edition.latest)
    assert answer.sentences[0] == Sentence("Kinship carers get an allowance of £90.", 1)
    first = answer.citations[0]
    assert (first.paper, first.title, first.publisher) == (ASHBY, "Report", "Ashby Council")
    assert (str(first.published), first.locator, first.source) == ("2023-03-01", "1", "summary")
    assert first.quote == PAPERS[ASHBY][0]
    assert (answer.nearest, answer.noticed, answer.stands) == ((), (), ())


def test_of_one_passage_the_best_sentence_leads_and_others_come_in_reading_order(
    tmp_path: Path,
) -> None:
    line = "Foster homes are too few. Homes get an officer. An officer visits the foster homes."
    answerer = Answerer(edition_of(tmp_path, {ASHBY: (line,)}), WordEncoder())

    assert answerer.answer("an officer who visits foster homes").sentences == (
        Sentence("An officer visits the foster homes.", 1),
        Sentence("Foster homes are too few.", 1),
        Sentence("Homes get an officer.", 1),
    )


def test_a_sentence_is_not_shown_without_the_one_that_names_what_it_speaks_of(
    tmp_path: Path,
) -> None:
    line = "A panel met in Ashby. It gave the foster carers a budget. Homes are far away."
    answerer = Answerer(edition_of(tmp_path, {ASHBY: (line,)}), WordEncoder())
    together = "A panel met in Ashby. It gave the foster carers a budget."

    assert answerer.answer("budget of foster carers").sentences[0] == Sentence(together, 1)
    quote = "A panel met. It was noted that the agency budget rose."
    assert nearest_to("the agency budget", quote) == "It was noted that the agency budget rose."
    likely = "The chair role was left out. It is likely that this will be looked at in autumn."
    assert nearest_to("looked at in autumn", likely) == likely
    turned = "The budget was cut. However, a panel kept it. This took effect in May."
    assert nearest_to("effect in May", turned) == turned


def test_a_sentence_that_opens_a_list_is_shown_with_all_of_that(tmp_path: Path) -> None:
    line = (
        "The panel on foster homes agreed to:\n\n### 1(a)\n\nSee an officer.\n\n### 1(b)\n\n"
        "Ask for a budget. Then wait.\n\n### 1(c)\n\nMeet.\n\n### 2\n\nFoster homes are too few."
    )
    answerer = Answerer(edition_of(tmp_path, {ASHBY: (line,)}), WordEncoder())
    answer = answerer.answer("what did the panel on foster homes agree to?", limit=2)

    assert [f"{c.number} {c.locator}" for c in answer.citations] == [
        "1 1", "2 2", "3 1(a)", "4 1(b)", "5 1(c)",
    ]  # fmt: skip
    assert [sentence.text for sentence in answer.sentences] == [
        "The panel on foster homes agreed to:",
        "See an officer.",
        "Ask for a budget.",
        "Meet.",
        "Foster homes are too few.",
    ]
    when = answerer.answer("when did the panel on foster homes agree?").sentences
    assert when[0] == Sentence("The panel on foster homes agreed to:", 1)
    assert "Meet." not in [sentence.text for sentence in when]


def test_a_list_is_shown_from_its_opening_where_several_of_it_are_near(tmp_path: Path) -> None:
    line = (
        "Foster homes are few. The panel will find more by:\n\n### 1(a)\n\nAsking foster carers."
        "\n\n### 1(b)\n\nPaying foster carers.\n\n### 2\n\nAn officer met."
    )
    answerer = Answerer(edition_of(tmp_path, {ASHBY: (line,)}), WordEncoder())

    told = [sentence.text for sentence in answerer.answer("more foster homes").sentences]

    assert told[:3] == [
        "The panel will find more by:", "Asking foster carers.", "Paying foster carers.",
    ]  # fmt: skip


def test_a_list_is_shown_whole_where_all_of_it_is_asked_for(tmp_path: Path) -> None:
    line = (
        "Foster homes are few.\n\n### 1(a)\n\nAn agency met.\n\n### 1(b)\n\nA budget fell."
        "\n\n### 2\n\nAn officer met."
    )
    answerer = Answerer(edition_of(tmp_path, {ASHBY: (line,)}), WordEncoder())

    def told(asked: str) -> list[str]:
        return [sentence.text for sentence in answerer.answer(asked).sentences]

    whole = ["Foster homes are few.", "An agency met.", "A budget fell."]
    assert told("the main points on foster homes")[:3] == whole
    assert told("foster homes in a nutshell")[:3] == whole
    assert told("are foster homes few")[:3] != whole


def test_who_somebody_is_is_told_by_the_sentence_that_names_them_first(tmp_path: Path) -> None:
    glossary = "terms:\n  - {term: Ida Finch, meaning: An officer., kind: person}\n"
    lines = ("The panel chose Ida Finch for that. Ida Finch swam all day.",)
    answerer = Answerer(edition_of(tmp_path, {ASHBY: lines}, glossary=glossary), WordEncoder())

    def leads(asked: str) -> str:
        return answerer.answer(asked).sentences[0].text

    assert leads("who did Ida Finch swim with all day") == "Ida Finch swam all day."
    assert leads("who is the Ida Finch that swam") == "The panel chose Ida Finch for that."


def test_who_was_there_is_told_beside_another_passage(tmp_path: Path) -> None:
    present = "Mrs. A. Fox CC (in the Chair) Mr. B. Hare CC Officer for Foster Homes"
    edition = edition_of(tmp_path, {ASHBY: ("An agency met on the budget.", present)})

    def told(asked: str) -> list[str]:
        question = understand(asked, (), Vocabulary(edition.glossary))
        sought = Sought(WordEncoder().encode(question.texts), question.words)
        hits = sorted(search(edition, sought, 2), key=lambda hit: hit.number)
        chooser = Chooser(edition, question, sought, ())
        return [sentence.text for sentence in chooser.choose(hits, {hits[1].number})]

    assert told("agency budget and who is the officer for homes?")[1:] == [present]
    assert told("agency budget and officer for homes")[1:] == []


def test_no_sentence_is_shown_twice(tmp_path: Path) -> None:
    line = "A panel of foster carers met. It spoke of foster carers. This helped the foster homes."
    answerer = Answerer(edition_of(tmp_path, {ASHBY: (line,)}), WordEncoder())

    assert answerer.answer("foster carers and foster homes").sentences == (Sentence(line, 1),)


def test_a_sentence_is_not_shown_without_the_one_that_takes_it_back(tmp_path: Path) -> None:
    line = (
        "The agency budget was refused. Instead, it will be looked at again. "
        "Homes are few. But the foster homes are good."
    )
    answerer = Answerer(edition_of(tmp_path, {ASHBY: (line,)}), WordEncoder())

    assert answerer.answer("the agency budget").sentences[0] == Sentence(
        "The agency budget was refused. Instead, it will be looked at again.", 1
    )
    assert Sentence("Homes are few. But the foster homes are good.", 1) in (
        answerer.answer("foster homes").sentences
    )


def test_sentences_shown_together_are_taken_from_where_they_stand(tmp_path: Path) -> None:
    line = "Homes are few. We saw Homes. Homes are few. But the agency budget grows."
    answerer = Answerer(edition_of(tmp_path, {ASHBY: (line,)}), WordEncoder())

    assert Sentence("Homes are few. But the agency budget grows.", 1) in (
        answerer.answer("agency budget").sentences
    )


def test_may_is_a_month_only_with_its_capital(tmp_path: Path) -> None:
    line = (
        "The foster carers are few. Foster carers wait. Some foster carers came. "
        "The foster carers of homes may write. The foster carers of homes met in May."
    )
    answerer = Answerer(edition_of(tmp_path, {ASHBY: (line,)}), WordEncoder())
    shown = [s.text for s in answerer.answer("what day did foster carers meet").sentences]

    assert "The foster carers of homes met in May." in shown
    assert "The foster carers of homes may write." not in shown


def test_what_was_asked_in_a_meeting_is_not_shown_for_its_reply(tmp_path: Path) -> None:
    asked = "The agency budget is large. Is it known?"
    replied = (
        "Reply by the Chairman: The agency budget is not known.",
        "The agency budget waits.",
        "An agency budget grows.",
    )
    line = " ".join((asked, *replied))
    answerer = Answerer(edition_of(tmp_path, {ASHBY: (line,)}), WordEncoder())

    shown = [sentence.text for sentence in answerer.answer("agency budget").sentences]
    assert sorted(shown) == sorted(replied)
    of_asking = answerer.answer("what was asked about the agency budget").sentences
    assert Sentence("The agency budget is large.", 1) in of_asking


def test_a_short_reply_is_shown_whole(tmp_path: Path) -> None:
    line = "Is the agency budget known? Reply by the Chairman: The agency budget is large. We wait."
    answerer = Answerer(edition_of(tmp_path, {ASHBY: (line,)}), WordEncoder())

    [shown] = answerer.answer("agency budget").sentences

    assert shown.text == "Reply by the Chairman: The agency budget is large. We wait."


def test_a_line_of_the_ledger_is_shown_by_the_reply() -> None:
    quote = "The agency budget is large. Is it known? Reply: The budget is not known. We wait."

    assert nearest_to("the agency budget", quote) == "Reply: The budget is not known. We wait."


def test_that_a_report_was_considered_is_not_quoted_beside_what_it_said(tmp_path: Path) -> None:
    line = "The panel considered a joint report on the agency budget. The agency budget rose."
    answerer = Answerer(edition_of(tmp_path, {ASHBY: (line,)}), WordEncoder())

    assert answerer.answer("agency budget").sentences == (Sentence("The agency budget rose.", 1),)


def test_a_heading_is_not_quoted_beside_a_sentence(tmp_path: Path) -> None:
    lines = ("The agency budget rose.", "THE AGENCY BUDGET GREW")
    answerer = Answerer(edition_of(tmp_path, {ASHBY: lines}), WordEncoder())
    answer = answerer.answer("agency budget")

    assert places(answer) == ["ashby 1", "ashby 2"]
    assert answer.sentences == (Sentence("The agency budget rose.", 1),)


def test_a_sum_asked_for_is_shown_though_others_share_as_many_words(tmp_path: Path) -> None:
    line = (
        "The foster carers are here. Foster carers wait for it. Some foster carers came by. "
        "The foster carers of homes got £90."
    )
    answerer = Answerer(edition_of(tmp_path, {ASHBY: (line,)}), WordEncoder())
    of_sum = Sentence("The foster carers of homes got £90.", 1)

    assert of_sum in answerer.answer("any cash for foster carers").sentences
    assert of_sum not in answerer.answer("any news of foster carers").sentences


@pytest.mark.parametrize(
    ("asked", "leads"),
    [
        ("when did the foster carers meet", "Foster carers of homes met here in March 2021."),
        ("how long did the foster carers meet", "The foster carers met for 15 months."),
    ],
)
def test_when_something_was_is_shown_by_its_day_and_not_by_how_long_it_took(
    tmp_path: Path, asked: str, leads: str
) -> None:
    line = "The foster carers met for 15 months. Foster carers of homes met here in March 2021."
    answerer = Answerer(edition_of(tmp_path, {ASHBY: (line,)}), WordEncoder())

    assert answerer.answer(asked).sentences[0].text == leads


def test_the_sentence_that_opens_a_passage_leads_only_where_none_is_nearer(tmp_path: Path) -> None:
    opens = "An agency budget is an agency budget, a budget."
    answerer = Answerer(
        edition_of(tmp_path, {ASHBY: (f"{opens} The agency budget rose. {opens}",)}), WordEncoder()
    )

    assert answerer.answer("agency budget").sentences[0].text == "The agency budget rose."


def test_a_passage_as_good_as_the_best_is_quoted_beside_it(tmp_path: Path) -> None:
    lines = ("The agency budget rose.", "The agency budget fell.", "Foster homes.")
    answerer = Answerer(edition_of(tmp_path, {ASHBY: lines}), WordEncoder())

    assert answerer.answer("agency budget").sentences == (
        Sentence("The agency budget rose.", 1),
        Sentence("The agency budget fell.", 2),
    )


def test_a_sentence_is_shown_for_how_likely_its_passage_is_needed_too(tmp_path: Path) -> None:
    line = "Homes are too few. An officer visits homes. The kinship carers visit."
    papers = {ASHBY: (line, "The agency budget."), BARROW: ("Homes are few in Barrow.",)}
    edition = edition_of(tmp_path, papers)
    question = understand("homes", (), Vocabulary(edition.glossary))
    sought = Sought(WordEncoder().encode(["homes"]), question.words)
    near = {
        f"{p.paper} {p.locator}": Hit(p, 1.0, n, 1.0, 0.0) for n, p in enumerate(edition.passages)
    }
    ashby, barrow = near[f"{ASHBY} 1"], near[f"{BARROW} 1"]

    def shown(share: float, beside: set[int]) -> list[str]:
        chosen = Chooser(edition, question, sought, ()).choose(
            [ashby, replace(barrow, score=share)], beside
        )
        return [sentence.text for sentence in chosen]

    few, visits = "Homes are too few.", "An officer visits homes."
    assert shown(0.9, set()) == [few, visits, "Homes are few in Barrow."]
    assert shown(0.001, set()) == [few, visits]
    assert shown(0.001, {barrow.number}) == [few, visits, "Homes are few in Barrow."]


def test_citations_are_at_most_as_many_as_asked_for(answerer: Answerer) -> None:
    assert [len(answerer.answer("foster homes", limit=n).citations) for n in (1, 2, 5, 20)] == [
        1, 2, 5, 5,
    ]  # fmt: skip
    assert len(answerer.answer("foster homes").citations) == 3


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.sampled_from((*WORDS, "nans bringing up kids", "wot", "2023", "and", "zebra"))),
    st.lists(st.sampled_from(("carers?", "agency budget", "how many homes")), max_size=2),
    st.integers(1, 8),
)
def test_whatever_is_asked_the_answer_can_be_checked(
    answerer: Answerer, words: Sequence[str], history: Sequence[str], limit: int
) -> None:
    answer = answerer.answer(" ".join(("budget", *words)), history, limit)

    assert_can_be_checked(answer, limit)


def test_nothing_found_gives_the_nearest_and_relies_on_nothing(answerer: Answerer) -> None:
    answer = answerer.answer("what should a zebra be told about the moon?", limit=2)

    assert answer.outcome == "nothing_found"
    assert (answer.sentences, answer.citations) == ((), ())
    assert [citation.number for citation in answer.nearest] == [1, 2]


@pytest.mark.parametrize(
    ("nothing", "partly", "outcome"),
    [
        (0.4, 0.4, "answered"),
        (0.4, 0.6, "partly_answered"),
        (0.6, 0.7, "nothing_found"),
        (0.5, 0.5, "answered"),
    ],
)
def test_the_weights_tell_how_far_the_papers_answer(
    edition: Edition, nothing: float, partly: float, outcome: str
) -> None:
    judged = Answerer(edition, WordEncoder(), Judges(weights_of(nothing, partly)))

    answer = judged.answer("what allowance do kinship carers get?")

    assert answer.outcome == outcome
    assert bool(answer.citations) == (outcome != "nothing_found")


def test_each_of_several_questions_is_answered_and_what_is_not_is_told(edition: Edition) -> None:
    judges = Judges(weights_of(0.6, 0.6, covered=4.0), seams=SEAMS)
    judged = Answerer(edition, WordEncoder(), judges)

    both = judged.answer(
        "what is the allowance of kinship carers and which agency staff drain the budget", limit=2
    )
    one = judged.answer("how many zebras race and what is the allowance of kinship carers")

    first, second = both.citations
    assert "allowance" in first.quote and "gency" in second.quote
    assert {sentence.citation for sentence in both.sentences} == {1, 2}
    assert one.outcome == "partly_answered" and one.gaps == (Gap("part", "first"),)
    assert "allowance" in one.citations[0].quote
    assert wording.lead(one) == (
        "The papers here do not seem to answer the first part of your question. "
        "Check whether these passages answer the rest."
    )
    assert (
        judged.answer("how many zebras race and what colour is a race").outcome == "nothing_found"
    )


def test_what_is_nowhere_near_is_not_found_however_the_weights_judge(edition: Edition) -> None:
    sure = Answerer(edition, WordEncoder(), Judges(weights_of(0.0, 0.0)))

    assert sure.answer("what should a zebra be told about the moon?").outcome == "nothing_found"


def test_weights_learnt_with_another_model_are_not_used(edition: Edition) -> None:
    strict = weights_of(0.9, 0.9, model="another-model")

    assert (
        Answerer(edition, WordEncoder(), Judges(strict)).answer("foster homes").outcome
        == "answered"
    )


def test_an_edition_is_not_searched_with_another_model_than_its_own(edition: Edition) -> None:
    class Stranger(WordEncoder):
        name = "another-model"

    with pytest.raises(ValueError, match="edition of model toy-words, encoder another-model"):
        Answerer(edition, Stranger())


def test_the_same_question_gets_the_same_answer_twice(answerer: Answerer) -> None:
    once = answerer.answer("wot do nans bringing up kids get", ["foster homes"])

    assert answerer.answer("wot do nans bringing up kids get", ["foster homes"]) == once


def test_other_questions_before_change_no_answer(edition: Edition, answerer: Answerer) -> None:
    for question in ("agency budget", "foster homes", "carers"):
        answerer.answer(question)

    fresh = Answerer(edition, WordEncoder())
    assert answerer.answer("officer visits") == fresh.answer("officer visits")


def test_white_space_makes_no_other_question(answerer: Answerer) -> None:
    assert answerer.answer(" foster\n homes ") == answerer.answer("foster homes")


def test_everyday_words_and_chat_spellings_find_what_the_papers_call_otherwise(
    answerer: Answerer,
) -> None:
    assert places(answerer.answer("wot budget for temps", limit=1)) == ["ashby 2"]


def test_a_follow_up_is_answered_with_the_question_before_it(answerer: Answerer) -> None:
    assert places(answerer.answer("and the allowance?", ["foster carers"], 1)) == ["barrow 1"]
    assert places(answerer.answer("and the allowance?", ["kinship carers"], 1)) == ["ashby 1"]


def test_a_live_risk_is_told_whom_to_call_as_the_operator_set_it(answerer: Answerer) -> None:
    number = "Front door: 00000 111 222."
    careful = Answerer(answerer.edition, WordEncoder(), urgent_contact=number)
    (urgent, *_), (other, *_) = MESSAGES["trip"]["urgent"], MESSAGES["trip"]["out_of_scope"]

    for told in (careful.answer(urgent), careful.over(answerer.edition).answer(urgent)):
        assert wording.lead(told).startswith(f"{wording.URGENT} {number} {wording.ONLY_QUOTES}")
    told = wording.lead(answerer.answer(urgent))
    assert told.startswith(f"{wording.URGENT} {wording.ONLY_QUOTES}")
    # A case may hide a risk that nobody notices.
    assert wording.lead(careful.answer(STORY)).endswith(f"{wording.IF_IN_DANGER} {number}")
    assert careful.answer(other).contact == ""


def test_what_may_tell_of_a_real_person_is_not_in_its_answer(answerer: Answerer) -> None:
    kinds = ("personal_data", "urgent", "out_of_scope")
    case, risk, other = (answerer.answer(MESSAGES["trip"][kind][0]) for kind in kinds)

    assert (case.question, risk.question) == ("", "")
    assert other.question == MESSAGES["trip"]["out_of_scope"][0]


def test_a_question_is_refused_that_is_none(answerer: Answerer, encoder: WordEncoder) -> None:
    with pytest.raises(QuestionError):
        answerer.answer("?!")
    assert encoder.encoded == []


@pytest.mark.parametrize("outcome", ["urgent", "personal_data", "out_of_scope"])
def test_what_the_guard_notices_never_reaches_the_encoder(
    answerer: Answerer, encoder: WordEncoder, outcome: GuardOutcome
) -> None:
    answers = [answerer.answer(message) for message in MESSAGES["trip"][outcome]]

    assert encoder.encoded == []
    assert {answer.outcome for answer in answers} == {outcome}
    assert all(answer.noticed for answer in answers)
    assert not any(a.citations or a.nearest or a.sentences or a.stands for a in answers)


def test_a_case_told_before_is_not_searched_with(answerer: Answerer, encoder: WordEncoder) -> None:
    assert answerer.answer(STORY).outcome == "personal_data"

    answer = answerer.answer("and the allowance?", [STORY])

    assert encoder.encoded == ["and the allowance?"]
    assert answer == answerer.answer("and the allowance?")


def test_a_case_told_between_leaves_the_question_before_it_to_lean_on(
    answerer: Answerer, encoder: WordEncoder
) -> None:
    answerer.answer("and the allowance?", ["foster carers", STORY])

    # By itself as well, to tell what it asks anew from what it leans on.
    assert sorted(encoder.encoded) == ["and the allowance?", "foster carers and the allowance?"]


def test_names_that_the_papers_or_the_glossary_print_are_known(edition: Edition) -> None:
    assert known_names(edition) >= {"Mel Meggs", "Jo Bloggs-Smythe", "Bloggs Smythe"}
    assert "Foster homes" not in known_names(edition)
