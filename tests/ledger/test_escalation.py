from __future__ import annotations

from datetime import date

from tests.ledger.test_truces import GONDOR, RAIDERS, attack, declared, ended, one_truce
from truceline.fuse.assemble import fuse
from truceline.ledger.escalation import Phase, rates, weeks_of_force
from truceline.ledger.sides import Bonds


def test_force_between_the_parties_is_counted_by_week_before_during_and_after() -> None:
    reports = (
        attack("3019-01-16", "3019-01-15", actors=(RAIDERS,)),
        declared(),
        attack("3019-07-16", "3019-07-15", actors=(RAIDERS,)),
        attack("3019-05-17", "3019-05-16", actors=(GONDOR,), recipients=(RAIDERS,)),
        attack("3019-06-21", "3019-06-20", actors=("Harad",), recipients=("Umbar",)),
        ended(),
        attack("3019-09-02", "3019-09-01", actors=(RAIDERS,)),
    )
    weeks = weeks_of_force(one_truce(*reports), fuse(reports), Bonds())
    told = {w.monday: (w.phase, w.n_incidents, w.n_sources) for w in weeks if w.n_incidents}
    assert sorted(told.values()) == [(Phase.AFTER, 1, 1), (Phase.BEFORE, 1, 1), *2 * [(Phase.DURING, 1, 1)]]
    assert all(w.monday.weekday() == 0 for w in weeks)
    assert {r.phase: r.n_incidents for r in rates(weeks)} == {Phase.BEFORE: 1, Phase.DURING: 2, Phase.AFTER: 1}


def test_copies_of_one_text_are_one_source_beside_the_count() -> None:
    one = attack("3019-07-16", "3019-07-15", actors=(RAIDERS,))
    reports = (declared(), one)
    weeks = weeks_of_force(one_truce(*reports), fuse(reports), Bonds())
    assert [w.n_sources for w in weeks if w.n_incidents] == [1]


def test_a_truce_that_never_came_into_force_has_no_weeks() -> None:
    truce = one_truce(declared())
    assert weeks_of_force(truce, (), Bonds())[0].monday <= date(3019, 2, 1)
