import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from truceline.domain.codes import MODES, DatePrecision, EventType, Status
from truceline.domain.events import Disagreement, Entity, EventDate
from truceline.export.acled import (
    COLUMNS,
    INTER,
    acled_table,
    disorder_type,
    interaction,
    load_type_rows,
    load_weapon_rows,
    time_of,
)
from truceline.export.acled_actors import inter_code
from truceline.export.admin import Area, Areas
from truceline.export.record import Record
from truceline.export.text_file import write_table
from truceline.resources.actors import load_kind_codes
from truceline.resources.countries import load_countries


def test_acled_has_the_31_columns_in_order() -> None:
    assert len(COLUMNS) == 31
    assert COLUMNS[:4] == ("event_id_cnty", "event_date", "year", "time_precision")
    assert COLUMNS[-1] == "timestamp"


def test_acled_codes_an_incident_once_and_leaves_speech_out(record: Record) -> None:
    rows = acled_table(record).rows
    assert [r["sub_event_type"] for r in rows] == ["Shelling/artillery/missile attack", "Agreement"]
    shelling = rows[0]
    assert (shelling["event_date"], shelling["time_precision"]) == (date(2024, 3, 5), 1)
    assert shelling["fatalities"] == 11
    assert shelling["source"] == "Ithil Post; =Rohan Herald"
    assert (shelling["iso"], shelling["country"], shelling["geo_precision"]) == (804, "Ukraine", 1)


def test_acled_dates_a_month_in_its_middle(record: Record) -> None:
    agreement = acled_table(record).rows[1]
    assert (agreement["event_date"], agreement["time_precision"]) == (date(2024, 3, 16), 3)


def test_acled_notes_begin_with_the_day_and_quote_nobody(record: Record) -> None:
    notes = str(acled_table(record).rows[0]["notes"])
    assert notes.startswith("On 5 March 2024, ")
    assert "Reports differ on harm." in notes
    assert notes.endswith("Reported by Ithil Post (2024-03-06); =Rohan Herald (2024-03-07).")
    assert "shelled Osgiliath on Tuesday" not in notes


def test_acled_notes_do_not_say_that_reports_differ_where_there_is_one(record: Record) -> None:
    shelling = record.incidents[0]
    alone = replace(
        shelling, events=shelling.events[:1], disagreements=tuple(Disagreement(f, (), "") for f in ("date", "killed"))
    )
    notes = str(acled_table(replace(record, incidents=(alone,))).rows[0]["notes"])
    assert "One report gives two dates and two counts of killed." in notes
    assert "differ" not in notes


def retold(record: Record, **changes: Any) -> Record:
    """The record with its shelling alone, told once and otherwise."""
    shelling = record.incidents[0]
    event = replace(record.events[shelling.events[0]], **changes)
    of_incident = {k: v for k, v in changes.items() if k in ("mode", "actors", "recipients")}
    alone = replace(shelling, events=(event.ref,), disagreements=(), outlets=shelling.outlets[:1], **of_incident)
    return replace(record, events={**record.events, event.ref: event}, incidents=(alone,))


@pytest.mark.parametrize(
    ("mode", "weapon", "shown"),
    [
        ("explosives", "Katyusha rockets", "Shelling/artillery/missile attack"),
        ("explosives", "rocket-propelled grenades", "Shelling/artillery/missile attack"),
        ("heavy-weapons", "an explosive-laden drone", "Air/drone strike"),
        ("explosives", "suicide vest", "Suicide bomb"),
        ("explosives", "a grenade", "Grenade"),
        ("heavy-weapons", "a roadside bomb", "Remote explosive/landmine/IED"),
        ("explosives", None, "Shelling/artillery/missile attack"),  # the trigger is "shelled"
        ("drone", "missiles", "Air/drone strike"),
        ("suicide-attack", "a grenade", "Suicide bomb"),
        (None, "mortars", "Shelling/artillery/missile attack"),
        (None, "a rifle", "Armed clash"),
        ("firearms", "rockets", "Armed clash"),
    ],
)
def test_acled_explosions_are_told_apart_by_the_weapon(
    record: Record, mode: str | None, weapon: str | None, shown: str
) -> None:
    (row,) = acled_table(retold(record, mode=mode, weapon=weapon)).rows
    assert row["sub_event_type"] == shown


def test_acled_every_weapon_row_names_a_type_of_explosion() -> None:
    explosions = {"Air/drone strike", "Suicide bomb", "Shelling/artillery/missile attack", "Grenade",
                  "Remote explosive/landmine/IED"}  # fmt: skip
    assert {sub_event_type for _, sub_event_type in load_weapon_rows()} == explosions


@pytest.mark.parametrize(
    ("party", "attacks", "code"),
    [
        (Entity("an RSF patrol", kind="state force", country="SD", affiliation="RSF"), True, "Rebel group"),
        (Entity("RSF positions", kind="state force", country="SD"), False, "Rebel group"),
        (Entity("Fighters of the Justice and Equality Movement", kind="civilians"), True, "Rebel group"),
        (Entity("relatives of Hezbollah", kind="civilians"), False, "Civilians"),
        (Entity("a commander", "kataib-hezbollah", kind="government", country="IQ"), False, "Political militia"),
        (Entity("an army patrol", kind="state force", country="SD", affiliation="Sudan"), True, "State forces"),
        (Entity("two suspects", kind="rebel group"), False, ""),
        (Entity("Two suspects", kind="rebel group"), True, "Political militia"),
        (Entity("Gunmen", kind="rebel group"), True, "Political militia"),
        (Entity("Harad rebels", kind="rebel group"), True, "Rebel group"),
        (Entity("Harad", kind=None), True, ""),
    ],
)
def test_acled_codes_a_part_of_a_group_as_the_group(party: Entity, attacks: bool, code: str) -> None:
    country = load_countries()[party.country or "IQ"]
    assert INTER[inter_code((party,), country, attacks=attacks)] == code


def test_acled_unnamed_attackers_are_an_unidentified_armed_group(record: Record) -> None:
    (row,) = acled_table(retold(record, actors=(Entity("Two suspects", kind="rebel group"),))).rows
    assert (row["actor1"], row["inter1"]) == ("Unidentified Armed Group (Ukraine)", "Political militia")


def test_acled_soldiers_hit_with_bystanders_are_a_battle(record: Record) -> None:
    gondor, folk = Entity("soldiers", kind="state force"), Entity("two women", kind="civilians")
    for recipients, shown in (((gondor, folk), "Armed clash"), ((folk, gondor), "Attack")):
        (row,) = acled_table(retold(record, mode="firearms", weapon=None, recipients=recipients)).rows
        assert row["sub_event_type"] == shown


def test_acled_an_army_that_signs_abroad_is_external_at_the_venue(record: Record) -> None:
    agreement = record.incidents[1]
    assert agreement.place
    abroad = replace(agreement, place=replace(agreement.place, name="Jeddah", country="SA"))
    (row,) = acled_table(replace(record, incidents=(abroad,))).rows
    assert (row["country"], row["location"], row["inter1"]) == ("Saudi Arabia", "Jeddah", "External/Other forces")


def test_acled_cells_cannot_run_as_formulas(record: Record) -> None:
    out = io.StringIO()
    table = acled_table(record)
    rows = tuple({**r, "actor1": '=HYPERLINK("x")'} for r in table.rows)
    write_table(type(table)(table.name, table.columns, rows), out)
    assert not re.search(r"(^|,)\"?=HYPER", out.getvalue(), re.MULTILINE)
    assert "'=HYPER" in out.getvalue()


def test_acled_table_rows_use_known_types_modes_and_sub_events() -> None:
    sub_events = {
        "Armed clash", "Air/drone strike", "Suicide bomb", "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED", "Sexual violence", "Attack", "Abduction/forced disappearance",
        "Excessive force against protesters", "Peaceful protest", "Violent demonstration", "Mob violence", "Agreement",
        "Arrests", "Change to group/activity", "Disrupted weapons use", "Other",
    }  # fmt: skip
    for row in load_type_rows():
        assert row.mode in ("*", "", *MODES[EventType(row.type)])
        assert row.sub_event_type in sub_events


@pytest.mark.parametrize(
    ("a", "b", "label"),
    [
        (2, 1, "State forces-Rebel group"),
        (6, 0, "Protesters only"),
        (0, 0, ""),
        (7, 8, "External/Other forces-Civilians"),
    ],
)
def test_acled_interaction_puts_the_lower_code_first(a: int, b: int, label: str) -> None:
    assert interaction(a, b) == label


def test_acled_inter_codes_are_in_range() -> None:
    assert {code.acled_inter for code in load_kind_codes().values()} <= set(range(len(INTER)))


def test_acled_columns_are_exactly_those_of_the_layout(record: Record) -> None:
    header = (
        "event_id_cnty, event_date, year, time_precision, disorder_type, event_type, sub_event_type, actor1, "
        "assoc_actor_1, inter1, actor2, assoc_actor_2, inter2, interaction, civilian_targeting, iso, region, country, "
        "admin1, admin2, admin3, location, latitude, longitude, geo_precision, source, source_scale, notes, "
        "fatalities, tags, timestamp"
    )
    table = acled_table(record)
    assert list(table.columns) == header.split(", ")
    assert all(set(row) <= set(table.columns) for row in table.rows)


def test_acled_leaves_empty_what_is_not_known(record: Record) -> None:
    row = acled_table(record).rows[0]
    assert [name for name in COLUMNS if row.get(name) is None] == [
        "civilian_targeting", "region", "admin1", "admin2", "admin3", "source_scale", "tags", "timestamp",
    ]  # fmt: skip


def test_acled_province_and_district_are_the_gazetteers(record: Record) -> None:
    areas = Areas({"geonames:1": Area("Donetsk", "Bakhmut")})
    row = acled_table(record, areas).rows[0]
    assert (row["admin1"], row["admin2"]) == ("Donetsk", "Bakhmut")


def test_acled_timestamp_is_the_last_change_of_its_reports(record: Record) -> None:
    noon = datetime(2024, 3, 8, 12, tzinfo=UTC)
    changed = {report_id: noon + timedelta(hours=n) for n, report_id in enumerate(record.reports)}
    row = acled_table(replace(record, changed_utc=changed)).rows[0]
    assert row["timestamp"] == int(max(changed.values()).timestamp())


def test_acled_state_forces_abroad_are_external(record: Record) -> None:
    shelling = acled_table(record).rows[0]
    assert (shelling["inter1"], shelling["inter2"]) == ("External/Other forces", "State forces")
    assert shelling["interaction"] == "State forces-External/Other forces"


def test_acled_takes_the_lowest_toll_of_all_reports(record: Record) -> None:
    assert acled_table(record).rows[0]["fatalities"] == 11


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"status": Status.FUTURE}, "did not happen"),
        ({"status": Status.NEGATED}, "did not happen"),
        ({"aggregate": True}, "many occurrences"),
        ({"date": None}, "without a date"),
        ({"date": EventDate(date(2024, 1, 1), date(2024, 3, 1), DatePrecision.INTERVAL)}, "no month"),
    ],
)
def test_acled_leaves_out_what_it_does_not_code_and_says_so(record: Record, change: dict[str, Any], said: str) -> None:
    first, *others = record.incidents
    table = acled_table(replace(record, incidents=(replace(first, **change), *others)))
    assert len(table.rows) == 1
    assert any(said in note for note in table.notes)


@pytest.mark.parametrize(
    ("first", "last", "shown", "precision"),
    [
        ("2024-03-05", "2024-03-05", "2024-03-05", 1),
        ("2024-03-05", "2024-03-06", "2024-03-05", 2),
        ("2024-03-04", "2024-03-10", "2024-03-07", 2),
        ("2024-03-01", "2024-03-31", "2024-03-16", 3),
        ("2024-03-01", "2024-03-10", "2024-03-01", 3),
        ("2024-03-21", "2024-03-31", "2024-03-31", 3),
        ("2024-02-25", "2024-03-10", "2024-03-03", 3),
    ],
)
def test_acled_days_and_their_precision(first: str, last: str, shown: str, precision: int) -> None:
    when = EventDate(date.fromisoformat(first), date.fromisoformat(last), DatePrecision.INTERVAL)
    assert time_of(when) == (date.fromisoformat(shown), precision)


def test_acled_excessive_force_is_both_disorders() -> None:
    assert disorder_type("Protests", "Excessive force against protesters") == "Political violence; Demonstrations"
    assert disorder_type("Riots", "Mob violence") == "Political violence"
