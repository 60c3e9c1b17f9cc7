"""The administrator's page: who comes in, what it shows, what it sets going."""

import asyncio
import re
from collections.abc import Iterator
from html import unescape
from ipaddress import ip_network
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.doors import Pace
from bot.passwords import hashed_password, is_right
from bot.settings import DoorSettings
from bot.store import Feedback
from tests.local_slack import until
from tests.toy_pages import ASHBY, Pages, toy_pages

PASSWORD = "four plain words here"
PROXY = "10.0.0.5"
HASH = hashed_password(PASSWORD)
DOORS = DoorSettings(
    trusted_proxies=(ip_network(f"{PROXY}/32"),),
    user_header="X-Auth-User",
    admins=frozenset(("lena",)),
    admin_password=HASH,
    questions_a_minute=1_000,
)


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[Pages]:
    with toy_pages(tmp_path, DOORS) as made:
        yield made


class Browser:
    """Keeps cookies and sends the form tokens of the page that it was last given."""

    def __init__(self, pages: Pages, peer: str = "203.0.113.7", **headers: str) -> None:
        self.pages = pages
        self.peer = peer
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}
        self.cookies: dict[str, str] = {}
        self.page = ""

    def get(self, path: str = "/admin") -> httpx.Response:
        return self._took(self.pages.get(path, peer=self.peer, headers=self._sent()))

    def post(self, path: str, **fields: str) -> httpx.Response:
        token = re.search(r'name="token" value="(\w+)"', self.page)
        data = {"token": token.group(1) if token else ""} | fields
        return self._took(self.pages.post(path, peer=self.peer, headers=self._sent(), data=data))

    def sign_in(self, password: str = PASSWORD) -> httpx.Response:
        self.get()
        return self.post("/admin/sign-in", password=password)

    def _sent(self) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return self.headers | ({"Cookie": cookies} if cookies else {})

    def _took(self, answer: httpx.Response) -> httpx.Response:
        for line in answer.headers.get_list("set-cookie"):
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
            if "Max-Age=0" in line:
                del self.cookies[name]
        if answer.status_code != 303:
            self.page = answer.text
        return answer


def said(answer: httpx.Response) -> str:
    """Return what an answer says to whoever sees or hears it."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def test_there_is_no_such_page_unless_it_is_set_up(tmp_path: Path) -> None:
    with toy_pages(tmp_path) as pages:
        assert pages.get("/admin").status_code == 404
        assert pages.post("/admin/sign-in").status_code == 404


def test_the_right_password_opens_the_page_and_leaving_closes_it(pages: Pages) -> None:
    browser = Browser(pages)
    assert "Sign in" in said(browser.get())
    assert "Build now" not in browser.page
    wrong = browser.sign_in("five plain words here x")
    assert (wrong.status_code, "That is not the password." in said(wrong)) == (403, True)
    right = browser.sign_in()
    assert (right.status_code, right.headers["location"]) == (303, "/admin")
    given = next(c for c in right.headers.get_list("set-cookie") if c.startswith("admin="))
    assert given.endswith("; Path=/; HttpOnly; SameSite=Strict; Max-Age=28800")
    assert "Build now" in said(browser.get())
    before = dict(browser.cookies)
    assert browser.post("/admin/sign-out").status_code == 303
    assert "admin" not in browser.cookies
    # The session is gone, and not only the cookie that named it.
    browser.cookies = before
    assert "Build now" not in said(browser.get())


def test_over_https_the_cookies_are_for_this_host_and_https_only(pages: Pages) -> None:
    browser = Browser(pages, PROXY, X_Forwarded_Proto="https", X_Forwarded_For="203.0.113.7")
    assert browser.sign_in().status_code == 303
    assert set(browser.cookies) == {"__Host-form", "__Host-admin"}


def test_signing_in_leaves_nothing_that_was_known_before(pages: Pages) -> None:
    mine, theirs = Browser(pages), Browser(pages)
    mine.get()
    # Somebody planted a session and a form's cookie that they know.
    planted = dict(mine.cookies) | {"admin": "planted-session"}
    theirs.cookies, theirs.page = dict(planted), mine.page
    assert theirs.post("/admin/sign-in", password=PASSWORD).status_code == 303
    assert theirs.cookies["admin"] != "planted-session"
    assert theirs.cookies["form"] != planted["form"]
    mine.cookies = planted
    assert "Build now" not in said(mine.get())


def test_a_form_of_another_site_opens_and_changes_nothing(pages: Pages) -> None:
    browser = Browser(pages)
    browser.get()
    browser.page = ""
    refused = browser.post("/admin/sign-in", password=PASSWORD)
    assert (refused.status_code, "This form is too old" in said(refused)) == (403, True)
    browser.sign_in()
    browser.page = ""
    for path in ("/admin/work/build", "/admin/sign-out", "/admin/feedback/1"):
        assert browser.post(path, resolution="x").status_code == 403


def test_guessing_is_slowed_down(pages: Pages) -> None:
    browser = Browser(pages)
    assert [browser.sign_in("wrong words " + str(n)).status_code for n in range(6)] == [
        *[403] * 5,
        429,
    ]
    refused = browser.sign_in()
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["retry-after"]) <= 30
    assert "That was a lot at once." in said(refused)
    # Another address is another reader.
    assert Browser(pages, "203.0.113.8").sign_in().status_code == 303


def test_guessing_from_many_addresses_is_slowed_down_for_all(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.admin._ALL", Pace("sign in, all", 600.0, 3))
    guesses = [
        Browser(pages, f"203.0.113.{n}").sign_in("wrong words").status_code for n in range(4)
    ]
    assert guesses == [403, 403, 403, 429]


def test_a_changed_password_ends_every_session(tmp_path: Path) -> None:
    with toy_pages(tmp_path, DOORS) as pages:
        browser = Browser(pages)
        browser.sign_in()
        assert "Build now" in said(browser.get())
    changed = DoorSettings(admin_password=hashed_password(PASSWORD))
    with toy_pages(tmp_path, changed) as pages:
        browser.pages = pages
        assert "Build now" not in said(browser.get())


def test_a_proxys_name_opens_the_page_for_those_named_alone(tmp_path: Path) -> None:
    doors = DoorSettings(
        trusted_proxies=DOORS.trusted_proxies, user_header="X-Auth-User", admins=DOORS.admins
    )
    with toy_pages(tmp_path, doors) as pages:
        lena = Browser(pages, PROXY, X_Auth_User="lena").get()
        assert (lena.status_code, "Build now" in said(lena)) == (200, True)
        assert "Sign out" not in said(lena)
        for browser in (
            Browser(pages, PROXY, X_Auth_User="amir"),
            Browser(pages, X_Auth_User="lena"),
            Browser(pages),
        ):
            answer = browser.get()
            assert answer.status_code == 403
            assert "This page is only for the people named in REVIEW_BOT_ADMINS." in said(answer)
            assert browser.sign_in().status_code == 403


def test_what_went_unanswered_is_shown_from_three_on_without_a_word_of_it(pages: Pages) -> None:
    for _ in range(3):
        pages.post("/api/ask", json={"question": "zebra crossings near the FH?"})
    pages.post("/api/ask", json={"question": "zebra crossings?"})
    asyncio.run(pages.desk.refresh())
    browser = Browser(pages)
    browser.sign_in()
    page = said(browser.get())
    assert "family hub nothing found 3" in page
    assert "none of our topics" not in page
    assert "zebra" not in page


def test_feedback_is_worked_off_with_a_note(pages: Pages) -> None:
    given = Feedback(
        answer="a1",
        asker="lena",
        front="slack",
        verdict="bad",
        outcome="answered",
        citations=(f"{ASHBY}#1",),
        edition="toy",
        reason="out_of_date",
        comment="<script>alert(1)</script> It is £95 now.",
    )
    pages.store.add_feedback(given)
    browser = Browser(pages)
    browser.sign_in()
    page = browser.get()
    assert "It is out of date" in said(page)
    assert "&lt;script&gt;" in page.text
    assert "lena" not in page.text
    number = pages.store.feedback()[0].id
    empty = browser.post(f"/admin/feedback/{number}", resolution="  ")
    assert (empty.status_code, "Say in a few words" in said(empty)) == (422, True)
    missing = browser.post("/admin/feedback/99", resolution="done")
    assert (missing.status_code, "There is no such feedback" in said(missing)) == (404, True)
    done = browser.post(f"/admin/feedback/{number}", resolution=" Summary  put right ")
    assert (done.status_code, done.headers["location"]) == (303, "/admin#feedback")
    assert "There is no feedback to deal with." in said(browser.get())
    assert pages.store.feedback(everything=True)[0].resolution == "Summary put right"


def test_papers_with_problems_are_told_as_the_command_tells_them(pages: Pages) -> None:
    (pages.folder / "knowledge" / "summaries" / "stray.md").write_text("---\npaper: stray\n---\n")
    browser = Browser(pages)
    browser.sign_in()
    browser.get()
    assert browser.post("/admin/work/check").headers["location"] == "/admin#check"
    until(lambda: "The last check," in said(browser.get()), 60)
    assert (
        "summaries/stray.md: the register has no paper 'stray'; add an entry or remove the file."
    ) in said(browser.get())


def test_plots_are_shown_cut_off_from_everything_else(pages: Pages) -> None:
    from bot.report import as_page

    folder = pages.folder / "var" / "evaluation"
    folder.mkdir(parents=True)
    (folder / "dev.html").write_text(as_page("dev", [], []))
    browser = Browser(pages)
    assert browser.get("/admin/evaluation/dev").headers["location"] == "/admin"
    browser.sign_in()
    assert '<a href="/admin/evaluation/dev">dev</a>' in browser.get().text
    plots = browser.get("/admin/evaluation/dev")
    assert "How well it answers: dev" in said(plots)
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[\w+/=]+'; frame-ancestors 'none'; sandbox",
        plots.headers["content-security-policy"],
    )
    for other in ("/admin/evaluation/..%2f..%2fstore", "/admin/evaluation/none"):
        assert browser.get(other).status_code == 404


def test_the_page_is_nobodys_to_keep_and_logs_nothing_of_it(
    pages: Pages, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "review_bot")
    browser = Browser(pages)
    browser.sign_in("wrong words again")
    browser.sign_in()
    assert browser.get().headers["cache-control"] == "no-store"
    logged = [record.__dict__.get("fields") for record in caplog.records]
    assert {"did": "wrong_password"} in logged
    assert {"did": "sign_in"} in logged
    assert "words" not in str(logged)


def test_a_password_is_kept_as_a_slow_hash_that_a_shell_leaves_alone() -> None:
    made = CliRunner().invoke(main, ["admin", "password"], input=f"{PASSWORD}\n{PASSWORD}\n")
    kept = made.stdout.strip().splitlines()[-1]
    assert re.fullmatch(r"scrypt:65536:8:2:[\w-]{22}:[\w-]{43}", kept)
    assert is_right(PASSWORD, kept)
    assert not is_right(PASSWORD + "x", kept)
    assert PASSWORD not in made.output
    short = CliRunner().invoke(main, ["admin", "password"], input="short\nshort\n")
    assert short.exit_code == 1
    assert "That has 5 characters; use at least 12, such as four words." in short.output
