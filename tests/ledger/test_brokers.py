"""Who brokered a truce is no side of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.invented import coded, days, event, report
from truceline.domain.coded import CodedReport
from truceline.domain.events import Entity
from truceline.domain.text import Span
from truceline.domain.truces import Truce
from truceline.fuse.assemble import fuse
from truceline.ledger.timeline import build_truces


def told(sentence: str, *names: str, trigger: str) -> CodedReport:
    of = report("3019-03-02", sentence)
    made = event(of, sentence, "AGREE", on=days("3019-03-01"), truce="agreed", trigger=trigger)
    spans = [Span(sentence.index(n), sentence.index(n) + len(n)) for n in names]
    return coded(of, replace(made, actors=tuple(Entity(n, mention=s) for n, s in zip(names, spans, strict=True))))


def truce(one: CodedReport) -> Truce:
    (found,) = build_truces((one,), fuse((one,)))
    return found


@pytest.mark.parametrize(
    ("sentence", "trigger"),
    [
        ("The truce of Harad and Khand, brokered by Rohan and Dale, was agreed on Monday", "agreed"),
        ("Harad and Khand agreed on Monday on a truce mediated earlier by envoys of Rohan and Dale", "agreed"),
    ],
)
def test_brokers_are_mediators_and_no_sides(sentence: str, trigger: str) -> None:
    found = truce(told(sentence, "Harad", "Khand", "Rohan", "Dale", trigger=trigger))
    assert [e.name for e in found.parties] == ["Harad", "Khand"]
    assert [e.name for e in found.mediators] == ["Rohan", "Dale"]


def test_a_truce_signed_by_its_sides_has_them() -> None:
    found = truce(told("A truce signed by Harad and Khand was agreed on Monday", "Harad", "Khand", trigger="agreed"))
    assert [e.name for e in found.parties] == ["Harad", "Khand"]
    assert found.mediators == ()
