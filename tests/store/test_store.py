from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.fake_coder import code, code_later, report
from truceline.domain.claims import Claim, Judgement
from truceline.domain.codes import EventType, Reading, TruceAction, Verdict
from truceline.domain.events import Event
from truceline.domain.text import Report, Span
from truceline.errors import NotFound, UsageError
from truceline.store import EventFilter, Store

TEXT = "Gondor made a raid on Mordor. Mordor broke the truce. A threat was heard at Bree. “The talks are over.”"
NOON = datetime(2024, 8, 22, 12, tzinfo=UTC)


def person(field: str, value: object, by: str = "Éowyn", at: datetime = NOON) -> Claim:
    return Claim(field, value, "", None, "person", "", 1.0, "read it again", by=by, at_utc=at)  # type: ignore[arg-type]


def written(store: Store, text: str = TEXT, **about: str) -> tuple[Report, tuple[Event, ...]]:
    one = report(text, **about)  # type: ignore[arg-type]
    coded = code(one)
    assert store.write_coded(one, coded)
    return one, coded.events


def test_store_gives_back_what_was_written(store: Store) -> None:
    one, events = written(store, source_id="m1", outlet="Minas Post")
    coded = code(one)
    back = store.events_of(one.id)
    assert store.get_report("m1") == one
    assert back == events
    assert [e.claims for e in back] == [e.claims for e in events]
    assert store.actors_of(one.id) == coded.actors
    assert store.relations_of(one.id) == coded.relations
    assert store.get_layers(one.id)["sentences"] == [[s.start, s.end] for s in coded.sentences]


def test_store_text_with_nul_and_half_a_surrogate_pair_comes_back(store: Store) -> None:
    text = "The\x00 truce \ud800 broke. \x1aescaped:\r\n Ünïcödé 🕊"
    one, events = written(store, text, source_id="\x00odd\udfff")
    assert store.get_report(one.id) == one
    assert store.events_of(one.id) == events
    again, _ = written(store, "\x1aescaped:" + text)
    assert store.get_report(again.id).text == "\x1aescaped:" + text


def test_store_same_report_twice_changes_nothing(store: Store) -> None:
    one, _ = written(store)
    before = store.info()
    assert not store.write_coded(one, code(one))
    assert store.info() == before
    assert store.has(one.id, "five-words 1")
    assert not store.has(one.id, "five-words 2")
    assert not store.has("nothing", "five-words 1")


def test_store_same_content_under_a_second_id_is_one_report_with_two_ids(store: Store) -> None:
    one, _ = written(store, source_id="m1")
    two = report(TEXT, source_id="m2")
    assert not store.write_coded(two, code(two))
    assert store.get_source_ids(one.id) == ("m1", "m2")
    assert store.get_report("m2").id == store.get_report("m1").id == one.id
    assert len(list(store.iter_reports())) == 1


def test_store_newer_version_replaces_the_machine_and_keeps_people(store: Store) -> None:
    one, events = written(store)
    raid, broke = events[0], next(e for e in events if e.type is EventType.REJECT)
    number = store.add_claim(raid.ref, person("type", "COERCE"))
    store.add_judgement(Judgement(raid.ref, broke.ref, Verdict.DIFFERENT, "Éowyn", NOON))
    assert store.write_coded(one, code_later(one))
    now = store.events_of(one.id)
    assert {c.version for e in now for c in e.claims if c.by is None} <= {"five-words 1", "five-words 2"}
    heir = store.get_event(raid.ref)
    assert heir.id != raid.id
    assert heir.type is EventType.COERCE
    assert heir.trigger.of(TEXT) == "raid "
    assert [c.by for c in heir.claims if c.field == "type"] == [None, "Éowyn"]
    assert [n for n, _ in store.claims_by_people(heir.ref)] == [number]
    ((_, judgement),) = store.judgements()
    assert heir.ref in (judgement.left, judgement.right)
    assert len(now) == len(code_later(one).events)


def test_store_event_that_a_person_touched_stays_when_no_new_one_stands_for_it(store: Store) -> None:
    one, events = written(store)
    threat = next(e for e in events if e.type is EventType.THREATEN)
    store.add_claim(threat.ref, person("status", "hypothetical"))
    store.write_coded(one, code_later(one))
    kept = store.get_event(threat.ref)
    assert kept.id == threat.id
    assert kept.status == "hypothetical"
    assert len(store.events_of(one.id)) == len(code_later(one).events) + 1


def test_store_going_back_to_the_first_version_gives_the_first_events(store: Store) -> None:
    one, events = written(store)
    store.add_claim(events[0].ref, person("mode", "drone"))
    store.write_coded(one, code_later(one))
    store.write_coded(one, code(one))
    assert store.events_of(one.id, corrected=False) == events
    assert store.get_event(events[0].ref).mode == "drone"
    assert sum(c.by is not None for e in store.events_of(one.id) for c in e.claims) == 1


def test_store_untouched_events_leave_with_the_old_version(store: Store) -> None:
    one, _ = written(store)
    store.write_coded(one, code_later(one))
    assert store.events_of(one.id) == code_later(one).events
    assert store.info()["coder_versions"] == {"five-words 2": 1}


def test_store_latest_claim_of_a_person_outranks_and_a_withdrawn_one_does_not(store: Store) -> None:
    _, events = written(store)
    ref = events[0].ref
    store.add_claim(ref, person("place", None))
    number = store.add_claim(ref, person("actors", [{"name": "Rohan"}], at=datetime(2024, 8, 23, tzinfo=UTC)))
    event = store.get_event(ref)
    assert event.place is None
    assert [a.name for a in event.actors] == ["Rohan"]
    assert not [c for c in event.claims if c.field == "actors" and c.by is None and c.chosen]
    assert store.get_event(ref, corrected=False).actors == events[0].actors
    store.withdraw_claim(number, "Faramir")
    assert store.get_event(ref).actors == events[0].actors
    assert store.get_event(ref).place is None
    with pytest.raises(NotFound):
        store.withdraw_claim(number, "Faramir")


def test_store_not_stated_zero_and_unreadable_stay_three_values(store: Store) -> None:
    one = report("Gondor made a raid.")
    coded = code(one)
    claims = tuple(
        Claim("harm", value, "", None, "five", "1", 1.0, "", reading=reading)  # type: ignore[arg-type]
        for value, reading in (
            ({"kind": "killed", "min": 0, "max": 0}, Reading.STATED),
            (None, Reading.NOT_STATED),
            (None, Reading.UNREADABLE),
        )
    )
    store.write_coded(one, replace(coded, events=(replace(coded.events[0], claims=claims),)))
    assert store.events_of(one.id)[0].claims == claims


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        (person("type", "PARTY"), "no value"),
        (person("colour", "red"), "no field"),
        (person("mode", "phone"), "no mode"),
        (person("date", {"start": "2024-13-40"}), "no value"),
        (person("harm", [{"kind": "bored"}]), "no value"),
        (person("actors", "Gondor"), "no value"),
        (person("type", "AID", by=""), "name of the person"),
    ],
)
def test_store_claim_that_an_event_cannot_take_is_refused(store: Store, claim: Claim, words: str) -> None:
    _, events = written(store)
    with pytest.raises(UsageError, match=words):
        store.add_claim(events[0].ref, claim)
    assert store.info()["claims_by_people"] == 0


def test_store_judgement_is_withdrawn_never_deleted(store: Store) -> None:
    _, events = written(store)
    a, b = events[1].ref, events[0].ref
    number = store.add_judgement(Judgement(a, b, Verdict.SAME, "Éowyn", NOON, note="one raid"))
    ((_, kept),) = store.judgements("event")
    assert (kept.left, kept.right) == tuple(sorted((a, b)))
    store.withdraw_judgement(number, "Faramir")
    assert store.judgements() == []
    ((_, gone),) = store.judgements(withdrawn=True)
    assert gone.withdrawn_by == "Faramir"
    assert gone.at_utc == NOON
    with pytest.raises(UsageError, match="two different"):
        store.add_judgement(Judgement(a, a, Verdict.SAME, "Éowyn", NOON))


def test_store_finds_by_id_by_source_id_and_by_a_unique_beginning(store: Store) -> None:
    one, events = written(store, source_id="minas_2024%08")
    written(store, "Arnor held talks.", source_id="annuminas")
    event = events[0]
    for ref in (one.id, one.id[:8], "minas_2024%08", "minas"):
        assert store.get_report(ref).id == one.id
    for ref in (event.ref, event.id, event.id[:6], f"minas_2024%08#{event.id}", f"minas#{event.id[:3]}"):
        assert store.get_event(ref) == event
    for nothing in ("mi", "minas_2024_08", "nowhere", "#", "%", f"annuminas#{event.id}"):
        with pytest.raises(NotFound):
            store.get_event(nothing)
        with pytest.raises(NotFound):
            store.get_report(nothing)


def test_store_finds_a_report_by_the_name_of_its_file(store: Store) -> None:
    for n, path in enumerate(("in/2024-08-21_over.txt", "in/2024-08-22.txt", "other/2024-08-22.txt")):
        one = replace(report(f"Gondor made raid {n}."), origin=path)
        store.write_coded(one, code(one))
    for ref in ("2024-08-21_over", "2024-08-21_over.txt", "in/2024-08-21_over.txt"):
        assert store.get_report(ref).origin == "in/2024-08-21_over.txt"
    assert store.get_report("other/2024-08-22.txt").text.startswith("Gondor made raid 2")
    with pytest.raises(NotFound, match="any of"):
        store.get_report("2024-08-22")
    with pytest.raises(NotFound):
        store.get_report("2024-08-21-over")


def test_store_finds_a_report_by_the_beginning_of_its_files_name(store: Store) -> None:
    for n, path in enumerate(("in/2024-08-21_over.txt", "in/2024-08-22-a.txt", "x/2024-08-21_x/2024-08-22-b.txt")):
        one = replace(report(f"Gondor made raid {n}."), origin=path)
        store.write_coded(one, code(one))
    for ref in ("2024-08-21", "2024-08-21_o", "in/2024-08-21"):
        assert store.get_report(ref).origin == "in/2024-08-21_over.txt", ref
    with pytest.raises(NotFound, match=r"^ambiguous: .* in/2024-08-22-a.txt .*, x/2024-08-21_x/2024-08-22-b.txt"):
        store.get_report("2024-08-22")
    for nothing in ("2024-08-21-", "08-21", "2024%", "20"):
        with pytest.raises(NotFound, match=r"^no report"):
            store.get_report(nothing)


def test_store_ambiguous_beginning_names_the_candidates(store: Store) -> None:
    one, _ = written(store, source_id="minas-1")
    two, _ = written(store, "Arnor held talks.", source_id="minas-2")
    with pytest.raises(NotFound) as error:
        store.get_report("minas")
    assert one.id in str(error.value)
    assert two.id in str(error.value)


def test_store_iterates_by_day_and_filters(store: Store) -> None:
    for day in ("2024-08-23", "2024-08-21", "2024-08-22"):
        written(store, f"Gondor made a raid on {day}. Mordor broke the truce.", day=day)
    found = list(store.iter_events(EventFilter(types=("ASSAULT",))))
    assert [one.date.day for one, _ in found] == [21, 22, 23]
    assert {e.type for _, e in found} == {EventType.ASSAULT}
    assert all(e.claims == () for _, e in found)
    truces = list(store.iter_events(EventFilter(truce_only=True, first_day=date(2024, 8, 22))))
    assert [e.truce_action for _, e in truces] == [TruceAction.AGREED, TruceAction.ENDED] * 2
    assert list(store.iter_events(EventFilter(countries=("XX",)))) == []
    assert list(store.iter_events(EventFilter(min_score=0.8))) == []


def test_store_filter_looks_at_corrected_values(store: Store) -> None:
    _, events = written(store)
    store.add_claim(events[0].ref, person("type", "COERCE"))
    by_type = {kind: [e.id for _, e in store.iter_events(EventFilter(types=(kind,)))] for kind in ("ASSAULT", "COERCE")}
    assert by_type == {"ASSAULT": [], "COERCE": [events[0].id]}


def test_store_reads_more_than_a_page(store: Store) -> None:
    for n in range(401):
        one = report(f"Gondor made raid {n}.")
        store.write_coded(one, code(one))
    assert len({one.id for one in store.iter_reports()}) == 401
    assert len({e.ref for _, e in store.iter_events()}) == 401


def test_store_number_that_no_column_holds_is_kept_in_the_record(store: Store) -> None:
    one = report("Gondor made a raid.")
    coded = code(one)
    harm = replace(coded.events[0].harm[0], minimum=10**30)
    store.write_coded(one, replace(coded, events=(replace(coded.events[0], harm=(harm,)),)))
    assert store.events_of(one.id)[0].harm == (harm,)


def test_store_value_that_does_not_fit_costs_one_report(store: Store) -> None:
    one = report("Gondor made a raid.")
    coded = code(one)
    odd = replace(coded, events=(replace(coded.events[0], trigger=Span(0, 2**70)),))
    with pytest.raises(ValueError, match="does not fit"):
        store.write_coded(one, odd)
    assert store.info()["reports"] == 0
    assert store.write_coded(one, coded)


def test_store_iterates_coded_reports_whole(store: Store) -> None:
    for day in ("2024-08-22", "2024-08-21"):
        written(store, TEXT, day=day)
    found = list(store.iter_coded())
    assert [c.report.date.day for c in found] == [21, 22]
    for coded in found:
        whole = code(coded.report)
        assert (coded.events, coded.actors, coded.relations) == (whole.events, whole.actors, whole.relations)
        assert coded.version == whole.version
        assert [e.claims for e in coded.events] == [e.claims for e in whole.events]


def test_store_records_runs_and_refusals(store: Store) -> None:
    number = store.start_run("five-words 1", ["reports.jsonl"])
    store.add_refusal(number, "reports.jsonl:3", NotFound("gone"))
    store.end_run(number, n_read=3, n_coded=2, n_refused=1)
    assert store.refusals(number) == [("reports.jsonl:3", "Failure", "gone")]
    assert store.info()["runs"] == 1
