"""What one event says of a truce: the act, its days, the sides, and the terms its sentences give."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from truceline.domain.codes import EventType, Status, TruceAction
from truceline.domain.events import Entity, Event
from truceline.domain.text import Report
from truceline.domain.truces import TruceEvidence
from truceline.ledger.act_days import own_sentence, read_days
from truceline.ledger.brokers import brokers_of
from truceline.ledger.disputes import is_disputed
from truceline.resources.likeness import agreement, telling_words
from truceline.resources.truce_terms import TruceTerms

_GOES_ON: Final = re.compile(r"\b(continu(ed?|es|ing)|kept|keeps?|still|go(es)? on|went on)\b[^.;]{0,40}$")
_ONE_ACT: Final = frozenset(
    {"attack", "strike", "raid", "blast", "bombing", "explosion", "ambush", "killing", "assault", "incident", "breach"}
)
_NOBODY: Final = re.compile(r"(?i)(neither|none of|no one|nobody|no side|no party)\b")
_WATCHES: Final = re.compile(r"(?i)(?:[\w-]+ )?(?:witnesses|residents|onlookers|bystanders)$")
_ENDS_BY_ITSELF: Final = re.compile(
    r"expir|laps|r[au]ns? out|collaps|unravel|f[ae]lls? apart|breaks? down|broke down|c[ao]mes? (?:undone|to an end)",
    re.IGNORECASE,
)
_TRUCE_ITSELF: Final = re.compile(r"(?:truce|cease-?fire|armistice|cessation|agreement|deal|accord|talks)$")


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
    """Last day of the term that the act sets; of an end announced for a later day, the last day before it."""
    starts: date | None = None
    """The day on which the act lets the truce take effect, where its words give one after the act itself."""
    ahead: bool = False
    """True for a taking effect that lay ahead when the report was written."""
    incident: str | None = None
    country_stated: bool = True
    """False when the act gives no place and the country is the one that most events of its report lie in."""
    context: frozenset[str] = frozenset()
    """Telling words and ids of all parties that its report names."""

    disputed: bool = False
    """True for an end that others tell of and the side itself denies."""

    renews: bool = False
    """True for words that ask for a truce that there is or was to be kept, prolonged or restored."""
    of_former: bool = False
    """True where the words are of a former truce, apart from the one that the report is about."""
    of_several: bool = False
    """True where the words are of truces in the plural."""
    brokers: tuple[Entity, ...] = ()
    """Who brought it about or watches over it, and is no side of it."""

    @property
    def ref(self) -> str:
        """``Event.ref``."""
        return self.event.ref

    @property
    def accusers(self) -> tuple[Entity, ...]:
        """Of an accusation, those who make it: the accused are ``sides``."""
        return self.by if self.event.type is EventType.ACCUSE else ()

    @property
    def is_watched(self) -> bool:
        """True for a truce that nobody is named with but those who speak of it ("Russia said that it is kept")."""
        if self.action is not TruceAction.IN_EFFECT or not self.by:
            return False
        said = [Entity(a.speaker, affiliation=a.affiliation) for a in self.event.reported_by]
        return all(any(agreement(e, s) >= 0.6 for s in said) for e in self.by)

    @property
    def real(self) -> bool:
        """True for what happened or is happening; False for plans, conditions and what was said not to happen
        or is denied by the side that it is said of."""
        return self.event.status in (Status.ACTUAL, Status.HISTORICAL) and not self.by_nobody and not self.disputed

    @property
    def by_nobody(self) -> bool:
        """True when the act is said of nobody ("neither side has withdrawn")."""
        return any(_NOBODY.match(e.name) for e in self.by)


def evidence_of(event: Event, report: Report) -> tuple[TruceEvidence, ...]:
    """The event's sentences as evidence of an entry."""
    spans = event.evidence or (event.trigger,)
    return tuple(TruceEvidence(report.id, event.ref, s, report.date, report.outlet) for s in spans)


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


def _ends_by_itself(event: Event, report: Report) -> bool:
    """True for a truce that expires or collapses: whoever stands beside the word has not declared its end."""
    return event.truce_action is TruceAction.ENDED and bool(_ENDS_BY_ITSELF.match(event.trigger.of(report.text)))


def _parties(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """Entities without those that are no party at all: a phrase for the truce itself taken for one, witnesses."""
    return tuple(e for e in entities if not (_TRUCE_ITSELF.search(e.name.lower()) or _WATCHES.match(e.name)))


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
    own = own_sentence(event).of(report.text)
    days = read_days(event, report)
    brokers = brokers_of(event, report)
    sides = tuple(e for e in _sides(event) if e not in brokers)
    place = event.place
    return Act(
        action=action,
        event=event,
        report=report,
        first_day=days.first,
        last_day=days.last,
        dated=event.date is not None,
        sides=sides,
        by=() if _ends_by_itself(event, report) else tuple(e for e in _parties(event.actors) if e not in brokers),
        brokers=brokers,
        place=place.name if place else None,
        country=place.country if place and place.country else country,
        place_precision=place.precision if place else 0,
        form=terms.find("form", text),
        truce_class=terms.find("class", text)
        or ("unilateral" if event.type is EventType.CONCEDE and action is TruceAction.DECLARED else None),
        purpose=terms.find("purpose", text),
        length=terms.find("length", text),
        term_days=days.term_days,
        until=days.until,
        starts=days.starts,
        ahead=days.ahead,
        incident=incident,
        country_stated=bool(place and place.country),
        context=context,
        disputed=is_disputed(event, report),
        renews=bool(terms.find("renewal", own)),
        of_former=bool(terms.find("former", own)),
        of_several=bool(terms.find("several", own)),
    )
