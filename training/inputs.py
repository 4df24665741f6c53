"""Reports to batches of passages as the encoder reads them, with what is asked of each word and trigger."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

import numpy as np
import torch
from torch import Tensor

from training.labels import NO_VERDICT, DocExample, MentionExample
from truceline.inference.words import CLS, LONGEST, ROLES, SEP, Passage

OPTIONAL_WEIGHT = 0.1
"""An optional event's trigger costs little either way."""
PARTIAL_WEIGHT = 0.15
"""Auxiliary sentences have triggers and no known non-triggers, so they say little about detection."""
GOALS = ("type", "mode", "status", "aggregate", "truce", "dated", "placed")


@dataclass
class Input:
    """One passage, ready for the encoder."""

    doc: DocExample
    passage: Passage
    ids: list[int]
    first: list[int]


def make_input(doc: DocExample, pieces: list[list[int]], title: list[list[int]], passage: Passage) -> Input:
    """[CLS] title [SEP] passage [SEP], at most 512 pieces."""
    ids = [CLS, *(p for w in title for p in w)] + ([SEP] if title else [])
    first = []
    for word in pieces[passage.first : passage.last]:
        first.append(min(len(ids), LONGEST - 2))
        ids.extend(word)
    return Input(doc, passage, [*ids[: LONGEST - 1], SEP], first)


def random_passages(doc: DocExample, pieces: list[list[int]], rng: random.Random) -> list[Passage]:
    """Cut at random so that no report is read twice alike; sometimes the whole report up to 450 pieces."""
    size = [sum(len(p) for p in pieces[a:b]) for a, b in doc.sentences]
    limit = rng.choice((160, 250, 350, 440))
    out, start, filled = [], 0, 0
    room = rng.randint(limit // 2, limit)
    for i, n in enumerate(size):
        if filled and filled + n > room:
            out.append(Passage(doc.sentences[start][0], doc.sentences[i - 1][1], doc.sentences[start][0]))
            start, filled, room = i, 0, limit
        filled += n
    out.append(Passage(doc.sentences[start][0], doc.sentences[-1][1], doc.sentences[start][0]))
    return out


def batches(items: list[Input], size: int, rng: random.Random) -> Iterator[list[Input]]:
    """Passages of like length together, batches in random order; single sentences in batches four times as large."""
    groups = []
    for part, n in (([x for x in items if not x.doc.partial], size), ([x for x in items if x.doc.partial], 4 * size)):
        order = sorted(part, key=lambda x: len(x.ids) + rng.random() * 60)
        groups += [order[i : i + n] for i in range(0, len(order), n)]
    rng.shuffle(groups)
    yield from groups


def pad(rows: Sequence[Sequence[int]], value: int = 0) -> Tensor:
    """Rows to a rectangle of int64."""
    width = max(map(len, rows))
    return torch.tensor([[*r, *[value] * (width - len(r))] for r in rows])


def sentence_of(doc: DocExample) -> np.ndarray:
    """Sentence number of each word."""
    out = np.zeros(len(doc.words), dtype=np.int64)
    for i, (a, b) in enumerate(doc.sentences):
        out[a:b] = i
    return out


@dataclass
class Batch:
    """B passages of at most L pieces and W words with M triggers and P pairs of triggers of one passage."""

    ids: Tensor
    mask: Tensor
    """int64 (B, L)."""
    first: Tensor
    sents: Tensor
    """int64 (B, W): first piece and sentence of each word; sentence -1 beyond the end."""
    target: Tensor
    weight: Tensor
    """float (B, W): is the word a trigger, and what does a wrong answer cost."""
    kind: Tensor
    kind_weight: Tensor
    """Type of a trigger word (B, W), and its weight."""
    row: Tensor
    head: Tensor
    core: Tensor
    """(M,): passage, word and weight of each trigger."""
    goals: Tensor
    """int64 (M, 7) in the order of GOALS."""
    tags: Tensor
    """int64 (M, W, 7): O, B, I."""
    left: Tensor
    right: Tensor
    same: Tensor
    same_word: Tensor
    same_weight: Tensor
    """(P,): two triggers, whether they are one event, one word, and the pair's weight."""

    def to(self, device: torch.device) -> Batch:
        """The batch on a device."""
        return Batch(*(getattr(self, f.name).to(device, non_blocking=True) for f in fields(self)))


def _word_targets(batch: Batch, b: int, doc: DocExample, p: Passage, here: list[MentionExample]) -> None:
    """No verdict on words of optional events, on sentences that are evidence without a trigger; little on the further
    words of a long trigger."""
    n = p.last - p.first
    target, weight, kind = batch.target[b], batch.weight[b], batch.kind[b]
    weight[:n] = 1
    for s in doc.masked:
        weight[batch.sents[b] == s] = 0
    order = sorted(here, key=lambda m: m.core)
    for m in order:
        a, z = max(m.words[0] - p.first, 0), min(m.words[1], p.last) - p.first
        target[a:z], kind[a:z] = 1, m.type
        weight[a:z] = 0.3 / max(z - a - 1, 1) if m.core else 0
    for m in order:
        at = m.head - p.first
        weight[at] = (PARTIAL_WEIGHT if doc.partial else 1) if m.core else OPTIONAL_WEIGHT
        kind[at] = m.type
    batch.kind_weight[b] = len(here) / max(int((kind >= 0).sum()), 1)


def role_tags(m: MentionExample, first: int, last: int, *, partial: bool = False) -> np.ndarray:
    """O/B/I targets (W, 7) of words [first, last): 0, 1, 2; further occurrences of a role's names get no verdict.

    partial: only actor and recipient are known.
    """
    tags = np.zeros((last - first, len(ROLES)), dtype=np.int64)
    if partial:
        tags[:, 2:] = NO_VERDICT
    for r, name in enumerate(ROLES):
        for a, b in m.ignored.get(name, ()):
            tags[max(a - first, 0) : max(b - first, 0), r] = NO_VERDICT
        for a, b in m.roles.get(name, ()):
            if first <= a and b <= last:
                tags[a - first, r] = 1
                tags[a - first + 1 : b - first, r] = 2
    return tags


def _pairs(doc: DocExample, here: list[MentionExample]) -> list[tuple[int, int, float, float, float]]:
    """(trigger, trigger, one event, one word, weight) of a passage; a passage's pairs weigh as much as its triggers."""
    rows = []
    for i, a in enumerate(here):
        for j in range(i + 1, len(here)):
            b = here[j]
            one = a.event == b.event
            word = doc.words[a.head].lower() == doc.words[b.head].lower()
            rows.append((i, j, float(one), float(word), 1.0 if one or a.type == b.type else 0.2))
    total = sum(r[4] for r in rows)
    return [(*r[:4], r[4] / total * len(here)) for r in rows]


def collate(group: Sequence[Input]) -> Batch:
    """Passages with what is asked of them. Reports that nobody annotated have no triggers and weight 0."""
    size, width = len(group), max(len(x.first) for x in group)
    zeros, none = torch.zeros(size, width), torch.full((size, width), NO_VERDICT)
    rows, heads, core, goals, tags, pairs = [], [], [], [], [], []
    batch = Batch(
        pad([x.ids for x in group]), pad([[1] * len(x.ids) for x in group]), pad([x.first for x in group]),
        torch.full((size, width), -1), zeros.clone(), zeros.clone(), none, zeros.clone(), *[zeros] * 10,
    )
    for b, item in enumerate(group):
        doc, p = item.doc, item.passage
        batch.sents[b, : len(item.first)] = torch.from_numpy(sentence_of(doc)[p.first : p.last])
        if doc.unread:
            continue
        here = [m for m in doc.mentions if p.first <= m.head < p.last]
        _word_targets(batch, b, doc, p, here)
        pairs += [(i + len(rows), j + len(rows), *rest) for i, j, *rest in _pairs(doc, here)]
        for m in here:
            rows.append(b)
            heads.append(m.head - p.first)
            core.append(1.0 if m.core else 0.5)
            goals.append([getattr(m, g) for g in GOALS])
            own = np.full((width, len(ROLES)), NO_VERDICT)
            own[: p.last - p.first] = role_tags(m, p.first, p.last, partial=doc.partial)
            tags.append(own)
    batch.row, batch.head = torch.tensor(rows, dtype=torch.long), torch.tensor(heads, dtype=torch.long)
    batch.core = torch.tensor(core)
    batch.goals = torch.tensor(goals, dtype=torch.long).view(len(rows), len(GOALS))
    batch.tags = torch.from_numpy(np.array(tags, dtype=np.int64)).view(len(rows), width, len(ROLES))
    left, right, *rest = zip(*pairs, strict=True) if pairs else ((),) * 5
    batch.left, batch.right = torch.tensor(left, dtype=torch.long), torch.tensor(right, dtype=torch.long)
    batch.same, batch.same_word, batch.same_weight = (torch.tensor(x, dtype=torch.float) for x in rest)
    return batch
