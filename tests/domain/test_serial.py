from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from tests.fake_coder import code, report
from truceline.domain import codes
from truceline.domain.claims import Claim, Judgement
from truceline.domain.events import Attribution, Entity, Event, EventDate, EventPlace, Harm
from truceline.domain.layers import layers_to_dict
from truceline.domain.serial import (
    actor_from_dict,
    actor_to_dict,
    event_from_dict,
    event_to_dict,
    json_bytes,
    judgement_from_dict,
    judgement_to_dict,
    relation_from_dict,
    relation_to_dict,
    report_from_dict,
    report_to_dict,
)
from truceline.domain.text import Report, Span

TEXT = "Riders of Gondor broke the truce at Bree on Monday, said the herald. \x00 \ud800 “Never!”"
N = len(TEXT)

PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
"""Two halves side by side are one character to JSON, and no decoder makes them apart."""
words = st.text(st.characters(categories=("L", "N", "P", "Zs", "Cc", "Cs")), max_size=12).filter(
    lambda text: PAIR.search(text) is None
)
named = words.filter(bool)
maybe = st.none() | words
spans = st.tuples(st.integers(0, N), st.integers(0, N)).map(lambda p: Span(min(p), max(p)))
days = st.dates(date(1900, 1, 1), date(2100, 1, 1))
counts = st.none() | st.integers(0, 999)
scores = st.floats(0, 1)
moments = st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1)).map(lambda d: d.replace(tzinfo=UTC))
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.floats(allow_nan=False, allow_infinity=False) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=5,
)
entities = st.builds(Entity, named, maybe, st.none() | spans, maybe, maybe, maybe)
claims = st.builds(
    Claim, named, json_values, words, st.none() | spans, words, words, scores, words, maybe,
    st.sampled_from(codes.Reading), st.booleans(), maybe, st.none() | moments,
)  # fmt: skip
events = st.builds(
    Event,
    report_id=st.just("r"),
    type=st.sampled_from(codes.EventType),
    mode=maybe,
    status=st.sampled_from(codes.Status),
    aggregate=st.booleans(),
    actors=st.lists(entities, max_size=2).map(tuple),
    recipients=st.lists(entities, max_size=2).map(tuple),
    date=st.none() | st.builds(EventDate, days, days, st.sampled_from(codes.DatePrecision)),
    place=st.none()
    | st.builds(EventPlace, named, maybe, st.none() | st.floats(-90, 90), st.none() | st.floats(-180, 180),
                st.integers(1, 7), maybe, maybe, st.none() | spans),
    harm=st.lists(
        st.builds(Harm, st.sampled_from(codes.HarmKind), counts, counts,
                  maybe),
        max_size=2,
    ).map(tuple),
    weapon=maybe,
    reported_by=st.lists(
        st.builds(Attribution, words, maybe, maybe, st.sampled_from(codes.Stance), st.none() | spans), max_size=2
    ).map(tuple),
    claimed_by=st.lists(entities, max_size=1).map(tuple),
    denied_by=st.lists(entities, max_size=1).map(tuple),
    truce_action=st.none() | st.sampled_from(codes.TruceAction),
    truce_parties=st.lists(entities, max_size=1).map(tuple),
    trigger=spans,
    evidence=st.lists(spans, max_size=2).map(tuple),
    confidence=scores,
    field_confidence=st.dictionaries(named, scores, max_size=3).map(lambda d: tuple(d.items())),
    reason=words,
    conflict=maybe,
    claims=st.lists(claims, max_size=2).map(tuple),
    id=st.sampled_from(["", "0123456789ab"]),
)  # fmt: skip


@given(events)
def test_serial_event_comes_back_as_it_was(event: Event) -> None:
    line = json_bytes(event_to_dict(event, report(TEXT)))
    back = event_from_dict(json.loads(line), "r")
    assert back == event
    assert back.claims == event.claims
    assert b"\n" not in line


@given(st.builds(Report, days, words, maybe, maybe, maybe, st.just("en"), st.none() | moments, maybe))
def test_serial_report_comes_back_as_it_was(one: Report) -> None:
    assert report_from_dict(json.loads(json_bytes(report_to_dict(one)))) == one


def test_serial_judgement_comes_back_as_it_was_withdrawn_or_not() -> None:
    moment = datetime(2024, 8, 21, 12, tzinfo=UTC)
    for withdrawn in (None, moment):
        one = Judgement("a#1", "b#2", codes.Verdict.SAME, "Éowyn", moment, "event", "", withdrawn, "Merry")
        assert judgement_from_dict(judgement_to_dict(one)) == one


def test_serial_actor_and_relation_come_back_as_they_were() -> None:
    coded = code(report("Gondor and Arnor agreed a truce."))
    assert [actor_from_dict(actor_to_dict(a)) for a in coded.actors] == list(coded.actors)
    assert [relation_from_dict(relation_to_dict(r)) for r in coded.relations] == list(coded.relations)


def test_serial_event_has_the_names_of_the_codebook() -> None:
    one = report("Gondor made a raid on Mordor.")
    record = event_to_dict(code(one).events[0], one)
    assert record["actors"][0]["name"] == "Gondor"
    assert record["actors"][0]["mention"] == {"text": "Gondor", "start": 0, "end": 6}
    assert record["date"] == {"start": "2024-08-21", "end": "2024-08-21", "precision": "day"}
    assert {"name", "country", "lat", "lon", "precision"} <= record["place"].keys()
    assert record["harm"] == [{"kind": "killed", "min": 4, "max": None, "whom": "four riders"}]
    assert record["trigger"] == {"text": "raid", "span": [14, 18]}
    assert record["evidence"] == [[0, 29]]
    assert record["claims"][0]["words"] == "raid"


def test_serial_line_with_half_a_surrogate_pair_is_still_utf8_json() -> None:
    line = json_bytes({"words": "a \ud800 b", "more": "é"})
    assert json.loads(line.decode("utf-8")) == {"words": "a \ud800 b", "more": "é"}


def test_layers_name_speaker_of_a_quotation_and_identity_of_an_entity() -> None:
    layers = layers_to_dict(code(report("Gondor and Arnor agreed. “The truce holds” at Bree.", source_id="r1")))
    assert layers["report_id"] == "r1"
    assert layers["quotations"] == [{"start": 25, "end": 42, "speaker": "the herald"}]
    assert layers["entities"][0] == {"start": 0, "end": 6, "label": "GPE", "name": "Gondor", "id": "land:gondor"}
    assert layers["places"][0]["source_id"] == "lands:1"
    assert layers["times"][0]["from"] == "2024-08-21"
    assert layers["actors"][0]["mentions"] == [[0, 6]]
    assert layers["relations"][0]["kind"] == "allied_with"


def test_coded_report_gives_a_second_event_of_one_id_another_that_stays() -> None:
    coded = code(report("Gondor made a raid."))
    from dataclasses import replace

    twice = replace(coded, events=coded.events * 2)
    ids = [e.id for e in twice.events]
    assert len(set(ids)) == 2
    assert ids == [e.id for e in replace(coded, events=coded.events * 2).events]
