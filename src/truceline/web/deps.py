"""What handlers ask for: the store of the application."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends, Request

from truceline.store import Store


def get_store(request: Request) -> Store:
    """The application's store."""
    return cast(Store, request.app.state.store)


StoreDep = Annotated[Store, Depends(get_store)]
"""Annotation of a handler's parameter that is given the store."""
