"""Passwords: argon2id by argon2-cffi with its defaults (RFC 9106, low-memory profile), and what a password must be."""

from __future__ import annotations

import functools
import secrets
import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from truceline.errors import UsageError

MIN_LENGTH = 10
"""Fewest characters. Length alone is asked for, as NIST SP 800-63B advises."""
MAX_LENGTH = 1000
_AT_ONCE = threading.Semaphore(2)
"""Each check holds 64 MiB; more at once would let strangers fill the memory."""


@functools.cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@functools.cache
def _decoy() -> str:
    """A hash to check against when there is no such account, so that the answer takes as long."""
    return _hasher().hash(secrets.token_hex(16))


def hash_password(password: str, name: str = "") -> str:
    """The argon2id hash of a new password. Raises UsageError for one that is too short, too long, or the name."""
    if len(password) < MIN_LENGTH:
        raise UsageError(f"the password has {len(password)} characters; it needs at least {MIN_LENGTH}")
    if len(password) > MAX_LENGTH:
        raise UsageError(f"the password is longer than {MAX_LENGTH} characters")
    if password.casefold() == name.casefold() or len(set(password)) < 4:
        raise UsageError("the password is too easy to guess; take several words that do not belong together")
    with _AT_ONCE:
        return _hasher().hash(password)


def check_password(password_hash: str | None, password: str) -> bool:
    """True when the password is the one behind the hash. Takes as long without a hash (no such account)."""
    if len(password) > MAX_LENGTH:
        return False
    with _AT_ONCE:
        try:
            _hasher().verify(password_hash or _decoy(), password)
        except (VerificationError, InvalidHashError):
            return False
    return password_hash is not None


def needs_renewal(password_hash: str) -> bool:
    """True when the hash was made with weaker settings than today's."""
    return _hasher().check_needs_rehash(password_hash)
