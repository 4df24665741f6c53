"""What is found of those who did it, and to whom."""

from __future__ import annotations

from dataclasses import replace

from tests.invented import days, event, report
from truceline.domain.events import Entity
from truceline.fuse.compare import find_all
from truceline.fuse.features import Features, features

GONDOR = Entity("Gondor", "GO", kind="state", country="GO")
ROHAN = Entity("Rohan", "RO", kind="state", country="RO")
ARNOR = Entity("Arnor", "AR", kind="state", country="AR")
FARAMIR = Entity("Faramir Steward", kind="person", country="GO")
EOMER = Entity("Eomer King", kind="person", country="RO")
BURNING = "condemned the burning of Bree"


def told(
    sentence: str, kind: str, *actors: Entity, to: tuple[Entity, ...] = (), more: str = "", place: str | None = None,
    outlet: str = "Minas Post", published: str = "3019-03-10", on: str = "3019-03-10",
    killed: tuple[int, int] | None = None,
) -> Features:  # fmt: skip
    """One event of a report in which further sentences may follow."""
    of = report(published, f"{sentence}.", *([more] if more else []), outlet=outlet)
    made = event(of, sentence, kind, on=days(on), place=place, killed=killed)
    return features(replace(made, actors=actors, recipients=to), of)


def names(a: Features, b: Features) -> set[str]:
    return {name for name, _ in find_all(a, b)}


def test_two_states_that_condemn_one_deed_have_sides_of_other_states() -> None:
    one = told(f"Gondor {BURNING}", "ACCUSE", GONDOR)
    other = told(f"Rohan {BURNING}", "ACCUSE", ROHAN, outlet="Bree Herald")
    again = told(f"Faramir {BURNING}", "ACCUSE", FARAMIR, outlet="Bree Herald")
    assert "veto" in names(one, other)
    assert "countries.all.words" in names(one, again)


def test_sides_of_a_meeting_are_compared_by_the_states_of_all() -> None:
    both = told("Gondor met Rohan", "CONSULT", GONDOR, ROHAN)
    assert "countries.all.meeting" in names(both, told("Rohan met Gondor", "CONSULT", ROHAN, GONDOR))
    assert "countries.some.meeting" in names(both, told("Arnor met Gondor", "CONSULT", ARNOR, GONDOR))


def test_parties_without_a_state_say_nothing_of_states() -> None:
    orcs = told("Orcs burned Bree", "ASSAULT", Entity("orcs"))
    assert not [n for n in names(orcs, orcs) if n.startswith("countries.")]


def test_two_visitors_of_one_country_are_other_persons() -> None:
    one = told("Faramir visited Arnor", "CONSULT", FARAMIR, to=(ARNOR,))
    other = told("Eomer visited Arnor", "CONSULT", EOMER, to=(ARNOR,), outlet="Bree Herald")
    assert "persons.other.meeting" in names(one, other)
    assert "persons.same.meeting" in names(one, told("Faramir saw Arnor", "CONSULT", FARAMIR, outlet="Bree Herald"))
    assert not [n for n in names(one, told("Rohan met Arnor", "CONSULT", ROHAN, ARNOR)) if n.startswith("persons.")]


def test_parties_are_looked_for_in_the_whole_of_the_other_report() -> None:
    raid = told("Gondor raided Orthanc", "ASSAULT", GONDOR)
    passing = "The raid came up again"
    knows = told(passing, "ASSAULT", more="Gondor has not spoken of it.", outlet="Bree Herald")
    knows_not = told(passing, "ASSAULT", more="Rohan has not spoken of it.", outlet="Bree Herald")
    assert "told.parties.all" in names(raid, knows)
    assert "told.parties.none" in names(raid, knows_not)


def test_places_are_looked_for_in_the_whole_of_the_other_report() -> None:
    town = told("Raiders burned the mill at Bree", "ASSAULT", place="Bree")
    land = "Raiders burned a mill in Arnor"
    assert "told.place.none_of_2" in names(town, told(land, "ASSAULT", place="Arnor"))
    near = told(land, "ASSAULT", place="Arnor", more="Bree lies nearby.")
    assert "told.place.one_of_2" in names(town, near)
    knows = told("Raiders burned the mill at Bree in Arnor", "ASSAULT", place="Bree")
    assert "told.place.both_of_2" in names(knows, near)
    assert not [n for n in names(town, town) if n.startswith("told.place.")]


def test_days_far_apart_settle_it_unless_one_person_is_killed_on_both() -> None:
    killed = "killed the steward Faramir"
    first = told(f"A bomb {killed}", "ASSAULT", to=(FARAMIR,), killed=(1, 1))
    misread = told(
        f"A year has passed since a bomb {killed}", "ASSAULT", to=(FARAMIR,), killed=(1, 1),
        published="3019-12-12", on="3019-12-12", outlet="Bree Herald",
    )  # fmt: skip
    other = replace(misread, recipients=(EOMER,), persons=(EOMER.name,))
    assert "veto" not in names(first, misread)
    assert "veto" in names(first, other)
    assert "veto" in names(first, replace(misread, killed=None))
