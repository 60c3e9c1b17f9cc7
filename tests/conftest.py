"""What many tests start from: the fictional papers of toys.py in a folder of their own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from toys import TOY_MODEL, build_toy, write_knowledge, write_toy_export

from bot.cli import main

Cli = Callable[..., Result]


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
