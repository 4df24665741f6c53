"""Whether a value is one that the codebook allows for a field (section 3). Bad values get one line that says why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from truceline.domain.codes import (
    ActorKind,
    DatePrecision,
    EventType,
    HarmKind,
    PlaceKind,
    Stance,
    Status,
    TruceAction,
)
from truceline.errors import UsageError

MAX_WORDS = 300
"""Characters of a name, a weapon or a speaker."""
DATE_SHAPE = '{"start": "2024-08-21", "end": "2024-08-21", "precision": "day"}'
PLACE_SHAPE = '{"name": "Kirkuk", "country": "IQ", "lat": 35.47, "lon": 44.39, "precision": 1}'
ENTITY_SHAPE = '{"name": "gunmen", "kind": "rebel group", "country": "IQ"} (only the name is needed)'
HARM_SHAPE = '{"kind": "killed", "min": 2, "max": 2}'
ATTRIBUTION_SHAPE = '{"speaker": "police", "affiliation": null, "outlet": null, "stance": "states"}'
"""An example of each field that is a record, for the line that refuses another shape."""
MAX_ENTRIES = 100
"""Entities, harms or attributions of one event."""
_MAX_HARMED = 10**9


def check_value(field: str, value: Any, n_chars: int | None = None) -> None:
    """Raise UsageError unless the field can hold the value.

    n_chars: length of the report's text in code points; spans must lie within it.
    """
    check = _FIELDS.get(field)
    if check is None:
        raise UsageError(f"no field {field!r} to correct; fields: {', '.join(sorted(_FIELDS))}")
    try:
        check(value, n_chars)
    except ValueError as error:
        raise UsageError(f"{_short(value)} is no value for {field!r}: {error}") from error


def check_record(record: Mapping[str, Any]) -> None:
    """Raise UsageError unless every field that an event's record holds has a value that the codebook allows.

    type and status must be there; a record holds more than these fields, which is let be.
    """
    for field in _FIELDS:
        if field in record or field in ("type", "status"):
            check_value(field, record.get(field))


def check_span(span: tuple[int, int] | None, n_chars: int | None) -> None:
    """Raise UsageError for a span that is empty or reaches beyond the text."""
    if span is None:
        return
    start, end = span
    if not 0 <= start < end or (n_chars is not None and end > n_chars):
        raise UsageError(f"the span {start} to {end} is not in the text, which has {n_chars} characters")


def _short(value: Any) -> str:
    words = repr(value)
    return words if len(words) <= 120 else words[:119] + "…"


def _one_of(codes: type[StrEnum], value: Any, may_be_none: bool = False) -> None:
    if may_be_none and value is None:
        return
    if not isinstance(value, str) or value not in list(codes):
        raise ValueError(f"there are {', '.join(codes)}")


def _code(codes: type[StrEnum], may_be_none: bool = False) -> Callable[[Any, int | None], None]:
    return lambda value, n_chars: _one_of(codes, value, may_be_none)


def _words(value: Any, what: str, may_be_none: bool = False) -> None:
    if value is None and may_be_none:
        return
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{what} is missing")
    if len(value) > MAX_WORDS:
        raise ValueError(f"{what} is longer than {MAX_WORDS} characters")


def _optional_words(value: Any, _n_chars: int | None) -> None:
    _words(value, "the text", may_be_none=True)


def _flag(value: Any, _n_chars: int | None) -> None:
    if not isinstance(value, bool):
        raise ValueError("it is true or false")


def _record(value: Any, shape: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise ValueError(f"a record with named parts is wanted, such as {shape}")
    return value


def _day(value: Any, what: str) -> date:
    if not isinstance(value, str):
        raise ValueError(f"{what} is missing; a day is written 2024-08-21")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{what} {value!r} is no day; a day is written 2024-08-21") from None


def _date(value: Any, _n_chars: int | None) -> None:
    if value is None:
        return
    record = _record(value, DATE_SHAPE)
    start = _day(record.get("start"), "the first day")
    if record.get("end") is not None and _day(record["end"], "the last day") < start:
        raise ValueError("it ends before it starts")
    _one_of(DatePrecision, record.get("precision"), may_be_none=True)


def _mention(value: Any, n_chars: int | None) -> None:
    if value is None:
        return
    pair = (value.get("start"), value.get("end")) if isinstance(value, Mapping) else value
    if not isinstance(pair, list | tuple) or len(pair) != 2 or not all(_is_whole(n) for n in pair):
        raise ValueError("a mention has a start and an end")
    if not 0 <= pair[0] < pair[1] or (n_chars is not None and pair[1] > n_chars):
        raise ValueError(f"its mention {pair[0]} to {pair[1]} is not in the text")


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _country(value: Any) -> None:
    if value is not None and not (isinstance(value, str) and len(value) == 2 and value.isascii() and value.isupper()):
        raise ValueError(f"the country {value!r} is no ISO code of two capital letters, such as IQ")


def _place(value: Any, n_chars: int | None) -> None:
    if value is None:
        return
    record = _record(value, PLACE_SHAPE)
    _words(record.get("name"), "the name")
    _country(record.get("country"))
    precision = record.get("precision")
    if not _is_whole(precision) or precision not in range(1, 8):
        raise ValueError("its precision is a whole number from 1 (exact place) to 7 (international water or airspace)")
    for name, bound in (("lat", 90), ("lon", 180)):
        degrees = record.get(name)
        if degrees is None:
            continue
        if isinstance(degrees, bool) or not isinstance(degrees, int | float) or not -bound <= degrees <= bound:
            raise ValueError(f"its {name} is a number from -{bound} to {bound}")
    if (record.get("lat") is None) != (record.get("lon") is None):
        raise ValueError("it has both lat and lon, or neither")
    _one_of(PlaceKind, record.get("kind"), may_be_none=True)
    _words(record.get("source_id"), "the gazetteer's id", may_be_none=True)
    _mention(record.get("mention"), n_chars)


def _entity(value: Any, n_chars: int | None) -> None:
    record = _record(value, ENTITY_SHAPE)
    _words(record.get("name"), "the name")
    _words(record.get("id"), "the registry id", may_be_none=True)
    _words(record.get("affiliation"), "the affiliation", may_be_none=True)
    _one_of(ActorKind, record.get("kind"), may_be_none=True)
    _country(record.get("country"))
    _mention(record.get("mention"), n_chars)


def _harm(value: Any, _n_chars: int | None) -> None:
    record = _record(value, HARM_SHAPE)
    _one_of(HarmKind, record.get("kind"))
    low, high = record.get("min"), record.get("max")
    for bound in (low, high):
        if bound is not None and (not _is_whole(bound) or not 0 <= bound <= _MAX_HARMED):
            raise ValueError("a number of people is a whole number from 0")
    if low is None and high is None:
        raise ValueError("it needs a lower or an upper bound")
    if low is not None and high is not None and low > high:
        raise ValueError("its lower bound is above the upper one")
    _words(record.get("whom"), "the people harmed", may_be_none=True)


def _attribution(value: Any, n_chars: int | None) -> None:
    record = _record(value, ATTRIBUTION_SHAPE)
    _words(record.get("speaker"), "the speaker")
    _words(record.get("affiliation"), "the affiliation", may_be_none=True)
    _words(record.get("outlet"), "the outlet", may_be_none=True)
    _one_of(Stance, record.get("stance"))
    _mention(record.get("span"), n_chars)


def _list_of(check: Callable[[Any, int | None], None], shape: str) -> Callable[[Any, int | None], None]:
    def check_list(value: Any, n_chars: int | None) -> None:
        if not isinstance(value, list):
            raise ValueError(f"a list is wanted; each entry is a record such as {shape}")
        if len(value) > MAX_ENTRIES:
            raise ValueError(f"it has more than {MAX_ENTRIES} entries")
        for item in value:
            check(item, n_chars)

    return check_list


_FIELDS: dict[str, Callable[[Any, int | None], None]] = {
    "type": _code(EventType),
    "mode": _optional_words,
    "status": _code(Status),
    "aggregate": _flag,
    "date": _date,
    "place": _place,
    "weapon": _optional_words,
    "truce_action": _code(TruceAction, may_be_none=True),
    "conflict": _optional_words,
    "actors": _list_of(_entity, ENTITY_SHAPE),
    "recipients": _list_of(_entity, ENTITY_SHAPE),
    "claimed_by": _list_of(_entity, ENTITY_SHAPE),
    "denied_by": _list_of(_entity, ENTITY_SHAPE),
    "truce_parties": _list_of(_entity, ENTITY_SHAPE),
    "harm": _list_of(_harm, HARM_SHAPE),
    "reported_by": _list_of(_attribution, ATTRIBUTION_SHAPE),
}
