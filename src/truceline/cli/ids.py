"""Records by the beginning of their id, as people type them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from truceline.errors import NotFound

_MOST_NAMED = 5


class HasId(Protocol):
    """What has an id."""

    @property
    def id(self) -> str:
        """Unique among its kind."""


Record = TypeVar("Record", bound=HasId)


def find_by_id(records: Iterable[Record], ref: str, *, what: str, listed_by: str) -> Record:
    """The record with that id, or the one whose id begins so.

    Raises NotFound: none does, or several do, which are then named. what: ``incident``. listed_by: a command.
    """
    begin_so = [r for r in records if r.id.startswith(ref)] if ref else []
    exact = [r for r in begin_so if r.id == ref]
    if len(found := exact or begin_so) == 1:
        return found[0]
    if not found:
        raise NotFound(f"no {what} {ref!r}; ids are listed by: {listed_by}")
    named = ", ".join(r.id for r in found[:_MOST_NAMED]) + (" …" if len(found) > _MOST_NAMED else "")
    raise NotFound(f"ambiguous: {ref!r} may be any of {len(found)} {what}s: {named}; give more of the id")
