from __future__ import annotations

from datetime import date

import pytest

from truceline.ledger.lengths import term_in
from truceline.ledger.said_days import end_in, start_in, until_in

FRIDAY, SATURDAY = date(2024, 3, 1), date(2024, 3, 2)


@pytest.mark.parametrize(
    ("text", "n_days"),
    [
        ("a two-month truce", 61), ("a truce for 72 hours", 3), ("a 10-day humanitarian pause", 10), ("for a week", 7),
        ("a truce for up to nine months", 274), ("a lull not exceeding two weeks", 14), ("for the next 36 hours", 2),
        ("for an initial 45 days", 45), ("a nineteen-day pause", 19), ("an eighty-day ceasefire", 80),
        ("a forty-eight-hour truce", 2), ("a hundred-day truce", 100), ("48 hours' truce", 2),
        ("a pause over the four days of the feast", 4), ("a year and a half ago", None),
        ("a one-and-a-half-month truce", 46), ("half a day", None), ("a truce of several days", 3),
        ("the truce will last for three days", 3),
    ],
)  # fmt: skip
def test_a_fixed_term_is_read_from_the_sentence(text: str, n_days: int | None) -> None:
    assert term_in(text) == n_days


@pytest.mark.parametrize(
    "text",
    [
        "ended ten years of fighting", "a truce declared two months ago", "the truce", "a nine-year-old ceasefire",
        "broke a three-week-old truce", "a year-old truce is holding", "shattering a four-month lull",
        "a four-month truce lapsed on Monday", "fighting resumed after a nine-day truce", "an end to the siege",
        "three days after the ceasefire", "a week into a truce", "rocketed the towns for a third day",
        "they have been negotiating for two years", "a 17-year ceasefire between the two hosts broke down",
        "two chieftains who fought each other for nine years declared a truce", "the truce has held for eight weeks",
        "a 12-day ceasefire had expired", "the men, held for two years, were freed under a truce",
    ],
)  # fmt: skip
def test_an_age_and_a_length_that_is_over_are_no_term(text: str) -> None:
    assert term_in(text) is None


@pytest.mark.parametrize(
    ("text", "n_days"),
    [
        ("extended by one month", 30), ("for four more weeks", 28), ("for one more day", 1), ("for a third month", 30),
        ("by up to 12 days", 12), ("for another two weeks", 14),
        ("by a further 36 hours", 2),
        ("a ten-day extension", 10),
        ("an extension of three days", 3), ("extended the two-month truce", None), ("extended again", None),
        ("traded fire for a second day despite a truce that was renewed", None),
    ],
)  # fmt: skip
def test_what_an_extension_adds(text: str, n_days: int | None) -> None:
    assert term_in(text, added=True) == n_days


def test_of_two_lengths_the_one_nearest_to_the_act_counts() -> None:
    text = "Arnor called a two-week pause, and Gondor called a one-month pause"
    for trigger, n_days in (("Arnor called", 14), ("Gondor called", 30)):
        start = text.index(trigger)
        assert term_in(text, near=(start, start + len(trigger))) == n_days


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("until 15 September", (2024, 9, 15)), ("until the end of June", (2024, 6, 30)),
        ("till mid-May", (2024, 5, 20)),
        ("until noon on May 7", (2024, 5, 7)), ("until Sept. 9", (2024, 9, 9)),
        ("through the 3rd of May", (2024, 5, 3)),
        ("until 11 Feb", (2025, 2, 11)), ("until Tuesday", (2024, 3, 5)), ("until dawn on Sunday", (2024, 3, 3)),
        ("up to May 9", (2024, 5, 9)), ("expires at midnight on April 11", (2024, 4, 11)),
        ("until tomorrow", (2024, 3, 3)),
        ("from April 2 to April 9", (2024, 4, 9)), ("extended it to 4 May", (2024, 5, 4)),
        ("until 3 January, 2026", (2026, 1, 3)), ("to run through to the end of the year", (2024, 12, 31)),
        ("until the end of 2025", (2025, 12, 31)), ("until the 27th", (2024, 3, 27)),
        ("until the 31st of this month", (2024, 3, 31)), ("until the last minute of April 9", (2024, 4, 9)),
    ],
)  # fmt: skip
def test_the_last_day_of_a_term(text: str, day: tuple[int, int, int]) -> None:
    assert until_in(text, FRIDAY, SATURDAY) == date(*day)


@pytest.mark.parametrize(
    "text",
    [
        "until after the vote", "until further notice", "until 2025",
        "gave the hillmen until Tuesday to accept a truce",
        "the shelling went on until Tuesday", "talks were postponed until 9 April", "has until Monday", "until 31 June",
        "thirty were killed between Thursday and Sunday", "the truce between April 2012 and June 2013",
    ],
)  # fmt: skip
def test_other_days_are_no_last_day(text: str) -> None:
    assert until_in(text, FRIDAY, SATURDAY) is None


def test_what_expires_is_not_what_an_extension_sets() -> None:
    text = "extended the truce, which expires on Sunday,"
    assert until_in(text, FRIDAY, SATURDAY) == date(2024, 3, 3)
    assert until_in(text, FRIDAY, SATURDAY, extends=True) is None


def test_until_a_weekday_named_on_that_weekday_is_the_next_one_unless_an_hour_is_given() -> None:
    assert until_in("until Saturday", SATURDAY) == date(2024, 3, 9)
    assert until_in("until midnight on Saturday", SATURDAY) == SATURDAY


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("a truce starting on Sunday", (2024, 3, 3)), ("a truce from noon on Monday", (2024, 3, 4)),
        ("a truce to begin at dawn on Sunday", (2024, 3, 3)), ("a ceasefire, effective Monday", (2024, 3, 4)),
        ("a truce from March 23 to April 3", (2024, 3, 23)), ("It takes effect at 12:01 a.m. on March 5", (2024, 3, 5)),
        ("a truce that will come into force on 9 March", (2024, 3, 9)), ("starting tomorrow", (2024, 3, 3)),
        ("a truce that began at 6 a.m. on Saturday", (2024, 3, 2)), ("to start on the 5th", (2024, 3, 5)),
        ("is to start at six p.m. on Monday", (2024, 3, 4)),
    ],
)  # fmt: skip
def test_the_day_on_which_a_truce_is_to_take_effect(text: str, day: tuple[int, int, int]) -> None:
    assert start_in(text, FRIDAY, SATURDAY) == date(*day)


@pytest.mark.parametrize(
    "text",
    [
        "a truce and talks starting on Sunday", "a truce, effective immediately", "in a letter from Monday",
        "a truce before the feast begins on Sunday and elections start on Monday", "a truce that began on February 20",
        "a truce on Sunday", "a truce that took effect on Monday", "declared a truce from the 19th century",
    ],
)  # fmt: skip
def test_other_days_are_no_start(text: str) -> None:
    if "feast" in text:
        text = text.replace("the feast", "Ramadan")
    assert start_in(text, FRIDAY, SATURDAY) is None


def test_an_end_announced_for_a_later_day() -> None:
    assert end_in("the truce would end at 11:59 p.m. on March 10", FRIDAY, SATURDAY) == date(2024, 3, 10)
    assert end_in("its truce would end at midnight on Tuesday", FRIDAY, SATURDAY) == date(2024, 3, 5)
    assert end_in("ended its truce, effective March 10", FRIDAY, SATURDAY) == date(2024, 3, 10)
    assert end_in("ended its truce on Friday", FRIDAY, SATURDAY) is None
    assert end_in("will end the truce", FRIDAY, SATURDAY) is None
