"""Where a truce holds: its ground, not the place abroad where it was signed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.invented import coded, days, event, report
from truceline.domain.coded import CodedReport
from truceline.domain.codes import TruceState
from truceline.domain.events import Entity, EventPlace
from truceline.domain.truces import Truce
from truceline.fuse.assemble import fuse
from truceline.ledger.timeline import build_truces, state

JEDDAH = EventPlace("Jeddah", "SA", 21.5, 39.2, 1)
SYRIA = EventPlace("Syria", "SY", 35.0, 38.0, 6)
FASHER = EventPlace("El Fasher", "SD", 13.6, 25.3, 1)


def pact(place: EventPlace, *sides: tuple[str, str]) -> CodedReport:
    sentence = "The sides signed a ceasefire"
    of = report("2026-03-02", sentence)
    made = event(of, sentence, "AGREE", on=days("2026-03-02"), truce="agreed")
    return coded(of, replace(made, place=place, actors=tuple(Entity(n, country=c) for n, c in sides)))


def attack(place: EventPlace, by: tuple[str, str], on: tuple[str, str]) -> CodedReport:
    sentence = "The one attacked the other"
    of = report("2026-03-07", sentence)
    done = event(of, sentence, "ASSAULT", on=days("2026-03-06"))
    return coded(of, replace(done, place=place, actors=(Entity(by[0], country=by[1]),),
                             recipients=(Entity(on[0], country=on[1]),)))  # fmt: skip


def truce(*reports: CodedReport) -> Truce:
    (found,) = build_truces(reports, fuse(reports))
    return found


ARMY, FORCES = ("Sudanese army", "SD"), ("Rapid Support Forces", "SD")


def test_a_truce_signed_abroad_holds_at_home() -> None:
    found = truce(pact(JEDDAH, ARMY, FORCES), attack(FASHER, FORCES, ARMY))
    assert (found.scope_country, found.scope) == ("SD", "Sudan")
    assert len(found.violations) == 1
    assert state(found, days("2026-03-08").start).state is TruceState.VIOLATIONS_REPORTED


def test_of_sides_of_two_countries_that_sign_abroad_the_ground_is_unknown_and_theirs() -> None:
    sides = ("Thailand", "TH"), ("Cambodia", "KH")
    poipet = EventPlace("Poipet", "KH", 13.6, 102.6, 1)
    found = truce(pact(JEDDAH, *sides), attack(poipet, *sides))
    assert found.scope_country is None
    assert len(found.violations) == 1


@pytest.mark.parametrize(("place", "country"), [(SYRIA, "SY"), (JEDDAH, None)])
def test_two_states_may_agree_on_a_truce_in_a_third_country_but_not_in_a_town_of_it(
    place: EventPlace, country: str | None
) -> None:
    assert truce(pact(place, ("Russia", "RU"), ("Turkey", "TR"))).scope_country == country


def test_force_elsewhere_breaks_no_truce_whose_ground_is_known() -> None:
    elsewhere = EventPlace("Ndjamena", "TD", 12.1, 15.0, 1)
    assert truce(pact(FASHER, ARMY, FORCES), attack(elsewhere, FORCES, ARMY)).violations == ()
