"""The addresses for programs: the JSON of the command line, faults in sentences, the description
kept to.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from copy import deepcopy
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from toys import build_toy

from bot.as_json import as_json, positions_as_json
from bot.audience import Access
from bot.news import news_since
from bot.news_json import news_as_json
from bot.settings import DoorSettings
from tests.toy_pages import ASHBY, OSTLEY, Pages, toy_pages


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[Pages]:
    with toy_pages(tmp_path) as made:
        yield made


def schema(pages: Pages, name: str) -> Draft202012Validator:
    """Return what the description says of an answer, taken to name every field that there is."""
    described = pages.get("/api/openapi.json").json()
    whole = _closed(deepcopy(described)) | {"$ref": f"#/components/schemas/{name}"}
    return Draft202012Validator(whole, format_checker=FormatChecker())


def _closed(value: Any) -> Any:
    if isinstance(value, dict):
        for each in value.values():
            _closed(each)
        if value.get("type") == "object":
            value["additionalProperties"] = False
    elif isinstance(value, list):
        for each in value:
            _closed(each)
    return value


def ask(pages: Pages, **body: Any) -> Any:
    return pages.post("/api/ask", json=body)


def test_an_answer_is_the_command_lines_and_is_described(pages: Pages) -> None:
    shelf = pages.library().inside
    for question in ("kinship carers allowance", "what happened to the kinship allowance since?"):
        answer = ask(pages, question=question)
        assert answer.status_code == 200
        assert answer.json() == as_json(shelf.answerer.answer(question, (), 3))
        schema(pages, "Answer").validate(answer.json())
    assert answer.json()["stands"][0]["citation"] == 1
    assert answer.headers["cache-control"] == "no-store"
    assert len(ask(pages, question="kinship carers", limit=1).json()["citations"]) == 1
    assert len(ask(pages, question="kinship carers", limit=2.0).json()["citations"]) == 2


@pytest.mark.parametrize(
    ("question", "outcome"),
    [
        ("zebra crossings?", "nothing_found"),
        ("the boy in my case, NHS number 943 476 5919, was hit", "personal_data"),
        ("a child is being beaten right now, help", "urgent"),
        ("write me a poem about cats", "out_of_scope"),
        ("which papers do you hold?", "answered"),
    ],
)
def test_every_outcome_is_described(pages: Pages, question: str, outcome: str) -> None:
    answer = ask(pages, question=question).json()
    assert answer["outcome"] == outcome
    schema(pages, "Answer").validate(answer)


def test_earlier_questions_are_heard(pages: Pages) -> None:
    shelf = pages.library().inside
    history = ["What do kinship carers get?"]
    answer = ask(pages, question="and in Ostley?", history=history).json()
    assert answer == as_json(shelf.answerer.answer("and in Ostley?", history, 3))
    assert answer != ask(pages, question="and in Ostley?").json()


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        (b"question=kinship", 400, "This is not JSON; send an object such as"),
        (b"\xff\xfe", 400, "This is not JSON"),
        (b"[" * 100_000, 400, "This is not JSON"),
        (b'{"limit": ' + b"9" * 5_000 + b"}", 400, "This is not JSON"),
        (b"[]", 422, 'Send an object such as {"question": "what is a kinship carer?"}.'),
        (b"{}", 422, "The field 'question' must be there and must be text."),
        (b'{"question": 1}', 422, "The field 'question' must be there and must be text."),
        (b'{"question": "?"}', 422, "There is no question in that; type one"),
        (
            b'{"question": "a", "histroy": []}',
            422,
            "There is no field 'histroy'; there are question, history, limit.",
        ),
        (
            b'{"question": "a", "history": "b"}',
            422,
            "The field 'history' must be a list of at most 20 earlier questions, oldest first, of "
            "2,000 characters each.",
        ),
        (
            b'{"question": "a", "history": [1]}',
            422,
            "The field 'history' must be a list of at most 20",
        ),
        (
            b'{"question": "a", "limit": 0}',
            422,
            "The field 'limit' must be a whole number from 1 to 20.",
        ),
        (b'{"question": "a", "limit": true}', 422, "The field 'limit' must be a whole number"),
        (b'{"question": "a", "limit": NaN}', 422, "The field 'limit' must be a whole number"),
        (b'{"question": "a", "limit": 2.5}', 422, "The field 'limit' must be a whole number"),
        (b'{"question": "a", "limit": "3"}', 422, "The field 'limit' must be a whole number"),
    ],
)
def test_what_is_no_question_is_told_in_a_sentence(
    pages: Pages, body: bytes, status: int, said: str
) -> None:
    answer = pages.post("/api/ask", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["error"][: len(said)]) == (status, said)
    schema(pages, "Error").validate(answer.json())


def test_a_question_may_be_so_long(pages: Pages) -> None:
    answer = ask(pages, question="k" * 2_001)
    assert answer.status_code == 422
    assert answer.json()["error"].startswith("That is 2,001 characters; a question may have 2,000.")
    assert ask(pages, question="k" * 2_000).status_code == 200


def test_letters_of_no_encoding_and_nothings_do_not_stop_it(pages: Pages) -> None:
    for odd in (r"\ud800 kinship", r"\u0000 kinship carers", r"\u202e kinship"):
        body = f'{{"question": "{odd}", "history": ["{odd}"]}}'.encode()
        answer = pages.post("/api/ask", content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code == 200


def test_other_types_methods_and_addresses_are_refused_as_json(pages: Pages) -> None:
    plain = pages.post("/api/ask", content=b'{"question": "a"}')
    assert (plain.status_code, plain.json()) == (
        415,
        {"error": "Send JSON, and say so in the header: Content-Type: application/json."},
    )
    wrong = pages.get("/api/ask")
    assert (wrong.status_code, wrong.headers["allow"]) == (405, "POST")
    assert wrong.json() == {
        "error": "This address is not asked that way; /api/openapi.json says how."
    }
    for path in ("/api/people", "/api/papers/a%0Ab%2Fc", "/api/%0A"):
        assert pages.get(path).json()["error"].startswith("There is no such address;"), path
    missing = pages.get("/api/people")
    assert (missing.status_code, missing.json()) == (
        404,
        {"error": "There is no such address; /api/openapi.json lists those that there are."},
    )
    large = pages.post(
        "/api/ask", content=b"x" * 300_000, headers={"Content-Type": "application/json"}
    )
    assert (large.status_code, large.json()) == (
        413,
        {"error": "That is too much to be a question. Send less."},
    )
    foreign = pages.post(
        "/api/ask", json={"question": "kinship"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert foreign.status_code == 403
    assert foreign.json()["error"].startswith("This was sent from another site's page.")


def test_a_body_that_is_cut_off_is_no_fault_of_ours(
    pages: Pages, caplog: pytest.LogCaptureFixture
) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(6):
            yield b"x" * 65_536

    caplog.set_level("INFO", "review_bot")
    for path, kind in (
        ("/api/ask", "application/json"),
        ("/", "application/x-www-form-urlencoded"),
    ):
        answer = pages.post(path, content=endless(), headers={"Content-Type": kind})
        assert answer.status_code == 413
    assert [record.getMessage() for record in caplog.records] == ["refused", "refused"]


def test_while_answering_is_paused_programs_are_told(pages: Pages) -> None:
    pages.store.switch.pause("lena", "Back at noon.")
    answer = ask(pages, question="kinship carers")
    assert answer.status_code == 503
    assert "Back at noon." in answer.json()["error"]
    schema(pages, "Error").validate(answer.json())
    assert pages.get("/api/papers").status_code == 200


def test_too_many_questions_are_refused_as_json(tmp_path: Path) -> None:
    with toy_pages(tmp_path, DoorSettings(questions_a_minute=1)) as pages:
        assert ask(pages, question="kinship").status_code == 200
        refused = ask(pages, question="kinship")
        assert (refused.status_code, refused.headers["retry-after"]) == (429, "60")
        assert refused.json() == {
            "error": "That was a lot at once. Please wait 60 seconds, then try again."
        }


def test_papers_are_listed_newest_first_and_shown_passage_by_passage(pages: Pages) -> None:
    papers = pages.get("/api/papers").json()
    assert [(paper["id"], paper["passages"]) for paper in papers["papers"]] == [
        (ASHBY, 3),
        (OSTLEY, 2),
    ]
    assert papers["as_of"] == "2023-03-01"
    schema(pages, "Papers").validate(papers)
    paper = pages.get(f"/api/papers/{ASHBY}").json()
    schema(pages, "Paper").validate(paper)
    first = paper["passages"][0]
    assert (first["locator"], first["quote"]) == ("1", "Kinship carers get £90 a week.")
    assert first["link"].startswith("/p/")
    missing = pages.get("/api/papers/nowhere")
    assert (missing.status_code, missing.json()) == (
        404,
        {"error": "There is no paper 'nowhere' here; /api/papers lists those that there are."},
    )


def test_positions_are_the_command_lines(pages: Pages) -> None:
    edition = pages.library().inside.edition
    found = pages.get("/api/positions").json()
    assert found == positions_as_json(edition.topics, edition)
    schema(pages, "Positions").validate(found)

    def lines(**asked: Any) -> list[str]:
        topics = pages.get("/api/positions", params=asked).json()["topics"]
        return [position["line"] for topic in topics for position in topic["positions"]]

    both = ["An allowance for kinship carers was recommended.", "Ashby pays its kinship carers."]
    assert lines() == both
    assert lines(status="recommended") == both[:1]
    assert lines(stage="local") == both[1:]
    assert lines(since="2023-01-01") == both[1:]
    assert lines(paper="Ashby") == both[1:]
    assert lines(paper=["Ashby", OSTLEY]) == both
    assert lines(topic="kinship allowance") == both
    assert lines(topic="allowance", status="rejected") == []


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ("status=maybe", 422, "'status' must be one of: recommended, accepted,"),
        ("stage=", 422, "'stage' must be one of: finding, recommended,"),
        ("since=June", 422, "'since' must be a date such as 2023-02-14."),
        ("since=2023-02-30", 422, "'since' must be a date such as 2023-02-14."),
        ("since=20230214xx", 422, "'since' must be a date such as 2023-02-14."),
        ("status=noted&status=noted", 422, "'status' may be given once."),
        ("paper=Marlow", 404, "No paper or council here is called 'Marlow'; there are papers of"),
        ("topic=zzzz", 404, "The ledger has nothing under 'zzzz'."),
    ],
)
def test_what_cannot_be_looked_for_is_told_in_a_sentence(
    pages: Pages, asked: str, status: int, said: str
) -> None:
    answer = pages.get(f"/api/positions?{asked}")
    assert (answer.status_code, answer.json()["error"][: len(said)]) == (status, said)


def rebuild(pages: Pages) -> None:
    summary = pages.folder / "knowledge" / "summaries" / f"{ASHBY}.md"
    summary.write_text(summary.read_text().replace("£90", "£95"))
    build_toy(pages.folder / "knowledge", pages.folder / "var")
    pages.desk.library = pages.library()


def test_changes_are_the_command_lines(pages: Pages) -> None:
    alone = pages.get("/api/changes").json()
    assert (alone["from"], alone["index"]) == (None, None)
    schema(pages, "Changes").validate(alone)
    before = pages.library().inside.edition.about.id
    rebuild(pages)
    changed = pages.get("/api/changes").json()
    schema(pages, "Changes").validate(changed)
    assert changed["from"]["id"] == before
    assert [m["text"] for m in changed["index"]["reworded"][0]["words"]][1:3] == ["£90", "£95"]
    named = pages.get("/api/changes", params={"from": before, "topic": "allowance"}).json()
    schema(pages, "Changes").validate(named)
    assert named["topic"] == "allowance"
    since = pages.get("/api/changes?since=2023-01-01").json()
    schema(pages, "Changes").validate(since)
    from datetime import date

    assert since == news_as_json(news_since(pages.folder / "var", date(2023, 1, 1)))


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ("since=2023-01-01&to=2023-01-01", 409, "Give since, or from and to, not both."),
        ("to=", 422, "'to' must be an edition's id, or a date such as 2023-02-14."),
        ("from=nowhere", 404, "'nowhere' names no single edition and is no date;"),
        ("from=1999-01-01", 404, "No edition was built by 1 January 1999;"),
        ("to=9999-12-31", 404, "There are no editions to compare here."),
        ("topic=zzzz", 404, "The ledger has nothing under 'zzzz'."),
    ],
)
def test_changes_that_cannot_be_told_are_refused_in_a_sentence(
    pages: Pages, asked: str, status: int, said: str
) -> None:
    answer = pages.get(f"/api/changes?{asked}")
    assert (answer.status_code, answer.json()["error"][: len(said)]) == (status, said)


def test_what_is_known_of_an_edition_is_not_sent_again_until_the_next(pages: Pages) -> None:
    for path in ("/api/papers", f"/api/papers/{ASHBY}", "/api/positions", "/api/changes"):
        first = pages.get(path)
        assert first.headers["cache-control"] == "public, no-cache"
        same = pages.get(path, headers={"If-None-Match": first.headers["etag"]})
        assert (same.status_code, same.content) == (304, b"")
    known = first.headers["etag"]
    rebuild(pages)
    assert pages.get("/api/papers", headers={"If-None-Match": known}).status_code == 200


def test_restricted_papers_are_for_the_people_that_settings_name_alone(tmp_path: Path) -> None:
    from toys import edition_of

    edition_of(
        tmp_path,
        {ASHBY: ("Kinship carers get £90.",), OSTLEY: ("Kinship carers get a secret bonus.",)},
    )
    register = tmp_path / "knowledge" / "papers.yaml"
    text = register.read_text()
    # The second entry alone is closed.
    head, tail = text.split(f"id: {OSTLEY}")
    register.write_text(head + f"id: {OSTLEY}" + tail.replace("public", "restricted", 1))
    build_toy(tmp_path / "knowledge", tmp_path / "var")
    doors = DoorSettings(trusted_proxies=(ip_network("10.0.0.5/32"),), user_header="X-Auth-User")
    with toy_pages(tmp_path, doors, Access(people=frozenset(("web:lena",)))) as pages:

        def seen(path: str, name: str, peer: str = "10.0.0.5") -> str:
            answer = pages.get(path, peer=peer, headers={"X-Auth-User": name})
            return f"{answer.status_code} {answer.text}"

        for path in ("/api/papers", f"/api/papers/{OSTLEY}"):
            assert OSTLEY in seen(path, "lena")
        assert "secret" in seen(f"/api/papers/{OSTLEY}", "lena")
        for name, peer in (("amir", "10.0.0.5"), ("lena", "10.0.0.6"), ("Lena", "10.0.0.5")):
            assert OSTLEY not in seen("/api/papers", name, peer)
            assert seen(f"/api/papers/{OSTLEY}", name, peer).startswith("404")

        def answered(name: str, peer: str) -> str:
            body = {"question": "secret bonus of kinship carers"}
            headers = {"X-Auth-User": name}
            return pages.post("/api/ask", json=body, headers=headers, peer=peer).text

        assert "secret bonus." in answered("lena", "10.0.0.5")
        assert "secret bonus." not in answered("lena", "10.0.0.6")
        assert "secret bonus." not in answered("amir", "10.0.0.5")
        mine = pages.get("/api/papers", peer="10.0.0.5", headers={"X-Auth-User": "lena"})
        assert mine.headers["cache-control"] == "private, no-cache"
        # What one reader holds is not taken for another's.
        other = pages.get("/api/papers", headers={"If-None-Match": mine.headers["etag"]})
        assert other.status_code == 200


def test_no_words_of_a_question_are_logged_or_kept(
    pages: Pages, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "review_bot")
    ask(pages, question="zebra crossings near the family hub?")
    for _ in range(2):
        ask(pages, question="unicorns in the family hub?")
    ask(pages, question="what of the kinship allowance in Narnia in 2031?")
    said = json.dumps([record.__dict__.get("fields") for record in caplog.records])
    assert "zebra" not in said
    assert '"outcome": "nothing_found"' in said
    asyncio.run(pages.desk.refresh())
    kept = (pages.folder / "store.db").read_bytes()
    kept += (pages.folder / "store.db-wal").read_bytes()
    assert b"zebra" not in kept
    assert b"family hub" in kept


def test_what_went_unanswered_is_counted_by_our_own_topics(pages: Pages) -> None:
    from datetime import date

    for _ in range(3):
        ask(pages, question="zebra crossings near the FH?")
        ask(pages, question="zebra crossings?")
        ask(pages, question="kinship carers")
    asyncio.run(pages.desk.refresh())
    found = pages.store.unanswered.since(date.min)
    assert [(t.topic, t.outcome, t.count) for t in found] == [
        ("", "nothing_found", 3),
        ("family hub", "nothing_found", 3),
    ]


def test_the_description_is_one_of_openapi(pages: Pages) -> None:
    described = pages.get("/api/openapi.json")
    assert described.headers["content-type"] == "application/json"
    value = described.json()
    assert value["openapi"] == "3.1.0"
    assert set(value["paths"]) == {
        "/api/ask",
        "/api/papers",
        "/api/papers/{id}",
        "/api/positions",
        "/api/changes",
    }
    schemas = value["components"]["schemas"]
    # As ECMAScript writes it, which this validator does not read.
    assert schemas["Question"]["properties"]["question"].pop("pattern") == r"[\p{L}\p{N}_]"
    for each in schemas.values():
        Draft202012Validator.check_schema(each)
