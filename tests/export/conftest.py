"""A small invented record: Mordor shells Osgiliath, two outlets differ on the toll; Gondor and Rohan sign a truce."""

from dataclasses import replace
from datetime import date

import pytest

from truceline.domain.claims import Claim
from truceline.domain.codes import DatePrecision, EventType, HarmKind, Stance, Status, TruceAction
from truceline.domain.events import Attribution, Disagreement, Entity, Event, EventDate, EventPlace, Harm, Incident
from truceline.domain.text import Report, Span
from truceline.domain.truces import Truce, TruceEntry, TruceEvidence, Voice
from truceline.export.record import Record

TEXT = "Mordor's army shelled Osgiliath on Tuesday, killing nine soldiers of Gondor and two civilians."


@pytest.fixture
def record() -> Record:
    one = Report(date(2024, 3, 6), TEXT, "Shells on Osgiliath", "Ithil Post", source_id="r1")
    two = Report(date(2024, 3, 7), TEXT.replace("nine", "thirteen"), "Toll rises", "=Rohan Herald", source_id="r2")
    mordor = Entity("Army of Mordor", "MO.mil", Span(0, 13), kind="state force", country="RU")
    gondor = Entity("Gondor", "GO", Span(69, 75), kind="state force", country="UA")
    shelling = Event(
        report_id=one.id, type=EventType.ASSAULT, mode="heavy-weapons", status=Status.ACTUAL, aggregate=False,
        actors=(mordor,), recipients=(gondor,),
        date=EventDate(date(2024, 3, 5), date(2024, 3, 5), DatePrecision.DAY),
        place=EventPlace("Osgiliath", "UA", 48.5, 37.25, 1, "settlement", "geonames:1", Span(22, 31)),
        harm=(Harm(HarmKind.KILLED, 9, 9, "soldiers of Gondor"), Harm(HarmKind.KILLED, 2, 2, "civilians")),
        weapon="shells", reported_by=(Attribution("a police officer", None, None, Stance.STATES),), claimed_by=(),
        denied_by=(), truce_action=None, truce_parties=(), trigger=Span(14, 21), evidence=(Span(0, len(TEXT)),),
        confidence=0.9,
        claims=(Claim("type", "ASSAULT", "shelled", Span(14, 21), "events.rules", "1", 0.9, "verb of shelling"),),
    )  # fmt: skip
    later = replace(
        shelling, report_id=two.id, id="", harm=(Harm(HarmKind.KILLED, 13, 13, "soldiers of Gondor"),), reported_by=()
    )
    truce = replace(
        shelling, id="", type=EventType.AGREE, mode=None, truce_action=TruceAction.AGREED, harm=(), weapon=None,
        actors=(gondor, mordor), recipients=(), trigger=Span(22, 31), reported_by=(),
        date=EventDate(date(2024, 3, 1), date(2024, 3, 31), DatePrecision.MONTH),
    )  # fmt: skip
    accusation = replace(truce, id="", type=EventType.ACCUSE, truce_action=None, date=None, trigger=Span(0, 6))
    events = {e.ref: e for e in (shelling, later, truce, accusation)}

    def incident(n: str, *members: Event) -> Incident:
        lead = members[0]
        return Incident(
            n * 24, lead.type, lead.mode, lead.date, lead.place, lead.actors, lead.recipients, lead.harm, (), (),
            tuple(m.ref for m in members),
            disagreements=(Disagreement("harm", (), "latest"),) if len(members) > 1 else (),
            outlets=tuple(o for o in ("Ithil Post", "=Rohan Herald")[: len(members)]),
        )  # fmt: skip

    incidents = (incident("a", shelling, later), incident("b", truce), incident("c", accusation))
    return Record({one.id: one, two.id: two}, events, incidents, (pause(one, truce),))


def pause(report: Report, agreed: Event) -> Truce:
    """Gondor and Mordor agree on a pause for aid in early March; the day on which it ended is not told exactly."""
    evidence = (TruceEvidence(report.id, agreed.ref, Span(0, len(TEXT)), report.date, report.outlet),)
    parties = agreed.actors

    def entry(action: TruceAction, first: date, last: date) -> TruceEntry:
        return TruceEntry(action, first, last, report.date, Voice.REPORTED, parties, evidence)

    days = (date(2024, 3, 1), date(2024, 3, 1)), (date(2024, 3, 4), date(2024, 3, 6))
    return Truce(
        "t" * 16, "pause of Gondor and Mordor", parties, "Ithilien", "UA", "bilateral", "aid", days[0], days[0],
        days[1], 3, (), (entry(TruceAction.AGREED, *days[0]), entry(TruceAction.ENDED, *days[1])), bound=parties,
        mediators=(Entity("Rohan"),), form="humanitarian pause",
    )  # fmt: skip
