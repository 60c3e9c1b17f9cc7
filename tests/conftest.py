"""What many tests start from: the fictional papers of toys.py in a folder of their own, and once a
session what ships.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from toys import TOY_MODEL, build_toy, write_knowledge, write_toy_export

from bot.answer import Answerer
from bot.cli import main
from bot.opening import open_answerer
from bot.settings import Settings
from index import edition as editions
from index.build import build
from index.encoder import DEFAULT_MODEL
from tests import engines
from tests.vector_server import Server, server

HOME = Path(__file__).parent.parent
Cli = Callable[..., Result]


@pytest.fixture(scope="session")
def vector_server() -> Iterator[Server]:
    """A PostgreSQL server with pgvector."""
    # Not in a folder of pytest's, into which only its own user may look.
    with tempfile.TemporaryDirectory() as folder, server(Path(folder) / "server") as made:
        yield made


@pytest.fixture(scope="session", autouse=True)
def _server_of_scenes(request: pytest.FixtureRequest) -> None:
    """Start a server where the scenes are to be played on one."""
    if engines.is_server_wanted() and engines.SERVER not in os.environ:
        os.environ[engines.SERVER] = request.getfixturevalue("vector_server").url


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    """A knowledge folder of two fictional papers."""
    return write_knowledge(tmp_path / "knowledge")


@pytest.fixture
def var(tmp_path: Path) -> Path:
    """A folder for editions, not there yet."""
    return tmp_path / "var"


@pytest.fixture
def cli(knowledge: Path, var: Path, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """The review-bot command on the fictional papers, nothing built yet."""
    monkeypatch.setenv("REVIEW_BOT_MODEL", TOY_MODEL)
    monkeypatch.setenv("REVIEW_BOT_KNOWLEDGE", str(knowledge))
    monkeypatch.setenv("REVIEW_BOT_VAR", str(var))
    return lambda *words, **more: CliRunner().invoke(main, [str(word) for word in words], **more)


@pytest.fixture
def built_cli(cli: Cli, knowledge: Path, var: Path) -> Cli:
    """The review-bot command with an edition of the fictional papers."""
    write_toy_export(var)
    build_toy(knowledge, var)
    return cli


@pytest.fixture(scope="session")
def shipped_settings() -> Iterator[Settings]:
    """The knowledge that ships, without any original that was added here, with its edition.

    Built for this session, with the vectors that the checkout's own var/ may already hold; in a
    fresh clone some 3,000 texts are encoded, about a minute and a half.
    """
    # A temporary folder of pytest's would be kept, with the 90 MB of the model's export.
    with tempfile.TemporaryDirectory() as room:
        knowledge, var = Path(room) / "knowledge", Path(room) / "var"
        shutil.copytree(HOME / "knowledge", knowledge, ignore=shutil.ignore_patterns("papers"))
        _copy_what_is_built(HOME / "var", var)
        build(knowledge, var, model=DEFAULT_MODEL, keep=1)
        yield Settings(knowledge, var)


@pytest.fixture(scope="session")
def shipped(shipped_settings: Settings) -> Answerer:
    """Answers from the knowledge that ships."""
    return open_answerer(shipped_settings)


def _copy_what_is_built(built: Path, var: Path) -> None:
    try:
        identity = editions.current(built)
    except editions.EditionError:
        return
    names = ["encoder", *([f"editions/{identity}"] if identity else [])]
    for name in names:
        if (built / name).is_dir():
            shutil.copytree(built / name, var / name)
    if identity:
        shutil.copy(built / "current", var / "current")
