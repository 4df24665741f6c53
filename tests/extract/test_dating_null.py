"""What speaks for an event without a day."""

from __future__ import annotations

import pytest

from tests.extract.analysed import analysed, token_of
from tests.extract.test_dating import dates, days, mention
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


@pytest.mark.parametrize(
    ("text", "trigger", "kind"),
    [
        ("Raiders attacked Bree on Monday. Gondor and Rohan agreed recently on a common watch.", "agreed", "AGREE"),
        ("Raiders attacked Bree on Monday. Envoys have twice visited the captives in Osgiliath.", "visited", "CONSULT"),
        ("Raiders attacked Bree on Monday. Rohan has so far refused any meeting with them.", "refused", "REJECT"),
    ],
)
def test_what_was_of_late_or_more_than_once_is_not_of_the_reports_day(text: str, trigger: str, kind: str) -> None:
    doc = analysed(text)
    assert dates(doc, mention(doc, trigger, kind)) == ()


def test_what_lies_years_back_is_not_of_the_reports_day() -> None:
    doc = analysed("Raiders attacked Bree on Monday. They burned the mill of Archet.")
    assert days(dates(doc, mention(doc, "burned"))) == [("2024-08-19", "2024-08-19")]
    assert dates(doc, mention(doc, "burned", status="historical")) != dates(doc, mention(doc, "burned"))
