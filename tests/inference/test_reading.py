import numpy as np

from truceline.inference.reading import (
    FIELDS,
    TriggerReading,
    bucket_words,
    decode_phrases,
    group_triggers,
    same_event,
)
from truceline.inference.words import ROLES

ACTOR, PLACE = ROLES.index("ACTOR"), ROLES.index("PLACE")


def _inside(n_words: int, marks: dict[tuple[int, int], float]) -> np.ndarray:
    inside = np.zeros((n_words, len(ROLES)), dtype=np.float32)
    for at, chance in marks.items():
        inside[at] = chance
    return inside


def test_neighbouring_words_of_one_type_are_one_trigger_named_by_the_surest():
    chance = np.array([0.1, 0.6, 0.9, 0.1, 0.7], dtype=np.float32)
    kinds, sents = np.array([0, 3, 3, 0, 3]), np.zeros(5, dtype=np.int64)
    assert group_triggers(chance, kinds, sents, 0.5) == [(2, 1, 3), (4, 4, 5)]


def test_words_of_two_types_or_two_sentences_are_two_triggers():
    chance = np.full(4, 0.9, dtype=np.float32)
    kinds, sents = np.array([1, 2, 2, 2]), np.array([0, 0, 0, 1])
    assert [t[1:] for t in group_triggers(chance, kinds, sents, 0.5)] == [(0, 1), (1, 3), (3, 4)]


def test_neighbouring_words_are_one_phrase_numbered_in_the_report():
    inside = _inside(4, {(0, ACTOR): 0.9, (1, ACTOR): 0.9, (2, ACTOR): 0.8})
    assert [(p.role, p.first, p.last) for p in decode_phrases(inside, [0.5] * 7, 10)] == [("ACTOR", 10, 13)]


def test_an_unsure_word_extends_a_phrase_but_makes_none():
    inside = _inside(6, {(0, ACTOR): 0.95, (1, ACTOR): 0.3, (4, ACTOR): 0.3})
    assert [(p.first, p.last) for p in decode_phrases(inside, [0.5] * 7)] == [(0, 2)]


def test_parties_with_a_word_between_them_are_two_phrases():
    inside = _inside(5, {(0, ACTOR): 0.9, (2, ACTOR): 0.9})
    assert [(p.first, p.last) for p in decode_phrases(inside, [0.5] * 7)] == [(0, 1), (2, 3)]


def test_each_role_has_its_own_floor():
    inside = _inside(2, {(0, ACTOR): 0.4, (1, PLACE): 0.4})
    floors = [0.5] * 7
    floors[PLACE] = 0.3
    assert [p.role for p in decode_phrases(inside, floors)] == ["PLACE"]


def test_distance_buckets_tell_before_from_after():
    got = bucket_words(np.array([-100, -1, 0, 3, 100]))
    assert len(set(got.tolist())) == 5
    assert got.min() >= 0
    assert got.max() <= 23


class _SameWhenEqual:
    def same(self, left, right, facts):
        return np.where((left == right).all(-1), 5.0, -5.0).astype(np.float32)


def _reading(head: int, vector: float) -> TriggerReading:
    even = np.full(16, 1 / 16, dtype=np.float32)
    own = np.full(3, vector, dtype=np.float32)
    fields = dict.fromkeys(FIELDS, even)
    return TriggerReading(head, head, head + 1, 0.9, even, fields, (), own, np.zeros((5, 7), dtype=np.float32), 0)


def test_same_event_matrix_is_symmetric_with_ones_on_the_diagonal():
    readings = [_reading(0, 1.0), _reading(2, 2.0), _reading(4, 1.0)]
    got = same_event(_SameWhenEqual(), readings, ["a", "b", "c", "d", "e"], np.array([0, 0, 1, 1, 2]))
    assert np.allclose(got, got.T)
    assert np.allclose(np.diag(got), 1)
    assert got[0, 2] > 0.9 > 0.1 > got[0, 1]


def test_one_mention_needs_no_comparison():
    assert same_event(_SameWhenEqual(), [_reading(0, 1.0)], ["a"], np.array([0])).tolist() == [[1.0]]
