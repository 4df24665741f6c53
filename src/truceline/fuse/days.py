"""What the days of two events say of their being one occurrence: overlap, distance, whose day was assumed."""

from __future__ import annotations

from typing import Final

from truceline.domain.codes import Status
from truceline.fuse.features import Features
from truceline.fuse.finding import Finding
from truceline.fuse.sides import same_person_killed

YEAR_DAYS: Final = 366
"""What is told without a day may have happened so long ago; longer ago it is history, and its report says so."""
FRESH_DAYS: Final = 3
"""A report that comes so soon after the day it gives tells of it as news."""


def compare_dates(a: Features, b: Features) -> tuple[Finding, ...]:
    """Overlap of the intervals, by how exact they are; without a date, the days of publication.

    A day that was assumed (no words give it) says little: a report of Friday that mentions Wednesday's attack in
    passing may have been read as telling of Friday.
    """
    if a.first is None or a.last is None or b.first is None or b.last is None:
        return (_undated(a, b),)
    gap = max(a.first, b.first) - min(a.last, b.last)
    longest = max(a.n_days, b.n_days)
    assumed = a.assumed_day or b.assumed_day
    if gap <= 0:
        if longest <= 2:
            if assumed:
                return (("date.same_day_assumed", "the same day"),)
            return ("date.same_day", "the same day"), _told_when(a, b)
        if longest <= 10:
            return (("date.days_overlap", "days overlap"),)
        if longest <= 62:
            return (("date.weeks_overlap", "weeks overlap"),)
        if min(a.n_days, b.n_days) <= 10:
            return (("date.long_and_short", "a day within a long interval"),)
        same = a.first == b.first and a.last == b.last
        return (("date.long_same", "the same long interval") if same else ("date.long_overlap", "long intervals"),)
    apart = f"{gap} days apart"
    if assumed and _later_is_assumed(a, b) and gap <= YEAR_DAYS:
        span = "1_3" if gap <= 3 else "4_14" if gap <= 14 else "15_on"
        return ((f"date.assumed_{span}", f"{apart}, a day assumed"),)
    if longest <= 2:
        if gap == 1:
            return (("date.gap_1", "a day apart"),)
        return (("date.gap_2_3", apart) if gap <= 3 else _far(a, b, gap),)
    if gap <= 2 or gap <= longest // 4:
        return (("date.interval_near", apart),)
    return (("date.interval_far", apart) if gap <= 7 else _far(a, b, gap),)


def _told_when(a: Features, b: Features) -> Finding:
    """Whether the reports tell of a day as of their own: two dispatches of one evening have their day in common with
    all that happened on it, while a day that is named weeks later, or ahead, was picked out."""
    ahead = sum(f.first is not None and f.first > f.published for f in (a, b))
    if ahead:
        return (f"day.ahead_{ahead}", "a day to come" if ahead == 2 else "one before the day, one after it")
    later = sum(f.last is not None and f.published - f.last > 1 for f in (a, b))
    return (f"day.later_{later}", "told later" if later else "the day of both reports")


def _far(a: Features, b: Features, gap: int) -> Finding:
    """Days that words give and that the reports tell of while they are fresh settle it; else a day may be misread."""
    apart = f"{gap} days apart"
    fresh = not (a.assumed_day or b.assumed_day) and all(
        f.last is not None and 0 <= f.published - f.last <= FRESH_DAYS for f in (a, b)
    )
    if fresh or gap > 31:
        # One of the days is misread where one man is killed on both.
        return "date.gap_month" if same_person_killed(a, b) else "veto", apart
    return "date.gap_week" if gap <= 7 else "date.gap_month", apart


def _later_is_assumed(a: Features, b: Features) -> bool:
    assert a.first is not None and b.first is not None
    later = a if a.first > b.first else b
    return later.assumed_day


def _undated(a: Features, b: Features) -> Finding:
    apart = abs(a.published - b.published)
    dated = a if a.first is not None else b if b.first is not None else None
    if dated is not None and dated.first is not None and dated.last is not None:
        other = b if dated is a else a
        if other.published < dated.first - 1:
            words = "published before it happened"
            if other.status is Status.FUTURE:
                return "date.undated_before", words
            return ("date.undated_before_assumed" if dated.assumed_day else "date.undated_before_told"), words
        late = other.published - dated.last
        if late <= 3:
            return "date.undated_soon", "undated, published within days"
        return ("date.undated_weeks", "undated, published within weeks") if late <= 30 else (
            "date.undated_late", "undated, published long after",
        )  # fmt: skip
    if apart <= 1:
        return "date.both_undated_soon", "both undated, published together"
    return ("date.both_undated_week", "both undated") if apart <= 7 else (
        "date.both_undated_late", "both undated, published apart",
    )  # fmt: skip
