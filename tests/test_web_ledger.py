"""Where things stand, what changed, the path and the glossary, on the bot's own pages."""

import csv
import io
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import pytest
from toys import build_toy, edition_of

from bot import wording_changes, wording_chat
from index import edition as editions
from tests.toy_pages import ASHBY, GLOSSARY, OSTLEY, PAPERS, POSITIONS, Pages, toy_pages
from tests.web_page import Page

ONBOARDING = f"""steps:
  - id: money
    title: The money
    text: What kinship carers get.
    passages: ["{ASHBY}#1"]
    ask: What do kinship carers get?
  - id: homes
    title: The homes
    text: Where homes are.
    ask: Where are homes?
"""
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[Pages]:
    edition_of(tmp_path, PAPERS, positions=POSITIONS, glossary=GLOSSARY, onboarding=ONBOARDING)
    with toy_pages(tmp_path) as made:
        yield made


def get(pages: Pages, path: str) -> Page:
    return Page(pages.get(path))


def reword(pages: Pages, before: str, after: str, file: str = f"summaries/{ASHBY}.md") -> None:
    path = pages.folder / "knowledge" / file
    assert before in path.read_text()
    path.write_text(path.read_text().replace(before, after))
    build_toy(pages.folder / "knowledge", pages.folder / "var")
    pages.desk.library = pages.library()


def test_the_matrix_has_a_row_a_topic_and_a_column_a_stage(pages: Pages) -> None:
    page = get(pages, "/where")
    assert page.each("thead th") == [
        *("Recommendation or finding", "Found", "Recommended", "Government"),
        *("National bodies", "Councils"),
    ]
    assert page.each("tbody th") == ["kinship allowancerecommended"]
    assert page.each("tbody td") == [
        "Found Recommended Jun 2022",
        *("nothing", "nothing", "nothing"),
        "Councils Welcomed Ashby Council, Mar 2023",
    ]
    assert page.said(".count").startswith("1 recommendation, 2 positions. As of 1 March 2023")


def test_every_entry_of_the_matrix_opens_its_passage(pages: Pages) -> None:
    chips = get(pages, "/where").links(".chip")
    assert [chip.partition("?")[0] for chip in chips] == [f"/papers/{OSTLEY}", f"/papers/{ASHBY}"]
    assert get(pages, chips[0]).said(".cited .words") == (
        "The review recommended an allowance for kinship carers."
    )


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("status=welcomed", ["Welcomed Ashby Council, Mar 2023"]),
        ("status=rejected", []),
        ("council=Ostley+Council", ["Recommended Jun 2022"]),
        ("council=ostley", ["Recommended Jun 2022"]),
        ("since=2023", ["Welcomed Ashby Council, Mar 2023"]),
        ("since=June+2022", ["Recommended Jun 2022", "Welcomed Ashby Council, Mar 2023"]),
        ("status=recommended&council=Ashby+Council", []),
        ("status=&council=&since=", ["Recommended Jun 2022", "Welcomed Ashby Council, Mar 2023"]),
    ],
)
def test_filters_show_only_the_positions_that_fit(
    pages: Pages, query: str, shown: list[str]
) -> None:
    page = get(pages, f"/where?{query}")
    assert page.each(".chip") == shown
    assert bool(shown) != ("No position fits all of that." in page.said())


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("status=done", "'done' is no status of the ledger; choose one from the list."),
        ("council=Narnia", "No paper or council here is called 'Narnia'; there are papers of"),
        ("since=soonish", "'soonish' could not be read as a date; write it like"),
    ],
)
def test_a_filter_that_cannot_be_used_is_told_and_left_out(
    pages: Pages, query: str, problem: str
) -> None:
    page = get(pages, f"/where?{query}")
    assert page.said("[role=alert]").startswith(problem)
    assert len(page.each(".chip")) == 2


def test_the_table_to_download_holds_what_is_shown(pages: Pages) -> None:
    assert get(pages, "/where?since=2023").links(".links a")[-1] == "/where.csv?since=2023"
    sent = pages.get("/where.csv?since=2023")
    assert sent.headers["content-type"] == "text/csv; charset=utf-8"
    assert sent.headers["content-disposition"] == 'attachment; filename="where-it-stands.csv"'
    (row,) = csv.DictReader(io.StringIO(sent.content.decode("utf-8-sig")))
    key = row.pop("link").rpartition("/p/")[2]
    assert pages.get(f"/p/{key}").headers["location"].startswith(f"/papers/{ASHBY}?at={key}")
    assert row == {
        "topic": "kinship allowance",
        "question": "Will kinship carers be paid?",
        "date": "2023-03-01",
        "date_note": "",
        "stage": "local",
        "status": "welcomed",
        "who": "Ashby",
        "position": "Ashby pays its kinship carers.",
        "figure": "",
        "publisher": "Ashby Council",
        "paper": "Report",
        "paper_date": "2023-03-01",
        "place": "1",
        "page": "",
        "words_of": "from our summary of the paper, not its own words",
    }


def test_no_cell_of_the_table_is_taken_for_a_formula(pages: Pages) -> None:
    reword(pages, "who: Ashby", "who: '=HYPERLINK(1)'", "positions.yaml")
    (row,) = csv.DictReader(io.StringIO(pages.get("/where.csv?since=2023").text.lstrip("\ufeff")))
    assert row["who"] == "'=HYPERLINK(1)"


def test_a_topic_has_a_picture_and_the_same_as_a_list(pages: Pages) -> None:
    page = get(pages, "/where/allowance")
    assert page.said("h1") == "kinship allowance"
    assert page.said(".standing") == "Stands recommended"
    assert page.said("svg.timeline title") == "Timeline: kinship allowance"
    assert page.each("svg.timeline .moment") == ["7 June 2022", "1 March 2023"]
    assert page.each("svg.timeline .state") == ["Recommended", "Welcomed"]
    assert page.each("svg.timeline .who") == ["Found by The review", "Ashby"]
    assert page.each(".positions h3") == ["Recommended The review", "Welcomed Ashby"]
    assert page.links("svg.timeline a") == [
        link for link in page.links(".positions .links a") if link.startswith("/papers/")
    ]
    # The shape tells the status, so that nobody needs to see its colour.
    shapes = [node.html for node in page.tree.css("svg.timeline a g")]
    assert len(set(shape.partition("</circle>")[2] for shape in shapes)) == 2


def test_an_asked_topic_is_sent_as_a_form(pages: Pages) -> None:
    assert get(pages, "/where/allowance").values("question") == ["Will kinship carers be paid?"]


def test_pages_without_a_ledger_a_path_or_a_glossary_say_so(tmp_path: Path) -> None:
    edition_of(tmp_path, PAPERS)
    with toy_pages(tmp_path) as pages:
        assert wording_chat.NO_LEDGER in get(pages, "/where").said()
        assert wording_chat.NO_STEPS in get(pages, "/start").said()
        assert "There is no glossary here." in get(pages, "/glossary").said()


def test_with_one_edition_there_is_nothing_to_compare_and_a_way_back(pages: Pages) -> None:
    page = get(pages, "/changes")
    assert wording_changes.ONE_EDITION in page.said()
    assert "/changes?since=2023" in page.links()


def test_words_that_changed_are_marked_in_place(pages: Pages) -> None:
    reword(pages, "get £90 a week", "get £95 each week")
    page = get(pages, "/changes")
    assert page.each(".card blockquote") == [
        "Kinship carers get went: £90 a came: £95 each week.",
    ]
    assert page.each("del") == ["went: £90 a"]
    assert page.each("ins") == ["came: £95 each"]
    assert "passages: 1 reworded." in page.said()
    assert get(pages, page.links(".card a")[0]).said(".cited .words") == (
        "Kinship carers get £95 each week."
    )


def test_what_came_went_and_moved_is_listed(pages: Pages) -> None:
    reword(pages, "### 3\n\nAn advocate is offered.", "### 4\n\nBus passes are free for all.")
    reword(pages, "status: welcomed", "status: concern raised", "positions.yaml")
    before = editions.remembered(pages.folder / "var")[0]
    page = get(pages, "/changes?since=2023")
    assert page.links("#published ~ ul a") == [f"/papers/{ASHBY}"]
    assert page.said("#index").startswith("Added to the index, or changed in it, from ")
    assert page.each("h3") == ["Moved in the ledger", "Passages added", "Passages removed"]
    assert page.each(".card blockquote") == [
        "Bus passes are free for all.",
        "went: An advocate is offered.",
    ]
    assert before not in page.links()


def test_changes_on_a_topic_leave_the_others_out(pages: Pages) -> None:
    reword(pages, "Homes are near school.", "Homes are near a school.")
    assert get(pages, "/changes").each("ins") == ["came: a"]
    page = get(pages, "/changes?topic=allowance")
    assert page.each("ins") == []
    assert page.said("#published + p") == "kinship allowance"


def test_an_earlier_update_has_an_address(pages: Pages) -> None:
    reword(pages, "£90", "£95")
    reword(pages, "£95", "£99")
    page = get(pages, "/changes")
    assert page.each("ins") == ["came: £99"]
    assert get(pages, page.links(".updates a")[1]).each("ins") == ["came: £95"]


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("since=soonish", "'soonish' could not be read as a date"),
        ("topic=benches", "The ledger has nothing under that name."),
        ("to=never", "'never' names no single edition and is no date;"),
    ],
)
def test_what_cannot_be_compared_is_told(pages: Pages, query: str, problem: str) -> None:
    page = get(pages, f"/changes?{query}")
    assert page.response.status_code == 200
    assert page.said("[role=alert]").startswith(problem)


def test_the_feed_has_an_entry_for_each_update_that_changed_something(pages: Pages) -> None:
    reword(pages, "£90", "£95")
    reword(pages, "a week", "a\u0001 <b>month</b>")
    build_toy(pages.folder / "knowledge", pages.folder / "var", fresh=True)
    pages.desk.library = pages.library()

    sent = pages.get("/changes.atom")
    assert sent.headers["content-type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(sent.content)
    entries = feed.findall(f"{ATOM}entry")
    assert [each.findtext(f"{ATOM}title") for each in entries] == 2 * ["passages: 1 reworded."]
    assert entries[0].findtext(f"{ATOM}content") == (
        "Reworded: Ashby Council, Report, 1 March 2023, paragraph 1: "
        "Kinship carers get £95 [-a week.-] {+a <b>month</b>.+}\n"
    )
    identity = entries[1].findtext(f"{ATOM}id") or ""
    assert get(pages, identity.partition(".example")[2]).each("ins") == ["came: £95"]
    assert feed.findtext(f"{ATOM}updated")
    assert get(pages, "/changes").links("link[rel=alternate]") == ["/changes.atom"]


def test_the_path_leads_step_by_step_with_its_passages(pages: Pages) -> None:
    assert get(pages, "/start").each(".steps a") == ["1The money", "2The homes"]
    page = get(pages, "/start/1")
    assert page.said("h1") == "Step 1 of 2: The money"
    assert page.said(".lead") == "What kinship carers get."
    assert page.each("blockquote") == ["Kinship carers get £90 a week."]
    assert page.values("question") == ["What do kinship carers get?"]
    assert page.links("[rel=next]") == ["/start/2"] and page.links("[rel=prev]") == []
    assert get(pages, "/start/homes").links("[rel=prev]") == ["/start/1"]
    missing = get(pages, "/start/9")
    assert missing.response.status_code == 404
    assert missing.said(".lead") == "There is no step '9'; name one from 1 to 2, or its id."


def test_the_glossary_lists_terms_by_their_letters(pages: Pages) -> None:
    page = get(pages, "/glossary")
    assert page.each(".letters a") == ["F"]
    assert page.each("dt") == ["family hub (FH)"]
    assert page.each("dd") == ["A place where families find help."]
