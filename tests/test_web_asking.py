"""Asking on the bot's own pages: the answer with its passages, and nothing kept of the question."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import wording, wording_chat
from bot.library import Library
from bot.settings import DoorSettings
from bot.starters import Group
from tests.toy_pages import ASHBY, OSTLEY, Pages, toy_pages
from tests.web_page import Page

STARTERS = (
    Group("Carers", ("kinship carers?", "agency staff?", "homes?")),
    Group("Others", ("allowance?", "kinship allowance?")),
)


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[Pages]:
    with toy_pages(tmp_path) as made:
        yield made


def ask(pages: Pages, question: str, *before: str) -> Page:
    return Page(pages.post("/", data={"question": question, "before": list(before)}))


def test_the_first_page_asks_and_offers_four_questions_in_turn(pages: Pages) -> None:
    pages.desk.library = Library(pages.library().inside.answerer, STARTERS)
    page = Page(pages.get("/"))

    assert page.said("h1") == "Ask the papers"
    assert page.said("label[for=question]") == "Your question"
    assert page.each("button.example") == [
        *("kinship carers?", "allowance?", "agency staff?", "kinship allowance?"),
    ]
    form = page.tree.css_first("form.box").attributes
    assert (form["method"], form["action"]) == ("post", "/")
    assert "The newest paper is of 1 March 2023; later events are not covered." in page.said()


def test_an_answer_has_its_sentences_their_passages_and_how_recent_it_is(pages: Pages) -> None:
    page = ask(pages, "what do kinship carers get?")

    assert page.response.status_code == 200
    assert page.said("h1") == "You asked what do kinship carers get?"
    assert page.each(".sentences p")[0] == "Kinship carers get £90 a week. passage 1"
    assert page.links(".sentences a")[0] == "#passage-1"
    assert page.said("#passage-1 h3") == ("1 Ashby Council, Report, 1 March 2023, paragraph 1")
    assert page.each("#passage-1 mark") == ["Kinship carers get £90 a week."]
    assert page.said("#passage-1 .badge") == "Our summary"
    read = page.links("#passage-1 .links a")[0]
    assert re.fullmatch(rf"/papers/{ASHBY}\?at=[0-9a-f]{{10}}&s=0#p-1", read)
    assert "Searched 2 papers up to 1 March 2023; later events are not covered." in page.said()


def test_the_question_is_in_no_address_no_title_and_nobodys_cache(pages: Pages) -> None:
    page = ask(pages, "kinship zebrafish")

    assert page.said("title") == "From the papers – Review bot"
    assert page.response.headers["cache-control"] == "no-store"
    assert "etag" not in page.response.headers
    assert not any("zebrafish" in link for link in page.links("a"))
    assert "zebrafish" not in Page(pages.get("/?question=kinship+zebrafish")).response.text


def test_no_question_is_logged_or_stored(
    tmp_path: Path, pages: Pages, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG", "review_bot"):
        ask(pages, "kinship zebrafish", "zebrafish before")
        ask(pages, "zebrafish " * 400)
        ask(pages, "zebrafish")

    assert "answered" in caplog.text
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("store.db*"))
    assert "zebrafish" not in caplog.text and b"zebrafish" not in kept


def test_a_follow_up_carries_what_was_asked_before(pages: Pages) -> None:
    first = ask(pages, "what do kinship carers get?")
    assert first.values("before") == ["what do kinship carers get?"]
    assert first.said("label[for=question]") == "Ask a follow-up"

    second = ask(pages, "and when was that recommended?", *first.values("before"))
    assert "kinship" in second.said(".passages").lower()
    assert second.said(".earlier") == (
        "Asked before in this conversation (1)what do kinship carers get?"
    )
    assert second.values("before") == [
        *("what do kinship carers get?", "and when was that recommended?"),
    ]


def test_only_the_last_five_questions_are_carried(pages: Pages) -> None:
    page = ask(pages, "kinship carers", *(f"kinship {n}" for n in range(9)))
    assert page.values("before") == [
        "kinship 5",
        "kinship 6",
        "kinship 7",
        "kinship 8",
        "kinship carers",
    ]


def test_personal_data_is_neither_shown_again_nor_carried(pages: Pages) -> None:
    page = ask(pages, "the boy in my case, NHS number 943 476 5919, was moved")

    assert page.said(".opening").startswith("This message seems to hold an NHS number, so it was")
    assert wording.IN_GENERAL_TERMS in page.said(".opening")
    assert page.said("h1") == "This was not searched"
    assert "943" not in page.response.text
    assert page.values("before") == [] and page.said("textarea") == ""
    assert page.said("label[for=question]") == "Ask again in general terms"


def test_an_urgent_matter_gets_the_words_of_chat_and_no_passage(pages: Pages) -> None:
    page = ask(pages, "a child is being beaten right now, help")
    assert page.said(".opening").startswith(f"{wording.URGENT} {wording.ONLY_QUOTES}")
    assert page.said("h1") == "This was not searched"
    assert "beaten" not in page.response.text
    assert page.said(".passages") == "" and page.values("before") == []


def test_what_is_out_of_scope_is_told_so(pages: Pages) -> None:
    assert ask(pages, "write me a poem about cats").said(".opening") == wording.OUT_OF_SCOPE


def test_nothing_found_says_so_and_shows_the_nearest_as_such(pages: Pages) -> None:
    page = ask(pages, "zebra crossings?")
    assert page.said(".opening") == wording.NOTHING_FOUND
    assert page.said(".passages h2") == "The nearest passages"
    assert wording.NEAREST in page.said(".passages")
    assert "Searched 2 papers up to 1 March 2023" in page.said()


def test_where_it_stands_is_listed_with_its_passages(pages: Pages) -> None:
    page = ask(pages, "what happened to the kinship allowance since?")
    assert page.each(".stands li")[0] == (
        "kinship allowance: Jun 2022, The review: recommended passage 1"
    )
    assert page.links(".stands a")[0] == "/where/allowance"


def test_the_record_to_copy_leaves_the_question_out(pages: Pages) -> None:
    text = ask(pages, "what do kinship carers get?").tree.css_first("#record").text()
    assert text.startswith("From the papers on the children's social care review, copied on ")
    assert "Kinship carers get £90 a week. [1]" in text
    assert "what do" not in text


@pytest.mark.parametrize(
    ("question", "problem"),
    [
        ("  ", "There is no question in that; type one"),
        ("kinship " * 300, "That is 2,399 characters; a question may have 2,000."),
    ],
)
def test_what_is_no_question_is_told_beside_the_box(
    pages: Pages, question: str, problem: str
) -> None:
    page = ask(pages, question, "kinship carers")

    assert page.response.status_code == 422
    assert page.said("#problem").startswith(problem)
    box = page.tree.css_first("textarea")
    assert box.attributes["aria-invalid"] == "true"
    assert box.attributes["aria-describedby"] == "hint problem"
    assert box.text().strip() == question.strip()
    assert page.values("before") == ["kinship carers"]


def test_too_many_questions_are_told_when_to_go_on(tmp_path: Path) -> None:
    with toy_pages(tmp_path, DoorSettings(questions_a_minute=1)) as pages:
        assert ask(pages, "kinship carers").response.status_code == 200
        page = ask(pages, "kinship carers")
    assert page.response.status_code == 429
    assert int(page.response.headers["retry-after"]) > 0
    assert page.said("h1") == "Sorry"


def test_what_is_typed_cannot_become_part_of_the_page(pages: Pages) -> None:
    page = ask(pages, 'kinship <script>x()</script> "><img src=x onerror=y()>', "<b>'\"")
    assert "<script>x()" not in page.response.text
    assert page.tree.css("main img, main b") == []
    assert page.values("before")[0] == "<b>'\""
    assert [each for each in page.scripts() if not each.startswith("/static/site.")] == []


def test_a_fault_is_told_with_a_number_and_without_the_question(
    pages: Pages, caplog: pytest.LogCaptureFixture
) -> None:
    pages.desk._answering.shutdown()
    page = ask(pages, "kinship zebrafish")

    assert page.response.status_code == 500
    number = re.search(r"give the number ([0-9a-f]{8}) to whoever", page.said())
    assert number and "zebrafish" not in page.response.text
    assert OSTLEY not in caplog.text and "zebrafish" not in caplog.text


def test_whom_to_ask_is_named_where_the_papers_do_not_help(pages: Pages) -> None:
    object.__setattr__(pages.desk.policy, "ask_whom", "the policy team")
    said = wording_chat.whom_to_ask("the policy team")
    assert said in ask(pages, "zebra crossings?").said()
    assert said not in ask(pages, "what do kinship carers get?").said()


def sent(pages: Pages, page: Page, **fields: str) -> Page:
    """Return what comes of the form under an answer."""
    names = ("token", "answer", "mark")
    hidden = {name: page.values(name)[0] for name in names if page.values(name)}
    cookie = page.response.headers["set-cookie"].partition(";")[0]
    return Page(pages.post("/feedback", data=hidden | fields, headers={"Cookie": cookie}))


def test_what_helped_is_kept_with_its_passages_and_without_the_question(pages: Pages) -> None:
    page = ask(pages, "what do kinship carers get?")
    thanks = sent(pages, page, verdict="good")

    assert thanks.said("h1") == "Thank you"
    assert thanks.said(".here p") == wording_chat.THANKS
    (kept,) = pages.store.feedback(everything=True)
    assert (kept.front, kept.verdict, kept.outcome) == ("web", "good", "answered")
    assert kept.citations == (f"{ASHBY}#1", f"{OSTLEY}#1", f"{ASHBY}#3")


def test_what_did_not_help_is_kept_with_its_reason(pages: Pages) -> None:
    page = ask(pages, "what do kinship carers get?")
    why = sent(pages, page, verdict="bad")
    assert why.said("h1") == "What was wrong?"
    assert why.each(".choice") == list(wording_chat.REASONS.values())

    hidden = {name: why.values(name)[0] for name in ("token", "answer", "mark", "verdict")}
    cookie = page.response.headers["set-cookie"].partition(";")[0]
    more = {"reason": "out_of_date", "comment": "It is £95 now."}
    thanks = Page(pages.post("/feedback", data=hidden | more, headers={"Cookie": cookie}))
    assert thanks.said(".here p") == wording_chat.THANKS_BAD
    (kept,) = pages.store.feedback()
    assert (kept.verdict, kept.reason, kept.comment) == ("bad", "out_of_date", "It is £95 now.")


def test_a_form_that_is_not_ours_keeps_nothing(pages: Pages) -> None:
    page = ask(pages, "what do kinship carers get?")
    forged = sent(pages, page, verdict="good", token="0" * 64)
    assert forged.response.status_code == 403
    assert forged.said(".lead").startswith("This form is no longer valid, so nothing was kept.")
    assert pages.post("/feedback", data={"verdict": "good"}).status_code == 403
    assert pages.store.feedback(everything=True) == []


def test_while_answering_is_paused_the_page_says_so_and_keeps_the_question(pages: Pages) -> None:
    pages.store.switch.pause("Lena", "Back at noon.")
    page = ask(pages, "what do kinship carers get?")
    assert page.response.status_code == 503
    assert page.said("#problem") == wording_chat.paused("Back at noon.")
    assert page.said("textarea") == "what do kinship carers get?"
    assert pages.get("/where").status_code == 200
