"""Signs that two mentions of one sentence, or of one type, are one event."""

from __future__ import annotations

from itertools import combinations

from tests.extract.analysed import analysed
from tests.extract.test_merge import mentions_of
from truceline.extract.merge_features import pair_features
from truceline.extract.merge_views import view_mentions


def features(text: str, *triggers: list[str]) -> dict[str, float]:
    doc = analysed(text)
    views = view_mentions(doc, mentions_of(doc, list(triggers)))
    ((a, b),) = combinations(views, 2)
    return pair_features(doc, a, b)


def test_merge_features_two_doers_of_one_sentence_stand_apart() -> None:
    f = features(
        "Guards shelled Zarvan and raiders shot at convoys.", ["shelled", "ASSAULT"], ["shot", "ASSAULT"]
    )
    assert f["in:same:doers=apart"] == 1.0
    assert "in:same:doers=one" not in f


def test_merge_features_one_doer_of_two_deeds_is_one() -> None:
    f = features("Guards shelled and stormed Zarvan.", ["shelled", "ASSAULT"], ["stormed", "ASSAULT"])
    assert f["in:same:doers=one"] == 1.0


def test_merge_features_two_sentences_have_no_signs_of_one() -> None:
    f = features("Guards shelled Zarvan. Raiders stormed Ostrel.", ["shelled", "ASSAULT"], ["stormed", "ASSAULT"])
    assert not [name for name in f if name.startswith("in:")]


def test_merge_features_another_speaker_also_condemns() -> None:
    text = "President Orlan condemned the raid. Minister Vesk also condemned the raid."
    f = features(text, ["condemned", "ACCUSE"], ["also condemned", "ACCUSE"])
    assert f["speech:subjects=apart"] == f["speech:another also"] == 1.0
    again = features(text.replace("Minister Vesk also", "President Orlan also"), ["condemned", "ACCUSE"],
                     ["also condemned", "ACCUSE"])  # fmt: skip
    assert again["speech:subjects=one"] == 1.0
    assert "speech:another also" not in again


def test_merge_features_what_is_asked_for_is_compared_without_who_asks() -> None:
    same = features(
        "The opposition demanded that Orlan quit. Students called on Orlan to resign.",
        ["demanded", "REQUEST"], ["called", "REQUEST"],
    )  # fmt: skip
    other = features(
        "The opposition demanded that Orlan quit. Students called for cheaper bread.",
        ["demanded", "REQUEST"], ["called", "REQUEST"],
    )  # fmt: skip
    assert same["speech:own content"] > other["speech:own content"] == 0.0
