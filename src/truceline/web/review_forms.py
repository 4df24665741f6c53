"""The correction form: what it sends, as claims on the fields whose value the person changed.

The form always sends every field. A list (who, to whom, harm ...) sends one row an entry: the record that the row stood
for (``actors.record``, JSON) and what the person sees of it (``actors.name``). An entry whose words were not changed
keeps its whole record; a new name gets its registry id where exactly one actor has it, a new place its coordinates from
the gazetteer. Spans that the person picked come as ``spans``, JSON of field to [start, end].
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any, Final

from truceline import __version__
from truceline.domain.claims import Claim
from truceline.domain.codes import MODES, EventType
from truceline.domain.events import ENTITY_FIELDS, EVENT_FIELDS, Event
from truceline.domain.reviews import value_key
from truceline.domain.text import Span
from truceline.domain.value_checks import check_span, check_value
from truceline.errors import LookupNotBuilt, UsageError
from truceline.resources.actors import ActorRegistry
from truceline.resources.gazetteer import Gazetteer
from truceline.web.review_text import shown as shown_text

Form = Mapping[str, Sequence[str]]
STAGE: Final = "review"


def claims_of(form: Form, shown: Mapping[str, Any], text: str, note: str = "") -> list[Claim]:
    """The claims of a correction: one for each field whose value differs from the one shown.

    shown: the event's record as the page showed it (``event_to_dict``). text: the report's.
    Raises UsageError for what cannot be read, and where nothing was changed.
    """
    spans = _spans(form)
    near = shown["trigger"]["span"][0]
    found = []
    for field in EVENT_FIELDS:
        value, given = value_of(field, form, shown)
        if field in ENTITY_FIELDS:
            value = [_with_mention(entry, text, near) for entry in value]
        if not given or (
            value_key(field, value) == value_key(field, shown.get(field)) and _same_parts(value, shown.get(field))
        ):
            continue
        check_value(field, value, len(text))
        span = spans.get(field) or _span_of(value, shown.get(field))
        check_span(span, len(text))
        words = text[span[0] : span[1]] if span else ""
        reason = note or ("picked from the text" if field in spans else "corrected by hand")
        found.append(
            Claim(field, value, words, Span(*span) if span else None, STAGE, __version__, 1.0, reason)
        )
    if not found:
        raise UsageError("No field was changed; accept the event where all is right, or change a value.")
    return found


def claim_of_other(event: Event, number: int, shown: Mapping[str, Any], text: str) -> Claim:
    """The person's claim that takes one of the machine's other readings, by its place among the event's claims.

    A further actor or speaker joins the list; a further toll takes the place of the one of its kind.
    Raises UsageError where there is no such reading.
    """
    claims = event.claims
    if not 0 <= number < len(claims) or claims[number].chosen or claims[number].by is not None:
        raise UsageError("that reading is no longer there; load the page again")
    other = claims[number]
    value: Any = other.value
    if other.field in (*ENTITY_FIELDS, "harm", "reported_by"):
        entry = dict(value) if isinstance(value, Mapping) else {}
        before = list(shown.get(other.field) or [])
        if other.field in ENTITY_FIELDS:
            entry.setdefault("mention", {"start": other.span.start, "end": other.span.end} if other.span else None)
        if other.field == "harm":
            before = [h for h in before if h["kind"] != entry.get("kind")]
        value = [*before, entry]
    check_value(other.field, value, len(text))
    return Claim(other.field, value, other.words, other.span, STAGE, __version__, 1.0, "another reading was taken")


def filled(form: Form, shown: Mapping[str, Any]) -> dict[str, Any]:
    """The record with what the form holds laid over it, to fill the form again after a mistake."""
    record = dict(shown)
    for field in EVENT_FIELDS:
        try:
            value, given = value_of(field, form, shown)
        except UsageError:
            continue
        if given:
            record[field] = value
    return record


def value_of(field: str, form: Form, shown: Mapping[str, Any]) -> tuple[Any, bool]:
    """(value of a field as the form has it, whether the form has the field at all)."""
    if field in ENTITY_FIELDS:
        return _entities(field, form), f"{field}.name" in form
    match field:
        case "harm":
            return _harm(form), "harm.kind" in form
        case "reported_by":
            return _attributions(form), "reported_by.speaker" in form
        case "date":
            return _date(form), "date.start" in form
        case "place":
            return _place(form), "place.name" in form
        case "aggregate":
            return "aggregate" in form, "type" in form
        case _:
            given = _one(form, field)
            if field == "mode" and given == shown.get("mode") and given not in _modes(_one(form, "type")):
                given = ""  # left over from the type before
            return given or None, field in form


def _modes(event_type: str) -> tuple[str, ...]:
    return MODES[EventType(event_type)] if event_type in list(EventType) else ()


def _same_words(a: Any, b: str) -> bool:
    """True when a form's words are those of a record, as a page shows them."""
    return isinstance(a, str) and " ".join(shown_text(a).split()) == " ".join(b.split())


def _one(form: Form, name: str) -> str:
    values = form.get(name) or ("",)
    return values[0].strip()


def _rows(form: Form, field: str, *parts: str) -> list[dict[str, str]]:
    """The rows of a list: part to what was typed. Columns of unequal length are filled with nothing."""
    columns = [form.get(f"{field}.{part}") or () for part in parts]
    return [
        {part: (cell or "").strip() for part, cell in zip(parts, cells, strict=True)}
        for cells in zip_longest(*columns, fillvalue="")
    ]


def _record(text: str, what: str) -> dict[str, Any]:
    if not text:
        return {}
    try:
        found = json.loads(text)
    except ValueError:
        raise UsageError(f"the form's record of {what} is damaged; load the page again") from None
    if not isinstance(found, dict):
        raise UsageError(f"the form's record of {what} is damaged; load the page again")
    return found


def _entities(field: str, form: Form) -> list[dict[str, Any]]:
    found = []
    for row in _rows(form, field, "name", "record"):
        if not row["name"]:
            continue
        was = _record(row["record"], field)
        if _same_words(was.get("name"), row["name"]):
            found.append(was)
        else:
            found.append(_new_entity(row["name"], was.get("mention")))
    return found


def _with_mention(entry: dict[str, Any], text: str, near: int) -> dict[str, Any]:
    """The entity with the mention nearest to the trigger, where a name that was typed stands in the text."""
    if entry.get("mention"):
        return entry
    name = str(entry.get("name", ""))
    at = min((m.start() for m in re.finditer(re.escape(name), text)), key=lambda p: abs(p - near), default=None)
    return entry if at is None else entry | {"mention": {"start": at, "end": at + len(name)}}


def _new_entity(name: str, mention: Any) -> dict[str, Any]:
    """A named entity, with its registry id where exactly one actor has the name."""
    known = ActorRegistry.load().lookup(name)
    found: dict[str, Any] = {"name": name, "id": None, "mention": mention, "affiliation": None}
    found |= {"kind": None, "country": None}
    if len(known) == 1:
        found |= {"id": known[0].id, "kind": known[0].kind.value, "country": known[0].country or None}
    return found


def _date(form: Form) -> dict[str, Any] | None:
    start, end, precision = (_one(form, f"date.{part}") for part in ("start", "end", "precision"))
    if not start and not end:
        return None
    end = end or start
    if precision == "day" and end != start:
        precision = "interval"
    return {"start": start or end, "end": end, "precision": precision or ("day" if start == end else "interval")}


def _place(form: Form) -> dict[str, Any] | None:
    name, country = _one(form, "place.name"), _one(form, "place.country").upper()
    precision = _number(_one(form, "place.precision"), "the place's precision")
    was = _record(_one(form, "place.record"), "the place")
    if not name:
        return None
    same_name = _same_words(was.get("name"), name)
    if same_name and (was.get("country") or "") == country:
        return was | ({} if precision is None else {"precision": precision})
    found = resolve_place(name, country) | {"mention": was.get("mention") if same_name else None}
    return found if precision is None or precision == was.get("precision") else found | {"precision": precision}


def resolve_place(name: str, country: str = "") -> dict[str, Any]:
    """The place that the gazetteer has for a name (in that country); a name without a point where it has none."""
    found = {"name": name, "country": country or None, "lat": None, "lon": None, "precision": 5,
             "kind": None, "source_id": None}  # fmt: skip
    for candidate in suggest_places(name, country)[:1]:
        return candidate | {"name": name}  # as the person wrote it
    return found


@functools.cache
def _gazetteer() -> Gazetteer:
    return Gazetteer.open()


def suggest_places(name: str, country: str = "", most: int = 8) -> list[dict[str, Any]]:
    """Places of that name, the surest and largest first, as records of an event's place."""
    try:
        candidates = _gazetteer().lookup(name)
    except LookupNotBuilt:
        return []
    inside = [c for c in candidates if not country or c.place.country == country]
    inside.sort(key=lambda c: (-c.sure, -c.place.population, c.place.id))
    return [
        {"name": c.place.name, "country": c.place.country or None, "lat": c.place.lat, "lon": c.place.lon,
         "precision": c.place.precision, "kind": c.place.kind.value, "source_id": c.place.source_id}
        for c in inside[:most]
    ]  # fmt: skip


def _harm(form: Form) -> list[dict[str, Any]]:
    return [
        {
            "kind": row["kind"],
            "min": _number(row["min"], "the lower bound"),
            "max": _number(row["max"], "the upper bound"),
            "whom": row["whom"] or None,
        }
        for row in _rows(form, "harm", "kind", "min", "max", "whom")
        if row["kind"] and (row["min"] or row["max"] or row["whom"])
    ]


def _attributions(form: Form) -> list[dict[str, Any]]:
    found = []
    for row in _rows(form, "reported_by", "speaker", "stance", "record"):
        if not row["speaker"]:
            continue
        was = _record(row["record"], "who says so")
        if not _same_words(was.get("speaker"), row["speaker"]):
            was = {"speaker": row["speaker"], "affiliation": None, "outlet": None, "span": was.get("span")}
        found.append(was | {"stance": row["stance"] or "states"})
    return found


def _number(text: str, what: str) -> int | None:
    if not text:
        return None
    try:
        return int(text.replace(",", "").replace(" ", ""))
    except ValueError:
        raise UsageError(f"{what} {text!r} is no whole number") from None


def _spans(form: Form) -> dict[str, tuple[int, int]]:
    """The spans that were picked, by field."""
    given = _record(_one(form, "spans"), "the picked words")
    found = {}
    for field, pair in given.items():
        if field not in EVENT_FIELDS or not isinstance(pair, list) or len(pair) != 2:
            continue
        if all(isinstance(n, int) and not isinstance(n, bool) for n in pair):
            found[field] = (pair[0], pair[1])
    return found


def _span_of(value: Any, before: Any) -> tuple[int, int] | None:
    """The mention of the entry that is new, or of the place."""
    old = before if isinstance(before, list) else [before]
    for entry in value if isinstance(value, list) else [value]:
        if not isinstance(entry, Mapping) or entry in old:
            continue
        mention = entry.get("mention") or entry.get("span")
        if isinstance(mention, Mapping):
            mention = [mention.get("start"), mention.get("end")]
        if isinstance(mention, list) and len(mention) == 2 and all(isinstance(n, int) for n in mention):
            return mention[0], mention[1]
    return None


def _same_parts(value: Any, before: Any) -> bool:
    """True where not even the parts differ that count for nothing when readings are compared (a place's point)."""
    if isinstance(value, Mapping) and isinstance(before, Mapping):
        names = ("lat", "lon", "precision")
        return all(value.get(name) == before.get(name) for name in names)
    if isinstance(value, list) and isinstance(before, list):
        whole = ("name", "id", "whom", "speaker")
        return len(value) == len(before) and all(
            all(a.get(name) == b.get(name) for name in whole)
            for a, b in zip(value, before, strict=True)
            if isinstance(a, Mapping) and isinstance(b, Mapping)
        )
    return True
