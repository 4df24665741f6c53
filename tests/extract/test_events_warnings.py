"""Who warns of a danger threatens nobody; who warns of what he will do does."""

import pytest

from tests.extract.analysed import analysed, span_of
from truceline.extract.events_warnings import warns_of_others


def of_others(text: str, trigger: str) -> bool:
    doc = analysed(text)
    return warns_of_others(doc, doc.syntactic_head(span_of(doc, trigger)))


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Police warned on Monday that militants would step up their attacks before the vote.", "warned"),
        ("The agency warned that extremists may be planning attacks in large cities.", "warned"),
        ("The agency warned that information indicated extremists may be planning attacks.", "warned"),
        ("The army has warned against attacks by rebels during the holidays.", "warned"),
        ("The commissioner warned residents of more attempts to bomb the harbour.", "warned"),
        ("The ministry warned against all travel to the border.", "warned"),
        ("Experts have warned that bombing the plant might poison the river.", "warned"),
        ("The general warned that an assault on the town would lead to a humanitarian catastrophe.", "warned"),
        ("Shoppers were warned by police to be vigilant.", "warned"),
        ("Soldiers kept the crowd back with warning shots.", "warning"),
        ("The navy gave the harbour an early warning.", "warning"),
    ],
)
def test_a_warning_of_danger_threatens_nobody(text: str, trigger: str) -> None:
    assert of_others(text, trigger)


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("The rebels warned that they would step up their attacks before the vote.", "warned"),
        ("The emir warned that his fighters would strike the capital.", "warned"),
        ("Rohan warned of consequences if its ships were stopped.", "warned"),
        ("Rohan warned Gondor against an assault on the town.", "warned"),
        ("The militia warned shopkeepers not to sell to the soldiers.", "warned"),
        ("The minister gave a veiled warning to Rohan that its course could affect relations.", "warning"),
    ],
)
def test_a_warning_of_ones_own_deeds_is_a_threat(text: str, trigger: str) -> None:
    assert not of_others(text, trigger)
