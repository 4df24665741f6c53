from datetime import date

import pytest

from truceline.errors import UsageError
from truceline.export.filters import make_filter, narrow
from truceline.export.record import Record


def kept(record: Record, **wanted: object) -> tuple[str, int, int]:
    """(first letters of incidents, events, truces) that pass."""
    found = narrow(record, make_filter(**wanted))  # type: ignore[arg-type]
    return "".join(i.id[0] for i in found.incidents), len(found.shown_events()), len(found.truces)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ("abc", 4, 1)),
        ({"types": ["assault"]}, ("a", 2, 1)),
        ({"types": ["ASSAULT", "agree"]}, ("ab", 3, 1)),
        ({"countries": ["UA"]}, ("abc", 4, 1)),
        ({"countries": ["ukraine"]}, ("abc", 4, 1)),
        ({"countries": ["IRQ"]}, ("", 0, 0)),
        ({"since": date(2024, 3, 6)}, ("b", 1, 1)),
        ({"until": date(2024, 3, 4)}, ("b", 1, 1)),
        ({"since": date(2024, 3, 5), "until": date(2024, 3, 5)}, ("ab", 3, 1)),
        ({"since": date(2024, 4, 1)}, ("", 0, 0)),
        ({"actors": ["mordor"]}, ("abc", 4, 1)),
        ({"actors": ["Army of Mordor"]}, ("abc", 4, 1)),
        ({"actors": ["MO.mil"]}, ("abc", 4, 1)),
        ({"actors": ["ordo"]}, ("", 0, 0)),
        ({"actors": ["Rohan"]}, ("", 0, 1)),
        ({"actors": ["Арнор"]}, ("", 0, 0)),
        ({"min_confidence": 0.95}, ("abc", 0, 1)),
    ],
)
def test_filters_let_through_what_is_asked_for(
    record: Record, wanted: dict[str, object], found: tuple[str, int, int]
) -> None:
    assert kept(record, **wanted) == found


def test_filters_keep_at_hand_the_events_of_incidents_that_pass(record: Record) -> None:
    found = narrow(record, make_filter(min_confidence=0.95))
    assert len(found.events) == 4
    assert all(found.members(i) for i in found.incidents)


def test_filters_say_themselves_in_words() -> None:
    since = date(2024, 7, 1)
    wanted = make_filter(since=since, countries=["Iraq", "SYR"], types=["assault"], actors=[" Kataib  Hezbollah "])
    assert wanted.query == "since 2024-07-01, country IQ or SY, type ASSAULT, actor Kataib Hezbollah"
    assert make_filter().query == "everything"


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"countries": ["Gondor"]}, "no country 'Gondor'"),
        ({"types": ["war"]}, "no event type 'war'"),
        ({"since": date(2024, 7, 2), "until": date(2024, 7, 1)}, "comes after"),
    ],
)
def test_filters_that_cannot_be_are_one_line(wanted: dict[str, object], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        make_filter(**wanted)  # type: ignore[arg-type]
