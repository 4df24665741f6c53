"""Which events meet."""

from __future__ import annotations

from dataclasses import replace

from tests.invented import days, event, report
from truceline.domain.events import Entity, EventDate
from truceline.fuse.block import block_keys
from truceline.fuse.features import Features, features

FARAMIR = Entity("Faramir Steward", kind="person")


def told(sentence: str, published: str, on: EventDate | None, *to: Entity, kind: str = "ASSAULT") -> Features:
    of = report(published, f"{sentence}.", outlet=published)
    return features(replace(event(of, sentence, kind, on=on), recipients=to), of)


def meet(a: Features, b: Features) -> bool:
    left, right = block_keys(a), block_keys(b)
    if left.fine & right.fine:
        return True
    return bool((left.is_coarse or right.is_coarse) and left.coarse & right.coarse)


def test_block_a_named_victim_finds_a_mention_whose_day_is_unknown() -> None:
    deed = told("Orcs slew Faramir at the ford", "3019-02-14", days("3019-02-14"), FARAMIR)
    assert meet(deed, told("The death of Faramir is looked into", "3019-09-12", None, FARAMIR))
    assert not meet(deed, told("The death of Beregond is looked into", "3019-09-12", None, Entity("Beregond")))


def test_block_two_fresh_deeds_do_not_meet_by_a_name() -> None:
    deed = told("Orcs wounded Faramir", "3019-02-14", days("3019-02-14"), FARAMIR)
    assert not meet(deed, told("Orcs wounded Faramir", "3019-09-12", days("3019-09-12"), FARAMIR))


def test_block_a_paragraph_taken_over_with_a_word_changed_meets_itself() -> None:
    old = "the elders of the shire, who in spring had closed the eastern road, have hailed the truce as a gift"
    new = old.replace("a gift", "their own gift to all")
    autumn, spring = days("3018-09-01", "3018-09-30"), None
    assert meet(told(old, "3019-03-25", spring, kind="SUPPORT"), told(new, "3019-03-27", autumn, kind="SUPPORT"))
    assert not meet(
        told("elders hailed it as their own gift to all", "3019-03-25", spring, kind="SUPPORT"),
        told(new, "3019-03-27", autumn, kind="SUPPORT"),
    )
