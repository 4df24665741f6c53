"""Days in addresses: an empty field of a form is no day."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, Field


def _nothing(value: object) -> object:
    return None if value == "" else value


DayOrNothing = Annotated[date | None, BeforeValidator(_nothing)]
"""An ISO day, or nothing."""
CountOrNothing = Annotated[Annotated[int, Field(ge=0, le=10**9)] | None, BeforeValidator(_nothing)]
"""A count of people, or nothing."""
