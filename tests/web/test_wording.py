"""What pages call the fields of an event."""

from __future__ import annotations

from truceline.domain.events import ENTITY_FIELDS, EVENT_FIELDS, Event
from truceline.web.wording import FIELD_CSS, FIELD_NAMES, FIELD_ORDER


def test_wording_lists_names_and_colours_every_field_of_an_event_once() -> None:
    assert sorted(FIELD_ORDER) == sorted(EVENT_FIELDS)
    assert set(FIELD_CSS) == set(EVENT_FIELDS)
    assert set(EVENT_FIELDS) <= set(FIELD_NAMES)


def test_event_fields_are_fields_of_the_record() -> None:
    assert set(ENTITY_FIELDS) <= set(EVENT_FIELDS) <= set(Event.__slots__)
