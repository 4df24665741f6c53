"""Digests: an event belongs to its own item and takes none of another's places."""

from __future__ import annotations

import pytest

from tests.extract.analysed import analysed, span_of
from truceline.domain.codes import EventType, PlaceKind, Status
from truceline.domain.mentions import EventMention, PlaceMention
from truceline.domain.text import Document, Span
from truceline.extract.placing import scene_of
from truceline.extract.placing_items import find_items

DIGEST = """News in brief:
BREE: Raiders burned a mill.
OSGILIATH: The steward spoke to envoys from Bree.
FORNOST: Guards fled.
"""
WIRED = """BREE, Aug. 21 (Minas Post) -- Raiders burned a mill.
OSGILIATH, Aug. 21 (Minas Post) -- The steward spoke.
FORNOST, Aug. 21 (Minas Post) -- Guards fled.
"""
INTERVIEW = """BREE: Why did you burn the mill?
FORNOST: It was ours.
BREE: And the carts?
FORNOST: They too.
OSGILIATH: I was not there.
BREE: Thank you all.
FORNOST: Thank you.
"""


def places_of(doc: Document) -> tuple[PlaceMention, ...]:
    """Every mention of a town, in text order."""
    found = []
    for name in ("Bree", "Osgiliath", "Fornost"):
        start = doc.text.lower().find(name.lower())
        while start >= 0:
            span = Span(start, start + len(name))
            found.append(
                PlaceMention(span, span.of(doc.text), name, PlaceKind.SETTLEMENT, "AR", 1.0, 1.0, 1, f"lands:{name}")
            )
            start = doc.text.lower().find(name.lower(), start + 1)
    return tuple(sorted(found, key=lambda p: p.span))


@pytest.mark.parametrize("text", [DIGEST, WIRED], ids=["town and colon", "dateline"])
def test_a_report_with_a_dateline_to_each_item_is_read_item_by_item(text: str) -> None:
    doc = analysed(text)
    items = find_items(doc, places_of(doc))
    assert [head.of(text).split(",")[0].rstrip(":") for head, _ in items] == ["BREE", "OSGILIATH", "FORNOST"]


def test_an_interview_a_report_of_two_items_and_unknown_heads_are_no_digest() -> None:
    for text in (INTERVIEW, DIGEST.replace("FORNOST: ", ""), DIGEST.replace("FORNOST", "WEATHER")):
        doc = analysed(text)
        assert find_items(doc, places_of(doc)) == ()


def test_an_event_of_a_digest_is_weighed_at_the_places_of_its_item_with_its_head_as_dateline() -> None:
    doc = analysed(DIGEST)
    places = places_of(doc)

    def scene(word: str) -> tuple[list[str], str | None]:
        span = span_of(doc, word)
        group = (EventMention(span, doc.sentence_at(span.start), EventType.ASSAULT, None, Status.ACTUAL),)
        found = scene_of(doc, group, places)
        line = found.doc.dateline
        return [p.text for p in found.places], line and line.of(doc.text)

    assert scene("burned") == (["BREE"], "BREE:")
    assert scene("spoke") == (["OSGILIATH", "Bree"], "OSGILIATH:")
    assert len(scene("News")[0]) == len(places)
