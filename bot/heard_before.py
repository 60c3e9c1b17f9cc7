"""Which messages of a thread were searched when they came, so that they need not be heard anew.

A message is known by itself and the one searched before it: what a fragment sounds like seldom
hangs on more of the thread.
"""

import secrets
from collections import OrderedDict
from hashlib import blake2b
from threading import Lock

_MOST = 4_096


class HeardBefore:
    """Whether messages were searched, by keyed digests that tell nothing of their words: the key is
    this process's own and is kept nowhere. Safe to use from several threads.
    """

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._searched: OrderedDict[bytes, bool] = OrderedDict()
        self._lock = Lock()

    def find(self, before: str, message: str) -> bool | None:
        """Return whether a message was searched that came after another, "" for none, None where
        that is not known; of some thousands the ones that came last are.
        """
        with self._lock:
            return self._searched.get(self._digest(before, message))

    def keep(self, before: str, message: str, *, is_searched: bool) -> None:
        """Keep whether a message that came after another was searched."""
        digest = self._digest(before, message)
        with self._lock:
            self._searched[digest] = is_searched
            self._searched.move_to_end(digest)
            if len(self._searched) > _MOST:
                self._searched.popitem(last=False)

    def _digest(self, before: str, message: str) -> bytes:
        # The length of the first keeps "ab" after "c" apart from "b" after "ca".
        given = f"{len(before)} {before}{message}".encode(errors="surrogatepass")
        return blake2b(given, key=self._key, digest_size=16).digest()
