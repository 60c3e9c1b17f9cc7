"""Builds killed at random moments, on both engines; a thousand each: python -m tests.kills."""

from pathlib import Path

import psycopg
import pytest

from index import edition as editions
from tests.kills import Place, kill_builds
from tests.vector_server import Server

KILLS = 10


def test_after_each_kill_the_current_edition_in_its_folder_answers(tmp_path: Path) -> None:
    place = Place(tmp_path)
    found = kill_builds(place, KILLS)

    assert (found.killed, found.answered) == (KILLS, KILLS + found.ended)
    place.build()
    assert len(editions.history(place.var)) == 2


@pytest.mark.postgres
def test_after_each_kill_the_current_edition_in_postgresql_answers(
    tmp_path: Path, vector_server: Server
) -> None:
    place = Place(tmp_path, vector_server.fresh("kills"))
    found = kill_builds(place, KILLS)

    assert (found.killed, found.answered) == (KILLS, KILLS + found.ended)
    place.build()
    with psycopg.connect(place.url) as connection:
        left = connection.execute(
            "SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'review_edition_%'"
        ).fetchone()
    # What the killed builds left is gone, and two editions are kept.
    assert left == (2,)
