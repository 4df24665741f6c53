from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.fake_coder import code, report
from truceline.domain.claims import Judgement
from truceline.domain.codes import Verdict
from truceline.fuse.compare import compare, weigh
from truceline.fuse.features import features
from truceline.fuse.pairs import BAND, UnsurePair, still_open, unsure_pairs

NOON = datetime(2024, 8, 22, 12, tzinfo=UTC)
CODED = [
    code(report("Gondor made a raid on Mordor near Bree at dawn with many riders.", "2024-08-21", outlet="A")),
    code(report("Gondor made a raid on Mordor near Bree at dawn with many riders!", "2024-08-21", outlet="B")),
    code(report("A raid of Gondor on Arnor was heard of in Bree.", "2024-08-21", outlet="C")),
    code(report("Arnor spoke of a raid on Gondor.", "2024-08-21", outlet="D")),
    code(report("A raid on Arnor was heard of.", "2024-08-22", outlet="E")),
    code(report("The talks of Gondor with Arnor go on.", "2024-08-21", outlet="F")),
]
"""From one dispatch told twice, over other sides and other days, to another deed: some are near even odds by any
weights that tell these apart."""


def pair(left: str, right: str, score: float = 0.5) -> UnsurePair:
    return UnsurePair(left, right, score, ())


def judged(left: str, right: str, verdict: str, by: str = "Éowyn", minute: int = 0) -> Judgement:
    return Judgement(left, right, Verdict(verdict), by, NOON + timedelta(minutes=minute))


def open_for(person: str, *judgements: Judgement) -> list[str]:
    pairs = [pair("a", "b"), pair("b", "c"), pair("a", "c")]
    return [one.left + one.right for one, _ in still_open(pairs, judgements, person)]


def test_pairs_are_those_near_even_odds_the_least_sure_first() -> None:
    found = unsure_pairs(CODED)
    by_ref = {e.ref: features(e, c.report) for c in CODED for e in c.events}
    weights = [weigh(by_ref[one.left], by_ref[one.right]) for one in found]
    doubt = [round(abs(weight), 1) for weight in weights]
    assert doubt == sorted(doubt)
    assert all(one.reasons and one.left < one.right for one in found)
    assert all(one.left.split("#")[0] != one.right.split("#")[0] for one in found)
    every = {(a, b) for a in by_ref for b in by_ref if a < b and by_ref[a].report != by_ref[b].report}
    unsure = {pair for pair in every if abs(weigh(by_ref[pair[0]], by_ref[pair[1]])) <= BAND}
    assert {(one.left, one.right) for one in found} == unsure
    assert 1 < len(unsure) < len(every)


def test_pairs_stopping_early_leaves_on_their_side_of_the_bound() -> None:
    every = [features(e, c.report) for c in CODED for e in c.events]
    sums = {(a.ref, b.ref): compare(a, b).weight for a in every for b in every if a.ref < b.ref}
    by_ref = {one.ref: one for one in every}
    assert min(sums.values()) < -5 < max(sums.values())
    for bound in (-6.0, -3.0, -0.5, 0.0, 2.0, 30.0):
        for (left, right), whole in sums.items():
            assert (weigh(by_ref[left], by_ref[right], bound) >= bound) is (whole >= bound)


def test_pairs_do_not_depend_on_the_order_of_reports() -> None:
    assert unsure_pairs(CODED) == unsure_pairs(CODED[::-1])
    assert len(unsure_pairs(CODED, limit=1)) == 1


def test_pairs_judged_by_anybody_wait_no_more() -> None:
    assert open_for("Éowyn") == ["ab", "bc", "ac"]
    assert open_for("Faramir", judged("a", "b", "different")) == ["bc", "ac"]


def test_pairs_that_other_judgements_settle_wait_no_more() -> None:
    assert open_for("Éowyn", judged("a", "b", "same"), judged("b", "c", "same")) == []
    assert open_for("Éowyn", judged("a", "b", "same"), judged("b", "c", "different")) == []


def test_pairs_left_open_wait_for_others() -> None:
    unsure = judged("a", "b", "unsure")
    assert open_for("Éowyn", unsure) == ["bc", "ac"]
    assert open_for("Faramir", unsure) == ["ab", "bc", "ac"]


def test_pairs_judged_two_ways_wait_for_a_third() -> None:
    torn = (judged("a", "b", "same"), judged("a", "b", "different", "Faramir", 1))
    assert "ab" not in open_for("Éowyn", *torn)
    assert "ab" not in open_for("Faramir", *torn)
    assert "ab" in open_for("Aragorn", *torn)
    settled = (*torn, judged("a", "b", "same", "Aragorn", 2))
    assert "ab" not in open_for("Gimli", *settled)
