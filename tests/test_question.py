"""A question is mended, made whole and widened before it is searched."""

import re

import pytest
from toys import SEAMS

from bot.collection import Register
from bot.finding import Finder
from bot.question import LONGEST, Question, QuestionError, Vocabulary, as_question, understand
from bot.ranking import BY_SCORE
from index.glossary import Glossary, Term
from tests import toy_bot

CARERS = Term(
    "kinship carers",
    "Relatives who bring up a child.",
    also=("family and friends carers",),
    everyday=("nans bringing up kids",),
)
OFFICER = Term("independent reviewing officer", "Somebody who reviews a plan.", short=("IRO",))
FAMILY = Term("family", "The people at home.")
BARROWMERE = Term("Barrowmere", "A council.", short=("Barrow",), kind="place")
VOCABULARY = Vocabulary(
    Glossary(
        terms=(CARERS, OFFICER, FAMILY, BARROWMERE),
        spellings=(("wd", "would"), ("wot", "what"), ("kno", "know")),
        places=("Ostley", "Pelts"),
        proper_places=("Reading",),
    ),
    seams=SEAMS,
)


def understood(text: str, *history: str) -> Question:
    return understand(text, history, VOCABULARY)


def test_white_space_is_all_that_is_changed_in_what_was_typed() -> None:
    assert as_question("  wot about\n\tIROs ? ") == "wot about IROs ?"


@pytest.mark.parametrize("typed", ["", " \n", "?!", "…", "👍"])
def test_what_has_no_word_is_no_question(typed: str) -> None:
    with pytest.raises(QuestionError) as raised:
        as_question(typed)

    assert str(raised.value) == (
        "There is no question in that; type one, for example: what is a regional care cooperative?"
    )


def test_a_pasted_document_is_refused_and_the_longest_question_is_not() -> None:
    assert as_question("a" * LONGEST) == "a" * LONGEST
    with pytest.raises(QuestionError) as raised:
        as_question("a" * (LONGEST + 1))

    assert str(raised.value) == (
        "That is 2,001 characters; a question may have 2,000. "
        "Ask for one thing at a time, and leave out names and case details."
    )


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        ("wot wd carers get", "what would carers get"),
        ("WOT wd they get?", "what would they get?"),
        ("wdn't an unknown knot", "wdn't an unknown knot"),
    ],
)
def test_chat_spellings_are_written_out_as_whole_words(typed: str, mended: str) -> None:
    assert VOCABULARY.mend(typed) == mended


@pytest.mark.parametrize(
    ("text", "expanded"),
    [
        ("are IROs going?", "are IROs (independent reviewing officer) going?"),
        ("owt for nans bringing up kids, then", "owt for nans bringing up kids, then"),
        ("a kinship carer's lot", "a kinship carer's lot"),
        ("Kinship Carers", "Kinship Carers"),
        ("trip to Ostley", "trip to Ostley"),
        ("family and friends carers", "family and friends carers"),
        ("", ""),
    ],
)
def test_the_standard_term_is_written_beside_a_short_form_alone(text: str, expanded: str) -> None:
    assert VOCABULARY.named_in(text).expanded == expanded


def test_words_that_say_the_same_as_an_acronym_are_left_as_they_are() -> None:
    forms = {"short": ("LAC",), "also": ("child in care",)}
    child = Term("looked-after child", "In care.", **forms, kind="acronym")
    found = Vocabulary(Glossary(terms=(child,))).named_in

    assert found("a child in care").expanded == "a child in care"
    assert found("my LAC").expanded == "my LAC (looked-after child)"


def test_the_longest_form_wins_over_a_shorter_one_inside_it() -> None:
    assert VOCABULARY.named_in("family and friends carers, and a family").terms == (CARERS, FAMILY)


def test_a_question_is_encoded_widened_and_as_it_was_put() -> None:
    assert understood("are IROs going").texts == (
        "are IROs (independent reviewing officer) going",
        "are IROs going",
    )


def test_a_question_that_the_glossary_cannot_widen_is_encoded_once() -> None:
    assert understood("what of the budget").texts == ("what of the budget",)


def test_the_words_typed_are_kept_apart_from_those_the_glossary_adds() -> None:
    question = understood("wot of IRO reviews")

    assert question.asked == "wot of IRO reviews"
    assert question.words == ("iro", "review")
    assert question.added_words == ("independ", "offic")
    assert question.terms == (OFFICER,)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("carers in Barrow", (("Barrowmere", "Barrow"),)),
        ("ostley and BARROWMERE's carers", (("Ostley",), ("Barrowmere", "Barrow"))),
        ("is Barrow in Barrowmere", (("Barrowmere", "Barrow"),)),
        ("carers in Reading", (("Reading",),)),
        ("in Pelts", (("Pelts",),)),
        ("a pelt", ()),
        ("carers reading to a child", ()),
        ("carers", ()),
    ],
)
def test_places_are_found_in_any_form_and_everyday_words_only_with_a_capital(
    text: str, places: tuple[tuple[str, ...], ...]
) -> None:
    assert understood(text).places == places


def test_a_place_elsewhere_is_no_term_of_the_field() -> None:
    assert VOCABULARY.named_in("Ostley and Barrow").terms == (BARROWMERE,)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("from 1989 to 2024", (1989, 2024)),
        ("in 2022/23", (2022,)),
        ("about 3000 homes, 20245 beds, £2020m", ()),
        ("this year", ()),
    ],
)
def test_years_are_found(text: str, years: tuple[int, ...]) -> None:
    assert understood(text).years == years


@pytest.mark.parametrize(
    "follow_up",
    [
        "when does it end?",
        "how much?",
        "why",
        "did the panel of the council agree with any of that or did everyone object to them",
        "what about every foster home run by a private firm outside the county border",
    ],
)
def test_a_follow_up_is_made_whole_with_the_question_before(follow_up: str) -> None:
    question = understood(follow_up, "who pays the allowance?")

    assert question.is_follow_up
    assert question.texts[-1] == f"who pays the allowance? {follow_up}"
    assert question.words[-2:] == ("pay", "allow")


def test_who_is_asked_of_says_nothing_of_what() -> None:
    ministry = Term("Department for Education", "A ministry.", short=("DfE",), kind="body")
    words = Vocabulary(Glossary((ministry, CARERS)))

    def leans(follow_up: str) -> bool:
        return understand(follow_up, ("who pays the allowance?",), words).is_follow_up

    assert leans("did DfE agree")
    assert not leans("what is the DfE")
    assert not leans("did kinship carers agree")


@pytest.mark.parametrize(
    ("follow_up", "leans"),
    [
        ("and when will kinship carers get an allowance", False),
        ("so what do IROs cost councils each year", False),
        ("and when will they get an allowance for kinship carers", True),
        ("and kinship carers in every home of the county", True),
        ("and when will it all end for every one of those", True),
    ],
)
def test_what_follows_an_and_may_be_a_question_of_its_own(follow_up: str, leans: bool) -> None:
    assert understood(follow_up, "who pays the allowance?").is_follow_up is leans


def test_a_follow_up_widens_and_places_what_it_leans_on() -> None:
    question = understood("and in 2023?", "wot do IROs cost in Barrow")

    assert question.texts == (
        "what do IROs (independent reviewing officer) cost in Barrow (Barrowmere) and in 2023?",
        "what do IROs cost in Barrow and in 2023?",
    )
    assert question.places == (("Barrowmere", "Barrow"),)
    assert question.years == (2023,)


def test_a_follow_up_with_a_place_of_its_own_leaves_the_one_before() -> None:
    question = understood("and Ostley?", "what do kinship carers cost in Barrow")

    assert question.is_follow_up
    assert question.texts[-1] == "what do kinship carers cost in Ostley"
    assert question.places == (("Ostley",),)
    assert question.words == ("kinship", "carer", "cost", "ostley")


def test_a_side_is_named_after_another_and_then_something_else_is_asked() -> None:
    thread = ("what do kinship carers cost in Barrow", "and Ostley?")

    third = understood("and Pelts", *thread)
    alone = understood("who pays for the reviews of all children in homes", *thread)

    assert third.texts[-1] == third.asked == "what do kinship carers cost in Pelts"
    assert not third.alone
    assert not alone.is_follow_up
    assert alone.words == understood(alone.asked).words


def test_what_another_says_is_asked_of_what_the_thread_is_about() -> None:
    thread = ("kinship carers", "what's Barrow say")

    second, third = understood(thread[1], thread[0]), understood("and Ostley?", *thread)

    assert second.texts[-1] == "kinship carers what's Barrow say"
    assert third.texts[-1] == "kinship carers what's Ostley say"


@pytest.mark.parametrize(
    ("before", "follow_up"),
    [
        ("what is family help", "when will it be in Ostley?"),
        ("what is family help", "who is Barrow"),
        ("what is family help", "what is Ostley?"),
        ("thanks, that is kind", "and Ostley?"),
    ],
)
def test_what_asks_anew_is_not_the_question_before(before: str, follow_up: str) -> None:
    assert understood(follow_up, before).asked == follow_up


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("what did the review and the government say", ["the review", "government"]),
        ("how often should Barrow review a plan", ["Barrowmere"]),
        ("is the review of plans due", []),
        ("what does local government say", []),
        ("MacAlister's view, ministers' view", ["the review", "government"]),
    ],
)
def test_who_may_be_asked_is_named(text: str, named: list[str]) -> None:
    assert [side.name for side in VOCABULARY.sides_in(text)] == named


def test_where_parts_begin_is_told_of_the_text_with_one_character_for_each_side() -> None:
    text = "wot do Ostley pay, n who pays in Barrowmere"

    masked, starts = VOCABULARY.masked(text, ["wot do Ostley pay", "who pays in Barrowmere"])

    assert re.sub("[\ue000-\uf8ff]", "#", masked) == "what do # pay, n who pays in #"
    assert starts == [0, masked.index("who")]
    assert VOCABULARY.masked(text, ["who pays in Barrowmere", "wot do Ostley pay"])[1] is None


def test_a_part_leans_on_the_one_that_leads_more_readily_than_a_message() -> None:
    led = ["what do kinship carers cost"]

    alone = understand("how many did Ostley want in the end", led, VOCABULARY)
    part = understand("how many did Ostley want in the end", led, VOCABULARY, is_part=True)

    assert (alone.is_follow_up, part.is_follow_up) == (False, True)
    assert part.texts[-1] == "what do kinship carers cost how many did Ostley want in the end"
    assert not understand("what is an IRO", led, VOCABULARY, is_part=True).is_follow_up


@pytest.mark.parametrize(
    ("text", "little"),
    [
        ("could you tell me if Barrowmere", True),
        ("what would be the pay", True),
        ("Barrowmere on pay", False),
        ("what do carers cost", False),
    ],
)
def test_what_says_next_to_nothing_of_its_subject_leads_no_other_part(
    text: str, little: bool
) -> None:
    assert VOCABULARY.tells_little(text) == little


@pytest.mark.parametrize(
    ("part", "asked"),
    [
        ("did it back the review", "what did Ostley want did it back the review"),
        ("what did the review ask", "what did want what did the review ask"),
    ],
)
def test_a_part_that_says_it_of_another_keeps_whom_that_stands_for(part: str, asked: str) -> None:
    finder = Finder(toy_bot.edition(), VOCABULARY, BY_SCORE, Register(()))
    question = understood(f"what did Ostley want, and {part}")

    assert finder.parts(question, ()).questions[1].texts[-1] == asked


def test_what_refers_to_its_own_first_question_stands_alone() -> None:
    thread = "what do kinship carers cost"

    assert not understood(
        "are the panel chairs going and did the members object to it", thread
    ).is_follow_up
    assert understood("when does it end and who says so", thread).is_follow_up
    assert understood("how many did they want and who is to get it all", thread).is_follow_up


def test_a_word_like_a_place_is_left_in_what_a_follow_up_leans_on() -> None:
    question = understood("and in Ostley?", "what does reading help cost")

    assert question.texts[-1] == "what does reading help cost in Ostley"


def test_a_body_whose_papers_are_held_counts_as_a_place() -> None:
    body = Term("Association of Barges", "Who speaks for barges.", short=("AOB",), kind="body")
    vocabulary = Vocabulary(Glossary(terms=(body, BARROWMERE)), None, ("Association of Barges",))

    alone = understand("what does the AOB say on fees", (), vocabulary)
    after = understand("and the AOB?", ("Barrow on fees",), vocabulary)

    assert alone.places == after.places == (("Association of Barges", "AOB"),)
    assert after.texts[-1] == "AOB on fees"
    assert understand("the AOB", (), Vocabulary(Glossary(terms=(body,)))).places == ()


@pytest.mark.parametrize("history", [(), ("",), (" \n", "")])
def test_without_a_question_before_nothing_follows_up(history: tuple[str, ...]) -> None:
    question = understood("when does it end?", *history)

    assert not question.is_follow_up
    assert question.texts == ("when does it end?",)


def test_a_question_that_stands_alone_is_left_alone() -> None:
    alone = "do kinship carers in Barrowmere receive a weekly allowance from council funds"

    assert understood(alone, "who runs the agency?") == understood(alone)


@pytest.mark.parametrize(
    "short", ["is the IRO going", "are kinship carers paid", "what is a widget", "whats a quango"]
)
def test_a_few_words_that_name_a_term_or_ask_a_meaning_stand_alone(short: str) -> None:
    assert understood(short, "who runs the agency?") == understood(short)


@pytest.mark.parametrize("short", ["whats the deadline", "is there money", "in Barrow"])
def test_a_few_words_that_name_nothing_lean(short: str) -> None:
    assert understood(short, "who runs the agency?").is_follow_up


def test_a_follow_up_leans_on_the_last_question_and_on_the_words_of_the_last_two() -> None:
    question = understood(
        "and then?",
        "who chairs panels",
        "who runs agencies",
        "what budgets did five big councils set",
    )

    assert question.texts[-1] == "what budgets did five big councils set and then?"
    assert question.words == ("run", "agenc", "budget", "five", "big", "council", "set")


def test_a_follow_up_leans_on_what_the_last_question_leans_on_too_and_on_no_more() -> None:
    before = ("who chairs panels", "who runs agencies", "what is their budget")

    assert understood("since when?", *before).texts[-1] == (
        "who runs agencies what is their budget since when?"
    )
    assert understood("since when?", *before, "is it spent").texts[-1] == (
        "what is their budget is it spent since when?"
    )


def test_what_only_counts_between_is_not_what_a_follow_up_leans_on() -> None:
    before = ("what do kinship carers get", "how many will there be", "who pays them")

    assert understood("is Ostley joining?", *before).texts[-1] == (
        "what do kinship carers get who pays them is Ostley joining?"
    )


def test_a_follow_up_that_only_names_a_subject_is_asked_of_that_alone() -> None:
    before = "what did Barrow say of independent reviewing officers?"

    assert understood("and kinship carers?", before).texts[-1] == (
        "what did Barrow say of ? and kinship carers?"
    )
    assert understood("do kinship carers get it?", before).texts[-1] == (
        f"{before} do kinship carers get it?"
    )
    of_two = "are kinship carers better than independent reviewing officers?"
    assert understood("and the CMA?", of_two).texts[-1].startswith(of_two)


def test_an_empty_glossary_changes_nothing() -> None:
    question = understand("wot wd IROs get", (), Vocabulary(Glossary()))

    assert question.texts == ("wot wd IROs get",)
    assert (question.terms, question.places, question.added_words) == ((), (), ())


@pytest.mark.parametrize(
    "typed",
    ["who replied to Max Hunt's questions", "how much did the LGA say family help would cost"],
)
def test_a_new_subject_in_the_same_talk_is_not_mixed_with_the_last(typed: str) -> None:
    assert not understood(typed, "is there owt new on apprenticeships?").is_follow_up


@pytest.mark.parametrize(
    ("typed", "is_put"),
    [("and Ostley?", True), ("is Ostley on it?", False), ("and is Ostley in that", False)],
)
def test_who_asks_whether_a_side_is_in_something_asks_anew(typed: str, is_put: bool) -> None:
    question = understood(typed, "what did Barrow say of kinship carers?")

    assert (question.asked != typed) is is_put
