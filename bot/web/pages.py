"""Which page is where."""

from collections.abc import Sequence

from starlette.routing import Route

from bot.desk import Desk
from bot.web.asking import ask
from bot.web.site import Site
from bot.web.visit import endpoint


def page_routes(desk: Desk, site: Site) -> Sequence[Route]:
    """Return the pages that everybody may open."""
    pages = {"/": ask}
    return [
        Route(path, endpoint(desk, site, page), methods=["GET", "POST"] if path == "/" else ["GET"])
        for path, page in pages.items()
    ]
