"""What was backed up answers elsewhere as before; what is damaged or hostile changes nothing."""

import gzip
import io
import json
import shutil
import tarfile
import threading
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from conftest import Cli
from toys import TOY_MODEL, WordEncoder, build_toy, write_knowledge, write_toy_export

from bot import backup as backups
from bot.answer import Answer
from bot.backup import BackupError, Place, back_up, examine, restore
from bot.followers import Subscription
from bot.opening import editions_elsewhere, open_answerer
from bot.settings import Settings
from bot.store import Event, Feedback, Store
from index import edition as editions
from index.build import build
from tests.test_store import feedback, postgres

__all__ = ["postgres"]
QUESTIONS = ("kinship carers allowance", "agency budget", "the weather")


class House:
    """A machine with a bot on it: folders, a store, and a database of editions where given one."""

    def __init__(self, folder: Path, url: str = "", editions_at: str = "") -> None:
        self.knowledge, self.var = folder / "knowledge", folder / "var"
        self.store = Store(url or f"sqlite:///{self.var / 'store.db'}")
        engine = "postgres" if editions_at else "faiss"
        self.settings = Settings(
            self.knowledge, self.var, TOY_MODEL, engine=engine, engine_url=editions_at
        )
        self.editions = editions_elsewhere(self.settings)
        self.place = Place(self.knowledge, self.var, self.store.copy, self.editions, keep=2)

    def furnish(self) -> "House":
        """Put knowledge, two editions and something of everything the store keeps in it."""
        write_knowledge(self.knowledge)
        write_toy_export(self.var)
        self.build(keep=5)
        (self.knowledge / "starters.yaml").write_text("groups: []\n")
        self.build(keep=1)
        self.store.migrate()
        self.store.claim(Event("Ev1", message="slack:C1:1", channel="slack:C1", thread="1"))
        self.store.add_feedback(feedback(comment="„Größe“ 😀\nsecond line", reason="other"))
        self.store.add_feedback(feedback(answer="a2", verdict="good"))
        self.store.resolve(1, "put right")
        self.store.set_follow("slack:C1", True)
        told = editions.current(self.var) or ""
        self.store.followers.subscribe(Subscription("slack:C1", "", "lena", True, told))
        self.store.followers.set_step("lena", 3)
        self.store.switch.pause("Lena", "Back soon.")
        return self

    def build(self, keep: int) -> None:
        """Build an edition."""
        build(
            self.knowledge,
            self.var,
            model=TOY_MODEL,
            keep=keep,
            encoder=WordEncoder(),
            keeper=self.editions,
        )

    def answers(self) -> list[Answer]:
        """Return what it answers."""
        answerer = open_answerer(self.settings)
        return [answerer.answer(question) for question in QUESTIONS]

    def kept(self) -> tuple[object, ...]:
        """Return what its store keeps, as far as anybody can ask it."""
        return (
            self.store.feedback(everything=True),
            self.store.followers.of("slack:C1"),
            self.store.followers.step("lena"),
            self.store.follows("slack:C1"),
            self.store.switch.paused(),
            self.store.switch.deeds(),
            self.store.claim(Event("Ev1")),
        )


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path / "first").furnish()


@pytest.fixture
def archive(house: House, tmp_path: Path) -> Path:
    path = tmp_path / "safe" / "monday.tar.gz"
    back_up(house.place, path)
    return path


def test_an_empty_machine_answers_as_before_from_a_backup(
    house: House, archive: Path, tmp_path: Path
) -> None:
    other = House(tmp_path / "second")

    restore(archive, other.place)
    other.store.migrate()

    assert other.answers() == house.answers()
    assert other.kept() == house.kept()
    assert editions.current(other.var) == editions.current(house.var)
    assert editions.remembered(other.var) == editions.remembered(house.var)
    assert (other.knowledge / "starters.yaml").read_text() == "groups: []\n"
    # New feedback is numbered after what was put back.
    other.store.add_feedback(feedback(answer="a3"))
    assert [given.id for given in other.store.feedback(everything=True)] == [1, 2, 3]


@pytest.mark.postgres
@pytest.mark.parametrize("way", ["in", "out"])
def test_sqlite_goes_into_postgresql_and_the_other_way_round(
    tmp_path: Path, postgres: str, way: str
) -> None:
    with sa.create_engine(postgres).begin() as connection:
        connection.execute(sa.text("DROP SCHEMA public CASCADE"))
        connection.execute(sa.text("CREATE SCHEMA public"))
    urls = ["", postgres] if way == "in" else [postgres, ""]
    first, second = House(tmp_path / "first", urls[0]).furnish(), House(tmp_path / "b", urls[1])

    back_up(first.place, tmp_path / "b.tar.gz")
    restore(tmp_path / "b.tar.gz", second.place)

    assert second.kept() == first.kept()
    assert second.answers() == first.answers()
    second.store.add_feedback(feedback(answer="a3"))
    assert [given.id for given in second.store.feedback(everything=True)] == [1, 2, 3]
    first.store.close()
    second.store.close()


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("pg", marks=pytest.mark.postgres)])
def test_a_backup_taken_while_others_write_is_of_one_moment(
    tmp_path: Path, kind: str, request: pytest.FixtureRequest
) -> None:
    """Each writer adds an event, then feedback: no backup may hold the second without the first."""
    url = ""
    if kind == "pg":
        url = request.getfixturevalue("postgres")
        with sa.create_engine(url).begin() as connection:
            connection.execute(sa.text("DROP SCHEMA public CASCADE"))
            connection.execute(sa.text("CREATE SCHEMA public"))
    house = House(tmp_path / "busy", url).furnish()
    is_over = threading.Event()

    def write(name: str) -> None:
        number = 0
        while not is_over.is_set():
            house.store.claim(Event(f"{name}{number}"))
            house.store.add_feedback(feedback(answer=f"{name}{number}"))
            number += 1

    threads = [threading.Thread(target=write, args=(name,)) for name in "xyz"]
    for thread in threads:
        thread.start()
    try:
        for number in range(4):
            back_up(house.place, tmp_path / f"{number}.tar.gz")
    finally:
        is_over.set()
        for thread in threads:
            thread.join()
    for number in range(4):
        rows = tables_in(tmp_path / f"{number}.tar.gz")
        events = {row["id"] for row in rows["seen"]}
        answers = {row["answer"] for row in rows["feedback"]} - {"a1", "a2"}
        assert answers <= events
        assert len(events - answers) <= 3 + 1
    assert len(rows["feedback"]) > 2
    house.store.close()


def tables_in(path: Path) -> dict[str, list[dict[str, object]]]:
    found = {}
    with tarfile.open(path) as opened:
        for member in opened:
            content = opened.extractfile(member)
            if member.name.startswith("store/") and content:
                name = member.name.removeprefix("store/").removesuffix(".jsonl")
                found[name] = [json.loads(line) for line in content.read().splitlines()]
    return found


def test_what_stands_here_is_not_overwritten_without_force(
    house: House, archive: Path, tmp_path: Path
) -> None:
    other = House(tmp_path / "second").furnish()
    (other.knowledge / "papers.yaml").write_text("papers: []\n")
    other.store.add_feedback(feedback(answer="theirs"))
    before = (other.answers(), other.kept())

    with pytest.raises(BackupError) as caught:
        restore(archive, other.place)
    assert str(caught.value).startswith(
        f"There is something here already: a store with something in it, an edition in {other.var},"
        f" another register in {other.knowledge}. Nothing was changed; --force replaces it"
    )
    assert (other.answers(), other.kept()) == before

    restore(archive, other.place, force=True)
    assert other.kept() == house.kept()
    assert other.answers() == house.answers()
    (aside,) = other.knowledge.glob(".replaced-*")
    assert (aside / "papers.yaml").read_text() == "papers: []\n"
    assert not list(other.var.glob(".restore-*")) and not list(other.var.glob(".backup-*"))


def test_a_backup_is_for_its_owner_alone_and_replaces_the_one_before(
    house: House, archive: Path
) -> None:
    archive.write_text("an older one")
    archive.chmod(0o644)

    back_up(house.place, archive)

    assert archive.stat().st_mode & 0o777 == 0o600
    assert examine(archive).edition == editions.current(house.var)
    assert [path.name for path in archive.parent.iterdir()] == [archive.name]


def refusal(path: Path, place: Place) -> str:
    with pytest.raises(BackupError) as caught:
        restore(path, place, force=True)
    return str(caught.value)


@pytest.mark.parametrize("cut", [0, 10, 0.3, 0.9, 0.999])
def test_a_file_cut_short_is_refused(house: House, archive: Path, cut: float) -> None:
    whole = archive.read_bytes()
    archive.write_bytes(whole[: int(cut * len(whole)) if cut < 1 else int(cut)])
    before = house.kept()

    assert refusal(archive, house.place).startswith(
        "monday.tar.gz is damaged or no backup of review-bot ("
    )
    assert house.kept() == before


def test_a_file_with_a_changed_byte_is_refused(house: House, archive: Path) -> None:
    whole = archive.read_bytes()
    for place in (11, len(whole) // 3, len(whole) // 2, len(whole) - 5):
        changed = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
        if is_the_same(changed, whole):
            continue
        archive.write_bytes(changed)
        assert "is damaged or no backup of review-bot" in refusal(archive, house.place)


def is_the_same(changed: bytes, whole: bytes) -> bool:
    """Whether a changed file unpacks to the same: in a run of zeros, one may be copied from any
    other.
    """
    try:
        return gzip.decompress(changed) == gzip.decompress(whole)
    except (zlib.error, gzip.BadGzipFile, EOFError):
        return False


Change = Callable[[list[tuple[tarfile.TarInfo, bytes]]], None]


def rewritten(archive: Path, change: Change) -> Path:
    """Write a backup anew with its members changed."""
    members = []
    with tarfile.open(archive) as opened:
        for member in opened:
            content = opened.extractfile(member)
            members.append((member, content.read() if content else b""))
    change(members)
    with tarfile.open(archive, "w:gz") as written:
        for member, raw in members:
            written.addfile(member, io.BytesIO(raw) if member.isreg() else None)
    return archive


def of_manifest(change: Callable[[dict[str, object]], None]) -> Change:
    def changed(members: list[tuple[tarfile.TarInfo, bytes]]) -> None:
        member, raw = members.pop()
        manifest = json.loads(raw)
        change(manifest)
        raw = json.dumps(manifest).encode()
        member.size = len(raw)
        members.append((member, raw))

    return changed


def added(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> Change:
    """Return a change that adds a member, and puts it into the list of contents as well."""

    def changed(members: list[tuple[tarfile.TarInfo, bytes]]) -> None:
        member = tarfile.TarInfo(name)
        member.type, member.linkname = kind, link
        raw = b"boo" if kind == tarfile.REGTYPE else b""
        member.size = len(raw)
        members.insert(0, (member, raw))
        digest = backups._digest(io.BytesIO(raw))
        of_manifest(
            lambda manifest: manifest["files"].update(  # type: ignore[attr-defined]
                {name: {"bytes": digest.bytes, "sha256": digest.sha256}}
            )
        )(members)

    return changed


@pytest.mark.parametrize(
    "name",
    [
        "../outside",
        "var/../../outside",
        "/etc/outside",
        "var//outside",
        "var/./outside",
        "knowledge/..\\outside",
        "C:/outside",
        "elsewhere/outside",
        "outside",
        "knowledge/.git/hooks/post-checkout",
        "var",
    ],
)
def test_a_name_that_leads_outside_is_refused(
    house: House, archive: Path, tmp_path: Path, name: str
) -> None:
    before = sorted(tmp_path.rglob("*"))

    said = refusal(rewritten(archive, added(name)), house.place)

    assert said.startswith("monday.tar.gz is damaged or no backup of review-bot (it holds '")
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    "kind",
    [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE],
    ids=["symlink", "link", "device", "pipe", "folder"],
)
def test_what_is_no_plain_file_is_refused(
    house: House, archive: Path, tmp_path: Path, kind: bytes
) -> None:
    said = refusal(rewritten(archive, added("var/editions/x", kind, str(tmp_path))), house.place)

    assert "it holds 'var/editions/x', which no backup does" in said


def test_a_link_followed_by_a_file_through_it_writes_nothing_outside(
    house: House, archive: Path, tmp_path: Path
) -> None:
    (tmp_path / "target").mkdir()
    rewritten(archive, added("var/through/file"))
    rewritten(archive, added("var/through", tarfile.SYMTYPE, str(tmp_path / "target")))

    assert "is damaged" in refusal(archive, house.place)
    assert list((tmp_path / "target").iterdir()) == []


def test_contents_that_are_not_as_listed_are_refused(house: House, archive: Path) -> None:
    def reworded(members: list[tuple[tarfile.TarInfo, bytes]]) -> None:
        number = next(n for n, (m, _) in enumerate(members) if m.name == "store/feedback.jsonl")
        member, raw = members[number]
        members[number] = (member, raw.replace(b"put right", b"put wrong"))

    said = refusal(rewritten(archive, reworded), house.place)
    assert said.startswith("monday.tar.gz is damaged or no backup of review-bot (store/feedback")


def test_a_missing_file_or_list_of_contents_is_refused(house: House, archive: Path) -> None:
    whole = archive.read_bytes()
    said = refusal(rewritten(archive, lambda members: members.pop(0) and None), house.place)
    assert "is not as it was written" in said
    archive.write_bytes(whole)
    said = refusal(rewritten(archive, lambda members: members.pop() and None), house.place)
    assert "its list of contents is missing" in said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"format": 2}, "was made by a newer review-bot (format 2, this one reads up to 1)"),
        ({"revision": "0999"}, "was made by a newer review-bot (store at step 0999)"),
    ],
)
def test_a_backup_of_a_newer_program_is_refused(
    house: House, archive: Path, change: dict[str, object], said: str
) -> None:
    before = house.kept()

    refused = refusal(rewritten(archive, of_manifest(lambda m: m.update(change))), house.place)

    assert said in refused and "upgrade this one first. Nothing was changed." in refused
    assert house.kept() == before


@pytest.mark.parametrize(
    "raw", [b"", b"no archive", gzip.compress(b"no archive", mtime=0), b"\x1f\x8b"]
)
def test_what_is_no_archive_is_refused(house: House, tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(raw)

    assert "letter.txt is damaged or no backup of review-bot" in refusal(path, house.place)


def test_a_build_that_retires_editions_meanwhile_does_no_harm(house: House, tmp_path: Path) -> None:
    is_over = threading.Event()

    def build() -> None:
        number = 0
        while not is_over.is_set():
            number += 1
            summary = next((house.knowledge / "summaries").glob("barrow*"))
            summary.write_text(summary.read_text().replace("forty", f"forty{number}"))
            build_toy(house.knowledge, house.var, keep=1)

    thread = threading.Thread(target=build)
    thread.start()
    try:
        for number in range(8):
            back_up(house.place, tmp_path / f"{number}.tar.gz")
    finally:
        is_over.set()
        thread.join()
    for number in range(8):
        other = House(tmp_path / f"other{number}")
        restore(tmp_path / f"{number}.tar.gz", other.place)
        assert other.answers()


def test_the_commands_say_what_they_did(built_cli: Cli, var: Path, tmp_path: Path) -> None:
    store = Store(f"sqlite:///{var / 'store.db'}")
    store.migrate()
    file = tmp_path / "b.tar.gz"
    said = built_cli("backup", file)
    assert said.exit_code == 0
    assert f"{file}: edition {editions.current(var)}, " in said.output
    assert said.output.endswith("Keep it safe: it is not encrypted.\n")

    refused = built_cli("restore", file)
    assert refused.exit_code == 1 and "There is something here already" in refused.output
    shutil.rmtree(var)
    done = built_cli("restore", file, "--by", "Lena")
    assert done.exit_code == 0, done.output
    assert done.output.endswith("then start the bot.\n")
    assert built_cli("ask", "kinship carers").exit_code == 0
    assert '"by": "Lena", "what": "restore"' in built_cli("audit", "--json").output


def test_a_missing_file_and_a_folder_that_cannot_be_written_are_told(
    built_cli: Cli, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    said = built_cli("restore", tmp_path / "nothing.tar.gz")
    assert said.exit_code == 1 and "name the file" in said.output
    said = built_cli("backup", tmp_path / "file" / "b.tar.gz")
    assert said.exit_code == 1 and "The backup cannot be written" in said.output


def test_what_a_backup_holds_is_listed(house: House, archive: Path) -> None:
    manifest = examine(archive)

    assert manifest.edition == editions.current(house.var)
    assert {name.split("/")[0] for name in manifest.files} == {"store", "var", "knowledge"}
    assert not [name for name in manifest.files if "store.db" in name or "/." in name]
    assert isinstance(house.store.feedback(everything=True)[0], Feedback)
