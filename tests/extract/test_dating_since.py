"""What has happened "since" without since when runs from the day last named to the report's."""

from __future__ import annotations

import pytest

from tests.extract.analysed import analysed
from tests.extract.test_dating import dates, days, mention


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Mordor quit the grain accord on August 5 and has shelled the ports repeatedly ever since.", "shelled"),
        ("Rockets were fired at Bree on August 5. Guards have since arrested nine men.", "arrested"),
        ("The raiders walked out of a truce on August 5. At least 40 people have been killed since then.", "killed"),
    ],
)
def test_since_then_reaches_from_the_day_last_named_to_the_report(text: str, trigger: str) -> None:
    doc = analysed(text)
    assert days(dates(doc, mention(doc, trigger)))[0] == ("2024-08-05", "2024-08-21")


def test_since_with_its_own_day_and_clauses_of_others_are_left_alone() -> None:
    text = "Raiders attacked Bree on August 5. The mayor, who has since resigned, said guards killed two on August 12."
    doc = analysed(text)
    assert days(dates(doc, mention(doc, "killed")))[0] == ("2024-08-12", "2024-08-12")


def test_since_without_a_day_before_it_says_nothing() -> None:
    doc = analysed("Guards have since arrested nine men.")
    assert ("2024-08-05", "2024-08-21") not in days(dates(doc, mention(doc, "arrested")))


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Some thirty people have died since August 5 in fighting around Bree.", "fighting"),
        ("Fighting has gone on since August 5 between guards and raiders.", "Fighting"),
        ("A truce signed on August 5 never took hold. Bree says that hundreds of people have died since.", "died"),
    ],
)
def test_since_a_day_beside_the_perfect_reaches_to_the_report(text: str, trigger: str) -> None:
    doc = analysed(text)
    assert days(dates(doc, mention(doc, trigger)))[0] == ("2024-08-05", "2024-08-21")


def test_since_that_measures_a_rank_draws_nothing_out() -> None:
    doc = analysed("It has been the worst raid since August 5, Bree said on Tuesday.")
    assert ("2024-08-05", "2024-08-21") not in days(dates(doc, mention(doc, "raid")))


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("The siege of Bree began on August 5. At least 40 people have been killed since the siege began.", "killed"),
        ("Gondor began its raid on August 5. Since the start of the raid, riders conducted 300 strikes.", "strikes"),
        ("Both signed a truce on August 5. The mayor has accused raiders of 40 breaches since the truce.", "accused"),
    ],
)
def test_since_something_reaches_from_its_day_told_elsewhere_to_the_report(text: str, trigger: str) -> None:
    doc = analysed(text)
    assert days(dates(doc, mention(doc, trigger)))[0] == ("2024-08-05", "2024-08-21")


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Both sides have shelled mills in Bree since the start of the war.", "shelled"),
        ("The raiders have killed 40 guards since the riders withdrew.", "killed"),
        ("Since his election the steward has released 300 captives in Bree.", "released"),
    ],
)
def test_since_something_without_a_day_gives_none(text: str, trigger: str) -> None:
    doc = analysed(text)
    assert dates(doc, mention(doc, trigger)) == ()


def test_what_since_names_is_of_its_day_and_does_not_last() -> None:
    text = (
        "Guards have arrested 40 people since Monday's bombing. "
        "Raiders have taken towns since they launched their raid in May."
    )
    doc = analysed(text)
    assert days(dates(doc, mention(doc, "bombing")))[0] == ("2024-08-19", "2024-08-19")
    assert days(dates(doc, mention(doc, "launched")))[0] == ("2024-05-01", "2024-05-31")


def test_since_a_day_behind_a_longer_phrase_reaches_to_the_report() -> None:
    doc = analysed("Since the murder of the mayor on August 5, raiders have burned hundreds of houses.")
    assert days(dates(doc, mention(doc, "burned")))[0] == ("2024-08-05", "2024-08-21")
