"""Tolls of events that are not told, handed on to those beside them."""

from __future__ import annotations

from tests.extract.analysed import analysed
from truceline.domain.codes import EventType, Status
from truceline.domain.mentions import EventMention
from truceline.domain.text import Document, Span
from truceline.extract.quantities import assign_harms, find_harms
from truceline.extract.quantities_left import with_left


def group(doc: Document, word: str) -> tuple[EventMention, ...]:
    start = doc.text.index(word)
    span = Span(start, start + len(word))
    return (EventMention(span, doc.sentence_at(start), EventType.ASSAULT, None, Status.ACTUAL),)


def read(text: str, *words: str) -> list[list[tuple[str, int | None]]]:
    """Tolls of the first word's event once that of the others is not told."""
    doc = analysed(text)
    groups = tuple(group(doc, w) for w in words)
    harms = find_harms(doc)
    tolls = assign_harms(doc, groups, harms)
    return [[(str(h.kind), h.minimum) for h in t] for t in with_left(doc, harms, groups[:1], tolls[:1], tolls[1:])]


def test_toll_of_an_event_not_told_goes_to_the_one_beside_it() -> None:
    text = "A sergeant and two gendarmes were killed on Friday when rebels raided the jail at Bree."
    assert read(text, "raided", "killed") == [[("killed", 3)]]


def test_bare_plural_of_an_event_not_told_is_left() -> None:
    text = "The planes fired on a depot to silence the guns that had been killing civilians."
    assert read(text, "fired", "killing") == [[]]


def test_kind_that_the_event_has_stays_as_it_is() -> None:
    text = "Rebels shelled Bree and killed two clerks, and four soldiers were killed in the hills."
    assert read(text, "shelled", "were killed") == [[("killed", 2)]]
