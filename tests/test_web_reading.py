"""Papers on the bot's own pages: the passage a citation names, marked, now and long after."""

from collections.abc import Iterator
from datetime import date
from ipaddress import ip_network
from pathlib import Path

import pytest
from toys import build_toy, edition_of

from bot.audience import Access
from bot.citation import Citation
from bot.settings import DoorSettings
from bot.web.links import reading
from index import edition as editions
from tests.toy_pages import ASHBY, OSTLEY, PAPERS, POSITIONS, Pages, toy_pages
from tests.web_page import Page


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[Pages]:
    with toy_pages(tmp_path) as made:
        yield made


def get(pages: Pages, path: str) -> Page:
    return Page(pages.get(path))


def key_of(pages: Pages, identity: str) -> str:
    return pages.desk.library.inside.edition.passage(identity).key


def rewrite(pages: Pages, paper: str, *lines: str) -> None:
    """Give a paper other passages, build, and have the pages take the new edition up."""
    entries = "".join(f"### {number}\n\n{line}\n\n" for number, line in enumerate(lines, 1))
    path = pages.folder / "knowledge" / "summaries" / f"{paper}.md"
    path.write_text(f"---\npaper: {paper}\n---\n\n{entries}", encoding="utf-8")
    take_up(pages)


def take_up(pages: Pages) -> None:
    build_toy(pages.folder / "knowledge", pages.folder / "var")
    pages.desk.library = pages.library()


def test_papers_are_listed_the_newest_first(pages: Pages) -> None:
    page = get(pages, "/papers")
    assert page.links(".papers a") == [f"/papers/{ASHBY}", f"/papers/{OSTLEY}"]
    assert page.each(".papers li")[0] == (
        "1 March 2023 · report Report Ashby Council Our summary 3 passages"
    )


def test_a_paper_says_whose_words_it_shows_under_their_locators(pages: Pages) -> None:
    page = get(pages, f"/papers/{ASHBY}")
    assert page.said("h1") == "Report"
    assert page.said(".notice").startswith("Our summary You are reading our summary")
    assert "We know of no public page for it." in page.said(".notice")
    assert page.each(".locator") == [
        "Link to Paragraph 1",
        "Link to Paragraph 2",
        "Link to Paragraph 3",
    ]
    assert page.said("#p-2 .words") == "Homes are near school."
    assert page.each("mark, .cited") == []
    assert page.said("#p-1 .rows") == "kinship allowance: welcomed, 1 March 2023"


def test_the_original_is_shown_in_its_own_words_with_our_summary_beside(tmp_path: Path) -> None:
    edition_of(tmp_path, PAPERS)
    original = tmp_path / "knowledge" / "papers" / f"{ASHBY}.txt"
    original.parent.mkdir(exist_ok=True)
    original.write_text("1. Carers of kin: ninety pounds.\n2. Homes by schools.\n")
    build_toy(tmp_path / "knowledge", tmp_path / "var")
    with toy_pages(tmp_path) as pages:
        page = get(pages, f"/papers/{ASHBY}")
        assert page.said(".notice").startswith("The paper's own words These are the paper's own")
        assert page.said("#p-1 > .words") == "Carers of kin: ninety pounds."
        assert page.said("#p-1 details") == (
            "Our summary of this paragraphKinship carers get £90 a week."
        )


def test_a_citation_opens_at_its_passage_with_its_sentence_marked(pages: Pages) -> None:
    rewrite(pages, ASHBY, "Carers meet. Carers get £90. They meet again.", "Homes are near school.")
    key = key_of(pages, f"{ASHBY}#1")
    sent = pages.get(f"/p/{key}?s=1")
    assert (sent.status_code, sent.headers["location"]) == (
        302,
        f"/papers/{ASHBY}?at={key}&s=1#p-1",
    )
    page = get(pages, f"/papers/{ASHBY}?at={key}&s=1")
    assert page.each("mark") == ["Carers get £90."]
    assert page.said("#p-1 .words") == "Carers meet. Carers get £90. They meet again."
    assert page.said(".cited .cited-note") == "The passage you came for"
    assert len(page.tree.css(".cited")) == 1
    assert page.links(".to-cited") == ["#p-1"]


@pytest.mark.parametrize("marks", ["9", "x", "-1", "1.1.1", "99999999999999999999", ""])
def test_marks_that_name_no_sentence_do_no_harm(pages: Pages, marks: str) -> None:
    key = key_of(pages, f"{ASHBY}#1")
    page = get(pages, f"/papers/{ASHBY}?at={key}&s={marks}")
    assert page.response.status_code == 200
    assert page.said(".cited .words") == "Kinship carers get £90 a week."


def test_a_locator_of_several_words_is_a_place_on_the_page(tmp_path: Path) -> None:
    edition_of(tmp_path, PAPERS)
    path = tmp_path / "knowledge" / "summaries" / f"{ASHBY}.md"
    path.write_text(f"---\npaper: {ASHBY}\n---\n\n### Question 2 and reply\n\nKinship pay.\n")
    build_toy(tmp_path / "knowledge", tmp_path / "var")
    with toy_pages(tmp_path) as pages:
        sent = pages.get(f"/p/{key_of(pages, f'{ASHBY}#Question 2 and reply')}")
        assert sent.headers["location"].endswith("#p-Question_2_and_reply")
        page = get(pages, f"/papers/{ASHBY}")
        assert page.said('[id="p-Question_2_and_reply"] h2') == "Link to Question 2 and reply"


def test_a_paper_leads_to_the_one_before_and_after_on_a_topic(pages: Pages) -> None:
    later, earlier = get(pages, f"/papers/{ASHBY}"), get(pages, f"/papers/{OSTLEY}")
    key = key_of(pages, f"{OSTLEY}#1")
    assert later.links(".threads [rel=prev]") == [f"/papers/{OSTLEY}?at={key}#p-1"]
    assert later.links(".threads [rel=next]") == []
    key = key_of(pages, f"{ASHBY}#1")
    assert earlier.links(".threads [rel=next]") == [f"/papers/{ASHBY}?at={key}#p-1"]
    assert earlier.said(".threads [rel=next]") == "Ashby Council, 1 March 2023 →"


def test_a_passage_that_moved_is_still_found_by_its_old_key(pages: Pages) -> None:
    key = key_of(pages, f"{ASHBY}#2")
    rewrite(pages, ASHBY, "Kinship carers get £90 a week.", "A new one.", "Homes are near school.")
    sent = pages.get(f"/p/{key}")
    assert sent.headers["location"] == (f"/papers/{ASHBY}?at={key_of(pages, f'{ASHBY}#3')}#p-3")
    # An address that was copied from the browser leads there too.
    stale = pages.get(f"/papers/{ASHBY}?at={key}&s=0")
    assert (stale.status_code, stale.headers["location"]) == (302, f"/p/{key}")


def test_a_passage_that_was_reworded_shows_then_and_now(pages: Pages) -> None:
    key = key_of(pages, f"{ASHBY}#1")
    rewrite(pages, ASHBY, "Kinship carers get £95 a week.", "Homes are near school.")
    page = get(pages, f"/p/{key}")

    assert page.response.status_code == 200
    assert page.said("h1") == "This passage has changed since"
    assert page.each("blockquote") == [
        "Kinship carers get £90 a week.",
        "Kinship carers get went: £90 came: £95 a week.",
    ]
    assert (page.each("del"), page.each("ins")) == (["went: £90"], ["came: £95"])
    now = key_of(pages, f"{ASHBY}#1")
    assert f"/papers/{ASHBY}?at={now}#p-1" in page.links()


def test_a_passage_that_is_gone_shows_what_it_said(pages: Pages) -> None:
    key = key_of(pages, f"{ASHBY}#3")
    rewrite(pages, ASHBY, "Kinship carers get £90 a week.", "Homes are near school.")
    page = get(pages, f"/p/{key}")
    assert page.said("h1") == "This passage is no longer in the paper"
    assert page.each("blockquote") == ["An advocate is offered."]
    assert "has no passage that matches" in page.said()


def test_a_key_is_found_in_an_edition_that_is_no_longer_searched(pages: Pages) -> None:
    key = key_of(pages, f"{ASHBY}#1")
    for pay in range(91, 98):
        rewrite(pages, ASHBY, f"Kinship carers get £{pay} a week.", "Homes are near school.")
    assert len(editions.history(pages.folder / "var")) == 5
    assert get(pages, f"/p/{key}").each("ins") == ["came: £97"]


@pytest.mark.parametrize(
    "path",
    ["/p/0123456789", "/p/%3Cscript%3E", "/papers/elsewhere", "/where/elsewhere", "/elsewhere"],
)
def test_what_is_not_there_is_told_in_a_sentence(pages: Pages, path: str) -> None:
    page = get(pages, path)
    assert page.response.status_code == 404
    assert page.said("main p").endswith(".")
    assert page.response.headers["cache-control"] == "no-store"


def restrict(pages: Pages, paper: str) -> None:
    path = pages.folder / "knowledge" / "papers.yaml"
    lines = path.read_text().splitlines()
    path.write_text(
        "\n".join(
            line.replace("visibility: public", "visibility: restricted") if paper in line else line
            for line in lines
        )
        + "\n"
    )
    take_up(pages)


def test_what_was_said_by_a_paper_that_is_restricted_now_is_shown_to_nobody(pages: Pages) -> None:
    key = key_of(pages, f"{ASHBY}#1")
    restrict(pages, ASHBY)

    assert get(pages, f"/p/{key}").response.status_code == 404
    assert get(pages, f"/papers/{ASHBY}").response.status_code == 404
    for path in ("/papers", "/where", "/where.csv", "/changes", "/changes.atom"):
        assert "£90" not in get(pages, path).response.text, path
    assert get(pages, "/papers").links(".papers a") == [f"/papers/{OSTLEY}"]


def test_nor_what_it_said_before_it_was_reworded(pages: Pages) -> None:
    key = key_of(pages, f"{ASHBY}#1")
    rewrite(pages, ASHBY, "Kinship carers get £95 a week.", "Homes are near school.")
    restrict(pages, ASHBY)

    page = get(pages, f"/p/{key}")
    assert page.response.status_code == 404 and "£9" not in page.response.text


def test_restricted_papers_open_for_whom_they_are_and_no_shared_cache(tmp_path: Path) -> None:
    doors = DoorSettings(
        trusted_proxies=(ip_network("10.0.0.0/8"),),
        user_header="X-Auth-User",
        questions_a_minute=1_000,
    )
    access = Access(people=frozenset({"web:lena"}))
    with toy_pages(tmp_path, doors, access) as pages:
        restrict(pages, ASHBY)
        as_lena = {"peer": "10.0.0.1", "headers": {"X-Auth-User": "lena"}}
        as_omar = {"peer": "10.0.0.1", "headers": {"X-Auth-User": "omar"}}
        seen, unseen = pages.get("/papers", **as_lena), pages.get("/papers", **as_omar)
        assert Page(seen).links(".papers a") == [f"/papers/{ASHBY}", f"/papers/{OSTLEY}"]
        assert Page(unseen).links(".papers a") == [f"/papers/{OSTLEY}"]
        assert seen.headers["cache-control"] == "private, no-cache"
        assert seen.headers["etag"] != unseen.headers["etag"]


def test_a_page_is_kept_until_the_edition_changes_and_then_goes_live(pages: Pages) -> None:
    first = pages.get(f"/papers/{ASHBY}")
    known = {"If-None-Match": first.headers["etag"]}
    assert first.headers["cache-control"] == "public, no-cache"
    again = pages.get(f"/papers/{ASHBY}", headers=known)
    assert (again.status_code, again.text) == (304, "")

    rewrite(pages, ASHBY, "Kinship carers get £95 a week.")
    fresh = pages.get(f"/papers/{ASHBY}", headers=known)
    assert fresh.status_code == 200 and "£95" in fresh.text


def test_style_and_script_may_be_kept_for_ever_and_nothing_stands_in_the_page(pages: Pages) -> None:
    page = get(pages, f"/papers/{ASHBY}")
    (style,) = page.links("link[rel=stylesheet]")
    sent = pages.get(style)
    assert sent.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert sent.headers["content-type"] == "text/css; charset=utf-8"
    assert pages.get("/static/site.css").status_code == 404
    for path in ("/", "/papers", f"/papers/{ASHBY}", "/where", "/where/allowance", "/changes"):
        scripts = list(get(pages, path).scripts())
        assert len(scripts) == 1 and scripts[0].startswith("/static/site."), path


def test_a_papers_words_cannot_become_part_of_the_page(tmp_path: Path) -> None:
    hostile = "Kinship <script>x()</script> <img src=x onerror=y()> {{ 7*7 }} [a](javascript:z())"
    edition_of(
        tmp_path,
        PAPERS | {ASHBY: (hostile,)},
        positions=POSITIONS.replace("name: kinship allowance", "name: 'kinship <i>allowance</i>'"),
    )
    with toy_pages(tmp_path) as pages:
        key = key_of(pages, f"{ASHBY}#1")
        for path in (f"/papers/{ASHBY}?at={key}&s=0", "/where", "/where/allowance", "/changes"):
            page = get(pages, path)
            assert list(page.scripts())[1:] == [], path
            assert page.tree.css("main img, main i, main script") == [], path
        assert get(pages, f"/papers/{ASHBY}").said("#p-1 .words") == hostile


def test_sentences_shown_together_are_both_marked() -> None:
    quote = "Homes are few. It was refused. Instead, it will be tried."
    citation = Citation(
        1, ASHBY, "Report", "Ashby", date(2024, 5, 1), "1", (), None, "paper", quote, "", 1.0
    )

    assert "&s=1.2#p-1" in reading(citation, ["It was refused. Instead, it will be tried."])
    assert "&s=0#p-1" in reading(citation, ["Homes are few."])
    assert "&s=" not in reading(citation, ["Of another paper."])
