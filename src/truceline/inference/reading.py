"""Scores of the network to readings: triggers with types and fields, and the phrases that fill their roles.

Plain numpy, so that training measures exactly what the shipped model does. Everything is in words of the report.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from truceline.inference.words import ROLES, Passage

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Range3 = tuple[int, int, int]
"""(head, first, last) of a trigger, in words."""

HALF_SENTENCES: Final = 4
"""Sentence distances are clipped to -4 ... 4 and shifted to 0 ... 8."""
EDGE: Final = 0.15
"""A word of at least this probability extends a phrase (chosen on held-out training reports)."""
_WORD_EDGES: Final = np.array([1, 2, 3, 4, 6, 8, 12, 16, 24, 40, 80])
FIELDS: Final = ("mode", "status", "aggregate", "truce", "dated", "placed")


class Network(Protocol):
    """The three graphs of a model folder, or a fake of them."""

    def encode(self, ids: Ints, mask: Ints, first: Ints) -> tuple[Floats, Floats, Floats, Floats]:
        """ids, mask (1, L), first piece of each word (1, W) -> word states (1, W, D), passage state (1, D),
        detection log odds (1, W), type scores (1, W, 16)."""
        ...

    def triggers(
        self, states: Floats, passage: Floats, kinds: Floats, head: Ints,
        own: Floats, sent_apart: Ints, words_apart: Ints,
    ) -> Mapping[str, Floats]:
        """M triggers of one passage -> ``vector`` (M, V), ``type`` (M, 16), ``role`` (M, W, 7, 3), each of FIELDS."""
        ...

    def same(self, left: Floats, right: Floats, facts: Floats) -> Floats:
        """Trigger vectors (P, V) and facts (P, 12) -> log odds (P,) that both are one event."""
        ...


@dataclass(frozen=True, slots=True)
class RolePhrase:
    """Words [first, last) fill the role with that probability."""

    role: str
    first: int
    last: int
    score: float


@dataclass(frozen=True, slots=True, eq=False)
class TriggerReading:
    """One trigger: the word that best names it, and probabilities of its fields."""

    head: int
    first: int
    last: int
    score: float
    """Probability, uncalibrated, that the word names a codable event."""
    type: Floats
    """(16,) probabilities."""
    fields: Mapping[str, Floats]
    """Probabilities of each of FIELDS."""
    roles: tuple[RolePhrase, ...]
    vector: Floats
    inside: Floats
    """(W, 7) probability that each word of the passage lies inside a phrase of each role."""
    offset: int
    """Number in the report of the passage's first word."""


def sigmoid(x: Floats) -> Floats:
    """Log odds to probability."""
    return np.asarray(1 / (1 + np.exp(-np.clip(x, -30, 30))), dtype=np.float32)


def softmax(x: Floats) -> Floats:
    """Scores to probabilities along the last axis."""
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return np.asarray(e / e.sum(axis=-1, keepdims=True), dtype=np.float32)


def bucket_words(apart: Ints) -> Ints:
    """Signed distance in words to 24 buckets (the same as in training)."""
    size = np.searchsorted(_WORD_EDGES, np.abs(apart), side="left")
    return np.where(apart < 0, size, size + 12).clip(0, 23).astype(np.int64)


def pair_facts(type_left: Floats, type_right: Floats, sents: Ints, same_word: NDArray[np.bool_]) -> Floats:
    """Plain facts (P, 12) of pairs: sentences apart in buckets, agreement of types, same word."""
    agree = (type_left * type_right).sum(-1)
    columns = [sents == k for k in range(6)] + [(sents > 5) & (sents <= 10), sents > 10]
    columns += [agree, same_word, agree > 0.5, np.log1p(sents)]
    return np.stack(columns, axis=-1).astype(np.float32)


def group_triggers(detect: Floats, kinds: Ints, sents: Ints, floor: float) -> list[tuple[int, int, int]]:
    """Runs of neighbouring words at or above the floor, of one type and sentence: (head, first, last), in order."""
    found: list[tuple[int, int, int]] = []
    i, n = 0, len(detect)
    while i < n:
        if detect[i] < floor:
            i += 1
            continue
        j = i + 1
        while j < n and detect[j] >= floor and kinds[j] == kinds[i] and sents[j] == sents[i]:
            j += 1
        found.append((i + int(np.argmax(detect[i:j])), i, j))
        i = j
    return found


def decode_phrases(inside: Floats, floors: Sequence[float], offset: int = 0) -> list[RolePhrase]:
    """Probabilities (W, 7) that words lie inside each role of one trigger to phrases; offset: number of the first word.

    A phrase is a run of words of at least ``EDGE``; it is told when their mean reaches the role's floor. Held-out
    training reports, entity F1 of actors: 0.664 so, 0.648 with runs cut at 0.4, 0.645 with runs also split at each B.
    """
    phrases: list[RolePhrase] = []
    for r, role in enumerate(ROLES):
        hot = np.flatnonzero(inside[:, r] >= EDGE)
        if not len(hot):
            continue
        for run in np.split(hot, np.flatnonzero(np.diff(hot) > 1) + 1):
            first, last = int(run[0]), int(run[-1]) + 1
            score = float(inside[first:last, r].mean())
            if score >= floors[r]:
                phrases.append(RolePhrase(role, first + offset, last + offset, score))
    return phrases


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """One passage as the encoder sees it."""

    passage: Passage
    states: Floats
    """(W, D), a row for each word of the passage."""
    whole: Floats
    """(D,)"""
    chance: Floats
    """(W,) probability, uncalibrated, that the word is a trigger."""
    kinds: Floats
    """(W, 16) type scores."""


def encode_passage(network: Network, ids: Sequence[int], first: Sequence[int], passage: Passage) -> Encoded:
    """Run the encoder. ids: word pieces of the passage; first: the first piece of each of its words."""
    states, whole, detect, kinds = network.encode(
        np.array([ids], dtype=np.int64), np.ones((1, len(ids)), dtype=np.int64), np.array([first], dtype=np.int64)
    )
    return Encoded(passage, states[0], whole[0], sigmoid(detect[0]), kinds[0])


def find_triggers(encoded: Encoded, sents: Ints, floor: float) -> list[Range3]:
    """Triggers at or above the floor in the passage's own part, as words of the report: (head, first, last)."""
    p = encoded.passage
    kinds = encoded.kinds.argmax(-1).astype(np.int64)
    found = group_triggers(encoded.chance, kinds, sents[p.first : p.last], floor)
    return [(h + p.first, a + p.first, b + p.first) for h, a, b in found if h + p.first >= p.own]


def read_triggers(
    network: Network, encoded: Encoded, sents: Ints, found: Sequence[Range3], role_floors: Sequence[float]
) -> list[TriggerReading]:
    """Types, fields and role phrases of triggers of one passage. sents: sentence of each word of the report."""
    if not found:
        return []
    offset = encoded.passage.first
    here = sents[offset : encoded.passage.last]
    head = np.array([t[0] - offset for t in found], dtype=np.int64)
    apart = here[None, :] - here[head][:, None]
    words = np.arange(len(here), dtype=np.int64)[None, :] - head[:, None]
    out = network.triggers(
        encoded.states, encoded.whole, encoded.kinds[head], head, (apart == 0).astype(np.float32),
        apart.clip(-HALF_SENTENCES, HALF_SENTENCES) + HALF_SENTENCES, bucket_words(words),
    )
    types, inside = softmax(out["type"]), 1 - softmax(out["role"])[:, :, :, 0]
    fields = {k: softmax(out[k]) for k in FIELDS}
    readings = []
    for i, (h, a, b) in enumerate(found):
        phrases = tuple(decode_phrases(inside[i], role_floors, offset))
        chance = float(encoded.chance[h - offset])
        own = {k: v[i] for k, v in fields.items()}
        readings.append(TriggerReading(h, a, b, chance, types[i], own, phrases, out["vector"][i], inside[i], offset))
    return readings


def same_event(network: Network, readings: Sequence[TriggerReading], words: Sequence[str], sents: Ints) -> Floats:
    """Probability (M, M) that two triggers of a report are one event; 1 on the diagonal."""
    m = len(readings)
    matrix = np.eye(m, dtype=np.float32)
    if m < 2:
        return matrix
    i, j = np.triu_indices(m, 1)
    vectors, types = np.stack([r.vector for r in readings]), np.stack([r.type for r in readings])
    head = np.array([r.head for r in readings])
    spelled = np.array([words[h].lower() for h in head])
    facts = pair_facts(types[i], types[j], np.abs(sents[head[i]] - sents[head[j]]), spelled[i] == spelled[j])
    matrix[i, j] = matrix[j, i] = sigmoid(network.same(vectors[i], vectors[j], facts))
    return matrix
