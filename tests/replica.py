"""One replica of the real service, with a lease that a test can shorten: tests.replica PORT."""

import os
import sys

from bot.open_desk import open_desk
from bot.serve import Address, serve
from bot.settings import serve_settings, settings
from bot.store import LEASE, Store


def main(port: int) -> None:
    """Serve as 'review-bot serve' does."""
    chosen = settings()
    wanted = serve_settings(chosen.var)
    store = Store(wanted.database, lease=float(os.environ.get("REPLICA_LEASE") or LEASE))
    serve(open_desk(chosen, wanted, store), wanted, Address("127.0.0.1", port))


if __name__ == "__main__":
    main(int(sys.argv[1]))
