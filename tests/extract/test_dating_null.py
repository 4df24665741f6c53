"""What speaks for an event without a day."""

from __future__ import annotations

from tests.extract.analysed import analysed, token_of
from truceline.extract.dating_null import undated_signs


def test_undated_signs_say_how_the_trigger_stands_and_what_opens_its_clause() -> None:
    doc = analysed("The king said that riders attacked Bree and burned the mill.")
    assert undated_signs(doc, token_of(doc, "attacked")) == {"null:stands as ccomp": 1.0, "null:behind that": 1.0}
    assert undated_signs(doc, token_of(doc, "burned")) == {"null:stands as conj": 1.0}
    assert undated_signs(doc, token_of(doc, "mill"))["null:stands as dobj"] == 1.0


def test_undated_signs_know_a_dateline() -> None:
    report = analysed("BREE, Aug. 20 (Shire News) -- Riders attacked the mill.")
    assert report.dateline is not None
    assert undated_signs(report, None) == {"null:dateline": 1.0}
    assert undated_signs(analysed("Riders attacked the mill."), None) == {}
