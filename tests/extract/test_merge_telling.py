"""How two mentions are told, as the merge score hears it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.extract.analysed import analysed, token_of
from tests.extract.test_merge import mentions_of
from truceline.extract.merge_features import pair_features
from truceline.extract.merge_settled import cannot_be_one, is_counted_from
from truceline.extract.merge_telling import Telling, again_of, again_signs, another_of, telling_of
from truceline.extract.merge_views import view_mentions


@pytest.mark.parametrize(
    ("text", "word", "nouns"),
    [
        ("Another bomb exploded at the mill.", "exploded", {"bomb"}),
        ("Another bomb killed four riders and wounded two.", "wounded", {"bomb"}),
        ("Police told of another blast at the mill.", "blast", {"blast"}),
        ("The second bomb exploded at the mill.", "exploded", set()),
        ("Another two bombs exploded at the mill.", "exploded", set()),
        ("The bomb exploded near another mill.", "exploded", set()),
    ],
)
def test_another_one_is_what_the_trigger_or_its_subject_is_called(text: str, word: str, nouns: set[str]) -> None:
    doc = analysed(text)
    assert another_of(doc, token_of(doc, word)) == nouns


def test_another_bomb_is_not_the_bomb_told_before_and_the_bomb_may_be() -> None:
    for second, apart in (("Another bomb exploded in Dale.", True), ("The bomb exploded at dawn.", False)):
        doc = analysed(f"A bomb killed four riders in Bree. {second}")
        views = view_mentions(doc, mentions_of(doc, [["killed", "ASSAULT"], ["exploded", "ASSAULT"]]))
        assert cannot_be_one(*views) is apart
        assert cannot_be_one(*reversed(views)) is apart


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("Riders attacked a mill on Monday, three days after a bomb killed five guards.", True),
        ("A week after a bomb killed five guards, riders attacked a mill.", True),
        ("Riders attacked a mill after a bomb killed five guards.", False),  # may be one; the score decides
        ("Three days after the talks, riders attacked a mill and killed five guards.", False),
    ],
)
def test_what_is_counted_from_another_deed_is_not_that_deed(text: str, apart: bool) -> None:
    doc = analysed(text)
    views = view_mentions(doc, mentions_of(doc, [["attacked", "ASSAULT"], ["killed", "ASSAULT"]]))
    assert is_counted_from(*views) is apart
    assert is_counted_from(*reversed(views)) is apart


def test_another_house_is_no_other_bomb() -> None:
    doc = analysed("A bomb killed four riders in Bree. Another house was raided by police.")
    views = view_mentions(doc, mentions_of(doc, [["killed", "ASSAULT"], ["raided", "ASSAULT"]]))
    assert not cannot_be_one(*views)


def test_again_signs_of_a_later_sentence() -> None:
    doc = analysed("A bomb exploded. On Monday riders had already attacked the mill. That raid failed.")
    signs = again_signs(again_of(doc, token_of(doc, "attacked")), "same", same_sentence=False)
    assert signs == {"same:opens with on": 1.0, "same:later adverb already": 1.0, "same:later had": 1.0}
    assert again_signs(again_of(doc, token_of(doc, "raid")), "same", same_sentence=False) == {"same:later that": 1.0}


@pytest.mark.parametrize(
    ("text", "word", "mark"),
    [
        ("Police raided the mill after a bomb exploded.", "exploded", "after"),
        ("Police raided the mill after the explosion.", "explosion", "after"),
        ("Police raided the mill and killed two riders.", "killed", None),
    ],
)
def test_again_signs_of_one_sentence_are_what_the_clause_hangs_on(text: str, word: str, mark: str | None) -> None:
    doc = analysed(text)
    signs = again_signs(again_of(doc, token_of(doc, word)), "mixed", same_sentence=True)
    assert signs == ({f"in:mixed:under {mark}": 1.0} if mark else {})


def test_telling_of_verbs_and_nouns() -> None:
    doc = analysed("The riders killed two farmers in an ambush. They burned Bree.")
    assert telling_of(doc, token_of(doc, "killed")) == Telling("def", "num", frozenset({"rider"}))
    assert telling_of(doc, token_of(doc, "ambush")) == Telling("indef", "", frozenset())
    assert telling_of(doc, token_of(doc, "burned")).object == "name"


def test_each_type_weighs_its_own_signs_where_two_mentions_are_of_one_type_or_sentence() -> None:
    doc = analysed("Riders attacked Bree and killed two farmers. The king condemned the attack.")
    attacked, killed, condemned = view_mentions(
        doc, mentions_of(doc, [["attacked", "ASSAULT"], ["killed", "ASSAULT"], ["condemned", "ACCUSE"]])
    )
    inside = pair_features(doc, attacked, killed)
    assert inside["in:ASSAULT:b=kill"] == inside["in:ASSAULT:object num"] == inside["in:ASSAULT:one subject"] == 1.0
    apart = pair_features(doc, attacked, condemned)
    assert not any(name.startswith(("in:ACCUSE", "in:ASSAULT", "in:mixed", "across:A")) for name in apart)


def test_days_that_meet_keep_mentions_together_whatever_weekday_the_telling_has() -> None:
    text = "A raid this week killed up to 30 riders, the mayor said Sunday. Knights raided Bree on Wednesday."
    doc = analysed(text)
    raid, raided = view_mentions(doc, mentions_of(doc, [["raid", "ASSAULT"], ["raided", "ASSAULT"]]))
    raid, raided = (replace(v, own_places=frozenset({p})) for v, p in ((raid, "shire"), (raided, "bree")))
    assert raid.weekdays != raided.weekdays
    week, wednesday, monday = ((10, 16),), ((12, 12),), ((3, 3),)
    assert not cannot_be_one(replace(raid, own_days=week), replace(raided, own_days=wednesday))
    assert cannot_be_one(replace(raid, own_days=week), replace(raided, own_days=monday))
    assert cannot_be_one(raid, replace(raided, own_days=wednesday))
