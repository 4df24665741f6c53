"""What two events are found to share, and which findings are told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.invented import days, event, report
from truceline.fuse import compare as comparing
from truceline.fuse.compare import LEAST_TOLD, compare, find_all
from truceline.fuse.features import Features, features, names_of
from truceline.resources.incident_weights import IncidentWeights

NEWS = "Raiders shelled Osgiliath at dawn"
FAR = "Riders of Rohan marched past Edoras"


def told(
    published: str, *more: str, sentence: str = NEWS, outlet: str = "Minas Post", trigger: str = "shelled"
) -> Features:
    """An assault as one report tells of it; more sentences may follow."""
    of = report(published, f"{sentence}.", *more, outlet=outlet)
    made = event(of, sentence, "ASSAULT", on=days("3019-03-10"), place="Osgiliath", trigger=trigger)
    return features(made, of)


def names(a: Features, b: Features) -> set[str]:
    return {name for name, _ in find_all(a, b)}


def test_names_are_words_with_a_capital_in_one_form_without_those_of_every_report() -> None:
    found = names_of("The Syrians met Osgiliath's envoy on Monday. Riders left Syria.")
    assert found == names_of("Syria. Osgiliath. Riders.") | names_of("Monday")
    assert len(names_of("Syria, Syrian and Syrians")) == 1
    assert names_of("the riders left") == frozenset()


def test_compare_events_of_one_report_are_told_apart_by_it_and_not_by_its_names() -> None:
    of = report("3019-03-10", f"{NEWS}.", f"{FAR}.")
    one, two = (features(event(of, sentence, "ASSAULT", on=days("3019-03-10")), of) for sentence in (NEWS, FAR))
    found = names(one, two)
    assert "report.same" in found
    assert not [name for name in found if name.startswith("published.")]
    assert "report.same" not in names(told("3019-03-10"), told("3019-03-10", outlet="Bree Herald"))


def test_compare_reports_by_the_names_they_share_and_the_days_between_them() -> None:
    other = told("3019-03-10", f"{FAR}.", sentence="Orcs shelled the ferry of Bree", outlet="Bree Herald")
    near, alike = told("3019-03-10"), told("3019-03-11", outlet="Bree Herald")

    def step(a: Features, b: Features, what: str) -> int:
        (name,) = (n for n in names(a, b) if n.startswith(f"{what}.") and n.removeprefix(f"{what}.").isdigit())
        return int(name.removeprefix(f"{what}."))

    assert step(near, alike, "report") > step(near, other, "report")
    assert step(near, alike, "published") > step(near, other, "published") == 0
    assert step(near, told("3019-05-11", outlet="Bree Herald"), "published") > step(near, alike, "published")


def test_compare_triggers_the_same_another_or_named_among_the_others_words() -> None:
    shelled = told("3019-03-10")
    same = names(shelled, told("3019-03-10", outlet="Bree Herald"))
    assert {"trigger.same", "trigger.same.ASSAULT"} <= same
    other = told("3019-03-10", sentence="Orcs burned the ferry of Osgiliath", trigger="burned")
    assert "trigger.other.ASSAULT" in names(shelled, other)
    assert "trigger.named" not in names(shelled, other)
    named = told("3019-03-10", sentence="Orcs burned the ferry that raiders had shelled", trigger="burned")
    assert {"trigger.other.ASSAULT", "trigger.named"} <= names(shelled, named)


def test_compare_one_whose_actor_is_the_others_recipient_is_found() -> None:
    def struck(actor: str, recipient: str, outlet: str) -> Features:
        of = report("3019-03-10", f"{NEWS}.", outlet=outlet)
        made = event(of, NEWS, "ASSAULT", on=days("3019-03-10"), actors=(actor,), recipients=(recipient,))
        return features(made, of)

    one = struck("Gondor", "Mordor", "Minas Post")
    assert "parties.swapped" in names(one, struck("Mordor", "Gondor", "Bree Herald"))
    assert "parties.swapped" not in names(one, struck("Gondor", "Mordor", "Bree Herald"))


def test_compare_tells_no_finding_of_little_weight(monkeypatch: pytest.MonkeyPatch) -> None:
    strong, weak = 2.0, LEAST_TOLD / 2
    table = IncidentWeights({"prior": -1.0, "date.same_day": strong, "place.same_point": -strong, "type.same": weak})
    monkeypatch.setattr(comparing, "IncidentWeights", type("Table", (), {"load": lambda: table}))
    found = compare(told("3019-03-10"), told("3019-03-10", outlet="Bree Herald"))
    assert found.reasons == ("the same day +2.0", "both at osgiliath -2.0")
    assert found.weight == pytest.approx(-1.0 + weak)


def on_day(published: str, day: str | None, status: str = "actual") -> Features:
    """The shelling, on a day that words give or on none, in a report of this day."""
    of = report(published, f"{NEWS}.", outlet=published)
    return features(event(of, NEWS, "ASSAULT", on=days(day) if day else None, place="Osgiliath", status=status), of)


@pytest.mark.parametrize(
    ("published", "status", "found"),
    [
        (("3019-03-10", "3019-03-11"), "actual", "day.later_0"),
        (("3019-03-10", "3019-03-20"), "actual", "day.later_1"),
        (("3019-03-18", "3019-03-20"), "actual", "day.later_2"),
        (("3019-03-01", "3019-03-10"), "future", "day.ahead_1"),
        (("3019-03-01", "3019-03-04"), "future", "day.ahead_2"),
    ],
)
def test_compare_a_day_in_common_says_more_where_it_is_not_the_reports_own(
    published: tuple[str, str], status: str, found: str
) -> None:
    assert found in names(*(on_day(one, "3019-03-10", status) for one in published))


def test_compare_what_had_happened_before_is_not_what_happened_later() -> None:
    deed = on_day("3019-03-20", "3019-03-20")
    assert "date.undated_before_told" in names(on_day("3019-03-10", None), deed)
    assert "date.undated_before" in names(on_day("3019-03-10", None, "future"), deed)


def test_compare_an_assumed_day_settles_nothing_within_a_year() -> None:
    deed = on_day("3019-03-10", "3019-03-10")

    def passing(published: str) -> Features:
        return replace(on_day(published, published), assumed_day=True)

    assert "date.assumed_15_on" in names(deed, passing("3019-05-20"))
    assert "veto" in names(deed, passing("3020-05-20"))
    assert "veto" in names(deed, on_day("3019-05-20", "3019-05-20"))
