"""A charge that nobody is said to make alleges; a conviction does not."""

from __future__ import annotations

import pytest

from tests.extract.analysed import analysed, span_of
from truceline.domain.codes import EventType, Stance, Status
from truceline.domain.events import Attribution
from truceline.domain.mentions import EventMention
from truceline.extract.attribution_charges import with_charges

POLICE = Attribution("police", None, None, Stance.STATES)


@pytest.mark.parametrize(
    ("text", "deed", "alleged"),
    [
        ("Ted Sandyman, who is accused of masterminding the attack, is in hiding.", "attack", True),
        ("Ted Sandyman was indicted for the murder of a judge.", "murder", True),
        ("Ted Sandyman was convicted of the murder of a judge.", "murder", False),
        ("Ted Sandyman fled before the attack on the mill.", "attack", False),
    ],
)
def test_attribution_of_a_deed_whose_actor_is_only_charged(text: str, deed: str, alleged: bool) -> None:
    doc = analysed(text)
    mention = EventMention(span_of(doc, deed), 0, EventType.ASSAULT, None, Status.ACTUAL)
    told = with_charges(doc, (mention,), (), blamed=True)
    assert [a.speaker for a in told if a.stance is Stance.ALLEGES] == (["unnamed"] if alleged else [])
    assert with_charges(doc, (mention,), (), blamed=False) == ()
    assert with_charges(doc, (mention,), (POLICE,), blamed=True) == (POLICE,)
