"""What one event says of a truce: the act, its days, the sides, and the terms its sentences give."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from truceline.domain.codes import DatePrecision, EventType, Status, TruceAction
from truceline.domain.events import Entity, Event
from truceline.domain.text import Report
from truceline.domain.truces import TruceEvidence
from truceline.resources.likeness import telling_words
from truceline.resources.truce_terms import TruceTerms

_NUMBERS: Final = {
    w: i + 1
    for i, w in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
    )
} | {"a": 1, "an": 1, "several": 3, "twenty": 20, "thirty": 30, "forty": 40, "sixty": 60, "ninety": 90}
_UNIT_DAYS: Final = {"hour": 1 / 24, "day": 1, "week": 7, "fortnight": 14, "month": 30.44, "year": 365.25}
_N: Final = r"(\d{1,3}|" + "|".join(_NUMBERS) + r")[\s-]+(hour|day|week|fortnight|month|year)s?\b"
_NOUN: Final = r"(?:[\w-]+\s+){0,3}(?:truce|cease-?fire|pause|lull|moratorium|cessation|halt|calm|break)"
_WHOLE: Final = (
    re.compile(rf"\b(?:for|lasts?|lasting|of)\s+(?:at least\s+|about\s+)?{_N}"),
    re.compile(rf"\b{_N}[\s-]+(?:long\s+)?{_NOUN}"),
)
_ADDED: Final = (
    re.compile(rf"\bby\s+(?:a further\s+|another\s+)?{_N}"),
    re.compile(rf"\b(?:another|additional|further|for)\s+{_N}"),
)
_PAST: Final = re.compile(
    r"^\s*(?:ago|earlier|before|old|of (?:fighting|war|violence|clashes|conflict|negotiations|talks))"
)
_GOES_ON: Final = re.compile(r"\b(continu(ed?|es|ing)|kept|keeps?|still|go(es)? on|went on)\b[^.;]{0,40}$")
_ONE_ACT: Final = frozenset(
    {"attack", "strike", "raid", "blast", "bombing", "explosion", "ambush", "killing", "assault", "incident", "breach"}
)
_NOBODY: Final = re.compile(r"(?i)(neither|none of|no one|nobody|no side|no party)\b")
_TRUCE_ITSELF: Final = re.compile(r"(?:truce|cease-?fire|armistice|cessation|agreement|deal|accord|talks)$")
_MONTHS: Final = {
    name: i + 1
    for i, name in enumerate(
        ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
         "november", "december")
    )
}  # fmt: skip
_MONTH: Final = "(" + "|".join(_MONTHS) + ")"
_DAY_OF_MONTH: Final = rf"(?:(\d{{1,2}})\s+{_MONTH}|{_MONTH}\s+(\d{{1,2}}))(?:,?\s+(\d{{4}}))?"
_UNTIL: Final = re.compile(rf"\b(?:until|till|through|expires? on|ends? on)\s+(?:[a-z]+day,?\s+)?{_DAY_OF_MONTH}")
LONG_ACT_DAYS: Final = 10
"""A declaration or agreement takes a day; when its date spans more than "early February", the days are the term."""


@dataclass(frozen=True, slots=True)
class Act:
    """One event's act upon a truce."""

    action: TruceAction
    event: Event
    report: Report
    first_day: date
    last_day: date
    dated: bool
    sides: tuple[Entity, ...]
    """Everybody it names as a side or sponsor: truce parties, actors, recipients; of an accusation the accused."""
    by: tuple[Entity, ...]
    place: str | None
    country: str | None
    place_precision: int
    form: str | None
    truce_class: str | None
    purpose: str | None
    length: str | None
    term_days: int | None
    until: date | None
    """Last day of the term that the act sets."""
    incident: str | None = None
    country_stated: bool = True
    """False when the act gives no place and the country is the one that most events of its report lie in."""
    context: frozenset[str] = frozenset()
    """Telling words and ids of all parties that its report names."""

    @property
    def ref(self) -> str:
        """``Event.ref``."""
        return self.event.ref

    @property
    def real(self) -> bool:
        """True for what happened or is happening; False for plans, conditions and what was said not to happen."""
        return self.event.status in (Status.ACTUAL, Status.HISTORICAL) and not self.by_nobody

    @property
    def by_nobody(self) -> bool:
        """True when the act is said of nobody ("neither side has withdrawn")."""
        return any(_NOBODY.match(e.name) for e in self.by)


def evidence_of(event: Event, report: Report) -> tuple[TruceEvidence, ...]:
    """The event's sentences as evidence of an entry."""
    spans = event.evidence or (event.trigger,)
    return tuple(TruceEvidence(report.id, event.ref, s, report.date, report.outlet) for s in spans)


def term_in(text: str, *, added: bool = False) -> int | None:
    """Length in days of the fixed term that a sentence gives a truce ("a two-month truce", "for 72 hours"), or None.

    added: look only for what an extension adds ("by one month", "for another week").
    """
    lowered = text.lower()
    for pattern in _ADDED if added else _WHOLE:
        for match in pattern.finditer(lowered):
            if not _PAST.match(lowered[match.end() :]):
                count = _NUMBERS.get(match[1]) or int(match[1])
                return max(1, round(count * _UNIT_DAYS[match[2]]))
    return None


def until_in(text: str, anchor: date) -> date | None:
    """The last day of a term given as "until 15 September", in the first such year not before the anchor; or None."""
    match = _UNTIL.search(text.lower())
    if not match:
        return None
    day, month = int(match[1] or match[4]), _MONTHS[match[2] or match[3]]
    years = (int(match[5]),) if match[5] else (anchor.year, anchor.year + 1)
    for year in years:
        try:
            found = date(year, month, day)
        except ValueError:
            return None
        if found >= anchor or match[5]:
            return found
    return None


def is_single(event: Event, report: Report) -> bool:
    """True when the event's trigger names one act of force ("the attack"), not what goes on ("attacks", "violence")."""
    words = event.trigger.of(report.text).lower().split()
    return not event.aggregate and bool(words) and words[-1].strip(".,;:'\"") in _ONE_ACT


def is_going_on(event: Event, report: Report) -> bool:
    """True for force that the report says went on: "continued to ambush", "kept shelling"."""
    sentence = next((s for s in event.evidence if s.contains(event.trigger)), event.trigger)
    return bool(_GOES_ON.search(report.text[sentence.start : event.trigger.end].lower()))


def _sides(event: Event) -> tuple[Entity, ...]:
    own = event.recipients if event.type is EventType.ACCUSE else (*event.actors, *event.recipients)
    return _parties((*event.truce_parties, *own))


def _parties(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """Entities without those that are no party at all: a phrase for the truce itself taken for one."""
    return tuple(e for e in entities if not _TRUCE_ITSELF.search(e.name.lower()))


def report_country(events: Sequence[Event]) -> str | None:
    """The country that most events of a report lie in, None where there is no one such country."""
    counts = Counter(e.place.country for e in events if e.place and e.place.country)
    best = counts.most_common(2)
    if not best or (len(best) == 2 and best[0][1] == best[1][1]):
        return None
    return best[0][0]


def party_words(events: Sequence[Event]) -> frozenset[str]:
    """Telling words and registry ids of all parties that a report's events name."""
    words: set[str] = set()
    for event in events:
        for entity in (*event.actors, *event.recipients, *event.truce_parties):
            words |= telling_words(entity.name)
            if entity.id:
                words.add(entity.id.split(".")[0])
    return frozenset(words)


def read_act(
    event: Event,
    report: Report,
    terms: TruceTerms,
    *,
    incident: str | None = None,
    country: str | None = None,
    context: frozenset[str] = frozenset(),
) -> Act | None:
    """Read the truce act of an event; None when it has none.

    incident: id of the incident it belongs to. country: the report's country, for an act without a place.
    context: words of all parties that the report names.
    """
    action = event.truce_action
    if action is None:
        return None
    text = " ".join(s.of(report.text) for s in (event.evidence or (event.trigger,)))
    day = event.date
    first, last, dated = (day.start, day.end, True) if day else (report.date, report.date, False)
    sides = _sides(event)
    starts = action in (TruceAction.DECLARED, TruceAction.AGREED, TruceAction.IN_EFFECT)
    extends = action in (TruceAction.EXTENDED, TruceAction.RESTORED)
    term_days = term_in(text, added=extends) if starts or extends else None
    until = until_in(text, last) if starts or extends else None
    if until is None and day and day.precision is DatePrecision.INTERVAL and (day.end - day.start).days > LONG_ACT_DAYS:
        if action in (TruceAction.DECLARED, TruceAction.AGREED) and event.status is not Status.FUTURE:
            if day.end < report.date - timedelta(days=1):
                until, term_days = day.end, (day.end - day.start).days
            last = day.start  # "since early February, when they declared": to the report's day is no term
    elif until is None and term_days and dated and action is not TruceAction.EXTENDED:
        until = last + timedelta(days=term_days)
    place = event.place
    return Act(
        action=action,
        event=event,
        report=report,
        first_day=first,
        last_day=last,
        dated=dated,
        sides=sides,
        by=_parties(event.actors),
        place=place.name if place else None,
        country=place.country if place and place.country else country,
        place_precision=place.precision if place else 0,
        form=terms.find("form", text),
        truce_class=terms.find("class", text)
        or ("unilateral" if event.type is EventType.CONCEDE and action is TruceAction.DECLARED else None),
        purpose=terms.find("purpose", text),
        length=terms.find("length", text),
        term_days=term_days,
        until=until,
        incident=incident,
        country_stated=bool(place and place.country),
        context=context,
    )
