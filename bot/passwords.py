"""An administrator's password as a hash that is slow to guess from."""

import base64
import hashlib
import hmac
import secrets

SHORTEST = 12
_COST, _BLOCK, _PARALLEL = 65_536, 8, 2
"""64 MB and about a third of a second for each guess."""
_MEMORY = 128 * 1024 * 1024
_LENGTH = 32


def hashed_password(password: str) -> str:
    """Return a password as it may stand in a setting: no `$`, which shells and others read."""
    salt = secrets.token_bytes(16)
    made = _scrypt(password, salt, (_COST, _BLOCK, _PARALLEL))
    return f"scrypt:{_COST}:{_BLOCK}:{_PARALLEL}:{_text(salt)}:{_text(made)}"


def is_right(password: str, kept: str) -> bool:
    """Whether a password is the one that a hash was made of."""
    _, cost, block, parallel, salt, expected = kept.split(":")
    made = _scrypt(password, _bytes(salt), (int(cost), int(block), int(parallel)))
    return hmac.compare_digest(made, _bytes(expected))


def _scrypt(password: str, salt: bytes, costs: tuple[int, int, int]) -> bytes:
    cost, block, parallel = costs
    return hashlib.scrypt(
        password.encode("utf-8", "replace"),
        salt=salt,
        n=cost,
        r=block,
        p=parallel,
        maxmem=_MEMORY,
        dklen=_LENGTH,
    )


def _text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
