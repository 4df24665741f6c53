from __future__ import annotations

from datetime import date

from truceline.resources.seats import seat_on


def test_a_seat_holds_to_its_last_day_and_no_longer() -> None:
    assert seat_on("MM", date(2005, 11, 6)) == "Yangon"
    assert seat_on("MM", date(2005, 11, 7)) is None


def test_a_seat_without_a_last_day_holds_still_and_other_countries_have_none() -> None:
    assert seat_on("BO", date(2030, 1, 1)) == "La Paz"
    assert seat_on("FR", date(1990, 1, 1)) is None
