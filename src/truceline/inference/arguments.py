"""Who, to whom, when and where of one mention: the report's first words, which tell its place, day and parties, and the
mention's sentence with what stands around it, the trigger marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from truceline.inference.reading import Floats, Ints, softmax
from truceline.inference.words import CLS, LONGEST, SEP

OPEN: Final = 1
CLOSE: Final = 2
"""[unused0] and [unused1] of the tokenizer: they stand before and after the trigger."""
LIMIT: Final = 128
"""Word pieces of the text around the trigger; its own sentence may be longer."""
LEAD: Final = 40
"""Word pieces of the report's beginning that are read before it. With them 92 % of gold's places and 83 % of its days
stand in what is read, without them and with 96 pieces 75 and 59 %."""
_STEPS: Final = (-1, 1, -1, -1, 1)
"""Sentences before and after the trigger's, in the order in which they are read while there is room."""
_BATCH: Final = 8


class ArgumentNetwork(Protocol):
    """The arguments graph of a model folder, or a fake of it."""

    def arguments(self, ids: Ints, mask: Ints, first: Ints) -> Floats:
        """ids, mask (B, L), first piece of each word (B, W) -> scores (B, W, 7, 3): outside, begins, inside a role."""
        ...


@dataclass(frozen=True, slots=True)
class Marked:
    """A mention ready for the network: words [0, lead) and [first_word, last_word) of the report in pieces, the trigger
    marked."""

    ids: tuple[int, ...]
    first: tuple[int, ...]
    """First piece of each word."""
    lead: int
    first_word: int
    last_word: int


def window(sentences: Sequence[tuple[int, int]], sizes: Sequence[int], at: int) -> tuple[int, int]:
    """Words [first, last) that are read for a trigger in sentence number ``at``.

    sentences: word ranges; sizes: word pieces of each sentence.
    """
    low = high = at
    filled = sizes[at]
    for step in _STEPS:
        i = low - 1 if step < 0 else high + 1
        if 0 <= i < len(sentences) and filled + sizes[i] <= LIMIT:
            filled += sizes[i]
            low, high = min(low, i), max(high, i)
    return sentences[low][0], sentences[high][1]


def mark(
    pieces: Sequence[Sequence[int]], kind: Sequence[int], words: tuple[int, int], trigger: tuple[int, int]
) -> Marked:
    """[CLS] type [SEP] first words [SEP] words [SEP] with the trigger between its marks; without the first words where
    the window begins with them.

    pieces: word pieces of each word of the report; kind: pieces of the event type's name; words: the window;
    trigger: first and one past the last word of it.
    """
    ids: list[int] = [CLS, *kind, SEP]
    first: list[int] = []
    lead, start = 0, len(ids)
    while lead < words[0] and len(ids) + len(pieces[lead]) <= start + LEAD:
        first.append(len(ids))
        ids.extend(pieces[lead])
        lead += 1
    if lead:
        ids.append(SEP)
    for w in range(*words):
        if w == trigger[0]:
            ids.append(OPEN)
        first.append(min(len(ids), LONGEST - 2))
        ids.extend(pieces[w])
        if w == trigger[1] - 1:
            ids.append(CLOSE)
    return Marked((*ids[: LONGEST - 1], SEP), tuple(first), lead, *words)


def read_marked(network: ArgumentNetwork, items: Sequence[Marked]) -> list[Floats]:
    """Probability (words, 7) that each word stands in a phrase of each role, for each item: first the words of the
    report's beginning, then those of the window."""
    out: list[Floats] = [np.zeros((0, 0), dtype=np.float32)] * len(items)
    order = sorted(range(len(items)), key=lambda i: len(items[i].ids))
    for start in range(0, len(order), _BATCH):
        batch = order[start : start + _BATCH]
        ids = _pad([items[i].ids for i in batch])
        mask = _pad([(1,) * len(items[i].ids) for i in batch])
        scores = network.arguments(ids, mask, _pad([items[i].first for i in batch]))
        inside = 1 - softmax(scores)[..., 0]
        for row, i in zip(inside, batch, strict=True):
            out[i] = np.asarray(row[: len(items[i].first)], dtype=np.float32)
    return out


def _pad(rows: Sequence[Sequence[int]]) -> Ints:
    table = np.zeros((len(rows), max(map(len, rows))), dtype=np.int64)
    for line, row in zip(table, rows, strict=True):
        line[: len(row)] = row
    return table
