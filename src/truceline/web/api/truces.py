"""Truces, and their state on any day as known on any day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from truceline.domain.serial_fused import state_to_dict, truce_to_dict
from truceline.domain.truces import Truce
from truceline.errors import NotFound, UsageError
from truceline.ledger.timeline import all_evidence, state
from truceline.store import Store
from truceline.store.record import truce_summaries
from truceline.web.api.shapes import (
    ERRORS,
    Limit,
    MadeDep,
    Offset,
    StateOut,
    StatePage,
    TruceOut,
    TrucePage,
    clean,
    paged,
)
from truceline.web.days import DayOrNothing
from truceline.web.deps import StoreDep
from truceline.web.keeper import Standing
from truceline.web.truce_view import default_day, load_truce

router = APIRouter(prefix="/api", responses=ERRORS, tags=["truces"])
On = Annotated[DayOrNothing, Query(description="The day to ask about; the last one that its reports speak of.")]
Known = Annotated[DayOrNothing, Query(description="Count only what was published up to this day.")]
MOST_DAYS = 3700


def _find(store: Store, standing: Standing, truce_id: str) -> Truce:
    found = load_truce(store, truce_id, standing.mark)
    if found is None:
        raise NotFound(f"no truce {truce_id!r}; they are listed by /api/truces")
    return found


def _record(truce: Truce, on: date | None, known: date | None) -> dict[str, Any]:
    evidence = [e for e in all_evidence(truce) if known is None or e.published <= known]
    now = state(truce, on or default_day(truce, known), known)
    return truce_to_dict(truce, now, {}, evidence)


@router.get("/truces", response_model=TrucePage)
def list_truces(
    request: Request,
    store: StoreDep,
    standing: MadeDep,
    on: On = None,
    as_known_on: Known = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> dict[str, Any]:
    """Truces in order of their first known day, with their state on a day."""
    with store.reading() as connection:
        ids = [key for key, _ in truce_summaries(connection)]
    items = [_record(_find(store, standing, key), on, as_known_on) for key in ids[offset : offset + limit]]
    return paged(request, clean(items), len(ids), limit, offset)


@router.get("/truces/{truce_id}", response_model=TruceOut)
def get_truce(store: StoreDep, standing: MadeDep, truce_id: str, on: On = None, as_known_on: Known = None) -> Any:
    """One truce with its ledger, as known on a day."""
    return clean(_record(_find(store, standing, truce_id), on, as_known_on))


@router.get("/truces/{truce_id}/state", response_model=StateOut)
def get_state(store: StoreDep, standing: MadeDep, truce_id: str, on: On = None, as_known_on: Known = None) -> Any:
    """The state of a truce on a day, as known on a day, with the sentences that it rests on."""
    truce = _find(store, standing, truce_id)
    return clean(state_to_dict(state(truce, on or default_day(truce, as_known_on), as_known_on), {}))


@router.get("/truces/{truce_id}/timeline", response_model=StatePage)
def get_timeline(
    request: Request,
    store: StoreDep,
    standing: MadeDep,
    truce_id: str,
    from_: Annotated[date, Query(alias="from")],
    to: Annotated[date, Query()],
    as_known_on: Known = None,
    limit: Limit = 200,
    offset: Offset = 0,
) -> dict[str, Any]:
    """The state on every day of a period, both days included."""
    truce = _find(store, standing, truce_id)
    n_days = (to - from_).days + 1
    if not 0 < n_days <= MOST_DAYS:
        raise UsageError(f"from {from_} to {to} are {n_days} days; ask for 1 to {MOST_DAYS}")
    days = [from_ + timedelta(days=i) for i in range(offset, min(n_days, offset + limit))]
    items = [state_to_dict(state(truce, day, as_known_on), {}) for day in days]
    return paged(request, clean(items), n_days, limit, offset)
