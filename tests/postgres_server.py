"""A PostgreSQL server of our own, from Debian's programs or those on the path."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from tests.local_slack import free_port, until


def initdb_program() -> Path | None:
    """Return where PostgreSQL's programs are, by the one that makes a database."""
    if on_path := shutil.which("initdb"):
        return Path(on_path)
    # Debian keeps them off the path, a folder a version.
    return max(Path("/usr/lib/postgresql").glob("*/bin/initdb"), default=None)


@contextmanager
def running_postgres(folder: Path) -> Iterator[str]:
    """Run a server with its data below a folder that others may look into; yield its address."""
    program = initdb_program()
    assert program is not None
    folder.chmod(0o777)
    # It refuses to run as root, as which the tests may run in a container.
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    tools, data, port = program.resolve().parent, folder / "data", free_port()
    make = [*as_user, str(tools / "initdb"), "-A", "trust", "-U", "postgres", "-D", str(data)]
    run = [*as_user, str(tools / "postgres"), "-D", str(data), "-p", str(port), "-k", str(folder)]
    subprocess.run(make, check=True, capture_output=True, cwd=folder)
    server = subprocess.Popen(
        [*run, "-c", "fsync=off"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder
    )
    url = f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"
    try:
        until(lambda: _answers(url))
        yield url
    finally:
        subprocess.run(
            [*as_user, str(tools / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"],
            check=True,
            capture_output=True,
            cwd=folder,
        )
        server.wait()


def _answers(url: str) -> bool:
    try:
        with sa.create_engine(url).connect():
            return True
    except sa.exc.OperationalError:
        return False
