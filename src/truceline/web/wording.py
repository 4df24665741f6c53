"""Values in the words that a page has room for. Everything here gives plain text; templates escape it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final
from urllib.parse import quote, urlencode

from truceline.domain.claims import Claim
from truceline.domain.codes import QUAD_CLASS, EventType, Reading
from truceline.resources.countries import load_countries
from truceline.store.record import QUADS

NONE: Final = "–"
PLACE_PRECISION: Final = {
    1: "exact place", 2: "near the place", 3: "district", 4: "province", 5: "area", 6: "country",
    7: "at sea or in the air",
}  # fmt: skip
FIELD_NAMES: Final = {
    "type": "Type", "mode": "Mode", "status": "Status", "aggregate": "Count of many", "date": "When", "place": "Where",
    "actors": "Who", "recipients": "To whom", "claimed_by": "Claimed by", "denied_by": "Denied by", "weapon": "Weapon",
    "killed": "Killed", "injured": "Injured", "captured": "Captured", "displaced": "Displaced", "missing": "Missing",
    "harm": "Harm", "reported_by": "Said by", "truce_action": "Act on a truce", "truce_parties": "Sides of the truce",
    "conflict": "Contradiction",
}  # fmt: skip
"""What a field is called on every page."""
FIELD_ORDER: Final = (
    "type", "mode", "status", "truce_action", "actors", "recipients", "date", "place", "harm", "weapon", "reported_by",
    "claimed_by", "denied_by", "truce_parties", "aggregate",
)  # fmt: skip
"""The fields of an event as pages list them."""
FIELD_CSS: Final = {
    "type": "trigger", "mode": "trigger", "status": "trigger", "aggregate": "trigger", "truce_action": "trigger",
    "actors": "actors", "claimed_by": "actors", "denied_by": "actors", "truce_parties": "actors",
    "recipients": "recipients", "place": "place", "date": "date", "harm": "harm", "weapon": "weapon",
    "reported_by": "said",
}  # fmt: skip
"""Field to the class of its colour."""
TIE_WORDS: Final = {
    "part_of": "part of", "allied_with": "allied with", "backed_by": "backed by", "leads": "leads",
    "speaks_for": "speaks for", "split_from": "split from", "also_known_as": "also known as",
}  # fmt: skip


def day(value: date | str | None) -> str:
    """``16 Jul 2024``."""
    if value is None or value == "":
        return NONE
    if isinstance(value, str):
        try:
            return day(date.fromisoformat(value[:10]))
        except ValueError:
            return value
    return f"{value.day} {value:%b} {value.year}"


def days(first: date | str | None, last: date | str | None, precision: str | None = None) -> str:
    """One day, the month or year where that is all that is known, or ``21–31 Jul 2024``."""
    if first is None or last is None:
        return "no date"
    a = date.fromisoformat(first) if isinstance(first, str) else first
    b = date.fromisoformat(last) if isinstance(last, str) else last
    if a == b:
        return day(a)
    if precision == "month" and a.month == b.month:
        return f"{a:%b} {a.year}"
    if precision == "year" and a.year == b.year:
        return str(a.year)
    if (a.year, a.month) == (b.year, b.month):
        return f"{a.day}–{b.day} {b:%b} {b.year}"
    if a.year == b.year:
        return f"{a.day} {a:%b} – {b.day} {b:%b} {b.year}"
    return f"{day(a)} – {day(b)}"


def kind(event_type: str, mode: str | None = None) -> str:
    """``Assault · drone``: PLOVER's type and mode."""
    said = event_type.capitalize()
    return f"{said} · {mode.replace('-', ' ')}" if mode else said


def quad(event_type: str) -> str:
    """The two letters of the type's quad class."""
    return QUADS[QUAD_CLASS[EventType(event_type)]]


def names(entities: Sequence[Any], most: int = 0) -> str:
    """Names of entities (records or strings), joined; with most, the rest counted."""
    found = [str(e["name"]) if isinstance(e, Mapping) else e if isinstance(e, str) else str(e.name) for e in entities]
    if not found:
        return NONE
    if most and len(found) > most:
        return ", ".join(found[:most]) + f" and {len(found) - most} more"
    return ", ".join(found)


def country(code: str | None) -> str:
    """The country's name for an ISO code; the code itself where no table has it."""
    if not code:
        return ""
    known = load_countries().get(code)
    return known.name if known else code


def bounds(low: int | None, high: int | None) -> str:
    """``5``, ``4 to 7``, ``at least 4``, ``at most 7``, ``?``."""
    if low is None and high is None:
        return "?"
    if low is None:
        return f"at most {number(high)}"
    if high is None:
        return f"at least {number(low)}"
    return number(low) if low == high else f"{number(low)} to {number(high)}"


def toll(record: Mapping[str, Any]) -> str:
    """``13 killed (9 to 13)`` for a toll across reports."""
    low, high = record["low"], record["high"]
    best = record["best"]
    said = f"{'?' if best is None else number(best)} {record['kind']}"
    spread = f" ({number(low)} to {number(high)})" if None not in (low, high) and low != high else ""
    return said + spread


def number(value: float | None) -> str:
    """With thin spaces between thousands."""
    return "?" if value is None else f"{value:,}".replace(",", "\u202f")


def share(value: float) -> str:
    """A probability as a whole percentage."""
    return f"{round(value * 100)}%"


def field(name: str) -> str:
    """A field of the codebook in words."""
    return FIELD_NAMES.get(name, name.replace("_", " ").capitalize())


def value(field_name: str, found: Any) -> str:
    """A value of a field in words: of a claim, or of an incident's version."""
    if found is None:
        return NONE
    if isinstance(found, bool):
        return "yes" if found else "no"
    if isinstance(found, list):
        return ", ".join(value(field_name, one) for one in found) or NONE
    if not isinstance(found, Mapping):
        text = str(found)
        return text.capitalize() if field_name == "type" else text.replace("_", " ")
    if "start" in found and "end" in found:
        return days(found["start"], found["end"], found.get("precision"))
    if "min" in found or "max" in found:
        said = bounds(found.get("min"), found.get("max"))
        return f"{said} {found['kind']}" if "kind" in found else said
    if "precision" in found and "name" in found:
        where = place(found)
        precise = PLACE_PRECISION.get(found["precision"], "")
        return f"{where} ({precise})" if precise and found["precision"] not in (1, 6) else where
    if "speaker" in found:
        return str(found["speaker"]) + (f": {found['stance']}" if found.get("stance") else "")
    name = str(found.get("name") or found)
    held = found.get("affiliation")
    return f"{name} ({held})" if held and str(held).casefold() not in name.casefold() else name


def claim_words(claim: Claim) -> str:
    """A claim's value in words."""
    return claim.reading.value if claim.reading is not Reading.STATED else value(claim.field, claim.value)


def place(found: Mapping[str, Any] | None) -> str:
    """Place and country."""
    if not found:
        return NONE
    land = country(found.get("country"))
    name = str(found["name"])
    return name if not land or land == name else f"{name}, {land}"


def query(pairs: Mapping[str, Any], **changed: Any) -> str:
    """A query string of what is given and not empty; changed lays other values over it."""
    merged = {**pairs, **changed}
    kept: list[tuple[str, str]] = []
    for key, found in merged.items():
        for one in found if isinstance(found, list | tuple) else (found,):
            if one not in (None, "", False):
                kept.append((key, "1" if one is True else str(one)))
    return urlencode(kept)


def path(text: str) -> str:
    """Text as one part of a path."""
    return quote(text, safe="")
