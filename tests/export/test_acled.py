import io
import re

import pytest

from truceline.domain.codes import MODES, EventType
from truceline.export.acled import (
    COLUMNS,
    INTER,
    acled_table,
    disorder_type,
    interaction,
    load_inter_codes,
    load_type_rows,
)
from truceline.export.record import Record, write_table


def test_acled_has_the_31_columns_in_order() -> None:
    assert len(COLUMNS) == 31
    assert COLUMNS[:4] == ("event_id_cnty", "event_date", "year", "time_precision")
    assert COLUMNS[-1] == "timestamp"


def test_acled_codes_an_incident_once_and_leaves_speech_out(record: Record) -> None:
    rows = acled_table(record).rows
    assert [r["sub_event_type"] for r in rows] == ["Shelling/artillery/missile attack", "Agreement"]
    shelling = rows[0]
    assert (shelling["event_date"], shelling["time_precision"]) == ("2024-03-05", 1)
    assert (shelling["inter1"], shelling["interaction"]) == ("State forces", "State forces-State forces")
    assert shelling["fatalities"] == 11
    assert shelling["source"] == "Ithil Post; =Rohan Herald"
    assert (shelling["iso"], shelling["country"], shelling["geo_precision"]) == (804, "Ukraine", 1)


def test_acled_dates_a_month_in_its_middle(record: Record) -> None:
    agreement = acled_table(record).rows[1]
    assert (agreement["event_date"], agreement["time_precision"]) == ("2024-03-16", 3)


def test_acled_notes_begin_with_the_day_and_quote_nobody(record: Record) -> None:
    notes = str(acled_table(record).rows[0]["notes"])
    assert notes.startswith("On 5 March 2024, ")
    assert "Reports differ on harm." in notes
    assert "shelled Osgiliath on Tuesday" not in notes


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
    assert set(load_inter_codes().values()) <= set(range(len(INTER)))


def test_acled_excessive_force_is_both_disorders() -> None:
    assert disorder_type("Protests", "Excessive force against protesters") == "Political violence; Demonstrations"
    assert disorder_type("Riots", "Mob violence") == "Political violence"
