"""Review, further pages: pairs of events, the history, shared samples, agreement, and the decisions as a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, cast

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from truceline.domain.claims import Judgement
from truceline.domain.codes import Verdict
from truceline.domain.reviews import Deed
from truceline.domain.serial import json_bytes
from truceline.errors import Conflict, NotFound, UsageError
from truceline.fuse.pairs import UnsurePair
from truceline.store import Reviews, Store
from truceline.store.accounts import Accounts
from truceline.store.agreement import agreement_between
from truceline.store.decisions_file import export_decisions
from truceline.web.accounts import address_of, field
from truceline.web.deps import StoreDep
from truceline.web.review_queue import ReviewQueue
from truceline.web.review_view import Screen, deed_words, screen_of, title_of
from truceline.web.templating import page
from truceline.web.users import CoderDep, User, UserDep
from truceline.web.wording import FIELD_NAMES, FIELD_ORDER, path, query
from truceline.web.wording import field as field_name

router = APIRouter(include_in_schema=False)
HISTORY_PAGE = 50
RefQuery = Annotated[str, Query(max_length=200)]


def _queue(request: Request) -> ReviewQueue:
    return cast(ReviewQueue, request.app.state.review_queue)


# -- pairs -----------------------------------------------------------------------------------------------------


def pair_path(left: str, right: str, **pairs: Any) -> str:
    """The address of a pair's page."""
    return "/review/pair?" + query({"left": left, "right": right, **pairs})


@router.get("/review/pairs")
def show_next_pair(
    request: Request, store: StoreDep, user: UserDep, after: Annotated[str, Query(max_length=400)] = "",
    done: Annotated[str, Query(max_length=40)] = "",
) -> Response:  # fmt: skip
    """Go to the pair to judge next, or behind the one that is left for later."""
    waiting = _queue(request).pairs(user.name)
    if waiting is None:
        return page(request, "review_wait.html")
    keys = [f"{w.pair.left} {w.pair.right}" for w in waiting]
    at = keys.index(after) + 1 if after in keys else 0
    for one in waiting[at:]:
        if all(_is_here(store, ref) for ref in (one.pair.left, one.pair.right)):
            return RedirectResponse(pair_path(one.pair.left, one.pair.right, done=done), status_code=303)
    return RedirectResponse("/review?" + query({"done": done}), status_code=303)


def _is_here(store: Store, ref: str) -> bool:
    """False for an event that is gone since the pairs were looked for: coded anew, and read otherwise."""
    try:
        store.get_event(ref)
    except NotFound:
        return False
    return True


@router.get("/review/pair")
def show_pair(
    request: Request, store: StoreDep, user: UserDep, left: RefQuery, right: RefQuery,
    done: Annotated[str, Query(max_length=40)] = "",
) -> Response:  # fmt: skip
    """Two events side by side."""
    return _pair_page(request, store, user, left, right, done=done)


def _pair_page(
    request: Request, store: Store, user: User, left: str, right: str, *, done: str = "", message: str = "",
    status_code: int = 200,
) -> Response:  # fmt: skip
    screens = [screen_of(store, ref, user.name) for ref in (left, right)]
    left, right = sorted(s.event.ref for s in screens)
    screens.sort(key=lambda s: s.event.ref)
    if left == right:
        raise UsageError("a pair needs two different events")
    said = [(n, j) for n, j in store.judgements("event") if {j.left, j.right} == {left, right}]
    queue = _queue(request)
    waiting = queue.pairs(user.name) or []
    unsure = queue.unsure(left, right)
    return page(
        request,
        "review_pair.html",
        status_code=status_code,
        screens=screens,
        facts=compared(screens),
        pair=unsure or UnsurePair(left, right, 0.0, ()),
        has_score=unsure is not None,
        said=said,
        seen=max((n for n, _ in said), default=0),
        n_waiting=len(waiting),
        last=_last(store, user, done),
        message=message,
        next_path="/review/pairs?" + query({"after": f"{left} {right}"}),
    )


def compared(screens: Sequence[Screen]) -> list[tuple[str, tuple[str, ...], tuple[str, ...], bool]]:
    """(label, left values, right values, whether both have some that differ) of the fields that either event has."""
    sides = [{row.field: row for row in screen.rows} for screen in screens]
    found = []
    for name in FIELD_ORDER:
        values = [side[name].values if name in side else () for side in sides]
        if any(values) and name != "reported_by":
            found.append((field_name(name), values[0], values[1], all(values) and values[0] != values[1]))
    return found


@router.post("/review/pair")
def judge_pair(request: Request, store: StoreDep, user: CoderDep) -> Response:
    """Save a judgement at once and go to the next pair."""
    left, right, verdict = field(request, "left"), field(request, "right"), field(request, "verdict")
    if verdict not in list(Verdict):
        raise UsageError(f"there are {', '.join(Verdict)}")
    judgement = Judgement(
        left, right, Verdict(verdict), user.name, datetime.now(UTC), note=field(request, "note").strip()[:2000]
    )
    seen = field(request, "seen")
    try:
        number = Reviews(store).judge(judgement, seen=int(seen) if seen.isdigit() else None)
    except Conflict as error:
        return _pair_page(request, store, user, left, right, message=str(error), status_code=409)
    return RedirectResponse("/review/pairs?" + query({"done": f"judgement-{number}"}), status_code=303)


def _last(store: Store, user: User, done: str) -> dict[str, Any] | None:
    kind, _, number = done.partition("-")
    if not number.isdigit():
        return None
    found = [d for d in Reviews(store).history(limit=20, by=user.name) if (d.kind, d.number) == (kind, int(number))]
    return next((line for line in lines_of(store, found) if line["deed"].withdrawn_utc is None), None)


# -- history ---------------------------------------------------------------------------------------------------


@router.get("/review/history")
def show_history(
    request: Request, store: StoreDep, user: UserDep, by: Annotated[str, Query(max_length=64)] = "",
    about: RefQuery = "", offset: Annotated[int, Query(ge=0, le=10**7)] = 0,
) -> Response:  # fmt: skip
    """What people decided, the newest first."""
    book = Reviews(store)
    deeds = book.history(limit=HISTORY_PAGE + 1, offset=offset, by=by or None, about=about or None)
    older = "?" + query({"by": by, "about": about, "offset": offset + HISTORY_PAGE})
    return page(
        request,
        "review_history.html",
        lines=lines_of(store, deeds[:HISTORY_PAGE]),
        by=by,
        about=about,
        reviewers=book.reviewers(),
        older=older if len(deeds) > HISTORY_PAGE else None,
        back="/review/history?" + query({"by": by, "about": about, "offset": offset}),
    )


def lines_of(store: Store, deeds: Sequence[Deed]) -> list[dict[str, Any]]:
    """Deeds with what the history says of each, and where it leads."""
    found = []
    for deed in deeds:
        link = None
        try:
            event = store.get_event(deed.about)
            title = title_of(event)
            report_id, _, event_id = event.ref.rpartition("#")
            link = f"/review/event/{path(report_id)}/{path(event_id)}"
            if deed.other is not None:
                title += "  ·  " + title_of(store.get_event(deed.other))
                link = pair_path(deed.about, deed.other)
        except NotFound:
            title = deed.about
        found.append({"deed": deed, "words": deed_words(deed), "title": title, "link": link, "labels": FIELD_NAMES})
    return found


# -- samples, agreement, export --------------------------------------------------------------------------------


@router.post("/review/samples")
def draw_sample(request: Request, store: StoreDep, user: CoderDep) -> Response:
    """Draw a shared sample."""
    size, seed = field(request, "size"), field(request, "seed")
    if not size.isdigit() or not seed.isdigit():
        raise UsageError("size and seed of a sample are whole numbers")
    Reviews(store).draw_sample(field(request, "name").strip(), int(size), int(seed), user.name)
    return RedirectResponse("/review", status_code=303)


@router.get("/review/agreement")
def show_agreement(
    request: Request, store: StoreDep, user: UserDep, a: Annotated[str, Query(max_length=64)] = "",
    b: Annotated[str, Query(max_length=64)] = "", sample: Annotated[str, Query(max_length=64)] = "",
) -> Response:  # fmt: skip
    """How far two reviewers agree, field by field."""
    book = Reviews(store)
    names = book.reviewers()
    if not a and not b and len(names) >= 2:
        a, b = names[:2]
    found = agreement_between(store, a, b, sample or None) if a and b and a != b else ()
    return page(
        request,
        "review_agreement.html",
        a=a,
        b=b,
        sample=sample,
        names=names,
        samples=[s.name for s in book.samples()],
        found=found,
        labels=FIELD_NAMES,
    )


@router.get("/review/decisions.jsonl")
def export(request: Request, store: StoreDep, user: UserDep) -> Response:
    """All decisions as a file (``truceline review import`` reads it)."""
    Accounts(store).note(user.name, "exported decisions", "", address_of(request))

    def lines() -> Iterator[bytes]:
        for record in export_decisions(store):
            yield json_bytes(record) + b"\n"

    headers = {"content-disposition": 'attachment; filename="decisions.jsonl"'}
    return StreamingResponse(lines(), media_type="application/x-ndjson", headers=headers)
