"""The time that one request may take in all."""

from __future__ import annotations

import time

from truceline.errors import NotFetched


class Deadline:
    """When a request must be over."""

    def __init__(self) -> None:
        self._at = float("inf")

    def start(self, seconds: float) -> None:
        """Begin to count."""
        self._at = time.monotonic() + seconds

    def left(self, timeout: float | None) -> float:
        """Seconds that a step may take. Raises NotFetched when the time is over."""
        left = self._at - time.monotonic()
        if left <= 0:
            raise NotFetched("takes too long to answer; TRUCELINE_MAX_FETCH_SECONDS sets the limit", later=True)
        return left if timeout is None else min(left, timeout)
