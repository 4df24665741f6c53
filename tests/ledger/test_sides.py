"""Whom an actor belongs to, by what reports state of ties."""

from __future__ import annotations

from datetime import date

from truceline.domain.codes import RelationKind
from truceline.domain.events import Entity
from truceline.domain.mentions import Relation
from truceline.domain.text import Span
from truceline.ledger.sides import Bonds

ON = date(3019, 3, 1)


def tie(kind: RelationKind, subject: str, object_: str, last_day: date | None = None) -> Relation:
    return Relation(kind, subject, object_, Span(0, 5), last_day=last_day)


def above(bonds: Bonds, name: str) -> list[str]:
    return [e.name for e in bonds.above(Entity(name), ON)]


def test_sides_a_stated_tie_holds_until_its_last_day() -> None:
    bonds = Bonds.of(None, [tie(RelationKind.PART_OF, "Snaga Band", "Mordor", date(3019, 2, 1))])
    assert above(bonds, "Snaga Band") == []
    bonds = Bonds.of(None, [tie(RelationKind.PART_OF, "Snaga Band", "Mordor")])
    assert above(bonds, "Snaga Band") == ["Mordor"]


def test_sides_a_backer_of_old_backs_no_more() -> None:
    old = tie(RelationKind.BACKED_BY, "Snaga Band", "Isengard", date(3019, 2, 1))
    now = tie(RelationKind.BACKED_BY, "Snaga Band", "Mordor")
    assert Bonds.of(None, [old, now]).backers(Entity("Snaga Band"), ON) == ("Mordor",)


def test_sides_words_for_somebody_in_one_report_tie_nobody_in_the_next() -> None:
    bonds = Bonds.of(
        None, [tie(RelationKind.LEADS, "its commander", "Mordor"), tie(RelationKind.PART_OF, "The forces", "Rohan")]
    )
    assert above(bonds, "its commander") == []
    assert above(bonds, "The forces") == []
