"""Days that belong to another deed than the event: the crime that somebody is arrested for, a deed that is tried."""

from __future__ import annotations

import pytest

from tests.extract.test_dating_told import candidates, days


@pytest.mark.parametrize(
    ("text", "trigger", "kind"),
    [
        ("Two men have been arrested in Saturday's fatal shooting near Bree.", "arrested", "COERCE"),
        ("Grima was jailed for life for the May 2022 murder of a reeve.", "jailed", "SANCTION"),
        ("Grima is serving a sentence for the May 2022 assassination of a reeve.", "sentence", "SANCTION"),
        ("The steward condemned Sunday's attack on the mill.", "condemned", "ACCUSE"),
        ("Rohan rejected the plan at talks following the May 2022 truce.", "rejected", "REJECT"),
        ("Fighting began after the vote on Sunday.", "Fighting", "ASSAULT"),
    ],
)
def test_dating_the_day_of_a_deed_is_not_that_of_what_is_done_about_it(text: str, trigger: str, kind: str) -> None:
    assert days(candidates(text, trigger, kind)) == []


@pytest.mark.parametrize(
    ("text", "trigger", "kind", "day"),
    [
        ("Nine riders died in Saturday's attack near Bree.", "died", "ASSAULT", "2024-08-17"),
        ("Nine riders were arrested in Saturday's protest near Bree.", "arrested", "COERCE", "2024-08-17"),
        ("The captain was arrested on Saturday for the murder of a reeve.", "arrested", "COERCE", "2024-08-17"),
        ("The smiths have refused all talks since the vote of August 4.", "refused", "REJECT", "2024-08-04"),
    ],
)
def test_dating_what_happens_in_a_deed_shares_its_day(text: str, trigger: str, kind: str, day: str) -> None:
    assert day in days(candidates(text, trigger, kind))


@pytest.mark.parametrize(
    ("text", "trigger", "day"),
    [
        ("A jury found Grima guilty on Friday of the murder of a reeve.", "murder", None),
        ("It was a reeve he was convicted of murdering, the steward said on Monday.", "murdering", None),
        ("Two women were arrested on Friday for the bombing of the inn, which killed a reeve.", "killed", None),
        ("A suspect in the bombing of the inn was handed over on Sunday.", "bombing", None),
        ("Riders arrested Grima on Friday for the murder of a reeve on August 3.", "murder", "2024-08-03"),
        ("Grima was charged with the murder of a reeve on August 3.", "murder", "2024-08-03"),
        ("Riders were seen on Friday near the bombing of the inn.", "bombing", "2024-08-16"),
    ],
)
def test_dating_a_deed_that_justice_deals_with_is_not_of_that_day(text: str, trigger: str, day: str | None) -> None:
    found = days(candidates(text, trigger))
    assert (day in found) if day else found == []


@pytest.mark.parametrize(
    ("text", "trigger", "kind"),
    [
        ("The violence followed talks in Edoras on Monday.", "violence", "ASSAULT"),
        ("The visit to Bree comes ahead of a parley on August 30.", "visit", "CONSULT"),
        ("Riders clashed with guards at the funeral of three smiths killed on August 12.", "clashed", "ASSAULT"),
        ("The steward rejected the charge following a fire on August 3 in the mill.", "rejected", "REJECT"),
    ],
)
def test_dating_the_day_of_what_went_before_is_not_of_what_followed(text: str, trigger: str, kind: str) -> None:
    assert days(candidates(text, trigger, kind)) == []


def test_dating_what_went_before_keeps_its_day() -> None:
    text = "The violence followed talks in Edoras on Monday."
    assert days(candidates(text, "talks", "CONSULT")) == ["2024-08-19"]
    said = "The steward rejected the charge after a parley on Tuesday."
    assert days(candidates(said, "rejected", "REJECT")) == ["2024-08-20"]
