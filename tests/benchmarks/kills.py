"""A thousand builds killed at random moments, on either engine; see tests/kills.py.

    .venv/bin/python tests/benchmarks/kills.py --kills 1000 --engine postgres

PostgreSQL is started for it in a folder that is thrown away.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

HOME = Path(__file__).parents[2]
sys.path[:0] = [str(HOME), str(HOME / "tests")]

from tests.kills import Place, kill_builds  # noqa: E402
from tests.vector_server import server  # noqa: E402


def main() -> None:
    """Print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=1_000)
    parser.add_argument("--engine", choices=("faiss", "postgres"), default="faiss")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if options.engine == "faiss":
            _kill(Place(Path(folder)), options.kills)
            return
        with server(Path(folder) / "postgres") as made:
            _kill(Place(Path(folder) / "bot", made.url), options.kills)


def _kill(place: Place, kills: int) -> None:
    start = time.perf_counter()

    def heard(killed: int, ended: int) -> None:
        if (killed + ended) % 50 == 0:
            print(f"{killed} killed, {ended} ended, {_since(start)} s", flush=True)

    print(kill_builds(place, kills, heard), f"{_since(start)} s")


def _since(start: float) -> int:
    return round(time.perf_counter() - start)


if __name__ == "__main__":
    main()
