"""The JSON API under ``/api``: the record for programs. One shape for pages of items, one for errors."""

from __future__ import annotations

from fastapi import APIRouter

from truceline.web.api import about, incidents, reports, truces

router = APIRouter()
for _part in (about, reports, incidents, truces):
    router.include_router(_part.router)
