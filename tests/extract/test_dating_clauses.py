"""A time of another clause of the sentence is no day of the deed."""

from __future__ import annotations

import pytest

from tests.extract.analysed import analysed
from tests.extract.test_dating import dates, days, mention
from truceline.extract.dating_clauses import is_of_other_clause
from truceline.extract.times import find_times


def is_anothers(text: str, trigger: str, time: str, kind: str = "ASSAULT") -> bool:
    doc = analysed(text)
    found = next(t for t in find_times(doc, anchor=doc.report.date) if t.text == time)
    deed = mention(doc, trigger, kind)
    return is_of_other_clause(doc, doc.syntactic_head(deed.trigger), deed, found, doc.report.date)


@pytest.mark.parametrize(
    ("text", "trigger", "time"),
    [
        ("Despite being driven out four years ago, raiders have carried out attacks.", "attacks", "four years ago"),
        ("Having lost their leader two years ago, raiders have killed many millers.", "killed", "two years ago"),
        ("After being expelled from Bree in 2017, the raiders have kidnapped many millers.", "kidnapped", "2017"),
        ("Formed in 2015, the band has bombed mills in Bree.", "bombed", "2015"),
        ("The band, which signed a deal in 2019, is still attacking villages in Bree.", "attacking", "2019"),
        ("Guards arrested three men in Bree, where a bomb killed a judge in January.", "arrested", "January"),
        ("Although both signed a truce last month, guards shelled the mills of Bree.", "shelled", "last month"),
        ("While the band agreed to a truce in December, its men have attacked convoys.", "attacked", "December"),
        ("Schools have come under attack, and last week a leaflet threatened the pupils.", "attack", "last week"),
        ("Guards have shelled Bree daily, and on Tuesday they sent riders to the ford.", "shelled", "Tuesday"),
        ("Guards are continuing the raid in Bree after a bomber killed five last month.", "raid", "last month"),
    ],
)
def test_a_time_of_a_clause_about_something_else_is_not_of_the_deed(text: str, trigger: str, time: str) -> None:
    assert is_anothers(text, trigger, time)


@pytest.mark.parametrize(
    ("text", "trigger", "time", "kind"),
    [
        ("Raiders killed two men in a raid that took place in May.", "killed", "May", "ASSAULT"),
        ("Guards retook all the land they held in 1995.", "retook", "1995", "ASSAULT"),
        ("A band of elders, which met in May in Bree, called for peace.", "called", "May", "REQUEST"),
        ("A letter sent in May accuses the steward of murder.", "accuses", "May", "ACCUSE"),
        ("A first pact, made last December, broke down within hours.", "broke", "last December", "REJECT"),
        ("It is a quarrel stirred up last year when Gondor rejected the plan.", "rejected", "last year", "REJECT"),
        ("The band, which signed a deal in 2019, is still attacking villages.", "signed", "2019", "AGREE"),
        ("Raiders attacked a mill and killed two men on Monday.", "attacked", "Monday", "ASSAULT"),
        ("Sanctions were imposed on Mordor after it invaded Ithilien in 1990.", "imposed", "1990", "SANCTION"),
    ],
)
def test_a_time_that_may_be_of_the_deed_is_left_to_be_weighed(text: str, trigger: str, time: str, kind: str) -> None:
    assert not is_anothers(text, trigger, time, kind)


def test_a_second_mention_in_another_clause_lends_the_first_no_day() -> None:
    doc = analysed("Having lost its leader in a raid two years ago, the band has killed dozens of millers in Bree.")
    group = mention(doc, "killed"), mention(doc, "raid")
    assert all(first != "2022-01-01" for first, _ in days(dates(doc, *group)))
