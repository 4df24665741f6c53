"""How often a log-in may fail, per account and per address. Counted in memory: a restart forgets."""

from __future__ import annotations

import ipaddress
import threading
import time
from typing import Final

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

PER_ACCOUNT: Final = RateLimitItemPerMinute(8, 15)
"""Failures on one account in 15 minutes: guessing gets 768 tries a day, a person who mistypes waits a quarter hour."""
PER_ADDRESS: Final = RateLimitItemPerMinute(30, 15)
"""Failures from one address: an office behind one address may mistype more often than one person."""
_ONE_NOTE: Final = RateLimitItemPerMinute(1, 15)


class LoginLimits:
    """Failed log-ins of one server."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self.one_at_a_time = threading.Lock()
        """Held from looking at the limits until a failure is counted: else many tries at once would all be let
        through."""

    def wait_s(self, account: str, address: str) -> int:
        """Seconds until another try is let through; 0 for at once."""
        waits = [0]
        for item, key in self._keys(account, address):
            if not self._limiter.test(item, *key):
                waits.append(max(1, round(self._limiter.get_window_stats(item, *key).reset_time - time.time())))
        return max(waits)

    def failed(self, account: str, address: str) -> None:
        """Count a failure."""
        for item, key in self._keys(account, address):
            self._limiter.hit(item, *key)

    def succeeded(self, account: str) -> None:
        """Forget the failures on an account whose owner has logged in; those of the address stay."""
        self._limiter.clear(PER_ACCOUNT, "account", account.casefold())

    def is_news(self, address: str) -> bool:
        """True once a quarter of an hour for an address that is held back: a flood must not fill the audit log."""
        return self._limiter.hit(_ONE_NOTE, "note", network_of(address))

    def _keys(self, account: str, address: str) -> tuple[tuple[RateLimitItemPerMinute, tuple[str, str]], ...]:
        return (
            (PER_ACCOUNT, ("account", account.casefold()[:100])),
            (PER_ADDRESS, ("address", network_of(address))),
        )


def network_of(address: str) -> str:
    """The address to count by: an IPv6 host may take any address of its /64, so that counts as one."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
