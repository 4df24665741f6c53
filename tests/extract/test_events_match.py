"""Which types the trigger lexicon proposes at a word, and where it must keep silent."""

from __future__ import annotations

import pytest

from tests.extract.analysed import analysed
from truceline.extract.events_match import find_candidates
from truceline.resources.lexicon import Lexicon


def types_at(text: str, trigger: str) -> set[str]:
    """Types that the lexicon proposes for a match over a word of a sentence."""
    at = text.index(trigger)
    found = find_candidates(analysed(text), Lexicon.load())
    return {c.pattern.type.value for c in found if c.trigger.start <= at < c.trigger.end}


@pytest.mark.parametrize(
    ("text", "trigger", "wanted", "unwanted"),
    [
        ("Students held a march through Bree on Monday.", "march", "PROTEST", None),
        ("The treaty was signed in Bree in March 1996.", "March", None, "PROTEST"),
        ("Gondor called for a ceasefire with the riders of Rohan.", "called", "REQUEST", None),
        ("Gondor called off a unilateral ceasefire with the riders on Monday.", "called", "REJECT", "REQUEST"),
        ("Gondor called off a unilateral ceasefire with the riders on Monday.", "ceasefire", None, "REQUEST"),
        ("The steward called the raid a barbaric crime.", "called", "ACCUSE", None),
        ("The steward called on Rohan to hand over the terrorist leaders.", "called", "REQUEST", "ACCUSE"),
        ("Rohan held talks with Gondor in Bree.", "held", "CONSULT", None),
        ("Rohan held up talks with Gondor over the ford.", "held", None, "CONSULT"),
        ("Rebels took control of three towns in Arnor.", "took", "ASSAULT", None),
        ("The officers took power in a coup in Bree.", "took", "COERCE", "ASSAULT"),
        ("The party took power after the vote in May.", "took", None, "ASSAULT"),
        ("Warplanes bombed the fort and the strike killed nine militants.", "strike", "ASSAULT", "PROTEST"),
        ("Teachers in Bree went on strike over pay.", "strike", "PROTEST", None),
        ("Rohan vowed not to allow riders into the valley.", "vowed", "THREATEN", "CONCEDE"),
        ("Rohan vowed to wage war on the raiders.", "vowed", "THREATEN", None),
        ("Rohan vowed to build a bridge across the ford.", "vowed", "AGREE", "THREATEN"),
        ("Gondor warned that an attack on its ships would mean war.", "warned", "THREATEN", None),
        ("Experts warned that an attack on the dam would flood the valley.", "warned", None, "THREATEN"),
        ("Police raided the home of a priest in Bree.", "raided", "COERCE", "ASSAULT"),
        ("Rebels raided a village near Bree.", "raided", "ASSAULT", "COERCE"),
        ("A court jailed the captain for nine years.", "jailed", "SANCTION", "COERCE"),
        ("Merry Brandybuck attacked the plan, saying it would ruin the Shire.", "attacked", "ACCUSE", None),
        ("The steward attacked the fort at dawn.", "attacked", "ASSAULT", "ACCUSE"),
        ("The minister declined to meet the envoy.", "declined", "REJECT", None),
        ("The minister declined to comment on the raid.", "declined", None, "REJECT"),
        ("Gondor announced its withdrawal from the treaty with Rohan.", "withdrawal", "SANCTION", "RETREAT"),
        ("Gondor announced the withdrawal of its troops from Bree.", "withdrawal", "RETREAT", "SANCTION"),
        ("The opposition made claims of fraud against the steward.", "claims", "ACCUSE", None),
        ("Nobody made a claim of responsibility for the blast.", "claim", None, "ACCUSE"),
        ("Nine hundred soldiers are stationed in Bree.", "stationed", None, "MOBILIZE"),
        ("The rebels extended their unilateral ceasefire by a month.", "extended", "CONCEDE", "AGREE"),
        ("Rohan said the ceasefire would not be renewed.", "renewed", "REJECT", "AGREE"),
        ("The mediator said the breakdown of the truce worried him.", "breakdown", "REJECT", None),
        ("The town of Bree fell to the rebels.", "fell", "ASSAULT", None),
        ("Gondor offered aid to Rohan.", "offered", "AGREE", "AID"),
        ("Gondor voiced its opposition to the plan.", "voiced", "REJECT", "ACCUSE"),
    ],
)
def test_match_names_the_type_and_not_its_near_neighbour(
    text: str, trigger: str, wanted: str | None, unwanted: str | None
) -> None:
    found = types_at(text, trigger)
    assert wanted is None or wanted in found
    assert unwanted not in found
