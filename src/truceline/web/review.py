"""Review: the desk, an event to decide on, and taking back. Pairs, history and agreement: ``review_more.py``."""

from __future__ import annotations

import json
from itertools import islice
from typing import Annotated, Any, cast

from fastapi import APIRouter, FastAPI, Query, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from truceline.domain.reviews import Decision, Deed
from truceline.domain.serial import event_to_dict
from truceline.errors import Conflict, NotFound, UsageError
from truceline.store import Reviews, Store
from truceline.store.accounts import Accounts
from truceline.web import review_api, review_more
from truceline.web.accounts import address_of, field, local_path
from truceline.web.deps import StoreDep
from truceline.web.review_forms import claim_of_other, claims_of, filled, suggest_places
from truceline.web.review_queue import ReviewQueue
from truceline.web.review_view import (
    CHOICES,
    Screen,
    country_names,
    deed_words,
    screen_of,
    title_of,
)
from truceline.web.templating import NavItem, environment, page
from truceline.web.users import CoderDep, User, UserDep
from truceline.web.wording import FIELD_NAMES, claim_words, path, query

router = APIRouter(include_in_schema=False)
NAV = (NavItem("Review", "/review", 60),)
DECISIONS = {"accept": Decision.ACCEPTED, "reject": Decision.REJECTED, "unsure": Decision.UNSURE,
             "correct": Decision.CORRECTED}  # fmt: skip
SampleName = Annotated[str, Query(max_length=64)]


def install(app: FastAPI) -> None:
    """Keep the queue with the application, and add the other review pages."""
    app.state.review_queue = ReviewQueue(app.state.store)
    environment().filters["tojson_text"] = lambda record: json.dumps(record, ensure_ascii=True)
    environment().filters["deed_value"] = claim_words
    app.include_router(review_more.router)
    app.include_router(review_api.router)


def queue_of(request: Request) -> ReviewQueue:
    """The application's queue."""
    return cast(ReviewQueue, request.app.state.review_queue)


def event_path(ref: str, **query_pairs: Any) -> str:
    """The address of an event's review page."""
    report_id, _, event_id = ref.rpartition("#")
    pairs = query(query_pairs)
    return f"/review/event/{path(report_id)}/{path(event_id)}" + (f"?{pairs}" if pairs else "")


@router.get("/review")
def show_desk(request: Request, store: StoreDep, user: UserDep, event: str = "") -> Response:
    """What waits: events with the reasons, pairs, samples; and what was decided last."""
    if event:
        return RedirectResponse(event_path(store.get_event(event).ref), status_code=303)
    queue, book = queue_of(request), Reviews(store)
    places = list(queue.events(user.name))
    first = [(place, store.get_event(place.ref)) for place in islice(places, 6)]
    pairs = queue.pairs(user.name)
    samples = [
        {"name": s.name, "n": len(s.refs), "left": sum(1 for _ in queue.in_sample(user.name, s.name)),
         "made_by": s.made_by, "made_utc": s.made_utc}
        for s in book.samples()
    ]  # fmt: skip
    return page(
        request,
        "review_desk.html",
        n_events=len(places),
        first=[(place, title_of(event), event_path(event.ref)) for place, event in first],
        n_pairs=None if pairs is None else len(pairs),
        samples=samples,
        deeds=review_more.lines_of(store, book.history(limit=8)),
        reviewers=book.reviewers(),
    )


@router.get("/review/next")
def show_next(
    request: Request, user: UserDep, sample: SampleName = "", after: Annotated[str, Query(max_length=200)] = "",
    done: Annotated[str, Query(max_length=40)] = "",
) -> Response:  # fmt: skip
    """Go to the event to decide on next, or behind the one that is left for later."""
    place = queue_of(request).next_event(user.name, sample or None, after or None)
    if place is None:
        return RedirectResponse("/review?" + query({"done": done}), status_code=303)
    return RedirectResponse(event_path(place.ref, sample=sample, done=done), status_code=303)


@router.get("/review/event/{report_id}/{event_id}")
def show_event(
    request: Request, store: StoreDep, user: UserDep, report_id: str, event_id: str, sample: SampleName = "",
    done: Annotated[str, Query(max_length=40)] = "",
) -> Response:  # fmt: skip
    """An event to decide on."""
    screen = screen_of(store, f"{report_id}#{event_id}", user.name, sample=sample or None)
    return _event_page(request, store, user, screen, sample=sample, done=done)


def _event_page(
    request: Request, store: Store, user: User, screen: Screen, *, sample: str = "", done: str = "",
    message: str = "", editing: bool = False, status_code: int = 200,
) -> Response:  # fmt: skip
    queue = queue_of(request)
    places = list(queue.in_sample(user.name, sample) if sample else queue.events(user.name))
    place = next((p for p in places if p.ref == screen.event.ref), None)
    return page(
        request,
        "review_event.html",
        status_code=status_code,
        screen=screen,
        place=place,
        n_waiting=len(places),
        position=places.index(place) + 1 if place else None,
        sample=sample,
        last=_last_deed(store, user, done),
        message=message,
        editing=editing,
        labels=FIELD_NAMES,
        choices=CHOICES,
        countries=country_names(),
        own_path=event_path(screen.event.ref, sample=sample),
        next_path="/review/next?" + query({"sample": sample, "after": screen.event.ref}),
    )


def _last_deed(store: Store, user: User, done: str) -> dict[str, Any] | None:
    """The person's own decision that led here, to be taken back at one press."""
    kind, _, number = done.partition("-")
    if not number.isdigit():
        return None
    for deed in Reviews(store).history(limit=20, by=user.name):
        if (deed.kind, deed.number) == (kind, int(number)) and deed.withdrawn_utc is None:
            return {"deed": deed, "words": deed_words(deed), "title": _title(store, deed)}
    return None


def _title(store: Store, deed: Deed) -> str:
    try:
        return title_of(store.get_event(deed.about))
    except NotFound:
        return deed.about


@router.post("/review/event/{report_id}/{event_id}")
def decide(request: Request, store: StoreDep, user: CoderDep, report_id: str, event_id: str) -> Response:
    """Save a decision at once and go to the next event; what cannot be saved is said, and the form stays filled."""
    ref, form = f"{report_id}#{event_id}", request.state.form
    sample, note = field(request, "sample"), field(request, "note").strip()[:2000]
    book = Reviews(store)
    event = book.shown(ref, blind_for=user.name if sample else None)
    report = store.get_report(event.report_id)
    shown = event_to_dict(event, report, claims=False)
    try:
        if take := field(request, "take"):
            if not take.isdigit():
                raise UsageError("that reading is no longer there; load the page again")
            decision, claims = Decision.CORRECTED, [claim_of_other(event, int(take), shown, report.text)]
        elif (name := field(request, "decision")) in DECISIONS:
            decision = DECISIONS[name]
            claims = claims_of(form, shown, report.text, note) if decision is Decision.CORRECTED else []
        else:
            raise UsageError(f"no decision {name!r}; there are {', '.join(DECISIONS)}")
        number = book.decide(
            event.ref, decision, user.name, claims=claims, note=note, sample=sample or None, seen=field(request, "seen")
        )
    except (UsageError, Conflict) as error:
        editing = bool(form.get("type")) and field(request, "decision") == "correct"
        record = filled(form, shown) if editing else None
        screen = screen_of(store, ref, user.name, sample=sample or None, record=record)
        said = str(error)[:1].upper() + str(error)[1:]
        status = 409 if isinstance(error, Conflict) else 400
        return _event_page(
            request, store, user, screen, sample=sample, message=said, editing=editing, status_code=status
        )
    if take:  # one value was taken: the other fields are still to be looked at
        return RedirectResponse(event_path(event.ref, sample=sample, done=f"review-{number}"), status_code=303)
    after = next_after(queue_of(request), user, sample, ref)
    return RedirectResponse(
        event_path(after, sample=sample, done=f"review-{number}") if after
        else "/review?" + query({"done": f"review-{number}"}),
        status_code=303,
    )  # fmt: skip


def next_after(queue: ReviewQueue, user: User, sample: str, decided: str) -> str | None:
    """Ref of the event to look at after a decision."""
    place = queue.next_event(user.name, sample or None, None)
    return None if place is None or place.ref == decided else place.ref


@router.post("/review/undo")
def take_back(request: Request, store: StoreDep, user: CoderDep) -> Response:
    """Take a decision back; what others decided only a lead may."""
    kind, number = field(request, "kind"), field(request, "number")
    if not number.isdigit():
        raise UsageError("which decision is to be taken back? The form names none")
    book = Reviews(store)
    number = str(min(int(number), 2**31 - 1))
    about = book.withdraw(kind, int(number), user.name, others_too=user.leads)
    deed = next((d for d in book.history(limit=500, about=about) if (d.kind, d.number) == (kind, int(number))), None)
    if deed is not None and deed.by != user.name:
        Accounts(store).note(user.name, "took back", f"{kind} {number} by {deed.by}", address_of(request))
    if back := field(request, "back"):
        return RedirectResponse(local_path(back), status_code=303)
    if deed is not None and deed.other is not None:
        return RedirectResponse(review_more.pair_path(deed.about, deed.other), status_code=303)
    sample = deed.sample if deed is not None and deed.by == user.name else None
    return RedirectResponse(event_path(about, sample=sample), status_code=303)


@router.get("/review/places")
def find_places(
    user: UserDep, name: Annotated[str, Query(max_length=200)] = "", country: Annotated[str, Query(max_length=2)] = ""
) -> Response:
    """Places of the gazetteer for a name, for the form."""
    return JSONResponse(suggest_places(name, country.upper()) if name.strip() else [])


