"""What was made last of some objects, kept: the events of one report come one after another and ask for the same."""

from __future__ import annotations

from collections.abc import Callable
from operator import is_
from typing import Generic, TypeVar

T = TypeVar("T")


class Last(Generic[T]):
    """Keeps one value with the very objects that it was made of, and no more than one."""

    def __init__(self) -> None:
        self._held: tuple[tuple[object, ...], T] | None = None

    def of(self, *made_of: object, make: Callable[[], T]) -> T:
        """The value kept where it was made of these same objects (not equal ones), else a new one, which is kept."""
        held = self._held
        if held is not None and len(held[0]) == len(made_of) and all(map(is_, held[0], made_of)):
            return held[1]
        value = make()
        self._held = (made_of, value)
        return value
